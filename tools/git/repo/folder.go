package repo

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// folder is a tree in which names are looked up.
type folder struct {
	data []byte
	at   []int32 // where the entries begin, in order of their names
}

// newFolder reads where the entries of a tree are. Git sorts the name of a folder as if it ends in a slash; here it counts as it is.
func newFolder(data []byte) (*folder, error) {
	f := &folder{data: data, at: make([]int32, 0, len(data)/48)}
	sorted, before := true, []byte(nil)
	for rest := data; len(rest) > 0; {
		f.at = append(f.at, int32(len(data)-len(rest)))
		_, name, _, behind, err := firstEntry(rest)
		if err != nil {
			return nil, err
		}
		sorted = sorted && bytes.Compare(before, name) <= 0
		rest, before = behind, name
	}
	if !sorted {
		slices.SortStableFunc(f.at, func(a, b int32) int { return bytes.Compare(f.name(a), f.name(b)) })
	}
	return f, nil
}

// name returns the name of the entry that begins at a place.
func (f *folder) name(at int32) []byte {
	entry := f.data[at:]
	return entry[bytes.IndexByte(entry, ' ')+1 : bytes.IndexByte(entry, 0)]
}

// find returns the entry with a name; the zero TreeEntry when there is none.
func (f *folder) find(name string) TreeEntry {
	i, found := slices.BinarySearchFunc(f.at, []byte(name), func(at int32, name []byte) int { return bytes.Compare(f.name(at), name) })
	if !found {
		return TreeEntry{}
	}
	mode, _, hash, _, _ := firstEntry(f.data[f.at[i]:]) // it was read before without an error
	return TreeEntry{canonical(mode), hash}
}

// canonical returns the mode as which Git takes a mode in a tree: old ones have other rights of files.
func canonical(mode filemode.FileMode) filemode.FileMode {
	switch mode & 0o170000 {
	case 0o100000:
		if mode&0o100 != 0 {
			return filemode.Executable
		}
		return filemode.Regular
	case filemode.Symlink, filemode.Dir:
		return mode & 0o170000
	}
	return filemode.Submodule
}

// folders keeps the folders of some commits of one repository in which something was looked up. Several goroutines may look up side by side.
type folders struct {
	store *Store

	mu   sync.Mutex
	read map[plumbing.Hash]*folder
}

func newFolders(store *Store) *folders {
	return &folders{store: store, read: map[plumbing.Hash]*folder{plumbing.ZeroHash: {}}}
}

// open returns the folder of a tree; an empty one for the zero hash.
func (f *folders) open(tree plumbing.Hash) (*folder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known := f.read[tree]; known != nil {
		return known, nil
	}
	data, err := f.store.tree(tree)
	if err != nil {
		return nil, err
	}
	opened, err := newFolder(data)
	if err == nil {
		f.read[tree] = opened
	}
	return opened, err
}

// find returns the entry at a path, with forward slashes, below a tree; the zero TreeEntry when there is none.
func (f *folders) find(tree plumbing.Hash, name string) (TreeEntry, error) {
	found := TreeEntry{filemode.Dir, tree}
	for part := range strings.SplitSeq(name, "/") {
		if part == "." {
			continue
		}
		if found.Mode != filemode.Dir {
			return TreeEntry{}, nil
		}
		dir, err := f.open(found.Hash)
		if err != nil {
			return TreeEntry{}, err
		}
		found = dir.find(part)
	}
	return found, nil
}
