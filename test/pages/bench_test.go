package pages_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// BenchmarkSite builds the site with many dilemmas, and beside it the same content with a layout of one line and no
// configuration. The metric x/bare is what the site costs in one language, with the bare build as one; x/dutch is the processor time of
// the site in both languages, with that of one as one.
func BenchmarkSite(b *testing.B) {
	def, err := canvas.Load(os.DirFS(sitebuild.Root))
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1000, 10000} {
		full := sitebuild.Repository(b)
		if err := fixture.Write(full, def, n); err != nil {
			b.Fatal(err)
		}
		bare := b.TempDir()
		if err := os.CopyFS(filepath.Join(bare, "content", "dilemmas"), os.DirFS(filepath.Join(full, "content", "dilemmas"))); err != nil {
			b.Fatal(err)
		}
		must.Write(b, filepath.Join(bare, "hugo.toml"), "title = 'kaal'\n")
		must.Write(b, filepath.Join(bare, "layouts", "all.html"), "<title>{{ .Title }}</title>{{ .Content }}\n")
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

// BenchmarkLighthouse lets Lighthouse judge home, the casebook, a case and the canvas as they are built, from a server that compresses, and reports the
// lowest of each of its four scores (0 to 100). DILEMMA_PEER names a folder with lighthouse; docs/measurements.md tells how to make one.
func BenchmarkLighthouse(b *testing.B) {
	peer := os.Getenv("DILEMMA_PEER")
	if peer == "" {
		b.Skip("DILEMMA_PEER names no folder with lighthouse")
	}
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String()
	server.Config.Handler = compressing(http.FileServer(http.Dir(sitebuild.Build(b, sitebuild.Copy(b), "--baseURL", address))))
	server.Start()
	defer server.Close()
	lowest := map[string]float64{}
	for b.Loop() {
		for _, page := range []string{"/", "/dilemmas/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/canvas/"} {
			cmd := exec.Command(filepath.Join(peer, "node_modules", ".bin", "lighthouse"), address+page,
				"--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-gpu")
			out, err := cmd.Output()
			if err != nil {
				b.Fatal(err)
			}
			var report struct {
				Categories map[string]struct{ Score float64 }
			}
			if err := json.Unmarshal(out, &report); err != nil {
				b.Fatal(err)
			}
			for name, c := range report.Categories {
				b.Logf("%s %s: %.0f", page, name, 100*c.Score)
				if score, ok := lowest[name]; !ok || 100*c.Score < score {
					lowest[name] = 100 * c.Score
				}
			}
		}
	}
	for name, score := range lowest {
		b.ReportMetric(score, name)
	}
}

// compressing serves what a handler serves as a web server does: compressed, and kept by the browser where the name follows the content.
func compressing(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		if ext := path.Ext(r.URL.Path); ext == ".css" || ext == ".js" {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		z := gzip.NewWriter(w)
		defer z.Close()
		h.ServeHTTP(gzipped{w, z}, r)
	})
}

type gzipped struct {
	http.ResponseWriter
	z *gzip.Writer
}

func (g gzipped) Write(p []byte) (int, error) { return g.z.Write(p) }
func (g gzipped) WriteHeader(status int) {
	g.Header().Del("Content-Length")
	g.ResponseWriter.WriteHeader(status)
}
