// Reads the YAML of front matter, and remembers on which lines everything stands, so that a change touches no other line. It reads what a dilemma may
// hold: maps, lists and texts in every notation of theirs, and comments. What `dilemma check` refuses, it refuses too: anchors, tags, tabs, keys that
// stand there twice. What libraries read in different ways it refuses as well. docs/decisions/the-form-edits-lines.md tells why there is no library here.

import { inline as readInline, isOdd, trimEnd } from "./inline.js";

/** @import { Data } from "./lines.js" */

/** Front matter that can't be read. line counts from 1 in the file; reason is a key among the words of the form, and details are what it has a place for. */
export class Unreadable extends Error {
  /**
   * @param {number} line
   * @param {string} reason
   * @param {string[]} details
   */
  constructor(line, reason, ...details) {
    super(`${reason} (${line})`);
    this.line = line;
    this.reason = reason;
    this.details = details;
  }
}

/**
 * What every node has.
 * @typedef {object} Place
 * @property {number} start  its first line: that of the key when it begins behind one
 * @property {number} end  the line after its last
 * @property {string} [comment]  what stands behind it on its first line, with the space before
 * @property {string[]} [remarks]  of what stands between brackets over more lines: the comments in it
 */
/**
 * @typedef {Place & { kind: "nothing" }} Nothing
 */
/**
 * A text. plain says that it stands without quotes, and so may be a number; block that it stands below a | or >; tail is the comment behind its last line.
 * from is how many characters after the begin of its first line it begins: with its quote, or below a | or > with the line after that.
 * @typedef {Place & { kind: "text", text: string, from: number, plain?: boolean, block?: boolean, tail?: string }} Text
 */
/**
 * An item or entry on lines of its own. head is its line up to and with the dash or colon, lead the first line of the comments above it.
 * @typedef {{ head: string, lead: number, start: number, end: number, value: Node }} Item
 * @typedef {Item & { key: string }} Entry
 * @typedef {Place & { kind: "list", flow: false, indent: number, items: Item[] }} BlockList
 * @typedef {Place & { kind: "map", flow: false, indent: number, entries: Entry[] }} BlockMap
 */
/**
 * Between brackets there are no lines of its own.
 * @typedef {{ value: Node }} FlowItem
 * @typedef {{ key: string, value: Node }} FlowEntry
 * @typedef {Place & { kind: "list", flow: true, items: FlowItem[] }} FlowList
 * @typedef {Place & { kind: "map", flow: true, entries: FlowEntry[] }} FlowMap
 */
/** @typedef {BlockMap | FlowMap} MapNode */
/** @typedef {BlockList | FlowList} ListNode */
/** @typedef {Nothing | Text | MapNode | ListNode} Node */

const DEEPEST = 500; // spaces before a key or dash
const LONGEST = 1024; // characters of a key, as YAML has it
const MOST_VALUES = 5000; // and
const MOST_LINES = 60_000; // as `dilemma check` has them

/** Characters that no program shows, and those at which some libraries end a line and others don't. */
const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * How deep a line stands.
 * @param {string} line
 */
