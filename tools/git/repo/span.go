package repo

import (
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Span is what a proposal spans: from the commit at which it went its own way to the last one of its own.
type Span struct {
	// Base and Head are the hashes of both commits.
	Base, Head plumbing.Hash
	// Before and After are the files of both, with paths relative to the root that was opened.
	Before, After *Tree
	// Tip is the files of the base as it is now, with its settings. Before may lie behind it: whoever judges the span goes by Tip, since an
	// old commit can have been less strict.
	Tip *Tree

	repo           *Repository
	baseTop, after *object.Tree // of the whole repository, which may begin above that root
}

// Between opens what the head changed since it went its own way from the base; both by any name that Repository.Commit takes. Close the span
// after use. The error is ErrNoRepository, ErrNoRevision, ErrNoBase, or one of reading.
func Between(root, base, head string) (s *Span, err error) {
	r, err := Open(root)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			r.Close()
		}
	}()
	theirs, err := r.Commit(base)
	if err != nil {
		return nil, err
	}
	ours, err := r.Commit(head)
	if err != nil {
		return nil, err
	}
	if s, err = r.Between(theirs, ours); err != nil {
		return nil, err
	}
	return s, nil
}

// Between is what the head changed since it went its own way from the base. Where they have no common ancestor here, the error is ErrNoBase and
// the span has no Before.
func (r *Repository) Between(base, head *object.Commit) (*Span, error) {
	s := &Span{Head: head.Hash, repo: r}
	lock := &sync.Mutex{}
	var err error
	if s.After, s.after, err = filesOf(head, r, lock); err != nil {
		return nil, err
	}
	if s.Tip, _, err = filesOf(base, r, lock); err != nil {
		return nil, err
	}
	bases, err := head.MergeBase(base)
	if err != nil || len(bases) == 0 {
		return s, errors.Join(ErrNoBase, err)
	}
	s.Base = bases[0].Hash
	if s.Before, s.baseTop, err = filesOf(bases[0], r, lock); err != nil {
		return nil, err
	}
	return s, nil
}

// filesOf returns the files of a commit below the root, and its whole tree. A root that the commit does not have yet is empty.
func filesOf(c *object.Commit, repository *Repository, lock *sync.Mutex) (*Tree, *object.Tree, error) {
	top, err := c.Tree()
	if err != nil {
		return nil, nil, err
	}
	tree := top
	if repository.Prefix != "." {
		if tree, err = top.Tree(repository.Prefix); errors.Is(err, object.ErrDirectoryNotFound) {
			tree = &object.Tree{}
		} else if err != nil {
			return nil, nil, err
		}
	}
	return &Tree{store: repository.Store, lock: lock, root: tree}, top, nil
}

// Close closes the repository; the trees can't be read any more.
func (s *Span) Close() error { return s.repo.Close() }

// Change is a file that is not the same at both ends.
type Change struct {
	// Path is relative to the root; what lies outside it begins with "../".
	Path          string
	Before, After bool // whether it is there
	// Mode and Hash are what the file is at the second end; zero when it is not there.
	Mode filemode.FileMode
	Hash plumbing.Hash
}

// Changes lists every file of the repository that was added, taken away or changed, by path. It reads only the folders that differ,
// and no file.
func (s *Span) Changes() ([]Change, error) { return s.repo.changes(s.baseTop, s.after) }

// Changes lists every file that differs between two commits, as Span.Changes does. No commit, nil, has no files.
func (r *Repository) Changes(before, after *object.Commit) ([]Change, error) {
	trees := [2]*object.Tree{{}, {}}
	for i, c := range []*object.Commit{before, after} {
		if c == nil {
			continue
		}
		var err error
		if trees[i], err = c.Tree(); err != nil {
			return nil, err
		}
	}
	return r.changes(trees[0], trees[1])
}

// changes compares the trees of two whole repositories.
func (r *Repository) changes(before, after *object.Tree) ([]Change, error) {
	var all []Change
	if err := r.compare(before, after, "", &all); err != nil {
		return nil, err
	}
	for i := range all {
		rel, err := filepath.Rel(filepath.FromSlash(r.Prefix), filepath.FromSlash(all[i].Path))
		if err != nil {
			return nil, err
		}
		all[i].Path = filepath.ToSlash(rel)
	}
	slices.SortFunc(all, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

func (r *Repository) compare(before, after *object.Tree, dir string, all *[]Change) error {
	known := make(map[string]object.TreeEntry, len(before.Entries))
	for _, e := range before.Entries {
		known[e.Name] = e
	}
	for _, e := range after.Entries {
		old, there := known[e.Name]
		delete(known, e.Name)
		if !there {
			old = object.TreeEntry{}
		}
		if err := r.pair(old, e, path.Join(dir, e.Name), all); err != nil {
			return err
		}
	}
	for name, old := range known {
		if err := r.pair(old, object.TreeEntry{}, path.Join(dir, name), all); err != nil {
			return err
		}
	}
	return nil
}

// pair compares what stands at one path at both ends; nothing is an empty entry.
func (r *Repository) pair(before, after object.TreeEntry, name string, all *[]Change) error {
	if before.Hash == after.Hash && before.Mode == after.Mode {
		return nil
	}
	isFile := func(e object.TreeEntry) bool { return !e.Hash.IsZero() && e.Mode != filemode.Dir }
	if isFile(before) || isFile(after) {
		c := Change{Path: name, Before: isFile(before), After: isFile(after)}
		if c.After {
			c.Mode, c.Hash = after.Mode, after.Hash
		}
		*all = append(*all, c)
	}
	if before.Mode != filemode.Dir && after.Mode != filemode.Dir {
		return nil
	}
	old, err := r.dir(before)
	if err != nil {
		return err
	}
	new, err := r.dir(after)
	if err != nil {
		return err
	}
	return r.compare(old, new, name, all)
}

// dir reads the folder of an entry; what is none is an empty one.
func (r *Repository) dir(e object.TreeEntry) (*object.Tree, error) {
	if e.Mode != filemode.Dir {
		return &object.Tree{}, nil
	}
	return object.GetTree(r.Store, e.Hash)
}
