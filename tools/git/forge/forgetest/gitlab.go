package forgetest

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// gitlabAPI answers the API of GitLab. Sources: https://docs.gitlab.com/api/projects/, /api/project_forks/, /api/branches/, /api/commits/,
// /api/repository_files/, /api/merge_requests/ and /api/notes/ there.
func (f *Forge) gitlabAPI() {
	handle := func(pattern string, do http.HandlerFunc) {
		f.api.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Gitlab-Meta", `{"correlation_id":"`+random(8)+`","version":"1"}`)
			do(w, r)
		})
	}
	handle("GET /api/v4/version", f.signed(func(w http.ResponseWriter, _ *http.Request, _ *User) {
		write(w, http.StatusOK, map[string]any{"version": "18.6.0", "revision": "0"})
	}))
	handle("GET /api/v4/user", f.signed(func(w http.ResponseWriter, _ *http.Request, u *User) {
		answer := f.gitlabUser(u)
		answer["email"], answer["commit_email"] = u.Email, u.Email
		write(w, http.StatusOK, answer)
	}))
	const project = "/api/v4/projects/{id}"
	const merge = project + "/merge_requests/{number}"
	for pattern, do := range map[string]handler{
		"GET " + project:                                  f.gitlabShow,
		"GET " + project + "/forks":                       f.gitlabForks,
		"GET " + project + "/repository/branches/{b}":     f.gitlabBranch,
		"GET " + project + "/repository/files/{path}":     f.gitlabFile,
		"GET " + project + "/repository/files/{path}/raw": f.gitlabRaw,
		"GET " + project + "/merge_requests":              f.gitlabMerges,
		"GET " + merge:                                    f.gitlabMerge,
		"GET " + project + "/repository/commits/{hash}":   f.gitlabShowCommit,
		"GET " + project + "/repository/tree":             f.gitlabTree,
		"GET " + project + "/repository/blobs/{hash}/raw": f.gitlabBlob,
		"GET " + merge + "/commits":                       f.gitlabCommits,
		"GET " + merge + "/changes":                       f.gitlabDiffs,
		"GET " + merge + "/diffs":                         f.gitlabDiffs,
	} {
		handle(pattern, f.gitlab(f.anybody, do))
	}
	for pattern, do := range map[string]handler{
		"POST " + project + "/fork":                f.gitlabFork,
		"POST " + project + "/repository/branches": f.gitlabNewBranch,
		"POST " + project + "/repository/commits":  f.gitlabCommit,
		"POST " + project + "/merge_requests":      f.gitlabPropose,
		"PUT " + merge:                             f.gitlabEdit,
		"PUT " + merge + "/merge":                  f.gitlabAccept,
		"GET " + merge + "/notes":                  f.listComments,
		"POST " + merge + "/notes":                 f.addComment,
		"PUT " + merge + "/notes/{comment}":        f.reword,
	} {
		handle(pattern, f.gitlab(f.signed, do))
	}
	handle("/api/v4/", func(w http.ResponseWriter, _ *http.Request) { f.fail(w, http.StatusNotFound, "Not Found") })
}

// gitlab looks up the account and the project of a request: by its number, or its path.
func (f *Forge) gitlab(who func(func(http.ResponseWriter, *http.Request, *User)) http.HandlerFunc, do handler) http.HandlerFunc {
	return who(func(w http.ResponseWriter, r *http.Request, u *User) {
		id := r.PathValue("id")
		repo := f.repositoryAt(id)
		for _, other := range f.repositories {
			if strconv.Itoa(other.id) == id {
				repo = other
			}
		}
		if repo == nil {
			f.fail(w, http.StatusNotFound, "Project Not Found")
			return
		}
		do(w, r, u, repo)
	})
}

func (f *Forge) gitlabUser(u *User) map[string]any {
	if u == nil {
		return nil
	}
	return map[string]any{"id": u.ID, "username": u.Login, "name": u.Login, "state": "active", "locked": false, "avatar_url": nil, "web_url": f.URL + "/" + u.Login}
}

// levels are the numbers of GitLab for rights: Developer, Maintainer and Owner. Source: https://docs.gitlab.com/api/access_requests/#valid-access-levels.
var levels = map[Right]int{Write: 30, Owner: 40}

