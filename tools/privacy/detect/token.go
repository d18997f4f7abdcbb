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
	mark   shape = iota // punctuation, one character
	number              // digits only
	small               // a word that begins with a small letter
	large               // a word with only its first letter large
	upper               // all letters large, at least two
	single              // one large letter
	mixed               // letters and digits, or large letters inside
)

// gap is what stands between a token and the one before it.
type gap uint8

const (
	glued gap = iota
	spaced
	newLine // a line end inside a paragraph
	parted  // a paragraph, an item or a value of its own
)

// token is a word, a number or a mark of the normal text.
type token struct {
	start, end int
	shape      shape
	gap        gap
	first      bool // it begins a sentence, so that its capital tells nothing
	key        uint64
	is         lexicon.Flags
}

// shortened holds abbreviations, without their full stop, that mostly stand inside a sentence.
var shortened = set("opm aant nr nrs blz pag art afd bijv bv ca evt incl excl max resp tel tav vgl zgn jl adv wnd dd ref betr cf vs red secr vz")

// tokenise cuts the normal text into tokens.
func (s *scan) tokenise() {
	s.tokens = s.tokens[:0]
	text := s.normal.text
	before, begin := parted, true
	for i := 0; i < len(text); {
		switch c := text[i]; c {
		case ' ':
			before = max(before, spaced)
			i++
			continue
		case softBreak:
			before = max(before, newLine)
			i++
			continue
		case hardBreak:
			before, begin = parted, true
			i++
			continue
		}
		t := token{start: i, gap: before}
		i = s.read(&t)
		if t.shape == mark {
			switch text[t.start] {
			case '.':
				// "opm." and "nr." end no sentence.
				begin = t.gap != glued || len(s.tokens) == 0 || !shortened[s.word(len(s.tokens)-1)]
			case '!', '?':
				begin = true
			case ':', '|', '"', '(', '[', ';', '-', '>', '*', '/':
				// A capital after these may be that of a sentence, of a cell, of a quotation.
				begin = begin || text[t.start] != '-' && text[t.start] != '/' && text[t.start] != '(' && text[t.start] != '"' || before == parted
				if text[t.start] == '"' && len(s.tokens) > 0 && s.tokens[len(s.tokens)-1].shape == mark {
					begin = true
				}
			case ')', ']':
			default:
				begin = begin && before == parted
			}
		} else {
			t.first = begin
			// "3." and "drs." end no sentence: what follows them directly is judged by the rules of names.
			begin = false
		}
		s.tokens = append(s.tokens, t)
		before = glued
	}
}

// read reads one token and returns its end.
func (s *scan) read(t *token) int {
	text, i := s.normal.text, t.start
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
		t.shape = number
		return i
	case digits > 0:
		t.shape = mixed
	case letters == 1 && capitals == 1:
		t.shape = single
	case capitals == letters:
		t.shape = upper
	case firstCapital && capitals == 1:
		t.shape = large
	case capitals == 0:
		t.shape = small
	default:
		t.shape = mixed
	}
	if t.shape != mixed || digits == 0 {
		t.key = lexicon.Hash(s.text[t.start:t.end])
		t.is = s.lookup(t.key)
	}
	return i
}

// lookup is lexicon.Lookup with a memory: most words of a text are a few that come back, and the lexicon is larger than what a
// processor keeps near.
func (s *scan) lookup(key uint64) lexicon.Flags {
	m := &s.memory[key%uint64(len(s.memory))]
	if m.key != key {
		m.key, m.is = key, lexicon.Lookup(key)
	}
	return m.is
}

// apostrophe reports whether the one at i belongs to its word: 't, d'Hondt, O'Brien; not the quote around a word, nor the
// one of a possessive.
func apostrophe(text []byte, i, start int) bool {
	next := i + 1
	if next >= len(text) || !alnum(text[next]) {
		return false
	}
	if i == start {
		end := next + 1
		return strings.IndexByte("tsnTSN", text[next]) >= 0 && (end == len(text) || !alnum(text[end]))
	}
	end := next + 1
	return !(text[next] == 's' && (end == len(text) || !alnum(text[end])))
}

// str is the text of a token.
func (s *scan) str(t *token) string { return s.text[t.start:t.end] }

// is reports whether token i is the given mark.
func (s *scan) isMark(i int, c byte) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].shape == mark && s.normal.text[s.tokens[i].start] == c
}
