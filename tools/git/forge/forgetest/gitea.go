package forgetest

import (
	"cmp"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// recorded are answers of a Gitea 1.26. An empty object stands for one that has a file of its own.
//
//go:embed testdata/gitea
var recorded embed.FS

// shape returns an answer as Gitea gave it, to change what is different here.
func shape(name string) map[string]any {
	text, err := recorded.ReadFile("testdata/gitea/" + name + ".json")
	if err != nil {
		panic(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil {
		panic(err)
	}
	return answer
}

// with sets fields of an answer.
func with(answer map[string]any, fields map[string]any) map[string]any {
	for name, value := range fields {
		if _, ok := answer[name]; !ok && name != "parent" && name != "permissions" {
			panic("Gitea has no field " + name)
		}
		answer[name] = value
	}
	return answer
}

// giteaAPI answers the API of Gitea and Forgejo. Source: routers/api/v1 of Gitea 1.26.
func (f *Forge) giteaAPI() {
	version := "1.26.0"
	if f.Kind == forge.Forgejo {
		version = "15.0.0+gitea-1.22.0"
		f.api.HandleFunc("GET /api/forgejo/v1/version", func(w http.ResponseWriter, _ *http.Request) {
			write(w, http.StatusOK, map[string]any{"version": version})
		})
	}
	f.api.HandleFunc("GET /api/v1/version", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusOK, map[string]any{"version": version})
	})
	f.api.HandleFunc("GET /api/v1/user", f.signed(func(w http.ResponseWriter, _ *http.Request, u *User) {
		write(w, http.StatusOK, f.giteaUser(u))
	}))
	const repo = "/api/v1/repos/{owner}/{repo}"
	f.api.HandleFunc("GET "+repo, f.named(f.anybody, f.giteaShow))
	f.api.HandleFunc("POST "+repo+"/forks", f.named(f.signed, f.giteaFork))
	f.api.HandleFunc("GET "+repo+"/branches/{branch...}", f.named(f.anybody, f.giteaBranch))
	f.api.HandleFunc("POST "+repo+"/branches", f.named(f.signed, f.giteaNewBranch))
	f.api.HandleFunc("DELETE "+repo+"/branches/{branch...}", f.named(f.signed, f.giteaNoBranch))
	f.api.HandleFunc("GET "+repo+"/contents/{path...}", f.named(f.anybody, f.giteaContents))
	f.api.HandleFunc("POST "+repo+"/contents/{path...}", f.named(f.signed, f.giteaWrite))
	f.api.HandleFunc("PUT "+repo+"/contents/{path...}", f.named(f.signed, f.giteaWrite))
	f.api.HandleFunc("GET "+repo+"/raw/{path...}", f.named(f.anybody, f.giteaRaw))
	f.api.HandleFunc("GET "+repo+"/compare/{range...}", f.named(f.anybody, f.giteaCompare))
	f.api.HandleFunc("GET "+repo+"/pulls", f.named(f.anybody, f.giteaPulls))
	f.api.HandleFunc("POST "+repo+"/pulls", f.named(f.signed, f.giteaPropose))
	f.api.HandleFunc("GET "+repo+"/pulls/{number}", f.named(f.anybody, f.giteaPull))
	f.api.HandleFunc("PATCH "+repo+"/pulls/{number}", f.named(f.signed, f.giteaEdit))
	f.api.HandleFunc("GET "+repo+"/pulls/{number}/files", f.named(f.anybody, f.giteaFiles))
	f.api.HandleFunc("GET "+repo+"/pulls/{number}/commits", f.named(f.anybody, f.giteaCommits))
	f.api.HandleFunc("GET "+repo+"/git/commits/{hash}", f.named(f.anybody, f.giteaCommit))
	f.api.HandleFunc("GET "+repo+"/git/trees/{hash}", f.named(f.anybody, f.giteaTree))
	f.api.HandleFunc("GET "+repo+"/git/blobs/{hash}", f.named(f.anybody, f.giteaBlob))
	f.api.HandleFunc("POST "+repo+"/pulls/{number}/merge", f.named(f.signed, f.giteaMerge))
	f.api.HandleFunc("GET "+repo+"/issues/{number}/comments", f.named(f.anybody, f.listComments))
	f.api.HandleFunc("POST "+repo+"/issues/{number}/comments", f.named(f.signed, f.addComment))
	f.api.HandleFunc("PATCH "+repo+"/issues/comments/{comment}", f.named(f.signed, f.reword))
	f.api.HandleFunc("/api/v1/", func(w http.ResponseWriter, _ *http.Request) { f.missing(w) })
}

func (f *Forge) giteaUser(u *User) map[string]any {
	if u == nil {
		return nil
	}
	return with(shape("user"), map[string]any{"id": u.ID, "login": u.Login, "username": u.Login, "email": u.Email, "html_url": f.URL + "/" + u.Login,
		"avatar_url": f.URL + "/avatars/" + u.Login})
}

func (f *Forge) giteaRepository(u *User, repo *repository) map[string]any {
	owner := repo.owner
	if owner == nil {
		owner = &User{ID: 5, Login: path.Dir(repo.path)}
	}
	right := f.may(u, repo)
	answer := with(shape("repository"), map[string]any{
		"id": repo.id, "owner": f.giteaUser(owner), "full_name": repo.path, "fork": repo.owner != nil,
		"url": f.URL + "/api/v1/repos/" + repo.path, "html_url": f.URL + "/" + repo.path, "clone_url": f.addressOf(repo), "ssh_url": "",
		"languages_url": f.URL + "/api/v1/repos/" + repo.path + "/languages", "empty": repo.branch("main") == "",
		"permissions": map[string]any{"admin": right == Owner, "push": right >= Write, "pull": true},
	})
	if repo.owner != nil {
		answer["parent"] = f.giteaRepository(u, f.repositories[0])
	}
	return answer
}

func (f *Forge) giteaShow(w http.ResponseWriter, _ *http.Request, u *User, repo *repository) {
	write(w, http.StatusOK, f.giteaRepository(u, repo))
}

func (f *Forge) giteaFork(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	var question struct{ Name, Organization string }
	if !f.read(w, r, &question) {
		return
	}
	if own := f.forkOf(u); own != nil {
		f.fail(w, http.StatusConflict, fmt.Sprintf("repository is already forked by user [uname: %s, repo path: %s, fork path: %s]", u.Login, repo.path, own.path))
		return
	}
	made, err := f.fork(u)
	if err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	write(w, http.StatusAccepted, f.giteaRepository(u, made))
}

// forkOf returns the fork of somebody, or nil.
func (f *Forge) forkOf(u *User) *repository {
	for _, r := range f.repositories {
		if r.owner == u && u != nil {
			return r
		}
	}
	return nil
}

func (f *Forge) giteaBranch(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	name := r.PathValue("branch")
	commit := repo.branch(name)
	if commit == "" {
		f.missing(w)
		return
	}
	write(w, http.StatusOK, f.giteaBranchAt(u, repo, name, commit))
}

func (f *Forge) giteaBranchAt(u *User, repo *repository, name, commit string) map[string]any {
	answer := with(shape("branch"), map[string]any{"name": name, "protected": repo.protected[name], "user_can_push": f.mayPush(u, repo, name) && !repo.protected[name]})
	message, _ := repo.run("log", "-1", "--format=%B", commit)
	with(answer["commit"].(map[string]any), map[string]any{"id": commit, "url": f.URL + "/" + repo.path + "/commit/" + commit, "message": message + "\n"})
	return answer
}

func (f *Forge) giteaNewBranch(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	var question struct {
		Name string `json:"new_branch_name"`
		Old  string `json:"old_ref_name"`
	}
	if !f.read(w, r, &question) {
		return
	}
	commit := repo.commit(cmp.Or(question.Old, "main"))
	switch {
	case !f.mayPush(u, repo, question.Name):
		f.fail(w, http.StatusForbidden, "user should have a permission to write to the target branch")
	case repo.branch(question.Name) != "":
		f.fail(w, http.StatusConflict, "The branch already exists.")
	case commit == "":
		f.fail(w, http.StatusInternalServerError, "")
	default:
		if _, err := repo.run("update-ref", "refs/heads/"+question.Name, commit, ""); err != nil {
			f.fail(w, http.StatusUnprocessableEntity, err.Error())
			return
		}
		f.moved(repo, question.Name)
		write(w, http.StatusCreated, f.giteaBranchAt(u, repo, question.Name, commit))
	}
}

func (f *Forge) giteaNoBranch(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	name := r.PathValue("branch")
	switch {
	case repo.branch(name) == "":
		f.missing(w)
	case !f.mayPush(u, repo, name) || repo.protected[name] || name == "main":
		f.fail(w, http.StatusForbidden, "branch protected")
	default:
		if _, err := repo.run("update-ref", "-d", "refs/heads/"+name); err != nil {
			f.fail(w, http.StatusInternalServerError, err.Error())
			return
		}
		f.moved(repo, name)
		w.WriteHeader(http.StatusNoContent)
	}
}

// giteaContentsAt describes a file in a commit, which branch is the name of; nil when it is not there.
func (f *Forge) giteaContentsAt(repo *repository, branch, commit, name string) map[string]any {
	blob, err := repo.run("rev-parse", "--verify", "--quiet", commit+":"+name)
	if err != nil {
		return nil
	}
	text, err := remotetest.Output(repo.dir, "cat-file", "blob", blob)
	if err != nil {
		return nil // a folder, which nobody asks for
	}
	last, _ := repo.run("log", "-1", "--format=%H", commit, "--", name)
	api, encoded := f.URL+"/api/v1/repos/"+repo.path, escaped(name)
	self, page, git := api+"/contents/"+encoded+"?ref="+url.QueryEscape(branch), f.URL+"/"+repo.path+"/src/branch/"+branch+"/"+encoded, api+"/git/blobs/"+blob
	return with(shape("contents"), map[string]any{
		"name": path.Base(name), "path": name, "sha": blob, "last_commit_sha": last, "size": len(text), "content": base64.StdEncoding.EncodeToString(text),
		"url": self, "html_url": page, "git_url": git, "download_url": f.URL + "/" + repo.path + "/raw/branch/" + branch + "/" + encoded,
		"_links": map[string]any{"self": self, "git": git, "html": page},
	})
}

// giteaRef returns the commit of a request with ?ref=, which may be a branch, a tag or a commit but no other reference, and the name that it has there.
func giteaRef(r *http.Request, repo *repository) (name, commit string) {
	name = cmp.Or(r.URL.Query().Get("ref"), "main")
	if commit = repo.branch(name); commit == "" && len(name) == 40 {
		commit = repo.commit(name)
	}
	return name, commit
}

func (f *Forge) giteaContents(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	name, commit := giteaRef(r, repo)
	if commit == "" {
		f.missing(w)
		return
	}
	answer := f.giteaContentsAt(repo, name, commit, r.PathValue("path"))
	if answer == nil {
		f.missing(w)
		return
	}
	write(w, http.StatusOK, answer)
}

func (f *Forge) giteaRaw(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	_, commit := giteaRef(r, repo)
	text, err := remotetest.Output(repo.dir, "cat-file", "blob", commit+":"+r.PathValue("path"))
	if commit == "" || err != nil {
		f.missing(w)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write(text)
}

// identity is who made or wrote a commit.
type identity struct{ Name, Email string }

// env sets a role, AUTHOR or COMMITTER, in the environment of git; the zero value of the date stands for now.
func (i identity) env(role string, date time.Time) []string {
	if date.IsZero() {
		date = time.Now()
	}
	return []string{"GIT_" + role + "_NAME=" + i.Name, "GIT_" + role + "_EMAIL=" + i.Email, "GIT_" + role + "_DATE=" + date.Format(time.RFC3339)}
}

// giteaWrite makes a commit with one file: a new one, or with the sha of what is there now the next version of it.
func (f *Forge) giteaWrite(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	var question struct {
		Branch            string
		NewBranch         string `json:"new_branch"`
		Message, SHA      string
		Content           string
		Author, Committer identity
		Dates             struct{ Author, Committer time.Time }
	}
	if !f.read(w, r, &question) {
		return
	}
	name := r.PathValue("path")
	from := cmp.Or(question.Branch, "main")
	to := cmp.Or(question.NewBranch, from)
	text, err := base64.StdEncoding.DecodeString(question.Content)
	update := r.Method == http.MethodPut && question.SHA != ""
	commit := repo.branch(from)
	blob, _ := repo.run("rev-parse", "--verify", "--quiet", commit+":"+name)
	switch {
	case !f.mayPush(u, repo, to):
		f.fail(w, http.StatusForbidden, "user should have a permission to write to the target branch")
		return
	case err != nil:
		f.fail(w, http.StatusUnprocessableEntity, err.Error())
		return
	case to != from && repo.branch(to) != "":
		f.fail(w, http.StatusUnprocessableEntity, fmt.Sprintf("branch already exists [name: %s]", to))
		return
	case repo.protected[to]:
		f.fail(w, http.StatusForbidden, fmt.Sprintf("user cannot commit to repo [user: %s]", u.Login))
		return
	case commit == "":
		f.fail(w, http.StatusNotFound, fmt.Sprintf("branch does not exist [repo_id: %d name: %s]", repo.id, from))
		return
	case !update && blob != "":
		f.fail(w, http.StatusUnprocessableEntity, fmt.Sprintf("repository file already exists [path: %s]", name))
		return
	case update && blob == "":
		f.missing(w)
		return
	case update && blob != question.SHA:
		f.fail(w, http.StatusUnprocessableEntity, fmt.Sprintf("sha does not match [given: %s, expected: %s]", question.SHA, blob))
		return
	}
	// With one of author and committer, that is the other too; with none it is the account.
	own := identity{u.Login, u.Email}
	author := cmp.Or(question.Author, question.Committer, own)
	committer := cmp.Or(question.Committer, question.Author, own)
	env := append(author.env("AUTHOR", question.Dates.Author), committer.env("COMMITTER", question.Dates.Committer)...)
	made, err := repo.put(commit, question.Message, env, map[string][]byte{name: text})
	if err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	if _, err := repo.run("update-ref", "refs/heads/"+to, made); err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	f.moved(repo, to)
	answer := shape("file")
	answer["content"] = f.giteaContentsAt(repo, to, made, name)
	parents := []any{map[string]any{"sha": commit, "url": f.URL + "/api/v1/repos/" + repo.path + "/git/commits/" + commit, "created": "0001-01-01T00:00:00Z"}}
	with(answer["commit"].(map[string]any), map[string]any{"sha": made, "parents": parents, "message": question.Message + "\n", "html_url": f.URL + "/" + repo.path + "/commit/" + made,
		"url": f.URL + "/api/v1/repos/" + repo.path + "/git/commits/" + made})
	status := http.StatusCreated
	if update {
		status = http.StatusOK
	}
	write(w, status, answer)
}

// put makes a commit on top of another, with these files changed; one that is nil goes. It moves no branch.
func (r *repository) put(parent, message string, env []string, files map[string][]byte) (string, error) {
	run := func(input string, args ...string) (string, error) {
		return remotetest.Run(r.dir, input, append(env, "GIT_INDEX_FILE="+path.Join(r.dir, "index-of-the-api")), args...)
	}
	if _, err := run("", "read-tree", parent); err != nil {
		return "", err
	}
	for name, text := range files {
		if text == nil {
			if _, err := run("", "update-index", "--force-remove", name); err != nil {
				return "", err
			}
			continue
		}
		blob, err := run(string(text), "hash-object", "-w", "--stdin")
		if err != nil {
			return "", err
		}
		if _, err := run("", "update-index", "--add", "--cacheinfo", "100644,"+blob+","+name); err != nil {
			return "", err
		}
	}
	tree, err := run("", "write-tree")
	if err != nil {
		return "", err
	}
	return run(message, "commit-tree", "-p", parent, tree)
}

// giteaPullOf describes a proposal to somebody. One without a branch has its reference for that.
func (f *Forge) giteaPullOf(u *User, p *pull) map[string]any {
	base := f.repositories[0]
	head, label := p.Head, p.Head
	if p.AGit {
		head, label = p.Ref, ""
	}
	answer := with(shape("pull"), map[string]any{
		"id": p.Number, "number": p.Number, "url": f.pageOf(p.Number), "html_url": f.pageOf(p.Number), "diff_url": f.pageOf(p.Number) + ".diff",
		"patch_url": f.pageOf(p.Number) + ".patch", "user": f.giteaUser(p.Author), "title": p.Title, "body": p.Body, "state": "open", "draft": f.isDraft(p),
		"comments": len(p.Comments), "merged": p.State == "merged", "merged_at": nil, "merge_commit_sha": nil, "merged_by": nil, "closed_at": nil,
		"allow_maintainer_edit": p.Editable, "merge_base": f.forkPoint(p), "created_at": p.began.Format(time.RFC3339), "updated_at": p.changed.Format(time.RFC3339),
		"base": map[string]any{"label": p.Base, "ref": p.Base, "sha": base.branch(p.Base), "repo_id": base.id, "repo": f.giteaRepository(u, base)},
		"head": map[string]any{"label": label, "ref": head, "sha": base.commit(p.Ref), "repo_id": p.head.id, "repo": f.giteaRepository(u, p.head)},
	})
	if p.State != "open" {
		answer["state"], answer["closed_at"] = "closed", p.changed.Format(time.RFC3339)
	}
	if p.State == "merged" {
		answer["merged_at"], answer["merge_commit_sha"], answer["merged_by"] = p.changed.Format(time.RFC3339), p.Merged, f.giteaUser(p.mergedBy)
	}
	return answer
}

// giteaPulls lists the newest proposals first.
func (f *Forge) giteaPulls(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	found := []*pull{}
	state := cmp.Or(r.URL.Query().Get("state"), "open")
	for _, p := range slices.Backward(f.pulls) {
		if repo == f.repositories[0] && (state == "all" || (state == "open") == (p.State == "open")) {
			found = append(found, p)
		}
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(len(found)))
	answer := []any{}
	for _, p := range page(f.Kind, r, found) {
		answer = append(answer, f.giteaPullOf(u, p))
	}
	write(w, http.StatusOK, answer)
}

func (f *Forge) giteaPropose(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	var question struct {
		Head, Base, Title, Body string
		Editable                *bool `json:"allow_maintainer_edit"`
	}
	if !f.read(w, r, &question) {
		return
	}
	if question.Head == "" || question.Base == "" || question.Title == "" {
		f.fail(w, http.StatusUnprocessableEntity, "[Head]: Required")
		return
	}
	from, head := f.headOf(repo, question.Head)
	if repo != f.repositories[0] || from == nil || from.branch(head) == "" || repo.branch(question.Base) == "" {
		f.missing(w)
		return
	}
	if other := f.openFrom(from, head, question.Base); other != nil {
		f.fail(w, http.StatusConflict, fmt.Sprintf("pull request already exists for these targets [id: %d, issue_id: %[1]d, head_repo_id: %d, base_repo_id: %d, head_branch: %s, base_branch: %s]",
			other.Number, from.id, repo.id, head, question.Base))
		return
	}
	p := &pull{Pull: Pull{Title: question.Title, Body: question.Body, Author: u, Head: head, Base: question.Base, Editable: true}, head: from}
	if !f.opens(w, p, question.Editable) {
		return
	}
	write(w, http.StatusCreated, f.giteaPullOf(u, p))
}

func (f *Forge) giteaPull(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	if p := f.pullAt(w, r, repo); p != nil {
		write(w, http.StatusOK, f.giteaPullOf(u, p))
	}
}

func (f *Forge) giteaEdit(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	var question struct {
		Title       string
		Body, State *string
		Editable    *bool `json:"allow_maintainer_edit"`
	}
	if !f.read(w, r, &question) {
		return
	}
	if u != p.Author && f.may(u, repo) < Write {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if question.State != nil && p.State == "merged" {
		f.fail(w, http.StatusPreconditionFailed, "cannot change state of this pull request, it was already merged")
		return
	}
	p.Title, p.changed = cmp.Or(question.Title, p.Title), time.Now().UTC()
	if question.Body != nil {
		p.Body = *question.Body
	}
	if question.State != nil {
		p.State = *question.State
	}
	if question.Editable != nil {
		p.Editable = *question.Editable
	}
	write(w, http.StatusCreated, f.giteaPullOf(u, p))
}

// changed lists what lies between two commits, as git diff --name-status and --numstat tell: the name of each file, of what became of it a letter,
// and the numbers of lines.
func (r *repository) changed(from, to string) (files []changedFile, err error) {
	out, err := r.run("diff", "--no-renames", "--name-status", "-z", from, to)
	if err != nil {
		return nil, err
	}
	parts := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	for i := 0; i+1 < len(parts); i += 2 {
		file := changedFile{name: parts[i+1], letter: parts[i]}
		numbers, err := r.run("diff", "--no-renames", "--numstat", from, to, "--", file.name)
		if err != nil {
			return nil, err
		}
		_, _ = fmt.Sscan(numbers, &file.added, &file.deleted)
		files = append(files, file)
	}
	return files, nil
}

type changedFile struct {
	name, letter   string
	added, deleted int
}

func (f *Forge) giteaFiles(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	_, head, files, ok := f.changes(w, repo, p)
	if !ok {
		return
	}
	answer := []any{}
	for _, file := range page(f.Kind, r, files) {
		name := escaped(file.name)
		answer = append(answer, with(shape("changed"), map[string]any{
			"filename": file.name, "status": map[string]string{"A": "added", "M": "changed", "D": "deleted"}[file.letter],
			"additions": file.added, "deletions": file.deleted, "changes": file.added + file.deleted,
			"html_url":     f.URL + "/" + repo.path + "/src/commit/" + head + "/" + name,
			"contents_url": f.URL + "/api/v1/repos/" + repo.path + "/contents/" + name + "?ref=" + head,
			"raw_url":      f.URL + "/" + repo.path + "/raw/commit/" + head + "/" + name,
		}))
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(len(files)))
	write(w, http.StatusOK, answer)
}

// giteaCompare tells the commits of BASE...HEAD and which files each changed, not what in them.
func (f *Forge) giteaCompare(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	base, head, ok := strings.Cut(r.PathValue("range"), "...")
	commit := func(name string) string { return cmp.Or(repo.branch(name), repo.commit(name)) }
	if !ok || commit(base) == "" || commit(head) == "" {
		f.missing(w)
		return
	}
	out, err := repo.run("rev-list", commit(base)+".."+commit(head))
	if err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	commits, err := f.giteaCommitsOf(repo, strings.Fields(out))
	if err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	write(w, http.StatusOK, with(shape("compare"), map[string]any{"total_commits": len(commits), "commits": commits}))
}

func (f *Forge) giteaMerge(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	var question struct{ Do How }
	if !f.read(w, r, &question) {
		return
	}
	switch {
	case f.may(u, repo) < Write:
		f.fail(w, http.StatusMethodNotAllowed, "User not allowed to merge PR")
	case p.State == "merged":
		f.fail(w, http.StatusMethodNotAllowed, "The PR is already merged")
	case p.State != "open" || f.isDraft(p):
		f.fail(w, http.StatusMethodNotAllowed, "Please try again later")
	default:
		if err := f.merge(p, question.Do, u); err != nil {
			f.fail(w, http.StatusConflict, err.Error())
		}
	}
}

func (f *Forge) giteaCommentOf(p *pull, c Comment) map[string]any {
	return with(shape("comment"), map[string]any{"id": c.ID, "body": c.Body, "user": f.giteaUser(c.Author), "pull_request_url": f.pageOf(p.Number),
		"html_url": fmt.Sprint(f.pageOf(p.Number), "#issuecomment-", c.ID)})
}