func (f *Forge) gitlabProject(u *User, repo *repository) map[string]any {
	answer := map[string]any{
		"id": repo.id, "path": path.Base(repo.path), "name": path.Base(repo.path), "path_with_namespace": repo.path, "default_branch": "main",
		"web_url": f.URL + "/" + repo.path, "http_url_to_repo": f.addressOf(repo), "visibility": "public", "import_status": "finished",
		"merge_method": "merge", "squash_option": "default_off", "forks_count": len(f.repositories) - 1,
		"namespace": map[string]any{"path": path.Dir(repo.path), "full_path": path.Dir(repo.path)},
	}
	if u != nil {
		access := map[string]any{"project_access": nil, "group_access": nil}
		switch right := f.may(u, repo); {
		case repo.owner == u:
			access["project_access"] = map[string]any{"access_level": 50, "notification_level": 3}
		case right > Read:
			access["project_access"] = map[string]any{"access_level": levels[right], "notification_level": 3}
		}
		answer["permissions"] = access
	}
	if repo.owner != nil {
		base := f.repositories[0]
		answer["forked_from_project"] = map[string]any{"id": base.id, "path_with_namespace": base.path, "web_url": f.URL + "/" + base.path}
	}
	return answer
}

func (f *Forge) gitlabShow(w http.ResponseWriter, _ *http.Request, u *User, repo *repository) {
	write(w, http.StatusOK, f.gitlabProject(u, repo))
}

// gitlabFork begins a fork; it is there when import_status is finished, which the next question tells.
func (f *Forge) gitlabFork(w http.ResponseWriter, _ *http.Request, u *User, _ *repository) {
	if f.forkOf(u) != nil {
		taken := []string{"has already been taken"}
		write(w, http.StatusConflict, map[string]any{"message": map[string]any{"project_namespace.name": taken, "name": taken, "path": taken}})
		return
	}
	made, err := f.fork(u)
	if err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	answer := f.gitlabProject(u, made)
	answer["import_status"] = "scheduled"
	write(w, http.StatusCreated, answer)
}

func (f *Forge) gitlabForks(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	answer := []any{}
	for _, other := range f.repositories[1:] {
		if repo.owner == nil && (r.URL.Query().Get("owned") != "true" || other.owner == u) {
			answer = append(answer, f.gitlabProject(u, other))
		}
	}
	write(w, http.StatusOK, page(f.Kind, r, answer))
}

func (f *Forge) gitlabBranchAt(u *User, repo *repository, name string) map[string]any {
	commit := repo.branch(name)
	return map[string]any{"name": name, "merged": false, "protected": repo.protected[name], "default": name == "main",
		"can_push": f.mayPush(u, repo, name) && !repo.protected[name], "web_url": f.URL + "/" + repo.path + "/-/tree/" + name, "commit": f.gitlabCommitOf(repo, commit)}
}

// gitlabCommitOf describes a commit.
func (f *Forge) gitlabCommitOf(repo *repository, commit string) map[string]any {
	out, _ := repo.run("log", "-1", "--format=%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%s%x00%B", commit)
	parts := strings.Split(out, "\x00")
	if len(parts) < 9 {
		return nil
	}
	return map[string]any{"id": commit, "short_id": commit[:8], "parent_ids": strings.Fields(parts[0]), "author_name": parts[1], "author_email": parts[2], "authored_date": parts[3],
		"committer_name": parts[4], "committer_email": parts[5], "committed_date": parts[6], "created_at": parts[6], "title": parts[7], "message": parts[8],
		"web_url": f.URL + "/" + repo.path + "/-/commit/" + commit}
}

func (f *Forge) gitlabBranch(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	if repo.branch(r.PathValue("b")) == "" {
		f.fail(w, http.StatusNotFound, "Branch Not Found")
		return
	}
	write(w, http.StatusOK, f.gitlabBranchAt(u, repo, r.PathValue("b")))
}

func (f *Forge) gitlabNewBranch(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	question := struct{ Branch, Ref string }{r.URL.Query().Get("branch"), r.URL.Query().Get("ref")}
	if question.Branch == "" && !f.read(w, r, &question) {
		return
	}
	commit := cmp.Or(repo.branch(question.Ref), repo.commit(question.Ref))
	switch {
	case !f.mayPush(u, repo, question.Branch):
		f.fail(w, http.StatusForbidden, "Forbidden")
	case repo.branch(question.Branch) != "":
		write(w, http.StatusBadRequest, map[string]any{"message": "Branch already exists"})
	case commit == "":
		write(w, http.StatusBadRequest, map[string]any{"message": "Invalid reference name: " + question.Ref})
	default:
		if _, err := repo.run("update-ref", "refs/heads/"+question.Branch, commit, ""); err != nil {
			write(w, http.StatusBadRequest, map[string]any{"message": err.Error()})
			return
		}
		f.moved(repo, question.Branch)
		write(w, http.StatusCreated, f.gitlabBranchAt(u, repo, question.Branch))
	}
}

