// Shows what a proposal on the server changes, in the words of the canvas. The proposal comes from the API of the server, and the program that `dilemma review`
// is made of reads it here. Nothing goes anywhere else.

import { dataIn, element, fillIn, part } from "./dom.js";
import { loginOf } from "./handin/login.js";
import { isKnown } from "./proposal/forge.js";
import { elementsOf } from "./proposal/show.js";

/** @import { Addresses } from "./programs.js" */
/** @import { Login } from "./handin/login.js" */
/** @import { Way } from "./handin/wire.js" */
/** @import { Answer } from "./proposal-worker.js" */
/** @import { Api } from "./proposal/forge.js" */

const NAME = "voorstel"; // in the address of the page

const root = part(document, "[data-proposal]");
const { api, programs, worker, way, words } = /** @type {{ api: Api, programs: Addresses, worker: string, way?: Way, words: Record<string, string> }} */ (
  dataIn(root)
);
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const field = part(root, "input", HTMLInputElement);
let turn = 0; // counts what was asked for
let asked = 0; // the number that was asked for last

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

/** That of the reader, once he has logged in. It stays in this page. */
let token = "";
/** @type {Login | undefined} */
let login;
/** What reads proposals, once somebody asks for one. @type {Worker | undefined} */
let reader;

/**
 * Shows a proposal, unless another is asked for meanwhile.
 * @param {string} text  what somebody calls it
 */
function show(text) {
  turn++;
  const number = numberIn(text);
  find("result").replaceChildren();
  find("login").replaceChildren();
  login?.stop();
  field.setAttribute("aria-invalid", String(!number));
  if (!number) {
    say("", words.number);
    field.focus();
    return;
  }
  field.value = String(number);
  say(fillIn(words.reading, String(number)));
  if (!reader) {
    reader = new Worker(worker, { type: "module" });
    reader.addEventListener("message", ({ data }) => take(data));
    reader.addEventListener("error", () => refuse("program"));
  }
  asked = number;
  reader.postMessage({ id: turn, programs, api, number, token });
}

/**
 * Takes what the reader says of the proposal that was asked for last.
 * @param {Answer} answer
 */
function take({ id, reading, why, shown, markdown, state, page }) {
  if (id !== turn) return;
  if (reading) {
    say(fillIn(words.reviewing, String(asked)));
    return;
  }
  if (why !== undefined) {
    if (way && (why === "private" || why === "refused")) offerLogin(way);
    else refuse(why);
    return;
  }
  const result = find("result");
  result.replaceChildren(...elementsOf({ ...JSON.parse(shown ?? ""), number: asked, state, page }, words, () => copy(markdown ?? "")));
  say("");
  part(result, "h2").focus();
}

/**
 * Offers to log in on the server, in another window, to read what not everybody may read.
 * @param {Way} server
 */
async function offerLogin(server) {
  const mine = turn;
  token = ""; // it was not enough, or is no longer of value
  try {
    login = await loginOf(server, words.welcome, "read");
    const link = Object.assign(element("a", "button", words.login), { href: login.address, target: "_blank", rel: "noopener" });
    if (mine !== turn) return;
    find("login").replaceChildren(link);
    refuse("closed");
    const given = await login.token;
    if (mine !== turn) return;
    token = given;
    show(String(asked));
  } catch {
    if (mine !== turn) return;
    find("login").replaceChildren();
    refuse("not_logged_in");
  }
}

/** Says why the proposal is not shown. @param {string} why */
const refuse = (why) => say("", fillIn(words[why], String(asked), String(asked)));

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
    address.searchParams.set(NAME, String(numberIn(field.value) || field.value.trim()));
    if (address.href !== location.href) history.pushState(null, "", address);
    show(field.value);
  });
  addEventListener("popstate", showAddress);
  part(root, "form", HTMLFormElement).hidden = false;
  showAddress();
} else say("", words.unknown);
