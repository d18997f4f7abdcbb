import assert from "node:assert/strict";
import { test } from "node:test";
import { Definition } from "./document.js";
import { placed } from "./places.js";
import { definitionData, random } from "./testdata.js";
import { linesOf, signsIn } from "./texts.js";

/** @import { Cell, TableEntry } from "./values.js" */

const definition = new Definition(definitionData());
const notations = ["double", "single", "plain", "literal", "folded"];

/**
 * Writes a file whose texts stand in every notation, and remembers at which bytes each of their words stands.
 * @param {ReturnType<typeof random>} chance
 */
function written({ below, pick }) {
  /** @type {{ field: string, word: string, start: number, end: number }[]} */
  const words = [];
  let file = below(4) === 0 ? "\ufeff" : "";
  const bytes = () => Buffer.byteLength(file);
  let last = 0;

  /** @param {string} sign */
  const escaped = (sign) => {
    const code = /** @type {number} */ (sign.codePointAt(0));
    const hex = (/** @type {number} */ length) => code.toString(16).padStart(length, "0");
    if (sign === '"' || sign === "\\") return `\\${sign}`;
    const choice = below(8);
    if (choice === 0 && code < 0x100) return `\\x${hex(2)}`;
    if (choice === 1 && code < 0x10000) return `\\u${hex(4)}`;
    return choice === 2 ? `\\U${hex(8)}` : sign;
  };

  /**
   * Adds a text of some words.
   * @param {string} field
   * @param {string} notation
   * @param {number} indent
   */
  const add = (field, notation, indent) => {
    const pad = `\n${" ".repeat(indent + 2)}`;
    const between = {
      double: [" ", "  ", `${pad}  `, `\\n`, "\\t", ` \\${pad}`, `\\${pad}\\ `, `\n${pad}`],
      single: [" ", pad, `\n${pad}`],
      plain: [" ", "  ", pad, `\n${pad}`],
      literal: [" ", pad, `\n${pad}`, `${pad}  `],
      folded: [" ", pad, `\n${pad}`],
      flow: [" "],
      story: [" ", "\n", "\n\n", "\n- "],
    }[notation] ?? [" "];
    const quote = notation === "double" ? '"' : notation === "single" ? "'" : "";
    file += notation === "literal" ? `|${pick(["", "-", "2-"])}${pad}` : notation === "folded" ? `>${pad}` : quote;
    for (let i = 1 + below(5); i > 0; i--) {
      const word = `w${last++}${pick(["", "é", "🙂", quote && '"', quote && "'", quote && "\\", quote && ": x"])}z`.split(" ")[0];
      const start = bytes();
      file += quote === '"' ? [...word].map(escaped).join("") : quote ? word.replaceAll("'", "''") : word;
      words.push({ field, word, start, end: bytes() });
      if (i > 1) file += pick(between);
    }
    file += quote;
  };

  file += "---\ntitle: Proef\ncanvas:\n  kennismaken:\n    dilemma: ";
  add("canvas.kennismaken.dilemma", pick(notations), 4);
  file += "\n    waarom_nu:\n      ";
  add("canvas.kennismaken.waarom_nu", pick(["double", "single", "plain"]), 4);
  file += "\n  verkennen:\n    spelers:\n";
  for (let i = 0; i < 2; i++) {
    file += "    - speler: ";
    add(`canvas.verkennen.spelers.${i}.speler`, pick(notations), 6);
    file += "\n";
  }
  file += "  afwegen:\n    keuzes:\n      - keuze: ";
  add("canvas.afwegen.keuzes.0.keuze", pick(notations), 8);
  file += "\n        voordelen:\n";
  for (let i = 0; i < 3; i++) {
    if (below(3) === 0) file += "          # w0z w1z\n";
    file += "          - ";
    add(`canvas.afwegen.keuzes.0.voordelen.${i}`, pick(notations), 10);
    file += "\n";
  }
  file += "        nadelen: [";
  for (let i = 0; i < 3; i++) {
    file += pick(["", " ", "\n          ", " # w0z\n          "]);
    const notation = pick(["double", "single", "flow"]);
    add(`canvas.afwegen.keuzes.0.nadelen.${i}`, notation, 10);
    file += pick([",", " ,", ", # w1z\n          "]);
  }
  file += "]\n---\n\n";
  add("", "story", 0);
  file += "\n";
  return { file, words };
}

/**
 * What a field shows at a path of a finding, and whether it is a list.
 * @param {string} file
 * @param {string} field
 */
function shownAt(file, field) {
  const { values, locked } = definition.read(file);
  assert.equal(locked.size, 0);
  if (!field) return { text: String(values.get("verhaal")), list: false };
  const path = [...values.keys()].find((key) => field === key || field.startsWith(`${key}.`)) ?? "";
  const value = values.get(path);
  const [index, row] = field.slice(path.length + 1).split(".");
  const own = /** @type {Cell} */ (row ? /** @type {TableEntry[]} */ (value)[Number(index)].fields[row] : value);
  return Array.isArray(own) ? { text: linesOf(own), list: true } : { text: String(own), list: false };
}

/** @param {string} file */
const ofWindows = (file) => file.replaceAll("\n", "\r\n");

test("a word is found in its field, in whatever notation the file has it", () => {
  const chance = random(20261129);
  for (let i = 0; i < 150; i++) {
    const { file, words } = written(chance);
    for (const [kind, text] of /** @type {const} */ ([
      ["unix", file],
      ["windows", ofWindows(file)],
    ])) {
      const found = words.map((one) => {
        if (kind === "unix") return one;
        const bytes = Buffer.from(file);
        const start = Buffer.byteLength(ofWindows(bytes.subarray(0, one.start).toString()));
        return { ...one, start, end: start + Buffer.byteLength(ofWindows(bytes.subarray(one.start, one.end).toString())) };
      });
      for (const one of placed(text, found)) {
        const shown = shownAt(text, one.field);
        const signs = signsIn(shown.text, shown.list);
        assert.equal(one.signs, signs.length, `${one.field} in\n${text}`);
        const { from = 0, to = 0 } = one;
        assert.equal(shown.text.slice(signs[from], signs[to - 1] + 1), one.word, `${one.field} in\n${text}`);
        assert.equal(Boolean(one.story), one.field === "");
      }
    }
  }
});

test("what stands in no text of a field has no place", () => {
  const file = "---\ntitle: Een titel # wie: Jansen\ncanvas: {kennismaken: {dilemma: [1, 2]}}\n---\n";
  const at = (/** @type {string} */ words) => ({ start: file.indexOf(words), end: file.indexOf(words) + words.length });
  for (const one of [
    { field: "title", ...at("Jansen") },
    { field: "canvas.kennismaken", ...at("dilemma") },
    { field: "", start: 0, end: 0 },
    { field: "bestaat.niet", ...at("Een") },
  ]) {
    const [{ from, story }] = placed(file, [one]);
    assert.deepEqual([from, story], [undefined, undefined], JSON.stringify(one));
  }
});

test("a list is its lines, without what opens them", () => {
  const text = "- een\n• twee drie\n  * vier\n-vijf\n-";
  assert.equal(
    signsIn(text, true)
      .map((at) => text[at])
      .join(""),
    "eentweedrievier-vijf-",
  );
  assert.equal(signsIn(text, false).length, "-een•tweedrie*vier-vijf-".length);
});
