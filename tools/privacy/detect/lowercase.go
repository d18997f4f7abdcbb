package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// lowerRules find names in small letters. Each is tried at a token in small letters and returns the last token of the name, or -1; the first that finds
// one decides.
var lowerRules = []struct {
	name string
	sure bool
	last func(s *scanner, i int, title titleKind) int
}{
	{"naam/klein-voorletters", false, (*scanner).lowerInitials},
	{"naam/klein-na-label", false, (*scanner).lowerLabelled},
	{"naam/klein-aanhef", true, (*scanner).lowerAddressed},
	{"naam/klein-tussenvoegsel", false, (*scanner).lowerParticle},
	{"naam/klein-heet", false, (*scanner).lowerNamed},
	{"naam/klein-inlognaam", false, (*scanner).lowerFused},
	{"naam/klein-groet", false, (*scanner).lowerSignature},
	{"naam/klein-achternaam", false, (*scanner).lowerSurname},
	{"naam/klein-voornaam-achternaam", false, (*scanner).lowerFull},
	{"naam/klein-onbekend", false, (*scanner).lowerUnknown},
	{"naam/klein-in-bericht", false, (*scanner).lowerInChat},
	{"naam/klein-voornaam", false, (*scanner).lowerGiven},
}

// lowerCasePerson looks for a name in small letters that begins at token i. It returns the index at which to continue.
func (s *scanner) lowerCasePerson(i int) int {
	t := &s.tokens[i]
	if t.flags != 0 && t.flags&(lexicon.Given|lexicon.Surname|lexicon.Particle) == 0 && t.end-t.start > 2 {
		return i + 1 // an ordinary word, as most are
	}
	if t.flags&lexicon.Particle != 0 && t.flags&(lexicon.Given|lexicon.Surname) == 0 {
		// "de", "van": only a surname behind it makes it a name.
		if after := s.particles(i); !s.isFreeLower(after) || s.tokens[after].flags&(lexicon.Surname|lexicon.Given) == 0 {
			return i + 1
		}
	}
	if s.isEnglish(i) || s.isSettingsFile(i) {
		return i + 1
	}
	title := s.title(i)
	for n := range lowerRules {
		r := &lowerRules[n]
		if last := r.last(s, i, title); last >= i {
			s.add(r.name, Name, t.start, s.tokens[last].end, r.sure)
			s.rememberName(last, r.sure, last > i)
			if last > i && t.flags&lexicon.Given != 0 {
				s.rememberName(i, false, false)
			}
			for j := i; j <= last; j++ {
				s.taken[j] = takenByName
			}
			return last + 1
		}
	}
	return i + 1
}

// isEnglish reports whether the words around token i are English, in which many given names are words: may, will, both.
func (s *scanner) isEnglish(i int) bool {
	for j := max(0, i-3); j < min(len(s.tokens), i+4); j++ {
		if j != i && s.in(j, englishWords) {
			return true
		}
	}
	return false
}

// englishWords holds the commonest English words that are no Dutch ones.
var englishWords = words("may can your our they you will would should could their there where when what who how more only each own see the and of to be shall this that these which from with for not by it are has have been such any all other")

// isFreeLower reports whether token i is a free word in small letters.
func (s *scanner) isFreeLower(i int) bool {
	return i < len(s.tokens) && s.tokens[i].shape == shapeLower && s.taken[i] == notTaken
}

// lowerInitials finds "h. van der laan" and "j.p. bakker".
func (s *scanner) lowerInitials(i int, title titleKind) int {
	if !s.isDottedLetter(i) || i > 0 && s.tokens[i].gap == gapNone {
		return -1
	}
	j := i
	for j < i+maxInitials && s.isDottedLetter(j) {
		j += 2
	}
	last := s.lowerCaseParticles(j)
	if !s.isFreeLower(last) || s.tokens[last].gap > gapLine || s.tokens[last].end-s.tokens[last].start < 3 {
		return -1
	}
	if s.tokens[i].gap >= gapLine && j == i+2 && s.tokens[last].flags&lexicon.Word != 0 {
		return -1 // the letter of an item in a list: "a. de zorg"
	}
	if w := &s.tokens[last]; w.flags&lexicon.Surname != 0 && (last > j || w.flags&lexicon.Word == 0 || title == byAddress) {
		return last
	}
	return -1
}

