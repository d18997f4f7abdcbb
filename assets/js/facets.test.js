import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, filter } from "./facets.js";

/** @param {string[]} keys */
const item = (...keys) => ({ keys, has: new Set(keys) });
const a = item("thema/privacy", "laag/gemeente");
const b = item("thema/privacy", "thema/timing", "laag/rijk");
const c = item("thema/timing", "laag/gemeente");

test("without a choice everything fits, and every word counts what has it", () => {
  const { fits, counts } = filter([a, b, c], new Map());
  assert.deepEqual(fits, [a, b, c]);
  assert.deepEqual(Object.fromEntries(counts), { "thema/privacy": 2, "thema/timing": 2, "laag/gemeente": 2, "laag/rijk": 1 });
});

test("of every facet one of the chosen words is asked for", () => {
  const { fits } = filter(
    [a, b, c],
    new Map([
      ["thema", ["thema/privacy", "thema/timing"]],
      ["laag", ["laag/gemeente"]],
    ]),
  );
  assert.deepEqual(fits, [a, c]);
});

test("a word counts what would fit if it were chosen too", () => {
  const { fits, counts } = filter(
    [a, b, c],
    new Map([
      ["thema", ["thema/privacy"]],
      ["laag", ["laag/gemeente"]],
    ]),
  );
  assert.deepEqual(fits, [a]);
  assert.deepEqual(Object.fromEntries(counts), { "thema/privacy": 1, "laag/gemeente": 1, "laag/rijk": 1, "thema/timing": 1 });
});

test("the choice is what is ticked, by facet", () => {
  /** @type {[string, string, boolean][]} */
  const boxes = [
    ["thema", "privacy", true],
    ["thema", "timing", false],
    ["laag", "rijk", true],
  ];
  const options = boxes.map(([facet, word, checked]) => ({ facet, word, input: /** @type {HTMLInputElement} */ ({ checked }) }));
  assert.deepEqual(Object.fromEntries(chosen(options)), { thema: ["thema/privacy"], laag: ["laag/rijk"] });
});
