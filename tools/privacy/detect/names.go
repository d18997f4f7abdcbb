package detect

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// person looks for a name that begins at token i, and returns the index at which to continue.
func (s *scanner) person(i int) int {
	t := &s.tokens[i]
	if t.end-t.start == 1 || t.shape != shapeLower { // or none of these begins with it
		if end := s.letterSpacedName(i); end > i {
			return end
		}
		if end := s.splitName(i); end > i {
			return end
		}
		if end := s.lettersOfName(i); end > i {
			return end
		}
	}
	if t.shape == shapeLower {
		if (t.flags&lexicon.Particle != 0 || s.word(i) == "v" || s.word(i) == "vd") && (s.hasTitle(i) || s.isStrongParticle(i, s.particles(i))) {
			if c := s.chain(i); len(c.words) > 0 {
				return s.judge(c)
			}
		}
		return s.lowerCasePerson(i)
	}
	if t.shape == shapePunctuation || t.shape == shapeDigits || t.shape == shapeMixed && t.key == 0 {
		return i + 1
	}
	if t.shape == shapeCapitalised && t.flags&^(lexicon.Proper|lexicon.Phrase) == 0 && t.end-t.start > 3 && s.text[t.end-1] == 's' && i+1 < len(s.tokens) && s.tokens[i+1].shape == shapeLower {
		// "Toms reactie"
		if stem := s.lookup(lexicon.Hash(s.text[t.start : t.end-1])); stem&(lexicon.Given|lexicon.Surname) != 0 && stem&(lexicon.Place|lexicon.Known) == 0 {
			s.add("naam/bezit", Name, t.start, t.end-1, false)
			s.taken[i] = takenByName
			return i + 1
		}
	}
	return s.judge(s.chain(i))
}

// splitName takes a name whose first letter a scanner set apart, behind a form of address: "de heer J ansen". It returns the index behind it, or i when
// there is none.
func (s *scanner) splitName(i int) int {
	t := &s.tokens[i]
	if t.shape != shapeCapital || !s.isFreeLower(i+1) || s.tokens[i+1].gap != gapSpace || s.tokens[i+1].flags&lexicon.Word != 0 || s.title(i) != byAddress {
		return i
	}
	s.add("naam/gespatieerd", Name, t.start, s.tokens[i+1].end, true)
	s.taken[i], s.taken[i+1] = takenByName, takenByName
	return i + 2
}

// lettersOfName takes a name of which only letters and particles are left: "G. de B.". It returns the index behind it, or i when there is none.
func (s *scanner) lettersOfName(i int) int {
	first := s.initials(i)
	if first == i {
		return i
	}
	last := s.particles(first)
	if last == first || last+1 >= len(s.tokens) || s.tokens[first].shape != shapeLower || s.tokens[last].shape != shapeCapital || !s.isMark(last+1, '.') || s.tokens[last+1].gap != gapNone {
		return i
	}
	s.add("naam/verkorte-achternaam", Name, s.tokens[i].start, s.tokens[last+1].end, false)
	for j := i; j < last+2; j++ {
		s.taken[j] = takenByName
	}
	return last + 2
}

// letterSpacedName takes a name with spaces between its letters: "J a n s e n". It returns the index behind it, or i when there is
// none.
func (s *scanner) letterSpacedName(i int) int {
	j := i
	var letters []byte
	for j < len(s.tokens) && len(letters) <= maxLetters && s.tokens[j].end-s.tokens[j].start == 1 && s.tokens[j].shape != shapePunctuation && s.tokens[j].shape != shapeDigits && (j == i || s.tokens[j].gap == gapSpace) && s.taken[j] == notTaken {
		letters = append(letters, s.normal.text[s.tokens[j].start])
		j++
	}
	if len(letters) < 4 || len(letters) > maxLetters || lexicon.Lookup(lexicon.Hash(string(letters)))&(lexicon.Given|lexicon.Surname) == 0 {
		return i
	}
	s.add("naam/gespatieerd", Name, s.tokens[i].start, s.tokens[j-1].end, false)
	return j
}

// isPlain reports whether a chain is one word that most sentences have and that plainly is no name: an ordinary word that begins a sentence, or another
// known name, with words in small letters around it. It is a quick test: the rules would say the same.
func (s *scanner) isPlain(c chain) bool {
	t := &s.tokens[c.start]
	if len(c.words) != 1 || c.end != c.start+1 || t.shape != shapeCapitalised || t.flags&(lexicon.Given|lexicon.Surname) != 0 ||
		c.end >= len(s.tokens) || s.tokens[c.end].shape != shapeLower || s.tokens[c.end].gap != gapSpace || s.in(c.end, calledWords) {
		return false
	}
	if t.gap == gapBlock || c.start == 0 {
		return t.flags&lexicon.Word != 0
	}
	before := &s.tokens[c.start-1]
	switch {
	case before.shape == shapeLower:
		return t.flags&lexicon.Known != 0 && t.flags&lexicon.Word == 0 && before.flags&(lexicon.Title|lexicon.Function|lexicon.Particle) == 0 && !s.in(c.start-1, certainWords) && !s.hasTitle(c.start)
	case t.flags&lexicon.Word == 0 || !t.startsSentence || c.start < 2:
		return false
	case s.isMark(c.start-1, '?'), s.isMark(c.start-1, '!'):
		return true
	}
	return s.isMark(c.start-1, '.') && s.tokens[c.start-2].shape != shapeCapital && !s.in(c.start-2, abbreviations)
}

// calledWords stand behind what somebody is called, certainWords before somebody of whom no more is known.
var (
	calledWords  = words("geheten genaamd")
	certainWords = words("ene zekere")
)

// judge adds a candidate when a chain is a name, and returns the index at which to continue.
func (s *scanner) judge(c chain) int {
	if len(c.words) == 0 {
		return max(c.end, c.start+1)
	}
	if s.isPlain(c) {
		return c.end
	}
	full := c
	c = s.trim(c)
	if len(c.words) > 0 && c.words[0] == c.start && c.start > full.start {
		// What was before the name no longer says where it ends: "Volgens Jandino Libier".
		if again := s.chain(c.start); len(again.words) >= len(c.words) {
			c = again
		}
	}
	if len(c.words) == 0 {
		return full.words[0] + 1
	}
	f := s.factsOf(c)
	if s.extend(&c) && s.tokens[c.words[len(c.words)-1]].flags&lexicon.Known == 0 {
		f.set(surnameFirst, true)
	}
	f.set(shortened, c.shortened)
	index := decide(f)
	if s.teach != nil {
		s.teach(c, f, index)
	}
	rule := &nameRules[index]
	verdict := s.weigh(c, f, index)
	if verdict == no && rule.whole {
		for i := c.start; i < c.end; i++ {
			s.taken[i] = takenByKnown
		}
		return c.end
	}
	if verdict == no && c.leading {
		return c.start + 1
	}
	if verdict == no {
		return c.words[0] + 1
	}
	start, end := s.tokens[c.start].start, s.tokens[c.end-1].end
	name := rule.name
	if rule.verdict == no {
		name = ruleFound
	}
	s.add(name, Name, start, end, verdict == certain)
	for i := c.start; i < c.end; i++ {
		s.taken[i] = takenByName
	}
	for n, w := range c.words {
		s.rememberName(w, verdict == certain && f.meets(evidence), n == len(c.words)-1 && c.particle)
	}
	return c.end
}
