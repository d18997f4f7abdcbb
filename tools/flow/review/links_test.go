package review

import (
	"math/rand/v2"
	"testing"
)

// TestLinks holds what links tells of a word by its letters against the expression.
func TestLinks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "abc", "def", "e", "x", "Z", "AB", "1", "0", "é", "ſ", "K", "www", "WWW", "mailto", "xmpp", ".", ",", ":", "/", "@", "#", "!", "%", "~", "&", "$", "-", "+", "[", "]", "{", "}", "_", "\"", "(", ")", "'"}
	linked := 0
	for n := range 200_000 {
		var word string
		for range 1 + r.IntN(8) {
			word += parts[r.IntN(len(parts)-n%2*27)] // each other one mostly of letters
		}
		want := patterns().linked.MatchString(word)
		if links(word) != want {
			t.Errorf("%q: %v, want %v", word, links(word), want)
		}
		if want {
			linked++
		}
	}
	if linked < 10_000 {
		t.Error(linked)
	}
}
