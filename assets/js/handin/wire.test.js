import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { escaped } from "../asking.js";
import { askerOf, fromBase64, numberOf, toBase64, Trouble } from "./wire.js";

/** @import { Way } from "./wire.js" */

const way = /** @type {Way} */ ({ origin: "https://forge.example", base: "https://forge.example/git" });
const known = globalThis.fetch;
const browser = { onLine: true };
Object.defineProperty(globalThis, "navigator", { value: browser, configurable: true }); // older ones of Node have none
afterEach(() => {
  globalThis.fetch = known;
  browser.onLine = true;
});

/**
 * Asks a server that answers so, and gives what came of it and what was asked.
 * @param {(address: string, request: RequestInit) => Promise<unknown>} answer
 */
async function asked(answer) {
  /** @type {[string, RequestInit][]} */
  const requests = [];
  globalThis.fetch = /** @type {typeof fetch} */ (
    async (address, request = {}) => {
      requests.push([String(address), request]);
      return answer(String(address), request);
    }
  );
  try {
    return { data: (await askerOf(way, "/api", () => "geheim")("POST", "/x", { a: 1 }, [404])).data, requests };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { reason: error.reason, details: error.details, requests };
  }
}

test("the token goes in a header to the one server, and a reference is not followed", async () => {
  const { data, requests } = await asked(async () => new Response('{"b":2}'));
  assert.deepEqual(data, { b: 2 });
  const [[address, request]] = requests;
  assert.equal(address, "https://forge.example/git/api/x");
  assert.equal(/** @type {Record<string, string>} */ (request.headers).Authorization, "Bearer geheim");
  assert.deepEqual([request.redirect, request.credentials, request.referrerPolicy, request.cache], ["manual", "omit", "no-referrer", "no-store"]);
  assert.equal((await asked(async () => ({ type: "opaqueredirect" }))).reason, "moved");
});

test("each refusal has its own name", async () => {
  for (const [status, reason, details] of /** @type {[number, string, string[]][]} */ ([
    [401, "expired", []],
    [403, "refused", ["nee"]],
    [409, "conflict", ["nee"]],
    [422, "conflict", ["nee"]],
    [423, "refused", ["nee"]],
    [500, "broken", ["500"]],
  ])) {
    const { reason: got, details: said } = await asked(async () => new Response('{"message":"nee"}', { status }));
    assert.deepEqual([got, said], [reason, details]);
  }
  const busy = await asked(async () => new Response("", { status: 429, headers: { "Retry-After": "17" } }));
  assert.deepEqual([busy.reason, busy.details], ["busy", ["17"]]);
  const odd = await asked(async () => new Response("", { status: 429, headers: { "Retry-After": "<b>morgen</b>" } }));
  assert.deepEqual(odd.details, ["60"]);
});

test("what a server says is short, on one line, and without addresses and secrets", async () => {
  const message = `a\n\u202eb jan@x.example ${"f".repeat(40)} ${"lang ".repeat(200)}`;
  const { details } = await asked(async () => new Response(JSON.stringify({ message }), { status: 403 }));
  assert.match(String(details), /^a b … … lang/);
  assert.ok(String(details).length <= 200);
});

test("an answer that is too long is not read", async () => {
  let pulled = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(1_000_000));
    },
  });
  assert.equal((await asked(async () => new Response(body))).reason, "odd");
  assert.ok(pulled < 12);
});

test("a server that does not answer this page is told from one that is not there", async () => {
  const failed = () => Promise.reject(new TypeError("Failed to fetch"));
  assert.equal((await asked(failed)).reason, "unreachable");
  const { reason, requests } = await asked(async (_, { mode }) => (mode === "no-cors" ? new Response() : failed()));
  assert.equal(reason, "no_cors");
  assert.deepEqual(requests[1], ["https://forge.example/", { ...requests[1][1], mode: "no-cors", credentials: "omit" }]);
  assert.equal(requests[1][1].headers, undefined, "that question has no token");
  browser.onLine = false;
  assert.equal((await asked(failed)).reason, "offline");
});

test("texts and paths survive the way", () => {
  for (const text of ["", "é’\u{1f600}\r\n", "\ufeff---\n"]) assert.equal(fromBase64(toBase64(text)), text);
  assert.throws(() => fromBase64("*"), Trouble);
  assert.equal(escaped("a b/c?d"), "a%20b/c%3Fd");
  assert.equal(numberOf(3), 3);
  for (const odd of ["3", 0, 1.5, undefined, { toString: () => "javascript:" }]) assert.throws(() => numberOf(odd), Trouble);
});
