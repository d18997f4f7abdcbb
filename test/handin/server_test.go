package handin_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// handing is a site of which the form hands in on a server.
type handing struct {
	*forgetest.Forge
	site string // its address
	dir  string // the repository of the site
}

// openFor builds the site for a server of a kind, with the programs of the form.
func openFor(t *testing.T, kind forge.Kind) *handing {
	t.Helper()
	h := &handing{Forge: forgetest.New(t, kind), dir: sitebuild.Copy(t)}
	public := t.TempDir()
	h.site = browser.Serve(t, public)
	h.CORS(h.site)
	client := h.Application(h.site + "/canvas/inloggen.html")
	sitebuild.Set(t, h.dir, `[params.dilemma.forge]
kind = "`+string(kind)+`"
repository = "`+h.URL+"/"+forgetest.Path+`"
oauth_client = "`+client+`"
`)
	h.Casebook(t, h.dir, "", nil)
	sitebuild.BuildPrograms(t, h.dir, "--baseURL", h.site+"/", "--destination", public)
	return h
}

// text is a dilemma in which the check finds no error.
func text(title, conclusion string) string {
	data, err := os.ReadFile(filepath.Join(sitebuild.Root, "content", "dilemmas", "onderzoek-klaar-onderhandeling-niet.md"))
	if err != nil {
		panic(err)
	}
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "title:") {
			lines[i] = "title: " + browser.Literal(title)
		}
	}
	return strings.Join(lines, "\n") + conclusion
}

// form opens the form of the site and puts a file in it.
func (h *handing) form(t *testing.T, content string) *browser.Browser {
	t.Helper()
	b := browser.At(t, h.site)
	b.Expect(func(complaint string) bool {
		// The form asks the server that the page allows; what that refuses, browsers report.
		return strings.Contains(complaint, h.URL) || strings.Contains(complaint, "Failed to load resource")
	})
	b.Open(t, page.Form)
	formpage.Ready(t, b)
	if got := browser.Eval[string](t, b, `hands.open("a.md", `+browser.Literal(content)+`)`); got != "" {
		t.Fatal(got)
	}
	return b
}

// tick ticks the boxes.
func tick(t *testing.T, b *browser.Browser) {
	t.Helper()
	browser.Eval[int](t, b, `document.querySelectorAll("[data-tick]:not(:checked)").forEach((box) => box.click()), 0`)
}

// says waits until the form says something about handing in.
func says(t *testing.T, b *browser.Browser, words string) {
	t.Helper()
	b.Wait(t, `(() => {
		const place = document.querySelector("[data-handin]");
		return place.innerText.includes(`+browser.Literal(words)+`) || !place.querySelector("[aria-disabled]") && place.querySelector("[data-handin-trouble] p, [data-handin-next] a[href]:not(.button)") !== null;
	})()`)
	if got := browser.Eval[string](t, b, `document.querySelector("[data-handin]").innerText`); !strings.Contains(got, words) {
		t.Fatalf("it does not say %q but %s", words, got)
	}
}

// logIn logs in in another window, where the server knows the person already, or refuses there.
func logIn(t *testing.T, b *browser.Browser, h *handing, u *forgetest.User, button string) {
	t.Helper()
	b.Wait(t, `document.querySelector("[data-handin-next] a") !== null`)
	h.SignIn(u)
	tab := b.Tab(t)
	defer tab.Stop()
	tab.Expect(func(string) bool { return true })
	tab.Site = ""
	tab.Open(t, browser.Eval[string](t, b, `document.querySelector("[data-handin-next] a").href`))
	tab.Wait(t, `document.querySelector("[name=granted]") !== null`)
	tab.Click(t, `[name=granted][value=`+button+`]`)
	tab.Wait(t, `location.pathname == "/canvas/inloggen.html" && location.search == "" && document.querySelector("[data-said]").textContent.includes("Je bent ingelogd")`)
}

// press presses the button that hands in. What was said before is taken away first, so that only what comes of this counts.
func press(t *testing.T, b *browser.Browser) {
	t.Helper()
	browser.Eval[int](t, b, `(document.querySelectorAll("[data-handin-status], [data-handin-trouble], [data-handin-next]").forEach((place) => place.replaceChildren()),
		document.querySelector("[data-handin-start]").click(), 0)`) // and not with the mouse: what the check finds meanwhile moves the page
}

