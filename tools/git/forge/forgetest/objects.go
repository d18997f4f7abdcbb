package forgetest

import (
	"cmp"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// What the API of each server says of the objects of Git: the commits of a proposal, one commit, all files in one, and the content of one. Those of
// GitLab and GitHub are in https://docs.gitlab.com/api/commits/, https://docs.gitlab.com/api/repositories/,
// https://docs.gitlab.com/api/merge_requests/ and https://docs.github.com/rest/git.

// forkPoint returns the commit at which a proposal went its own way: before it was merged, when it is.
func (f *Forge) forkPoint(p *pull) string {
	if p.fork != "" {
		return p.fork
	}
	hash, _ := f.repositories[0].run("merge-base", "refs/heads/"+p.Base, p.Ref)
	return hash
}

// own lists the commits of a proposal, the newest first.
func (f *Forge) own(p *pull) []string {
	out, _ := f.repositories[0].run("rev-list", p.Ref, "^"+f.forkPoint(p), "^refs/heads/"+p.Base)
	if p.State == "merged" {
		out, _ = f.repositories[0].run("rev-list", p.Ref, "^"+f.forkPoint(p))
	}
	return strings.Fields(out)
}

// file is a line of git ls-tree.
type file struct {
	mode, kind, hash, name string
	size                   int
}

// files lists the files and folders of a commit.
func (r *repository) files(commit string) []file {
	out, err := r.run("ls-tree", "-r", "-t", "-z", "-l", "--full-tree", commit)
	if err != nil {
		return nil
	}
	var all []file
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		about, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about)
		if len(fields) == 4 {
			size, _ := strconv.Atoi(fields[3])
			all = append(all, file{fields[0], fields[1], fields[2], name, size})
		}
	}
	return all
}

// blob returns the content of a file by its hash.
func (r *repository) blob(hash string) ([]byte, bool) {
	text, err := remotetest.Output(r.dir, "cat-file", "blob", hash)
	return text, err == nil
}

// githubCommitOf describes a commit: in a list what it says is below commit.
func (f *Forge) githubCommitOf(repo *repository, hash string, below bool) map[string]any {
	c := f.gitlabCommitOf(repo, hash)
	if c == nil {
		return nil
	}
	parents := []any{}
	for _, parent := range c["parent_ids"].([]string) {
		parents = append(parents, map[string]any{"sha": parent})
	}
	tree, _ := repo.run("rev-parse", hash+"^{tree}")
	said := map[string]any{
		"author":    map[string]any{"name": c["author_name"], "email": c["author_email"], "date": c["authored_date"]},
		"committer": map[string]any{"name": c["committer_name"], "email": c["committer_email"], "date": c["committed_date"]},
		"message":   c["message"], "tree": map[string]any{"sha": tree},
	}
	if below {
		return map[string]any{"sha": hash, "parents": parents, "commit": said, "author": nil, "committer": nil}
	}
	said["sha"], said["parents"] = hash, parents
	return said
}

// giteaCommitOf describes a commit. Where one would look for its tree, Gitea names the commit itself.
func (f *Forge) giteaCommitOf(repo *repository, hash string) (map[string]any, error) {
	c := f.gitlabCommitOf(repo, hash)
	if c == nil {
		return nil, errors.New("no commit: " + hash)
	}
	parents, files := []any{}, []any{}
	from := emptyTree
	for i, parent := range c["parent_ids"].([]string) {
		parents = append(parents, map[string]any{"sha": parent, "url": f.URL + "/api/v1/repos/" + repo.path + "/git/commits/" + parent, "created": "0001-01-01T00:00:00Z"})
		if i == 0 {
			from = parent
		}
	}
	changed, err := repo.changed(from, hash)
	if err != nil {
		return nil, err
	}
	added, deleted := 0, 0
	for _, file := range changed {
		files = append(files, map[string]any{"filename": file.name, "status": map[string]string{"A": "added", "M": "modified", "D": "removed"}[file.letter]})
		added, deleted = added+file.added, deleted+file.deleted
	}
	answer := with(shape("commit"), map[string]any{"sha": hash, "url": f.URL + "/api/v1/repos/" + repo.path + "/git/commits/" + hash,
		"html_url": f.URL + "/" + repo.path + "/commit/" + hash, "parents": parents, "files": files, "created": c["committed_date"], "author": nil, "committer": nil,
		"stats": map[string]any{"total": added + deleted, "additions": added, "deletions": deleted}})
	said := with(answer["commit"].(map[string]any), map[string]any{
		"url": answer["url"], "message": c["message"].(string) + "\n",
		"author":    map[string]any{"name": c["author_name"], "email": c["author_email"], "date": c["authored_date"]},
		"committer": map[string]any{"name": c["committer_name"], "email": c["committer_email"], "date": c["committed_date"]},
	})
	with(said["tree"].(map[string]any), map[string]any{"sha": hash, "created": c["committed_date"], "url": f.URL + "/api/v1/repos/" + repo.path + "/git/trees/" + hash})
	return answer, nil
}

// emptyTree is the tree without files, which git knows without having it.
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

