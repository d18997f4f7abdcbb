// What a visitor chose to keep, for reading without network: the page to choose on fetches it, and the service worker holds it to what the site has now. The
// list of the site (tools/site/offline) tells of every file how large it is and what is in it, so that only what changed is fetched again.

import { root } from "@params";
import { chosen, isWhole, large } from "./caches.js";

/** A file: its path, its bytes and its hash. @typedef {[path: string, bytes: number, hash: string]} File */
/** The list of the site; a group holds places among the files. @typedef {{ version: string, taken: string, files: File[], groups: Record<string, number[]> }} List */
/** That list as it was when something was last kept, with what was chosen. Halted: the visitor stopped it. @typedef {List & { chosen: string[], day: string, halted: boolean }} Note */
/** How far it is. @typedef {{ files: number, bytes: number }} Progress */

const address = `${root}offline.json`;
const HASH = "Dilemma-Hash";
const AT_ONCE = 4;
const fingerprinted = /\.[0-9a-f]{64}\./;

/** That a file of the list is not there, though there is a network. */
export class Missing extends Error {}

/**
 * The list of the site, or nothing when the site has none. Rejects without network.
 * @returns {Promise<List | undefined>}
 */
export async function fetchList() {
  const answer = await fetch(address, { cache: "no-cache" });
  if (answer.status === 404 || answer.status === 410) return undefined;
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const list = await answer.json();
  return list.files && list;
}

/** @returns {Promise<Note | undefined>} */
export const readNote = async () => (await caches.match(address, { cacheName: chosen }))?.json();

/** @param {Note} note */
const writeNote = async (note) =>
  (await caches.open(chosen)).put(address, new Response(JSON.stringify(note), { headers: { "Content-Type": "application/json" } }));

/**
 * The files of some groups, by path.
 * @param {List} list
 * @param {string[]} groups
 */
export const filesOf = (list, groups) => new Map(groups.flatMap((key) => list.groups[key] ?? []).map((place) => [list.files[place][0], list.files[place]]));

/**
 * The hash of every file that is kept by choice.
 * @returns {Promise<Map<string, string>>}
 */
export async function have() {
  if (!(await caches.has(chosen))) return new Map();
  const cache = await caches.open(chosen);
  const answers = await Promise.all(
    (await cache.keys()).map(async (request) => /** @type {const} */ ([new URL(request.url).pathname, await cache.match(request)])),
  );
  return new Map(answers.filter(([path]) => path !== address).map(([path, answer]) => [path, answer?.headers.get(HASH) ?? ""]));
}

/**
 * Stores a file below its path, with its hash. What has its content in its name may be there already, for another reason.
 * @param {Cache} cache
 * @param {File} file
 * @param {AbortSignal} [signal]
 */
async function store(cache, [path, , hash], signal) {
  const known = fingerprinted.test(path) ? await caches.match(path) : undefined;
  const answer = known ?? (await fetch(path, { cache: "reload", signal }));
  if (!known && !isWhole(answer)) throw new Missing(path);
  const headers = new Headers(answer.headers);
  headers.set(HASH, hash);
  await cache.put(path, new Response(answer.body, { headers }));
  if (known) await (await caches.open(large)).delete(path);
}

/**
 * @param {Cache} cache
 * @param {Iterable<string>} paths
 */
const forget = async (cache, paths) => Promise.all([...paths].map((path) => cache.delete(path)));

/**
 * Makes what is kept into what is wanted.
 * @param {List} list
 * @param {Map<string, File>} wanted
 * @param {string} [taken]  that of the list when something was last kept
 * @param {AbortSignal} [signal]
 * @param {(progress: Progress) => void} [tell]
 */
async function bring(list, wanted, taken, signal, tell) {
  const cache = await caches.open(chosen);
  const had = await have();
  const paths = new Set(list.files.map(([path]) => path));
  // When something was withdrawn or taken away, no word of it may stay, also when not all can be fetched now.
  const strict = taken !== list.taken || [...had.keys()].some((path) => path.endsWith("/") && !paths.has(path));
  const gone = [...had.keys()].filter((path) => !wanted.has(path));
  if (strict)
    await forget(
      cache,
      gone.filter((path) => !fingerprinted.test(path)),
    );
  // First what is new: what changed goes on leading to what is there.
  const stale = [...wanted.values()].filter(([path, , hash]) => had.has(path) && had.get(path) !== hash);
  const queue = [...[...wanted.values()].filter(([path]) => !had.has(path)), ...stale];
  const left = new Set(stale.map(([path]) => path));
  const done = { files: 0, bytes: 0 };
  let absent = 0;
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      signal?.throwIfAborted();
      try {
        await store(cache, file, signal);
        left.delete(file[0]);
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        absent++;
      }
      tell?.({ files: ++done.files, bytes: (done.bytes += file[1]) });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    queue.length = 0;
    if (strict) await forget(cache, left);
  }
  await forget(cache, gone);
  return absent;
}

/**
 * Keeps the groups that a visitor chose and lets go of the rest. Rejects when that stops halfway: then what is there stays, and the worker goes on later, unless
 * the visitor stopped it. Gives the number of files that the site does not have.
 * @param {List} list
 * @param {string[]} groups
 * @param {AbortSignal} signal
 * @param {(progress: Progress) => void} tell
 */
export const keep = (list, groups, signal, tell) =>
  // One thing at a time: two pages, or a page and the worker, would undo each other's work.
  navigator.locks.request(chosen, async () => {
    const before = await readNote();
    const note = { ...list, taken: before?.taken ?? list.taken, chosen: groups, day: new Date().toISOString(), halted: false };
    await writeNote(note);
    try {
      const absent = await bring(list, filesOf(list, groups), note.taken, signal, tell);
      await writeNote({ ...note, taken: list.taken });
      return absent;
    } catch (error) {
      // Nor would it go better later when there is no room.
      if (signal.aborted || (error instanceof Error && error.name === "QuotaExceededError")) await writeNote({ ...note, halted: true });
      throw error;
    }
  });

/** Holds what is kept to what the site has now, when anything is kept. Rejects without network. */
export const renew = () =>
  navigator.locks.request(chosen, { ifAvailable: true }, async (free) => {
    const note = free && (await readNote());
    if (!note) return;
    const list = await fetchList();
    if (!list) {
      await caches.delete(chosen); // the site offers it no longer, so nothing would tell what is withdrawn
      return;
    }
    const had = await have();
    const wanted = filesOf(list, note.chosen);
    if (note.halted) for (const path of wanted.keys()) if (!had.has(path)) wanted.delete(path);
    const whole = [...wanted.values()].every(([path, , hash]) => had.get(path) === hash);
    if (list.version === note.version && whole) return;
    await bring(list, wanted, note.taken);
    await writeNote({ ...note, ...list, day: new Date().toISOString() });
  });
