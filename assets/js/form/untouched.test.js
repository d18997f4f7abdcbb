import assert from "node:assert/strict";
import { test } from "node:test";
import { isMap, parseDocument } from "yaml";
import { Definition } from "./document.js";
import { definitionData, files } from "./testdata.js";

const definition = new Definition(definitionData());

/**
 * The same file as other programs lay it out.
 * @param {string} text
 */
const layouts = (text) => [text, text.replaceAll("\n", "\r\n"), `\ufeff${text}`, text.replace(/\n---\n/, "\n# tot hier\n---\n")];

/**
 * Where the lines of the fields begin and end in a file, by a parser of others.
 * @param {string} text  with a line feed at the end of each line
 */
function linesIn(text) {
  const start = text.indexOf("\n") + 1;
  const front = parseDocument(text.slice(start, text.indexOf("\n---", start - 1) + 1)).contents;
  return (/** @type {string} */ path) => linesOf(text, start, front, path.split("."));
}

/**
 * Those of one field. Nothing when the file does not have it.
 * @param {string} text
 * @param {number} start  of the front matter
 * @param {unknown} front
 * @param {string[]} keys
 */
function linesOf(text, start, front, keys) {
  let map = front;
  for (const [i, key] of keys.entries()) {
    if (!isMap(map) || map.flow) return undefined; // between brackets the map is one field
    const at = map.items.findIndex((pair) => String(/** @type {any} */ (pair.key).value) === key);
    const pair = /** @type {any} */ (map.items[at]);
    if (!pair) return undefined;
    if (i === keys.length - 1) {
      const from = start + pair.key.range[0];
      const to = start + (pair.value?.range?.[2] ?? pair.key.range[2]);
      return { from: text.lastIndexOf("\n", from - 1) + 1, to: text[to - 1] === "\n" ? to : text.indexOf("\n", to) + 1 };
    }
    map = pair.value;
  }
  return undefined;
}

/**
 * What is not the same in two texts: where it begins, and where it ends in the first.
 * @param {string} before
 * @param {string} after
 */
function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let behind = 0;
  while (behind < shorter - from && before.at(-1 - behind) === after.at(-1 - behind)) behind++;
  return { from, to: before.length - behind };
}

test("a dilemma that is opened to improve it changes in the lines that were touched, and in no other byte", () => {
  let changed = 0;
  for (const file of files()) {
    for (const text of layouts(file)) {
      assert.equal(definition.write(text, definition.read(text).values), text, "nothing is touched");
      // Signs of one unit, so that places count alike in both texts.
      const plain = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
      const linesAt = linesIn(plain);
      for (const { path, kind } of definition.specs) {
        if (kind !== "text" && kind !== "list") continue;
        const { values, locked } = definition.read(text);
        const lines = linesAt(path);
        if (locked.has(path) || !lines) continue;
        values.set(path, kind === "list" ? ["Een ander punt"] : "Een andere tekst");
        const written = definition.write(text, values);
        assert.equal(written.startsWith("\ufeff"), text.startsWith("\ufeff"));
        assert.equal(/[^\r]\n/.test(written), /[^\r]\n/.test(text), "the line ends are those of the file");
        const { from, to } = difference(plain, written.replace(/^\ufeff/, "").replaceAll("\r\n", "\n"));
        assert.ok(from >= lines.from && to <= lines.to, `${path}: ${from}-${to} is changed, and the field stands at ${lines.from}-${lines.to} of\n${plain}`);
        assert.deepEqual(definition.read(written).values.get(path), values.get(path));
        changed++;
      }
    }
  }
  assert.ok(changed > 1000, `${changed} fields`);
});
