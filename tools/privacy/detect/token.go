package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// shape is how a token is written.
type shape uint8

const (
	shapePunctuation shape = iota // punctuation, one character
	shapeDigits                   // digits only
	shapeLower                    // a word that begins with a small letter
	shapeCapitalised              // a word with only its first letter large
	shapeUpper                    // all letters large, at least two
	shapeCapital                  // one large letter
	shapeMixed                    // letters and digits, or large letters inside
)

// gap is what stands between a token and the one before it.
type gap uint8

const (
	gapNone gap = iota
	gapSpace
	gapLine  // a line end inside a paragraph
	gapBlock // a paragraph, an item or a value of its own
)

// token is a word, a number or a mark of the normal text.
type token struct {
	start, end     int
	shape          shape
	gap            gap
	startsSentence bool // it begins a sentence, so that its capital tells nothing
	key            uint64
	flags          lexicon.Flags
}

// shortened holds abbreviations, without their full stop, that mostly stand inside a sentence.
var abbreviationsInSentence = set("opm aant nr nrs blz pag art afd bijv bv ca evt incl excl max resp tel tav vgl zgn jl adv wnd dd ref betr cf vs red secr vz")

// tokenise cuts the normal text into tokens.
func (s *scanner) tokenise() {
	s.tokens = s.tokens[:0]
	text := s.source.text
	before, begin := gapBlock, true
	for i := 0; i < len(text); {
		switch c := text[i]; c {
		case ' ':
			before = max(before, gapSpace)
			i++
			continue
		case softBreak:
			before = max(before, gapLine)
			i++
			continue
		case hardBreak:
			before, begin = gapBlock, true
			i++
			continue
		}
		t := token{start: i, gap: before}
		i = s.read(&t)
		if t.shape == shapePunctuation {
			switch text[t.start] {
			case '.':
				// "opm." and "nr." end no sentence.
				begin = t.gap != gapNone || len(s.tokens) == 0 || !abbreviationsInSentence[s.word(len(s.tokens)-1)]
			case '!', '?':
				begin = true
			case ':', '|', '"', '(', '[', ';', '-', '>', '*', '/':
				// A capital after these may be that of a sentence, of a cell, of a quotation.
				begin = begin || text[t.start] != '-' && text[t.start] != '/' && text[t.start] != '(' && text[t.start] != '"' || before == gapBlock
				if text[t.start] == '"' && len(s.tokens) > 0 && s.tokens[len(s.tokens)-1].shape == shapePunctuation {
					begin = true
				}
			case ')', ']':
			default:
				begin = begin && before == gapBlock
			}
		} else {
			t.startsSentence = begin
			// "3." and "drs." end no sentence: what follows them directly is judged by the rules of names.
			begin = false
		}
		s.tokens = append(s.tokens, t)
		before = gapNone
	}
}

// read reads one token and returns its end.
func (s *scanner) read(t *token) int {
	text, i := s.source.text, t.start
	var letters, capitals, digits int
	firstCapital := false
	for i < len(text) {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		switch {
		case '0' <= r && r <= '9':
			digits++
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			letters++
			if unicode.IsUpper(r) {
				capitals++
				firstCapital = firstCapital || letters == 1 && digits == 0
			}
		case r == '\'' && apostrophe(text, i, t.start):
		default:
			size = 0
		}
		if size == 0 {
			break
		}
		i += size
	}
	t.end = i
	switch {
	case i == t.start:
		_, size := utf8.DecodeRune(text[i:])
		t.end = i + size
		return t.end
	case letters == 0:
		t.shape = shapeDigits
		return i
	case digits > 0:
		t.shape = shapeMixed
	case letters == 1 && capitals == 1:
		t.shape = shapeCapital
	case capitals == letters:
		t.shape = shapeUpper
	case firstCapital && capitals == 1:
		t.shape = shapeCapitalised
	case capitals == 0:
		t.shape = shapeLower
	default:
		t.shape = shapeMixed
	}
	if t.shape != shapeMixed || digits == 0 {
		t.key = lexicon.Hash(s.text[t.start:t.end])
		t.flags = s.lookup(t.key)
	}
	return i
}

// lookup is lexicon.Lookup with a memory: most words of a text are a few that come back, and the lexicon is larger than what a
// processor keeps near.
func (s *scanner) lookup(key uint64) lexicon.Flags {
	m := &s.cache[key%uint64(len(s.cache))]
	if m.key != key {
		m.key, m.flags = key, lexicon.Lookup(key)
	}
	return m.flags
}

// apostrophe reports whether the one at i belongs to its word: 't, d'Hondt, O'Brien; not the quote around a word, nor the
// one of a possessive.
func apostrophe(text []byte, i, start int) bool {
	next := i + 1
	if next >= len(text) || !isAlnum(text[next]) {
		return false
	}
	if i == start {
		end := next + 1
		return strings.IndexByte("tsnTSN", text[next]) >= 0 && (end == len(text) || !isAlnum(text[end]))
	}
	end := next + 1
	return !(text[next] == 's' && (end == len(text) || !isAlnum(text[end])))
}

// str is the text of a token.
func (s *scanner) tokenText(t *token) string { return s.text[t.start:t.end] }

// is reports whether token i is the given mark.
func (s *scanner) isMark(i int, c byte) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].shape == shapePunctuation && s.source.text[s.tokens[i].start] == c
}
