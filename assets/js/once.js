/**
 * Makes of an asynchronous act one that is done once, whoever asks for it; after a failure it can be done again. What it is given counts the first time.
 * @template {unknown[]} Given
 * @template Result
 * @param {(...given: Given) => Promise<Result>} act
 * @returns {(...given: Given) => Promise<Result>}
 */
export function once(act) {
  /** @type {Promise<Result> | undefined} */
  let promise;
  return (...given) =>
    (promise ??= act(...given).catch((error) => {
      promise = undefined;
      throw error;
    }));
}
