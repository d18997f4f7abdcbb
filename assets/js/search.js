// Searches handbook and casebook with the index of the site. Nothing of it is fetched before the first query, and of a filter nothing before a reader
// opens it. The query, the filters and the order live in the address.

import { showChips } from "./chips.js";
import { element, fillIn, part, parts } from "./dom.js";
import { chosen, filter } from "./facets.js";
import { engine, Stale } from "./search/engine.js";
import { excerpt } from "./search/excerpt.js";

const PAGE = 5; // every page found is a file to fetch
const SORT = "sorteer";
const root = part(document, "[data-search]");
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const form = part(root, "form", HTMLFormElement);
const input = part(form, "input", HTMLInputElement);
const facets = part(root, "[data-facets]", HTMLDetailsElement);
const answer = find("answer");
const status = find("count");
const order = find("sort");
const sort = part(order, "select", HTMLSelectElement);
const picked = find("chosen");
const chips = part(picked, "ul");
const clear = find("clear");
const notes = find("notes");
const more = find("more");
const found = find("found");
const nothing = find("nothing");
const template = part(part(root, "[data-result]", HTMLTemplateElement).content, "li");
const words = /** @type {Record<string, string>} */ (root.dataset);
const base = new URL(words.search, location.href);
const {
  search,
  page: read,
  stem: stemmer,
  all,
  facet: table,
  dates,
} = engine(document.documentElement.lang.toLowerCase(), words.common.split(" "), (name) => fetch(new URL(name, base)));
/** @param {number} n */
const number = (n) => n.toLocaleString(document.documentElement.lang);

/** @typedef {import("./search/engine.js").Answer} Answer */
/** @typedef {import("./search/excerpt.js").Marked} Marked */

/** Every word that can be chosen. */
const options = parts(facets, "input", HTMLInputElement).map((box) => {
  const label = /** @type {HTMLLabelElement} */ (box.parentElement);
  // Chromium goes on calling the box by its first count, unless the label names it.
  box.id = `${box.name}-${box.value}`;
  label.htmlFor = box.id;
  const [text, count] = parts(label, "span");
  return { facet: box.name, word: box.value, broader: box.dataset.broader, input: box, place: label, label: text.textContent, count };
});
const byKey = new Map(options.map((o) => [`${o.facet}/${o.word}`, o]));
/** The filters, by the name of their facet. */
const filters = new Map(parts(facets, "[data-facet]", HTMLDetailsElement).map((details) => [/** @type {string} */ (details.dataset.facet), details]));
const names = [...filters.keys()];

/**
 * The keys of words of a facet, and of those that they belong to.
 * @param {string} facet
 * @param {string[]} own
 */
function keysOf(facet, own) {
  /** @type {Set<string>} */
  const keys = new Set();
  for (let word of own) {
    for (let key = `${facet}/${word}`; !keys.has(key); key = `${facet}/${word}`) {
      keys.add(key);
      word = byKey.get(key)?.broader ?? word;
    }
  }
  return [...keys];
}

/** @param {string} text */
function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

/** @param {Marked} pieces */
const marked = (pieces) => pieces.map((text, i) => (i % 2 ? element("mark", "", text) : text));

/**
 * A link to what another query gives.
 * @param {string} query
 */
function another(query) {
  const link = element("a", "", query);
  const now = new URLSearchParams(location.search);
  now.set("q", query);
  link.href = `?${now}`;
  return link;
}

/**
 * Says which words are nowhere, and what comes near.
 * @param {Answer} answer
 */
function note({ whole, nowhere, apart, everywhere, pages }) {
  /** @type {HTMLElement[]} */
  const lines = [];
  /** The query with another word for one of it. @param {string} from @param {string} to */
  const instead = (from, to) => input.value.trim().replace(from, () => to);
  if (!whole && pages.length) lines.push(element("p", "", words.textPartly));
  if (everywhere.length && words.textEverywhere) lines.push(element("p", "", fillIn(words.textEverywhere, everywhere.join(", "))));
  for (const { shown, parts: near } of apart) lines.push(element("p", "", fillIn(words.textApart, shown, near.join(", "))));
  for (const { shown, alike, parts: pieces } of nowhere) {
    const near = alike.length ? alike : pieces;
    const text = alike.length ? words.textAlike : near.length ? words.textParts : words.textNowhere;
    const line = element("p", "", fillIn(text, shown));
    near.forEach((word, i) => line.append(i ? ", " : " ", another(alike.length ? instead(shown, word) : word)));
    lines.push(line);
  }
  notes.replaceChildren(...lines);
  notes.hidden = !lines.length;
}

/**
 * @param {number} n
 * @param {Answer | null} result
 */
async function render(n, result) {
  const [page, stem] = await Promise.all([read(n), stemmer()]);
  const item = /** @type {HTMLElement} */ (template.cloneNode(true));
  const link = part(item, "a", HTMLAnchorElement);
  const [tags, hits] = parts(item, "ul");
  const { title, passages } = excerpt(page, result?.marks ?? { forms: new Set(), stems: new Set(), phrases: [] }, stem);
  const address = page.from ? page.url : new URL(`../${page.url}`, base).pathname;
  link.href = address;
  if (page.from) {
    link.rel = "external noopener";
    tags.before(element("p", "card__source", fillIn(words.textSource, page.from)));
  }
  link.replaceChildren(...marked(title));
  for (const name of names) for (const word of page.filters?.[name] ?? []) tags.append(element("li", "", byKey.get(`${name}/${word}`)?.label ?? word));
  for (const { id, title: name, text } of passages) {
    const li = element("li", "");
    if (id) {
      const place = element("a", "", ...marked(name));
      place.href = `${address}#${id}`;
      li.append(place);
    }
    if (text.join("")) li.append(element("p", "", ...marked(text)));
    hits.append(li);
  }
  return item;
}

