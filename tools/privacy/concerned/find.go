package concerned

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// unit is a letter of the folded text, or another character as it is.
type unit struct {
	r      rune
	at     int32 // offset in the text of the reading
	size   int32
	letter bool
	upper  bool
}

// search looks for names in one chunk.
type search struct {
	*Names
	reading *detect.Reading
	text    string
	units   []unit

	starts []int // of the words of the form that is being followed, as indexes of units
	best   match
}

// match is a form in the text: from and to are indexes of units, to exclusive.
type match struct {
	from, to int
	starts   []int
	form     []kind
}

// findIn returns the hits in one chunk.
func (n *Names) findIn(chunk string) []detect.Hit {
	s := &search{Names: n, reading: detect.Read(chunk)}
	s.text = s.reading.Text
	s.split()
	var hits []detect.Hit
	for i := 0; i < len(s.units); {
		if !s.begins(i) {
			i++
			continue
		}
		from, to, found, sure := s.at(i)
		if !found {
			i++
			continue
		}
		begin, end := int(s.units[from].at), int(s.units[to-1].at+s.units[to-1].size)
		start, stop := s.reading.Span(begin, end)
		hits = append(hits, detect.Hit{
			Kind: detect.Name, Start: start, End: stop, Sure: sure, Rule: detect.Given,
			Value: strings.Join(strings.FieldsFunc(s.text[begin:end], func(r rune) bool { return r == detect.HardBreak || unicode.IsSpace(r) }), " "),
		})
		i = to
	}
	return hits
}

// split takes the text apart in units.
func (s *search) split() {
	s.units = make([]unit, 0, len(s.text))
	for i, r := range s.text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s.text[i:])
		}
		if r < utf8.RuneSelf && !('a' <= r|0x20 && r|0x20 <= 'z') || !unicode.IsLetter(r) && !unicode.IsMark(r) {
			s.units = append(s.units, unit{r: r, at: int32(i), size: int32(size)})
			continue
		}
		for _, f := range foldRune(r) {
			s.units = append(s.units, unit{f, int32(i), int32(size), true, unicode.IsUpper(r)})
		}
	}
}

// hump reports whether a word in the middle of letters begins at a unit: GesprekEvelien.
func (s *search) hump(i int) bool { return s.units[i].upper && !s.units[i-1].upper }

// begins reports whether a word can begin at a unit.
func (s *search) begins(i int) bool {
	return s.units[i].letter && (i == 0 || !s.units[i-1].letter || s.hump(i))
}

// ends reports whether a word can end before a unit.
func (s *search) ends(i int) bool {
	return i == len(s.units) || !s.units[i].letter || i > 0 && s.hump(i)
}

// at looks for a name that begins at a unit.
func (s *search) at(i int) (from, to int, found, sure bool) {
	if to, ok := s.user(i); ok {
		return i, to, true, true
	}
	s.best, s.starts = match{}, append(s.starts[:0], i)
	s.follow(s.root, i)
	if s.best.form != nil {
		if found, sure := s.judge(s.best); found {
			return s.best.from, s.best.to, true, sure
		}
	}
	to, found, sure = s.initialsAt(i)
	return i, to, found, sure
}

// follow follows the forms below a node, from a unit onwards, and keeps the longest that ends at the end of a word.
func (s *search) follow(n *node, i int) {
	if n.form != nil && i > s.best.to {
		if end := s.possessive(i); end > 0 {
			s.best = match{s.starts[0], end, append([]int(nil), s.starts...), n.form}
		}
	}
	if n.next == nil {
		return
	}
	if border := n.next[0]; border != nil {
		// Joined, or with signs between them.
		if j := s.skip(i); j < len(s.units) && s.units[j].letter {
			s.starts = append(s.starts, j)
			s.follow(border, j)
			s.starts = s.starts[:len(s.starts)-1]
		}
	}
	if i < len(s.units) && s.units[i].letter {
		if next := n.next[s.units[i].r]; next != nil {
			s.follow(next, i+1)
		}
	}
}

