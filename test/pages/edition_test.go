package pages_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestNewEdition gives three fields and a step of the canvas other keys, as a new edition may do. Only data, the pages of the handbook that name a step,
// and dilemmas change: what the site shows of these fields and of the step stays.
func TestNewEdition(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	for _, name := range []string{"data/canvas.yaml", "data/en/canvas.yaml", "data/gespreksleider.yaml", "data/en/gespreksleider.yaml", "data/wegwijzer.yaml",
		"data/en/wegwijzer.yaml", "content/handreiking/verkennen.md", "content/handreiking/verkennen.en.md"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		must.Write(t, file, newKeys(t, must.Read(t, file)))
	}
	must.Write(t, filepath.Join(dir, "content/dilemmas/een.md"), "---\ntitle: Een\n"+"date: 2025-01-02\ndraft: false\n"+`canvas:
  kennismaken: {kwestie: Wie mag dit weten?}
  onderzoeken:
    betrokkenen:
      - {partij: Journalist van de krant, drijfveren: Wil het kunnen uitleggen.}
      - {partij: Man met een hond}
    gedeelde_vraag: Mag dit naar buiten?
---
`)
	public := sitebuild.Build(t, dir)

	role := page.At(t, public, "/spelers/journalist/")
	if got := page.Text(role.Element("cards")); !strings.Contains(got, "Wil het kunnen uitleggen.") {
		t.Errorf("the page of the role shows %q", got)
	}
	if got := page.Text(role.Element("card__question")); got != "Mag dit naar buiten?" {
		t.Errorf("the question is %q", got)
	}
	linked := false
	for n := range page.At(t, public, "/dilemmas/een/").Root.Descendants() {
		href, _ := page.Attr(n, "href")
		linked = linked || href == "/spelers/journalist/" && page.Text(n) == "Journalist van de krant"
	}
	if !linked {
		t.Error("the player leads to no role")
	}
	if got := page.Text(page.At(t, public, "/canvas/").Element("sheet-step--onderzoeken")); !strings.Contains(got, "Wie doen ertoe?") {
		t.Errorf("the step on the sheet shows %q", got)
	}
	sheets, err := filepath.Glob(filepath.Join(public, "css", "main.*.css"))
	if err != nil || len(sheets) != 1 {
		t.Fatal(sheets, err)
	}
	css := must.Read(t, sheets[0])
	for _, want := range []string{
		`#stap-onderzoeken,\.sheet-step--onderzoeken\{--a3-columns: ?4 ?/ ?-1\}`,
		`\.field--kwestie>p(,\.field--gedeelde_vraag>p)?\{font-size:`,
	} {
		if !regexp.MustCompile(want).MatchString(css) {
			t.Errorf("the styles have no %s", want)
		}
	}
}

// newKeys gives a file of the repository the keys of another edition.
func newKeys(t *testing.T, text string) string {
	t.Helper()
	for _, key := range [][2]string{{"verkennen", "onderzoeken"}, {"spelers", "betrokkenen"}, {"speler", "partij"}, {"dilemma", "kwestie"}, {"belangen_en_waarden", "drijfveren"}} {
		text = regexp.MustCompile(`(?m)^( *(?:- )?(?:key: |stap: ["']?)?)`+key[0]+`(["']?:|["']?$)`).ReplaceAllString(text, "${1}"+key[1]+"${2}")
	}
	return text
}
