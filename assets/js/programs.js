// The programs of the form: Go, compiled to WebAssembly by `dilemma build`. Each is fetched when somebody needs it, and not before.

import { once } from "./once.js";

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** Fetches a program and starts it: name is that of its address. A program that runs is not started again, also when something beside it failed. */
const program = (name) =>
  once(async (addresses) => {
    const [module] = await Promise.all([fetched(addresses[name]), import(addresses.runtime)]);
    const go = new globalThis.Go();
    // Not while it streams: a server may send it under another type than the browser asks for.
    const { instance } = await WebAssembly.instantiate(await module.arrayBuffer(), go.importObject);
    go.run(instance);
  });
const startRules = program("rules");
const startWord = program("word");

/** What both programs read of data/. */
const book = once(async (addresses) => (await fetched(addresses.book)).json());

/**
 * Fetches the rules of `dilemma check`; addresses is what layouts/_partials/programs/addresses.html gives. It gives check(name, text): the findings in a text
 * as the file with this name, in the form of `dilemma check --format json`. Rejects when something can't be fetched.
 */
export const loadRules = once(async (addresses) => {
  const [lexicon, files] = await Promise.all([fetched(addresses.words), book(addresses), startRules(addresses)]);
  const rules = globalThis.dilemmaRules;
  rules.begin(files, new Uint8Array(await lexicon.arrayBuffer()));
  return rules.check;
});

/** Fetches the way to Word and back: { write(text), read(name, bytes) }, as tools/programs/word says. Rejects when something can't be fetched. */
export const loadWord = once(async (addresses) => {
  const [files] = await Promise.all([book(addresses), startWord(addresses)]);
  const wrong = globalThis.dilemmaWord.begin(files);
  if (wrong) throw new Error(wrong);
  return globalThis.dilemmaWord;
});
