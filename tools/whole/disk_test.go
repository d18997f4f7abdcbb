//go:build unix

package whole

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// small, in the process that a test starts, gives it a disk of 64 kB.
const small = "DILEMMA_WHOLE_SMALL"

// limit limits the size of the files that this process can write, as a full disk does.
func limit() {
	if os.Getenv(small) == "" {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 16, Max: 1 << 16}); err != nil {
		panic(err)
	}
}

// TestFull writes to a disk that is full halfway. What was there stays, nothing else does, and the error is about the file that was asked for.
func TestFull(t *testing.T) {
	for op, o := range operations {
		if op == "add" {
			continue
		}
		name := filepath.Join(t.TempDir(), "bestand.md")
		if o.old {
			put(t, name, before, 0o644)
		}
		cmd, out := start(t, op, name, small+"=1")
		if err := cmd.Wait(); err == nil || !strings.Contains(out.String(), name) || strings.Contains(out.String(), "unfinished") {
			t.Errorf("%s: %v\n%s", op, err, out)
		}
		got, err := os.ReadFile(name)
		if o.old && !bytes.Equal(got, before) || !o.old && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %d bytes, %v", op, len(got), err)
		}
		for _, name := range left(t, filepath.Dir(name)) {
			if Unfinished(name) {
				t.Errorf("%s leaves %s", op, name)
			}
		}
	}
}

// TestErrors has the error of the file system for each way in which a file can't be made.
func TestErrors(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "bestand"), before, 0o644)
	for name, want := range map[string]error{
		"bestand":                       fs.ErrExist,
		"bestand/onder":                 syscall.ENOTDIR,
		strings.Repeat("lang", 100):     syscall.ENAMETOOLONG,
		strings.Repeat("l/", 4000):      syscall.ENAMETOOLONG,
		"met\x00nul":                    syscall.EINVAL,
		strings.Repeat("l", 300) + "/x": syscall.ENAMETOOLONG,
	} {
		if err := Create(filepath.Join(dir, name), after, 0o644); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", name, err, want)
		}
	}
	if err := Replace(filepath.Join(dir, "is er niet"), after); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
