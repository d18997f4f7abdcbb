import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as store from "./store.js";

/** A storage as that of a browser, with room for a number of characters. */
class Box {
  /** @type {Map<string, string>} */
  kept = new Map();
  room = Infinity;
  get length() {
    return this.kept.size;
  }
  /** @param {number} i */
  key(i) {
    return [...this.kept.keys()][i] ?? null;
  }
  /** @param {string} key */
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    if (value.length > this.room) throw new Error("full");
    this.kept.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) {
    this.kept.delete(key);
  }
}

/** @type {Box} */
let box;
beforeEach(() => {
  box = new Box();
  Object.defineProperty(globalThis, "localStorage", { value: box, configurable: true });
});

test("what is kept comes back, the latest first", (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  assert.ok(store.keep("een", "a"));
  t.mock.timers.tick(10);
  assert.ok(store.keep("twee", "b"));
  assert.deepEqual(store.all(), [
    { id: "twee", changed: 10, text: "b" },
    { id: "een", changed: 0, text: "a" },
  ]);
  store.forget("twee");
  assert.deepEqual(
    store.all().map(({ id }) => id),
    ["een"],
  );
});

test("what is damaged is passed over and stays, until all is taken away; what is of others stays", () => {
  store.keep("een", "a");
  box.kept.set("dilemma.canvas.stuk", "{");
  box.kept.set("dilemma.canvas.vreemd", '{"text":1,"changed":2}');
  const strange = [
    "null",
    "[]",
    "1",
    '"a"',
    "true",
    '{"text":"a"}',
    '{"text":"a","changed":"gisteren"}',
    '{"text":"a","changed":null}',
    '{"text":["a"],"changed":1}',
    '{"versie":2,"gesprek":{"tekst":"a"}}',
    "",
    "\0",
    "[".repeat(100_000),
    "{".repeat(100_000),
  ];
  strange.forEach((value, i) => box.kept.set(`dilemma.canvas.vreemd${i}`, value));
  box.kept.set("dilemma.klok", "{}");
  assert.equal(store.all().length, 1);
  assert.equal(box.length, 4 + strange.length);
  store.forgetAll();
  assert.deepEqual([...box.kept.keys()], ["dilemma.klok"]);
});

test("tells when there is no room, or no storage at all", () => {
  box.room = 3;
  assert.equal(store.keep("een", "a"), false);
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new Error("denied");
    },
    configurable: true,
  });
  assert.equal(store.keep("een", "a"), false);
  assert.deepEqual(store.all(), []);
  store.forget("een");
  store.forgetAll();
});

test("every conversation has an id of its own", () => {
  assert.equal(new Set(Array.from({ length: 100 }, store.newId)).size, 100);
});
