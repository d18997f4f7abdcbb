package detect

import (
	"bytes"
	"strings"
)

// spokenDigit matches a number below 100 in words.
const spokenDigit = `(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]n)?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))`

var spokenNumber = pattern(`\bnul[ ,-]+(?:` + spokenDigit + `[ ,\n-]+){4,9}` + spokenDigit + `\b`)

// spokenPhones adds telephone numbers in words: "nul zes, vierentwintig, tachtig …".
func (s *scanner) spokenPhones() {
	if !bytes.Contains(s.lowerBytes, []byte("nul ")) {
		return
	}
	for _, m := range spokenNumber().FindAllIndex(s.lowerBytes, -1) {
		s.add("telefoon/in-woorden", Phone, m[0], m[1], false)
	}
}

var phoneWords = []string{"tel", "telefoon", "mobiel", "06", "gsm", "bel", "belde", "bellen", "bereikbaar", "bereiken", "nummer", "app", "whatsapp", "signal", "fax", "sms", "doorkiesnummer", "mob", "telnr"}

// areaCodes has the Dutch area codes of three digits. All others have four (ACM, Nummerplan telefoon- en ISDN-diensten).
const areaCodes = " 010 013 015 020 023 024 026 030 033 035 036 038 040 043 045 046 050 053 055 058 070 071 072 073 074 075 076 077 078 079 085 088 091 097 "

// dialled is a telephone number in the text.
type dialled struct {
	start         int
	number        string // its digits, without 00 and +
	ends          []int  // the offset behind each digit
	international bool
}

// phone adds a telephone number at offset p: ten digits that begin with 0, a number with +31, or one of another country. Free and
// paid service numbers (0800, 0900) are nobody's own.
func (s *scanner) phone(p int) {
	if !s.startsPhone(p) {
		return
	}
	if s.letterPhone(p) {
		return
	}
	d, ok := s.readPhone(p)
	switch {
	case !ok:
	case d.international:
		s.internationalPhone(d)
	case d.number == "" || d.number[0] != '0':
		// "6 12345678", behind a word for a telephone.
		if len(d.number) == 9 && d.number[0] == '6' && s.normal.text[p] != '(' && s.isIsolated(p, d.ends[8]) && s.namesPhone(p) {
			s.add("telefoon/zonder-nul", Phone, p, d.ends[8], false)
		}
	case len(d.number) >= 10 && d.number[1] != '0':
		s.dutchPhone(d)
	}
}

// letterPhone adds a mobile number at offset p in which a letter o stands for a zero, and reports whether there is one.
func (s *scanner) letterPhone(p int) bool {
	window := s.lowerBytes[p:min(len(s.lowerBytes), p+28)]
	if len(window) < 10 || window[1] != '6' || bytes.IndexByte(window, 'o') < 0 {
		return false
	}
	m := letterPhone().FindSubmatchIndex(window)
	if m == nil || countDigits(string(window[:m[3]])) < 7 || bytes.IndexByte(window[:m[3]], 'o') < 0 {
		return false
	}
	s.add("telefoon/letter-o", Phone, p, p+m[3], false)
	return true
}

var letterPhone = pattern(`^([0o]6(?:[ -]{0,3}[\do]){8})(?:[^\pL\d]|$)`)

// startsPhone reports whether a telephone number may begin at offset p: not inside another number, unless that is a telephone number too.
func (s *scanner) startsPhone(p int) bool {
	text := s.normal.text
	if p == 0 || p == s.glued {
		return true
	}
	c := text[p-1]
	if isAlnum(c) || c == '+' || c == '(' {
		return false
	}
	return p < 2 || !isDigit(text[p-2]) || strings.IndexByte(".,-/:", c) < 0 || s.followsPhone(p)
}

// followsPhone reports whether a telephone number ends right before the separator before offset p.
func (s *scanner) followsPhone(p int) bool {
	for _, c := range s.candidates[max(0, len(s.candidates)-3):] {
		if c.kind == Phone && c.end == p-1 {
			return true
		}
	}
	return false
}

// namesPhone reports whether a word for a telephone stands before offset p.
func (s *scanner) namesPhone(p int) bool { return containsWord(s.textBefore(p, 40), phoneWords...) }

// readPhone reads the digits of a number that begins at offset p.
func (s *scanner) readPhone(p int) (d dialled, ok bool) {
	text := s.normal.text
	d.start = p
	if text[p] == '(' {
		p++
	}
	if p < len(text) && text[p] == '+' {
		d.international = true
		p++
	}
	if p+1 >= len(text) || !isDigit(text[p]) && !(text[p]|0x20 == 'o' && text[p+1] == '6') {
		return d, false
	}
	zero := ""
	if !isDigit(text[p]) { // "o6 12345678"
		zero = "0"
		p++
	}
	digits, ends := s.takeDigits(p, 16, " .-()/\n", false)
	d.number, d.ends = zero+string(digits), ends
	if zero != "" {
		d.ends = append([]int{p}, ends...)
	}
	if !d.international && strings.HasPrefix(d.number, "00") {
		d.international = true
		d.number, d.ends = d.number[2:], d.ends[2:]
	}
	return d, true
}

// internationalPhone adds a number with the code of its country.
func (s *scanner) internationalPhone(d dialled) {
	n := 0
	if rest, ok := strings.CutPrefix(d.number, "31"); ok {
		n = 11
		if strings.HasPrefix(rest, "0") {
			n = 12
			rest = rest[1:]
		}
		if len(rest) < 9 || rest[0] == '0' {
			return
		}
	} else {
		// The length of a foreign number is unknown: it ends where its groups end.
		for n < len(d.number) && n < 15 && (n == 0 || d.ends[n]-d.ends[n-1] <= 3) {
			n++
		}
		if n < 9 {
			return
		}
	}
	if s.endsFree(d.ends[n-1]) {
		s.add("telefoon/landnummer", Phone, d.start, d.ends[n-1], true)
	}
}

// dutchPhone adds a number of at least ten digits that begins with 0.
func (s *scanner) dutchPhone(d dialled) {
	end := d.ends[9]
	if !s.endsPhone(end) {
		return
	}
	switch {
	case strings.HasPrefix(d.number, "080"), strings.HasPrefix(d.number, "090"):
		return
	case strings.HasPrefix(d.number, "06"):
		s.add("telefoon/mobiel", Phone, d.start, end, true)
	case strings.HasPrefix(d.number, "085"), strings.HasPrefix(d.number, "088"):
		s.add("telefoon/organisatie", Phone, d.start, end, false) // of an organisation, or a direct line in one
	default:
		area := 4
		if strings.Contains(areaCodes, " "+d.number[:3]+" ") {
			area = 3
		}
		grouped := d.ends[area] > d.ends[area-1]+1 || s.normal.text[d.start] == '('
		backed := s.namesPhone(d.start)
		sure := area == 3 && backed
		if d.number[1] != '6' && (grouped || backed) {
			sure = true
		}
		s.add("telefoon/vast", Phone, d.start, end, sure)
	}
}

// endsPhone reports whether a telephone number may end at offset p: another one may follow behind a slash or comma, and so may a short extension.
func (s *scanner) endsPhone(p int) bool {
	text := s.normal.text
	if p == len(text) {
		return true
	}
	if isAlnum(text[p]) {
		return false
	}
	if p+1 == len(text) || !isDigit(text[p+1]) || strings.IndexByte(".,-/", text[p]) < 0 {
		return true
	}
	return (text[p] == '/' || text[p] == ',') && (text[p+1] == '0' || p+4 > len(text) || !isDigit(text[p+3]))
}
