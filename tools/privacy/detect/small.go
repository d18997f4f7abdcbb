package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// smallPerson looks for a name that is written small: after a title, in a chat, or a given name with a surname.
func (s *scan) smallPerson(i int) int {
	t := &s.tokens[i]
	letter := s.letterDot(i)
	if t.is != 0 && t.is&(lexicon.Given|lexicon.Surname|lexicon.Interfix) == 0 && !letter && t.end-t.start > 2 {
		return i + 1 // an ordinary word, like most
	}
	title := s.title(i)
	if letter && (i == 0 || t.gap != glued) {
		// "h. van der laan", "j.p. bakker"
		j := i
		for s.letterDot(j) {
			j += 2
		}
		if last := s.interfixesSmall(j); last < len(s.tokens) && s.taken[last] == free && s.tokens[last].shape == small && s.tokens[last].gap <= newLine && s.tokens[last].end-s.tokens[last].start > 2 {
			if w := &s.tokens[last]; w.is&lexicon.Surname != 0 && (last > j || w.is&lexicon.Word == 0 || title == byAddress) {
				return s.takeSmall(i, last, false)
			}
		}
	}
	if t.is&lexicon.Given != 0 && t.end-t.start > 2 && (s.label(i) || t.gap == parted && s.isMark(i+1, ',') && t.is&lexicon.Closed == 0) {
		last := i
		if next := s.interfixesSmall(i + 1); next < len(s.tokens) && s.tokens[next].shape == small && s.tokens[next].gap == spaced && s.tokens[next].is&lexicon.Surname != 0 && s.taken[next] == free {
			last = next // "van: mo ben haddou"
		}
		s.register(i, false, false)
		return s.takeSmall(i, last, false)
	}
	after := s.interfixesSmall(i)
	if after > i || title == byAddress {
		// "mevr van dijk", "dhr jansen", "de vries".
		if after < len(s.tokens) && s.tokens[after].shape == small && s.tokens[after].gap <= newLine && s.taken[after] == free {
			w := &s.tokens[after]
			surname := w.is&lexicon.Surname != 0 && w.is&(lexicon.Function|lexicon.Title|lexicon.Known) == 0
			if title == byAddress && s.word(i-1) != "dame" && s.word(i-1) != "heren" && s.word(i-1) != "meester" && s.word(i-1) != "familie" && s.word(i-1) != "heer" &&
				(surname && (w.is&lexicon.Word == 0 || after > i) || after == i && w.is&lexicon.Surname != 0 && w.is&lexicon.Closed == 0 && forms[s.word(i-1)] || w.is&lexicon.Given != 0 && w.is&lexicon.Word == 0) {
				return s.takeSmall(i, after, true)
			}
		}
		if after > i && after < len(s.tokens) && s.tokens[after].shape == small && s.taken[after] == free {
			// "al-jabouri", "ten cate"
			if w := &s.tokens[after]; w.is&lexicon.Surname != 0 && w.is&(lexicon.Word|lexicon.Place|lexicon.Known) == 0 && w.end-w.start > 3 && !soft[s.word(i)] {
				return s.takeSmall(i, after, false)
			}
		}
		if after > i {
			// "van der veen", "v d broek"
			if after-i > 1 && after < len(s.tokens) && s.tokens[after].shape == small && s.taken[after] == free && s.tokens[after].gap == spaced && s.tokens[after].is&lexicon.Surname != 0 && s.tokens[after].is&lexicon.Known == 0 {
				if last := s.word(after - 1); last == "ten" && s.tokens[after].is&lexicon.Word == 0 || last == "der" || last == "den" || last == "d" || last == "." && s.word(i) == "v" {
					return s.takeSmall(i, after, false)
				}
			}
			return i + 1
		}
	}
	if named := t.is & (lexicon.Given | lexicon.Surname); named != 0 && t.is&lexicon.Function == 0 {
		if naming[s.word(i-1)] {
			return s.takeSmall(i, i, false)
		}
	}
	if t.is == 0 && s.fused(t) {
		return s.takeSmall(i, i, false) // "mvdlinden"
	}
	if t.is == 0 && title == bySalutation && t.end-t.start > 3 && signOff[s.word(i-1)] {
		return s.takeSmall(i, i, false) // "groetjes shanelva"
	}
	if t.is&lexicon.Surname != 0 && t.is&(lexicon.Word|lexicon.Given|lexicon.Function) == 0 && t.end-t.start > 5 && i > 0 && (beforePerson[s.word(i-1)] || verbs[s.word(i-1)]) && s.careless(i) {
		return s.takeSmall(i, i, false)
	}
	if t.is&lexicon.Given == 0 || t.is&(lexicon.Function|lexicon.Known|lexicon.Title|lexicon.Interfix) != 0 {
		return i + 1
	}
	// "jan de vries", "fatima bouzid".
	next := s.interfixesSmall(i + 1)
	if next < len(s.tokens) && s.tokens[next].shape == small && (s.tokens[next].gap == spaced || s.tokens[next].gap == newLine) && s.tokens[i+1].gap == spaced && s.taken[next] == free {
		w := &s.tokens[next]
		if w.is&lexicon.Surname != 0 && (next > i+1 && t.is&lexicon.Closed == 0 && !verbs[s.word(i)] && (t.is&lexicon.Word == 0 || t.first || i > 0 && (s.tokens[i-1].shape == mark || s.tokens[i-1].shape == number || beforePerson[s.word(i-1)] || title != noTitle) || s.careless(i) || w.is&lexicon.Word == 0 || s.common(next)) || w.is&lexicon.Word == 0 && (t.is&lexicon.Word == 0 || t.is&lexicon.Closed == 0 && !verbs[s.word(i)] && w.end-w.start > 4 && w.is&(lexicon.Place|lexicon.Known) == 0)) {
			s.register(i, false, false)
			return s.takeSmall(i, next, false)
		}
	}
	if t.is&lexicon.Word != 0 && t.is&lexicon.Closed == 0 && t.end-t.start > 2 && !verbs[s.word(i)] && i > 0 && asked[s.word(i-1)] && s.careless(i) {
		return s.takeSmall(i, i, false) // "app piet even"
	}
	if t.is&lexicon.Word != 0 && !(s.isMark(i+1, ':') && s.chat(i)) || t.end-t.start < 2 {
		return i + 1
	}
	switch {
	case s.isMark(i+1, ':') && s.tokens[i+1].gap == glued && (s.chat(i) || i > 0 && s.tokens[i-1].shape == upper),
		title != noTitle && t.end-t.start > 2, t.end-t.start > 2 && s.careless(i):
		return s.takeSmall(i, i, false)
	}
	return i + 1
}

