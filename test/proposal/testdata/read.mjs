// Reads proposals as the page does: of what it gets on its standard input, { scripts, programs, api, numbers }, it prints for each number { markdown, shown, state,
// page, asked }, or { why }.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

const { scripts, programs, api, numbers } = JSON.parse(await text(process.stdin));
const { readProposal } = await import(`${scripts}/proposal/forge.js`);
globalThis.navigator ??= { onLine: true }; // what a browser has

/** Starts the program, once there is a proposal to review. */
async function started() {
  if (!globalThis.dilemmaProposal) {
    await import(`${programs}/wasm_exec.js`);
    const go = new globalThis.Go();
    const { instance } = await WebAssembly.instantiate(await readFile(`${programs}/proposal.wasm`), go.importObject);
    go.run(instance);
    globalThis.dilemmaProposal.begin(new Uint8Array(await readFile(`${programs}/lexicon.bin`)));
  }
  return globalThis.dilemmaProposal;
}

let asked = 0;
const fetched = globalThis.fetch;
globalThis.fetch = (...given) => (asked++, fetched(...given));

for (const number of numbers) {
  asked = 0;
  let failed;
  try {
    const { state, page, listing, content } = await readProposal(api, number);
    const read = (hash) => content(hash).catch((error) => Promise.reject((failed = error)));
    const made = await (await started()).review(JSON.stringify(listing), read, String(number));
    console.log(JSON.stringify({ ...made, state, page, asked }));
  } catch (error) {
    const cause = failed ?? error;
    console.log(JSON.stringify({ why: cause.why ?? String(cause) }));
  }
}
process.exit(0);
