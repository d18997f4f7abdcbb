// Words that come near a word that is nowhere: those that are written nearly so, and those that it is made of.

/** The most frequent words in their order, and for each how frequent it is. @typedef {{ words: string, counts: string }} Nearby */

import { fold } from "./words.js";

const MOST = 3;
const PART = 4; // minPart in tools/site/search/compounds.go
const ALONE = 6; // shorter words stand in many by chance
const LINKS = ["", "s", "en", "e", "n"];

/**
 * How many letters must be added, left out, changed or swapped to make one word of another; Infinity when more than most.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  /** @type {number[]} */
  let older = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      now[j] = Math.min(old[j] + 1, now[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], older[j - 2] + 1);
    }
    if (Math.min(...now) > most) return Infinity;
    [older, old] = [old, now];
  }
  return old[b.length] > most ? Infinity : old[b.length];
}

/**
 * @param {string} form  a word, in small letters without accents
 * @param {Nearby} nearby
 * @param {(form: string) => string} stem
 */
export function propose(form, { words, counts }, stem) {
  const all = words.split(" ").map((shown, i) => ({ shown, form: fold(shown), count: counts.charCodeAt(i) }));
  const most = form.length < 4 ? 0 : form.length < 8 ? 1 : 2;
  /** @type {Set<string>} */
  const seen = new Set();
  const alike = all
    .map((word) => ({ ...word, far: most && distance(form, word.form, most) }))
    .filter(({ far, form: other }) => far > 0 && far <= most && other[0] === form[0])
    .sort((a, b) => a.far - b.far || b.count - a.count)
    .filter((word) => !seen.has(stem(word.form)) && seen.add(stem(word.form)))
    .slice(0, MOST)
    .map(({ shown }) => shown);
  const stems = new Set(all.map((word) => stem(word.form)));
  const whole = alike.length ? [] : split(form, stems, stem);
  return { alike, parts: alike.length || whole.length ? whole : longest(form, stems, stem) };
}

/**
 * The longest word here with which a compound begins or ends, when the rest of it is no word here.
 * @param {string} form
 * @param {Set<string>} stems
 * @param {(form: string) => string} stem
 */
function longest(form, stems, stem) {
  for (let length = form.length - PART + 1; length >= ALONE; length--) {
    const part = [form.slice(0, length), form.slice(-length)].find((text) => stems.has(stem(text)));
    if (part) return [part];
  }
  return [];
}

/**
 * The parts of a compound that are words here, or none: the longest first, and then what is left.
 * @param {string} form
 * @param {Set<string>} stems
 * @param {(form: string) => string} stem
 * @returns {string[]}
 */
function split(form, stems, stem) {
  for (let end = form.length - PART; end >= PART; end--) {
    const first = form.slice(0, end);
    if (!stems.has(stem(first))) continue;
    for (const link of LINKS) {
      const rest = form.slice(end + link.length);
      if (!form.startsWith(link, end) || rest.length < PART) continue;
      const parts = stems.has(stem(rest)) ? [rest] : split(rest, stems, stem);
      if (parts.length) return [first, ...parts];
    }
  }
  return [];
}
