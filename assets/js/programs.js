// The programs of the form: Go, compiled to WebAssembly by `dilemma build`. Each is fetched when somebody needs it, and not before.

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** Fetches a program and what it reads, each once, and starts it with begin. After a failure it can be tried again. */
function program(begin) {
  let loading;
  return (addresses) => (loading ??= begin(addresses).catch((error) => {
    loading = undefined;
    throw error;
  }));
}

const running = new Map(); // a program that runs is not started again, also when something beside it failed

function run(address, runtime) {
  if (!running.has(address)) {
    running.set(address, start(address, runtime).catch((error) => {
      running.delete(address);
      throw error;
    }));
  }
  return running.get(address);
}

async function start(address, runtime) {
  const [module] = await Promise.all([fetched(address), import(runtime)]);
  const go = new globalThis.Go();
  // Not while it streams: a server may send it under another type than the browser asks for.
  const { instance } = await WebAssembly.instantiate(await module.arrayBuffer(), go.importObject);
  go.run(instance);
}

/**
 * Fetches the rules of `dilemma check`; addresses is what layouts/_partials/programs/addresses.html gives. It gives check(name, text): the findings in a text
 * as the file with this name, in the form of `dilemma check --format json`. Rejects when something can't be fetched.
 */
export const loadRules = program(async (addresses) => {
  const [lexicon, files] = await Promise.all([fetched(addresses.words), fetched(addresses.book), run(addresses.rules, addresses.runtime)]);
  const rules = globalThis.dilemmaRules;
  rules.begin(await files.json(), new Uint8Array(await lexicon.arrayBuffer()));
  return rules.check;
});

/** Fetches the way to Word and back: { write(text), read(name, bytes) }, as tools/programs/word says. Rejects when something can't be fetched. */
export const loadWord = program(async (addresses) => {
  const [files] = await Promise.all([fetched(addresses.book), run(addresses.word, addresses.runtime)]);
  const wrong = globalThis.dilemmaWord.begin(await files.json());
  if (wrong) throw new Error(wrong);
  return globalThis.dilemmaWord;
});
