package proposal

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"

	"github.com/openbaarheid-schuurt/dilemma/tools/repository"
)

// ErrNoBase says that two commits have no common ancestor here, as in a shallow clone.
var ErrNoBase = errors.New("no common ancestor")

// Base returns the files of the commit at which HEAD went its own way from a revision, by any name that Repository.Commit takes. Paths
// are relative to root. The errors are those of repository, and ErrNoBase.
func Base(root, revision string) (*Tree, error) {
	repo, err := repository.Open(root)
	if err != nil {
		return nil, err
	}
	theirs, err := repo.Commit(revision)
	if err != nil {
		return nil, err
	}
	ours, err := repo.Commit("HEAD")
	if err != nil {
		return nil, err
	}
	bases, err := ours.MergeBase(theirs)
	if err != nil || len(bases) == 0 {
		return nil, errors.Join(ErrNoBase, err)
	}
	return At(repo, bases[0])
}

// At returns the files of a commit, with paths relative to the folder in which the repository was opened.
func At(repo *repository.Repository, commit *object.Commit) (*Tree, error) {
	tree, err := commit.Tree()
	if err != nil {
		return nil, err
	}
	if repo.Prefix != "." {
		if tree, err = tree.Tree(repo.Prefix); err != nil {
			return nil, err
		}
	}
	return &Tree{store: repo.Store, root: tree}, nil
}

// Tree is the file system of one commit. It may be read from more sides at once, which go-git does not allow of itself.
type Tree struct {
	mu    sync.Mutex
	store *filesystem.Storage
	root  *object.Tree
}

// Same reports whether a file of the commit has this content, line ends of Windows aside.
func (t *Tree) Same(name string, content []byte) bool {
	t.mu.Lock()
	entry, err := t.root.FindEntry(name)
	t.mu.Unlock()
	if err != nil {
		return false
	}
	hash := func(b []byte) plumbing.Hash { return plumbing.ComputeHash(plumbing.BlobObject, b) }
	return entry.Hash == hash(content) || entry.Hash == hash(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
}

// Open implements fs.FS.
func (t *Tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if name == "." {
		return &treeDir{entry{name: ".", mode: fs.ModeDir}, t, t.root, 0}, nil
	}
	found, err := t.root.FindEntry(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	info := entry{name: path.Base(name), mode: modeOf(found.Mode)}
	if info.IsDir() {
		dir, err := object.GetTree(t.store, found.Hash)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &treeDir{info, t, dir, 0}, nil
	}
	blob, err := object.GetBlob(t.store, found.Hash)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	r, err := blob.Reader()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	info.size = blob.Size
	return &treeFile{info, bytes.NewReader(data)}, nil
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
	of   *Tree        // that can still be asked for the size
	in   *object.Tree // where the entry stands
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
		e.of.mu.Lock()
		defer e.of.mu.Unlock()
		e.size, err = e.in.Size(e.name)
	}
	return e, err
}

type treeFile struct {
	entry
	*bytes.Reader
}

func (f *treeFile) Size() int64  { return f.size }
func (f *treeFile) Close() error { return nil }

func (f *treeFile) Stat() (fs.FileInfo, error) { return f.entry, nil }

type treeDir struct {
	entry
	of   *Tree
	tree *object.Tree
	read int
}

func (d *treeDir) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *treeDir) Close() error               { return nil }
func (d *treeDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errors.New("is a directory")}
}

// ReadDir implements fs.ReadDirFile.
func (d *treeDir) ReadDir(n int) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for _, e := range d.tree.Entries[min(d.read, len(d.tree.Entries)):] {
		if n > 0 && len(all) == n {
			break
		}
		all = append(all, entry{name: e.Name, mode: modeOf(e.Mode), of: d.of, in: d.tree})
	}
	d.read += len(all)
	if n > 0 && len(all) == 0 {
		return nil, io.EOF
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
