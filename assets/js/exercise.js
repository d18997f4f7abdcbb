// Shows a case to practise with on a projector: the dilemma and the players first, then step by step the questions, with what the group of the case wrote
// closed until it is opened.

import { dataIn, part, parts } from "./dom.js";
import { projector } from "./projector.js";
import { answerOf, fieldOf } from "./slides.js";

/** @import { About, Part, Section } from "./slides.js" */

/** What layouts/_partials/fn/exercise/steps.html makes. @typedef {{ key: string, title: string, question: string, open: string, fields: (About & { key: string, help: string })[] }} Step */
/** @typedef {{ title: string, about: string[], canvas?: Record<string, Record<string, unknown> | undefined>, empty: string }} Dilemma */

/** @type {{ exercise: string, dilemma: Dilemma, steps: Step[] }} */
const { exercise, dilemma, steps } = dataIn(part(document, ".exercise"));
const OPEN = 2; // steps that are read together

/** @param {string} text @returns {Part} */
const plain = (text) => ({ rows: [{ label: "", blocks: [{ text }] }] });

/** @returns {Section[]} */
function sections() {
  const cover = { ...plain(dilemma.title), large: true };
  const about = dilemma.about.length ? [plain(dilemma.about.join(". "))] : [];
  return [
    { step: -1, title: exercise, question: "", fields: [[cover, ...about]] },
    ...steps.flatMap(({ key, title, question, fields, open }, step) => {
      const own = { step, title, question };
      const answers = fields
        .map((field) => fieldOf(field, answerOf(field, dilemma.canvas?.[key]?.[field.key]), dilemma.empty, question))
        .filter(({ length }) => length);
      if (step < OPEN) return [{ ...own, fields: answers }];
      const asked = fields.map((field) => [{ rows: [{ label: field.question ?? field.label, blocks: [{ text: field.help }] }] }]);
      return [
        { ...own, fields: [...asked, [{ rows: [], opens: open }]] },
        { ...own, fields: answers, closed: true },
      ];
    }),
  ];
}

const show = projector(part(document, "[data-projector]", HTMLDialogElement), sections);

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
