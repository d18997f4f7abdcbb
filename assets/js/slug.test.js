import assert from "node:assert/strict";
import { test } from "node:test";
import { slugOf } from "./slug.js";

test("makes a name for a file and an address of a title", () => {
  for (const [title, slug] of [
    ["Het onderzoek is klaar", "het-onderzoek-is-klaar"],
    ["Privé én openbaar?", "prive-en-openbaar"],
    ["Thema's & foto’s", "themas-en-fotos"],
    ["  €5 – straße  ", "euro-5-strasse"],
    ["…", ""],
    ["", ""],
    ["a".repeat(90), "a".repeat(80)],
    [`${"woord ".repeat(13)}langer`, `${"woord-".repeat(13).slice(0, -1)}`],
  ]) {
    assert.equal(slugOf(title), slug, title);
  }
});
