package pages_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"golang.org/x/net/html"
)

// TestOverviewCounts counts each cell of the picture in the data of the casebook: as many dilemmas have the word of the row, or one below it, and the word of the
// column; and no two words that a dilemma has are left out.
func TestOverviewCounts(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	var index struct{ Dilemmas []map[string]any }
	must.Do(t, json.Unmarshal([]byte(must.Read(t, public, "dilemmas", "index.json")), &index))
	below := map[string][]string{}
	for _, term := range sitebuild.Definition(t).Vocabularies["themas"].Terms {
		below[term.Key] = append(below[term.Key], term.Key)
		if term.Broader != "" {
			below[term.Broader] = append(below[term.Broader], term.Key)
		}
	}
	// has tells whether a dilemma has a word of a vocabulary.
	has := func(d map[string]any, vocabulary, word string) bool {
		words, _ := d[vocabulary].([]any)
		if one, ok := d[vocabulary].(string); ok {
			words = []any{one}
		}
		if vocabulary == "themas" {
			return slices.ContainsFunc(below[word], func(w string) bool { return slices.Contains(words, any(w)) })
		}
		return slices.Contains(words, any(word))
	}
	for _, address := range []string{"/overzicht/", "/en/overview/"} {
		cells, squares := map[string]int{}, map[string]bool{}
		for n := range page.At(t, public, address).Root.Descendants() {
			if n.Data != "a" || n.Parent.Data != "td" {
				continue
			}
			href, _ := page.Attr(n, "href")
			_, query, _ := strings.Cut(href, "?")
			asked, err := url.ParseQuery(query)
			must.Do(t, err)
			if len(asked) != 2 {
				t.Fatalf("%s does not ask for two words", href)
			}
			want := 0
			for _, d := range index.Dilemmas {
				fits := true
				for vocabulary, words := range asked {
					fits = fits && has(d, vocabulary, words[0])
				}
				if fits {
					want++
				}
			}
			number, _, _ := strings.Cut(page.Text(n), ":")
			if got, err := strconv.Atoi(strings.TrimSpace(number)); err != nil || got != want || got == 0 {
				t.Errorf("%s: %s says %q, and there are %d", address, href, number, want)
			}
			cells[query]++
			squares[drawn(n)] = true
		}
		missing := 0
		for _, d := range index.Dilemmas {
			for _, pair := range [][2]string{{"themas", "uitkomst"}, {"woo_gronden", "uitkomst"}, {"bestuurslaag", "uitkomst"}, {"herkomst", "uitkomst"}, {"themas", "bestuurslaag"}} {
				rows, _ := d[pair[0]].([]any)
				if one, ok := d[pair[0]].(string); ok {
					rows = []any{one}
				}
				for _, row := range rows {
					if column, ok := d[pair[1]].(string); ok && cells[pair[0]+"="+row.(string)+"&"+pair[1]+"="+column] != 1 {
						missing++
					}
				}
			}
		}
		if missing > 0 || len(cells) < 40 || len(squares) < 4 {
			t.Errorf("%s: %d cells with %d pictures, and %d are missing", address, len(cells), len(squares), missing)
		}
	}
}

// drawn returns the path of the squares in a cell.
func drawn(cell *html.Node) string {
	for n := range cell.Descendants() {
		if d, ok := page.Attr(n, "d"); ok {
			return d
		}
	}
	return ""
}

// TestOverviewLeadsToTheCases follows the largest cell: the list has as many dilemmas as it says.
func TestOverviewLeadsToTheCases(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.Look(t, 1440, "light")
	b.Open(t, "/overzicht/")
	n := browser.Eval[int](t, b, `(() => {
		const cells = [...document.querySelectorAll("td a")].sort((a, b) => parseInt(b.innerText) - parseInt(a.innerText))
		cells[0].id = "most"
		return parseInt(cells[0].innerText)
	})()`)
	b.Click(t, "#most")
	b.Wait(t, `location.pathname == "/dilemmas/" && document.querySelectorAll(".chip").length == 2`)
	b.Says(t, "[data-count]", strconv.Itoa(n)+" dilemma’s gevonden")
}
