// Makes the link to the page for a new file from the title and the text that a writer has. All of it stays in this page until the writer
// follows the link.

import { part } from "./dom.js";
import { once } from "./once.js";
import { slugOf } from "./slug.js";
import { today } from "./today.js";

const root = part(document, "[data-submit]");
/** @param {string} name */
const find = (name) => part(root, `[data-${name}]`);
const title = part(root, "#titel", HTMLInputElement);
const file = part(root, "#bestand", HTMLInputElement);
const text = part(root, "#tekst", HTMLTextAreaElement);
const open = part(root, "[data-open]", HTMLAnchorElement);
const words = /** @type {Record<string, string>} */ (root.dataset);
const archetype = text.defaultValue;
const limit = Number(words.limit);
const maxFile = 1_000_000;

/**
 * Says something, once: a live region that is written again is read again.
 * @param {HTMLElement} place
 * @param {string} message
 */
function say(place, message) {
  if (place.textContent !== message) place.textContent = message;
}

/**
 * The slugs of the published dilemmas. Without them nothing is lost: the server refuses a name that exists.
 * @type {() => Promise<Set<string>>}
 */
const published = once(() =>
  fetch(words.casebook)
    .then((answer) => answer.json())
    .then(({ dilemmas }) => new Set(dilemmas.map((/** @type {{ slug: string }} */ { slug }) => slug)))
    .catch(() => new Set()),
);

/**
 * The archetype with its title and the day of today.
 * @param {string} name
 */
function filled(name) {
  const front = archetype.replace(/^date:.*$/m, `date: ${today()}`);
  return name ? front.replace(/^title:.*$/m, () => `title: ${JSON.stringify(name)}`) : front;
}

let own = false; // whether the text is the writer's, and no longer the archetype
let turn = 0;
async function update() {
  const mine = ++turn;
  const name = title.value.trim().replace(/\s+/g, " ");
  const slug = slugOf(name);
  if (!own) text.value = filled(name);
  const path = `content/dilemmas/${slug || words.slug}.md`;
  find("file").textContent = path;

  /** @param {[string, string][]} pairs */
  const address = (...pairs) => `${words.page}?${new URLSearchParams(pairs)}`;
  const whole = words.text && address([words.name, path], [words.text, text.value]);
  const fits = whole && whole.length <= limit;
  open.href = fits ? whole : address([words.name, path]);
  say(find("by-hand"), fits ? "" : whole ? words.textTooLong : words.textByHand);
  say(find("copied"), "");

  let note = name && !slug ? words.textNoSlug : "";
  if (slug && (await published()).has(slug)) note = words.textTaken;
  // A later letter overtook this one while the casebook was on its way.
  if (mine !== turn) return;
  title.setAttribute("aria-invalid", String(Boolean(note)));
  say(find("title-note"), note);
}

/**
 * The title that a text has in its front matter.
 * @param {string} value
 */
const titleIn = (value) => /^title:[ \t]*(["']?)(.+)\1[ \t]*$/m.exec(value)?.[2] ?? "";

title.addEventListener("input", update);
text.addEventListener("input", () => {
  own = true;
  title.value ||= titleIn(text.value);
  update();
});

/**
 * The text of a file, or nothing when it is none.
 * @param {File} chosen
 */
async function read(chosen) {
  if (chosen.size > maxFile) return "";
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer());
    return decoded.includes("\0") ? "" : decoded.replaceAll("\r\n", "\n");
  } catch {
    return "";
  }
}

// So that a file which was changed can be chosen again.
file.addEventListener("click", () => (file.value = ""));
file.addEventListener("change", async () => {
  if (!file.files?.length) return;
  const value = await read(file.files[0]);
  say(find("file-note"), value ? words.textLoaded : words.textNotLoaded);
  if (!value) return;
  own = true;
  text.value = value;
  title.value = titleIn(value) || title.value;
  update();
});

find("copy").addEventListener("click", async () => {
  say(find("copied"), "");
  try {
    await navigator.clipboard.writeText(text.value);
    say(find("copied"), words.textCopied);
  } catch {
    text.focus();
    text.select();
    say(find("copied"), words.textNotCopied);
  }
});

find("fields").hidden = find("copy").hidden = false;
find("empty").hidden = true;
// Some browsers bring back what was typed before a reload.
own = text.value !== archetype && text.value !== filled(title.value);
update();
