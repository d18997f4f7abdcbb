// The canvas as a form. It fills one conversation at a time, keeps every change in this browser and makes files of it. Nothing leaves the machine.

import { Definition, newEntry, clean } from "./form/document.js";
import { personal } from "./form/essential.js";
import { projector } from "./projector.js";
import { loadRules, loadWord } from "./programs.js";
import { slugOf } from "./slug.js";
import { same } from "./form/lines.js";
import * as store from "./form/store.js";
import { filled, screensOf } from "./form/view.js";
import { Unreadable } from "./form/yaml.js";

const root = document.querySelector("[data-form]");
const find = (name) => root.querySelector(`[data-${name}]`);
const { words, steps, programs: addresses, ...rest } = JSON.parse(root.querySelector("script").textContent);
const definition = new Definition(rest);
const language = document.documentElement.lang;
const say = (name, ...texts) => texts.reduce((words, text) => words.replace("#", () => text), words[name] ?? name);

const SAVE_AFTER = 200; // milliseconds without typing
const TOGETHER = 2000; // milliseconds in which changes to one field are one step back
const STEPS_BACK = 200;
const MOST = 1_000_000; // bytes of a file, as `dilemma check` has it

/** The conversation on the screen: { id, source, values, locked }. source is the file as it was opened. */
let now;
/** What was before, to go back to: { source, values, locked, path, at }. */
let past = [];
let future = [];

// What is told

const status = find("status");
let turn;
/** Says what happened, to those who hear the page. The same words twice are two messages. */
function tell(text) {
  status.textContent = "";
  clearTimeout(turn);
  turn = setTimeout(() => (status.textContent = text), 50);
}

/** Shows what went wrong until something goes right. */
function trouble(text = "") {
  const place = find("trouble");
  if (place.textContent === text) return;
  place.replaceChildren();
  if (text) place.appendChild(document.createElement("p")).textContent = text;
}

const clock = (time) => new Date(time).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
const titleOf = (text) => {
  try {
    return definition.read(text).values.get("title") || words.untitled;
  } catch {
    return words.untitled;
  }
};

// Keeping

let waiting;
let unsaved = false;

function changed(path, structure = false) {
  const last = past.at(-1);
  const time = Date.now();
  if (structure || !last || last.path !== path || time - last.at > TOGETHER) past.push({ ...before, path: structure ? undefined : path, at: time });
  else last.at = time;
  past = past.slice(-STEPS_BACK);
  future = [];
  before = snapshot();
  unsaved = true;
  clearTimeout(waiting);
  waiting = setTimeout(save, SAVE_AFTER);
  history();
  fetchRules();
}

const snapshot = () => ({ source: now.source, values: structuredClone(now.values), locked: now.locked });
/** The conversation as it was before what is typed now. */
let before;

const fileText = () => definition.write(now.source, now.values);

let full = false;
function save() {
  clearTimeout(waiting);
  if (!unsaved) return;
  full = !store.keep(now.id, fileText());
  unsaved = full;
  trouble(full ? words.not_saved : "");
  find("saved").textContent = full ? words.not_saved_at_all : say("saved_at", clock(Date.now()));
  conversations();
  check();
}

// A closed laptop, a reload and a tab that is put away are all told here.
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
addEventListener("beforeunload", (event) => {
  save();
  if (full) event.preventDefault();
});

store.watch((id, text) => {
  if (id !== undefined && id !== now.id) return conversations();
  if (text === undefined) {
    // It was taken away elsewhere: what stands here is only kept again when somebody types.
    conversations();
    trouble(words.elsewhere);
    return;
  }
  if (text === fileText()) return;
  past.push({ ...before, at: Date.now() });
  load(now.id, text, false);
});

// The fields

const fields = new Map([...root.querySelectorAll("[data-field]")].map((place) => [place.dataset.field, place]));
const specOf = (path) => definition.byPath.get(path) ?? { path, kind: "text" };

