// Finds the parts of a page that a script was made for, and knows their kind.

/**
 * The element below a place that a selector finds. Throws when there is none of that kind: then page and script are not of one build.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 * @param {{ new (): T }} [kind]
 * @returns {T}
 */
export function part(place, selector, kind) {
  const found = place.querySelector(selector);
  if (!(found instanceof (kind ?? HTMLElement))) throw new Error(`the page has no ${selector}`);
  return /** @type {T} */ (found);
}

/**
 * All elements below a place that a selector finds.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 * @param {{ new (): T }} [kind]
 * @returns {T[]}
 */
export const parts = (place, selector, kind) =>
  /** @type {T[]} */ ([...place.querySelectorAll(selector)].filter((element) => element instanceof (kind ?? HTMLElement)));

/**
 * A new element.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {(Node | string)[]} content
 */
export const element = (name, className, ...content) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
};

/**
 * The element at which an event happened.
 * @param {Event} event
 */
export const targetOf = (event) => /** @type {HTMLElement} */ (event.target);

/**
 * The data that stands in a page as JSON, in the script below a place.
 * @param {ParentNode} place
 */
export const dataIn = (place) => JSON.parse(part(place, "script").textContent);

/**
 * A sentence with its values in the places of #, in their order.
 * @param {string} sentence
 * @param {string[]} values
 */
export const fillIn = (sentence, ...values) => values.reduce((text, value) => text.replace("#", () => value), sentence);
