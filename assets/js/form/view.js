// What is filled in so far, as a reader of the site sees it: for paper and for the projector.

import { element } from "../dom.js";
import { entryName } from "./texts.js";
import { plainValue } from "./values.js";

/** @import { Section } from "../slides.js" */
/** @import { Cell, Row, Spec, TableEntry, TableSpec, Value, Values } from "./values.js" */
/** @import { Page, Step } from "./page.js" */

/**
 * The heading of a column or row.
 * @param {"col" | "row"} scope
 * @param {(Node | string)[]} content
 */
const heading = (scope, ...content) => Object.assign(element("th", "", ...content), { scope });

/** @param {string} text */
const paragraphs = (text) =>
  text
    .trim()
    .split(/\n\s*\n/)
    .filter(Boolean)
    .map((paragraph) => element("p", "", paragraph.replace(/\s*\n\s*/g, " ")));

/** @param {Value} value */
const isEmpty = (value) => (typeof value === "string" ? value.trim() === "" : typeof value === "boolean" ? !value : value.length === 0);

/**
 * @param {Cell} value
 * @param {Page} page
 */
function answer(value, { words }) {
  if (isEmpty(value) || typeof value === "boolean") return [element("p", "empty", words.not_filled_in)];
  if (typeof value === "string") return paragraphs(value);
  return [element("ul", "", ...value.map((text) => element("li", "", text)))];
}

/**
 * @param {TableSpec} spec
 * @param {TableEntry[]} value
 * @param {Page} page
 */
function table(spec, value, page) {
  const entries = value.filter(({ fields }) => Object.values(fields).some((cell) => !isEmpty(cell)));
  if (!entries.length) return [element("p", "empty", page.words.not_filled_in)];
  /** @param {TableEntry} entry */
  const first = ({ fields }) => String(fields[spec.item.key]);
  /**
   * @param {TableEntry} entry
   * @param {Row} row
   */
  const cell = ({ fields }, row) => answer(fields[row.key], page);
  /**
   * @param {TableEntry} entry
   * @param {number} i
   */
  const name = (entry, i) => [element("span", "entry-number", entryName(spec, i)), " ", first(entry)];
  if (spec.layout === "rows") {
    const head = element("tr", "", ...[spec.item, ...spec.rows].map((row) => heading("col", row.label)));
    const body = entries.map((entry) => element("tr", "", heading("row", first(entry)), ...spec.rows.map((row) => element("td", "", ...cell(entry, row)))));
    return [element("table", "rows", element("thead", "", head), element("tbody", "", ...body))];
  }
  const entriesOf = `entries entries--${entries.length}`;
  if (spec.rows.some((row) => row.kind === "list")) {
    const sections = entries.map((entry, i) => {
      const answers = spec.rows.map((row) => element("div", "", element("h5", "entry__label", row.label), ...cell(entry, row)));
      return element("section", "entry", element("h4", "", ...name(entry, i)), ...answers);
    });
    return [element("div", "entries-room", element("div", entriesOf, ...sections))];
  }
  const head = element("tr", "", ...[spec.item, ...spec.rows].map((row) => heading("col", row.label)));
  const body = entries.map((entry, i) => {
    const cells = spec.rows.map((row) => element("td", "", element("span", "entry__label", row.label), ...cell(entry, row)));
    return element("tr", "entry", heading("row", ...name(entry, i)), ...cells);
  });
  const columns = element("table", "columns", element("thead", "visually-hidden", head), element("tbody", entriesOf, ...body));
  return [element("div", "entries-room", columns)];
}

/**
 * One question with its answer.
 * @param {Spec} spec
 * @param {Value} value
 * @param {Page} page
 */
function questionOf(spec, value, page) {
  const question = element("h3", "", [spec.question ?? spec.label, spec.second_question].filter(Boolean).join(" "));
  const shown = spec.kind === "table" ? table(spec, /** @type {TableEntry[]} */ (value), page) : answer(/** @type {Cell} */ (value), page);
  const wide = spec.kind === "table" && spec.layout !== "rows" ? " field--wide" : "";
  return element("div", `field field--${spec.path.split(".").at(-1)}${wide}`, question, ...shown);
}

/**
 * One step as it is filled in.
 * @param {Page} page
 * @param {Step} step
 * @param {number} i
 * @param {Values} values
 */
function stepOf(page, step, i, values) {
  const title = element("h2", "", element("span", "step__number", String(i + 1)), " ", step.title);
  const head = element("div", "step__head", title, element("p", "step__question", step.question));
  const own = page.definition.specs.filter((spec) => spec.step === step.key);
  const body = own.map((spec) => questionOf(spec, /** @type {Value} */ (values.get(spec.path)), page));
  return element("section", "step", head, element("div", "step__body", ...body));
}

/**
 * A conversation for the projector: each step with what is filled in so far.
 * @param {Page} page
 * @param {Values} values
 * @param {typeof import("../slides.js").fieldOf} fieldOf  which comes with the projector
 * @returns {Section[]}
 */
export const sectionsOf = ({ definition, steps, words }, values, fieldOf) =>
  steps.map(({ key, title, question }, step) => {
    const own = definition.specs.filter((spec) => spec.step === key);
    const fields = own.map((spec) => fieldOf(spec, plainValue(spec, /** @type {Value} */ (values.get(spec.path))) ?? [], words.not_filled_in, question));
    return { step, title, question, fields };
  });

/**
 * The whole canvas as it is filled in.
 * @param {Page} page
 * @param {Values} values
 */
export function filled(page, values) {
  const whole = element("div", "case__body", ...page.steps.map((step, i) => stepOf(page, step, i, values)));
  const story = String(values.get("verhaal"));
  if (story.trim()) {
    const head = element("div", "step__head", element("h2", "", page.words.story));
    whole.append(element("section", "step", head, element("div", "step__body", ...paragraphs(story))));
  }
  return element("article", "case", element("h1", "", String(values.get("title") || page.words.untitled)), whole);
}
