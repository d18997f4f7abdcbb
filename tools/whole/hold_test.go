package whole_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// TestHold holds a folder that is not there yet: nobody else does until it is released.
func TestHold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "diep", "map")
	release, err := whole.Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := whole.Hold(dir); !errors.Is(err, whole.ErrBusy) {
		t.Error(err)
	}
	release()
	release, err = whole.Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	release()
}

// TestCreateBy makes a file by way of another folder, never over one that is there.
func TestCreateBy(t *testing.T) {
	temp, name := filepath.Join(t.TempDir(), "elders"), filepath.Join(t.TempDir(), "map", "a.md")
	if err := whole.CreateBy(temp, name, []byte("een\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := whole.CreateBy(temp, name, []byte("twee\n"), 0o644); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if text, _ := os.ReadFile(name); string(text) != "een\n" {
		t.Errorf("%q", text)
	}
	for _, dir := range []string{temp, filepath.Dir(name)} {
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) > 1 || len(entries) == 1 && entries[0].Name() != "a.md" {
			t.Error(entries, err)
		}
	}
}
