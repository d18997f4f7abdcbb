package handin_test

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

const handInPage = "/meedoen/insturen/"

// withForge builds the site for a server, with one published dilemma, taken.md.
func withForge(t *testing.T, kind, repository, branch string) string {
	t.Helper()
	dir := repositoryWith(t, fmt.Sprintf("  kind = %q\n  repository = %q\n  branch = %q\n", kind, repository, branch))
	must.Write(t, filepath.Join(dir, filepath.FromSlash(casebook.Path("taken"))), fixture.Dilemma(sitebuild.Definition(t), 1))
	// The page is there in one language.
	return sitebuild.BuildWith(t, dir, []string{"HUGO_DISABLELANGUAGES=en"}, "--baseURL", sitebuild.Address)
}

// repositoryWith copies the repository, with these lines as the table of the server.
func repositoryWith(t *testing.T, forge string) string {
	t.Helper()
	dir := sitebuild.Repository(t)
	sitebuild.Set(t, dir, "[params.dilemma.forge]\n"+forge)
	return dir
}

// emptyDilemma is the archetype for a dilemma whose title and day are not known yet.
func emptyDilemma(t *testing.T) string {
	t.Helper()
	text := must.Read(t, sitebuild.Root, canvas.ArchetypeFile)
	for from, to := range map[string]string{
		`{{ printf "%q" (humanize .File.ContentBaseName) }}`: `"Titel van je dilemma"`,
		`{{ printf "%.10s" .Date }}`:                         "",
	} {
		if !strings.Contains(text, from) {
			t.Fatalf("the archetype has no %s", from)
		}
		text = strings.ReplaceAll(text, from, to)
	}
	return text
}

// TestNewFileLink reads the page as a browser without scripts shows it: the one link to the server, with the archetype for
// as far as that server takes it, and no link where there is no such server.
func TestNewFileLink(t *testing.T) {
	t.Parallel()
	const file = "content/dilemmas/titel-van-je-dilemma.md"
	for _, c := range []struct{ kind, repository, branch, page, name, text, source, edit string }{
		{"", "https://code.overheid.nl/groep/boek", "main", "https://code.overheid.nl/groep/boek/_new/main/", "filename", "value", "/src/branch/main/", "/_edit/main/"},
		{"", "https://codeberg.org/groep/boek/", "main", "https://codeberg.org/groep/boek/_new/main/", "filename", "value", "/src/branch/main/", "/_edit/main/"},
		{"", "https://gitea.example.nl/groep/boek", "uit/gave", "https://gitea.example.nl/groep/boek/_new/uit/gave/", "filename", "value", "/src/branch/uit/gave/", "/_edit/uit/gave/"},
		{"forgejo", "https://git.example/groep/boek", "a b", "https://git.example/groep/boek/_new/a%20b/", "filename", "value", "/src/branch/a%20b/", "/_edit/a%20b/"},
		{"", "https://github.com/groep/boek", "main", "https://github.com/groep/boek/new/main", "filename", "value", "/blob/main/", "/edit/main/"},
		{"", "https://gitlab.example.nl/groep/sub/boek", "main", "https://gitlab.example.nl/groep/sub/boek/-/new/main", "file_name", "", "/-/blob/main/", "/-/edit/main/"},
		{"gitlab", "https://git.example/groep/boek", "main", "https://git.example/groep/boek/-/new/main", "file_name", "", "/-/blob/main/", "/-/edit/main/"},
		{"mail", "https://codeberg.org/groep/boek", "main", "", "", "", "", ""},
		{"", "https://gitlabel.example/groep/boek", "main", "", "", "", "", ""},
		{"github", "", "main", "", "", "", "", ""},
	} {
		public := withForge(t, c.kind, c.repository, c.branch)
		made, err := html.Parse(strings.NewReader(must.Read(t, public, handInPage, "index.html")))
		if err != nil {
			t.Fatal(err)
		}
		where := fmt.Sprintf("%s %s", c.kind, c.repository)
		link, mail, fields := "", "", false
		for n := range made.Descendants() {
			href, _ := page.Attr(n, "href")
			if _, ok := page.Attr(n, "data-open"); ok {
				link = href
			}
			if _, ok := page.Attr(n, "data-fields"); ok {
				_, hidden := page.Attr(n, "hidden")
				fields = !hidden
			}
			if mail == "" && strings.HasPrefix(href, "mailto:redactie@example.org?") { // the first; the foot of the page has another
				mail = href
			}
		}
		if fields {
			t.Errorf("%s: shows fields that do nothing without a script", where)
		}
		if u, err := url.Parse(mail); err != nil || u.Query().Get("subject") == "" || !strings.Contains(u.Query().Get("body"), "\r\n") || strings.Contains(mail, "+") {
			t.Errorf("%s: the letter is %q", where, mail)
		}
		if section := strings.Contains(page.Text(made), "In je browser"); section != (c.page != "") {
			t.Errorf("%s: the page speaks of a server: %t", where, section)
		}
		taken := must.Read(t, public, "dilemmas", "taken", "index.html")
		for _, way := range []string{c.source, c.edit} {
			if address := strings.TrimSuffix(c.repository, "/") + way + casebook.Path("taken"); way != "" && !strings.Contains(taken, `"`+address+`"`) && !strings.Contains(taken, "="+address+" ") {
				t.Errorf("%s: the page of a dilemma has no link to %s", where, address)
			}
		}
		if c.page == "" {
			if strings.Contains(taken, "Stel een wijziging voor") {
				t.Errorf("%s: a change can be proposed", where)
			}
			if link != "" || strings.Contains(must.Read(t, public, handInPage, "index.html"), "submit.") {
				t.Errorf("%s: there is a link %q, or the script", where, link)
			}
			continue
		}
		before, query, _ := strings.Cut(link, "?")
		values, err := url.ParseQuery(query)
		if err != nil || before != c.page || values.Get(c.name) != file {
			t.Errorf("%s: the link is %.200s", where, link)
		}
		if want := emptyDilemma(t); c.text != "" && values.Get(c.text) != want || c.text == "" && len(values) != 1 {
			t.Errorf("%s: the link brings %q", where, values)
		}
		if !strings.Contains(page.Text(made), "# Waar gaat het dilemma over?") {
			t.Errorf("%s: the text can't be copied without a script", where)
		}
	}
}

