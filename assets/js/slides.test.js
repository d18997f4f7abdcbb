// What comes on the screens of a projector, and where it is cut.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, APART, cut, fieldOf, only, piecesOf, smaller } from "./slides.js";

/** @import { Measured, Part } from "./slides.js" */

/** Pieces of a row of text without a label, each as high as it says. @param {number[]} heights @returns {Measured[]} */
function stacked(heights) {
  let top = 0;
  return heights.map((high, i) => {
    top += high;
    return { row: 0, top: top - high, bottom: top, apart: i ? APART.sentence : APART.row };
  });
}
const plain = { rows: [{ least: 0, before: 0 }], gap: 0 };

/** @param {Part} part */
const textOf = (part) => part.rows.map(({ label, blocks }) => [label, ...blocks.map(({ text }) => text)].join("|")).join("||");

/** @type {Part} */
const part = {
  rows: [
    { label: "Voordelen", blocks: [{ text: "Een. Twee is langer. Drie." }, { text: "Vier", item: true }] },
    { label: "Nadelen", blocks: [{ text: "Vijf." }] },
  ],
};

test("what fits on one screen is not cut", () => {
  assert.deepEqual(cut(stacked([10, 20, 30]), { ...plain, room: 60 }), [0]);
  assert.deepEqual(cut([], { ...plain, room: 60 }), []);
});

test("as few screens as it takes, and about as full as each other", () => {
  assert.deepEqual(cut(stacked([20, 20, 20, 20, 20, 20]), { ...plain, room: 100 }), [0, 3]);
  assert.deepEqual(cut(stacked(Array(11).fill(10)), { ...plain, room: 100 }).length, 2);
});

test("a text is rather parted between paragraphs than in one", () => {
  const pieces = stacked([15, 15, 15, 15, 15, 15]);
  assert.deepEqual(cut(pieces, { ...plain, room: 60 }), [0, 3]);
  pieces[4].apart = APART.block;
  assert.deepEqual(cut(pieces, { ...plain, room: 60 }), [0, 4]);
});

test("what is higher than a screen has one of its own", () => {
  assert.deepEqual(cut(stacked([10, 200, 10]), { ...plain, room: 100 }), [0, 1, 2]);
});

test("a label and what stands between rows count, and so does a label above its text", () => {
  const two = [
    { row: 0, top: 0, bottom: 10, apart: 0 },
    { row: 1, top: 50, bottom: 60, apart: 0 },
  ];
  /** @param {number} least @param {number} before @param {number} gap */
  const screens = (least, before, gap) => cut(two, { rows: Array(2).fill({ least, before }), gap, room: 60 }).length;
  assert.equal(screens(25, 0, 10), 1);
  assert.equal(screens(25, 0, 11), 2);
  assert.equal(screens(15, 15, 10), 1);
  assert.equal(screens(15, 16, 10), 2);
});

test("screens together hold every letter once, whatever the cut", () => {
  const pieces = piecesOf(part);
  assert.equal(pieces.length, 5);
  for (let at = 1; at < pieces.length; at++) {
    const [first, second] = [only(part, pieces.slice(0, at), false), only(part, pieces.slice(at), true)];
    const letters = [first, second].flatMap(({ rows }) => rows.flatMap(({ blocks }) => blocks.map(({ text }) => text))).join("");
    assert.equal(letters, "Een. Twee is langer. Drie.VierVijf.");
  }
});

test("what goes on says of what it is a part, and that it began before", () => {
  const pieces = piecesOf(part);
  const rest = only(part, pieces.slice(1), true);
  assert.equal(textOf(rest), "Voordelen|Twee is langer. Drie.|Vier||Nadelen|Vijf.");
  assert.deepEqual(
    rest.rows.map(({ again }) => again),
    [true, false],
  );
  assert.deepEqual(
    rest.rows[0].blocks.map(({ goesOn }) => goesOn),
    [true, false],
  );
});

test("a sentence falls apart in words, and a word in letters", () => {
  const text = "Eerst dit. Dan honderduit verder.";
  const [, second] = piecesOf({ rows: [{ label: "", blocks: [{ text }] }] });
  const words = smaller(second, text).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(words, ["Dan ", "honderduit ", "verder."]);
  const letters = "👩‍👩‍👧‍👦".repeat(20);
  const [whole] = piecesOf({ rows: [{ label: "", blocks: [{ text: letters }] }] });
  const cuts = smaller(whole, letters).map(({ start, end }) => letters.slice(start, end));
  assert.ok(cuts.length > 1);
  assert.equal(cuts.join(""), letters);
  for (const one of cuts) assert.match(one, /^(👩‍👩‍👧‍👦)+$/u);
});

test("fields become parts", () => {
  const item = { key: "wie", label: "Wie", numbering: "letters" };
  const rows = [{ key: "wat", label: "Wat", kind: "text" }];
  /** @param {object} more @param {unknown} value */
  const field = (more, value, empty = "") => fieldOf({ kind: "text", label: "Veld", question: "Wat?", ...more }, value, empty, "Hoe?");

  assert.equal(field({}, "Een\nregel.\n\n- a\n- b").map(textOf).join(), "Wat?|Een regel.|a|b");
  assert.deepEqual(field({}, ""), []);
  assert.equal(field({}, "", "Leeg")[0].rows[0].blocks[0].empty, true);
  assert.equal(field({ style: "question" }, "Mag dit?")[0].large, true);

  const entries = [
    { wie: "Jurist", wat: "Tijd." },
    { wie: "", wat: "" },
    { wie: "Raad", wat: "Rust." },
  ];
  assert.equal(field({ item, rows, layout: "rows" }, entries).map(textOf).join(), "Jurist|Tijd.||Raad|Rust.");
  const columns = field({ item, rows }, entries);
  assert.deepEqual(
    columns.map(({ topic, number, name }) => [topic, number, name]),
    [
      ["Wat?", "Wie A", "Jurist"],
      ["Wat?", "Wie C", "Raad"],
    ],
  );
  // What the head asks already is not said again.
  assert.equal(fieldOf({ kind: "table", label: "", question: "Hoe?", item, rows }, entries, "", "Hoe?")[0].topic, "");
  // A name as long as an answer is one.
  const long = "lang ".repeat(80).trim();
  assert.equal(
    field({ item, rows }, [{ wie: long, wat: "Tijd." }])
      .map(textOf)
      .join(),
    `Wie|${long}||Wat|Tijd.`,
  );
  assert.equal(field({ item, rows, layout: "rows" }, [{ wie: long, wat: "Tijd." }])[0].rows[0].label, "Wie");
});

test("an answer of any type is one of the type that is asked", () => {
  const table = { kind: "table", item: { key: "wie", label: "Wie" }, rows: [{ key: "wat", label: "Wat", kind: "list" }] };
  assert.equal(answerOf({ kind: "text" }, [" een ", { twee: 3 }]), "een\n\ntwee: 3");
  assert.equal(answerOf({ kind: "text" }, null), "");
  assert.deepEqual(answerOf({ kind: "list" }, "een"), ["een"]);
  assert.deepEqual(answerOf({ kind: "list" }, ["een", { twee: ["a", false] }]), ["een", "twee: a\n\nfalse"]);
  assert.deepEqual(answerOf(table, undefined), []);
  assert.deepEqual(answerOf(table, ["Jurist", { wie: 5, wat: ["a", "b"] }, null]), [
    { wie: "Jurist", wat: [""] },
    { wie: "5", wat: ["a", "b"] },
  ]);
  assert.deepEqual(answerOf(table, { wie: "Raad", wat: "a" }), [{ wie: "Raad", wat: ["a"] }]);
});
