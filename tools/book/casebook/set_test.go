package casebook_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

func text(s string) *casebook.Value { return &casebook.Value{Kind: casebook.String, Text: s} }

func inOrder(parent []string) []string {
	return map[string][]string{"": {"title", "themas", "canvas"}, "canvas": {"kennismaken", "verkennen"}, "canvas.kennismaken": {"dilemma", "waarom_nu"}}[strings.Join(parent, ".")]
}

func TestSet(t *testing.T) {
	for name, tt := range map[string]struct {
		path          string
		value         *casebook.Value
		before, after string // the front matter; an empty after means ErrLayout
	}{
		"an empty block keeps its comment": {"c.d", text("Een zin."), "c:\n  d: |  # Vraag?\n\n  e: x\n", "c:\n  d: |  # Vraag?\n    Een zin.\n\n  e: x\n"},
		"a block with text":                {"c.d", text("Nieuw.\n\nTwee."), "c:\n  d: | # v\n    Oud.\n    Oud.\n\n  e: x\n", "c:\n  d: | # v\n    Nieuw.\n\n    Twee.\n\n  e: x\n"},
		"a folded block":                   {"d", text("Nieuw."), "d: >-\n  Oud\n  oud.\ne: x\n", "d: |\n  Nieuw.\ne: x\n"},
		"a block becomes empty":            {"d", text(""), "d: |  # v\n  Oud.\n# bij e\ne: x\n", "d: \"\"  # v\n# bij e\ne: x\n"},
		"a text in quotes":                 {"d", text("a: b"), "d: \"\" # v\ne: x\n", "d: \"a: b\" # v\ne: x\n"},
		"several lines in quotes":          {"d", text("Een.\nTwee."), "d: \"\" # v\ne: x\n", "d: | # v\n  Een.\n  Twee.\ne: x\n"},
		"a text that goes on":              {"d", text("Nieuw"), "d: \"oud\n  oud\" # v\ne: x\n", "d: Nieuw # v\ne: x\n"},
		"no value":                         {"d", text("x"), "d:\ne: x\n", "d: x\ne: x\n"},
		"no value, a comment":              {"d", text("x"), "d:  # v\ne: x\n", "d: x  # v\ne: x\n"},
		"a word":                           {"d", text("x"), "d: oud\n", "d: x\n"},
		"a cell in an entry":               {"s.1.a", text("Nieuw"), "s:\n  # wie\n  - s: A\n    a: \"\"  # oud\n  - s: B\n    a: \"\"\n", "s:\n  # wie\n  - s: A\n    a: \"\"  # oud\n  - s: B\n    a: Nieuw\n"},
		"the first cell of an entry":       {"s.0.s", text("Een lange rol: van wie?"), "s:\n  - s: \"\"\n    a: x\n", "s:\n  - s: \"Een lange rol: van wie?\"\n    a: x\n"},
		"a cell of several lines":          {"s.0.s", text("Een\nTwee"), "s:\n  - s: \"\"\n    a: x\n", "s:\n  - s: |\n      Een\n      Twee\n    a: x\n"},
		"a new entry":                      {"s.1.s", text("B"), "s:\n  - s: A\n    a:\n      - v\n# einde\n", "s:\n  - s: A\n    a:\n      - v\n  - s: B\n# einde\n"},
		"a new entry, dashes not indented": {"s.1.s", text("B"), "s:\n- s: A\n", "s:\n- s: A\n- s: B\n"},
		"an entry of a list":               {"l.0", text("Een."), "l:\n  - \"\"\n  - Twee.\n", "l:\n  - Een.\n  - Twee.\n"},
		"a new entry of a list":            {"l.1", text("Twee zinnen."), "l:\n  - Een.\nm: x\n", "l:\n  - Een.\n  - Twee zinnen.\nm: x\n"},
		"an empty list":                    {"l.0", text("Een zin."), "l: []  # v\nm: x\n", "l:  # v\n  - Een zin.\nm: x\n"},
		"between brackets":                 {"l.1", text("Twee, drie"), "l: [Een]\n", "l: [Een, \"Twee, drie\"]\n"},
		"a map between brackets":           {"s.0.a", text("x"), "s: [{s: A}] # v\n", "s: [{s: A, a: x}] # v\n"},
		"words":                            {"themas", &casebook.Value{Kind: casebook.Sequence, Items: []*casebook.Value{text("a"), text("b")}}, "themas: [] # v\nt: x\n", "themas: [a, b] # v\nt: x\n"},
		"words below":                      {"themas", &casebook.Value{Kind: casebook.Sequence, Items: []*casebook.Value{text("a")}}, "themas:\n  - z\nt: x\n", "themas: [a]\nt: x\n"},
		"a comment in the list":            {"themas", &casebook.Value{Kind: casebook.Sequence, Items: []*casebook.Value{text("a")}}, "themas:\n  - z # om y\n  - x\nt: x\n", ""},
		"a flag":                           {"t.e", &casebook.Value{Kind: casebook.Bool, Text: "true"}, "t:\n  e: false  # v\n", "t:\n  e: true  # v\n"},
		"a date":                           {"h", &casebook.Value{Kind: casebook.Date, Text: "2026-01-01"}, "h:\n", "h: 2026-01-01\n"},
		"a new key in its place":           {"canvas.kennismaken.dilemma", text("x"), "title: t\ncanvas:\n  kennismaken:\n    waarom_nu: y\n  verkennen:\n", "title: t\ncanvas:\n  kennismaken:\n    waarom_nu: y\n    dilemma: x\n  verkennen:\n"},
		"a new step in its place":          {"canvas.kennismaken.waarom_nu", text("x"), "canvas:\n  verkennen:\n    v: y\n", "canvas:\n  verkennen:\n    v: y\n  kennismaken:\n    waarom_nu: x\n"},
		"behind what precedes it":          {"themas", text("x"), "title: t\n# over canvas\ncanvas:\n  a: b\n", "title: t\nthemas: x\n# over canvas\ncanvas:\n  a: b\n"},
		"all of the path":                  {"canvas.kennismaken.dilemma", text("x"), "title: t\n", "title: t\ncanvas:\n  kennismaken:\n    dilemma: x\n"},
		"an entry too far":                 {"s.2.s", text("B"), "s:\n  - s: A\n", ""},
		"through a text":                   {"d.e", text("B"), "d: tekst\n", ""},
		"carriage returns":                 {"d", text("Een\nTwee"), "d: \"\"\r\ne: x\r\n", "d: |\r\n  Een\r\n  Twee\r\ne: x\r\n"},
		"a sign that YAML knows":           {"d", text("- x # y"), "d: \"\"\n", "d: \"- x # y\"\n"},
		"only digits":                      {"d", text("2026"), "d: \"\"\n", "d: \"2026\"\n"},
	} {
		end := "\n"
		if strings.Contains(tt.before, "\r") {
			end = "\r\n"
		}
		wrap := func(s string) string { return "---" + end + s + "---" + end + "Verhaal.  " + end }
		f := casebook.Parse("content/dilemmas/x.md", []byte(wrap(tt.before)))
		got, err := f.Set(strings.Split(tt.path, "."), tt.value, inOrder)
		switch {
		case tt.after == "" && !errors.Is(err, casebook.ErrLayout):
			t.Errorf("%s: %v\n%s", name, err, got)
		case tt.after != "" && (err != nil || string(got) != wrap(tt.after)):
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, wrap(tt.after))
		}
	}
}

