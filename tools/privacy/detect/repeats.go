package detect

import "github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"

// names holds the words of the names that were found so far, by the hash of the word.
type names map[uint64]nameWord

// nameWord says how a word occurred in a name.
type nameWord struct {
	sure     bool // in a candidate that is sure
	particle bool // behind a particle
}

// rememberName notes that token w is a word of a name.
func (s *scanner) rememberName(w int, sure, particle bool) {
	t := &s.tokens[w]
	if t.key == 0 || t.end-t.start < 2 {
		return // one letter would be found everywhere: the A of Tjon-A-Joe in "Speler A"
	}
	known := s.names[t.key]
	s.names[t.key] = nameWord{known.sure || sure, known.particle || particle}
}

// repeatedNames adds candidates for the words of known names elsewhere in the text.
func (s *scanner) repeatedNames() {
	if len(s.names) == 0 {
		return
	}
	s.markTaken()
	for i := 0; i < len(s.tokens); i++ {
		t := &s.tokens[i]
		if s.taken[i] != notTaken || t.shape == shapePunctuation || t.shape == shapeDigits {
			continue
		}
		end := t.end
		word, ok := s.names[t.key]
		if (!ok || t.key == 0) && t.end-t.start > 3 && s.normal.text[t.end-1] == 's' {
			// "Fatimas nummer"
			end--
			word, ok = s.names[lexicon.Hash(s.text[t.start:end])]
		}
		if !ok || t.shape == shapeLower && (t.flags&lexicon.Word != 0 && !(word.particle && i > 0 && s.tokens[i-1].flags&lexicon.Particle != 0) || s.hyphenFollows(i)) {
			continue
		}
		if t.flags&lexicon.Word != 0 && t.startsSentence && !verbs[s.word(i+1)] && !s.isMark(i+1, '\'') && !s.isMark(i+1, ':') && !s.isMark(i+1, ',') {
			continue
		}
		if t.flags&lexicon.Word != 0 && s.hasDeterminer(i) && !word.particle || s.hyphenFollows(i) && t.flags&lexicon.Word != 0 {
			continue
		}
		start := t.start
		if word.particle {
			j := i
			for j > max(0, i-maxParticles) && s.taken[j-1] == notTaken && (s.tokens[j-1].flags&lexicon.Particle != 0) && s.tokens[j].gap <= gapLine {
				j--
			}
			for j < i && s.particles(j) != i {
				j++ // "bij bakker": a preposition
			}
			start = s.tokens[j].start
		}
		s.add("", Name, start, end, word.sure)
	}
}
