// The two boxes before a dilemma is handed in, and the mail that says which of them are ticked. Nothing of the dilemma itself goes into that mail: what stands in an
// address passes through the history and the logs of programs, and a person adds the file knowingly.

import { parts } from "../dom.js";

const BOX = /%5B%20%5D/g; // [ ] in an address

/**
 * Follows the boxes of a form. Gives a function that takes the id of the conversation: what was said of one says nothing of another.
 * @param {HTMLElement} root
 */
export function followTicks(root) {
  const ticks = parts(root, "[data-tick]", HTMLInputElement);
  const mails = parts(root, "[data-mail]", HTMLAnchorElement).map((link) => ({ link, plain: link.href }));
  let shown = "";
  const update = () => {
    for (const { link, plain } of mails) {
      let i = 0;
      link.href = plain.replace(BOX, (box) => (ticks[i++]?.checked ? "%5Bx%5D" : box));
    }
  };
  for (const tick of ticks) tick.addEventListener("change", update);
  return (/** @type {string} */ id) => {
    if (id === shown) return;
    shown = id;
    for (const tick of ticks) tick.checked = false;
    update();
  };
}
