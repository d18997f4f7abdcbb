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
