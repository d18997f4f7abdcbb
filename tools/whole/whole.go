//go:build !js || review

package whole

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ErrNotRegular means that the file to replace is a folder, a device or a symbolic link. The text is not written to where a link leads, since
// that may be anywhere on the machine, and a link is not replaced by a file.
var ErrNotRegular = errors.New("no regular file")

// ErrBusy means that another process has been changing the same file for longer than Edit waits, or on Windows that it has had the file open for longer
// than Rename waits.
var ErrBusy = errors.New("another process is using the file")

// ErrName means that no file can have this name here. On Windows that is so of a name with a colon, which would put the text where nobody sees it, in a
// stream of another file, and of the name of a device, such as nul, which would take the text and keep nothing.
var ErrName = errors.New("no name for a file")

// Create writes a new file, with the permissions perm before umask, and makes the folders that it needs. It never overwrites, not even a file
// that appears meanwhile: the error is then fs.ErrExist. Other errors are ErrName and those of the file system.
func Create(name string, text []byte, perm fs.FileMode) error {
	return CreateFrom(name, perm, Text(text))
}

// CreateFrom is Create with what fill writes, which need not fit in memory. The error may be that of fill, and then there is no file.
func CreateFrom(name string, perm fs.FileMode, fill func(io.Writer) error) error {
	if !filepath.IsLocal(filepath.Base(name)) {
		return &fs.PathError{Op: "create", Path: name, Err: ErrName}
	}
	if err := makeFolder(filepath.Dir(name)); err != nil {
		return err
	}
	if _, err := os.Lstat(name); err == nil {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	return write(filepath.Dir(name), name, fill, perm, giveName)
}

// Text returns what writes a text, for CreateFrom.
func Text(text []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}
}

// Replace replaces the content of a file that exists and keeps its permissions. The error is ErrNotRegular or one of the file system.
func Replace(name string, text []byte) error {
	info, err := os.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "replace", Path: name, Err: ErrNotRegular}
	}
	return write(filepath.Dir(name), name, Text(text), info.Mode().Perm(), func(temp, name string) error {
		if err := os.Chmod(temp, info.Mode().Perm()); err != nil { // whatever umask says
			return err
		}
		return Rename(temp, name)
	})
}

// Write writes a file, new or not, with the permissions perm before umask, and makes the folders that it needs. Its temporary file lies in temp,
// a folder on the same disk: git takes any file below its references for a reference.
func Write(temp, name string, text []byte, perm fs.FileMode) error {
	for _, dir := range []string{temp, filepath.Dir(name)} {
		if err := makeFolder(dir); err != nil {
			return err
		}
	}
	return write(temp, name, Text(text), perm, Rename)
}

