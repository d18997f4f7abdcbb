//go:build !js || review

package whole

import "io/fs"

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
