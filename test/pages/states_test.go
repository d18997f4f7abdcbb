package pages_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

const published2025 = "date: 2025-01-02\ndraft: false\n"

// TestStates shows a dilemma in each of its states.
func TestStates(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	def := sitebuild.Definition(t)
	at := func(slug string) string { return filepath.Join(dir, filepath.FromSlash(casebook.Path(slug))) }
	whole := func(n int, extra string) string {
		return strings.Replace(fixture.Dilemma(def, n), "draft: false\n", "draft: false\n"+extra, 1)
	}
	must.Write(t, at("gewoon"), whole(1, ""))
	must.Write(t, at("vervangen"), whole(2, "vervangen_door: gewoon\n"))
	must.Write(t, at("ingetrokken"), whole(3, "ingetrokken: {datum: 2026-01-01, reden: Iemand bleek te herkennen.}\n"))
	must.Write(t, at("allebei"), whole(6, "ingetrokken: {datum: 2026-01-01, reden: Dubbel.}\nvervangen_door: gewoon\n"))
	must.Write(t, at("concept"), strings.Replace(whole(4, ""), "draft: false", "draft: true", 1))
	must.Write(t, at("oud"), regexp.MustCompile(`herzien_voor: .*`).ReplaceAllString(whole(5, ""), "herzien_voor: 2026-01-01"))
	must.Write(t, at("leeg"), "---\ntitle: Net begonnen\ndraft: true\n---\n")

	public := sitebuild.Build(t, dir)
	for _, slug := range []string{"concept", "leeg"} {
		if _, err := os.Stat(filepath.Join(public, "dilemmas", slug)); err == nil {
			t.Errorf("the concept %s is published", slug)
		}
	}
	body := func(public, slug string) string {
		doc, err := html.Parse(strings.NewReader(must.Read(t, public, "dilemmas", slug, "index.html")))
		if err != nil {
			t.Fatal(err)
		}
		return page.Text(doc)
	}
	if got := body(public, "vervangen"); !strings.Contains(got, "Vervangen") || !strings.Contains(must.Read(t, public, "dilemmas/vervangen/index.html"), "/dilemmas/gewoon/") {
		t.Error("the replaced dilemma does not point on")
	}
	withdrawn := body(public, "ingetrokken")
	if !strings.Contains(withdrawn, "Iemand bleek te herkennen.") {
		t.Error("the withdrawn dilemma does not say why")
	}
	for _, language := range []string{"", "en/"} {
		themes := map[string]string{"": "/themas/", "en/": "/en/themes/"}[language]
		signpost := map[string]string{"": "/wegwijzer/", "en/": "/en/signpost/"}[language]
		for _, slug := range []string{"ingetrokken", "allebei"} {
			leads := map[string]bool{}
			for n := range page.At(t, public, language+"dilemmas/"+slug).Element("case").Descendants() {
				href, _ := page.Attr(n, "href")
				leads[strings.TrimPrefix(href, "http://site.test")] = true
			}
			for _, want := range []string{"/" + language + "dilemmas/", themes, signpost} {
				if !leads[want] {
					t.Errorf("%s%s does not lead on to %s", language, slug, want)
				}
			}
			if want := "/" + language + "dilemmas/gewoon/"; leads[want] != (slug == "allebei") {
				t.Errorf("%s%s leads to %s: %t", language, slug, want, leads[want])
			}
		}
	}
	file := casebook.Open(casebook.DirFS(dir)).Lookup("ingetrokken")
	secret := file.Front.Get("canvas").Get("kennismaken").Get("dilemma").Text
	for name, content := range map[string]string{
		"its page": withdrawn, "the page to practise with": body(public, "ingetrokken/oefenen"), "the list": must.Read(t, public, "dilemmas/index.html"), "the data": must.Read(t, public, "dilemmas/index.json"),
	} {
		if strings.Contains(page.Plain(content), page.Plain(secret)[:60]) {
			t.Errorf("%s shows what was withdrawn", name)
		}
	}
	if got := body(public, "oud"); !strings.Contains(got, "1 januari 2026 opnieuw bekijken") {
		t.Error("the page does not say that it should have been reviewed")
	}

	drafts := sitebuild.Build(t, dir, "--buildDrafts")
	if got := body(drafts, "concept"); !strings.Contains(got, "Concept") {
		t.Error("a concept does not say that it is one")
	}
	if got := body(drafts, "leeg"); !strings.Contains(got, "Net begonnen") || !strings.Contains(got, "Wat is de gedeelde vraag?") {
		t.Errorf("a concept that has just begun shows %s", got)
	}
}

