package detect

import (
	"bytes"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// dateSource is an expression for a date in digits, with the name of a month, or with the month in Roman numerals.
const dateSource = `\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?(?:\d{4}|'?\d{2})|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?:e|ste|de)?[ \n-]` + months + `(?:[ \n-]+'?\d{2,4})?|` + months + `[ \n]\d{1,2},[ \n]\d{4}|(?:19|20)\d{6}|[0-3]\d[01]\d(?:19|20)\d\d|\d{1,2}[-. ](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2}|x)[-. ]\d{4}`

const months = `(?:januari|jan|februari|feb|maart|mrt|april|apr|mei|juni|jun|juli|jul|augustus|aug|september|sept|sep|oktober|okt|november|nov|december|dec)\.?`

var (
	date = pattern(dateSource)

	bornAfter = pattern(`(` + dateSource + `)[ \n,)(]*(?:is )?(?:ik |hij |zij |ze )?(?:ter )?$`)
)

// The parts of a date in words: "drie mei negentienachtentachtig".
const (
	spokenDay  = `(?:eerste|tweede|derde|achtste|` + spokenDigit + `(?:de|ste)?)`
	spokenYear = `(?:achttien|negentien|tweeduizend|twintig)[ -]?(?:honderd[ -]?)?(?:en[ -]?)?(?:` + spokenDigit + `)?`
)

var (
	spokenDate = pattern(`\b` + spokenDay + `[ \n](?:de[ \n])?` + months + `[ \n](?:` + spokenYear + `|(?:19|20)\d\d)\b|\b\d{1,2}[ \n]` + months + `[ \n]` + spokenYear + `\b`)
	// monthAndYear matches a month and a year right behind a word for a birth; they are its group.
	monthAndYear = pattern(`^\.?[ \n]*(?:(?:is|in|op|van|,|\(|:|begin|eind|medio|half)[ \n]*)*(` + months + `[ \n](?:19|20)\d\d)\b`)
	yearAlone    = pattern(`^\.?[ \n]*(?:(?:is|in|het jaar|:|=|\|)[ \n]*)*((?:19\d\d|20[01]\d))\b`)
	aboutOne     = pattern(`\b(?:ik|hij|zij|ze|u|je|jij) (?:is|was|ben|bent|werd) (?:zelf )?$`)
)

var birthWords = set("geboorteplaats wereld geboorte geboortedata birthday geboren geb geboortedatum geboortedag gebdat geboortejaar gb gd verjaardag jarig birth dob personalia gebdatum")

var pronouns = set("ik hij zij ze jij u zoon dochter kind vader moeder man vrouw")

// births adds dates that are a date of birth by the words around them.
func (s *scanner) births() {
	for i := range s.tokens {
		t := &s.tokens[i]
		switch {
		case t.shape == shapePunctuation:
			if s.beginsBirth(i) {
				s.birth(t)
			}
		case t.uses&birthUse == 0 || t.end-t.start > 14 || strings.IndexByte("gvjbdwp", s.lowerText[t.start]) < 0:
		case s.word(i) == "van":
			if i > 1 && (s.word(i-1) == "is" || s.word(i-1) == "ben") && pronouns[s.word(i-2)] {
				s.birthYearOf(t)
			}
		case birthWords[s.lowerText[t.start:t.end]]:
			if !s.birthInWords(t) {
				s.birth(t)
			}
		}
	}
}

// beginsBirth reports whether token i, a punctuation character, stands before a date of birth: the sign of a birth in a text, not that of a list, and
// the bracket behind an age.
func (s *scanner) beginsBirth(i int) bool {
	t := &s.tokens[i]
	digits := i+1 < len(s.tokens) && s.tokens[i+1].shape == shapeDigits
	switch c := s.normal.text[t.start]; {
	case c == '*' && digits && s.tokens[i+1].gap == gapSpace:
		if t.gap != gapBlock {
			return true
		}
		start, end := s.dateAfter(t.end, 30)
		return start == t.end+1 && bornBehind().Match(s.textAfter(end, 8))
	case c == '(' && !digits && i > 0:
		s.birthInBrackets(i)
		return false
	case c == '(' && digits && i > 1:
		word := s.word(i - 1)
		if word == "minderjarig" || word == "meerderjarig" || word == "jarig" || s.tokens[i-1].shape == shapeDigits && t.start-s.tokens[i-1].start <= 4 && (s.word(i-2) == "is" || s.word(i-2) == "was" || s.word(i-2) == "van") {
			if start, end := s.dateAfter(t.end, 24); start == t.end && s.isIsolated(start, end) {
				s.add("geboortedatum/achter-leeftijd", Birth, start, trimEnd(s.normal.text, start, end), false)
			}
		}
		return false
	}
	return bytes.HasPrefix(s.normal.text[t.start:], []byte("°"))
}

// placeAndDate matches a place and a date behind a bracket, and what follows: the date of a death, or the end of the brackets. The groups are the date
// and what follows.
var placeAndDate = pattern(`^\pL[\pL' -]{1,30},? (` + dateSource + `) ?(-|–|\)|†)`)

// birthInBrackets adds the date of birth in the brackets behind a name that begin at token i: "Maria Bedacht (Kampen, 17 januari 1952)".
func (s *scanner) birthInBrackets(i int) {
	t, before := &s.tokens[i], &s.tokens[i-1]
	window := s.textAfter(t.end, 60)
	if before.shape != shapeCapitalised || before.flags&(lexicon.Word|lexicon.Known|lexicon.Place) != 0 || len(window) == 0 || s.normal.text[t.end] == window[0] || !bytes.ContainsAny(window, "0123456789") {
		return
	}
	s.steps += stepsPerBirth
	m := placeAndDate().FindSubmatchIndex(window)
	if m == nil {
		return
	}
	year := yearOf(string(window[m[2]:m[3]]))
	if closes := window[m[4]] == ')'; year > 1900 && year < 2014 || !closes && year > 1700 {
		s.add("geboortedatum/bij-naam-en-plaats", Birth, t.end+m[2], trimEnd(s.normal.text, t.end+m[2], t.end+m[3]), false)
	}
}

// bornBehind matches what follows a date of birth at the start of a line: a place, or a death.
var bornBehind = pattern(`^[ ,]*(?:te|in|†|overl)`)

// birthYearOf adds the date behind the token van in "zij is van 3 oktober 1962" and "hij is van mei 1988".
func (s *scanner) birthYearOf(t *token) {
	if m := monthAndYear().FindSubmatchIndex(s.textAfter(t.end, 30)); m != nil && m[2] == 1 {
		s.add("geboortedatum/maand-jaar", Birth, t.end+m[2], t.end+m[3], false)
		return
	}
	if m := yearAlone().FindSubmatchIndex(s.textAfter(t.end, 12)); m != nil && s.isIsolated(t.end+m[2], t.end+m[3]) {
		s.add("geboortedatum/jaar", Birth, t.end+m[2], t.end+m[3], false)
		return
	}
	if start, end := s.dateAfter(t.end, 30); start == t.end+1 {
		if year := yearOf(s.lowerText[start:end]); year >= 1900 && year < 2014 {
			s.add("geboortedatum/is-van", Birth, start, trimEnd(s.normal.text, start, end), false)
		}
	}
}

// birthInWords adds the date behind a token for a birth, or before it, when it is in words or has no day. It reports whether there is one.
func (s *scanner) birthInWords(t *token) bool {
	s.steps += stepsPerBirth
	if m := monthAndYear().FindSubmatchIndex(s.textAfter(t.end, 40)); m != nil {
		s.add("geboortedatum/maand-jaar", Birth, t.end+m[2], t.end+m[3], true)
		return true
	}
	if word := s.lowerText[t.start:t.end]; word == "geboortejaar" || word == "geb" || aboutOne().Match(s.textBefore(t.start, 20)) {
		if m := yearAlone().FindSubmatchIndex(s.textAfter(t.end, 20)); m != nil && s.isIsolated(t.end+m[2], t.end+m[3]) {
			s.add("geboortedatum/jaar", Birth, t.end+m[2], t.end+m[3], false)
			return true
		}
	}
	after := s.textAfter(t.end, 80)
	if m := spokenDate().FindIndex(after); m != nil && !bytes.ContainsAny(after[:m[0]], ".?!") {
		s.add("geboortedatum/in-woorden", Birth, t.end+m[0], trimEnd(s.normal.text, t.end+m[0], t.end+m[1]), true)
		return true
	}
	from := max(0, t.start-60)
	if m := spokenDate().FindIndex(s.lowerBytes[from:t.start]); m != nil && t.start-from-m[1] < 12 {
		s.add("geboortedatum/in-woorden", Birth, from+m[0], from+m[1], true)
		return true
	}
	return false
}

// birth adds the date behind a token for a birth, or right before it.
func (s *scanner) birth(t *token) {
	reach := 60
	if s.hasTable {
		if under := s.cellBelowHeader(t.end); under >= 0 {
			reach = 40
			t = &token{start: under, end: under}
		}
	}
	rule := "geboortedatum/met-woord"
	if t.shape == shapePunctuation && t.end > t.start {
		rule = "geboortedatum/teken"
	}
	if start, end := s.dateAfter(t.end, reach); start >= 0 {
		// When a sentence ends between, the date belongs to another one.
		between := s.lowerText[t.end:start]
		i := strings.IndexAny(between, ".?!")
		if (i < 0 || len(between)-i <= 2 || i == 0 || strings.HasPrefix(between, ".dat.")) && (start == t.end || s.isIsolated(start, end)) {
			s.add(rule, Birth, start, trimEnd(s.normal.text, start, end), true)
			return
		}
	}
	from := max(0, t.start-40)
	if t.shape == shapePunctuation || !mayEndInDate(s.lowerText[from:t.start]) {
		return
	}
	s.steps += stepsPerBirth
	if m := bornAfter().FindSubmatchIndex(s.lowerBytes[from:t.start]); m != nil && s.isIsolated(from+m[2], from+m[3]) {
		s.add("geboortedatum/met-woord", Birth, from+m[2], trimEnd(s.normal.text, from+m[2], from+m[3]), true)
	}
}

// mayEndInDate reports whether a date may stand at the end of a text, before what bornAfter matches behind one. It is a quick test
// before the expression.
func mayEndInDate(text string) bool {
	for _, word := range []string{"ter ", "ik ", "hij ", "zij ", "ze ", "is "} {
		text = strings.TrimSuffix(text, word)
	}
	text = strings.TrimRight(text, " \n,)(")
	n := len(text)
	if n < 3 {
		return false
	}
	if !isDigit(text[n-1]) {
		return strings.IndexByte("inbrtlgpvcs.", text[n-1]) >= 0 && strings.ContainsAny(text, "0123456789") // "12 mei", "12 dec."
	}
	for n > 0 && isDigit(text[n-1]) {
		n--
	}
	return n == 0 || n < len(text)-1 && strings.IndexByte(" -/.'\n,", text[n-1]) >= 0 || n < len(text)-7 || strings.IndexByte("-/.", text[n-1]) >= 0
}

// dates remembers where the next date of the chunk is, so that a text with a word for a birth in every line is not searched from each
// of them.
type dates struct{ from, until, start, end int } // from from up to until the first date is [start, end); start is -1 when there is none

// dateAfter returns the first date in the next n bytes from offset p on, in the same paragraph; start is -1 when there is none.
func (s *scanner) dateAfter(p, n int) (start, end int) {
	const ahead, longest = 2048, 40 // bytes that are searched at a time, and bytes of a date
	d := &s.dates
	limit := p + len(s.textAfter(p, n))
	if p < d.from || limit > d.until || d.start >= 0 && p > d.start {
		*d = dates{from: p, start: -1}
		window := s.textAfter(p, ahead)
		if d.until = p + len(window); len(window) == ahead {
			d.until -= longest
		}
		if m := date().FindIndex(window); m != nil {
			d.start, d.end = p+m[0], p+m[1]
			d.until = len(s.text) // what lies behind the first date makes no difference
		}
	}
	switch {
	case d.start < 0 || d.start >= limit:
		return -1, -1
	case d.end > limit: // the limit cuts it off
		m := date().FindIndex(s.lowerBytes[d.start:limit])
		if m == nil {
			return -1, -1
		}
		return d.start + m[0], d.start + m[1]
	}
	return d.start, d.end
}
