// Opens the file of a dilemma, and makes files of what is written. Nothing leaves the machine.

import { targetOf } from "../dom.js";
import { loadWord } from "../programs.js";
import { slugOf } from "../slug.js";
import { today } from "../today.js";
import * as store from "./store.js";
import { Unreadable } from "./yaml.js";

/** @import { Addresses } from "../programs.js" */
/** @import { Guard } from "./guard.js" */
/** @import { Session } from "./session.js" */

const MOST = 1_000_000; // bytes of a file, as `dilemma check` has it
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/**
 * Lets a person open files and make them.
 * @param {Session} session
 * @param {Guard} guard  lets what leaves this page go
 */
export function offerFiles(session, guard) {
  const { page } = session;
  const { root } = page;
  const input = page.find("open", HTMLInputElement);
  // So that a file which was changed can be chosen again.
  input.addEventListener("click", () => (input.value = ""));
  input.addEventListener("change", () => input.files?.length && open(input.files[0]));
  root.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (targetOf(event).closest("[data-download]"));
    if (button) guard("download", () => download(/** @type {string} */ (button.dataset.download)));
  });
  page.find("copy").addEventListener("click", () => guard("copy", copy));
  addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    root.classList.add("canvas-form--drop");
  });
  for (const name of ["dragleave", "drop"]) addEventListener(name, () => root.classList.remove("canvas-form--drop"));
  addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) open(file);
  });

  /**
   * Opens a file as another conversation, or says why not.
   * @param {File} file
   */
  async function open(file) {
    page.trouble();
    session.save();
    const { addresses } = page;
    const isWord = addresses && addresses.word && /\.(docx|odt)$/i.test(file.name);
    const read = isWord ? await fromWord(/** @type {Addresses} */ (addresses), file) : await fromText(file);
    if (!read || !session.load(store.newId(), read.text, file.name)) return;
    session.keep();
    session.save();
    session.findings.fetch();
    page.find("manage", HTMLDetailsElement).open = false;
    if (read.warnings.length) page.trouble(`${page.words.from_word} ${read.warnings.join("; ")}.`);
    page.tell(page.say("opened", session.name()));
    session.fields.control("title").focus();
  }

  /**
   * What a file of Word or OpenDocument says as the file of a dilemma, or undefined when it says why not.
   * @param {Addresses} addresses
   * @param {File} file
   */
  async function fromWord(addresses, file) {
    try {
      const answer = await (await loadWord(addresses)).read(file.name, new Uint8Array(await file.arrayBuffer()));
      if (!answer.refused) return { text: answer.text, warnings: answer.warnings };
      page.trouble(`${answer.refused}. ${answer.tip}`);
    } catch {
      page.trouble(page.words.no_word);
    }
    return undefined;
  }

  /**
   * What a file of Markdown or JSON says as the file of a dilemma, or undefined when it says why not.
   * @param {File} file
   */
  async function fromText(file) {
    if (file.size > MOST) {
      page.trouble(`${page.say("not_opened", file.name)} ${page.words.large}`);
      return undefined;
    }
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
    } catch {
      page.trouble(page.say("not_a_text", file.name));
      return undefined;
    }
    /** @type {string[]} */
    const warnings = [];
    if (!/\.json$/i.test(file.name)) return { text, warnings };
    try {
      return { text: page.definition.fromData(parseJSON(text), today()), warnings };
    } catch (error) {
      // JSON can also go deeper than there is room for.
      page.notOpened(file.name, error instanceof Unreadable ? error : new Unreadable(1, "data"));
      return undefined;
    }
  }

  /**
   * Makes a file of a kind, by the end of its name.
   * @param {string} kind
   */
  function download(kind) {
    const { text, title } = session.conversation;
    const name = `${slugOf(title) || "dilemma"}.${kind}`;
    if (kind === "md") give(name, "text/markdown", text);
    else if (kind === "json") give(name, "application/json", `${JSON.stringify(page.definition.data(text), null, 2)}\n`);
    else {
      loadWord(/** @type {Addresses} */ (page.addresses))
        .then((word) => word.write(text))
        .then(
          (document) => give(name, DOCX, document),
          () => page.trouble(page.words.no_word),
        );
    }
  }

  /**
   * @param {string} name
   * @param {string} type
   * @param {BlobPart} content
   */
  function give(name, type, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    page.tell(page.say("downloaded", name));
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(session.conversation.text);
      page.tell(page.words.copied);
      page.trouble();
    } catch {
      page.trouble(page.words.not_copied);
    }
  }
}

/** @param {string} text */
function parseJSON(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new Unreadable(1, "data");
  }
}

/**
 * Whether something that is dragged is a file.
 * @param {DragEvent} event
 */
const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
