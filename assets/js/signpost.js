// Asks the questions of the signpost one by one and combines the answers. They live in the address, so that the way back takes one back and an end can be
// shared. A question that was passed over stands there with nothing behind it.

import { cards, load, wordsOf } from "./card.js";
import { element, fillIn, part, parts } from "./dom.js";
import { inParts } from "./parts.js";

const SHOWN = 5;
const BESIDE = 3; // of each answer, where no dilemma fits both
const root = part(document, "[data-signpost]");
const given = part(root, "[data-given]");
const end = part(root, "[data-end]");
const result = part(end, "[data-result]");
const words = /** @type {Record<string, string>} */ (root.dataset);
/** The dilemmas of a large book. */
const large = words.parts ? inParts(words) : null;
const title = document.title;
const render = cards();

/** An answer: href leads to its own page, accepts are its word and those below it. @typedef {{ link: HTMLAnchorElement, key: string, label: string, href: string, accepts: string[] }} Answer */
/** @typedef {{ key: string, item: HTMLElement, skip: HTMLAnchorElement, answers: Answer[] }} Question */
/** @type {Question[]} */
const questions = parts(root, "[data-question]").map((item) => ({
  key: item.dataset.question ?? "",
  item,
  skip: part(item, "[data-skip] a", HTMLAnchorElement),
  answers: parts(item, "[data-answer]", HTMLAnchorElement).map((link) => {
    const key = link.dataset.answer ?? "";
    return { link, key, label: link.dataset.name ?? link.textContent, href: link.href, accepts: [key, ...(link.dataset.narrower?.split(" ") ?? [])] };
  }),
}));
// The only question is not one to pass over: nothing comes after it.
if (questions.length > 1) for (const skip of parts(root, "[data-skip]")) skip.hidden = false;

/**
 * The address with another answer to a question, or without one.
 * @param {string} key
 * @param {string} [answer]
 */
function address(key, answer) {
  const query = new URLSearchParams(location.search);
  query.delete(key);
  if (answer !== undefined) query.set(key, answer);
  return query.size ? `?${query}` : location.pathname;
}

/** @param {string} href */
function go(href) {
  history.pushState(null, "", href);
  show().focus();
}

/** A link of a question that leads to the next without loading the page anew. @param {HTMLAnchorElement} link */
function lead(link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href);
  });
}

/** Shows the first question without an answer, or the end. Returns the heading of what it shows. */
function show() {
  const query = new URLSearchParams(location.search);
  const open = questions.find(({ key }) => !query.has(key));
  /** @type {{ key: string, answer: Answer }[]} */
  const answered = questions.flatMap(({ key, answers }) => {
    const answer = answers.find((a) => a.key === query.get(key));
    return answer ? [{ key, answer }] : [];
  });
  given.hidden = !answered.length;
  given.replaceChildren(
    ...answered.map(({ key, answer }) => {
      const chip = element("button", "chip", answer.label);
      chip.type = "button";
      chip.setAttribute("aria-label", fillIn(words.textChange, answer.label));
      chip.addEventListener("click", () => go(address(key)));
      return element("li", "", chip);
    }),
  );
  for (const question of questions) {
    question.item.hidden = question !== open;
    question.skip.href = address(question.key, "");
    for (const { link, key } of question.answers) link.href = address(question.key, key);
  }
  end.hidden = Boolean(open);
  if (!open) conclude(answered);
  const heading = part(open?.item ?? end, "h2");
  document.title = `${heading.innerText.trim()} – ${title}`;
  return heading;
}

/** @typedef {import("./card.js").Dilemma} Dilemma */
/** The dilemmas that fit: how many, and the first of them. @typedef {{ total: number, first: (most: number) => Dilemma[] | Promise<Dilemma[]> }} Fits */

/**
 * The dilemmas that fit all of some answers.
 * @param {{ key: string, answer: Answer }[]} by
 * @returns {Promise<Fits>}
 */
async function fitting(by) {
  if (large) {
    const places = await large.find(by.map(({ key, answer }) => [`${key}/${answer.key}`])).all();
    return { total: places.length, first: (most) => large.cards(places.slice(0, most)) };
  }
  const dilemmas = await load(words.signpost);
  const fits = dilemmas.filter((d) => by.every(({ key, answer }) => wordsOf(d, key).some((word) => answer.accepts.includes(word))));
  return { total: fits.length, first: (most) => fits.slice(0, most) };
}

/**
 * Some of the dilemmas that fit, each with the way to practise with it, and the way to all of them.
 * @param {Fits} fits
 * @param {{ key: string, answer: Answer }[]} by
 * @param {number} most
 */
async function list(fits, by, most) {
  const items = (await fits.first(most)).map((dilemma) => {
    const card = render(dilemma);
    if (words.exercise) {
      const link = element("a", "", words.exercise);
      link.href = `${part(card, "a", HTMLAnchorElement).href}oefenen/`;
      card.append(element("p", "signpost__exercise", link));
    }
    return card;
  });
  const all = element("a", "", words.textAll);
  all.href = `${words.list}?${new URLSearchParams(by.map(({ key, answer }) => [key, answer.key]))}`;
  return [element("ul", "cards", ...items), element("p", "", all)];
}

/** @param {number} n */
const count = (n) => (n > 1 ? fillIn(words.textOther, n.toLocaleString(document.documentElement.lang)) : n ? words.textOne : words.textNeither);

let turn = 0;
/**
 * Fills the end with the step that helps and the dilemmas that fit.
 * @param {{ key: string, answer: Answer }[]} answered
 */
async function conclude(answered) {
  const mine = ++turn;
  const step = answered.find(({ key }) => key === "stap");
  const by = answered.filter(({ key }) => key !== "stap");
  result.replaceChildren();
  if (step) {
    const link = element("a", "", fillIn(words.textStep, step.answer.label));
    link.href = step.answer.href;
    result.append(element("p", "signpost__step", link));
  }
  /** @type {(Node | string)[]} */
  let found;
  try {
    const both = await fitting(by);
    // Where there is no dilemma at all, the page says so itself.
    if (!(await fitting([])).total) found = [];
    else if (both.total) found = [element("h3", "", count(both.total)), ...(await list(both, by, SHOWN))];
    else {
      found = [element("p", "", words.textNone)];
      for (const one of by) {
        const fits = await fitting([one]);
        found.push(element("h3", "", `${one.answer.label}: ${count(fits.total)}`), ...(await list(fits, [one], BESIDE)));
      }
    }
  } catch {
    found = [element("p", "", words.textFailed)];
    for (const { answer } of by) {
      const link = element("a", "", answer.label);
      link.href = answer.href;
      found.push(element("p", "", link));
    }
  }
  // A later answer overtook this one while the casebook was on its way.
  if (mine === turn) result.append(...found);
}

for (const { skip, answers } of questions) for (const link of [skip, ...answers.map((a) => a.link)]) lead(link);
const again = part(end, "[data-again]", HTMLAnchorElement);
lead(again);
addEventListener("popstate", () => show().focus());
show();