// Folder makes a folder that is not there, or is empty, and the folders that it needs. It calls fill with the path of another one beside it that is not there yet,
// which gets the name when it is complete. What fill puts beside that path is removed in the end. The error is that of fill, fs.ErrExist when a file has the
// name, or another one of the file system.
func Folder(name string, fill func(made string) error) error {
	up := filepath.Dir(name)
	if err := os.MkdirAll(up, 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(up, prefix())
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	made := filepath.Join(temp, "made")
	if err := fill(made); err != nil {
		return err
	}
	switch info, err := os.Lstat(name); {
	case err == nil && !info.IsDir():
		return &fs.PathError{Op: "mkdir", Path: name, Err: fs.ErrExist} // Windows would put the folder in its place
	case err == nil:
		_ = os.Remove(name) // only when it is empty; Windows puts no folder in the place of another
	}
	return Rename(made, name)
}

// Edit changes a file. It calls change with its content, nil when it does not exist, and writes what change returns; when that is an error, it
// returns it and writes nothing. Of processes that edit the same file each sees what the one before it wrote: others wait, and get ErrBusy
// after a minute. Where the disk knows no locks, as some disks in a network, two at the same moment may still lose one change.
func Edit(name string, perm fs.FileMode, change func(before []byte) ([]byte, error)) error {
	if err := makeFolder(filepath.Dir(name)); err != nil {
		return err
	}
	unlock, err := lock(filepath.Dir(name), time.Now().Add(time.Minute))
	if err != nil {
		return err
	}
	defer unlock()
	var before []byte
	put := func(text []byte) error { return Create(name, text, perm) }
	switch info, err := os.Lstat(name); {
	case err == nil && !info.Mode().IsRegular():
		return &fs.PathError{Op: "edit", Path: name, Err: ErrNotRegular}
	case err == nil:
		if before, err = os.ReadFile(name); err != nil {
			return err
		}
		put = func(text []byte) error { return Replace(name, text) }
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	after, err := change(before)
	if err != nil {
		return err
	}
	return put(after)
}

// makeFolder makes a folder and those above it.
func makeFolder(dir string) error {
	err := os.MkdirAll(dir, 0o755)
	if errors.Is(err, fs.ErrExist) { // a link with its name leads nowhere
		return &fs.PathError{Op: "mkdir", Path: dir, Err: ErrNotRegular}
	}
	return err
}

// lock waits until this process is the only one that edits files in a folder.
func lock(dir string, until time.Time) (unlock func(), err error) {
	for {
		unlock, err := tryLock(dir)
		if !errors.Is(err, ErrBusy) {
			return unlock, err
		}
		if time.Now().After(until) {
			return nil, &fs.PathError{Op: "lock", Path: dir, Err: ErrBusy}
		}
		time.Sleep(time.Duration(5+rand.IntN(20)) * time.Millisecond)
	}
}

// Tests replace these: step is called after each step of write, and link gives a file a second name.
var (
	step = func(string) {}
	link = os.Link
)

// write writes a temporary file in dir and lets put give it its name.
func write(dir, name string, fill func(io.Writer) error, perm fs.FileMode, put func(temp, name string) error) error {
	tidy(dir)
	temp := filepath.Join(dir, prefix()+strconv.FormatUint(rand.Uint64(), 36))
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return about(name, err)
	}
	step("made")
	err = fill(f)
	step("written")
	err = errors.Join(err, f.Sync(), f.Close())
	step("synced")
	if err == nil {
		err = put(temp, name)
		step("named")
	}
	if err != nil {
		_ = os.Remove(temp)
		return about(name, err)
	}
	return SyncFolder(filepath.Dir(name))
}

// about turns an error that names a temporary file into one that names the file that the user knows.
func about(name string, err error) error {
	var (
		one *fs.PathError
		two *os.LinkError
	)
	switch {
	case errors.As(err, &one):
		err = one.Err
	case errors.As(err, &two):
		err = two.Err
	}
	return &fs.PathError{Op: "write", Path: name, Err: err}
}

// giveName gives a temporary file its name, unless there is a file with that name.
func giveName(temp, name string) error {
	err := link(temp, name)
	if err == nil {
		step("linked")
		_ = os.Remove(temp) // if not, the next write removes it
		return nil
	}
	if _, there := os.Lstat(name); there == nil {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	// The disk knows no second name, as FAT. An empty file keeps the name free until the rename.
	f, made := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if made != nil {
		return made
	}
	if err := errors.Join(f.Close(), Rename(temp, name)); err != nil {
		_ = os.Remove(name) // the empty file
		return err
	}
	return nil
}

// prefix returns the begin of the names of the temporary files of this process. It tells the machine as well, for a folder can be shared.
func prefix() string { return unfinished + machine() + "-" + strconv.Itoa(os.Getpid()) + "-" }

func machine() string {
	host, _ := os.Hostname()
	sum := sha256.Sum256([]byte(host))
	return fmt.Sprintf("%x", sum[:4])
}

// tidy removes from a folder the temporary files that no process is writing any more: those of processes of this machine that have ended, and
// those of more than an hour old.
func tidy(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	names, _ := d.Readdirnames(-1)
	d.Close()
	for _, name := range names {
		if !temporary().MatchString(name) {
			continue
		}
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		owner := strings.Split(strings.TrimPrefix(name, unfinished), "-")
		pid, err := strconv.Atoi(owner[1])
		dead := err == nil && owner[0] == machine() && !alive(pid)
		if dead || time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(filepath.Join(dir, name))
		}
	}
}
