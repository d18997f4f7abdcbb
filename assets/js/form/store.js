// The conversations that are kept in this browser: a text for each, which is the file of the dilemma.

const PREFIX = "dilemma.canvas.";

function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // the browser keeps nothing for this page
  }
}

/** All that is kept: { id, changed (milliseconds), text }, the latest first. What is damaged is passed over, and stays. */
export function all() {
  const box = storage();
  const found = [];
  for (let i = 0; i < (box?.length ?? 0); i++) {
    const key = box.key(i);
    if (!key.startsWith(PREFIX)) continue;
    const one = read(box.getItem(key));
    if (one) found.push({ id: key.slice(PREFIX.length), ...one });
  }
  return found.sort((a, b) => b.changed - a.changed);
}

function read(value) {
  try {
    const { changed, text } = JSON.parse(value);
    return typeof text === "string" && Number.isFinite(changed) ? { changed, text } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text, and tells whether that went well: a disk can be full, and a browser can refuse. */
export function keep(id, text) {
  const value = JSON.stringify({ changed: Date.now(), text });
  try {
    const box = storage();
    box.setItem(PREFIX + id, value);
    return box.getItem(PREFIX + id) === value;
  } catch {
    return false;
  }
}

export function forget(id) {
  storage()?.removeItem(PREFIX + id);
}

/** Takes away everything of every conversation, also what can't be read. */
export function forgetAll() {
  const box = storage();
  if (!box) return;
  for (const key of Array.from({ length: box.length }, (_, i) => box.key(i))) {
    if (key.startsWith(PREFIX)) box.removeItem(key);
  }
}

/** Calls changed(id, text) when another tab keeps a conversation, with text undefined when it takes it away. */
export function watch(changed) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === null) changed(undefined, undefined);
    else if (key.startsWith(PREFIX)) changed(key.slice(PREFIX.length), newValue === null ? undefined : read(newValue)?.text);
  });
}

export const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
