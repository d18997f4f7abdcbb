// Writes data as lines of YAML: maps, lists and texts, each value behind its key or dash.

/** Data as JSON has it, with Raw among it. @typedef {null | boolean | number | string | Raw | Data[] | { [key: string]: Data }} Data */

/** A text that stands in YAML without quotes: with them, a day or a number would be something else. */
export class Raw {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
  toJSON() {
    return this.text;
  }
}

/**
 * A text as a day, if it is one.
 * @param {string} text
 */
export const day = (text) => (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? new Raw(text) : text);

/**
 * A text without the white space at its end.
 * @param {string} text
 */
export const trimmed = (text) => text.replace(/(?<!\s)\s+$/, "");

/**
 * Whether two values say the same.
 * @param {unknown} a
 * @param {unknown} b
 */
export function same(a, b) {
  if (typeof a === "string" && typeof b === "string") return trimmed(a) === trimmed(b);
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Whether a value is an object and no list.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const LINE = 100; // the longest text on the line of its key, with the key

/** Words that some version of YAML takes for something else than a text. */
const reserved = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/**
 * A text in quotes, on one line.
 * @param {string} text
 */
export const quote = (text) =>
  JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * A text on one line: words that YAML takes for nothing else stand without quotes.
 * @param {string} text
 */
export const scalar = (text) => (/^[a-z][a-z0-9-]*$/.test(text) && !reserved.has(text) ? text : quote(text));

/**
 * Whether a text can stand below a | as it is.
 * @param {string} text
 */
const fitsBlock = (text) =>
  /^[^\s]/.test(text) && !/[^\S\n]$/m.test(text) && !/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/.test(text) && text.isWellFormed();

/** @param {string} key */
const keyOf = (key) => (/^[a-z][a-z0-9_]*$/i.test(key) && !reserved.has(key.toLowerCase()) ? key : quote(key));

/**
 * A map, each key on a line of its own.
 * @param {{ [key: string]: Data }} data
 * @param {number} indent
 * @returns {string[]}
 */
export function mapping(data, indent) {
  return Object.entries(data).flatMap(([key, value]) => entryLines(`${" ".repeat(indent)}${keyOf(key)}:`, value, indent));
}

/**
 * A value behind a key or dash.
 * @param {string} head  the line up to and with the colon or dash
 * @param {Data} value
 * @param {number} indent  where the key or dash stands
 * @param {string} comment  what comes behind the value on its first line
 * @returns {string[]}
 */
export function entryLines(head, value, indent, comment = "") {
  if (value instanceof Raw) return [`${head} ${value.text}${comment}`];
  if (Array.isArray(value)) {
    if (!value.length) return [`${head} []${comment}`];
    return [head + comment, ...value.flatMap((item) => itemLines(item, indent + 2))];
  }
  if (isObject(value)) {
    return Object.keys(value).length ? [head + comment, ...mapping(value, indent + 2)] : [`${head} {}${comment}`];
  }
  if (typeof value === "string") return textLines(head, value, indent, comment);
  return [`${head}${value === null ? "" : ` ${value}`}${comment}`];
}

/**
 * An item of a list.
 * @param {Data} item
 * @param {number} indent  where its dash stands
 * @returns {string[]}
 */
export function itemLines(item, indent) {
  const dash = " ".repeat(indent) + "-";
  if (isObject(item) && !(item instanceof Raw) && Object.keys(item).length) {
    const lines = mapping(item, indent + 2);
    return [`${dash} ${lines[0].slice(indent + 2)}`, ...lines.slice(1)];
  }
  return entryLines(dash, item, indent);
}

/**
 * A text behind a key or dash: a long one, or one of more lines, below a |.
 * @param {string} head
 * @param {string} text
 * @param {number} indent
 * @param {string} comment
 * @returns {string[]}
 */
export function textLines(head, text, indent, comment = "") {
  const value = trimmed(text);
  if ((value.includes("\n") || head.length + value.length > LINE) && fitsBlock(value)) {
    return [`${head} |${comment}`, ...value.split("\n").map((line) => (line ? " ".repeat(indent + 2) + line : ""))];
  }
  return [`${head} ${scalar(value)}${comment}`];
}
