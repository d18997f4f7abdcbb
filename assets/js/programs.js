// The programs of pages: Go, compiled to WebAssembly by `dilemma build`. Each is fetched when somebody needs it, and not before. What is marked
// as pure a page leaves out when it does not use it: so nothing that compiles or starts a program is in the script of the form, only in that of its thread.

import { once } from "./once.js";

/** Where the programs and what they read stand: what layouts/_partials/fn/form/program-urls.html gives. @typedef {Record<"rules" | "worker" | "word" | "proposal" | "runtime" | "words" | "book", string>} Addresses */
/** The files of data/ that the programs read, by name. @typedef {Record<string, string>} Book */
/** @import { InField } from "./form/places.js" */
/**
 * A finding of `dilemma check --format json`, as far as a page shows it. start and end are bytes in the text; why says in a line why a value is taken for
 * personal data. The worker adds its place in the text of its field.
 * @typedef {{ rule: string, severity: string, field: string, kind: string, message: string, hint: string, why?: string, line: number, start: number, end: number } & InField} Finding
 */
/** The rules: the findings in a text as the file with a name. @typedef {(name: string, text: string) => Promise<Finding[]>} Check */
/** What became of a file of Word: a text, or why not. @typedef {{ refused?: string, tip?: string, text: string, warnings: string[] }} FromWord */
/** Title and description of a proposal. @typedef {{ title: string, description: string }} Wording */
/**
 * The rules in a thread of their own. propose gives the words of a proposal of the file with a name: change tells whether the dilemma is published already, and
 * licence is the name of that of the book. isOurs tells whether a title and a description were made so.
 * @typedef {object} Rules
 * @property {Check} check
 * @property {(name: string, text: string, change: boolean, licence: string) => Promise<Wording>} propose
 * @property {(title: string, description: string) => Promise<{ title: boolean, description: boolean }>} isOurs
 */
/**
 * The way to Word and back in a thread of its own, as tools/site/wasm/word says. The bytes that read is given are gone from this thread.
 * @typedef {{ write(text: string): Promise<Uint8Array<ArrayBuffer>>, read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<FromWord> }} Word
 */
/** What a thread is asked: one of the functions of Rules or Word, or to fetch the latter. @typedef {keyof Rules | keyof Word | "startWord"} Asked */
/**
 * The review of a proposal: what it changes, as review.Shown in JSON and as Markdown. proposal is its listing in JSON, content gives the bytes of a file, and
 * name is what a person calls it, as tools/site/wasm/proposal says.
 * @typedef {(proposal: string, content: (hash: string) => Promise<Uint8Array>, name: string) => Promise<{ shown: string, markdown: string }>} Review
 */
/**
 * What the programs put in the page.
 * @typedef {object} Programs
 * @property {{ new (): { importObject: WebAssembly.Imports, run(instance: WebAssembly.Instance): Promise<void> } }} Go
 * @property {{ begin(book: Book, lexicon: Uint8Array): void, check(name: string, text: string): Finding[], propose(name: string, text: string, change: boolean, licence: string): Wording, isOurs(title: string, description: string): { title: boolean, description: boolean } }} dilemmaRules
 * @property {{ begin(book: Book): string | undefined, write(text: string): Uint8Array<ArrayBuffer>, read(name: string, bytes: Uint8Array): FromWord }} dilemmaWord
 * @property {{ begin(lexicon: Uint8Array): void, review: Review }} dilemmaProposal
 */
const programs = /** @type {typeof globalThis & Programs} */ (globalThis);

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/**
 * Fetches a program and compiles it: while it comes in, where the server says that it is one, and a browser then keeps what it made of it for the next visit.
 * @param {string} address
 */
