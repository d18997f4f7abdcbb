// Brings in the service worker. A browser that has none, or an address without https, just reads from the network.
import { worker } from "@params";

navigator.serviceWorker?.register(worker);
