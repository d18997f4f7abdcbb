// Package mask hides personal data in what is shown to people: reports, reviews and the output of the command. It is the
// only place that decides how much of a value stays visible.
package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/budget"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// ellipsis stands for the letters of a word that are left out.
const ellipsis = "…"

// Value shortens a value to the first character of each word, which is enough for the writer to find it and too little to
// recognise a person by: "Jan de Vries" becomes "J… d… V…". Opening brackets before a word are dropped; runs of white space
// become one space. A word of one character gets an ellipsis as well, so that the length of a word stays unknown.
func Value(value string) string {
	words := strings.Fields(value)
	for i, word := range words {
		word = strings.TrimLeft(word, "<([")
		if word == "" {
			continue // only brackets
		}
		_, size := utf8.DecodeRuneInString(word)
		words[i] = word[:size] + ellipsis
	}
	return strings.Join(words, " ")
}

// Text applies Value to all personal data in a text that identifies a person by itself. The rest stays as it is. Of a text that is too much to search, an
// ellipsis stands in the place of what was not searched.
func Text(text string) string {
	hits, done := detect.Search(text, budget.For(len(text)))
	masked := Hits(text[:done], hits)
	if done < len(text) {
		masked += ellipsis
	}
	return masked
}

// Hits applies Value to those of the hits in a text that identify a person by themselves.
func Hits(text string, hits []detect.Hit) string {
	var b strings.Builder
	last := 0
	for _, hit := range hits {
		if hit.Kind.Identifies() {
			b.WriteString(text[last:hit.Start])
			b.WriteString(Value(hit.Value))
			last = hit.End
		}
	}
	b.WriteString(text[last:])
	return b.String()
}

// Line overwrites characters with a middle dot. White space and combining marks stay, so that the line keeps its width and
// carets below it still point at the right column.
func Line(line []rune) {
	for i, r := range line {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Mn, r) {
			line[i] = '·'
		}
	}
}
