// Package release_test packs a release for this machine and uses it as somebody who has nothing else.
package release_test

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
)

// root is the folder of the repository.
var root = filepath.Join("..", "..")

// copyOf copies the files that Git knows, or would take, to a new folder; of a book the programs and tests are no part.
func copyOf(t *testing.T, book bool) string {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	must.Do(t, err)
	dir := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		first, _, inFolder := strings.Cut(name, "/")
		if book && (inFolder && slices.Contains([]string{"cmd", "docs", "packaging", "test", "tools"}, first) || strings.HasPrefix(first, ".") || strings.HasSuffix(name, ".go")) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // removed, and not yet from the index
		}
		must.Do(t, err)
		info, err := os.Stat(filepath.Join(root, name))
		must.Do(t, err)
		must.Do(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must.Do(t, os.WriteFile(filepath.Join(dir, name), data, info.Mode().Perm()))
	}
	return dir
}

// pack makes the release of the files as they are now, for this machine, and returns the folder with what is handed out.
func pack(t *testing.T) string {
	t.Helper()
	source := copyOf(t, false)
	for _, args := range [][]string{{"init", "--quiet", "--initial-branch=main"}, {"remote", "add", "origin", "https://git.test/dilemma.git"}, {"add", "."}, {"-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", "test"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = source
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	tools, err := filepath.Abs(filepath.Join(root, ".cache", "tools"))
	must.Do(t, err)
	cmd := exec.Command("bash", ".ci/release")
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "DILEMMA_TOOLS="+tools, "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if strings.Contains(string(out), "nothing is made") {
		skip.Absent(t, "%s", out)
	}
	return filepath.Join(source, ".release", "dist")
}

// only returns the one file that a pattern names.
func only(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	must.Do(t, err)
	if len(files) != 1 {
		t.Fatalf("%s: %q", pattern, files)
	}
	return files[0]
}

// unpack unpacks an archive into a folder.
func unpack(t *testing.T, archive, dir string) {
	t.Helper()
	file, err := os.Open(archive)
	must.Do(t, err)
	defer file.Close()
	plain, err := gzip.NewReader(file)
	must.Do(t, err)
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		must.Do(t, err)
		if !filepath.IsLocal(h.Name) || h.Typeflag != tar.TypeReg {
			t.Errorf("%s stands in the archive", h.Name)
			continue
		}
		name := filepath.Join(dir, filepath.FromSlash(h.Name))
		must.Do(t, os.MkdirAll(filepath.Dir(name), 0o755))
		out, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, h.FileInfo().Mode().Perm())
		must.Do(t, err)
		_, err = io.Copy(out, r)
		must.Do(t, errors.Join(err, out.Close()))
	}
}

// run runs a program as on a machine that has nothing: no PATH, an empty home, and a network that leads nowhere.
func run(t *testing.T, dir, program string, args ...string) string {
	t.Helper()
	home := t.TempDir()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=", "HOME=" + home, "TMPDIR=" + t.TempDir(), "HTTP_PROXY=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s %v: %v\n%s", filepath.Base(program), args, err, out)
	}
	return string(out)
}

