// Makes the changes in the lines of one file: a field whose value changed gets other lines, and every other line stays.

import { day, entryLines, itemLines, mapping, Raw, same, scalar, textLines, trimmed } from "./lines.js";
import { dataOf, indentOf, isNull } from "./yaml.js";

/** @import { Cell, Definition, Row, Spec, TableEntry, TableSpec, Tree, Value, Values } from "./document.js" */
/** @import { Data } from "./lines.js" */
/** @import { BlockList, BlockMap, Entry, Item, MapNode, Node } from "./yaml.js" */

/** Lines that take the place of those from start to end. @typedef {{ start: number, end: number, lines: string[] }} Change */

/**
 * What a node says, as data to write on other lines.
 * @param {Node} node
 * @returns {Data}
 */
function moved(node) {
  if (node.kind === "map") return fieldsOf(node);
  if (node.kind === "list") return node.items.map(({ value }) => moved(value));
  return node.kind === "text" && node.plain && !node.text.includes("\n") ? new Raw(node.text) : dataOf(node);
}

/**
 * @param {MapNode} node
 * @returns {Record<string, Data>}
 */
const fieldsOf = (node) => Object.fromEntries(node.entries.map(({ key, value }) => [key, moved(value)]));

export class Writer {
  /**
   * @param {Definition} definition
   * @param {string[]} lines
   * @param {Values} values
   */
  constructor(definition, lines, values) {
    this.definition = definition;
    this.lines = lines;
    this.values = values;
  }

  /**
   * The lines of the whole front matter.
   * @param {MapNode} root
   */
  whole(root) {
    if (!root.flow) return this.range(0, this.lines.length, this.changes(this.definition.tree, root, ""));
    const { lines, changed } = this.unfolded(this.definition.tree, root, 0, "");
    return changed ? lines : this.lines;
  }