/** The marks behind a text give it its height too. */
function mark(area, ranges = []) {
  const marks = area.previousElementSibling;
  const parts = [];
  let at = 0;
  for (const { start, end } of ranges) {
    if (start < at) continue;
    const place = document.createElement("mark");
    place.textContent = area.value.slice(start, end);
    parts.push(area.value.slice(at, start), place);
    at = end;
  }
  marks.replaceChildren(...parts, `${area.value.slice(at)}\n`);
}

function set(control, value) {
  if (control.type === "checkbox") {
    control.checked = value;
    return;
  }
  if (control.matches("select") && value && ![...control.options].some((option) => option.value === value)) {
    control.add(new Option(say("unknown_word", value), value));
  }
  if (control.type === "date" && value && !/^\d{4}-\d\d-\d\d$/.test(value)) control.type = "text";
  if (control.value !== value) control.value = value;
  if (control.matches("textarea")) mark(control);
}

const control = (place) => place.querySelector("textarea, select, input");
const linesOf = (value) => value.map((text) => text.replace(/\s*\n\s*/g, " ")).join("\n");

/** The entries of a list of texts, one a line. A text of more lines in the file stands on one line here; unchanged, it stays as it was. */
function listOf(text, old) {
  const rest = [...old];
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*[-•*]\s+/, "").trim())
    .filter(Boolean)
    .map((line) => {
      const at = rest.findIndex((before) => linesOf([before]) === line);
      return at < 0 ? line : rest.splice(at, 1)[0];
    });
}

/** Closes a field that has another form in the file, and shows what stands there. */
function lock(place, shown) {
  const note = place.querySelector(".form-field__locked");
  if (!note && shown === undefined) return;
  note?.remove();
  for (const part of place.querySelectorAll("textarea, select, input, button")) part.disabled = shown !== undefined;
  if (shown === undefined) return;
  const box = document.createElement("div");
  box.className = "form-field__locked";
  box.appendChild(document.createElement("p")).textContent = words.locked;
  box.appendChild(document.createElement("pre")).textContent = shown;
  place.append(box);
}

/** Shows the values; only what differs from the screen is touched, so that a screen reader keeps its place. */
function show() {
  for (const [path, place] of fields) {
    const spec = specOf(path);
    const value = now.values.get(path);
    if (!now.locked.has(path)) lock(place);
    if (spec.kind === "table") entries(place, spec, value);
    else if (spec.kind === "terms") choices(place, value);
    else set(control(place), value);
    if (now.locked.has(path)) lock(place, now.locked.get(path));
  }
}

function choices(place, value) {
  const list = place.querySelector(".choices__list");
  for (const word of value) {
    if ([...list.querySelectorAll("input")].some((box) => box.value === word)) continue;
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: word });
    label.append(box, ` ${say("unknown_word", word)}`);
    list.append(label);
  }
  for (const box of list.querySelectorAll("input")) box.checked = value.includes(box.value);
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** How the canvas names an entry: Speler A, Keuze 1. */
const entryName = (spec, i) => `${spec.item.label} ${spec.item.numbering === "letters" && i < letters.length ? letters[i] : i + 1}`;

function entries(place, spec, value) {
  const list = place.querySelector("[data-entries]");
  const shown = new Map([...list.children].map((entry) => [entry.dataset.id, entry]));
  const wanted = value.map((entry) => shown.get(String(entry.id)) ?? entryElement(place, spec, entry));
  for (const element of [...list.children]) if (!wanted.includes(element)) element.remove();
  wanted.forEach((element, i) => {
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
    const name = entryName(spec, i);
    element.setAttribute("aria-label", name);
    element.querySelector(".entry__name").textContent = name;
    const [back, forth, remove] = element.querySelectorAll(".entry__button");
    for (const [button, word] of [
      [back, "move_back"],
      [forth, "move_forth"],
      [remove, "remove"],
    ]) {
      button.setAttribute("aria-label", say(word, name));
      button.title = say(word, name);
    }
    back.disabled = i === 0;
    forth.disabled = i === wanted.length - 1;
    for (const row of element.querySelectorAll("[data-row]")) {
      const own = value[i].fields[row.dataset.row];
      const area = control(row);
      const text = Array.isArray(own) ? linesOf(own) : own;
      if (!Array.isArray(own) || !same(listOf(area.value, own), own)) set(area, text);
    }
  });
}

