package casebook_test

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"Het onderzoek is klaar, de onderhandeling nog niet": "het-onderzoek-is-klaar-de-onderhandeling-nog-niet",
		"Privé én openbaar?":                                 "prive-en-openbaar",
		"Thema's & foto’s":                                   "themas-en-fotos",
		"Coördinatie in Fryslân":                             "coordinatie-in-fryslan",
		"ĲSBAAN in IJmuiden":                                 "ijsbaan-in-ijmuiden",
		"Straße, smørrebrød, Łódź":                           "strasse-smorrebrod-lodz",
		"  €100 -- of 5.1.2b? ":                              "euro-100-of-5-1-2b",
		"a&b":                                                "a-en-b",
		"co\u00adlege e\u0301e\u0301n":                       "colege-een",
		"日本":                                                 "",
		"":                                                   "",
		"../../etc/passwd":                                   "etc-passwd",
		strings.Repeat("lang woord ", 20):                    strings.TrimSuffix(strings.Repeat("lang-woord-", 7), "-"),
	} {
		if got := casebook.Slug(title); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestSlugOf(t *testing.T) {
	for name, want := range map[string]string{
		"content/dilemmas/x.md":         "x",
		"content/dilemmas/x/index.md":   "x",
		"content/dilemmas/_index.md":    "-",
		"content/dilemmas/_index.en.md": "-",
		"content/dilemmas/x/y.md":       "-",
		"content/dilemmas/x/y/index.md": "-",
		"content/meedoen/x.md":          "-",
		"content/dilemmas/x.txt":        "-",
		"content/dilemmas/index.md":     "index",
		"content/dilemmas/._x.md":       "-",
		"content/dilemmas/.#x.md":       "-",
		"content/dilemmas/.x/index.md":  "-",
		"content/dilemmas/x~/index.md":  "-",
	} {
		slug, ok := casebook.SlugOf(name)
		if !ok {
			slug = "-"
		}
		if slug != want {
			t.Errorf("SlugOf(%q) = %q, want %q", name, slug, want)
		}
	}
}

// TestSpans parses front matter in which every value is marked by its own text, in each of the styles of YAML.
func TestSpans(t *testing.T) {
	const source = `---
plain: een gewone tekst # met commentaar
quoted: "dubbel \" aanhalingsteken"
single: 'enkel '' teken'
folded: >-
  een
  twee

  drie
literal: |2
    ingesprongen

  é
empty: |

lines: loopt door
  op de volgende regel
flow: [a, "b]", {c: d}] # ]
list:
  - één
  - twee
nothing:
"sleutel": x
last: y
---
body
`
	want := map[string]string{
		"plain": "een gewone tekst", "quoted": `"dubbel \" aanhalingsteken"`, "single": "'enkel '' teken'",
		"folded":  ">-\n  een\n  twee\n\n  drie",
		"literal": "|2\n    ingesprongen\n\n  é", "empty": "|", "lines": "loopt door\n  op de volgende regel",
		"flow": `[a, "b]", {c: d}]`, "list": "- één\n  - twee", "nothing": "", "sleutel": "x", "last": "y",
	}
	for _, crlf := range []bool{false, true} {
		text := source
		if crlf {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		f := casebook.Parse("content/dilemmas/x.md", []byte(text))
		if f.Front == nil || len(f.Front.Pairs) != len(want) {
			t.Fatalf("crlf %v: %+v", crlf, f.Problems)
		}
		for _, p := range f.Front.Pairs {
			key := strings.Trim(text[p.Key.Start:p.Key.End], `"`)
			if key != p.Key.Text {
				t.Errorf("key %q spans %q", p.Key.Text, key)
			}
			if got := strings.ReplaceAll(text[p.Value.Start:p.Value.End], "\r\n", "\n"); got != want[key] {
				t.Errorf("crlf %v: %s spans %q, want %q", crlf, key, got, want[key])
			}
		}
		if got := strings.TrimSpace(string(f.Body())); got != "body" {
			t.Errorf("body is %q", got)
		}
	}
}

func TestCreate(t *testing.T) {
	root := t.TempDir()
	day := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	const archetype = "{{ printf \"%q\" (humanize .File.ContentBaseName) }} {{ printf \"%.10s\" .Date }}\n"
	name, err := casebook.Create(root, archetype, `  Zeg  "ja" `, day, nil)
	if err != nil || name != "content/dilemmas/zeg-ja.md" {
		t.Fatal(name, err)
	}
	file := filepath.Join(root, filepath.FromSlash(name))
	if got, _ := os.ReadFile(file); string(got) != "\"Zeg \\\"ja\\\"\" 2026-03-12\n" {
		t.Errorf("%q", got)
	}
	if err := os.WriteFile(file, []byte("werk"), 0o644); err != nil {
		t.Fatal(err)
	}
	var exists *casebook.ExistsError
	if _, err := casebook.Create(root, archetype, "Zeg ja", day, nil); !errors.As(err, &exists) || exists.Path != name {
		t.Error(err)
	}
	if got, _ := os.ReadFile(file); string(got) != "werk" {
		t.Errorf("overwritten: %q", got)
	}
	if _, err := casebook.Create(root, archetype, "!!!", day, nil); !errors.Is(err, casebook.ErrNoSlug) {
		t.Error(err)
	}
	if _, err := casebook.Create(root, "{{ .Niets", "Nog een", day, nil); err == nil {
		t.Error("a broken archetype makes a file")
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Error("files left behind", left, err)
	}
}

// TestLineSeparators finds the characters at which some parsers of YAML end a line, at their place and by their name; in the body they are a text.
func TestLineSeparators(t *testing.T) {
	for text, sign := range map[string]rune{"\u0085": '\u0085', "\u2028": '\u2028', "\u2029": '\u2029', "\r": '\r'} {
		before := "---\r\ntitle: Mag dit"
		file := casebook.Parse("content/dilemmas/x.md", []byte(before+text+"naar buiten\r\n---\r\n"))
		i := slices.IndexFunc(file.Problems, casebook.Problem.Fatal)
		if i < 0 || file.Front != nil {
			t.Fatalf("%q is read", text)
		}
		want := casebook.Problem{Kind: casebook.LineSeparator, Start: len(before), End: len(before + text), Sign: sign}
		if !reflect.DeepEqual(file.Problems[i], want) {
			t.Errorf("got %+v, want %+v", file.Problems[i], want)
		}
		if file = casebook.Parse("content/dilemmas/x.md", []byte("---\ntitle: a\n---\nb"+text+"c\n")); file.Front == nil {
			t.Errorf("%q in the body: %+v", text, file.Problems)
		}
	}
}

// FuzzParse gives the reader anything at all. Whatever it makes of it must lie inside the file, in whole code points, and
// in order.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "---\n---\n", "---\na: b\n---\ntekst", "\ufeff---\r\na: 'b'\r\n---\r\n", "---\na: &x [1, *x]\n---\n",
		"---\na: |\n\n  b\n c: d\n---\n", "---\n? [a]\n: {b: \"c\\\"\"}\n---\n", "+++\na=1\n+++\n", "---\n- a\n-\n---\n",
		"---\na: !!str b # c\n'd': \n  e\n  f\u2028g\n---\n", "---\n\"a\\u0041\": >+\n  x\n\n---\n# kop\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var file *casebook.File
		bound.Watch(func() { file = casebook.Parse("content/dilemmas/x.md", bytes.Clone(src)) })
		span := func(start, end int) {
			if start < 0 || end < start || end > len(src) {
				t.Fatalf("span %d-%d of %d bytes", start, end, len(src))
			}
			if utf8.Valid(src) && (!utf8.Valid(src[:start]) || !utf8.Valid(src[:end])) {
				t.Fatalf("span %d-%d cuts a code point", start, end)
			}
			if line, column := file.Position(start); line < 1 || column < 1 {
				t.Fatalf("position %d:%d", line, column)
			}
		}
		for _, p := range file.Problems {
			span(p.Start, p.End)
		}
		var walk func(v *casebook.Value)
		walk = func(v *casebook.Value) {
			span(v.Start, v.End)
			for _, item := range v.Items {
				walk(item)
			}
			for _, p := range v.Pairs {
				walk(p.Key)
				walk(p.Value)
			}
		}
		if file.Front != nil {
			walk(file.Front)
		}
		if file.Front == nil && len(file.Problems) == 0 {
			t.Fatal("no front matter and no problem")
		}
		if file.BodyStart > len(src) {
			t.Fatal("the body begins past the end")
		}
	})
}

