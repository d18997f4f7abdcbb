// Holds the reading of YAML to the library `yaml` from npm, over files that people could have made: what the form reads, the library reads too, and the
// same; and what the form refuses, it refuses with a reason that it has words for.
//
// MUTATIONS=60000 npm test tries more files than the few thousand of every day.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isMap, isScalar, isSeq, parse as parseYAML, parseDocument } from "yaml";
import { Definition } from "./document.js";
import { definitionData, files, mutated, random } from "./testdata.js";
import { newEntry, sameValue } from "./values.js";
import { dataOf, isNull, parse, Unreadable } from "./yaml.js";

/** @import { Cell, Row, Spec, TableEntry, Value } from "./values.js" */
/** @import { MapNode, Node } from "./yaml.js" */

const MUTATIONS = Number(process.env.MUTATIONS ?? 3000);
const definition = new Definition(definitionData());
const words = new Set(Object.keys(parseYAML(readFileSync(new URL("../../../i18n/nl.yaml", import.meta.url), "utf8"))));

/**
 * The lines of the front matter of a file, without those of dashes.
 * @param {string} text
 */
function frontOf(text) {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  const close = lines.findIndex((line, i) => i > 0 && /^---[ \t]*\r?$/.test(line));
  return lines.slice(1, close);
}

/**
 * A value in the terms of both: a map as pairs, so that their order counts; of a text without quotes what stands there, and what it is.
 * @typedef {null | { map: [string, Content][] } | { list: Content[] } | { text: string } | { plain: string, value: unknown }} Content
 */

/**
 * What the library reads, or why it does not.
 * @param {string[]} front
 * @returns {{ problem: string } | { content: Content }}
 */
function byLibrary(front) {
  const document = parseDocument(front.map((line) => `${line}\n`).join(""), { schema: "core", prettyErrors: false, logLevel: "silent" });
  if (document.errors.length) return { problem: document.errors[0].message };
  /**
   * @param {unknown} node
   * @returns {Content}
   */
  const contentOf = (node) => {
    if (isMap(node)) return { map: node.items.map(({ key, value }) => [isScalar(key) ? String(key.source) : "no text", contentOf(value)]) };
    if (isSeq(node)) return { list: node.items.map(contentOf) };
    if (!isScalar(node) || node.value === null) return null;
    return node.type === "PLAIN" ? { plain: String(node.source), value: node.value } : { text: String(node.value) };
  };
  return { content: contentOf(document.contents) ?? { map: [] } };
}

/**
 * What the form reads. Numbers that JSON would write otherwise are texts for it, as they stand there.
 * @param {Node} node
 * @param {Content} [library]  what the library says of the same
 * @returns {Content}
 */
function byForm(node, library) {
  const same = library ?? null;
  if (isNull(node)) return null;
  if (node.kind === "map") return { map: node.entries.map(({ key, value }, i) => [key, byForm(value, same && "map" in same ? same.map[i]?.[1] : null)]) };
  if (node.kind === "list") return { list: node.items.map(({ value }, i) => byForm(value, same && "list" in same ? same.list[i] : null)) };
  if (node.kind === "nothing") return null;
  if (!node.plain) return { text: node.text };
  const value = dataOf(node);
  return { plain: node.text, value: value === node.text && same && "plain" in same && typeof same.value === "number" ? same.value : value };
}

/** @typedef {{ error: Unreadable, tree?: undefined, values?: undefined, locked?: undefined }} Refused */
/** @typedef {ReturnType<Definition["read"]> & { tree: MapNode, error?: undefined }} Taken */
/**
 * Reads a file as the form does: its values, or why it is refused. Anything else that goes wrong is a fault.
 * @param {string} text
 * @returns {Refused | Taken}
 */
