import assert from "node:assert/strict";
import { test } from "node:test";
import { once } from "./once.js";

test("is done once, whoever asks for it", async () => {
  let times = 0;
  const act = once(async (/** @type {string} */ given) => `${given} ${++times}`);
  assert.deepEqual(await Promise.all([act("een"), act("twee")]), ["een 1", "een 1"]);
  assert.equal(await act("drie"), "een 1");
});

test("can be done again after a failure", async () => {
  let times = 0;
  const act = once(async () => {
    if (++times === 1) throw new Error("geen netwerk");
    return times;
  });
  await assert.rejects(Promise.all([act(), act()]), /geen netwerk/);
  assert.equal(await act(), 2);
});
