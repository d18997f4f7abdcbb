// Searches handbook and casebook with the index that Pagefind made. Nothing of it is fetched before the first query, and of a filter nothing before
// a reader opens it. The query and the filters live in the address.

import { part, parts } from "./dom.js";
import { chosen, filter } from "./facets.js";
import { once } from "./once.js";

const PAGE = 5; // every page found is a file to fetch
const PASSAGES = 3;
const root = part(document, "[data-search]");
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const form = part(root, "form", HTMLFormElement);
const input = part(form, "input", HTMLInputElement);
const facets = find("facets");
const answer = find("answer");
const status = find("count");
const clear = find("clear");
const more = find("more");
const found = find("found");
const nothing = find("nothing");
const template = part(part(root, "[data-result]", HTMLTemplateElement).content, "li");
const words = /** @type {Record<string, string>} */ (root.dataset);
const base = new URL(words.search, location.href).pathname;
const language = document.documentElement.lang.toLowerCase();
/** @param {number} n */
const number = (n) => n.toLocaleString(document.documentElement.lang);

/** What Pagefind gives of a page. @typedef {{ url: string, meta: { title: string }, filters: Record<string, string[] | undefined>, excerpt: string, sub_results: (Hit & { locations: number[] })[] }} Found */
/** A passage: of a part of a page when it has an anchor, else of the page. @typedef {{ url: string, title?: string, anchor?: object, excerpt: string }} Hit */
/** A page that may fit, still to be fetched. @typedef {{ id: string, data(): Promise<Found> }} Result */

/** Every word that can be chosen. */
const options = parts(facets, "input", HTMLInputElement).map((box) => {
  const label = /** @type {HTMLElement} */ (box.parentElement);
  const [text, count] = parts(label, "span");
  return { facet: box.name, word: box.value, input: box, place: label, label: text.textContent, count };
});
const labels = new Map(options.map((o) => [`${o.facet}/${o.word}`, o.label]));
/** The filters, by the name of their facet. */
const filters = new Map(parts(facets, "[data-facet]", HTMLDetailsElement).map((details) => [/** @type {string} */ (details.dataset.facet), details]));
const names = [...filters.keys()];

/** Pagefind, and the place of every page among the ids in order. */
const engine = once(async () => {
  const pagefind = await import(`${base}pagefind.js`);
  // Its worker would be one more script to fetch, as large as this one.
  await pagefind.options({ noWorker: true, excerptLength: 20, excerptEllipsis: "…" });
  /**
   * The pages in which a query stands, or all pages.
   * @type {(query: string | null) => Promise<{ results: Result[] }>}
   */
  const search = (query) => pagefind.search(query);
  const ids = (await search(null)).results.map(({ id }) => id).sort();
  return { search, place: new Map(ids.map((id, i) => [id, i])) };
});

class Stale extends Error {}

/** For each facet a way to get the keys of every page, in the order of the ids. tools/site/search/facets.go says what the file holds. */
const tables = new Map(
  names.map((name) => [
    name,
    once(async () => {
      const file = await fetch(`${base}facets/${language}.${name}.bin`);
      if (!file.ok) throw new Error(`${file.status}`);
      /** @type {{ sets: string[][], pages: string }} */
      const { sets, pages } = await new Response(file.body?.pipeThrough(new DecompressionStream("gzip"))).json();
      if (pages.length !== (await engine()).place.size) throw new Stale();
      const keys = sets.map((set) => set.map((word) => `${name}/${word}`));
      return Array.from(pages, (sign) => keys[sign.charCodeAt(0) - 35]);
    }),
  ]),
);

/**
 * The words worth asking for: those that nearly every page has, are many to fetch and tell nothing. What stands in quotes is left as it is.
 * @param {string} query
 */
function worth(query) {
  if (query.includes('"')) return query;
  const common = new Set(words.common.split(" "));
  return (
    query
      .split(/\s+/)
      .filter((word) => !common.has(word.toLowerCase()))
      .join(" ") || query
  );
}

/** @param {string} text */
function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

/**
 * A passage with its marks, which is text but for the marks and what Pagefind escaped.
 * @param {string} excerpt
 */
