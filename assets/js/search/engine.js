// Searches the index that tools/site/search makes, and says what it found and how. It knows no page to show that on, so that a test can ask it too.

import { once } from "../once.js";
import { propose } from "./nearby.js";
import { stemmer } from "./stem.js";
import { tokens, understand } from "./words.js";

/** @typedef {import("./words.js").Term} Term */
/** What the index has of a language. @typedef {{ pages: number, words: string[], facets: string[], stems: Record<string, string> }} Contents */
/** A stem: pages by form, those with a compound of it, those with a synonym, and the stems of the synonyms; n is how many pages have it, where these lists hold only those that are most about it. @typedef {{ f?: Record<string, string>, c?: string, y?: string, w?: string[], n?: number }} Entry */
/** The texts of a page; from says whose it is when it is on another site. @typedef {{ url: string, from?: string, title: string, filters?: Record<string, string[] | undefined>, sections: [id: string, title: string, text: string][] | null, compounds?: Record<string, string> }} Page */
/** A facet, as tools/site/search/facets.go says. @typedef {{ sets: string[][], pages: string }} Facet */
/** What to mark: words as they are asked, stems, and the words of phrases. @typedef {{ forms: Set<string>, stems: Set<string>, phrases: string[][] }} Marks */
/** A word for which there is nothing: words that look like it, and words that are parts of it. @typedef {{ shown: string, alike: string[], parts: string[] }} Nowhere */
/**
 * What is found: pages in order; whether they have every word; the words for which there is nothing; which words stand there in parts only; and those that so many
 * pages have that of most of these it is not known.
 * @typedef {{ pages: number[], whole: boolean, nowhere: Nowhere[], apart: { shown: string, parts: string[] }[], everywhere: string[], marks: Marks }} Answer
 */

/** What a word weighs in another form, as a part of a compound, and as a synonym. */
const FACTOR = { form: 0.85, compound: 0.4, synonym: 0.3 };
const FIRST = 35; // firstChar in tools/site/search/facets.go
const LEVELS = 16;
const PER_LEVEL = 3;
const VERIFIED = 100; // pages of which the text is read, to see whether a phrase stands there
const NEAR = 6; // words, within which the parts of a compound stand together

/** The site is built anew since the page was loaded. */
export class Stale extends Error {}

/**
 * The pages in a list with what a word weighs there, times a factor.
 * @param {string} list
 * @param {number} factor
 * @param {Map<number, number>} into  keeps the greatest weight of each page
 */
function readList(list, factor, into) {
  let page = -1;
  for (let i = 0; i < list.length; i++) {
    const value = list.charCodeAt(i) - FIRST;
    page += Math.floor(value / LEVELS);
    const level = value % LEVELS;
    if (level) into.set(page, Math.max(into.get(page) ?? 0, factor * (2 ** (level / PER_LEVEL) - 1)));
  }
}

/**
 * @param {string} language
 * @param {string[]} common  the words that nearly every page has
 * @param {(name: string) => Promise<Response>} get  fetches a file of the index
 */
