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

// TestStopsPublishing has the same error in a published dilemma, in a concept, beside one, and in a page; and one that Hugo itself stops at.
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
		"published":          {"content/dilemmas/x.md", published + bsn, true},
		"concept":            {"content/dilemmas/x.md", concept + bsn, false},
		"beside a concept":   {"content/dilemmas/x/bijlage.txt", bsn, false},
		"page":               {"content/over/x.md", "---\ntitle: X\n---\n" + bsn, true},
		"no front matter":    {"content/dilemmas/x.md", bsn, true},
		"Hugo can't read it": {"content/dilemmas/x.md", "---\ntitle: [\ndraft: true\n---\n", true},
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
