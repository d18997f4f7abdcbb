// The rules of `dilemma check` beside the page: of a long text the check takes a second or two, in which nobody could type. It is sent the addresses first
// and then questions, and answers each: { id, found }, or { id, failed } when there is no answer.

import { rulesHere } from "./programs.js";

/** @import { Addresses } from "./programs.js" */

addEventListener("message", async ({ data }) => {
  const { id, addresses, name, text } = /** @type {{ id: number, addresses: Addresses, name: string, text: string }} */ (data);
  try {
    const check = await rulesHere(addresses);
    postMessage({ id, found: check(name, text) });
  } catch (error) {
    postMessage({ id, failed: String(error) });
  }
});
