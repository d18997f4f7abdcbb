package collect_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/collect/collecttest"
)

// do runs the command in a folder, on a machine without a browser, and returns what it prints.
func do(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := sitebuild.WithoutBrowser(t, sitebuild.Command(t, t.Context(), dir, args...))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("dilemma %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// initBook makes a book of an organisation in a new folder, with the made-up dilemmas of these numbers, and returns the folder.
func initBook(t *testing.T, organisation string, numbers ...int) string {
	t.Helper()
	dir := t.TempDir()
	do(t, dir, "init", "boek", "--organisation", organisation, "--mailbox", "dilemmas@boek.example", "--forge", "mail", "--address", "http://site.test/")
	book := filepath.Join(dir, "boek")
	for _, n := range numbers {
		must.Write(t, filepath.Join(book, "content", "dilemmas", fixture.Slug(n)+".md"), fixture.Dilemma(sitebuild.Definition(t), n))
	}
	return book
}

// collects adds the books of others to the settings of a book: names and addresses in turn.
func collects(t *testing.T, book string, pairs ...string) {
	t.Helper()
	text := must.Read(t, book, "hugo.toml") + "\n[params.dilemma.collect]\n"
	for pair := range slices.Chunk(pairs, 2) {
		text += fmt.Sprintf("  %q = %q\n", pair[0], pair[1])
	}
	must.Write(t, filepath.Join(book, "hugo.toml"), text)
}

// links returns the links of a page to an address that begins so.
func links(t *testing.T, public, address, begin string) []*html.Node {
	t.Helper()
	var found []*html.Node
	page.At(t, public, address).Elements(func(n *html.Node) {
		if href, _ := page.Attr(n, "href"); n.Data == "a" && strings.HasPrefix(href, begin) {
			found = append(found, n)
		}
	})
	return found
}

// TestTogether makes four books with init. Three are published; the fourth collects them, and besides one that cannot be reached, one without an end, and one of
// somebody who means harm. Of that one it shows what is plain text; all that it shows of others are links.
func TestTogether(t *testing.T) {
	t.Parallel()
	sites := http.NewServeMux()
	server := httptest.NewServer(sites)
	defer server.Close()
	hostile := collecttest.Start()
	defer hostile.Stop()
	names := []string{"Gemeente Aa & Zee", "Waterschap ’t Bé", "Provincie \"Cee\""}
	var settings []string
	for i, name := range names {
		book, folder := initBook(t, name, 10+i, 20+i), fmt.Sprintf("/boek-%d/", i)
		do(t, book, "build", "--base-url", server.URL+folder)
		sites.Handle(folder, http.StripPrefix(folder[:len(folder)-1], http.FileServer(http.Dir(filepath.Join(book, "public")))))
		settings = append(settings, name, server.URL+folder)
	}
	harm := collecttest.Casebook(hostile.Address("harm"), 3)
	entries := harm["dilemmas"].(collecttest.Entries)
	entries[0]["title"] = `Mooi"><script>alert(1)</script>`
	entries[1]["title"], entries[1]["vraag"] = `"Aanhalingen" & 'meer' {{ .Site }} [link](https://elders.example)`, "**Vet** en `code`?"
	entries[2]["title"] = "De burger met BSN 900700609"
	hostile.Put("harm", collecttest.Text(harm))

	book := initBook(t, "Gemeente Hier", 1, 2)
	collects(t, book, append(settings, "Kwaad", hostile.Address("harm"), "Zonder eind", hostile.Address("endless"), "Onbereikbaar", "http://127.0.0.1:9/")...)
	out := do(t, book, "collect")
	for _, want := range []string{"2 dilemma's van Gemeente Aa & Zee", "2 dilemma's van Waterschap ’t Bé", "1 dilemma van Kwaad", "Zonder eind: ", "Onbereikbaar: ",
		"Kwaad: weggelaten omdat een titel", "Kwaad: weggelaten omdat er persoonsgegevens"} {
		if !strings.Contains(out, want) {
			t.Errorf("collect does not say %q:\n%s", want, out)
		}
	}
	// From here on there is no network.
	server.Close()
	do(t, book, "check")
	do(t, book, "build")
	public := filepath.Join(book, "public")

	for _, address := range []string{"/dilemmas/", "/en/dilemmas/"} {
		found := links(t, public, address, server.URL+"/boek-0/dilemmas/"+fixture.Slug(10))
		if len(found) != 1 {
			t.Fatalf("%s links %d times", address, len(found))
		}
		if rel, _ := page.Attr(found[0], "rel"); rel != "external noopener" {
			t.Errorf("%s: rel is %q", address, rel)
		}
		if lang, _ := page.Attr(found[0], "lang"); (lang == "nl") != (address == "/en/dilemmas/") {
			t.Errorf("%s: lang is %q", address, lang)
		}
		if text := page.Text(found[0].Parent.Parent); !strings.Contains(text, "Gemeente Aa & Zee") {
			t.Errorf("%s does not say whose it is: %s", address, text)
		}
	}
	list := page.At(t, public, "/dilemmas/")
	if text := page.Text(list.Root); !strings.Contains(text, entries[1]["title"].(string)) || !strings.Contains(text, "**Vet** en `code`?") {
		t.Error("what is plain text does not stand there as such")
	}
	page.Validate(t, filepath.Join(public, "dilemmas", "index.html"))
	onlyLinks(t, public, server.URL, hostile.URL)
	inBrowser(t, public, server.URL)
}

// onlyLinks finds the addresses of others in the files that may have them only, and what was left out nowhere.
func onlyLinks(t *testing.T, public string, others ...string) {
	t.Helper()
	may := []string{"dilemmas/index.html", "en/dilemmas/index.html", "dilemmas/verzameld.json"}
	seen := 0
	must.Do(t, fs.WalkDir(os.DirFS(public), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text := must.Read(t, public, filepath.FromSlash(name))
		for _, other := range others {
			if strings.Contains(text, other) {
				if seen++; !slices.Contains(may, name) {
					t.Errorf("%s has %s", name, other)
				}
			}
		}
		for _, never := range []string{"alert(1)", "BSN 900700609", "Onbereikbaar", "Zonder eind"} {
			if strings.Contains(text, never) {
				t.Errorf("%s has %q", name, never)
			}
		}
		return nil
	}))
	if seen < 2*len(may) {
		t.Errorf("only %d addresses of others", seen)
	}
}

// inBrowser filters the list, and searches, with what is of others; and judges the list for who cannot see it as we do.
func inBrowser(t *testing.T, public, other string) {
	t.Helper()
	judge := axe.Find(t)
	b := browser.New(t, public)
	const shown = `[...document.querySelectorAll(".collected .card")].filter(c => c.checkVisibility())`
	theirs := browser.Literal(other + "/boek-")

	b.WithoutScript(t)
	b.Open(t, "/dilemmas/")
	if n := browser.Eval[int](t, b, shown+`.length`); n != 7 {
		t.Errorf("without script there are %d", n)
	}
	b = browser.New(t, public)
	b.Open(t, "/dilemmas/")
	judge.Page(t, b, "the list")
	b.Look(t, 320, "dark")
	b.Open(t, "/dilemmas/")
	b.Fits(t, "the list at 320")
	judge.Page(t, b, "the list at 320, dark")
	b.Look(t, 1280, "light")

	// A word that only a book of others has can be chosen: in theirs is timing, as in ours it may not be.
	b.Open(t, "/dilemmas/?themas=timing")
	b.Wait(t, `document.querySelector("[data-count]").textContent.includes("in andere casusboeken")`)
	if n := browser.Eval[int](t, b, shown+`.length`); n == 0 {
		t.Error("a filter shows none of theirs")
	}
	if wrong := browser.Eval[int](t, b, shown+`.filter(c => !c.querySelector("a[rel='external noopener']") || !c.querySelector(".card__source").textContent.startsWith("Uit het casusboek van ")).length`); wrong > 0 {
		t.Errorf("%d do not say whose they are", wrong)
	}
	judge.Page(t, b, "the list with a filter")
	b.Click(t, "[data-clear]")
	b.Wait(t, shown+`.length == 7`)

	title := browser.Eval[string](t, b, shown+`.map(c => c.querySelector("a")).find(a => a.href.startsWith(`+theirs+`)).textContent`)
	b.Open(t, "/zoeken/?q="+strings.ReplaceAll(title, " ", "+")+"&soort=verzameld")
	b.Wait(t, `document.querySelector("[data-found] a[rel='external noopener']")?.href.startsWith(`+theirs+`)`)
	b.Says(t, "[data-found] .card__source", "Uit het casusboek van ")
	judge.Page(t, b, "the search")
	if said := b.Complaints(); len(said) > 0 {
		t.Error(said)
	}
}

// TestNone holds a book that collects nothing to pages without anything of it.
func TestNone(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	for _, name := range []string{"dilemmas", "en/dilemmas", "zoeken"} {
		text := must.Read(t, public, filepath.FromSlash(name), "index.html")
		for _, never := range []string{"verzameld", "elders", "data-elsewhere", "casusboeken", "<span data-word"} {
			if strings.Contains(text, never) {
				t.Errorf("%s has %q", name, never)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(public, "dilemmas", "verzameld.json")); err == nil {
		t.Error("there is data of others")
	}
}

// TestMany builds a book with the most dilemmas that one book of others may have, and holds its list to a size.
func TestMany(t *testing.T) {
	t.Parallel()
	others := collecttest.Start()
	defer others.Stop()
	const n = 2000
	others.Put("veel", collecttest.Text(collecttest.Casebook(others.Address("veel"), n)))
	const ours = 51 // one more than a page of the list has
	var numbers []int
	for i := range ours {
		numbers = append(numbers, i)
	}
	book := initBook(t, "Gemeente Hier", numbers...)
	collects(t, book, "Gemeente Veel", others.Address("veel"), "Gemeente Goed", others.Address("good"))
	do(t, book, "collect")
	do(t, book, "build")
	public := filepath.Join(book, "public")
	if found := links(t, public, "/dilemmas/", others.Address("veel")+"dilemmas/vraag"); len(found) > 24 {
		t.Errorf("the list begins with %d of others", len(found))
	}
	if found := links(t, public, "/dilemmas/", others.Address("good")+"dilemmas/vraag"); len(found) != 3 {
		t.Errorf("the other book has %d", len(found))
	}
	list, data := page.Compressed(t, filepath.Join(public, "dilemmas", "index.html")), page.Compressed(t, filepath.Join(public, "dilemmas", "verzameld.json"))
	t.Logf("with %d of others the list takes %d bytes, and what a filter fetches %d", n, list, data)
	if list > 15_000 || data > 80_000 {
		t.Errorf("the list takes %d bytes, and what a filter fetches %d", list, data)
	}
	if found := links(t, public, "/dilemmas/pagina/2/", others.URL+"/veel/dilemmas/vraag"); len(found) > 0 {
		t.Errorf("the second page begins with %d of others", len(found))
	}
	b := browser.New(t, public)
	b.Open(t, "/dilemmas/pagina/2/")
	if browser.Eval[bool](t, b, `document.querySelector(".collected").checkVisibility()`) {
		t.Error("the second page shows others before a filter is chosen")
	}
	b.Open(t, "/dilemmas/pagina/2/?themas=timing")
	b.Wait(t, `document.querySelector("[data-count]").textContent.includes("2.003 in andere casusboeken")`)
	b.Click(t, "[data-collected-more]")
	b.Wait(t, `document.querySelectorAll("[data-collected-found] > li").length == 100`)
}

// TestOnlyOthers builds a book that has no dilemma of its own yet: those of others can be filtered all the same.
func TestOnlyOthers(t *testing.T) {
	t.Parallel()
	others := collecttest.Start()
	defer others.Stop()
	book := initBook(t, "Gemeente Nieuw")
	collects(t, book, "Gemeente Goed", others.Address("good"))
	do(t, book, "collect")
	do(t, book, "build")
	b := browser.New(t, filepath.Join(book, "public"))
	b.Open(t, "/dilemmas/?themas=timing")
	b.Wait(t, `document.querySelector("[data-count]").textContent == "Geen dilemma’s gevonden, 3 in andere casusboeken"`)
	if n := browser.Eval[int](t, b, `[...document.querySelectorAll("[data-collected-found] a")].length`); n != 3 {
		t.Errorf("there are %d", n)
	}
}
