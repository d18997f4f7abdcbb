package own_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestOlderBooks keeps a promise: a book that was made with an older dilemma is checked and built by this one as it stands, and what it says otherwise still
// counts. Each release adds the book that it makes to testdata (docs/releasing.md); none is ever changed.
func TestOlderBooks(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	must.Do(t, err)
	if len(names) == 0 {
		t.Fatal("there is no older book")
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			must.Do(t, err)
			book := t.TempDir()
			for _, f := range archive.Files {
				must.Write(t, filepath.Join(book, filepath.FromSlash(f.Name)), string(f.Data))
			}
			run(t, sitebuild.Command(t, t.Context(), book, "check"))
			out := run(t, sitebuild.WithoutBrowser(t, sitebuild.Command(t, t.Context(), book, "build")))
			for page, want := range map[string]string{"over/privacy": "Wij van Voorbeeldstad bewaren niets", "dilemmas/gepubliceerd": "own-logo", "handreiking": "own-logo"} {
				if text := must.Read(t, book, "public", filepath.FromSlash(page), "index.html"); !strings.Contains(text, want) {
					t.Errorf("%s does not say %q\n%s", page, want, out)
				}
			}
			if _, err := os.Stat(filepath.Join(book, "public", "dilemmas", "een-eerste-dilemma-om-te-veranderen")); err == nil {
				t.Error("the concept is published")
			}
			run(t, sitebuild.Command(t, t.Context(), book, "update"))
		})
	}
}