// linkOf returns where the button leads, taken apart.
func linkOf(t *testing.T, b *browser.Browser) (address string, values url.Values) {
	t.Helper()
	page, query, _ := strings.Cut(browser.Eval[string](t, b, `document.querySelector("[data-open]").href`), "?")
	values, err := url.ParseQuery(query)
	must.Do(t, err)
	return page, values
}

// TestHandIn makes the link from a title and a text.
func TestHandIn(t *testing.T) {
	t.Parallel()
	b := browser.New(t, withForge(t, "", "https://codeberg.org/groep/boek", "main"))
	b.Look(t, 320, "dark")
	b.Open(t, handInPage)
	b.Wait(t, `document.querySelector("#titel").checkVisibility()`)

	b.Fill(t, "#titel", `Mag "dit" $& al naar buiten?`)
	page, values := linkOf(t, b)
	if page != "https://codeberg.org/groep/boek/_new/main/" || values.Get("filename") != "content/dilemmas/mag-dit-en-al-naar-buiten.md" {
		t.Errorf("the link leads to %s %s", page, values.Get("filename"))
	}
	front := casebook.Parse("x.md", []byte(values.Get("value"))).Front
	if got := front.Get("title"); got == nil || got.Text != `Mag "dit" $& al naar buiten?` {
		t.Errorf("the title became %v", got)
	}
	if day := browser.Eval[string](t, b, `new Date().toLocaleDateString("sv")`); front.Get("date") == nil || front.Get("date").Text != day {
		t.Errorf("the day is not %s in\n%.400s", day, values.Get("value"))
	}
	axe.Find(t).Page(t, b, "a title")

	b.Fill(t, "#titel", "Taken!")
	b.Says(t, "[data-title-note]", "Er is al een dilemma")
	axe.Find(t).Page(t, b, "a title that is taken")
	b.Fill(t, "#titel", "日本")
	b.Says(t, "[data-title-note]", "geen bestandsnaam")
	if _, values := linkOf(t, b); values.Get("filename") != "content/dilemmas/titel-van-je-dilemma.md" {
		t.Errorf("a title without letters leads to %s", values.Get("filename"))
	}
	b.Fill(t, "#titel", "Weer goed")
	b.Wait(t, `document.querySelector("[data-title-note]").textContent == ""`)

	// A text of the writer's own stays as it is, whatever the title becomes.
	own := "---\ntitle: 'Het is klaar'\r\n---\nVerhaal & meer + 100% ’…\n"
	file := filepath.Join(t.TempDir(), "x.md")
	must.Write(t, file, own)
	b.Do(t, chromedp.SetUploadFiles(chromedp.CSS("#bestand"), []string{file}))
	b.Says(t, "[data-file-note]", "staat hieronder")
	b.Fill(t, "#titel", browser.Eval[string](t, b, `document.querySelector("#titel").value`)+" nu")
	if _, values := linkOf(t, b); values.Get("value") != strings.ReplaceAll(own, "\r", "") || values.Get("filename") != "content/dilemmas/het-is-klaar-nu.md" {
		t.Errorf("the file became %q", values)
	}
	word := filepath.Join(t.TempDir(), "x.docx")
	must.Write(t, word, "PK\x03\x04\xff\xfe")
	b.Do(t, chromedp.SetUploadFiles(chromedp.CSS("#bestand"), []string{word}))
	b.Says(t, "[data-file-note]", "kunnen we niet lezen")
	if _, values := linkOf(t, b); values.Get("filename") != "content/dilemmas/het-is-klaar-nu.md" {
		t.Error("a file that can't be read changed the link")
	}

	// What is too long for a link goes by hand, and comes back into the link when it fits.
	long := "---\ntitle: Lang\n---\n" + strings.Repeat("é ", 1500)
	b.Fill(t, "#tekst", long)
	b.Says(t, "[data-by-hand]", "te lang voor een link")
	if _, values := linkOf(t, b); values.Has("value") || values.Get("filename") == "" {
		t.Errorf("the link brings %d signs", len(values.Get("value")))
	}
	axe.Find(t).Page(t, b, "a text that is too long")
	b.MayCopy(t, cdpbrowser.PermissionSettingGranted)
	b.Click(t, "[data-copy]")
	b.Says(t, "[data-copied]", "is gekopieerd")
	if got := browser.Eval[string](t, b, `navigator.clipboard.readText()`); got != long {
		t.Errorf("the clipboard has %d bytes, not %d", len(got), len(long))
	}
	b.Fill(t, "#tekst", "kort")
	b.Wait(t, `document.querySelector("[data-by-hand]").textContent == "" && document.querySelector("[data-copied]").textContent == ""`)
	if _, values := linkOf(t, b); values.Get("value") != "kort" {
		t.Errorf("the link brings %q", values.Get("value"))
	}

	// A browser that may not copy selects the text, so that the writer can.
	b.MayCopy(t, cdpbrowser.PermissionSettingDenied)
	b.Click(t, "[data-copy]")
	b.Says(t, "[data-copied]", "niet")
	if got := browser.Eval[string](t, b, `getSelection().toString()`); got != "kort" {
		t.Errorf("selected is %q", got)
	}
}

