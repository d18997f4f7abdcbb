// Turns the links by keyword into filters that combine: a dilemma must have one of the chosen words of every
// vocabulary in which a word is chosen. The choice lives in the address. The casebook is fetched at the first choice.

import { chosen, filter } from "./facets.js";
import { once } from "./once.js";

const PAGE = 50;
const root = document.querySelector("[data-casebook]");
const facets = root.querySelector("[data-facets]");
const status = root.querySelector("[data-count]");
const clear = root.querySelector("[data-clear]");
const more = root.querySelector("[data-more]");
const all = root.querySelector("[data-all]");
const found = root.querySelector("[data-found]");
const card = root.querySelector("[data-card]").content.firstElementChild;
const untouched = status.textContent;

/** Every word that can be chosen: { facet, word, label, total, input, count }. */
const options = [];
for (const facet of facets.querySelectorAll("[data-facet]")) {
  const list = facet.querySelector("ul");
  const fieldset = document.createElement("fieldset");
  const legend = fieldset.appendChild(document.createElement("legend"));
  legend.className = "visually-hidden";
  legend.textContent = facet.querySelector("summary").textContent;
  for (const link of list.querySelectorAll("[data-word]")) {
    const label = fieldset.appendChild(document.createElement("label"));
    const input = label.appendChild(document.createElement("input"));
    const text = label.appendChild(document.createElement("span"));
    const count = label.appendChild(link.nextElementSibling);
    input.type = "checkbox";
    input.name = facet.dataset.facet;
    input.value = link.dataset.word;
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
  const answer = await fetch(root.dataset.casebook);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const shown = (await answer.json()).dilemmas.filter((d) => d.status !== "ingetrokken");
  for (const d of shown) {
    d.keys = names.flatMap((facet) => [d[facet] ?? []].flat().map((word) => `${facet}/${word}`));
    d.has = new Set(d.keys);
  }
  return shown;
});

function render(d) {
  const item = card.cloneNode(true);
  const link = item.querySelector("a");
  const lead = item.querySelector("p");
  const tags = item.querySelector("ul");
  link.href = `${root.dataset.dilemmas}${d.slug}/`; // in the language of this page
  link.textContent = d.title;
  if (d.inleiding) lead.textContent = d.inleiding;
  else lead.remove();
  const tag = (text, name = "") => {
    const li = tags.appendChild(document.createElement("li"));
    li.textContent = text;
    li.className = name;
  };
  if (d.status === "concept") tag(root.dataset.textDraft, "tags__state");
  if (d.status === "vervangen") tag(root.dataset.textReplaced, "tags__state");
  for (const key of d.keys.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))) tag(labels.get(key) ?? key.slice(key.indexOf("/") + 1));
  return item;
}

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
  if (!choice.size) return showAll();
  let dilemmas;
  try {
    dilemmas = await load();
  } catch {
    status.textContent = root.dataset.textFailed;
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
  const { textNone, textOne, textOther } = root.dataset;
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
    if (input.checked) input.closest("details").open = true;
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
more.addEventListener("click", () => showMore()?.querySelector("a").focus());
clear.addEventListener("click", () => {
  for (const { input } of options) input.checked = false;
  write();
  facets.querySelector("summary").focus();
});
// Also after a reload, when some browsers tick the boxes as they were.
read();
