package repo

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// ErrNoBase says that two commits have no common ancestor here, as in a shallow clone.
var ErrNoBase = errors.New("no common ancestor")

// At returns the files of a commit, with paths relative to the folder in which the repository was opened.
func At(repository *Repository, commit *object.Commit) (*Tree, error) {
	files, _, err := filesOf(commit, repository, &sync.Mutex{})
	return files, err
}

// Tree is the file system of one commit. It implements fs.FS, fs.StatFS and fs.ReadFileFS, and may be read side by side.
type Tree struct {
	store *Store
	lock  *sync.Mutex // the store and the tree keep what they read; all trees of a repository share it
	root  *object.Tree

	lacking atomic.Bool
}

// Lacking reports whether something was asked that the commit has and the repository lacks, as in a clone with a filter: what was read then is not all.
func (t *Tree) Lacking() bool { return t.lacking.Load() }

// note notes that an object was not there, and returns the error as it is.
func (t *Tree) note(err error) error {
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		t.lacking.Store(true)
	}
	return err
}

// Same reports whether a file of the commit has this content, line ends of Windows aside.
func (t *Tree) Same(name string, content []byte) bool {
	t.lock.Lock()
	entry, err := t.root.FindEntry(name)
	t.lock.Unlock()
	if err != nil {
		return false
	}
	hash := func(b []byte) plumbing.Hash { return plumbing.ComputeHash(plumbing.BlobObject, b) }
	return entry.Hash == hash(content) || entry.Hash == hash(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
}

// Open implements fs.FS.
func (t *Tree) Open(name string) (fs.File, error) {
	info, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	if info.IsDir() {
		dir := t.root
		if name != "." {
			if dir, err = object.GetTree(t.store, info.hash); err != nil {
				return nil, &fs.PathError{Op: "open", Path: name, Err: t.note(err)}
			}
		}
		return &treeDir{info, t, dir, 0}, nil
	}
	data, err := t.read(info.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &treeFile{info, bytes.NewReader(data)}, nil
}

// ReadFile implements fs.ReadFileFS.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	info, err := t.find("read", name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errIsDir}
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	data, err := t.read(info.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

// Stat implements fs.StatFS. It reads nothing of a file.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	info, err := t.find("stat", name)
	if err != nil {
		return nil, err
	}
	return info, nil
}

// read returns a whole file; the lock is held.
func (t *Tree) read(hash plumbing.Hash) ([]byte, error) {
	_, data, err := Read(t.store, hash)
	return data, t.note(err)
}

// find looks a path up.
func (t *Tree) find(op, name string) (entry, error) {
	// On Windows go-git takes a backslash for a slash, now and then.
	if !fs.ValidPath(name) || filepath.Separator == '\\' && strings.Contains(name, `\`) {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return entry{name: ".", mode: fs.ModeDir}, nil
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	found, err := t.root.FindEntry(name)
	if errors.Is(t.note(err), plumbing.ErrObjectNotFound) {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	if err != nil {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	info := entry{name: path.Base(name), mode: modeOf(found.Mode), hash: found.Hash}
	if !info.IsDir() {
		if info.size, err = t.store.EncodedObjectSize(found.Hash); err != nil {
			return entry{}, &fs.PathError{Op: op, Path: name, Err: t.note(err)}
		}
	}
	return info, nil
}

func modeOf(m filemode.FileMode) fs.FileMode {
	switch m {
	case filemode.Dir, filemode.Submodule:
		return fs.ModeDir
	case filemode.Symlink:
		return fs.ModeSymlink
	}
	return 0
}

// entry is the name and kind of a file in a tree.
type entry struct {
	name string
	mode fs.FileMode
	size int64
	in   *Tree // where the size can still be asked, by the hash
	hash plumbing.Hash
}

func (e entry) Name() string       { return e.name }
func (e entry) Size() int64        { return e.size }
func (e entry) Mode() fs.FileMode  { return e.mode | 0o444 }
func (e entry) Type() fs.FileMode  { return e.mode.Type() }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.mode.IsDir() }
func (e entry) Sys() any           { return nil }

// Info implements fs.DirEntry.
func (e entry) Info() (info fs.FileInfo, err error) {
	if !e.IsDir() && e.in != nil {
		e.in.lock.Lock()
		defer e.in.lock.Unlock()
		e.size, err = e.in.store.EncodedObjectSize(e.hash)
	}
	return e, err
}

type treeFile struct {
	entry
	*bytes.Reader
}

func (f *treeFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *treeFile) Size() int64                { return f.entry.size }
func (f *treeFile) Close() error               { return nil }

type treeDir struct {
	entry
	from *Tree
	tree *object.Tree
	read int
}

var errIsDir = errors.New("is a directory")

func (d *treeDir) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *treeDir) Close() error               { return nil }
func (d *treeDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errIsDir}
}

// ReadDir implements fs.ReadDirFile.
func (d *treeDir) ReadDir(n int) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for _, e := range d.tree.Entries[min(d.read, len(d.tree.Entries)):] {
		if n > 0 && len(all) == n {
			break
		}
		all = append(all, entry{name: e.Name, mode: modeOf(e.Mode), in: d.from, hash: e.Hash})
	}
	d.read += len(all)
	if n > 0 && len(all) == 0 {
		return nil, io.EOF
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
