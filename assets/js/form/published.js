// Opens a dilemma of this site to change it: the page of a dilemma leads here with ?dilemma=<slug>. Its file comes from this site itself, and only what somebody changes
// in the form changes in it.

import { fillIn } from "../dom.js";
import * as store from "./store.js";

/** @import { Session } from "./session.js" */
/** @import { Kept, Origin } from "./store.js" */

const NAME = "dilemma"; // in the address of the page

/**
 * Opens the dilemma that the address of this page names. What somebody wrote here before stays, and about what he wrote in this very dilemma he is asked.
 * @param {Session} session
 */
export async function openPublished(session) {
  const { page } = session;
  const slug = new URLSearchParams(location.search).get(NAME);
  if (slug === null || !page.published) return;
  // From here on it is a conversation like the others: a reload goes on with it.
  const address = new URL(location.href);
  address.searchParams.delete(NAME);
  history.replaceState(history.state, "", address);

  const origin = await fetched(slug, page.published);
  if (typeof origin === "string") {
    page.trouble(page.say(origin, slug));
    return;
  }
  session.save();
  // A reload comes here too when somebody goes back to the page of the dilemma and forth again.
  const own = store.all().filter((kept) => kept.origin?.slug === slug);
  const written = own.find((kept) => kept.text !== kept.origin?.text);
  if (written && (await goesOn(written, origin))) {
    if (!session.load(written.id, written.text, slug, written.origin)) return;
    page.keptAt(written.changed);
  } else {
    // One in which nobody changed anything is not kept twice.
    const untouched = own.find((kept) => kept.text === kept.origin?.text);
    if (!session.load(untouched?.id ?? store.newId(), origin.text, slug, origin)) return;
    session.keep();
    session.save();
  }
  session.findings.fetch();
  page.tell(page.say("opened", session.name()));
  session.fields.control("title").focus();

  /**
   * Asks whether somebody goes on with what he wrote before.
   * @param {Kept} kept
   * @param {Origin} now
   */
  async function goesOn(kept, now) {
    const { words, language } = page;
    const day = new Date(kept.changed).toLocaleString(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    const changed = kept.origin?.text === now.text ? "" : `\n\n${words.published_changed}`;
    const question = { head: words.published_question, text: page.say("published_text", day) + changed, yes: words.published_yes, no: words.published_no };
    // Without an answer nothing is lost either: both stay.
    return (await page.ask(question, "yes")) !== "no";
  }
}

/**
 * The file of a dilemma of this site, or the name of the words that say why there is none.
 * @param {string} slug
 * @param {NonNullable<Session["page"]["published"]>} published
 * @returns {Promise<Origin | "published_absent" | "published_offline">}
 */
async function fetched(slug, { file, folders }) {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) return "published_absent";
  try {
    const answer = await fetch(fillIn(file, slug));
    if (answer.status === 404) return "published_absent";
    if (!answer.ok) return "published_offline";
    // As it is, with the mark at its beginning and the line ends of Windows.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await answer.arrayBuffer());
    if (text.trim() === "") return "published_absent"; // it was withdrawn
    return { slug, path: `content/dilemmas/${slug}${folders.includes(slug) ? "/index" : ""}.md`, text };
  } catch {
    return "published_offline";
  }
}
