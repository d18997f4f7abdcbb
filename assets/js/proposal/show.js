// Shows the review of a proposal: tools/flow/review/shown.go says what is in it. Every text is a text here, and no markup.

import { element, fillIn } from "../dom.js";

/** @import { State } from "./forge.js" */

/** @typedef {{ op: string, text: string }} Piece */
/** @typedef {{ depth: number, note: string, name: string, text: Piece[] }} Line */
/** @typedef {{ title: string, file: string, states: string[], says: string[], sections: { title: string, lines: Line[] }[] }} Dilemma */
/** @typedef {{ where: string, severity: string, text: string, hint: string }} Finding */
/**
 * @typedef {object} Shown
 * @property {number} number
 * @property {State} state
 * @property {string} page  where the server shows the proposal
 * @property {string} summary
 * @property {string} compared
 * @property {string[]} warnings
 * @property {boolean} marked
 * @property {Dilemma[]} dilemmas
 * @property {string[]} layout
 * @property {{ file: string, op: string }[]} others
 * @property {{ file: string, findings: Finding[] }[]} findings
 * @property {string} clean
 * @property {Finding[]} history
 * @property {string} past
 * @property {{ title: string, items: { question: string, fact: string }[] }[]} checklist
 * @property {Record<"gone" | "added" | "layout" | "others" | "findings" | "history" | "checklist" | "hint", string>} titles
 */

const MOST = 5000; // lines of a proposal: a page of more helps nobody

/**
 * The elements that show a review.
 * @param {Shown} review
 * @param {Record<string, string>} words
 * @param {() => void} copy  copies it as Markdown
 */
export function elementsOf(review, words, copy) {
  const { number, state, page, summary, compared, warnings, marked, dilemmas, layout, others, findings, clean, history, past, checklist, titles } = review;
  let left = MOST;
  const title = element("h2", "", fillIn(words.title, String(number)));
  title.tabIndex = -1;
  const server = Object.assign(element("a", "", words.server), { href: page, rel: "external noopener noreferrer" });
  const button = Object.assign(element("button", "button", words.copy), { type: "button" });
  button.addEventListener("click", copy);
  const notes = [words[`is_${state}`], ...warnings].filter(Boolean);
  const parts = [
    title,
    element("p", "", summary),
    ...notes.map((note) => element("div", "notice", element("p", "", note))),
    element("p", "actions no-print", server, button),
    element("p", "muted", compared),
    ...(marked ? [element("p", "muted", element("del", "", titles.gone), " – ", element("ins", "", titles.added))] : []),
    ...dilemmas.map(dilemma),
  ];
  if (layout.length) parts.push(section(titles.layout, element("ul", "", ...layout.map((file) => element("li", "", element("code", "", file))))));
  if (others.length) {
    const files = others.map(({ file, op }) => element("li", "", element("code", "", file), ` (${op})`));
    parts.push(section(titles.others, element("ul", "", ...files)));
  }
  const found = findings.flatMap((one) => [element("h4", "", element("code", "", one.file)), list(one.findings)]);
  parts.push(section(titles.findings, ...(clean ? [element("p", "", clean)] : []), ...found));
  parts.push(section(titles.history, element("p", "", past), ...(history.length ? [list(history)] : [])));
  if (checklist.length) parts.push(section(titles.checklist, ...checklist.flatMap(tasks)));
  if (left <= 0) parts.push(element("div", "notice", element("p", "", fillIn(words.more, String(number)))));
  return parts;

  /** @param {Dilemma} dilemma */
  function dilemma({ title: name, file, states, says, sections }) {
    const head = element("p", "muted", element("code", "", file), `: ${states.join(", ")}.`);
    return section(name, head, ...says.map((sentence) => element("p", "", sentence)), ...sections.flatMap(part));
  }

  /** @param {Dilemma["sections"][number]} part */
  function part({ title: name, lines }) {
    if (left <= 0) return [];
    const few = lines.slice(0, left);
    left -= lines.length;
    return [element("h4", "", name), nested(few, titles)];
  }

  /** @param {Finding[]} all */
  function list(all) {
    const few = all.slice(0, Math.max(0, left));
    left -= all.length;
    return element("ul", "proposal__findings", ...few.map(finding));
  }

  /** @param {Finding} finding */
  function finding({ where, severity, text, hint }) {
    return element("li", "", element("strong", "", severity), ` (${where}): ${text}`, ...(hint ? [" ", element("em", "", `${titles.hint}: ${hint}`)] : []));
  }

  /** @param {Shown["checklist"][number]} tasks */
  function tasks({ title: name, items }) {
    const boxes = items.map(({ question, fact }) => {
      const box = Object.assign(element("input", ""), { type: "checkbox" });
      return element("li", "", element("label", "", box, " ", element("span", "", element("strong", "", question), ` ${fact}`)));
    });
    return [...(name ? [element("h4", "", name)] : []), element("ul", "proposal__tasks", ...boxes)];
  }
}

/**
 * A part with a heading.
 * @param {string} title
 * @param {Node[]} content
 */
const section = (title, ...content) => element("section", "proposal__part", element("h3", "", title), ...content);

/**
 * Lines as lists in lists, by their depth.
 * @param {Line[]} lines
 * @param {Shown["titles"]} titles
 */
function nested(lines, titles) {
  const top = element("ul", "proposal__lines");
  /** The list of each depth that is open. */
  const open = [top];
  for (const line of lines) {
    const depth = Math.min(line.depth, open.length);
    if (depth === open.length) {
      const below = element("ul", "");
      (open[depth - 1].lastElementChild ?? open[depth - 1].appendChild(element("li", ""))).append(below);
      open.push(below);
    }
    open.length = depth + 1;
    open[depth].append(element("li", "", ...said(line, titles)));
  }
  return top;
}

/**
 * @param {Line} line
 * @param {Shown["titles"]} titles
 */
function said({ note, name, text }, titles) {
  const marks = /** @type {const} */ ({ delete: ["del", titles.gone], insert: ["ins", titles.added] });
  const pieces = text.flatMap((piece) => {
    const mark = marks[/** @type {keyof typeof marks} */ (piece.op)];
    // Who hears the page does not hear a mark.
    return [" ", mark ? element(mark[0], "", element("span", "visually-hidden", `${mark[1]}: `), piece.text) : piece.text];
  });
  return [note && `${note}: `, ...(name ? [element("em", "", name), /[?.!]$/.test(name) || !text.length ? "" : ":"] : []), ...pieces];
}
