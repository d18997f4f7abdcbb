// What the check says of the conversation, at the fields and below them. The whole check is fetched at the first change; until it is here, and without it,
// the form looks at what shows by itself.

import { part, targetOf } from "../dom.js";
import { loadRules } from "../programs.js";
import { slugOf } from "../slug.js";
import { personal } from "./essential.js";
import { isText, mark } from "./fields.js";

/** @import { Check, Finding } from "../programs.js" */
/** @import { Conversation } from "./conversation.js" */
/** @import { Fields, Range } from "./fields.js" */
/** @import { Page } from "./page.js" */

/**
 * A finding on the screen.
 * @typedef {object} Shown
 * @property {HTMLElement | undefined} area  the control in which it stands
 * @property {string} text
 * @property {string} hint
 * @property {Range[]} marks
 * @property {boolean} inline  whether it stands at the field too
 * @property {boolean} wrong  whether the field is not right as it is
 */

const MOST = 200; // findings that are shown: who mends these sees the next ones
const MOST_MARKS = 500; // in one text

const CHECKED = "[data-field] textarea, [data-field] select, [data-field] input[type=date]";

/** @typedef {ReturnType<typeof findingsOf>} Findings */

/**
 * @param {Page} page
 * @param {Conversation} conversation
 * @param {Fields} fields
 */
export function findingsOf(page, conversation, fields) {
  /** The whole check, once it is here. @type {Check | undefined} */
  let whole;
  let asked = false;
  /** Whether the check is at work, and whether it is to begin again when it is done. */
  let busy = false;
  let again = false;
  const needed = page.definition.specs.filter((spec) => spec.required === "concept" && !spec.later);
  page.find("findings-list").addEventListener("click", follow);

  /** Fetches the whole check, if there is one. */
  function fetchRules() {
    const { addresses } = page;
    if (!addresses || !addresses.rules || asked) return;
    asked = true;
    loadRules(/** @type {Required<typeof addresses>} */ (addresses)).then(
      (loaded) => {
        whole = loaded;
        check();
      },
      () => (asked = false), // there may be a network at the next change
    );
  }

  /** Looks at the conversation as it is now, and shows what there is to say: soon, when the whole check is here. */
  function check() {
    if (!whole) show(byForm());
    else if (busy) again = true;
    else {
      busy = true;
      ask(whole).finally(() => {
        busy = false;
      });
    }
  }

  /**
   * Asks the rules until nothing changed meanwhile.
   * @param {Check} rules
   */
  async function ask(rules) {
    do {
      again = false;
      const { text, title } = conversation;
      try {
        const found = await rules(`content/dilemmas/${slugOf(title) || "dilemma"}.md`, text);
        if (!again) show(byRules(found, text));
      } catch {
        show(byForm());
      }
    } while (again);
  }

  /**
   * Shows findings, the first of them.
   * @param {Shown[]} all
   */
  function show(all) {
    const found = all.slice(0, MOST);
    /** @type {Map<HTMLElement | undefined, Shown[]>} */
    const perArea = new Map();
    for (const one of found) {
      const own = perArea.get(one.area);
      if (own) own.push(one);
      else perArea.set(one.area, [one]);
    }
    for (const area of /** @type {NodeListOf<HTMLElement>} */ (page.root.querySelectorAll(CHECKED))) {
      const own = perArea.get(area) ?? [];
      if (isText(area)) {
        mark(
          area,
          own
            .flatMap(({ marks }) => marks)
            .slice(0, MOST_MARKS)
            .sort((a, b) => a.start - b.start),
        );
      }
      remark(
        area,
        own.filter(({ inline }) => inline),
      );
    }
    const { words } = page;
    page.find("findings-count").textContent = !all.length
      ? words.nothing_found
      : all.length === 1
        ? words.found_one
        : page.say("found_other", String(all.length));
    page.find("findings-list").replaceChildren(...found.map(itemOf));
  }

  /**
   * What the rules found in a text.
   * @param {Finding[]} found
   * @param {string} source
   * @returns {Shown[]}
   */
  function byRules(found, source) {
    const bytes = new TextEncoder().encode(source);
    const decoder = new TextDecoder();
    /** The texts that are marked already, by their control. @type {Map<HTMLElement, Set<string>>} */
    const marked = new Map();
    return found.map(({ rule, severity, field, kind, message, hint, start, end }, i) => {
      const inStory = kind || rule.startsWith("body/") || rule.startsWith("language/");
      const area = field ? fields.controlOf(field) : inStory ? fields.control("verhaal") : undefined;
      const excerpt = decoder.decode(bytes.slice(start, end));
      const marks = [];
      const known = area && (marked.get(area) ?? new Set());
      if (kind && excerpt && isText(area) && i < MOST && known && !known.has(excerpt)) {
        marked.set(area, known.add(excerpt));
        for (let at = area.value.indexOf(excerpt); at >= 0 && marks.length < MOST_MARKS; at = area.value.indexOf(excerpt, at + excerpt.length)) {
          marks.push({ start: at, end: at + excerpt.length });
        }
      }
      // What is still empty needs no remark at every field of a conversation that goes on.
      const inline = !/^canvas\/(required|empty|too-few)$/.test(rule);
      return { area, text: message, hint, marks, inline, wrong: severity === "error" || Boolean(kind) };
    });
  }

  /**
   * What the form finds by itself: what a concept needs, and personal data that shows by its form.
   * @returns {Shown[]}
   */
  function byForm() {
    /** @type {Shown[]} */
    const found = needed
      .filter(({ path }) => !String(conversation.values.get(path)).trim())
      .map(({ path, label }) => ({ area: fields.control(path), text: page.say("needed_one", label), hint: "", marks: [], inline: false, wrong: false }));
    for (const place of fields.places.values()) {
      for (const area of place.querySelectorAll("textarea")) {
        if (area.disabled) continue;
        for (const one of personal(area.value)) {
          found.push({ area, text: page.say(one.word, one.text), hint: page.words.bad_hint, marks: [one], inline: true, wrong: true });
        }
      }
    }
    return found;
  }

  /**
   * A finding in the list of all.
   * @param {Shown} found
   */
  function itemOf({ area, text }) {
    const item = document.createElement("li");
    if (whole) item.lang = "nl"; // the rules have a language of their own
    if (!area) item.textContent = text;
    else {
      const link = item.appendChild(document.createElement("a"));
      link.href = `#${area.id}`;
      link.textContent = text;
    }
    return item;
  }

  /**
   * Puts remarks with a field. They are tied to it as its description, so they are heard there and nowhere else.
   * @param {HTMLElement} area
   * @param {Shown[]} list
   */
  function remark(area, list) {
    const place = area.closest(".form-field")?.querySelector(".form-field__findings");
    if (!(place instanceof HTMLElement)) return;
    if (list.some(({ wrong }) => wrong)) area.setAttribute("aria-invalid", "true");
    else area.removeAttribute("aria-invalid");
    const texts = [...new Set(list.map(({ text, hint }) => `${text} ${hint}`.trim()))];
    if ([...place.children].map((item) => item.textContent).join("\n") === texts.join("\n")) return;
    place.lang = whole ? "nl" : page.language;
    place.replaceChildren(
      ...texts.map((text) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }),
    );
  }

  /**
   * Goes to the field of a finding, also where it is folded away.
   * @param {Event} event
   */
  function follow(event) {
    const link = targetOf(event).closest("a");
    if (!link) return;
    event.preventDefault();
    const area = part(document, `[id="${link.hash.slice(1)}"]`);
    const more = area.closest("details");
    if (more) more.open = true;
    area.focus();
  }

  return { fetch: fetchRules, check };
}
