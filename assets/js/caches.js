// What the caches of this site are called. Other sites may stand on the same host, each below its own path.
import { root } from "@params";

const prefix = `dilemma ${root} `;

export const named = (name) => prefix + name;

// ours returns the names of all caches of this site, of every version.
export const ours = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));
