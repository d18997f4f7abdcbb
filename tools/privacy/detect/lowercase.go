package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// lowerCasePerson looks for a name in lower case that begins at token i: behind a title, in a chat, or a given name with a surname.
// It returns the index at which to continue.
func (s *scanner) lowerCasePerson(i int) int {
	t := &s.tokens[i]
	letter := s.isDottedLetter(i)
	if t.flags != 0 && t.flags&(lexicon.Given|lexicon.Surname|lexicon.Particle) == 0 && !letter && t.end-t.start > 2 {
		return i + 1 // an ordinary word, as most are
	}
	title := s.title(i)
	if letter && (i == 0 || t.gap != gapNone) {
		// "h. van der laan", "j.p. bakker"
		j := i
		for j < i+maxInitials && s.isDottedLetter(j) {
			j += 2
		}
		if last := s.lowerCaseParticles(j); last < len(s.tokens) && s.taken[last] == notTaken && s.tokens[last].shape == shapeLower && s.tokens[last].gap <= gapLine && s.tokens[last].end-s.tokens[last].start > 2 {
			if w := &s.tokens[last]; w.flags&lexicon.Surname != 0 && (last > j || w.flags&lexicon.Word == 0 || title == byAddress) {
				return s.takeLowerCase(i, last, false)
			}
		}
	}
	if t.flags&lexicon.Given != 0 && t.end-t.start > 2 && (s.followsLabel(i) || t.gap == gapBlock && s.isMark(i+1, ',') && t.flags&lexicon.Closed == 0) {
		last := i
		if next := s.lowerCaseParticles(i + 1); next < len(s.tokens) && s.tokens[next].shape == shapeLower && s.tokens[next].gap == gapSpace && s.tokens[next].flags&lexicon.Surname != 0 && s.taken[next] == notTaken {
			last = next // "van: mo ben haddou"
		}
		s.rememberName(i, false, false)
		return s.takeLowerCase(i, last, false)
	}
	after := s.lowerCaseParticles(i)
	if after > i || title == byAddress {
		// "mevr van dijk", "dhr jansen", "de vries".
		if after < len(s.tokens) && s.tokens[after].shape == shapeLower && s.tokens[after].gap <= gapLine && s.taken[after] == notTaken {
			w := &s.tokens[after]
			surname := w.flags&lexicon.Surname != 0 && w.flags&(lexicon.Function|lexicon.Title|lexicon.Known) == 0
			if title == byAddress && s.word(i-1) != "dame" && s.word(i-1) != "heren" && s.word(i-1) != "meester" && s.word(i-1) != "familie" && s.word(i-1) != "heer" &&
				(surname && (w.flags&lexicon.Word == 0 || after > i) || after == i && w.flags&lexicon.Surname != 0 && w.flags&lexicon.Closed == 0 && addressForms[s.word(i-1)] || w.flags&lexicon.Given != 0 && w.flags&lexicon.Word == 0) {
				return s.takeLowerCase(i, after, true)
			}
		}
		if after > i && after < len(s.tokens) && s.tokens[after].shape == shapeLower && s.taken[after] == notTaken {
			// "al-jabouri", "ten cate"
			if w := &s.tokens[after]; w.flags&lexicon.Surname != 0 && w.flags&(lexicon.Word|lexicon.Place|lexicon.Known) == 0 && w.end-w.start > 3 && !weakParticles[s.word(i)] {
				return s.takeLowerCase(i, after, false)
			}
		}
		if after > i {
			// "van der veen", "v d broek"
			if after-i > 1 && after < len(s.tokens) && s.tokens[after].shape == shapeLower && s.taken[after] == notTaken && s.tokens[after].gap == gapSpace && s.tokens[after].flags&lexicon.Surname != 0 && s.tokens[after].flags&lexicon.Known == 0 {
				if last := s.word(after - 1); last == "ten" && s.tokens[after].flags&lexicon.Word == 0 || last == "der" || last == "den" || last == "d" || last == "." && s.word(i) == "v" {
					return s.takeLowerCase(i, after, false)
				}
			}
			return i + 1
		}
	}
	if named := t.flags & (lexicon.Given | lexicon.Surname); named != 0 && t.flags&lexicon.Function == 0 {
		if naming[s.word(i-1)] {
			return s.takeLowerCase(i, i, false)
		}
	}
	if t.flags == 0 && s.isFusedName(t) {
		return s.takeLowerCase(i, i, false) // "mvdlinden"
	}
	if t.flags == 0 && title == bySalutation && t.end-t.start > 3 && signOff[s.word(i-1)] {
		return s.takeLowerCase(i, i, false) // "groetjes shanelva"
	}
	if t.flags&lexicon.Surname != 0 && t.flags&(lexicon.Word|lexicon.Given|lexicon.Function) == 0 && t.end-t.start > 5 && i > 0 && (beforePerson[s.word(i-1)] || verbs[s.word(i-1)]) && s.isWithoutCapitals(i) {
		return s.takeLowerCase(i, i, false)
	}
	if t.flags&lexicon.Given == 0 || t.flags&(lexicon.Function|lexicon.Known|lexicon.Title|lexicon.Particle) != 0 {
		return i + 1
	}
	// "jan de vries", "fatima bouzid".
	next := s.lowerCaseParticles(i + 1)
	if next < len(s.tokens) && s.tokens[next].shape == shapeLower && (s.tokens[next].gap == gapSpace || s.tokens[next].gap == gapLine) && s.tokens[i+1].gap == gapSpace && s.taken[next] == notTaken {
		w := &s.tokens[next]
		if w.flags&lexicon.Surname != 0 && (next > i+1 && t.flags&lexicon.Closed == 0 && !verbs[s.word(i)] && (t.flags&lexicon.Word == 0 || t.startsSentence || i > 0 && (s.tokens[i-1].shape == shapePunctuation || s.tokens[i-1].shape == shapeDigits || beforePerson[s.word(i-1)] || title != noTitle) || s.isWithoutCapitals(i) || w.flags&lexicon.Word == 0 || s.isCommonSurname(next)) || w.flags&lexicon.Word == 0 && (t.flags&lexicon.Word == 0 || t.flags&lexicon.Closed == 0 && !verbs[s.word(i)] && w.end-w.start > 4 && w.flags&(lexicon.Place|lexicon.Known) == 0)) {
			s.rememberName(i, false, false)
			return s.takeLowerCase(i, next, false)
		}
	}
	if t.flags&lexicon.Word != 0 && t.flags&lexicon.Closed == 0 && t.end-t.start > 2 && !verbs[s.word(i)] && i > 0 && beforeNameInChat[s.word(i-1)] && s.isWithoutCapitals(i) {
		return s.takeLowerCase(i, i, false) // "app piet even"
	}
	if t.flags&lexicon.Word != 0 && !(s.isMark(i+1, ':') && s.startsChatLine(i)) || t.end-t.start < 2 {
		return i + 1
	}
	switch {
	case s.isMark(i+1, ':') && s.tokens[i+1].gap == gapNone && (s.startsChatLine(i) || i > 0 && s.tokens[i-1].shape == shapeUpper),
		title != noTitle && t.end-t.start > 2, t.end-t.start > 2 && s.isWithoutCapitals(i):
		return s.takeLowerCase(i, i, false)
	}
	return i + 1
}

