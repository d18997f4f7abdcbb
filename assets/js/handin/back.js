// The page to which the server sends who logged in: it hands the code to the form in the other window, which alone can do something with it, and closes.

import { part } from "../dom.js";
import { CHANNEL } from "./channel.js";

const given = new URLSearchParams(location.search);
const at = location.origin + location.pathname;
const state = given.get("state");
history.replaceState(null, "", at); // the code is in no address that is kept
const channel = new BroadcastChannel(CHANNEL);
channel.addEventListener("message", ({ data }) => {
  if (data?.heard !== state) return;
  part(document, "[data-said]").textContent = data.welcome;
  channel.close();
  window.close(); // where the browser lets a script do so
});
if (state) channel.postMessage({ at, state, code: given.get("code"), error: given.get("error") });
