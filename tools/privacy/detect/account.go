package detect

import "strings"

// ibanLengths has the length of an IBAN by country: those of the IBAN registry of SWIFT, and those of countries that use the form without being in it.
const ibanLengths = " AD24 AE23 AL28 AO25 AT20 AZ28 BA20 BE16 BF28 BG22 BH22 BI27 BJ28 BR29 BY28 CF27 CG27 CH21 CI28 CM27 CR22 CV25 CY28 CZ24 DE22 DJ27 DK18 DO28 " +
	"DZ26 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GA27 GB22 GE22 GI23 GL18 GQ27 GR27 GT28 GW25 HN28 HR21 HU28 IE22 IL23 IQ23 IR26 IS26 IT27 JO30 KM27 " +
	"KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24 ME22 MG27 MK19 ML28 MN20 MR27 MT31 MU30 MZ25 NE28 NI28 NL18 NO15 OM23 PK24 PL28 " +
	"PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SN28 SO23 ST25 SV28 TD27 TG28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 "

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
	length := 0
	if i := strings.Index(ibanLengths, " "+number[:2]); i >= 0 {
		length = int(ibanLengths[i+3]-'0')*10 + int(ibanLengths[i+4]-'0')
	}
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
	return digits[0] == '4' || two >= 50 && two <= 69 || two >= 22 && two <= 27 || two >= 34 && two <= 38
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
