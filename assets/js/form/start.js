// The canvas as a form. It fills one conversation at a time, keeps every change in this browser and makes files of it. Nothing leaves the machine.

import { dataIn, element, part, parts } from "../dom.js";
import { offerFiles } from "./files.js";
import { guardOf } from "./guard.js";
import { conversationsOf } from "./list.js";
import { Page } from "./page.js";
import { sessionOf } from "./session.js";
import { followTyping } from "./typing.js";
import { filled, sectionsOf } from "./view.js";

/** @import { Facts } from "../handin/panel.js" */
/** @typedef {typeof import("../projector.js")} Projector */
/**
 * What the form on a site does beside: followTicks and openPublished are those of ticks.js and published.js, and handingOf gives the module that hands in, when somebody
 * asks for it.
 * @typedef {object} OnSite
 * @property {typeof import("../handin/ticks.js").followTicks} followTicks
 * @property {typeof import("./published.js").openPublished} openPublished
 * @property {(facts: Facts) => Promise<typeof import("../handin/panel.js")>} handingOf
 */

/**
 * Starts the form of this page.
 * @param {(page: Page) => Promise<Projector>} projectorOf  gives the module that shows the conversation on a projector, when somebody asks for it
 * @param {OnSite} [onSite]  nothing for the form that stands alone
 */
export function start(projectorOf, onSite) {
  const root = part(document, "[data-form]");
  const page = new Page(root);
  const ticksFor = onSite?.followTicks(root);
  const session = sessionOf(page, () => {
    conversations.show();
    ticksFor?.(session.conversation.id);
  });
  const conversations = conversationsOf(session);
  const { guard, isOpen } = guardOf(session);
  offerFiles(session, guard);
  followTyping(session);

  /** @type {ReturnType<Projector["projector"]> | undefined} */
  let screen;
  for (const button of parts(root, "[data-show]")) button.addEventListener("click", () => project().catch(() => page.trouble(page.words.no_projector)));

  /** Shows the step that is being written. */
  async function project() {
    session.save();
    page.tell(""); // or it is told again when the projector closes
    const heads = page.steps.map(({ key }) => part(document, `#stap-${key}`).getBoundingClientRect().top);
    const { projector, fieldOf } = await projectorOf(page);
    screen ??= projector(part(document, "[data-projector]", HTMLDialogElement), () => sectionsOf(page, session.conversation.values, fieldOf));
    screen.open(
      Math.max(
        0,
        heads.findLastIndex((top) => top < innerHeight / 2),
      ),
    );
  }

  // On paper the filled canvas stands, and not the form. The menu of the browser prints without a question, so the paper says it.
  addEventListener("beforeprint", () => {
    const note = isOpen() ? [element("p", "notice", page.words.print_note)] : [];
    page.find("filled").replaceChildren(...note, filled(page, session.conversation.values));
  });
  page.find("print-form").addEventListener("click", () => guard("print", () => print()));

  const handing = root.querySelector("[data-handin]");
  if (handing && onSite) {
    /** @type {Facts} */
    const facts = dataIn(handing);
    part(handing, "[data-handin-start]").addEventListener("click", () =>
      onSite.handingOf(facts).then(
        ({ handIn }) => handIn(session, facts),
        () => page.trouble(facts.words.offline),
      ),
    );
  }

  conversations.start();
  root.hidden = false;
  part(document, "[data-form-empty]").hidden = true;
  onSite?.openPublished(session);
}
