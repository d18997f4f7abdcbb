package command_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// TestVersions builds a casebook with a history: the page of a dilemma tells of it in the words of the canvas, and every other page when it changed last. Plain
// Hugo, a shallow clone and a casebook without Git tell nothing, and neither does a page that somebody is working on.
func TestVersions(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	name := filepath.Join(dir, filepath.FromSlash(casebook.Path("proef")))
	day := ""
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Geheime Schrijver", "-c", "user.email=x@example.org"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_COMMITTER_DATE="+day+"T12:00:00Z", "GIT_AUTHOR_DATE="+day+"T12:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	commit := func(on, text string) {
		t.Helper()
		must.Write(t, name, text)
		day = on
		git("add", ".")
		git("commit", "--quiet", "--message", "Geheime boodschap")
	}
	changed := func(public, address string) string {
		t.Helper()
		if day := page.At(t, public, address).Element("page-foot__changed"); day != nil {
			return page.Text(day)
		}
		return ""
	}
	public := ""
	made := func(dir string) (page.Document, string) {
		t.Helper()
		public = t.TempDir()
		out, err := sitebuild.WithoutBrowser(t, sitebuild.Command(t, context.Background(), dir, "build", "--destination", public)).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return page.At(t, public, "/dilemmas/proef/"), string(out)
	}
	text1 := fixture.Dilemma(sitebuild.Definition(t), 1)
	must.Write(t, name, text1)
	if p, out := made(dir); p.Element("versions") != nil || strings.Contains(page.Text(p.Root), "Gepubliceerd op") || strings.Contains(out, "versies") {
		t.Errorf("without Git there are versions\n%s", out)
	}
	if got := changed(public, "/over/privacy/"); got != "" {
		t.Errorf("without Git, %q", got)
	}

	git("init", "--quiet", "--initial-branch", "main")
	commit("2026-01-05", strings.Replace(text1, "draft: false", "draft: true", 1))
	privacy := filepath.Join(dir, "content", "over", "privacy.md")
	must.Write(t, privacy, must.Read(t, privacy)+"\nEen zin erbij.\n")
	terms := filepath.Join(dir, "data", "begrippen.yaml")
	must.Write(t, terms, must.Read(t, terms)+"# Een regel erbij.\n")
	commit("2026-02-06", text1)
	commit("2026-03-07", strings.Replace(strings.Replace(text1, "  conclusie: |\n", "  conclusie: |\n      Een zin erbij.\n", 1), "draft: false", "draft: false\nherzien_op: 2026-03-07", 1))
	working := filepath.Join(dir, "content", "over", "toegankelijkheid.md")
	must.Write(t, working, must.Read(t, working)+"\nNog niet klaar.\n")
	p, _ := made(dir)
	for address, want := range map[string]string{
		"/over/privacy/": "Laatst gewijzigd op 6 februari 2026", "/en/about/privacy/": "Last changed on 5 January 2026", "/handreiking/": "Laatst gewijzigd op 5 januari 2026",
		"/begrippen/": "Laatst gewijzigd op 6 februari 2026", "/over/toegankelijkheid/": "", "/": "", "/dilemmas/": "", "/themas/": "", "/spelers/bestuurder/": "", "/dilemmas/proef/": "",
	} {
		if got := changed(public, address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if !strings.Contains(page.Text(p.Element("colophon")), "Laatst gewijzigd op 7 maart 2026") {
		t.Errorf("the dilemma does not tell when it changed last: %s", page.Text(p.Element("colophon")))
	}
	list := p.Element("versions")
	if list == nil || !strings.Contains(page.Text(p.Root), "Gepubliceerd op 6 februari 2026") {
		t.Fatalf("no versions in %s", page.Text(p.Element("colophon")))
	}
	if got := page.Text(list); got != "Versies 7 maart 2026 : Bekeken door de redactie. Gewijzigd: Conclusie 6 februari 2026 : Gepubliceerd" {
		t.Error(got)
	}
	for _, secret := range []string{"Geheim", "5 januari"} {
		if strings.Contains(page.Text(p.Root), secret) {
			t.Errorf("the page says %q", secret)
		}
	}
	plain := sitebuild.Build(t, dir)
	if p := page.At(t, plain, "/dilemmas/proef/"); p.Element("versions") != nil || changed(plain, "/over/privacy/") != "" {
		t.Error("plain Hugo shows versions, or when a page changed")
	}

	shallow := filepath.Join(t.TempDir(), "shallow")
	git("clone", "--quiet", "--depth", "1", "file://"+dir, shallow)
	if p, out := made(shallow); p.Element("versions") != nil || changed(public, "/over/privacy/") != "" || !strings.Contains(out, "git fetch --unshallow") {
		t.Errorf("a shallow clone has versions, or does not say why not\n%s", out)
	}
}
