package changelog_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/changelog"
)

// BenchmarkRead reads the versions of a casebook from 1,000 commits, one of which added all dilemmas, alternating with only reading and parsing the
// same files. The metric x/parse is the time of the former divided by that of the latter.
func BenchmarkRead(b *testing.B) {
	def := definition(b)
	for _, n := range []int{1000, 10000} {
		root := filepath.Join(b.TempDir(), "repo")
		var in bytes.Buffer
		for mark := 1; mark <= 1000; mark++ {
			fmt.Fprintf(&in, "commit refs/heads/main\nmark :%d\ncommitter Redactie <redactie@example.org> %d +0000\ndata 1\nx\n", mark, 1700000000+36000*mark)
			first, last := mark%n, mark%n
			if mark == 1 {
				first, last = 0, n-1
			}
			for i := first; i <= last; i++ {
				text := fixture.Dilemma(def, i) + fmt.Sprintf("\nKeer %d.\n", mark)
				fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", casebook.Path(fixture.Slug(i)), len(text), text)
			}
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
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var all, parsing time.Duration
			for b.Loop() {
				start := time.Now()
				history, err := changelog.Read(root, def, settingsIn(root), time.Now())
				all += time.Since(start)
				if err != nil || len(history.Versions) != n || len(history.Versions[fixture.Slug(7)]) < 2 {
					b.Fatal(err)
				}
				start = time.Now()
				files := casebook.Open(casebook.DirFS(root))
				names := files.Walk(casebook.Dir)
				casebook.Parallel(len(names), func(i int) { files.Read(names[i].Path) })
				parsing += time.Since(start)
			}
			b.ReportMetric(float64(all)/float64(parsing), "x/parse")
			b.ReportMetric(all.Seconds()/float64(b.N), "s/book")
		})
	}
}
