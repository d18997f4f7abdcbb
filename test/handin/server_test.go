package handin_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	b.Wait(t, `document.querySelector("[data-handin]").textContent.includes(`+browser.Literal(words)+`)`)
}

// logIn logs in in another window, where the server knows the person already, or refuses there.
func logIn(t *testing.T, b *browser.Browser, h *handing, u *forgetest.User, button string) {
	t.Helper()
	b.Wait(t, `document.querySelector("[data-handin-next] a") !== null || document.querySelector("[data-handin-trouble]").textContent.includes("ging iets mis in")`)
	if got := browser.Eval[string](t, b, `document.querySelector("[data-handin-trouble]").innerText`); got != "" {
		t.Fatal(got)
	}
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

// read returns a file on a branch of a repository of the server, without what Git puts around it.
func read(t *testing.T, dir, rev string) string {
	t.Helper()
	return remotetest.Git(t, dir, "show", rev)
}

const start = "[data-handin-start]"

// TestFromForm hands in from the form, on a server of each kind that can: as somebody who may push a branch, and as somebody who may not and gets a copy.
func TestFromForm(t *testing.T) {
	t.Parallel()
	for _, kind := range []forge.Kind{forge.Gitea, forge.GitLab} {
		t.Run(string(kind), func(t *testing.T) {
			h := openFor(t, kind)
			writer, stranger := h.User("schrijver", forgetest.Write), h.User("vreemde", forgetest.Read)
			content := text("Mag dit al op straat", "")
			b := h.form(t, content)

			b.Click(t, start)
			says(t, b, "Vink eerst aan")
			tick(t, b)
			b.Click(t, start)
			logIn(t, b, h, writer, "false")
			says(t, b, "Je gaf deze site geen toestemming")
			b.Click(t, start)
			logIn(t, b, h, writer, "true")
			says(t, b, "Gelukt: je dilemma is ingestuurd")
			const file = "content/dilemmas/mag-dit-al-op-straat.md"
			if got := read(t, h.Bare, "dilemma/mag-dit-al-op-straat:"+file); got != content {
				t.Errorf("on the branch stands %q", got)
			}
			t.Log(remotetest.Git(t, h.Bare, "log", "--format=%an <%ae> %cn <%ce> %B", "main..dilemma/mag-dit-al-op-straat"))
			t.Log(h.Requests())
			_ = stranger
			must.Do(t, nil)
		})
	}
}