// gitlabRef returns the file that a request asks, or answers that it is not there.
func (f *Forge) gitlabRef(w http.ResponseWriter, r *http.Request, repo *repository) (commit string, text []byte, ok bool) {
	name := cmp.Or(r.URL.Query().Get("ref"), "main")
	if name == "HEAD" {
		name = "main"
	}
	commit = cmp.Or(repo.branch(name), repo.commit(name))
	if commit == "" {
		f.fail(w, http.StatusNotFound, "Commit Not Found")
		return "", nil, false
	}
	text, err := remotetest.Output(repo.dir, "cat-file", "blob", commit+":"+r.PathValue("path"))
	if err != nil {
		f.fail(w, http.StatusNotFound, "File Not Found")
		return "", nil, false
	}
	return commit, text, true
}

func (f *Forge) gitlabFile(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	commit, text, ok := f.gitlabRef(w, r, repo)
	if !ok {
		return
	}
	name := r.PathValue("path")
	blob, _ := repo.run("rev-parse", commit+":"+name)
	last, _ := repo.run("log", "-1", "--format=%H", commit, "--", name)
	sum := sha256.Sum256(text)
	write(w, http.StatusOK, map[string]any{"file_name": path.Base(name), "file_path": name, "size": len(text), "encoding": "base64",
		"content": base64.StdEncoding.EncodeToString(text), "content_sha256": hex.EncodeToString(sum[:]), "ref": cmp.Or(r.URL.Query().Get("ref"), "main"),
		"blob_id": blob, "commit_id": commit, "last_commit_id": last, "execute_filemode": false})
}

func (f *Forge) gitlabRaw(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	if _, text, ok := f.gitlabRef(w, r, repo); ok {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(text)
	}
}

// gitlabCommit makes a commit with some files. The account commits it, whoever wrote it.
func (f *Forge) gitlabCommit(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	var question struct {
		Branch      string
		StartBranch string `json:"start_branch"`
		StartSHA    string `json:"start_sha"`
		Message     string `json:"commit_message"`
		AuthorName  string `json:"author_name"`
		AuthorEmail string `json:"author_email"`
		Force       bool
		Actions     []struct {
			Action, Content, Encoding string
			Path                      string `json:"file_path"`
			Last                      string `json:"last_commit_id"`
		}
	}
	if !f.read(w, r, &question) {
		return
	}
	bad := func(message string) { write(w, http.StatusBadRequest, map[string]any{"message": message}) }
	if question.Branch == "" || question.Message == "" || question.Actions == nil {
		write(w, http.StatusBadRequest, map[string]any{"error": "branch is missing, commit_message is missing, actions is missing"})
		return
	}
	there := repo.branch(question.Branch)
	parent := there
	starts := question.StartBranch != "" || question.StartSHA != ""
	if starts {
		parent = cmp.Or(repo.branch(question.StartBranch), question.StartSHA)
	}
	switch {
	case f.may(u, repo) < Write && !f.mayPush(u, repo, question.Branch):
		f.fail(w, http.StatusForbidden, "Forbidden")
		return
	case repo.protected[question.Branch]:
		bad("You are not allowed to push into this branch")
		return
	case starts && there != "" && !question.Force && question.StartBranch != question.Branch:
		bad(fmt.Sprintf("A branch called '%s' already exists. Switch to that branch in order to make changes", question.Branch))
		return
	case repo.commit(parent) == "" || there == "" && !starts:
		bad("You can only create or edit files when you are on a branch")
		return
	}
	files := map[string][]byte{}
	for _, a := range question.Actions {
		_, err := repo.run("rev-parse", "--verify", "--quiet", parent+":"+a.Path)
		last, _ := repo.run("log", "-1", "--format=%H", parent, "--", a.Path)
		switch {
		case a.Action == "create" && err == nil:
			bad("A file with this name already exists")
			return
		case a.Action != "create" && err != nil:
			bad("A file with this name doesn't exist")
			return
		case a.Last != "" && a.Last != last:
			bad("You are attempting to update a file that has changed since you started editing it.")
			return
		}
		switch a.Action {
		case "create", "update":
			files[a.Path] = []byte(a.Content)
			if a.Encoding == "base64" {
				if files[a.Path], err = base64.StdEncoding.DecodeString(a.Content); err != nil {
					bad(err.Error())
					return
				}
			}
		case "delete":
			files[a.Path] = nil
		default:
			write(w, http.StatusBadRequest, map[string]any{"error": "actions[0][action] does not have a valid value"})
			return
		}
	}
	author := identity{cmp.Or(question.AuthorName, u.Login), cmp.Or(question.AuthorEmail, u.Email)}
	env := append(author.env("AUTHOR", time.Time{}), identity{u.Login, u.Email}.env("COMMITTER", time.Time{})...)
	made, err := repo.put(parent, question.Message, env, files)
	if err != nil {
		bad(err.Error())
		return
	}
	if _, err := repo.run("update-ref", "refs/heads/"+question.Branch, made); err != nil {
		bad(err.Error())
		return
	}
	f.moved(repo, question.Branch)
	write(w, http.StatusCreated, f.gitlabCommitOf(repo, made))
}

