// Turns the links by keyword into filters that combine: a dilemma must have one of the chosen words of every
// vocabulary in which a word is chosen. The choice lives in the address. The casebook is fetched at the first choice.

import { part, parts } from "./dom.js";
import { chosen, filter } from "./facets.js";
import { once } from "./once.js";

const PAGE = 50;
const root = part(document, "[data-casebook]");
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const facets = find("facets");
const status = find("count");
const clear = find("clear");
const more = find("more");
const all = find("all");
const found = find("found");
const card = part(part(root, "[data-card]", HTMLTemplateElement).content, "li");
const words = /** @type {Record<string, string>} */ (root.dataset);
const untouched = status.textContent;

/** A dilemma as dilemmas/index.json has it, with its words by facet. @typedef {{ slug: string, title: string, inleiding?: string, status: string, [facet: string]: unknown }} Dilemma */
/** The same with its words as keys. @typedef {{ dilemma: Dilemma } & import("./facets.js").Item} Item */

/** Every word that can be chosen; total is how many dilemmas have it. @type {{ facet: string, word: string, label: string, total: string, input: HTMLInputElement, count: HTMLElement }[]} */
const options = [];
for (const facet of parts(facets, "[data-facet]")) {
  const list = part(facet, "ul");
  const fieldset = document.createElement("fieldset");
  const legend = fieldset.appendChild(document.createElement("legend"));
  legend.className = "visually-hidden";
  legend.textContent = part(facet, "summary").textContent;
  for (const link of parts(list, "[data-word]")) {
    const label = fieldset.appendChild(document.createElement("label"));
    const input = label.appendChild(document.createElement("input"));
    const text = label.appendChild(document.createElement("span"));
    const count = label.appendChild(/** @type {HTMLElement} */ (link.nextElementSibling));
    input.type = "checkbox";
    input.name = facet.dataset.facet ?? "";
    input.value = link.dataset.word ?? "";
    text.textContent = link.textContent;
    options.push({ facet: input.name, word: input.value, label: text.textContent, total: count.textContent, input, count });
  }
  list.replaceWith(fieldset);
}
const labels = new Map(options.map((o) => [`${o.facet}/${o.word}`, o.label]));
const order = [...labels.keys()];
const names = [...new Set(options.map((o) => o.facet))];
// On a narrow screen the facets stand above the dilemmas; closed, they leave these in sight.
if (matchMedia("(width < 60rem)").matches) {
  for (const facet of facets.querySelectorAll("details")) facet.open = false;
}

/** The casebook, each dilemma with its words as one set. */
const load = once(async () => {
  const answer = await fetch(words.casebook);
  if (!answer.ok) throw new Error(`${answer.status}`);
  /** @type {{ dilemmas: Dilemma[] }} */
  const { dilemmas } = await answer.json();
  return dilemmas
    .filter(({ status: state }) => state !== "ingetrokken")
    .map((dilemma) => {
      const keys = names.flatMap((facet) => [dilemma[facet] ?? []].flat().map((word) => `${facet}/${word}`));
      return { dilemma, keys, has: new Set(keys) };
    });
});

/** @param {Item} found */
function render({ dilemma, keys }) {
  const item = /** @type {HTMLElement} */ (card.cloneNode(true));
  const link = part(item, "a", HTMLAnchorElement);
  const lead = part(item, "p");
  const tags = part(item, "ul");
  link.href = `${words.dilemmas}${dilemma.slug}/`; // in the language of this page
  link.textContent = dilemma.title;
  if (dilemma.inleiding) lead.textContent = dilemma.inleiding;
  else lead.remove();
  /**
   * @param {string} text
   * @param {string} name
   */
  const tag = (text, name = "") => {
    const li = tags.appendChild(document.createElement("li"));
    li.textContent = text;
    li.className = name;
  };
  if (dilemma.status === "concept") tag(words.textDraft, "tags__state");
  if (dilemma.status === "vervangen") tag(words.textReplaced, "tags__state");
  for (const key of keys.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))) tag(labels.get(key) ?? key.slice(key.indexOf("/") + 1));
  return item;
}

/** What fits and is not shown yet. @type {Item[]} */
let rest = [];
function showMore() {
  const items = rest.splice(0, PAGE).map(render);
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
  found.hidden = clear.hidden = more.hidden = true;
}

let turn = 0;
async function update() {
  const mine = ++turn;
  const choice = chosen(options);
  if (!choice.size) {
    showAll();
    return;
  }
  let dilemmas;
  try {
    dilemmas = await load();
  } catch {
    status.textContent = words.textFailed;
    return;
  }
  // A later choice overtook this one while the casebook was on its way.
  if (mine !== turn) return;
  const { fits, counts } = filter(dilemmas, choice);
  for (const { facet, word, input, count } of options) {
    const n = counts.get(`${facet}/${word}`) ?? 0;
    count.textContent = n.toLocaleString(document.documentElement.lang);
    input.disabled = !n && !input.checked;
  }
  const { textNone, textOne, textOther } = words;
  const n = fits.length;
  status.textContent = n > 1 ? textOther.replace("#", n.toLocaleString(document.documentElement.lang)) : n ? textOne : textNone;
  all.hidden = true;
  found.hidden = clear.hidden = false;
  found.replaceChildren();
  rest = fits;
  showMore();
}

/** The choice as the address has it. */
function read() {
  const query = new URLSearchParams(location.search);
  for (const { facet, word, input } of options) {
    input.checked = query.getAll(facet).includes(word);
    const details = input.closest("details");
    if (input.checked && details) details.open = true;
  }
  update();
}

/** The choice into the address; other parts of the query stay. */
function write() {
  const query = new URLSearchParams(location.search);
  for (const { facet } of options) query.delete(facet);
  for (const { facet, word, input } of options) if (input.checked) query.append(facet, word);
  const text = query.toString();
  history.pushState(null, "", text ? `?${text}` : location.pathname);
  update();
}

facets.addEventListener("change", write);
addEventListener("popstate", read);
more.addEventListener("click", () => {
  const first = showMore();
  if (first) part(first, "a").focus();
});
clear.addEventListener("click", () => {
  for (const { input } of options) input.checked = false;
  write();
  part(facets, "summary").focus();
});
// Also after a reload, when some browsers tick the boxes as they were.
read();