// possessive returns the end of a word that ends before a unit, or one letter later with the s of a possessive; 0 when it does not end there.
func (s *search) possessive(i int) int {
	switch {
	case s.ends(i):
		return i
	case s.units[i].r == 's' && s.ends(i+1):
		return i + 1
	}
	return 0
}

// maxBetween is how many signs may stand between the words of a name.
const maxBetween = 5

// skip returns the index of the first unit behind what may stand between two words of a name.
func (s *search) skip(i int) int {
	for j := i; j < len(s.units) && j < i+maxBetween; j++ {
		u := s.units[j]
		switch {
		case u.letter:
			return j
		case u.r == '.' && j == i && j+1 < len(s.units) && !s.units[j+1].letter && j > 3 && s.units[j-1].letter && s.units[j-2].letter && s.units[j-3].letter && s.units[j-4].letter:
			return i // the end of a sentence, not of an abbreviation
		case u.r == '%' && j+2 < len(s.units) && s.units[j+1].r == '2' && s.units[j+2].r == '0':
			j += 2 // a space in a link
		case u.r == ';' && j+1 < len(s.units) && s.units[j+1].r == ' ':
			return i // another name of a list
		case !strings.ContainsRune(" \n\t.,;-_/'\"+()*~|", u.r):
			return i
		}
	}
	if end := i + maxBetween; end < len(s.units) && s.units[end].letter {
		return end
	}
	return i
}

// spell returns the letters of [from, to) as they were folded.
func (s *search) spell(from, to int) string {
	var b strings.Builder
	for _, u := range s.units[from:to] {
		b.WriteRune(u.r)
	}
	return b.String()
}

// tally counts what a form in the text consists of.
type tally struct {
	words               int // that are names
	plain, others       int // of them what is an ordinary word too, and what has another meaning
	capitals            int // of them what has a capital
	initials, particles int
	glued               bool // nothing stands between its words, and there are several
	at, end             int  // the last word that is a name
}

// count tallies a form in the text.
func (s *search) count(m match) tally {
	t := tally{glued: len(m.starts) > 1}
	for k, start := range m.starts {
		end := m.to
		if k+1 < len(m.starts) {
			end = m.starts[k+1]
		}
		for end > start && !s.units[end-1].letter {
			end--
		}
		if k+1 < len(m.starts) && m.starts[k+1] != end {
			t.glued = false
		}
		switch m.form[k] {
		case initial:
			t.initials++
		case particle:
			t.particles++
		default:
			t.words++
			t.at, t.end = start, end
			switch meaning := s.meaning(start, end); {
			case meaning == detect.Other:
				t.others++
			case meaning == detect.Ordinary, end-start <= 2:
				t.plain++
			}
			if s.units[start].upper {
				t.capitals++
			}
		}
	}
	return t
}

// meaning returns what else the word [from, to) means, without the s of possession if need be.
func (s *search) meaning(from, to int) detect.Meaning {
	text := s.spell(from, to)
	meaning := known(text)
	if meaning == detect.NoMeaning && strings.HasSuffix(text, "s") {
		meaning = known(strings.TrimSuffix(text, "s"))
	}
	return meaning
}

// judge says whether a form in the text counts, and whether it is sure. The comment of the package tells the rules.
func (s *search) judge(m match) (found, sure bool) {
	t := s.count(m)
	mailbox, name := s.around(m.from, m.to)
	if t.glued && !mailbox && s.oneWord(m) {
		// The letters may happen to make another word, or an initial and a surname another surname.
		if whole := s.spell(m.from, m.to); t.words > 1 && known(whole) == detect.Ordinary || t.words <= 1 && detect.IsKnown(whole) {
			return false, false
		}
	}
	if t.words == 0 {
		both := s.areInitials(m)
		return both, both
	}
	first := s.beginsSentence(m.from)
	switch {
	case t.words > t.plain+t.others, mailbox:
		return true, true
	case t.words > 1:
		inside := t.capitals
		if first && s.units[m.starts[0]].upper && m.form[0] == core {
			inside--
		}
		return true, inside > 0 || name
	case t.initials > 0:
		return true, t.capitals > 0 || t.glued || s.hasStop(m)
	case t.capitals == 0:
		return name && t.plain > 0 || t.glued, false
	case t.others > 0 && t.particles == 0:
		return true, false
	case t.others > 0:
		return true, s.units[m.starts[0]].upper && !first
	case t.particles > 0:
		return true, !s.shouts(m.from, m.to)
	case s.shouts(t.at, t.end):
		return true, false
	case first:
		return true, s.followed(m.to)
	}
	return true, true
}

