/** Makes of an asynchronous act one that is done once, whoever asks for it; after a failure it can be done again. What it is given counts the first time. */
export function once(act) {
  let promise;
  return (...given) =>
    (promise ??= act(...given).catch((error) => {
      promise = undefined;
      throw error;
    }));
}
