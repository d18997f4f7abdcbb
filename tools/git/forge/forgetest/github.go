package forgetest

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// githubAPI answers the API of a GitHub on a server of its own, below /api/v3. Sources: https://docs.github.com/rest/users/users, /rest/repos/repos,
// /rest/repos/forks, /rest/repos/contents, /rest/pulls/pulls and /rest/issues/comments there.
func (f *Forge) githubAPI() {
	f.api.HandleFunc("GET /api/v3/user", f.signed(func(w http.ResponseWriter, _ *http.Request, u *User) { write(w, http.StatusOK, f.githubUser(u)) }))
	const repo = "/api/v3/repos/{owner}/{repo}"
	for pattern, do := range map[string]handler{
		"GET " + repo:                               f.githubShow,
		"GET " + repo + "/contents/{path...}":       f.githubContents,
		"GET " + repo + "/pulls":                    f.githubPulls,
		"GET " + repo + "/pulls/{number}":           f.githubPull,
		"GET " + repo + "/pulls/{number}/files":     f.githubFiles,
		"GET " + repo + "/pulls/{number}/commits":   f.githubCommits,
		"GET " + repo + "/branches/{branch...}":     f.githubBranch,
		"GET " + repo + "/git/commits/{hash}":       f.githubCommit,
		"GET " + repo + "/git/trees/{hash}":         f.githubTree,
		"GET " + repo + "/git/blobs/{hash}":         f.githubBlob,
		"GET " + repo + "/issues/{number}/comments": f.listComments,
	} {
		f.api.HandleFunc(pattern, f.named(f.anybody, do))
	}
	for pattern, do := range map[string]handler{
		"POST " + repo + "/forks":                      f.githubFork,
		"POST " + repo + "/pulls":                      f.githubPropose,
		"PATCH " + repo + "/pulls/{number}":            f.githubEdit,
		"PUT " + repo + "/pulls/{number}/merge":        f.githubMerge,
		"POST " + repo + "/issues/{number}/comments":   f.addComment,
		"PATCH " + repo + "/issues/comments/{comment}": f.reword,
	} {
		f.api.HandleFunc(pattern, f.named(f.signed, do))
	}
	f.api.HandleFunc("/api/v3/", func(w http.ResponseWriter, _ *http.Request) { f.fail(w, http.StatusNotFound, "Not Found") })
}

func (f *Forge) githubUser(u *User) map[string]any {
	if u == nil {
		return nil
	}
	return map[string]any{"id": u.ID, "login": u.Login, "type": "User", "html_url": f.URL + "/" + u.Login}
}

func (f *Forge) githubRepository(u *User, repo *repository) map[string]any {
	answer := map[string]any{"id": repo.id, "name": path.Base(repo.path), "full_name": repo.path, "private": false, "fork": repo.owner != nil, "default_branch": "main",
		"html_url": f.URL + "/" + repo.path, "clone_url": f.addressOf(repo), "owner": map[string]any{"login": path.Dir(repo.path)}}
	if u != nil {
		right := f.may(u, repo)
		answer["permissions"] = map[string]any{"admin": right == Owner, "maintain": right == Owner, "push": right >= Write, "triage": right >= Write, "pull": true}
	}
	return answer
}

func (f *Forge) githubShow(w http.ResponseWriter, _ *http.Request, u *User, repo *repository) {
	write(w, http.StatusOK, f.githubRepository(u, repo))
}

// githubFork answers a second time with the fork that is there.
func (f *Forge) githubFork(w http.ResponseWriter, _ *http.Request, u *User, _ *repository) {
	own := f.forkOf(u)
	if own == nil {
		var err error
		if own, err = f.fork(u); err != nil {
			f.fail(w, http.StatusInternalServerError, err.Error())
			return
		}
	}
	write(w, http.StatusAccepted, f.githubRepository(u, own))
}

func (f *Forge) githubContents(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	ref := cmp.Or(r.URL.Query().Get("ref"), "main")
	commit := cmp.Or(repo.branch(ref), repo.commit(ref))
	name := r.PathValue("path")
	text, err := remotetest.Output(repo.dir, "cat-file", "blob", commit+":"+name)
	if commit == "" || err != nil {
		f.fail(w, http.StatusNotFound, "Not Found")
		return
	}
	if strings.Contains(r.Header.Get("Accept"), "raw") {
		w.Header().Set("Content-Type", "application/vnd.github.raw+json; charset=utf-8")
		_, _ = w.Write(text)
		return
	}
	blob, _ := repo.run("rev-parse", commit+":"+name)
	write(w, http.StatusOK, map[string]any{"type": "file", "encoding": "base64", "size": len(text), "name": path.Base(name), "path": name, "sha": blob,
		"content": base64.StdEncoding.EncodeToString(text)})
}

// githubSide describes one end of a pull request.
func (f *Forge) githubSide(u *User, repo *repository, branch, commit string) map[string]any {
	return map[string]any{"label": path.Dir(repo.path) + ":" + branch, "ref": branch, "sha": commit, "repo": f.githubRepository(u, repo), "user": map[string]any{"login": path.Dir(repo.path)}}
}

