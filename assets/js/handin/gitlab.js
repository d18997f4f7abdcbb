// GitLab, by its API (https://docs.gitlab.com/api/rest/). It answers pages of every site, and so do its pages for tokens (config/application.rb of GitLab).

import { askerOf, fromBase64, numberOf, Trouble } from "./wire.js";

/** @import { Forge, Known } from "./propose.js" */
/** @import { Way } from "./wire.js" */

const PAGE = 100;
const PATIENCE = 60; // times to look whether a copy is there
const DEVELOPER = 30; // who has this access may push a branch: https://docs.gitlab.com/api/access_requests/

/**
 * @param {Way} way
 * @param {() => string} token
 * @param {() => Promise<void>} pause  between two looks
 * @returns {Forge}
 */
export function gitlabOf(way, token, pause) {
  const ask = askerOf(way, "/api/v4", token);
  /** @param {string} home */
  const at = (home) => `/projects/${encodeURIComponent(home)}`;
  const main = at(way.path);
  let me = { id: 0, name: "" };
  let id = 0; // of the project

  return {
    name: way.path,
    page: (number) => `${way.repository}/-/merge_requests/${number}`,
    async me() {
      const { data } = await ask("GET", "/user");
      me = { id: data?.id, name: String(data?.username ?? "") };
      if (!me.name) throw new Trouble("odd");
      return me.name;
    },
    async mayPush() {
      const { data } = await ask("GET", main);
      if (data?.archived) throw new Trouble("archived");
      id = data?.id;
      const { project_access: own, group_access: group } = data?.permissions ?? {};
      return Math.max(own?.access_level ?? 0, group?.access_level ?? 0) >= DEVELOPER;
    },
    async file(home, path, branch) {
      const { data, status } = await ask(
        "GET",
        `${at(home)}/repository/files/${encodeURIComponent(path)}?${new URLSearchParams({ ref: branch })}`,
        undefined,
        [404],
      );
      if (status === 404) return undefined;
      if (typeof data?.content !== "string") throw new Trouble("odd");
      return { text: fromBase64(data.content), mark: String(data.last_commit_id) };
    },
    async proposals(branch) {
      const { data } = await ask("GET", `${main}/merge_requests?${new URLSearchParams({ state: "opened", source_branch: branch, per_page: String(PAGE) })}`);
      if (!Array.isArray(data)) throw new Trouble("odd");
      return Promise.all(
        data.map(async (one) => {
          const mine = one.author?.id === me.id;
          const home = mine
            ? one.source_project_id === id
              ? way.path
              : (await ask("GET", `/projects/${one.source_project_id}`)).data?.path_with_namespace
            : undefined;
          return /** @type {Known} */ ({ number: numberOf(one.iid), title: one.title, description: one.description ?? "", mine, home });
        }),
      );
    },
    async copy() {
      const owned = await ask("GET", `${main}/forks?owned=true&per_page=${PAGE}`);
      let project = owned.data?.find?.((/** @type {any} */ one) => one.namespace?.path === me.name || one.owner?.id === me.id);
      if (!project) {
        const { data, status } = await ask("POST", `${main}/fork`, {}, [409]);
        if (status === 409) throw new Trouble("copy_name", /** @type {string} */ (way.path.split("/").at(-1)));
        project = data;
      }
      for (let i = 0; !["finished", "none"].includes(project?.import_status); i++) {
        if (i === PATIENCE || project?.import_status === "failed") throw new Trouble("copy_slow");
        await pause();
        project = (await ask("GET", `/projects/${project.id}`)).data;
      }
      return String(project.path_with_namespace);
    },
    async tip(home, branch) {
      const { data, status } = await ask("GET", `${at(home)}/repository/branches/${encodeURIComponent(branch)}`, undefined, [404]);
      return status === 404 ? undefined : String(data?.commit?.id);
    },
    async isKept(_, branch, tip) {
      const { data } = await ask(
        "GET",
        `${main}/merge_requests?${new URLSearchParams({ state: "all", source_branch: branch, author_id: String(me.id), per_page: String(PAGE) })}`,
      );
      return Array.isArray(data) && data.some(({ sha, state }) => sha === tip && state !== "opened");
    },
    async remove(home, branch) {
      await ask("DELETE", `${at(home)}/repository/branches/${encodeURIComponent(branch)}`, undefined, [404]);
    },
    async commit(home, { branch, from, path, text, before, title }) {
      // A new branch in a copy begins at the newest commit of the project itself (start_project). GitLab takes the author alone: the committer is the account.
      const start = from && { start_branch: from, ...(home !== way.path && { start_project: way.path }) };
      const action = { action: before ? "update" : "create", file_path: path, content: text, ...(before && !from && { last_commit_id: before }) };
      const who = { author_name: way.author.name, author_email: way.author.email };
      await ask("POST", `${at(home)}/repository/commits`, { branch, ...start, commit_message: `${title}\n`, ...who, actions: [action] }).catch((error) => {
        // It says with 400 that a file or a branch is there already (https://docs.gitlab.com/api/commits/).
        throw error instanceof Trouble && error.reason === "refused" ? new Trouble("conflict", ...error.details) : error;
      });
    },
    async open(home, branch, { title, description }) {
      const body = { source_branch: branch, target_branch: way.branch, target_project_id: id, title, description, allow_collaboration: true };
      const { data } = await ask("POST", `${at(home)}/merge_requests`, body);
      return numberOf(data?.iid);
    },
    async rename(number, given) {
      await ask("PUT", `${main}/merge_requests/${number}`, given);
    },
  };
}
