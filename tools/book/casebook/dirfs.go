//go:build !js

package casebook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// DirFS is the file system of a repository on disk. Besides the paths below its root it opens absolute paths, so that a
// file outside the repository can be checked against its definition.
type DirFS string

func (d DirFS) place(op, name string) (string, error) {
	if filepath.IsAbs(filepath.FromSlash(name)) {
		return filepath.FromSlash(name), nil
	}
	if !fs.ValidPath(name) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return filepath.Join(string(d), filepath.FromSlash(name)), nil
}

// Open implements fs.FS.
func (d DirFS) Open(name string) (fs.File, error) {
	place, err := d.place("open", name)
	if err != nil {
		return nil, err
	}
	return os.Open(place)
}

// ReadFile implements fs.ReadFileFS.
func (d DirFS) ReadFile(name string) ([]byte, error) {
	place, err := d.place("read", name)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(place)
}

// Stat implements fs.StatFS. It does not follow a symbolic link: Hugo does not either.
func (d DirFS) Stat(name string) (fs.FileInfo, error) {
	place, err := d.place("stat", name)
	if err != nil {
		return nil, err
	}
	return os.Lstat(place)
}

// ReadDir implements fs.ReadDirFS.
func (d DirFS) ReadDir(name string) ([]fs.DirEntry, error) {
	place, err := d.place("readdir", name)
	if err != nil {
		return nil, err
	}
	return os.ReadDir(place)
}

// Create writes a new file, whole or not at all, and makes the folders that it needs. It leaves an existing file as it is, even one that appears
// meanwhile, and returns an *ExistsError or an error of the file system.
func (d DirFS) Create(name string, text []byte) error {
	place, err := d.place("create", name)
	if err != nil {
		return err
	}
	return create(place, name, text)
}

// create writes a new file at a place. The error calls the file by the other name.
func create(place, name string, text []byte) error {
	err := whole.Create(place, text, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{name}
	}
	return err
}

// Replace replaces the content of a file, whole or not at all. The error is ErrNotRegular, also for a symbolic link, or one of the file system.
func (d DirFS) Replace(name string, text []byte) error {
	name, err := d.place("replace", name)
	if err != nil {
		return err
	}
	return regular(whole.Replace(name, text))
}

// Edit changes the content of a file, or makes it, whole or not at all. change gets the content, nil when there is no file, and returns the new one;
// of two processes that do so at the same time the second gets what the first wrote. The error is that of change, or as that of Replace.
func (d DirFS) Edit(name string, change func(before []byte) ([]byte, error)) error {
	name, err := d.place("edit", name)
	if err != nil {
		return err
	}
	return regular(whole.Edit(name, 0o644, change))
}

// regular turns the error of a file that is none into ErrNotRegular.
func regular(err error) error {
	if errors.Is(err, whole.ErrNotRegular) {
		return ErrNotRegular
	}
	return err
}