// TestSetEverywhere gives texts of every dilemma of the book another value, and then its own again. Nothing else changes.
func TestSetEverywhere(t *testing.T) {
	root := casebook.DirFS("../../..")
	book := casebook.Open(root)
	n, tried := 0, 0
	for _, slug := range book.Slugs() {
		f := book.Lookup(slug)
		var each func(v *casebook.Value, path []string)
		each = func(v *casebook.Value, path []string) {
			for i, item := range v.Items {
				each(item, append(path[:len(path):len(path)], string(rune('0'+i))))
			}
			for _, p := range v.Pairs {
				each(p.Value, append(path[:len(path):len(path)], p.Key.Text))
			}
			if v.Kind != casebook.String || len(v.Items) > 9 {
				return
			}
			if n++; n%11 != 0 {
				return
			}
			tried++
			there, err := f.Set(path, text("Iets: anders, #1.\n\nNog iets."), inOrder)
			if err != nil {
				t.Errorf("%s %v: %v", slug, path, err)
				return
			}
			after := casebook.Parse(f.Path, there)
			back, err := after.Set(path, text(strings.TrimSuffix(v.Text, "\n")), inOrder)
			if err != nil {
				t.Errorf("%s %v: back: %v", slug, path, err)
				return
			}
			if got := casebook.Parse(f.Path, back).Front.At(path...); got == nil || strings.TrimSpace(got.Text) != strings.TrimSpace(v.Text) {
				t.Errorf("%s %v: %v", slug, path, got)
			}
		}
		each(f.Front, nil)
	}
	if tried < 100 {
		t.Errorf("only %d texts", tried)
	}
}

// TestSetArchetype fills in the archetype; every comment and every other line of it stays.
func TestSetArchetype(t *testing.T) {
	archetype, err := os.ReadFile("../../../archetypes/dilemma.md")
	if err != nil {
		t.Fatal(err)
	}
	before, err := casebook.Fill(string(archetype), "Titel", "titel", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	src := before
	for _, path := range []string{
		"canvas.kennismaken.dilemma", "canvas.kennismaken.waarom_nu", "canvas.verkennen.spelers.0.speler", "canvas.verkennen.spelers.1.belangen_en_waarden",
		"canvas.verkennen.spelers.2.speler", "canvas.verkennen.gedeelde_vraag", "canvas.afwegen.keuzes.0.voordelen.0", "canvas.afwegen.keuzes.0.voordelen.1",
		"canvas.afwegen.keuzes.1.nadelen.0", "canvas.afronden.samenvatting", "herkomst", "tweede_lezer",
	} {
		out, err := casebook.Parse("content/dilemmas/titel.md", src).Set(strings.Split(path, "."), text("Een zin over "+path), inOrder)
		if err != nil {
			t.Fatal(path, err)
		}
		src = out
	}
	for line := range strings.Lines(string(before)) {
		if _, comment, ok := strings.Cut(line, "# "); ok && !strings.Contains(string(src), comment) {
			t.Errorf("lost: %s", line)
		}
	}
}
