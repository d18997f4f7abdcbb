package forgetest

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// What the API of each server says of the objects of Git: the commits of a proposal, one commit, all files in one, and the content of one. Gitea 1.26 was asked for
// the shapes; those of GitLab and GitHub are in https://docs.gitlab.com/api/commits/, https://docs.gitlab.com/api/repositories/,
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

// describedCommit describes a commit as Gitea and GitHub do alike: in a list what it says is below commit.
func (f *Forge) describedCommit(repo *repository, hash string, below bool) map[string]any {
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

func (f *Forge) describedCommits(repo *repository, hashes []string) []any {
	all := []any{}
	for _, hash := range hashes {
		all = append(all, f.describedCommit(repo, hash, true))
	}
	return all
}

// describedTree describes the files of a commit as Gitea and GitHub do alike.
func describedTree(files []file) []any {
	all := []any{}
	for _, e := range files {
		one := map[string]any{"path": e.name, "mode": e.mode, "type": e.kind, "sha": e.hash}
		if e.kind == "blob" {
			one["size"] = e.size
		}
		all = append(all, one)
	}
	return all
}

func (f *Forge) giteaCommits(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	if p := f.giteaPullAt(w, r, repo); p != nil {
		write(w, http.StatusOK, page(f.Kind, r, f.describedCommits(repo, f.own(p))))
	}
}

func (f *Forge) giteaCommit(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.PathValue("hash"))
	if hash == "" {
		f.giteaMissing(w)
		return
	}
	write(w, http.StatusOK, f.describedCommit(repo, hash, true))
}

// giteaTree answers a tree in pages, of 1000 at most, and says whether more follow.
func (f *Forge) giteaTree(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.PathValue("hash"))
	if hash == "" {
		f.giteaMissing(w)
		return
	}
	query := r.URL.Query()
	number, _ := strconv.Atoi(query.Get("page"))
	size, _ := strconv.Atoi(query.Get("per_page"))
	if size < 1 || size > 1000 {
		size = 1000
	}
	all := describedTree(repo.files(hash))
	from := min((max(number, 1)-1)*size, len(all))
	to := min(from+size, len(all))
	write(w, http.StatusOK, map[string]any{"sha": hash, "tree": all[from:to], "truncated": to < len(all), "page": max(number, 1), "total_count": len(all)})
}

func (f *Forge) giteaBlob(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	text, ok := repo.blob(r.PathValue("hash"))
	if !ok {
		f.giteaMissing(w)
		return
	}
	write(w, http.StatusOK, map[string]any{"sha": r.PathValue("hash"), "size": len(text), "encoding": "base64", "content": base64.StdEncoding.EncodeToString(text)})
}

func (f *Forge) gitlabCommits(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	p := f.gitlabAt(w, r, repo)
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
	if p := f.githubAt(w, r, repo); p != nil {
		hashes := f.own(p)
		slices.Reverse(hashes)
		write(w, http.StatusOK, page(f.Kind, r, f.describedCommits(repo, hashes)))
	}
}

func (f *Forge) githubBranch(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.branch(r.PathValue("branch"))
	if hash == "" {
		f.fail(w, http.StatusNotFound, "Branch not found")
		return
	}
	write(w, http.StatusOK, map[string]any{"name": r.PathValue("branch"), "commit": f.describedCommit(repo, hash, true), "protected": repo.protected[r.PathValue("branch")]})
}

func (f *Forge) githubCommit(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.PathValue("hash"))
	if hash == "" {
		f.fail(w, http.StatusNotFound, "Not Found")
		return
	}
	write(w, http.StatusOK, f.describedCommit(repo, hash, false))
}

func (f *Forge) githubTree(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	hash := repo.commit(r.PathValue("hash"))
	if hash == "" {
		f.fail(w, http.StatusNotFound, "Not Found")
		return
	}
	write(w, http.StatusOK, map[string]any{"sha": hash, "tree": describedTree(repo.files(hash)), "truncated": false})
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
