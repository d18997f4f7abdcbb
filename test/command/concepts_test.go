package command_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// TestBrokenConcepts builds a book with a published dilemma and concepts that are broken in every way: those at which Hugo itself would stop too. The site is made without
// them, and one line names them. The same in a file that does not say that it is a concept stops the build.
func TestBrokenConcepts(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	def := sitebuild.Definition(t)
	at := func(name string) string { return filepath.Join(dir, "content", "dilemmas", filepath.FromSlash(name)) }
	must.Write(t, at("goed.md"), fixture.Dilemma(def, 1))
	const secret = "Geheimzinnig"
	concept := strings.Replace(fixture.Dilemma(def, 2), "draft: false", "draft: true", 1) + "\n" + secret + "\n"
	broken := map[string]string{
		"leeg.md":                  "---\ntitle: \ndraft: true\n---\n",
		"haak.md":                  "---\ntitle: [\ndraft: true\n---\n" + secret,
		"dubbel.md":                "---\ntitle: a\ntitle: b\ndraft: true\n---\n" + secret,
		"tab.md":                   "---\ntitle: a\ndraft: true\ncanvas:\n\tkennismaken:\n---\n" + secret,
		"spatie.md":                "---\ntitle: a\ndraft: true\ncanvas:\n\u00a0\u00a0kennismaken: x\n---\n" + secret,
		"datum.md":                 strings.Replace(concept, "date: ", "date: 31-02-", 1),
		"soort.md":                 strings.Replace(concept, "title: ", "aliases: 5\ntitle: ", 1),
		"code.md":                  concept + "\n{{< onbekend >}}\n",
		"link.md":                  concept + "\n[x](/niet/daar/) en ![x](niet.png)\n",
		"goed/index.md":            concept, // has the address of the dilemma that is published
		"index.md":                 concept, // would make a page of the whole list
		"Naam [2] {a}.md":          concept,
		"map/index.md":             "---\ntitle: [\ndraft: true\n---\n" + secret,
		"latijn.md":                "---\ntitle: caf\xe9\ndraft: true\n---\n" + secret,
		"niet-gesloten.md":         "---\ntitle: a\ndraft: true\n\n" + secret,
		"nul.md":                   concept,
		"met-een-plaatje/index.md": concept + "\n![x](foto.png)\n",
	}
	for name, text := range broken {
		must.Write(t, at(name), text)
	}
	must.Write(t, at("met-een-plaatje/foto.png"), "geen plaatje van "+secret)
	must.Write(t, at("met-een-plaatje/nul.txt"), secret)
	build := func() (string, int) {
		t.Helper()
		cmd := sitebuild.WithoutBrowser(t, sitebuild.Command(t, context.Background(), dir, "build"))
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	out, status := build()
	if status != 0 || strings.Contains(out, "fout:") || !strings.Contains(out, "17 concepten zijn nog niet af, en komen nog niet op de site: content/dilemmas/Naam [2] {a}.md, ") {
		t.Fatalf("status %d:\n%s", status, out)
	}
	if got := must.Read(t, dir, "public", "dilemmas", "goed", "index.html"); !strings.Contains(got, "<h1") {
		t.Error("the published dilemma is not there")
	}
	err := fs.WalkDir(os.DirFS(filepath.Join(dir, "public")), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(must.Read(t, dir, "public", filepath.FromSlash(name)), secret) {
			t.Errorf("%s has the text of a concept", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	must.Write(t, at("haak.md"), "---\ntitle: [\n---\n"+secret)
	if out, status = build(); status != 1 || !strings.Contains(out, "haak.md:3:1: fout: De gegevens bovenaan zijn hier niet te lezen.") || !strings.Contains(out, "de site is niet gemaakt") {
		t.Errorf("a file that may be published and can't be read: status %d\n%s", status, out)
	}
}
