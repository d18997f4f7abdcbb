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
		s.add("", Phone, m[0], m[1], false)
	}
}

var phoneWords = []string{"tel", "telefoon", "mobiel", "06", "gsm", "bel", "belde", "bellen", "bereikbaar", "bereiken", "nummer", "app", "whatsapp", "signal", "fax", "sms", "doorkiesnummer"}

// areaCodes has the Dutch area codes of three digits. All others have four (ACM, Nummerplan telefoon- en ISDN-diensten).
const areaCodes = " 010 013 015 020 023 024 026 030 033 035 036 038 040 043 045 046 050 053 055 058 070 071 072 073 074 075 076 077 078 079 085 088 091 097 "

// phone adds a telephone number at offset p: ten digits that begin with 0, a number with +31, or one of another country. Free and
// paid service numbers (0800, 0900) are nobody's own.
func (s *scanner) phone(p int) {
	text := s.normal.text
	if p > 0 && (isAlnum(text[p-1]) || text[p-1] == '+' || text[p-1] == '(' || p > 1 && isDigit(text[p-2]) && strings.IndexByte(".,-/:", text[p-1]) >= 0) {
		return
	}
	start := p
	international := false
	if text[p] == '(' {
		p++
		if p < len(text) && text[p] == '+' {
			international = true
			p++
		}
	} else if text[p] == '+' {
		international = true
		p++
	}
	if p+1 >= len(text) || !isDigit(text[p]) && !(text[p]|0x20 == 'o' && text[p+1] == '6') {
		return
	}
	zero := ""
	if !isDigit(text[p]) { // "o6 12345678"
		zero = "0"
		p++
	}
	digits, ends := s.takeDigits(p, 16, " .-()/\n", false)
	number := zero + string(digits)
	if zero != "" {
		ends = append([]int{p}, ends...)
	}
	if !international && strings.HasPrefix(number, "00") {
		international = true
		number, ends = number[2:], ends[2:]
	}
	backed := func() bool { return containsWord(s.textBefore(start, 40), phoneWords...) }
	if international {
		n := 0
		if rest, ok := strings.CutPrefix(number, "31"); ok {
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
			for n < len(number) && n < 15 && (n == 0 || ends[n]-ends[n-1] <= 3) {
				n++
			}
			if n < 9 {
				return
			}
		}
		if end := ends[n-1]; end == len(text) || !isAlnum(text[end]) {
			s.add("", Phone, start, end, true)
		}
		return
	}
	if number == "" || number[0] != '0' {
		// "6 12345678", behind a word for a telephone.
		if len(number) == 9 && number[0] == '6' && text[start] != '(' && s.isIsolated(start, ends[8]) && backed() {
			s.add("", Phone, start, ends[8], false)
		}
		return
	}
	if len(number) < 10 || number[1] == '0' {
		return
	}
	end := ends[9]
	if end < len(text) && (isAlnum(text[end]) || end+1 < len(text) && isDigit(text[end+1]) && strings.IndexByte(".,-/", text[end]) >= 0) {
		return
	}
	switch {
	case strings.HasPrefix(number, "080"), strings.HasPrefix(number, "090"):
		return
	case strings.HasPrefix(number, "06"):
		s.add("", Phone, start, end, true)
	case strings.HasPrefix(number, "085"), strings.HasPrefix(number, "088"):
		s.add("", Phone, start, end, false) // of an organisation, or a direct line in one
	default:
		area := 4
		if strings.Contains(areaCodes, " "+number[:3]+" ") {
			area = 3
		}
		grouped := ends[area] > ends[area-1]+1 || text[start] == '('
		if number[1] == '6' || !grouped && !backed() {
			s.add("", Phone, start, end, area == 3 && backed())
			return
		}
		s.add("", Phone, start, end, true)
	}
}
