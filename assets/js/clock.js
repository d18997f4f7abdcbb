// The time of a conversation: how long each step is planned to take, and how long it took until now. It goes on while the page is closed.

const STORE = "dilemma.klok";
const MINUTE = 60_000;

/** @param {number[]} list */
const sum = (list) => list.reduce((total, n) => total + n, 0);

export class Clock {
  running = false;
  /** The step that gets the time. */
  step = 0;
  /** When #spent was true. */
  #at = 0;
  /** Milliseconds of each step. @type {number[]} */
  #spent;

  /** @param {number[]} minutes  planned for each step */
  constructor(minutes) {
    this.minutes = minutes;
    this.#spent = minutes.map(() => 0);
    try {
      this.#restore(JSON.parse(localStorage.getItem(STORE) ?? "null"));
    } catch {
      // Without storage the clock runs for as long as the page is open.
    }
  }

  /** @param {any} kept */
  #restore(kept) {
    /** @param {unknown} list */
    const numbers = (list) => Array.isArray(list) && list.length === this.minutes.length && list.every((n) => Number.isFinite(n) && n >= 0);
    if (!kept || !numbers(kept.minutes) || !numbers(kept.spent) || !Number.isInteger(kept.step) || !(kept.step in this.minutes) || !Number.isFinite(kept.at))
      return;
    this.minutes = kept.minutes;
    this.#spent = kept.spent;
    this.running = Boolean(kept.running);
    this.step = kept.step;
    this.#at = kept.at;
  }

  /** Adds the time since it was last looked at to its step, also while the page was closed or the laptop slept. */
  count() {
    const now = Date.now();
    if (this.running) this.#spent[this.step] += Math.max(0, now - this.#at);
    this.#at = now;
    try {
      localStorage.setItem(STORE, JSON.stringify({ minutes: this.minutes, spent: this.#spent, running: this.running, step: this.step, at: this.#at }));
    } catch {
      // As above.
    }
  }

  /** Starts the clock, or stops it for a while. */
  toggle() {
    this.count();
    this.running = !this.running;
    this.count();
  }

  /** Begins at zero. */
  reset() {
    this.#spent = this.minutes.map(() => 0);
    this.running = false;
    this.count();
  }

  /** Whether any time was counted. */
  get begun() {
    return this.running || sum(this.#spent) > 0;
  }

  /** Minutes of the whole plan. */
  get planned() {
    return sum(this.minutes);
  }

  /** Minutes that are left of the whole plan; below zero, how many it is over. */
  get left() {
    return Math.ceil((this.planned * MINUTE - sum(this.#spent)) / MINUTE);
  }

  /**
   * Minutes that are left of a step.
   * @param {number} step
   */
  leftOf(step) {
    return Math.ceil((this.minutes[step] * MINUTE - this.#spent[step]) / MINUTE);
  }

  /**
   * Whether the time of a step is over.
   * @param {number} step
   */
  isOver(step) {
    return this.#spent[step] > 0 && this.leftOf(step) <= 0;
  }
}
