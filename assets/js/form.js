// The canvas as a form. It fills one conversation at a time, keeps every change in this browser and makes files of it. Nothing leaves the machine.

import { part, parts } from "./dom.js";
import { offerFiles } from "./form/files.js";
import { conversationsOf } from "./form/list.js";
import { Page } from "./form/page.js";
import { sessionOf } from "./form/session.js";
import { followTyping } from "./form/typing.js";
import { filled, screensOf } from "./form/view.js";
import { projector } from "./projector.js";

const root = part(document, "[data-form]");
const page = new Page(root);
const session = sessionOf(page, () => conversations.show());
const conversations = conversationsOf(session);
offerFiles(session);
followTyping(session);

const screen = projector(part(document, "[data-projector]", HTMLDialogElement), () => screensOf(page, session.conversation.values));
for (const button of parts(root, "[data-show]")) {
  button.addEventListener("click", () => {
    session.save();
    // The step that is being written.
    const heads = page.steps.map(({ key }) => part(document, `#stap-${key}`).getBoundingClientRect().top);
    screen.open(
      Math.max(
        0,
        heads.findLastIndex((top) => top < innerHeight / 2),
      ),
    );
  });
}

// On paper the filled canvas stands, and not the form.
addEventListener("beforeprint", () => page.find("filled").replaceChildren(filled(page, session.conversation.values)));
page.find("print-form").addEventListener("click", () => print());

conversations.start();
root.hidden = false;
part(document, "[data-form-empty]").hidden = true;
