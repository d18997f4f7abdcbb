package whole

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// SyncFolder does nothing: Windows keeps the names of files in a journal, and can't sync a folder.
func SyncFolder(string) error { return nil }

// Constants of CreateFile and errors that package syscall lacks.
const (
	deleteOnClose    = 0x04000000
	toDelete         = 0x00010000
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
	invalidParameter = syscall.Errno(87)
)

// patience is how long Rename waits for another program. A virus scanner or the index of Windows looks at a new file for a moment; Word keeps a document
// as long as it shows it. Tests shorten it.
var patience = 2 * time.Second

// Rename gives a file or folder another name, as os.Rename does, and waits while another program has one of the two open. The error is ErrBusy when that
// takes longer than two seconds.
func Rename(from, to string) error {
	until := time.Now().Add(patience)
	for free := false; ; time.Sleep(20 * time.Millisecond) {
		err := os.Rename(from, to)
		if err == nil {
			return nil
		}
		if occupied(err, from, to) {
			free = false
		} else if free { // it was not closed between the two questions, so this is another error
			return err
		} else {
			free = true
		}
		if time.Now().After(until) {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: ErrBusy}
		}
	}
}

// occupied reports whether a rename failed because a program has one of the two open. Of a file at the new name, Windows then says that access is denied,
// as it does when the user has no rights; of a folder, it doesn't tell which file in it is open.
func occupied(err error, from, to string) bool {
	if errors.Is(err, sharingViolation) || errors.Is(err, lockViolation) {
		return true
	}
	if !errors.Is(err, syscall.ERROR_ACCESS_DENIED) {
		return false
	}
	if info, err := os.Lstat(from); err == nil && info.IsDir() {
		_, err := os.Lstat(to)
		return errors.Is(err, fs.ErrNotExist)
	}
	return open(from) || open(to)
}

// open reports whether a program has a file open in a way that forbids its end.
func open(name string) bool {
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return false
	}
	all := uint32(syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE)
	h, err := syscall.CreateFile(path, toDelete, all, nil, syscall.OPEN_EXISTING, 0, 0)
	if err == nil {
		_ = syscall.CloseHandle(h)
	}
	return errors.Is(err, sharingViolation)
}

// tryLock locks a folder, or returns ErrBusy, with a file in it that only one process can have open, and that goes when it is closed or the
// process ends.
func tryLock(dir string) (unlock func(), err error) {
	name := filepath.Join(dir, lockFile)
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

// alive reports whether a process with this number runs. One of another user can't be opened, but runs; one that has ended can be opened as long as
// another program looks at it.
func alive(pid int) bool {
	h, err := syscall.OpenProcess(syscall.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return !errors.Is(err, invalidParameter)
	}
	defer func() { _ = syscall.CloseHandle(h) }()
	event, err := syscall.WaitForSingleObject(h, 0)
	return err != nil || event == syscall.WAIT_TIMEOUT
}