// TestOddTypes gives the templates values that the check would refuse: whoever runs Hugo alone still gets a site.
func TestOddTypes(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	for i, front := range []string{
		"themas: timing\nwoo_gronden: [5.2, 3]\nbestuurslaag: [gemeente, rijk]\nherkomst: 7\n",
		"canvas: tekst\ntoestemming: ja\ntweede_lezer: {a: b}\n",
		"canvas: [a, b]\ningetrokken: ja\nvervangen_door: [x]\n",
		"canvas:\n  kennismaken: tekst\n  verkennen: [a]\n  afwegen: 3\n  kiezen:\n    keuze: [a, {b: c}]\n    wie_heeft_wat_nodig: tekst\n",
		"canvas:\n  verkennen:\n    spelers: {a: b}\n    gedeelde_vraag: 3\n  afwegen:\n    keuzes: [a, {keuze: [x], voordelen: tekst, nadelen: [[a], {b: c}, null]}]\n",
		"canvas:\n  verkennen:\n    spelers: [null, '', {speler: null, belangen_en_waarden: 2026-01-01}]\n  afronden: {tevreden: true, samenvatting: 2026-03-12}\n",
		"commentaar: [tekst, {rol: [a], datum: x, tekst: {a: b}, verzonnen: ja}, null, 3]\n",
		"commentaar: ja\n",
		"wat_als: [tekst, {feit: [a], weging: {b: c}}, null, 3, {weging: 2}]\nbronnen: ja\nenglish: tekst\n",
		"wat_als: ja\nbronnen: [null, tekst, {adres: 3, gebruikt: [a]}, {titel: {a: b}}]\nenglish: {title: [a], summary: null}\n",
		"english: {title: 3, summary: {a: b}}\nbronnen: {a: b}\nwat_als: {a: b}\n",
		"editie: 2022\nherzien_voor: tekst\nthemas: {a: b}\nonbekend: [1]\n",
	} {
		must.Write(t, filepath.Join(dir, "content/dilemmas", fmt.Sprintf("vreemd-%d.md", i)), "---\ntitle: Vreemd\n"+published2025+front+"---\ntekst\n")
	}
	// A word that no vocabulary has is a warning of nobody, so this build may warn.
	sitebuild.Hugo(t, dir, nil, "build", "--destination", t.TempDir(), "--noBuildLock")
}

// TestBelowAPath builds the site for an address with a path: no link may leave it.
func TestBelowAPath(t *testing.T) {
	t.Parallel()
	public := sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address + "pad/"})
	for _, p := range page.All(t, public) {
		p.Elements(func(n *html.Node) {
			for _, key := range []string{"href", "src", "data-index", "data-src"} {
				target, _ := page.Attr(n, key)
				if strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "/pad/") {
					t.Errorf("%s: %s=%q leaves the site", p.Name, key, target)
				}
			}
		})
	}
	if index := must.Read(t, public, "dilemmas", "index.json"); strings.Contains(index, "site.test/dilemmas/") {
		t.Error("the data of the casebook leaves the path")
	}
}

// TestNoDeadControls opens a page of every kind without scripts: nothing that can be pressed or filled in is there, apart from forms that the browser itself
// sends, and nothing keeps room for what a script would show.
func TestNoDeadControls(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Searchable(t))
	b.WithoutScript(t)
	controls := 0
	for _, address := range append([]string{page.Form, "/zoeken/", "/wegwijzer/"}, page.Kinds...) {
		b.Open(t, address)
		controls += browser.Eval[int](t, b, `document.querySelectorAll("button, input, select, textarea").length`)
		for _, dead := range browser.Eval[[]string](t, b, `[...document.querySelectorAll("button, input, select, textarea, [hidden]")].filter(e =>
			e.getClientRects().length && !e.closest("form[action]")).map(e => e.outerHTML.slice(0, 120))`) {
			t.Errorf("%s: %s does nothing", address, dead)
		}
	}
	if controls < 20 {
		t.Errorf("only %d controls on all pages", controls)
	}
}