  /**
   * The lines from start to end, with changes made in them.
   * @param {number} start
   * @param {number} end
   * @param {Change[]} changes
   */
  range(start, end, changes) {
    const out = [];
    let at = start;
    for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
      out.push(...this.lines.slice(at, change.start), ...change.lines);
      at = change.end;
    }
    return [...out, ...this.lines.slice(at, end)];
  }

  /**
   * The changes in a map in block style.
   * @param {Tree} level
   * @param {BlockMap} node
   * @param {string} path
   * @returns {Change[]}
   */
  changes(level, node, path) {
    const changes = [];
    let after = node.start; // where a key that is not there yet would come
    for (const [key, spec] of level) {
      const entry = node.entries.find((e) => e.key === key);
      const own = path ? `${path}.${key}` : key;
      if (!entry) {
        const lines = this.missing(spec, key, own, node.indent);
        if (!lines.length) continue;
        const change = this.made(after, after, lines, node.indent);
        changes.push(change);
        after = change.end;
        continue;
      }
      /** @type {Change[]} */
      let more = [];
      if (!(spec instanceof Map)) more = this.change(spec, entry, node.indent, this.valueAt(own));
      else if (entry.value.kind === "map" && !entry.value.flow) more = this.changes(spec, entry.value, own);
      else if (isNull(entry.value) || entry.value.kind === "map") {
        const { lines, changed } = this.unfolded(spec, entry.value, node.indent + 2, own);
        if (changed) more = [this.made(entry.start, entry.end, [entry.head + (entry.value.comment ?? ""), ...lines], node.indent)];
      }
      changes.push(...more);
      after = Math.max(entry.end, ...more.map(({ end }) => end));
    }
    return changes;
  }

  /**
   * A change of the lines of a key or dash that stands at indent. The comments below it that stand deeper come to stand there too: below a | they would be
   * part of the text. What is at limit and further stays out of it.
   * @param {number} start
   * @param {number} end
   * @param {string[]} lines
   * @param {number} indent
   * @param {number} limit
   * @returns {Change}
   */
  made(start, end, lines, indent, limit = this.lines.length) {
    let last = end;
    for (let i = end; i < limit && /^ *(#|$)/.test(this.lines[i].trimEnd()); i++) {
      if (lines.length > 1 && indentOf(this.lines[i]) > indent) last = i + 1;
    }
    return { start, end: last, lines: [...lines, ...this.shallow(end, last, indent)] };
  }

  /**
   * Comments, none of them deeper than indent.
   * @param {number} start
   * @param {number} end
   * @param {number} indent
   */
  shallow(start, end, indent) {
    return this.lines.slice(start, end).map((line) => (indentOf(line) > indent ? " ".repeat(indent) + line.trimStart() : line));
  }

  /**
   * The value of a field now.
   * @param {string} path
   */
  valueAt(path) {
    return /** @type {Value} */ (this.values.get(path));
  }

  /**
   * The lines of a group or field that the file does not have, or none when nothing is filled in.
   * @param {Tree | Spec} spec
   * @param {string} key
   * @param {string} path
   * @param {number} indent
   * @returns {string[]}
   */
  missing(spec, key, path, indent) {
    const head = " ".repeat(indent) + key + ":";
    if (spec instanceof Map) {
      const lines = [...spec].flatMap(([k, s]) => this.missing(s, k, `${path}.${k}`, indent + 2));
      return lines.length ? [head, ...lines] : [];
    }
    const plain = this.plain(spec, this.valueAt(path));
    return plain === undefined ? [] : entryLines(head, plain, indent);
  }

  /**
   * The lines of a map that stands on one line or says nothing: each key on a line of its own. changed tells whether a value differs.
   * @param {Tree} level
   * @param {Node} node
   * @param {number} indent
   * @param {string} path
   * @returns {{ lines: string[], changed: boolean }}
   */
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
      if (spec instanceof Map && (value.kind === "map" || isNull(value))) {
        const inner = this.unfolded(spec, value, indent + 2, own);
        changed ||= inner.changed;
        lines.push(head, ...inner.lines);
        continue;
      }
      const read = spec instanceof Map || !spec ? undefined : this.definition.valueOf(spec, value);
      if (!(spec instanceof Map) && spec && read !== undefined && !this.equal(spec, read, this.valueAt(own))) {
        changed = true;
        lines.push(...entryLines(head, this.plain(spec, this.valueAt(own)) ?? (Array.isArray(read) ? [] : ""), indent));
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
    return { lines, changed };
  }

  /**
   * @param {Spec | Row} spec
   * @param {Value} a
   * @param {Value} b
   */
  equal(spec, a, b) {
    return same(this.plain(spec, a) ?? null, this.plain(spec, b) ?? null);
  }

  /**
   * The value of a field as data, or undefined when nothing is filled in.
   * @param {Spec | Row} spec
   * @param {Value} value
   * @returns {Data | undefined}
   */
  plain(spec, value) {
    if (typeof value === "boolean") return value || undefined;
    if (typeof value === "string") {
      const text = trimmed(value);
      if (text.trim() === "") return undefined;
      return spec.kind === "date" ? day(text.trim()) : text;
    }
    if (spec.kind === "table") {
      const rows = /** @type {TableEntry[]} */ (value).map(({ fields }) => this.row(spec, fields)).filter((row) => row !== undefined);
      return rows.length ? rows : undefined;
    }
    const list = /** @type {string[]} */ (value).filter((text) => text.trim() !== "").map(trimmed);
    return list.length ? list : undefined;
  }

  /**
   * The fields of an entry as data, or undefined when nothing is filled in.
   * @param {TableSpec} spec
   * @param {Record<string, Cell>} fields
   */
  row(spec, fields) {
    /** @type {Record<string, Data>} */
    const row = {};
    let filled = false;
    for (const r of [spec.item, ...spec.rows]) {
      const own = this.plain(r, fields[r.key]);
      filled ||= own !== undefined;
      row[r.key] = own ?? (r.kind === "list" ? [] : "");
    }
    return filled ? row : undefined;
  }

  /**
   * The change that gives a field another value, if it has another.
   * @param {Spec | Row} spec
   * @param {Entry} entry
   * @param {number} indent
   * @param {Value} value
   * @param {number} [limit]  the line up to which the comments below are its own
   * @returns {Change[]}
   */
  change(spec, entry, indent, value, limit) {
    const node = entry.value;
    const read = this.definition.valueOf(spec, node);
    if (read === undefined || this.equal(spec, read, value)) return [];
    const { start, end, lines } = this.changed(spec, entry, indent, value);
    return [this.made(start, end, lines, indent, limit)];
  }

  /**
   * The lines of a field with another value.
   * @param {Spec | Row} spec
   * @param {Entry} entry
   * @param {number} indent
   * @param {Value} value
   * @returns {Change}
   */
  changed(spec, entry, indent, value) {
    const node = entry.value;
    if (spec.kind === "table") return this.table(spec, entry, indent, /** @type {TableEntry[]} */ (value));
    const plain = this.plain(spec, value);
    const comment = node.comment ?? "";
    /** @param {string[]} lines */
    const whole = (lines) => ({ start: entry.start, end: entry.end, lines: [...lines, ...this.remarks(node, indent)] });
    switch (spec.kind) {
      case "flag":
        return whole([`${entry.head} ${Boolean(value)}${comment}`]);
      case "term":
      case "date":
      case "slug":
        return whole(plain === undefined ? [entry.head + comment] : entryLines(entry.head, plain, indent, comment));
      case "list":
      case "terms": {
        const texts = /** @type {string[]} */ (plain ?? []);
        if (plain && node.kind === "list" && !node.flow) return this.items(node, texts);
        if (spec.kind === "terms") return whole([`${entry.head} [${texts.map(scalar).join(", ")}]${comment}`]);
        return whole(entryLines(entry.head, texts, indent, comment));
      }
      case "text":
        return whole(textLines(entry.head, /** @type {string} */ (plain ?? ""), indent, comment));
    }
  }

  /**
   * The comments that a node holds and that its new lines have no place for.
   * @param {Node} node
   * @param {number} indent
   */
  remarks(node, indent) {
    const pad = " ".repeat(indent);
    const tail = node.kind === "text" && node.tail ? [node.tail.trim()] : [];
    const kept = [...(node.remarks ?? []), ...tail].map((remark) => pad + remark);
    if (node.kind === "list" && !node.flow) {
      for (const item of node.items) {
        kept.push(...this.comments(item, indent).map((line) => pad + line.trim()));
        if (item.value.comment) kept.push(pad + item.value.comment.trim());
      }
    }
    return kept;
  }

  /**
   * The comments above an item, none of them deeper than indent.
   * @param {Item} item
   * @param {number} indent
   */
  comments(item, indent) {
    return this.shallow(item.lead, item.start, indent).filter((line) => line.trim());
  }

  /**
   * A list of texts, each on a line of its own: the texts that stay keep their lines, and every comment stays.
   * @param {BlockList} node
   * @param {string[]} texts
   * @returns {Change}
   */
  items(node, texts) {
    const pad = " ".repeat(node.indent);
    const old = node.items.map((item) => ({ item, text: item.value.kind === "text" && !isNull(item.value) ? trimmed(item.value.text) : "" }));
    const lines = [];
    let at = 0;
    for (const [i, text] of texts.entries()) {
      let match = old.findIndex((o, j) => j >= at && o.text === text);
      // A text that stays further down is not the one that was changed here.
      const later = at < old.length && texts.indexOf(old[at].text, i) >= 0;
      if (match < 0 && at < old.length && !later) match = at;
      if (match < 0) {
        lines.push(...textLines(`${pad}-`, text, node.indent));
        continue;
      }
      for (; at < match; at++) lines.push(...this.comments(old[at].item, node.indent));
      const { item, text: before } = old[at++];
      lines.push(...this.shallow(item.lead, item.start, node.indent));
      lines.push(...(before === text ? this.lines.slice(item.start, item.end) : textLines(item.head, text, node.indent, item.value.comment)));
    }
    for (; at < old.length; at++) lines.push(...this.comments(old[at].item, node.indent));
    return { start: node.items[0].lead, end: node.end, lines };
  }

  /**
   * A table: an entry that came from the file keeps its lines, wherever it stands now, but for the fields that changed.
   * @param {TableSpec} spec
   * @param {Entry} entry
   * @param {number} indent
   * @param {TableEntry[]} value
   * @returns {Change}
   */
  table(spec, entry, indent, value) {
    const node = entry.value;
    if (node.kind === "list" && !node.flow) {
      const out = [];
      for (const { from, fields } of value) {
        const item = from === null ? undefined : node.items[from];
        if (item) out.push(...this.shallow(item.lead, item.start, node.indent), ...this.item(spec, item, fields, node.indent));
        else out.push(...this.rowLines(spec, undefined, fields, node.indent));
      }
      if (out.length) return { start: node.items[0].lead, end: node.end, lines: out };
      return { start: entry.start, end: entry.end, lines: [`${entry.head} []${node.comment ?? ""}`] };
    }
    const items = node.kind === "list" ? node.items : [];
    const out = value.flatMap(({ from, fields }) => this.rowLines(spec, from === null ? undefined : items[from]?.value, fields, indent + 2));
    const lines = out.length ? [entry.head + (node.comment ?? ""), ...out] : [`${entry.head} []${node.comment ?? ""}`];
    return { start: entry.start, end: entry.end, lines: [...lines, ...(node.remarks ?? []).map((remark) => " ".repeat(indent) + remark)] };
  }

  /**
   * The lines of an entry that gets new ones; node is what it was, if it was there. None when it was not, and nothing is filled in.
   * @param {TableSpec} spec
   * @param {Node | undefined} node
   * @param {Record<string, Cell>} fields
   * @param {number} indent
   */
  rowLines(spec, node, fields, indent) {
    const row = this.row(spec, fields);
    if (!node && !row) return [];
    const extra = node?.kind === "map" ? fieldsOf(node) : {};
    return itemLines({ ...extra, ...(row ?? {}) }, indent);
  }

  /**
   * The lines of an entry that the file has on lines of its own.
   * @param {TableSpec} spec
   * @param {Item} item
   * @param {Record<string, Cell>} fields
   * @param {number} indent
   */
  item(spec, item, fields, indent) {
    const node = item.value;
    const before = /** @type {TableEntry} */ (this.definition.entry(spec, node, 0));
    if (this.equal(spec, [before], [{ ...before, fields }])) return this.lines.slice(item.start, item.end);
    if (node.kind !== "map" || node.flow) {
      const extra = node.kind === "map" ? fieldsOf(node) : {};
      const empty = Object.fromEntries([spec.item, ...spec.rows].map((row) => [row.key, row.kind === "list" ? [] : ""]));
      const remarks = [...(node.remarks ?? []), node.comment ?? ""].filter(Boolean).map((remark) => " ".repeat(indent) + remark.trim());
      return [...remarks, ...itemLines({ ...extra, ...(this.row(spec, fields) ?? empty) }, indent)];
    }
    const changes = [];
    let after = node.end;
    for (const row of [spec.item, ...spec.rows]) {
      const entry = node.entries.find((e) => e.key === row.key);
      if (entry) {
        const more = this.change(row, entry, node.indent, fields[row.key], item.end);
        changes.push(...more);
        after = Math.max(entry.end, ...more.map(({ end }) => end));
        continue;
      }
      const plain = this.plain(row, fields[row.key]);
      if (plain !== undefined) changes.push({ start: after, end: after, lines: entryLines(`${" ".repeat(node.indent)}${row.key}:`, plain, node.indent) });
    }
    return this.range(item.start, item.end, changes);
  }
}
