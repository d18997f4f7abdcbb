// What the check says of the conversation, at the fields and below them. The whole check is fetched for what somebody writes or opens; until it is here, and without it,
// the form looks at what shows by itself.

import { element, targetOf } from "../dom.js";
import { loadRules } from "../programs.js";
import { slugOf } from "../slug.js";
import { personal } from "./essential.js";
import { isText, mark } from "./fields.js";
import { signsIn } from "./texts.js";

/** @import { Addresses, Finding, Rules } from "../programs.js" */
/** @import { Conversation } from "./conversation.js" */
/** @import { Fields, Range, Weight } from "./fields.js" */
/** @import { Page } from "./page.js" */

/**
 * A finding on the screen.
 * @typedef {object} Shown
 * @property {HTMLElement | undefined} area  the control in which it stands
 * @property {string} severity  error, warning or hint
 * @property {string} kind  of personal data, or ""
 * @property {string} text
 * @property {string} hint
 * @property {string} [why]  why it is taken for personal data
 * @property {string} lang  of these texts
 * @property {Range} [range]  where in the text
 * @property {boolean} inline  whether it stands at the field too
 */
/**
 * What is known of a text. state tells who looked: the rules, at all of it (searched) or a part (partly); or the form alone, because the rules are on their
 * way (coming), or can't be had now (unsearched) or never (alone).
 * @typedef {{ state: "searched" | "partly" | "coming" | "unsearched" | "alone", all: Shown[] }} Verdict
 */

const MOST = 200; // findings that are shown: who mends these sees the next ones
const REST = 2000; // milliseconds without a change before the number of errors is said

const CHECKED = "[data-field] textarea, [data-field] select, [data-field] input[type=date]";
const SEVERITIES = ["error", "warning", "hint"];

/** @param {Shown} one */
export const isPersonalError = ({ severity, kind }) => severity === "error" && Boolean(kind);

/**
 * @param {Shown} one
 * @returns {Weight}
 */
const weightOf = (one) => (isPersonalError(one) ? "personal" : one.severity === "error" ? "error" : "remark");

/**
 * The heaviest findings first, then personal data, then as they stand in the form.
 * @param {Shown} a
 * @param {Shown} b
 */
const byWeight = (a, b) =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  Number(!a.kind) - Number(!b.kind) ||
  Number(!a.area) - Number(!b.area) ||
  (a.area && b.area && a.area !== b.area ? (a.area.compareDocumentPosition(b.area) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1) : 0);

/**
 * Where a control stands, in words: its entry and its question.
 * @param {HTMLElement | undefined} area
 */
export const nameOf = (area) =>
  [area?.closest(".entry")?.ariaLabel, area?.closest("[data-field], [data-row]")?.querySelector("label, legend")?.textContent.trim()]
    .filter(Boolean)
    .join(", ");

/** @typedef {ReturnType<typeof findingsOf>} Findings */

/**
 * @param {Page} page
 * @param {Conversation} conversation
 * @param {Fields} fields
 */
