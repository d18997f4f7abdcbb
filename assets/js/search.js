// Searches handbook and casebook with the index that Pagefind made. Nothing of it is fetched before the first query, and of a filter nothing before
// a reader opens it. The query and the filters live in the address.

import { chosen, filter } from "./facets.js";
import { once } from "./once.js";

const PAGE = 5; // every page found is a file to fetch
const PASSAGES = 3;
const root = document.querySelector("[data-search]");
const find = (name) => root.querySelector(`[data-${name}]`);
const form = root.querySelector("form");
const input = form.querySelector("input");
const facets = find("facets");
const answer = find("answer");
const status = find("count");
const clear = find("clear");
const more = find("more");
const found = find("found");
const nothing = find("nothing");
const template = find("result").content.firstElementChild;
const words = root.dataset;
const base = new URL(words.search, location.href).pathname;
const language = document.documentElement.lang.toLowerCase();
const number = (n) => n.toLocaleString(document.documentElement.lang);

/** Every word that can be chosen: { facet, word, input, label, count }. */
const options = [...facets.querySelectorAll("input")].map((box) => {
  const [text, count] = box.parentElement.querySelectorAll("span");
  return { facet: box.name, word: box.value, input: box, label: text.textContent, count };
});
const labels = new Map(options.map((o) => [`${o.facet}/${o.word}`, o.label]));
const parts = [...facets.querySelectorAll("[data-facet]")];
const names = parts.map((part) => part.dataset.facet);

/** Pagefind, and the place of every page among the ids in order. */
const engine = once(async () => {
  const pagefind = await import(`${base}pagefind.js`);
  // Its worker would be one more script to fetch, as large as this one.
  await pagefind.options({ noWorker: true, excerptLength: 20, excerptEllipsis: "…" });
  const all = await pagefind.search(null);
  return {
    pagefind,
    place: new Map(
      all.results
        .map(({ id }) => id)
        .sort()
        .map((id, i) => [id, i]),
    ),
  };
});

class Stale extends Error {}

/** For each facet a way to get the keys of every page, in the order of the ids. tools/search/facets.go says what the file holds. */
const tables = new Map(
  names.map((name) => [
    name,
    once(async () => {
      const file = await fetch(`${base}facets/${language}.${name}.bin`);
      if (!file.ok) throw new Error(`${file.status}`);
      const { sets, pages } = await new Response(file.body.pipeThrough(new DecompressionStream("gzip"))).json();
      if (pages.length !== (await engine()).place.size) throw new Stale();
      const keys = sets.map((set) => set.map((word) => `${name}/${word}`));
      return Array.from(pages, (sign) => keys[sign.charCodeAt(0) - 35]);
    }),
  ]),
);

/** The words worth asking for: those that nearly every page has, are many to fetch and tell nothing. What stands in quotes is left as it is. */
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

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

/** A passage with its marks, which is text but for the marks and what Pagefind escaped. */
function passage(excerpt) {
  return excerpt.split(/<\/?mark>/).map((text, i) => {
    const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (i % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

function render(page) {
  const item = template.cloneNode(true);
  const link = item.querySelector("a");
  const [tags, hits] = item.querySelectorAll("ul");
  link.href = page.url;
  link.textContent = page.meta.title;
  for (const name of names) {
    for (const word of page.filters[name] ?? []) {
      tags.appendChild(document.createElement("li")).textContent = labels.get(`${name}/${word}`) ?? word;
    }
  }
  const best = page.sub_results.toSorted((a, b) => b.locations.length - a.locations.length).slice(0, PASSAGES);
  for (const hit of page.sub_results.length ? page.sub_results.filter((h) => best.includes(h)) : [page]) {
    const li = hits.appendChild(document.createElement("li"));
    if (hit.anchor) {
      const place = li.appendChild(document.createElement("a"));
      place.href = hit.url;
      place.textContent = hit.title;
    }
    li.appendChild(document.createElement("p")).append(...passage(hit.excerpt));
  }
  return item;
}

let turn = 0;
let rest = [];
/** Shows the next pages, and returns the first of them. */
async function showMore() {
  const mine = turn;
  const pages = await Promise.all(rest.slice(0, PAGE).map(({ result }) => result.data()));
  if (mine !== turn) return;
  rest = rest.slice(PAGE);
  const items = pages.map(render);
  found.append(...items);
  more.hidden = !rest.length;
  return items[0];
}

/** Says of each word how much it would leave. A word that leaves nothing is not offered. */
function offer(counts, asked) {
  for (const { facet, word, input: box, count } of options) {
    if (!asked.includes(facet)) continue;
    const n = counts.get(`${facet}/${word}`) ?? 0;
    count.textContent = number(n);
    box.parentElement.hidden = !n && !box.checked;
  }
  for (const part of parts.filter((p) => asked.includes(p.dataset.facet))) {
    part.querySelector("[data-no-words]").hidden = Boolean(part.querySelector("label:not([hidden])"));
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
    return fail(words.textOffline);
  }
  answer.setAttribute("aria-busy", "true");
  const slow = setTimeout(say, 500, words.textBusy);
  try {
    const { pagefind, place } = await engine();
    const asked = parts.filter((part) => part.open || choice.has(part.dataset.facet)).map((part) => part.dataset.facet);
    const [{ results }, ...columns] = await Promise.all([pagefind.search(worth(query) || null), ...asked.map((name) => tables.get(name)())]);
    // A later query overtook this one.
    if (mine !== turn) return;
    const { fits, counts } = filter(
      results.map((result) => {
        const keys = columns.flatMap((column) => column[place.get(result.id)]);
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
    if (box.checked) box.closest("details").open = true;
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
if (matchMedia("(width < 60rem)").matches) for (const part of parts) part.open = false;
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
for (const part of parts) part.addEventListener("toggle", () => part.open && !answer.hidden && update());
clear.addEventListener("click", () => {
  for (const { input: box } of options) box.checked = false;
  write();
  input.focus();
});
more.addEventListener("click", () =>
  showMore().then(
    (item) => item?.querySelector("a").focus(),
    () => say(words.textFailed),
  ),
);
addEventListener("popstate", read);
read();
