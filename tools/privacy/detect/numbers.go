package detect

import (
	"bytes"
	"slices"
	"strings"
)

// numbers adds candidates for the values with digits. It tries each kind at each token where it may begin.
func (s *scanner) numbers() {
	s.glued = -1
	for i := range s.tokens {
		t := &s.tokens[i]
		switch {
		case t.shape == shapeDigits:
			s.steps += stepsPerNumber
			s.numberAt(i)
		case t.shape == shapePunctuation:
			if c := s.normal.text[t.start]; c == '+' || c == '(' {
				s.phone(t.start)
			} else if c == ':' && s.isMark(i+1, ':') {
				s.ipv6(t.start)
			}
		case t.shape == shapeMixed && t.key == 0, s.digitFollows(t.start):
			s.codeAt(i)
		}
	}
	s.births()
	s.caseNumbers()
	s.labelled()
	s.spokenPhones()
}

// numberAt adds the values that begin with token i, which has digits only.
func (s *scanner) numberAt(i int) {
	p := s.tokens[i].start
	if s.longNumber(p) {
		s.bsn(p)
		s.phone(p)
		s.kvk(p)
		s.card(p)
		s.imei(p)
		s.oldAccount(p)
	}
	s.postcode(p)
	s.plate(p)
	s.rijksdriehoek(p)
	s.decimalPair(p)
	s.degrees(p)
	s.ipv4(p)
	s.barePlate(p)
	s.mac(p)
	s.belgianPlate(p)
	if s.isMark(i+1, ':') {
		s.ipv6(p)
	}
}

// codeAt adds the values that begin with token i, which has letters, and digits in it or soon behind it.
func (s *scanner) codeAt(i int) {
	t := &s.tokens[i]
	p := t.start
	if t.shape == shapeMixed && t.key == 0 {
		s.iban(p)
		s.postcode(p)
		s.plate(p)
		s.barePlate(p)
		s.phone(p)
		s.ipv6(p)
		s.mac(p)
		s.vin(p)
		s.gluedLabel(t)
		return
	}
	if t.end-p <= 4 {
		s.iban(p)
		s.plate(p)
		s.barePlate(p)
		s.germanPlate(p)
		s.mac(p)
		if s.isMark(i+1, ':') {
			s.ipv6(p)
		}
	}
}

// gluedLabels holds words for a number that are written against it: "BSN123456782".
var gluedLabels = set("bsn bsnnr bsnnummer burgerservicenummer sofi sofinummer tel telnr telefoon telefoonnummer mob mobiel gsm fax nr nummer kvk kvknr kvknummer rekening rek pc postcode kenteken imei app bel")

// gluedLabel adds the value that is written against the word with which token t begins.
func (s *scanner) gluedLabel(t *token) {
	i := t.start
	for i < t.end && isLetter(s.normal.text[i]) {
		i++
	}
	label := s.lowerText[t.start:i]
	switch {
	case strings.HasPrefix(label, "iban") && len(label) > 4:
		s.glued = t.start + 4
		s.iban(s.glued)
	case gluedLabels[label]:
		s.glued = i
		if s.longNumber(i) {
			s.bsn(i)
			s.phone(i)
			s.kvk(i)
			s.imei(i)
		}
		s.postcode(i)
		s.barePlate(i)
	}
	s.glued = -1
}

// digitFollows reports whether one of the eight bytes from offset p on is a digit. Otherwise no value with digits begins there.
func (s *scanner) digitFollows(p int) bool {
	for _, c := range s.normal.text[p:min(len(s.normal.text), p+8)] {
		if isDigit(c) {
			return true
		}
	}
	return false
}

// takeDigits reads at most max digits (with letters: digits and ASCII letters) from offset p on. Up to three separators may stand
// between two of them. It returns them and the offset behind each, until the next call.
func (s *scanner) takeDigits(p, max int, separators string, letters bool) (chars []byte, ends []int) {
	text := s.normal.text
	gap := 0
	chars, ends = s.digits[:0], s.ends[:0]
	defer func() { s.digits, s.ends = chars, ends }()
	for p < len(text) && len(chars) < max {
		c := text[p]
		switch {
		case '0' <= c && c <= '9', letters && c < 0x80 && isAlnum(c):
			chars = append(chars, c)
			ends = append(ends, p+1)
			gap = 0
		case strings.IndexByte(separators, c) >= 0 && gap < 3 && len(chars) > 0:
			gap++
		default:
			return chars, ends
		}
		p++
	}
	return chars, ends
}

