// The conversation that is being written: the file as it was opened, the values of its fields now, and what they were before, to go back to.

/** @import { Definition } from "./document.js" */
/** @import { Origin } from "./store.js" */
/** @import { Values } from "./values.js" */

/** What can be gone back to. @typedef {{ source: string, values: Values, locked: Map<string, string> }} State */
/** A step back: path is the field that was changed, at the time of its last change. @typedef {State & { path?: string, at: number }} Step */

const TOGETHER = 2000; // milliseconds in which changes to one field are one step back
const STEPS_BACK = 200;

export class Conversation {
  /** @type {Step[]} */
  #past = [];
  /** @type {Step[]} */
  #future = [];
  /** As it was before what is typed now. @type {State} */
  #before = { source: "", values: new Map(), locked: new Map() };

  id = "";
  /** The dilemma on the site that it changes; a new dilemma has none. @type {Origin | undefined} */
  origin;
  /** The file as it was opened. */
  source = "";
  /** @type {Values} */
  values = new Map();
  /** What stands in the fields that can't be changed here. @type {Map<string, string>} */
  locked = new Map();

  /** @param {Definition} definition */
  constructor(definition) {
    this.definition = definition;
  }

  /**
   * Takes in another conversation. Throws Unreadable, and then stays what it was.
   * @param {string} id
   * @param {string} text  of its file
   * @param {Origin} [origin]
   */
  load(id, text, origin) {
    this.#take(text);
    this.id = id;
    this.origin = origin;
    this.forget();
  }

  /**
   * Takes in what became of this conversation elsewhere. What it was can be gone back to. Throws Unreadable.
   * @param {string} text
   */
  reload(text) {
    const before = this.#before;
    this.#take(text);
    this.#past.push({ ...before, at: Date.now() });
    this.#future = [];
  }

  /** @param {string} text */
  #take(text) {
    Object.assign(this, this.definition.read(text), { source: text });
    this.#before = this.#state();
  }

  /** Forgets what there is to go back to. */
  forget() {
    this.#past = [];
    this.#future = [];
  }

  /** The file as it is now. */
  get text() {
    return this.definition.write(this.source, this.values);
  }

  get title() {
    return /** @type {string} */ (this.values.get("title"));
  }

  /** @returns {State} */
  #state() {
    return { source: this.source, values: structuredClone(this.values), locked: this.locked };
  }

  /**
   * Remembers a change that was just made. structure tells that it is a step of its own.
   * @param {string} path
   * @param {boolean} structure
   */
  changed(path, structure = false) {
    const last = this.#past.at(-1);
    const time = Date.now();
    if (structure || !last || last.path !== path || time - last.at > TOGETHER) {
      this.#past.push({ ...this.#before, path: structure ? undefined : path, at: time });
    } else last.at = time;
    this.#past = this.#past.slice(-STEPS_BACK);
    this.#future = [];
    this.#before = this.#state();
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Goes a step back, and tells whether there was one. */
  undo() {
    return this.#travel(this.#past, this.#future);
  }

  /** Goes a step forth again, and tells whether there was one. */
  redo() {
    return this.#travel(this.#future, this.#past);
  }

  /**
   * @param {Step[]} from
   * @param {Step[]} to
   */
  #travel(from, to) {
    const there = from.pop();
    if (!there) return false;
    to.push({ ...this.#state(), at: 0 });
    this.source = there.source;
    this.values = structuredClone(there.values);
    this.locked = there.locked;
    this.#before = this.#state();
    return true;
  }
}
