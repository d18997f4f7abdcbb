package notation_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// TestGuess reads texts of no known kind. A program and settings have escapes; prose has none.
func TestGuess(t *testing.T) {
	for src, want := range map[string]string{
		`BSN \u0031\u0032\u0033456782`: "BSN 123456782", `BSN \x31\x32\x33456782`: "BSN 123456782", `BSN \U00000031\U000000323456782`: "BSN 123456782", `BSN\u0020123\x20456\x20782`: "BSN 123 456 782",
		`BSN 123\u200b456782`: "BSN 123\u200b456782", `BSN 123\t456\t782`: "BSN 123 456 782", `BSN 123\_456\_782`: "BSN 123 456 782", "BSN 123\\\n  456782": "BSN 123456782", "BSN 123\\\r\n\t456782": "BSN 123456782",
		`"a\nb"`: "\"a\nb\"", `"a\"b\nc"`: "\"a\"b\nc\"", `"a\\nb"`: `"a\\nb"`, `"\ud83d\ude00"`: "\"😀\"", `x\u{1F600}`: "x😀", "\"a\n\nb\\nc\"": "\"a\n\nb\\nc\"",
		// No escapes.
		`C:\temp\nieuw`: `C:\temp\nieuw`, `BSN \x3`: `BSN \x3`, `BSN \u12`: `BSN \u12`, `BSN \U00110000`: `BSN \U00110000`, `\`: `\`, `\x`: `\x`, `1\`: `1\`, "1\\\n": "1\\\n", `\ud83d`: `\ud83d`, `\u{}`: `\u{}`, `\u{110000}`: `\u{110000}`,
		"é\\é": "é\\é", "gewoon": "gewoon", "": "",
	} {
		got := notation.Guess(src)
		if got.Text != want {
			t.Errorf("%q reads %q, want %q", src, got.Text, want)
		}
		inside(t, src, got)
	}
}

// inside fails when a byte of a text does not stand in the source.
func inside(t *testing.T, src string, text notation.Text) {
	t.Helper()
	for i := range len(text.Text) {
		if from, to := text.Map.Span(i, i+1); from < 0 || from > to || to > len(src) {
			t.Fatalf("byte %d of %q stands at %d to %d of %q", i, text.Text, from, to, src)
		}
	}
}

// TestYAML reads scalars that a parser read, in the form that all YAML gets.
func TestYAML(t *testing.T) {
	src := "a: \"b\\x41\"\nlijst: [c, 1, 2] # Jan\nd: |\n  e\n  f\n"
	at := func(piece string) (int, int) {
		i := strings.Index(src, piece)
		return i, i + len(piece)
	}
	var scalars []notation.Scalar
	for _, s := range []struct {
		piece, text string
		role        notation.Role
		number      bool
	}{
		{"a", "a", notation.Key, false}, {"\"b\\x41\"", "bA", notation.Value, false}, {"lijst", "lijst", notation.Key, false}, {"c", "c", notation.Item, false},
		{"1, ", "1", notation.Item, true}, {"2]", "2", notation.Item, true}, {"d", "d", notation.Key, false}, {"|\n  e\n  f", "e\nf\n", notation.Value, false},
	} {
		start, end := at(s.piece)
		if s.number {
			end = start + 1
		}
		scalars = append(scalars, notation.Scalar{Start: start, End: end, Text: s.text, Role: s.role, Number: s.number})
	}
	scalars[4].Start = strings.Index(src, "1, 2")
	scalars[4].End = scalars[4].Start + 1
	b := notation.NewBuilder(src)
	b.YAML(0, len(src), scalars)
	got := b.Text()
	if want := "a: bA\n\nlijst:\n\n- c\n\n- 1, 2\n\n] # Jan\n\nd:\ne\nf\n\n"; got.Text != want {
		t.Errorf("%q, want %q", got.Text, want)
	}
	inside(t, src, got)
	// What the parser read counts, also where this package would read something else.
	scalars[1].Text = "heel anders"
	b = notation.NewBuilder(src)
	b.YAML(0, len(src), scalars)
	text := b.Text()
	i := strings.Index(text.Text, "anders")
	if from, to := text.Map.Span(i, i+6); i < 0 || src[from:to] != `"b\x41"` {
		t.Errorf("%q: %q", text.Text, src[from:to])
	}
}

// TestJSON reads what is JSON, and leaves what is not.
func TestJSON(t *testing.T) {
	for src, want := range map[string]string{
		`{"a":"b"}`: "a: b\n\n", `{"a":{"b":["c",{"d":1}]}}`: "a:\n\nb:\n\n- c\n\n- d: 1\n\n", `[1,2,"x",3]`: "- 1, 2\n\n- x\n\n- 3\n\n", `{"a":"b\nc"}`: "a:\nb\nc\n\n", `{"a":"b\n"}`: "a: b\n\n",
		`[]`: "", `{}`: "", "[\"a\"]\n[\"b\"]": "- a\n\n- b\n\n", `{"a":null,"b":true}`: "a: null\n\nb: true\n\n", "\ufeff[\"a\"]": "- a\n\n", `["\ud83d"]`: "- \ufffd\n\n", `{"a":"b",}`: "a: b\n\n",
		"[1, // een\n2 /* twee */]": "- 1\n\n// een\n\n, 2\n\n/* twee */\n\n",
	} {
		got, ok := notation.JSON(src)
		if !ok || got.Text != want {
			t.Errorf("%q reads %q, %v, want %q", src, got.Text, ok, want)
		}
		inside(t, src, got)
	}
	for _, src := range []string{"", "x", `"a"`, "12", `{"a":"b"`, `{"a":"b"}}`, `["\q"]`, `["\u12"]`, `[a]`, `["a] `, "[1] een noot", "[x](y)", "{{< a >}}", "[/", "[/*", ":", "[:"} {
		if got, ok := notation.JSON(src); ok {
			t.Errorf("%q reads %q", src, got.Text)
		}
	}
}

// TestOf puts notations in each other at random: a byte has the same place as when each is undone by itself.
func TestOf(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	change := func(src string) notation.Text { // doubles, leaves out and keeps bytes
		b := notation.NewBuilder(src)
		for i := 0; i < len(src); {
			n := min(len(src)-i, 1+r.IntN(4))
			switch r.IntN(4) {
			case 0:
				b.Put("<>", i, i+n)
			case 1:
				b.Pack("=", i, i+n)
			case 2:
				b.Keep(i, i+n)
			}
			i += n
		}
		return b.Text()
	}
	for range 2000 {
		src := "abcdefghijklmnopqrstuvwxyz"[:r.IntN(26)]
		outer := change(src)
		inner := change(outer.Text)
		both := inner.Of(outer)
		if both.Text != inner.Text {
			t.Fatalf("%q became %q", inner.Text, both.Text)
		}
		for i := range len(both.Text) {
			from, to := inner.Map.Span(i, i+1)
			wantFrom, wantTo := outer.Map.Span(from, to)
			if gotFrom, gotTo := both.Map.Span(i, i+1); gotFrom != wantFrom || gotTo != wantTo {
				t.Fatalf("byte %d of %q of %q of %q stands at %d to %d, want %d to %d", i, both.Text, outer.Text, src, gotFrom, gotTo, wantFrom, wantTo)
			}
			if got, want := both.Map.Packed(i, i+1), inner.Map.Packed(i, i+1) || outer.Map.Packed(from, to); got != want {
				t.Fatalf("byte %d of %q: packed %v, want %v", i, both.Text, got, want)
			}
		}
		if n := len(both.Text); n > 0 {
			start := r.IntN(n)
			end := start + r.IntN(n-start)
			piece := both.Slice(start, end)
			for i := start; i < end; i++ {
				wantFrom, wantTo := both.Map.Span(i, i+1)
				if from, to := piece.Map.Span(i-start, i-start+1); from != wantFrom || to != wantTo || piece.Text[i-start] != both.Text[i] {
					t.Fatalf("byte %d of a piece of %q stands at %d to %d, want %d to %d", i, both.Text, from, to, wantFrom, wantTo)
				}
			}
		}
	}
}

// FuzzJSON reads what encoding/json reads, too.
func FuzzJSON(f *testing.F) {
	for _, src := range []string{`{"a":"\u00eb\n"}`, `[1,-2.5e3,"x",null]`, `{"a":{"b":[]}}`, `["\ud83d\ude00","\"\\\/\b\f\r\t"]`, "[", `{"a"`, `["a\`} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		text, ok := notation.JSON(src)
		inside(t, src, text)
		first := strings.TrimLeft(src, " \t\r\n")
		if json.Valid([]byte(src)) && !ok && first != "" && (first[0] == '{' || first[0] == '[') {
			t.Errorf("%q is JSON", src)
		}
		inside(t, src, notation.Guess(src))
	})
}
