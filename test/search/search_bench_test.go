package search_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

var plainSentence = regexp.MustCompile(`\p{Lu}[\p{L}, ]{20,}\.`)

// writeTold writes n dilemmas with the words of the real ones. What a search transfers, depends on how many dilemmas hold a word, and how often. So each
// tells in the sentences of one real dilemma, which gives every word the share that it has in the real casebook, and in ten compounds that hardly any
// other has, as Dutch texts do.
func writeTold(b testing.TB, dir string, n int) {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(sitebuild.Root, "content", "dilemmas", "[^_]*.md"))
	if err != nil || len(files) < 10 {
		b.Fatal(len(files), err)
	}
	var reported [][]string
	var words []string
	for _, f := range files {
		sentences := plainSentence.FindAllString(must.Read(b, f), -1)
		reported = append(reported, sentences)
		for _, w := range strings.FieldsFunc(strings.ToLower(strings.Join(sentences, " ")), func(r rune) bool { return r == ' ' || r == ',' || r == '.' }) {
			if utf8.RuneCountInString(w) > 5 {
				words = append(words, w)
			}
		}
	}
	def := sitebuild.Definition(b)
	if err := os.MkdirAll(filepath.Join(dir, filepath.FromSlash(casebook.Dir)), 0o755); err != nil {
		b.Fatal(err)
	}
	for i := 1; i <= n; i++ {
		r := rand.New(rand.NewPCG(uint64(i), 10))
		sentences := slices.Clone(reported[r.IntN(len(reported))])
		for range 10 {
			sentences = append(sentences, "Het gaat over de "+words[r.IntN(len(words))]+words[r.IntN(len(words))]+".")
		}
		must.Write(b, filepath.Join(dir, filepath.FromSlash(casebook.Path(fixture.Slug(i)))), fixture.FromSentences(def, i, sentences))
	}
}

// BenchmarkSearch builds the site with many dilemmas and its index, and searches it in a browser that has seen nothing: kB/first is the most that a first
// query transfers, with the page, its style and its scripts; kB/first-filter the same with a filter in the address; kB/next the most that a next query does,
// kB/filter what a filter does. The metric x/site is the time that the index takes, with Hugo's build of the site as one. Run it with -benchtime 1x and -v
// to see each query. Search/site does so in the built site in the folder that DILEMMA_SITE names.
func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{100, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := sitebuild.Repository(b)
			writeTold(b, dir, n)
			for b.Loop() {
				public := b.TempDir()
				start := time.Now()
				sitebuild.BuildForSearch(b, dir, public)
				built := time.Now()
				must.Do(b, sitebuild.Index(public))
				indexed := time.Now()
				reportTransfer(b, public)
				b.ReportMetric(indexed.Sub(built).Seconds()/built.Sub(start).Seconds(), "x/site")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
	if site := os.Getenv("DILEMMA_SITE"); site != "" {
		b.Run("site", func(b *testing.B) {
			for b.Loop() {
				reportTransfer(b, site)
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// reportTransfer reports what a browser fetches to search a site.
func reportTransfer(b *testing.B, public string) {
	first, withFilter, next, click, scripts := transfer(b, public)
	b.ReportMetric(float64(first)/1000, "kB/first")
	b.ReportMetric(float64(withFilter)/1000, "kB/first-filter")
	b.ReportMetric(float64(next)/1000, "kB/next")
	b.ReportMetric(float64(click)/1000, "kB/filter")
	b.ReportMetric(float64(scripts)/1000, "kB/scripts")
}
