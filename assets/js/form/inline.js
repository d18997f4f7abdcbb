// Reads the YAML that stands on a line, or goes on until something closes it: texts in quotes, and lists and maps between brackets.

/** @import { FlowEntry, FlowItem, Node, Nothing, Text } from "./yaml.js" */

const escapes = {
  0: "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
/** How many digits of a code follow the letter of an escape. */
const digitsOf = { x: 2, u: 4, U: 8 };
const DEEPEST = 200; // brackets in brackets

/**
 * A text without the spaces at its end: all other white space belongs to it.
 * @param {string} text
 */
export const trimEnd = (text) => text.replace(/(?<! ) +$/, "");

/**
 * Reads a text or brackets from the first character of a source on, whose lines are separated by \n. line is the number of its first line. Gives the node,
 * next: the place behind it, and remarks: the comments in it; or nothing when it does not end. fail(reason, line) throws.
 * @param {string} source
 * @param {number} line
 * @param {(reason: string, line: number) => never} fail
 * @param {() => void} count  is called for each value, and may throw
 * @param {number} column  of the first character
 * @returns {{ node: Node, next: number, remarks: string[] } | undefined}
 */
export function inline(source, line, fail, count = () => {}, column = 0) {
  let i = 0; // the place to read next
  /** @type {string[]} */
  const remarks = [];

  const wrong = () => fail("notation", line + source.slice(0, i).split("\n").length - 1);

  /** @param {RegExp} pattern sticky; what it finds at this place */
  const found = (pattern) => {
    pattern.lastIndex = i;
    return pattern.exec(source)?.[0] ?? "";
  };

  /**
   * The break of a line in a text, with the spaces around it: a space, or a break for every empty line.
   * @param {string} space
   */
  const folded = (space) => {
    const breaks = space.split("\n").length - 1;
    return breaks > 1 ? "\n".repeat(breaks - 1) : " ";
  };

  /** @returns {string | undefined} */
  function escape() {
    const letter = source[++i];
    if (letter === undefined) return undefined;
    const digits = digitsOf[/** @type {keyof typeof digitsOf} */ (letter)];
    if (digits) {
      const hex = source.slice(i + 1, i + 1 + digits);
      const code = parseInt(hex, 16);
      // Half of a pair is no character.
      if (!/^[0-9a-f]+$/i.test(hex) || hex.length < digits || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) wrong();
      i += digits + 1;
      return String.fromCodePoint(code);
    }
    if (letter === "\n") {
      const space = found(/\n */y);
      // Of an empty line here libraries make different things.
      if (source[i + space.length] === "\n") wrong();
      i += space.length;
      return "";
    }
    i++;
    return escapes[/** @type {keyof typeof escapes} */ (letter)] ?? wrong();
  }

  /**
   * A text in quotes.
   * @returns {Text | undefined}
   */
  function quoted() {
    const from = column + i;
    const quote = source[i++];
    let text = "";
    while (i < source.length) {
      const sign = source[i];
      const space = sign === " " || sign === "\n" ? found(/ *(?:\n[ \n]*)?/y) : "";
      if (space) {
        text += space.includes("\n") ? folded(space) : space;
        i += space.length;
      } else if (sign === "\\" && quote === '"') {
        const meant = escape();
        if (meant === undefined) return undefined;
        text += meant;
      } else {
        i++;
        if (sign !== quote) text += sign;
        else if (quote === "'" && source[i] === "'") text += source[i++];
        else return node({ kind: "text", text, from });
      }
    }
    return undefined;
  }

  /** Passes over spaces, breaks and comments; tells whether anything is left. */
  function white() {
    for (;;) {
      const space = found(/[ \n]*/y);
      i += space.length;
      if (source[i] !== "#" || !space) return i < source.length;
      const remark = found(/[^\n]*/y);
      remarks.push(remark);
      i += remark.length;
    }
  }

  /** A part of a text without quotes, up to the end of its line. */
  function word() {
    const begin = i;
    while (i < source.length && !/[,[\]{}\n]/.test(source[i])) {
      if (source[i] === ":" && (i + 1 === source.length || /[ ,[\]{}\n]/.test(source[i + 1]))) break;
      if (source[i] === "#" && source[i - 1] === " ") break;
      i++;
    }
    return trimEnd(source.slice(begin, i));
  }

  /**
   * A text without quotes.
   * @returns {Nothing | Text | undefined}
   */
  function plain() {
    const from = column + i;
    const first = source[i];
    let text = word();
    if (/^[&*]/.test(text)) fail("alias", line);
    if (first === "!") fail("tag", line);
    if (/^[|>@`%#]|^[?-]$|^[?-] /.test(text)) wrong();
    // It goes on where nothing ends it.
    while (text && source[i] === "\n") {
      const space = found(/[ \n]*/y);
      i += space.length;
      if (i === source.length) return undefined;
      if (/[,[\]{}:#]/.test(source[i])) break;
      text += folded(space) + word();
    }
    return text === "" ? node({ kind: "nothing" }) : node({ kind: "text", text, plain: true, from });
  }

  /**
   * @template T
   * @param {T} what
   */
  const node = (what) => ({ start: line, end: line + 1, comment: "", ...what });

  /**
   * @param {number} depth
   * @returns {Node | undefined}
   */
  function one(depth) {
    count();
    if (source[i] === "[" || source[i] === "{") return depth > DEEPEST ? wrong() : brackets(depth);
    return source[i] === '"' || source[i] === "'" ? quoted() : plain();
  }

  /**
   * @param {number} depth
   * @returns {Node | undefined}
   */
  function brackets(depth) {
    const list = source[i++] === "[";
    const close = list ? "]" : "}";
    /** @type {FlowItem[]} */
    const items = [];
    /** @type {FlowEntry[]} */
    const entries = [];
    const seen = new Set();
    for (;;) {
      if (!white()) return undefined;
      if (source[i] === close) {
        i++;
        return node(list ? { kind: "list", flow: true, items } : { kind: "map", flow: true, entries });
      }
      const begin = i;
      const first = one(depth + 1);
      if (!first || !white()) return undefined;
      if (first.kind === "nothing") wrong();
      if (list) items.push({ value: first });
      else {
        const entry = pair(first, begin, close, depth);
        if (!entry) return undefined;
        if (seen.has(entry.key)) fail("twice", line);
        seen.add(entry.key);
        entries.push(entry);
      }
      if (source[i] === ",") i++;
      else if (source[i] !== close) wrong();
    }
  }

  /**
   * The rest of an entry behind its key, which began at a place.
   * @param {Node} key
   * @param {number} begin
   * @param {string} close
   * @param {number} depth
   * @returns {FlowEntry | undefined}
   */
  function pair(key, begin, close, depth) {
    if (key.kind !== "text") return wrong();
    if (isOdd(key)) wrong();
    if (source[i] !== ":") return { key: key.text, value: node({ kind: "nothing" }) };
    if (source.slice(begin, i).includes("\n")) wrong();
    i++;
    if (!white()) return undefined;
    if (source[i] === "," || source[i] === close) return { key: key.text, value: node({ kind: "nothing" }) };
    const value = one(depth + 1);
    return value && white() ? { key: key.text, value } : undefined;
  }

  const read = one(0);
  return read && { node: read, next: i, remarks };
}

/**
 * Whether a key is not a name but something else for one of the libraries: an empty value, or what takes in the keys of another map.
 * @param {Text} key
 */
export const isOdd = (key) => Boolean(key.plain) && /^(~|null|Null|NULL|<<|)$/.test(key.text);
