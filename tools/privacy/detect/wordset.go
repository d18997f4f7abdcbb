package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// wordSet is a set of words in small letters.
type wordSet struct {
	words map[string]bool
	bit   membership
}

// membership says of a word in which sets it is, one bit a set.
type membership [2]uint64

// memberships has the sets of each word that is in one, by the key of the lexicon, so that one look tells all sets of a token.
var memberships = map[uint64]membership{}

// sets is how many sets there are.
var sets int

// words returns the set of the words in a text, separated by white space. It is called while the package begins, at most 128 times.
func words(all string) wordSet {
	w := wordSet{words: map[string]bool{}}
	w.bit[sets>>6] = 1 << (sets & 63)
	sets++
	for _, word := range strings.Fields(all) {
		w.add(word)
	}
	return w
}

func (w wordSet) add(word string) {
	w.words[word] = true
	key := lexicon.Hash(word)
	m := memberships[key]
	m[0], m[1] = m[0]|w.bit[0], m[1]|w.bit[1]
	memberships[key] = m
}

// has reports whether a word, in small letters, is in the set.
func (w wordSet) has(word string) bool { return w.words[word] }

// in reports whether there is a token i and its word is in a set.
func (s *scanner) in(i int, w wordSet) bool {
	if i < 0 || i >= len(s.tokens) {
		return false
	}
	t := &s.tokens[i]
	return t.sets[0]&w.bit[0] != 0 || t.sets[1]&w.bit[1] != 0
}

// uses says which rules have a use for a word, by its letters alone. A word without a use needs no closer look by these rules.
type uses uint8

const (
	labelUse   uses = 1 << iota // it may end the label of a value
	specialUse                  // it may tell something special of a person
	streetUse                   // it may have the ending of a street
	birthUse                    // it may stand before a date of birth
	caseUse                     // it may stand before the number of a case

	anyUse = labelUse | specialUse | streetUse | birthUse | caseUse
)

// usesOf returns the uses of a word in small letters.
func usesOf(word string) (u uses) {
	if mayLabel(word) {
		u |= labelUse
	}
	if mayBeSpecial(word) {
		u |= specialUse
	}
	if hasStreetEnding(word) {
		u |= streetUse
	}
	if word == "van" || birthWords[word] {
		u |= birthUse
	}
	if caseWords[word] || endsNumberNoun(word) {
		u |= caseUse
	}
	return u
}
