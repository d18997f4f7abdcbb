package proposal

import (
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// Object is an object that was written, and the one that it took the place of, if there was one: the same folder before.
type Object struct{ Hash, Before plumbing.Hash }

// Write makes a commit on base in which the dilemma with this slug is these files, and all else is as it was; earlier are commits that it follows
// as well. It returns that commit and the objects that were written for it. It writes objects only: nothing points to them.
func Write(repository *repo.Repository, base *object.Commit, slug string, files []File, message string, author object.Signature, earlier ...plumbing.Hash) (*object.Commit, []Object, error) {
	w := &writer{repo: repository}
	tree, err := w.proposed(base, slug, files)
	if err != nil {
		return nil, nil, err
	}
	commit := &object.Commit{Author: author, Committer: author, Message: message, TreeHash: tree, ParentHashes: append([]plumbing.Hash{base.Hash}, earlier...)}
	hash, err := w.store(plumbing.ZeroHash, commit.Encode)
	if err != nil {
		return nil, nil, err
	}
	made, err := object.GetCommit(repository.Store, hash)
	return made, w.made, err
}

// Makes reports whether a commit does to its first parent just what Write does: it makes these files of the dilemma, and changes nothing else.
func Makes(repository *repo.Repository, commit *object.Commit, slug string, files []File) (bool, error) {
	before, err := commit.Parent(0)
	if errors.Is(err, object.ErrParentNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	tree, err := (&writer{repo: repository}).proposed(before, slug, files)
	return tree == commit.TreeHash, err
}

// writer writes objects, and keeps their names.
type writer struct {
	repo *repo.Repository
	made []Object
}

// proposed writes the tree of a commit in which the dilemma is these files.
func (w *writer) proposed(base *object.Commit, slug string, files []File) (plumbing.Hash, error) {
	own := map[string]plumbing.Hash{}
	for _, f := range files {
		var err error
		if own[strings.TrimPrefix(f.Path, casebook.Dir+"/")], err = w.write(plumbing.BlobObject, f.Data, plumbing.ZeroHash); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return w.replace(base.TreeHash, strings.Split(path.Join(w.repo.Prefix, casebook.Dir), "/"), slug, own)
}

func (w *writer) store(before plumbing.Hash, encode func(plumbing.EncodedObject) error) (plumbing.Hash, error) {
	o := w.repo.Store.NewEncodedObject()
	if err := encode(o); err != nil {
		return plumbing.ZeroHash, err
	}
	hash, err := w.repo.Store.SetEncodedObject(o)
	w.made = append(w.made, Object{hash, before})
	return hash, err
}

func (w *writer) write(kind plumbing.ObjectType, data []byte, before plumbing.Hash) (plumbing.Hash, error) {
	return w.store(before, func(o plumbing.EncodedObject) error {
		o.SetType(kind)
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

// replace writes a tree again in which, below the folders of at, the dilemma is these files. The zero hash stands for an empty tree.
func (w *writer) replace(tree plumbing.Hash, at []string, slug string, files map[string]plumbing.Hash) (plumbing.Hash, error) {
	if len(at) == 0 {
		own, err := w.entries(files)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		// The other form of the same dilemma would have the same address.
		return w.splice(tree, casebook.Names(slug), own)
	}
	below, err := w.repo.Entry(tree, at[0])
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if below.Mode != filemode.Dir {
		below.Hash = plumbing.ZeroHash
	}
	if below.Hash, err = w.replace(below.Hash, at[1:], slug, files); err != nil {
		return plumbing.ZeroHash, err
	}
	return w.splice(tree, at[:1], []object.TreeEntry{{Name: at[0], Mode: filemode.Dir, Hash: below.Hash}})
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
		hash, err := w.splice(plumbing.ZeroHash, nil, entries)
		if err != nil {
			return nil, err
		}
		top = append(top, object.TreeEntry{Name: dir, Mode: filemode.Dir, Hash: hash})
	}
	return top, nil
}

// splice writes a tree again without the entries of these names, and with others in their place in the order that Git asks: by name, that of a
// folder with a slash behind it. A casebook can have a folder of ten thousand, so that its bytes are copied and not taken apart.
func (w *writer) splice(tree plumbing.Hash, without []string, with []object.TreeEntry) (plumbing.Hash, error) {
	key := func(mode filemode.FileMode, name string) string {
		if mode == filemode.Dir {
			return name + "/"
		}
		return name
	}
	slices.SortFunc(with, func(a, b object.TreeEntry) int { return strings.Compare(key(a.Mode, a.Name), key(b.Mode, b.Name)) })
	var before, after []byte
	add := func(mode filemode.FileMode, name string, hash plumbing.Hash) {
		after = strconv.AppendUint(after, uint64(mode), 8)
		after = append(after, ' ')
		after = append(after, name...)
		after = append(after, 0)
		after = append(after, hash[:]...)
	}
	if !tree.IsZero() {
		var err error
		if before, err = w.repo.Tree(tree, nil); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	after = make([]byte, 0, len(before)+1024)
	err := repo.Entries(before, func(mode filemode.FileMode, raw []byte, hash plumbing.Hash) error {
		name := string(raw)
		if slices.Contains(without, name) {
			return nil
		}
		for len(with) > 0 && key(with[0].Mode, with[0].Name) < key(mode, name) {
			add(with[0].Mode, with[0].Name, with[0].Hash)
			with = with[1:]
		}
		add(mode, name, hash)
		return nil
	})
	if err != nil {
		return plumbing.ZeroHash, err
	}
	for _, e := range with {
		add(e.Mode, e.Name, e.Hash)
	}
	return w.write(plumbing.TreeObject, after, tree)
}

// Held returns the files that a dilemma has in a commit, by their paths below the root of the casebook, in either form; an empty map when it is
// not there.
func Held(repository *repo.Repository, commit *object.Commit, slug string) (map[string]plumbing.Hash, error) {
	held := map[string]plumbing.Hash{}
	dir, err := repository.Entry(commit.TreeHash, path.Join(repository.Prefix, casebook.Dir))
	if err != nil || dir.Mode != filemode.Dir {
		return held, err
	}
	var collect func(tree plumbing.Hash, dir string, wanted func(string) bool) error
	collect = func(tree plumbing.Hash, dir string, wanted func(string) bool) error {
		data, err := repository.Tree(tree, nil)
		if err != nil {
			return err
		}
		return repo.Entries(data, func(mode filemode.FileMode, raw []byte, hash plumbing.Hash) error {
			name := string(raw)
			switch {
			case !wanted(name):
				return nil
			case mode == filemode.Dir:
				return collect(hash, path.Join(dir, name), func(string) bool { return true })
			}
			held[path.Join(dir, name)] = hash
			return nil
		})
	}
	return held, collect(dir.Hash, casebook.Dir, func(name string) bool { return slices.Contains(casebook.Names(slug), name) })
}

// Hash is the name that Git gives to the content of a file.
func (f File) Hash() plumbing.Hash { return plumbing.ComputeHash(plumbing.BlobObject, f.Data) }
