package word_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// written is a dilemma with texts at the places where a person writes them.
func written(dilemma string, advantages []string, story string) (*casebook.Value, string) {
	text := func(s string) *casebook.Value { return &casebook.Value{Kind: casebook.String, Text: s} }
	mapping := func(pairs ...any) *casebook.Value {
		m := &casebook.Value{Kind: casebook.Mapping}
		for i := 0; i < len(pairs); i += 2 {
			m.Pairs = append(m.Pairs, casebook.Pair{Key: text(pairs[i].(string)), Value: pairs[i+1].(*casebook.Value)})
		}
		return m
	}
	list := &casebook.Value{Kind: casebook.Sequence}
	for _, a := range advantages {
		list.Items = append(list.Items, text(a))
	}
	keuzes := &casebook.Value{Kind: casebook.Sequence, Items: []*casebook.Value{mapping("keuze", text("Wachten"), "voordelen", list)}}
	return mapping("title", text("Het park"), "canvas", mapping("kennismaken", mapping("dilemma", text(dilemma)), "afwegen", mapping("keuzes", keuzes))), story
}

// TestExact exports texts and reads them back: not one character differs.
func TestExact(t *testing.T) {
	def := load(t)
	for _, s := range []string{
		"* een\n* twee", "- een\n- twee", "* een\n- twee", "• een\n• twee", "- een\n  - twee\n    * drie\n- vier", "* alleen", "- alleen",
		"- een\n\n- twee", "- een\n\n* twee\n\n- drie\n- vier", "Inleiding:\n\n- een\n- twee\n\nSlot.", "Inleiding:\n- een\n- twee", "- een\nniet meer",
		"1. een\n2. twee", "1. een\n\n2. twee", "a) een\nb) twee", "-  een", "-een", "*een*", "* *", "- - een", "* - een", "+ een\n+ twee", "–", "☒ ja\n☐ nee", "- ☐ melk\n- ☒ brood",
		"Regel een\nregel twee\n\nalinea", "# geen kop", "| a | b |\n| --- | --- |\n| 1 | 2 |", "a; b\nc; d", "10² m² 1/20 √(x² + 1)", "Kies een woord voor dit", "https://example.org/?a=b&c=<d>",
		"Ja: of nee?", "✓", "?", "* een\n\n* twee\n\n* drie", "   inspringing weg",
	} {
		front, story := written(s, []string{s, "gewoon"}, s)
		r := read(t, def, word.Write(def, front, story))
		if got := r.Front.Get("canvas").Get("kennismaken").Get("dilemma"); got == nil || got.Text != strings.TrimSpace(s) {
			t.Errorf("%q came back as %+v", s, got)
		}
		keuze := r.Front.Get("canvas").Get("afwegen").Get("keuzes").Items[0]
		if got := keuze.Get("voordelen"); got == nil || len(got.Items) != 2 || got.Items[0].Text != strings.TrimSpace(s) {
			t.Errorf("%q in a list came back as %+v", s, got)
		}
		if want := strings.TrimSpace(s); r.Story != want && want != "# geen kop" {
			t.Errorf("%q in the story came back as %q", s, r.Story)
		}
		if r.Warnings != nil {
			t.Errorf("%q: %q", s, r.Warnings)
		}
	}
}

// TestExactAny does the same with lines that chance puts together.
func TestExactAny(t *testing.T) {
	def := load(t)
	rounds := 400
	if testing.Short() {
		rounds = 40
	}
	pieces := []string{"- ", "* ", "• ", "1. ", "a) ", "  ", "", "☐ ", "woord", "twee woorden", "*", "-", "\n", "\n", "\n\n"}
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		var b strings.Builder
		for range 1 + r.IntN(14) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		want := tidied(b.String())
		if want == "" {
			continue
		}
		front, story := written(want, []string{"gewoon"}, want)
		back := read(t, def, word.Write(def, front, story))
		if got := back.Front.Get("canvas").Get("kennismaken").Get("dilemma"); got == nil || got.Text != want {
			t.Errorf("seed %d: %q came back as %+v", seed, want, got)
		}
		if back.Story != want {
			t.Errorf("seed %d: %q in the story came back as %q", seed, want, back.Story)
		}
	}
}

// tidied is a text as an editor of texts saves it: without spaces at the ends of lines or before one that is no item, and with one empty line at a time.
func tidied(s string) string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRight(line, " ")
		if text := strings.TrimLeft(line, " "); !strings.HasPrefix(text, "- ") && !strings.HasPrefix(text, "* ") {
			line = text
		}
		if line != "" || len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, line)
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
