// Makes the card of a dilemma out of the data of the casebook, as layouts/_partials/casebook/card-content.html makes it of a page.

import { dataIn, element, fillIn, part } from "./dom.js";
import { once } from "./once.js";

/** A dilemma as dilemmas/index.json has it, with its words by facet; one of others, of dilemmas/verzameld.json, also has whose it is (book). @typedef {{ slug: string, title: string, title_en?: string, date?: string, vraag?: string, leestijd?: number, status: string, url?: string, book?: string, lang?: string, [facet: string]: unknown }} Dilemma */
/** A facet of which a card shows the words, and their names. @typedef {{ key: string, names: Record<string, string> }} Fact */
/** @typedef {{ facts: Fact[], dilemmas: string, english: boolean, draft: string, replaced: string, law: string, reading: string, source?: string, language?: string }} Texts */

/**
 * The words that a dilemma has of a facet.
 * @param {Dilemma} dilemma
 * @param {string} facet
 */
export const wordsOf = (dilemma, facet) => /** @type {string[]} */ ([dilemma[facet] ?? []].flat());

/**
 * What stands on the line of facts, in its order. What has a number in the law goes by its number.
 * @param {Dilemma} dilemma
 * @param {Texts} texts
 */
export function facts(dilemma, texts) {
  const line = texts.facts.flatMap(({ key, names }) => {
    const words = wordsOf(dilemma, key);
    const numbers = words.filter((word) => /^\d/.test(word));
    const named = words.filter((word) => !numbers.includes(word)).map((word) => names[word] ?? word);
    return numbers.length ? [...named, fillIn(texts.law, numbers.join(", "))] : named;
  });
  return dilemma.leestijd ? [...line, fillIn(texts.reading, String(dilemma.leestijd))] : line;
}

/**
 * Makes the card that of a dilemma of others: it leads to their site, and says whose it is.
 * @param {Dilemma} dilemma
 * @param {Texts} texts
 * @param {HTMLAnchorElement} link
 * @param {HTMLElement} question
 */
function ofOthers({ url = "", book = "", lang = "" }, texts, link, question) {
  link.href = url;
  link.rel = "external noopener";
  for (const text of [link, question]) {
    if (lang.split("-")[0].toLowerCase() === texts.language) text.removeAttribute("lang");
    else text.lang = lang;
  }
  question.before(element("p", "card__source", fillIn(texts.source ?? "", book)));
}

/** What makes cards on this page, in its language. */
export function cards() {
  const root = part(document, "[data-cards]");
  const template = part(part(root, "template", HTMLTemplateElement).content, "li");
  /** @type {Texts} */
  const texts = dataIn(root);
  /** @param {Dilemma} dilemma */
  return (dilemma) => {
    const item = /** @type {HTMLElement} */ (template.cloneNode(true));
    const link = part(item, "a", HTMLAnchorElement);
    const question = part(item, "p");
    const tags = part(item, "ul");
    link.href = `${texts.dilemmas}${dilemma.slug}/`; // in the language of this page
    if (dilemma.book) ofOthers(dilemma, texts, link, question);
    link.textContent = dilemma.title;
    if (texts.english && dilemma.title_en) {
      question.textContent = dilemma.title_en;
      question.removeAttribute("lang");
    } else if (dilemma.vraag) question.textContent = dilemma.vraag;
    else question.remove();
    if (dilemma.status === "concept") tags.append(element("li", "tags__state", texts.draft));
    if (dilemma.status === "vervangen") tags.append(element("li", "tags__state", texts.replaced));
    tags.append(...facts(dilemma, texts).map((text) => element("li", "", text)));
    return item;
  };
}

/**
 * The dilemmas that stand, in the order of their file.
 * @param {string} address
 */
async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  /** @type {{ dilemmas: Dilemma[] }} */
  const { dilemmas } = await answer.json();
  return dilemmas.filter(({ status }) => status !== "ingetrokken");
}

/** The dilemmas as the data of the casebook has them: the newest first. */
export const load = once(read);
/** Those of others. */
export const loadElsewhere = once(read);
