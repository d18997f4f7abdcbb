// The conversation on a projector: one screen at a time, by keyboard, clicker or touch, with a clock that only tells and notes for the one who leads.
// It shows copies, so that the page below stays as it is.

import { Clock } from "./clock.js";
import { dataIn, fillIn, part, parts, targetOf } from "./dom.js";

/** What is shown at once: step is the index of a step of the canvas, or -1. The dialog gets content as its own. @typedef {{ title: string, step: number, content: Element }} Screen */
/** A step of the canvas: its plans in minutes, and what the one who leads reads. @typedef {{ title: string, minutes: Record<string, number>, notes?: string[] }} Step */

const SIZES = [5, 4.5, 4, 3.6, 3.2, 2.9, 2.6, 2.3, 2.1]; // of the text, in hundredths of the shorter side of the screen

/**
 * Makes a dialog (layouts/_partials/projector/dialog.html) show screens. Returns { open(index) }.
 * @param {HTMLDialogElement} dialog
 * @param {() => Screen[]} screens  gives them anew each time
 */
export function projector(dialog, screens) {
  /** @param {string} name */
  const find = (name) => part(dialog, `[data-${name}]`);
  const data = dataIn(dialog);
  /** @type {Record<string, string>} */
  const words = data.words;
  /** @type {Step[]} */
  const steps = data.steps;
  const place = find("place");
  /** @type {Screen[]} */
  let shown = [];
  let index = 0;
  /** The window with the notes. @type {Window | null} */
  let popup = null;

  /**
   * @param {string} name
   * @param {string[]} values
   */
  const say = (name, ...values) => fillIn(words[name], ...values);
  /** @param {string} text */
  const tell = (text) => {
    const status = find("time-status");
    if (status.textContent !== text) status.textContent = text;
  };

  // The clock

  const clock = new Clock(steps.map(({ minutes }) => minutes.long));
  /** The steps of which it was announced that their time is over. @type {Set<number>} */
  let announced = new Set();

  function tick() {
    if (!dialog.open) return;
    clock.count();
    const { step } = shown[index];
    const { begun, running, left } = clock;
    const over = step >= 0 && clock.isOver(step);
    const sentences = [];
    if (begun && step >= 0) sentences.push(over ? say("step_over", String(-clock.leftOf(step))) : say("step_left", String(clock.leftOf(step))));
    if (begun) sentences.push(left >= 0 ? say("total_left", String(left)) : say("total_over", String(-left)));
    if (begun && !running) sentences.push(words.paused);
    const text = sentences.join(" · ");
    for (const where of [find("time"), popup && !popup.closed && popup.document.querySelector("[data-time]")]) {
      if (!where) continue;
      if (where.textContent !== text) where.textContent = text;
      where.classList.toggle("projector__time--over", over && running);
    }
    find("start").textContent = running ? words.pause : begun ? words.go_on : words.start;
    if (over && running && !announced.has(step)) {
      announced.add(step);
      tell(say("told_over", steps[step].title));
    }
  }
  setInterval(tick, 1000);

  const inputs = parts(dialog, "[data-minutes]", HTMLInputElement);
  const plans = parts(dialog, "[data-plan]");
  /**
   * @param {Step} step
   * @param {HTMLElement} button
   */
  const planned = (step, button) => step.minutes[/** @type {string} */ (button.dataset.plan)];
  /** @param {number[]} minutes */
  function plan(minutes) {
    clock.minutes = minutes;
    announced = new Set();
    inputs.forEach((input, i) => (input.value = String(minutes[i])));
    find("total").textContent = say("total", String(clock.planned));
    for (const button of plans) button.setAttribute("aria-pressed", String(steps.every((step, i) => planned(step, button) === minutes[i])));
    tick();
    clock.count();
  }
  for (const button of plans) button.addEventListener("click", () => plan(steps.map((step) => planned(step, button))));
  for (const input of inputs) input.addEventListener("change", () => plan(inputs.map((one) => Math.min(600, Math.max(0, Math.round(Number(one.value)) || 0)))));
  find("start").addEventListener("click", () => {
    clock.toggle();
    tick();
  });
  find("reset").addEventListener("click", () => {
    clock.reset();
    announced = new Set();
    tick();
    tell(words.told_reset);
  });

  // The screens

  /** Makes the text as large as fits; what is too long even when small, scrolls. */
  function fit() {
    for (const size of SIZES) {
      place.style.setProperty("--size", `max(1.125rem, ${size}vmin)`);
      if (place.scrollHeight <= place.clientHeight) break;
    }
    place.tabIndex = place.scrollHeight > place.clientHeight ? 0 : -1;
  }

  /** @param {number} to */
  function show(to) {
    clock.count();
    index = Math.max(0, Math.min(to, shown.length - 1));
    const { title, step, content } = shown[index];
    if (step >= 0) clock.step = step;
    place.replaceChildren(content);
    place.scrollTop = 0;
    dialog.classList.remove("projector--black");
    find("where").textContent = step >= 0 ? say("step_of", String(step + 1), String(steps.length)) : "";
    // Not disabled: the keys would go nowhere with the focus of a button that is gone.
    find("back").setAttribute("aria-disabled", String(index === 0));
    find("forth").setAttribute("aria-disabled", String(index === shown.length - 1));
    notes();
    fit();
    tick();
    tell(title);
  }

  function forth() {
    const closed = /** @type {HTMLDetailsElement | null} */ (place.querySelector("details:not([open])"));
    if (place.scrollTop + place.clientHeight < place.scrollHeight - 2) place.scrollBy({ top: place.clientHeight * 0.8 });
    else if (closed) {
      closed.open = true;
      fit();
      closed.scrollIntoView({ block: "start" });
    } else if (index < shown.length - 1) show(index + 1);
  }

  const back = () => index > 0 && show(index - 1);
  const black = () => {
    dialog.classList.toggle("projector--black");
    tell(dialog.classList.contains("projector--black") ? words.told_black : shown[index].title);
  };
  async function whole() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await dialog.requestFullscreen?.().catch(() => {});
  }

  // The notes

  /**
   * The notes with the screen that is shown.
   * @param {Document} made  in which they come
   */
  function noteList(made) {
    const list = made.createElement("ul");
    for (const text of steps[shown[index].step]?.notes ?? []) list.appendChild(made.createElement("li")).textContent = text;
    return list;
  }

  function notes() {
    find("notes").replaceChildren(noteList(document));
    if (!popup || popup.closed) return;
    const made = popup.document;
    const next = shown[index + 1];
    /**
     * @template {keyof HTMLElementTagNameMap} Name
     * @param {Name} name
     * @param {string} text
     * @param {string} className
     */
    const element = (name, text, className = "") => {
      const own = made.createElement(name);
      own.textContent = text;
      own.className = className;
      return own;
    };
    const time = element("p", "", "projector__time");
    time.dataset.time = "";
    const bar = element("p", "", "actions");
    for (const [word, act] of Object.entries({ back, forth })) {
      const button = element("button", words[word], "button");
      button.type = "button";
      button.addEventListener("click", act);
      bar.append(button);
    }
    const main = made.createElement("main");
    main.className = "page speaker";
    main.append(element("h1", shown[index].title), time, noteList(made), element("p", next ? say("next", next.title) : words.last, "muted"), bar);
    made.body.replaceChildren(main);
    tick();
  }

  function second() {
    popup = window.open("", "dilemma-notities", "popup,width=640,height=720");
    if (!popup) {
      find("notes").hidden = false;
      fit();
      tell(words.told_blocked);
      return;
    }
    const made = popup.document;
    made.title = words.notes;
    made.documentElement.lang = document.documentElement.lang;
    made.head.replaceChildren(made.createElement("title"));
    made.title = words.notes;
    // The window has the policy of this page, so it may have the styles of this page.
    for (const style of document.querySelectorAll("link[rel=stylesheet], style")) {
      const copy = made.importNode(style, true);
      if (style instanceof HTMLLinkElement) /** @type {HTMLLinkElement} */ (copy).href = style.href;
      made.head.append(copy);
    }
    made.onkeydown = keys;
    notes();
  }

  function toggleNotes() {
    find("notes").hidden = !find("notes").hidden;
    find("show-notes").setAttribute("aria-expanded", String(!find("notes").hidden));
    fit();
  }

  // Keyboard and clicker

  /** @param {KeyboardEvent} event  in this window or that of the notes */
  function keys(event) {
    const target = targetOf(event);
    if (event.ctrlKey || event.altKey || event.metaKey || target.closest?.("input")) return;
    const control = target.closest?.("button, summary, a");
    /** @type {Record<string, (() => unknown) | undefined>} */
    const acts = {
      ArrowRight: forth,
      ArrowDown: forth,
      PageDown: forth,
      ArrowLeft: back,
      ArrowUp: back,
      PageUp: back,
      " ": control ? undefined : forth,
      Enter: control ? undefined : forth,
      Backspace: back,
      Home: () => show(0),
      End: () => show(shown.length - 1),
      ".": black,
      b: black,
      f: whole,
      n: toggleNotes,
    };
    let act = acts[event.key];
    if (/^[1-9]$/.test(event.key)) {
      const to = shown.findIndex(({ step }) => step === Number(event.key) - 1);
      if (to >= 0) act = () => show(to);
    }
    if (!act) return;
    event.preventDefault();
    act();
  }
  dialog.addEventListener("keydown", keys);
  place.addEventListener("toggle", fit, true);
  addEventListener("resize", () => dialog.open && fit());
  for (const [name, act] of Object.entries({ back, forth, black, whole, "show-notes": toggleNotes, second, close: () => dialog.close() }))
    find(name).addEventListener("click", act);
  dialog.addEventListener("close", () => {
    if (dialog.open) return; // the event comes later than the closing, and by then it can be open again
    clock.count();
    popup?.close();
    place.replaceChildren();
    if (document.fullscreenElement) document.exitFullscreen();
  });
  addEventListener("pagehide", () => {
    if (dialog.open) clock.count();
    popup?.close();
  });
  plan(clock.minutes);

  return {
    open(at = 0) {
      shown = screens();
      index = Math.max(0, Math.min(at, shown.length - 1));
      dialog.showModal();
      show(index);
      find("forth").focus();
    },
  };
}
