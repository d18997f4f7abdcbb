// Package must does for tests what hardly ever fails: when it does, the test ends.
package must

import (
	"os"
	"path/filepath"
	"testing"
)

// Do ends the test on an error.
func Do(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Read returns the text of a file, whose path is given in parts.
func Read(t testing.TB, name ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(name...))
	Do(t, err)
	return string(data)
}

// Write writes a file, and makes the folders above it.
func Write(t testing.TB, name, text string) {
	t.Helper()
	Do(t, os.MkdirAll(filepath.Dir(name), 0o755))
	Do(t, os.WriteFile(name, []byte(text), 0o644))
}
