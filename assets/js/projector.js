// The conversation on a projector: one screen at a time, by keyboard, clicker or touch, with a clock that only tells and notes for the one who leads.
// It shows copies, so that the page below stays as it is.

const STORE = "dilemma.klok";
const MINUTE = 60_000;
const SIZES = [5, 4.5, 4, 3.6, 3.2, 2.9, 2.6, 2.3, 2.1]; // of the text, in hundredths of the shorter side of the screen

/**
 * Makes a dialog (layouts/_partials/projector/dialog.html) show screens. screens() gives them anew each time: { title, step, content }, where step is the index
 * of a step of the canvas, or -1, and content what is shown; the dialog gets it as its own. Returns { open(index) }.
 */
export function projector(dialog, screens) {
  const find = (name) => dialog.querySelector(`[data-${name}]`);
  const { words, steps } = JSON.parse(dialog.querySelector("script").textContent);
  const place = find("place");
  let shown = [];
  let index = 0;
  let popup;

  const say = (name, ...values) => values.reduce((text, value) => text.replace("#", () => value), words[name]);
  const tell = (text) => {
    const status = find("told");
    if (status.textContent !== text) status.textContent = text;
  };

  // The clock

  /** { minutes: per step, spent: milliseconds per step, running, step: that gets the time, at: when spent was true }. */
  let clock = { minutes: steps.map(({ minutes }) => minutes.long), spent: steps.map(() => 0), running: false, step: 0, at: 0 };
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    const numbers = (list) => Array.isArray(list) && list.length === steps.length && list.every((n) => Number.isFinite(n) && n >= 0);
    if (kept && numbers(kept.minutes) && numbers(kept.spent) && steps[kept.step] && Number.isFinite(kept.at)) clock = { ...clock, ...kept };
  } catch {
    // Without storage the clock runs for as long as the page is open.
  }
  let told = new Set(); // the steps of which it was said that their time is over

  /** Adds the time since it was last looked at to its step, also while the page was closed or the laptop slept. */
  function count() {
    const now = Date.now();
    if (clock.running) clock.spent[clock.step] += Math.max(0, now - clock.at);
    clock.at = now;
    try {
      localStorage.setItem(STORE, JSON.stringify(clock));
    } catch {
      // As above.
    }
  }

  const sum = (list) => list.reduce((total, n) => total + n, 0);
  const left = (planned, spent) => Math.ceil((planned * MINUTE - spent) / MINUTE);

  function tick() {
    if (!dialog.open) return;
    count();
    const step = shown[index].step;
    const total = left(sum(clock.minutes), sum(clock.spent));
    const own = step >= 0 ? left(clock.minutes[step], clock.spent[step]) : undefined;
    const over = own !== undefined && own <= 0 && clock.spent[step] > 0;
    const begun = clock.running || sum(clock.spent) > 0;
    const parts = [];
    if (begun && own !== undefined) parts.push(over ? say("step_over", String(-own)) : say("step_left", String(own)));
    if (begun) parts.push(total >= 0 ? say("total_left", String(total)) : say("total_over", String(-total)));
    if (begun && !clock.running) parts.push(words.paused);
    const text = parts.join(" · ");
    for (const where of [find("time"), popup && !popup.closed && popup.document.querySelector("[data-time]")]) {
      if (!where) continue;
      if (where.textContent !== text) where.textContent = text;
      where.classList.toggle("projector__time--over", over && clock.running);
    }
    find("start").textContent = clock.running ? words.pause : begun ? words.go_on : words.start;
    if (over && clock.running && !told.has(step)) {
      told.add(step);
      tell(say("told_over", steps[step].title));
    }
  }
  setInterval(tick, 1000);

  const inputs = [...dialog.querySelectorAll("[data-minutes]")];
  function plan(minutes) {
    clock.minutes = minutes;
    told = new Set();
    inputs.forEach((input, i) => (input.value = String(minutes[i])));
    find("total").textContent = say("total", String(sum(minutes)));
    for (const button of dialog.querySelectorAll("[data-plan]")) {
      button.setAttribute("aria-pressed", String(steps.every((step, i) => step.minutes[button.dataset.plan] === minutes[i])));
    }
    tick();
    count();
  }
  for (const button of dialog.querySelectorAll("[data-plan]"))
    button.addEventListener("click", () => plan(steps.map(({ minutes }) => minutes[button.dataset.plan])));
  for (const input of inputs) input.addEventListener("change", () => plan(inputs.map((one) => Math.min(600, Math.max(0, Math.round(Number(one.value)) || 0)))));
  find("start").addEventListener("click", () => {
    count();
    clock.running = !clock.running;
    count();
    tick();
  });
  find("reset").addEventListener("click", () => {
    clock = { ...clock, spent: steps.map(() => 0), running: false };
    told = new Set();
    count();
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

  function show(to) {
    count();
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
    const closed = place.querySelector("details:not([open])");
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
    const part = (name, text, className = "") => {
      const element = made.createElement(name);
      element.textContent = text;
      element.className = className;
      return element;
    };
    const time = part("p", "", "projector__time");
    time.dataset.time = "";
    const bar = part("p", "", "actions");
    for (const [word, act] of [
      ["back", back],
      ["forth", forth],
    ]) {
      const button = part("button", words[word], "button");
      button.type = "button";
      button.addEventListener("click", act);
      bar.append(button);
    }
    const main = made.createElement("main");
    main.className = "page speaker";
    main.append(part("h1", shown[index].title), time, noteList(made), part("p", next ? say("next", next.title) : words.last, "muted"), bar);
    made.body.replaceChildren(main);
    tick();
  }

  function second() {
    popup = window.open("", "dilemma-notities", "popup,width=640,height=720");
    if (!popup) {
      find("notes").hidden = false;
      fit();
      return tell(words.told_blocked);
    }
    const made = popup.document;
    made.title = words.notes;
    made.documentElement.lang = document.documentElement.lang;
    made.head.replaceChildren(made.createElement("title"));
    made.title = words.notes;
    // The window has the policy of this page, so it may have the styles of this page.
    for (const style of document.querySelectorAll("link[rel=stylesheet], style")) {
      const copy = made.importNode(style, true);
      if (style.href) copy.href = style.href;
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

  function keys(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.("input")) return;
    const control = event.target.closest?.("button, summary, a");
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
    count();
    popup?.close();
    place.replaceChildren();
    if (document.fullscreenElement) document.exitFullscreen();
  });
  addEventListener("pagehide", () => {
    if (dialog.open) count();
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
