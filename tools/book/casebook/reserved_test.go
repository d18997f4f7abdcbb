package casebook_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

func TestReservedNames(t *testing.T) {
	for name, want := range map[string]bool{
		"nul": true, "NUL": true, "con.md": true, "Aux.tar.gz": true, "prn": true, "com1": true, "lpt9.png": true, "COM¹": true, "con .txt": true,
		"foto.": true, "foto ": true, "wat?.png": true, "a:b.md": true, `a\b`: true, "a\tb": true,
		"null.md": false, "console.png": false, "com.png": false, "com10.png": false, "comité.md": false, "lpt.md": false, "foto.png": false, ".gitkeep": false, "aux-in": false,
	} {
		if got := casebook.ReservedByWindows(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
	for slug, want := range map[string]casebook.Reserved{
		"index": casebook.ByHugo, "pagina": casebook.BySite, "page": casebook.BySite, "nul": casebook.ByWindows, "indexatie": "", "pagina-s": "", "zoeken": "",
	} {
		if got := casebook.ReservedSlug(slug); got != want || casebook.ValidSlug(slug) != (want == "") {
			t.Errorf("%q: %q", slug, got)
		}
	}
}
