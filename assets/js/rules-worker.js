// The rules of `dilemma check` beside the page: of a long text the check takes a second or two, in which nobody could type. It is sent the addresses first
// and then questions, and answers each: { id, answer }, or { id, failed } when there is no answer.

import { placed } from "./form/places.js";
import { rulesHere } from "./programs.js";

/** @import { Addresses, Finding } from "./programs.js" */

addEventListener("message", async ({ data }) => {
  const { id, addresses, what, given } = /** @type {{ id: number, addresses: Addresses, what: "check" | "propose" | "isOurs", given: any }} */ (data);
  try {
    const rules = await rulesHere(addresses);
    if (what === "check") postMessage({ id, answer: withPlaces(given[1], rules.check(given[0], given[1])) });
    else if (what === "propose") postMessage({ id, answer: rules.propose(.../** @type {[string, string, boolean, string]} */ (given)) });
    else postMessage({ id, answer: rules.isOurs(given[0], given[1]) });
  } catch (error) {
    postMessage({ id, failed: String(error) });
  }
});

/**
 * Findings with their places in the texts of the fields, where the form can read the text.
 * @param {string} text
 * @param {Finding[]} found
 */
function withPlaces(text, found) {
  try {
    return placed(text, found);
  } catch {
    return found;
  }
}
