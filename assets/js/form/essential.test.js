import assert from "node:assert/strict";
import { test } from "node:test";
import { personal } from "./essential.js";

/** @param {string} text */
const found = (text) => personal(text).map(({ word, text: excerpt }) => `${word}: ${excerpt}`);

test("finds what shows by its form", () => {
  for (const [text, ...want] of [
    ["Mail a.b@voorbeeld.nl of bel 06-12345678.", "bad_email: a.b@voorbeeld.nl", "bad_phone: 06-12345678"],
    ["Bel +31 (0)20 123 45 67", "bad_phone: +31 (0)20 123 45 67"],
    ["Op NL91 ABNA 0417 1643 00 stond niets.", "bad_iban: NL91 ABNA 0417 1643 00"],
    ["BSN 111222333 staat erin", "bad_bsn: 111222333"],
    ["Hij woont op 1234 AB.", "bad_address: 1234 AB"],
    ["Volgens mevrouw Jansen-Smit mag het", "bad_name: mevrouw Jansen-Smit"],
    ["meneer van den Berg", "bad_name: meneer van den Berg"],
  ]) {
    assert.deepEqual(found(text), want, text);
  }
});

test("leaves what only looks like it", () => {
  for (const text of [
    "zaak 111222334",
    "NL91 ABNA 9417 1643 01",
    "111111111",
    "00000 0000000000",
    "1234 SS",
    "de heer en mevrouw",
    "12.345.678 euro",
    "0,0612345678",
  ]) {
    assert.deepEqual(found(text), [], text);
  }
});

test("places are those in the text", () => {
  const text = "🙂 a@b.nl";
  const [{ start, end }] = personal(text);
  assert.equal(text.slice(start, end), "a@b.nl");
});

test("ends soon on any text, and gives at most a hundred values", { timeout: 60_000 }, () => {
  for (const token of ["a", "a@", "a.", "a@b.nl ", "1", "1 ", "06", "NL12 ", "AAAA ", "de heer ", "van ", "mevrouw van ", "\u00e9", "-", "+"]) {
    assert.ok(personal(token.repeat(1_000_000 / token.length)).length <= 100);
    assert.ok(personal(`a@${token.repeat(500_000 / token.length)}`).length <= 100);
  }
});