// lowerLabelled finds a given name behind a label, or at the start of a message: "van: mo ben haddou", "sanne, kun jij".
func (s *scanner) lowerLabelled(i int, _ titleKind) int {
	t := &s.tokens[i]
	if t.flags&lexicon.Given == 0 || t.end-t.start < 3 || !s.followsLabel(i) && (t.gap != gapBlock || !s.isMark(i+1, ',') || t.flags&lexicon.Closed != 0) {
		return -1
	}
	if next := s.lowerCaseParticles(i + 1); s.isFreeLower(next) && s.tokens[next].gap == gapSpace && s.tokens[next].flags&lexicon.Surname != 0 {
		return next
	}
	return i
}

// notAddressed holds forms of address that stand before ordinary words as well.
var notAddressed = words("dame heren meester familie heer")

// lowerAddressed finds "mevr van dijk" and "dhr jansen".
func (s *scanner) lowerAddressed(i int, title titleKind) int {
	after := s.lowerCaseParticles(i)
	if title != byAddress || s.in(i-1, notAddressed) || !s.isFreeLower(after) || s.tokens[after].gap > gapLine {
		return -1
	}
	w := &s.tokens[after]
	surname := w.flags&lexicon.Surname != 0
	switch {
	case surname && w.flags&(lexicon.Function|lexicon.Title|lexicon.Known|lexicon.Closed) == 0 && (w.flags&lexicon.Word == 0 || after > i && s.in(i-1, addressForms)),
		surname && after == i && w.flags&lexicon.Closed == 0 && s.in(i-1, addressForms),
		w.flags&lexicon.Given != 0 && w.flags&lexicon.Word == 0:
		return after
	}
	return -1
}

// lowerParticle finds "al-jabouri", "ten cate", "van der veen" and "v d broek".
func (s *scanner) lowerParticle(i int, _ titleKind) int {
	after := s.lowerCaseParticles(i)
	if after == i || !s.isFreeLower(after) || s.isMark(i-1, '-') {
		return -1
	}
	w := &s.tokens[after]
	if w.flags&lexicon.Surname == 0 {
		return -1
	}
	if w.flags&(lexicon.Word|lexicon.Place|lexicon.Known) == 0 && w.end-w.start > 3 && !s.in(i, weakParticles) {
		return after
	}
	if after-i == 1 || w.gap != gapSpace || w.flags&lexicon.Known != 0 {
		return -1
	}
	switch s.word(after - 1) {
	case "ten":
		if w.flags&lexicon.Word == 0 {
			return after
		}
	case "der", "den", "d":
		return after
	case ".":
		if s.word(i) == "v" {
			return after
		}
	}
	return -1
}

// isBehindParticles reports whether token i is a particle, so that only lowerParticle may find a name there.
func (s *scanner) isBehindParticles(i int) bool { return s.lowerCaseParticles(i) > i }

// lowerNamed finds what stands behind a word for what somebody is called: "heet sanne".
func (s *scanner) lowerNamed(i int, _ titleKind) int {
	t := &s.tokens[i]
	if !s.isBehindParticles(i) && t.flags&(lexicon.Given|lexicon.Surname) != 0 && t.flags&lexicon.Function == 0 && s.in(i-1, naming) {
		return i
	}
	return -1
}

// lowerFused finds a user name that consists of initials, a particle and a surname, "mvdlinden", or of a given name and letters, as the speaker of a line
// in a chat: "anna.b: …".
func (s *scanner) lowerFused(i int, _ titleKind) int {
	if t := &s.tokens[i]; t.gap >= gapLine && t.flags&lexicon.Given != 0 && s.isMark(i+1, '.') && s.tokens[i+1].gap == gapNone && s.isFreeLower(i+2) && s.tokens[i+2].gap == gapNone &&
		s.tokens[i+2].end-s.tokens[i+2].start <= 2 && s.isMark(i+3, ':') {
		return i + 2
	}
	if t := &s.tokens[i]; t.flags == 0 && s.isFusedName(t) {
		return i
	}
	return -1
}

// lowerSignature finds any unknown word behind a greeting at the end of a letter: "groetjes shanelva".
func (s *scanner) lowerSignature(i int, title titleKind) int {
	if t := &s.tokens[i]; t.flags == 0 && title == bySalutation && t.end-t.start > 3 && s.in(i-1, signOff) {
		return i
	}
	return -1
}

