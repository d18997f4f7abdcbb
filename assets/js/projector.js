// The conversation on a projector: one screen at a time, by keyboard, clicker or touch, with a clock that only tells and notes for the one who leads.
// Nothing scrolls: what does not fit comes on the next screen.

import { Clock } from "./clock.js";
import { dataIn, element, fillIn, part, parts, targetOf } from "./dom.js";
import { screensOf, slideOf } from "./stage.js";

export { fieldOf } from "./slides.js";

/** @import { Section } from "./slides.js" */
/** @import { Screen } from "./stage.js" */
/** A step of the canvas: its plans in minutes, and what the one who leads reads. @typedef {{ title: string, minutes: Record<string, number>, notes?: string[] }} Step */

/**
 * Makes a dialog (layouts/_partials/projector/dialog.html) show sections. Returns { open(step) }.
 * @param {HTMLDialogElement} dialog
 * @param {() => Section[]} made  gives them anew each time
 */
export function projector(dialog, made) {
  /** @param {string} name */
  const find = (name) => part(dialog, `[data-${name}]`);
  const data = dataIn(dialog);
  /** @type {Record<string, string>} */
  const words = data.words;
  /** @type {Step[]} */
  const steps = data.steps;
  const place = find("place");
  /** @type {Section[]} */
  let sections = [];
  /** Those that were closed, and are open now. @type {Set<Section>} */
  let opened = new Set();
  /** All screens of the place as it is, and those that are open. @type {Screen[]} */
  let laid = [];
  /** @type {Screen[]} */
  let shown = [];
  let index = 0;
  /** Where one looked last: it is found again when the place gets another size. @type {Pick<Screen, "section" | "at">} */
  let looked;
  /** The size for which they were laid out. */
  let size = "";
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
    const { step } = shown[index].section;
    const { begun, running, left } = clock;
    const over = step >= 0 && clock.isOver(step);
    const lines = [];
    if (begun && step >= 0) lines.push(over ? say("step_over", String(-clock.leftOf(step))) : say("step_left", String(clock.leftOf(step))));
    if (begun) lines.push(!running ? words.paused : left >= 0 ? say("total_left", String(left)) : say("total_over", String(-left)));
    for (const where of [find("time"), popup && !popup.closed && popup.document.querySelector("[data-time]")]) {
      if (!where) continue;
      if (where.textContent !== lines.join("")) where.replaceChildren(...lines.map((line) => element("span", "", line)));
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

  const sizeNow = () => [place.clientWidth, place.clientHeight, getComputedStyle(place).fontSize].join();

  const open = () => (shown = laid.filter(({ section }) => !section.closed || opened.has(section)));

  /** Lays out all sections for the place as it is, and shows what one looked at. */
  function layOut() {
    const head = find("head");
    // The head is as high for every step, so that each has the same room.
    head.style.minBlockSize = "";
    const highest = Math.max(...sections.map((section) => (showHead(section), head.offsetHeight)));
    head.style.minBlockSize = `${highest}px`;
    size = sizeNow();
    laid = screensOf(place, sections);
    open();
    const first = shown.findIndex(({ section }) => section === looked.section);
    const last = shown.findLastIndex(({ section, at }) => section === looked.section && !isBefore(looked.at, at));
    present(Math.max(first, last, 0));
  }

  /** @param {Section} section */
  function showHead({ step, title, question }) {
    find("number").textContent = step >= 0 ? String(step + 1) : "";
    find("title").textContent = title;
    find("question-of-step").textContent = question;
  }

  /** @param {Screen} screen */
  function titleOf({ section, parts: [one] }) {
    return [section.title, one.number ?? one.topic ?? one.rows[0]?.label, one.name].filter(Boolean).join(", ");
  }

  /** Which step this is and which screen, of how many. */
  function placeNow() {
    const { step } = shown[index].section;
    const screen = say("screen_of", String(index + 1), String(shown.length));
    return step >= 0 ? [say("step_of", String(step + 1), String(steps.length)), screen] : [screen];
  }

  /** Tells on which screen one is: the number makes each another message. */
  function tellScreen() {
    const title = titleOf(shown[index]);
    tell(`${title}${/[.?!]$/.test(title) ? "" : "."} ${placeNow().join(", ")}`);
  }

  /** @param {number} to */
  function present(to) {
    clock.count();
    index = to;
    const { section } = shown[index];
    if (section.step >= 0) clock.step = section.step;
    showHead(section);
    const slide = slideOf(shown[index]);
    place.replaceChildren(slide);
    slide.querySelector("button")?.addEventListener("click", reveal);
    dialog.classList.remove("projector--black");
    find("where").textContent = placeNow().join(" · ");
    // Not disabled: the keys would go nowhere with the focus of a button that is gone.
    find("back").setAttribute("aria-disabled", String(index === 0));
    find("forth").setAttribute("aria-disabled", String(index === shown.length - 1 && !closed()));
    notes();
    tick();
  }

  /** @param {number} to */
  function show(to) {
    present(Math.max(0, Math.min(to, shown.length - 1)));
    looked = shown[index];
    tellScreen();
  }

  /** The closed section that the button of this screen opens. */
  function closed() {
    const { section, parts: own } = shown[index];
    const next = sections[sections.indexOf(section) + 1];
    return own.some(({ opens }) => opens) && next?.closed && !opened.has(next) ? next : undefined;
  }

  function reveal() {
    const next = closed();
    if (next) {
      opened.add(next);
      open();
      find("forth").focus(); // the button of this screen goes
    }
    show(index + 1);
  }

  const forth = () => (closed() ? reveal() : index < shown.length - 1 ? show(index + 1) : tell(words.last));
  const back = () => index > 0 && show(index - 1);
  const black = () => {
    dialog.classList.toggle("projector--black");
    if (dialog.classList.contains("projector--black")) tell(words.told_black);
    else tellScreen();
  };
  async function whole() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await dialog.requestFullscreen?.().catch(() => {});
  }

  // The notes

  /**
   * The notes with the screen that is shown.
   * @param {Document} page  in which they come
   */
  function noteList(page) {
    const list = page.createElement("ul");
    for (const text of steps[shown[index].section.step]?.notes ?? []) list.appendChild(page.createElement("li")).textContent = text;
    return list;
  }

  function notes() {
    find("notes").replaceChildren(noteList(document));
    if (!popup || popup.closed) return;
    const page = popup.document;
    const next = shown[index + 1];
    /**
     * @template {keyof HTMLElementTagNameMap} Name
     * @param {Name} name
     * @param {string} text
     * @param {string} className
     */
    const own = (name, text, className = "") => {
      const one = page.createElement(name);
      one.textContent = text;
      one.className = className;
      return one;
    };
    const time = own("p", "", "projector__time");
    time.dataset.time = "";
    const bar = own("p", "", "actions");
    for (const [word, act] of Object.entries({ back, forth })) {
      const button = own("button", words[word], "button");
      button.type = "button";
      button.addEventListener("click", act);
      bar.append(button);
    }
    const main = own("main", "", "page speaker");
    main.append(own("h1", titleOf(shown[index])), time, noteList(page), own("p", next ? say("next", titleOf(next)) : words.last, "muted"), bar);
    page.body.replaceChildren(main);
    tick();
  }

  function second() {
    popup = window.open("", "dilemma-notities", "popup,width=640,height=720");
    if (!popup) {
      find("notes").hidden = false;
      tell(words.told_blocked);
      return;
    }
    const page = popup.document;
    page.title = words.notes;
    page.documentElement.lang = document.documentElement.lang;
    page.head.replaceChildren(page.createElement("title"));
    page.title = words.notes;
    // The window has the policy of this page, so it may have the styles of this page.
    for (const style of document.querySelectorAll("link[rel=stylesheet], style")) {
      const copy = page.importNode(style, true);
      if (style instanceof HTMLLinkElement) /** @type {HTMLLinkElement} */ (copy).href = style.href;
      page.head.append(copy);
    }
    page.onkeydown = keys;
    notes();
  }

  function toggleNotes() {
    find("notes").hidden = !find("notes").hidden;
    find("show-notes").setAttribute("aria-expanded", String(!find("notes").hidden));
    tell(find("notes").hidden ? words.told_no_notes : words.told_notes);
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
      const to = shown.findIndex(({ section }) => section.step === Number(event.key) - 1);
      if (to >= 0) act = () => show(to);
    }
    if (!act) return;
    event.preventDefault();
    act();
  }
  // Of the whole page: where the address opened the dialog, the browser takes the focus away again once the page is loaded.
  document.addEventListener("keydown", (event) => dialog.open && keys(event));
  // The place changes with the window, the zoom, the notes beside it and the bar below it; and letters change when their font comes.
  const again = () => dialog.open && size !== sizeNow() && layOut();
  new ResizeObserver(again).observe(place);
  // Nothing else holds on to the fonts, and WebKit then forgets them with who listens.
  const { fonts } = Object.assign(dialog, { fonts: document.fonts });
  fonts.addEventListener("loadingdone", () => dialog.open && layOut());
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
    /** @param {number} [step]  at which it begins; without it, at the first screen */
    open(step) {
      sections = made();
      opened = new Set();
      looked = { section: sections.find((section) => section.step === step) ?? sections[0], at: [] };
      dialog.showModal();
      layOut();
      tellScreen();
      find("forth").focus();
    },
  };
}

/**
 * Whether a place in a section comes before another.
 * @param {number[]} one
 * @param {number[]} other
 */
function isBefore(one, other) {
  const i = other.findIndex((n, at) => n !== (one[at] ?? 0));
  return i >= 0 && (one[i] ?? 0) < other[i];
}
