// Reads the YAML of front matter, and remembers on which lines everything stands, so that a change touches no other line. It reads what a dilemma may
// hold: maps, lists and texts in every notation of theirs, and comments. What `dilemma check` refuses, it refuses too: anchors, tags, tabs, keys that
// stand there twice. docs/decisions/the-form-edits-lines.md tells why there is no library here.

/** Front matter that can't be read. line counts from 1 in the file; reason is a key among the words of the form. */
export class Unreadable extends Error {
  constructor(line, reason) {
    super(`${reason} (${line})`);
    this.line = line;
    this.reason = reason;
  }
}

/*
 A node:
   kind     map | list | text | nothing
   flow     whether it stands between brackets
   start, end   its lines, end exclusive; those of a value behind a key begin with the line of that key when it begins there
   entries  of a map: { key, head, lead, start, end, value }, where head is the text of its line up to and with the colon, and lead the first line of
            the comments above it
   items    of a list: { head, lead, start, end, value }
   text     of a text: what it says
   plain    whether a text stands without quotes, and so may be a number
   block    whether a text stands below a | or >
   comment  what stands behind it on its first line, with the space before
   remarks  of what stands between brackets over more lines: the comments in it
*/

const indentOf = (line) => line.length - line.trimStart().length;
const bare = (line) => /^ *(#.*)?$/.test(line);
const nothing = (start, comment = "") => ({ kind: "nothing", start, end: start + 1, comment });

/** Reads lines as a map. offset is the number of lines of the file above them. Throws Unreadable. */
export function parse(lines, offset = 0) {
  let at = 0; // the line to read next

  const fail = (reason, line = at) => {
    throw new Unreadable(line + 1 + offset, reason);
  };
  const tab = lines.findIndex((line) => line.includes("\t"));
  if (tab >= 0) fail("tab", tab);

  /** Passes over lines without a value. */
  function skip() {
    while (at < lines.length && bare(lines[at])) at++;
    return at < lines.length;
  }

  /** Where a key ends, or -1: the column of its colon. */
  function colon(line, from) {
    const quote = line[from];
    if (quote === '"' || quote === "'") {
      const match = quote === '"' ? /"(?:[^"\\]|\\.)*" *(?=:)/y : /'(?:[^']|'')*' *(?=:)/y;
      match.lastIndex = from;
      const found = match.exec(line);
      return found && /^:( |$)/.test(line.slice(match.lastIndex)) ? match.lastIndex : -1;
    }
    for (let i = from; i < line.length; i++) {
      if (line[i] === "#" && i > from && line[i - 1] === " ") return -1;
      if (line[i] === ":" && (i + 1 === line.length || line[i + 1] === " ")) return i;
    }
    return -1;
  }

  function keyOf(text) {
    const key = text.trim();
    if (key[0] === '"' || key[0] === "'") return quoted(key, 0).text;
    if (/^[&*!|>@`%[\]{},#]|^[?] /.test(key)) fail("notation");
    return key;
  }

  /** A map whose keys stand at a column. first tells that the line to read begins before that column, with the dash of a list. */
  function map(indent, first, lead) {
    const node = { kind: "map", flow: false, start: at, end: at, indent, entries: [] };
    const seen = new Set();
    for (let from = lead; ; from = at) {
      if (!first) {
        if (!skip()) break;
        const depth = indentOf(lines[at]);
        if (depth < indent) break;
        if (depth > indent) fail("indent");
      }
      const line = lines[at];
      const end = colon(line, indent);
      if (/^[?-]( |$)/.test(line.slice(indent)) || end < 0) fail("key");
      const key = keyOf(line.slice(indent, end));
      if (seen.has(key)) fail("twice");
      seen.add(key);
      const entry = { key, head: line.slice(0, end + 1), lead: from, start: at };
      entry.value = value(end + 1, indent);
      entry.end = at = entry.value.end;
      node.entries.push(entry);
      node.end = at;
      first = false;
    }
    at = node.end;
    return node;
  }

  /** A list whose dashes stand at a column. */
  function list(indent, first, lead) {
    const node = { kind: "list", flow: false, start: at, end: at, indent, items: [] };
    for (let from = lead; ; from = at) {
      if (!first) {
        if (!skip()) break;
        if (indentOf(lines[at]) !== indent || !/^-( |$)/.test(lines[at].slice(indent))) break;
      }
      const item = { lead: from, start: at };
      const rest = lines[at].slice(indent + 1);
      const column = indent + 1 + indentOf(rest);
      const text = rest.trim();
      if (/^-( |$)/.test(text)) item.value = list(column, true, at);
      else if (text && !/^["'[{|>#]/.test(text) && colon(lines[at], column) >= 0) item.value = map(column, true, at);
      else if (/^["']/.test(text) && colon(lines[at], column) >= 0) item.value = map(column, true, at);
      else item.value = value(indent + 1, indent);
      item.head = lines[item.start].slice(0, indent + 1);
      item.end = at = item.value.end;
      node.items.push(item);
      node.end = at;
      first = false;
    }
    at = node.end;
    return node;
  }

  /** The value that begins on this line at a column, behind a key or dash that stands at indent; or on the lines below. */
  function value(column, indent) {
    const line = lines[at];
    const rest = line.slice(column);
    const text = rest.trimStart();
    const from = column + indentOf(rest);
    if (text === "" || text[0] === "#") return below(indent, text && rest.trimEnd());
    if (text[0] === "|" || text[0] === ">") return block(text, indent);
    if (text[0] === '"' || text[0] === "'" || text[0] === "[" || text[0] === "{") return inline(from, indent);
    if (/^[&*]/.test(text)) fail("alias");
    if (text[0] === "!") fail("tag");
    if (/^[@`%,\]}]|^[?-]( |$)/.test(text)) fail("notation");
    return plain(from, indent);
  }

  /** What stands below a key or dash without a value behind it. */
  function below(indent, comment) {
    const start = at;
    const dash = lines[at][indent] === "-" && /^-( |$)/.test(lines[at].slice(indent)) && colon(lines[at], indent) < 0;
    at++;
    if (skip()) {
      const depth = indentOf(lines[at]);
      const lead = start + 1;
      const listed = /^-( |$)/.test(lines[at].slice(depth));
      if (depth > indent || (listed && depth === indent && !dash)) {
        let node;
        if (listed) node = list(depth, false, lead);
        else if (colon(lines[at], depth) >= 0 && !/^["'[{|>]/.test(lines[at].slice(depth))) node = map(depth, false, lead);
        else if (/^["']/.test(lines[at].slice(depth)) && colon(lines[at], depth) >= 0) node = map(depth, false, lead);
        else node = value(depth, indent);
        return { ...node, comment: comment || node.comment || "", first: lead };
      }
    }
    at = start + 1;
    return nothing(start, comment);
  }

  function block(header, indent) {
    const start = at;
    const match = /^([|>])([+-]?)([1-9]?)([+-]?)( *| +#.*)$/.exec(header);
    if (!match || (match[2] && match[4])) fail("notation");
    const [, style, , digit] = match;
    const chomp = match[2] || match[4];
    let depth = digit ? indent + Number(digit) : 0;
    const kept = [];
    let end = ++at;
    for (; at < lines.length; at++) {
      const line = lines[at];
      if (line.trim() === "") {
        kept.push(depth ? line.slice(depth) : "");
        if (!depth && line.length > indent + 1 && !lines.slice(at).some((l) => l.trim())) break;
        continue;
      }
      if (!depth) {
        if (indentOf(line) <= indent) break;
        depth = indentOf(line);
      }
      if (indentOf(line) < depth) {
        if (indentOf(line) > indent && line.trim()[0] !== "#") fail("indent");
        break;
      }
      kept.push(line.slice(depth));
      end = at + 1;
    }
    at = end;
    const rows = kept.slice(0, end - start - 1);
    const body = style === "|" ? rows.join("\n") : folded(rows);
    const empty = kept.slice(rows.length).length;
    const tail = chomp === "-" || !rows.length ? "" : "\n";
    const text = body + (chomp === "+" ? (rows.length ? "\n" : "") + "\n".repeat(empty) : tail);
    return { kind: "text", text, block: true, start, end, comment: match[5].trimEnd() };
  }

  /** A text that stands without quotes and goes on as long as the lines are indented. */
  function plain(column, indent) {
    const start = at;
    const cut = (part) => {
      const [, text, comment] = /^(.*?)( +#.*)?$/.exec(part);
      if (/:( |$)/.test(text)) fail("quotes");
      return [text.trim(), (comment ?? "").trimEnd()];
    };
    let [text, comment] = cut(lines[at].slice(column));
    const rows = [text];
    let end = ++at;
    for (let ended = Boolean(comment); !ended && at < lines.length; at++) {
      const line = lines[at];
      if (line.trim() === "") {
        rows.push("");
        continue;
      }
      if (indentOf(line) <= indent || line.trimStart()[0] === "#") break;
      [text, comment] = cut(line);
      rows.push(text);
      ended = Boolean(comment);
      end = at + 1;
    }
    at = end;
    return {
      kind: "text",
      text: flowed(rows.slice(0, end - start)),
      plain: true,
      start,
      end,
      comment: end - start === 1 ? comment : "",
      tail: end - start > 1 ? comment : "",
    };
  }

  /** A text in quotes, or what stands between brackets. */
  function inline(column, indent) {
    const start = at;
    // Everything up to the line that closes it, as one text.
    let source = lines[at].slice(column);
    const remarks = [];
    for (;;) {
      const read = source[0] === '"' || source[0] === "'" ? quoted(source, 0) : flow(source, 0, remarks);
      if (read) {
        const rest = source.slice(read.next);
        if (!/^( *| +#.*)$/.test(rest)) fail("quotes");
        const { next, ...node } = read;
        return {
          ...node,
          start,
          end: ++at,
          comment: at - start === 1 ? rest.trimEnd() : "",
          remarks: at - start === 1 ? [] : [...new Set([...remarks, rest.trim()])].filter(Boolean),
        };
      }
      if (++at >= lines.length) fail("unclosed", start);
      const line = lines[at];
      if (line.trim() && indentOf(line) <= indent) fail("unclosed", start);
      source += `\n${line}`;
    }
  }

  /** Reads a text in quotes that begins at a place: { text, next }, or nothing when it does not end. */
  function quoted(source, from) {
    const quote = source[from];
    let text = "";
    for (let i = from + 1; i < source.length; i++) {
      const sign = source[i];
      if (sign === quote) {
        if (quote === "'" && source[i + 1] === "'") {
          text += "'";
          i++;
          continue;
        }
        return { kind: "text", text, next: i + 1 };
      }
      if (sign === "\n" || (sign === " " && /^ *\n/.test(source.slice(i, i + 200)))) {
        const [white] = /^[ \n]*/.exec(source.slice(i));
        const breaks = white.split("\n").length - 1;
        text += breaks > 1 ? "\n".repeat(breaks - 1) : " ";
        i += white.length - 1;
        continue;
      }
      if (sign !== "\\" || quote === "'") {
        text += sign;
        continue;
      }
      const code = source[++i];
      const digits = { x: 2, u: 4, U: 8 }[code];
      if (digits) {
        const hex = source.slice(i + 1, i + 1 + digits);
        if (!/^[0-9a-f]+$/i.test(hex) || hex.length < digits || parseInt(hex, 16) > 0x10ffff) fail("notation");
        text += String.fromCodePoint(parseInt(hex, 16));
        i += digits;
      } else if (code === "\n") {
        i += /^\n *(\n *)*/.exec(source.slice(i))[0].length - 1;
      } else if (code === undefined) {
        return undefined;
      } else {
        const plainSign = escapes[code];
        if (plainSign === undefined) fail("notation");
        text += plainSign;
      }
    }
    return undefined;
  }

  /** Reads what stands between brackets: a node with next, or nothing when it does not end. */
  function flow(source, from, remarks) {
    const open = source[from];
    const close = open === "[" ? "]" : "}";
    const node = open === "[" ? { kind: "list", flow: true, items: [] } : { kind: "map", flow: true, entries: [] };
    let i = from + 1;
    const white = () => {
      for (;;) {
        const [space] = /^[ \n]*/.exec(source.slice(i));
        i += space.length;
        if (source[i] !== "#" || !space) return i < source.length;
        const [remark] = /^.*/.exec(source.slice(i));
        if (!remarks.includes(remark)) remarks.push(remark);
        i += remark.length;
      }
    };
    /** A text without quotes. */
    const word = () => {
      const begin = i;
      while (i < source.length && !/[,[\]{}\n]/.test(source[i])) {
        if (source[i] === ":" && (i + 1 === source.length || /[ ,[\]{}\n]/.test(source[i + 1]))) break;
        if (source[i] === "#" && /[ \n]/.test(source[i - 1])) break;
        i++;
      }
      const text = source.slice(begin, i).trim();
      if (/^[&*]/.test(text)) fail("alias");
      if (/^!/.test(text)) fail("tag");
      if (/^[|>@`%]|^[?-]$|^[?-] /.test(text)) fail("notation");
      return text;
    };
    const one = () => {
      if (source[i] === "[" || source[i] === "{") {
        const inner = flow(source, i, remarks);
        if (inner) i = inner.next;
        return inner;
      }
      if (source[i] === '"' || source[i] === "'") {
        const inner = quoted(source, i);
        if (inner) i = inner.next;
        return inner;
      }
      let text = word();
      // A text of more lines goes on where nothing ends it.
      while (text && source[i] === "\n") {
        if (!white()) return undefined;
        if (/[,[\]{}:#]/.test(source[i])) break;
        text += ` ${word()}`;
      }
      return text === "" ? { kind: "nothing" } : { kind: "text", text, plain: true };
    };
    const seen = new Set();
    for (;;) {
      if (!white()) return undefined;
      if (source[i] === close) return { ...node, next: i + 1 };
      const before = i;
      const key = one();
      if (!key || !white()) return undefined;
      if (node.kind === "map") {
        if (key.kind !== "text") fail("notation");
        if (seen.has(key.text)) fail("twice");
        seen.add(key.text);
        let inner = { kind: "nothing" };
        if (source[i] === ":") {
          i++;
          if (!white()) return undefined;
          if (source[i] !== "," && source[i] !== close) inner = one();
          if (!inner || !white()) return undefined;
        }
        node.entries.push({ key: key.text, value: inner });
      } else {
        if (source[i] === ":") fail("notation");
        node.items.push({ value: key });
      }
      if (source[i] === ",") i++;
      else if (source[i] !== close || i === before) fail("notation");
    }
  }

  const result = skip()
    ? (indentOf(lines[at]) && fail("indent"), lines[at][0] === "{" ? inline(0, -1) : map(0, false, 0))
    : { kind: "map", flow: false, start: 0, end: 0, indent: 0, entries: [] };
  at = result.end;
  if (skip()) fail("indent");
  return result;
}

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

/** The lines of a text in which a break is a space and an empty line a break. */
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

/** The lines below a >: as flowed, but for lines that are indented further, which keep their breaks. */
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

/** What a node says, as data: the numbers, truth values and empty values of YAML as those of JSON. */
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

/** Whether a node says that nothing is filled in. */
export const isNull = (node) => node.kind === "nothing" || (Boolean(node.plain) && /^(~|null|Null|NULL)$/.test(node.text));

/** A text as YAML in quotes, on one line. */
export const quote = (text) =>
  JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`);

/** A text as YAML on one line: words that YAML takes for nothing else stand without quotes. */
const reserved = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);
export const scalar = (text) => (/^[a-z][a-z0-9-]*$/.test(text) && !reserved.has(text) ? text : quote(text));

/** Whether a text can stand below a | as it is. */
export const fitsBlock = (text) =>
  /^[^\s]/.test(text) && !/[^\S\n]+$/m.test(text) && !/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(text) && text.isWellFormed();