function entryElement(place, spec, { id }) {
  const element = place.querySelector("template").content.firstElementChild.cloneNode(true);
  element.dataset.id = id;
  for (const row of element.querySelectorAll("[data-row]")) {
    const own = `${place.id}-${id}-${row.dataset.row}`;
    const area = control(row);
    area.id = own;
    row.querySelector("label").htmlFor = own;
    row.querySelector(".form-field__description").id = `${own}-help`;
    row.querySelector(".form-field__said").id = `${own}-said`;
    area.setAttribute("aria-describedby", `${own}-help ${own}-said`);
    mark(area);
  }
  return element;
}

root.addEventListener("input", ({ target }) => {
  const place = target.closest("[data-field]");
  if (!place) return;
  const path = place.dataset.field;
  const spec = specOf(path);
  if (target.matches("textarea")) {
    const kept = target.hasAttribute("data-line") ? clean(target.value).replaceAll("\n", " ") : clean(target.value);
    if (kept !== target.value) {
      const end = target.selectionEnd - (target.value.length - kept.length);
      target.value = kept;
      target.setSelectionRange(end, end);
    }
    mark(target);
  }
  const entry = target.closest(".entry");
  if (entry) {
    const row = target.closest("[data-row]").dataset.row;
    const own = now.values.get(path).find(({ id }) => String(id) === entry.dataset.id);
    own.fields[row] = Array.isArray(own.fields[row]) ? listOf(target.value, own.fields[row]) : target.value;
    changed(`${path}.${own.id}.${row}`);
    return;
  }
  let value = target.type === "checkbox" ? target.checked : target.value;
  if (spec.kind === "terms") {
    const old = now.values.get(path);
    // What was chosen keeps its order: the first theme leads.
    value = target.checked ? [...old, target.value] : old.filter((word) => word !== target.value);
  } else if (spec.kind === "list") {
    value = listOf(target.value, now.values.get(path));
  }
  now.values.set(path, value);
  changed(path);
});

// Enter in a field of one line goes on to the next field, as it does on paper.
root.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("textarea[data-line]")) return;
  event.preventDefault();
  const areas = [...root.querySelectorAll("textarea:enabled")];
  areas[areas.indexOf(event.target) + 1]?.focus();
});

root.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-add], [data-move], [data-remove]");
  if (!button) return;
  const place = button.closest("[data-field]");
  const spec = specOf(place.dataset.field);
  const value = now.values.get(spec.path);
  const element = button.closest(".entry");
  const at = element ? value.findIndex(({ id }) => String(id) === element.dataset.id) : value.length;
  const name = entryName(spec, at);
  if (button.matches("[data-add]")) {
    value.push(newEntry(spec));
    tell(say("added", name));
  } else if (button.matches("[data-remove]")) {
    value.splice(at, 1);
    tell(say("removed", name));
  } else {
    const to = at + Number(button.dataset.move);
    value.splice(to, 0, ...value.splice(at, 1));
    tell(say("moved", `${name} → ${entryName(spec, to)}`));
  }
  entries(place, spec, value);
  changed(spec.path, true);
  if (button.matches("[data-add]")) place.querySelector(".entry:last-child textarea").focus();
  else if (button.matches("[data-remove]"))
    (place.querySelectorAll(".entry")[Math.min(at, value.length - 1)]?.querySelector("[data-remove]") ?? place.querySelector("[data-add]")).focus();
  else (button.disabled ? element.querySelector(".entry__button:enabled") : button).focus();
});