// TestFromForm hands in from the form, on a server of each kind that can: as somebody who may push a branch, and as somebody who may not and gets a copy. What
// is asked of the person, and what stands in the way, are said in between; the text is there all the time.
func TestFromForm(t *testing.T) {
	t.Parallel()
	const slug, file = "mag-dit-al-op-straat", "content/dilemmas/mag-dit-al-op-straat.md"
	const branch = "dilemma/" + slug
	judge := axe.Find(t)
	for _, kind := range []forge.Kind{forge.Gitea, forge.GitLab} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			h := openFor(t, kind)
			writer, stranger := h.User("schrijver", forgetest.Write), h.User("vreemde", forgetest.Read)
			content := text("Mag dit al op straat", "")

			b := h.form(t, content)
			judged := func(state string) {
				t.Helper()
				for _, scheme := range []string{"light", "dark"} {
					b.Look(t, 390, scheme)
					judge.Page(t, b, state+", "+scheme)
				}
			}
			press(t, b)
			says(t, b, "Vink eerst aan")
			judged("without the boxes")
			tick(t, b)
			if mail := browser.Eval[string](t, b, `document.querySelector("[data-mail]").href`); strings.Count(mail, "%5Bx%5D") != 2 || strings.Contains(mail, "%5B%20%5D") || strings.Contains(mail, "straat") {
				t.Errorf("the mail is %s", mail)
			}
			press(t, b)
			logIn(t, b, h, writer, "false")
			says(t, b, "Je gaf deze site geen toestemming")
			judged("refused")
			press(t, b)
			logIn(t, b, h, writer, "true")
			says(t, b, "Gelukt: je dilemma is ingestuurd")
			judged("handed in")
			if got := remotetest.Git(t, h.Bare, "show", branch+":"+file); got != strings.TrimSpace(content) {
				t.Errorf("on the branch stands %q", got)
			}
			who := "Redactie <redactie@example.org>"
			if kind == forge.Gitea {
				who += " Redactie <redactie@example.org>" // GitLab takes no other committer than the account
			}
			if got := remotetest.Git(t, h.Bare, "log", "--format=%an <%ae> %cn <%ce> %B", "main.."+branch); !strings.HasPrefix(got, who) || !strings.HasSuffix(got, "Nieuw dilemma: Mag dit al op straat") {
				t.Errorf("the commit is %q", got)
			}
			for _, asked := range h.Requests() {
				if strings.Contains(asked, "token=") || strings.Contains(asked, writer.Token) {
					t.Errorf("a token stands in the address %s", asked)
				}
			}

			// The next version goes to the same proposal. A login that has ended costs nothing but another one.
			browser.Eval[int](t, b, `(hands.write("verhaal", "Het werd later bekend."), 0)`)
			h.Expire(writer)
			press(t, b)
			says(t, b, "Je bent niet meer ingelogd")
			press(t, b)
			logIn(t, b, h, writer, "true")
			says(t, b, "je voorstel heeft nu de tekst")
			if got := remotetest.Git(t, h.Bare, "show", branch+":"+file); !strings.HasSuffix(got, "Het werd later bekend.") {
				t.Errorf("on the branch stands %q", got)
			}

			// Personal data stops it before anything is asked.
			browser.Eval[int](t, b, `(hands.write("verhaal", "Bel Jan Pietersen op 06-12345678."), 0)`)
			h.Requests()
			press(t, b)
			says(t, b, "Los eerst op wat er mis is")
			if asked := h.Requests(); len(asked) > 0 {
				t.Errorf("asked is %q", asked)
			}
			b.Click(t, "[data-handin-next] button")
			if !browser.Eval[bool](t, b, `document.activeElement.id === "veld-verhaal"`) {
				t.Error("the button does not lead to the error")
			}
			b.Stop()

			// Who may not push gets a copy, and a name that somebody else has proposed is said.
			b = h.form(t, content)
			tick(t, b)
			press(t, b)
			logIn(t, b, h, stranger, "true")
			says(t, b, "Een ander heeft al een dilemma met deze titel voorgesteld")
			browser.Eval[int](t, b, `(hands.write("title", "Mag dat ook"), 0)`)
			// A server that fails after the branch was made: the second try finishes.
			opening := map[forge.Kind]string{forge.Gitea: "/pulls", forge.GitLab: "/merge_requests"}[kind]
			h.Fail("POST", opening, 502)
			press(t, b)
			says(t, b, "Er gaat iets mis op 127.0.0.1 (fout 502)")
			h.Requests()
			press(t, b)
			says(t, b, "Gelukt: je dilemma is ingestuurd")
			for _, asked := range h.Requests() {
				if strings.HasPrefix(asked, "POST") && !strings.Contains(asked, opening) && !strings.Contains(asked, "fork") && !strings.Contains(asked, "merge-upstream") && !strings.Contains(asked, "sync_fork") {
					t.Errorf("the second try does %s again", asked)
				}
			}
			if kind == forge.Gitea { // GitLab answers every page
				h.CORS()
				press(t, b)
				says(t, b, "127.0.0.1 geeft deze site geen antwoord")
			}
			h.Offline(true)
			press(t, b)
			says(t, b, "127.0.0.1 is niet te bereiken")
			if got := browser.Eval[string](t, b, `document.querySelector("#veld-title").value + sessionStorage.length + Object.values(localStorage).join().includes("access")`); got != "Mag dat ook0false" {
				t.Errorf("in the form stands %q", got)
			}
		})
	}
}

// TestScriptsOfHandingIn weighs what the form fetches to hand in, and looks that no other page may ask the server but the one
// that reads proposals.
func TestScriptsOfHandingIn(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Copy(t)
	sitebuild.Set(t, dir, "[params.dilemma.forge]\nkind = 'forgejo'\nrepository = 'https://code.example/groep/boek'\noauth_client = 'x'\n")
	public := sitebuild.Build(t, dir)
	scripts, err := filepath.Glob(filepath.Join(public, "js", "handin", "*.js"))
	must.Do(t, err)
	size := 0
	for _, script := range scripts {
		size += page.Compressed(t, script)
	}
	if t.Logf("the scripts for handing in take %d bytes", size); len(scripts) != 2 || size > 12_000 {
		t.Errorf("%q take %d bytes", scripts, size)
	}
	for _, p := range page.All(t, public) {
		asks := strings.HasSuffix(p.Address(), page.Form) || p.Address() == "/meedoen/voorstel/"
		if open := strings.Contains(p.Policy(), "https://code.example"); open != asks && !p.Redirect() {
			t.Errorf("%s may ask the server: %t", p.Name, open)
		}
		p.Elements(func(n *html.Node) {
			if src, _ := page.Attr(n, "src"); strings.Contains(src, "/handin/") && p.Name != "canvas/inloggen.html" {
				t.Errorf("%s loads %s before anybody asks", p.Name, src)
			}
		})
	}
	if policy := page.Headers(t, public)["Content-Security-Policy"]; !strings.Contains(policy, "connect-src 'self' https://code.example;") {
		t.Errorf("the server says %q", policy)
	}
}
