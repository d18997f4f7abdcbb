// Reads proposals beside the page: to search one takes seconds. It is sent { id, programs, api, number, token }, and answers { id, reading: true } when the proposal is
// there, and then { id, shown, markdown, state, page }, or { id, why } when it can't be read.

import { loadReview } from "./programs.js";
import { readProposal, Unread } from "./proposal/forge.js";

/** @import { Addresses } from "./programs.js" */
/** @import { Api, State } from "./proposal/forge.js" */

/** @typedef {{ id: number, programs: Addresses, api: Api, number: number, token: string }} Question */
/** @typedef {{ shown: string, markdown: string, state: State, page: string }} Review */
/** @typedef {{ id: number, reading?: boolean, why?: string } & Partial<Review>} Answer */

addEventListener("message", async ({ data }) => {
  const { id, programs, api, number, token } = /** @type {Question} */ (data);
  const answer = (/** @type {Omit<Answer, "id">} */ said) => postMessage({ id, ...said });
  /** What went wrong with a file: the program knows of it by its words alone. @type {unknown} */
  let failed;
  try {
    const loading = loadReview(programs).catch(() => Promise.reject(new Unread("program")));
    const [review, { state, page, listing, content }] = await Promise.all([loading, readProposal(api, number, token)]);
    answer({ reading: true });
    const read = (/** @type {string} */ hash) => content(hash).catch((error) => Promise.reject((failed = error)));
    answer({ ...(await review(JSON.stringify(listing), read, String(number))), state, page });
  } catch (error) {
    const cause = failed ?? error;
    if (!(cause instanceof Unread)) console.error(cause);
    answer({ why: cause instanceof Unread ? cause.why : "strange" });
  }
});