export function findingsOf(page, conversation, fields) {
  const { words } = page;
  const addresses = page.addresses && page.addresses.rules ? /** @type {Addresses} */ (page.addresses) : undefined;
  /** The whole check, once it is here. @type {Rules | undefined} */
  let whole;
  let asked = false;
  /** Whether the check is at work, and whether it is to begin again when it is done. */
  let busy = false;
  let again = false;
  /** The text that was given to the rules last, and what came of it. @type {{ text?: string, verdict?: Verdict, coming?: Promise<Verdict> }} */
  let last = {};
  /** What stands in the list. @type {Shown[]} */
  let listed = [];
  /** When the number of errors is said. @type {ReturnType<typeof setTimeout> | undefined} */
  let turn;
  const needed = page.definition.specs.filter((spec) => spec.required === "concept" && !spec.later);
  const list = page.find("findings-list");
  page.root.addEventListener("click", follow);
  page.root.addEventListener("input", () => clearTimeout(turn));

  /** Fetches the whole check, if there is one: for what somebody writes or opens. */
  function fetchRules() {
    if (!addresses || asked) return;
    asked = true;
    load().then(check, () => {
      asked = false; // there may be a network at the next change
      show(byForm("unsearched"));
    });
  }

  async function load() {
    const rules = await loadRules(/** @type {Addresses} */ (addresses));
    whole = rules;
    return rules;
  }

  /** Looks at the conversation as it is now, and shows what there is to say: soon, when the whole check is here. */
  function check() {
    if (!whole) show(byForm());
    else if (busy) again = true;
    else {
      busy = true;
      checkNow().finally(() => (busy = false));
    }
  }

  /** Asks the rules until nothing changed meanwhile. */
  async function checkNow() {
    do {
      again = false;
      const { text } = conversation;
      const verdict = await judged(text);
      if (!again && conversation.text === text) show(verdict);
    } while (again);
  }

  /**
   * What is known of the text of the conversation, if anything.
   * @param {string} text
   */
  function known(text) {
    return addresses ? (last.text === text ? last.verdict : undefined) : byForm();
  }

  /**
   * Asks the rules about a text, once.
   * @param {string} text
   */
  function judged(text) {
    if (last.text === text && last.coming) return last.coming;
    /** @type {typeof last} */
    const mine = { text };
    last = mine;
    return (mine.coming = judge(text).then(
      (verdict) => (mine.verdict = verdict),
      () => {
        mine.coming = undefined; // so that it is asked again
        return byForm("unsearched");
      },
    ));
  }

  /**
   * @param {string} text
   * @returns {Promise<Verdict>}
   */
  async function judge(text) {
    const rules = await load();
    const found = await rules.check(conversation.origin?.path ?? `content/dilemmas/${slugOf(conversation.title) || "dilemma"}.md`, text);
    return { state: found.some(({ rule }) => rule.startsWith("file/too-")) ? "partly" : "searched", all: shownOf(found) };
  }

  /**
   * Shows findings, the first of them.
   * @param {Verdict} verdict
   */
  function show({ state, all }) {
    listed = all.slice(0, MOST);
    /** @type {Map<HTMLElement | undefined, Shown[]>} */
    const perArea = new Map();
    for (const one of listed) perArea.set(one.area, [...(perArea.get(one.area) ?? []), one]);
    for (const area of /** @type {NodeListOf<HTMLElement>} */ (page.root.querySelectorAll(CHECKED))) {
      const own = perArea.get(area) ?? [];
      if (isText(area)) {
        mark(
          area,
          own.flatMap((one) => (one.range ? [{ ...one.range, weight: weightOf(one) }] : [])),
        );
      }
      remark(
        area,
        own.filter(({ inline }) => inline),
      );
    }
    const errors = all.filter(({ severity }) => severity === "error");
    const count = page.say("errors", String(errors.length), String(errors.filter(isPersonalError).length));
    page.find("findings-count").textContent = all.length ? `${page.say("found", String(all.length))} ${count}` : words.nothing_found;
    page.find("findings-note").textContent = words[state] ?? "";
    showList(listed.map(itemOf));
    clearTimeout(turn);
    if (state === "coming") return;
    turn = setTimeout(() => {
      const place = page.find("errors");
      if (place.textContent !== count && (place.textContent || errors.length)) place.textContent = count;
    }, REST);
  }

  /**
   * Puts items in the list, if they are others. The focus stays in it.
   * @param {Element[]} items
   */
  function showList(items) {
    if (items.map(({ outerHTML }) => outerHTML).join("") === list.innerHTML) return;
    const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
    list.replaceChildren(...items);
    if (at >= 0) (items[Math.min(at, items.length - 1)]?.querySelector("a") ?? page.find("findings")).focus();
  }

  /**
   * What the rules found in the text of the conversation.
   * @param {Finding[]} found
   */
  function shownOf(found) {
    /** Where the signs of a text stand, by its control. @type {Map<HTMLElement, number[]>} */
    const read = new Map();
    return found
      .map(({ rule, severity, field, kind, message, hint, why, line, end, story, from, to, signs }) => {
        // Personal data that stands in no text is in a comment, which the form does not show, or in the name of the file, which is made of the title.
        const shown = story ? fields.control("verhaal") : field ? fields.controlOf(field) : kind && !end ? fields.control("title") : undefined;
        const area = kind && end && from === undefined ? undefined : shown;
        let range;
        // Where it is about all of a text, the remark at the field says so.
        if (isText(area) && from !== undefined && to !== undefined && (kind || to - from < Number(signs))) {
          const places = read.get(area) ?? signsIn(area.value, area.matches("[data-list]"));
          read.set(area, places);
          if (places.length === signs) range = { start: places[from], end: places[to - 1] + 1 };
        }
        // What is still empty needs no remark at every field of a conversation that goes on.
        const inline = !/^canvas\/(required|empty|too-few)$/.test(rule);
        const text = area || !end ? message : `${page.say("line", String(line))} ${message}`;
        return { area, severity, kind, text, hint, why, lang: "nl", range, inline };
      })
      .sort(byWeight);
  }

  /**
   * What the form finds by itself: what a concept needs, and personal data that shows by its form.
   * @param {Verdict["state"]} state
   * @returns {Verdict}
   */
  function byForm(state = addresses ? "coming" : "alone") {
    const lang = page.language;
    /** @type {Shown[]} */
    const all = needed
      .filter(({ path }) => !String(conversation.values.get(path)).trim())
      .map(({ path, label }) => ({
        area: fields.control(path),
        severity: "error",
        kind: "",
        text: page.say("needed_one", label),
        hint: "",
        lang,
        inline: false,
      }));
    for (const place of fields.places.values()) {
      for (const area of place.querySelectorAll("textarea")) {
        if (area.disabled) continue;
        for (const { word, kind, text, ...range } of personal(area.value)) {
          all.push({ area, severity: "error", kind, text: page.say(word, text), hint: words.bad_hint, lang, range, inline: true });
        }
      }
    }
    return { state, all: all.sort(byWeight) };
  }

  /**
   * A finding as an item of a list.
   * @param {Shown} one
   * @param {boolean} inList  whether it stands in the list of all, away from its field
   */
  function itemFor(one, inList) {
    const { area, severity, kind, text, hint, why, lang } = one;
    const item = element(
      "li",
      `finding finding--${weightOf(one)}`,
      element("strong", "finding__weight", kind ? page.say("personal", words[severity]) : words[severity]),
      " ",
    );
    const said = element(inList && area ? "a" : "span", "", inList ? text : `${text} ${hint}`.trim());
    if (said instanceof HTMLAnchorElement) said.href = `#${/** @type {HTMLElement} */ (area).id}`;
    said.lang = lang;
    item.append(said);
    if (inList) item.append(element("p", "finding__more", nameOf(area)));
    if (why) item.append(Object.assign(element("p", "finding__more", page.say("why", why)), { lang }));
    return item;
  }

  /** @param {Shown} one */
  function itemOf(one) {
    return itemFor(one, true);
  }

  /**
   * Puts remarks with a field. They are tied to it as its description, so they are heard there and nowhere else.
   * @param {HTMLElement} area
   * @param {Shown[]} own
   */
  function remark(area, own) {
    const place = area.closest(".form-field")?.querySelector(".form-field__findings");
    if (!place) return;
    if (own.some(({ severity }) => severity === "error")) area.setAttribute("aria-invalid", "true");
    else area.removeAttribute("aria-invalid");
    /** @type {Map<string, Element>} */
    const items = new Map();
    for (const one of own) {
      const item = itemFor(one, false);
      if (!items.has(item.textContent)) items.set(item.textContent, item);
    }
    if ([...place.children].map((item) => item.textContent).join("\n") !== [...items.keys()].join("\n")) place.replaceChildren(...items.values());
  }

  /**
   * Goes from a finding in the list to its field, or back.
   * @param {Event} event
   */
  function follow(event) {
    const target = targetOf(event);
    const item = target.closest("a")?.closest("li");
    const own = target.closest("a.form-field__back")?.closest(".form-field")?.querySelector("textarea, select, input");
    if (own) /** @type {HTMLElement} */ (list.querySelector(`a[href="#${own.id}"]`) ?? page.find("findings")).focus();
    else if (item?.parentElement === list) goTo(listed[[...list.children].indexOf(item)]);
    else return;
    event.preventDefault();
  }

  /**
   * Goes to the place of a finding, also where it is folded away.
   * @param {Shown | undefined} one
   */
  function goTo(one) {
    const area = one?.area ?? page.find("findings");
    const more = area.closest("details");
    if (more) more.open = true;
    area.focus();
    if (!one?.range || !isText(area)) return;
    area.setSelectionRange(one.range.start, one.range.end);
    for (const place of /** @type {Iterable<HTMLElement>} */ (area.previousElementSibling?.children ?? [])) {
      if (place.dataset.at === String(one.range.start)) place.scrollIntoView({ block: "center" });
    }
  }

  return { fetch: fetchRules, rules: load, check, known, judged, goTo };
}
