// Reads a proposal from the server that holds the repository, by its API and without Git: the commits, the paths of all files in them, and the content of a
// file when somebody asks for it. What comes from there is judged in the program that reads it (tools/git/listed); here it has its bounds.
//
// Gitea and Forgejo: https://docs.gitea.com/api/ and https://forgejo.org/docs/latest/user/api-usage/. GitLab: https://docs.gitlab.com/api/merge_requests/,
// https://docs.gitlab.com/api/repositories/ and https://docs.gitlab.com/api/commits/. GitHub: https://docs.github.com/en/rest/pulls/pulls and
// https://docs.github.com/en/rest/git; it lets the pages of every site read
// (https://docs.github.com/en/rest/using-the-rest-api/using-cors-and-jsonp-to-make-cross-origin-requests).

import { bounded, escaped } from "../asking.js";

/** Where the API is: what layouts/_partials/fn/hosting/forge-api.html gives. @typedef {{ kind: string, repository: string, base: string, path: string, branch: string }} Api */
/** @typedef {{ name: string, mail: string, date: string }} Person */
/** A size below zero is not known. @typedef {{ path: string, mode: string, hash: string, size: number }} File */
/** @typedef {{ hash: string, parents: string[], author: Person, committer: Person, message: string }} Commit */
/** A proposal in the form of listed.Proposal. @typedef {{ base: string, fork: string, head: string, own: string[], commits: (Commit & { files: File[] })[] }} Listing */
/** @typedef {"open" | "merged" | "closed"} State */
/** Why something can't be read: the names of the words that say so. @typedef {"offline" | "unreachable" | "slow" | "absent" | "private" | "refused" | "limited" | "failed" | "strange" | "large" | "changed" | "program"} Why */

// What a proposal may have. The command has no such bounds.
const MOST_COMMITS = 50;
const MOST_FILES = 20_000; // in one commit
const MOST_PAGES = 250; // of one list
const MOST_BYTES = 20_000_000; // of one answer
const ALL_BYTES = 100_000_000;
const FEW = 20; // entries: no server gives fewer on a page that is not the last
const PATIENCE = 30_000; // milliseconds for one answer
const SIDE_BY_SIDE = 6; // as many as browsers ask of one server
const SMALL = 200_000; // bytes of a file that is fetched because of one beside it

/** Tells why a proposal can't be read. */
export class Unread extends Error {
  /** @param {Why} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * How a kind of server is asked. Each takes what asks it.
 * @typedef {object} Kind
 * @property {string} repository  the address of the repository in the API
 * @property {(ask: Ask, number: number) => Promise<{ state: State, head: string, fork: string }>} proposal  fork may be empty
 * @property {(ask: Ask, number: number) => Promise<Commit[]>} commits  those of the proposal
 * @property {(ask: Ask) => Promise<string>} tip  the last commit of the published branch
 * @property {(ask: Ask, hash: string) => Promise<Commit>} commit
 * @property {(ask: Ask, hash: string) => Promise<File[]>} files
 * @property {(ask: Ask, hash: string) => Promise<Uint8Array>} content
 * @property {(number: number) => string} page  where a person sees the proposal
 */

/** Asks the server. Fields that are not there count as empty: the program judges. */
class Ask {
  #left = ALL_BYTES;

  /** @param {string} token  that of the reader, or nothing */
  constructor(token) {
    this.token = token;
  }

