package detect

import "strings"

// ibanLengths has the length of an IBAN by country: those of the IBAN registry of SWIFT, and those of countries that use the form without being in it.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AO": 25, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BF": 28, "BG": 22, "BH": 22, "BI": 27, "BJ": 28, "BR": 29, "BY": 28, "CF": 27,
	"CG": 27, "CH": 21, "CI": 28, "CM": 27, "CR": 22, "CV": 25, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "DZ": 26, "EE": 20, "EG": 29, "ES": 24,
	"FI": 18, "FK": 18, "FO": 18, "FR": 27, "GA": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GQ": 27, "GR": 27, "GT": 28, "GW": 25, "HN": 28, "HR": 21, "HU": 28,
	"IE": 22, "IL": 23, "IQ": 23, "IR": 26, "IS": 26, "IT": 27, "JO": 30, "KM": 27, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
	"LY": 25, "MA": 28, "MC": 27, "MD": 24, "ME": 22, "MG": 27, "MK": 19, "ML": 28, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "MZ": 25, "NE": 28, "NI": 28, "NL": 18,
	"NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24,
	"SM": 27, "SN": 28, "SO": 23, "ST": 25, "SV": 28, "TD": 27, "TG": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

// The least and most characters of an IBAN (ISO 13616).
const (
	minIBAN = 15
	maxIBAN = 34
)

var accountWords = []string{"iban", "rekening", "bankrekening", "rekeningnummer", "rek.", "rek", "bank", "giro", "account", "storten", "overmaken", "overgemaakt"}

// iban adds an IBAN (ISO 13616) at offset p. The check digits make it sure; of a country without a known length a word before it must say that it is
// one. A Dutch one with wrong check digits may have a typing error, and is a candidate that is not sure.
func (s *scanner) iban(p int) {
	text := s.normal.text
	if p+4 > len(text) || !isLetter(text[p]) || !isLetter(text[p+1]) || !s.startsFree(p) {
		return
	}
	chars, ends := s.takeDigits(p, maxIBAN, " .-/\n", true)
	if len(chars) < minIBAN || !isDigit(chars[2]) || !isDigit(chars[3]) || ends[3] > p+7 {
		return
	}
	number := strings.ToUpper(string(chars))
	length := ibanLengths[number[:2]]
	switch {
	case length == 0:
		s.unknownIBAN(p, number, ends)
	case length > len(number):
	case !s.endsFree(ends[length-1]):
	case mod97(number[:length]):
		s.add("iban/controlegetal", IBAN, p, ends[length-1], true)
	case number[:2] == "NL" && dutchIBAN().MatchString(number[:length]) && number[2:4] != "00":
		s.add("iban/tikfout", IBAN, p, ends[length-1], false)
	}
}

// unknownIBAN adds an IBAN at offset p of a country of which the length is not known: as many characters as pass the check.
func (s *scanner) unknownIBAN(p int, number string, ends []int) {
	if !containsWord(s.textBefore(p, 40), accountWords...) {
		return
	}
	for n := len(number); n >= minIBAN; n-- {
		if s.endsFree(ends[n-1]) && mod97(number[:n]) {
			s.add("iban/controlegetal", IBAN, p, ends[n-1], true)
			return
		}
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

// oldAccount adds an account number of before the IBAN at offset p: nine or ten digits that pass the elfproef, or up to seven of the giro, behind a word
// for it.
func (s *scanner) oldAccount(p int) {
	before := s.textBefore(p, 24)
	if !containsWord(before, "rekening", "bankrekening", "giro", "gironummer", "girorekening", "rek.nr", "rekeningnr") {
		return
	}
	digits, ends := s.takeDigits(p, 11, " .-\n", false)
	n := len(digits)
	if n < 4 || n > 10 || !s.isIsolated(p, ends[n-1]) || s.isAmount(p, ends[n-1]) {
		return
	}
	weighted := 0
	for i, d := range digits {
		weighted += (n - i) * int(d-'0')
	}
	giro := n <= 7 && containsWord(before, "giro", "gironummer", "girorekening") && ends[n-1] == p+n
	if giro || n >= 9 && weighted%11 == 0 {
		s.add("iban/oud-rekeningnummer", IBAN, p, ends[n-1], n >= 9)
	}
}

var cardWords = []string{"creditcard", "creditkaart", "card", "kaartnummer", "kaart", "betaalpas", "betaalkaart", "bankpas", "pinpas", "pas", "pasnummer", "visa", "mastercard", "maestro", "amex", "american express", "debitcard", "betaald met"}

// card adds the number of a bank card or credit card (ISO/IEC 7812) at offset p: thirteen to nineteen digits that pass the test of Luhn and begin as those
// of a known scheme. Its grouping or a word before it makes it sure. With a word for a card a number that fails may have a typing error.
func (s *scanner) card(p int) {
	digits, ends := s.takeDigits(p, 20, " .-\n", false)
	n := len(digits)
	if n < 13 || n > 19 || !s.isIsolated(p, ends[n-1]) || !cardScheme(digits) {
		return
	}
	end := ends[n-1]
	backed := containsWord(s.textBefore(p, 40), cardWords...)
	written := s.text[p:end]
	grouped := strings.ContainsAny(written, " -.\n") && cardGroups().MatchString(written)
	switch {
	case luhn(digits) && (backed || grouped):
		s.add("betaalpas/luhn", Card, p, end, true)
	case luhn(digits) && end-p == n, backed && grouped:
		s.add("betaalpas/vorm", Card, p, end, false)
	}
}

// cardGroups matches the usual ways to write the number of a card.
var cardGroups = pattern(`^(?:\d{4}[ .\n-]\d{4}[ .\n-]\d{4}[ .\n-]\d{1,4}(?:[ .\n-]\d{1,3})?|\d{4}[ .\n-]\d{6}[ .\n-]\d{4,5})$`)

// cardScheme reports whether the number of a card begins as those of Visa, Mastercard, Maestro, American Express, Diners Club, Discover or JCB.
func cardScheme(digits []byte) bool {
	two := int(digits[0]-'0')*10 + int(digits[1]-'0')
	return digits[0] == '4' || two >= 50 && two <= 69 || two >= 22 && two <= 27 || two >= 34 && two <= 39 && two != 39
}

// luhn reports whether digits pass the test of Luhn (ISO/IEC 7812-1).
func luhn(digits []byte) bool {
	sum, zero := 0, true
	for i, d := range digits {
		v := int(d - '0')
		zero = zero && v == 0
		if (len(digits)-i)%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return !zero && sum%10 == 0
}
