package scale_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
)

// TestParts builds a book as a whole and in four parts. No two parts make a different file at one path, and together they are the whole, byte for byte, also
// where they find in the cache what the whole had to make.
func TestParts(t *testing.T) {
	t.Parallel()
	const dilemmas, parts = 40, 4
	source := sitebuild.Repository(t)
	must.Do(t, fixture.WriteVaried(source, sitebuild.Definition(t), dilemmas))
	var slugs []string
	for n := 1; n <= dilemmas; n++ {
		slugs = append(slugs, fixture.Slug(n))
	}
	build := func(part hugo.Part) map[string][]byte {
		args, err := part.Arguments(t.TempDir(), "hugo.toml", "dilemmas", slugs)
		must.Do(t, err)
		return files(t, sitebuild.Build(t, source, args...))
	}
	whole, union := build(hugo.Part{}), map[string][]byte{}
	pages := 0
	for n := 1; n <= parts; n++ {
		for name, text := range build(hugo.Part{N: n, Of: parts}) {
			if other, there := union[name]; there && !bytes.Equal(other, text) {
				t.Errorf("%s is another in part %d than in one before", name, n)
			}
			union[name] = text
			if ok, _ := path.Match("dilemmas/*/index.html", name); ok {
				pages++
			}
		}
	}
	if pages != dilemmas {
		t.Errorf("the parts have %d pages of dilemmas, and not %d", pages, dilemmas)
	}
	for name, text := range whole {
		if made, there := union[name]; !there {
			t.Errorf("no part has %s", name)
		} else if !bytes.Equal(made, text) {
			t.Errorf("%s is not as in the whole", name)
		}
	}
	for name := range union {
		if _, there := whole[name]; !there {
			t.Errorf("a part has %s, and the whole does not", name)
		}
	}
}

// files returns all files below a folder, by their paths with slashes.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	must.Do(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all[name], err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		}
		return err
	}))
	return all
}
