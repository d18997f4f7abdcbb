// Asks once more before a text with personal data in it leaves this page, and before one that nobody searched. To keep it in the browser is never asked.

import { element } from "../dom.js";
import { isPersonalError, nameOf } from "./findings.js";

/** @import { Verdict } from "./findings.js" */
/** @import { Session } from "./session.js" */

/** Lets something go on, at once or when the answer is that it may. @typedef {(what: "download" | "copy" | "print", go: () => void) => Promise<void>} Guard */

const MOST = 8; // places that are named

/** @param {Session} session */
export function guardOf({ page, conversation, findings, save }) {
  const { words } = page;
  /** The text and the state in which it may go: it is asked once. */
  let agreed = "";

  /** @type {Guard} */
  async function guard(what, go) {
    if (page.dialog.open) return;
    save();
    const { text } = conversation;
    /** What is left to ask about, if anything. @param {Verdict} verdict */
    const doubts = ({ state, all }) => {
      const found = all.filter(isPersonalError);
      return (state !== "searched" || found.length) && agreed !== state + text ? { state, found } : undefined;
    };
    /**
     * @param {"wait" | "found" | "unsearched"} question
     * @param {string} said
     * @param {Element[]} items
     */
    const ask = (question, said, items = []) =>
      page.ask({ head: words[`${question}_question`], text: said, yes: words.to_text, no: words[`go_${what}`] }, "yes", items);

    let verdict = findings.known(text);
    if (!verdict) {
      const waited = await Promise.race([findings.judged(text), ask("wait", words.wait)]);
      if (typeof waited === "string") {
        if (waited === "no") go();
        return;
      }
      verdict = waited;
    }
    const doubt = doubts(verdict);
    if (!doubt) {
      page.dialog.close();
      go();
      return;
    }
    const { state, found } = doubt;
    const said = [found.length ? words.found_text : "", words[state] ?? ""].join("\n\n").trim();
    const answer = await ask(found.length ? "found" : "unsearched", said, placesOf(found));
    if (answer === "yes") findings.goTo(found[0]);
    if (answer !== "no") return;
    agreed = state + text;
    go();
  }

  /**
   * The places where something was found, with what it is. Not the values: others may look at the screen.
   * @param {Verdict["all"]} found
   */
  function placesOf(found) {
    /** @type {Map<string, Set<string>>} */
    const places = new Map();
    for (const { area, kind, text } of found) {
      const place = nameOf(area) || text;
      places.set(place, (places.get(place) ?? new Set()).add(kind));
    }
    const items = [...places].slice(0, MOST).map(([place, kinds]) => element("li", "", page.say("place", place, [...kinds].join(", "))));
    if (places.size > MOST) items.push(element("li", "", page.say("more", String(places.size - MOST))));
    return items;
  }

  /** Whether personal data is known to be in the text, and nobody said that it may go. */
  const isOpen = () => {
    const { text } = conversation;
    const verdict = findings.known(text);
    return Boolean(verdict?.all.some(isPersonalError)) && agreed !== verdict?.state + text;
  };

  return { guard, isOpen };
}
