package detect

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// numbers adds candidates for the values with digits. It tries each kind at each token where it may begin.
func (s *scanner) numbers() {
	text := s.normal.text
	for i := range s.tokens {
		t := &s.tokens[i]
		p := t.start
		switch {
		case t.shape == shapeDigits:
			s.steps += stepsPerNumber
			if long := s.longNumber(p); long {
				s.bsn(p)
				s.phone(p)
				s.kvk(p)
			}
			s.postcode(p)
			s.plate(p)
			s.rijksdriehoek(p)
			s.decimalPair(p)
			s.degrees(p)
			s.ipv4(p)
			s.barePlate(p)
			if s.isMark(i+1, ':') {
				s.ipv6(p)
			}
		case t.shape == shapePunctuation:
			if c := text[p]; c == '+' || c == '(' {
				s.phone(p)
			} else if c == ':' && s.isMark(i+1, ':') {
				s.ipv6(p)
			}
		case !s.digitFollows(p):
		case t.shape == shapeMixed:
			s.iban(p)
			s.postcode(p)
			s.plate(p)
			s.barePlate(p)
			s.phone(p)
			s.ipv6(p)
		case t.end-p <= 4:
			s.iban(p)
			s.plate(p)
			s.barePlate(p)
			if s.isMark(i+1, ':') {
				s.ipv6(p)
			}
		}
	}
	s.births()
	s.caseNumbers()
	s.spokenPhones()
}

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
		case strings.IndexByte(" .-()/\n", c) >= 0 && gap < 3:
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
	if start > 0 {
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

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isAmount reports whether the number in [start, end) is an amount of money or another quantity.
func (s *scanner) isAmount(start, end int) bool {
	before, after := bytes.TrimRight(s.textBefore(start, 8), " \n"), s.textAfter(end, 12)
	return bytes.HasSuffix(before, []byte("€")) || bytes.HasSuffix(before, []byte("eur")) || bytes.HasSuffix(before, []byte("euro")) ||
		bytes.HasSuffix(before, []byte("$")) || bytes.HasPrefix(after, []byte(",-")) || bytes.HasPrefix(after, []byte(",0")) ||
		containsWord(after, "euro", "miljoen", "mln", "inwoners", "procent") || bytes.HasPrefix(bytes.TrimLeft(after, " "), []byte("%"))
}

var bsnWords = []string{"bsn", "burgerservicenummer", "burger service nummer", "burgerservice", "sofi", "sofinummer", "persoonsnummer"}

// bsn adds a citizen service number at offset p: nine digits, or eight without the leading zero, that pass the elfproef (Wet
// algemene bepalingen burgerservicenummer). One in eleven random numbers passes, so only the words around the number or its
// grouping make it sure. With such words a number that fails is a candidate too: it may have a typing error.
func (s *scanner) bsn(p int) {
	digits, ends := s.takeDigits(p, 10, " .-\n", false)
	if len(digits) < 8 {
		return
	}
	for _, n := range []int{9, 8} {
		if len(digits) < n {
			continue
		}
		end := ends[n-1]
		written := s.text[p:end]
		parts := groups(written)
		if len(digits) > n && !(len(parts) == 1 && ends[n] != end+1 && s.normal.text[end] == ' ') {
			continue
		}
		if !s.isIsolated(p, end) || s.isAmount(p, end) {
			continue
		}
		backed := containsWord(s.textBefore(p, 60), bsnWords...) || containsWord(s.textAfter(end, 60), bsnWords...)
		valid := elfproef(digits[:n])
		switch {
		case n == 8:
			if backed && valid && containsWord(s.textBefore(p, 25), bsnWords...) {
				s.add("", BSN, p, end, true)
				return
			}
		case valid && (backed || slices.Equal(parts, []int{4, 2, 3})):
			s.add("", BSN, p, end, true)
			return
		case backed && containsWord(s.textBefore(p, 30), bsnWords...):
			s.add("", BSN, p, end, false)
			return
		case valid && (len(parts) == 1 || slices.Equal(parts, []int{3, 3, 3}) && !strings.ContainsAny(written, ".") || slices.Equal(parts, []int{2, 2, 2, 3})):
			if string(digits[:3]) != "000" {
				s.add("", BSN, p, end, false)
			}
			return
		}
	}
}

// groups returns the lengths of the groups of digits in s.
func groups(s string) []int {
	var n []int
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		n = append(n, len(part))
	}
	return n
}

