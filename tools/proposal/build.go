package proposal

import (
	"io"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/repository"
)

// Write makes a commit on base in which the dilemma with this slug is these files, and all else is as it was. It returns that
// commit and the objects that were written for it. It writes objects only: nothing points to them.
func Write(repo *repository.Repository, base *object.Commit, slug string, files []File, message string, author object.Signature) (*object.Commit, []plumbing.Hash, error) {
	w := &writer{repo: repo}
	tree, err := w.proposed(base, slug, files)
	if err != nil {
		return nil, nil, err
	}
	commit := &object.Commit{Author: author, Committer: author, Message: message, TreeHash: tree, ParentHashes: []plumbing.Hash{base.Hash}}
	hash, err := w.store(commit.Encode)
	if err != nil {
		return nil, nil, err
	}
	made, err := object.GetCommit(repo.Store, hash)
	return made, w.made, err
}

// Makes reports whether a commit does to the commit before it just what Write does: it makes these files of the dilemma, and changes nothing else.
func Makes(repo *repository.Repository, commit *object.Commit, slug string, files []File) (bool, error) {
	if commit.NumParents() != 1 {
		return false, nil
	}
	before, err := commit.Parent(0)
	if err != nil {
		return false, err
	}
	tree, err := (&writer{repo: repo}).proposed(before, slug, files)
	return tree == commit.TreeHash, err
}

// writer writes objects, and keeps their names.
type writer struct {
	repo *repository.Repository
	made []plumbing.Hash
}

// proposed writes the tree of a commit in which the dilemma is these files.
func (w *writer) proposed(base *object.Commit, slug string, files []File) (plumbing.Hash, error) {
	root, err := base.Tree()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	own := map[string]plumbing.Hash{}
	for _, f := range files {
		if own[strings.TrimPrefix(f.Path, casebook.Dir+"/")], err = w.blob(f.Data); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return w.replace(root, strings.Split(path.Join(w.repo.Prefix, casebook.Dir), "/"), slug, own)
}

func (w *writer) store(encode func(plumbing.EncodedObject) error) (plumbing.Hash, error) {
	o := w.repo.Store.NewEncodedObject()
	if err := encode(o); err != nil {
		return plumbing.ZeroHash, err
	}
	hash, err := w.repo.Store.SetEncodedObject(o)
	w.made = append(w.made, hash)
	return hash, err
}

func (w *writer) blob(data []byte) (plumbing.Hash, error) {
	return w.store(func(o plumbing.EncodedObject) error {
		o.SetType(plumbing.BlobObject)
		o.SetSize(int64(len(data)))
		to, err := o.Writer()
		if err != nil {
			return err
		}
		if _, err := to.Write(data); err != nil {
			return err
		}
		return to.Close()
	})
}

// replace writes a tree again in which, below the folders of at, the dilemma is these files.
func (w *writer) replace(tree *object.Tree, at []string, slug string, files map[string]plumbing.Hash) (plumbing.Hash, error) {
	entries := slices.Clone(tree.Entries)
	if len(at) > 0 && at[0] == "." {
		at = at[1:]
	}
	if len(at) > 0 {
		below := &object.Tree{}
		if e := find(entries, at[0]); e != nil && e.Mode == filemode.Dir {
			var err error
			if below, err = object.GetTree(w.repo.Store, e.Hash); err != nil {
				return plumbing.ZeroHash, err
			}
		}
		hash, err := w.replace(below, at[1:], slug, files)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		return w.tree(with(entries, object.TreeEntry{Name: at[0], Mode: filemode.Dir, Hash: hash}))
	}
	// The other form of the same dilemma would have the same address.
	entries = without(without(entries, slug), slug+".md")
	own, err := w.entries(files)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	for _, e := range own {
		entries = with(entries, e)
	}
	return w.tree(entries)
}

// entries writes files by their paths, and returns what stands at the top.
func (w *writer) entries(files map[string]plumbing.Hash) ([]object.TreeEntry, error) {
	var top []object.TreeEntry
	below := map[string]map[string]plumbing.Hash{}
	for name, hash := range files {
		dir, rest, deeper := strings.Cut(name, "/")
		if !deeper {
			top = append(top, object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: hash})
			continue
		}
		if below[dir] == nil {
			below[dir] = map[string]plumbing.Hash{}
		}
		below[dir][rest] = hash
	}
	for dir, files := range below {
		entries, err := w.entries(files)
		if err != nil {
			return nil, err
		}
		hash, err := w.tree(entries)
		if err != nil {
			return nil, err
		}
		top = append(top, object.TreeEntry{Name: dir, Mode: filemode.Dir, Hash: hash})
	}
	return top, nil
}

// tree writes a tree, in the order that Git asks.
func (w *writer) tree(entries []object.TreeEntry) (plumbing.Hash, error) {
	key := func(e object.TreeEntry) string {
		if e.Mode == filemode.Dir {
			return e.Name + "/"
		}
		return e.Name
	}
	slices.SortFunc(entries, func(a, b object.TreeEntry) int { return strings.Compare(key(a), key(b)) })
	return w.store((&object.Tree{Entries: entries}).Encode)
}

func find(entries []object.TreeEntry, name string) *object.TreeEntry {
	for i := range entries {
		if entries[i].Name == name {
			return &entries[i]
		}
	}
	return nil
}

func without(entries []object.TreeEntry, name string) []object.TreeEntry {
	return slices.DeleteFunc(entries, func(e object.TreeEntry) bool { return e.Name == name })
}

func with(entries []object.TreeEntry, e object.TreeEntry) []object.TreeEntry {
	return append(without(entries, e.Name), e)
}

// Held returns the files that a dilemma has in a commit, by their paths below the root of the casebook, in either form; an empty map when it is
// not there.
func Held(repo *repository.Repository, commit *object.Commit, slug string) (map[string]plumbing.Hash, error) {
	held := map[string]plumbing.Hash{}
	tree, err := commit.Tree()
	if err != nil {
		return nil, err
	}
	dir := path.Join(repo.Prefix, casebook.Dir)
	if e, err := tree.FindEntry(path.Join(dir, slug+".md")); err == nil {
		held[casebook.Path(slug)] = e.Hash
	}
	folder, err := tree.Tree(path.Join(dir, slug))
	if err != nil {
		return held, nil
	}
	walker := object.NewTreeWalker(folder, true, nil)
	defer walker.Close()
	for {
		name, e, err := walker.Next()
		if err == io.EOF {
			return held, nil
		}
		if err != nil {
			return nil, err
		}
		if e.Mode != filemode.Dir {
			held[path.Join(casebook.Dir, slug, name)] = e.Hash
		}
	}
}

// Hash is the name that Git gives to the content of a file.
func (f File) Hash() plumbing.Hash { return plumbing.ComputeHash(plumbing.BlobObject, f.Data) }
