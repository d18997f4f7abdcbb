// The conversations that are kept in this browser: choosing one, beginning one, and taking them away.

import { parts } from "../dom.js";
import { today } from "../today.js";
import * as store from "./store.js";

/** @import { Session } from "./session.js" */
/** @import { Kept } from "./store.js" */

/** @param {Session} session */
export function conversationsOf(session) {
  const { page } = session;
  const select = page.find("conversations", HTMLSelectElement);
  const manage = page.find("manage", HTMLDetailsElement);
  /** What conversations are called, to read each once. @type {Map<string, { changed: number, title: string }>} */
  const titles = new Map();
  select.addEventListener("change", open);
  page.find("new").addEventListener("click", () => {
    session.save();
    page.trouble();
    begin();
    page.tell(page.words.started);
    goOn();
  });
  page.find("delete").addEventListener("click", async () => {
    if (!(await ask("delete", session.name()))) return;
    store.forget(session.conversation.id);
    beginAnew("deleted");
  });
  page.find("clear").addEventListener("click", async () => {
    if (!(await ask("clear"))) return;
    store.forgetAll();
    page.find("filled").replaceChildren();
    beginAnew("cleared");
  });

  /** Opens the conversation of the last time, or begins one. When one does not open, it says why. */
  function start() {
    for (const { id, text, changed, origin } of store.all()) {
      if (session.load(id, text, undefined, origin)) {
        page.keptAt(changed);
        session.findings.fetch();
        return;
      }
    }
    begin();
  }

  function begin() {
    session.load(store.newId(), page.definition.blank(today()));
    page.find("saved").textContent = page.words.saved;
  }

  /** Shows what is kept now. */
  function show() {
    const { conversation } = session;
    const kept = store.all();
    const some = kept.length > 0;
    showKept(some);
    if (!kept.some(({ id }) => id === conversation.id)) kept.unshift({ id: conversation.id, changed: Date.now(), text: conversation.text });
    const options = kept.map((one) => {
      const { id, changed } = one;
      const title = id === conversation.id ? session.name() : titleOf(one);
      return { id, text: some ? `${title} – ${dayOf(changed)}` : title }; // nobody sees the list when nothing is kept
    });
    const shown = [...select.options];
    if (options.length !== shown.length || options.some(({ id, text }, i) => shown[i].text !== text || shown[i].value !== id)) {
      select.replaceChildren(...options.map(({ id, text }) => new Option(text, id)));
    }
    select.value = conversation.id;
  }

  /**
   * A moment in words. The first takes a phone nearly as long as the rest of the start.
   * @param {number} moment
   */
  function dayOf(moment) {
    return new Date(moment).toLocaleString(page.language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  }

  /**
   * Shows whether something is kept here. While somebody types nothing comes in above the field.
   * @param {boolean} some
   */
  function showKept(some) {
    if (page.root.querySelector("[data-field] :focus")) return;
    for (const place of parts(page.root, "[data-kept]")) place.hidden = !some;
    page.find("none-kept").hidden = some;
  }

  /** @param {Kept} one */
  function titleOf({ id, changed, text }) {
    const known = titles.get(id);
    if (known && known.changed === changed) return known.title;
    const title = titleIn(text);
    titles.set(id, { changed, title });
    return title;
  }

  /** @param {string} text */
  function titleIn(text) {
    try {
      return String(page.definition.read(text).values.get("title") || page.words.untitled);
    } catch {
      return page.words.untitled;
    }
  }

  /** Opens what is chosen. */
  function open() {
    const chosen = select.value;
    session.save();
    const one = store.all().find(({ id }) => id === chosen);
    if (!one) return;
    page.trouble();
    if (!session.load(one.id, one.text, undefined, one.origin)) {
      show();
      return;
    }
    page.keptAt(one.changed);
    session.findings.fetch();
    page.tell(page.say("opened", session.name()));
  }

  /**
   * Asks a question that needs an answer, and tells whether it was yes.
   * @param {string} name
   * @param {string[]} texts
   */
  async function ask(name, ...texts) {
    const { words } = page;
    const question = { head: page.say(`${name}_question`, ...texts), text: words[`${name}_text`], yes: words[`${name}_yes`], no: words.no };
    return (await page.ask(question, "no")) === "yes";
  }

  /**
   * Begins anew after something was taken away: nothing of it stays in this page either.
   * @param {string} word
   */
  function beginAnew(word) {
    session.drop();
    start();
    page.tell(page.words[word]);
    goOn();
  }

  /** Goes from the list to the first field. */
  function goOn() {
    manage.open = false;
    session.fields.control("title").focus();
  }

  return { start, show };
}
