// The service worker: keeps the handbook, the canvas and the pages that a visitor opened, to read without network. A page comes from the
// network as long as there is one; a file with its content in its name comes from the cache. All else passes by: other hosts, data, forms.

import { root, version, kits, assets } from "@params";
import { named, ours } from "./caches.js";

/** What belongs to a language. @typedef {typeof kits[number]} Kit */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const kit = named(`vast ${version}`); // what every visitor gets, in the languages that they read
const seen = named(`bezocht ${version}`); // what this visitor opened
const large = named("programma's"); // what the form asked for, whatever the version of the site
const most = 100; // pages kept that were opened
const pagePath = /\/$/;
const fingerprinted = /\.[0-9a-f]{64}\.(css|js)$/;
const program = /\/programs\/[^/]+\.[0-9a-f]{64}\.[a-z]+$/;

/**
 * The path of an address on this site, or nothing.
 * @param {string} address
 */
function own(address) {
  const url = new URL(address, location.href);
  return url.origin === location.origin && url.pathname.startsWith(root) ? url.pathname : "";
}

/**
 * Whether an answer is one to keep: not an error, and not that of another address.
 * @param {Response} answer
 */
const isWhole = (answer) => answer.ok && answer.type === "basic" && !answer.redirected;

/**
 * What belongs to the language of a path: its pages, and the one to show when there is no network. The kits of languages that have an address of their own
 * come first; the last is that of the whole site.
 * @param {string} path
 */
const kitOf = (path) => /** @type {Kit} */ (kits.find((one) => path.startsWith(one.root)));

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

/** @param {string} path */
const cached = async (path) => (await (await caches.open(kit)).match(path)) ?? (await (await caches.open(seen)).match(path));

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
    for (const request of await (await caches.open(name)).keys()) visited.unshift(own(request.url));
  }
  const paths = [...new Set(visited)].filter((path) => pagePath.test(path));
  for (const one of new Set(paths.length ? paths.map(kitOf) : kits.slice(-1))) await complete(one);
  for (const path of paths) {
    if (!kitOf(path).pages.includes(path)) await again(path);
  }
  await worker.skipWaiting();
}

async function activate() {
  for (const name of await ours()) {
    if (name !== kit && name !== seen && name !== large) await caches.delete(name);
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
  const cache = await caches.open(large);
  const known = await cache.match(path);
  if (known) return known;
  const answer = await fetch(event.request);
  if (isWhole(answer)) event.waitUntil(replace(cache, path, answer.clone()));
  return answer;
}

/**
 * @param {Cache} cache
 * @param {string} path
 * @param {Response} answer
 */
async function replace(cache, path, answer) {
  for (const { url } of await cache.keys()) if (plain(own(url)) === plain(path)) await cache.delete(url);
  await cache.put(path, answer);
}

/**
 * A page from the network, and without network the one that is kept, or one that says so.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function fresh(event, path) {
  try {
    const answer = await fetch(event.request);
    if (isWhole(answer)) {
      const ready = keep(kitOf(path).pages.includes(path) ? kit : seen, path, answer.clone());
      event.waitUntil(ready.then(() => complete(kitOf(path))));
    }
    return answer;
  } catch (failure) {
    for (const known of [path, kitOf(path).offline, ...kits.map((one) => one.offline)]) {
      const answer = await cached(known);
      if (answer) return answer;
    }
    throw failure;
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const path = own(event.request.url);
  if (event.request.method !== "GET" || !path) return;
  if (event.request.mode === "navigate" && pagePath.test(path)) event.respondWith(fresh(event, path));
  else if (program.test(path)) event.respondWith(onDemand(event, path));
  else if (fingerprinted.test(path)) event.respondWith(asset(event.request, path));
});