// TestHandInIsValidHTML reads the page with the fields for a server.
func TestHandInIsValidHTML(t *testing.T) {
	t.Parallel()
	public := withForge(t, "", "https://codeberg.org/groep/boek", "main")
	page.Validate(t, filepath.Join(public, handInPage, "index.html"))
}

// TestHandInByHand is for a server whose editor takes no text from a link: the page says so from the start.
func TestHandInByHand(t *testing.T) {
	t.Parallel()
	b := browser.New(t, withForge(t, "", "https://gitlab.example.nl/groep/boek", "main"))
	b.Look(t, 1440, "light")
	b.Open(t, handInPage)
	b.Wait(t, `document.querySelector("[data-copy]").checkVisibility()`)
	b.Says(t, "[data-by-hand]", "neemt de tekst niet over")
	b.Fill(t, "#titel", "Mag dit")
	if page, values := linkOf(t, b); page != "https://gitlab.example.nl/groep/boek/-/new/main" || len(values) != 1 || values.Get("file_name") != "content/dilemmas/mag-dit.md" {
		t.Errorf("the link leads to %s %v", page, values)
	}
	axe.Find(t).Page(t, b, "a server that takes no text")
}

// TestHandInByKeyboard does without a mouse, from the title to the link.
func TestHandInByKeyboard(t *testing.T) {
	t.Parallel()
	b := browser.New(t, withForge(t, "", "https://codeberg.org/groep/boek", "main"))
	b.Look(t, 768, "light")
	b.Open(t, handInPage)
	b.Wait(t, `document.querySelector("#titel").checkVisibility()`)
	b.MayCopy(t, cdpbrowser.PermissionSettingGranted)
	on := func(selector string) bool {
		return browser.Eval[bool](t, b, `document.activeElement.matches(`+strconv.Quote(selector)+`)`)
	}
	for i := 0; i < 60 && !on("#titel"); i++ {
		b.Do(t, chromedp.KeyEvent(kb.Tab))
	}
	b.Do(t, chromedp.KeyEvent("Mag dit?"))
	for _, next := range []string{"#bestand", "#tekst", "[data-copy]"} {
		b.Do(t, chromedp.KeyEvent(kb.Tab))
		if !on(next) {
			t.Fatalf("the tab key leads to %s, not %s", browser.Eval[string](t, b, `document.activeElement.outerHTML`), next)
		}
		if !browser.Eval[bool](t, b, `getComputedStyle(document.activeElement).outlineStyle != "none"`) {
			t.Errorf("%s does not show the focus", next)
		}
	}
	b.Do(t, chromedp.KeyEvent(kb.Enter))
	b.Says(t, "[data-copied]", "is gekopieerd")
	if got := browser.Eval[string](t, b, `navigator.clipboard.readText()`); !strings.Contains(got, `title: "Mag dit?"`) {
		t.Errorf("copied is %.200s", got)
	}
	b.Do(t, chromedp.KeyEvent(kb.Tab))
	if !on("[data-open]") {
		t.Fatal("after the button comes no link")
	}
	if _, values := linkOf(t, b); values.Get("filename") != "content/dilemmas/mag-dit.md" {
		t.Errorf("the link leads to %v", values.Get("filename"))
	}
}

