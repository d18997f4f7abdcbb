import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { engine } from "./engine.js";

/** @param {[page: number, level: number][]} hits  what listOf of tools/site/search/words.go writes */
function list(hits) {
  let before = -1;
  return hits
    .map(([page, level]) => {
      const sign = String.fromCharCode(35 + (page - before) * 16 + level);
      before = page;
      return sign;
    })
    .join("");
}

const everywhere = { f: { besluit: list([[1, 9], [4, 3]]) }, n: 9000 }; // prettier-ignore
const words = { besluit: everywhere, besluiten: { ...everywhere, f: { besluiten: list([[4, 9]]) } }, zeld: { f: { zeld: list([[2, 4], [4, 4], [7, 9]]) } } }; // prettier-ignore
const files = /** @type {Record<string, Uint8Array>} */ ({
  "index.json": Buffer.from(JSON.stringify({ version: "v", languages: { nl: { pages: 10000, words: [""], facets: [], stems: { besluit: "besluit", besluiten: "besluiten", zeld: "zeld" } } } })), // prettier-ignore
  "v/nl/words/0.bin": gzipSync(JSON.stringify(words)),
});
const { search } = engine("nl", [], async (name) => (files[name] ? new Response(new Uint8Array(files[name])) : new Response("", { status: 404 })));

test("a word of which not all pages are known, does not leave out a page that has the other words", async () => {
  const found = await search("besluit zeld");
  assert.deepEqual(new Set(found?.pages), new Set([2, 4, 7]));
  assert.deepEqual([found?.whole, found?.everywhere], [true, ["besluit"]]);
});

test("such a word alone gives the pages that are most about it, and says so", async () => {
  const found = await search("besluit");
  assert.deepEqual([found?.pages, found?.whole, found?.everywhere], [[1, 4], true, ["besluit"]]);
});

test("of two such words a page must have both", async () => {
  const found = await search("besluit besluiten");
  assert.deepEqual([found?.pages, found?.everywhere], [[4], ["besluit", "besluiten"]]);
});

test("of a word of which all pages are known nothing is said", async () => {
  const found = await search("zeld");
  assert.deepEqual([found?.pages, found?.everywhere], [[7, 2, 4], []]);
});