// fused reports whether a token is such a user name with a known surname.
func (s *scan) fused(t *token) bool {
	if t.end-t.start < 7 {
		return false
	}
	begin := s.text[t.start : t.start+5]
	if !strings.Contains(begin, "v") && !strings.HasPrefix(begin, "de") {
		return false
	}
	m := fused().FindStringSubmatchIndex(s.text[t.start:t.end])
	return m != nil && lexicon.Lookup(lexicon.Hash(s.text[t.start+m[2]:t.start+m[3]]))&lexicon.Surname != 0
}

// fused matches a user name that is made of a name: initials, a tussenvoegsel, a surname.
var fused = pattern(`^[a-z]{0,2}(?:vander|vanden|vande|van|vd|de)(\pL{4,})$`)

// forms are the forms of address that only stand before a name.
var forms = set("meneer mijnheer mevrouw mevr mw dhr mej")

// asked holds the words after which somebody is named in a message that is written in haste.
var asked = set("aan met app appt appte bel belt belde vraag vraagt vroeg mail mailt mailde zei zegt volgens namens")

// letterDot reports whether token i is one small letter with a full stop.
func (s *scan) letterDot(i int) bool {
	return i+1 < len(s.tokens) && s.tokens[i].shape == small && s.tokens[i].end-s.tokens[i].start == 1 && s.isMark(i+1, '.') && s.tokens[i+1].gap == glued
}

// common reports whether token i is a surname that everybody knows with its tussenvoegsel, though it is a word as well.
func (s *scan) common(i int) bool { return commonNames[s.word(i)] }

var commonNames = set("vries jong boer groot wit graaf haan bruin bruijn koning leeuw ruiter ridder lange wilde jager rooij rooy berg dijk broek bos laan linden heuvel meer velde veen horst ham wal poel brink beek pol steen velden heijden heide")

func (s *scan) takeSmall(i, last int, sure bool) int {
	s.found(Name, s.tokens[i].start, s.tokens[last].end, sure)
	s.register(last, sure, last > i)
	for j := i; j <= last; j++ {
		s.taken[j] = byName
	}
	return last + 1
}

func (s *scan) interfixesSmall(i int) int {
	if i < len(s.tokens) && s.tokens[i].shape == small {
		return s.interfixes(i)
	}
	return i
}

// chat reports whether token i begins a line of a conversation: after a time, or with a sentence behind it. A key of front matter has a value.
func (s *scan) chat(i int) bool {
	times, bullet := false, false
	for j := i; j >= 0; j-- {
		t := &s.tokens[j]
		if j < i && t.shape != number {
			if t.shape != mark || strings.IndexByte(":[].()-*", s.text[t.start]) < 0 {
				return false
			}
			bullet = bullet || s.text[t.start] == '-' || s.text[t.start] == '*'
		}
		times = times || t.shape == number
		if t.gap >= newLine {
			break
		}
	}
	if times || bullet {
		return times // "- 10:02 sanne: …", but not the key of an item
	}
	for j := i + 1; j < min(len(s.tokens), i+4); j++ {
		if t := &s.tokens[j]; j > i+1 && t.shape != small || t.gap > spaced {
			return false
		}
	}
	return i+3 < len(s.tokens)
}

// careless reports whether the sentence around token i is written without capitals.
func (s *scan) careless(i int) bool {
	j := i
	for j > 0 && !s.tokens[j].first && s.tokens[j].gap != parted {
		j--
	}
	return s.tokens[j].shape == small && (j == 0 || s.tokens[j].gap >= spaced) && (s.tokens[j].first || j == 0) && s.tokens[j].gap != newLine
}
