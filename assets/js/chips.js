// What is chosen, as chips.

import { element, fillIn, parts } from "./dom.js";

/**
 * Shows each word that is chosen as a chip that takes it away; the focus goes on to the next.
 * @param {HTMLElement} list
 * @param {{ label: string, input: HTMLInputElement }[]} ticked
 * @param {string} name  the name of a chip, with # for its word
 * @param {() => void} changed  called after one was taken away
 * @param {HTMLElement} otherwise  has the focus when none is left
 */
export function showChips(list, ticked, name, changed, otherwise) {
  list.replaceChildren(
    ...ticked.map(({ label, input }) => {
      const chip = element("button", "chip", label);
      chip.type = "button";
      chip.setAttribute("aria-label", fillIn(name, label));
      chip.addEventListener("click", () => {
        const place = [...list.children].indexOf(/** @type {Element} */ (chip.parentElement));
        input.checked = false;
        changed();
        const left = parts(list, "button");
        (left[Math.min(place, left.length - 1)] ?? otherwise).focus();
      });
      return element("li", "", chip);
    }),
  );
}
