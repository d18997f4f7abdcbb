package site_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/sample"
)

// BenchmarkSite builds the site with many dilemmas, and beside it the same content with a layout of one line and no
// configuration. The metric x/bare is what the site costs, with the bare build as one.
func BenchmarkSite(b *testing.B) {
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1000, 10000} {
		full := repository(b)
		if err := sample.Write(full, def, n); err != nil {
			b.Fatal(err)
		}
		bare := b.TempDir()
		if err := os.CopyFS(filepath.Join(bare, "content", "dilemmas"), os.DirFS(filepath.Join(full, "content", "dilemmas"))); err != nil {
			b.Fatal(err)
		}
		write(b, filepath.Join(bare, "hugo.toml"), "title = 'kaal'\n")
		write(b, filepath.Join(bare, "layouts", "all.html"), "<title>{{ .Title }}</title>{{ .Content }}\n")
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var ours, bares time.Duration
			for b.Loop() {
				ours += timed(b, full)
				bares += timed(b, bare)
			}
			b.ReportMetric(float64(ours)/float64(bares), "x/bare")
			b.ReportMetric(ours.Seconds()/float64(b.N), "s/site")
		})
	}
}

func timed(b *testing.B, source string) time.Duration {
	public := b.TempDir()
	start := time.Now()
	cmd := exec.Command("hugo", "build", "--destination", public, "--noBuildLock", "--quiet")
	cmd.Dir = source
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	took := time.Since(start)
	if err := os.RemoveAll(public); err != nil {
		b.Fatal(err)
	}
	return took
}
