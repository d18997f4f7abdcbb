//go:build unix

package whole

import (
	"errors"
	"os"
	"syscall"
)

// SyncFolder puts the names in a folder on the disk. A disk that can't do so does it by itself.
func SyncFolder(dir string) error {
	d, err := os.Open(dir)
	if errors.Is(err, os.ErrPermission) {
		return nil // a folder in which one may write but not look
	}
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}

// Rename gives a file or folder another name, as os.Rename does.
func Rename(from, to string) error { return os.Rename(from, to) }

// tryLock locks a folder, or returns ErrBusy. The system unlocks it when the process ends. Without locks on the disk it returns at once.
func tryLock(dir string) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	switch err := flock(d); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		d.Close()
		return nil, ErrBusy
	default:
		return func() { d.Close() }, nil
	}
}

// alive reports whether there is a process with this number.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
