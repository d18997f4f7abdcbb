import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Conversation } from "./conversation.js";
import { Definition } from "./document.js";
import { newEntry } from "./values.js";
import { definitionData } from "./testdata.js";
import { Unreadable } from "./yaml.js";

/** @import { TableEntry, TableSpec } from "./values.js" */

const definition = new Definition(definitionData());
const PLAYERS = "canvas.verkennen.spelers";

/** @type {Conversation} */
let conversation;
beforeEach(() => {
  conversation = new Conversation(definition);
  conversation.load("een", definition.blank("2026-03-12"));
});

/**
 * @param {string} path
 * @param {string} value
 */
function write(path, value) {
  conversation.values.set(path, value);
  conversation.changed(path);
}

test("goes back and forth over what was typed", (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  assert.equal(conversation.canUndo, false);
  assert.equal(conversation.undo(), false);
  write("title", "Een");
  t.mock.timers.tick(1000);
  write("title", "Een proef"); // at once after it, so the same step
  t.mock.timers.tick(3000);
  write("title", "Twee");
  write("tweede_lezer", "Jurist");
  assert.ok(conversation.undo());
  assert.equal(conversation.title, "Twee");
  assert.equal(conversation.values.get("tweede_lezer"), "");
  assert.ok(conversation.undo());
  assert.equal(conversation.title, "Een proef");
  assert.ok(conversation.undo());
  assert.equal(conversation.title, "");
  assert.equal(conversation.undo(), false);
  for (const title of ["Een proef", "Twee", "Twee"]) {
    assert.ok(conversation.redo());
    assert.equal(conversation.title, title);
  }
  assert.equal(conversation.canRedo, false);
  assert.match(conversation.text, /^title: "Twee"$/m);
});

test("a change after going back takes away what there was to go forth to", () => {
  write("title", "Een");
  conversation.undo();
  write("title", "Twee");
  assert.equal(conversation.canRedo, false);
});

test("an entry that is added is a step of its own, and stays the same after going back", () => {
  const spec = /** @type {TableSpec} */ (definition.byPath.get(PLAYERS));
  const players = () => /** @type {TableEntry[]} */ (conversation.values.get(PLAYERS));
  const before = players().map(({ id }) => id);
  for (const times of [1, 2]) {
    players().push(newEntry(spec));
    conversation.changed(PLAYERS, true);
    assert.equal(players().length, before.length + times);
  }
  conversation.undo();
  assert.equal(players().length, before.length + 1);
  conversation.undo();
  assert.deepEqual(
    players().map(({ id }) => id),
    before,
  );
});

test("what became of it elsewhere can be undone", () => {
  write("title", "Hier");
  conversation.reload(definition.blank("2026-03-12").replace('title: ""', "title: Daar"));
  assert.equal(conversation.title, "Daar");
  conversation.undo();
  assert.equal(conversation.title, "Hier");
});

test("a file that can't be read changes nothing", () => {
  write("title", "Hier");
  assert.throws(() => conversation.load("twee", "---\ntitle: a\u2028b\n---\n"), Unreadable);
  assert.equal(conversation.id, "een");
  assert.equal(conversation.title, "Hier");
  assert.ok(conversation.canUndo);
});

test("another conversation has no step back into this one", () => {
  write("title", "Hier");
  conversation.load("twee", definition.blank("2026-03-12"));
  assert.equal(conversation.canUndo, false);
});

test("no more is kept to go back to than 200 steps", (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  for (let i = 0; i < 300; i++) {
    t.mock.timers.tick(3000);
    write("title", String(i));
  }
  let steps = 0;
  while (conversation.undo()) steps++;
  assert.equal(steps, 200);
  assert.equal(conversation.title, "99");
});
