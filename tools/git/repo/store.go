package repo

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	gitcache "github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// Store holds the objects and references of a repository. What is written goes to the repository itself; what is read may also come from the repositories
// whose objects it borrows.
type Store struct {
	*filesystem.Storage
	sources []*source // what is read: its own objects first
	refs    stack     // nil when references are files

	elsewhere Objects // all its objects, of a repository that is not on this disk
}

func openStore(at place) (*Store, error) {
	var shared billy.Filesystem
	if at.common != at.dir {
		shared = ownFiles{osfs.New(at.common)}
	}
	// What is read comes from the sources: go-git needs no memory for objects.
	s := &Store{Storage: filesystem.NewStorage(dotgit.NewRepositoryFilesystem(ownFiles{osfs.New(at.dir)}, shared), gitcache.NewObjectLRU(0))}
	kept := newCache()
	for _, dir := range append([]string{filepath.Join(at.common, "objects")}, at.borrowed()...) {
		s.sources = append(s.sources, newSource(dir, kept))
	}
	var err error
	if s.refs, err = openStack(at); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// ownFiles hides two kinds of files from go-git: the lock files of references (*.lock), which it takes for references, and the list of folders to borrow
// objects from, which it follows one step only, and opens anew for each object.
type ownFiles struct{ billy.Filesystem }

func (f ownFiles) ReadDir(name string) ([]os.FileInfo, error) {
	entries, err := f.Filesystem.ReadDir(name)
	return slices.DeleteFunc(entries, func(e os.FileInfo) bool { return strings.HasSuffix(e.Name(), ".lock") }), err
}

func (f ownFiles) Open(name string) (billy.File, error) {
	if filepath.ToSlash(name) == alternates {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.Filesystem.Open(name)
}

// Capabilities implements billy.Capable.
func (f ownFiles) Capabilities() billy.Capability { return billy.Capabilities(f.Filesystem) }

// alternates is the file with the folders of objects that a repository borrows from. Git follows such a list maxBorrowed deep.
const (
	alternates  = "objects/info/alternates"
	maxBorrowed = 5
)

// borrowed returns the folders of objects that are read besides the one of the repository: those of the environment, as in a hook of a server, and those that
// the repository names, and those that these name in turn.
func (at place) borrowed() []string {
	own := filepath.Join(at.common, "objects")
	var dirs []string
	var follow func(dir string, depth int)
	add := func(dir string, depth int) {
		if dir = real(dir); dir == real(own) || slices.Contains(dirs, dir) || depth > maxBorrowed {
			return
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return
		}
		dirs = append(dirs, dir)
		follow(dir, depth+1)
	}
	follow = func(dir string, depth int) {
		text, err := os.ReadFile(filepath.Join(dir, "info", "alternates"))
		if err != nil {
			return
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimRight(line, "\r\n"); line == "" || line[0] == '#' {
				continue
			}
			if plain, err := strconv.Unquote(line); err == nil && line[0] == '"' {
				line = plain
			}
			if !filepath.IsAbs(line) {
				line = filepath.Join(dir, line)
			}
			add(line, depth)
		}
	}
	for _, name := range append([]string{os.Getenv("GIT_OBJECT_DIRECTORY")}, filepath.SplitList(os.Getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES"))...) {
		if dir, err := filepath.Abs(name); err == nil && name != "" {
			add(dir, 1)
		}
	}
	follow(own, 1)
	return dirs
}

// EncodedObject implements storer.EncodedObjectStorer.
func (s *Store) EncodedObject(kind plumbing.ObjectType, hash plumbing.Hash) (plumbing.EncodedObject, error) {
	if s.elsewhere != nil {
		o, err := s.elsewhere.Object(hash)
		if err == nil && kind != plumbing.AnyObject && kind != o.Type() {
			return nil, plumbing.ErrObjectNotFound
		}
		return o, err
	}
	var o stored
	err := s.ask(func(from *source) (err error) { o, err = from.object(hash); return err })
	if err == nil && kind != plumbing.AnyObject && kind != o.kind {
		err = plumbing.ErrObjectNotFound
	}
	if err != nil {
		return nil, err
	}
	return &named{stored: o, name: hash}, nil
}

// HasEncodedObject implements storer.EncodedObjectStorer.
func (s *Store) HasEncodedObject(hash plumbing.Hash) error {
	if s.elsewhere != nil {
		_, err := s.elsewhere.Size(hash)
		return err
	}
	return s.ask(func(from *source) error { return from.has(hash) })
}

// EncodedObjectSize implements storer.EncodedObjectStorer.
func (s *Store) EncodedObjectSize(hash plumbing.Hash) (size int64, err error) {
	if s.elsewhere != nil {
		return s.elsewhere.Size(hash)
	}
	err = s.ask(func(from *source) (err error) { size, err = from.size(hash); return err })
	return size, err
}

// HashesWithPrefix returns the names of the objects that begin with some bytes, which are one at least.
func (s *Store) HashesWithPrefix(prefix []byte) (all []plumbing.Hash, err error) {
	for _, from := range s.sources {
		more, failed := from.namesWith(prefix)
		all, err = append(all, more...), errors.Join(err, failed)
	}
	return all, err
}

// Reindex lets the packs be listed anew.
func (s *Store) Reindex() {
	for _, from := range s.sources {
		from.packs.forget()
	}
}

// ask asks each source for an object until one has it. Git puts packs together in the background, also right after a fetch: when packs came or went, it asks
// again.
func (s *Store) ask(get func(*source) error) error {
	var first error
	for i, from := range s.sources {
		err := get(from)
		for tries := 0; err != nil && tries < 3 && from.packs.changed(); tries++ {
			err = get(from)
		}
		if err == nil {
			return nil
		}
		if i == 0 {
			first = err
		}
	}
	return first
}

// Reference implements storer.ReferenceStorer.
func (s *Store) Reference(name plumbing.ReferenceName) (*plumbing.Reference, error) {
	if s.refs != nil {
		return s.refs.reference(name)
	}
	return s.Storage.Reference(name)
}

// IterReferences implements storer.ReferenceStorer.
func (s *Store) IterReferences() (storer.ReferenceIter, error) {
	if s.refs != nil {
		return s.refs.all(), nil
	}
	return s.Storage.IterReferences()
}

// Close closes the files that were opened.
func (s *Store) Close() (err error) {
	if s.Storage != nil {
		err = s.Storage.Close()
	}
	for _, from := range s.sources {
		err = errors.Join(err, from.packs.close())
	}
	return err
}