// elfproef reports whether 9a+8b+7c+6d+5e+4f+3g+2h-i is a multiple of 11 for the nine digits a to i, which are not all zero. Eight
// digits get a zero before them.
func elfproef(digits []byte) bool {
	if len(digits) == 8 {
		digits = append([]byte{'0'}, digits...)
	}
	sum, zero := 0, true
	for i, d := range digits {
		v := int(d - '0')
		zero = zero && v == 0
		if i == 8 {
			sum -= v
		} else {
			sum += (9 - i) * v
		}
	}
	return !zero && sum%11 == 0
}

// ibanLengths has the length of an IBAN by country, from the IBAN registry of SWIFT.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
	"EE": 20, "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
	"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31,
	"NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24,
	"TR": 26, "UA": 29, "XK": 20,
}

// iban adds an IBAN (ISO 13616) at offset p. The check digits make it sure. A Dutch one with wrong check digits may have a typing
// error, and is a candidate that is not sure.
func (s *scanner) iban(p int) {
	text := s.normal.text
	if p+4 > len(text) || isDigit(text[p]) || isDigit(text[p+1]) || p > 0 && isAlnum(text[p-1]) {
		return
	}
	length := ibanLengths[strings.ToUpper(string(text[p:p+2]))]
	if length == 0 {
		return
	}
	chars, ends := s.takeDigits(p, length, " .-\n", true)
	if len(chars) < length || !isDigit(chars[2]) || !isDigit(chars[3]) || ends[3] > p+7 {
		return
	}
	end := ends[length-1]
	if end < len(text) && isAlnum(text[end]) {
		return
	}
	number := strings.ToUpper(string(chars))
	switch {
	case mod97(number):
		s.add("", IBAN, p, end, true)
	case strings.HasPrefix(number, "NL") && dutchIBAN().MatchString(number) && number[2:4] != "00":
		s.add("", IBAN, p, end, false)
	}
}

var dutchIBAN = pattern(`^NL\d\d[A-Z]{4}\d{10}$`)