// Back and forth

function history() {
  find("undo").setAttribute("aria-disabled", String(!past.length));
  find("redo").setAttribute("aria-disabled", String(!future.length));
}

function travel(from, to, word) {
  const there = from.pop();
  if (!there) return tell(words.undo_nothing);
  to.push({ ...snapshot(), path: undefined, at: 0 });
  now = { id: now.id, source: there.source, values: structuredClone(there.values), locked: there.locked };
  before = snapshot();
  show();
  unsaved = true;
  save();
  history();
  tell(words[word]);
}
find("undo").addEventListener("click", () => travel(past, future, "undone"));
find("redo").addEventListener("click", () => travel(future, past, "redone"));

// Conversations

function conversations() {
  const list = find("conversations");
  const kept = store.all();
  if (!kept.some(({ id }) => id === now.id)) kept.unshift({ id: now.id, changed: Date.now(), text: fileText() });
  const options = kept.map(({ id, changed, text }) => {
    const day = new Date(changed).toLocaleString(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    return [`${id === now.id ? now.values.get("title") || words.untitled : titleOf(text)} – ${day}`, id];
  });
  if (options.length !== list.options.length || options.some(([text, id], i) => list.options[i].text !== text || list.options[i].value !== id)) {
    list.replaceChildren(...options.map(([text, id]) => new Option(text, id)));
  }
  list.value = now.id;
}

const today = () => {
  const day = new Date();
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
};

/** Says why something by this name does not open; error is Unreadable. */
const notOpened = (name, error) => trouble(`${say("not_opened", name)} ${say("line", error.line)} ${say(error.reason, ...error.details)}`);

/** Puts a conversation on the screen. Throws Unreadable. */
function load(id, text, fresh = true) {
  const { values, locked } = definition.read(text);
  now = { id, source: text, values, locked };
  before = snapshot();
  if (fresh) past = [];
  future = [];
  show();
  history();
  conversations();
  check();
}

function start() {
  const kept = store.all();
  for (const { id, text, changed } of kept) {
    try {
      load(id, text);
      find("saved").textContent = say("saved_at", clock(changed));
      return;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }
  load(store.newId(), definition.blank(today()));
  find("saved").textContent = words.saved;
}

find("conversations").addEventListener("change", ({ target }) => {
  save();
  const one = store.all().find(({ id }) => id === target.value);
  if (!one) return;
  trouble();
  try {
    load(one.id, one.text);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    conversations();
    return notOpened(words.untitled, error);
  }
  find("saved").textContent = say("saved_at", clock(one.changed));
  tell(say("opened", now.values.get("title") || words.untitled));
});

find("new").addEventListener("click", () => {
  save();
  trouble();
  load(store.newId(), definition.blank(today()));
  find("saved").textContent = words.saved;
  tell(words.started);
  control(fields.get("title")).focus();
});

/** Asks a question that needs an answer, and tells whether it was yes. */
function ask(name, text) {
  const dialog = find("question");
  dialog.querySelector(".question__head").textContent = say(`${name}_question`, text);
  document.getElementById("vraag-tekst").textContent = words[`${name}_text`];
  find("yes").textContent = words[`${name}_yes`];
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}
for (const name of ["yes", "no"]) find(name).addEventListener("click", ({ target }) => find("question").close(target.value));

/** Begins anew after something was taken away: nothing of it stays in this page either. */
function after(word) {
  clearTimeout(waiting);
  unsaved = full = false;
  past = [];
  trouble();
  start();
  tell(words[word]);
  control(fields.get("title")).focus();
}

find("delete").addEventListener("click", async () => {
  if (!(await ask("delete", now.values.get("title") || words.untitled))) return;
  store.forget(now.id);
  after("deleted");
});
find("clear").addEventListener("click", async () => {
  if (!(await ask("clear"))) return;
  store.forgetAll();
  find("filled").replaceChildren();
  after("cleared");
});

// Files

async function open(file) {
  trouble();
  save();
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text;
  let warnings = [];
  if (addresses?.word && /\.(docx|odt)$/i.test(file.name)) {
    try {
      const answer = (await loadWord(addresses)).read(file.name, bytes);
      if (answer.refused) return trouble(`${answer.refused}. ${answer.tip}`);
      ({ text, warnings } = answer);
    } catch {
      return trouble(words.no_word);
    }
  } else {
    if (file.size > MOST) return trouble(`${say("not_opened", file.name)} ${words.large}`);
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return trouble(say("not_a_text", file.name));
    }
  }
  try {
    if (/\.json$/i.test(file.name)) text = definition.fromData(parseJSON(text), today());
    definition.read(text);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return notOpened(file.name, error);
  }
  load(store.newId(), text);
  unsaved = true;
  save();
  if (warnings.length) trouble(`${words.from_word} ${warnings.join("; ")}.`);
  tell(say("opened", now.values.get("title") || words.untitled));
  control(fields.get("title")).focus();
}

function parseJSON(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new Unreadable(1, "data");
  }
}

