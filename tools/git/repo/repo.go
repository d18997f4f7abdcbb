// Package repo opens a Git repository and reads its objects, references and settings. It writes objects, remote-tracking references and files of
// dilemma below .git. It never touches the index, HEAD, a branch of the user or a working file.
package repo

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

var (
	// ErrNoRepository means that a folder is not in a Git repository.
	ErrNoRepository = errors.New("no repository")
	// ErrNoRevision means that a name does not name a commit in the repository.
	ErrNoRevision = errors.New("no such revision")
)

// Repository is a Git repository.
type Repository struct {
	// Store holds the objects and references.
	Store *filesystem.Storage
	// Prefix is the path in the repository of the folder that was opened, with forward slashes; "." for its root.
	Prefix string
	dirs   []string // the .git folder; of a linked worktree its own folder, then the one that it shares

	mu    sync.Mutex
	trees []keptTree
}

// cacheSize limits the objects that are kept in memory. An object in a pack is often a difference with one that was read shortly before it; a larger
// cache makes nothing faster.
const cacheSize = 16 * cache.MiByte

// Open opens the repository that contains the folder root, or returns ErrNoRepository; the caller closes it. It does not use git.Open of go-git,
// which refuses a repository with extensions that it does not know, such as those of a sparse checkout: they don't matter here.
func Open(root string) (*Repository, error) {
	top, dir := find(root)
	if top == "" {
		return nil, ErrNoRepository
	}
	rel, err := filepath.Rel(top, root)
	if err != nil {
		return nil, err
	}
	dirs := []string{dir}
	var shared billy.Filesystem
	if common := commonDir(dir); common != "" {
		dirs, shared = append(dirs, common), withoutLocks{osfs.New(common)}
	}
	fs := dotgit.NewRepositoryFilesystem(withoutLocks{osfs.New(dir)}, shared)
	// Without KeepDescriptors, opening the packs for every object takes a third of the time of a long walk.
	store := filesystem.NewStorageWithOptions(fs, cache.NewObjectLRU(cacheSize), filesystem.Options{KeepDescriptors: true, AlternatesFS: osfs.New(string(filepath.Separator))})
	return &Repository{Store: store, Prefix: filepath.ToSlash(rel), dirs: dirs}, nil
}

// Top returns the root of the repository that contains a folder, or "" when there is none.
func Top(dir string) string {
	top, _ := find(dir)
	return top
}

// find returns the nearest folder, from at upward, that is the root of a repository, and its .git folder; "" when there is none.
func find(at string) (top, dir string) {
	for {
		if dir, found := gitDir(filepath.Join(at, ".git")); found {
			return at, dir
		}
		up := filepath.Dir(at)
		if up == at {
			return "", ""
		}
		at = up
	}
}

// withoutLocks hides the lock files of references (*.lock) from go-git, which takes them for references.
type withoutLocks struct{ billy.Filesystem }

func (f withoutLocks) ReadDir(name string) ([]os.FileInfo, error) {
	entries, err := f.Filesystem.ReadDir(name)
	return slices.DeleteFunc(entries, func(e os.FileInfo) bool { return strings.HasSuffix(e.Name(), ".lock") }), err
}

// Capabilities implements billy.Capable.
func (f withoutLocks) Capabilities() billy.Capability { return billy.Capabilities(f.Filesystem) }

// Close closes the files that were opened.
func (r *Repository) Close() error { return r.Store.Close() }

// Shallow reports whether the repository is a shallow clone.
func (r *Repository) Shallow() bool {
	commits, err := r.Store.Shallow()
	return err == nil && len(commits) > 0
}

// HooksDir returns the folder for hooks below .git, and whether Git uses it: core.hooksPath in the settings of the repository can name another.
func (r *Repository) HooksDir() (dir string, used bool) {
	common := r.dirs[len(r.dirs)-1]
	dir = filepath.Join(common, "hooks")
	for _, d := range r.dirs {
		for _, name := range []string{"config", "config.worktree"} {
			own := &Settings{}
			if own.read(filepath.Join(d, name), d, 0); own.Get("core.hooksPath") != "" {
				return dir, false
			}
		}
	}
	return dir, true
}

// StateDir returns the folder below .git in which dilemma keeps its own files. Linked worktrees share it.
func (r *Repository) StateDir() string { return filepath.Join(r.dirs[len(r.dirs)-1], "dilemma") }

// SetRemote sets a remote-tracking reference (refs/remotes/REMOTE/BRANCH), completely or not at all. It returns os.ErrExist when git has locked
// the reference.
func (r *Repository) SetRemote(remote, branch string, commit plumbing.Hash) error {
	ref := plumbing.NewRemoteReferenceName(remote, branch)
	if err := ref.Validate(); err != nil {
		return err
	}
	if now, err := r.Store.Reference(ref); err == nil && now.Hash() == commit {
		return nil
	}
	file := filepath.Join(r.dirs[len(r.dirs)-1], filepath.FromSlash(ref.String()))
	if _, err := os.Lstat(file + ".lock"); err == nil {
		return os.ErrExist
	}
	return r.replace(file, []byte(commit.String()+"\n"))
}