async function compiled(address) {
  const answer = await fetched(address);
  const streams = answer.headers.get("Content-Type") === "application/wasm";
  return streams ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

/**
 * Fetches a program and starts it, which takes a phone seconds: only in a thread in which nobody types. name is that of its address. A program that runs is not started again, also when something beside it failed.
 * @param {"rules" | "word" | "proposal"} name
 */
const program = (name) =>
  once(async (/** @type {Addresses} */ addresses) => {
    const [module] = await Promise.all([compiled(addresses[name]), import(addresses.runtime)]);
    const go = new programs.Go();
    go.run(await WebAssembly.instantiate(module, go.importObject));
  });
const startRules = /* @__PURE__ */ program("rules");
const startWord = /* @__PURE__ */ program("word");
const startProposal = /* @__PURE__ */ program("proposal");

/** What both programs read of data/. */
/** @type {(addresses: Addresses) => Promise<Book>} */
const book = /* @__PURE__ */ once(async (addresses) => (await fetched(addresses.book)).json());

/**
 * Fetches the rules of `dilemma check` into this thread. Its functions take their time. Rejects when something can't be fetched.
 */
export const rulesHere = /* @__PURE__ */ once(async (/** @type {Addresses} */ addresses) => {
  const [lexicon, files] = await Promise.all([fetched(addresses.words), book(addresses), startRules(addresses)]);
  const rules = programs.dilemmaRules;
  rules.begin(files, new Uint8Array(await lexicon.arrayBuffer()));
  return rules;
});

/** Fetches the way to Word and back into this thread. Its functions take their time. Rejects when something can't be fetched. */
export const wordHere = /* @__PURE__ */ once(async (/** @type {Addresses} */ addresses) => {
  const [files] = await Promise.all([book(addresses), startWord(addresses)]);
  const wrong = programs.dilemmaWord.begin(files);
  if (wrong) throw new Error(wrong);
  return programs.dilemmaWord;
});

/**
 * A thread of its own for one of the programs. ask gives the answer of a function, to which it hands over the bytes that it is given; end stops the thread.
 * @param {Addresses} addresses
 */
function threadOf(addresses) {
  const worker = new Worker(addresses.worker, { type: "module" });
  /** @type {Map<number, { resolve(answer: any): void, reject(reason: Error): void }>} */
  const asked = new Map();
  let last = 0;
  worker.addEventListener("message", ({ data }) => {
    const { id, answer, failed } = /** @type {{ id: number, answer?: unknown, failed?: string }} */ (data);
    const one = asked.get(id);
    asked.delete(id);
    if (failed === undefined) one?.resolve(answer);
    else one?.reject(new Error(failed));
  });
  worker.addEventListener("error", ({ message }) => {
    for (const { reject } of asked.values()) reject(new Error(message));
    asked.clear();
  });
  return {
    /**
     * @param {Asked} what
     * @param {unknown[]} given
     * @returns {Promise<any>}
     */
    ask: (what, ...given) =>
      new Promise((resolve, reject) => {
        asked.set(++last, { resolve, reject });
        worker.postMessage({ id: last, addresses, what, given }, handedOver(given));
      }),
    end: () => worker.terminate(),
  };
}

/**
 * The bytes among values, which a message takes along without a copy.
 * @param {unknown[]} values
 */
export const handedOver = (values) => values.flatMap((value) => (value instanceof Uint8Array ? [value.buffer] : []));

/**
 * Fetches the rules of `dilemma check` into a thread of their own; addresses is what layouts/_partials/fn/form/program-urls.html gives. Rejects
 * when something can't be fetched.
 */
export const loadRules = /* @__PURE__ */ once(async (/** @type {Addresses} */ addresses) => {
  const { ask, end } = threadOf(addresses);
  /** @type {Rules} */
  const rules = {
    check: (name, text) => ask("check", name, text),
    propose: (...given) => ask("propose", ...given),
    isOurs: (title, description) => ask("isOurs", title, description),
  };
  try {
    await rules.check("", "");
  } catch (error) {
    end();
    throw error;
  }
  Object.assign(globalThis, { dilemmaRules: rules }); // as in the other thread, for who looks into the page
  return rules;
});

/** Fetches the way to Word and back into a thread of its own. Rejects when something can't be fetched. */
export const loadWord = /* @__PURE__ */ once(async (/** @type {Addresses} */ addresses) => {
  const { ask, end } = threadOf(addresses);
  try {
    await ask("startWord");
  } catch (error) {
    end();
    throw error;
  }
  /** @type {Word} */
  const word = { write: (text) => ask("write", text), read: (name, bytes) => ask("read", name, bytes) };
  return word;
});

/** Fetches the review of a proposal. Rejects when something can't be fetched. */
export const loadReview = /* @__PURE__ */ once(async (/** @type {Addresses} */ addresses) => {
  const [lexicon] = await Promise.all([fetched(addresses.words), startProposal(addresses)]);
  const proposal = programs.dilemmaProposal;
  proposal.begin(new Uint8Array(await lexicon.arrayBuffer()));
  return proposal.review;
});
