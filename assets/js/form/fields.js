// The fields on the screen: shows in them what a conversation holds, and only touches what differs, so that a screen reader keeps its place.

import { element as made, part, parts } from "../dom.js";
import { same } from "./lines.js";
import { written } from "./values.js";
import { entryName, linesOf, listOf } from "./texts.js";

/** @import { Conversation } from "./conversation.js" */
/** @import { Spec, TableEntry, TableSpec } from "./values.js" */
/** @import { Page } from "./page.js" */

/** Where a person types or chooses. @typedef {HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement} Control */
/** A part of a text, in UTF-16. @typedef {{ start: number, end: number }} Range */
/** How much a finding weighs: personal data that is an error, another error, and what else there is to say. @typedef {"personal" | "error" | "remark"} Weight */
/** A part of a text to mark, and how. @typedef {Range & { weight: Weight }} Mark */

/** The heaviest first. @type {Weight[]} */
const WEIGHTS = ["personal", "error", "remark"];

/**
 * Whether a control is one for a text.
 * @param {Element | null | undefined} control
 * @returns {control is HTMLTextAreaElement}
 */
export const isText = (control) => control instanceof HTMLTextAreaElement;

/**
 * The control in a field.
 * @param {ParentNode} place
 */
export const controlIn = (place) => /** @type {Control} */ (place.querySelector("textarea, select, input"));

/**
 * Marks parts of a text; where they overlap, the heaviest shows. What stands behind the text for it gives it its height too.
 * @param {HTMLTextAreaElement} area
 * @param {Mark[]} marks
 */
export function mark(area, marks = []) {
  const { value } = area;
  const pieces = [];
  let at = 0;
  for (const edge of [...new Set(marks.flatMap(({ start, end }) => [start, end])), value.length].sort((a, b) => a - b)) {
    const over = marks.filter(({ start, end }) => start <= at && edge <= end);
    const weight = WEIGHTS.find((one) => over.some((own) => own.weight === one));
    const text = value.slice(at, edge);
    const piece = weight && text ? made("mark", `mark--${weight}`, text) : text;
    if (piece instanceof HTMLElement) piece.dataset.at = String(at);
    pieces.push(piece);
    at = edge;
  }
  area.previousElementSibling?.replaceChildren(...pieces, "\n");
}

/** @typedef {ReturnType<typeof fieldsOf>} Fields */

/**
 * @param {Page} page
 * @param {Conversation} conversation
 */
