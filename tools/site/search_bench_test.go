package site_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/sample"
)

var plainSentence = regexp.MustCompile(`\p{Lu}[\p{L}, ]{20,}\.`)

// writeTold writes n dilemmas with the words of the real ones. What a search transfers, depends on how many dilemmas hold a word, and how often. So each
// tells in the sentences of one real dilemma, which gives every word the share that it has in the real casebook, and in ten compounds that hardly any
// other has, as Dutch texts do.
func writeTold(b testing.TB, dir string, n int) {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(root, "content", "dilemmas", "[^_]*.md"))
	if err != nil || len(files) < 10 {
		b.Fatal(len(files), err)
	}
	var told [][]string
	var words []string
	for _, f := range files {
		sentences := plainSentence.FindAllString(read(b, f), -1)
		told = append(told, sentences)
		for _, w := range strings.FieldsFunc(strings.ToLower(strings.Join(sentences, " ")), func(r rune) bool { return r == ' ' || r == ',' || r == '.' }) {
			if utf8.RuneCountInString(w) > 5 {
				words = append(words, w)
			}
		}
	}
	def := definition(b)
	if err := os.MkdirAll(filepath.Join(dir, filepath.FromSlash(casebook.Dir)), 0o755); err != nil {
		b.Fatal(err)
	}
	for i := 1; i <= n; i++ {
		r := rand.New(rand.NewPCG(uint64(i), 10))
		sentences := slices.Clone(told[r.IntN(len(told))])
		for range 10 {
			sentences = append(sentences, "Het gaat over de "+words[r.IntN(len(words))]+words[r.IntN(len(words))]+".")
		}
		write(b, filepath.Join(dir, filepath.FromSlash(casebook.Path(sample.Slug(i)))), sample.Told(def, i, sentences))
	}
}