find("open").addEventListener("click", ({ target }) => (target.value = ""));
find("open").addEventListener("change", ({ target }) => target.files.length && open(target.files[0]));
const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  root.classList.add("canvas-form--drop");
});
for (const name of ["dragleave", "drop"]) addEventListener(name, () => root.classList.remove("canvas-form--drop"));
addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  open(event.dataTransfer.files[0]);
});

function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  tell(say("downloaded", name));
}

root.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-download]");
  if (!button) return;
  save();
  const name = slugOf(now.values.get("title")) || "dilemma";
  if (button.dataset.download === "docx") {
    loadWord(addresses).then(
      (word) => download(`${name}.docx`, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write(fileText())),
      () => trouble(words.no_word),
    );
  } else if (button.dataset.download === "md") download(`${name}.md`, "text/markdown", fileText());
  else download(`${name}.json`, "application/json", `${JSON.stringify(definition.data(fileText()), null, 2)}\n`);
});

find("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(fileText());
    tell(words.copied);
    trouble();
  } catch {
    trouble(words.not_copied);
  }
});

const screen = projector(document.querySelector("[data-projector]"), () => screensOf(definition, steps, now.values, words, entryName));
for (const button of root.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    save();
    // The step that is being written.
    const heads = steps.map(({ key }) => document.getElementById(`stap-${key}`).getBoundingClientRect().top);
    screen.open(
      Math.max(
        0,
        heads.findLastIndex((top) => top < innerHeight / 2),
      ),
    );
  });
}

// On paper the filled canvas stands, and not the form.
addEventListener("beforeprint", () => find("filled").replaceChildren(filled(definition, steps, now.values, words, entryName)));
find("print-form").addEventListener("click", () => print());

// What the check says

const NEEDED = definition.specs.filter((spec) => spec.required === "concept" && !spec.later).map((spec) => spec.path);

/** The whole check, once it is here. Until then, and without it, the form looks at what shows by itself. */
let whole;
let asked = false;
function fetchRules() {
  if (!addresses?.rules || asked) return;
  asked = true;
  loadRules(addresses).then(
    (rules) => {
      whole = rules;
      check();
    },
    () => (asked = false), // there may be a network at the next change
  );
}

/** The text field in which a finding stands: by its field in the file, where the entries that nobody filled in are missing. */
function areaOf(field) {
  const path = [...fields.keys()].find((key) => field === key || field.startsWith(`${key}.`));
  if (path === undefined) return undefined;
  const place = fields.get(path);
  const spec = specOf(path);
  if (spec.kind !== "table") return control(place);
  const [index, row] = field.slice(path.length + 1).split(".");
  const entry = definition.written(spec, now.values.get(path))[Number(index)];
  const element = entry && place.querySelector(`[data-id="${entry.id}"]`);
  return element ? control(element.querySelector(`[data-row="${row}"]`) ?? element) : place;
}

