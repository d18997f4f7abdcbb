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

// Object is an object that was written. Before is the object of the same folder in the base, or the zero hash when there is none.
type Object struct{ Hash, Before plumbing.Hash }

// Write writes a commit on base that replaces the files of the dilemma with this slug by the given files and changes nothing else. Earlier are more
// parents of the commit. It returns the commit and all objects that it wrote. No reference points to them yet.
func Write(repository *repo.Repository, base *object.Commit, slug string, files []File, message string, author object.Signature, earlier ...plumbing.Hash) (*object.Commit, []Object, error) {
	w := &writer{repo: repository}
	tree, err := w.writeProposed(base, slug, files)
	if err != nil {
		return nil, nil, err
	}
	commit := &object.Commit{Author: author, Committer: author, Message: message, TreeHash: tree, ParentHashes: append([]plumbing.Hash{base.Hash}, earlier...)}
	hash, err := w.store(plumbing.ZeroHash, commit.Encode)
	if err != nil {
		return nil, nil, err
	}
	result, err := object.GetCommit(repository.Store, hash)
	return result, w.written, err
}

// Proposes reports whether a commit has the tree that Write would make on its first parent: these files for the dilemma, and no other changes.
func Proposes(repository *repo.Repository, commit *object.Commit, slug string, files []File) (bool, error) {
	before, err := commit.Parent(0)
	if errors.Is(err, object.ErrParentNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	tree, err := (&writer{repo: repository}).writeProposed(before, slug, files)
	return tree == commit.TreeHash, err
}

// writer writes objects and records them.
type writer struct {
	repo    *repo.Repository
	written []Object
}

// writeProposed writes the tree of base with the given files for the dilemma, and returns its hash.
func (w *writer) writeProposed(base *object.Commit, slug string, files []File) (plumbing.Hash, error) {
	own := map[string]plumbing.Hash{}
	for _, f := range files {
		var err error
		if own[strings.TrimPrefix(f.Path, casebook.Dir+"/")], err = w.write(plumbing.BlobObject, f.Data, plumbing.ZeroHash); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return w.replace(base.TreeHash, strings.Split(path.Join(w.repo.Prefix, casebook.Dir), "/"), slug, own)
}

// store writes and records one object. Before is the hash of the object that it replaces.
func (w *writer) store(before plumbing.Hash, encode func(plumbing.EncodedObject) error) (plumbing.Hash, error) {
	o := w.repo.Store.NewEncodedObject()
	if err := encode(o); err != nil {
		return plumbing.ZeroHash, err
	}
	hash, err := w.repo.Store.SetEncodedObject(o)
	w.written = append(w.written, Object{hash, before})
	return hash, err
}

// write writes and records one object with the given content.
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

// replace writes a copy of a tree with the given files for the dilemma below a path of folders, and returns its hash. The zero hash stands for an
// empty tree.
func (w *writer) replace(tree plumbing.Hash, folders []string, slug string, files map[string]plumbing.Hash) (plumbing.Hash, error) {
	if len(folders) == 0 {
		own, err := w.writeFolders(files)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		// Both forms of the dilemma, file and bundle, are removed, because they have the same address on the site.
		return w.splice(tree, casebook.Names(slug), own)
	}
	below, err := w.repo.Entry(tree, folders[0])
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if below.Mode != filemode.Dir {
		below.Hash = plumbing.ZeroHash
	}
	if below.Hash, err = w.replace(below.Hash, folders[1:], slug, files); err != nil {
		return plumbing.ZeroHash, err
	}
	return w.splice(tree, folders[:1], []object.TreeEntry{{Name: folders[0], Mode: filemode.Dir, Hash: below.Hash}})
}

// writeFolders writes the trees for files, given by their paths, and returns the entries of the top folder.
func (w *writer) writeFolders(files map[string]plumbing.Hash) ([]object.TreeEntry, error) {
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
		entries, err := w.writeFolders(files)
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

// splice writes a copy of a tree without the entries with these names and with other entries added, and returns its hash. Git requires entries in
// order of name, where the name of a folder counts as ending in a slash. A casebook can have a folder of ten thousand entries, so their bytes are
// copied rather than decoded.
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
		if before, err = w.repo.Tree(tree); err != nil {
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

// FilesIn returns the hashes of the files of a dilemma in a commit, in both forms, by their paths from the root of the casebook. The map is empty when
// the commit does not have the dilemma.
func FilesIn(repository *repo.Repository, commit *object.Commit, slug string) (map[string]plumbing.Hash, error) {
	files := map[string]plumbing.Hash{}
	dir, err := repository.Entry(commit.TreeHash, path.Join(repository.Prefix, casebook.Dir))
	if err != nil || dir.Mode != filemode.Dir {
		return files, err
	}
	var collect func(tree plumbing.Hash, dir string, wanted func(string) bool) error
	collect = func(tree plumbing.Hash, dir string, wanted func(string) bool) error {
		data, err := repository.Tree(tree)
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
			files[path.Join(dir, name)] = hash
			return nil
		})
	}
	return files, collect(dir.Hash, casebook.Dir, func(name string) bool { return slices.Contains(casebook.Names(slug), name) })
}

// Hash returns the hash that Git gives to the content of the file.
func (f File) Hash() plumbing.Hash { return plumbing.ComputeHash(plumbing.BlobObject, f.Data) }
