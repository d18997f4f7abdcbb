// Turns the links by keyword into filters that combine: a dilemma must have one of the chosen words of every
// vocabulary in which a word is chosen. A word stands for the words below it too. What is chosen and the order live in the address.
// The casebook is fetched at the first choice.

import { showChips } from "./chips.js";
import { cards, load, wordsOf } from "./card.js";
import { element, part, parts } from "./dom.js";
import { chosen, filter } from "./facets.js";

const PAGE = 50;
const SORT = "sorteer";
const root = part(document, "[data-casebook]");
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const facets = find("facets");
const status = find("count");
const picked = find("chosen");
const chips = part(picked, "ul");
const more = find("more");
const all = find("all");
const found = find("found");
const sort = part(find("sort"), "select", HTMLSelectElement);
/** The form of the search, where the site has one. */
const search = root.querySelector("form");
const words = /** @type {Record<string, string>} */ (root.dataset);
const untouched = status.textContent;
const render = cards();
const collator = new Intl.Collator("nl"); // the titles are Dutch on every page

/** @typedef {import("./card.js").Dilemma} Dilemma */
/** A dilemma with its words as keys. @typedef {{ dilemma: Dilemma } & import("./facets.js").Item} Item */

/** Every word that can be chosen; total is how many dilemmas have it. @type {{ facet: string, word: string, label: string, total: string, input: HTMLInputElement, count: HTMLElement }[]} */
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
    input.name = name;
    input.value = word;
    for (const below of link.dataset.narrower?.split(" ") ?? []) above.set(`${name}/${below}`, [...(above.get(`${name}/${below}`) ?? []), `${name}/${word}`]);
    options.push({ facet: name, word, label: link.textContent, total: count.textContent, input, count });
    fieldset.append(element("label", /** @type {HTMLElement} */ (link.parentElement).className, input, text, count));
  }
  list.replaceWith(fieldset);
}
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

/** What fits and is not shown yet. @type {Item[]} */
let rest = [];
function showMore() {
  const items = rest.splice(0, PAGE).map(({ dilemma }) => render(dilemma));
  found.append(...items);
  more.hidden = !rest.length;
  return items[0];
}

function showAll() {
  status.textContent = untouched;
  for (const { input, count, total } of options) {
    input.disabled = false;
    count.textContent = total;
  }
  all.hidden = false;
  found.hidden = more.hidden = true;
}

/** What is chosen, each with the way to take it away; and along with a search. */
function showChosen() {
  const ticked = options.filter(({ input }) => input.checked);
  picked.hidden = !ticked.length;
  showChips(chips, ticked, words.textRemove, write, sort);

  if (!search || !words.kind) return;
  for (const old of parts(search, "[type=hidden]")) old.remove();
  for (const [name, value] of [["soort", words.kind], ...ticked.map(({ facet, word }) => [facet, word])]) {
    const carried = element("input", "");
    carried.type = "hidden";
    carried.name = name;
    carried.value = value;
    search.append(carried);
  }
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
  let dilemmas;
  try {
    dilemmas = await load(words.casebook);
  } catch {
    status.textContent = words.textFailed;
    return;
  }
  // A later choice overtook this one while the casebook was on its way.
  if (mine !== turn) return;
  const { fits, counts } = filter((order ? dilemmas.toSorted(order) : dilemmas).map(item), choice);
  for (const { facet, word, input, count } of options) {
    const n = counts.get(`${facet}/${word}`) ?? 0;
    count.textContent = n.toLocaleString(document.documentElement.lang);
    input.disabled = !n && !input.checked;
  }
  const { textNone, textOne, textOther } = words;
  const n = fits.length;
  status.textContent = n > 1 ? textOther.replace("#", n.toLocaleString(document.documentElement.lang)) : n ? textOne : textNone;
  all.hidden = true;
  found.hidden = false;
  found.replaceChildren();
  rest = fits;
  showMore();
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
  sort.value = orders.has(order) ? order : sort.options[0].value;
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
more.addEventListener("click", () => {
  const first = showMore();
  if (first) part(first, "a").focus();
});
find("clear").addEventListener("click", () => {
  for (const { input } of options) input.checked = false;
  write();
  sort.focus();
});
// Also after a reload, when some browsers tick the boxes as they were.
read();