// TestRelease packs a release for this machine. What is in the archive makes a book, checks and builds it where there is nothing else, and the package for
// Debian puts the same in its places.
func TestRelease(t *testing.T) {
	t.Parallel()
	skip.Short(t)
	if runtime.GOOS == "windows" {
		t.Skip("the release is made by a script of a shell")
	}
	dist := pack(t)
	archive := only(t, filepath.Join(dist, "dilemma_*_"+strings.ReplaceAll(runtime.GOOS, "darwin", "macos")+"_"+runtime.GOARCH+".tar.gz"))
	version := strings.Split(filepath.Base(archive), "_")[1]
	sums := must.Read(t, dist, "checksums.txt")
	if sum := sha256.Sum256([]byte(must.Read(t, archive))); !strings.Contains(sums, hex.EncodeToString(sum[:])+"  "+filepath.Base(archive)+"\n") {
		t.Errorf("the sum of %s is not in\n%s", filepath.Base(archive), sums)
	}

	place := filepath.Join(t.TempDir(), "mijn programma's")
	unpack(t, archive, place)
	for _, name := range []string{"LEESMIJ.md", "LICENSE", "LICENSES/EUPL-1.2.txt", "NOTICE", "NOTICE-hugo", "CHANGELOG.md", "man/dilemma.1.gz", "completions/dilemma.bash", "completions/_dilemma", "completions/dilemma.fish", "completions/dilemma.ps1"} {
		if info, err := os.Stat(filepath.Join(place, name)); err != nil || info.Size() < 100 {
			t.Errorf("%s: %v, or next to nothing stands in it", name, err)
		}
	}
	dilemma := filepath.Join(place, "dilemma")
	if out := run(t, t.TempDir(), dilemma, "--version"); !strings.Contains(out, version) {
		t.Errorf("the version is not %s\n%s", version, out)
	}
	// The book of this repository, and a new one.
	fresh := filepath.Join(t.TempDir(), "boek")
	run(t, t.TempDir(), dilemma, "init", fresh, "--organisation", "Gemeente Voorbeeld", "--mailbox", "redactie@gemeente.example", "--forge", "https://codeberg.org/voorbeeld/boek", "--address", "https://boek.test/")
	for _, book := range []string{copyOf(t, true), fresh} {
		run(t, book, dilemma, "check")
		site := t.TempDir()
		out := run(t, book, dilemma, "build", "--destination", site, "--base-url", "https://boek.test/")
		for _, pattern := range []string{"index.html", "dilemmas/index.html", search.Dir + "/*", wasm.Dir + "/rules.*.wasm", wasm.Dir + "/word.*.wasm", wasm.Dir + "/lexicon.*.bin", wasm.Dir + "/wasm_exec.*.js"} {
			if files, _ := filepath.Glob(filepath.Join(site, filepath.FromSlash(pattern))); len(files) == 0 {
				t.Errorf("the site has no %s\n%s", pattern, out)
			}
		}
	}

	if _, err := exec.LookPath("dpkg-deb"); err != nil || runtime.GOOS != "linux" {
		return
	}
	installed := t.TempDir()
	if out, err := exec.Command("dpkg-deb", "--extract", only(t, filepath.Join(dist, "*.deb")), installed).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// Through the link, as it is called.
	if out := run(t, t.TempDir(), filepath.Join(installed, "usr", "bin", "dilemma"), "--version"); !strings.Contains(out, version) {
		t.Errorf("the version that the package installs is not %s\n%s", version, out)
	}
	for name := range allFiles(t, place) {
		first, _, _ := strings.Cut(name, "/")
		at := map[string]string{"dilemma": "usr/lib/dilemma", "hugo": "usr/lib/dilemma", "programs": "usr/lib/dilemma", "man": "usr/share/man/man1", "NOTICE": "usr/share/doc/dilemma", "NOTICE-hugo": "usr/share/doc/dilemma", "LICENSES": "usr/share/doc/dilemma"}[first]
		if at == "" {
			continue // the completions have other names there, and the rest is for who unpacks
		}
		if first == "man" {
			name = filepath.Base(name)
		}
		if _, err := os.Stat(filepath.Join(installed, at, name)); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"bash-completion/completions/dilemma", "zsh/vendor-completions/_dilemma", "fish/vendor_completions.d/dilemma.fish"} {
		if _, err := os.Stat(filepath.Join(installed, "usr", "share", name)); err != nil {
			t.Error(err)
		}
	}
}

// allFiles returns the names of the files in a folder.
func allFiles(t *testing.T, dir string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	must.Do(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, err = filepath.Rel(dir, name)
			all[filepath.ToSlash(name)] = true
		}
		return err
	}))
	return all
}