// lowerSurname finds a surname by itself in a sentence without capitals, beside a word that goes with a person.
func (s *scanner) lowerSurname(i int, _ titleKind) int {
	t := &s.tokens[i]
	if !s.isBehindParticles(i) && t.flags&lexicon.Surname != 0 && t.flags&(lexicon.Word|lexicon.Given|lexicon.Function) == 0 && t.end-t.start > 5 && i > 0 &&
		(s.in(i-1, beforePerson) || s.in(i-1, verbs)) && s.isWithoutCapitals(i) {
		return i
	}
	return -1
}

// mayBeLowerGiven reports whether token i may be a given name in small letters.
func (s *scanner) mayBeLowerGiven(i int) bool {
	return s.tokens[i].flags&lexicon.Given != 0 && s.tokens[i].flags&(lexicon.Function|lexicon.Known|lexicon.Title|lexicon.Particle) == 0
}

// lowerFull finds "jan de vries" and "fatima bouzid".
func (s *scanner) lowerFull(i int, title titleKind) int {
	t := &s.tokens[i]
	next := s.lowerCaseParticles(i + 1)
	if !s.mayBeLowerGiven(i) || !s.isFreeLower(next) || s.tokens[next].gap != gapSpace && s.tokens[next].gap != gapLine || s.tokens[i+1].gap != gapSpace {
		return -1
	}
	w := &s.tokens[next]
	word := t.flags&lexicon.Word != 0
	closed := t.flags&lexicon.Closed != 0 || s.in(i, verbs)
	switch {
	case w.flags&lexicon.Surname == 0:
		// "mirte lont" has a surname that is a word; an unknown word behind an unmistakable given name is one too.
		if !word && w.flags == 0 && next == i+1 && w.end-w.start > 3 && !lexicon.IsWord(s.tokenText(w)) && s.isWithoutCapitals(i) {
			return next
		}
	case next > i+1:
		begins := t.startsSentence || i > 0 && (s.tokens[i-1].shape == shapePunctuation || s.tokens[i-1].shape == shapeDigits || s.in(i-1, beforePerson) || title != noTitle)
		if !closed && (!word || w.flags&lexicon.Word == 0 || !s.in(i+1, alsoPrepositions) && (begins || s.isWithoutCapitals(i))) {
			return next
		}
	case w.flags&lexicon.Word == 0:
		if !word || !closed && w.end-w.start > 4 && w.flags&(lexicon.Place|lexicon.Known) == 0 {
			return next
		}
	case w.flags&lexicon.Closed == 0 && s.isIntroduced(i):
		return next
	}
	return -1
}

// alsoPrepositions holds particles that more often begin a phrase, "met name in het noorden", than a surname.
var alsoPrepositions = words("in op over te aan bij uit voor onder het")

// isIntroduced reports whether the words before token i say that somebody is named: "ik ben", "mijn naam is", "ik heet".
func (s *scanner) isIntroduced(i int) bool {
	switch s.word(i - 1) {
	case "ben", "bent":
		return s.word(i-2) == "ik" || s.word(i-2) == "u" || s.word(i-2) == "jij"
	case "is":
		return s.word(i-2) == "naam" || s.word(i-2) == "dit" || s.word(i-2) == "hier"
	}
	return s.in(i-1, naming)
}

// lowerUnknown finds two words that no list has, in a sentence without capitals that somebody writes about people: "ishita tiwari", "nasiru yahaya".
func (s *scanner) lowerUnknown(i int, _ titleKind) int {
	next := i + 1
	if !s.isFreeLower(next) || s.tokens[next].gap != gapSpace || !s.isWithoutCapitals(i) {
		return -1
	}
	known := 0
	for _, j := range []int{i, next} {
		t := &s.tokens[j]
		switch {
		case t.end-t.start < 4 || t.flags&(lexicon.Word|lexicon.Known|lexicon.Place|lexicon.Particle|lexicon.Function) != 0:
			return -1
		case t.flags&(lexicon.Given|lexicon.Surname) != 0:
			known++
		case t.flags != 0 || j == i && lexicon.IsWord(s.tokenText(t)):
			return -1
		}
	}
	if known > 0 || s.speaksOfPeople(i) {
		return next
	}
	return -1
}

// speaksOfPeople reports whether a pronoun for a person stands in the ten words before or the three behind a pair at token i.
func (s *scanner) speaksOfPeople(i int) bool {
	for j := max(0, i-10); j < min(len(s.tokens), i+5); j++ {
		if s.in(j, speakers) && s.tokens[j].shape == shapeLower {
			return true
		}
	}
	return false
}

