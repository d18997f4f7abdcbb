package list_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
)

// BenchmarkRead derives the states of a casebook with 50 branches, alternating with only reading and parsing the same files. The metric x/parse is the
// time of the former divided by that of the latter.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		root := filepath.Join(b.TempDir(), "repo")
		importBook(b, root, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var all, parsing time.Duration
			for b.Loop() {
				start := time.Now()
				book, err := list.Read(root, definition(b), settingsIn(root), today, proposal.Known)
				all += time.Since(start)
				if err != nil || book.Branch != "main" || len(book.Dilemmas) != n+10 {
					b.Fatal(err, len(book.Dilemmas))
				}
				open := 0
				for _, d := range book.Dilemmas {
					open += len(d.Branches)
				}
				if open != 20 {
					b.Fatalf("%d open proposals", open)
				}
				start = time.Now()
				files := casebook.Open(casebook.DirFS(root))
				names := files.Walk(casebook.Dir)
				casebook.Parallel(len(names), func(i int) { files.Read(names[i].Path) })
				parsing += time.Since(start)
			}
			b.ReportMetric(float64(all)/float64(parsing), "x/parse")
			b.ReportMetric(float64(all.Microseconds())/float64(b.N*n), "µs/dilemma")
		})
	}
}

// importBook makes a repository with the given number of dilemmas, 500 commits after the first, and 50 branches: 20 were merged, 10 were squashed and
// merged and their dilemmas changed afterwards, and 20 are open, half of which add a new dilemma.
func importBook(b *testing.B, root string, dilemmas int) {
	const commits = 500
	def := definition(b)
	var in bytes.Buffer
	mark := 0
	commit := func(branch string, parents ...string) {
		mark++
		fmt.Fprintf(&in, "commit refs/heads/%s\nmark :%d\ncommitter Redactie <redactie@example.org> %d +0000\ndata 1\nx\n", branch, mark, 1700000000+3600*mark)
		for i, p := range parents {
			fmt.Fprintf(&in, "%s %s\n", []string{"from", "merge"}[i], p)
		}
	}
	file := func(slug, text string) {
		fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", casebook.Path(slug), len(text), text)
	}
	commit("main")
	for i := range dilemmas {
		file(fixture.Slug(i), fixture.Dilemma(def, i))
	}
	tip := ":1"
	for n := range commits {
		commit("main", tip)
		tip = fmt.Sprintf(":%d", mark)
		file(fixture.Slug(n%500), fixture.Dilemma(def, n%500)+fmt.Sprintf("\nKeer %d.\n", n))
		if n%10 > 0 {
			continue
		}
		branch, slug := n/10, fixture.Slug(500+n/10)
		text := fixture.Dilemma(def, branch) + "\nGewijzigd.\n"
		if branch >= 40 {
			slug = fmt.Sprintf("nieuw-%d", branch)
		}
		commit(fmt.Sprintf("dilemma/%d", branch), tip)
		file(slug, text)
		switch proposal := fmt.Sprintf(":%d", mark); {
		case branch < 20:
			commit("main", tip, proposal)
			file(slug, text)
		case branch < 30:
			commit("main", tip)
			file(slug, text)
			commit("main", fmt.Sprintf(":%d", mark))
			file(slug, text+"\nNog eens.\n")
		default:
			continue
		}
		tip = fmt.Sprintf(":%d", mark)
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main", root}, {"-C", root, "fast-import", "--quiet"}, {"-C", root, "gc", "-q"}, {"-C", root, "reset", "-q", "--hard"}} {
		cmd := exec.Command("git", args...)
		if args[2] == "fast-import" {
			cmd.Stdin = &in
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
}

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func definition(t testing.TB) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	return def
}
