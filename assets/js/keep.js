// The page on reading without network: what a visitor can keep, how much that is, how far it is, and what there is now.

import { chosen, keptPaths, large, opened, ours, own } from "./caches.js";
import { element, fillIn, part, parts } from "./dom.js";
import { fetchList, filesOf, have, keep, readNote } from "./kept.js";

const root = part(document, "[data-keep]");
const choices = part(root, "[data-choices]");
const words = /** @type {Record<string, string>} */ (root.dataset);
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const status = find("status");
const save = find("save");
const stop = find("stop");
const remove = find("remove");
const space = find("space");
const progress = find("progress");
const bar = part(progress, "progress", HTMLProgressElement);
const boxes = parts(choices, "input", HTMLInputElement);
const locale = document.documentElement.lang;
const language = words.keep;
const basis = `${language}/basis`; // which is always kept

/** The list of the site, or the one that was kept when there is no network. @type {import("./kept.js").List | undefined} */
let list;
/** The hash of what is kept by choice. @type {Map<string, string>} */
let kept = new Map();
/** The paths of all that is kept. @type {Set<string>} */
let all = new Set();
/** What was chosen before. @type {import("./kept.js").Note | undefined} */
let note;
let isLost = false;
/** Ends what is going on. @type {AbortController | undefined} */
let going;

/**
 * @param {number} bytes
 */
