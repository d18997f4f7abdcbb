// The service worker: keeps the handbook, the canvas and the pages that a visitor opened, to read without network, and gives what a visitor chose to keep. All
// comes from the network as long as there is one, but for a file with its content in its name, which comes from the cache. Other hosts and forms pass by.

import { version, kits, assets, notice, alone } from "@params";
import { chosen, isWhole, large, named, opened, ours, own } from "./caches.js";
import { renew } from "./kept.js";

/** What belongs to a language. @typedef {typeof kits[number]} Kit */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const kit = named(`vast ${version}`); // what every visitor gets, in the languages that they read
const seen = opened + version;
const most = 100; // pages kept that were opened
const patience = 8_000; // how many milliseconds a page that is kept may take to come from the network
const pagePath = /\/$/;
const fingerprinted = /\.[0-9a-f]{64}\.(css|js|woff2)$/;
const program = /\/programs\/[^/]+\.[0-9a-f]{64}\.[a-z]+$/;

/**
 * What belongs to the language of a path: its pages, and the one to show when there is no network. The kits of languages that have an address of their own
 * come first; the last is that of the whole site.
 * @param {string} path
 */
const kitOf = (path) => /** @type {Kit} */ (kits.find((one) => path.startsWith(one.root)));

/**
 * The pages to show without network: in the language of a path, and in others.
 * @param {string} path
 */
const offlinePages = (path) => [kitOf(path), ...kits].map(({ offline }) => offline);

/**
 * Fetches what is not kept yet of a kit.
 * @param {Kit} wanted
 */
async function complete({ pages }) {
  const cache = await caches.open(kit);
  const kept = (await cache.keys()).map((request) => own(request.url));
  await cache.addAll(pages.filter((path) => !kept.includes(path)).map((path) => new Request(path, { cache: "no-cache" })));
}

/**
 * Stores a page below its path. What stood behind the path, such as the filters that a visitor chose, is not kept: an answer as it came knows it.
 * @param {string} name  of the cache
 * @param {string} path
 * @param {Response} answer
 */
async function keep(name, path, answer) {
  const cache = await caches.open(name);
  await cache.delete(path); // so that the order is that of the last visit
  await cache.put(path, new Response(answer.body, { headers: answer.headers }));
  if (name === seen) {
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
  }
}

/** @param {Response} answer */
const moment = (answer) => Date.parse(answer.headers.get("Date") ?? "") || 0;

/**
 * What is kept below a path, and the newest where it is there for more than one reason.
 * @param {string} path
 */
async function cached(path) {
  const found = await Promise.all([kit, seen, chosen, large].map((cacheName) => caches.match(path, { cacheName })));
  return found.filter((answer) => answer !== undefined).toSorted((a, b) => moment(b) - moment(a))[0];
}

/**
 * Fetches a page for the cache. One that is gone is not kept, and neither is one that can't be had now: it may show what was withdrawn since.
 * @param {string} path
 */
async function again(path) {
  const answer = await fetch(path, { cache: "no-cache" }).catch(() => undefined);
  if (answer && isWhole(answer)) await keep(seen, path, answer);
}

async function install() {
  await (await caches.open(kit)).addAll(assets);
  // The page that brought this worker in, and, with a new version, the pages of the one before.
  const visited = (await worker.clients.matchAll({ includeUncontrolled: true, type: "window" })).map((client) => own(client.url));
  for (const name of await ours()) {
    if (name === chosen) continue;
    for (const request of await (await caches.open(name)).keys()) visited.unshift(own(request.url));
  }
  const paths = [...new Set(visited)].filter((path) => pagePath.test(path) && !alone.includes(path));
  for (const one of new Set(paths.length ? paths.map(kitOf) : kits.slice(-1))) await complete(one);
  for (const path of paths) {
    if (!kitOf(path).pages.includes(path)) await again(path);
  }
  await renew().catch(() => {});
  await worker.skipWaiting();
}

async function activate() {
  for (const name of await ours()) {
    if (![kit, seen, large, chosen].includes(name)) await caches.delete(name);
  }
  await worker.clients.claim();
}

/**
 * @param {Request} request
 * @param {string} path
 */
const asset = async (request, path) => (await cached(path)) ?? fetch(request);

/**
 * The path of a program whatever its content.
 * @param {string} path
 */
const plain = (path) => path.replace(/\.[0-9a-f]{64}\./, ".");

/**
 * Keeps a program once it was asked for, and then lets go of an older one by the same name.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function onDemand(event, path) {
  const known = await cached(path);
  if (known) return known;
  const answer = await fetch(event.request);
  if (isWhole(answer)) event.waitUntil(replace(path, answer.clone()));
  return answer;
}

/**
 * @param {string} path
 * @param {Response} answer
 */
async function replace(path, answer) {
  const cache = await caches.open(large);
  for (const { url } of await cache.keys()) if (plain(own(url)) === plain(path)) await cache.delete(url);
  await cache.put(path, answer);
}

/**
 * The answer of the network to who asks for a page. A bad connection lets a reader wait for minutes before it fails; who has the page kept need not wait for that.
 * @param {Request} request
 * @param {string} path
 */
async function timely(request, path) {
  const answer = fetch(request);
  if (!(await cached(path))) return answer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    setTimeout(reject, patience, new Error("late"));
  });
  return Promise.race([answer, late]);
}

/** Whether there was no network when a page was last asked for. */
let lost = false;

/**
 * A page from the network, and without network the one that is kept, or one that says so.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function fresh(event, path) {
  try {
    const answer = await timely(event.request, path);
    lost = false;
    if (isWhole(answer)) {
      const name = kitOf(path).pages.includes(path) ? kit : seen;
      const ready = alone.includes(path) ? Promise.resolve() : keep(name, path, answer.clone());
      event.waitUntil(ready.then(() => complete(kitOf(path))).then(renew));
    }
    return answer;
  } catch (failure) {
    lost = true;
    for (const known of [path, ...offlinePages(path)]) {
      const answer = await cached(known);
      if (answer) return answer;
    }
    throw failure;
  }
}

/**
 * A file from the network, and without network what is kept of it.
 * @param {Request} request
 * @param {string} path
 */
async function file(request, path) {
  try {
    return await fetch(request);
  } catch (failure) {
    const known = await cached(path);
    if (known) return known;
    throw failure;
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = own(request.url);
  const isPage = request.mode === "navigate";
  // What a page fetches anew to keep it must not come from what is kept.
  if (request.method !== "GET" || !path || (request.cache === "reload" && !isPage)) return;
  if (isPage && pagePath.test(path)) event.respondWith(fresh(event, path));
  else if (program.test(path)) event.respondWith(onDemand(event, path));
  else if (fingerprinted.test(path)) event.respondWith(asset(request, path));
  else event.respondWith(file(request, path));
});
// A page asks whether it came without network: then it says so, and marks what is not kept. What it needs for that stands in a page that is.
worker.addEventListener("message", ({ source, data }) => {
  if (!(source instanceof WindowClient) || !(lost || data.lost)) return;
  source.postMessage({ notice, pages: offlinePages(own(source.url)) });
});
