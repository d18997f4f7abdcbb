package repo

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// ErrTree means that bytes are not those of a tree.
var ErrTree = errors.New("damaged tree")

// The cache of large trees: a folder of ten thousand files is read again and again, and is slow to unpack.
const (
	largeTree = 64 << 10 // bytes above which a tree is cached
	keptTrees = 4        // how many trees are cached
)

// keptTree is a cached tree.
type keptTree struct {
	hash plumbing.Hash
	data []byte
}

// Tree reads the bytes of a tree, for Entries. It uses the memory of buf, which may be nil. Several goroutines may call it at the same time.
func (r *Repository) Tree(hash plumbing.Hash, buf []byte) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.IndexFunc(r.trees, func(k keptTree) bool { return k.hash == hash }); i >= 0 {
		return append(buf[:0], r.trees[i].data...), nil
	}
	buf, err := r.readTree(hash, buf)
	if err == nil && len(buf) > largeTree {
		if len(r.trees) == keptTrees {
			r.trees = slices.Delete(r.trees, 0, 1)
		}
		r.trees = append(r.trees, keptTree{hash, slices.Clone(buf)})
	}
	return buf, err
}

func (r *Repository) readTree(hash plumbing.Hash, buf []byte) ([]byte, error) {
	o, err := r.Store.EncodedObject(plumbing.TreeObject, hash)
	if err != nil {
		return buf, err
	}
	return content(o, buf)
}

// Read returns the type and the content of any object in a store.
func Read(store storer.EncodedObjectStorer, hash plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	o, err := store.EncodedObject(plumbing.AnyObject, hash)
	if err != nil {
		return 0, nil, err
	}
	data, err := content(o, nil)
	return o.Type(), data, err
}

// content reads the content of an object. It uses the memory of buf.
func content(o plumbing.EncodedObject, buf []byte) ([]byte, error) {
	if o, isHere := o.(*named); isHere {
		return append(buf[:0], o.content...), nil
	}
	reader, err := o.Reader()
	if err != nil {
		return buf, err
	}
	defer reader.Close()
	buf = slices.Grow(buf[:0], int(o.Size()))[:o.Size()]
	_, err = io.ReadFull(reader, buf)
	return buf, err
}

// Entries calls visit with each entry in the bytes of a tree: "100644 name\0" and the 20 bytes of a hash. It makes no list of them, as a long history
// has many trees. It returns ErrTree for bytes that are no tree, and stops at the first error of visit.
func Entries(tree []byte, visit func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error) error {
	for len(tree) > 0 {
		space, end := bytes.IndexByte(tree, ' '), bytes.IndexByte(tree, 0)
		if space < 0 || end < space || len(tree) < end+1+len(plumbing.ZeroHash) {
			return ErrTree
		}
		mode, err := filemode.New(string(tree[:space]))
		if err != nil {
			return errors.Join(ErrTree, err)
		}
		hash := plumbing.Hash(tree[end+1 : end+1+len(plumbing.ZeroHash)])
		if err := visit(mode, tree[space+1:end], hash); err != nil {
			return err
		}
		tree = tree[end+1+len(hash):]
	}
	return nil
}

// errFound stops a search in a tree.
var errFound = errors.New("found")

// Entry returns the entry at a path, with forward slashes, below a tree; an entry with the zero hash when there is none.
func (r *Repository) Entry(tree plumbing.Hash, name string) (object.TreeEntry, error) {
	found := object.TreeEntry{Hash: tree, Mode: filemode.Dir}
	for part := range strings.SplitSeq(name, "/") {
		if part == "." {
			continue
		}
		if found.Mode != filemode.Dir || found.Hash.IsZero() {
			return object.TreeEntry{}, nil
		}
		data, err := r.Tree(found.Hash, nil)
		if err != nil {
			return object.TreeEntry{}, err
		}
		found = object.TreeEntry{}
		err = Entries(data, func(mode filemode.FileMode, raw []byte, hash plumbing.Hash) error {
			if string(raw) != part {
				return nil
			}
			found = object.TreeEntry{Name: part, Mode: mode, Hash: hash}
			return errFound
		})
		if err != nil && err != errFound {
			return object.TreeEntry{}, err
		}
	}
	return found, nil
}
