import assert from "node:assert/strict";
import { test } from "node:test";
import { inParts } from "./parts.js";

const files = /** @type {Record<string, unknown>} */ ({
  "/deel/themas/timing.json": [1, 2, 3], // 0, 2, 5
  "/deel/themas/privacy.json": [2, 3], // 1, 4
  "/deel/laag/rijk.json": [3, 2, 1], // 2, 4, 5
  "/deel/cards/0.json": ["a", "b"],
  "/deel/cards/1.json": ["c", "d"],
  "/deel/cards/2.json": ["e", "f"],
});
/** @type {string[]} */
let asked = [];
let broken = "";
globalThis.fetch = async (address) => {
  asked.push(String(address));
  if (address === broken || !(String(address) in files)) return new Response("", { status: 404 });
  return Response.json(files[String(address)]);
};
const about = { parts: "/deel/", size: "2", total: "6" };

test("finds what has one of the words of every group, the newest first", async () => {
  const { find } = inParts(about);
  assert.deepEqual(await find([["themas/timing"]]), [5, 2, 0]);
  assert.deepEqual(await find([["themas/timing", "themas/privacy"]]), [5, 4, 2, 1, 0]);
  assert.deepEqual(await find([["themas/timing", "themas/privacy"], ["laag/rijk"]]), [5, 4, 2]);
  assert.deepEqual(await find([]), [5, 4, 3, 2, 1, 0]);
});

test("fetches only what is asked for, and once", async () => {
  asked = [];
  const { find, cards } = inParts(about);
  await find([["laag/rijk"]]);
  await find([["laag/rijk"]]);
  assert.deepEqual(await cards([5, 1, 4]), ["f", "b", "e"]);
  assert.deepEqual(asked, ["/deel/laag/rijk.json", "/deel/cards/2.json", "/deel/cards/0.json"]);
});

test("fails where a file is gone, and can ask again", async () => {
  const { find } = inParts(about);
  broken = "/deel/laag/rijk.json";
  await assert.rejects(find([["laag/rijk"]]), /404/);
  broken = "";
  assert.deepEqual(await find([["laag/rijk"]]), [5, 4, 2]);
});
