// A dilemma as the form sees it: one value for each field of the definition, read from a file and written back into it. What the form does not know, and
// every field that nobody changed, stays on its lines as it was. The story below the front matter is the field "verhaal".

import { apart } from "./apart.js";
import { day, isObject, mapping, quote, trimmed } from "./lines.js";
import { emptyValue, entryOf, valueOf } from "./values.js";
import { changedLines } from "./writer.js";
import { dataOf, isNull, parse, Unreadable } from "./yaml.js";

/** @import { Data } from "./lines.js" */
/** @import { Row, Spec, Tree, Values } from "./values.js" */
/** @import { Node } from "./yaml.js" */

const STORY = "verhaal";

export class Definition {
  /**
   * Takes what layouts/_partials/fn/form/definition.html makes.
   * @param {{ edition: string, specs: Spec[] }} made
   */
  constructor({ edition, specs }) {
    this.edition = edition;
    this.specs = specs;
    this.byPath = new Map(specs.map((spec) => [spec.path, spec]));
    /** @type {Tree} */
    this.tree = new Map();
    for (const spec of specs) {
      const keys = spec.path.split(".");
      const last = /** @type {string} */ (keys.pop());
      let level = this.tree;
      for (const key of keys) {
        const known = level.get(key);
        const next = known instanceof Map ? known : new Map();
        level.set(key, next);
        level = next;
      }
      level.set(last, spec);
    }
  }

  /**
   * The file of a new dilemma.
   * @param {string} today
   */
  blank(today) {
    const lines = ["---"];
    /**
     * @param {Tree} level
     * @param {number} indent
     */
    const write = (level, indent) => {
      for (const [key, spec] of level) {
        const head = " ".repeat(indent) + key + ":";
        if (spec instanceof Map) {
          if ([...spec.values()].every((s) => !(s instanceof Map) && s.later)) continue;
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
   * @param {string} text
   */
  read(text) {
    const file = apart(text);
    const root = parse(file.front, 1);
    /** @type {Values} */
    const values = new Map();
    /** @type {Map<string, string>} */
    const locked = new Map();
    /**
     * @param {Tree} level
     * @param {Node | undefined} node
     * @param {Node | undefined} above  a node that has no place for this level
     */
    const visit = (level, node, above) => {
      for (const [key, spec] of level) {
        const entry = node?.kind === "map" ? entryOf(node, key) : undefined;
        const odd = above ?? (node && node.kind !== "map" && !isNull(node) ? node : undefined);
        if (spec instanceof Map) {
          visit(spec, entry?.value, odd);
          continue;
        }
        const value = odd || !entry ? undefined : valueOf(spec, entry.value);
        const strange = odd ?? (value === undefined ? entry?.value : undefined);
        if (strange) locked.set(spec.path, asWritten(strange));
        values.set(spec.path, value ?? emptyValue(spec));
      }
    };
    visit(this.tree, root, undefined);
    values.set(STORY, file.story);
    return { values, locked };
  }

  /**
   * The file with the values in it: what they say otherwise than the source gets other lines.
   * @param {string} source
   * @param {Values} values
   */
  write(source, values) {
    const file = apart(source);
    const root = parse(file.front, 1);
    const front = changedLines(this.tree, file.lines, root, values);
    const story = /** @type {string} */ (values.get(STORY));
    const end = trimmed(story);
    const body = end === "" ? "" : `${story.startsWith("\n") ? "" : "\n"}${end}\n`;
    const rest = end === trimmed(file.story) ? file.rest : body.split("\n");
    const text = [file.open, ...front, file.close, ...rest].join("\n");
    return file.mark + (file.returns ? text.replaceAll("\n", "\r\n") : text);
  }

  /**
   * All that a file says, as data: what the form knows and what not.
   * @param {string} text
   */
  data(text) {
    const { front, story } = apart(text);
    return { gegevens: dataOf(parse(front, 1)), verhaal: story };
  }

  /**
   * The file of a dilemma as data, in the form of data() or of the front matter alone. What the form does not know stands in it as it came.
   * @param {unknown} data
   * @param {string} today
   */
  fromData(data, today) {
    if (!isObject(data)) throw new Unreadable(1, "data");
    const whole = isObject(data.gegevens);
    const front = isObject(data.gegevens) ? data.gegevens : data;
    // What stands beside it in the open data of a dilemma says where it was published. All else stays.
    const envelope = new Set(["$schema", "versie", "slug", "url", "licentie", "gegevens", "verhaal"]);
    const strange = whole ? Object.fromEntries(Object.entries(data).filter(([key]) => !envelope.has(key) && !(key in front))) : {};
    if (!whole && !("title" in front) && !("canvas" in front)) throw new Unreadable(1, "data");
    const lines = ["---", ...mapping(/** @type {Record<string, Data>} */ ({ .../** @type {object} */ (dated(front, this.tree)), ...strange }), 0), "---"];
    const story = whole && typeof data.verhaal === "string" ? data.verhaal : "";
    const text = `${lines.join("\n")}\n${story}`;
    return Object.keys(front).length ? text : this.blank(today);
  }
}

/**
 * Data with its days as days.
 * @param {unknown} data
 * @param {Map<string, Tree | Spec | Row>} level
 * @returns {unknown}
 */
function dated(data, level) {
  if (!isObject(data)) return data;
  const own = { ...data };
  for (const [key, spec] of level) {
    const value = own[key];
    if (value === undefined) continue;
    if (spec instanceof Map) own[key] = dated(value, spec);
    else if (spec.kind === "date" && typeof value === "string") own[key] = day(value);
    else if (spec.kind === "table" && Array.isArray(value)) {
      const rows = new Map(spec.rows.map((row) => [row.key, row]));
      own[key] = value.map((row) => dated(row, rows));
    }
  }
  return own;
}

/**
 * What a node says, to show.
 * @param {Node} node
 */
function asWritten(node) {
  const data = dataOf(node);
  return typeof data === "string" ? data : JSON.stringify(data, null, 2);
}