// mod97 reports whether the check digits of an IBAN, in capitals and without spaces, are right (ISO 7064, MOD 97-10).
func mod97(iban string) bool {
	rest := 0
	for _, c := range []byte(iban[4:] + iban[:4]) {
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest == 1
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

var postcodeWords = []string{"postcode", "adres", "woont", "wonende", "woonachtig", "woonplaats", "gevestigd"}

// houseNumberBefore matches a house number at the end of a text: "12, ", "14a ", "112-II ".
var houseNumberBefore = pattern(`[a-z)']\.? \d{1,5}(?: ?[a-z]{1,3}| ?- ?[a-z0-9]{1,4}| (?:rood|zwart|bis|hs|huis|boven|achter|voor|links|rechts|beneden|bus \d+))?[ ,\n;|/–-]*$`)

// noPostcode holds pairs of letters that mostly mean something else behind four digits: units, companies, abbreviations.
var noPostcode = map[string]bool{"MG": true, "ML": true, "MW": true, "GW": true, "KW": true, "KM": true, "KG": true, "CM": true, "MM": true, "EU": true, "BV": true, "NV": true, "US": true, "AI": true,
	"IT": true, "GB": true, "MB": true, "TB": true, "KB": true, "HA": true, "UU": true, "XX": true}

// postcode adds a postcode at offset p: four digits, of which the first is not 0, and two letters other than SA, SD and SS
// (PostNL). An address around it or the word postcode makes it sure.
func (s *scanner) postcode(p int) {
	text := s.normal.text
	if p+11 <= len(text) && text[p+1] == ' ' && text[p+3] == ' ' {
		if m := spacedPostcode().Find(text[p : p+11]); m != nil && (p == 0 || !isAlnum(text[p-1])) {
			s.add("", Postcode, p, p+len(m), true)
			return
		}
	}
	if p > 0 && (isAlnum(text[p-1]) || strings.IndexByte("-/.,", text[p-1]) >= 0 && p > 1 && isAlnum(text[p-2])) || p+6 > len(text) || text[p] < '1' || text[p] > '9' ||
		!isDigit(text[p+1]) || !isDigit(text[p+2]) || !isDigit(text[p+3]) {
		return
	}
	q := p + 4
	if c := text[q]; c == ' ' || c == '-' || c == softBreak {
		q++
	}
	if q+2 > len(text) || !isLetter(text[q]) || !isLetter(text[q+1]) || q+2 < len(text) && isAlnum(text[q+2]) {
		return
	}
	letters := string(text[q : q+2])
	capitals := letters == strings.ToUpper(letters)
	attached := q == p+4
	backed := containsWord(s.textBefore(p, 30), postcodeWords...) || houseNumberBefore().Match(s.textBefore(p, 24)) || s.houseNumberAfter(q+2)
	if !backed {
		backed = s.placeAfter(q+2) && !noPostcode[strings.ToUpper(letters)] && !ordinaryPair[letters]
	}
	if !backed && noPostcode[strings.ToUpper(letters)] || strings.EqualFold(letters, "sa") || strings.EqualFold(letters, "sd") || strings.EqualFold(letters, "ss") {
		return
	}
	year := strings.HasPrefix(string(text[p:p+2]), "19") || strings.HasPrefix(string(text[p:p+2]), "20")
	switch {
	case backed && (capitals || attached):
		s.add("", Postcode, p, q+2, true)
	case backed && !ordinaryPair[letters] && !capitals && containsWord(s.textBefore(p, 30), postcodeWords...):
		s.add("", Postcode, p, q+2, true)
	case capitals && !(year && !attached && inYear().Match(s.textBefore(p, 12))):
		s.add("", Postcode, p, q+2, false)
	case !capitals && attached && letters != "de" && letters != "en":
		s.add("", Postcode, p, q+2, false)
	case !capitals && backed && !ordinaryPair[letters]:
		s.add("", Postcode, p, q+2, false)
	}
}

// inYear matches words before a year: "in 2019 AB".
var inYear = pattern(`\b(?:in|sinds|vanaf|van|tot|uit|jaar|begin|eind|najaar|voorjaar|zomer|en|q[1-4]|mei|maart|juni|juli|april|januari|februari|augustus|september|oktober|november|december) $`)

// spacedPostcode matches a postcode from a form with a box for each character.
var spacedPostcode = pattern(`^[1-9] \d \d \d [A-Z] [A-Z]\b`)

// ordinaryPair holds short words: "1234 in" is no postcode.
var ordinaryPair = map[string]bool{"is": true, "in": true, "de": true, "en": true, "op": true, "te": true, "om": true, "na": true, "al": true, "er": true, "of": true, "zo": true, "we": true, "ze": true, "me": true, "je": true, "nu": true, "ik": true, "uw": true, "tot": true}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// houseNumberAfter reports whether a house number stands at offset p: "1234 AB 12", "1234AB, nr. 12".
func (s *scanner) houseNumberAfter(p int) bool {
	w := bytes.TrimLeft(s.textAfter(p, 12), " ,-")
	for _, word := range []string{"huisnummer", "nummer", "nr.", "nr"} {
		w = bytes.TrimLeft(bytes.TrimPrefix(w, []byte(word)), " ")
	}
	i := 0
	for i < len(w) && isDigit(w[i]) {
		i++
	}
	return i > 0 && i < 5 && (i == len(w) || !isDigit(w[i]) && w[i] != '-' && w[i] != '/' && w[i] != ':')
}

// placeAfter reports whether a word with a capital stands right behind offset p: "1234 AB Zwolle".
func (s *scanner) placeAfter(p int) bool {
	text := s.normal.text
	for p < len(text) && (text[p] == ' ' || text[p] == ',' || text[p] == softBreak || text[p] == '|') {
		p++
	}
	return p+1 < len(text) && 'A' <= text[p] && text[p] <= 'Z' && isAlnum(text[p+1]) || p < len(text) && text[p] == '\''
}

// sidecodes has the number of each form of a number plate (sidecode, RDW), with X for a letter and 9 for a digit.
var sidecodes = map[string]int{
	"XX-99-99": 1, "99-99-XX": 2, "99-XX-99": 3, "XX-99-XX": 4, "XX-XX-99": 5, "99-XX-XX": 6, "99-XXX-9": 7, "9-XXX-99": 8,
	"XX-999-X": 9, "X-999-XX": 10, "XXX-99-X": 11, "X-99-XXX": 12, "9-XX-999": 13, "999-XX-9": 14,
}

// noPlate holds groups of letters that the RDW does not issue.
var noPlate = map[string]bool{"SA": true, "SD": true, "SS": true, "GVD": true, "KKK": true, "NSB": true, "PKK": true, "PSV": true, "TBS": true, "PVV": true, "SGP": true, "VVD": true}

var plateWords = []string{"kenteken", "kentekens", "auto", "bus", "bestelbus", "busje", "bestelauto", "voertuig", "motor", "scooter", "brommer", "aanhanger", "camper", "caravan", "vrachtwagen", "geparkeerd", "parkeerde", "volkswagen", "opel", "golf", "taxi"}

// plate adds a number plate with hyphens or spaces at offset p.
func (s *scanner) plate(p int) {
	text := s.normal.text
	if p+8 > len(text) || p > 0 && (isAlnum(text[p-1]) || strings.IndexByte("-/.:", text[p-1]) >= 0 && p > 1 && isAlnum(text[p-2])) {
		return
	}
	end := p + 8
	if end < len(text) && (isAlnum(text[end]) || text[end] == '-' && end+1 < len(text) && isAlnum(text[end+1]) || text[end] == '/') {
		return
	}
	form := make([]byte, 8)
	var separator byte
	for i, c := range text[p:end] {
		switch {
		case isDigit(c):
			form[i] = '9'
		case isLetter(c):
			form[i] = 'X'
		case c == '-' || c == ' ' || c == softBreak:
			if separator == 0 || c == '-' {
				separator = c
			}
			form[i] = '-'
		default:
			return
		}
	}
	code := sidecodes[string(form)]
	if code == 0 {
		return
	}
	written := string(text[p:end])
	letters := strings.Map(func(r rune) rune {
		if isLetter(byte(r)) {
			return r
		}
		return -1
	}, written)
	if noPlate[strings.ToUpper(letters)] {
		return
	}
	backed := containsWord(s.textBefore(p, 60), plateWords...) || containsWord(s.textAfter(end, 30), plateWords...)
	capitals := written == strings.ToUpper(written)
	odd := code >= 7 && strings.ContainsAny(strings.ToUpper(letters), "AEIOUCQ")
	switch {
	case separator != '-' && !backed && capitals && !odd && code >= 7 && bytes.IndexByte(text[p:end], softBreak) < 0:
		s.add("", Plate, p, end, false)
	case separator != '-':
		if backed && containsWord(s.textBefore(p, 40), plateWords...) {
			s.add("", Plate, p, end, containsWord(s.textBefore(p, 40), "kenteken"))
		}
	case backed:
		s.add("", Plate, p, end, true)
	case capitals && !odd:
		s.add("", Plate, p, end, true)
	case capitals, !odd && code >= 4:
		s.add("", Plate, p, end, false)
	}
}

// barePlate adds a number plate without hyphens at offset p, when a word for a vehicle stands before it.
func (s *scanner) barePlate(p int) {
	text := s.normal.text
	if p+6 > len(text) || p > 0 && isAlnum(text[p-1]) || p+6 < len(text) && (isAlnum(text[p+6]) || text[p+6] == '-') {
		return
	}
	form := make([]byte, 0, 8)
	for i, c := range text[p : p+6] {
		d := byte('X')
		if isDigit(c) {
			d = '9'
		} else if !isLetter(c) {
			return
		}
		if i > 0 && form[len(form)-1] != d {
			form = append(form, '-')
		}
		form = append(form, d)
	}
	known := sidecodes[string(form)] != 0
	if !known {
		switch string(form) {
		case "XX-9999", "9999-XX", "XXXX-99", "99-XXXX": // two groups of the same kind next to each other
			known = true
		}
	}
	if known && containsWord(s.textBefore(p, 40), plateWords...) && !containsWord(s.textBefore(p, 12), "postcode") {
		s.add("", Plate, p, p+6, containsWord(s.textBefore(p, 40), "kenteken"))
	}
}

var kvkWords = []string{"kvk", "k.v.k", "kamer van koophandel", "handelsregister", "kvknr"}

// kvk adds a number of the trade register at offset p: eight digits, or twelve for a branch, next to the name of the register. Such
// a number has no checksum.
func (s *scanner) kvk(p int) {
	digits, ends := s.takeDigits(p, 13, " .\n", false)
	for _, n := range []int{12, 8} {
		if len(digits) < n {
			continue
		}
		end := ends[n-1]
		if n < len(digits) && ends[n]-ends[n-1] < 2 {
			continue
		}
		words := kvkWords
		if n == 12 {
			words = append([]string{"vestigingsnummer"}, kvkWords...)
		}
		if s.isIsolated(p, end) && (containsWord(s.textBefore(p, 45), words...) || containsWord(s.textAfter(end, 30), "handelsregister", "kvk")) {
			s.add("", KvK, p, end, true)
			return
		}
	}
}

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

// trimEnd returns the end of [start, end) without full stops, spaces and commas at its end.
func trimEnd(text []byte, start, end int) int {
	for end > start && (text[end-1] == '.' || text[end-1] == ' ' || text[end-1] == ',') {
		end--
	}
	return end
}

// caseWords holds words that are followed by the number of a case. Words that numberNouns matches are too.
var caseWords = set("zaak dossier klacht ticket parket topdesk ref referentie verzoek melding bezwaar bezwaarschrift aanvraag incident rapport aangifte pv casus beroep registratie beschikking procedure onder")

// numberNouns matches nouns for a number by which a person can be found.
var numberNouns = pattern(`^(?:zaak|dossier|klacht|klachten|melding|meldings|aanvraag|vergunning|vergunnings|registratie|referentie|rol|parket|procedure|bezwaar|beroeps?|besluit|beschikking|cli[eë]nt|pati[eë]nt|personeels|medewerkers?|relatie|klant|leerling|student|studenten|incident|ticket|verzoek|woo-?|wob-?|intake|casus|proces|pv-?|polis|huurders?|inschrijf|inschrijvings|document|case|contract|paspoort|rijbewijs|id-?|v-?|aangifte|boete|woo-verzoek|ons|uw)?-?(?:nummer|nr|kenmerk)$`)

var (
	// caseNumber matches what may stand between such a word and the number, and the number, which is its group.
	caseNumber = pattern(`^\.?(?:[ \n]*(?::|=|#|\||is|was|onder|met|nr\.?|nummer|kenmerk|van de gemeente|bij de rechtbank|\(|"|'|,))*[ \n]*([a-z]{0,6}[-/. ]?[a-z0-9]*\d[a-z0-9]*(?:[-/._:][a-z0-9]+)*|[a-z]{1,6}(?:[-/][a-z]{1,6})*[-/]\d[a-z0-9]*(?:[-/._:][a-z0-9]+)*)`)
	// caseShape matches the common forms of such numbers: letters of an office, a year and a number, in any order.
	caseShape      = pattern(`^(?:[a-z]{1,5}[-/.]?(?:19|20)?\d{2}[-/.]\d{3,}(?:[-/.][a-z0-9]+)*|[a-z]{1,5}[-/.](?:19|20)\d{2}[-/.][a-z0-9]*\d{2,}[a-z0-9]*|(?:19|20)\d{2}[-/.][a-z]{1,6}[-/.]\d{2,}|(?:19|20)\d{2}[-/]\d{4,}(?:[-/][a-z0-9]+)*|z-?\d{2}[-.]?\d{5,}|inc-?\d{5,}|[a-z]{2,5}(?:[-/][a-z]{1,5})*[-/ ](?:19|20)?\d{2}[-/]\d{2,6}(?:-[a-z0-9]{1,3})?|[a-z]{1,4}\d{0,4}-\d{3,}/\d{2}|\d{4}-(?:19|20)\d{2}-\d{4,}(?:-\d+)?|[a-z]{2}\d{4}-\d{8,}|\d{2}/\d{4,6}-\d{2}|c/\d{2}/\d{5,6}|(?:19|20)\d{2}\.\d{4,}|(?:19|20)\d{2}(?:\.\d{2,}){2,}|[a-z]{2,5}-\d{3,}-\d{3,}|[a-z]{2,6}[-/](?:19|20)\d{2}(?:[-/][a-z0-9]+){2,}|(?:ha[ -](?:za|rk|zb)|kg za|fa rk|fj rk)[ -]\d{2}-\d{2,5})(?:[-/.]\d{2,})*`)
	courtOfJustice = pattern(`^[ct]-\d{1,4}/\d{2}$`)
	years          = pattern(`(?:19|20)\d{2}[-/](?:(?:19|20)?\d{2})$`)
	notACase       = pattern(`\b(?:ecli|stb|stcrt|staatsblad|staatscourant|kamerstuk|kamerstukken|bwbr|celex|isbn|issn|iso|nen|artikel|art\.?|verordening|richtlijn|\(eu\)|trb|pb l|versie|bijlage|paragraaf|rfc|cve|wcag|pl)[ :.\-/0-9a-z(),]{0,14}$`)
	wholeDate      = pattern(`^(?:` + dateSource + `)$`)
)

// caseNumbers adds numbers of cases, by the word before them or else by their form. It goes from the end to the start of the text,
// so that it knows where the next number is.
func (s *scanner) caseNumbers() {
	if !bytes.ContainsAny(s.lowerBytes, "0123456789") {
		return
	}
	number := len(s.text) + 100 // where the next number begins
	for i := len(s.tokens) - 1; i >= 0; i-- {
		t := &s.tokens[i]
		switch t.shape {
		case shapePunctuation:
		case shapeLower, shapeCapitalised, shapeUpper, shapeMixed:
			if t.key == 0 {
				number = t.start
			}
			if t.key != 0 && (number-t.end < 64 || s.hasTable) {
				s.namedCase(t)
			}
			if t.shape == shapeLower || t.end-t.start > 5 && t.shape != shapeMixed || number-t.end > 24 {
				continue
			}
			s.shapedCase(i)
		default:
			if t.shape != shapeCapital {
				number = t.start
			}
			s.shapedCase(i)
		}
	}
}

// namedCase adds the number behind token t, when t is a word for a case.
func (s *scanner) namedCase(t *token) {
	word := s.lowerText[t.start:t.end]
	named := (strings.HasSuffix(word, "nummer") || strings.HasSuffix(word, "kenmerk") || strings.HasSuffix(word, "nr")) && numberNouns().MatchString(word)
	if !named && !caseWords[word] {
		return
	}
	if t.shape == shapeUpper && t.end < len(s.lowerBytes) && s.lowerBytes[t.end] == '-' {
		return // "ZAAK-2025-0191377": the word is a part of the number
	}
	window := s.textAfter(t.end, 60)
	if s.hasTable {
		if under := s.cellBelowHeader(t.end); under >= 0 {
			window = s.textAfter(under, 60)
			defer func(end int) { t.end = end }(t.end)
			t.end = under
		}
	}
	if !bytes.ContainsAny(window, "0123456789") {
		return
	}
	m := caseNumber().FindSubmatchIndex(window)
	if m == nil {
		return
	}
	start := t.end + m[2]
	end := trimEnd(s.normal.text, start, t.end+m[3])
	value := s.lowerText[start:end]
	least := 3
	if !named || word == "nummer" || word == "nr" {
		least = 5
		if strings.ContainsAny(value, "-/.") || isLetter(value[0]) {
			least = 3
		}
	}
	if countDigits(value) < least || end < len(s.lowerBytes) && isAlnum(s.lowerBytes[end]) || wholeDate().MatchString(value) && strings.Count(value, "-") != 1 && len(value) < 11 || isParliamentaryYear(value) && countDigits(value) == len(value)-1 ||
		s.isAmount(start, end) || notACase().Match(s.textBefore(start, 20)) || strings.HasPrefix(value, "ecli") || courtOfJustice().MatchString(value) {
		return
	}
	// "zaak van 2023" and "verzoek in 2019": a word in lower case and a year.
	if i := strings.LastIndexByte(value, ' '); i > 0 && (!allLetters(value[:i]) || s.normal.text[start] == s.lowerBytes[start]) {
		return
	}
	if word == "onder" && (!isLetter(value[0]) || s.normal.text[start] == s.lowerBytes[start]) {
		return
	}
	s.add("", CaseNumber, start, end, true)
}

// isoDate reports whether a text begins with a date like 2026-03-12 and the date does not continue.
func isoDate(w []byte) bool {
	if len(w) < 10 || w[4] != '-' || w[7] != '-' || len(w) > 10 && (isAlnum(w[10]) || w[10] == '-' || w[10] == '/') {
		return false
	}
	return countDigits(string(w[:10])) == 8
}

// shapedCase adds the number of a case that begins with token i, by its form alone.
func (s *scanner) shapedCase(i int) {
	t := &s.tokens[i]
	start := t.start
	if t.gap == gapNone && start > 0 && strings.IndexByte(":/.-_@#=", s.lowerBytes[start-1]) >= 0 {
		return
	}
	window := s.lowerBytes[start:min(len(s.lowerBytes), start+40)]
	if isDigit(window[0]) && !beginsWithYear(window) {
		return
	}
	if countDigits(string(window[:min(len(window), 24)])) < 4 || isoDate(window) {
		return
	}
	m := caseShape().FindIndex(window)
	if m == nil {
		return
	}
	end := start + m[1]
	value := s.lowerText[start:end]
	if end < len(s.lowerBytes) && (isAlnum(s.lowerBytes[end]) || s.lowerBytes[end] == ':' && end+1 < len(s.lowerBytes) && s.lowerBytes[end+1] > ' ' || s.lowerBytes[end] == '@') ||
		notACase().Match(s.textBefore(start, 24)) || isParliamentaryYear(value) || courtOfJustice().MatchString(value) || !s.startsWithCapitals(start, end) || isDigit(value[0]) && wholeDate().MatchString(value) ||
		strings.HasPrefix(value, "kst") || strings.HasPrefix(value, "iso") || strings.HasPrefix(value, "nen") || strings.HasPrefix(value, "covid") || strings.HasPrefix(value, "art") {
		return
	}
	s.add("", CaseNumber, start, end, false)
}

// beginsWithYear reports whether a text begins with four digits, or two and a slash, as the forms of caseShape that begin with a digit do.
func beginsWithYear(w []byte) bool {
	n := 0
	for n < len(w) && n < 5 && isDigit(w[n]) {
		n++
	}
	return n < len(w) && (n == 4 && strings.IndexByte("-/.", w[n]) >= 0 || n == 2 && w[n] == '/')
}

// isParliamentaryYear reports whether a value ends with two consecutive years, such as a parliamentary year: 2021/22.
func isParliamentaryYear(value string) bool {
	m := years().FindString(value)
	if m == "" {
		return false
	}
	first, _ := strconv.Atoi(m[2:4])
	second, _ := strconv.Atoi(m[len(m)-2:])
	return second == first+1 || len(m) == 9
}

// startsWithCapitals reports whether all letters in [start, end) before the first digit are capitals.
func (s *scanner) startsWithCapitals(start, end int) bool {
	for i := start; i < end && !isDigit(s.lowerBytes[i]); i++ {
		if isLetter(s.lowerBytes[i]) && s.normal.text[i] == s.lowerBytes[i] {
			return false
		}
	}
	return true
}

func allLetters(s string) bool {
	for _, c := range []byte(s) {
		if !isLetter(c) {
			return false
		}
	}
	return true
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

var (
	decimalPair = pattern(`^(\d{1,2}[.,]\d{3,})°?[ ]?[nN]?[ ]*(?:[,;/ \n|]+[ ]*|,? ?(?:lon|lng|long|lengte|NB|N\.B\.|nb|en)[ .:=,]*)(\d{1,3}[.,]\d{3,})°?(?:[ ]?[eEoO]\b)?`)
	degrees     = pattern(`^(?:[nN][a-z]* ?)?\d{1,2} ?° ?\d{1,2}(?:[.,]\d+)? ?(?:['′] ?(?:\d{1,2}(?:[.,]\d+)? ?(?:["″]|'')?)?)? ?[nN]?[a-z.]*[ ,/\n]+(?:[eEoO][a-z]* ?)?\d{1,2} ?° ?\d{1,2}(?:[.,]\d+)? ?(?:['′] ?(?:\d{1,2}(?:[.,]\d+)? ?(?:["″]|'')?)?)? ?(?:[eEoO][a-z]*)?`)
	rdPair      = pattern(`^(\d{2,3}[. ]?\d{3}(?:,\d{1,3})?)[ ]?(?:[,;/ \n|]|en\b|[yY][ :=]*)+[ ]?(\d{3}[. ]?\d{3}(?:,\d{1,3})?)`)
	latitude    = pattern(`\b(?:lat|latitude|nb|n\.b\.)[ :.=]*$`)
	rdBefore    = pattern(`(?:rd|x)[ :=]*$`)
)

// decimalPair adds a latitude and a longitude in decimal degrees at offset p, in either order, within the Netherlands.
func (s *scanner) decimalPair(p int) {
	if near := s.lowerText[p:min(len(s.lowerText), p+8)]; !strings.ContainsAny(near, ".,") || countDigits(near) < 4 {
		return
	}
	m := decimalPair().FindSubmatchIndex(s.normal.text[p:min(len(s.normal.text), p+60)])
	if m == nil || p > 0 && (isAlnum(s.normal.text[p-1]) || s.normal.text[p-1] == '.') {
		return
	}
	a, b := parseDecimal(s.normal.text[p+m[2]:p+m[3]]), parseDecimal(s.normal.text[p+m[4]:p+m[5]])
	if a > b && a > 50.5 && a < 53.8 && b > 3 && b < 7.4 || b > a && b > 50.5 && b < 53.8 && a > 3 && a < 7.4 {
		start := p
		if at := latitude().FindIndex(s.lowerBytes[max(0, p-10):p]); at != nil {
			start = max(0, p-10) + at[0]
		}
		s.add("", Coordinates, start, p+m[1], true)
	}
}

// metres returns a coordinate in whole metres. The thousands may be separated by a full stop or a space.
func metres(b []byte) float64 {
	whole, _, _ := strings.Cut(string(b), ",")
	v, _ := strconv.ParseFloat(thousands.Replace(whole), 64)
	return v
}

var thousands = strings.NewReplacer(".", "", " ", "")

// parseDecimal returns a number with a decimal comma or point, or 0.
func parseDecimal(b []byte) float64 {
	v, _ := strconv.ParseFloat(strings.Replace(string(b), ",", ".", 1), 64)
	return v
}

// degrees adds a latitude and a longitude in degrees, minutes and seconds at offset p.
func (s *scanner) degrees(p int) {
	end := min(len(s.normal.text), p+60)
	if !bytes.ContainsRune(s.normal.text[p:min(end, p+8)], '°') {
		return
	}
	// "N 52° 36,442' E 5° 41,118'": the letter belongs to it.
	if n := len(bytes.TrimRight(s.normal.text[:p], " ")); n > 0 && s.normal.text[n-1] == 'N' && (n == 1 || !isAlnum(s.normal.text[n-2])) {
		p = n - 1
	}
	if m := degrees().FindIndex(s.normal.text[p:end]); m != nil {
		s.add("", Coordinates, p, trimEnd(s.normal.text, p, p+m[1]), true)
	}
}

// rijksdriehoek adds a pair of coordinates of the Dutch national grid (Rijksdriehoeksstelsel, Kadaster) at offset p, in metres,
// within the limits of the grid.
func (s *scanner) rijksdriehoek(p int) {
	text := s.normal.text
	if countDigits(s.lowerText[p:min(len(text), p+8)]) < 5 {
		return
	}
	s.steps += stepsPerWindow
	m := rdPair().FindSubmatchIndex(text[p:min(len(text), p+40)])
	if m == nil || !s.isIsolated(p, p+m[1]) {
		return
	}
	x, y := metres(text[p+m[2]:p+m[3]]), metres(text[p+m[4]:p+m[5]])
	if x < 7000 || x > 300000 || y < 289000 || y > 629000 {
		return
	}
	before := s.textBefore(p, 40)
	backed := containsWord(before, "rd", "rd-coördinaten", "coördinaten", "coordinaten", "coördinaat", "x", "rijksdriehoek", "xy")
	if !backed && (s.isAmount(p, p+m[1]) || s.isAmount(p, p+m[3]) || !bytes.ContainsAny(text[p+m[3]:p+m[4]], ",;/") || bytes.ContainsAny(text[p:p+m[1]], ".")) {
		return
	}
	start := p
	if at := rdBefore().FindIndex(s.lowerBytes[max(0, p-5):p]); at != nil && (p-5+at[0] < 1 || !isAlnum(s.lowerBytes[max(0, p-5)+at[0]-1])) {
		start = max(0, p-5) + at[0]
	}
	s.add("", Coordinates, start, p+m[1], backed)
}
