// Makes the changes in the lines of one file: a field whose value changed gets other lines, and every other line stays.

import { entryLines, itemLines, mapping, Raw, scalar, textLines, trimmed } from "./lines.js";
import { emptyValue, entryValue, plainRow, plainValue, sameValue, valueOf } from "./values.js";
import { dataOf, indentOf, isNull } from "./yaml.js";

/** @import { Cell, Row, Spec, TableEntry, TableSpec, Tree, Value, Values } from "./values.js" */
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

/**
 * The lines of front matter with values in them: what they say otherwise than the source does gets other lines.
 * @param {Tree} tree  the fields
 * @param {string[]} source
 * @param {MapNode} root  what the source says
 * @param {Values} values
 */
export function changedLines(tree, source, root, values) {
  if (!root.flow) return range(0, source.length, mapChanges(tree, root, ""));
  const all = unfolded(tree, root, 0, "");
  return all.changed ? all.lines : source;

  /**
   * The lines from start to end, with changes made in them.
   * @param {number} start
   * @param {number} end
   * @param {Change[]} changes
   */
  function range(start, end, changes) {
    const out = [];
    let at = start;
    for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
      out.push(...source.slice(at, change.start), ...change.lines);
      at = change.end;
    }
    return [...out, ...source.slice(at, end)];
  }

  /**
   * The changes in a map in block style.
   * @param {Tree} level
   * @param {BlockMap} node
   * @param {string} path
   * @returns {Change[]}
   */
  function mapChanges(level, node, path) {
    const changes = [];
    let after = node.start; // where a key that is not there yet would come
    for (const [key, spec] of level) {
      const entry = node.entries.find((e) => e.key === key);
      const own = path ? `${path}.${key}` : key;
      if (!entry) {
        const lines = missing(spec, key, own, node.indent);
        if (!lines.length) continue;
        const change = made(after, after, lines, node.indent);
        changes.push(change);
        after = change.end;
        continue;
      }
      /** @type {Change[]} */
      let more = [];
      if (!(spec instanceof Map)) more = fieldChange(spec, entry, node.indent, valueAt(own));
      else if (entry.value.kind === "map" && !entry.value.flow) more = mapChanges(spec, entry.value, own);
      else if (isNull(entry.value) || entry.value.kind === "map") {
        const { lines, changed } = unfolded(spec, entry.value, node.indent + 2, own);
        if (changed) more = [made(entry.start, entry.end, [entry.head + (entry.value.comment ?? ""), ...lines], node.indent)];
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
  function made(start, end, lines, indent, limit = source.length) {
    let last = end;
    for (let i = end; i < limit && /^ *(#|$)/.test(source[i].trimEnd()); i++) {
      if (lines.length > 1 && indentOf(source[i]) > indent) last = i + 1;
    }
    return { start, end: last, lines: [...lines, ...shallow(end, last, indent)] };
  }

  /**
   * Comments, none of them deeper than indent.
   * @param {number} start
   * @param {number} end
   * @param {number} indent
   */
  function shallow(start, end, indent) {
    return source.slice(start, end).map((line) => (indentOf(line) > indent ? " ".repeat(indent) + line.trimStart() : line));
  }

  /**
   * The value of a field now.
   * @param {string} path
   */
  function valueAt(path) {
    return /** @type {Value} */ (values.get(path));
  }

  /**
   * The lines of a group or field that the file does not have, or none when nothing is filled in.
   * @param {Tree | Spec} spec
   * @param {string} key
   * @param {string} path
   * @param {number} indent
   * @returns {string[]}
   */
  function missing(spec, key, path, indent) {
    const head = " ".repeat(indent) + key + ":";
    if (spec instanceof Map) {
      const lines = [...spec].flatMap(([k, s]) => missing(s, k, `${path}.${k}`, indent + 2));
      return lines.length ? [head, ...lines] : [];
    }
    const data = plainValue(spec, valueAt(path));
    return data === undefined ? [] : entryLines(head, data, indent);
  }

  /**
   * The lines of a map that stands on one line or says nothing: each key on a line of its own. changed tells whether a value differs.
   * @param {Tree} level
   * @param {Node} node
   * @param {number} indent
   * @param {string} path
   * @returns {{ lines: string[], changed: boolean }}
   */
  function unfolded(level, node, indent, path) {
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
        const inner = unfolded(spec, value, indent + 2, own);
        changed ||= inner.changed;
        lines.push(head, ...inner.lines);
        continue;
      }
      const read = spec instanceof Map || !spec ? undefined : valueOf(spec, value);
      if (!(spec instanceof Map) && spec && read !== undefined && !sameValue(spec, read, valueAt(own))) {
        changed = true;
        lines.push(...entryLines(head, plainValue(spec, valueAt(own)) ?? (Array.isArray(read) ? [] : ""), indent));
      } else {
        lines.push(...mapping({ [key]: moved(value) }, indent));
      }
    }
    for (const [key, spec] of level) {
      if (known.has(key)) continue;
      const more = missing(spec, key, path ? `${path}.${key}` : key, indent);
      if (more.length) changed = true;
      lines.push(...more);
    }
    return { lines, changed };
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
  function fieldChange(spec, entry, indent, value, limit) {
    const node = entry.value;
    const read = valueOf(spec, node);
    if (read === undefined || sameValue(spec, read, value)) return [];
    const { start, end, lines } = changedField(spec, entry, indent, value);
    return [made(start, end, lines, indent, limit)];
  }

  /**
   * The lines of a field with another value.
   * @param {Spec | Row} spec
   * @param {Entry} entry
   * @param {number} indent
   * @param {Value} value
   * @returns {Change}
   */
  function changedField(spec, entry, indent, value) {
    const node = entry.value;
    if (spec.kind === "table") return table(spec, entry, indent, /** @type {TableEntry[]} */ (value));
    const data = plainValue(spec, value);
    const comment = node.comment ?? "";
    /** @param {string[]} lines */
    const whole = (lines) => ({ start: entry.start, end: entry.end, lines: [...lines, ...remarksOf(node, indent)] });
    switch (spec.kind) {
      case "flag":
        return whole([`${entry.head} ${Boolean(value)}${comment}`]);
      case "term":
      case "date":
      case "slug":
        return whole(data === undefined ? [entry.head + comment] : entryLines(entry.head, data, indent, comment));
      case "list":
      case "terms": {
        const texts = /** @type {string[]} */ (data ?? []);
        if (data && node.kind === "list" && !node.flow) return newItems(node, texts);
        if (spec.kind === "terms") return whole([`${entry.head} [${texts.map(scalar).join(", ")}]${comment}`]);
        return whole(entryLines(entry.head, texts, indent, comment));
      }
      case "text":
        return whole(textLines(entry.head, /** @type {string} */ (data ?? ""), indent, comment));
    }
  }

  /**
   * The comments that a node holds and that its new lines have no place for.
   * @param {Node} node
   * @param {number} indent
   */
  function remarksOf(node, indent) {
    const pad = " ".repeat(indent);
    const tail = node.kind === "text" && node.tail ? [node.tail.trim()] : [];
    const kept = [...(node.remarks ?? []), ...tail].map((remark) => pad + remark);
    if (node.kind === "list" && !node.flow) {
      for (const item of node.items) {
        kept.push(...comments(item, indent).map((line) => pad + line.trim()));
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
  function comments(item, indent) {
    return shallow(item.lead, item.start, indent).filter((line) => line.trim());
  }

  /**
   * A list of texts, each on a line of its own: the texts that stay keep their lines, and every comment stays.
   * @param {BlockList} node
   * @param {string[]} texts
   * @returns {Change}
   */
  function newItems(node, texts) {
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
      for (; at < match; at++) lines.push(...comments(old[at].item, node.indent));
      const { item, text: before } = old[at++];
      lines.push(...shallow(item.lead, item.start, node.indent));
      lines.push(...(before === text ? source.slice(item.start, item.end) : textLines(item.head, text, node.indent, item.value.comment)));
    }
    for (; at < old.length; at++) lines.push(...comments(old[at].item, node.indent));
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
  function table(spec, entry, indent, value) {
    const node = entry.value;
    if (node.kind === "list" && !node.flow) {
      const out = [];
      for (const { from, fields } of value) {
        const item = from === null ? undefined : node.items[from];
        if (item) out.push(...shallow(item.lead, item.start, node.indent), ...itemLinesOf(spec, item, fields, node.indent));
        else out.push(...rowLines(spec, undefined, fields, node.indent));
      }
      if (out.length) return { start: node.items[0].lead, end: node.end, lines: out };
      return { start: entry.start, end: entry.end, lines: [`${entry.head} []${node.comment ?? ""}`] };
    }
    const items = node.kind === "list" ? node.items : [];
    const out = value.flatMap(({ from, fields }) => rowLines(spec, from === null ? undefined : items[from]?.value, fields, indent + 2));
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
  function rowLines(spec, node, fields, indent) {
    const data = plainRow(spec, fields);
    if (!node && !data) return [];
    const extra = node?.kind === "map" ? fieldsOf(node) : {};
    return itemLines({ ...extra, ...(data ?? {}) }, indent);
  }

  /**
   * The lines of an entry that the file has on lines of its own.
   * @param {TableSpec} spec
   * @param {Item} item
   * @param {Record<string, Cell>} fields
   * @param {number} indent
   */
  function itemLinesOf(spec, item, fields, indent) {
    const node = item.value;
    const before = /** @type {TableEntry} */ (entryValue(spec, node, 0));
    if (sameValue(spec, [before], [{ ...before, fields }])) return source.slice(item.start, item.end);
    if (node.kind !== "map" || node.flow) {
      const extra = node.kind === "map" ? fieldsOf(node) : {};
      const empty = Object.fromEntries([spec.item, ...spec.rows].map((row) => [row.key, /** @type {Cell} */ (emptyValue(row))]));
      const remarks = [...(node.remarks ?? []), node.comment ?? ""].filter(Boolean).map((remark) => " ".repeat(indent) + remark.trim());
      return [...remarks, ...itemLines({ ...extra, ...(plainRow(spec, fields) ?? empty) }, indent)];
    }
    const changes = [];
    let after = node.end;
    for (const row of [spec.item, ...spec.rows]) {
      const entry = node.entries.find((e) => e.key === row.key);
      if (entry) {
        const more = fieldChange(row, entry, node.indent, fields[row.key], item.end);
        changes.push(...more);
        after = Math.max(entry.end, ...more.map(({ end }) => end));
        continue;
      }
      const data = plainValue(row, fields[row.key]);
      if (data !== undefined) changes.push({ start: after, end: after, lines: entryLines(`${" ".repeat(node.indent)}${row.key}:`, data, node.indent) });
    }
    return range(item.start, item.end, changes);
  }
}
