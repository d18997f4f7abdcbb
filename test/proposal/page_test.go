package proposal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
)

const (
	proposalPage = "/meedoen/voorstel/"
	slug         = "onderzoek-klaar-onderhandeling-niet" // of a published dilemma of this repository
)

// siteOf builds the site for the server of a casebook, with the programs, and returns its address.
func siteOf(t *testing.T, b *book) string {
	t.Helper()
	dir, public := sitebuild.Copy(t), t.TempDir()
	site := browser.Serve(t, public)
	client := b.Application(site + "/canvas/inloggen.html")
	sitebuild.Set(t, dir, "disableLanguages = [\"en\"]\n[params.dilemma.forge]\nkind = \""+string(b.Kind)+"\"\nrepository = \""+b.URL+"/"+forgetest.Path+"\"\noauth_client = \""+client+"\"\n")
	sitebuild.BuildPrograms(t, dir, "--baseURL", site+"/", "--destination", public)
	return site
}

// TestRead reads a proposal on the page, as an editor does: by its address, by its number, and where that is not to be had.
func TestRead(t *testing.T) {
	t.Parallel()
	h := newBook(t, forge.Gitea)
	site := siteOf(t, h)
	h.CORS(site)
	h.git("checkout", "--quiet", "-b", "een")
	h.commit(casebook.Path("park"), withReason(t, "Mevrouw Fenna Zijlstra <b>belt</b> op 06-12345678."), "anders")
	h.commit("README.md", "Lees dit.\n", "lees")
	number := h.propose("een")

	b := browser.At(t, site)
	b.Expect(func(complaint string) bool {
		return strings.Contains(complaint, h.URL) || strings.Contains(complaint, "Failed to load resource")
	})
	b.Open(t, proposalPage+"?voorstel=1")
	b.Wait(t, `document.querySelector("[data-result] h2") !== null`)
	if number != 1 || !browser.Eval[bool](t, b, `document.activeElement.matches("[data-result] h2")`) {
		t.Error("the proposal is not in focus")
	}
	shown := browser.Eval[string](t, b, `document.querySelector("[data-result]").innerText`)
	for _, want := range []string{"Voorstel 1", "1 dilemma", "1 gewijzigd", "<b>belt</b>", "README.md", "een telefoonnummer", "Is het anoniem?"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not say %q:\n%s", want, shown)
		}
	}
	for _, secret := range []string{"Zijlstra", "06-12345678"} {
		if all := browser.Eval[string](t, b, `document.documentElement.outerHTML`); strings.Contains(all, secret) {
			t.Errorf("the page says %q", secret)
		}
	}
	if n := browser.Eval[int](t, b, `document.querySelectorAll("[data-result] ins").length`); n < 2 {
		t.Errorf("%d marks", n)
	}
	judge := axe.Find(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 1280} {
			b.Look(t, width, scheme)
			b.Fits(t, scheme)
			judge.Page(t, b, scheme)
		}
	}

	for _, c := range []struct{ typed, want string }{{"twaalf", "Vul het nummer in"}, {"99", "geen voorstel met nummer 99"}} {
		b.Fill(t, "#voorstel", c.typed)
		b.Click(t, ".proposal__form button")
		b.Says(t, "[data-trouble]", c.want)
	}
	h.CORS()
	b.Fill(t, "#voorstel", "#1")
	b.Click(t, "#voorstel")
	b.Key(t, kb.Enter)
	b.Says(t, "[data-trouble]", "geeft deze pagina geen antwoord")
	h.CORS(site)
	b.Click(t, ".proposal__form button")
	b.Wait(t, `document.querySelector("[data-result] h2") !== null`)
	if got := browser.Eval[string](t, b, `location.search`); got != "?voorstel=1" {
		t.Errorf("the address is %q", got)
	}

	// What the server shows to those who have logged in.
	h.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/") || r.Header.Get("Authorization") != "" {
			return false
		}
		w.Header().Set("Access-Control-Allow-Origin", site)
		http.Error(w, "{}", http.StatusNotFound)
		return true
	})
	b.Click(t, ".proposal__form button")
	b.Wait(t, `document.querySelector("[data-login] a") !== null`)
	b.Says(t, "[data-trouble]", "Log dan in")
	address := browser.Eval[string](t, b, `document.querySelector("[data-login] a").href`)
	if !strings.Contains(address, "scope=read%3Arepository&") {
		t.Errorf("it asks for more than to read: %s", address)
	}
	h.SignIn(h.user)
	tab := b.Tab(t)
	defer tab.Stop()
	tab.Expect(func(string) bool { return true })
	tab.Site = ""
	tab.Open(t, address)
	tab.Wait(t, `document.querySelector("[name=granted]") !== null`)
	tab.Click(t, `[name=granted][value=true]`)
	tab.Wait(t, `location.pathname == "/canvas/inloggen.html" && document.querySelector("[data-said]").textContent.includes("Ga terug naar het voorstel")`)
	b.Wait(t, `document.querySelector("[data-result] h2") !== null`)
	if kept := browser.Eval[int](t, b, `localStorage.length + sessionStorage.length`); kept != 0 {
		t.Error("something is kept in the browser")
	}
}

