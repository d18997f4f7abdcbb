package screenreader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestForm reads the form: empty, with a finding, with an entry added to a table, and what is heard of that and of what it asks and can't do.
func TestForm(t *testing.T) {
	ready(t)
	r := open(t, sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address, Programs: true}), page.Form)
	formpage.Ready(t, r.Browser)
	empty := r.outline()
	golden(t, "form", empty)

	heard := r.says("a text with personal data", func() {
		r.Fill(t, "#veld-kennismaken-dilemma", "Bel Jan Pietersen op 06-12345678")
	}, `/persoonsgegevens/.test(document.querySelector("[data-errors]").textContent)`)
	found := r.outline()
	golden(t, "form-finding", difference(empty, found))

	const status = `document.querySelector("[data-status]").textContent`
	const players = `[data-field="canvas.verkennen.spelers"] `
	heard += r.says("a player is added", r.press(players+"[data-add]"), status+`.includes("toegevoegd")`)
	golden(t, "form-row", difference(found, r.outline()))
	heard += r.says("the next field", func() { r.Key(t, kb.Tab) }, `true`)
	heard += r.says("a player is taken away", r.press(players+".entry:last-child [data-remove]"), status+`.includes("weggehaald")`)
	heard += r.says("that is undone", r.press("[data-undo]"), status+`.includes("gemaakt")`)
	const asked = `document.querySelector("[data-question]").open`
	heard += r.says("a download with personal data in the text", r.press(`.form-bar [data-download="md"]`), asked)
	golden(t, "form-question", r.outline())
	heard += r.says("Escape", func() { r.Key(t, kb.Escape) }, "!"+asked)
	heard += r.says("a file that is no dilemma", func() {
		browser.Eval[string](t, r.Browser, `hands.open("notities.md", "Geen canvas")`)
	}, `document.querySelector("[data-trouble]").textContent`)
	golden(t, "form-heard", heard)
}

// The addresses of a dilemma with everything that one can have, and of the page to practise with it.
const (
	dilemma  = "/dilemmas/brug-over-de-vaart/"
	exercise = dilemma + "oefenen/"
)

// TestBook reads a site with the dilemmas of testdata, so that what is read changes with the software only.
func TestBook(t *testing.T) {
	ready(t)
	source, public := sitebuild.Repository(t), t.TempDir()
	must.Do(t, os.CopyFS(filepath.Join(source, "content", "dilemmas"), os.DirFS(filepath.Join("testdata", "dilemmas"))))
	sitebuild.BuildSearch(t, source, public, "--baseURL", sitebuild.Address)
	for name, read := range map[string]func(t *testing.T, public string){"case": readCase, "projector": readProjector, "casebook": readCasebook, "search": readSearch} {
		t.Run(name, func(t *testing.T) { read(t, public) })
	}
}

// readCase reads a dilemma, and the same on the English site: what stays Dutch there is read in Dutch.
func readCase(t *testing.T, public string) {
	golden(t, "case", open(t, public, dilemma).outline())
	golden(t, "case-english", open(t, public, "/en"+dilemma).outline())
}

// readProjector reads the projector: the screen at which it begins, the next one, and what is heard on the way.
func readProjector(t *testing.T, public string) {
	const projected = `document.querySelector("[data-projector]").open`
	r := open(t, public, exercise)
	golden(t, "exercise", r.outline())
	heard := r.says("the projector opens", r.press("[data-show]"), projected)
	first := r.outline()
	golden(t, "projector", first)
	titled := func(title string) string {
		return `document.querySelector("[data-title]").textContent == "` + title + `"`
	}
	key := func(key string) func() { return func() { r.Key(t, key) } }
	heard += r.says("the next screen", key(kb.ArrowRight), titled("Kennismaken"))
	golden(t, "projector-next", difference(first, r.outline()))
	heard += r.says("step 3", key("3"), titled("Afwegen"))
	heard += r.says("black", key("b"), `document.querySelector(".projector--black")`)
	heard += r.says("no longer black", key("b"), `!document.querySelector(".projector--black")`)
	const notes = `document.querySelector("[data-notes]").hidden`
	heard += r.says("notes", key("n"), "!"+notes)
	heard += r.says("no notes", key("n"), notes)
	heard += r.says("the last screen", key(kb.End), titled("Afronden"))
	heard += r.says("what the group wrote there", key(kb.ArrowRight), `document.querySelector("[data-place] dd")`)
	r.Key(t, kb.End)
	r.heard()
	heard += r.says("beyond the last screen", key(kb.ArrowRight), `document.querySelector("[data-time-status]").textContent == "Dit is het laatste scherm."`)
	heard += r.says("Escape", key(kb.Escape), "!"+projected)
	golden(t, "projector-heard", heard)
}

// readCasebook reads the list of dilemmas, and hears how many are left by a filter.
func readCasebook(t *testing.T, public string) {
	r := open(t, public, "/dilemmas/")
	heard := r.says("a filter", r.press(`[value="timing"]`), `document.querySelector(".chip") && !document.querySelector("[data-found]").hidden`)
	golden(t, "casebook", r.outline())
	heard += r.says("another filter", r.press(`[value="gemeente"]`), `document.querySelectorAll(".chip").length == 2 && document.querySelectorAll("[data-found] > li").length == 1`)
	heard += r.says("the first one goes, by its chip", r.press(".chip"), `document.querySelectorAll(".chip").length == 1`)
	heard += r.says("all filters go", r.press("[data-clear]"), `!document.querySelector(".chip")`)
	golden(t, "casebook-heard", heard)
}

// readSearch reads what was found, and hears how much.
func readSearch(t *testing.T, public string) {
	r := open(t, public, "/zoeken/")
	ask := func(words string) func() {
		return func() {
			r.Fill(t, "#zoekwoorden", words)
			r.Do(t, chromedp.Focus(chromedp.CSS("#zoekwoorden")))
			r.Key(t, kb.Enter)
		}
	}
	heard := r.says("a search", ask("aannemer"), `document.querySelector("[data-found] li")`)
	golden(t, "search", r.outline())
	heard += r.says("a filter", r.press(`label:not([hidden]) > [name="themas"]`), `document.querySelector(".chip")`)
	heard += r.says("it goes again", r.press("[data-clear]"), `!document.querySelector(".chip")`)
	heard += r.says("nothing to be found", ask("qqqqqqq"), `!document.querySelector("[data-nothing]").hidden`)
	golden(t, "search-heard", heard)
}
