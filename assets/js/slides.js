// What stands on the screens of a projector, as data: the questions of the canvas with their answers, and how each of them can be cut where it is too long
// for one screen. How high anything is, is measured elsewhere (assets/js/stage.js).

import { entryName } from "./form/texts.js";

/** A paragraph, or an item of a list. It goes on when it began on a screen before. @typedef {{ text: string, item?: boolean, empty?: boolean, goesOn?: boolean }} Block */
/** An answer beside its label; own when people wrote the label too. Again when it began on a screen before. @typedef {{ label: string, own?: boolean, blocks: Block[], again?: boolean }} Row */
/**
 * What belongs together and is cut only when it must: an answer, an entry of a table, a table of short rows. A large one has a screen of its own in large
 * letters. One that opens is a button, with these words. Of a part that again shows its topic and name, these stood on a screen before.
 * @typedef {{ topic?: string, number?: string, name?: string, rows: Row[], large?: boolean, opens?: string, again?: boolean }} Part
 */
/** A field of the canvas: its parts come on one screen where they fit. @typedef {Part[]} Field */
/** The fields of a step (-1 is none). What is closed comes when the button before it is pressed. @typedef {{ step: number, title: string, question: string, fields: Field[], closed?: boolean }} Section */
/** A piece of a text that is not cut: from start to end of a block in a row. How bad it is to part it from what stands before it, apart says. @typedef {{ row: number, block: number, start: number, end: number, apart: number }} Piece */
/** What a field of the canvas says, and its numbered entries. @typedef {{ kind: string, label: string, question?: string, second_question?: string, style?: string, layout?: string, item?: { key: string, label: string, numbering?: string }, rows?: { key: string, label: string, kind: string }[] }} About */

/** How bad it is to go on with a row, a paragraph, a sentence, a word or a letter on the next screen. */
export const APART = { row: 0, block: 0.05, sentence: 0.2, word: 3, letter: 6 };
/** A name that is longer is an answer: it could fill a screen. */
const LONG_NAME = 140;
/** The same for what stands beside an answer. */
const LONG_LABEL = 60;

/**
 * A text in paragraphs. Lines that all begin with a dash are a list.
 * @param {string} text
 * @returns {Block[]}
 */
const blocksOfText = (text) =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .flatMap((paragraph) => {
      const lines = paragraph.split("\n").map((line) => line.trim());
      if (lines.every((line) => /^[-*•] /.test(line))) return lines.map((line) => ({ text: oneLine(line.slice(2)), item: true }));
      return [{ text: oneLine(paragraph) }];
    });

/** @param {string} text */
const oneLine = (text) => text.trim().replace(/\s+/g, " ");

/**
 * An answer in blocks: a list of texts has an item for each.
 * @param {unknown} value
 * @param {string} empty  what stands there when there is no answer; without it, nothing
 * @returns {Block[]}
 */
function blocksOf(value, empty) {
  const blocks = Array.isArray(value)
    ? value.map((text) => ({ text: oneLine(String(text)), item: true })).filter(({ text }) => text)
    : blocksOfText(typeof value === "string" ? value : "");
  return blocks.length || !empty ? blocks : [{ text: empty, empty: true }];
}

/** Any value of a front matter as a text. @param {unknown} value @returns {string} */
function textOf(value) {
  if (Array.isArray(value)) return value.map(textOf).join("\n\n");
  if (typeof value !== "object") return String(value ?? "").trim();
  return Object.entries(value ?? {})
    .map(([key, own]) => `${key}: ${textOf(own)}`)
    .join("\n\n");
}

/**
 * Any value of a front matter as an answer to a field of the canvas, as the templates take it: a bare text becomes the name of an entry.
 * @param {Pick<About, "kind" | "item" | "rows">} about
 * @param {unknown} value
 * @returns {string | string[] | Record<string, string | string[]>[]}
 */
export function answerOf({ kind, item, rows }, value) {
  const all = Array.isArray(value) ? value : [value];
  if (!item || !rows) return kind === "list" ? all.map(textOf) : textOf(value);
  return all.filter(Boolean).map((entry) => {
    const own = typeof entry === "object" && !Array.isArray(entry) ? entry : { [item.key]: entry };
    const cells = rows.map((row) => [row.key, answerOf({ kind: row.kind }, own[row.key])]);
    return Object.fromEntries([[item.key, textOf(own[item.key])], ...cells]);
  });
}

/**
 * A field of the canvas with its answer.
 * @param {About} about
 * @param {unknown} value  a text, or a list of entries, each a map of key → text or list
 * @param {string} empty  what stands where there is no answer; without it, nothing
 * @param {string} asked  the question of the step, which needs not be said twice
 * @returns {Field}
 */