// gitlabState returns the word of GitLab for the state of a proposal.
func gitlabState(p *pull) string {
	if p.State == "open" {
		return "opened"
	}
	return p.State
}

func (f *Forge) gitlabMergeOf(p *pull) map[string]any {
	base := f.repositories[0]
	head := base.commit(p.Ref)
	from := f.forkPoint(p)
	answer := map[string]any{
		"id": 100 + p.Number, "iid": p.Number, "project_id": base.id, "title": p.Title, "description": p.Body, "state": gitlabState(p), "draft": f.isDraft(p),
		"source_branch": p.Head, "target_branch": p.Base, "source_project_id": p.head.id, "target_project_id": base.id, "author": f.gitlabUser(p.Author),
		"sha": head, "merge_commit_sha": nil, "squash_commit_sha": nil, "web_url": f.pageOf(p.Number), "allow_collaboration": p.Editable && p.head != base,
		"force_remove_source_branch": p.removes, "user_notes_count": len(p.Comments), "created_at": p.began.Format(time.RFC3339), "updated_at": p.changed.Format(time.RFC3339),
		"merged_at": nil, "closed_at": nil, "references": map[string]any{"short": fmt.Sprint("!", p.Number), "full": fmt.Sprint(Path, "!", p.Number)},
		"diff_refs": map[string]any{"base_sha": from, "start_sha": from, "head_sha": head},
	}
	if p.State == "merged" {
		answer["merged_at"], answer["merge_commit_sha"] = p.changed.Format(time.RFC3339), p.Merged
	}
	return answer
}

// gitlabMerges lists the newest merge requests first.
func (f *Forge) gitlabMerges(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	query := r.URL.Query()
	state, found := cmp.Or(query.Get("state"), "all"), []any{}
	for _, p := range slices.Backward(f.pulls) {
		switch {
		case repo != f.repositories[0] || state != "all" && state != gitlabState(p):
		case query.Get("source_branch") != "" && query.Get("source_branch") != p.Head, query.Get("target_branch") != "" && query.Get("target_branch") != p.Base:
		case query.Get("author_id") != "" && query.Get("author_id") != strconv.Itoa(p.Author.ID), query.Get("author_username") != "" && query.Get("author_username") != p.Author.Login:
		default:
			found = append(found, f.gitlabMergeOf(p))
		}
	}
	w.Header().Set("X-Total", strconv.Itoa(len(found)))
	write(w, http.StatusOK, page(f.Kind, r, found))
}

func (f *Forge) gitlabMerge(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	if p := f.pullAt(w, r, repo); p != nil {
		write(w, http.StatusOK, f.gitlabMergeOf(p))
	}
}

