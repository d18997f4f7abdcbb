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
// configuration. The metric x/bare is what the site costs in one language, with the bare build as one; x/dutch is the processor time of
// the site in both languages, with that of one as one.
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
			var ours, bares, both, dutch time.Duration
			for b.Loop() {
				wall, cpu := timed(b, full, "HUGO_DISABLELANGUAGES=en")
				ours, dutch = ours+wall, dutch+cpu
				_, cpu = timed(b, full)
				both += cpu
				wall, _ = timed(b, bare)
				bares += wall
			}
			b.ReportMetric(float64(ours)/float64(bares), "x/bare")
			b.ReportMetric(float64(both)/float64(dutch), "x/dutch")
			b.ReportMetric(ours.Seconds()/float64(b.N), "s/site")
		})
	}
}

// timed builds a site, and returns how long that took and how much time of the processors.
func timed(b *testing.B, source string, env ...string) (wall, cpu time.Duration) {
	public := b.TempDir()
	start := time.Now()
	cmd := exec.Command("hugo", "build", "--destination", public, "--noBuildLock", "--quiet")
	cmd.Dir = source
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	wall = time.Since(start)
	cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if err := os.RemoveAll(public); err != nil {
		b.Fatal(err)
	}
	return wall, cpu
}