export function fieldOf(about, value, empty, asked) {
  const question = [about.question ?? about.label, about.second_question].filter(Boolean).join(" ");
  const topic = question === asked ? "" : question;
  if (!about.item || !about.rows) {
    const blocks = blocksOf(value, empty);
    if (!blocks.length) return [];
    return [about.style === "question" ? { topic, rows: [{ label: "", blocks }], large: true } : { rows: [{ label: question, blocks }] }];
  }
  const { item, rows } = about;
  const entries = /** @type {Record<string, unknown>[]} */ (value).map((entry, i) => {
    const answers = rows.map((row) => ({ label: row.label, blocks: blocksOf(entry[row.key], empty) })).filter(({ blocks }) => blocks.length);
    return { number: entryName({ item }, i), name: oneLine(String(entry[item.key] ?? "")), answers };
  });
  const filled = entries.filter(({ name, answers }) => name || answers.some(({ blocks }) => blocks.some((block) => !block.empty)));
  if (!filled.length) return empty ? [{ rows: [{ label: question, blocks: blocksOf("", empty) }] }] : [];
  if (about.layout === "rows" && rows.length === 1 && filled.every(({ name }) => name.length <= LONG_LABEL)) {
    return [{ topic, rows: filled.map(({ name, answers }) => ({ label: name || "–", own: true, blocks: answers.flatMap(({ blocks }) => blocks) })) }];
  }
  return filled.map(({ number, name, answers }) => {
    const counted = about.layout === "rows" ? undefined : number;
    if (name.length <= LONG_NAME) return { topic, number: counted, name, rows: answers };
    return { topic, number: counted, name: "", rows: [{ label: item.label, blocks: [{ text: name }] }, ...answers] };
  });
}

const sentences = new Intl.Segmenter("nl", { granularity: "sentence" });

/**
 * The pieces of a part, in their order: its sentences.
 * @param {Part} part
 * @returns {Piece[]}
 */
export const piecesOf = ({ rows }) =>
  rows.flatMap(({ blocks }, row) =>
    blocks.flatMap(({ text }, block) =>
      [...sentences.segment(text)].map(({ index, segment }) => ({
        row,
        block,
        start: index,
        end: index + segment.length,
        apart: index > 0 ? APART.sentence : block > 0 ? APART.block : APART.row,
      })),
    ),
  );

const letters = new Intl.Segmenter("nl", { granularity: "grapheme" });
const TOGETHER = 8; // letters of a word that is higher than a screen: each alone takes long to measure

/**
 * A piece in smaller ones, for where it is too high: a sentence in words, a word in a few letters each.
 * @param {Piece} piece
 * @param {string} text  of its block
 * @returns {Piece[]}
 */
export function smaller(piece, text) {
  const own = text.slice(piece.start, piece.end);
  const words = [...own.matchAll(/\S+\s*/g)].map(({ index, 0: word }) => ({ index, length: word.length }));
  const byWord = words.length > 1;
  let parts = words;
  if (!byWord) {
    const all = [...letters.segment(own)];
    parts = all.filter((_, i) => i % TOGETHER === 0).map(({ index }, i, kept) => ({ index, length: (kept[i + 1]?.index ?? own.length) - index }));
  }
  return parts.map(({ index, length }, i) => ({
    ...piece,
    start: piece.start + (i ? index : 0),
    end: piece.start + index + length,
    apart: i === 0 ? piece.apart : byWord ? APART.word : APART.letter,
  }));
}

/**
 * The part with some of its pieces, as it stands on one screen of more.
 * @param {Part} part
 * @param {Piece[]} pieces  in their order, without a hole
 * @param {boolean} again  whether it began on a screen before
 * @returns {Part}
 */
export function only(part, pieces, again) {
  /** @type {Row[]} */
  const rows = [];
  for (const [i, piece] of pieces.entries()) {
    const before = pieces[i - 1];
    const row = part.rows[piece.row];
    const block = row.blocks[piece.block];
    if (before?.row !== piece.row) rows.push({ ...row, blocks: [], again: piece.block > 0 || piece.start > 0 });
    const { blocks } = rows[rows.length - 1];
    const text = block.text.slice(piece.start, piece.end);
    if (before?.row === piece.row && before.block === piece.block) blocks[blocks.length - 1].text += text;
    else blocks.push({ ...block, text, goesOn: piece.start > 0 });
  }
  return { ...part, rows, again };
}

/** Where a piece was found: from top to bottom, in which row, and how bad it is to part it from what stands before it. @typedef {{ row: number, top: number, bottom: number, apart: number }} Measured */

/**
 * Cuts pieces into as few screens as they need, then so that each is about as full as the others and a text is parted where that is least bad. A piece
 * that is higher than a screen has one of its own.
 * @param {Measured[]} pieces
 * @param {{ rows: { least: number, before: number }[], gap: number, room: number }} sizes  how high each row is at least, by its label, and what stands
 *   before its text; what lies between two rows, and how high a screen is
 * @returns {number[]} the number of the first piece of each screen
 */
export function cut(pieces, { rows, gap, room }) {
  /** @param {number} row @param {number} text */
  const rowOf = (row, text) => Math.max(rows[row].least, rows[row].before + text);
  /** What it costs at least to end before each piece: in screens, and in what looks bad. */
  const best = [{ screens: 0, bad: 0, from: 0 }];
  for (let end = 1; end <= pieces.length; end++) {
    let below = 0; // the rows that are whole, below the one that is looked at
    let { row, bottom } = pieces[end - 1];
    let least = { screens: Infinity, bad: Infinity, from: end - 1 };
    for (let start = end - 1; start >= 0; start--) {
      const piece = pieces[start];
      if (piece.row !== row) {
        below += rowOf(row, bottom - pieces[start + 1].top) + gap;
        ({ row, bottom } = piece);
      }
      const high = below + rowOf(row, bottom - piece.top);
      if (high > room && start < end - 1) break;
      const screens = best[start].screens + 1;
      const bad = best[start].bad + (1 - high / room) ** 2 + (start > 0 ? piece.apart : 0);
      if (screens < least.screens || (screens === least.screens && bad < least.bad)) least = { screens, bad, from: start };
    }
    best.push(least);
  }
  const starts = [];
  for (let end = pieces.length; end > 0; end = best[end].from) starts.unshift(best[end].from);
  return starts;
}
