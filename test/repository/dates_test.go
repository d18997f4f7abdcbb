package repository_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// TestInventedDilemmasAreAsOldAsTheirFile compares the date of each invented dilemma with the day on which its file came into the history: nothing was
// written down before that. A checkout without history can't tell.
func TestInventedDilemmasAreAsOldAsTheirFile(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) string {
		out, err := exec.Command("git", append([]string{"-C", root}, args...)...).Output()
		if err != nil {
			t.Fatalf("git %s: %v", strings.Join(args, " "), err)
		}
		return strings.TrimSpace(string(out))
	}
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil || git("rev-parse", "--is-shallow-repository") == "true" {
		t.Log("no history to compare with")
		return
	}
	added := map[string]string{} // by path: the day on which it came
	day := ""
	for line := range strings.SplitSeq(git("-c", "core.quotepath=off", "log", "--no-renames", "--diff-filter=A", "--name-only", "--format=@%as", "--", casebook.Dir), "\n") {
		if d, ok := strings.CutPrefix(line, "@"); ok {
			day = d
		} else if line != "" {
			added[line] = day // the oldest comes last
		}
	}
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	book := casebook.Open(os.DirFS(root))
	compared := 0
	for _, slug := range book.Slugs() {
		f := book.Lookup(slug)
		if word := def.Root.Child(lifecycle.Provenance).Vocabulary.Find(lifecycle.Text(f.Front, lifecycle.Provenance)); word == nil || !word.Invented {
			continue
		}
		came, ok := added[f.Path]
		if !ok {
			continue // not committed yet
		}
		compared++
		written, err := time.Parse(time.DateOnly, lifecycle.Text(f.Front, lifecycle.Date))
		first, err2 := time.Parse(time.DateOnly, came)
		if err != nil || err2 != nil || written.Sub(first).Abs() > 24*time.Hour {
			t.Errorf("%s says %s and came on %s", f.Path, lifecycle.Text(f.Front, lifecycle.Date), came)
		}
	}
	if compared == 0 {
		t.Error("no invented dilemma compared")
	}
}
