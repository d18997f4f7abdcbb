// Passages of a page around the words that were asked, in whole words.

import { tokens } from "./words.js";

/** @typedef {import("./engine.js").Page} Page */
/** @typedef {import("./engine.js").Marks} Marks */
/** A text in pieces; every second one is marked. @typedef {string[]} Marked */
/** A passage: the id and the title of its section, and the text. @typedef {{ id: string, title: Marked, text: Marked }} Passage */

const PASSAGES = 3;
const WORDS = 30; // in a passage

/** A word to mark, and how much it is what was asked. @typedef {{ start: number, end: number, form: string, worth: number }} Spot */

/**
 * @param {string} text
 * @param {Page} page
 * @param {Marks} marks
 * @param {(form: string) => string} stem
 */
function spots(text, { compounds = {} }, marks, stem) {
  const words = tokens(text);
  /** @type {Spot[]} */
  const all = [];
  words.forEach((word, i) => {
    const { form } = word;
    if (marks.forms.has(form)) all.push({ ...word, worth: 3 });
    else if (marks.stems.has(stem(form))) all.push({ ...word, worth: 2 });
    else if (Object.hasOwn(compounds, form) && compounds[form].split(" ").some((part) => marks.stems.has(part))) all.push({ ...word, worth: 1 });
    for (const phrase of marks.phrases) {
      if (phrase.every((other, j) => words[i + j]?.form === other))
        all.push({ start: word.start, end: words[i + phrase.length - 1].end, form: phrase.join(" "), worth: 4 });
    }
  });
  // What is joined stands in the list behind its parts: the longer one is marked.
  return all.sort((a, b) => a.start - b.start || b.end - a.end).filter((spot, i, { [i - 1]: before }) => !before || spot.start >= before.end);
}

/**
 * A part of a text in pieces, of which every second is marked.
 * @param {string} text
 * @param {Spot[]} found
 * @param {number} from
 * @param {number} to
 */
function pieces(text, found, from, to) {
  /** @type {Marked} */
  const parts = [];
  let at = from;
  for (const { start, end } of found) {
    if (start < from || end > to) continue;
    parts.push(text.slice(at, start), text.slice(start, end));
    at = end;
  }
  parts.push(text.slice(at, to));
  return parts.map((part) => part.replaceAll("\n", " "));
}

/** What spots are worth together: each word that was asked counts most the first time. @param {Spot[]} found */
function worthOf(found) {
  /** @type {Map<string, number>} */
  const best = new Map();
  for (const { form, worth } of found) best.set(form, Math.max(best.get(form) ?? 0, worth));
  return [...best.values()].reduce((sum, worth) => sum + 10 * worth, found.length);
}

/**
 * The title of a page and the passages that tell most of what was asked, in the order of the page.
 * @param {Page} page
 * @param {Marks} marks
 * @param {(form: string) => string} stem
 */
export function excerpt(page, marks, stem) {
  const title = pieces(page.title, spots(page.title, page, marks, stem), 0, page.title.length);
  const sections = (page.sections ?? []).map(([id, name, text]) => {
    const found = spots(text, page, marks, stem);
    const named = spots(name, page, marks, stem);
    // A section that says no more than its title comes last.
    const empty = name.endsWith(text);
    return { id, name, text: empty ? "" : text, found: empty ? [] : found, named, worth: (worthOf(found) + worthOf(named) / 2) / (empty ? 9 : 1) };
  });
  const best = new Set(
    sections
      .filter(({ worth }) => worth > 0)
      .sort((a, b) => b.worth - a.worth)
      .slice(0, PASSAGES),
  );
  // A page of which only the title or a keyword fits, or that was not asked for by words, is shown by how it begins.
  if (!best.size && sections.length) best.add(sections[0]);
  /** @type {Passage[]} */
  const passages = sections
    .filter((section) => best.has(section))
    .map(({ id, name, text, found, named }) => ({ id, title: pieces(name, named, 0, name.length), text: around(text, found) }));
  return { title, passages };
}

/**
 * The words of a text in which the spots are worth most.
 * @param {string} text
 * @param {Spot[]} found
 */
function around(text, found) {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
  if (words.length <= WORDS + 5) return pieces(text, found, 0, text.length);
  let first = 0;
  let most = -1;
  for (const spot of found) {
    // A few words before the first spot, or all from where its line begins when that is near.
    const at = words.findLastIndex(({ start }) => start <= spot.start);
    const line = words.findLastIndex(({ start }, i) => i <= at && (i === 0 || /[\n.?!”]/.test(text.slice(words[i - 1].end - 1, start))));
    const begin = Math.min(at - line <= 10 ? line : at - 6, words.length - WORDS);
    const worth = worthOf(found.filter(({ start, end }) => start >= words[begin].start && end <= words[Math.min(begin + WORDS, words.length) - 1].end));
    if (worth > most) [first, most] = [begin, worth];
  }
  const last = Math.min(first + WORDS, words.length) - 1;
  const shown = pieces(text, found, words[first].start, words[last].end);
  if (first > 0) shown[0] = `… ${shown[0]}`;
  if (last < words.length - 1) shown[shown.length - 1] += " …";
  return shown;
}
