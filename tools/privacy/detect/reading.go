package detect

import "github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"

// Given is the name of the rule of the names that a user gave, which package concerned finds.
const Given = "naam/opgegeven"

// Reading is a text as its reader sees it: without markup and invisible characters, and with each character written in one way. A search for other
// values than those of this package begins with it, so that nothing hides a value from one and not from the other.
type Reading struct {
	Text   string
	normal normalText
}

// Read returns a text as its reader sees it.
func Read(src string) *Reading {
	r := &Reading{}
	r.normal.normalise(src)
	r.Text = string(r.normal.text)
	return r
}

// Span returns the range of bytes in the source for [start, end) of the text, which is not empty.
func (r *Reading) Span(start, end int) (int, int) { return r.normal.span(start, end) }

// SoftBreak is the end of a line inside a paragraph in the text of a Reading, HardBreak that of a paragraph, list item or cell.
const (
	SoftBreak = softBreak
	HardBreak = hardBreak
)

// Meaning is what the lexicon says that a word can be, other than the name of a person.
type Meaning uint8

const (
	NoMeaning Meaning = iota // nothing that is known
	Ordinary                 // a word of the language, written in small letters: roos, bakker
	Other                    // another name, always with a capital: a place, a language, an organisation
)

// MeaningOf returns what a word can be, other than the name of a person. Capitals make no difference.
func MeaningOf(word string) Meaning {
	switch flags := lexicon.Lookup(lexicon.Hash(word)); {
	case flags&(lexicon.Word|lexicon.Function|lexicon.Portfolio|lexicon.Title|lexicon.Closed|lexicon.Particle) != 0:
		return Ordinary
	case flags&(lexicon.Place|lexicon.Known) != 0:
		return Other
	}
	return NoMeaning
}

// IsKnown reports whether the lexicon has a word, as whatever.
func IsKnown(word string) bool {
	return lexicon.Lookup(lexicon.Hash(word)) != 0 || lexicon.IsWord(word)
}
