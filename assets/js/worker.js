// The service worker: keeps the handbook, the canvas and the pages that a visitor opened, to read without network. A page comes from the
// network as long as there is one; a file with its content in its name comes from the cache. All else passes by: other hosts, data, forms.
import { root, version, kits, assets } from "@params";
import { named, ours } from "./caches.js";

const kit = named(`vast ${version}`); // what every visitor gets, in the languages that they read
const seen = named(`bezocht ${version}`); // what this visitor opened
const large = named("programma's"); // what the form asked for, whatever the version of the site
const most = 100; // pages kept that were opened
const page = /\/$/;
const fingerprinted = /\.[0-9a-f]{64}\.(css|js)$/;
const program = /\/programs\/[^/]+\.[0-9a-f]{64}\.[a-z]+$/;

// own returns the path of an address on this site, or nothing.
const own = (address) => {
  const url = new URL(address, location.href);
  return url.origin == location.origin && url.pathname.startsWith(root) ? url.pathname : "";
};

// whole says whether an answer is one to keep: not an error, and not that of another address.
const whole = (answer) => answer.ok && answer.type == "basic" && !answer.redirected;

// kitOf returns what belongs to the language of a path: its pages, and the one to show when there is no network. The kits of languages that have an
// address of their own come first.
const kitOf = (path) => kits.find((one) => path.startsWith(one.root));

// complete fetches what is not kept yet of a kit.
const complete = async ({ pages }) => {
  const cache = await caches.open(kit);
  const kept = (await cache.keys()).map((request) => own(request.url));
  await cache.addAll(pages.filter((path) => !kept.includes(path)).map((path) => new Request(path, { cache: "no-cache" })));
};

// keep stores a page below its path. What stood behind the path, such as the filters that a visitor chose, is not kept: an answer as it came knows it.
const keep = async (name, path, answer) => {
  const cache = await caches.open(name);
  await cache.delete(path); // so that the order is that of the last visit
  await cache.put(path, new Response(answer.body, { headers: answer.headers }));
  if (name == seen) {
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
  }
};

const cached = async (path) => (await (await caches.open(kit)).match(path)) ?? (await (await caches.open(seen)).match(path));

// again fetches a page for the cache. One that is gone is not kept; one that can't be had now stays as it was.
const again = async (path) => {
  const answer = await fetch(path, { cache: "no-cache" }).catch(() => undefined);
  const page = answer && answer.status < 500 ? whole(answer) && answer : await caches.match(path);
  if (page) await keep(seen, path, page);
};

addEventListener("install", (event) =>
  event.waitUntil(
    (async () => {
      await (await caches.open(kit)).addAll(assets);
      // The page that brought this worker in, and, with a new version, the pages of the one before.
      const visited = (await clients.matchAll({ includeUncontrolled: true, type: "window" })).map((client) => own(client.url));
      for (const name of await ours()) {
        for (const request of await (await caches.open(name)).keys()) visited.unshift(own(request.url));
      }
      const paths = [...new Set(visited)].filter((path) => page.test(path));
      for (const one of new Set(paths.length ? paths.map(kitOf) : kits.slice(-1))) await complete(one);
      for (const path of paths) {
        if (!kitOf(path).pages.includes(path)) await again(path);
      }
      await skipWaiting();
    })(),
  ),
);

addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await ours()) {
        if (name != kit && name != seen && name != large) await caches.delete(name);
      }
      await clients.claim();
    })(),
  ),
);

const asset = async (request, path) => (await cached(path)) ?? fetch(request);

// onDemand keeps a program once it was asked for, and then lets go of an older one by the same name.
const plain = (path) => path.replace(/\.[0-9a-f]{64}\./, ".");
const onDemand = async (event, path) => {
  const cache = await caches.open(large);
  const known = await cache.match(path);
  if (known) return known;
  const answer = await fetch(event.request);
  if (whole(answer)) {
    const copy = answer.clone();
    event.waitUntil(
      (async () => {
        for (const { url } of await cache.keys()) if (plain(own(url)) == plain(path)) await cache.delete(url);
        await cache.put(path, copy);
      })(),
    );
  }
  return answer;
};

const fresh = async (event, path) => {
  try {
    const answer = await fetch(event.request);
    if (whole(answer)) {
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
};

addEventListener("fetch", (event) => {
  const path = own(event.request.url);
  if (event.request.method != "GET" || !path) return;
  if (event.request.mode == "navigate" && page.test(path)) event.respondWith(fresh(event, path));
  else if (program.test(path)) event.respondWith(onDemand(event, path));
  else if (fingerprinted.test(path)) event.respondWith(asset(event.request, path));
});