// TestSlugIsTheSame gives titles to the page and to the command: both must name the same file.
func TestSlugIsTheSame(t *testing.T) {
	t.Parallel()
	titles := []string{
		"Het onderzoek is klaar, de onderhandeling nog niet", "Privé én openbaar?", "Thema's & foto’s", "Coördinatie in Fryslân", "ĲSBAAN in IJmuiden",
		"Straße, smørrebrød, Łódź", "STRAẞE İstanbul ISPARTA ı", "  €100 -- of 5.1.2b? ", "a&b", "a & € b", "co\u00adlege e\u0301e\u0301n", "../../etc/passwd", "½ ² ﬁ K Å Ω ﬀ ŉ ǆ",
		"日本", "мэр", "\u200b", "a\u200bb", "‘aan’ “halings” tekens'", "Đorđe Ðe þing Œuvre Æ", "🙂 a🙂b", "-a-", "a\tb  c", "１２３ ｆｕｌｌ", "ﷺ", "ǅ Ǆ",
		strings.Repeat("lang woord ", 20), strings.Repeat("langwoord", 12), strings.Repeat("a", 80) + " b", strings.Repeat("a", 79) + " b", strings.Repeat("é", 90), "a" + strings.Repeat("&", 60),
	}
	// Latin, Greek and Cyrillic letters with all their marks. Of rarer scripts, a browser may know more than this version of Go.
	for r := rune(' '); r < 0x530; r++ {
		titles = append(titles, "a"+string(r)+"b")
	}
	b := browser.New(t, withForge(t, "", "https://codeberg.org/groep/boek", "main"))
	b.Open(t, handInPage)
	b.Wait(t, `document.querySelector("#titel").checkVisibility()`)
	files := browser.Eval[[]string](t, b, `(titles => {
		const field = document.querySelector("#titel");
		const name = document.querySelector("[data-file]");
		return titles.map(title => {
			field.value = title;
			field.dispatchEvent(new Event("input", {bubbles: true}));
			return name.textContent;
		});
	})(`+browser.Literal(titles)+`)`)
	for i, title := range titles {
		want := casebook.Path("titel-van-je-dilemma")
		if slug := casebook.Slug(strings.Join(strings.Fields(title), " ")); slug != "" {
			want = casebook.Path(slug)
		}
		if files[i] != want {
			t.Errorf("%q is %s on the page, and %s for the command", title, files[i], want)
		}
	}
}
