// Proposes a dilemma on the server that holds the repository: the same branch, title and text as `dilemma submit`, so that either brings the other's proposal further. It
// overwrites nothing of anybody, and can be done again when it was broken off halfway.

import { Trouble } from "./wire.js";

/** A proposal that is open. home is the repository in which its branch is, if it is on one. @typedef {{ number: number, title: string, description: string, mine: boolean, home: string | undefined }} Known */
/** A file: mark is what the server wants to hear when it is changed. @typedef {{ text: string, mark: string }} Content */
/** What to write. from is the branch at which a new one begins, and before the mark of the file that is there. @typedef {{ branch: string, from?: string, path: string, text: string, before?: string, title: string }} Change */
/**
 * A server. A home is the path of a repository on it. Everything throws Trouble.
 * @typedef {object} Forge
 * @property {string} name  the home of the repository itself
 * @property {(number: number) => string} page  the address of a proposal
 * @property {() => Promise<string>} me  who is logged in; ask it first
 * @property {() => Promise<boolean>} mayPush  whether this person may push a branch to the repository; ask it before the rest
 * @property {(home: string, path: string, branch: string) => Promise<Content | undefined>} file
 * @property {(branch: string, path: string, title: string) => Promise<Known[]>} proposals  the open ones of a branch; others with this title may come along
 * @property {() => Promise<string>} copy  the copy (fork) of this person, which is made if he has none
 * @property {(home: string, branch: string) => Promise<string | undefined>} tip  the newest commit of a branch
 * @property {(home: string, branch: string, tip: string) => Promise<boolean>} isKept  whether a closed or merged proposal holds all of a branch
 * @property {(home: string, branch: string) => Promise<void>} remove
 * @property {(home: string, change: Change) => Promise<void>} commit
 * @property {(home: string, branch: string, words: { title: string, description: string }) => Promise<number>} open  gives the number of the proposal
 * @property {(number: number, words: { title?: string, description?: string }) => Promise<void>} rename
 */
/** The dilemma: origin is what it was on the site, when it changes one. @typedef {{ slug: string, path: string, text: string, origin?: { text: string } }} Given */
/**
 * What it needs to be told and to ask on its way: words gives title and description, isOurs tells whether a title and a description are ones that nobody wrote in, say tells how far it is,
 * and may asks whether what is there at an address may get this text.
 * @typedef {{ words: { title: string, description: string }, isOurs: (title: string, description: string) => Promise<{ title: boolean, description: boolean }>, say: (step: string, ...details: string[]) => void, may: (what: "replace" | "branch", where: string) => Promise<boolean> }} Help
 */

/** The texts that this page sent, by their branch: about these nobody is asked. @type {Map<string, string>} */
const sent = new Map();

/**
 * @param {Forge} forge
 * @param {string} main  the branch that is published
 * @param {Given} given
 * @param {Help} help
 * @returns {Promise<{ url: string, updated: boolean }>}
 */
export async function propose(forge, main, { slug, path, text, origin }, { words, isOurs, say, may }) {
  const branch = `dilemma/${slug}`;
  say("who");
  const me = await forge.me();
  say("look", me);
  const push = await forge.mayPush();
  const published = await stand();
  const open = await forge.proposals(branch, path, words.title);
  const mine = open.find((one) => one.mine && one.home) ?? open.find((one) => one.mine);
  if (mine) return further(mine);
  const other = open.find((one) => !one.mine);
  if (other && !origin) throw new Trouble("proposed", forge.page(other.number));

  if (!push) say("copy");
  const place = push ? forge.name : await forge.copy();
  say("write");
  let tip = await forge.tip(place, branch);
  // What is left of an earlier proposal, all of which the server keeps, makes room.
  if (tip && (await forge.isKept(place, branch, tip))) {
    await forge.remove(place, branch);
    tip = undefined;
  }
  if (tip) await write(place, "branch", `${place}, ${branch}`);
  else await forge.commit(place, { branch, from: main, path, text, before: published?.mark, title: words.title });
  sent.set(branch, text);
  say("open");
  return { url: forge.page(await forge.open(place, branch, words)), updated: false };

  /** The dilemma as it is published. It may be there, and be what it was, only when this changes it. */
  async function stand() {
    const there = await forge.file(forge.name, path, main);
    if (origin) {
      if (!there) throw new Trouble("gone");
      if (there.text !== origin.text) throw new Trouble(there.text === text ? "same" : "changed");
      if (there.text === text) throw new Trouble("same");
      return there;
    }
    const folder = await forge.file(forge.name, path.replace(/\.md$/, "/index.md"), main);
    if (there || folder) throw new Trouble(there?.text === text ? "same" : "taken");
    return undefined;
  }

  /**
   * Brings a proposal of this person further.
   * @param {Known} known
   */
  async function further({ number, home, title, description }) {
    const url = forge.page(number);
    if (!home) throw new Trouble("loose", url);
    say("write");
    await write(home, "replace", url);
    sent.set(branch, text);
    say("open");
    const ours = await isOurs(title, description);
    const renamed = ours.title && title !== words.title && { title: words.title };
    const described = ours.description && { description: words.description };
    if (renamed || described) await forge.rename(number, { ...renamed, ...described });
    return { url, updated: true };
  }

  /**
   * Writes the text on a branch that is there, on top of what is on it.
   * @param {string} home
   * @param {"replace" | "branch"} what
   * @param {string} where
   */
  async function write(home, what, where) {
    const there = await forge.file(home, path, branch);
    if (there?.text === text) return;
    if (there && sent.get(branch) !== there.text && !(await may(what, where))) throw new Trouble("stopped");
    await forge.commit(home, { branch, path, text, before: there?.mark, title: words.title });
  }
}