// isFusedName reports whether a token is a user name like fusedName with a known surname.
func (s *scanner) isFusedName(t *token) bool {
	if t.end-t.start < 7 {
		return false
	}
	begin := s.text[t.start : t.start+5]
	if !strings.Contains(begin, "v") && !strings.HasPrefix(begin, "de") {
		return false
	}
	m := fusedName().FindStringSubmatchIndex(s.text[t.start:t.end])
	return m != nil && lexicon.Lookup(lexicon.Hash(s.text[t.start+m[2]:t.start+m[3]]))&lexicon.Surname != 0
}

// fusedName matches a user name that consists of initials, a particle and a surname, which is the group: "mvdlinden".
var fusedName = pattern(`^[a-z]{0,2}(?:vander|vanden|vande|van|vd|de)(\pL{4,})$`)

// addressForms holds forms of address that only occur before a name.
var addressForms = set("meneer mijnheer mevrouw mevr mw dhr mej")

// beforeNameInChat holds words that are followed by a name in a message without capitals.
var beforeNameInChat = set("aan met app appt appte bel belt belde vraag vraagt vroeg mail mailt mailde zei zegt volgens namens")

// isDottedLetter reports whether token i is one letter in lower case with a full stop behind it.
func (s *scanner) isDottedLetter(i int) bool {
	return i+1 < len(s.tokens) && s.tokens[i].shape == shapeLower && s.tokens[i].end-s.tokens[i].start == 1 && s.isMark(i+1, '.') && s.tokens[i+1].gap == gapNone
}