// TestTranslated holds Translated against the form that Hugo gives the names of translated pages.
func TestTranslated(t *testing.T) {
	form := regexp.MustCompile(`\.[a-z]{2,3}\.md$`)
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{".", "md", ".md", "en", "nld", "a", "abcd", "E", "é", "1", "/", "_index", "\n"}
	translated := 0
	for range 20_000 {
		var name string
		for range r.IntN(7) {
			name += parts[r.IntN(len(parts))]
		}
		if casebook.Translated(name) != form.MatchString(name) {
			t.Errorf("%q", name)
		}
		if casebook.IsSection(name) != (form.ReplaceAllLiteralString(path.Base(name), ".md") == casebook.SectionFile) {
			t.Errorf("the section %q", name)
		}
		if casebook.Translated(name) {
			translated++
		}
	}
	if translated < 100 {
		t.Error(translated)
	}
}

// TestLayers holds the folders of a book on a product against the names of both together.
func TestLayers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		layers := casebook.Layers{Own: fstest.MapFS{}, Product: fstest.MapFS{}}
		names := map[string]string{}
		for layer, files := range []fstest.MapFS{layers.Product.(fstest.MapFS), layers.Own.(fstest.MapFS)} {
			for range r.IntN(12) {
				name := string(rune('a'+r.IntN(16))) + ".md"
				files["content/"+name] = &fstest.MapFile{Data: []byte{byte('0' + layer)}}
				names[name] = strconv.Itoa(layer)
			}
		}
		entries, err := layers.ReadDir("content")
		if err != nil && len(names) > 0 {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
			if text, err := layers.ReadFile("content/" + e.Name()); err != nil || string(text) != names[e.Name()] {
				t.Errorf("%s is %q, %v", e.Name(), text, err)
			}
		}
		if want := slices.Sorted(maps.Keys(names)); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
}