// areInitials reports whether a form of initials alone is written as such: "J.B."
func (s *search) areInitials(m match) bool {
	return s.units[m.from].upper && s.units[m.starts[len(m.starts)-1]].upper && s.units[m.from+1].r == '.' && s.isStop(m.to)
}

// hasStop reports whether a full stop stands behind the initial with which a form begins, or behind the capital with which it ends.
func (s *search) hasStop(m match) bool {
	last := len(m.form) - 1
	return m.form[0] == initial && s.units[m.starts[0]+1].r == '.' || m.form[last] == initial && s.isStop(m.to) && s.units[m.starts[last]].upper
}

// isStop reports whether a full stop stands at i.
func (s *search) isStop(i int) bool { return i < len(s.units) && s.units[i].r == '.' }

// oneWord reports whether nothing but a match stands in its word.
func (s *search) oneWord(m match) bool {
	return (m.from == 0 || !s.units[m.from-1].letter) && (m.to == len(s.units) || !s.units[m.to].letter)
}

// window is how many units are looked at on either side of a name.
const window = 100

// around reports whether a range is in the address of a mailbox or a handle, and whether it is in a name of a file or in a link.
func (s *search) around(from, to int) (mailbox, name bool) {
	begin, end := from, to
	space := func(u unit) bool { return u.r <= ' ' || strings.ContainsRune(`<>"(),;`, u.r) }
	for begin > 0 && begin > from-window && !space(s.units[begin-1]) {
		begin--
	}
	for end < len(s.units) && end < to+window && !space(s.units[end]) {
		end++
	}
	for i := begin; i < end; i++ {
		switch u := s.units[i]; {
		case u.r == '@' && (i >= to && i+1 < end || i == from-1):
			mailbox = true
		case u.r == '_' || u.r == '/' && i+1 < end && i > begin || u.r == '\\' || u.r == '.' && i >= to && i+1 < end && s.units[i+1].letter:
			name = true
		}
	}
	if from > 0 && s.units[from].letter && s.units[from-1].letter || to < len(s.units) && s.units[to].letter {
		name = true // joined with other words
	}
	return mailbox, name
}

// beginsSentence reports whether a sentence, item or cell begins at a unit.
func (s *search) beginsSentence(i int) bool {
	for j := i - 1; j >= 0 && j > i-window; j-- {
		u := s.units[j]
		switch {
		case u.r == ' ' || u.r == '\n' || strings.ContainsRune(`"'(*_#>-`, u.r):
			continue
		case u.r == detect.HardBreak, strings.ContainsRune("!?:;|", u.r):
			return true
		case u.r == '.':
			// "dhr. Bakker" and "J. Bakker" go on.
			k := j
			for k > 0 && s.units[k-1].letter {
				k--
			}
			if n := j - k; n == 1 || n > 0 && n <= 5 && titled(s.spell(k, j)) {
				return false
			}
			return true
		}
		return false
	}
	return true
}

func titled(word string) bool {
	for _, t := range titles {
		if t == word {
			return true
		}
	}
	return false
}

// followed reports whether behind a word comes what shows that it is no ordinary begin of a sentence: a sign, or a word with a capital.
func (s *search) followed(i int) bool {
	for j := i; j < len(s.units) && j < i+window; j++ {
		u := s.units[j]
		switch {
		case u.r == ' ' || u.r == '\n':
			continue
		case u.r == detect.HardBreak:
			return false
		case u.letter:
			return u.upper
		}
		return u.r == ',' || u.r == ':' || u.r == '('
	}
	return false
}

