package list_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
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
	importInto(b, root, in.String())
}

// BenchmarkProposals lists a casebook of 1000 dilemmas with 500 open proposals, half of which are new dilemmas: as numbers without branches, and as branches. It
// alternates with reading the same objects alone: of each proposal the commit, its folder and the file, and the files of the casebook. The metric x/objects is
// the time of the former divided by that of the latter.
func BenchmarkProposals(b *testing.B) {
	for _, kind := range []struct{ name, folder string }{{"numbers", "refs/dilemma/origin/pull/%d"}, {"branches", "refs/remotes/origin/dilemma/%d"}} {
		b.Run(kind.name, func(b *testing.B) {
			root := filepath.Join(b.TempDir(), "repo")
			slugs := importProposals(b, root, kind.folder)
			var all, reading time.Duration
			for b.Loop() {
				start := time.Now()
				book, err := list.Read(root, definition(b), settingsIn(root), today, proposal.Known)
				all += time.Since(start)
				if err != nil {
					b.Fatal(err)
				}
				open := 0
				for _, d := range book.Dilemmas {
					open += len(d.Branches) + len(d.Proposals)
				}
				if open != len(slugs) {
					b.Fatalf("%d open proposals", open)
				}
				start = time.Now()
				readObjects(b, root, kind.folder, slugs)
				reading += time.Since(start)
			}
			b.ReportMetric(float64(all)/float64(reading), "x/objects")
			b.ReportMetric(float64(all.Milliseconds())/float64(b.N), "ms/list")
		})
	}
}

// readObjects reads what importProposals made.
func readObjects(b *testing.B, root, folder string, slugs []string) {
	files := casebook.Open(casebook.DirFS(root))
	names := files.Walk(casebook.Dir)
	casebook.Parallel(len(names), func(i int) { files.Read(names[i].Path) })
	r, err := repo.Open(root)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for i, slug := range slugs {
		commit, err := r.Commit(fmt.Sprintf(folder, i+1))
		if err != nil {
			b.Fatal(err)
		}
		entry, err := r.Entry(commit.TreeHash, casebook.Path(slug))
		if err != nil {
			b.Fatal(err)
		}
		_, text, err := repo.Read(r.Store, entry.Hash)
		if err != nil {
			b.Fatal(err)
		}
		casebook.Parse(casebook.Path(slug), text)
	}
}

// importProposals makes a repository with a casebook on main and origin/main and 500 proposals at references in a folder, and returns the slugs of these.
func importProposals(b *testing.B, root, folder string) []string {
	const dilemmas, proposals = 1000, 500
	def := definition(b)
	var in bytes.Buffer
	file := func(slug, text string) {
		fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", casebook.Path(slug), len(text), text)
	}
	commit := func(ref string, at int) {
		fmt.Fprintf(&in, "commit %s\nmark :%d\ncommitter Redactie <redactie@example.org> %d +0000\ndata 1\nx\n", ref, at+1, 1700000000+at)
	}
	commit("refs/heads/main", 0)
	for i := range dilemmas {
		file(fixture.Slug(i), fixture.Dilemma(def, i))
	}
	fmt.Fprint(&in, "reset refs/remotes/origin/main\nfrom :1\n\n")
	var slugs []string
	for i := range proposals {
		slug := fixture.Slug(i)
		if i%2 == 0 {
			slug = fmt.Sprintf("nieuw-%d", i)
		}
		slugs = append(slugs, slug)
		commit(fmt.Sprintf(folder, i+1), 3600+i)
		fmt.Fprint(&in, "from :1\n")
		file(slug, fixture.Dilemma(def, i)+"\nGewijzigd.\n")
	}
	importInto(b, root, in.String())
	remotetest.Git(b, root, "remote", "add", "origin", "https://forge.example/groep/casusboek.git")
	return slugs
}

// importInto makes a repository of a stream for git fast-import, and checks out main.
func importInto(b *testing.B, root, stream string) {
	remotetest.Git(b, "", "init", "-q", "-b", "main", root)
	if out, err := remotetest.Run(root, stream, nil, "fast-import", "--quiet"); err != nil {
		b.Fatal(out, err)
	}
	remotetest.Git(b, root, "gc", "-q")
	remotetest.Git(b, root, "reset", "-q", "--hard")
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
