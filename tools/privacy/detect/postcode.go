package detect

import (
	"bytes"
	"strings"
)

var postcodeWords = []string{"postcode", "adres", "woont", "wonende", "woonachtig", "woonplaats", "gevestigd"}

// houseNumberBefore matches a house number at the end of a text: "12, ", "14a ", "112-II ".
var houseNumberBefore = pattern(`[a-z)']\.? \d{1,5}(?: ?[a-z]{1,3}| ?- ?[a-z0-9]{1,4}| (?:rood|zwart|bis|hs|huis|boven|achter|voor|links|rechts|beneden|bus \d+))?[ ,\n;|/–-]*$`)

// noPostcode holds pairs of letters that mostly mean something else behind four digits: units, companies, abbreviations.
var noPostcode = set("MG ML MW GW KW KM KG CM MM EU BV NV US AI IT GB MB TB KB HA UU XX")

// pair is what may be a postcode: four digits and two letters.
type pair struct {
	start, end int
	letters    string
	capitals   bool // the letters are capitals
	attached   bool // no space stands between
	year       bool // the digits may be a year
}

// postcode adds a postcode at offset p: four digits, of which the first is not 0, and two letters other than SA, SD and SS
// (PostNL). An address around it or the word postcode makes it sure.
func (s *scanner) postcode(p int) {
	text := s.normal.text
	if p+11 <= len(text) && text[p+1] == ' ' && text[p+3] == ' ' {
		if m := spacedPostcode().Find(text[p : p+11]); m != nil && (p == 0 || !isAlnum(text[p-1])) {
			s.add("postcode/hokjes", Postcode, p, p+len(m), true)
			return
		}
	}
	w, ok := s.readPair(p)
	if !ok || strings.EqualFold(w.letters, "sa") || strings.EqualFold(w.letters, "sd") || strings.EqualFold(w.letters, "ss") {
		return
	}
	before := s.textBefore(p, 30)
	named := containsWord(before, postcodeWords...)
	none := noPostcode[strings.ToUpper(w.letters)]
	backed := named || houseNumberBefore().Match(s.textBefore(p, 24)) || s.houseNumberAfter(w.end) || s.placeAfter(w.end) && !none && !ordinaryPair[w.letters]
	switch {
	case !backed && none:
	case backed && (w.capitals || w.attached), backed && named && !ordinaryPair[w.letters]:
		s.add("postcode/bij-adres", Postcode, p, w.end, !postbusBefore().Match(before))
	case w.capitals && !(w.year && !w.attached && inYear().Match(s.textBefore(p, 12))), !w.capitals && w.attached && !ordinaryPair[w.letters],
		!w.capitals && backed && !ordinaryPair[w.letters] && !w.year:
		s.add("postcode/vorm", Postcode, p, w.end, false)
	}
}

// readPair reads what may be a postcode at offset p.
func (s *scanner) readPair(p int) (w pair, ok bool) {
	text := s.normal.text
	if p > 0 && p != s.glued && (isAlnum(text[p-1]) || strings.IndexByte("-/.,", text[p-1]) >= 0 && p > 1 && isAlnum(text[p-2])) || p+6 > len(text) || text[p] < '1' || text[p] > '9' ||
		!isDigit(text[p+1]) || !isDigit(text[p+2]) || !isDigit(text[p+3]) {
		return w, false
	}
	q := p + 4
	if c := text[q]; c == ' ' || c == '-' || c == softBreak {
		q++
	}
	if q+2 > len(text) || !isLetter(text[q]) || !isLetter(text[q+1]) || q+2 < len(text) && isAlnum(text[q+2]) {
		return w, false
	}
	letters := string(text[q : q+2])
	century := string(text[p : p+2])
	return pair{p, q + 2, letters, letters == strings.ToUpper(letters), q == p+4, century == "19" || century == "20"}, true
}

// postbusBefore matches a post office box before its postcode: it is an organisation's.
var postbusBefore = pattern(`\b(?:postbus|antwoordnummer|p\.?o\.? ?box) [\d .]{1,8}[ ,\n]*(?:te )?$`)

// inYear matches words before a year: "in 2019 AB".
var inYear = pattern(`\b(?:in|sinds|vanaf|van|tot|uit|jaar|begin|eind|najaar|voorjaar|zomer|en|q[1-4]|mei|maart|juni|juli|april|januari|februari|augustus|september|oktober|november|december) $`)

// spacedPostcode matches a postcode from a form with a box for each character.
var spacedPostcode = pattern(`^[1-9] \d \d \d [A-Z] [A-Z]\b`)

// ordinaryPair holds short words: "1234 in" is no postcode.
var ordinaryPair = set("is in de en op te om na al er of zo we ze me je nu ik uw to or by as at be an et le la am pm th")

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
