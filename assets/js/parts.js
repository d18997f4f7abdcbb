// The dilemmas of a large book, of which only what is asked for is fetched: of each word that is chosen the places of its dilemmas, and the cards of those that are
// shown. layouts/_partials/fn/dilemma/parts.html tells how they are cut.

import { once } from "./once.js";

/** @typedef {import("./card.js").Dilemma} Dilemma */

/**
 * The places in a file, each of which says how far it is from the one before; before says where the file begins.
 * @param {number[]} steps
 * @param {number} before
 */
function placesOf(steps, before) {
  let place = before - 1;
  return steps.map((step) => (place += step));
}

/**
 * @param {Record<string, string | undefined>} about  what the page says of them: parts, the address of their folder, size and span, of a file with cards and of one with places, and total
 */
export function inParts({ parts = "", size = "", span = "", total = "" }) {
  /** @type {Map<string, () => Promise<any>>} */
  const files = new Map();
  /** @param {string} name */
  function read(name) {
    let file = files.get(name);
    if (!file) {
      file = once(async () => {
        const answer = await fetch(`${parts}${name}.json`);
        if (!answer.ok) throw new Error(`${answer.status}`);
        return answer.json();
      });
      files.set(name, file);
    }
    return file();
  }

  return {
    /**
     * The places of the dilemmas that have one of the words of every group, the newest or the oldest first. enough gives the first of them, at least so many as it
     * is asked if there are, for which it need not read all of the book; all gives all.
     * @param {Iterable<string[]>} groups  words as "facet/word"
     */
    find(groups, oldest = false) {
      const all = [...groups];
      /** @param {number} n */
      async function within(n) {
        const before = n * Number(span);
        const sets = await Promise.all(
          all.map(async (keys) => new Set((await Promise.all(keys.map((key) => read(`${key}/${n}`)))).flatMap((steps) => placesOf(steps, before)))),
        );
        const [first, ...others] = sets.sort((a, b) => a.size - b.size);
        const fits = first
          ? [...first].filter((place) => others.every((set) => set.has(place)))
          : [...Array(Math.min(Number(span), Number(total) - before)).keys()].map((place) => before + place);
        return fits.sort((a, b) => (oldest ? a - b : b - a));
      }
      const spans = [...Array(Math.ceil(Number(total) / Number(span))).keys()];
      if (!oldest) spans.reverse();
      return {
        /** @param {number} most */
        async enough(most) {
          /** @type {number[]} */
          let found = [];
          for (const n of spans) {
            if (found.length < most) found = found.concat(await within(n));
          }
          return found;
        },
        all: async () => (await Promise.all(spans.map(within))).flat(),
      };
    },
    /**
     * What the cards of dilemmas show.
     * @param {number[]} places
     * @returns {Promise<Dilemma[]>}
     */
    cards: (places) => Promise.all(places.map(async (place) => (await read(`cards/${Math.floor(place / Number(size))}`))[place % Number(size)])),
  };
}
