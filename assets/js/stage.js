// Lays sections out over the screens of a projector. It never shrinks a text below the least size that the style gives: what does not fit comes on more
// screens. Everything is laid out once, unseen, and cut by what was measured: a text that starts on a line of its own never takes more lines than it took.

import { element } from "./dom.js";
import { cut, only, piecesOf, smaller } from "./slides.js";

/** @import { Block, Field, Part, Piece, Section } from "./slides.js" */
/** The letters are scale times the least size. Where it begins in its section, at says: what a reader looked at is found again by it. @typedef {{ section: Section, parts: Part[], scale: number, at: number[] }} Screen */

/** How much larger than the least size a text may be, and one that has a screen of its own. */
const LARGEST = 1.7;
const LARGE = 3.2;
/** Answers come on one screen together when they fit in letters so much larger than the least size. */
const TOGETHER = 1.08;
/** How often the room between a size that fits and one that does not is halved. */
const HALVINGS = 6;

/** @param {Block[]} blocks */
function textOf(blocks) {
  /** @type {HTMLElement[]} */
  const made = [];
  for (const { text, item, empty, goesOn } of blocks) {
    if (!item) made.push(element("p", empty ? "empty" : "", text));
    else {
      const last = made.at(-1);
      const list = last?.localName === "ul" ? last : element("ul", "");
      if (list !== last) made.push(list);
      list.append(element("li", goesOn ? "slide__rest" : "", text));
    }
  }
  return made;
}

/** The class of what people wrote that is no answer. @param {boolean} [again] */
const ownClass = (again) => `slide__own${again ? " slide__said" : ""}`;

/** @param {Part} part */
function partOf({ topic, number, name, rows, large, opens, again }) {
  if (opens) {
    const button = element("button", "button button--primary slide__open", opens);
    button.type = "button";
    return element("div", "slide__part slide__part--opens", button);
  }
  const made = element("div", `slide__part${large ? " slide__part--large" : ""}${again ? " slide__part--again" : ""}`);
  if (topic) made.append(element("h3", "slide__topic", topic));
  if (number || name) {
    const own = element("span", ownClass(again), name ?? "");
    made.append(element(topic ? "h4" : "h3", "slide__name", ...(number ? [element("span", "slide__number", number), " ", own] : [own])));
  }
  const list = element("dl", "slide__rows");
  for (const { label, own, blocks, again: goesOn } of rows) {
    const row = element("div", "slide__row", element("dd", "", ...textOf(blocks)));
    if (label) row.prepend(element("dt", own ? ownClass(goesOn) : "", label));
    list.append(row);
  }
  made.append(list);
  return made;
}

/**
 * The element of a screen.
 * @param {Pick<Screen, "parts" | "scale">} screen
 */
export function slideOf({ parts, scale }) {
  const slide = element("div", "slide", ...parts.map(partOf));
  scaled(slide, scale);
  return slide;
}

/**
 * @param {HTMLElement} slide
 * @param {number} scale
 */
const scaled = (slide, scale) => slide.style.setProperty("--scale", String(scale));

/**
 * The screens of sections, for a place in which nothing else stands meanwhile.
 * @param {HTMLElement} place
 * @param {Section[]} sections
 * @returns {Screen[]}
 */
