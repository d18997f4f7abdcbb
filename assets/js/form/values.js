// What a field holds: as a node of YAML says it, as the form has it, and as data to write.

import { day, same, trimmed } from "./lines.js";
import { isNull } from "./yaml.js";

/** @import { Data } from "./lines.js" */
/** @import { MapNode, Node } from "./yaml.js" */

/** @typedef {"text" | "list" | "date" | "flag" | "term" | "terms" | "slug"} SimpleKind */
/** A field in an entry of a table. @typedef {{ key: string, kind: SimpleKind, label: string, numbering?: string }} Row */
/**
 * What a field of the definition says (data/canvas.yaml), and the path at which it stands in the front matter.
 * @typedef {object} About
 * @property {string} path
 * @property {string} label
 * @property {"concept" | "published" | "absent"} [required]
 * @property {boolean} [later]
 * @property {number} [paper]
 * @property {"columns" | "rows"} [layout]
 * @property {string} [question]
 * @property {string} [second_question]
 * @property {string} [step]
 * @property {string} [style]
 */
/** @typedef {About & { kind: SimpleKind }} SimpleSpec */
/** @typedef {About & { kind: "table", item: Row, rows: Row[] }} TableSpec */
/** @typedef {SimpleSpec | TableSpec} Spec */
/** The fields as a tree, in the order of the definition. @typedef {Map<string, Spec | Tree>} Tree */

/** What a field of an entry holds. @typedef {string | string[] | boolean} Cell */
/** An entry of a table; from is the place that it had in the file, if it had one. @typedef {{ id: number, from: number | null, fields: Record<string, Cell> }} TableEntry */
/** What a field holds: a text, a list of texts, true or false, or the entries of a table. @typedef {Cell | TableEntry[]} Value */
/** The value of every field, by its path. @typedef {Map<string, Value>} Values */

let lastId = 0;
/**
 * A new entry of a table.
 * @param {TableSpec} spec
 * @param {Record<string, Cell>} fields
 * @param {number | null} from
 * @returns {TableEntry}
 */
export function newEntry(spec, fields = {}, from = null) {
  /** @type {Record<string, Cell>} */
  const own = {};
  for (const row of [spec.item, ...spec.rows]) own[row.key] = fields[row.key] ?? /** @type {Cell} */ (emptyValue(row));
  return { id: ++lastId, from, fields: own };
}

/**
 * The value of a field in which nothing is filled in: a table has room for as many entries as the canvas on paper.
 * @param {Spec | Row} spec
 * @returns {Value}
 */
export function emptyValue(spec) {
  if (spec.kind === "flag") return false;
  if (spec.kind === "table") return Array.from({ length: spec.paper || 1 }, () => newEntry(spec));
  return spec.kind === "list" || spec.kind === "terms" ? [] : "";
}

/**
 * What a node says as the value of a field, or undefined when it has another form.
 * @param {Spec | Row} spec
 * @param {Node} node
 * @returns {Value | undefined}
 */
export function valueOf(spec, node) {
  if (isNull(node)) return emptyValue(spec);
  switch (spec.kind) {
    case "flag":
      return node.kind === "text" && node.plain && /^(true|false)$/i.test(node.text) ? node.text.toLowerCase() === "true" : undefined;
    case "list":
    case "terms":
      return node.kind === "list" ? whole(node.items.map(({ value }) => textOf(value))) : undefined;
    case "table": {
      if (node.kind !== "list") return undefined;
      const entries = whole(node.items.map(({ value }, i) => entryValue(spec, value, i)));
      return entries?.length === 0 ? emptyValue(spec) : entries;
    }
  }
  return textOf(node);
}

/**
 * What a node says as an entry of a table, or undefined when it has another form.
 * @param {TableSpec} spec
 * @param {Node} node
 * @param {number} from
 */
export function entryValue(spec, node, from) {
  if (isNull(node)) return newEntry(spec, {}, from);
  if (node.kind !== "map") return undefined;
  /** @type {Record<string, Cell>} */
  const fields = {};
  for (const row of [spec.item, ...spec.rows]) {
    const own = entryOf(node, row.key);
    if (!own) continue;
    const value = valueOf(row, own.value);
    if (value === undefined) return undefined;
    fields[row.key] = /** @type {Cell} */ (value);
  }
  return newEntry(spec, fields, from);
}

/**
 * The entry of a map with a key.
 * @param {MapNode} node
 * @param {string} key
 */
export const entryOf = (node, key) => (node.flow ? node.entries.find((entry) => entry.key === key) : node.entries.find((entry) => entry.key === key));

/**
 * A list without a hole in it, or nothing.
 * @template T
 * @param {(T | undefined)[]} list
 */
const whole = (list) => (list.includes(undefined) ? undefined : /** @type {T[]} */ (list));

/**
 * The text of a node, or undefined when it has another form.
 * @param {Node} node
 */
const textOf = (node) => (isNull(node) ? "" : node.kind === "text" ? trimmed(node.text) : undefined);

/**
 * The value of a field as data, or undefined when nothing is filled in.
 * @param {Spec | Row} spec
 * @param {Value} value
 * @returns {Data | undefined}
 */
export function plainValue(spec, value) {
  if (typeof value === "boolean") return value || undefined;
  if (typeof value === "string") {
    const text = trimmed(value);
    if (text.trim() === "") return undefined;
    return spec.kind === "date" ? day(text.trim()) : text;
  }
  if (spec.kind === "table") {
    const rows = /** @type {TableEntry[]} */ (value).map(({ fields }) => plainRow(spec, fields)).filter((row) => row !== undefined);
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
export function plainRow(spec, fields) {
  /** @type {Record<string, Data>} */
  const row = {};
  let filled = false;
  for (const r of [spec.item, ...spec.rows]) {
    const own = plainValue(r, fields[r.key]);
    filled ||= own !== undefined;
    row[r.key] = own ?? /** @type {Cell} */ (emptyValue(r));
  }
  return filled ? row : undefined;
}

/**
 * Whether two values of a field are written as the same.
 * @param {Spec | Row} spec
 * @param {Value} a
 * @param {Value} b
 */
export function sameValue(spec, a, b) {
  return same(plainValue(spec, a) ?? null, plainValue(spec, b) ?? null);
}

/**
 * The entries of a table that the file has, in its order: those that nobody filled in are not there.
 * @param {TableSpec} spec
 * @param {TableEntry[]} value
 */
export const written = (spec, value) => value.filter((entry) => entry.from !== null || plainRow(spec, entry.fields));
