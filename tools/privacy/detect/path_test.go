package detect_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// TestPath looks for people in names of files and folders.
func TestPath(t *testing.T) {
	for name, want := range map[string]string{
		"jansen,piet.txt":                   "jansen,piet true",
		"p.jansen.txt":                      "p.jansen true",
		"a.b.de.vries.pdf":                  "a.b.de.vries true",
		"JanJansen.txt":                     "JanJansen true",
		"stukken/cv_PietJansen.pdf":         "PietJansen true",
		"medewerkers/fenna-de-jong":         "fenna-de-jong true",
		"nieuws/fenna-de-jong.html":         "fenna-de-jong true",
		"verslag%20fenna%20de%20jong.docx":  "fenna%20de%20jong true",
		"notulen-jansen-definitief.docx":    "jansen false",
		"brief-van-de-vries.docx":           "van-de-vries false",
		"team/xiulan-wang":                  "xiulan-wang false",
		"jan-bakker.pdf":                    "jan-bakker false",
		"wiki?pagina=fenna-de-jong":         "fenna-de-jong true",
		"mevrouw/fatma_yilmaz":              "fatma_yilmaz true",
		"a/verslag-sanne-zwartsluys-3.docx": "sanne-zwartsluys false",
		// Ordinary names.
		"park-of-parkeren": "", "index.md": "", "de-wethouder-en-de-pers/index.md": "", "wet-open-overheid": "", "v.1.2": "", "p.besluit": "", "team/vacatures-en-stages": "",
		"assets/schema/casusboek.schema.json": "", "jaar,maand": "", "VoorbeeldBrief.pdf": "", "hugo.toml": "", "amsterdam-zuid.pdf": "", "rapport-van-de-commissie.pdf": "", "leden/lijst": "",
		"a.jansen@voorbeeld.nl": "", // an address of mail is found as such
		"":                      "", "/": "", ".": "", "%": "", "%zz": "", "é": "", "'": "", "-,-": "",
	} {
		var got []string
		for _, h := range detect.Path(name) {
			got = append(got, fmt.Sprint(h.Value, " ", h.Sure))
			if h.Value != name[h.Start:h.End] || h.Rule == "" || h.Kind != detect.Name {
				t.Errorf("%q: %+v", name, h)
			}
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestPathInText looks for people in the addresses of pages and the names of files in a text.
func TestPathInText(t *testing.T) {
	for text, want := range map[string]string{
		"https://voorbeeldstad.nl/medewerkers/fenna-de-jong en zie notulen-jansen-definitief.docx": "fenna-de-jong true; jansen false",
		"Lees [dit](../medewerkers/fenna-de-jong).":                                                "fenna-de-jong true",
		"Lees [dit](/medewerkers/fenna-de-jong/index.html \"meer\").":                              "fenna-de-jong true",
		"Zie www.voorbeeldstad.nl/team/merwin-kool?ref=1.":                                         "merwin-kool false",
		"Het staat in ./stukken/p.jansen.pdf.":                                                     "p.jansen true",
		"<a href=\"/personen/fenna-de-jong\">hier</a>":                                             "fenna-de-jong true",
		// What is no path, or names nobody.
		"Zie https://jansen-advocaten.nl/contact/vragen.": "", "Wie is er voor/tegen, of maakt het niet uit?": "", "Op dinsdag en/of woensdag.": "",
		"De kaart staat op https://voorbeeldstad.nl/wijken/de-kuil/verkeer-en-vervoer/.": "", "Zie verslag-van-de-raad.pdf.": "",
	} {
		var got []string
		for _, h := range detect.Scan(text) {
			if h.Kind == detect.Name {
				got = append(got, fmt.Sprint(text[h.Start:h.End], " ", h.Sure))
			}
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestPathsOfThisBook looks for people in the names of all files of this book: there are none.
func TestPathsOfThisBook(t *testing.T) {
	n := 0
	for _, dir := range []string{"content", "static", "data", "layouts", "docs", "tools"} {
		err := fs.WalkDir(os.DirFS("../../.."), dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			n++
			for _, h := range detect.Path(name) {
				t.Errorf("%s: %q, by %s", name, h.Value, h.Rule)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 300 {
		t.Errorf("only %d files", n)
	}
}
