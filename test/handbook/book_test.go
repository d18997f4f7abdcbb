package handbook_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// kinds are the servers on which a page is walked.
var kinds = []forge.Kind{forge.Forgejo, forge.Gitea, forge.GitLab, forge.GitHub, forge.Mail}

// The dilemma that the pages speak of, and one that is published.
const (
	mine = "mijn-dilemma"
	old  = "oud-dilemma"
)

// book is a casebook on a server, and those who work on it.
type book struct {
	kind forge.Kind
	// bare is the folder of the repository on the server, address where it is cloned from, and fork the copy of the contributor; "" for none.
	bare, address, fork string
	// forge is the server; nil for one that knows Git alone.
	forge                *forgetest.Forge
	contributor, editors account
}

// account is somebody with an account on the server. user is nil where the server knows Git alone.
type account struct {
	user            *forgetest.User
	name, password  string
	author, address string // what Git writes in commits
}

// newBook makes a casebook with one published dilemma.
func newBook(t *testing.T, kind forge.Kind) *book {
	t.Helper()
	settings := fmt.Sprintf("[params]\nlicence = {name = \"CC-BY-4.0\", url = \"https://creativecommons.org/licenses/by/4.0/deed.nl\"}\n"+
		"[params.dilemma]\nredactie = \"Redactie <redactie@example.org>\"\ninvented = [\"data/regels.yaml\"]\n[params.dilemma.forge]\nkind = %q\n", kind)
	files := map[string]string{casebook.Path(old): dilemma(t, "Oud dilemma", false)}
	b := &book{
		kind:        kind,
		contributor: account{name: "inbrenger", author: "Sanne Verzonnen", address: "sanne@example.org"},
		editors:     account{name: "redacteur", author: "Joris Bedacht", address: "joris@example.org"},
	}
	if kind == forge.Mail {
		b.bare = remotetest.Bare(t)
		server := remotetest.NewHTTP(t, b.bare)
		remotetest.Casebook(t, server, root, settings, files)
		b.contributor.password, b.editors.password = "een", "twee"
		server.Users = map[string]string{b.contributor.name: b.contributor.password, b.editors.name: b.editors.password}
		b.address = server.Address()
		return b
	}
	b.forge = forgetest.New(t, kind)
	b.forge.Casebook(t, root, settings, files)
	b.bare, b.address = b.forge.Bare, b.forge.Address()
	b.contributor.user, b.editors.user = b.forge.User(b.contributor.name, forgetest.Read), b.forge.User(b.editors.name, forgetest.Write)
	b.contributor.password, b.editors.password = b.contributor.user.Token, b.editors.user.Token
	if kind == forge.GitLab || kind == forge.GitHub {
		b.fork = b.forge.Fork(b.contributor.user)
	}
	return b
}

// protects lets nobody push to main, as the page for the administrator says; merging stays possible. GitHub has no button that keeps a commit, and there
// the redactie is let past.
func (w *walk) protects() {
	if w.forge != nil && w.kind != forge.GitHub {
		w.forge.Protect("main")
	}
}

// dilemma returns a whole dilemma with a title.
func dilemma(t testing.TB, title string, draft bool) string {
	t.Helper()
	definition, err := canvas.Load(os.DirFS(root))
	must.Do(t, err)
	text := regexp.MustCompile(`(?m)^title: .*$`).ReplaceAllString(fixture.Dilemma(definition, 1), "title: "+strconv.Quote(title))
	return strings.Replace(text, "draft: false", fmt.Sprint("draft: ", draft), 1)
}

