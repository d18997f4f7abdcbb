// One conversation at a time: opens it, follows its changes, and keeps every change in this browser.

import { Conversation } from "./conversation.js";
import { fieldsOf } from "./fields.js";
import { findingsOf } from "./findings.js";
import * as store from "./store.js";
import { Unreadable } from "./yaml.js";

/** @import { Page } from "./page.js" */
/** @import { Origin } from "./store.js" */

const SAVE_AFTER = 200; // milliseconds without typing
const REST = 5; // how many times as long as the last save took nobody types before the next: a long text is kept less often

/** @typedef {ReturnType<typeof sessionOf>} Session */

/**
 * @param {Page} page
 * @param {() => void} listed  is called when the list of conversations is another
 */
export function sessionOf(page, listed) {
  const conversation = new Conversation(page.definition);
  const fields = fieldsOf(page, conversation);
  const findings = findingsOf(page, conversation, fields);
  /** When the last change is kept. @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let unsaved = false;
  let took = 0; // milliseconds of the last save
  /** Whether the browser refused to keep the last change. */
  let full = false;

  for (const [way, word] of /** @type {const} */ ([
    ["undo", "undone"],
    ["redo", "redone"],
  ])) {
    page.find(way).addEventListener("click", () => travel(way, word));
  }
  // A closed laptop, a reload and a tab that is put away are all noticed here.
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  addEventListener("beforeunload", (event) => {
    save();
    if (full) event.preventDefault();
  });
  store.watch(changedElsewhere);

  /** What the conversation is called. */
  const name = () => conversation.title || page.words.untitled;

  /**
   * Puts a conversation on the screen. When its file can't be read, it says so under a name, and all stays as it was.
   * @param {string} id
   * @param {string} text
   * @param {string} called
   * @param {Origin} [origin]
   */
  function load(id, text, called = page.words.untitled, origin) {
    return show(called, () => conversation.load(id, text, origin));
  }

  /**
   * @param {string} called
   * @param {() => void} take
   */
  function show(called, take) {
    try {
      take();
    } catch (error) {
      // Whatever goes wrong with one conversation: the form goes on with another.
      if (!(error instanceof Unreadable)) console.error(error);
      page.notOpened(called, error instanceof Unreadable ? error : new Unreadable(1, "broken"));
      return false;
    }
    fields.show();
    showHistory();
    listed();
    findings.check();
    return true;
  }

  /**
   * Is called at every change of a value, by its field. structure tells that it is a step of its own.
   * @param {string} path
   * @param {boolean} structure
   */
  function changed(path, structure = false) {
    conversation.changed(path, structure);
    keep();
    showHistory();
    findings.fetch();
  }

  /** Keeps the conversation as soon as nobody types. */
  function keep() {
    unsaved = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, Math.max(SAVE_AFTER, REST * took));
  }

  /** Keeps what is not kept yet. */
  function save() {
    clearTimeout(waiting);
    if (!unsaved) return;
    const begin = performance.now();
    full = !store.keep(conversation.id, conversation.text, conversation.origin);
    unsaved = full;
    page.trouble(full ? page.words.not_saved : "");
    if (full) page.find("saved").textContent = page.words.not_saved_at_all;
    else page.keptAt(Date.now());
    listed();
    findings.check();
    took = performance.now() - begin;
  }

  /** Lets go of the conversation, of which nothing is to be kept. */
  function drop() {
    clearTimeout(waiting);
    unsaved = full = false;
    conversation.forget();
    page.trouble();
  }

  function showHistory() {
    page.find("undo").setAttribute("aria-disabled", String(!conversation.canUndo));
    page.find("redo").setAttribute("aria-disabled", String(!conversation.canRedo));
  }

  /**
   * @param {"undo" | "redo"} way
   * @param {string} word
   */
  function travel(way, word) {
    if (!conversation[way]()) {
      page.tell(page.words.undo_nothing);
      return;
    }
    fields.show();
    unsaved = true;
    save();
    showHistory();
    page.tell(page.words[word]);
  }

  /**
   * @param {string | undefined} id
   * @param {string | undefined} text
   */
  function changedElsewhere(id, text) {
    if (id !== undefined && id !== conversation.id) listed();
    else if (text === undefined) {
      // It was taken away elsewhere: what stands here is only kept again when somebody types.
      listed();
      page.trouble(page.words.elsewhere);
    } else if (text !== conversation.text) show(name(), () => conversation.reload(text));
  }

  return { page, conversation, fields, findings, load, changed, keep, save, drop, name };
}
