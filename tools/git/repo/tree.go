package repo

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
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

// Tree returns the bytes of a tree, for Entries and Differ. Nobody may write in them. Several goroutines may call it at the same time.
func (r *Repository) Tree(hash plumbing.Hash) ([]byte, error) { return r.Store.tree(hash) }

func (s *Store) tree(hash plumbing.Hash) ([]byte, error) {
	o, err := s.EncodedObject(plumbing.TreeObject, hash)
	if err != nil {
		return nil, err
	}
	if o, isHere := o.(*named); isHere {
		return o.content, nil
	}
	return content(o)
}

// Read returns the type and the content of any object in a store.
func Read(store storer.EncodedObjectStorer, hash plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	o, err := store.EncodedObject(plumbing.AnyObject, hash)
	if err != nil {
		return 0, nil, err
	}
	data, err := content(o)
	return o.Type(), data, err
}

// BlobHash returns the hash that Git gives to the content of a file, to compare it with those in a tree. What go-git computes also looks for two contents that
// were made to have one hash, and takes four times as long: that matters for what is stored.
func BlobHash(content []byte) (hash plumbing.Hash) {
	sum := sha1.New()
	fmt.Fprintf(sum, "blob %d\x00", len(content))
	sum.Write(content)
	sum.Sum(hash[:0])
	return hash
}

// content returns a copy of the content of an object.
func content(o plumbing.EncodedObject) ([]byte, error) {
	if o, isHere := o.(*named); isHere {
		return slices.Clone(o.content), nil
	}
	reader, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	data := make([]byte, o.Size())
	_, err = io.ReadFull(reader, data)
	return data, err
}

// Entries calls visit with each entry in the bytes of a tree: "100644 name\0" and the 20 bytes of a hash. It makes no list of them, as a long history
// has many trees. It returns ErrTree for bytes that are no tree, and stops at the first error of visit.
func Entries(tree []byte, visit func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error) error {
	for len(tree) > 0 {
		mode, name, hash, rest, err := firstEntry(tree)
		if err != nil {
			return err
		}
		if err := visit(mode, name, hash); err != nil {
			return err
		}
		tree = rest
	}
	return nil
}

// firstEntry takes the first entry from the bytes of a tree.
func firstEntry(tree []byte) (mode filemode.FileMode, name []byte, hash plumbing.Hash, rest []byte, err error) {
	space, length := bytes.IndexByte(tree, ' '), entryLength(tree)
	if length == 0 || space < 0 || space >= length-hashSize-1 {
		return 0, nil, hash, nil, ErrTree
	}
	switch string(tree[:space]) { // to read the number takes most of the time otherwise
	case "100644":
		mode = filemode.Regular
	case "40000":
		mode = filemode.Dir
	default:
		if mode, err = filemode.New(string(tree[:space])); err != nil {
			return 0, nil, hash, nil, errors.Join(ErrTree, err)
		}
	}
	return mode, tree[space+1 : length-hashSize-1], plumbing.Hash(tree[length-hashSize : length]), tree[length:], nil
}

// entryLength returns the length in bytes of the first entry of a tree; 0 when there is none.
func entryLength(tree []byte) int {
	length := bytes.IndexByte(tree, 0) + 1 + hashSize
	if length <= hashSize || length > len(tree) {
		return 0
	}
	return length
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
		data, err := r.Tree(found.Hash)
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
