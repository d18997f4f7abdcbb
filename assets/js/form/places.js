// Where in the text of its field a finding stands. The rules tell where it stands in the file, in bytes; in between are quotes, escapes, indentation and
// lines that go on. What a notation never changes are the signs of a text, all that is no white space, and their order: so the places are counted in signs.

import { apart } from "./apart.js";
import { isNull, parse } from "./yaml.js";

/** @import { Node, Text } from "./yaml.js" */

/**
 * What a finding needs to be placed: the bytes that it stands at, and the path of its field.
 * @typedef {{ field: string, start: number, end: number }} InFile
 */
/**
 * Its place in the text of its field: the first sign of it and the first behind it, and how many signs the text has. story says that it stands below the
 * front matter. What stands in no text has none.
 * @typedef {{ story?: boolean, from?: number, to?: number, signs?: number }} InField
 */

/**
 * Gives findings in a file their places in the texts of the fields.
 * @template {InFile} Found
 * @param {string} file
 * @param {Found[]} found
 * @returns {(Found & InField)[]}
 */
export function placed(file, found) {
  // White space is passed over, and so are the carriage returns of Windows.
  const source = file.replace(/\r(?=\n|$)/g, "");
  const { front, story } = apart(source);
  const body = source.length - story.length;
  const root = parse(front, 1);
  /** Where the lines of the front matter begin. @type {number[]} */
  const lines = [];
  let begin = source.indexOf("\n") + 1;
  for (const line of front) {
    lines.push(begin);
    begin += line.length + 1;
  }
  const unit = unitsAt(
    file,
    found.flatMap(({ start, end }) => [start, end]),
  );
  /** The signs of what was asked for before. @type {Map<Node | string, number[]>} */
  const known = new Map();

  /**
   * Where the signs begin of a text, or of texts in a list.
   * @param {Node | undefined} node  undefined is the story
   */
  function signsOf(node) {
    const key = node ?? "";
    let signs = known.get(key);
    if (signs) return signs;
    signs = [];
    if (!node) addSigns(signs, source, body, Infinity, "");
    else {
      for (const text of textsIn(node)) {
        const from = lines[text.start] + text.from;
        const quote = text.block || text.plain ? "" : source[from];
        addSigns(signs, source, from + quote.length, text.text.replace(/\s+/g, "").length, quote);
      }
    }
    known.set(key, signs);
    return signs;
  }

  return found.map((one) => {
    const start = /** @type {number} */ (unit.get(one.start));
    const end = /** @type {number} */ (unit.get(one.end));
    const inStory = !one.field && one.end > 0 && start >= body;
    const node = one.field ? nodeAt(root, one.field) : undefined;
    if (!node && !inStory) return one;
    const signs = signsOf(node);
    const from = before(signs, start);
    const to = before(signs, end);
    return { ...one, ...(inStory && { story: true }), ...(to > from && { from, to, signs: signs.length }) };
  });
}

/**
 * The node that the control of a field shows: a text, or a list of texts. path may go on below it.
 * @param {Node} root
 * @param {string} path
 */
function nodeAt(root, path) {
  /** @type {Node | undefined} */
  let node = root;
  for (const key of path.split(".")) {
    if (node?.kind === "list" && !node.items.some(({ value }) => value.kind === "map")) break;
    if (node?.kind === "list") node = node.items[Number(key)]?.value;
    else if (node?.kind === "map") node = (node.flow ? node.entries.find((one) => one.key === key) : node.entries.find((one) => one.key === key))?.value;
  }
  return node;
}

/**
 * @param {Node} node
 * @returns {Text[]}
 */
function textsIn(node) {
  if (node.kind === "text") return [node];
  return node.kind === "list" ? node.items.flatMap(({ value }) => (value.kind === "text" && !isNull(value) ? [value] : [])) : [];
}

/** An escape as YAML has it, or any other character. */
const piece = /\\(?:x(..)|u(.{4})|U(.{8})|[^])|[^]/y;

/**
 * Adds where the signs of a text begin in a source.
 * @param {number[]} signs
 * @param {string} source
 * @param {number} begin  where the text begins
 * @param {number} count  the signs that the text has
 * @param {string} quote  around it: in double ones there are escapes, and in single ones a quote is written twice
 */
function addSigns(signs, source, begin, count, quote) {
  let at = begin;
  const end = signs.length + count;
  while (at < source.length && signs.length < end) {
    let sign = source[at];
    let length = 1;
    if (quote === '"' && sign === "\\") {
      piece.lastIndex = at;
      const [whole, ...codes] = /** @type {RegExpExecArray} */ (piece.exec(source));
      length = whole.length;
      const code = codes.find(Boolean);
      // Of the short escapes only matters whether they are white space.
      sign = code ? String.fromCodePoint(parseInt(code, 16)) : /[ntrvf_LP\s]/.test(whole[1]) ? " " : ".";
    } else if (quote === "'" && sign === "'") length = 2;
    if (/\S/.test(sign)) for (let i = 0; i < sign.length; i++) signs.push(at);
    at += length;
  }
}

/**
 * How many of rising numbers are less than a limit.
 * @param {number[]} numbers
 * @param {number} limit
 */
function before(numbers, limit) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Places in a text that were given in bytes of UTF-8, in UTF-16 and without the carriage returns before a line feed.
 * @param {string} text
 * @param {number[]} bytes
 */
function unitsAt(text, bytes) {
  /** @type {Map<number, number>} */
  const units = new Map();
  let at = 0;
  let passed = 0; // bytes
  let returns = 0;
  for (const place of bytes.toSorted((a, b) => a - b)) {
    while (passed < place && at < text.length) {
      const code = /** @type {number} */ (text.codePointAt(at));
      passed += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (code === 13 && text[at + 1] === "\n") returns++;
      at += code < 0x10000 ? 1 : 2;
    }
    units.set(place, at - returns);
  }
  return units;
}