function passage(excerpt) {
  return excerpt.split(/<\/?mark>/).map((text, i) => {
    const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (i % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

/** @param {Found} page */
function render(page) {
  const item = /** @type {HTMLElement} */ (template.cloneNode(true));
  const link = part(item, "a", HTMLAnchorElement);
  const [tags, hits] = parts(item, "ul");
  link.href = page.url;
  link.textContent = page.meta.title;
  for (const name of names) {
    for (const word of page.filters[name] ?? []) {
      tags.appendChild(document.createElement("li")).textContent = labels.get(`${name}/${word}`) ?? word;
    }
  }
  const best = page.sub_results.toSorted((a, b) => b.locations.length - a.locations.length).slice(0, PASSAGES);
  /** @type {Hit[]} */
  const passages = page.sub_results.length ? page.sub_results.filter((hit) => best.includes(hit)) : [page];
  for (const hit of passages) {
    const li = hits.appendChild(document.createElement("li"));
    if (hit.anchor) {
      const place = li.appendChild(document.createElement("a"));
      place.href = hit.url;
      place.textContent = hit.title ?? "";
    }
    li.appendChild(document.createElement("p")).append(...passage(hit.excerpt));
  }
  return item;
}

let turn = 0;
/** What fits and is not shown yet. @type {{ result: Result }[]} */
let rest = [];
/** Shows the next pages, and returns the first of them. */
async function showMore() {
  const mine = turn;
  const pages = await Promise.all(rest.slice(0, PAGE).map(({ result }) => result.data()));
  if (mine !== turn) return undefined;
  rest = rest.slice(PAGE);
  const items = pages.map(render);
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

async function update() {
  const mine = ++turn;
  const query = input.value.trim();
  const choice = chosen(options);
  answer.hidden = !query && !choice.size;
  if (answer.hidden) return;
  clear.hidden = !choice.size;
  if (!navigator.onLine) {
    addEventListener("online", update, { once: true });
    fail(words.textOffline);
    return;
  }
  answer.setAttribute("aria-busy", "true");
  const slow = setTimeout(say, 500, words.textBusy);
  try {
    const { search, place } = await engine();
    const asked = [...filters].filter(([name, { open }]) => open || choice.has(name)).map(([name]) => name);
    const [{ results }, columns] = await Promise.all([search(worth(query) || null), Promise.all(asked.map((name) => tables.get(name)?.()))]);
    // A later query overtook this one.
    if (mine !== turn) return;
    const { fits, counts } = filter(
      results.map((result) => {
        const keys = columns.flatMap((column) => column?.[place.get(result.id) ?? -1] ?? []);
        return { result, keys, has: new Set(keys) };
      }),
      choice,
    );
    offer(counts, asked);
    rest = fits;
    found.replaceChildren();
    await showMore();
    if (mine !== turn) return;
    nothing.hidden = fits.length > 0;
    facets.hidden = !results.length && !choice.size;
    say(fits.length > 1 ? words.textOther.replace("#", number(fits.length)) : fits.length ? words.textOne : words.textNone);
  } catch (error) {
    if (mine !== turn) return;
    fail(error instanceof Stale ? words.textStale : words.textFailed);
  } finally {
    clearTimeout(slow);
  }
  answer.removeAttribute("aria-busy");
}

/** @param {string} text */
function fail(text) {
  found.replaceChildren();
  more.hidden = nothing.hidden = true;
  say(text);
}

/** The query and the choice as the address has them. */
function read() {
  const query = new URLSearchParams(location.search);
  input.value = query.get("q") ?? "";
  for (const { facet, word, input: box } of options) {
    box.checked = query.getAll(facet).includes(word);
    const details = filters.get(facet);
    if (box.checked && details) details.open = true;
  }
  update();
}

/** The query and the choice into the address; other parts of the query stay. */
function write() {
  const query = new URLSearchParams(location.search);
  for (const name of ["q", ...names]) query.delete(name);
  if (input.value.trim()) query.set("q", input.value.trim());
  for (const { facet, word, input: box } of options) if (box.checked) query.append(facet, word);
  const text = query.toString() ? `?${query}` : location.pathname;
  if (text !== (location.search || location.pathname)) history.pushState(null, "", text);
  update();
}

// On a narrow screen the filters stand above what is found; closed, they leave that in sight.
if (matchMedia("(width < 60rem)").matches) for (const details of filters.values()) details.open = false;
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
for (const details of filters.values()) details.addEventListener("toggle", () => details.open && !answer.hidden && update());
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
addEventListener("popstate", read);
read();