func (f *Forge) githubPullOf(u *User, p *pull) map[string]any {
	base := f.repositories[0]
	answer := map[string]any{
		"id": 100 + p.Number, "number": p.Number, "state": "open", "title": p.Title, "body": p.Body, "draft": p.draft, "locked": false, "user": f.githubUser(p.Author),
		"url": f.URL + "/api/v3/repos/" + base.path + "/pulls/" + strconv.Itoa(p.Number), "html_url": f.pageOf(p.Number), "merged": p.State == "merged", "merged_at": nil,
		"merge_commit_sha": nil, "closed_at": nil, "maintainer_can_modify": p.Editable && p.head != base, "created_at": p.began.Format(time.RFC3339),
		"updated_at": p.changed.Format(time.RFC3339), "head": f.githubSide(u, p.head, p.Head, base.commit(p.Ref)), "base": f.githubSide(u, base, p.Base, base.branch(p.Base)),
	}
	if p.State != "open" {
		answer["state"], answer["closed_at"] = "closed", p.changed.Format(time.RFC3339)
	}
	if p.State == "merged" {
		answer["merged_at"], answer["merge_commit_sha"] = p.changed.Format(time.RFC3339), p.Merged
	}
	return answer
}

// githubPulls lists the newest pull requests first; head is owner:branch.
func (f *Forge) githubPulls(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	query := r.URL.Query()
	state, found := cmp.Or(query.Get("state"), "open"), []any{}
	for _, p := range slices.Backward(f.pulls) {
		switch {
		case repo != f.repositories[0] || state != "all" && (state == "open") != (p.State == "open"):
		case query.Get("head") != "" && query.Get("head") != path.Dir(p.From)+":"+p.Head, query.Get("base") != "" && query.Get("base") != p.Base:
		default:
			found = append(found, f.githubPullOf(u, p))
		}
	}
	write(w, http.StatusOK, page(f.Kind, r, found))
}

func (f *Forge) githubPull(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	if p := f.pullAt(w, r, repo); p != nil {
		write(w, http.StatusOK, f.githubPullOf(u, p))
	}
}

// githubInvalid answers as GitHub does when it can't do what is asked.
func (f *Forge) githubInvalid(w http.ResponseWriter, fields map[string]any) {
	fields["resource"] = "PullRequest"
	write(w, http.StatusUnprocessableEntity, map[string]any{"message": "Validation Failed", "errors": []any{fields}, "documentation_url": "https://docs.github.com/rest", "status": "422"})
}

func (f *Forge) githubPropose(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	var question struct {
		Head, Base, Title, Body string
		Draft                   bool
		Editable                *bool `json:"maintainer_can_modify"`
	}
	if !f.read(w, r, &question) {
		return
	}
	from, head := f.headOf(repo, question.Head)
	switch {
	case from == nil || from.branch(head) == "":
		f.githubInvalid(w, map[string]any{"field": "head", "code": "invalid"})
	case repo.branch(question.Base) == "" || repo != f.repositories[0]:
		f.githubInvalid(w, map[string]any{"field": "base", "code": "invalid"})
	case f.openFrom(from, head, question.Base) != nil:
		f.githubInvalid(w, map[string]any{"code": "custom", "message": fmt.Sprintf("A pull request already exists for %s:%s.", path.Dir(from.path), head)})
	case from.branch(head) == repo.branch(question.Base):
		f.githubInvalid(w, map[string]any{"code": "custom", "message": fmt.Sprintf("No commits between %s and %s", question.Base, head)})
	default:
		p := &pull{Pull: Pull{Title: question.Title, Body: question.Body, Author: u, Head: head, Base: question.Base, Editable: true}, head: from, draft: question.Draft}
		if !f.opens(w, p, question.Editable) {
			return
		}
		write(w, http.StatusCreated, f.githubPullOf(u, p))
	}
}

func (f *Forge) githubEdit(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	var question struct {
		Title, State string
		Body         *string
	}
	if !f.read(w, r, &question) {
		return
	}
	if u != p.Author && f.may(u, repo) < Write {
		f.fail(w, http.StatusForbidden, "Must have admin rights to Repository.")
		return
	}
	p.Title, p.changed = cmp.Or(question.Title, p.Title), time.Now().UTC()
	if question.Body != nil {
		p.Body = *question.Body
	}
	if question.State != "" && p.State != "merged" {
		p.State = question.State
	}
	write(w, http.StatusOK, f.githubPullOf(u, p))
}

func (f *Forge) githubFiles(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	answer := []any{}
	from, head, files, ok := f.changes(w, repo, p)
	if !ok {
		return
	}
	for _, file := range files {
		name := escaped(file.name)
		answer = append(answer, map[string]any{"filename": file.name, "status": map[string]string{"A": "added", "M": "modified", "D": "removed"}[file.letter],
			"additions": file.added, "deletions": file.deleted, "changes": file.added + file.deleted, "patch": repo.hunks(from, head, file.name),
			"contents_url": f.URL + "/api/v3/repos/" + repo.path + "/contents/" + name + "?ref=" + head, "raw_url": f.URL + "/" + repo.path + "/raw/" + head + "/" + name})
	}
	write(w, http.StatusOK, page(f.Kind, r, answer))
}

func (f *Forge) githubMerge(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	var question struct {
		How How `json:"merge_method"`
	}
	if !f.read(w, r, &question) {
		return
	}
	switch {
	case f.may(u, repo) < Write:
		f.fail(w, http.StatusForbidden, "Must have push access to repository")
	case p.State != "open" || p.draft:
		f.fail(w, http.StatusMethodNotAllowed, "Pull Request is not mergeable")
	default:
		if err := f.merge(p, cmp.Or(question.How, MergeCommit), u); err != nil {
			f.fail(w, http.StatusMethodNotAllowed, "Pull Request is not mergeable")
			return
		}
		write(w, http.StatusOK, map[string]any{"sha": p.Merged, "merged": true, "message": "Pull Request successfully merged"})
	}
}

func (f *Forge) githubCommentOf(p *pull, c Comment) map[string]any {
	return map[string]any{"id": c.ID, "body": c.Body, "user": f.githubUser(c.Author), "html_url": fmt.Sprint(f.pageOf(p.Number), "#issuecomment-", c.ID)}
}
