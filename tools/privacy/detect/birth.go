package detect

import (
	"bytes"
	"strings"
)

// dateSource is an expression for a date in digits, with the name of a month, or with the month in Roman numerals.
const dateSource = `\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?(?:\d{4}|'?\d{2})|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?:e|ste|de)?[ \n-]` + months + `(?:[ \n-]+'?\d{2,4})?|` + months + `[ \n]\d{1,2},[ \n]\d{4}|(?:19|20)\d{6}|[0-3]\d[01]\d(?:19|20)\d\d|\d{1,2}[-. ](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2}|x)[-. ]\d{4}`

const months = `(?:januari|jan|februari|feb|maart|mrt|april|apr|mei|juni|jun|juli|jul|augustus|aug|september|sept|sep|oktober|okt|november|nov|december|dec)\.?`

var (
	date = pattern(dateSource)

	bornAfter = pattern(`(` + dateSource + `)[ \n,)(]*(?:is )?(?:ik |hij |zij |ze )?(?:ter )?$`)
)

var birthWords = set("geboorteplaats wereld geboorte geboortedata birthday geboren geb geboortedatum geboortedag gebdat geboortejaar gb gd verjaardag jarig birth dob")

var pronouns = set("ik hij zij ze jij u zoon dochter kind vader moeder man vrouw")

// births adds dates that are a date of birth by the words around them.
func (s *scanner) births() {
	for i := range s.tokens {
		t := &s.tokens[i]
		switch {
		case t.shape == shapePunctuation:
			c := s.normal.text[t.start]
			star := c == '*' && i+1 < len(s.tokens) && s.tokens[i+1].gap == gapSpace && s.tokens[i+1].shape == shapeDigits
			if !star && !bytes.HasPrefix(s.normal.text[t.start:], []byte("°")) {
				continue
			}
		case s.word(i) == "van" && i > 1 && (s.word(i-1) == "is" || s.word(i-1) == "ben") && pronouns[s.word(i-2)]:
			// "zij is van 3 oktober 1962"
			if start, end := s.dateAfter(t.end, 30); start == t.end+1 {
				if year := yearOf(s.lowerText[start:end]); year >= 1900 && year < 2014 {
					s.add("", Birth, start, trimEnd(s.normal.text, start, end), false)
				}
			}
			continue
		case t.key == 0 || t.end-t.start > 14 || strings.IndexByte("gvjbdw", s.lowerText[t.start]) < 0 || !birthWords[s.lowerText[t.start:t.end]]:
			continue
		}
		s.birth(t)
	}
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
	if start, end := s.dateAfter(t.end, reach); start >= 0 {
		// When a sentence ends between, the date belongs to another one.
		between := s.lowerText[t.end:start]
		i := strings.IndexAny(between, ".?!")
		if (i < 0 || len(between)-i <= 2 || i == 0 || strings.HasPrefix(between, ".dat.")) && (start == t.end || s.isIsolated(start, end)) {
			s.add("", Birth, start, trimEnd(s.normal.text, start, end), true)
			return
		}
	}
	from := max(0, t.start-40)
	if t.shape == shapePunctuation || !mayEndInDate(s.lowerText[from:t.start]) {
		return
	}
	s.steps += stepsPerBirth
	if m := bornAfter().FindSubmatchIndex(s.lowerBytes[from:t.start]); m != nil && s.isIsolated(from+m[2], from+m[3]) {
		s.add("", Birth, from+m[2], trimEnd(s.normal.text, from+m[2], from+m[3]), true)
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
