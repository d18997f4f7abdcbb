// What the templates give to scripts (layouts/_partials/fn/page/asset.html and offline/worker.html).
declare module "@params" {
  /** The path of the service worker. */
  export const worker: string;
  /** The path of the site. */
  export const root: string;
  /** Of all that the worker keeps. */
  export const version: string;
  /** The paths of the styles and scripts. */
  export const assets: string[];
  /** The path of the script that says that there is no network. */
  export const notice: string;
  /** The paths of the pages that are of no use alone: they are kept by choice, with what they need. */
  export const alone: string[];
  /** For each language its path, the paths of the pages that everybody gets, and of the one to show without network. */
  export const kits: { root: string; pages: string[]; offline: string }[];
}