  /**
   * The bytes of an answer.
   * @param {string} address
   * @param {string} accept
   */
  async bytes(address, accept = "application/json") {
    let answer;
    try {
      const headers = { Accept: accept, ...(this.token && { Authorization: `Bearer ${this.token}` }) };
      // A token never follows to another place.
      answer = await fetch(address, { headers, credentials: "omit", redirect: "error", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) return await this.#read(answer);
    } catch (error) {
      if (error instanceof Unread) throw error;
      if (error instanceof DOMException && error.name === "TimeoutError") throw new Unread("slow");
      // A browser tells a page no more: there is no network, or the server does not let this page ask.
      throw new Unread(navigator.onLine === false ? "offline" : "unreachable");
    }
    const { status, headers } = answer;
    if (status === 404) throw new Unread("absent");
    // GitHub says so with 403 too: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    if (status === 429 || (status === 403 && headers.get("x-ratelimit-remaining") === "0")) throw new Unread("limited");
    throw new Unread(status === 401 || status === 403 ? "refused" : "failed");
  }

  /** @param {Response} answer */
  async #read(answer) {
    const bytes = await bounded(answer, Math.min(MOST_BYTES, this.#left));
    if (!bytes) throw new Unread("large");
    this.#left -= bytes.length;
    return bytes;
  }

  /** @param {string} address */
  async json(address) {
    const text = new TextDecoder().decode(await this.bytes(address));
    try {
      return JSON.parse(text) ?? {};
    } catch {
      throw new Unread("strange");
    }
  }

  /**
   * All entries of a list that comes in pages. How many a page has at most is for the server to say: the last one has fewer than the first.
   * @param {(page: number) => string} address
   * @param {number} most  entries
   * @param {(answer: any) => any} entriesIn
   * @param {(answer: any) => boolean} [goesOn]  where the server says itself whether more follows
   */
  async list(address, most, entriesIn = (answer) => answer, goesOn) {
    /** @type {any[]} */
    const all = [];
    let first = FEW;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer = await this.json(address(page));
      const entries = entriesIn(answer);
      if (!Array.isArray(entries)) throw new Unread("strange");
      all.push(...entries);
      if (all.length > most) break;
      if (goesOn ? !goesOn(answer) : entries.length < first) return all;
      first = Math.max(first, entries.length);
    }
    throw new Unread("large");
  }
}

const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");
const list = (/** @type {unknown} */ value) => (Array.isArray(value) ? value : []);
const person = (/** @type {any} */ who) => ({ name: text(who?.name), mail: text(who?.email), date: text(who?.date) });

/**
 * A commit as Gitea, Forgejo and GitHub have it; in the lists of GitHub too.
 * @param {any} answer
 * @returns {Commit}
 */
const commitOf = ({ sha, parents, commit, author, committer, message }) => ({
  hash: text(sha),
  parents: list(parents).map((parent) => text(parent?.sha)),
  author: person(commit?.author ?? author),
  committer: person(commit?.committer ?? committer),
  message: text(commit?.message ?? message),
});

/** @param {any} answer */
const treeOf = ({ path, mode, sha, size }) => ({ path: text(path), mode: text(mode), hash: text(sha), size: Number.isSafeInteger(size) ? size : -1 });

/**
 * Gitea and Forgejo.
 * @param {Api} api
 * @returns {Kind}
 */
function gitea({ base, path, branch, repository }) {
  const root = `${base}/api/v1/repos/${escaped(path)}`;
  return {
    repository: root,
    page: (number) => `${repository}/pulls/${number}`,
    async proposal(ask, number) {
      const { state, merged, head, merge_base } = await ask.json(`${root}/pulls/${number}`);
      return { state: merged ? "merged" : state === "closed" ? "closed" : "open", head: text(head?.sha), fork: text(merge_base) };
    },
    commits: async (ask, number) =>
      (await ask.list((page) => `${root}/pulls/${number}/commits?verification=false&files=false&limit=50&page=${page}`, MOST_COMMITS)).map(commitOf),
    tip: async (ask) => text((await ask.json(`${root}/branches/${escaped(branch)}`)).commit?.id),
    commit: async (ask, hash) => commitOf(await ask.json(`${root}/git/commits/${hash}?stat=false&verification=false&files=false`)),
    files: async (ask, hash) =>
      (
        await ask.list(
          (page) => `${root}/git/trees/${hash}?recursive=true&per_page=1000&page=${page}`,
          MOST_FILES,
          ({ tree }) => tree ?? [],
          ({ truncated }) => truncated === true,
        )
      ).map(treeOf),
    async content(ask, hash) {
      const { content } = await ask.json(`${root}/git/blobs/${hash}`);
      if (typeof content !== "string") throw new Unread("large"); // it gives no content above a size
      return Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    },
  };
}

/**
 * GitLab.
 * @param {Api} api
 * @returns {Kind}
 */
function gitlab({ base, path, branch, repository }) {
  const root = `${base}/api/v4/projects/${encodeURIComponent(path)}`;
  /**
   * @param {any} answer
   * @returns {Commit}
   */
  const made = (answer) => ({
    hash: text(answer.id),
    parents: list(answer.parent_ids).map(text),
    author: { name: text(answer.author_name), mail: text(answer.author_email), date: text(answer.authored_date) },
    committer: { name: text(answer.committer_name), mail: text(answer.committer_email), date: text(answer.committed_date) },
    message: text(answer.message),
  });
  return {
    repository: root,
    page: (number) => `${repository}/-/merge_requests/${number}`,
    async proposal(ask, number) {
      const { state, sha, diff_refs } = await ask.json(`${root}/merge_requests/${number}`);
      return { state: state === "merged" ? "merged" : state === "opened" ? "open" : "closed", head: text(sha), fork: text(diff_refs?.base_sha) };
    },
    commits: async (ask, number) => (await ask.list((page) => `${root}/merge_requests/${number}/commits?per_page=100&page=${page}`, MOST_COMMITS)).map(made),
    tip: async (ask) => text((await ask.json(`${root}/repository/branches/${encodeURIComponent(branch)}`)).commit?.id),
    commit: async (ask, hash) => made(await ask.json(`${root}/repository/commits/${hash}?stats=false`)),
    files: async (ask, hash) =>
      (await ask.list((page) => `${root}/repository/tree?ref=${hash}&recursive=true&per_page=100&page=${page}`, MOST_FILES)).map((file) => ({
        path: text(file.path),
        mode: text(file.mode),
        hash: text(file.id),
        size: -1,
      })),
    content: (ask, hash) => ask.bytes(`${root}/repository/blobs/${hash}/raw`, "*/*"),
  };
}

/**
 * GitHub.
 * @param {Api} api
 * @returns {Kind}
 */
function github({ base, path, branch, repository }) {
  // A GitHub of one's own has its API below a path: https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api
  const root = `${base}${base === "https://api.github.com" ? "" : "/api/v3"}/repos/${escaped(path)}`;
  return {
    repository: root,
    page: (number) => `${repository}/pull/${number}`,
    async proposal(ask, number) {
      const { state, merged, head } = await ask.json(`${root}/pulls/${number}`);
      return { state: merged ? "merged" : state === "closed" ? "closed" : "open", head: text(head?.sha), fork: "" };
    },
    commits: async (ask, number) => (await ask.list((page) => `${root}/pulls/${number}/commits?per_page=100&page=${page}`, MOST_COMMITS)).map(commitOf),
    tip: async (ask) => text((await ask.json(`${root}/branches/${escaped(branch)}`)).commit?.sha),
    commit: async (ask, hash) => commitOf(await ask.json(`${root}/git/commits/${hash}`)),
    async files(ask, hash) {
      const { tree, truncated } = await ask.json(`${root}/git/trees/${hash}?recursive=1`);
      if (truncated || list(tree).length > MOST_FILES) throw new Unread("large");
      return list(tree).map(treeOf);
    },
    content: (ask, hash) => ask.bytes(`${root}/git/blobs/${hash}`, "application/vnd.github.raw+json"),
  };
}

/** @type {Record<string, (api: Api) => Kind>} */
const kinds = { gitea, forgejo: gitea, gitlab, github };

/** Whether proposals on a kind of server can be read here. @param {string} kind */
export const isKnown = (kind) => Object.hasOwn(kinds, kind);

/**
 * Reads a proposal. Gives its state, where a person sees it, its listing, and how to read a file by its hash. Rejects with Unread.
 * @param {Api} api
 * @param {number} number
 * @param {string} [token]
 */
export async function readProposal(api, number, token = "") {
  const kind = kinds[api.kind](api);
  const ask = new Ask(token);
  // Of what is not public a server says that it is not there.
  await ask.json(kind.repository).catch((error) => {
    throw error instanceof Unread && error.why === "absent" ? new Unread("private") : error;
  });
  const [{ state, head, fork: said }, own, tip] = await Promise.all([kind.proposal(ask, number), kind.commits(ask, number), kind.tip(ask)]);
  const isOwn = new Set(own.map(({ hash }) => hash));
  if (own.length && !isOwn.has(head)) throw new Unread("changed"); // between two answers
  const outside = [...new Set(own.flatMap(({ parents }) => parents))].filter((hash) => !isOwn.has(hash));
  // Where the proposal went its own way: of a straight line that is the one parent outside it.
  const fork = outside.length === 1 ? outside[0] : said || outside[0] || head;
  // What was merged is on the branch already.
  const base = state === "merged" ? fork : tip;
  const others = [...new Set([base, fork, ...outside, head])].filter((hash) => !isOwn.has(hash));
  for (const hash of [...isOwn, ...others]) if (!/^[0-9a-f]{40}$/.test(hash)) throw new Unread("strange");
  const commits = [...own, ...(await sideBySide(others, (hash) => kind.commit(ask, hash)))];
  const files = await sideBySide(commits, ({ hash }) => kind.files(ask, hash));
  /** @type {Listing} */
  const listing = { base, fork, head, own: [...isOwn], commits: commits.map((commit, i) => ({ ...commit, files: files[i] })) };
  return { state, page: kind.page(number), listing, content: contentOf(listing, (hash) => kind.content(ask, hash), api.kind !== "github") };
}

/**
 * Does something with each of a list, some side by side, and gives what came of it, in order.
 * @template From, To
 * @param {From[]} all
 * @param {(one: From) => Promise<To>} act
 */
async function sideBySide(all, act) {
  /** @type {To[]} */
  const done = [];
  let next = 0;
  const work = async () => {
    while (next < all.length) {
      const at = next++;
      done[at] = await act(all[at]);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return done;
}

/**
 * How to read a file. Who reads one in a folder will read those beside it, so they are fetched too, some side by side: the program asks one by one.
 * @param {Listing} listing
 * @param {(hash: string) => Promise<Uint8Array>} read
 * @param {boolean} ahead  whether the server may be asked for more than is needed
 */
function contentOf({ commits }, read, ahead) {
  /** @type {Map<string, string>} */
  const folders = new Map();
  /** @type {Map<string, Set<string>>} */
  const beside = new Map();
  for (const { files } of commits) {
    for (const { path, mode, hash, size } of files) {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      if (mode === "040000" || mode === "160000" || size > SMALL) continue;
      folders.set(hash, folder);
      beside.set(folder, (beside.get(folder) ?? new Set()).add(hash));
    }
  }
  /** @type {Map<string, Promise<Uint8Array>>} */
  const started = new Map();
  /** @type {string[]} */
  let waiting = [];
  let busy = 0;
  const fetchNext = () => {
    while (busy < SIDE_BY_SIDE - 1 && waiting.length) {
      const hash = /** @type {string} */ (waiting.shift());
      if (started.has(hash)) continue;
      busy++;
      start(hash).then(freed, freed);
    }
  };
  const freed = () => {
    busy--;
    fetchNext();
  };
  /** @param {string} hash */
  const start = (hash) => {
    const one = read(hash);
    started.set(hash, one);
    return one;
  };
  /** @param {string} hash */
  return (hash) => {
    const known = started.get(hash) ?? start(hash);
    const folder = folders.get(hash);
    if (ahead && folder !== undefined && beside.has(folder)) {
      waiting = [...(beside.get(folder) ?? []), ...waiting];
      beside.delete(folder);
      fetchNext();
    }
    return known;
  };
}