// longNumber reports whether a number with at least eight digits may begin at offset p, with separators between them. A BSN, a telephone number and
// a number of the trade register have that many.
func (s *scanner) longNumber(p int) bool {
	digits, gap := 0, 0
	for _, c := range s.normal.text[p:min(len(s.normal.text), p+32)] {
		switch {
		case isDigit(c):
			if digits++; digits == 8 {
				return true
			}
			gap = 0
		case strings.IndexByte(" .-()/,_\n", c) >= 0 && gap < 3:
			gap++
		default:
			return false
		}
	}
	return false
}

// textBefore returns at most n bytes of the text in lower case before offset p, from the same paragraph. In a table the header of
// the column stands before them.
func (s *scanner) textBefore(p, n int) []byte {
	w := s.lowerBytes[max(0, p-n):p]
	if i := bytes.LastIndexByte(w, hardBreak); i >= 0 {
		w = w[i+1:]
	}
	if s.hasTable {
		if head := s.columnHeader(p); head != nil {
			return slices.Concat(head, []byte(" | "), w)
		}
	}
	return w
}

// textAfter returns at most n bytes of the text in lower case from offset p on, from the same paragraph.
func (s *scanner) textAfter(p, n int) []byte {
	w := s.lowerBytes[p:min(len(s.lowerBytes), p+n)]
	if i := bytes.IndexByte(w, hardBreak); i >= 0 {
		w = w[:i]
	}
	return w
}

// containsWord reports whether a text has one of the words. A word of more than three bytes also counts as the begin of a longer
// one.
func containsWord(window []byte, words ...string) bool {
	for _, w := range words {
		for from := 0; ; {
			i := bytes.Index(window[from:], []byte(w))
			if i < 0 {
				break
			}
			i += from
			end := i + len(w)
			if (i == 0 || !isAlnum(window[i-1])) && (len(w) > 3 || end == len(window) || !isAlnum(window[end])) {
				return true
			}
			from = i + 1
		}
	}
	return false
}

// isIsolated reports whether [start, end) is no part of a longer number or word.
func (s *scanner) isIsolated(start, end int) bool {
	text := s.normal.text
	if start > 0 && start != s.glued {
		if c := text[start-1]; isAlnum(c) || start > 1 && isAlnum(text[start-2]) && isDigit(text[start-2]) && strings.IndexByte(".,-/", c) >= 0 {
			return false
		}
	}
	if end < len(text) {
		if c := text[end]; isAlnum(c) || end+1 < len(text) && isDigit(text[end+1]) && strings.IndexByte(".,-/", c) >= 0 {
			return false
		}
	}
	return true
}

// startsFree reports whether no letter or digit stands right before offset p, unless it is a label that is written against the value.
func (s *scanner) startsFree(p int) bool {
	return p == 0 || p == s.glued || !isAlnum(s.normal.text[p-1])
}

// endsFree reports whether no letter or digit stands at offset p.
func (s *scanner) endsFree(p int) bool { return p >= len(s.normal.text) || !isAlnum(s.normal.text[p]) }

// isApart reports whether [start, end) is no part of a word, or of a number with full stops or hyphens. Another number may stand behind a slash or comma.
func (s *scanner) isApart(start, end int) bool {
	text := s.normal.text
	joins := func(i, digit int) bool {
		return i >= 0 && i < len(text) && (text[i] == '.' || text[i] == '-') && digit >= 0 && digit < len(text) && isDigit(text[digit])
	}
	return s.startsFree(start) && s.endsFree(end) && !joins(start-1, start-2) && !joins(end, end+1)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isAmount reports whether the number in [start, end) is an amount of money or another quantity.
func (s *scanner) isAmount(start, end int) bool {
	before, after := bytes.TrimRight(s.textBefore(start, 8), " \n"), s.textAfter(end, 12)
	return bytes.HasSuffix(before, []byte("€")) || bytes.HasSuffix(before, []byte("eur")) || bytes.HasSuffix(before, []byte("euro")) ||
		bytes.HasSuffix(before, []byte("$")) || bytes.HasPrefix(after, []byte(",-")) || bytes.HasPrefix(after, []byte(",0")) ||
		containsWord(after, "euro", "miljoen", "mln", "inwoners", "procent") || bytes.HasPrefix(bytes.TrimLeft(after, " "), []byte("%"))
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// trimEnd returns the end of [start, end) without full stops, spaces and commas at its end.
func trimEnd(text []byte, start, end int) int {
	for end > start && (text[end-1] == '.' || text[end-1] == ' ' || text[end-1] == ',') {
		end--
	}
	return end
}

// leadingDigits returns how many digits a text begins with.
func leadingDigits(w []byte) int {
	n := 0
	for n < len(w) && isDigit(w[n]) {
		n++
	}
	return n
}

func countDigits(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if isDigit(c) {
			n++
		}
	}
	return n
}