// sits makes the walk one of somebody at a computer of one's own, in a clone of the casebook.
func (w *walk) sits(who account) {
	w.Helper()
	home := w.TempDir()
	site, err := url.Parse(w.address)
	must.Do(w, err)
	must.Write(w, filepath.Join(home, ".gitconfig"), fmt.Sprintf("[user]\n\tname = %s\n\temail = %s\n[init]\n\tdefaultBranch = main\n", who.author, who.address))
	must.Write(w, filepath.Join(home, ".netrc"), fmt.Sprintf("machine %s login %s password %s\n", site.Hostname(), who.name, who.password))
	// Nothing of who runs the test, and of no pipeline. The editor of Git writes what somebody would type.
	w.env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "HOME=" + home,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_EDITOR=echo Een bericht >"}
	if who == w.editors && who.user != nil { // their page tells of a token, that of a contributor does not
		w.env = append(w.env, "DILEMMA_TOKEN="+who.user.Token)
	}
	w.dir = home
	w.shell("git clone --quiet "+w.address+" boek", 0)
	w.dir = filepath.Join(w.dir, "boek")
}

// number returns the number of the open proposal for a dilemma, or 0.
func (b *book) number(slug string) int {
	for _, p := range b.pulls() {
		if p.State == "open" && strings.HasSuffix(p.Head, slug) {
			return p.Number
		}
	}
	return 0
}

// pulls returns the proposals on the server.
func (b *book) pulls() []forgetest.Pull {
	if b.forge == nil {
		return nil
	}
	return b.forge.Pulls()
}

// ref returns where on the server the proposal for a dilemma is, or "".
func (w *walk) ref(slug string) string {
	w.Helper()
	if w.forge == nil {
		ref := "refs/heads/dilemma/" + slug
		return remotetest.Git(w, w.bare, "for-each-ref", "--format=%(refname)", ref)
	}
	if n := w.number(slug); n != 0 {
		return w.forge.Pull(n).Ref
	}
	return ""
}

// proposed returns a dilemma as it is proposed, or "".
func (w *walk) proposed(slug string) string {
	w.Helper()
	if ref := w.ref(slug); ref != "" {
		return w.at(ref, casebook.Path(slug))
	}
	return ""
}

// main returns a file as it is on the published branch of the server, or "".
func (w *walk) main(name string) string {
	w.Helper()
	if remotetest.Git(w, w.bare, "ls-tree", "--name-only", "main", name) == "" {
		return ""
	}
	return w.at("main", name)
}

// at returns a file as it is on the server at a reference.
func (w *walk) at(ref, name string) string {
	w.Helper()
	text, err := remotetest.Output(w.bare, "show", ref+":"+name)
	must.Do(w, err)
	return string(text)
}

// twelve matches the number that stands on the pages for that of a proposal.
var twelve = regexp.MustCompile(`\b12\b`)

// filled returns a line with what the names on the page stand for. Where proposals have no number, the pages tell to give the name of the dilemma.
func (w *walk) filled(line string) string {
	number := mine
	if w.forge != nil {
		number = strconv.Itoa(w.number(mine))
	}
	line = twelve.ReplaceAllString(line, number)
	return strings.NewReplacer("ADRES-VAN-JE-KOPIE", w.fork, "ADRES", w.address).Replace(line)
}

// sign returns a number that is on the pages as the server writes it; where it has none, the branch.
func (w *walk) sign(number string) string {
	switch w.kind {
	case forge.Mail:
		return "dilemma/" + mine
	case forge.GitLab:
		number = strings.Replace(number, "#", "!", 1)
	}
	return w.filled(number)
}

// merges merges the proposal for a dilemma as the redactie does with the button of the server that keeps the commit.
func (w *walk) merges(slug string) {
	w.Helper()
	if w.forge == nil || w.kind == forge.GitHub {
		return // there is none; the page says what to run
	}
	w.forge.Merge(w.editors.user, w.number(slug), forgetest.FastForward)
}

// isPublished has the redactie publish the proposal for the dilemma of the pages, as their own page tells them.
func (w *walk) isPublished() {
	w.Helper()
	e := &walk{T: w.T, book: w.book}
	e.sits(w.editors)
	for _, line := range []string{"dilemma publish 12", "dilemma submit 12 --as-redactie"} {
		e.shell(e.filled(line), 0)
	}
	if e.merges(mine); w.main(casebook.Path(mine)) == "" {
		remotetest.Git(w, w.bare, "update-ref", "refs/heads/main", w.ref(mine))
	}
}