/** What the rules find: { area, text, hint, marks, inline, wrong }. */
function byRules(text) {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  return whole(`content/dilemmas/${slugOf(now.values.get("title")) || "dilemma"}.md`, text).map((finding) => {
    const area = finding.field
      ? areaOf(finding.field)
      : finding.kind || finding.rule.startsWith("body/") || finding.rule.startsWith("language/")
        ? control(fields.get("verhaal"))
        : undefined;
    const excerpt = decoder.decode(bytes.slice(finding.start, finding.end));
    const marks = [];
    if (finding.kind && excerpt && area?.matches("textarea")) {
      for (let at = area.value.indexOf(excerpt); at >= 0; at = area.value.indexOf(excerpt, at + excerpt.length))
        marks.push({ start: at, end: at + excerpt.length });
    }
    // What is still empty needs no remark at every field of a conversation that goes on.
    const inline = !/^canvas\/(required|empty|too-few)$/.test(finding.rule);
    return { area, text: finding.message, hint: finding.hint, marks, inline, wrong: finding.severity === "error" || Boolean(finding.kind) };
  });
}

function byForm() {
  const missing = NEEDED.filter((path) => !now.values.get(path).trim());
  const found = missing.map((path) => ({ area: control(fields.get(path)), text: say("needed_one", specOf(path).label), hint: "", marks: [] }));
  for (const area of root.querySelectorAll("[data-field] textarea:enabled")) {
    for (const one of personal(area.value)) found.push({ area, text: say(one.word, one.text), hint: words.bad_hint, marks: [one], inline: true, wrong: true });
  }
  return found;
}

function check() {
  const found = whole ? byRules(fileText()) : byForm();
  const perArea = new Map();
  for (const one of found) perArea.set(one.area, [...(perArea.get(one.area) ?? []), one]);
  for (const area of root.querySelectorAll("[data-field] textarea, [data-field] select, [data-field] input[type=date]")) {
    const own = perArea.get(area) ?? [];
    if (area.matches("textarea"))
      mark(
        area,
        own.flatMap(({ marks }) => marks).sort((a, b) => a.start - b.start),
      );
    remarks(
      area,
      own.filter(({ inline }) => inline),
    );
  }
  const count = find("said-count");
  count.textContent = !found.length ? words.nothing_found : found.length === 1 ? words.found_one : say("found_other", String(found.length));
  find("said-list").replaceChildren(
    ...found.map(({ area, text }) => {
      const item = document.createElement("li");
      if (whole) item.lang = "nl";
      if (!area) item.textContent = text;
      else {
        const link = item.appendChild(document.createElement("a"));
        link.href = `#${area.id}`;
        link.textContent = text;
      }
      return item;
    }),
  );
}

find("said-list").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  const area = document.getElementById(link.hash.slice(1));
  const more = area.closest("details");
  if (more) more.open = true;
  area.focus();
});

/** Puts remarks with a field. They are tied to it as its description, so they are heard there and nowhere else. */
function remarks(area, list) {
  const place = area.closest(".form-field")?.querySelector(".form-field__said");
  if (!place) return;
  if (list.some(({ wrong }) => wrong)) area.setAttribute("aria-invalid", "true");
  else area.removeAttribute("aria-invalid");
  const texts = [...new Set(list.map(({ text, hint }) => `${text} ${hint}`.trim()))];
  if ([...place.children].map((item) => item.textContent).join("\n") === texts.join("\n")) return;
  place.lang = whole ? "nl" : language;
  place.replaceChildren(
    ...texts.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
}

start();
root.hidden = false;
document.querySelector("[data-form-empty]").hidden = true;
