// Shows what a proposal on the server changes, in the words of the canvas. The proposal comes from the API of the server, and the program that `dilemma review`
// is made of reads it here. Nothing goes anywhere else.

import { dataIn, fillIn, part } from "./dom.js";
import { loadReview } from "./programs.js";
import { isKnown, readProposal, Unread } from "./proposal/forge.js";
import { shown } from "./proposal/show.js";

/** @import { Addresses } from "./programs.js" */
/** @import { Api } from "./proposal/forge.js" */

const NAME = "voorstel"; // in the address of the page

const root = part(document, "[data-proposal]");
const { api, programs, words } = /** @type {{ api: Api, programs: Addresses, words: Record<string, string> }} */ (dataIn(root));
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const field = part(root, "input", HTMLInputElement);
let turn = 0;

/**
 * The number in what a person calls a proposal: 12, !12 or #12. It is 0 when there is none.
 * @param {string} text
 */
const numberIn = (text) => Number(/^\s*[!#]?([1-9][0-9]{0,8})\s*$/.exec(text)?.[1] ?? 0);

/**
 * Says what happens, or what went wrong.
 * @param {string} status
 * @param {string} trouble
 */
function say(status, trouble = "") {
  find("status").textContent = status;
  find("trouble").textContent = trouble;
  find("trouble").hidden = !trouble;
}

/**
 * Shows a proposal, unless another is asked for meanwhile.
 * @param {string} text  what somebody calls it
 */
async function show(text) {
  const mine = ++turn;
  const number = numberIn(text);
  find("result").replaceChildren();
  field.setAttribute("aria-invalid", String(!number));
  if (!number) {
    say("", words.number);
    field.focus();
    return;
  }
  field.value = String(number);
  say(fillIn(words.reading, String(number)));
  try {
    const [review, { state, page, listing, content }] = await Promise.all([
      loadReview(programs).catch(() => Promise.reject(new Error("program"))),
      readProposal(api, number),
    ]);
    if (mine !== turn) return;
    say(fillIn(words.reviewing, String(number)));
    /** What went wrong with a file: the program knows it by its words alone. @type {unknown} */
    let failed;
    const read = (/** @type {string} */ hash) => content(hash).catch((error) => Promise.reject((failed = error)));
    const made = await review(JSON.stringify(listing), read, String(number)).catch((error) => Promise.reject(failed ?? error));
    if (mine !== turn) return;
    const result = find("result");
    result.replaceChildren(...shown({ ...JSON.parse(made.shown), number, state, page }, words, () => copy(made.markdown)));
    say("");
    part(result, "h2").focus();
  } catch (error) {
    if (mine !== turn) return;
    const why = error instanceof Unread ? error.why : error instanceof Error && error.message === "program" ? "program" : "strange";
    if (why === "strange") console.error(error);
    say("", fillIn(words[why], String(number), String(number)));
  }
}

/** @param {string} markdown */
async function copy(markdown) {
  try {
    await navigator.clipboard.writeText(markdown);
    say(words.copied);
  } catch {
    say("", words.not_copied);
  }
}

/** Shows what the address of this page names. */
function showAddress() {
  const named = new URLSearchParams(location.search).get(NAME);
  if (named !== null) show((field.value = named));
}

if (isKnown(api.kind)) {
  part(root, "form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set(NAME, field.value.trim());
    if (address.href !== location.href) history.pushState(null, "", address);
    show(field.value);
  });
  addEventListener("popstate", showAddress);
  part(root, "form", HTMLFormElement).hidden = false;
  showAddress();
} else say("", words.unknown);