export const indentOf = (line) => line.length - line.replace(/^ +/, "").length;
/** A text without the spaces around it. @param {string} text */
const trim = (text) => trimEnd(text.replace(/^ +/, ""));
/** @param {string} line */
const isEmpty = (line) => /^ *$/.test(line);
/** @param {string} line */
const bare = (line) => /^ *(#.*)?$/.test(line);
/** Whether a text begins with the dash of a list. @param {string} text */
const isItem = (text) => /^-( |$)/.test(text);
/**
 * @param {number} start
 * @param {string} comment
 * @returns {Nothing}
 */
const nothing = (start, comment) => ({ kind: "nothing", start, end: start + 1, comment });

/**
 * Reads lines as a map. offset is the number of lines of the file above them. Throws Unreadable.
 * @param {string[]} lines
 * @param {number} offset
 * @returns {MapNode}
 */
export function parse(lines, offset = 0) {
  let at = 0; // the line to read next

  /**
   * @param {string} reason
   * @param {number} line
   * @param {string[]} details
   * @returns {never}
   */
  function fail(reason, line = at, ...details) {
    throw new Unreadable(line + 1 + offset, reason, ...details);
  }
  let values = 0;
  const count = () => {
    if (++values > MOST_VALUES) fail("much");
  };
  if (lines.length > MOST_LINES) fail("much", MOST_LINES);
  for (const [i, line] of lines.entries()) {
    if (line.includes("\t")) fail("tab", i);
    refuseHidden(line, i + 1 + offset);
    if (/^(---|\.\.\.)( |$)/.test(line)) fail("notation", i);
  }

  /** Passes over lines without a value. */
  function skip() {
    while (at < lines.length && bare(lines[at])) at++;
    return at < lines.length;
  }

  /**
   * Where the key that begins at a place ends, or -1: the column of its colon.
   * @param {string} line
   * @param {number} from
   */
  function colon(line, from) {
    const quote = line[from];
    if (quote === '"' || quote === "'") {
      const pattern = quote === '"' ? /"(?:[^"\\]|\\.)*" *(?=:)/y : /'(?:[^']|'')*' *(?=:)/y;
      pattern.lastIndex = from;
      return pattern.test(line) && /^:( |$)/.test(line.slice(pattern.lastIndex)) ? pattern.lastIndex : -1;
    }
    for (let i = from; i < line.length; i++) {
      if (line[i] === "#" && i > from && line[i - 1] === " ") return -1;
      if (line[i] === ":" && (i + 1 === line.length || line[i + 1] === " ")) return i;
    }
    return -1;
  }

  /** @param {string} text */
  function keyOf(text) {
    const key = trimEnd(text);
    if (key.length > LONGEST) fail("key");
    if (key[0] === '"' || key[0] === "'") {
      const read = readInline(key, at, fail);
      return read?.node.kind === "text" ? read.node.text : fail("key");
    }
    if (key === "<<") fail("alias");
    if (/^[&*!|>@`%[\]{},#]/.test(key)) fail("notation");
    if (/^[?-]( |$)/.test(key) || isOdd({ kind: "text", text: key, plain: true, start: at, end: at, from: 0 })) fail("key");
    return key;
  }

  /**
   * A map whose keys stand at a column. first tells that the line to read begins before that column, with the dash of a list; lead is the first line of
   * the comments above it.
   * @param {number} indent
   * @param {boolean} first
   * @param {number} lead
   * @returns {BlockMap}
   */
  function map(indent, first, lead) {
    if (indent > DEEPEST) fail("notation");
    /** @type {BlockMap} */
    const node = { kind: "map", flow: false, start: at, end: at, indent, entries: [] };
    const seen = new Set();
    for (let from = lead, here = first; ; from = at, here = false) {
      if (!here) {
        if (!skip()) break;
        const depth = indentOf(lines[at]);
        if (depth < indent) break;
        if (depth > indent) fail("indent");
      }
      const start = at;
      const line = lines[at];
      const end = colon(line, indent);
      if (end < 0) fail("key");
      const key = keyOf(line.slice(indent, end));
      if (seen.has(key)) fail("twice");
      seen.add(key);
      count();
      const read = value(end + 1, indent);
      at = read.end;
      node.entries.push({ key, head: line.slice(0, end + 1), lead: from, start, end: at, value: read });
      node.end = at;
    }
    at = node.end;
    return node;
  }

  /**
   * A list whose dashes stand at a column; first and lead as of a map.
   * @param {number} indent
   * @param {boolean} first
   * @param {number} lead
   * @returns {BlockList}
   */
  function list(indent, first, lead) {
    if (indent > DEEPEST) fail("notation");
    /** @type {BlockList} */
    const node = { kind: "list", flow: false, start: at, end: at, indent, items: [] };
    for (let from = lead, here = first; ; from = at, here = false) {
      if (!here && (!skip() || indentOf(lines[at]) !== indent || !isItem(lines[at].slice(indent)))) break;
      const start = at;
      const rest = lines[at].slice(indent + 1);
      const column = indent + 1 + indentOf(rest);
      count();
      const read = content(column, trim(rest)) ?? value(indent + 1, indent);
      at = read.end;
      node.items.push({ head: lines[start].slice(0, indent + 1), lead: from, start, end: at, value: read });
      node.end = at;
    }
    at = node.end;
    return node;

    /**
     * The list or map that begins behind the dash, on its line.
     * @param {number} column
     * @param {string} text
     */
    function content(column, text) {
      if (isItem(text)) return list(column, true, at);
      return text && !/^[[{|>#]/.test(text) && colon(lines[at], column) >= 0 ? map(column, true, at) : undefined;
    }
  }

  /**
   * The value that begins on this line at a column, behind a key or dash that stands at indent; or on the lines below.
   * @param {number} column
   * @param {number} indent
   * @returns {Node}
   */
  function value(column, indent) {
    const rest = lines[at].slice(column);
    const from = column + indentOf(rest);
    const text = lines[at].slice(from);
    if (text === "" || text[0] === "#") return below(indent, text && trimEnd(rest));
    if (text[0] === "|" || text[0] === ">") return block(text, indent);
    if (/^["'[{]/.test(text)) return inline(from, indent);
    if (/^[&*]/.test(text)) fail("alias");
    if (text[0] === "!") fail("tag");
    if (/^[@`%,\]}]|^[?-]( |$)/.test(text)) fail("notation");
    return plain(from, indent);
  }

  /**
   * What stands below a key or dash without a value behind it.
   * @param {number} indent
   * @param {string} comment
   * @returns {Node}
   */
  function below(indent, comment) {
    const start = at;
    const dash = isItem(lines[at].slice(indent)) && colon(lines[at], indent) < 0;
    at++;
    if (skip()) {
      const depth = indentOf(lines[at]);
      const text = lines[at].slice(depth);
      const listed = isItem(text);
      if (depth > indent || (listed && depth === indent && !dash)) {
        const keyed = colon(lines[at], depth) >= 0 && !/^[[{|>]/.test(text);
        const node = listed ? list(depth, false, start + 1) : keyed ? map(depth, false, start + 1) : value(depth, indent);
        return { ...node, comment: comment || (node.comment ?? "") };
      }
    }
    at = start + 1;
    return nothing(start, comment);
  }

  /**
   * A text below a | or >.
   * @param {string} header
   * @param {number} indent
   * @returns {Text}
   */
  function block(header, indent) {
    const start = at;
    const match = /^([|>])([+-]?)([1-9]?)([+-]?)( *| +#.*)$/.exec(header);
    if (!match || (match[2] && match[4])) fail("notation");
    const [, style, before, digit, behind, comment] = match;
    const chomp = before || behind;
    let depth = digit ? indent + Number(digit) : 0; // 0: that of the first line, which has not come yet
    let blank = 0; // the longest of the empty lines before it
    const rows = [];
    let empty = 0; // lines since the last row
    let end = ++at;
    for (; at < lines.length; at++) {
      const line = lines[at];
      if (isEmpty(line) && (!depth || line.length <= depth)) {
        blank = Math.max(blank, line.length);
        empty++;
        continue;
      }
      if (!depth) {
        if (indentOf(line) <= indent) break;
        depth = indentOf(line);
        if (blank > depth) fail("indent");
      }
      if (indentOf(line) < depth) {
        if (indentOf(line) > indent && !bare(line)) fail("indent");
        break;
      }
      for (; empty; empty--) rows.push("");
      rows.push(line.slice(depth));
      end = at + 1;
    }
    // Of empty lines alone libraries make different things.
    if (!rows.length && (chomp === "+" || blank > indent) && empty) fail("notation", start);
    at = end;
    const body = style === "|" ? rows.join("\n") : folded(rows);
    const text = body + (rows.length && chomp !== "-" ? "\n" : "") + (chomp === "+" ? "\n".repeat(empty) : "");
    return { kind: "text", text, block: true, from: lines[start].length + 1, start, end, comment: trimEnd(comment) };
  }

  /**
   * A text that stands without quotes and goes on as long as the lines are indented.
   * @param {number} column
   * @param {number} indent
   * @returns {Text}
   */
  function plain(column, indent) {
    const start = at;
    /** @param {string} part */
    const cut = (part) => {
      const hash = part.search(/(?<! ) +#/);
      const text = hash < 0 ? part : part.slice(0, hash);
      if (/:( |$)/.test(text)) fail("quotes");
      return { text: trim(text), comment: hash < 0 ? "" : trimEnd(part.slice(hash)) };
    };
    let part = cut(lines[at].slice(column));
    const rows = [part.text];
    let end = ++at;
    for (; !part.comment && at < lines.length; at++) {
      const line = lines[at];
      if (isEmpty(line)) {
        rows.push("");
        continue;
      }
      if (indentOf(line) <= indent || bare(line)) break;
      part = cut(line);
      rows.push(part.text);
      end = at + 1;
    }
    at = end;
    const one = end - start === 1;
    const text = flowed(rows.slice(0, end - start));
    return { kind: "text", text, plain: true, from: column, start, end, comment: one ? part.comment : "", tail: one ? "" : part.comment };
  }

  /**
   * A text in quotes, or what stands between brackets.
   * @param {number} column
   * @param {number} indent
   * @returns {Node}
   */
  function inline(column, indent) {
    const start = at;
    let last = start + 1;
    while (last < lines.length && (isEmpty(lines[last]) || indentOf(lines[last]) > indent)) last++;
    const source = [lines[start].slice(column), ...lines.slice(start + 1, last)].join("\n");
    const read = readInline(source, start, fail, count, column);
    if (!read) fail("unclosed", start);
    at = start + source.slice(0, read.next).split("\n").length;
    const [rest] = source.slice(read.next).split("\n", 1);
    if (!/^( *| +#.*)$/.test(rest)) fail("quotes", at - 1);
    const one = at - start === 1;
    const remarks = one ? [] : [...read.remarks, trim(rest)].filter(Boolean);
    return { ...read.node, start, end: at, comment: one ? trimEnd(rest) : "", remarks };
  }

  if (!skip()) return { kind: "map", flow: false, start: 0, end: 0, indent: 0, entries: [] };
  if (indentOf(lines[at])) fail("indent");
  const result = lines[at][0] === "{" ? inline(0, -1) : map(0, false, 0);
  if (result.kind !== "map") return fail("key");
  at = result.end;
  if (skip()) fail("indent");
  return result;
}

/**
 * Refuses a line with a character that no program shows. Throws Unreadable.
 * @param {string} line
 * @param {number} number  of the line in the file, from 1
 * @param {RegExp} pattern  of the characters
 */
export function refuseHidden(line, number, pattern = hidden) {
  const place = line.search(pattern);
  if (place < 0) return;
  const code = /** @type {number} */ (line.codePointAt(place));
  throw new Unreadable(number, "sign", String([...line.slice(0, place)].length + 1), `U+${code.toString(16).toUpperCase().padStart(4, "0")}`);
}

/**
 * The lines of a text in which a break is a space and an empty line a break.
 * @param {string[]} rows
 */
function flowed(rows) {
  let text = rows[0];
  let breaks = 0;
  for (const row of rows.slice(1)) {
    if (row === "") {
      breaks++;
      continue;
    }
    text += (breaks ? "\n".repeat(breaks) : " ") + row;
    breaks = 0;
  }
  return text;
}

/**
 * The lines below a >: as flowed, but for lines that are indented further, which keep their breaks.
 * @param {string[]} rows
 */
function folded(rows) {
  let text = "";
  let breaks = 0;
  let before; // the kind of the row before: undefined, or whether it was indented further
  for (const row of rows) {
    if (row === "") {
      breaks++;
      continue;
    }
    const deeper = row[0] === " ";
    if (before === undefined) text += "\n".repeat(breaks);
    else if (before || deeper) text += "\n".repeat(breaks + 1);
    else text += breaks ? "\n".repeat(breaks) : " ";
    text += row;
    breaks = 0;
    before = deeper;
  }
  return text;
}

/**
 * What a node says, as data: the numbers, truth values and empty values of YAML as those of JSON.
 * @param {Node} node
 * @returns {Data}
 */
export function dataOf(node) {
  switch (node.kind) {
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, dataOf(value)]));
    case "list":
      return node.items.map(({ value }) => dataOf(value));
    case "nothing":
      return null;
  }
  if (!node.plain) return node.text;
  if (/^(true|True|TRUE)$/.test(node.text)) return true;
  if (/^(false|False|FALSE)$/.test(node.text)) return false;
  if (isNull(node)) return null;
  if (/^[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(node.text) && String(Number(node.text)) === node.text) return Number(node.text);
  return node.text;
}

/**
 * Whether a node says that nothing is filled in.
 * @param {Node} node
 */
export const isNull = (node) => node.kind === "nothing" || (node.kind === "text" && Boolean(node.plain) && /^(~|null|Null|NULL)$/.test(node.text));
