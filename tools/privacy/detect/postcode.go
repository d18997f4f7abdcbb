package detect

import (
	"bytes"
	"strings"
)

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