let turn = 0;
/** What fits and is not shown yet. @type {number[]} */
let rest = [];
/** What was answered to the query. @type {Answer | null} */
let last = null;
/** Shows the next pages, and returns the first of them. */
async function showMore() {
  const mine = turn;
  const items = await Promise.all(rest.slice(0, PAGE).map((n) => render(n, last)));
  if (mine !== turn) return undefined;
  rest = rest.slice(PAGE);
  found.append(...items);
  more.hidden = !rest.length;
  return items[0];
}

/**
 * Says of each word how much it would leave. A word that leaves nothing is not offered.
 * @param {Map<string, number>} counts
 * @param {string[]} asked  the facets of which that is known
 */
function offer(counts, asked) {
  for (const { facet, word, input: box, place, count } of options) {
    if (!asked.includes(facet)) continue;
    const n = counts.get(`${facet}/${word}`) ?? 0;
    count.textContent = number(n);
    place.hidden = !n && !box.checked;
  }
  for (const [name, details] of filters) {
    if (asked.includes(name)) part(details, "[data-no-words]").hidden = Boolean(details.querySelector("label:not([hidden])"));
  }
}

/** What is chosen, each with the way to take it away. */
function showChosen() {
  const ticked = options.filter(({ input: box }) => box.checked);
  picked.hidden = !ticked.length;
  showChips(chips, ticked, words.textRemove, write, input);
}

async function update() {
  const mine = ++turn;
  const query = input.value.trim();
  const choice = chosen(options);
  answer.hidden = !query && !choice.size;
  if (answer.hidden) return;
  showChosen();
  answer.setAttribute("aria-busy", "true");
  const slow = setTimeout(say, 500, words.textBusy);
  try {
    const asked = [...filters].filter(([name, { open }]) => (facets.open && open) || choice.has(name)).map(([name]) => name);
    const [result, columns, newest] = await Promise.all([
      search(query),
      Promise.all(asked.map(async (name) => ({ name, sets: await table(name) }))),
      sort.value ? dates() : null,
    ]);
    const pages = result?.pages ?? (await all());
    // A later query overtook this one.
    if (mine !== turn) return;
    const { fits, counts } = filter(
      pages.map((n) => {
        const keys = columns.flatMap(({ name, sets }) => keysOf(name, sets[n] ?? []));
        return { n, keys, has: new Set(keys) };
      }),
      choice,
    );
    offer(counts, asked);
    last = result;
    rest = fits.map(({ n }) => n);
    if (newest) rest.sort((a, b) => newest[b].localeCompare(newest[a]));
    found.replaceChildren();
    await showMore();
    if (mine !== turn) return;
    if (result) note(result);
    else notes.hidden = true;
    nothing.hidden = fits.length > 0;
    order.hidden = fits.length < 2;
    facets.hidden = !pages.length && !choice.size;
    say(fits.length > 1 ? fillIn(words.textOther, number(fits.length)) : fits.length ? words.textOne : words.textNone);
  } catch (error) {
    if (mine !== turn) return;
    if (navigator.onLine) fail(error instanceof Stale ? words.textStale : words.textFailed);
    else {
      addEventListener("online", update, { once: true });
      fail(words.textOffline);
    }
  } finally {
    clearTimeout(slow);
  }
  answer.removeAttribute("aria-busy");
}

/** @param {string} text */
function fail(text) {
  found.replaceChildren();
  more.hidden = nothing.hidden = notes.hidden = order.hidden = true;
  say(text);
}

/** The query, the choice and the order as the address has them. */
function readAddress() {
  const query = new URLSearchParams(location.search);
  input.value = query.get("q") ?? "";
  for (const { facet, word, input: box } of options) {
    box.checked = query.getAll(facet).includes(word);
    const details = filters.get(facet);
    if (box.checked && details) details.open = true;
  }
  sort.value = query.get(SORT) === "nieuwste" ? "nieuwste" : "";
  update();
}

/** The query, the choice and the order into the address; other parts of the query stay. */
function write() {
  const query = new URLSearchParams(location.search);
  for (const name of ["q", SORT, ...names]) query.delete(name);
  if (input.value.trim()) query.set("q", input.value.trim());
  for (const { facet, word, input: box } of options) if (box.checked) query.append(facet, word);
  if (sort.value) query.set(SORT, sort.value);
  const text = query.toString() ? `?${query}` : location.pathname;
  if (text !== (location.search || location.pathname)) history.pushState(null, "", text);
  update();
}

// On a narrow screen the filters stand above what is found; folded away, they leave that in sight.
facets.open = matchMedia("(width >= 60rem)").matches;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  write();
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !input.value) return;
  event.preventDefault();
  input.value = "";
  write();
});
facets.addEventListener("change", write);
sort.addEventListener("change", write);
for (const details of [facets, ...filters.values()]) details.addEventListener("toggle", () => details.open && !answer.hidden && update());
clear.addEventListener("click", () => {
  for (const { input: box } of options) box.checked = false;
  write();
  input.focus();
});
more.addEventListener("click", () =>
  showMore().then(
    (item) => item && part(item, "a").focus(),
    () => say(words.textFailed),
  ),
);
addEventListener("popstate", readAddress);
readAddress();