// shouts reports whether a word stands in capitals beside another one in capitals.
func (s *search) shouts(from, to int) bool {
	if to-from < 2 || !s.units[from+1].upper {
		return false
	}
	for j := from - 1; j >= 1 && j > from-4; j-- {
		if s.units[j].letter {
			return s.units[j].upper && s.units[j-1].upper
		}
	}
	for j := to; j+1 < len(s.units) && j < to+4; j++ {
		if s.units[j].letter {
			return s.units[j].upper && s.units[j+1].upper
		}
	}
	return false
}

// maxUser is the length of the longest user name that is looked up.
const maxUser = 254

// user looks for an address or user name of the list that begins at a unit, and returns where it ends.
func (s *search) user(i int) (to int, found bool) {
	part := func(u unit) bool {
		return u.letter || '0' <= u.r && u.r <= '9' || u.r == '.' || u.r == '_' || u.r == '-' || u.r == '+' || u.r == '@'
	}
	if i > 0 && s.units[i-1].letter {
		return 0, false
	}
	begin := int(s.units[i].at)
	end, plain := i, 0
	for end < len(s.units) && end < i+maxUser && part(s.units[end]) {
		if s.units[end].r == '@' {
			plain = end
		}
		end++
	}
	for end > i && strings.ContainsRune(".-_+", s.units[end-1].r) {
		end--
	}
	source := func(to int) string {
		last := s.units[to-1]
		return strings.ToLower(s.text[begin : last.at+last.size])
	}
	if plain == 0 {
		word := source(end)
		return end, s.users[word] && (len(word) > 4 || i > 0 && s.units[i-1].r == '@')
	}
	if s.users[source(end)] {
		return end, true
	}
	if plain > i && s.users[source(plain)] {
		return plain, true
	}
	return 0, false
}

// maxInitials is how many letters initials have at most.
const maxInitials = 10

// initialsAt looks for initials of somebody at a unit: EvdW, E.v.d.W.
func (s *search) initialsAt(i int) (to int, found, sure bool) {
	if !s.units[i].upper || i > 0 && s.units[i-1].letter {
		return 0, false, false
	}
	var b strings.Builder
	stops, j := 0, i
	for j < len(s.units) && b.Len() < maxInitials {
		u := s.units[j]
		switch {
		case u.letter:
			if u.upper {
				b.WriteString(strings.ToUpper(string(u.r)))
			} else {
				b.WriteRune(u.r)
			}
			j++
			continue
		case u.r == '.' && s.units[j-1].letter && j+1 < len(s.units) && (s.units[j+1].letter || s.units[j+1].r == ' ' && j+2 < len(s.units) && s.units[j+2].letter):
			// With full stops every letter has one, but for the particles.
			stops++
			if j++; s.units[j].r == ' ' {
				j++
			}
			continue
		}
		break
	}
	for end := j; end > i; end-- {
		if !s.ends(end) || !s.units[end-1].letter {
			continue
		}
		letters := s.initialLetters(i, end)
		bare, ok := s.initials[letters]
		if !ok {
			continue
		}
		dotted := strings.Contains(s.text[s.units[i].at:s.units[end-1].at], ".")
		company := letters == "BV" || letters == "NV" || letters == "CV" || letters == "VOF"
		small := strings.ToUpper(letters) != letters
		switch n := utf8.RuneCountInString(letters); {
		case small, bare:
			return end, true, true
		case dotted:
			return end, true, !company
		case n > 2:
			return end, true, false
		case n == 2 && !company && s.alone(i, end):
			return end, true, false
		}
		return 0, false, false
	}
	return 0, false, false
}

// initialLetters returns the letters in a range with the capitals as they are written.
func (s *search) initialLetters(from, to int) string {
	var b strings.Builder
	for _, u := range s.units[from:to] {
		if !u.letter {
			continue
		}
		if u.upper {
			b.WriteString(strings.ToUpper(string(u.r)))
		} else {
			b.WriteRune(u.r)
		}
	}
	return b.String()
}

// alone reports whether a range stands by itself between brackets, or before a colon.
func (s *search) alone(from, to int) bool {
	if to < len(s.units) && s.units[to].r == ':' {
		return true
	}
	return from > 0 && (s.units[from-1].r == '(' || s.units[from-1].r == '[') && to < len(s.units) && (s.units[to].r == ')' || s.units[to].r == ']')
}
