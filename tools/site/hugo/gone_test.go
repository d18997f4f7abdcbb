package hugo

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestUnpublish(t *testing.T) {
	for file, want := range map[string][]string{ // what is gone of the site
		"/dilemmas/weg.md":           {"dilemmas/weg/bijlage.pdf", "dilemmas/weg/index.html", "en/dilemmas/weg/index.html"},
		"/dilemmas/weg/index.md":     {"dilemmas/weg/bijlage.pdf", "dilemmas/weg/index.html", "en/dilemmas/weg/index.html"},
		"/dilemmas/weg/_index.md":    {"dilemmas/weg/bijlage.pdf", "dilemmas/weg/index.html", "en/dilemmas/weg/index.html"},
		"/dilemmas/weg/bijlage.pdf":  {"dilemmas/weg/bijlage.pdf"},
		"/dilemmas/map/bijlage.pdf":  {"dilemmas/map/bijlage.pdf"},
		"/los.md":                    {"los/index.html"}, // and no page of that name elsewhere
		"/dilemmas/map.md":           nil,                // it became a folder
		"/dilemmas/map/index.md":     nil,
		"/dilemmas/bestand.md":       nil,
		"/dilemmas/bestand/index.md": nil, // it became a file
		"/over/privacy.md":           nil, // that of the product comes in its place
		"/dilemmas/_index.md":        nil,
		"/_index.md":                 nil,
		"/../buiten/weg.md":          nil,
	} {
		dir := t.TempDir()
		write := func(names ...string) {
			for _, name := range names {
				name = filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, nil, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		write("book/dilemmas/map/index.md", "book/dilemmas/bestand.md", "product/over/privacy.md", "buiten/weg/index.html")
		pages := []string{"dilemmas/weg/index.html", "dilemmas/weg/bijlage.pdf", "en/dilemmas/weg/index.html", "dilemmas/map/index.html", "dilemmas/map/bijlage.pdf",
			"dilemmas/bestand/index.html", "los/index.html", "dilemmas/los/index.html", "over/privacy/index.html", "dilemmas/index.html", "index.html", "../buiten/weg/index.html"}
		for _, page := range pages {
			write("public/" + page)
		}
		if err := Unpublish(filepath.Join(dir, "public"), []string{filepath.Join(dir, "book"), filepath.Join(dir, "product")}, file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		var gone []string
		for _, page := range pages {
			if _, err := os.Stat(filepath.Join(dir, "public", filepath.FromSlash(page))); err != nil {
				gone = append(gone, page)
			}
		}
		slices.Sort(gone)
		if !slices.Equal(gone, want) {
			t.Errorf("after %s went, these are gone: %v; want %v", file, gone, want)
		}
	}
}
