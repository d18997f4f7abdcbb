package whole

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// opened opens a file as other programs do: so that it can be read by others, or not, but not renamed or removed.
func opened(t *testing.T, name string, share uint32) (closed func()) {
	t.Helper()
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	h, err := syscall.CreateFile(path, syscall.GENERIC_READ, share, nil, syscall.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() { _ = syscall.CloseHandle(h) }
}

// TestOpenElsewhere writes files that another program has open: for a moment, as a virus scanner, or for long, as Word. What was there stays.
func TestOpenElsewhere(t *testing.T) {
	for _, share := range []uint32{0, syscall.FILE_SHARE_READ, syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE} {
		for op, o := range operations {
			if !o.old && op != "add" || op == "edit" && share == 0 {
				continue // an edit reads first
			}
			dir := t.TempDir()
			name := filepath.Join(dir, "bestand.md")
			put(t, name, before, 0o644)
			done := opened(t, name, share)
			usual := patience
			patience = 100 * time.Millisecond
			err := o.do(name)
			patience = usual
			if share == 0 && op == "add" {
				if !errors.Is(err, sharingViolation) {
					t.Errorf("%s, %d: %v", op, share, err)
				}
			} else if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s, %d: %v", op, share, err)
			}
			done()
			if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, before) {
				t.Errorf("%s, %d: %d bytes, %v", op, share, len(got), err)
			}
			if names := left(t, dir); len(names) != 1 {
				t.Errorf("%s, %d leaves %v", op, share, names)
			}

			done = opened(t, name, share|syscall.FILE_SHARE_READ)
			time.AfterFunc(100*time.Millisecond, done)
			if err := o.do(name); err != nil {
				t.Errorf("%s, %d, for a moment: %v", op, share, err)
			}
		}
	}
}

// TestReadOnly writes a file that the user may not change, which Windows refuses and Wine does not. The file is whole, and no other program is named.
func TestReadOnly(t *testing.T) {
	name := filepath.Join(t.TempDir(), "bestand.md")
	put(t, name, before, 0o444)
	want := after
	if err := Replace(name, after); err != nil {
		want = before
		if !errors.Is(err, fs.ErrPermission) || errors.Is(err, ErrBusy) {
			t.Error(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if names := left(t, filepath.Dir(name)); len(names) != 1 {
		t.Error(names)
	}
}

// TestNames refuses the names that are no files, at once and before anything is made.
func TestNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"nul", "NUL", "con", "aux", "com1", "lpt9", "gesprek:eerste.md"} {
		if err := Create(filepath.Join(dir, name), after, 0o644); !errors.Is(err, ErrName) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if names := left(t, dir); len(names) > 0 {
		t.Error(names)
	}
}

// TestLockFile looks at a folder while a file in it is edited.
func TestLockFile(t *testing.T) {
	dir := t.TempDir()
	err := Edit(filepath.Join(dir, "lijst.yaml"), 0o644, func([]byte) ([]byte, error) {
		for _, name := range left(t, dir) {
			if !Unfinished(name) {
				t.Errorf("%s is taken for a file of the user", name)
			}
		}
		tidy(dir)
		return after, nil
	})
	if err != nil {
		t.Error(err)
	}
	if names := left(t, dir); len(names) != 1 {
		t.Error(names)
	}
}
