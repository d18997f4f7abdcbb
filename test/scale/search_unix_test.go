//go:build unix

package scale_test

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
)

// BenchmarkIndex makes the search index of books of DILEMMA_SCALE dilemmas, of their texts alone, and reports what it takes, and how large the largest files are that a
// query may ask for, in kB as they come over the line: of words, of a filter, and the first of all.
func BenchmarkIndex(b *testing.B) {
	def := sitebuild.Definition(b)
	words, err := search.ReadWords(os.DirFS(sitebuild.Root))
	must.Do(b, err)
	for _, n := range sizes(b) {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			keys := def.Root.Child("themas").Vocabulary.Keys()
			links := make([]search.Link, n)
			for i := range links {
				_, text, _ := strings.Cut(fixture.Varied(def, i+1, n), "canvas:")
				links[i] = search.Link{Language: "nl", URL: "https://boek.example/" + fixture.Slug(i+1) + "/", From: "Boek", Title: fixture.Slug(i + 1), Text: text,
					Filters: map[string][]string{"themas": {keys[i%len(keys)], keys[i/7%len(keys)], keys[i/31%len(keys)]}}}
			}
			target := filepath.Join(b.TempDir(), search.Dir)
			var before, after syscall.Rusage
			for b.Loop() {
				must.Do(b, syscall.Getrusage(syscall.RUSAGE_SELF, &before))
				must.Do(b, search.Make(context.Background(), b.TempDir(), target, words, links))
				must.Do(b, syscall.Getrusage(syscall.RUSAGE_SELF, &after))
			}
			used := func(u syscall.Rusage) float64 {
				return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
			}
			b.ReportMetric((used(after)-used(before))*1e6/float64(n), "µs-cpu/dilemma")
			b.ReportMetric(float64(after.Maxrss)/1024, "MB")
			largest := map[string]int64{}
			must.Do(b, fs.WalkDir(os.DirFS(target), ".", func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				info, err := d.Info()
				kind := path.Base(path.Dir(name))
				if kind == "words" || kind == "facets" || name == "index.json" {
					largest[kind] = max(largest[kind], info.Size())
				}
				return err
			}))
			b.ReportMetric(float64(largest["words"])/1e3, "kB-words")
			b.ReportMetric(float64(largest["facets"])/1e3, "kB-filter")
			b.ReportMetric(float64(largest["."])/1e3, "kB-index.json")
			b.ReportMetric(0, "ns/op")
		})
	}
}
