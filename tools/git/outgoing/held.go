package outgoing

import (
	"bytes"
	"errors"
	"path"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// held tells what some commits hold. A proposal asks it a few things of a folder of ten thousand files: then it looks through the bytes of the trees. When it is
// asked more, it makes maps of them.
type held struct {
	repo  *repo.Repository
	trees map[string][]plumbing.Hash // folder → what it is in the commits, each once

	asked int                        // how many trees were looked through
	blobs map[plumbing.Hash]bool     // all blobs; nil until they are needed
	names map[string]map[string]bool // folder → the names in it
}

func newHeld(repository *repo.Repository) *held {
	return &held{repo: repository, trees: map[string][]plumbing.Hash{}}
}

// fewAsked is how many trees are looked through before maps are made. To look through the tree of a folder takes a tenth of the time of a map of it.
const fewAsked = 32

// folderMark precedes the name of a folder in a tree. Most large trees have none, and to see that is far faster than to go through the entries.
var folderMark = []byte("40000 ")

// add adds a tree at a path and everything below it.
func (h *held) add(tree plumbing.Hash, dir string) error {
	if h.hasTree(tree, dir) {
		return nil
	}
	data, err := raw(h.repo, tree)
	if err != nil {
		return err
	}
	h.trees[dir] = append(h.trees[dir], tree)
	if !bytes.Contains(data, folderMark) {
		return nil
	}
	return entries(data, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
		if mode != filemode.Dir {
			return nil
		}
		return h.add(hash, path.Join(dir, string(name)))
	})
}

// hasTree reports whether a commit holds a tree at a path.
func (h *held) hasTree(tree plumbing.Hash, dir string) bool {
	return slices.Contains(h.trees[dir], tree)
}

// first returns a tree at a path; nil when there is none.
func (h *held) first(dir string) ([]byte, error) {
	if len(h.trees[dir]) == 0 {
		return nil, nil
	}
	return raw(h.repo, h.trees[dir][0])
}

// hasName reports whether a commit holds something with a name in a folder.
func (h *held) hasName(dir, name string) (found bool, err error) {
	if names := h.names[dir]; names != nil {
		return names[name], nil
	}
	if h.asked += len(h.trees[dir]); h.asked <= fewAsked {
		err := h.each(h.trees[dir], func(_ filemode.FileMode, other []byte, _ plumbing.Hash) bool {
			found = string(other) == name
			return !found
		})
		return found, err
	}
	names := map[string]bool{}
	err = h.each(h.trees[dir], func(_ filemode.FileMode, name []byte, _ plumbing.Hash) bool {
		names[string(name)] = true
		return true
	})
	if err != nil {
		return false, err
	}
	if h.names == nil {
		h.names = map[string]map[string]bool{}
	}
	h.names[dir] = names
	return names[name], nil
}

// hasBlob reports whether a commit holds a blob, at whatever path.
func (h *held) hasBlob(blob plumbing.Hash) (found bool, err error) {
	if h.blobs != nil {
		return h.blobs[blob], nil
	}
	look := func(mode filemode.FileMode, _ []byte, hash plumbing.Hash) bool {
		found = hash == blob && isBlob(mode)
		return !found
	}
	for _, trees := range h.trees {
		h.asked += len(trees)
	}
	if h.asked > fewAsked {
		h.blobs = map[plumbing.Hash]bool{}
		look = func(mode filemode.FileMode, _ []byte, hash plumbing.Hash) bool {
			if isBlob(mode) {
				h.blobs[hash] = true
			}
			return true
		}
	}
	for _, trees := range h.trees {
		if err := h.each(trees, look); err != nil || found {
			return found, err
		}
	}
	return found || h.blobs[blob], nil
}

func isBlob(mode filemode.FileMode) bool { return mode != filemode.Dir && mode != filemode.Submodule }

// each calls visit with the entries of trees, until it returns false.
func (h *held) each(trees []plumbing.Hash, visit func(mode filemode.FileMode, name []byte, hash plumbing.Hash) bool) error {
	for _, tree := range trees {
		data, err := raw(h.repo, tree)
		if err != nil {
			return err
		}
		err = entries(data, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
			if !visit(mode, name, hash) {
				return errFound
			}
			return nil
		})
		if err == errFound {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// errFound ends a search.
var errFound = errors.New("found")
