// A dilemma as the form sees it: one value for each field of the definition, read from a file and written back into it. What the form does not know, and
// every field that nobody changed, stays on its lines as it was.
//
// The value of a field: a text, a list of texts, true or false, or for a table a list of entries { id, from, fields }, where from is the place that
// an entry had in the file, if it had one. The story below the front matter is the field "verhaal".

import { dataOf, fitsBlock, isNull, parse, quote, scalar, Unreadable } from "./yaml.js";

const STORY = "verhaal";

let lastId = 0;
/** A new entry of a table. */
export function newEntry(spec, fields = {}, from = null) {
  const own = {};
  for (const row of [spec.item, ...spec.rows]) own[row.key] = fields[row.key] ?? (row.kind === "list" ? [] : "");
  return { id: ++lastId, from, fields: own };
}

/** A text as a field can hold it: lines end in \n, and what no file may hold is gone. */
export const clean = (text) =>
  text
    .replace(/\r\n?|[\x85\u2028\u2029]/g, "\n")
    .replace(/\t/g, " ")
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]/g, "")
    .toWellFormed();

const trimmed = (text) => text.replace(/\s+$/, "");

/** Whether two values of a field say the same. */
export function same(a, b) {
  if (typeof a === "string" && typeof b === "string") return trimmed(a) === trimmed(b);
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Takes a text apart: the lines of its front matter, and the body. Throws Unreadable. */
function apart(text) {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const lines = text.slice(mark.length).split("\n");
  // A file of Windows: the lines are read without their carriage return and get it back.
  const returns = lines.slice(0, -1).every((line) => line.endsWith("\r")) && lines.length > 1 ? "\r" : "";
  const read = lines.map((line) => line.replace(/\r$/, ""));
  if (read.some((line) => /[\x00-\x08\x0b-\x1f\x7f]/.test(line)))
    throw new Unreadable(read.findIndex((line) => /[\x00-\x08\x0b-\x1f\x7f]/.test(line)) + 1, "sign");
  const dashes = (line) => line.trimEnd() === "---";
  if (!dashes(read[0])) throw new Unreadable(1, "front");
  const close = read.findIndex((line, i) => i > 0 && dashes(line));
  if (close < 0) throw new Unreadable(1, "open");
  return { mark, returns, open: read[0], front: read.slice(1, close), close: read[close], body: read.slice(close + 1).join("\n") };
}

/** A text that stands in YAML without quotes: with them, a day or a number would be something else. */
class Raw {
  constructor(text) {
    this.text = text;
  }
  toJSON() {
    return this.text;
  }
}
const day = (text) => (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? new Raw(text) : text);

/** What a node says, as data to write on other lines. */
function moved(node) {
  if (node.kind === "map") return Object.fromEntries(node.entries.map(({ key, value }) => [key, moved(value)]));
  if (node.kind === "list") return node.items.map(({ value }) => moved(value));
  return node.kind === "text" && node.plain && !node.text.includes("\n") ? new Raw(node.text) : dataOf(node);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

export class Definition {
  /** Takes what layouts/_partials/form/definition.html makes. */
  constructor({ edition, specs }) {
    this.edition = edition;
    this.specs = specs;
    this.byPath = new Map(specs.map((spec) => [spec.path, spec]));
    /** The fields as a tree: key → spec or Map, in the order of the definition. */
    this.tree = new Map();
    for (const spec of specs) {
      const keys = spec.path.split(".");
      let level = this.tree;
      for (const key of keys.slice(0, -1)) {
        if (!level.has(key)) level.set(key, new Map());
        level = level.get(key);
      }
      level.set(keys.at(-1), spec);
    }
  }

  /** The value of a field in which nothing is filled in. */
  empty(spec) {
    if (spec.kind === "flag") return false;
    if (spec.kind === "table") return Array.from({ length: spec.min || 1 }, () => newEntry(spec));
    return spec.kind === "list" || spec.kind === "terms" ? [] : "";
  }

  /** The file of a new dilemma. */
  blank(today) {
    const lines = ["---"];
    const write = (level, indent) => {
      for (const [key, spec] of level) {
        const head = " ".repeat(indent) + key + ":";
        if (spec instanceof Map) {
          if ([...spec.values()].every((s) => s.later)) continue;
          lines.push(head);
          write(spec, indent + 2);
        } else if (spec.later) continue;
        else if (key === "date") lines.push(`${head} ${today}`);
        else if (key === "draft") lines.push(`${head} true`);
        else if (key === "editie") lines.push(`${head} ${quote(this.edition)}`);
        else if (spec.kind === "flag") lines.push(`${head} false`);
        else if (spec.kind === "text") lines.push(`${head} ""`);
        else lines.push(spec.kind === "term" || spec.kind === "date" ? head : `${head} []`);
      }
    };
    write(this.tree, 0);
    lines.push("---", "");
    return lines.join("\n");
  }

  /**
   * Reads a file: { values: Map of path → value, locked: Map of path → what stands there, for fields whose form is not that of the definition }.
   * Throws Unreadable.
   */
  read(text) {
    const file = apart(text);
    const root = parse(file.front, 1);
    const values = new Map();
    const locked = new Map();
    const visit = (level, node, above) => {
      for (const [key, spec] of level) {
        const entry = node?.kind === "map" ? node.entries.find((e) => e.key === key) : undefined;
        const odd = above ?? (node && node.kind !== "map" && !isNull(node) ? node : undefined);
        if (spec instanceof Map) {
          visit(spec, entry?.value, odd);
          continue;
        }
        const value = odd || !entry ? undefined : this.valueOf(spec, entry.value);
        if (odd || (entry && value === undefined)) locked.set(spec.path, asWritten(odd ?? entry.value));
        values.set(spec.path, value ?? this.empty(spec));
      }
    };
    visit(this.tree, root);
    values.set(STORY, file.body);
    return { values, locked };
  }

  /** What a node says as the value of a field, or undefined when it has another form. */
  valueOf(spec, node) {
    if (isNull(node)) return this.empty(spec);
    switch (spec.kind) {
      case "flag":
        return node.plain && /^(true|false)$/i.test(node.text) ? node.text.toLowerCase() === "true" : undefined;
      case "list":
      case "terms":
        if (node.kind !== "list" || node.items.some(({ value }) => value.kind !== "text" && !isNull(value))) return undefined;
        return node.items.map(({ value }) => (isNull(value) ? "" : trimmed(value.text)));
      case "table": {
        if (node.kind !== "list") return undefined;
        const entries = node.items.map(({ value }, i) => {
          if (isNull(value)) return newEntry(spec, {}, i);
          if (value.kind !== "map") return undefined;
          const fields = {};
          for (const row of [spec.item, ...spec.rows]) {
            const entry = value.entries.find((e) => e.key === row.key);
            if (!entry) continue;
            fields[row.key] = this.valueOf(row, entry.value);
            if (fields[row.key] === undefined) return undefined;
          }
          return newEntry(spec, fields, i);
        });
        if (entries.includes(undefined)) return undefined;
        return entries.length ? entries : this.empty(spec);
      }
    }
    return node.kind === "text" ? trimmed(node.text) : undefined;
  }

  /** The file with the values in it: what they say otherwise than the source gets other lines. */
  write(source, values) {
    const file = apart(source);
    const root = parse(file.front, 1);
    const writer = new Writer(this, file.front, values);
    const front = root.flow ? writer.unfolded(this.tree, root, 0, "") : writer.range(0, file.front.length, writer.changes(this.tree, root, ""));
    const before = trimmed(file.body);
    const story = values.get(STORY);
    let body = file.body;
    if (trimmed(story) !== before) body = trimmed(story) === "" ? "" : `${story.startsWith("\n") ? "" : "\n"}${trimmed(story)}\n`;
    const text = [file.open, ...front, file.close, ...body.split("\n")].join("\n");
    return file.mark + (file.returns ? text.replaceAll("\n", "\r\n") : text);
  }

  /** The entries of a table that the file has, in its order: those that nobody filled in are not there. */
  written(spec, value) {
    const writer = new Writer(this, [], new Map());
    return value.filter((entry) => entry.from !== null || writer.row(spec, entry.fields));
  }

  /** All that a file says, as data: what the form knows and what not. */
  data(text) {
    const { front, body } = apart(text);
    return { gegevens: dataOf(parse(front, 1)), verhaal: body };
  }

  /** The file of a dilemma as data, in the form of data() or of the front matter alone. What the form does not know stands in it as it came. */
  fromData(data, today) {
    if (!isObject(data)) throw new Unreadable(1, "data");
    const whole = isObject(data.gegevens);
    const front = whole ? data.gegevens : data;
    // What stands beside it in the open data of a dilemma says where it was published. All else stays.
    const envelope = new Set(["$schema", "versie", "slug", "url", "licentie", "gegevens", "verhaal"]);
    const strange = whole ? Object.fromEntries(Object.entries(data).filter(([key]) => !envelope.has(key) && !(key in front))) : {};
    if (!whole && !("title" in front) && !("canvas" in front)) throw new Unreadable(1, "data");
    const lines = ["---", ...mapping({ ...this.dated(front, this.tree), ...strange }, 0), "---"];
    const story = whole && typeof data.verhaal === "string" ? data.verhaal : "";
    const text = `${lines.join("\n")}\n${story}`;
    return Object.keys(front).length ? text : this.blank(today);
  }

  /** Data with its days as days. */
  dated(data, level) {
    if (!isObject(data)) return data;
    const own = { ...data };
    for (const [key, spec] of level) {
      const value = own[key];
      if (value === undefined) continue;
      if (spec instanceof Map) own[key] = this.dated(value, spec);
      else if (spec.kind === "date" && typeof value === "string") own[key] = day(value);
      else if (spec.kind === "table" && Array.isArray(value)) own[key] = value.map((row) => this.dated(row, new Map(spec.rows.map((r) => [r.key, r]))));
    }
    return own;
  }
}

/** Data as lines of YAML. */
function mapping(data, indent) {
  return Object.entries(data).flatMap(([key, value]) =>
    entryLines(
      `${" ".repeat(indent)}${/^[a-z_][a-z0-9_]*$/i.test(key) && scalar(key.toLowerCase().replaceAll("_", "-")) === key.toLowerCase().replaceAll("_", "-") ? key : quote(key)}:`,
      value,
      indent,
    ),
  );
}

/** Data behind a key or dash. */
function entryLines(head, value, indent, comment = "") {
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

function itemLines(item, indent) {
  const dash = " ".repeat(indent) + "-";
  if (isObject(item) && !(item instanceof Raw) && Object.keys(item).length) {
    const lines = mapping(item, indent + 2);
    return [`${dash} ${lines[0].slice(indent + 2)}`, ...lines.slice(1)];
  }
  return entryLines(dash, item, indent);
}

const LINE = 100;
/** A text behind a key or dash: a long one, or one of more lines, below a |. */
function textLines(head, text, indent, comment = "") {
  const value = trimmed(text);
  if ((value.includes("\n") || head.length + value.length > LINE) && fitsBlock(value)) {
    return [`${head} |${comment}`, ...value.split("\n").map((line) => (line ? " ".repeat(indent + 2) + line : ""))];
  }
  return [`${head} ${scalar(value)}${comment}`];
}

function asWritten(node) {
  const data = dataOf(node);
  return typeof data === "string" ? data : JSON.stringify(data, null, 2);
}

/** Makes the changes in the lines of one file. A change is { start, end, lines }. */
class Writer {
  constructor(definition, lines, values) {
    Object.assign(this, { definition, lines, values });
  }

  /** The lines from start to end, with changes made in them. */
  range(start, end, changes) {
    const out = [];
    let at = start;
    for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
      out.push(...this.lines.slice(at, change.start), ...change.lines);
      at = change.end;
    }
    return [...out, ...this.lines.slice(at, end)];
  }

  /** The changes in a map in block style. */
  changes(level, node, path) {
    const changes = [];
    let after = node.start; // where a key that is not there yet would come
    for (const [key, spec] of level) {
      const entry = node.entries.find((e) => e.key === key);
      const own = path ? `${path}.${key}` : key;
      if (!entry) {
        const lines = this.missing(spec, key, own, node.indent);
        if (lines.length) changes.push({ start: after, end: after, lines });
        continue;
      }
      if (spec instanceof Map) {
        const { value } = entry;
        if (value.kind === "map" && !value.flow) changes.push(...this.changes(spec, value, own));
        else if (isNull(value) || value.kind === "map") {
          const lines = this.unfolded(spec, value, node.indent + 2, own);
          if (lines.changed) changes.push({ start: entry.start, end: entry.end, lines: [entry.head + (value.comment ?? ""), ...lines] });
        }
      } else {
        changes.push(...this.change(spec, entry, node.indent, this.values.get(own)));
      }
      after = entry.end;
    }
    return changes;
  }

  /** The lines of a group or field that the file does not have, or none when nothing is filled in. */
  missing(spec, key, path, indent) {
    const head = " ".repeat(indent) + key + ":";
    if (spec instanceof Map) {
      const lines = [...spec].flatMap(([k, s]) => this.missing(s, k, `${path}.${k}`, indent + 2));
      return lines.length ? [head, ...lines] : [];
    }
    const value = this.values.get(path);
    return this.plain(spec, value) === undefined ? [] : entryLines(head, this.plain(spec, value), indent);
  }

  /** The lines of a map that stands on one line or says nothing: each key on a line of its own. changed tells whether a value differs. */
  unfolded(level, node, indent, path) {
    const entries = node.kind === "map" ? node.entries : [];
    const lines = (node.remarks ?? []).map((remark) => " ".repeat(indent) + remark);
    let changed = false;
    const known = new Set();
    for (const { key, value } of entries) {
      known.add(key);
      const own = path ? `${path}.${key}` : key;
      const spec = level.get(key);
      const head = " ".repeat(indent) + key + ":";
      if (spec instanceof Map) {
        const inner = this.unfolded(spec, value, indent + 2, own);
        changed ||= inner.changed;
        lines.push(...(inner.length ? [head, ...inner] : [head]));
        continue;
      }
      const read = spec && this.definition.valueOf(spec, value);
      if (spec && read !== undefined && !this.equal(spec, read, this.values.get(own))) {
        changed = true;
        lines.push(...entryLines(head, this.plain(spec, this.values.get(own)) ?? (Array.isArray(read) ? [] : ""), indent));
      } else {
        lines.push(...mapping({ [key]: moved(value) }, indent));
      }
    }
    for (const [key, spec] of level) {
      if (known.has(key)) continue;
      const more = this.missing(spec, key, path ? `${path}.${key}` : key, indent);
      if (more.length) changed = true;
      lines.push(...more);
    }
    lines.changed = changed;
    return lines;
  }

  equal(spec, a, b) {
    return same(this.plain(spec, a) ?? null, this.plain(spec, b) ?? null);
  }

  /** The value of a field as data, or undefined when nothing is filled in. */
  plain(spec, value) {
    if (spec.kind === "flag") return value || undefined;
    if (spec.kind === "date") return value.trim() === "" ? undefined : day(value.trim());
    if (spec.kind === "text" || spec.kind === "term" || spec.kind === "slug") return trimmed(value) === "" ? undefined : trimmed(value);
    if (spec.kind !== "table") {
      const list = value.filter((text) => text.trim() !== "").map(trimmed);
      return list.length ? list : undefined;
    }
    const rows = [];
    for (const { fields } of value) {
      const row = {};
      let filled = false;
      for (const r of [spec.item, ...spec.rows]) {
        const own = this.plain(r, fields[r.key]);
        filled ||= own !== undefined;
        row[r.key] = own ?? (r.kind === "list" ? [] : "");
      }
      if (filled) rows.push(row);
    }
    return rows.length ? rows : undefined;
  }

  /** The change that gives a field another value, if it has another. */
  change(spec, entry, indent, value) {
    const node = entry.value;
    const read = this.definition.valueOf(spec, node);
    if (read === undefined) return [];
    if (spec.kind === "table") return this.table(spec, entry, indent, read, value);
    if (this.equal(spec, read, value)) return [];
    const plain = this.plain(spec, value);
    const comment = node.comment ?? "";
    const whole = (lines) => [{ start: entry.start, end: entry.end, lines: [...lines, ...this.remarks(node, indent)] }];
    switch (spec.kind) {
      case "flag":
        return whole([`${entry.head} ${Boolean(value)}${comment}`]);
      case "term":
      case "date":
      case "slug":
        return whole(plain === undefined ? [entry.head + comment] : entryLines(entry.head, plain, indent, comment));
      case "list":
      case "terms":
        if (plain && !node.flow && node.kind === "list") return this.items(node, plain);
        if (spec.kind === "terms") return whole([`${entry.head} [${(plain ?? []).map(scalar).join(", ")}]${comment}`]);
        return whole(entryLines(entry.head, plain ?? [], indent, comment));
    }
    return whole(textLines(entry.head, plain ?? "", indent, comment));
  }

  /** The comments that a node holds and that its new lines have no place for. */
  remarks(node, indent) {
    const pad = " ".repeat(indent);
    const kept = [...(node.remarks ?? []), ...(node.tail ? [node.tail.trim()] : [])].map((remark) => pad + remark);
    if (node.kind === "list" && !node.flow) {
      for (const item of node.items) {
        kept.push(
          ...this.lines
            .slice(item.lead, item.start)
            .filter((line) => line.trim())
            .map((line) => pad + line.trim()),
        );
        if (item.value.comment) kept.push(pad + item.value.comment.trim());
      }
    }
    return kept;
  }

  /** A list of texts, each on a line of its own: the texts that stay keep their lines, and every comment stays. */
  items(node, texts) {
    const pad = " ".repeat(node.indent);
    const old = node.items.map((item) => ({ item, text: isNull(item.value) ? "" : trimmed(item.value.text) }));
    const lines = [];
    let at = 0;
    const comments = (item) => this.lines.slice(item.lead, item.start);
    for (const [i, text] of texts.entries()) {
      let match = old.findIndex((o, j) => j >= at && o.text === text);
      // A text that stays further down is not the one that was changed here.
      const later = at < old.length && texts.indexOf(old[at].text, i) >= 0;
      if (match < 0 && at < old.length && !later) match = at;
      if (match < 0) {
        lines.push(...textLines(`${pad}-`, text, node.indent));
        continue;
      }
      for (; at < match; at++) lines.push(...comments(old[at].item).filter((line) => line.trim()));
      const { item, text: before } = old[at++];
      lines.push(...comments(item));
      lines.push(...(before === text ? this.lines.slice(item.start, item.end) : textLines(item.head, text, node.indent, item.value.comment)));
    }
    for (; at < old.length; at++) lines.push(...comments(old[at].item).filter((line) => line.trim()));
    return [{ start: node.items[0].lead, end: node.end, lines }];
  }

  /** A table: an entry that came from the file keeps its lines, wherever it stands now, but for the fields that changed. */
  table(spec, entry, indent, read, value) {
    if (this.equal(spec, read, value)) return [];
    const node = entry.value;
    const list = node.kind === "list" ? node : { flow: true, items: [] };
    const start = list.flow ? entry.start : list.items[0].lead;
    const own = list.flow ? indent + 2 : list.indent;
    const out = [];
    for (const { from, fields } of value) {
      const item = from === null ? undefined : list.items[from];
      if (item && !list.flow) {
        out.push(...this.lines.slice(item.lead, item.start), ...this.item(spec, item, fields, own));
        continue;
      }
      const row = this.row(spec, fields);
      if (!item && !row) continue;
      const extra = item ? moved(item.value) : {};
      out.push(...itemLines({ ...extra, ...(row ?? {}) }, own));
    }
    if (!list.flow && out.length) return [{ start, end: list.end, lines: out }];
    const lines = out.length ? [entry.head + (node.comment ?? ""), ...out] : [`${entry.head} []${node.comment ?? ""}`];
    return [{ start: entry.start, end: entry.end, lines: [...lines, ...(node.remarks ?? []).map((remark) => " ".repeat(indent) + remark)] }];
  }

  /** The fields of an entry as data, or undefined when nothing is filled in. */
  row(spec, fields) {
    return this.plain(spec, [{ fields }])?.[0];
  }

  /** The lines of an entry that the file has. */
  item(spec, item, fields, indent) {
    const node = item.value;
    const [before] = this.definition.valueOf(spec, { kind: "list", items: [item] });
    if (this.equal(spec, [before], [{ fields }])) return this.lines.slice(item.start, item.end);
    if (node.kind !== "map" || node.flow) {
      const extra = node.kind === "map" ? moved(node) : {};
      const remarks = [...(node.remarks ?? []), node.comment ?? ""].filter(Boolean).map((remark) => " ".repeat(indent) + remark.trim());
      return [...remarks, ...itemLines({ ...extra, ...this.emptied(spec, fields) }, indent)];
    }
    const changes = [];
    let after = node.end;
    for (const row of [spec.item, ...spec.rows]) {
      const entry = node.entries.find((e) => e.key === row.key);
      if (entry) {
        changes.push(...this.change(row, entry, node.indent, fields[row.key]));
        after = entry.end;
        continue;
      }
      const plain = this.plain(row, fields[row.key]);
      if (plain !== undefined) changes.push({ start: after, end: after, lines: entryLines(`${" ".repeat(node.indent)}${row.key}:`, plain, node.indent) });
    }
    return this.range(item.start, item.end, changes);
  }

  emptied(spec, fields) {
    return this.row(spec, fields) ?? Object.fromEntries([spec.item, ...spec.rows].map((row) => [row.key, row.kind === "list" ? [] : ""]));
  }
}
