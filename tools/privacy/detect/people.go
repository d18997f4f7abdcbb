package detect

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// people adds candidates for names of persons, and for the organisations and places that look like them.
func (s *scanner) people() {
	s.markTaken()
	s.phrases()
	s.organisations()
	for i := 0; i < len(s.tokens); {
		if s.taken[i] != 0 {
			i++
			continue
		}
		i = max(i+1, s.person(i))
	}
	s.places()
	s.birthsAfterNames()
}

// birthsAfterNames adds the dates right behind a name with a year from 1900 to 2013 as dates of birth. Later ones are more likely
// the date of an event.
func (s *scanner) birthsAfterNames() {
	for _, c := range s.candidates {
		if c.kind != Name {
			continue
		}
		window := s.textAfter(c.end, 40)
		if !bytes.ContainsAny(window, "0123456789") {
			continue
		}
		m := afterName().FindSubmatchIndex(window)
		if m == nil {
			continue
		}
		if year := yearOf(string(window[m[2]:m[3]])); year >= 1900 && year < 2014 {
			s.add("geboortedatum/achter-naam", Birth, c.end+m[2], trimEnd(s.normal.text, c.end+m[2], c.end+m[3]), false)
		}
	}
}

var afterName = pattern(`^(?:, \pL+)?[ \n]?[,(|]+[ \n]?(` + dateSource + `)`)

// yearOf returns the year of a date in digits, or 0. A year of two digits only counts above 25, as one of the 20th century.
func yearOf(date string) int {
	numbers := strings.FieldsFunc(date, func(r rune) bool { return r < '0' || r > '9' })
	year := 0
	for _, n := range numbers {
		v, _ := strconv.Atoi(n)
		if len(n) == 4 {
			return v
		}
		year = v
	}
	if len(numbers) > 1 && year > 25 {
		return 1900 + year
	}
	return 0
}

// What a token is taken for; other rules skip tokens that are taken.
const (
	notTaken     uint8 = iota
	takenByValue       // with a format, such as a telephone number
	takenByKnown       // a row of words in the lexicon that is no person
	takenByPlace
	takenByOrganisation
	takenByName
)

// markTaken marks the tokens of the candidates as taken, and all others as free.
func (s *scanner) markTaken() {
	s.taken = slices.Grow(s.taken[:0], len(s.tokens))[:len(s.tokens)]
	clear(s.taken)
	i := 0
	for _, c := range s.candidates {
		for i < len(s.tokens) && s.tokens[i].end <= c.start {
			i++
		}
		for ; i < len(s.tokens) && s.tokens[i].start < c.end; i++ {
			s.taken[i] = takenByValue
		}
	}
}

// longestPhrase is how many words a row in the lexicon has at most.
const longestPhrase = 9

// phrases marks the rows of words that are in the lexicon as taken: a public body, a law, a place. The longest row counts. The full name of somebody whom
// everybody knows is a row as well, and becomes a candidate.
func (s *scanner) phrases() {
	for i := 0; i < len(s.tokens); i++ {
		if s.tokens[i].flags&lexicon.Phrase == 0 || s.taken[i] != notTaken || !hasCapital(&s.tokens[i]) && !s.capitalFollows(i) {
			continue
		}
		last, flags := s.phraseAt(i)
		if last == 0 || s.normal.text[s.tokens[i].start] == '\'' && i > 0 && s.tokens[i].gap == gapSpace && s.tokens[i-1].flags&(lexicon.Particle|lexicon.Given) != 0 {
			continue // "Van 't Hof", "Rianne in 't Veld"
		}
		by := takenByKnown
		switch {
		case flags&lexicon.Surname != 0:
			s.add("naam/bekend-persoon", Name, s.tokens[i].start, s.tokens[last].end, false)
			by = takenByName
		case flags&lexicon.Known == 0 && flags&lexicon.Place != 0:
			by = takenByPlace
		}
		for j := i; j <= last; j++ {
			s.taken[j] = by
		}
		i = last
	}
}

// phraseAt returns the last token of the longest row of words in the lexicon that begins at token i and has a capital in it, with what the row is, or 0.
func (s *scanner) phraseAt(i int) (last int, flags lexicon.Flags) {
	key, capital, length := s.tokens[i].key, hasCapital(&s.tokens[i]), 1
	small := s.tokens[i].shape == shapeLower && s.normal.text[s.tokens[i].start] != '\''
	for j := i + 1; j < min(len(s.tokens), i+2*longestPhrase) && length < longestPhrase; j++ {
		t := &s.tokens[j]
		if t.gap == gapBlock || s.taken[j] != notTaken {
			break
		}
		if s.isMark(j, '-') && t.gap == gapNone {
			continue
		}
		if t.key == 0 {
			break
		}
		key = lexicon.Join(key, t.key)
		length++
		capital = capital || hasCapital(t)
		if !capital {
			continue // whatever it is
		}
		f := s.lookup(key)
		if small && f&(lexicon.Known|lexicon.Portfolio) == 0 {
			continue // "A. van den Bosch": a place begins with a capital
		}
		if f&(lexicon.Known|lexicon.Place|lexicon.Portfolio) != 0 {
			last, flags = j, f
		}
	}
	return last, flags
}

// capitalFollows reports whether one of the next words, which may form a row with token i, has a capital.
func (s *scanner) capitalFollows(i int) bool {
	for j := i + 1; j < min(len(s.tokens), i+6) && s.tokens[j].gap != gapBlock; j++ {
		if hasCapital(&s.tokens[j]) {
			return true
		}
		if s.tokens[j].key == 0 && s.tokens[j].gap != gapNone {
			return false
		}
	}
	return false
}
