package repo

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
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
	return filesOf(commit, repository, newFolders(repository.Store))
}

// Tree is the file system of one commit. It implements fs.FS, fs.StatFS and fs.ReadFileFS, and may be read side by side.
type Tree struct {
	store   *Store
	folders *folders // all trees of a span share it
	root    plumbing.Hash

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
	entry, err := t.folders.find(t.root, name)
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
	if info.IsDir() {
		dir, err := t.folders.open(info.hash)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: t.note(err)}
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

// read returns a whole file.
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
		return entry{name: ".", mode: fs.ModeDir, hash: t.root}, nil
	}
	found, err := t.folders.find(t.root, name)
	if errors.Is(t.note(err), plumbing.ErrObjectNotFound) {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	if err != nil || found.Hash.IsZero() || !isCheckedOut(name) {
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

// isCheckedOut reports whether Git would write a file with this path: none has a control character, and none lies in its own folder.
func isCheckedOut(name string) bool {
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '/' || r == '\\' }) {
		if strings.EqualFold(part, ".git") || part == ".." || part == "." {
			return false
		}
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 || r == 0x7f })
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
	tree *folder
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
	left := d.tree.at[min(d.read, len(d.tree.at)):]
	if n > 0 && len(left) > n {
		left = left[:n]
	}
	entries, all := make([]entry, len(left)), make([]fs.DirEntry, len(left)) // a folder may have ten thousand
	for i, at := range left {
		mode, name, hash, _, err := firstEntry(d.tree.data[at:])
		if err != nil {
			return all[:i], err
		}
		entries[i] = entry{name: string(name), mode: modeOf(canonical(mode)), in: d.from, hash: hash}
		all[i] = &entries[i]
	}
	d.read += len(all)
	if n > 0 && len(all) == 0 {
		return nil, io.EOF
	}
	return all, nil
}
