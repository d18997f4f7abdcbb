// Logs in on the server that holds the repository: OAuth 2 with an authorization code and PKCE (https://www.rfc-editor.org/rfc/rfc7636), for a public client. The person
// logs in on a page of that server in another window, which comes back to a page of this site that hands on the code (back.js). PKCE ties the code to this
// page, so that no nonce is needed beside it (https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1); no ID token is asked, which is what a nonce is in.
// The windows speak over a channel of this origin: the header Cross-Origin-Opener-Policy parts a window from the one that opened it.

import { CHANNEL } from "./channel.js";
import { fetched, Trouble } from "./wire.js";

/** @import { Way } from "./wire.js" */

/** The pages of a kind of server, and what must be asked. Gitea: https://docs.gitea.com/development/oauth2-provider, GitLab: https://docs.gitlab.com/api/oauth2/. */
const pages = {
  gitea: {
    authorize: "/login/oauth/authorize",
    token: "/login/oauth/access_token",
    scopes: { write: "read:user write:repository", read: "read:repository" },
  },
  gitlab: { authorize: "/oauth/authorize", token: "/oauth/token", scopes: { write: "api", read: "api" } }, // an application gives what is ticked for it
};

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** @typedef {Awaited<ReturnType<typeof loginOf>>} Login */

/**
 * Prepares one time of logging in: address is the page to open, token comes when the person has logged in there, and stop ends the waiting. Throws Trouble
 * where the browser can't do it.
 * @param {Way} way
 * @param {string} welcome  what the other window says when it has done its work
 * @param {"write" | "read"} may  what the page will do
 */
export async function loginOf(way, welcome, may = "write") {
  if (!globalThis.isSecureContext || !crypto.subtle) throw new Trouble("insecure");
  const { authorize, token: tokens, scopes } = pages[way.kind === "gitlab" ? "gitlab" : "gitea"];
  const [state, verifier] = [random(), random()];
  const challenge = base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
  const back = new URL(way.back, location.href).href;
  const own = { client_id: way.client, redirect_uri: back };
  const asked = { ...own, response_type: "code", scope: scopes[may], state, code_challenge: challenge, code_challenge_method: "S256" };
  const channel = new BroadcastChannel(CHANNEL);

  /** @type {Promise<string>} */
  const code = new Promise((resolve, reject) => {
    channel.addEventListener("message", ({ data }) => {
      // Every form that is open hears every answer: only the one to this very question counts.
      if (data?.state !== state || data.at !== back) return;
      channel.postMessage({ heard: state, welcome });
      channel.close();
      if (typeof data.code === "string" && data.code) resolve(data.code);
      else
        reject(
          new Trouble(
            data.error === "access_denied" ? "denied" : "login_failed",
            String(data.error)
              .replace(/[^a-z_]/g, "")
              .slice(0, 40),
          ),
        );
    });
  });
  return {
    address: `${way.base}${authorize}?${new URLSearchParams(asked)}`,
    token: code.then((given) => exchanged(way, tokens, { ...own, grant_type: "authorization_code", code: given, code_verifier: verifier })),
    stop: () => channel.close(),
  };
}

/**
 * The token for a code.
 * @param {Way} way
 * @param {string} path
 * @param {Record<string, string>} given
 */
async function exchanged(way, path, given) {
  const { status, data } = await fetched(way.origin, way.base + path, {
    method: "POST",
    body: new URLSearchParams(given),
    headers: { Accept: "application/json" },
  });
  const token = data?.access_token;
  if (status !== 200 || typeof token !== "string" || !/^[\x21-\x7e]{1,4000}$/.test(token)) {
    throw new Trouble(
      "login_failed",
      String(data?.error ?? status)
        .replace(/[^a-z_\d]/g, "")
        .slice(0, 40),
    );
  }
  return token;
}
