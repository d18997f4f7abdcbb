// Brings in the service worker, and lets it say when there is no network. A browser that has none, or an address without https, just reads from the network.
import { worker } from "@params";

const workers = navigator.serviceWorker;
const ask = () => workers?.controller?.postMessage({ lost: !navigator.onLine });

workers?.register(worker).catch(() => {}); // where a browser may keep nothing, for one in a private window
workers?.addEventListener("message", async ({ data }) => (await import(data.notice)).show(data.pages));
addEventListener("offline", ask);
ask();
