package concerned

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// letters are those that Unicode does not take apart in a letter and a mark.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ĳ': "ij", 'ħ': "h", 'ŧ': "t", 'ŋ': "n",
}

// foldRune returns a letter in small letters without accents: one letter or two. A mark that stands by itself has none.
func foldRune(r rune) string {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r |= 0x20
		}
		return string(r)
	}
	r = unicode.ToLower(r)
	if s, ok := letters[r]; ok {
		return s
	}
	var b strings.Builder
	for _, c := range norm.NFKD.String(string(r)) {
		if unicode.Is(unicode.Mn, c) {
			continue
		}
		if s, ok := letters[c]; ok {
			b.WriteString(s)
			continue
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// fold returns a text in small letters without accents.
func fold(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(foldRune(r))
	}
	return b.String()
}

// known returns what a word can be other than a name.
func known(word string) detect.Meaning { return detect.MeaningOf(word) }
