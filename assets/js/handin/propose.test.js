import assert from "node:assert/strict";
import test from "node:test";

import { propose } from "./propose.js";
import { Trouble } from "./wire.js";

/** @import { Forge, Given, Known } from "./propose.js" */

const words = { title: "Nieuw dilemma: Zaak", description: "van ons" };
const given = { slug: "zaak", path: "content/dilemmas/zaak.md", text: "nieuw" };
const branch = "dilemma/zaak";

/**
 * A server in memory: files by home, branch and path.
 * @param {{ push?: boolean, files?: Record<string, string>, open?: Partial<Known>[], kept?: boolean }} state
 */
function server({ push = true, files = {}, open = [], kept = false }) {
  /** @type {string[]} */
  const did = [];
  const all = new Map(Object.entries(files));
  /** @type {Forge} */
  const forge = {
    name: "groep/boek",
    page: (number) => `https://forge.example/groep/boek/pulls/${number}`,
    me: async () => "ik",
    mayPush: async () => push,
    file: async (home, path, at) => {
      const text = all.get(`${home} ${at} ${path}`);
      return text === undefined ? undefined : { text, mark: `mark of ${text}` };
    },
    proposals: async () =>
      /** @type {Known[]} */ (open.map((one) => ({ number: 12, title: words.title, description: "van ons", mine: true, home: "groep/boek", ...one }))),
    copy: async () => (did.push("copy"), "ik/boek"),
    tip: async (home, at) => ([...all.keys()].some((key) => key.startsWith(`${home} ${at} `)) ? "tip" : undefined),
    isKept: async () => kept,
    remove: async (home, at) => {
      did.push(`remove ${home} ${at}`);
      for (const key of all.keys()) if (key.startsWith(`${home} ${at} `)) all.delete(key);
    },
    commit: async (home, change) => {
      did.push(`commit ${home} ${change.branch} from ${change.from} before ${change.before}`);
      all.set(`${home} ${change.branch} ${change.path}`, change.text);
    },
    open: async (home) => (did.push(`open ${home}`), 13),
    rename: async (number, { title, description }) => void did.push(`rename ${number} ${title} ${description}`),
  };
  return { forge, did };
}

/**
 * @param {Parameters<typeof server>[0]} state
 * @param {Partial<Given>} own
 * @param {(what: string, where: string) => Promise<boolean>} may
 */
async function run(state, own = {}, may = async () => assert.fail("nobody is asked")) {
  const { forge, did } = server(state);
  const isOurs = async (/** @type {string} */ title, /** @type {string} */ description) => ({
    title: title.startsWith("Nieuw dilemma: "),
    description: description === "van ons",
  });
  try {
    const made = await propose(forge, "main", { ...given, text: `${Math.random()}`, ...own }, { words, isOurs, say() {}, may });
    return { did, made };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { did, trouble: error.reason, details: error.details };
  }
}
const main = `groep/boek main ${given.path}`;
const onBranch = `groep/boek ${branch} ${given.path}`;

test("who may push gets a branch, and who may not a copy", async () => {
  assert.deepEqual(await run({}), {
    did: [`commit groep/boek ${branch} from main before undefined`, "open groep/boek"],
    made: { url: "https://forge.example/groep/boek/pulls/13", updated: false },
  });
  assert.deepEqual((await run({ push: false })).did, ["copy", `commit ik/boek ${branch} from main before undefined`, "open ik/boek"]);
});

test("nothing that is published is overwritten", async () => {
  assert.deepEqual(await run({ files: { [main]: "oud" } }), { did: [], trouble: "taken", details: [] });
  assert.deepEqual(await run({ files: { [main.replace(".md", "/index.md")]: "oud" } }), { did: [], trouble: "taken", details: [] });
  assert.deepEqual(await run({ files: { [main]: "nieuw" } }, { text: "nieuw" }), { did: [], trouble: "same", details: [] });
});

test("a dilemma is changed only when it is still what was opened", async () => {
  const origin = { text: "oud" };
  assert.deepEqual((await run({ files: { [main]: "oud" } }, { origin })).did, [`commit groep/boek ${branch} from main before mark of oud`, "open groep/boek"]);
  for (const [files, text, trouble] of /** @type {[Record<string, string>, string, string][]} */ ([
    [{ [main]: "anders" }, "nieuw", "changed"],
    [{ [main]: "nieuw" }, "nieuw", "same"],
    [{ [main]: "oud" }, "oud", "same"],
    [{}, "nieuw", "gone"],
  ])) {
    assert.deepEqual(await run({ files }, { origin, text }), { did: [], trouble, details: [] });
  }
});

test("a second try goes on where the first one stopped", async () => {
  assert.deepEqual((await run({ files: { [onBranch]: "nieuw" } }, { text: "nieuw" })).did, ["open groep/boek"]);
});

test("what is left of an earlier proposal makes room only when the server keeps it", async () => {
  const left = { files: { [onBranch]: "eerder" } };
  const fresh = `commit groep/boek ${branch} from main before undefined`;
  assert.deepEqual((await run({ ...left, kept: true })).did, [`remove groep/boek ${branch}`, fresh, "open groep/boek"]);
  assert.deepEqual(await run(left, { text: "anders" }, async () => false), { did: [], trouble: "stopped", details: [] });
  const replaced = await run(left, { text: "anders" }, async () => true);
  assert.deepEqual(replaced.did, [`commit groep/boek ${branch} from undefined before mark of eerder`, "open groep/boek"]);
});

test("an own proposal is brought further, and what somebody wrote in it stays", async () => {
  const files = { [onBranch]: "van de redactie" };
  assert.deepEqual(await run({ files, open: [{}] }, { text: "mijn" }, async () => false), { did: [], trouble: "stopped", details: [] });
  const write = `commit groep/boek ${branch} from undefined before mark of van de redactie`;
  const url = "https://forge.example/groep/boek/pulls/12";
  assert.deepEqual(await run({ files, open: [{}] }, { text: "mijn tekst" }, async (what, where) => what === "replace" && where === url), {
    did: [write, "rename 12 undefined van ons"],
    made: { url, updated: true },
  });
  const byHand = await run({ files, open: [{ description: "Zie #3", title: "Andere titel" }] }, { text: "nog een" }, async () => true);
  assert.deepEqual(byHand.did, [write], "what a person wrote stays");
  const renamed = await run({ files, open: [{ description: "Zie #3", title: "Nieuw dilemma: Oud" }] }, { text: "ook nog" }, async () => true);
  assert.deepEqual(renamed.did, [write, `rename 12 ${words.title} undefined`]);
  const same = await run({ files, open: [{ description: "Zie #3" }] }, { text: "en nog een" }, async () => true);
  assert.deepEqual(same.did, [write], "title and description are right as they are");
});

test("about what this page sent itself nobody is asked", async () => {
  await run({}, { text: "eerste" });
  const { did } = await run({ files: { [onBranch]: "eerste" }, open: [{}] }, { text: "tweede" });
  assert.equal(did[0], `commit groep/boek ${branch} from undefined before mark of eerste`);
});

test("a proposal of somebody else stands in the way of a new dilemma alone", async () => {
  const open = [{ mine: false, home: "ander/boek" }];
  assert.deepEqual(await run({ open }), { did: [], trouble: "proposed", details: ["https://forge.example/groep/boek/pulls/12"] });
  assert.equal((await run({ open, files: { [main]: "oud" } }, { origin: { text: "oud" } })).made?.updated, false);
  assert.equal((await run({ open: [{ home: undefined }] })).trouble, "loose");
});
