package rules_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// TestStopsPublishing has the same error in a published dilemma, in a concept, beside one, and in a page; and files that Hugo itself stops at.
func TestStopsPublishing(t *testing.T) {
	product := os.DirFS("../../..")
	def, err := canvas.Load(product)
	if err != nil {
		t.Fatal(err)
	}
	published := fixture.Dilemma(def, 1)
	concept := strings.Replace(published, "draft: false", "draft: true", 1)
	const bsn = "\n\nZijn BSN is 111222333.\n"
	for name, c := range map[string]struct {
		file, text string
		stops      bool
	}{
		"published":                     {"content/dilemmas/x.md", published + bsn, true},
		"concept":                       {"content/dilemmas/x.md", concept + bsn, false},
		"beside a concept":              {"content/dilemmas/x/bijlage.txt", bsn, false},
		"page":                          {"content/over/x.md", "---\ntitle: X\n---\n" + bsn, true},
		"no front matter":               {"content/dilemmas/x.md", bsn, true},
		"nobody can read it":            {"content/dilemmas/x.md", "---\ntitle: [\n---\n", true},
		"nobody can read it, a concept": {"content/dilemmas/x.md", "---\ntitle: [\ndraft: true # nog lang\n---\n", false},
		"nobody can read it, maybe one": {"content/dilemmas/x.md", "---\ntitle: [\ndraft: true\nDraft: false\n---\n", true},
		"nobody can read it, in a text": {"content/dilemmas/x.md", "---\ntitle: [\na: draft: true\n---\ndraft: true\n", true},
		"not UTF-8, a concept":          {"content/dilemmas/x.md", "---\ntitle: caf\xe9\ndraft: true\n---\n", false},
		"a concept Hugo can't date":     {"content/dilemmas/x.md", strings.Replace(concept, "date: ", "date: 31", 1), false},
		"a concept with a dead link":    {"content/dilemmas/x.md", concept + "\n[x](/niet/)\n", false},
		"the page of the list, concept": {"content/dilemmas/index.md", concept, false},
		"the page of the list":          {"content/dilemmas/index.md", published, true},
		"a bundle that is a concept":    {"content/dilemmas/x/index.md", "---\ntitle: [\ndraft: true\n---\n", false},
		"settings":                      {"hugo.toml", "x = ", true},
	} {
		files := fstest.MapFS{c.file: {Data: []byte(c.text)}}
		if strings.Contains(c.file, "bijlage") {
			files["content/dilemmas/x/index.md"] = &fstest.MapFile{Data: []byte(concept)}
		}
		checker := checkerOf(casebook.Layers{Own: files, Product: product})
		errors, stops := 0, false
		for _, f := range checker.All().Findings {
			if f.Severity == "error" {
				errors++
			}
			stops = stops || checker.StopsPublishing(f)
		}
		if errors == 0 || stops != c.stops {
			t.Errorf("%s: %d errors, and stops is %t", name, errors, stops)
		}
	}
}
