package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

func TestPlaceText(t *testing.T) {
	page := part.Place{}.At(part.Page, "3")
	for want, place := range map[string]part.Place{
		"":                                     nil,
		"foto.jpeg, EXIF Artist":               part.Place{}.At(part.File, "foto.jpeg").At(part.EXIF, "Artist"),
		"pagina 3":                             page,
		"pagina 3, eerdere versie":             page.At(part.EarlierVersion),
		"brief.docx, auteur van een opmerking": part.Place{}.At(part.File, "brief.docx").At(part.CommentAuthor),
		"bijlage, eigenschap laatst bewerkt door": part.Place{}.At(part.Attachment).At(part.PropertyLastEditor),
	} {
		if got := describePlace(place); got != want {
			t.Errorf("%s is described as %q, want %q", place, got, want)
		}
	}
}

// TestEveryPlaceHasASentence reads the kinds of places from their source code, so that a new one can't be forgotten.
func TestEveryPlaceHasASentence(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../privacy/extract/part/kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		kind, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		kinds++
		defer func() {
			if recover() != nil { // the catalogue panics when it has no sentence
				t.Errorf("no sentence for the place %q", kind)
			}
		}()
		describePlace(part.Place{}.At(part.Kind(kind), "3"))
		return true
	})
	if kinds < 80 {
		t.Errorf("only %d kinds of places were found", kinds)
	}
}
