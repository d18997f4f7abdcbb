// Shows the buttons that print the page; without this script a reader prints from the browser's own menu.

import { parts } from "./dom.js";

for (const button of parts(document, "[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
