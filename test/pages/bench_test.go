package pages_test

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
)

// BenchmarkSite builds the site with many dilemmas, as dilemma build does, and the same content in two ways without anything of ours: with a layout of one line (line), and
// with such a layout for each of the files that our site has (bare). All figures but peak-MB and s/site are ratios within one run:
//
//	x/line       the processor time of the site in Dutch, with that of the build with one line as one
//	x/bare       the same with the build with as many files as one
//	wall-x/line  the time of the site in Dutch, with that of the build with one line as one
//	wall-x/bare  the same with the build with as many files as one
//	x/dutch      the processor time of the site in Dutch and English, with that of Dutch alone as one
//	files        the files of the site in Dutch, with those of the bare build as one
//	peak-MB      the most memory that the build in both languages takes
//	s/site       how long the site in Dutch takes
//
// DILEMMA_DILEMMAS names the numbers of dilemmas: 1000 unless it says otherwise; 1000,10000 takes half an hour on two idle cores.
func BenchmarkSite(b *testing.B) {
	def, err := canvas.Load(os.DirFS(sitebuild.Root))
	if err != nil {
		b.Fatal(err)
	}
	for number := range strings.SplitSeq(cmp.Or(os.Getenv("DILEMMA_DILEMMAS"), "1000"), ",") {
		n, err := strconv.Atoi(number)
		if err != nil {
			b.Fatal(err)
		}
		full := sitebuild.Repository(b)
		if err := fixture.Write(full, def, n); err != nil {
			b.Fatal(err)
		}
		line := oneLine(b, full, "")
		bare := oneLine(b, full, fourFiles)
		timed(b, n, full) // makes the pictures, which stay
		b.Run(number, func(b *testing.B) {
			var one, same, dutch, both cost
			for b.Loop() {
				one.add(timed(b, n, line))
				dutch.add(timed(b, n, full, "HUGO_DISABLELANGUAGES=en"))
				same.add(timed(b, n, bare))
				both.add(timed(b, n, full))
			}
			b.ReportMetric(float64(dutch.cpu)/float64(one.cpu), "x/line")
			b.ReportMetric(float64(dutch.cpu)/float64(same.cpu), "x/bare")
			b.ReportMetric(float64(dutch.wall)/float64(one.wall), "wall-x/line")
			b.ReportMetric(float64(dutch.wall)/float64(same.wall), "wall-x/bare")
			b.ReportMetric(float64(both.cpu)/float64(dutch.cpu), "x/dutch")
			b.ReportMetric(float64(dutch.files)/float64(same.files), "files")
			b.ReportMetric(float64(both.peak)/1e6, "peak-MB")
			b.ReportMetric(dutch.wall.Seconds()/float64(b.N), "s/site")
		})
	}
}

// fourFiles are settings by which each dilemma has the files that ours have, and the words of dilemmas have pages and lists in parts.
const fourFiles = `
[pagination]
  pagerSize = 50
[taxonomies]
  themas = "themas"
  bestuurslaag = "bestuurslaag"
  woo_gronden = "woo_gronden"
  informatiecategorieen = "informatiecategorieen"
  uitkomst = "uitkomst"
  herkomst = "herkomst"
[outputs]
  page = ["html", "oefenen", "markdown", "json"]
[outputFormats.oefenen]
  mediaType = "text/html"
  baseName = "oefenen/index"
  isHTML = true
`

// oneLine makes a site of the dilemmas of another, with these settings and layouts of one line.
func oneLine(b *testing.B, full, settings string) string {
	dir := b.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content", "dilemmas"), os.DirFS(filepath.Join(full, "content", "dilemmas"))); err != nil {
		b.Fatal(err)
	}
	must.Write(b, filepath.Join(dir, "hugo.toml"), "title = 'kaal'\n"+settings)
	const text = "<title>{{ .Title }}</title>{{ .Content }}\n"
	must.Write(b, filepath.Join(dir, "layouts", "all.html"), text)
	if settings != "" {
		must.Write(b, filepath.Join(dir, "layouts", "all.md"), text)
		must.Write(b, filepath.Join(dir, "layouts", "all.json"), text)
		for _, list := range []string{"section.html", "term.html"} {
			must.Write(b, filepath.Join(dir, "layouts", list), "{{ range .Paginator.Pages }}{{ .Title }}\n{{ end }}")
		}
	}
	return dir
}

// A cost is what builds took: time, time of the processors, the most memory in bytes, and the files that the last one made.
type cost struct {
	wall, cpu   time.Duration
	peak, files int
}

func (c *cost) add(d cost) {
	c.wall, c.cpu, c.peak, c.files = c.wall+d.wall, c.cpu+d.cpu, max(c.peak, d.peak), d.files
}

// timed builds a site of so many dilemmas with the bounds that dilemma build gives to Hugo, and returns what that took.
func timed(b *testing.B, dilemmas int, source string, env ...string) cost {
	public := b.TempDir()
	start := time.Now()
	cmd := exec.Command("hugo", "build", "--destination", public, "--noBuildLock", "--quiet")
	cmd.Dir = source
	cmd.Env = slices.Concat(os.Environ(), hugo.Frugal(dilemmas), env)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	c := cost{wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak: peak(cmd.ProcessState)}
	err := filepath.WalkDir(public, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			c.files++
		}
		return err
	})
	if err := errors.Join(err, os.RemoveAll(public)); err != nil {
		b.Fatal(err)
	}
	return c
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