// isCommonSurname reports whether token i is a word that is a very common surname behind a particle: "de vries".
func (s *scanner) isCommonSurname(i int) bool { return commonSurnames[s.word(i)] }

var commonSurnames = set("vries jong boer groot wit graaf haan bruin bruijn koning leeuw ruiter ridder lange wilde jager rooij rooy berg dijk broek bos laan linden heuvel meer velde veen horst ham wal poel brink beek pol steen velden heijden heide")

// takeLowerCase adds tokens i to last as a name, and returns the index behind it.
func (s *scanner) takeLowerCase(i, last int, sure bool) int {
	s.add("", Name, s.tokens[i].start, s.tokens[last].end, sure)
	s.rememberName(last, sure, last > i)
	for j := i; j <= last; j++ {
		s.taken[j] = takenByName
	}
	return last + 1
}

// lowerCaseParticles is particles for a token in lower case; it returns i for another one.
func (s *scanner) lowerCaseParticles(i int) int {
	if i < len(s.tokens) && s.tokens[i].shape == shapeLower {
		return s.particles(i)
	}
	return i
}

// startsChatLine reports whether token i is the speaker of a line in a chat: behind a time, or with a sentence behind it. A key of
// front matter is mostly followed by something shorter.
func (s *scanner) startsChatLine(i int) bool {
	times, bullet := false, false
	for j := i; j >= 0; j-- {
		t := &s.tokens[j]
		if j < i && t.shape != shapeDigits {
			if t.shape != shapePunctuation || strings.IndexByte(":[].()-*", s.text[t.start]) < 0 {
				return false
			}
			bullet = bullet || s.text[t.start] == '-' || s.text[t.start] == '*'
		}
		times = times || t.shape == shapeDigits
		if t.gap >= gapLine {
			break
		}
	}
	if times || bullet {
		return times // "- 10:02 sanne: …", but not the key of an item
	}
	for j := i + 1; j < min(len(s.tokens), i+4); j++ {
		if t := &s.tokens[j]; j > i+1 && t.shape != shapeLower || t.gap > gapSpace {
			return false
		}
	}
	return i+3 < len(s.tokens)
}

// isWithoutCapitals reports whether the sentence around token i begins without a capital.
func (s *scanner) isWithoutCapitals(i int) bool {
	j := i
	for j > 0 && !s.tokens[j].startsSentence && s.tokens[j].gap != gapBlock {
		if j == s.sentence.inside {
			j = s.sentence.begin // the token before was in the same sentence
			break
		}
		j--
	}
	s.sentence.inside, s.sentence.begin = i, j
	return s.tokens[j].shape == shapeLower && (j == 0 || s.tokens[j].gap >= gapSpace) && (s.tokens[j].startsSentence || j == 0) && s.tokens[j].gap != gapLine
}
