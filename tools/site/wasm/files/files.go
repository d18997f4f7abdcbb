//go:build js && wasm

// Package files makes a file system of the files that a page passes to its program.
package files

import (
	"io/fs"
	"path"
	"strings"
	"syscall/js"
	"time"
)

// Of returns the file system with the files in a JavaScript object of path → text.
func Of(object js.Value) fs.FS {
	all := files{}
	names := js.Global().Get("Object").Call("keys", object)
	for i := range names.Length() {
		name := names.Index(i).String()
		all[name] = object.Get(name).String()
	}
	return all
}

type files map[string]string

func (f files) Open(name string) (fs.File, error) {
	text, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &file{strings.NewReader(text), path.Base(name)}, nil
}

// file is an open file.
type file struct {
	*strings.Reader
	name string
}

func (f *file) Stat() (fs.FileInfo, error) { return f, nil }
func (f *file) Close() error               { return nil }
func (f *file) Name() string               { return f.name }
func (f *file) Mode() fs.FileMode          { return 0o444 }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return false }
func (f *file) Sys() any                   { return nil }
