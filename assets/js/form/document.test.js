import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse as parseYAML } from "yaml";
import { Definition } from "./document.js";
import { definitionData, files } from "./testdata.js";
import { Unreadable } from "./yaml.js";

const definition = new Definition(definitionData());
const words = new Set(Object.keys(parseYAML(readFileSync(new URL("../../../i18n/nl.yaml", import.meta.url), "utf8"))));

test("a new dilemma has every field but those that come up later, and nothing in them", () => {
  const text = definition.blank("2026-03-12");
  const { values, locked } = definition.read(text);
  assert.equal(locked.size, 0);
  assert.equal(definition.write(text, values), text);
  const data = parseYAML(text.split("---")[1]);
  assert.equal(data.date, "2026-03-12");
  assert.equal(data.draft, true);
  assert.equal(data.editie, definition.edition);
  assert.deepEqual(Object.keys(data.canvas), ["kennismaken", "verkennen", "afwegen", "kiezen", "afronden"]);
  assert.ok(!("ingetrokken" in data) && !("vervangen_door" in data));
});

test("JSON and back says the same, whatever else the data holds", () => {
  for (const text of files()) {
    const data = { ...definition.data(text) };
    const again = definition.data(definition.fromData(JSON.parse(JSON.stringify(data)), "2026-03-12"));
    assert.deepEqual(trimmed(again.gegevens), trimmed(data.gegevens));
    assert.equal(again.verhaal, data.verhaal);
  }
});

/**
 * Data whose texts end where their words end, as the form writes them.
 * @param {unknown} data
 * @returns {unknown}
 */
function trimmed(data) {
  if (typeof data === "string") return data.trimEnd();
  if (Array.isArray(data)) return data.map(trimmed);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, trimmed(value)]));
}

test("JSON of something else is refused", () => {
  for (const data of [null, 1, "x", [], {}, { a: 1 }]) {
    assert.throws(
      () => definition.fromData(data, "2026-03-12"),
      (error) => error instanceof Unreadable && error.reason === "data",
      JSON.stringify(data),
    );
  }
});

test("a field in another form stays as it is, and is shown", () => {
  const text = "---\ntitle: {a: b}\nthemas: x\ncanvas:\n  kennismaken: een tekst\n  verkennen:\n    spelers:\n      - Jurist\n---\n";
  const { values, locked } = definition.read(text);
  assert.deepEqual(Object.fromEntries(locked), {
    title: '{\n  "a": "b"\n}',
    themas: "x",
    "canvas.kennismaken.dilemma": "een tekst",
    "canvas.kennismaken.waarom_nu": "een tekst",
    "canvas.verkennen.spelers": '[\n  "Jurist"\n]',
  });
  values.set("title", "Anders");
  values.set("canvas.kennismaken.dilemma", "Anders");
  values.set("tweede_lezer", "Jurist");
  assert.equal(definition.write(text, values), text.replace("\n---\n", '\ntweede_lezer: "Jurist"\n---\n'));
});

test("a map between brackets is written out when one of its values changes, and what else stands in it stays", () => {
  const text = "---\ntitle: x\ntoestemming: {eigenaar: false, bewijs: [1, a b]} # zie de map\n---\n";
  const { values } = definition.read(text);
  values.set("toestemming.eigenaar", true);
  assert.equal(definition.write(text, values), "---\ntitle: x\ntoestemming: # zie de map\n  eigenaar: true\n  bewijs:\n    - 1\n    - a b\n---\n");
});

test("comments below a text that comes to stand below a | do not become part of it", () => {
  const text = "---\ntitle: x\ntweede_lezer: Jurist\n    # dieper\nherzien_voor: 2027-01-01\n---\n";
  const { values } = definition.read(text);
  values.set("tweede_lezer", "Jurist\nen arts");
  assert.equal(definition.write(text, values), "---\ntitle: x\ntweede_lezer: |\n  Jurist\n  en arts\n# dieper\nherzien_voor: 2027-01-01\n---\n");
});

test("line ends stay as they are", () => {
  for (const [text, changed] of [
    ["---\r\ntitle: x\r\n---\r\nverhaal\r\n", '---\r\ntitle: "y"\r\n---\r\nverhaal\r\n'],
    ["\ufeff---\r\ntitle: x\r\n---\r", '\ufeff---\r\ntitle: "y"\r\n---\r'],
    ["---\ntitle: x\ndraft: true\r\n---\nver\r\nhaal\n", '---\ntitle: "y"\ndraft: true\r\n---\nver\r\nhaal\n'],
  ]) {
    const { values } = definition.read(text);
    assert.equal(definition.write(text, values), text);
    values.set("title", "y");
    assert.equal(definition.write(text, values), changed);
  }
});

/** Texts of about a megabyte that are hard to read, or that should not be read at all. */
function* hostile() {
  const many = (/** @type {string} */ token, size = 1_000_000) => token.repeat(size / token.length);
  const value = (/** @type {string} */ text) => `---\ntitle: x\ncanvas:\n  kennismaken:\n    dilemma: ${text}\n---\n`;
  const front = (/** @type {string} */ text) => `---\ntitle: x\n${text}\n---\n`;
  for (const token of [
    "a",
    "a ",
    " ",
    "\\n",
    "\\u00e9",
    "''",
    "a\n      ",
    "\n",
    "\n\n      a",
    "[",
    "]",
    "{",
    "}",
    "[a, ",
    "{a: ",
    "- ",
    "? ",
    "#",
    " #",
    ": ",
    "a: ",
    "&a ",
    "*a ",
    "!a ",
    "| ",
    '"',
    "'",
  ]) {
    for (const [open, close] of [
      ["", ""],
      ['"', '"'],
      ["'", "'"],
      ['"', ""],
      ["[", "]"],
      ["{", "}"],
      ["|\n      ", ""],
      [">\n      ", ""],
    ]) {
      yield value(open + many(token) + close);
    }
    yield front(many(token));
    yield `${value("x")}${many(token)}`;
  }
  yield value("[".repeat(8000));
  yield front("x:\n" + many("  - a\n"));
  yield front(many("#\n"));
  yield front(Array.from({ length: 100_000 }, (_, i) => `a${i}: b`).join("\n"));
  yield front(`x: {${Array.from({ length: 100_000 }, (_, i) => `a${i}: b`).join(", ")}}`);
  yield front(Array.from({ length: 1400 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"));
  for (const sign of ["\u2028", "\u2029", "\u0085", "\r", "\0", "\ufeff", "\ud800", "\x1b", "\ufffe"]) {
    for (const text of [front(`y: a${sign}b`), `${value("x")}a${sign}b`, sign + value("x"), value("x").replaceAll("\n", sign)]) yield text;
  }
  for (const text of ["", "---", "---\n", "---\n---", "{}", "\ufeff\ufeff---\n---\n"]) yield text;
}

test("whatever stands in a file: it opens and can be written, or is refused with a reason and a line", { timeout: 300_000 }, () => {
  let opened = 0;
  let refused = 0;
  for (const text of hostile()) {
    try {
      const { values } = definition.read(text);
      values.set("title", "ander");
      definition.read(definition.write(text, values));
      opened++;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      assert.ok(error.line >= 1 && words.has(`form_${error.reason}`), `${error.reason} at ${error.line}`);
      refused++;
    }
  }
  assert.ok(opened > 50 && refused > 50, `${opened} opened, ${refused} refused`);
});
