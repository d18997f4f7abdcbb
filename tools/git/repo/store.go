package repo

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
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

// cacheSize limits the objects that are kept in memory. An object in a pack is often a difference with one that was read shortly before it; a larger
// cache makes nothing faster.
const cacheSize = 16 * cache.MiByte

func openStore(at place) (*Store, error) {
	var shared billy.Filesystem
	if at.common != at.dir {
		shared = ownFiles{osfs.New(at.common)}
	}
	objects := cache.NewObjectLRU(cacheSize)
	s := &Store{}
	s.add(dotgit.NewRepositoryFilesystem(ownFiles{osfs.New(at.dir)}, shared), objects, filepath.Join(at.common, "objects"))
	s.Storage = s.sources[0].Storage
	for _, dir := range at.borrowed() {
		s.add(objectsAt{osfs.New(dir)}, objects, dir)
	}
	var err error
	if s.refs, err = openStack(at); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// add adds a source of objects, which lie in the folder dir.
func (s *Store) add(files billy.Filesystem, objects cache.Object, dir string) {
	// Without KeepDescriptors, opening the packs for every object takes a third of the time of a long walk.
	from := &source{Storage: filesystem.NewStorageWithOptions(files, objects, filesystem.Options{KeepDescriptors: true}), packs: filepath.Join(dir, "pack")}
	if info, err := os.Stat(from.packs); err == nil {
		from.seen = info.ModTime()
	}
	s.sources = append(s.sources, from)
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

// objectsAt shows a folder of objects as the folder objects of a repository, to read there.
type objectsAt struct{ billy.Filesystem }

func (f objectsAt) below(name string) (string, error) {
	rel, err := filepath.Rel("objects", name)
	if err != nil || strings.HasPrefix(rel, "..") {
		return "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return rel, nil
}

func (f objectsAt) Open(name string) (billy.File, error) {
	name, err := f.below(name)
	if err != nil || filepath.ToSlash(name) == "info/alternates" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.Filesystem.Open(name)
}

func (f objectsAt) Stat(name string) (os.FileInfo, error) {
	name, err := f.below(name)
	if err != nil {
		return nil, err
	}
	return f.Filesystem.Stat(name)
}

func (f objectsAt) Lstat(name string) (os.FileInfo, error) {
	name, err := f.below(name)
	if err != nil {
		return nil, err
	}
	return f.Filesystem.Lstat(name)
}

func (f objectsAt) ReadDir(name string) ([]os.FileInfo, error) {
	name, err := f.below(name)
	if err != nil {
		return nil, err
	}
	return f.Filesystem.ReadDir(name)
}

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
func (s *Store) EncodedObject(kind plumbing.ObjectType, hash plumbing.Hash) (o plumbing.EncodedObject, err error) {
	if s.elsewhere != nil {
		o, err = s.elsewhere.Object(hash)
		if err == nil && kind != plumbing.AnyObject && kind != o.Type() {
			return nil, plumbing.ErrObjectNotFound
		}
		return o, err
	}
	err = s.ask(func(from *filesystem.Storage) (err error) { o, err = from.EncodedObject(kind, hash); return err })
	return o, err
}

// HasEncodedObject implements storer.EncodedObjectStorer.
func (s *Store) HasEncodedObject(hash plumbing.Hash) error {
	if s.elsewhere != nil {
		_, err := s.elsewhere.Size(hash)
		return err
	}
	return s.ask(func(from *filesystem.Storage) error { return from.HasEncodedObject(hash) })
}

// EncodedObjectSize implements storer.EncodedObjectStorer.
func (s *Store) EncodedObjectSize(hash plumbing.Hash) (size int64, err error) {
	if s.elsewhere != nil {
		return s.elsewhere.Size(hash)
	}
	err = s.ask(func(from *filesystem.Storage) (err error) { size, err = sizeIn(from, hash); return err })
	return size, err
}

// sizeIn returns the size of an object in a store. go-git 5.19 leaves a loose object open when it is asked for its size alone: Windows then keeps Git from
// tidying up, and a system has no end of open files.
func sizeIn(store *filesystem.Storage, hash plumbing.Hash) (int64, error) {
	name := hash.String()
	f, err := store.Filesystem().Open(store.Filesystem().Join("objects", name[:2], name[2:]))
	if err != nil {
		return store.EncodedObjectSize(hash) // in a pack, or not here
	}
	defer f.Close()
	object, err := objfile.NewReader(f)
	if err != nil {
		return 0, err
	}
	defer object.Close()
	_, size, err := object.Header()
	return size, err
}

// HashesWithPrefix returns the names of the objects that begin with some bytes.
func (s *Store) HashesWithPrefix(prefix []byte) (all []plumbing.Hash, err error) {
	for _, from := range s.sources {
		more, failed := from.HashesWithPrefix(prefix)
		all, err = append(all, more...), errors.Join(err, failed)
	}
	return all, err
}

// ask asks each source for an object until one has it.
func (s *Store) ask(get func(*filesystem.Storage) error) error {
	var first error
	for i, from := range s.sources {
		err := get(from.Storage)
		for tries := 0; err != nil && tries < 3 && from.changed(); tries++ {
			err = get(from.Storage)
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

// source is a folder of objects.
type source struct {
	*filesystem.Storage
	packs string    // the folder of its packs
	seen  time.Time // when that last changed, as far as its index knows
}

// changed reports whether packs came or went since they were listed, and lists them anew: git puts packs together in the background, also right after a fetch.
func (s *source) changed() bool {
	info, err := os.Stat(s.packs)
	if err != nil || info.ModTime().Equal(s.seen) {
		return false
	}
	s.seen = info.ModTime()
	s.Reindex()
	return true
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
	for _, from := range s.sources {
		err = errors.Join(err, from.Storage.Close())
	}
	return err
}
