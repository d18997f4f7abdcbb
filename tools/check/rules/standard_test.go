package rules

import (
	"os"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// TestStandardOf holds a standard that was taken for another book against one that is read from it: where the files are the same, and where one differs, has
// gone, is new or is wrong.
func TestStandardOf(t *testing.T) {
	product := os.DirFS("../../..")
	settings := []byte("title = \"Proef\"\n[params.rules]\n\"language/plain\" = \"off\"\n")
	s := ReadStandard(casebook.Open(casebook.Layers{Own: fstest.MapFS{"hugo.toml": {Data: settings}}, Product: product}))
	for name, files := range map[string]fstest.MapFS{
		"same":              {"hugo.toml": {Data: settings}, "content/dilemmas/a.md": {}},
		"other settings":    {"hugo.toml": {Data: []byte("title = \"Proef\"\n")}},
		"broken settings":   {"hugo.toml": {Data: []byte("title =")}},
		"other vocabulary":  {"hugo.toml": {Data: settings}, "data/themas.yaml": {Data: []byte("terms:\n  - key: a\n")}},
		"broken vocabulary": {"hugo.toml": {Data: settings}, "data/themas.yaml": {Data: []byte("terms: a\n")}},
		"a list":            {"hugo.toml": {Data: settings}, "data/toegestaan.yaml": {Data: []byte("vorm: a\n")}},
	} {
		book := casebook.Open(casebook.Layers{Own: files, Product: product})
		got, want := s.of(book), ReadStandard(book)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		if shared := got.Definition == s.Definition; shared != (name == "same") {
			t.Errorf("%s: the definition is shared: %v", name, shared)
		}
	}
}
