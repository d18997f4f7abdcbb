import assert from "node:assert/strict";
import { test } from "node:test";
import { inParts } from "./parts.js";

const files = /** @type {Record<string, unknown>} */ ({
  "/deel/themas/timing/0.json": [1, 2], // 0, 2
  "/deel/themas/timing/1.json": [2], // 5
  "/deel/themas/privacy/0.json": [2], // 1
  "/deel/themas/privacy/1.json": [1], // 4
  "/deel/laag/rijk/0.json": [3], // 2
  "/deel/laag/rijk/1.json": [1, 1], // 4, 5
  "/deel/laag/gemeente/0.json": [4], // 3
  "/deel/laag/gemeente/1.json": [],
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
const about = { parts: "/deel/", size: "2", span: "4", total: "6" };

test("finds what has one of the words of every group", async () => {
  const { find } = inParts(about);
  assert.deepEqual(await find([["themas/timing"]]).all(), [5, 2, 0]);
  assert.deepEqual(await find([["themas/timing", "themas/privacy"]]).all(), [5, 4, 2, 1, 0]);
  assert.deepEqual(await find([["themas/timing", "themas/privacy"], ["laag/rijk"]]).all(), [5, 4, 2]);
  assert.deepEqual(await find([["themas/timing", "themas/privacy"], ["laag/rijk"]], true).all(), [2, 4, 5]);
  assert.deepEqual(await find([]).all(), [5, 4, 3, 2, 1, 0]);
  assert.deepEqual(await find([], true).all(), [0, 1, 2, 3, 4, 5]);
});

test("fetches only what is asked for, and once", async () => {
  asked = [];
  const { find, cards } = inParts(about);
  assert.deepEqual(await find([["laag/rijk"]]).enough(2), [5, 4]);
  assert.deepEqual(asked, ["/deel/laag/rijk/1.json"]);
  assert.deepEqual(await find([["laag/rijk"]], true).enough(1), [2]);
  assert.deepEqual(await cards([5, 1, 4]), ["f", "b", "e"]);
  await find([["laag/rijk"]]).all();
  assert.deepEqual(asked, ["/deel/laag/rijk/1.json", "/deel/laag/rijk/0.json", "/deel/cards/2.json", "/deel/cards/0.json"]);
});

test("goes on until there are enough", async () => {
  const { find } = inParts(about);
  assert.deepEqual(await find([["laag/gemeente"]]).enough(2), [3]);
  assert.deepEqual(await find([["themas/timing"]]).enough(2), [5, 2, 0]);
});

test("fails where a file is gone, and can ask again", async () => {
  const { find } = inParts(about);
  broken = "/deel/laag/rijk/1.json";
  await assert.rejects(find([["laag/rijk"]]).all(), /404/);
  broken = "";
  assert.deepEqual(await find([["laag/rijk"]]).all(), [5, 4, 2]);
});
