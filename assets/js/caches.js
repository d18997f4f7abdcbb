// What the caches of this site are called. Other sites may stand on the same host, each below its own path.
import { root } from "@params";

const prefix = `dilemma ${root} `;

/**
 * The name of a cache of this site.
 * @param {string} name
 */
export const named = (name) => prefix + name;

/** The names of all caches of this site, of every version. */
export const ours = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));

/** What a visitor chose to keep, whatever the version of the site. */
export const chosen = named("bewaard");

/** What the form asked for, whatever the version of the site. */
export const large = named("programma's");

/** What a visitor opened: one for each version of the site. */
export const opened = named("bezocht ");

/**
 * The path of an address on this site, or nothing.
 * @param {string} address
 */
export function own(address) {
  const url = new URL(address, location.href);
  return url.origin === location.origin && url.pathname.startsWith(root) ? url.pathname : "";
}

/**
 * Whether an answer is one to keep: not an error, and not that of another address.
 * @param {Response} answer
 */
export const isWhole = (answer) => answer.ok && answer.type === "basic" && !answer.redirected;

/** The paths of all that is kept, in whatever cache. */
export async function keptPaths() {
  const keys = await Promise.all((await ours()).map(async (name) => (await caches.open(name)).keys()));
  return new Set(keys.flat().map(({ url }) => own(url)));
}
