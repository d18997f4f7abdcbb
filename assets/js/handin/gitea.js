// Gitea and Forgejo, by their API (https://docs.gitea.com/api/, https://forgejo.org/docs/latest/user/api-usage/). Names of fields are those of modules/structs of Gitea.

import { escaped } from "../asking.js";
import { askerOf, fromBase64, numberOf, toBase64, Trouble } from "./wire.js";

/** @import { Forge, Known } from "./propose.js" */
/** @import { Way } from "./wire.js" */

const PAGE = 50; // proposals on a page: what a server gives at most unless it is set otherwise
const PAGES = 10;
const PATIENCE = 30; // times to look whether a copy is there

/**
 * @param {Way} way
 * @param {() => string} token
 * @param {() => Promise<void>} pause  between two looks
 * @returns {Forge}
 */
export function giteaOf(way, token, pause) {
  const ask = askerOf(way, "/api/v1", token);
  /** @param {string} home */
  const at = (home) => `/repos/${escaped(home)}`;
  const main = at(way.path);
  let me = "";

  /**
   * @param {string} home
   * @param {string} path
   * @param {string} branch
   */
  async function file(home, path, branch) {
    const { data, status } = await ask("GET", `${at(home)}/contents/${escaped(path)}?${new URLSearchParams({ ref: branch })}`, undefined, [404]);
    if (status === 404) return undefined;
    if (typeof data?.content !== "string" || typeof data.sha !== "string") throw new Trouble("odd");
    return { text: fromBase64(data.content), mark: data.sha };
  }

  /**
   * @param {string} home
   * @param {string} branch
   */
  async function tip(home, branch) {
    const { data, status } = await ask("GET", `${at(home)}/branches/${escaped(branch)}`, undefined, [404]);
    return status === 404 ? undefined : String(data?.commit?.id);
  }

  /**
   * The paths of the files that a proposal changes.
   * @param {number} number
   * @returns {Promise<string[]>}
   */
  const filesOf = async (number) =>
    (await ask("GET", `${main}/pulls/${number}/files?limit=${PAGE}`)).data?.map((/** @type {any} */ { filename }) => filename) ?? [];

  return {
    name: way.path,
    page: (number) => `${way.repository}/pulls/${number}`,
    file,
    async me() {
      me = String((await ask("GET", "/user")).data?.login ?? "");
      if (!me) throw new Trouble("odd");
      return me;
    },
    async mayPush() {
      const { data } = await ask("GET", main);
      if (data?.archived) throw new Trouble("archived");
      return data?.permissions?.push === true;
    },
    async proposals(branch, path, title) {
      /** @type {Known[]} */
      const found = [];
      for (let page = 1; page <= PAGES; page++) {
        const { data } = await ask("GET", `${main}/pulls?state=open&limit=${PAGE}&page=${page}`);
        if (!Array.isArray(data)) throw new Trouble("odd");
        for (const one of data) {
          const mine = one.user?.login === me;
          const onBranch = one.head?.ref === branch;
          // A proposal that `git push` made stands on no branch: it is recognised by its file.
          const loose = !onBranch && mine && String(one.head?.ref).startsWith("refs/pull/") && (await filesOf(one.number)).includes(path);
          if (!onBranch && !loose && one.title !== title) continue;
          const home = onBranch ? one.head.repo?.full_name : undefined;
          found.push({ number: numberOf(one.number), title: one.title, description: one.body ?? "", mine, home });
        }
        if (data.length < PAGE) break;
      }
      return found;
    },
    async copy() {
      const same = `${me}/${way.path.split("/")[1]}`;
      const { data: there } = await ask("GET", at(same), undefined, [404]);
      let home = there?.parent?.full_name === way.path ? same : undefined;
      if (!home) {
        const { data, status } = await ask("POST", `${main}/forks`, {}, [409]);
        home = status === 409 ? await ownCopy() : data?.full_name;
      }
      if (typeof home !== "string") throw new Trouble("copy_name", way.path.split("/")[1]);
      for (let i = 0; !(await tip(home, way.branch)); i++) {
        if (i === PATIENCE) throw new Trouble("copy_slow");
        await pause();
      }
      await bringForward(home);
      return home;
    },
    tip,
    async isKept(home, branch, commit) {
      const { data } = await ask("GET", `${main}/pulls?${new URLSearchParams({ state: "closed", poster: me, sort: "recentupdate", limit: String(PAGE) })}`);
      return Array.isArray(data) && data.some(({ head }) => head?.sha === commit && head.ref === branch && head.repo?.full_name === home);
    },
    async remove(home, branch) {
      await ask("DELETE", `${at(home)}/branches/${escaped(branch)}`, undefined, [404]);
    },
    async commit(home, { branch, from, path, text, before, title }) {
      const who = { author: way.author, committer: way.author };
      const body = {
        ...who,
        message: `${title}\n`,
        content: toBase64(text),
        ...(from ? { branch: from, new_branch: branch } : { branch }),
        ...(before && { sha: before }),
      };
      await ask(before ? "PUT" : "POST", `${at(home)}/contents/${escaped(path)}`, body);
    },
    async open(home, branch, { title, description }) {
      const head = home === way.path ? branch : `${home.split("/")[0]}:${branch}`;
      const { data } = await ask("POST", `${main}/pulls`, { head, base: way.branch, title, body: description, allow_maintainer_edit: true });
      return numberOf(data?.number);
    },
    async rename(number, { title, description }) {
      await ask("PATCH", `${main}/pulls/${number}`, { title, body: description });
    },
  };

  /** The copy that this person has under another name, if he has one. */
  async function ownCopy() {
    for (let page = 1; page <= PAGES; page++) {
      const { data } = await ask("GET", `${main}/forks?limit=${PAGE}&page=${page}`);
      const own = data?.find?.((/** @type {any} */ { owner }) => owner?.login === me);
      if (own) return own.full_name;
      if (!(data?.length >= PAGE)) return undefined;
    }
    return undefined;
  }

  /**
   * Brings the published branch of a copy to what it is now, where nothing gets lost by that. A server that can't (Gitea before 1.23, Forgejo does it by another name) lets
   * the proposal begin at an older version, which is just as good unless the copy has commits of its own: those would come along.
   * @param {string} home
   */
  async function bringForward(home) {
    const isNew = async () => (await tip(home, way.branch)) === (await tip(way.path, way.branch));
    if (await isNew()) return;
    const there = await ask("POST", `${at(home)}/merge-upstream`, { branch: way.branch, ff_only: true }, [400, 404, 405, 409, 422]);
    if (there.status === 404) await ask("POST", `${at(home)}/sync_fork/${escaped(way.branch)}`, undefined, [400, 404, 405, 409, 422]);
    if (await isNew()) return;
    const owner = home.split("/")[0];
    const { data } = await ask("GET", `${main}/compare/${escaped(way.branch)}...${encodeURIComponent(owner)}:${escaped(way.branch)}`);
    if (data?.total_commits !== 0) throw new Trouble("copy_apart", home, way.branch);
  }
}
