// Stands where the service worker stood: whoever still has that one gets this one, which forgets all that was kept and goes.

import { ours } from "./caches.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => worker.skipWaiting());

async function leave() {
  for (const name of await ours()) await caches.delete(name);
  await worker.registration.unregister();
}

worker.addEventListener("activate", (event) => event.waitUntil(leave()));
