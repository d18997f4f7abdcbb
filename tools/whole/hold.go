//go:build !js || review

package whole

import (
	"io/fs"
	"path/filepath"
)

// Hold makes this process the only one that holds a folder, which it makes, until release is called or the process ends, however that ends. The error is ErrBusy
// when another process holds it; it does not wait. Where the disk knows no locks, two may hold it.
func Hold(dir string) (release func(), err error) {
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	if release, err = tryLock(dir); err == ErrBusy {
		return nil, &fs.PathError{Op: "lock", Path: dir, Err: ErrBusy}
	}
	return release, err
}

// CreateBy is Create with its temporary file in temp, a folder on the same disk, so that nothing of it is ever seen beside the file.
func CreateBy(temp, name string, text []byte, perm fs.FileMode) error {
	if !filepath.IsLocal(filepath.Base(name)) {
		return &fs.PathError{Op: "create", Path: name, Err: ErrName}
	}
	for _, dir := range []string{temp, filepath.Dir(name)} {
		if err := makeFolder(dir); err != nil {
			return err
		}
	}
	return write(temp, name, Text(text), perm, giveName)
}
