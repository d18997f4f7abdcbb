package detect

import (
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// names holds the words of the names that were found so far, by the hash of the word.
type names map[uint64]nameWord

// nameWord says how a word occurred in a name.
type nameWord struct {
	sure     bool // in a candidate that is sure
	particle bool // behind a particle
	weak     bool // only a name because of the words beside it: a word of the dictionary
}

// rememberName notes that token w is a word of a name, which is found elsewhere in the text from then on. What would be found all over the text if the name
// were none is passed over: one letter (the A of Tjon-A-Joe in "Speler A"), an abbreviation, and a known name that is nobody's. A word of the dictionary
// only counts when the name is sure, and even then its repeats are not.
func (s *scanner) rememberName(w int, sure, particle bool) {
	t := &s.tokens[w]
	if t.key == 0 || t.end-t.start < 2 || t.flags&lexicon.Closed != 0 {
		return
	}
	named := t.flags&(lexicon.Given|lexicon.Surname) != 0
	if !named && (t.shape == shapeUpper || t.flags&(lexicon.Known|lexicon.Portfolio|lexicon.Title) != 0) || t.shape == shapeUpper && t.end-t.start < 5 {
		return
	}
	weak := t.flags&lexicon.Word != 0 || !named && (t.flags&(lexicon.Function|lexicon.Place) != 0 || s.isOrdinaryWord(w))
	if !sure && !named {
		return
	}
	known, ok := s.names[t.key]
	s.names[t.key] = nameWord{known.sure || sure, known.particle || particle, weak && (!ok || known.weak)}
}

// repeatedNames adds candidates for the words of known names elsewhere in the text, and makes those sure of which a word is in a sure name.
func (s *scanner) repeatedNames() {
	minutes := s.saysWhoWasPresent()
	if len(s.names) == 0 && !minutes {
		return
	}
	s.confirmNames()
	s.markTaken()
	if minutes {
		s.initialsOfPresent()
	}
	for i := range s.tokens {
		if s.taken[i] != notTaken {
			continue
		}
		if word, end, ok := s.knownName(i); ok && !s.isOtherUse(i, word) {
			s.add("naam/herhaald", Name, s.tokens[s.repeatStart(i, word)].start, end, word.sure && !word.weak)
		}
	}
}

// saysWhoWasPresent reports whether the text is like minutes: it has a label of who were there.
func (s *scanner) saysWhoWasPresent() bool {
	for i := range s.tokens {
		if s.isMark(i, ':') && s.in(i-1, presenceLabels) {
			return true
		}
	}
	return false
}

// presenceLabels holds the labels behind which minutes list who were there.
var presenceLabels = words("aanwezig aanwezigen afwezig aanw afw deelnemers present absent")

// initialsOfPresent adds candidates for the initials of people of whom the text has the name, or initials in a list: ML for Marieke Lamers.
func (s *scanner) initialsOfPresent() {
	initials := map[string]bool{}
	s.eachName(func(c *candidate, from, to int) {
		capitals, all := "", ""
		for i := from; i < to; i++ {
			first, _ := utf8.DecodeRuneInString(s.tokenText(&s.tokens[i]))
			if unicode.IsUpper(first) {
				capitals += string(first)
			}
			if unicode.IsLetter(first) {
				all += string(first)
			}
		}
		if utf8.RuneCountInString(capitals) > 1 && c.sure {
			initials[capitals], initials[all] = true, true
		} else if word := s.normal.text[c.start:c.end]; len(word) < 6 && s.inPeopleList(from) {
			initials[string(word)] = true
		}
	})
	for i := range s.tokens {
		t := &s.tokens[i]
		if s.taken[i] == notTaken && (t.shape == shapeUpper || t.shape == shapeMixed) && t.end-t.start < 6 && t.flags&(lexicon.Known|lexicon.Place|lexicon.Portfolio) == 0 && initials[s.tokenText(t)] {
			s.add("naam/initialen-van-aanwezige", Name, t.start, t.end, false)
		}
	}
}

// confirmNames makes candidates sure of which a word is in a name that is.
func (s *scanner) confirmNames() {
	s.eachName(func(c *candidate, from, to int) {
		for i := from; i < to && !c.sure; i++ {
			if word, _, ok := s.knownName(i); ok && word.sure && !word.weak && s.tokens[i].flags&lexicon.Particle == 0 {
				c.sure, c.rule = true, "naam/herhaald"
			}
		}
	})
}

// eachName calls visit with each candidate for a name, in the order of the text, its first token and the index behind its last.
func (s *scanner) eachName(visit func(c *candidate, from, to int)) {
	from := 0
	for n := range s.candidates {
		c := &s.candidates[n]
		for from < len(s.tokens) && s.tokens[from].end <= c.start {
			from++
		}
		if c.kind != Name {
			continue
		}
		to := from
		for to < len(s.tokens) && s.tokens[to].start < c.end {
			to++
		}
		visit(c, from, to)
	}
}

// knownName returns what is known of token i, when it is a word of a name that was found, and where that word ends: before the s of "Fatimas nummer".
func (s *scanner) knownName(i int) (word nameWord, end int, ok bool) {
	t := &s.tokens[i]
	if t.shape == shapePunctuation || t.shape == shapeDigits || t.key == 0 {
		return word, 0, false
	}
	if word, ok = s.names[t.key]; ok {
		return word, t.end, true
	}
	if t.end-t.start > 3 && s.normal.text[t.end-1] == 's' {
		word, ok = s.names[lexicon.Hash(s.text[t.start:t.end-1])]
	}
	return word, t.end - 1, ok
}

// isOtherUse reports whether token i, which is a word of a known name, is there as the ordinary word that it is as well.
func (s *scanner) isOtherUse(i int, word nameWord) bool {
	t := &s.tokens[i]
	ordinary := t.flags&lexicon.Word != 0 || word.weak
	switch {
	case t.shape == shapeUpper && word.weak, s.isMark(i-1, '(') && t.end-t.start <= 3:
		return true
	case t.shape == shapeLower && (s.hyphenFollows(i) || s.isEnglish(i) || t.flags&(lexicon.Given|lexicon.Surname) == 0 && !s.isWithoutCapitals(i)):
		return true
	case t.shape == shapeLower && ordinary:
		return !word.particle || i == 0 || s.tokens[i-1].flags&lexicon.Particle == 0 || !s.isWithoutCapitals(i) && !(word.sure && t.flags&lexicon.Surname != 0)
	case !ordinary:
		return false
	case t.startsSentence && !word.sure:
		return !s.in(i+1, humanVerbs)
	case t.startsSentence && s.word(i+1) != "zelf" && !s.in(i+1, verbs) && !s.isMark(i+1, '\'') && !s.isMark(i+1, ':') && !s.isMark(i+1, ','):
		return true
	}
	if s.hyphenFollows(i) {
		return true
	}
	if !s.hasDeterminer(i) {
		return false
	}
	before := &s.tokens[i-1]
	office := t.flags&(lexicon.Known|lexicon.Portfolio|lexicon.Function|lexicon.Closed|lexicon.Place) != 0
	switch {
	case !word.particle:
		return true
	case before.shape != shapeLower && !before.startsSentence, s.in(i+1, humanVerbs):
		return false
	}
	// "De Grauwe is econoom": the article begins the sentence, and the capital of the word is its own.
	return !(word.sure && before.startsSentence && s.word(i-1) == "de" && t.shape == shapeCapitalised && !office)
}

// repeatStart returns the first token of the repeated name that ends with token i: a particle that belongs to it, or i.
func (s *scanner) repeatStart(i int, word nameWord) int {
	if !word.particle {
		return i
	}
	j := i
	for j > max(0, i-maxParticles) && s.taken[j-1] == notTaken && s.tokens[j-1].flags&lexicon.Particle != 0 && s.tokens[j].gap <= gapLine {
		j--
	}
	for j < i && s.particles(j) != i {
		j++ // "bij bakker": a preposition
	}
	return j
}
