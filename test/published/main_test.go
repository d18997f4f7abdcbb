// Package published_test holds what stands in a built site against the files that were looked at: nothing else is published, and nothing of what is
// withdrawn.
package published_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }

// files returns the content of every file in a folder, by its path with forward slashes.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	must.Do(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = data
		return err
	}))
	return all
}

// unpacked returns the bytes of a file, with those that are packed in it: the parts of a Word document, and what is compressed with gzip.
func unpacked(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	all := bytes.Clone(data)
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		must.Do(t, err)
		for _, part := range archive.File {
			r, err := part.Open()
			must.Do(t, err)
			inside, err := io.ReadAll(r)
			must.Do(t, err)
			all = append(all, unpacked(t, part.Name, inside)...)
		}
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		r, err := gzip.NewReader(bytes.NewReader(data))
		must.Do(t, err)
		inside, err := io.ReadAll(r)
		must.Do(t, err)
		all = append(all, unpacked(t, name, inside)...)
	}
	return all
}

// run runs a program in a folder and returns what it prints; it may end with the given status.
func run(t testing.TB, cmd *exec.Cmd, status int) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != status {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return string(out)
}

// dilemma runs the command in a folder, without a browser.
func dilemma(t testing.TB, dir string, status int, args ...string) string {
	t.Helper()
	return run(t, sitebuild.WithoutBrowser(t, sitebuild.Command(t, context.Background(), dir, args...)), status)
}