export function fieldsOf(page, conversation) {
  /** The fields by their path. */
  const places = new Map(parts(page.root, "[data-field]").map((place) => [/** @type {string} */ (place.dataset.field), place]));

  /**
   * What the definition says of a field. It does not know the story.
   * @param {string} path
   * @returns {Spec}
   */
  function specOf(path) {
    return page.definition.byPath.get(path) ?? { path, kind: "text", label: "" };
  }

  /**
   * The control of a field.
   * @param {string} path
   */
  function control(path) {
    return controlIn(/** @type {HTMLElement} */ (places.get(path)));
  }

  /** Shows all values. */
  function show() {
    const { values, locked } = conversation;
    for (const [path, place] of places) {
      const spec = specOf(path);
      const value = values.get(path);
      if (!locked.has(path)) lock(place, undefined);
      if (spec.kind === "table") showEntries(place, spec, /** @type {TableEntry[]} */ (value));
      else if (spec.kind === "terms") choose(place, /** @type {string[]} */ (value));
      else if (Array.isArray(value)) fill(controlIn(place), linesOf(/** @type {string[]} */ (value)));
      else fill(controlIn(place), /** @type {string | boolean} */ (value));
      if (locked.has(path)) lock(place, locked.get(path));
    }
  }

  /**
   * @param {Control} target
   * @param {string | boolean} value
   */
  function fill(target, value) {
    if (typeof value === "boolean") {
      /** @type {HTMLInputElement} */ (target).checked = value;
      return;
    }
    if (target instanceof HTMLSelectElement && value && ![...target.options].some((option) => option.value === value)) {
      target.add(new Option(page.say("unknown_word", value), value));
    }
    if (target instanceof HTMLInputElement && target.type === "date" && value && !/^\d{4}-\d\d-\d\d$/.test(value)) target.type = "text";
    if (target.value !== value) target.value = value;
    if (isText(target)) mark(target);
  }

  /**
   * Closes a field that has another form in the file, and shows what stands there; or opens it again.
   * @param {HTMLElement} place
   * @param {string | undefined} shown
   */
  function lock(place, shown) {
    const note = place.querySelector(".form-field__locked");
    if (!note && shown === undefined) return;
    note?.remove();
    for (const field of place.querySelectorAll("textarea, select, input, button")) /** @type {Control} */ (field).disabled = shown !== undefined;
    if (shown === undefined) return;
    const box = document.createElement("div");
    box.className = "form-field__locked";
    box.appendChild(document.createElement("p")).textContent = page.words.locked;
    box.appendChild(document.createElement("pre")).textContent = shown;
    place.append(box);
  }

  /**
   * Ticks the words of a vocabulary.
   * @param {HTMLElement} place
   * @param {string[]} value
   */
  function choose(place, value) {
    const list = part(place, ".choices__list");
    const boxes = () => parts(list, "input", HTMLInputElement);
    for (const word of value) {
      if (boxes().some((box) => box.value === word)) continue;
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: word });
      label.append(box, ` ${page.say("unknown_word", word)}`);
      list.append(label);
    }
    for (const box of boxes()) box.checked = value.includes(box.value);
  }

  /**
   * Shows the entries of a table.
   * @param {HTMLElement} place
   * @param {TableSpec} spec
   * @param {TableEntry[]} value
   */
  function showEntries(place, spec, value) {
    const list = part(place, "[data-entries]");
    const old = /** @type {HTMLElement[]} */ ([...list.children]);
    const shown = new Map(old.map((element) => [element.dataset.id, element]));
    const wanted = value.map(({ id }) => shown.get(String(id)) ?? newEntry(place, id));
    for (const element of old) if (!wanted.includes(element)) element.remove();
    wanted.forEach((element, i) => {
      if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
      showEntry(element, entryName(spec, i), value[i], i === 0, i === wanted.length - 1);
    });
  }

  /**
   * @param {HTMLElement} element
   * @param {string} name
   * @param {TableEntry} entry
   * @param {boolean} first
   * @param {boolean} last
   */
  function showEntry(element, name, { fields }, first, last) {
    element.setAttribute("aria-label", name);
    part(element, ".entry__name").textContent = name;
    const [back, forth, remove] = parts(element, ".entry__button", HTMLButtonElement);
    for (const [button, word] of /** @type {const} */ ([
      [back, "move_back"],
      [forth, "move_forth"],
      [remove, "remove"],
    ])) {
      button.title = page.say(word, name); // is its name too, for what stands in it is a sign
    }
    back.disabled = first;
    forth.disabled = last;
    for (const row of parts(element, "[data-row]")) {
      const own = fields[/** @type {string} */ (row.dataset.row)];
      const area = controlIn(row);
      if (!Array.isArray(own)) fill(area, own);
      else if (!same(listOf(area.value, own), own)) fill(area, linesOf(own));
    }
  }

  /**
   * The element of an entry that was not there yet.
   * @param {HTMLElement} place
   * @param {number} id
   */
  function newEntry(place, id) {
    const model = part(part(place, "template", HTMLTemplateElement).content, ".entry");
    const element = /** @type {HTMLElement} */ (model.cloneNode(true));
    element.dataset.id = String(id);
    for (const row of parts(element, "[data-row]")) {
      const own = `${place.id}-${id}-${row.dataset.row}`;
      const area = controlIn(row);
      area.id = own;
      part(row, "label", HTMLLabelElement).htmlFor = own;
      part(row, ".form-field__description").id = `${own}-help`;
      part(row, ".form-field__findings").id = `${own}-findings`;
      area.setAttribute("aria-describedby", `${own}-help ${own}-findings`);
      if (isText(area)) mark(area);
    }
    return element;
  }

  /**
   * The control in which a finding stands: by its field in the file, where the entries that nobody filled in are missing.
   * @param {string} field
   * @returns {HTMLElement | undefined}
   */
  function controlOf(field) {
    const path = [...places.keys()].find((key) => field === key || field.startsWith(`${key}.`));
    if (path === undefined) return undefined;
    const place = /** @type {HTMLElement} */ (places.get(path));
    const spec = specOf(path);
    if (spec.kind !== "table") return controlIn(place);
    const [index, row] = field.slice(path.length + 1).split(".");
    const value = /** @type {TableEntry[]} */ (conversation.values.get(path));
    const entry = written(spec, value)[Number(index)];
    const element = entry && place.querySelector(`[data-id="${entry.id}"]`);
    return element ? controlIn(element.querySelector(`[data-row="${row}"]`) ?? element) : place;
  }

  return { places, specOf, control, show, showEntries, controlOf };
}
