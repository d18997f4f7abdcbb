// The words of a text and of a query, cut as tools/site/search/tokens.go does for the index.

/** A word: as it is in the index, and from where to where it stands. @typedef {{ form: string, start: number, end: number }} Token */

/** @param {string} text */
export const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/**
 * The words of a text: letters and figures. What a hyphen or a point joins, is a word too, behind its parts.
 * @param {string} text
 */
export function tokens(text) {
  /** @type {Token[]} */
  const all = [];
  for (const { 0: run, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+(?:[-.\u2011][\p{L}\p{N}\p{M}]+)*/gu)) {
    const pieces = [...run.matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
    for (const { 0: piece, index: at } of pieces) all.push({ form: fold(piece), start: index + at, end: index + at + piece.length });
    if (pieces.length > 1) all.push({ form: fold(pieces.join("")), start: index, end: index + run.length });
  }
  return all;
}

/** A word of a query, the words that a hyphen or a point joins in it, and how it was typed. @typedef {{ shown: string, form: string, pieces: string[] }} Term */

/**
 * What a query asks: words, without those that nearly every page has, and phrases in quotes.
 * @param {string} query
 * @param {Set<string>} common
 */
export function understand(query, common) {
  /** @type {Term[]} */
  const words = [];
  /** @type {{ shown: string, forms: string[] }[]} */
  const phrases = [];
  query.split(/["“”„]/).forEach((text, i, { length }) => {
    const found = tokens(text);
    if (i % 2 && i < length - 1 && found.length) {
      phrases.push({ shown: text.trim(), forms: found.map(({ form }) => form) });
      return;
    }
    for (const { start, end, form } of found) {
      const last = words.at(-1);
      // A word that is joined follows its parts, and takes their place.
      const pieces = found.filter((other) => other.start >= start && other.end <= end && other.form !== form).map((other) => other.form);
      if (pieces.length) words.splice(words.length - pieces.length, pieces.length, { shown: text.slice(start, end), form, pieces });
      else if (form !== last?.form) words.push({ shown: text.slice(start, end), form, pieces });
    }
  });
  const worth = words.filter(({ form }) => !common.has(form) && form.length > 1);
  return { words: worth.length || phrases.length ? worth : words, phrases };
}
