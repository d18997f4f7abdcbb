package detect

import "github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"

// names are the names found so far, by the key of each of their words.
type names map[uint64]nameWord

// nameWord is what is known of a word of a name that was found.
type nameWord struct {
	sure     bool
	interfix bool // a tussenvoegsel stood before it
}

func (s *scan) register(w int, sure, interfix bool) {
	t := &s.tokens[w]
	if t.key == 0 || t.end-t.start < 2 {
		return // the A of Tjon-A-Joe is in every "Speler A"
	}
	known := s.names[t.key]
	s.names[t.key] = nameWord{known.sure || sure, known.interfix || interfix}
}

// repeats finds the words of names elsewhere in the text.
func (s *scan) repeats() {
	if len(s.names) == 0 {
		return
	}
	s.claim()
	for i := 0; i < len(s.tokens); i++ {
		t := &s.tokens[i]
		if s.taken[i] != free || t.shape == mark || t.shape == number {
			continue
		}
		end := t.end
		word, ok := s.names[t.key]
		if (!ok || t.key == 0) && t.end-t.start > 3 && s.normal.text[t.end-1] == 's' {
			// "Fatimas nummer"
			end--
			word, ok = s.names[lexicon.Hash(s.text[t.start:end])]
		}
		if !ok || t.shape == small && (t.is&lexicon.Word != 0 && !(word.interfix && i > 0 && s.tokens[i-1].is&lexicon.Interfix != 0) || s.hyphenAfter(i)) {
			continue
		}
		if t.is&lexicon.Word != 0 && t.first && !verbs[s.word(i+1)] && !s.isMark(i+1, '\'') && !s.isMark(i+1, ':') && !s.isMark(i+1, ',') {
			continue
		}
		if t.is&lexicon.Word != 0 && s.determined(i) && !word.interfix || s.hyphenAfter(i) && t.is&lexicon.Word != 0 {
			continue
		}
		start := t.start
		if word.interfix {
			j := i
			for j > 0 && s.taken[j-1] == free && (s.tokens[j-1].is&lexicon.Interfix != 0) && s.tokens[j].gap <= newLine {
				j--
			}
			for j < i && s.interfixes(j) != i {
				j++ // "bij bakker": no tussenvoegsel
			}
			start = s.tokens[j].start
		}
		s.found(Name, start, end, word.sure)
	}
}
