package detect

import "strings"

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
