import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, entryName, linesOf, listOf } from "./texts.js";

test("a text keeps what can be read, and its lines", () => {
  assert.equal(clean("a\r\nb\rc\u2028d\u2029e\u0085f"), "a\nb\nc\nd\ne\nf");
  assert.equal(clean("a\tb\u0000\u0007\u001b\u007f\u009f\ufeff\uffff"), "a b");
  assert.equal(clean("é🙂\ud83d"), "é🙂\ufffd");
});

test("a list is written a text a line, and what is unchanged keeps its own lines", () => {
  const old = ["een\n  twee", "drie"];
  assert.equal(linesOf(old), "een twee\ndrie");
  assert.deepEqual(listOf(linesOf(old), old), old);
  assert.deepEqual(listOf("- drie\n\n • een twee \nvier", old), ["drie", "een\n  twee", "vier"]);
  assert.deepEqual(listOf("een twee\neen twee", old), ["een\n  twee", "een twee"]);
  assert.deepEqual(listOf(" \n", old), []);
});

test("entries are called as on the canvas", () => {
  /** @param {string} [numbering] */
  const spec = (numbering) => /** @type {import("./values.js").TableSpec} */ ({ item: { label: "Speler", numbering } });
  assert.equal(entryName(spec("letters"), 2), "Speler C");
  assert.equal(entryName(spec("letters"), 26), "Speler 27");
  assert.equal(entryName(spec(), 0), "Speler 1");
});