export function engine(language, common, get) {
  const left = new Set(common);
  const entry = once(async () => {
    const file = await get("index.json");
    if (!file.ok) throw new Error(`${file.status}`);
    /** @type {{ version: string, languages: Record<string, Contents> }} */
    const { version, languages } = await file.json();
    const contents = languages[language] ?? { pages: 0, words: [], facets: [], stems: {} };
    return { version, contents, stem: stemmer(language, contents.stems) };
  });
  /** @type {Map<string, () => Promise<any>>} */
  const files = new Map();
  /** @param {string} name */
  async function read(name) {
    const { version } = await entry();
    let file = files.get(name);
    if (!file) {
      file = once(async () => {
        const answer = await get(`${version}/${language}/${name}.bin`);
        if (answer.status === 404) throw new Stale();
        if (!answer.ok) throw new Error(`${answer.status}`);
        return new Response(answer.body?.pipeThrough(new DecompressionStream("gzip"))).json();
      });
      files.set(name, file);
    }
    return file();
  }

  /** @param {string} stem @returns {Promise<Entry>} */
  async function look(stem) {
    const { words } = (await entry()).contents;
    const shard = words.findLastIndex((start) => start <= stem);
    /** @type {Record<string, Entry>} */
    const found = shard < 0 ? {} : await read(`words/${shard}`);
    return Object.hasOwn(found, stem) ? found[stem] : {};
  }

  /** @param {number} n @returns {Promise<Page>} */
  const page = (n) => read(`pages/${n}`);

  /**
   * The pages with a word, and what to mark there.
   * @param {string} form
   * @param {Marks} marks
   */
  async function hits(form, marks) {
    const { stem } = await entry();
    const own = stem(form);
    const found = await look(own);
    /** @type {Map<number, number>} */
    const pages = new Map();
    readList(found.y ?? "", FACTOR.synonym, pages);
    readList(found.c ?? "", FACTOR.compound, pages);
    for (const [other, list] of Object.entries(found.f ?? {})) readList(list, other === form ? 1 : FACTOR.form, pages);
    if (pages.size) {
      marks.forms.add(form);
      marks.stems.add(own);
      // Of a synonym of more words, those that are everywhere are not marked.
      for (const mark of found.w ?? []) if (!left.has(mark)) marks.stems.add(mark);
    }
    return pages;
  }

  /**
   * The pages that have all of these, with the sum of what they weigh there.
   * @param {Map<number, number>[]} all
   */
  function both(all) {
    /** @type {Map<number, number>} */
    const pages = new Map();
    for (const [n, weight] of all[0] ?? []) {
      if (all.every((other) => other.has(n)))
        pages.set(
          n,
          all.slice(1).reduce((sum, other) => sum + (other.get(n) ?? 0), weight),
        );
    }
    return pages;
  }

  /**
   * The pages with a phrase: of those that have its words, the ones in which they stand behind each other.
   * @param {string[]} forms
   * @param {Marks} marks
   */
  async function exact(forms, marks) {
    const { stem } = await entry();
    const lists = await Promise.all(
      forms.map(async (form) => {
        /** @type {Map<number, number>} */
        const pages = new Map();
        readList((await look(stem(form))).f?.[form] ?? "", 1, pages);
        return pages;
      }),
    );
    const pages = await verify(both(lists), (words) => words.some((_, i) => forms.every((form, j) => words[i + j] === form)));
    if (pages.size) marks.phrases.push(forms);
    return pages;
  }

  /**
   * The pages on which words stand near each other, in whatever form.
   * @param {string[]} forms
   * @param {Marks} marks
   */
  async function beside(forms, marks) {
    const { stem } = await entry();
    const stems = forms.map(stem);
    const lists = await Promise.all(
      stems.map(async (own) => {
        /** @type {Map<number, number>} */
        const pages = new Map();
        for (const list of Object.values((await look(own)).f ?? {})) readList(list, FACTOR.compound, pages);
        return pages;
      }),
    );
    const pages = await verify(both(lists), (words) => words.some((_, i) => stems.every((own) => words.slice(i, i + NEAR).some((form) => stem(form) === own))));
    if (pages.size) for (const own of stems) marks.stems.add(own);
    return pages;
  }

  /**
   * Those of the first pages that have a line of which the words fit.
   * @param {Map<number, number>} pages
   * @param {(words: string[]) => boolean} fits
   */
  async function verify(pages, fits) {
    const first = [...pages].sort((a, b) => b[1] - a[1]).slice(0, VERIFIED);
    const has = await Promise.all(
      first.map(async ([n]) => {
        const { title, sections } = await page(n);
        const lines = [title, ...(sections ?? []).flatMap(([, name, text]) => [name, text])].flatMap((text) => text.split("\n"));
        return lines.some((line) => fits(tokens(line).map(({ form }) => form)));
      }),
    );
    return new Map(first.filter((_, i) => has[i]));
  }

  /**
   * Asks for words and phrases. Null when there is nothing to ask.
   * @param {string} query
   * @returns {Promise<Answer | null>}
   */
  async function search(query) {
    const { words, phrases } = understand(query, left);
    if (!words.length && !phrases.length) return null;
    const { contents, stem } = await entry();
    /** @type {Marks} */
    const marks = { forms: new Set(), stems: new Set(), phrases: [] };
    /** @type {Nowhere[]} */
    const nowhere = [];
    /** @type {Answer["apart"]} */
    const apart = [];
    /** How many pages have a word of which the lists hold the first only, by its place in the query. @type {Map<number, number>} */
    const cut = new Map();
    const found = await Promise.all([
      ...words.map(async (term, i) => {
        const pages = await hits(term.form, marks);
        const total = (await look(stem(term.form))).n;
        if (total) cut.set(i, total);
        // Pages that write it otherwise: joined or apart, as bodem onderzoek and Woo verzoek.
        const pairs = [words.slice(i - 1, i + 1), words.slice(i, i + 2)]
          .filter(({ length }) => length === 2)
          .map((pair) => hits(pair.map(({ form }) => form).join(""), marks));
        const pieces = term.pieces.length ? [both(await Promise.all(term.pieces.map((piece) => hits(piece, marks))))] : [];
        for (const others of [...(await Promise.all(pairs)), ...pieces]) for (const [n, weight] of others) pages.set(n, Math.max(pages.get(n) ?? 0, weight));
        if (pages.size) return pages;
        const { alike, parts } = propose(term.form, await read("nearby"), stem);
        const together = parts.length > 1 ? await beside(parts, marks) : new Map();
        if (together.size) apart.push({ shown: term.shown, parts });
        else nowhere.push({ shown: term.shown, alike, parts });
        return together;
      }),
      ...phrases.map(async ({ shown, forms }) => {
        const pages = await exact(forms, marks);
        if (!pages.size) nowhere.push({ shown: `“${shown}”`, alike: [], parts: [] });
        return pages;
      }),
    ]);
    /** @type {Map<number, { has: number, weight: number }>} */
    const all = new Map();
    // Of a word that is nearly everywhere it is not known whether a page has it, so beside other words it only weighs.
    const counted = cut.size < found.length ? cut : new Map();
    for (const [i, pages] of found.entries()) {
      const rare = Math.log(1 + contents.pages / Math.max(1, cut.get(i) ?? pages.size));
      for (const [n, weight] of pages) {
        const now = all.get(n) ?? { has: 0, weight: 0 };
        all.set(n, { has: now.has + (counted.has(i) ? 0 : 1), weight: now.weight + rare * weight });
      }
    }
    let most = 0;
    for (const { has } of all.values()) most = Math.max(most, has);
    const pages = [...all].filter(([, { has }]) => has === most).sort(([a, x], [b, y]) => y.weight - x.weight || a - b);
    return {
      pages: pages.map(([n]) => n),
      whole: most === found.length - counted.size,
      nowhere,
      apart,
      everywhere: words.filter((_, i) => cut.has(i)).map(({ shown }) => shown),
      marks,
    };
  }

  return {
    search,
    page,
    stem: async () => (await entry()).stem,
    /** All pages, in the order of their numbers. */
    all: async () => [...Array((await entry()).contents.pages).keys()],
    /** The words of a facet that each page has. @param {string} name */
    async facet(name) {
      const { contents } = await entry();
      if (!contents.facets.includes(name)) return [];
      /** @type {Facet} */
      const { sets, pages } = await read(`facets/${name}`);
      return Array.from(pages, (sign) => sets[sign.charCodeAt(0) - FIRST]);
    },
    /** The date of each page, or an empty text. @returns {Promise<string[]>} */
    dates: () => read("dates"),
  };
}
