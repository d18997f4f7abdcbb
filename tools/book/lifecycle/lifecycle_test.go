package lifecycle_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func parse(lines string) *casebook.File {
	return casebook.Parse(casebook.Path("x"), []byte("---\ntitle: Een titel\n"+lines+"\n---\n"))
}

// TestStates: the answers that Hugo gives are held against Hugo itself in test/lifecycle.
func TestStates(t *testing.T) {
	for lines, want := range map[string]lifecycle.State{
		"":                                   lifecycle.Published,
		"draft: true":                        lifecycle.Concept,
		"draft: false":                       lifecycle.Published,
		"draft: False":                       lifecycle.Published,
		"draft:":                             lifecycle.Published,
		"DRAFT: 'True'":                      lifecycle.Concept,
		"draft: 1":                           lifecycle.Concept,
		"draft: 0x0":                         lifecycle.Published,
		"draft: nog even":                    lifecycle.Published,
		"draft: [true]":                      lifecycle.Published,
		"date: 2026-11-24":                   lifecycle.Published,
		"date: 2026-11-25":                   lifecycle.Concept,
		"date: morgen":                       lifecycle.Published,
		"ingetrokken:":                       lifecycle.Published,
		"ingetrokken: {}":                    lifecycle.Published,
		"ingetrokken: {x: }":                 lifecycle.Withdrawn,
		"Ingetrokken: {x: y}":                lifecycle.Withdrawn,
		"ingetrokken: ja\nvervangen_door: x": lifecycle.Withdrawn,
		"ingetrokken: ja\ndraft: true":       lifecycle.Concept,
		"vervangen_door: x\nherzien_voor: 2020-01-01":  lifecycle.Superseded,
		"vervangen_door: ''\nherzien_voor: 2020-01-01": lifecycle.ToReview,
		"herzien_voor: 2026-11-24":                     lifecycle.ToReview,
		"herzien_voor: 2026-11-25":                     lifecycle.Published,
		"herzien_voor: ooit":                           lifecycle.Published,
	} {
		if got := lifecycle.StateOf(parse(lines).Front, today); got != want {
			t.Errorf("%q is %s, want %s", lines, got, want)
		}
	}
	if got := lifecycle.StateOf(nil, today); got != lifecycle.Concept {
		t.Error("what can't be read is", got)
	}
}

// TestWithheld also holds for what can't be read.
func TestWithheld(t *testing.T) {
	for lines, want := range map[string]string{
		"draft: false":                      "",
		"ingetrokken: {reden: x}":           "withheld emptied",
		"draft: true\nINGETROKKEN: {a: b}":  "withheld emptied",
		"ingetrokken: {a: b}\nthemas: []":   "withheld emptied",
		"ingetrokken: {a: b}\nthemas: [x]":  "withheld",
		"ingetrokken: {a: b}\n---\nVerhaal": "withheld",
		"ingetrokken: {a: b}\nx: [":         "withheld",
		"x: [":                              "",
	} {
		f := parse(lines)
		var got []string
		if lifecycle.Withheld(f) {
			got = append(got, "withheld")
			if lifecycle.IsEmptied(f) {
				got = append(got, "emptied")
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is %v, want %s", lines, got, want)
		}
	}
	f := parse("ingetrokken: {reden: x}\nthemas: [y]")
	for text, want := range map[string]bool{"Een titel": true, "reden": true, "[y]": false, "themas": false, "---": false} {
		if got := lifecycle.ShowsAt(f, strings.Index(string(f.Source), text)); got != want {
			t.Errorf("%s may be shown: %v", text, got)
		}
	}
}

// TestAnswered goes through the forms of a value.
func TestAnswered(t *testing.T) {
	cell := &canvas.Field{Key: "a", Kind: canvas.Text, Required: canvas.Published}
	table := &canvas.Field{Key: "x", Kind: canvas.Table, Min: 2, Item: cell, Rows: []*canvas.Field{
		{Key: "b", Kind: canvas.List, Required: canvas.Published}, {Key: "c", Kind: canvas.Text},
	}}
	of := func(kind canvas.Kind, min int) *canvas.Field { return &canvas.Field{Key: "x", Kind: kind, Min: min} }
	for _, c := range []struct {
		field *canvas.Field
		yaml  string
		want  bool
	}{
		{of(canvas.Text, 0), "tekst", true}, {of(canvas.Text, 0), `" "`, false}, {of(canvas.Text, 0), "", false}, {of(canvas.Text, 0), "42", false}, {of(canvas.Text, 0), "[a]", false},
		{of(canvas.List, 0), "[a]", true}, {of(canvas.List, 2), "[a, '']", false}, {of(canvas.List, 2), "[a, b]", true}, {of(canvas.List, 0), "Snel klaar", false}, {of(canvas.List, 0), "[]", false},
		{of(canvas.Terms, 0), "timing", false}, {of(canvas.Terms, 0), "[timing]", true},
		{of(canvas.Date, 0), "2026-01-01", true}, {of(canvas.Date, 0), "2026-02-31", false}, {of(canvas.Flag, 0), "false", true}, {of(canvas.Flag, 0), "ja", false},
		{table, "[{a: 1e, b: [x]}, {a: y, b: [x]}]", true}, {table, "[{a: e, b: [x]}]", false}, {table, "[{a: e, b: [x]}, {a: y}]", false},
		{table, "[{a: e, b: [x]}, {}, {a: y, b: [x]}]", true}, {table, "[{a: e, b: x}, {a: y, b: [x]}]", false}, {table, "[e, y]", false}, {table, "tekst", false},
	} {
		if got := lifecycle.Answered(c.field, parse("x: "+c.yaml).Front.Get("x")); got != c.want {
			t.Errorf("%s %q: %v", c.field.Kind, c.yaml, got)
		}
	}
}

// TestProgress: a withdrawn dilemma is asked nothing; of a whole one all is answered.
func TestProgress(t *testing.T) {
	def, err := canvas.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	text := fixture.Dilemma(def, 1)
	count := func(text string) (asked, open int) {
		for _, p := range lifecycle.ProgressOf(def, casebook.Parse("x.md", []byte(text)).Front) {
			asked += p.Asked
			open += len(p.Open)
			if p.Answered()+len(p.Open) != p.Asked {
				t.Errorf("%+v", p)
			}
		}
		return asked, open
	}
	if asked, open := count(text); asked == 0 || open != 0 {
		t.Error(asked, open)
	}
	if asked, open := count("---\ntitle: x\n---\n"); asked == 0 || open != asked {
		t.Error(asked, open)
	}
	if asked, open := count(strings.Replace(text, "title:", "ingetrokken: {reden: x}\ntitle:", 1)); asked != 0 || open != 0 {
		t.Error(asked, open)
	}
}
