// Stands where the service worker stood: whoever still has that one gets this one, which forgets all that was kept and goes.
import { ours } from "./caches.js";

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await ours()) await caches.delete(name);
      await registration.unregister();
    })(),
  ),
);
