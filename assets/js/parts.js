// The dilemmas of a large book, of which only what is asked for is fetched: of each word that is chosen the places of its dilemmas, and the cards of those that are
// shown. layouts/_partials/fn/dilemma/parts.html tells how they are cut.

import { once } from "./once.js";

/** @typedef {import("./card.js").Dilemma} Dilemma */

/**
 * The places in a file, each of which says how far it is from the one before.
 * @param {number[]} steps
 */
function placesOf(steps) {
  let place = -1;
  return steps.map((step) => (place += step));
}

/**
 * @param {Record<string, string | undefined>} about  what the page says of them: parts, the address of their folder, size, of a file with cards, and total
 */
export function inParts({ parts = "", size = "", total = "" }) {
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
     * The places of the dilemmas that have one of the words of every group, the newest first.
     * @param {Iterable<string[]>} groups  words as "facet/word"
     */
    async find(groups) {
      const sets = await Promise.all([...groups].map(async (keys) => new Set((await Promise.all(keys.map(read))).flatMap(placesOf))));
      const [first, ...others] = sets.sort((a, b) => a.size - b.size);
      const fits = first ? [...first].filter((place) => others.every((set) => set.has(place))) : [...Array(Number(total)).keys()];
      return fits.sort((a, b) => b - a);
    },
    /**
     * What the cards of dilemmas show.
     * @param {number[]} places
     * @returns {Promise<Dilemma[]>}
     */
    cards: (places) => Promise.all(places.map(async (place) => (await read(`cards/${Math.floor(place / Number(size))}`))[place % Number(size)])),
  };
}
