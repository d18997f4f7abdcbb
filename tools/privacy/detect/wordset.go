package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// wordSet is a set of words in small letters: one bit of a membership.
type wordSet struct{ bit membership }

// membership says of a word in which sets it is, one bit a set.
type membership [2]uint64

// memberships has the sets of each word that is in one, by the key of the lexicon, so that one look tells all sets of a token. Every command makes it while it
// starts, so it has its size from the beginning.
var memberships = make(map[uint64]membership, 1792)

// sets is how many sets there are.
var sets int

// words returns the set of the words in a text, separated by white space. It is called while the package begins, at most 128 times.
func words(all string) wordSet {
	var w wordSet
	w.bit[sets>>6] = 1 << (sets & 63)
	sets++
	for word := range strings.FieldsSeq(all) {
		key := lexicon.Hash(word)
		m := memberships[key]
		memberships[key] = membership{m[0] | w.bit[0], m[1] | w.bit[1]}
	}
	return w
}

// has reports whether a word, in small letters, is in the set.
func (w wordSet) has(word string) bool { return w.holds(memberships[lexicon.Hash(word)]) }

// holds reports whether a word with a membership is in the set.
func (w wordSet) holds(m membership) bool { return m[0]&w.bit[0] != 0 || m[1]&w.bit[1] != 0 }

// in reports whether there is a token i and its word is in a set.
func (s *scanner) in(i int, w wordSet) bool {
	if i < 0 || i >= len(s.tokens) {
		return false
	}
	return w.holds(s.tokens[i].sets)
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