function size(bytes) {
  if (bytes < 1e6) return `${number(Math.ceil(bytes / 1e3))} kB`;
  const [n, unit] = bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${n.toLocaleString(locale, { maximumFractionDigits: 1 })} ${unit}`;
}

/** @param {number} n */
const number = (n) => n.toLocaleString(locale);

/** @param {Iterable<import("./kept.js").File>} files */
const total = (files) => [...files].reduce((sum, [, bytes]) => sum + bytes, 0);

/** What is chosen now: in this language by the boxes, in another as it was. */
function choice() {
  const elsewhere = (note?.chosen ?? []).filter((key) => !key.startsWith(`${language}/`));
  return [...elsewhere, ...boxes.filter((box) => box.checked && !box.disabled).map((box) => box.value), basis];
}

/** @param {string} text */
function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

/** Shows of each group what it holds and how much of that is there, and what the button would do. */
function render() {
  if (!list) return;
  const everything = boxes.find((box) => box.value === `${language}/dilemmas`);
  const basic = filesOf(list, [basis]);
  for (const box of boxes) {
    const files = filesOf(list, [box.value]);
    // What is always kept counts once, such as the style of all pages.
    if (box.value !== basis) for (const path of basic.keys()) files.delete(path);
    const row = /** @type {HTMLElement} */ (box.closest("[data-row]"));
    const there = [...files.keys()].filter((path) => (box.value === basis ? all : kept).has(path)).length;
    row.hidden = !files.size;
    part(row, "[data-size]").textContent = fillIn(words.textSize, number(files.size), size(total(files.values())));
    const state = part(row, "[data-state]");
    state.textContent = there === files.size ? words.textKept : there ? fillIn(words.textPartly, number(there), number(files.size)) : words.textNone;
    state.dataset.state = there === files.size ? "whole" : there ? "part" : "none";
    if ("theme" in box.dataset) box.disabled = Boolean(everything?.checked);
  }
  const wanted = filesOf(list, choice());
  const missing = [...wanted.values()].filter(([path, , hash]) => kept.get(path) !== hash);
  const surplus = [...kept.keys()].filter((path) => !wanted.has(path));
  save.textContent = missing.length ? fillIn(words.textSave, number(missing.length), size(total(missing))) : fillIn(words.textTrim, number(surplus.length));
  save.hidden = isLost || Boolean(going) || (!missing.length && !surplus.length);
  stop.hidden = progress.hidden = !going;
  remove.hidden = Boolean(going) || !all.size;
  part(choices, "fieldset", HTMLFieldSetElement).disabled = isLost || Boolean(going);
  if (!going && note && !missing.length) {
    say(
      fillIn(
        words.textDone,
        number(kept.size),
        size(total(filesOf(list, note.chosen).values())),
        new Date(note.day).toLocaleDateString(locale, { dateStyle: "long" }),
      ),
    );
  }
}

/** What the browser says about room: whether there is enough, and whether it will clean up by itself. */
async function renderSpace() {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const free = quota - usage;
  const need = list ? total(filesOf(list, choice()).values()) - usage : 0;
  const says = [];
  if (quota) says.push(fillIn(need > free ? words.textNarrow : words.textFree, size(Math.max(0, free))));
  if (note) says.push((await navigator.storage?.persisted?.()) ? words.textStays : words.textMayGo);
  space.textContent = says.join(" ");
}

/** The pages that a visitor opened before, by their titles. */
async function renderOpened() {
  const items = [];
  for (const name of (await ours()).filter((one) => one.startsWith(opened))) {
    const cache = await caches.open(name);
    for (const { url } of (await cache.keys()).toReversed()) {
      const title = /<title>(.*?)( – [^–]*)?<\/title>/s.exec((await (await cache.match(url))?.text()) ?? "");
      const link = element("a", "");
      link.href = url;
      link.textContent = new DOMParser().parseFromString(title?.[1] ?? own(url), "text/html").body.textContent;
      items.push(element("li", "", link));
    }
  }
  part(find("opened"), "ul").replaceChildren(...items);
  find("opened").hidden = !items.length;
}

async function look() {
  [kept, all, note] = await Promise.all([have(), keptPaths(), readNote()]);
  render();
  await Promise.all([renderSpace(), renderOpened()]);
}

/** @param {unknown} error */
function reason(error) {
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError") return words.textStopped;
  return name === "QuotaExceededError" ? words.textFull : words.textBroken;
}

async function start() {
  if (!list || going) return;
  const groups = choice();
  const wanted = filesOf(list, groups);
  const missing = [...wanted.values()].filter(([path, , hash]) => kept.get(path) !== hash);
  const [files, bytes] = [missing.length, total(missing)];
  const mine = (going = new AbortController());
  const hadFocus = document.activeElement === save;
  /** @param {import("./kept.js").Progress} done */
  const tell = (done) => {
    bar.max = bytes || 1;
    bar.value = done.bytes;
    part(progress, "span").textContent = fillIn(words.textProgress, number(done.files), number(files), size(done.bytes), size(bytes));
  };
  tell({ files: 0, bytes: 0 });
  say(words.textBusy);
  render();
  if (hadFocus) stop.focus();
  let text = "";
  try {
    // Firefox asks the reader, who may look elsewhere: meanwhile the files come.
    navigator.storage?.persist?.().then(renderSpace, () => {});
    const absent = await keep(list, groups, mine.signal, tell);
    if (absent) text = fillIn(words.textAbsent, number(absent));
  } catch (error) {
    text = reason(error);
  }
  const moveFocus = document.activeElement === stop;
  if (going === mine) going = undefined;
  await look();
  if (text) {
    const there = missing.filter(([path, , hash]) => kept.get(path) === hash).length;
    say(fillIn(text, number(there), number(files)));
  }
  if (moveFocus) (save.hidden ? remove : save).focus();
}

async function clear() {
  for (const name of await ours()) if (name === chosen || name === large || name.startsWith(opened)) await caches.delete(name);
  note = undefined;
  await look();
  say(words.textRemoved);
  if (remove.hidden) status.focus();
}

/** Whether this browser can keep something here, and may: there may be caches that it refuses to open. */
async function able() {
  if (!navigator.serviceWorker || !("caches" in globalThis) || !navigator.locks) return false;
  return caches.keys().then(
    () => true,
    () => false,
  );
}

/** What the site offers; what was chosen stands in the boxes. */
async function offer() {
  try {
    list = await fetchList();
    isLost = Boolean(list && "chosen" in list); // then it is the one that was kept
  } catch {
    list = undefined;
    isLost = true;
  }
  note = await readNote();
  const before = note?.chosen.includes(basis) ? note.chosen : undefined; // in this language
  if (before) for (const box of boxes) box.checked = before.includes(box.value);
  choices.hidden = !list;
  root.classList.toggle("keep--lost", isLost);
  part(root, "h2").textContent = isLost ? words.textThere : words.textKeep;
  find("lost").hidden = !isLost;
  find("plain").hidden = Boolean(list) || isLost;
  await look();
  // What was broken off goes on.
  if (before && note?.halted === false && !save.hidden) await start();
}

// At another address this page stands for the one that a reader asked for.
if (own(location.href) !== own(words.address)) {
  const title = part(document, "h1");
  title.textContent = words.textTitle;
  document.title = words.textTitle;
  part(document, "[data-missing]").hidden = false;
  part(document, ".lead").hidden = true;
}
if (await able()) {
  choices.addEventListener("change", () => {
    say("");
    render();
    renderSpace();
  });
  save.addEventListener("click", start);
  stop.addEventListener("click", () => going?.abort());
  remove.addEventListener("click", clear);
  addEventListener("online", offer);
  addEventListener("offline", offer);
  offer();
} else {
  find("unable").hidden = false;
  find("plain").hidden = true;
}
