// What people do in the fields: typing, choosing, adding entries, moving them and taking them away.

import { part, parts, targetOf } from "../dom.js";
import { newEntry } from "./values.js";
import { isText, mark } from "./fields.js";
import { clean, entryName, listOf } from "./texts.js";

/** @import { TableEntry, TableSpec } from "./values.js" */
/** @import { Session } from "./session.js" */

/** @param {Session} session */
export function followTyping(session) {
  const { root } = session.page;
  root.addEventListener("input", ({ target }) => {
    const control = /** @type {import("./fields.js").Control} */ (target);
    const place = /** @type {HTMLElement | null} */ (control.closest("[data-field]"));
    if (!place) return;
    if (isText(control)) tidy(control);
    take(session, control, /** @type {string} */ (place.dataset.field));
  });
  // Enter in a field of one line goes on to the next field, as it does on paper.
  root.addEventListener("keydown", (event) => {
    const target = targetOf(event);
    if (event.key !== "Enter" || event.isComposing || !target.matches("textarea[data-line]")) return;
    event.preventDefault();
    const areas = parts(root, "textarea:enabled");
    areas[areas.indexOf(target) + 1]?.focus();
  });
  root.addEventListener("click", (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (targetOf(event).closest("[data-add], [data-move], [data-remove]"));
    if (button) changeEntries(session, button);
  });
}

/**
 * Takes out of a text what no file may hold, with the cursor where it was.
 * @param {HTMLTextAreaElement} area
 */
function tidy(area) {
  const kept = area.hasAttribute("data-line") ? clean(area.value).replaceAll("\n", " ") : clean(area.value);
  if (kept !== area.value) {
    const end = area.selectionEnd - (area.value.length - kept.length);
    area.value = kept;
    area.setSelectionRange(end, end);
  }
  mark(area);
}

/**
 * Takes what stands in a control as the value of its field.
 * @param {Session} session
 * @param {import("./fields.js").Control} control
 * @param {string} path
 */
function take(session, control, path) {
  const { values } = session.conversation;
  const old = values.get(path);
  const { kind } = session.fields.specOf(path);
  const entry = /** @type {HTMLElement | null} */ (control.closest(".entry"));
  if (entry) {
    const row = /** @type {string} */ (/** @type {HTMLElement} */ (control.closest("[data-row]")).dataset.row);
    const own = /** @type {TableEntry[]} */ (old).find(({ id }) => String(id) === entry.dataset.id);
    if (!own) return;
    const cell = own.fields[row];
    own.fields[row] = Array.isArray(cell) ? listOf(control.value, cell) : control.value;
    session.changed(`${path}.${own.id}.${row}`);
    return;
  }
  const box = control instanceof HTMLInputElement && control.type === "checkbox" ? control : undefined;
  if (box && kind === "terms") {
    const words = /** @type {string[]} */ (old);
    // What was chosen keeps its order: the first theme leads.
    values.set(path, box.checked ? [...words, box.value] : words.filter((word) => word !== box.value));
  } else if (kind === "list") values.set(path, listOf(control.value, /** @type {string[]} */ (old)));
  else values.set(path, box ? box.checked : control.value);
  session.changed(path);
}

/**
 * Adds an entry to a table, moves one or takes one away.
 * @param {Session} session
 * @param {HTMLButtonElement} button
 */
function changeEntries(session, button) {
  const { conversation, fields, page } = session;
  const place = /** @type {HTMLElement} */ (button.closest("[data-field]"));
  const spec = /** @type {TableSpec} */ (fields.specOf(/** @type {string} */ (place.dataset.field)));
  const value = /** @type {TableEntry[]} */ (conversation.values.get(spec.path));
  const element = /** @type {HTMLElement | null} */ (button.closest(".entry"));
  const at = element ? value.findIndex(({ id }) => String(id) === element.dataset.id) : value.length;
  const name = entryName(spec, at);
  if (button.matches("[data-add]")) {
    value.push(newEntry(spec));
    page.tell(page.say("added", name));
  } else if (button.matches("[data-remove]")) {
    value.splice(at, 1);
    page.tell(page.say("removed", name));
  } else {
    const to = at + Number(button.dataset.move);
    value.splice(to, 0, ...value.splice(at, 1));
    page.tell(page.say("moved", `${name} → ${entryName(spec, to)}`));
  }
  fields.showEntries(place, spec, value);
  session.changed(spec.path, true);
  goOn(place, button, element, Math.min(at, value.length - 1));
}

/**
 * Puts the cursor where a person goes on after a change of entries.
 * @param {HTMLElement} place
 * @param {HTMLButtonElement} button  that was pressed
 * @param {HTMLElement | null} element  the entry in which it stood
 * @param {number} near  the entry that stands in its place now
 */
function goOn(place, button, element, near) {
  if (button.matches("[data-add]")) part(place, ".entry:last-child textarea").focus();
  else if (button.matches("[data-remove]")) {
    const next = place.querySelectorAll(".entry")[near];
    part(next ?? place, next ? "[data-remove]" : "[data-add]").focus();
  } else (button.disabled && element ? part(element, ".entry__button:enabled") : button).focus();
}