// speakers holds words with which somebody speaks or is spoken of.
var speakers = words("klacht dossier brief mail bezwaar verzoek gesprek naam ik jij je hij zij ze wij we jullie mijn jouw hem haar zijn mevrouw meneer collega buurman buurvrouw vriend vriendin")

// lowerInChat finds a given name that is a word as well, in a message: "app piet even".
func (s *scanner) lowerInChat(i int, _ titleKind) int {
	t := &s.tokens[i]
	if s.mayBeLowerGiven(i) && t.flags&lexicon.Word != 0 && t.flags&lexicon.Closed == 0 && t.end-t.start > 2 && !s.in(i, verbs) && i > 0 &&
		s.in(i-1, beforeNameInChat) && s.isWithoutCapitals(i) && !s.in(i, neverInChat) {
		return i
	}
	return -1
}

// lowerGiven finds a given name by itself: the speaker of a line in a chat, behind a title, or in a sentence without capitals.
func (s *scanner) lowerGiven(i int, title titleKind) int {
	t := &s.tokens[i]
	speaker := s.isMark(i+1, ':') && s.startsChatLine(i)
	switch {
	case !s.mayBeLowerGiven(i), t.flags&lexicon.Word != 0 && !speaker, t.end-t.start < 2:
		return -1
	case s.isMark(i+1, ':') && s.tokens[i+1].gap == gapNone && (speaker || i > 0 && s.tokens[i-1].shape == shapeUpper):
		return i
	case t.end-t.start > 2 && (title != noTitle || s.isWithoutCapitals(i)):
		return i
	}
	return -1
}

// isFusedName reports whether a token is a user name like that of fusedSurname with a known surname.
func (s *scanner) isFusedName(t *token) bool {
	if t.end-t.start < 7 {
		return false
	}
	// Of "afdeling" and "jdekoning" the surname is a guess.
	begin := s.text[t.start : t.start+5]
	if !strings.Contains(begin, "v") && !strings.HasPrefix(begin, "de") {
		return false
	}
	name := fusedSurname(s.text[t.start:t.end])
	return name != "" && lexicon.Lookup(lexicon.Hash(name))&lexicon.Surname != 0
}

// fusedSurname returns the surname, of at least four letters, in a user name of two initials at most, a particle and a surname: "mvdlinden". It returns "" for
// any other word. The word has at least two bytes.
func fusedSurname(word string) string {
	initials := 0
	for initials < 2 && 'a' <= word[initials] && word[initials] <= 'z' {
		initials++
	}
	for ; initials >= 0; initials-- {
		for _, particle := range []string{"vander", "vanden", "vande", "van", "vd", "de"} {
			name, ok := strings.CutPrefix(word[initials:], particle)
			if ok && utf8.RuneCountInString(name) > 3 && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
				return name
			}
		}
	}
	return ""
}

// addressForms holds forms of address that only occur before a name.
var addressForms = words("meneer mijnheer mevrouw mevr mw dhr mej")

// beforeNameInChat holds words that are followed by a name in a message without capitals.
var beforeNameInChat = words("aan met app appt appte bel belt belde vraag vraagt vroeg mail mailt mailde zei zegt volgens namens")

// neverInChat holds words that are given names too, in a phrase that every text has: "met name", "met dien verstande".
var neverInChat = words("name dien mate elke")

// isSettingsFile reports whether token i is the first part of the name of a file that programs read, as in "hugo.toml". In the name of another file there may
// well stand that of a person.
func (s *scanner) isSettingsFile(i int) bool {
	return s.isMark(i+1, '.') && i+2 < len(s.tokens) && s.tokens[i+1].gap == gapNone && s.tokens[i+2].gap == gapNone && s.in(i+2, settingsEndings)
}

// settingsEndings are the endings of such files.
var settingsEndings = words("toml yaml yml json css js ts go mod lock html sh")

// isDottedLetter reports whether token i is one letter in lower case with a full stop behind it.
func (s *scanner) isDottedLetter(i int) bool {
	return i+1 < len(s.tokens) && s.tokens[i].shape == shapeLower && s.tokens[i].end-s.tokens[i].start == 1 && s.isMark(i+1, '.') && s.tokens[i+1].gap == gapNone
}

// commonSurnames holds words that are very common surnames behind a particle: "de vries".
var commonSurnames = words("vries jong boer groot wit graaf haan bruin bruijn koning leeuw ruiter ridder lange wilde jager rooij rooy berg dijk broek bos laan linden heuvel meer velde veen horst ham wal poel brink beek pol steen velden heijden heide")

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
