//go:build !js

package casebook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

// Create writes a new file, completely or not at all. It leaves an existing file as it is and returns an *ExistsError or an error of the file system.
func (d DirFS) Create(name string, text []byte) error {
	name, err := d.place("create", name)
	if err != nil {
		return err
	}
	return writeNew(name, text)
}

// Replace replaces the content of a file, completely or not at all: it writes a temporary file in the same folder and renames it.
func (d DirFS) Replace(name string, text []byte) error {
	name, err := d.place("replace", name)
	if err != nil {
		return err
	}
	info, err := os.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrNotRegular
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
