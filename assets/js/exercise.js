// Shows a case to practise with on a projector: the card first, then step by step, with what the group of the case wrote closed until it is opened.

import { part, parts } from "./dom.js";
import { projector } from "./projector.js";

const steps = parts(document, ".exercise > section");

/**
 * A copy of a part of the page, without the ids that may stand there once.
 * @param {HTMLElement} section
 */
function copy(section) {
  const content = /** @type {HTMLElement} */ (section.cloneNode(true));
  for (const element of [content, ...content.querySelectorAll("[id], [aria-labelledby]")]) {
    element.removeAttribute("id");
    element.removeAttribute("aria-labelledby");
  }
  for (const answer of content.querySelectorAll("details")) answer.open = false;
  return content;
}

const show = projector(part(document, "[data-projector]", HTMLDialogElement), () =>
  steps.map((section, i) => ({
    title: part(section, "h1, h2").textContent.trim(),
    step: i === 0 ? -1 : i,
    content: copy(section),
  })),
);

for (const button of parts(document, "[data-show]")) {
  button.hidden = false;
  button.addEventListener("click", () => show.open());
}

// On a screen that is wide enough to show, the card is one screen high. Whether its text fits depends on the fonts of this machine.
const card = part(document, ".exercise > .screen");
const wide = matchMedia("(min-width: 60rem)");

/** Makes the text of the card so much smaller that it fits the screen. */
function fit() {
  for (let size = 1; size > 0.5; size -= 0.02) {
    card.style.setProperty("--fit", String(size));
    if (!wide.matches || card.getBoundingClientRect().height < innerHeight + 1) break;
  }
}
fit();
addEventListener("resize", fit);

// The link of the dilemma itself leads to the card, and so to the screen.
if (location.hash === "#kaart") show.open();
