// Filters that combine: what is found must have one of the chosen words of every facet in which a word is chosen.

/** What has keywords: keys, "facet/word", and the same as a set in has. @typedef {{ keys: string[], has: Set<string> }} Item */
/** What is chosen: a facet → the keys chosen in it. @typedef {Map<string, string[]>} Choice */

/**
 * What fits a choice, and for every word how much would fit if it were chosen too.
 * @template {Item} T
 * @param {T[]} items
 * @param {Choice} choice
 */
export function filter(items, choice) {
  const groups = [...choice];
  /** @type {T[]} */
  const fits = [];
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const item of items) {
    const missed = groups.filter(([, keys]) => !keys.some((key) => item.has.has(key)));
    if (missed.length > 1) continue;
    if (!missed.length) fits.push(item);
    const only = missed.length ? `${missed[0][0]}/` : "";
    for (const key of item.keys) if (key.startsWith(only)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { fits, counts };
}

/**
 * The words that are ticked.
 * @param {{ facet: string, word: string, input: HTMLInputElement }[]} options
 */
export function chosen(options) {
  /** @type {Choice} */
  const choice = new Map();
  for (const { facet, word, input } of options) {
    if (input.checked) choice.set(facet, [...(choice.get(facet) ?? []), `${facet}/${word}`]);
  }
  return choice;
}