function read(text) {
  try {
    const lines = frontOf(text).map((line) => line.replace(/\r$/, ""));
    return { ...definition.read(text), tree: parse(lines, 1) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { error };
  }
}

/**
 * Tells with which mutation something went wrong.
 * @param {number} seed
 * @param {string} text
 * @param {() => void} act
 */
function about(seed, text, act) {
  try {
    act();
  } catch (error) {
    throw new Error(`mutation ${seed}: ${error instanceof Error ? error.message : error}\n${text}`, { cause: error });
  }
}

const sources = files();

test("the files to begin with are read as the library reads them", () => {
  for (const text of sources) {
    const library = byLibrary(frontOf(text));
    const { tree, error } = read(text);
    assert.equal(error, undefined, text);
    assert.ok(tree && "content" in library);
    assert.deepEqual(byForm(tree, library.content), library.content);
  }
});

test(`${MUTATIONS} mutated files are read as the library reads them, or refused with a reason`, () => {
  let taken = 0;
  let needless = 0;
  for (let seed = 0; seed < MUTATIONS; seed++) {
    const chance = random(seed);
    const text = mutated(chance.pick(sources), chance);
    about(seed, text, () => {
      const { error, tree, values } = read(text);
      const library = byLibrary(frontOf(text));
      if (error) {
        assert.ok(words.has(`form_${error.reason}`), `no words for ${error.reason}`);
        assert.ok(error.line >= 1 && error.line <= text.split("\n").length, `line ${error.line}`);
        if ("content" in library) needless++;
        return;
      }
      assert.ok("content" in library, `the form reads it, the library says: ${"problem" in library && library.problem}`);
      assert.deepEqual(byForm(tree, library.content), library.content);
      assert.equal(definition.write(text, values), text, "without a change the file is another");
      taken++;
    });
  }
  // Else the mutations say nothing about reading, or the form refuses for its ease.
  assert.ok(taken > MUTATIONS / 5, `${taken} are read`);
  assert.ok(needless < MUTATIONS / 12, `${needless} are refused that the library reads`);
});

/**
 * Data in which it does not matter whether something empty stands there or not, nor how a text ends.
 * @param {unknown} data
 * @returns {unknown}
 */
function lean(data) {
  if (typeof data === "string") return data.trimEnd() || undefined;
  if (data === null || data === false) return undefined;
  if (Array.isArray(data)) return data.length ? data.map(lean) : undefined;
  if (typeof data !== "object") return data;
  const kept = Object.entries(data).flatMap(([key, value]) => (lean(value) === undefined ? [] : [[key, lean(value)]]));
  return kept.length ? Object.fromEntries(kept.sort()) : undefined;
}

/**
 * Takes away what stands at a path.
 * @param {any} data
 * @param {string[]} path
 * @returns {unknown}
 */
function without(data, [key, ...rest]) {
  if (typeof data !== "object" || data === null || !(key in data)) return data;
  const { [key]: value, ...left } = data;
  return rest.length ? { ...left, [key]: without(value, rest) } : left;
}

const answers = [
  "Kort",
  "",
  "Twee\nregels",
  "  ingesprongen\nen niet",
  "x: y # geen opmerking",
  "- streep",
  '\'s ochtends "nu"',
  "nee",
  "012",
  "é🙂",
  "w ".repeat(80),
];

/**
 * Another value for a field.
 * @param {Spec | Row} spec
 * @param {Value | undefined} value
 * @param {ReturnType<typeof random>} chance
 * @returns {Value}
 */
function other(spec, value, chance) {
  switch (spec.kind) {
    case "flag":
      return !value;
    case "date":
      return chance.pick(["2027-01-31", "", "morgen"]);
    case "term":
    case "slug":
      return chance.pick(["gemeente", "no", ""]);
    case "list":
    case "terms": {
      const list = [.../** @type {string[]} */ (value)];
      if (chance.below(2)) list.splice(chance.below(list.length + 1), 0, chance.pick(answers).replaceAll("\n", " "));
      if (chance.below(2)) list.splice(chance.below(list.length), 1);
      return list.filter((text) => text.trim());
    }
    case "table": {
      const entries = structuredClone(/** @type {TableEntry[]} */ (value));
      const row = chance.pick([spec.item, ...spec.rows]);
      for (const { fields } of entries) if (chance.below(2)) fields[row.key] = /** @type {Cell} */ (other(row, fields[row.key], chance));
      if (chance.below(2)) entries.splice(chance.below(entries.length + 1), 0, newEntry(spec, { [spec.item.key]: "Nieuw" }));
      if (chance.below(3) === 0) entries.splice(chance.below(entries.length), 1);
      if (chance.below(3) === 0) entries.unshift(...entries.splice(-1));
      return entries;
    }
  }
  return chance.pick(answers);
}

test(`a change in ${MUTATIONS} mutated files touches nothing else`, () => {
  for (let seed = 0; seed < MUTATIONS; seed++) {
    const chance = random(-1 - seed);
    const text = mutated(chance.pick(sources), chance);
    const { values, locked, tree } = read(text);
    if (!tree) continue;
    const spec = chance.pick(definition.specs);
    if (locked.has(spec.path)) continue;
    about(-1 - seed, text, () => {
      values.set(spec.path, other(spec, values.get(spec.path), chance));
      const after = definition.write(text, values);
      const again = read(after);
      assert.ok(again.tree, `${again.error?.message} in\n${after}`);
      assert.ok(sameValue(spec, again.values.get(spec.path) ?? "", values.get(spec.path) ?? ""), `${spec.path} in\n${after}`);
      const path = spec.path.split(".");
      assert.deepEqual(lean(without(dataOf(again.tree), path)), lean(without(dataOf(tree), path)), `beside ${spec.path}, in\n${after}`);
      const library = byLibrary(frontOf(after));
      assert.ok("content" in library, `the library says: ${"problem" in library && library.problem} in\n${after}`);
      assert.deepEqual(byForm(again.tree, library.content), library.content);
    });
  }
});

test("hidden characters are refused with their place", () => {
  for (const [text, line, place, code] of /** @type {[string, number, string, string][]} */ ([
    ["---\ntitle: Mag dit\u2028naar buiten\n---\n", 2, "15", "U+2028"],
    ["---\ntitle: x\n# 🙂 \u2029\n---\n", 3, "5", "U+2029"],
    ["---\ntitle: 'x\u0085y'\n---\n", 2, "10", "U+0085"],
    ["---\ntitle: x\ry\n---\n", 2, "9", "U+000D"],
    ["---\ntitle: x\n---\nverhaal \x07\n", 4, "9", "U+0007"],
    ["---\ntitle: \ufeffx\n---\n", 2, "8", "U+FEFF"],
  ])) {
    assert.throws(
      () => definition.read(text),
      (error) => error instanceof Unreadable && error.line === line && error.reason === "sign" && error.details.join() === `${place},${code}`,
      JSON.stringify(text),
    );
  }
  // In the story they harm nothing.
  assert.equal(definition.read("---\ntitle: x\n---\na\u2028b\n").values.get("verhaal"), "a\u2028b\n");
});

test("what goes deep is refused, and does not exhaust the stack", () => {
  for (const line of [`a: ${"[".repeat(100_000)}`, `a: ${'{"a":'.repeat(100_000)}`, `a:\n  ${"- ".repeat(100_000)}`]) {
    assert.throws(() => parse(line.split("\n")), Unreadable);
  }
});
