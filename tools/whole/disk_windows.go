package whole

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// SyncFolder does nothing: Windows keeps the names of files in a journal, and can't sync a folder.
func SyncFolder(string) error { return nil }

// Constants of CreateFile and its errors that package syscall lacks.
const (
	deleteOnClose    = 0x04000000
	sharingViolation = syscall.Errno(32)
)

// tryLock locks a folder, or returns ErrBusy, with a file in it that only one process can have open, and that goes when it is closed or the
// process ends.
func tryLock(dir string) (unlock func(), err error) {
	name := filepath.Join(dir, unfinished+"lock")
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(path, syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL|deleteOnClose, 0)
	switch {
	case errors.Is(err, sharingViolation), errors.Is(err, syscall.ERROR_ACCESS_DENIED): // the second while the file is going
		return nil, ErrBusy
	case err != nil:
		return nil, &os.PathError{Op: "lock", Path: name, Err: err}
	}
	return func() { _ = syscall.CloseHandle(h) }, nil
}

// alive reports whether there is a process with this number.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = p.Release()
	return true
}