// giteaCommitsOf describes commits.
func (f *Forge) giteaCommitsOf(repo *repository, hashes []string) ([]any, error) {
	all := []any{}
	for _, hash := range hashes {
		one, err := f.giteaCommitOf(repo, hash)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func (f *Forge) giteaCommits(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	all, err := f.giteaCommitsOf(repo, f.own(p))
	if err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	write(w, http.StatusOK, page(f.Kind, r, all))
}

func (f *Forge) giteaCommit(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	one, err := f.giteaCommitOf(repo, cmp.Or(repo.commit(r.PathValue("hash")), r.PathValue("hash")))
	if err != nil {
		f.missing(w)
		return
	}
	write(w, http.StatusOK, one)
}

// giteaTree answers a tree in pages, of 1000 at most, and says whether more follow.
func (f *Forge) giteaTree(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	name := r.PathValue("hash")
	hash := repo.commit(name)
	if hash == "" {
		f.fail(w, http.StatusBadRequest, "sha not found ["+name+"]")
		return
	}
	query := r.URL.Query()
	number, _ := strconv.Atoi(query.Get("page"))
	size, _ := strconv.Atoi(query.Get("per_page"))
	if size < 1 || size > 1000 {
		size = 1000
	}
	api := f.URL + "/api/v1/repos/" + repo.path + "/git/"
	all := []any{}
	for _, e := range repo.files(hash) {
		if query.Get("recursive") == "true" || !strings.Contains(e.name, "/") {
			all = append(all, map[string]any{"path": e.name, "mode": e.mode, "type": e.kind, "size": e.size, "sha": e.hash, "url": api + e.kind + "s/" + e.hash})
		}
	}
	from := min((max(number, 1)-1)*size, len(all))
	to := min(from+size, len(all))
	write(w, http.StatusOK, with(shape("tree"), map[string]any{"sha": hash, "url": api + "trees/" + hash, "tree": all[from:to], "truncated": to < len(all), "page": max(number, 1),
		"total_count": len(all)}))
}

func (f *Forge) giteaBlob(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := r.PathValue("hash")
	text, ok := repo.blob(hash)
	if !ok {
		f.fail(w, http.StatusBadRequest, "object does not exist [id: "+hash+", rel_path: ]")
		return
	}
	write(w, http.StatusOK, with(shape("blob"), map[string]any{"sha": hash, "size": len(text), "content": base64.StdEncoding.EncodeToString(text),
		"url": f.URL + "/api/v1/repos/" + repo.path + "/git/blobs/" + hash}))
}

func (f *Forge) gitlabCommits(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	all := []any{}
	for _, hash := range f.own(p) {
		all = append(all, f.gitlabCommitOf(repo, hash))
	}
	write(w, http.StatusOK, page(f.Kind, r, all))
}

func (f *Forge) gitlabShowCommit(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.PathValue("hash"))
	if hash == "" {
		f.fail(w, http.StatusNotFound, "Commit Not Found")
		return
	}
	write(w, http.StatusOK, f.gitlabCommitOf(repo, hash))
}

func (f *Forge) gitlabTree(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.URL.Query().Get("ref"))
	if hash == "" || r.URL.Query().Get("recursive") != "true" {
		f.fail(w, http.StatusNotFound, "Tree Not Found")
		return
	}
	all := []any{}
	for _, e := range repo.files(hash) {
		all = append(all, map[string]any{"id": e.hash, "name": e.name[strings.LastIndexByte(e.name, '/')+1:], "type": e.kind, "path": e.name, "mode": e.mode})
	}
	write(w, http.StatusOK, page(f.Kind, r, all))
}

func (f *Forge) gitlabBlob(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	text, ok := repo.blob(r.PathValue("hash"))
	if !ok {
		f.fail(w, http.StatusNotFound, "Blob Not Found")
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(text)
}

// githubCommits lists the commits of a pull request, the oldest first.
func (f *Forge) githubCommits(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	if p := f.pullAt(w, r, repo); p != nil {
		hashes := f.own(p)
		slices.Reverse(hashes)
		all := []any{}
		for _, hash := range hashes {
			all = append(all, f.githubCommitOf(repo, hash, true))
		}
		write(w, http.StatusOK, page(f.Kind, r, all))
	}
}

func (f *Forge) githubBranch(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.branch(r.PathValue("branch"))
	if hash == "" {
		f.fail(w, http.StatusNotFound, "Branch not found")
		return
	}
	write(w, http.StatusOK, map[string]any{"name": r.PathValue("branch"), "commit": f.githubCommitOf(repo, hash, true), "protected": repo.protected[r.PathValue("branch")]})
}

func (f *Forge) githubCommit(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.PathValue("hash"))
	if hash == "" {
		f.fail(w, http.StatusNotFound, "Not Found")
		return
	}
	write(w, http.StatusOK, f.githubCommitOf(repo, hash, false))
}

func (f *Forge) githubTree(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.PathValue("hash"))
	if hash == "" {
		f.fail(w, http.StatusNotFound, "Not Found")
		return
	}
	all := []any{}
	for _, e := range repo.files(hash) {
		one := map[string]any{"path": e.name, "mode": e.mode, "type": e.kind, "sha": e.hash}
		if e.kind == "blob" {
			one["size"] = e.size
		}
		all = append(all, one)
	}
	write(w, http.StatusOK, map[string]any{"sha": hash, "tree": all, "truncated": false})
}

func (f *Forge) githubBlob(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	text, ok := repo.blob(r.PathValue("hash"))
	switch {
	case !ok:
		f.fail(w, http.StatusNotFound, "Not Found")
	case strings.Contains(r.Header.Get("Accept"), "raw"):
		w.Header().Set("Content-Type", "application/vnd.github.raw+json")
		_, _ = w.Write(text)
	default:
		write(w, http.StatusOK, map[string]any{"sha": r.PathValue("hash"), "size": len(text), "encoding": "base64", "content": base64.StdEncoding.EncodeToString(text)})
	}
}
