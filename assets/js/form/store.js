// The conversations that are kept in this browser: a text for each, which is the file of the dilemma.

const PREFIX = "dilemma.canvas.";

function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // the browser keeps nothing for this page
  }
}

/**
 * The dilemma that a conversation changes: its name on the site, the path of its file in the repository, and the text of that file when it was opened.
 * @typedef {{ slug: string, path: string, text: string }} Origin
 */
/** A conversation that is kept; changed is its time in milliseconds. A new dilemma has no origin. @typedef {{ id: string, changed: number, text: string, origin?: Origin }} Kept */

/** All that is kept, the latest first. What is damaged is passed over, and stays. */
export function all() {
  const box = storage();
  /** @type {Kept[]} */
  const found = [];
  for (const key of keysOf(box)) {
    const one = read(box?.getItem(key));
    if (one) found.push({ id: key.slice(PREFIX.length), ...one });
  }
  return found.sort((a, b) => b.changed - a.changed);
}

/**
 * The keys below which this page keeps conversations.
 * @param {Storage | undefined} box
 */
const keysOf = (box) => Array.from({ length: box?.length ?? 0 }, (_, i) => box?.key(i) ?? "").filter((key) => key.startsWith(PREFIX));

/** @param {string | null | undefined} value */
function read(value) {
  try {
    const { changed, text, origin } = JSON.parse(value ?? "");
    return typeof text === "string" && Number.isFinite(changed) ? { changed, text, ...(isOrigin(origin) && { origin }) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Origin}
 */
function isOrigin(value) {
  const origin = /** @type {Record<string, unknown>} */ (value ?? {});
  return [origin.slug, origin.path, origin.text].every((part) => typeof part === "string");
}

/**
 * Keeps a text, and tells whether that went well: a disk can be full, and a browser can refuse.
 * @param {string} id
 * @param {string} text
 * @param {Origin} [origin]
 */
export function keep(id, text, origin) {
  const value = JSON.stringify({ changed: Date.now(), text, origin });
  try {
    const box = storage();
    box?.setItem(PREFIX + id, value);
    return box?.getItem(PREFIX + id) === value;
  } catch {
    return false;
  }
}

/** @param {string} id */
export function forget(id) {
  storage()?.removeItem(PREFIX + id);
}

/** Takes away everything of every conversation, also what can't be read. */
export function forgetAll() {
  const box = storage();
  for (const key of keysOf(box)) box?.removeItem(key);
}

/**
 * Calls changed(id, text) when another tab keeps a conversation, with text undefined when it takes it away, and id too when it takes all away.
 * @param {(id: string | undefined, text: string | undefined) => void} changed
 */
export function watch(changed) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === null) changed(undefined, undefined);
    else if (key.startsWith(PREFIX)) changed(key.slice(PREFIX.length), newValue === null ? undefined : read(newValue)?.text);
  });
}

export const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
