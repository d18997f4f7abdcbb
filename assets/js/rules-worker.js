// The rules of `dilemma check` beside the page: of a long text the check takes a second or two, in which nobody could type. It is sent the addresses first
// and then questions, and answers each: { id, found }, or { id, failed } when there is no answer.

import { placed } from "./form/places.js";
import { rulesHere } from "./programs.js";

/** @import { Addresses, Finding } from "./programs.js" */

addEventListener("message", async ({ data }) => {
  const { id, addresses, name, text } = /** @type {{ id: number, addresses: Addresses, name: string, text: string }} */ (data);
  try {
    const check = await rulesHere(addresses);
    postMessage({ id, found: withPlaces(text, check(name, text)) });
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
