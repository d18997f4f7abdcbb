// Marks in the contents of a dilemma the part that is read: the one that stands at a third of the screen. Brings the button along that prints, for a file less to ask for.

import { parts } from "./dom.js";
import { layOut } from "./later.js";
import "./print.js";

const linkOf = new Map(
  parts(document, "[data-contents] a", HTMLAnchorElement).map((link) => [document.getElementById(link.hash.slice(1))?.closest("section"), link]),
);
const watch = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const link = linkOf.get(/** @type {HTMLElement} */ (target));
      if (isIntersecting) link?.setAttribute("aria-current", "location");
      else link?.removeAttribute("aria-current");
    }
  },
  { rootMargin: "-33% 0px -67% 0px" },
);
for (const section of linkOf.keys()) if (section) watch.observe(section);
layOut(parts(document, ".case__body > *"));
