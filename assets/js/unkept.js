// Says that there is no network, and marks what is not kept before a reader goes there. It comes when the worker calls for it, and finds its words and its style
// in the page on reading without network, which is always kept.

import { own, keptPaths } from "./caches.js";
import { part, parts } from "./dom.js";

/** What takes all away again. @type {AbortController | undefined} */
let shown;

/**
 * @param {string[]} pages  the paths of that page: in the language of the reader, and in others
 */
export async function show(pages) {
  if (shown) return;
  const mine = (shown = new AbortController());
  const { signal } = mine;
  addEventListener(
    "online",
    () => {
      mine.abort();
      shown = undefined;
    },
    { signal },
  );
  const texts = await Promise.all(pages.map(async (page) => (await caches.match(page))?.text()));
  const text = texts.find((one) => one !== undefined);
  const kept = await keptPaths();
  if (!text || signal.aborted) return;
  const source = new DOMParser().parseFromString(text, "text/html");
  const template = part(source, "template[data-no-network]", HTMLTemplateElement);
  const { note, data, address } = /** @type {Record<string, string>} */ (template.dataset);
  const style = /** @type {HTMLLinkElement} */ (source.querySelector(`link[href="${address}"]`));
  if (!document.querySelector(`link[href="${address}"]`)) document.head.append(document.importNode(style, true));
  const bar = /** @type {HTMLElement} */ (document.importNode(part(template.content, "aside"), true));
  (document.querySelector("body > .masthead") ?? document.body.firstChild)?.before(bar);
  signal.addEventListener("abort", () => bar.remove());

  /**
   * @param {Element} place
   * @param {string} words
   */
  const say = (place, words) => {
    const mark = document.createElement("span");
    mark.className = "unkept__note";
    mark.textContent = words;
    place.classList.add("unkept");
    place.append(" ", mark);
    signal.addEventListener("abort", () => {
      mark.remove();
      place.classList.remove("unkept");
    });
  };
  /** @param {string} to */
  const isKept = (to) => {
    const url = new URL(to, location.href);
    if (!/^https?:$/.test(url.protocol) || (url.hash && url.pathname === location.pathname)) return true;
    return kept.has(own(to));
  };
  const mark = () => {
    for (const link of parts(document, "a[href]:not(.unkept)", HTMLAnchorElement)) {
      if (!isKept(link.href)) say(link, note);
      // A browser asks the network for a download, and nobody else.
      else link.removeAttribute("download");
    }
    for (const form of parts(document, "form[action]:not(.unkept)", HTMLFormElement)) if (!isKept(form.action)) say(form, note);
    for (const list of parts(document, "[data-casebook]")) {
      const facets = list.querySelector("[data-facets]:not(.unkept)");
      if (facets && !isKept(list.dataset.casebook ?? "")) say(facets, data);
    }
  };
  mark();
  // Scripts add links: what a filter or a search found.
  const watch = new MutationObserver(mark);
  watch.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener("abort", () => watch.disconnect());
}