// Remember writes a file below StateDir, completely or not at all. name is its path there, with forward slashes.
func (r *Repository) Remember(name string, text []byte) error {
	return r.replace(filepath.Join(r.StateDir(), filepath.FromSlash(name)), text)
}

// replace writes a file below .git, whole or not at all, by way of StateDir, where git does not look.
func (r *Repository) replace(name string, text []byte) error {
	return onDisk(whole.Write(r.StateDir(), name, text, 0o644))
}

// Commit finds the commit that a revision names: HEAD, a branch, a remote-tracking branch, a tag, or a hash of which at least the first four digits
// are given, each with any number of ~N and ^N after it for an ancestor. It returns ErrNoRevision when there is none.
func (r *Repository) Commit(name string) (*object.Commit, error) {
	base, steps := name, ""
	if i := strings.IndexAny(name, "~^"); i >= 0 {
		base, steps = name[:i], name[i:]
	}
	c, err := r.named(base)
	for err == nil && steps != "" {
		sign := steps[0]
		digits := 1
		for digits < len(steps) && '0' <= steps[digits] && steps[digits] <= '9' {
			digits++
		}
		n := 1
		if digits > 1 {
			if n, err = strconv.Atoi(steps[1:digits]); err != nil {
				return nil, ErrNoRevision
			}
		}
		steps = steps[digits:]
		if steps != "" && steps[0] != '~' && steps[0] != '^' {
			return nil, ErrNoRevision
		}
		c, err = ancestor(c, sign, n)
	}
	return c, err
}

// ancestor returns the commit that ~n or ^n names, seen from c.
func ancestor(c *object.Commit, sign byte, n int) (*object.Commit, error) {
	if sign == '^' {
		if n == 0 {
			return c, nil
		}
		return parent(c, n-1)
	}
	for ; n > 0; n-- {
		var err error
		if c, err = parent(c, 0); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// parent returns the parent with index i, which counts from 0.
func parent(c *object.Commit, i int) (*object.Commit, error) {
	if i >= c.NumParents() {
		return nil, ErrNoRevision
	}
	p, err := c.Parent(i)
	if err != nil {
		return nil, ErrNoRevision
	}
	return p, nil
}

// named finds a commit by a name without ~ and ^.
func (r *Repository) named(name string) (*object.Commit, error) {
	if name == "@" {
		name = "HEAD"
	}
	for _, full := range []string{name, "refs/" + name, "refs/tags/" + name, "refs/heads/" + name, "refs/remotes/" + name, "refs/remotes/" + name + "/HEAD", "refs/remotes/origin/" + name} {
		if ref, err := storer.ResolveReference(r.Store, plumbing.ReferenceName(full)); err == nil {
			return r.peel(ref.Hash())
		}
	}
	if plumbing.IsHash(name) {
		return r.peel(plumbing.NewHash(name))
	}
	if len(name) < 4 || len(name) > 40 {
		return nil, ErrNoRevision
	}
	prefix, err := hex.DecodeString(name[:len(name)/2*2])
	if err != nil {
		return nil, ErrNoRevision
	}
	hashes, err := r.Store.HashesWithPrefix(prefix)
	if err != nil {
		return nil, err
	}
	var found *object.Commit
	for _, h := range hashes {
		if !strings.HasPrefix(h.String(), name) {
			continue
		}
		if c, err := object.GetCommit(r.Store, h); err == nil {
			if found != nil && found.Hash != c.Hash {
				return nil, ErrNoRevision // the prefix is ambiguous
			}
			found = c
		}
	}
	if found == nil {
		return nil, ErrNoRevision
	}
	return found, nil
}

// peel returns the commit that an object is, or that an annotated tag points to.
func (r *Repository) peel(h plumbing.Hash) (*object.Commit, error) {
	for tag, err := object.GetTag(r.Store, h); err == nil; tag, err = object.GetTag(r.Store, h) {
		h = tag.Target
	}
	c, err := object.GetCommit(r.Store, h)
	if err != nil {
		return nil, ErrNoRevision
	}
	return c, nil
}

// gitDir returns the folder that dotGit is or, as in a linked worktree, the one that the file dotGit names; it reports whether there is one.
func gitDir(dotGit string) (string, bool) {
	info, err := os.Stat(dotGit)
	if err != nil {
		return "", false
	}
	if info.IsDir() {
		return dotGit, true
	}
	text, err := os.ReadFile(dotGit)
	if err != nil {
		return "", false
	}
	dir, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if ok && !filepath.IsAbs(dir) {
		dir = filepath.Join(filepath.Dir(dotGit), dir)
	}
	return dir, ok
}

// commonDir returns the .git folder that a linked worktree shares with its repository, or "" when dir is not that of a linked worktree.
func commonDir(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, "commondir"))
	if err != nil {
		return ""
	}
	common := strings.TrimSpace(string(text))
	if !filepath.IsAbs(common) {
		common = filepath.Join(dir, common)
	}
	return common
}
