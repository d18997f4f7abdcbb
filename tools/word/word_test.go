package word_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

var root = filepath.Join("..", "..")

func load(t testing.TB) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

func read(t testing.TB, def *canvas.Definition, data []byte) *word.Reading {
	t.Helper()
	r, err := word.Read(def, data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// fields are what a document holds of a dilemma; the program fills in the others.
func fields(front *casebook.Value) *casebook.Value {
	out := &casebook.Value{Kind: casebook.Mapping}
	for _, p := range front.Pairs {
		switch p.Key.Text {
		case "date", "draft", "editie", "commentaar", "wat_als", "bronnen", "english", "herzien_op", "vervangen_door", "ingetrokken", "aliases":
		default:
			if p.Value.Kind != casebook.Sequence || len(p.Value.Items) > 0 {
				out.Pairs = append(out.Pairs, p)
			}
		}
	}
	return out
}

// same holds what came back against what was written: values of the front matter, and the story by its words.
func same(t *testing.T, name string, f *casebook.File, r *word.Reading) {
	t.Helper()
	trimmed := func(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }
	if want := fields(f.Front); !fields(r.Front).Same(want, trimmed) {
		t.Errorf("%s: came back as\n%s\ninstead of\n%s", name, casebook.Format(r.Front, ""), casebook.Format(want, ""))
	}
	if got, want := strings.Join(strings.Fields(r.Story), " "), strings.Join(strings.Fields(string(f.Body())), " "); got != want {
		t.Errorf("%s: the story came back as\n%s\ninstead of\n%s", name, got, want)
	}
	for _, w := range r.Warnings {
		t.Errorf("%s: %s", name, w)
	}
}

func TestRoundTrip(t *testing.T) {
	def := load(t)
	dilemmas := 300
	if testing.Short() {
		dilemmas = 30
	}
	for n := 1; n <= dilemmas; n++ {
		f := casebook.Parse(casebook.Path("x"), []byte(fixture.Dilemma(def, n)))
		same(t, fixture.Slug(n), f, read(t, def, word.Write(def, f.Front, string(f.Body()))))
		if t.Failed() {
			return
		}
	}
	book := casebook.Open(casebook.DirFS(root))
	for _, slug := range book.Slugs() {
		f := book.Lookup(slug)
		same(t, slug, f, read(t, def, word.Write(def, f.Front, string(f.Body()))))
	}
}

func TestBlank(t *testing.T) {
	def := load(t)
	r := read(t, def, word.Write(def, nil, ""))
	if len(r.Front.Pairs) > 0 || r.Story != "" || r.Warnings != nil {
		t.Errorf("a blank canvas says\n%s%q", casebook.Format(r.Front, r.Story), r.Warnings)
	}
}

// TestFile reads back the file that is made of a document.
func TestFile(t *testing.T) {
	def := load(t)
	for n := 1; n <= 100; n++ {
		f := casebook.Parse(casebook.Path("x"), []byte(fixture.Dilemma(def, n)))
		r := read(t, def, word.Write(def, f.Front, string(f.Body())))
		made := casebook.Parse(casebook.Path("x"), r.File(def, "Een titel", time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)))
		if len(made.Problems) > 0 {
			t.Fatalf("%v in\n%s", made.Problems, made.Source)
		}
		for key, want := range map[string]string{"title": "Een titel", "date": "2026-11-24", "draft": "true", "editie": def.Edition} {
			if got := made.Front.Get(key); got == nil || got.Text != want {
				t.Errorf("%s is %v", key, got)
			}
		}
		trimmed := func(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }
		if !made.Front.Get("canvas").Same(f.Front.Get("canvas"), trimmed) {
			t.Fatalf("the canvas became\n%s", made.Source)
		}
	}
}
