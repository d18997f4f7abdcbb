package rules_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/theme"
)

// TestTheme has a book with a theme of its own, on that of the product.
func TestTheme(t *testing.T) {
	base, err := os.ReadFile("../../../" + theme.Base)
	if err != nil {
		t.Fatal(err)
	}
	for own, want := range map[string]string{
		":root { --dilemma-document-accent-color: light-dark(#154273, #8fb8e6); }": "",
		":root {\n  --dilemma-link-color: light-dark(#f39200, #f3b04f);\n}":        "2:3 theme/contrast error De kleur #f39200 is op #ffffff niet goed te lezen (op een licht scherm): het contrast is 2,35, en 4,5 is nodig.",
		":root { --dilemma-link-colour: #000; }":                                   "1:9 theme/token warning De site gebruikt --dilemma-link-colour niet.",
		":root { --dilemma-link-color: darkorange; }":                              "1:9 theme/token warning Het contrast van --dilemma-link-color is niet na te meten.",
	} {
		files := fstest.MapFS{"assets/themes/eigen.css": {Data: []byte(own)}, theme.Base: {Data: base}}
		checker := checkerOf(casebook.Layers{Own: files, Product: os.DirFS("../../..")})
		found := checker.Paths([]string{"assets/themes/eigen.css"}).Findings
		if want == "" {
			if len(found) > 0 {
				t.Errorf("%s: %v", own, found)
			}
			continue
		}
		if len(found) == 0 {
			t.Errorf("%s: no finding", own)
			continue
		}
		f := found[0]
		if got := fmt.Sprintf("%d:%d %s %s %s", f.Line, f.Column, f.Rule, f.Severity, f.Message); !strings.HasPrefix(got, want) {
			t.Errorf("%s\ngot  %s\nwant %s", own, got, want)
		}
	}
}
