package data_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// whole is a casebook in one file.
type whole struct {
	Naam, URL, Contact, Taal, Bijgewerkt string
	Volledig                             bool
	Uitgever                             map[string]string
	Licentie                             struct{ Name, URL string }
	Woorden                              map[string]map[string]struct{ Label, Begrip, Boven, URI string }
	Dilemmas                             []entry
}

func wholeBook(t *testing.T, public string) whole {
	t.Helper()
	var book whole
	must.Do(t, json.Unmarshal([]byte(must.Read(t, public, "dilemmas", "casusboek.json")), &book))
	return book
}

// TestWholeBook holds the file with the whole casebook against the list and against the file of each dilemma: it has all of both, and nothing of what is
// withdrawn.
func TestWholeBook(t *testing.T) {
	t.Parallel()
	for _, public := range []string{sitebuild.Published(t), dataSite(t)} {
		book := wholeBook(t, public)
		if !book.Volledig || book.Naam == "" || book.Taal != "nl" || book.Bijgewerkt == "" || book.Licentie.Name == "" || book.Contact == "" {
			t.Errorf("%v %q %q %q", book.Volledig, book.Naam, book.Taal, book.Bijgewerkt)
		}
		listed := entries(t, public)
		if len(book.Dilemmas) != len(listed) || len(listed) == 0 {
			t.Fatalf("%d dilemmas, and %d in the list", len(book.Dilemmas), len(listed))
		}
		for i, e := range book.Dilemmas {
			slug := e["slug"].(string)
			data, story := e["gegevens"], e["verhaal"]
			delete(e, "gegevens")
			delete(e, "verhaal")
			if !equalJSON(t, e, listed[i]) {
				t.Errorf("%s is another in the list", slug)
			}
			if e["status"] == "ingetrokken" {
				if data != nil || story != nil {
					t.Errorf("%s is withdrawn, and there is a text", slug)
				}
				continue
			}
			var one struct{ Gegevens, Verhaal any }
			must.Do(t, json.Unmarshal([]byte(must.Read(t, public, "dilemmas", slug, "index.json")), &one))
			if !equalJSON(t, data, one.Gegevens) || story != one.Verhaal || data == nil {
				t.Errorf("%s is not what its own file says", slug)
			}
			for _, field := range []string{"themas", "woo_gronden", "informatiecategorieen"} {
				for _, word := range e[field].([]any) {
					if book.Woorden[field][word.(string)].Label == "" {
						t.Errorf("%s: nothing says what %s of %s is", slug, word, field)
					}
				}
			}
		}
		if got := slices.Sorted(maps.Keys(book.Woorden)); len(got) != 6 {
			t.Errorf("words of %q", got)
		}
		if uri := book.Woorden["woo_gronden"]["5.1.2b"].URI; !strings.HasPrefix(uri, "https://wetten.overheid.nl/") {
			t.Errorf("5.1.2b is %q", uri)
		}
	}
}

func equalJSON(t *testing.T, a, b any) bool {
	t.Helper()
	first, err := json.Marshal(a)
	must.Do(t, err)
	second, err := json.Marshal(b)
	must.Do(t, err)
	return string(first) == string(second)
}
