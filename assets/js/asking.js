// What the scripts share that ask the server that holds the repository.

/**
 * The bytes of an answer; nothing when there are more than most.
 * @param {Response} answer
 * @param {number} most
 */
export async function bounded(answer, most) {
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (answer.body ?? new Blob().stream()).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/**
 * A path in an address, each name of it escaped.
 * @param {string} path
 */
export const escaped = (path) => path.split("/").map(encodeURIComponent).join("/");
