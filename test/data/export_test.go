package data_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
)

// TestExportIsWhatTheSiteSays makes the data of the same book with templates and with the command: they must say the same, of the book and of each dilemma,
// as JSON and as CSV.
func TestExportIsWhatTheSiteSays(t *testing.T) {
	t.Parallel()
	for name, book := range map[string]struct{ dir, public string }{
		"this book":   {sitebuild.Root, sitebuild.Published(t)},
		"every state": {dataSource(t), dataSite(t)},
	} {
		def := sitebuild.Definition(t)
		opened := casebook.Open(casebook.DirFS(book.dir))
		reader, err := opendata.NewReader(opened, def, time.Now())
		must.Do(t, err)
		all := reader.Select()
		made, err := all.Book()
		must.Do(t, err)
		whole, err := opendata.JSON(made)
		must.Do(t, err)
		var written, table strings.Builder
		must.Do(t, all.JSON(&written))
		if written.String() != string(whole) {
			t.Errorf("%s: what is written is not the book:\n%s\n%s", name, &written, whole)
		}
		var ours, theirs map[string]any
		// The command knows the address in hugo.toml; these sites stand elsewhere.
		site := wholeBook(t, book.public).URL
		moved := strings.NewReplacer(strings.TrimSuffix(made.URL, "dilemmas/"), strings.TrimSuffix(site, "dilemmas/"))
		must.Do(t, json.Unmarshal([]byte(moved.Replace(string(whole))), &ours))
		must.Do(t, json.Unmarshal([]byte(must.Read(t, book.public, "dilemmas", "casusboek.json")), &theirs))
		list := func(all map[string]any) map[string]map[string]any {
			found := map[string]map[string]any{}
			for _, d := range all["dilemmas"].([]any) {
				d := d.(map[string]any)
				if story, ok := d["verhaal"].(string); ok {
					d["verhaal"] = strings.TrimSpace(story)
				}
				found[d["slug"].(string)] = d
			}
			delete(all, "dilemmas")
			return found
		}
		left, right := list(ours), list(theirs)
		if !equalJSON(t, ours, theirs) {
			t.Errorf("%s: of itself the command says\n%v\nand the site\n%v", name, ours, theirs)
		}
		if len(left) != len(right) || len(right) == 0 {
			t.Errorf("%s: %d dilemmas, and %d on the site", name, len(left), len(right))
		}
		for slug, d := range right {
			if !equalJSON(t, left[slug], d) {
				t.Errorf("%s: of %s the command says\n%v\nand the site\n%v", name, slug, left[slug], d)
			}
		}
		must.Do(t, opendata.CSV(&table, all.Dilemmas()))
		csv := strings.ReplaceAll(moved.Replace(table.String()), `"`, "")
		if theirs := strings.ReplaceAll(must.Read(t, book.public, "dilemmas", "index.csv"), `"`, ""); len(csv) != len(theirs) {
			t.Errorf("%s: the tables differ:\n%s\n%s", name, csv, theirs)
		}
		for slug := range left {
			file := opened.Lookup(slug)
			if left[slug]["gegevens"] == nil {
				continue
			}
			one, err := opendata.JSON(reader.Single(slug, file))
			must.Do(t, err)
			var ours, theirs map[string]any
			must.Do(t, json.Unmarshal([]byte(moved.Replace(string(one))), &ours))
			must.Do(t, json.Unmarshal([]byte(must.Read(t, filepath.Join(book.public, "dilemmas", slug, "index.json"))), &theirs))
			ours["verhaal"], theirs["verhaal"] = strings.TrimSpace(ours["verhaal"].(string)), strings.TrimSpace(theirs["verhaal"].(string))
			if !equalJSON(t, ours, theirs) {
				t.Errorf("%s: the file of %s is another", name, slug)
			}
		}
	}
}
