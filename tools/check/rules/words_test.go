package rules

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// TestSameWords compares texts as checkBalance does, at random and as new texts made of their words.
func TestSameWords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "A", "é", "É", " ", "  ", "\n", "\u00a0", "b", "İ", "K", "k"}
	text := func() string {
		var b strings.Builder
		for range r.IntN(5) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	plain := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
	same := 0
	for range 50_000 {
		a, b := text(), text()
		want := plain(a) == plain(b)
		if want {
			same++
		}
		if sameWords(a, b) != want {
			t.Fatalf("%q and %q: %t", a, b, !want)
		}
	}
	if same < 1000 {
		t.Errorf("only %d pairs are the same", same)
	}
}

// TestQuickLooks compares the quick looks at a word or text with what they stand for.
func TestQuickLooks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	signs := []rune("ABCabz.,(é\u200b\u00ad\u200d\n\r\t\x7f👍\u202e")
	for range 20_000 {
		var word []rune
		for range r.IntN(8) {
			word = append(word, signs[r.IntN(len(signs))])
		}
		text := string(word)
		letters := strings.TrimFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
		if isAbbreviation(letters) && !hasCapitals(text) {
			t.Fatalf("%q is an abbreviation", text)
		}
		if len(unseen(text)) > 0 && !mayBeUnseen(text) || mayBeUnseen(text) != (strings.IndexFunc(text, isUnseen) >= 0) {
			t.Fatalf("%q has %v", text, unseen(text))
		}
	}
}
