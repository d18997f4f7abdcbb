import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Clock } from "./clock.js";

/** A storage as that of a browser. */
class Box {
  #kept = new Map();
  /** @param {string} key */
  getItem(key) {
    return this.#kept.get(key) ?? null;
  }
  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    this.#kept.set(key, value);
  }
}

const MINUTE = 60_000;
beforeEach(() => {
  Object.defineProperty(globalThis, "localStorage", { value: new Box(), configurable: true });
});

test("time goes to the step that is shown, also while the page was closed", (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const clock = new Clock([20, 40]);
  assert.equal(clock.begun, false);
  clock.toggle();
  t.mock.timers.tick(5 * MINUTE);
  clock.count();
  clock.step = 1;
  t.mock.timers.tick(MINUTE);
  clock.count();
  assert.deepEqual([clock.leftOf(0), clock.leftOf(1), clock.left, clock.planned], [15, 39, 54, 60]);
  t.mock.timers.tick(30 * MINUTE);
  const again = new Clock([1, 1]);
  again.count();
  assert.deepEqual([again.leftOf(1), again.left, again.running, again.step], [9, 24, true, 1]);
});

test("a step is over when its minutes are, and a paused clock counts nothing", (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const clock = new Clock([1, 0]);
  assert.equal(clock.isOver(1), false); // no time was planned, and none went
  clock.toggle();
  t.mock.timers.tick(MINUTE - 1);
  clock.count();
  assert.equal(clock.isOver(0), false);
  t.mock.timers.tick(1);
  clock.toggle();
  assert.equal(clock.isOver(0), true);
  t.mock.timers.tick(10 * MINUTE);
  clock.count();
  assert.equal(clock.leftOf(0), 0);
  clock.reset();
  assert.deepEqual([clock.leftOf(0), clock.begun, clock.running], [1, false, false]);
});

test("what is kept and is no time of this canvas is not taken in", () => {
  for (const kept of [
    "{",
    "null",
    "3",
    JSON.stringify({ minutes: [1], spent: [0, 0], step: 0, at: 0 }),
    JSON.stringify({ minutes: [1, 2], spent: [0, -1], step: 0, at: 0 }),
    JSON.stringify({ minutes: [1, 2], spent: [0, 0], step: "length", at: 0 }),
    JSON.stringify({ minutes: [1, 2], spent: [0, 0], step: 2, at: 0 }),
    JSON.stringify({ minutes: [1, 2], spent: [0, 0], step: 0, at: null }),
  ]) {
    localStorage.setItem("dilemma.klok", kept);
    assert.deepEqual(new Clock([20, 40]).minutes, [20, 40], kept);
  }
});

test("a browser that keeps nothing has a clock too", (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new Error("denied");
    },
    configurable: true,
  });
  const clock = new Clock([20]);
  clock.toggle();
  t.mock.timers.tick(MINUTE);
  clock.count();
  assert.equal(clock.left, 19);
});
