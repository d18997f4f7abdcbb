package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// shape is the form of a token.
type shape uint8

const (
	shapePunctuation shape = iota // one character that is neither a letter nor a digit
	shapeDigits                   // digits only
	shapeLower                    // a word in lower case
	shapeCapitalised              // a word of which only the first letter is a capital
	shapeUpper                    // at least two letters, all capitals
	shapeCapital                  // one letter, a capital
	shapeMixed                    // letters and digits, or capitals inside the word
)

// gap is what separates a token from the one before it. Larger values separate more.
type gap uint8

const (
	gapNone gap = iota
	gapSpace
	gapLine  // a line end inside a paragraph
	gapBlock // the end of a paragraph, list item, cell or value in front matter
)

// token is a word, a number or a punctuation character of the normalised text.
type token struct {
	start, end     int
	shape          shape
	gap            gap
	startsSentence bool // so that a capital means nothing
	key            uint64
	flags          lexicon.Flags
	uses           uses
	sets           membership // of its word
}

// abbreviationsInSentence holds abbreviations, without their full stop, that do not end a sentence.
var abbreviationsInSentence = words("opm aant nr nrs blz pag art afd bijv bv ca evt incl excl max resp tel tav vgl zgn jl adv wnd dd ref betr cf vs red secr vz")

// tokenise splits the normalised text into tokens.
func (s *scanner) tokenise() {
	text := s.normal.text
	if s.tokens = s.tokens[:0]; s.tokens == nil {
		s.tokens = make([]token, 0, len(text)/4) // words with their spaces and marks are longer: it need not grow
	}
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
		i = s.readToken(&t)
		if t.shape == shapePunctuation {
			switch text[t.start] {
			case '.':
				// "opm." and "nr." do not end a sentence.
				begin = t.gap != gapNone || len(s.tokens) == 0 || !s.in(len(s.tokens)-1, abbreviationsInSentence)
			case '!', '?':
				begin = true
			case ':', '|', '"', '(', '[', ';', '-', '>', '*', '/':
				// A capital behind these may begin a sentence, a cell or a quotation.
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
			// Also behind "3." and "drs.", where the rules for names judge the next token.
			begin = false
		}
		s.tokens = append(s.tokens, t)
		before = gapNone
	}
}

// readToken reads the token that begins at t.start, fills in t, and returns its end.
func (s *scanner) readToken(t *token) int {
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
		case 'a' <= r && r <= 'z':
			letters++
		case 'A' <= r && r <= 'Z':
			letters++
			capitals++
			firstCapital = firstCapital || letters == 1 && digits == 0
		case r < utf8.RuneSelf && r != '\'':
			size = 0
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
	if capitals == 2 && letters > 2 && digits == 0 && text[t.start] == 'I' && text[t.start+1] == 'J' {
		capitals = 1 // "IJsselstraat": one letter in Dutch
	}
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
		w := s.known(t.key, s.lowerText[t.start:t.end])
		t.flags, t.uses, t.sets = w.flags, w.uses, w.sets
	}
	if digits > 0 && digits <= 2 && letters > 2 || t.flags == 0 && t.shape == shapeLower && i-t.start > 6 && text[t.start] == 'r' && text[t.start+1] == 'n' {
		s.readScanned(t)
	}
	return i
}

// scanned puts right what a scanner often misreads.
var scanned = strings.NewReplacer("0", "o", "1", "l", "rn", "m")

// readScanned gives a word in which a scanner misread a letter the shape, key and flags of the word: "Mevr0uw", "Wi11em", "rnevrouw".
func (s *scanner) readScanned(t *token) {
	word := scanned.Replace(s.text[t.start:t.end])
	key := lexicon.Hash(word)
	flags := s.lookup(key)
	if flags&(lexicon.Title|lexicon.Given|lexicon.Surname) == 0 {
		return
	}
	t.key, t.flags, t.shape = key, flags, shapeLower
	t.uses, t.sets = anyUse, memberships[key] // its letters are not those of the word
	if startsWithCapital([]byte(word)) {
		t.shape = shapeCapitalised
	}
}

// lookup is lexicon.Lookup with a cache: a few words make up most of a text, and the lexicon does not fit in the cache of a
// processor.
func (s *scanner) lookup(key uint64) lexicon.Flags {
	m := &s.rows[key%uint64(len(s.rows))]
	if m.key != key {
		m.key, m.flags = key, lexicon.Lookup(key)
	}
	return m.flags
}

// known returns what is known of a word, by its key, with a cache of its own: rows of words, which hardly ever come back, would drive out the words.
func (s *scanner) known(key uint64, word string) *knownWord {
	m := &s.vocabulary[key%uint64(len(s.vocabulary))]
	if m.key != key {
		*m = knownWord{key, lexicon.Lookup(key), usesOf(strings.ToLower(word)), memberships[key]}
	}
	return m
}

// apostrophe reports whether the apostrophe at offset i belongs to the word that begins at start: 't, d'Hondt, O'Brien. One that
// quotes a word or makes a possessive does not.
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

// tokenText returns a token as it is written.
func (s *scanner) tokenText(t *token) string { return s.text[t.start:t.end] }

// isMark reports whether there is a token i and it is this punctuation character.
func (s *scanner) isMark(i int, c byte) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].shape == shapePunctuation && s.normal.text[s.tokens[i].start] == c
}
