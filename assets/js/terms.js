// The explanation of a term shows when the link is pointed at or has the focus, which needs no script. With it, Escape sends the explanation away, and on a
// touch screen the first tap shows it and the second follows the link.

import { part, parts } from "./dom.js";

const terms = parts(document, ".term");
const dismissed = "data-dismissed";

addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const term of terms) if (term.matches(":hover, :focus-within")) term.setAttribute(dismissed, "");
});

for (const term of terms) {
  const link = part(term, "a");
  let shown = false;
  link.addEventListener("click", (event) => {
    if (!(event instanceof PointerEvent) || event.pointerType !== "touch" || shown) return;
    event.preventDefault();
    link.focus();
    term.removeAttribute(dismissed);
    shown = true;
  });
  link.addEventListener("blur", () => {
    shown = false;
    term.removeAttribute(dismissed);
  });
  term.addEventListener("pointerleave", () => term.removeAttribute(dismissed));
}
