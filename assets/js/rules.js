// The rules of `dilemma check`, which are Go, compiled to WebAssembly by `dilemma build`. They are fetched when somebody writes, and not before.

let loading;

/**
 * Fetches the rules and returns check(name, text): the findings in a text as the file with this name, in the form of `dilemma check --format json`. addresses:
 * { program, runtime, words, book }, where book is what the rules read of data/. Rejects when something can't be fetched; then it can be tried again.
 */
export function load(addresses) {
  loading ??= begin(addresses).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function begin({ program, runtime, words, book }) {
  const [module, lexicon, files] = await Promise.all([fetched(program), fetched(words), fetched(book), import(runtime)]);
  const go = new globalThis.Go();
  // Not while it streams: a server may send it under another type than the browser asks for.
  const { instance } = await WebAssembly.instantiate(await module.arrayBuffer(), go.importObject);
  go.run(instance);
  const rules = globalThis.dilemmaRules;
  rules.begin(await files.json(), new Uint8Array(await lexicon.arrayBuffer()));
  return (name, text) => rules.check(name, text);
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}