// gitlabPropose opens a merge request of a branch of the project that is asked, into target_project_id.
func (f *Forge) gitlabPropose(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	var question struct {
		Source        string `json:"source_branch"`
		Target        string `json:"target_branch"`
		TargetProject int    `json:"target_project_id"`
		Title         string
		Description   string
		Removes       bool  `json:"remove_source_branch"`
		Editable      *bool `json:"allow_collaboration"`
	}
	if !f.read(w, r, &question) {
		return
	}
	base := f.repositories[0]
	wrong := func(messages ...string) { write(w, http.StatusConflict, map[string]any{"message": messages}) }
	switch other := f.openFrom(repo, question.Source, question.Target); {
	case question.Source == "" || question.Target == "" || question.Title == "":
		write(w, http.StatusBadRequest, map[string]any{"error": "title is missing, source_branch is missing, target_branch is missing"})
	case f.may(u, repo) < Write:
		f.fail(w, http.StatusForbidden, "Forbidden")
	case repo != base && question.TargetProject != base.id:
		f.fail(w, http.StatusNotFound, "Not found") // one within the fork, which nobody means
	case other != nil:
		wrong(fmt.Sprintf("Another open merge request already exists for this source branch: !%d", other.Number))
	case repo.branch(question.Source) == "":
		write(w, http.StatusBadRequest, map[string]any{"message": []string{fmt.Sprintf("Source branch %q does not exist", question.Source)}})
	case base.branch(question.Target) == "":
		write(w, http.StatusBadRequest, map[string]any{"message": []string{fmt.Sprintf("Target branch %q does not exist", question.Target)}})
	default:
		p := &pull{Pull: Pull{Title: question.Title, Body: question.Description, Author: u, Head: question.Source, Base: question.Target, Editable: true}, head: repo, removes: question.Removes}
		if !f.opens(w, p, question.Editable) {
			return
		}
		write(w, http.StatusCreated, f.gitlabMergeOf(p))
	}
}

func (f *Forge) gitlabEdit(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	var question struct {
		Title       string
		Description *string
		Event       string `json:"state_event"`
	}
	if !f.read(w, r, &question) {
		return
	}
	if u != p.Author && f.may(u, repo) < Write {
		f.fail(w, http.StatusForbidden, "Forbidden")
		return
	}
	p.Title, p.changed = cmp.Or(question.Title, p.Title), time.Now().UTC()
	if question.Description != nil {
		p.Body = *question.Description
	}
	switch {
	case question.Event == "close" && p.State == "open":
		p.State = "closed"
	case question.Event == "reopen" && p.State == "closed":
		p.State = "open"
	}
	write(w, http.StatusOK, f.gitlabMergeOf(p))
}

// gitlabDiffs tells what a merge request changes: /diffs is a list, /changes a merge request with that list.
func (f *Forge) gitlabDiffs(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
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
		answer = append(answer, map[string]any{"old_path": file.name, "new_path": file.name, "a_mode": "100644", "b_mode": "100644", "diff": repo.hunks(from, head, file.name),
			"new_file": file.letter == "A", "renamed_file": false, "deleted_file": file.letter == "D", "generated_file": false, "collapsed": false, "too_large": false})
	}
	if strings.HasSuffix(r.URL.Path, "/diffs") {
		write(w, http.StatusOK, page(f.Kind, r, answer))
		return
	}
	merge := f.gitlabMergeOf(p)
	merge["changes"], merge["overflow"] = answer, false
	write(w, http.StatusOK, merge)
}

// hunks returns how a file differs between two commits, without the lines that name it.
func (r *repository) hunks(from, to, name string) string {
	text, _ := remotetest.Output(r.dir, "diff", "--no-renames", from, to, "--", name)
	if at := strings.Index(string(text), "\n@@ "); at >= 0 {
		return string(text[at+1:])
	}
	return ""
}

func (f *Forge) gitlabAccept(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	var question struct{ Squash bool }
	if r.Header.Get("Content-Type") != "" && !f.read(w, r, &question) {
		return
	}
	how := MergeCommit
	if question.Squash {
		how = Squash
	}
	switch {
	case f.may(u, repo) < Write:
		f.fail(w, http.StatusUnauthorized, "Unauthorized")
	case p.State != "open" || f.isDraft(p):
		f.fail(w, http.StatusMethodNotAllowed, "Method Not Allowed")
	default:
		if err := f.merge(p, how, u); err != nil {
			f.fail(w, http.StatusUnprocessableEntity, "Branch cannot be merged")
			return
		}
		write(w, http.StatusOK, f.gitlabMergeOf(p))
	}
}

func (f *Forge) gitlabNoteOf(p *pull, c Comment) map[string]any {
	return map[string]any{"id": c.ID, "type": nil, "body": c.Body, "author": f.gitlabUser(c.Author), "system": false, "noteable_id": 100 + p.Number, "noteable_type": "MergeRequest",
		"noteable_iid": p.Number, "resolvable": false, "confidential": false, "internal": false}
}
