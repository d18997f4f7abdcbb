package casebook

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Layers is the file system of a book that stands on a product: a file of the book's own goes before the one of the product at the same path, whole, and a
// folder holds the files of both. An absolute path is one of Own, which may know such paths (DirFS).
type Layers struct{ Own, Product fs.FS }

// first returns what the book's own layer answers, or the product's answer where only the product has the name.
func first[T any](l Layers, name string, ask func(fs.FS, string) (T, error)) (T, error) {
	own, err := ask(l.Own, name)
	if errors.Is(err, fs.ErrNotExist) {
		if below, err := ask(l.Product, name); err == nil {
			return below, nil
		}
	}
	return own, err
}

// Open implements fs.FS.
func (l Layers) Open(name string) (fs.File, error) { return first(l, name, fs.FS.Open) }

// ReadFile implements fs.ReadFileFS.
func (l Layers) ReadFile(name string) ([]byte, error) { return first(l, name, fs.ReadFile) }

// Stat implements fs.StatFS.
func (l Layers) Stat(name string) (fs.FileInfo, error) { return first(l, name, fs.Stat) }

// ReadDir implements fs.ReadDirFS.
func (l Layers) ReadDir(name string) ([]fs.DirEntry, error) {
	own, err := fs.ReadDir(l.Own, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return own, err
	}
	below, errBelow := fs.ReadDir(l.Product, name)
	if errBelow != nil {
		return own, err
	}
	// Both are sorted. A book of its own may have ten thousands where the product has a few, so these are put between.
	for _, e := range below {
		i, found := slices.BinarySearchFunc(own, e.Name(), func(o fs.DirEntry, name string) int { return strings.Compare(o.Name(), name) })
		if !found {
			own = slices.Insert(own, i, e)
		}
	}
	return own, nil
}

// Replaced returns the sorted paths of the files below a folder that both layers have: there the book says something otherwise.
func (l Layers) Replaced(dir string) []string {
	var names []string
	_ = fs.WalkDir(l.Product, dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if _, err := fs.Stat(l.Own, name); err == nil {
				names = append(names, path.Clean(name))
			}
		}
		return nil // what is not there replaces nothing
	})
	return names
}
