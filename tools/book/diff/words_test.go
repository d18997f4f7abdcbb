package diff

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// marked writes a passage as a terminal shows it.
func marked(p Passage) string {
	var parts []string
	for _, piece := range p {
		switch piece.Op {
		case Delete:
			parts = append(parts, "[-"+piece.Text+"-]")
		case Insert:
			parts = append(parts, "{+"+piece.Text+"+}")
		case Move:
			parts = append(parts, "<"+piece.Text+">")
		default:
			parts = append(parts, piece.Text)
		}
	}
	return strings.Join(parts, " ")
}

func markedAll(all []Passage) string {
	var lines []string
	for _, p := range all {
		lines = append(lines, marked(p))
	}
	return strings.Join(lines, "\n")
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"a b c", "a b c", "a b c"},
		{"het park gaat dicht", "het plein gaat dicht", "het [-park-] {+plein+} gaat dicht"},
		{"we gaan dicht", "we gaan morgen dicht", "we gaan {+morgen+} dicht"},
		{"wij gaan nu toch dicht", "wij gaan dicht", "wij gaan [-nu toch-] dicht"},
		{"Het mag", "Nu mag het", "[-Het-] {+Nu+} mag {+het+}"},
		{"dat mag niet", "dat mag niet,", "dat mag [-niet-] {+niet,+}"},
		// A word that happens to stay between two larger changes is no anchor.
		{"nu een twee de drie vier en dan vijf zes zeven", "nu acht negen de tien elf en dan vijf zes zeven",
			"nu [-een twee de drie vier-] {+acht negen de tien elf+} en dan vijf zes zeven"},
		// What is hardly alike is no salad of single words.
		{"de wethouder wil wachten op de cijfers van mei", "de raad vraagt morgen", "[-de wethouder wil wachten op de cijfers van mei-] {+de raad vraagt morgen+}"},
	} {
		if got := marked(words(c.old, c.new)); got != c.want {
			t.Errorf("%q → %q: %s", c.old, c.new, got)
		}
	}
}

func TestPassages(t *testing.T) {
	lines := func(s string) []string { return strings.Split(s, "|") }
	for _, c := range []struct{ old, new, want string }{
		{"een a b|twee c d|drie e f", "een a b|drie e f", "een a b|[-twee c d-]|drie e f"},
		{"een a b|drie e f", "een a b|twee c d|drie e f", "een a b|{+twee c d+}|drie e f"},
		{"een a b|twee c d|drie e f", "drie e f|een a b|twee c d", "<drie e f>|een a b|twee c d"},
		{"een a b c|vier g h i", "een a b x|vier g h y", "een a b [-c-] {+x+}|vier g h [-i-] {+y+}"},
		{"een a b c|vier g h i", "nieuw j k|vier g h y", "[-een a b c-]|{+nieuw j k+}|vier g h [-i-] {+y+}"},
	} {
		if got := strings.ReplaceAll(markedAll(passages(lines(c.old), lines(c.new))), "\n", "|"); got != c.want {
			t.Errorf("%s → %s: %s", c.old, c.new, got)
		}
	}
}

// TestNothingIsLost puts the old and the new text together again from any comparison, also from one that is too large to be made word by word.
func TestNothingIsLost(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func(n, vocabulary int) string {
		all := make([]string, 1+r.IntN(n))
		for i := range all {
			all[i] = string(rune('a'+r.IntN(vocabulary))) + "x"
		}
		return strings.Join(all, " ")
	}
	sides := func(all []Passage) (old, new string) {
		var before, after []string
		for _, p := range all {
			for _, piece := range p {
				if piece.Op != Insert {
					before = append(before, piece.Text)
				}
				if piece.Op != Delete {
					after = append(after, piece.Text)
				}
			}
		}
		return strings.Join(before, " "), strings.Join(after, " ")
	}
	try := func(old, new string) {
		t.Helper()
		gotOld, gotNew := sides([]Passage{words(old, new)})
		if gotOld != old || gotNew != new {
			t.Fatalf("%q → %q: %q → %q", old, new, gotOld, gotNew)
		}
	}
	for range 3000 {
		try(text(30, 6), text(30, 6))
	}
	long := strings.Repeat("een twee drie vier ", 1000) + "e"
	other := strings.Replace("toen "+long+" af", "drie", "vijf", 700)
	try("nu "+long+" uit", other)
	if p := words("nu "+long+" uit", other); len(p) != 2 {
		t.Errorf("4,000 words are compared with 4,000: %d pieces", len(p))
	}
	var old, new []string
	for range 150 {
		old, new = append(old, text(6, 9)), append(new, text(6, 9))
	}
	for _, c := range [][2][]string{{old, new}, {old[:40], new[:60]}} {
		all := passages(c[0], c[1])
		_, gotNew := sides(all)
		if gotNew != strings.Join(c[1], " ") {
			t.Errorf("the new text of %d passages is not whole", len(c[1]))
		}
		var gotOld []string
		for _, p := range all {
			if before, _ := sides([]Passage{p}); before != "" {
				gotOld = append(gotOld, before)
			}
		}
		if !sameWords(strings.Join(gotOld, " "), strings.Join(c[0], " ")) {
			t.Errorf("the old text of %d passages is not whole", len(c[0]))
		}
	}
}

// sameWords reports whether texts have the same words in any order: what moved stands elsewhere in the old one.
func sameWords(a, b string) bool {
	x, y := bagOf(a), bagOf(b)
	return x.size == y.size && x.likeness(y) == 1
}
