package word

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

func definition(t testing.TB) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// TestTerms reads words of vocabularies as people write them. Behind the bar stands what is not found.
func TestTerms(t *testing.T) {
	def := definition(t)
	for _, c := range []struct{ field, answer, want string }{
		{"woo_gronden", "5.1.2e", "5.1.2e"},
		{"woo_gronden", "5.1.2.e", "5.1.2e"},
		{"woo_gronden", "5.1.2 e", "5.1.2e"},
		{"woo_gronden", "5.1.2, onder e", "5.1.2e"},
		{"woo_gronden", "art. 5.1, tweede lid, onder e", "5.1.2e"},
		{"woo_gronden", "artikel 5.1 lid 2 sub e Woo", "5.1.2e"},
		{"woo_gronden", "Artikel 5.1, tweede lid, aanhef en onder e, van de Woo.", "5.1.2e"},
		{"woo_gronden", "artikel 5.1, 2e lid, onderdeel i van de Wet open overheid", "5.1.2i"},
		{"woo_gronden", "5.1 lid 1 onder c en d", "5.1.1c 5.1.1d"},
		{"woo_gronden", "5.1 lid 1 sub c, sub d en lid 2 sub e", "5.1.1c 5.1.1d 5.1.2e"},
		{"woo_gronden", "5.1, tweede lid, onder a t/m c", "5.1.2a 5.1.2b 5.1.2c"},
		{"woo_gronden", "5.1(2)(e)", "5.1.2e"},
		{"woo_gronden", "5.1.2e/5.1.2i", "5.1.2e 5.1.2i"},
		{"woo_gronden", "5.1.2e + 5.1.2i & 5.1.5", "5.1.2e 5.1.2i 5.1.5"},
		{"woo_gronden", "5.1.2e en/of 5.1.2i", "5.1.2e 5.1.2i"},
		{"woo_gronden", "5.1 lid 5", "5.1.5"},
		{"woo_gronden", "artikel 5.1, vijfde lid, en artikel 5.2", "5.1.5 5.2"},
		{"woo_gronden", "5.2, eerste lid", "5.2"},
		{"woo_gronden", "op grond van artikel 5.1.2.e en 5.1.2.i Woo", "5.1.2e 5.1.2i"},
		{"woo_gronden", "1. 5.1.2e\n2. 5.2", "5.1.2e 5.2"},
		{"woo_gronden", "5.1.2e Eerbiediging van de persoonlijke levenssfeer", "5.1.2e"},
		{"woo_gronden", "5.1.2b Economische of financiële belangen van de overheid; 5.1.1c Vertrouwelijk verstrekte bedrijfs- en fabricagegegevens", "5.1.2b 5.1.1c"},
		{"woo_gronden", "Eerbiediging van de persoonlijke levenssfeer (5.1.2e)", "5.1.2e"},
		{"woo_gronden", "☐ 5.1.2d ☒ 5.1.2e ☐ 5.1.2f", "5.1.2e"},
		{"woo_gronden", "5.1.2z", "| 5.1.2z"},
		{"woo_gronden", "artikel 10, tweede lid, onder e, van de Wob", "| artikel 10 ~ tweede lid ~ onder e ~ van de Wob"},
		{"woo_gronden", "5.1.2", "| 5.1.2"},
		{"woo_gronden", "artikel 9.9 lid 3 Woo en 5.1.2e", "5.1.2e | artikel 9.9 lid 3 Woo"},
		{"woo_gronden", "5.1.2e (privacy van de melder)", "5.1.2e | privacy van de melder"},
		{"informatiecategorieen", "artikel 3.3, tweede lid, onder e", "adviezen"},
		{"informatiecategorieen", "Adviezen / convenanten & onderzoeksrapporten", "adviezen convenanten onderzoeksrapporten"},
		{"informatiecategorieen", "Woo-verzoeken en -besluiten en wetten en algemeen verbindende voorschriften", "woo-verzoeken-en-besluiten wetten-en-algemeen-verbindende-voorschriften"},
		{"informatiecategorieen", "inspanningsverplichting art 3.1 Woo", "inspanningsverplichting"},
		{"themas", "1. Privacy\n2) Intern beraad", "privacy intern-beraad"},
		{"themas", "- privacy\n• timing", "privacy timing"},
		{"themas", "privacy + timing/vertrouwen", "privacy timing vertrouwen"},
		{"themas", "[x] Privacy [ ] Timing [X] Vertrouwen", "privacy vertrouwen"},
		{"themas", "Privacy ☒ Timing ☐", "privacy"},
		{"themas", "Hond en kat", "| Hond ~ kat"},
		{"bestuurslaag", "de gemeente", "gemeente"},
		{"bestuurslaag", "Zelfstandig bestuursorgaan (zbo)", "zbo"},
		{"bestuurslaag", "Gemeente en provincie", "gemeente | provincie"},
		{"uitkomst", "deels openbaar.", "deels"},
		{"herkomst", "Kies een item.", ""},
		{"toestemming.eigenaar", "☒ ja ☐ nee", "true"},
		{"toestemming.eigenaar", "☐ ja ☑ nee", "false"},
		{"toestemming.eigenaar", "☒", "true"},
		{"toestemming.eigenaar", "☐", ""},
		{"toestemming.eigenaar", "Ja.", "true"},
		{"toestemming.eigenaar", "misschien", "| misschien"},
		{"herzien_voor", "1 december 2027", "2027-12-01"},
		{"herzien_voor", "woensdag 1 mrt. 2028", "2028-03-01"},
		{"herzien_voor", "30 februari 2028", "| 30 februari 2028"},
		{"herzien_voor", "1-12-2027", "2027-12-01"},
	} {
		field := newPlacer(def).fields[c.field]
		if field == nil {
			t.Fatalf("no field %s", c.field)
		}
		v, rest := value(field, []*paragraph{{text: c.answer}})
		var got []string
		if v != nil && v.Kind == casebook.Sequence {
			for _, i := range v.Items {
				got = append(got, i.Text)
			}
		} else if v != nil {
			got = append(got, v.Text)
		}
		if rest != nil {
			got = append(got, "| "+strings.Join(lines(rest), " ~ "))
		}
		if found := strings.Join(got, " "); found != c.want {
			t.Errorf("%s, %q: %q, not %q", c.field, c.answer, found, c.want)
		}
	}
}

// TestProvisions reads the name of every ground as its own article names it, and with its letter apart.
func TestProvisions(t *testing.T) {
	def := definition(t)
	for _, path := range []string{"woo_gronden", "informatiecategorieen"} {
		field := newPlacer(def).fields[path]
		known := wordsOf(field.Vocabulary)
		for _, w := range field.Vocabulary.Terms {
			for _, name := range []string{w.Key, w.Label, nameOf(&w), w.Article} {
				if keys, unknown := known.split(name); !slices.Equal(slices.Compact(keys), []string{w.Key}) || unknown != nil {
					t.Errorf("%q: %q and %q, not %s", name, keys, unknown, w.Key)
				}
			}
		}
	}
}
