// Turns the links by keyword into filters that combine: a dilemma must have one of the chosen words of every
// vocabulary in which a word is chosen. A word stands for the words below it too. What is chosen and the order live in the address.
// The casebook is fetched at the first choice; of a large one, what that choice asks for.

import { showChips } from "./chips.js";
import { cards, load, loadElsewhere, wordsOf } from "./card.js";
import { element, fillIn, part, parts } from "./dom.js";
import { chosen, filter } from "./facets.js";
import { layOut } from "./later.js";
import { inParts } from "./parts.js";

const SORT = "sorteer";
const root = part(document, "[data-casebook]");
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const words = /** @type {Record<string, string>} */ (root.dataset);
/** The dilemmas of a large book. */
const large = words.parts ? inParts(words) : null;
const PAGE = large ? 10 : 50; // each card of a large book may be a file to fetch
const facets = find("facets");
const status = find("count");
const picked = find("chosen");
const chips = part(picked, "ul");
const results = grows(find("found"), find("more"), large ? large.cards : dilemmasOf);
const all = find("all");
/** The dilemmas of others, where the site has them: their section, what stands in it from the start, and what is found. */
const elsewhere = root.querySelector("[data-collected]") && {
  section: find("collected"),
  all: root.querySelector("[data-collected-all]"),
  found: grows(find("collected-found"), find("collected-more"), dilemmasOf),
};
const sort = part(find("sort"), "select", HTMLSelectElement);
/** What the filters of a large book can't tell. */
const limits = root.querySelector("[data-limits]");
/** The form of the search, where the site has one. */
const search = root.querySelector("form");
const untouched = status.textContent;
const render = cards();
const collator = new Intl.Collator("nl"); // the titles are Dutch on every page

/** @typedef {import("./card.js").Dilemma} Dilemma */
/** What fits: of a large book a place, and else a dilemma with its words. @typedef {any} Fit */
/** A dilemma with its words as keys. @typedef {{ dilemma: Dilemma } & import("./facets.js").Item} Item */

/** Every word that can be chosen; total is how many dilemmas have it, ours and those of others. @type {{ facet: string, word: string, label: string, total: string, input: HTMLInputElement, count: HTMLElement }[]} */
const options = [];
/** The words above a word, by its key. @type {Map<string, string[]>} */
const above = new Map();
for (const facet of parts(facets, "[data-facet]")) {
  const list = part(facet, "ul");
  const name = facet.dataset.facet ?? "";
  const fieldset = element("fieldset", "", element("legend", "visually-hidden", part(facet, "summary").textContent));
  for (const link of parts(list, "[data-word]")) {
    const input = element("input", "");
    const text = element("span", "", link.textContent);
    const count = /** @type {HTMLElement} */ (link.nextElementSibling);
    const word = link.dataset.word ?? "";
    input.type = "checkbox";
    input.id = `${name}-${word}`;
    input.name = name;
    input.value = word;
    for (const below of link.dataset.narrower?.split(" ") ?? []) above.set(`${name}/${below}`, [...(above.get(`${name}/${below}`) ?? []), `${name}/${word}`]);
    const total = together(count.textContent, count.dataset.elsewhere ?? "");
    count.textContent = total;
    options.push({ facet: name, word, label: link.textContent, total, input, count });
    // Chromium goes on calling the box by its first count, unless the label names it.
    fieldset.append(Object.assign(element("label", /** @type {HTMLElement} */ (link.parentElement).className, input, text, count), { htmlFor: input.id }));
  }
  list.replaceWith(fieldset);
  facet.hidden = false;
}
if (elsewhere) find("note").hidden = false;
const names = [...new Set(options.map((o) => o.facet))];
find("sort").hidden = false;

/**
 * A dilemma with its words, and with those above them, each once.
 * @param {Dilemma} dilemma
 * @returns {Item}
 */
function item(dilemma) {
  const own = names.flatMap((facet) => wordsOf(dilemma, facet).map((word) => `${facet}/${word}`));
  const has = new Set(own.flatMap((key) => [key, ...(above.get(key) ?? [])]));
  return { dilemma, keys: [...has], has };
}

/** The orders besides that of the data, which has the newest first. @type {Map<string, (a: Dilemma, b: Dilemma) => number>} */
const orders = new Map([
  ["oudste", (a, b) => collator.compare(a.date ?? "", b.date ?? "")],
  ["titel", (a, b) => collator.compare(a.title, b.title)],
  ["leestijd", (a, b) => (a.leestijd ?? 0) - (b.leestijd ?? 0)],
]);

/** @param {Item[]} items */
function dilemmasOf(items) {
  return items.map(({ dilemma }) => dilemma);
}

/**
 * A list of what fits, of which a button shows more.
 * @param {HTMLElement} list
 * @param {HTMLElement} more
 * @param {(fits: Fit[]) => Dilemma[] | Promise<Dilemma[]>} shownOf
 */
function grows(list, more, shownOf) {
  /** What fits and is not shown yet. @type {Fit[]} */
  let rest = [];
  async function grow() {
    const before = rest;
    const dilemmas = await shownOf(rest.slice(0, PAGE));
    if (before !== rest) return undefined; // another choice or another click came in between
    rest = rest.slice(PAGE);
    const items = dilemmas.map(render);
    list.append(...items);
    more.hidden = !rest.length;
    return items[0];
  }
  more.addEventListener("click", async () => {
    try {
      const first = await grow();
      if (first) part(first, "a").focus();
    } catch {
      status.textContent = words.textFailed;
    }
  });
  return {
    /** @param {Fit[]} fits */
    async show(fits) {
      list.hidden = false;
      list.replaceChildren();
      rest = fits;
      await grow();
    },
    /** What more there is behind what is shown. @param {Fit[]} fits */
    follow(fits) {
      rest = fits.slice(list.children.length);
      more.hidden = !rest.length;
    },
    hide: () => (list.hidden = more.hidden = true),
  };
}

