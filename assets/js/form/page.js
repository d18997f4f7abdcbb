// The page around the form: its parts, its words, and what it tells.

import { dataIn, element, fillIn, part } from "../dom.js";
import { Definition } from "./document.js";

/** @import { Addresses } from "../programs.js" */
/** @import { Unreadable } from "./yaml.js" */

/**
 * Where the dilemmas of a site stand: file is the address of the file of one, with # for its slug, and folders are the slugs of those that have a folder of
 * their own.
 * @typedef {{ file: string, folders: string[] }} Published
 */
/** A step of the canvas. @typedef {{ key: string, title: string, question: string }} Step */

export class Page {
  /** When the words to tell are put in their place. @type {ReturnType<typeof setTimeout> | undefined} */
  #turn;

  /** @param {HTMLElement} root  the element of layouts/_partials/form/form.html */
  constructor(root) {
    const { words, steps, programs, projector, published, ...definition } = dataIn(root);
    this.root = root;
    /** @type {Record<string, string>} */
    this.words = words;
    /** @type {Step[]} */
    this.steps = steps;
    /** Where the programs stand, if the site has them. @type {Partial<Addresses> | false} */
    this.addresses = programs;
    /** Where the script of the projector stands, if it is not here. @type {string} */
    this.projector = projector;
    /** Where the dilemmas of this site stand, if it is the form of a site. @type {Published | undefined} */
    this.published = published;
    this.definition = new Definition(definition);
    this.language = document.documentElement.lang;
    this.dialog = this.find("question", HTMLDialogElement);
    /** Who waits for the answer of the dialog. @type {((answer: "yes" | "no" | "") => void)[]} */
    this.waiting = [];
    this.dialog.addEventListener("close", () => {
      if (!this.dialog.open) this.answered(/** @type {"yes" | "no" | ""} */ (this.dialog.returnValue));
    });
    for (const name of ["yes", "no"]) this.find(name).addEventListener("click", () => this.dialog.close(name));
  }

  /**
   * The element with data-name.
   * @template {Element} [T=HTMLElement]
   * @param {string} name
   * @param {{ new (): T }} [kind]
   * @returns {T}
   */
  find(name, kind) {
    return part(this.root, `[data-${name}]`, kind);
  }

  /**
   * The words with this name, with texts in them.
   * @param {string} name
   * @param {string[]} texts
   */
  say(name, ...texts) {
    return fillIn(this.words[name] ?? name, ...texts);
  }

  /**
   * Says what happened, to those who hear the page. The same words twice are two messages.
   * @param {string} text
   */
  tell(text) {
    const status = this.find("status");
    status.textContent = "";
    clearTimeout(this.#turn);
    this.#turn = setTimeout(() => (status.textContent = text), 50);
  }

  /**
   * Shows what went wrong until something goes right.
   * @param {string} text
   */
  trouble(text = "") {
    const place = this.find("trouble");
    if (place.textContent === text) return;
    place.replaceChildren(...(text ? [element("p", "", text)] : []));
  }

  /**
   * Puts a question in the dialog, which may be open already. Gives the answer, or "" when there came none.
   * @param {{ head: string, text: string, yes: string, no: string }} words
   * @param {"yes" | "no"} first  the answer on which the focus is
   * @param {Element[]} items  a list below the text
   * @returns {Promise<"yes" | "no" | "">}
   */
  ask({ head, text, yes, no }, first, items = []) {
    const { dialog } = this;
    const [said, list] = [part(dialog, "#vraag-tekst"), part(dialog, "ul")];
    // What comes in a dialog that opens is read as its description.
    for (const place of [said, list]) place.setAttribute("aria-live", dialog.open ? "polite" : "off");
    part(dialog, "#vraag-kop").textContent = head;
    said.textContent = text;
    list.replaceChildren(...items);
    this.find("yes").textContent = yes;
    this.find("no").textContent = no;
    if (!dialog.open) {
      this.answered(""); // the close of the dialog is told a moment later, maybe when it is open again
      dialog.returnValue = "";
      this.tell(""); // or it is told again when the dialog closes
      dialog.showModal();
      this.find(first).focus();
    }
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  /** Gives an answer to who waits for one. @param {"yes" | "no" | ""} answer */
  answered(answer) {
    for (const resolve of this.waiting.splice(0)) resolve(answer);
  }

  /**
   * Shows why something by this name does not open.
   * @param {string} name
   * @param {Unreadable} error
   */
  notOpened(name, { line, reason, details }) {
    this.trouble(`${this.say("not_opened", name)} ${this.say("line", String(line))} ${this.say(reason, ...details)}`);
  }

  /**
   * Says when something was kept.
   * @param {number} time
   */
  keptAt(time) {
    const clock = new Date(time).toLocaleTimeString(this.language, { hour: "2-digit", minute: "2-digit" });
    this.find("saved").textContent = this.say("saved_at", clock);
  }
}
