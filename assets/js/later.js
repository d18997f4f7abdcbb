// What a style sheet leaves for when it comes near the screen (content-visibility) is laid out here, when nothing else is to be done. Until then its height is a guess, and a
// search in the page or a jump may end beside what it found.

const idle = globalThis.requestIdleCallback ?? setTimeout; // Safari has no other

/**
 * Lays out elements one by one, so that no key waits long. The faces come first, for each that comes lays out again what is there.
 * @param {HTMLElement[]} elements
 */
export function layOut(elements) {
  function next() {
    const element = elements.shift();
    if (!element) return;
    element.style.contentVisibility = "visible";
    idle(next);
  }
  document.fonts.ready.then(next);
}
