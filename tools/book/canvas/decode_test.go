package canvas

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestPlain compares what decodePlain makes of a file with what the parser of YAML makes of it: of the product's own files, which it must read all, and of
// these after something was done to them at random.
func TestPlain(t *testing.T) {
	compare[Definition](t, "canvas")
	names := []string{"bestuurslagen", "edities", "herkomsten", "informatiecategorieen", "themas", "uitkomsten", "woo_gronden"}
	for _, name := range names {
		compare[Vocabulary](t, name)
	}
	compare[struct {
		Words []PlainWord `yaml:"words"`
	}](t, "taal")
}

func compare[T any](t *testing.T, name string) {
	src, err := os.ReadFile(filepath.Join("..", "..", "..", "data", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if !same[T](t, src) {
		t.Errorf("%s.yaml is not plain", name)
	}
	pieces := []string{"", " ", "\n", "\n  ", "#", " # a\n", ": ", "- ", "null", "true", "True", "yes", "\"true\"", "1", "01", "1.5", "2026-01-01", "key: a\n", "[", "]", "{a: b}", "[a]", "{}",
		"'", "|\n", "item: a\n", "min: 2\n", "min: a\n", "fields: {}\n", "later: no\n", "later: false\n", "later: \"true\"\n", "terms:\n", "label: [a]\n", "label: {key: a}\n", "outside: [a, b]\n",
		"outside: [null]\n", "outside: [1, true]\n", "label: 12\n", "label: true\n", "title: null\n", "words: []\n", "words:\n  - word: a\n", "words:\n  - {word: a, word: b}\n", "rows: [{key: a}]\n",
		"minutes: {long: 10, short: 5}\n", "onbekend: a\n", "vocabularies: {}\n", "root: {}\n"}
	r := rand.New(rand.NewPCG(1, 2))
	plain := 0
	for range 1500 {
		text := bytes.Clone(src)
		if len(text) > 3000 { // the begin or the end, with whole lines
			at := 500 + r.IntN(len(text)-1000)
			if at += bytes.IndexByte(text[at:], '\n') + 1; r.IntN(2) == 0 {
				text = text[:min(at, 3000)]
			}
		}
		for range 1 + r.IntN(2) {
			at := r.IntN(len(text) + 1)
			if r.IntN(2) == 0 {
				at = bytes.LastIndexByte(text[:at], '\n') + 1
			}
			end := min(len(text), at+r.IntN(8)*r.IntN(2))
			text = append(append(text[:at:at], pieces[r.IntN(len(pieces))]...), text[end:]...)
		}
		if same[T](t, text) {
			plain++
		}
	}
	if plain < 50 {
		t.Errorf("%s.yaml: only %d changed files are plain", name, plain)
	}
}

// same reports whether a file is plain. It fails when the parser of YAML makes something else of it.
func same[T any](t *testing.T, src []byte) (plain bool) {
	t.Helper()
	v := decodePlain[T](src)
	if v == nil {
		return false
	}
	want, err := decodeYAML[T](src)
	if err != nil || !reflect.DeepEqual(v, want) {
		t.Errorf("%s\nplain  %+v\nparser %+v, %v", src, v, want, err)
	}
	return true
}
