// Package scale_test measures how the project grows with the number of dilemmas, and keeps what holds at any number.
package scale_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// sizes are the numbers of dilemmas to measure: those in DILEMMA_SCALE, such as "1000 10000 100000". Without it nothing is measured: the largest takes hours.
func sizes(b *testing.B) []int {
	var all []int
	for field := range strings.FieldsSeq(os.Getenv("DILEMMA_SCALE")) {
		n, err := strconv.Atoi(field)
		must.Do(b, err)
		all = append(all, n)
	}
	if len(all) == 0 {
		b.Skip("DILEMMA_SCALE names no numbers of dilemmas")
	}
	return all
}

// folder returns where the books to measure are: below DILEMMA_SCALE_DIR, where they stay for the next time, or else in a folder that goes.
func folder(b *testing.B) string {
	if dir := os.Getenv("DILEMMA_SCALE_DIR"); dir != "" {
		return dir
	}
	return b.TempDir()
}

// book returns the folder of a varied book of n dilemmas, with a repository that holds them in one commit on main, a change of one on the branch voorstel, and a
// server beside it, which has main.
func book(b *testing.B, n int) string {
	dir := filepath.Join(folder(b), strconv.Itoa(n))
	if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
		return dir
	}
	source := sitebuild.Repository(b)
	must.Do(b, os.CopyFS(dir, os.DirFS(source)))
	must.Do(b, fixture.WriteVaried(dir, sitebuild.Definition(b), n))
	must.Write(b, filepath.Join(dir, ".gitignore"), "public/\nresources/\n")
	git(b, dir, "init", "-q", "-b", "main")
	git(b, dir, "config", "gc.auto", "0") // which would go on beside what is measured
	git(b, dir, "add", "-A")
	git(b, dir, "commit", "-q", "-m", "boek")
	git(b, dir, "checkout", "-q", "-b", "voorstel")
	name := filepath.Join(dir, "content", "dilemmas", fixture.Slug(n/2)+".md")
	must.Write(b, name, must.Read(b, name)+"\nEn zo liep het af.\n")
	git(b, dir, "commit", "-q", "-a", "-m", "voorstel")
	git(b, dir, "checkout", "-q", "main")
	// As a clone has it, in one pack. To look for what is alike among 100,000 new files takes git hours by its own settings, which look at 10 files for each.
	git(b, dir, "-c", "pack.window=2", "-c", "pack.threads=2", "repack", "-q", "-a", "-d")
	git(b, dir, "clone", "-q", "--bare", "--shared", "--single-branch", ".", "../"+strconv.Itoa(n)+".git")
	git(b, dir, "remote", "add", "origin", "../"+strconv.Itoa(n)+".git")
	git(b, dir, "fetch", "-q", "origin", "main")
	git(b, dir, "config", "user.name", "Redactie")
	git(b, dir, "config", "user.email", "redactie@example.org")
	return dir
}

func git(b *testing.B, dir string, args ...string) {
	b.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Redactie", "-c", "user.email=redactie@example.org"}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("git %v: %v\n%s", args, err, out)
	}
}
