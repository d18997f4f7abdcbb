package repo

import (
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"

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
	baseTop, after plumbing.Hash // the trees of the whole repository, which may begin above that root
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
	s := &Span{Head: head.Hash, repo: r, after: head.TreeHash}
	folders := newFolders(r.Store)
	var err error
	if s.After, err = filesOf(head, r, folders); err != nil {
		return nil, err
	}
	if s.Tip, err = filesOf(base, r, folders); err != nil {
		return nil, err
	}
	bases, err := head.MergeBase(base)
	if err != nil || len(bases) == 0 {
		return s, errors.Join(ErrNoBase, err)
	}
	s.Base, s.baseTop = bases[0].Hash, bases[0].TreeHash
	if s.Before, err = filesOf(bases[0], r, folders); err != nil {
		return nil, err
	}
	return s, nil
}

// filesOf returns the files of a commit below the root. A root that the commit does not have yet is empty.
func filesOf(c *object.Commit, repository *Repository, folders *folders) (*Tree, error) {
	top, err := folders.find(c.TreeHash, repository.Prefix)
	if err == nil && top.Mode == filemode.Dir {
		_, err = folders.open(top.Hash) // the whole of a commit is not there without it
	} else if err == nil && !top.Hash.IsZero() {
		err = plumbing.ErrObjectNotFound
	}
	if err != nil {
		return nil, err
	}
	return &Tree{store: repository.Store, folders: folders, root: top.Hash}, nil
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
	var trees [2]plumbing.Hash
	for i, c := range []*object.Commit{before, after} {
		if c != nil {
			trees[i] = c.TreeHash
		}
	}
	return r.changes(trees[0], trees[1])
}

// changes compares the trees of two whole repositories; the zero hash is that of an empty one.
func (r *Repository) changes(before, after plumbing.Hash) ([]Change, error) {
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

func (r *Repository) compare(before, after plumbing.Hash, dir string, all *[]Change) error {
	var trees [2][]byte
	for i, hash := range []plumbing.Hash{before, after} {
		if hash.IsZero() {
			continue
		}
		var err error
		if trees[i], err = r.Tree(hash); err != nil {
			return err
		}
	}
	return Differ(trees[0], trees[1], func(name []byte, before, after TreeEntry) error {
		return r.pair(before, after, path.Join(dir, string(name)), all)
	})
}

// pair compares what stands at one path at both ends.
func (r *Repository) pair(before, after TreeEntry, name string, all *[]Change) error {
	folderOf := func(e *TreeEntry) (tree plumbing.Hash) {
		if e.Hash.IsZero() {
			return tree
		}
		if e.Mode = canonical(e.Mode); e.Mode != filemode.Dir {
			return tree
		}
		return e.Hash
	}
	was, is := folderOf(&before), folderOf(&after)
	if before == after {
		return nil
	}
	isFile := func(e TreeEntry) bool { return !e.Hash.IsZero() && e.Mode != filemode.Dir }
	if isFile(before) || isFile(after) {
		c := Change{Path: name, Before: isFile(before), After: isFile(after)}
		if c.After {
			c.Mode, c.Hash = after.Mode, after.Hash
		}
		*all = append(*all, c)
	}
	if was == is { // neither is a folder, or both the same one
		return nil
	}
	return r.compare(was, is, name, all)
}
