// A program beside the page: to start one takes a phone seconds, and so does the check of a long text, and nobody could type meanwhile. It is sent a question
// with the addresses, { id, addresses, what, given }, and answers each: { id, answer }, or { id, failed } when there is no answer.

import { placed } from "./form/places.js";
import { handedOver, rulesHere, wordHere } from "./programs.js";

/** @import { Addresses, Asked, Finding } from "./programs.js" */

addEventListener("message", async ({ data }) => {
  const { id, addresses, what, given } = /** @type {{ id: number, addresses: Addresses, what: Asked, given: any }} */ (data);
  try {
    const answer = await answered(addresses, what, given);
    postMessage({ id, answer }, { transfer: handedOver([answer]) });
  } catch (error) {
    postMessage({ id, failed: String(error) });
  }
});

/**
 * @param {Addresses} addresses
 * @param {Asked} what
 * @param {any} given
 */
async function answered(addresses, what, given) {
  if (what === "startWord") return wordHere(addresses).then(() => undefined);
  if (what === "write") return (await wordHere(addresses)).write(given[0]);
  if (what === "read") return (await wordHere(addresses)).read(given[0], given[1]);
  const rules = await rulesHere(addresses);
  if (what === "check") return withPlaces(given[1], rules.check(given[0], given[1]));
  if (what === "propose") return rules.propose(.../** @type {[string, string, boolean, string]} */ (given));
  return rules.isOurs(given[0], given[1]);
}

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
