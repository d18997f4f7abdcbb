package data_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// TestDownloads takes every dilemma along: its file byte for byte, and as data that follows its schema and says the same. Of what is withdrawn
// or unfinished there is nothing.
func TestDownloads(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	if err := os.CopyFS(filepath.Join(dir, "content", "dilemmas"), withoutSection{os.DirFS(filepath.Join(sitebuild.Root, "content", "dilemmas"))}); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(dir, "content", "dilemmas", filepath.FromSlash(name)) }
	ordinary := fixture.Dilemma(sitebuild.Definition(t), 1)
	with := func(n int, extra string) string {
		return strings.Replace(fixture.Dilemma(sitebuild.Definition(t), n), "draft: false\n", "draft: false\n"+extra, 1)
	}
	must.Write(t, at("map/index.md"), with(2, "aliases: [/dilemmas/oud/]\nherzien_op: 2026-02-03\n")+"`</script>` \\u0000 & \"\n")
	must.Write(t, at("regels.md"), strings.ReplaceAll(ordinary, "\n", "\r\n"))
	must.Write(t, at("weg.md"), with(3, "ingetrokken: {datum: 2026-02-01, reden: Iemand bleek te herkennen.}\n"))
	must.Write(t, at("concept.md"), strings.Replace(ordinary, "draft: false", "draft: true", 1))
	public := sitebuild.Build(t, dir, "--baseURL", dataAddress)
	schema := compiled(t, public, dataAddress, "casus.schema.json")

	book := casebook.Open(casebook.DirFS(dir))
	taken := 0
	for _, slug := range book.Slugs() {
		file := book.Lookup(slug)
		page := filepath.Join(public, "dilemmas", slug)
		md, err := os.ReadFile(filepath.Join(page, "index.md"))
		data, err2 := os.ReadFile(filepath.Join(page, "index.json"))
		if lifecycle.IsWithdrawn(file.Front) || !lifecycle.OnSite(file.Front, time.Now()) {
			if err == nil || err2 == nil {
				t.Errorf("%s can be taken along", slug)
			}
			continue
		}
		if err != nil || err2 != nil {
			t.Error(err, err2)
			continue
		}
		taken++
		if !bytes.Equal(md, file.Source) {
			t.Errorf("%s is not the file that it was", slug)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", slug, err)
			continue
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", slug, err)
		}
		all := doc.(map[string]any)
		if err := same(file.Front, all["gegevens"]); err != nil {
			t.Errorf("%s: %v", slug, err)
		}
		if got := strings.ReplaceAll(all["verhaal"].(string), "\r\n", "\n"); strings.TrimSpace(got) != strings.TrimSpace(strings.ReplaceAll(string(file.Body()), "\r\n", "\n")) {
			t.Errorf("%s tells another story", slug)
		}
		links := must.Read(t, page, "index.html")
		for _, name := range []string{slug + ".md", slug + ".json"} {
			if !strings.Contains(links, name) {
				t.Errorf("the page of %s does not offer %s", slug, name)
			}
		}
	}
	if taken < 20 {
		t.Errorf("only %d taken along", taken)
	}
	if links := must.Read(t, public, "dilemmas", "weg", "index.html"); strings.Contains(links, "index.json") || strings.Contains(links, "index.md") {
		t.Error("a withdrawn dilemma points to files that are not there")
	}
}

// withoutSection hides the page of the section, in every language.
type withoutSection struct{ fs.FS }

func (w withoutSection) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(w.FS, name)
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), "_index.") }), err
}