// TestImprove opens a dilemma of the site in the form, as its page offers, and changes one line of it.
func TestImprove(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address, Programs: true}))
	file := must.Read(t, sitebuild.Root, "content", "dilemmas", slug+".md")
	link := `document.querySelector('a[href*="?dilemma="]')`
	improve := func() {
		t.Helper()
		b.Open(t, "/dilemmas/"+slug+"/")
		address := browser.Eval[string](t, b, link+`.getAttribute("href")`)
		if address != page.Form+"?dilemma="+slug {
			t.Fatalf("the page leads to %q", address)
		}
		b.Open(t, address)
		formpage.Ready(t, b)
		b.Wait(t, `location.search === ""`)
	}
	improve()
	b.Wait(t, `document.querySelector("[data-saved]").textContent.includes("Bewaard")`)
	if got := browser.Eval[string](t, b, `hands.download("md")`); got != file {
		t.Errorf("untouched it becomes\n%s", got)
	}
	browser.Eval[any](t, b, `hands.write("title", "Een andere titel")`)
	got := browser.Eval[string](t, b, `hands.download("md")`)
	was, now := strings.Split(file, "\n"), strings.Split(got, "\n")
	if len(was) != len(now) {
		t.Fatalf("%d lines became %d", len(was), len(now))
	}
	for i := range was {
		if was[i] != now[i] && now[i] != `title: "Een andere titel"` {
			t.Errorf("line %d became %q", i+1, now[i])
		}
	}
	origin := `JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith("dilemma.canvas."))[1]).origin`
	if kept := browser.Eval[map[string]string](t, b, origin); kept["slug"] != slug || kept["path"] != casebook.Path(slug) || kept["text"] != file {
		t.Errorf("it came from %q at %q", kept["slug"], kept["path"])
	}

	// What was written is asked about, and stays whatever the answer is.
	title := `document.querySelector('[data-field="title"] textarea').value`
	for _, c := range []struct{ answer, want string }{{"[data-yes]", "Een andere titel"}, {"[data-no]", "onderhandeling"}} {
		improve()
		b.Wait(t, `document.querySelector("[data-question]").open`)
		b.Click(t, c.answer)
		b.Wait(t, title+`.includes(`+browser.Literal(c.want)+`)`)
	}
	if n := browser.Eval[int](t, b, `Object.keys(localStorage).filter((key) => key.startsWith("dilemma.canvas.")).length`); n != 2 {
		t.Errorf("%d conversations are kept", n)
	}
	b.Reload(t)
	formpage.Ready(t, b)
	if n := browser.Eval[int](t, b, `document.querySelectorAll("#gesprek option").length`); n != 2 {
		t.Errorf("%d conversations after a reload", n)
	}

	b.Open(t, proposalPage)
	b.Says(t, "main", "Deze site weet niet op welke server de voorstellen staan.")

	b.Expect(func(complaint string) bool { return strings.Contains(complaint, "404") })
	for _, wrong := range []string{"niets-van-dien-aard", "../../over", "A"} {
		b.Open(t, page.Form+"?dilemma="+wrong)
		formpage.Ready(t, b)
		b.Says(t, "[data-trouble]", "staat niet op deze site")
	}
}
