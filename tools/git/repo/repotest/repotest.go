// Package repotest writes the objects and references of repositories for tests, without a working tree.
package repotest

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// Files maps the paths of the files in a commit to their content: a string, an [Entry], or for a submodule the plumbing.Hash of its commit.
type Files map[string]any

// Entry is a file with another mode than filemode.Regular.
type Entry struct {
	Mode filemode.FileMode
	Text string
}

// Store writes an object, such as a commit by its method Encode, and returns its hash. The test ends when that fails.
func Store(t testing.TB, s storer.EncodedObjectStorer, encode func(plumbing.EncodedObject) error) plumbing.Hash {
	t.Helper()
	o := s.NewEncodedObject()
	if err := encode(o); err != nil {
		t.Fatal(err)
	}
	hash, err := s.SetEncodedObject(o)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func blob(t testing.TB, s storer.EncodedObjectStorer, text string) plumbing.Hash {
	t.Helper()
	return Store(t, s, func(o plumbing.EncodedObject) error {
		o.SetType(plumbing.BlobObject)
		w, err := o.Writer()
		if err != nil {
			return err
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return err
		}
		return w.Close()
	})
}

// Tree writes files and their folders, and returns the hash of the tree. The test ends when that fails.
func Tree(t testing.TB, s storer.EncodedObjectStorer, files Files) plumbing.Hash {
	t.Helper()
	var tree object.Tree
	below := map[string]Files{}
	for name, value := range files {
		if dir, rest, ok := strings.Cut(name, "/"); ok {
			if below[dir] == nil {
				below[dir] = Files{}
			}
			below[dir][rest] = value
			continue
		}
		e := object.TreeEntry{Name: name, Mode: filemode.Regular}
		switch v := value.(type) {
		case string:
			e.Hash = blob(t, s, v)
		case Entry:
			e.Mode, e.Hash = v.Mode, blob(t, s, v.Text)
		case plumbing.Hash:
			e.Mode, e.Hash = filemode.Submodule, v
		default:
			t.Fatalf("%s: %T is no file", name, value)
		}
		tree.Entries = append(tree.Entries, e)
	}
	for dir, files := range below {
		tree.Entries = append(tree.Entries, object.TreeEntry{Name: dir, Mode: filemode.Dir, Hash: Tree(t, s, files)})
	}
	slices.SortFunc(tree.Entries, func(a, b object.TreeEntry) int {
		key := func(e object.TreeEntry) string {
			if e.Mode == filemode.Dir {
				return e.Name + "/"
			}
			return e.Name
		}
		return strings.Compare(key(a), key(b))
	})
	return Store(t, s, tree.Encode)
}

// Point sets a reference, such as "refs/heads/main", to an object. The test ends when that fails.
func Point(t testing.TB, s storer.ReferenceStorer, name string, to plumbing.Hash) {
	t.Helper()
	if err := s.SetReference(plumbing.NewHashReference(plumbing.ReferenceName(name), to)); err != nil {
		t.Fatal(err)
	}
}