export function screensOf(place, sections) {
  const { paddingBlockStart, paddingBlockEnd } = getComputedStyle(place);
  const room = place.clientHeight - parseFloat(paddingBlockStart) - parseFloat(paddingBlockEnd) - 1;
  const holder = element("div", "stage");
  place.replaceChildren(holder);

  /** Puts parts in the place, each in a slide. @param {Part[][]} some */
  const lay = (some) => {
    const slides = some.map((parts) => slideOf({ parts, scale: 1 }));
    holder.replaceChildren(...slides);
    return slides;
  };
  /**
   * How high slides are at a size.
   * @param {HTMLElement[]} slides
   * @param {(i: number) => number} scale
   */
  const heights = (slides, scale) => {
    slides.forEach((slide, i) => scaled(slide, scale(i)));
    return slides.map((slide) => slide.getBoundingClientRect().height);
  };

  /** What comes on a screen, or more when it is one part. @typedef {{ section: Section, field: Field, parts: Part[], scale: number, high: number }} Group */
  /** @type {Group[]} */
  const groups = [];
  const fields = sections.flatMap((section) => section.fields.map((field) => ({ section, field, parts: field, scale: 1 })));
  const wholes = heights(lay(fields.map(({ parts }) => parts)), () => TOGETHER);
  const gap = gapIn(holder);
  fields.forEach((own, i) => {
    const high = wholes[i];
    const alone = own.field.some(({ large }) => large);
    const last = groups.at(-1);
    if (!alone && last?.section === own.section && !last.parts.some(({ large }) => large) && last.high + gap + high <= room) {
      last.parts = [...last.parts, ...own.field];
      last.high += gap + high;
    } else if (high <= room || own.field.length === 1) groups.push({ ...own, high });
    else for (const part of own.field) groups.push({ ...own, parts: [part], high: Infinity });
  });

  // At the least size: what fits then, fits on a screen.
  const slides = lay(groups.map(({ parts }) => parts));
  heights(slides, () => 1).forEach((high, i) => (groups[i].high = high));
  const small = groups.flatMap((group, i) =>
    group.high <= room ? [{ group, slide: slides[i], low: 1, most: group.parts.some(({ large }) => large) ? LARGE : LARGEST }] : [],
  );
  holder.replaceChildren(...small.map(({ slide }) => slide));
  for (let i = 0; i < HALVINGS; i++) {
    const tried = small.map(({ low, most }) => (low + most) / 2);
    const highs = heights(
      small.map(({ slide }) => slide),
      (at) => tried[at],
    );
    small.forEach((one, at) => (one[highs[at] <= room ? "low" : "most"] = tried[at]));
  }
  // The entries of a table have letters of one size.
  for (const field of new Set(small.map(({ group }) => group.field))) {
    const own = small.filter(({ group }) => group.field === field);
    const scale = Math.min(...own.map(({ low }) => low));
    for (const { group } of own) group.scale = scale;
  }

  /** @param {Group} group */
  const begin = ({ section, field, parts }) => [section.fields.indexOf(field), field.indexOf(parts[0])];
  const screens = groups.flatMap((group) => {
    const { section, scale, high, parts } = group;
    const [part] = parts;
    if (high <= room || !part.rows.length) return [{ section, parts, scale, at: begin(group) }];
    const [slide] = lay([parts]);
    let size = 1;
    let cuts = runsIn(slide, part, room);
    // On as many screens a somewhat larger text may fit too.
    const larger = Math.sqrt((cuts.length * room * 0.95) / high);
    if (larger > 1.02) {
      scaled(slide, larger);
      const wide = runsIn(slide, part, room);
      if (wide.length <= cuts.length) [size, cuts] = [larger, wide];
    }
    return cuts.map((pieces, i) => {
      const [{ row, block, start }] = pieces;
      return { section, parts: [only(part, pieces, i > 0)], scale: size, at: [...begin(group), row, block, start] };
    });
  });
  holder.remove();
  return screens;
}

/** @param {HTMLElement} holder */
const gapIn = (holder) => parseFloat(getComputedStyle(/** @type {Element} */ (holder.firstElementChild ?? holder)).rowGap) || 0;

/**
 * The pieces of a part, screen by screen.
 * @param {HTMLElement} slide  that shows the part
 * @param {Part} part
 * @param {number} high
 */
function runsIn(slide, part, high) {
  const list = /** @type {HTMLElement} */ (slide.querySelector(".slide__rows"));
  const rows = [...list.children];
  const texts = rows.map((row) => [...row.querySelectorAll("dd > p, li")].map((block) => /** @type {Text} */ (block.firstChild)));
  const room = high - (list.getBoundingClientRect().top - slide.getBoundingClientRect().top);
  const range = document.createRange();
  const sizes = rows.map((row) => {
    const { top } = row.getBoundingClientRect();
    const [label, text] = ["dt", "dd"].map((name) => row.querySelector(name)?.getBoundingClientRect());
    return { least: label ? label.bottom - top : 0, before: text ? text.top - top : 0 };
  });
  const style = getComputedStyle(list);
  const line = parseFloat(style.lineHeight);
  /** @param {Piece} piece */
  const measured = (piece) => {
    const { row, block, start, end } = piece;
    range.setStart(texts[row][block], start);
    range.setEnd(texts[row][block], end);
    const { top, bottom } = range.getBoundingClientRect();
    // A range knows how high letters are, a screen must hold their lines.
    const lead = (line - range.getClientRects()[0].height) / 2;
    return { ...piece, top: top - lead, bottom: bottom + lead };
  };
  /**
   * @param {Piece} piece
   * @returns {ReturnType<typeof measured>[]}
   */
  const small = (piece) => {
    const own = measured(piece);
    if (own.bottom - own.top <= room - sizes[piece.row].before) return [own];
    const less = smaller(piece, part.rows[piece.row].blocks[piece.block].text);
    return less.length > 1 ? less.flatMap(small) : [own];
  };
  const pieces = piecesOf(part).flatMap(small);
  const starts = cut(pieces, { rows: sizes, gap: parseFloat(style.rowGap) || 0, room });
  return starts.map((start, i) => pieces.slice(start, starts[i + 1]));
}
