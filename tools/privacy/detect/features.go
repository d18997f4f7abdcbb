package detect

import (
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/model"
)

// Templates of features other than facts and pairs of facts.
const (
	featureFact = iota + 1
	featurePair
	featureRule
	featureBefore     // the word before
	featureBefore2    // the one before that
	featureAfter      // the word behind
	featureAfter2     // the one behind that
	featureBeforeForm // the word before, and whether there are more words
	featureAfterForm
	featureAround // the words before and behind
	featureEndAfter
	featureFirstBegin // the first letters of the first word
	featureFirstEnd
	featureLastBegin
	featureLastEnd
	featureShape
	featureLength
)

// features returns the slots of the features of a candidate: its facts, the pairs of these, the rule that decided, the words around it, and the
// beginnings and endings of its words. The slice is valid until the next call.
func (s *scanner) features(c chain, f facts, rule int) []uint16 {
	out := s.slots[:0]
	put := func(template int, value uint64) {
		out = append(out, model.Slot(uint64(template)<<56^value*0x100000001b3))
	}
	present := s.present[:0]
	for x := fact(0); x < factCount; x++ {
		if f.has(x) {
			present = append(present, x)
		}
	}
	for i, x := range present {
		put(featureFact, uint64(x))
		for _, y := range present[:i] {
			put(featurePair, uint64(x)<<8|uint64(y))
		}
	}
	s.present = present
	put(featureRule, conditions[rule].key)
	first, last := c.words[0], c.words[len(c.words)-1]
	form := uint64(min(len(c.words), 3))
	before, after := s.keyAt(c.start-1, c.start), s.keyAt(last+1, last+1)
	put(featureBefore, before)
	put(featureBefore2, s.keyAt(c.start-2, c.start))
	put(featureAfter, after)
	put(featureAfter2, s.keyAt(last+2, last+1))
	put(featureBeforeForm, before<<2^form)
	put(featureAfterForm, after<<2^form)
	put(featureAround, before*31^after)
	if last+1 < len(s.tokens) && s.tokens[last+1].gap != gapBlock {
		put(featureEndAfter, ending(s.word(last+1), 2))
	}
	for n := 2; n <= 4; n++ {
		put(featureFirstEnd, ending(s.word(first), n)<<2^form)
		put(featureLastEnd, ending(s.word(last), n)<<2^form)
	}
	put(featureFirstBegin, beginning(s.word(first), 3)<<2^form)
	put(featureLastBegin, beginning(s.word(last), 3)<<2^form)
	shapes := form
	for _, w := range c.words[:min(len(c.words), 4)] {
		shapes = shapes*8 + uint64(s.tokens[w].shape)
	}
	put(featureShape, shapes)
	put(featureLength, uint64(min(utf8.RuneCountInString(s.word(last)), 12))<<2^form)
	s.slots = out
	return out
}

// keyAt returns the key of token i, or of a mark or a number, or that there is none in the paragraph of token border.
func (s *scanner) keyAt(i, border int) uint64 {
	if i < 0 || i >= len(s.tokens) || border < len(s.tokens) && border >= 0 && s.tokens[border].gap == gapBlock {
		return 1
	}
	switch t := &s.tokens[i]; {
	case t.key != 0:
		return t.key
	case t.shape == shapeDigits:
		return 2
	default:
		return lexicon.Hash(s.text[t.start:t.end])
	}
}

// ending returns the hash of the last n letters of a word, or of the whole word.
func ending(word string, n int) uint64 {
	i := len(word)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(word[:i])
		i -= size
	}
	return lexicon.Hash(word[i:])
}

// beginning returns the hash of the first n letters of a word, or of the whole word.
func beginning(word string, n int) uint64 {
	i := 0
	for ; n > 0 && i < len(word); n-- {
		_, size := utf8.DecodeRuneInString(word[i:])
		i += size
	}
	return lexicon.Hash(word[:i])
}

// Lesson is a candidate for a name, for whoever trains the model: its place in the text, whether the rules take it for a name, and its features.
type Lesson struct {
	Start, End   int
	Found, Fixed bool // the rules find it; the model has no say in it
	Slots        []uint16
}

// Lessons returns the candidates in a text of one chunk that are written like a name.
func Lessons(text string) []Lesson {
	s := &scanner{names: names{}}
	var all []Lesson
	s.teach = func(c chain, f facts, rule int) {
		start, end := s.normal.span(s.tokens[c.start].start, s.tokens[c.end-1].end)
		r := &nameRules[rule]
		all = append(all, Lesson{start, end, r.verdict != no, r.fixed, append([]uint16(nil), s.features(c, f, rule)...)})
	}
	s.scanChunk(text, 0, true)
	return all
}
