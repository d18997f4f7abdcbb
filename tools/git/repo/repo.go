// Package repo opens a Git repository and reads its objects, references and settings. It writes objects, references of dilemma and of what a server has,
// and files of dilemma below .git. Only Repository.Move touches the index, HEAD, a branch of the user and working files.
package repo

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

var (
	// ErrNoRepository means that a folder is not in a Git repository.
	ErrNoRepository = errors.New("no repository")
	// ErrNoRevision means that a name does not name a commit in the repository.
	ErrNoRevision = errors.New("no such revision")
)

// ClockSkew is how much the clocks of two committers may differ.
const ClockSkew = 24 * time.Hour

// Repository is a Git repository.
type Repository struct {
	// Store holds the objects and references.
	Store *Store
	// Prefix is the path in the repository of the folder that was opened, with forward slashes; "." for its root.
	Prefix string
	at     place
}

// Open opens the repository that contains the folder root; the caller closes it. The error is ErrNoRepository, a *FormError for one that can't be read
// here, or that of reading its references. It does not use git.Open of go-git, which refuses a repository with extensions that it does not know, such as
// those of a sparse checkout: they don't matter here.
func Open(root string) (*Repository, error) {
	at, found := find(root)
	if !found {
		return nil, ErrNoRepository
	}
	if err := at.checkForm(); err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(at.top, root)
	if err != nil || !filepath.IsLocal(rel) { // one of both goes by way of a symbolic link
		if rel, err = filepath.Rel(real(at.top), real(root)); err != nil {
			return nil, err
		}
	}
	store, err := openStore(at)
	if err != nil {
		return nil, err
	}
	return &Repository{Store: store, Prefix: filepath.ToSlash(rel), at: at}, nil
}

// Close closes the files that were opened.
func (r *Repository) Close() error { return r.Store.Close() }

// Shallow reports whether the repository is a shallow clone.
func (r *Repository) Shallow() bool {
	commits, err := r.Store.Shallow()
	return err == nil && len(commits) > 0
}

// HooksDir returns the folder in which Git looks for hooks, and whether that is the one below .git: the setting core.hooksPath can name another.
func (r *Repository) HooksDir() (dir string, own bool) {
	dir = filepath.Join(r.at.common, "hooks")
	named := r.Settings().Get("core.hooksPath")
	if named == "" {
		return dir, true
	}
	named = Expand(named, r.at.top)
	return named, real(named) == real(dir)
}

// StateDir returns the folder below .git in which dilemma keeps its own files. Linked worktrees share it.
func (r *Repository) StateDir() string { return filepath.Join(r.at.common, "dilemma") }

// Remember writes a file below StateDir, completely or not at all. name is its path there, with forward slashes.
func (r *Repository) Remember(name string, text []byte) error {
	return r.replace(filepath.Join(r.StateDir(), filepath.FromSlash(name)), text)
}

// Recall reads a file that Remember wrote. The error is that of reading it; fs.ErrNotExist when there is none.
func (r *Repository) Recall(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(r.StateDir(), filepath.FromSlash(name)))
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
	if len(name) < 4 || len(name) > len(plumbing.ZeroHash)*2 {
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
