// Asks the server that holds the repository. What it answers is bounded in size and time, follows no reference elsewhere, and is told in our own words. The token
// goes to that server alone, in a header.

import { bounded } from "../asking.js";

/** Where and as what to hand in: what layouts/_partials/fn/hosting/handing-in.html gives. @typedef {{ kind: "gitea" | "forgejo" | "gitlab", repository: string, origin: string, base: string, path: string, branch: string, client: string, back: string, author: { name: string, email: string } }} Way */
/**
 * Asks the API, below its path. body is sent as JSON. known are statuses that are no trouble. Throws Trouble.
 * @typedef {(method: string, path: string, body?: object, known?: number[]) => Promise<{ status: number, data: any }>} Ask
 */

const MOST = 8_000_000; // bytes of an answer: a page of fifty proposals with all that is said of their repositories is a tenth of that
const PATIENCE = 30_000; // milliseconds for an answer

/** Something that stands in the way. reason is the name of the sentence that says so, and details stand in its places. */
export class Trouble extends Error {
  /**
   * @param {string} reason
   * @param {string[]} details
   */
  constructor(reason, ...details) {
    super(reason);
    this.reason = reason;
    this.details = details;
  }
}

/**
 * Fetches from a server, or says why that did not go.
 * @param {string} origin  of the server
 * @param {string} address
 * @param {RequestInit} request
 */
export async function fetched(origin, address, request) {
  /** @type {RequestInit} */
  const careful = { credentials: "omit", redirect: "manual", referrerPolicy: "no-referrer", cache: "no-store", mode: "cors" };
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(address, { ...careful, ...request, signal });
    if (answer.type === "opaqueredirect") throw new Trouble("moved");
    const bytes = await bounded(answer, MOST);
    if (!bytes) throw new Trouble("odd");
    return { status: answer.status, headers: answer.headers, data: parsed(new TextDecoder().decode(bytes)) };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if (!navigator.onLine) throw new Trouble("offline");
    if (signal.aborted) throw new Trouble("slow");
    // A server that answers, but not to this page, tells a script no more than one that can't be reached. Whether it is there at all can be asked.
    const reached = await fetch(`${origin}/`, { ...careful, mode: "no-cors", redirect: "follow", signal: AbortSignal.timeout(PATIENCE) }).then(
      () => true,
      () => false,
    );
    throw new Trouble(reached ? "no_cors" : "unreachable");
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What a server says of a refusal, to show: short, and without what looks like an address of a person or a secret.
 * @param {any} data
 */
function saidBy(data) {
  const said = [data?.message, data?.error_description, data?.error].find((one) => typeof one === "string" && one) ?? "";
  return said
    .slice(0, 500)
    .replace(/[\s\p{C}]+/gu, " ")
    .replace(/\S+@\S+|[\w+/=.-]{32,}/g, "…")
    .slice(0, 200)
    .trim();
}

/**
 * A way to ask the API of a server.
 * @param {Way} way
 * @param {string} api  the path of the API
 * @param {() => string} token
 * @returns {Ask}
 */
export function askerOf(way, api, token) {
  return async (method, path, body, known = []) => {
    const { status, headers, data } = await fetched(way.origin, way.base + api + path, {
      method,
      headers: { Authorization: `Bearer ${token()}`, Accept: "application/json", ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    if ((status >= 200 && status < 300) || known.includes(status)) return { status, data };
    if (status === 401) throw new Trouble("expired");
    if (status === 429) throw new Trouble("busy", headers.get("Retry-After")?.match(/^\d{1,6}$/)?.[0] ?? "60");
    if (status >= 500) throw new Trouble("broken", String(status));
    if (status === 409 || status === 422) throw new Trouble("conflict", saidBy(data));
    throw new Trouble(status === 404 ? "absent" : "refused", saidBy(data));
  };
}

/**
 * The number of a proposal, as a server gave it.
 * @param {unknown} given
 */
export function numberOf(given) {
  if (!Number.isSafeInteger(given) || Number(given) < 1) throw new Trouble("odd");
  return Number(given);
}

/**
 * A text as base64 of its UTF-8.
 * @param {string} text
 */
export const toBase64 = (text) => btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));

/**
 * The text that base64 holds.
 * @param {string} code
 */
export const fromBase64 = (code) => {
  try {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(atob(code.replace(/\s/g, "")), (sign) => sign.charCodeAt(0)));
  } catch {
    throw new Trouble("odd");
  }
};
