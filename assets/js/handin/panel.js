// Hands in the conversation of the form on the server that holds the repository. Nothing leaves the machine before the two boxes are ticked and the check finds no
// error, and nothing that was typed is lost, whatever happens. The token stays in this module: it is gone with the page.

import { element, fillIn, part } from "../dom.js";
import { slugOf } from "../slug.js";
import { giteaOf } from "./gitea.js";
import { gitlabOf } from "./gitlab.js";
import { loginOf } from "./login.js";
import { propose } from "./propose.js";
import { Trouble } from "./wire.js";

/** @import { Session } from "../form/session.js" */
/** @import { Way } from "./wire.js" */
/** What the page says to this script: layouts/_partials/form/handing-in.html. @typedef {{ script: string, way: Way, licence: string, words: Record<string, string> }} Facts */

const PAUSE = 1000; // milliseconds between two looks whether the server is ready
/** What went wrong before anything was asked of a server. */
const BEFORE = ["unticked", "errors", "no_slug"];

let token = "";
/** What is going on, if anything. @type {Promise<void> | undefined} */
let going;
addEventListener("pagehide", () => (token = ""));

const pause = () =>
  /** @type {Promise<void>} */ (
    new Promise((done) => {
      setTimeout(done, PAUSE);
    })
  );

/** @param {string} url */
const linkTo = (url) => element("p", "", Object.assign(element("a", "", url), { href: url, target: "_blank", rel: "noopener" }));

/** @param {string} given */
const take = (given) => void (token = given);

/**
 * Hands in what the form holds. While that goes on, asking again does nothing.
 * @param {Session} session
 * @param {Facts} facts
 */
export const handIn = (session, facts) => (going ??= handInNow(session, facts).finally(() => (going = undefined)));

/**
 * @param {Session} session
 * @param {Facts} facts
 */
async function handInNow(session, { way, licence, words }) {
  const { page, conversation, findings } = session;
  const [status, trouble, next] = [page.find("handin-status"), page.find("handin-trouble"), page.find("handin-next")];
  const start = page.find("handin-start");
  start.setAttribute("aria-disabled", "true");
  for (const place of [status, trouble, next]) place.replaceChildren();
  try {
    await go();
  } catch (error) {
    if (!(error instanceof Trouble)) console.error(error);
    tellTrouble(error instanceof Trouble ? error : new Trouble("failed", String(error)));
  } finally {
    start.removeAttribute("aria-disabled");
  }

  async function go() {
    session.save();
    const open = /** @type {HTMLInputElement | null} */ (page.root.querySelector("[data-tick]:not(:checked)"));
    if (open) {
      open.focus();
      throw new Trouble("unticked");
    }
    const { text, title, origin } = conversation;
    const slug = origin?.slug ?? slugOf(title);
    if (!slug) throw new Trouble("no_slug");
    const path = origin?.path ?? `content/dilemmas/${slug}.md`;
    say("checking");
    await judge(text);
    const rules = await findings.rules();
    const proposal = await rules.propose(path, text, Boolean(origin), licence);
    if (!token) await logIn();
    /** @returns {ReturnType<typeof propose>} */
    const send = () =>
      propose(
        (way.kind === "gitlab" ? gitlabOf : giteaOf)(way, () => token, pause),
        way.branch,
        { slug, path, text, origin },
        { words: proposal, isOurs: rules.isOurs, say, may },
      );
    // Somebody, maybe this person in another tab, was there a moment before: a second look sees that.
    done(await send().catch((error) => (error instanceof Trouble && error.reason === "conflict" ? send() : Promise.reject(error))));
  }

  /**
   * Lets only a text go on in which the whole check finds no error.
   * @param {string} text
   */
  async function judge(text) {
    const { state, all } = await findings.judged(text);
    if (state !== "searched") throw new Trouble(state === "partly" ? "partly" : "unsearched");
    const errors = all.filter(({ severity }) => severity === "error");
    if (!errors.length) return;
    const first = element("button", "button", words.to_first);
    first.type = "button";
    first.addEventListener("click", () => findings.goTo(errors[0]));
    next.append(first);
    throw new Trouble("errors", String(errors.length));
  }

  /** Lets the person log in in another window. */
  async function logIn() {
    const login = await loginOf(way, words.welcome);
    const link = Object.assign(element("a", "button button--primary", words.login), { href: login.address, target: "_blank", rel: "noopener" });
    link.addEventListener("click", (event) => {
      // A small window leaves the form in sight. A browser that allows none follows the link.
      const opened = open(login.address, "_blank", "popup,width=560,height=760");
      if (!opened) return;
      event.preventDefault();
      opened.opener = null;
    });
    const stop = element("button", "button", words.stop);
    stop.type = "button";
    next.replaceChildren(link, " ", stop);
    say("login_text");
    link.focus();
    /** @type {Promise<never>} */
    const stopped = new Promise((_, reject) => {
      stop.addEventListener("click", () => reject(new Trouble("stopped")));
    });
    try {
      take(await Promise.race([login.token, stopped]));
    } finally {
      login.stop();
      next.replaceChildren();
      start.focus();
    }
  }

  /**
   * Says how far it is.
   * @param {string} step
   * @param {string[]} details
   */
  function say(step, ...details) {
    status.textContent = fillIn(words[step], ...details);
  }

  /**
   * Asks whether what is there may get this text.
   * @param {"replace" | "branch"} what
   * @param {string} where
   */
  async function may(what, where) {
    const text = fillIn(words[`${what}_text`], where);
    return (await page.ask({ head: words.replace_head, text, yes: words.replace_yes, no: words.replace_no }, "no")) === "yes";
  }

  /** @param {Awaited<ReturnType<typeof propose>>} made */
  function done({ url, updated }) {
    say(updated ? "done_updated" : "done_new");
    next.replaceChildren(linkTo(url), element("p", "", words.done_next));
    part(next, "a").focus();
  }

  /** @param {Trouble} error */
  function tellTrouble({ reason, details }) {
    if (reason === "expired") token = "";
    status.textContent = "";
    const [said] = details;
    const isPage = said?.startsWith(`${way.repository}/`);
    const sentence = fillIn(words[reason], ...details);
    trouble.replaceChildren(element("p", "", sentence), ...(isPage ? [linkTo(said)] : []));
    const quoted = ["refused", "absent", "conflict"].includes(reason) && said ? fillIn(words.server_says, said) : "";
    const more = BEFORE.includes(reason) ? quoted : `${quoted} ${words.kept}`.trim();
    if (more) trouble.append(element("p", "", more));
  }
}
