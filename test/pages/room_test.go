package pages_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestBoxesAndCells looks on the pages of the handbook for what is filled in by hand: a box to tick is a shape and no control that does nothing, and a page with
// boxes, empty cells or words for on the table has the styles for them.
func TestBoxesAndCells(t *testing.T) {
	t.Parallel()
	boxes, cells, words := 0, 0, 0
	for _, p := range page.All(t, sitebuild.Published(t)) {
		if !strings.HasPrefix(p.Address(), "/handreiking/") && !strings.HasPrefix(p.Address(), "/en/guide/") {
			continue
		}
		has, styled := 0, false
		p.Elements(func(n *html.Node) {
			kind, _ := page.Attr(n, "type")
			class, _ := page.Attr(n, "class")
			rel, _ := page.Attr(n, "rel")
			_, disabled := page.Attr(n, "disabled")
			switch {
			case n.Data == "input" && kind == "checkbox" && disabled:
				t.Errorf("%s has a box that nobody can tick", p.Name)
			case n.Data == "li" && class == "tick":
				boxes, has = boxes+1, has+1
			case n.Data == "td" && n.FirstChild == nil && n.Parent.Parent.Data == "tbody":
				cells, has = cells+1, has+1
			case class == "words":
				words, has = words+1, has+1
			case n.Data == "link" && rel == "stylesheet" && strings.Contains(href(n), "/css/room."):
				styled = true
			}
		})
		if has > 0 && !styled {
			t.Errorf("%s has %d things to fill in, and no styles for them", p.Name, has)
		}
	}
	if boxes < 60 || cells < 60 || words < 4 {
		t.Errorf("%d boxes, %d cells and %d lists of words", boxes, cells, words)
	}
}