/**
 * How many of ours and, behind a plus, how many of others.
 * @param {string} ours
 * @param {string} theirs
 */
function together(ours, theirs) {
  return theirs ? `${ours} + ${theirs}` : ours;
}

/** @param {number} n */
const number = (n) => n.toLocaleString(document.documentElement.lang);

function showAll() {
  status.textContent = untouched;
  for (const { input, count, total } of options) {
    input.disabled = false;
    count.textContent = total;
  }
  all.hidden = false;
  limits?.setAttribute("hidden", "");
  results.hide();
  if (!elsewhere) return;
  elsewhere.found.hide();
  elsewhere.section.hidden = !elsewhere.all;
  elsewhere.all?.removeAttribute("hidden");
}

/** What is chosen, each with the way to take it away; and along with a search. */
function showChosen() {
  const ticked = options.filter(({ input }) => input.checked);
  picked.hidden = !ticked.length;
  showChips(chips, ticked, words.textRemove, write, sort);

  if (!search || !words.kind) return;
  for (const old of parts(search, "[type=hidden]")) old.remove();
  for (const [name, value] of [...words.kind.split(" ").map((kind) => ["soort", kind]), ...ticked.map(({ facet, word }) => [facet, word])]) {
    const carried = element("input", "");
    carried.type = "hidden";
    carried.name = name;
    carried.value = value;
    search.append(carried);
  }
}

/**
 * What fits of a large book; the first of it is shown while the rest is on its way. What each other word would leave is not known there, for that would take all of it.
 * @param {ReturnType<typeof inParts>} book
 * @param {import("./facets.js").Choice} choice
 * @param {() => boolean} overtaken  whether it is no longer asked for
 */
async function ofLarge(book, choice, overtaken) {
  const places = book.find(choice.values(), sort.value === "oudste");
  const first = (await places.enough(PAGE)).slice(0, PAGE);
  if (!overtaken()) {
    all.hidden = true;
    await results.show(first);
  }
  return { fits: await places.all() };
}

let turn = 0;
async function update() {
  const mine = ++turn;
  const choice = chosen(options);
  showChosen();
  const order = orders.get(sort.value);
  if (!choice.size && !order) {
    showAll();
    return;
  }
  /** @param {Dilemma[]} list */
  const narrow = (list) => filter((order ? list.toSorted(order) : list).map(item), choice);
  /** @type {{ fits: Fit[], counts?: Map<string, number> }} */
  let ours;
  let theirs;
  try {
    // Ours are there without those of others: a browser without network may have kept ours alone.
    [ours, theirs] = await Promise.all([
      large ? ofLarge(large, choice, () => mine !== turn) : load(words.casebook).then(narrow),
      (elsewhere ? loadElsewhere(words.elsewhere).catch(() => []) : Promise.resolve([])).then(narrow),
    ]);
  } catch {
    status.textContent = words.textFailed;
    return;
  }
  // A later choice overtook this one while the casebook was on its way.
  if (mine !== turn) return;
  for (const { facet, word, input, count } of options) {
    const [n, more] = [ours, theirs].map(({ counts }) => counts?.get(`${facet}/${word}`) ?? 0);
    count.textContent = ours.counts ? together(number(n), more ? number(more) : "") : "";
    input.disabled = Boolean(ours.counts) && !n && !more && !input.checked;
  }
  limits?.removeAttribute("hidden");
  const { textNone, textOne, textOther, textElsewhere } = words;
  const n = ours.fits.length;
  const says = n > 1 ? fillIn(textOther, number(n)) : n ? textOne : textNone;
  status.textContent = theirs.fits.length ? `${says}, ${fillIn(textElsewhere, number(theirs.fits.length))}` : says;
  all.hidden = true;
  if (large) results.follow(ours.fits);
  else results.show(ours.fits);
  if (!elsewhere) return;
  elsewhere.section.hidden = !theirs.fits.length;
  elsewhere.all?.setAttribute("hidden", "");
  elsewhere.found.show(theirs.fits);
}

/** What is chosen and the order as the address has them. */
function read() {
  const query = new URLSearchParams(location.search);
  for (const { facet, word, input } of options) {
    input.checked = query.getAll(facet).includes(word);
    const details = input.closest("details");
    if (input.checked && details) details.open = true;
  }
  const order = query.get(SORT) ?? "";
  sort.value = [...sort.options].some(({ value }) => value === order) ? order : sort.options[0].value;
  update();
}

/** What is chosen and the order into the address; other parts of the query stay. */
function write() {
  const query = new URLSearchParams(location.search);
  for (const name of [...names, SORT]) query.delete(name);
  for (const { facet, word, input } of options) if (input.checked) query.append(facet, word);
  if (orders.has(sort.value)) query.set(SORT, sort.value);
  const text = query.toString();
  history.pushState(null, "", text ? `?${text}` : location.pathname);
  update();
}

facets.addEventListener("change", write);
sort.addEventListener("change", write);
addEventListener("popstate", read);
find("clear").addEventListener("click", () => {
  for (const { input } of options) input.checked = false;
  write();
  sort.focus();
});
// Also after a reload, when some browsers tick the boxes as they were.
read();
layOut(parts(all, ".card"));
