package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// endingSet holds endings of words, by their last byte.
type endingSet map[byte][]string

// endings returns the set of the endings in a text, separated by white space.
func endings(words string) endingSet {
	set := endingSet{}
	for _, w := range strings.Fields(words) {
		set[w[len(w)-1]] = append(set[w[len(w)-1]], w)
	}
	return set
}

// matches reports whether a word, which is not empty, has one of the endings.
func (e endingSet) matches(word string) bool {
	for _, ending := range e[word[len(word)-1]] {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// The endings of names of streets. The weak ones are also endings of ordinary words and names, so they need a house number.
var (
	strongStreet = endings("straat straatje str laan laantje weg wegje plein pleintje gracht singel dreef steeg plantsoen boulevard kade kaai allee lei straatweg")
	weakStreet   = endings("dijk hof hofje pad park hoek veld velden wal markt ring baan burg erf horst kamp wijk oord dal berg rak sloot vliet haven kant rand tuin tuinen terrein land akker akkers meer zijde brug poort donk heem kwartier hage haag es brink sluis rede weide weiden stede heuvel gaarde gaard borg bos buurt einde end eind waard polder spui plaats hegge wei dyk strjitte leane loane buorren hiem reed vest vesten zee hoven bolwerk wetering passage werf wierde wold pas ruiter bree lanen molen zand grift zicht buren land meent krocht tocht vaart schans steiger kreek zoom laagte hoogte gouw singels hoeve graaf put streek akkerweg")
)

// streetOnly holds endings that only streets have. beforeStreet and beforeAddress match text before a street.
var (
	streetOnly    = endings("straat straatje laan laantje gracht singel dreef steeg plantsoen")
	beforeStreet  = pattern(`\b(?:in|aan|op|uit|naar|van|langs|achter|bij) (?:de|het) $`)
	beforeAddress = pattern(`\b(?:(?:aan|op)(?: de| het)?|naar|bew\.|adres:?|retouradres:?) $`)
)

// selfNamedStreets holds common nouns that are the whole name of many streets.
var selfNamedStreets = set("markt brink dam haven dijk kade singel gracht plein dorpsstraat kerkplein havenkade")

var compass = set("west oost noord zuid midden boven beneden")

// residenceWords are words near the address of somebody. The first twelve say more than the others.
var residenceWords = []string{"woont", "woon", "wonen", "woonde", "wonende", "wonend", "woonachtig", "adres", "huisadres", "woonadres", "verhuisd", "verblijft", "verbleef", "huis", "perceel", "pand", "woning", "locatie", "opvangadres", "naar", "bezorgd", "bewoner", "bewoners", "bewoonster", "buren", "hoek", "aan", "op", "van"}

// houseNumber matches a house number with its addition: 14, 14a, 14 A, 112-II, 7 bis, 77 bus 2, 12/3, 61-hs. The number is its group.
var houseNumber = pattern(`^(?:,? ?(?:nr\.?|nummer|no\.?|huisnummer))?[ \n]?(\d{1,5}(?:[ -]?(?:bis|hs|huis|boven|rood|zw|bus|app\.?|i{1,3}|iv|v)(?:[ -]?\d{1,3})?\b|[ -]?[a-z](?:[ -]?\d{1,3})?\b|[-/]\d{1,4}(?:-?[a-z])?\b|/[ivx]{1,4}\b|,? ?bus \d{1,3}\b| t/o\b| t\.o\.|,? ?(?:unit|kamer|appartement|flat) \d{1,4}\b| zwart\b| rood\b|,? \d ?e deur|-[a-z]{1,3}\b| (?:achter|links|rechts|beneden|souterrain)\b|,? \d ?e (?:etage|verdieping)|,? \d{1,2} hoog)*)`)

// countedNoun matches what follows a number that counts something, so that it is no house number.
var countedNoun = pattern(`^ ?(?:%|procent|euro|keer|maal|jaar|dagen|weken|maanden|uur|minuten|km|kilometer|meter|m2|m²|ha|mensen|bewoners|woningen|stuks|leden|punten|tot en met|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|fte)\b`)

// addresses adds candidates for streets, with or without a house number.
func (s *scanner) addresses() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.shape != shapeCapitalised && t.shape != shapeLower && t.shape != shapeUpper && t.shape != shapeMixed || t.end-t.start < 2 {
			continue
		}
		// A street is written with a capital, or has a house number.
		if t.shape == shapeLower && !s.numberFollows(i) {
			continue
		}
		s.street(i)
	}
}

// numberFollows reports whether one of the four tokens behind token i has digits.
func (s *scanner) numberFollows(i int) bool {
	for j := i + 1; j < min(len(s.tokens), i+5); j++ {
		if s.tokens[j].shape == shapeDigits || s.tokens[j].shape == shapeMixed && s.tokens[j].key == 0 {
			return true
		}
	}
	return false
}

// street adds a candidate when token i is the last word of the name of a street.
func (s *scanner) street(i int) {
	t := &s.tokens[i]
	name := s.word(i)
	strong := strongStreet.matches(name) || t.flags&lexicon.Street != 0
	weak := !strong && weakStreet.matches(name)
	if s.isMark(i-1, '-') && t.gap == gapNone && compass[name] && i > 1 {
		// "Ringbaan-West"
		half := s.word(i - 2)
		strong = strongStreet.matches(half) || weakStreet.matches(half)
	}
	end := t.end
	if strings.HasSuffix(name, "str") && s.isMark(i+1, '.') {
		end = s.tokens[i+1].end
	}
	// A glued second half: "Zuid-Oosterhof".
	number, numberEnd := false, end
	if s.numberFollows(i) && (strong || weak || t.shape != shapeLower) {
		number, numberEnd = s.houseNumberAt(end)
	}
	first, capital := s.streetStart(i)
	after := i + 1
	switch {
	case !number:
		// Without a house number, a street only counts when the words before it make it a location and it is no ordinary word.
		if !capital || t.shape == shapeLower || s.isMark(after, '-') || t.startsSentence && first == i {
			return
		}
		before := s.textBefore(s.tokens[first].start, 24)
		ordinary := first == i && (t.flags&(lexicon.Word|lexicon.Known|lexicon.Surname) != 0 || !streetOnly.matches(name) && lexicon.IsWord(name))
		if isResidence := containsWord(before, residenceWords[:12]...); strong && (!ordinary || t.flags&lexicon.Word == 0 && (isResidence || containsWord(before, "straat"))) && (isResidence || containsWord(before, "straat") || beforeStreet().Match(before)) {
			s.add("", Address, s.tokens[first].start, t.end, isResidence)
		} else if weak && first == i && t.flags&^lexicon.Street == 0 && beforeStreet().Match(before) && !lexicon.IsWord(name) {
			s.add("", Address, t.start, t.end, false)
		}
		return
	case capital && strong && first == i && t.flags&(lexicon.Known|lexicon.Function|lexicon.Portfolio) != 0 && !s.postcodeFollows(numberEnd) && !containsWord(s.textBefore(t.start, 24), residenceWords[:12]...) && !beforeAddress().Match(s.textBefore(t.start, 24)):
		return // "Plein 2"
	case capital && strong:
		s.add("", Address, s.tokens[first].start, numberEnd, true)
		return
	case capital && selfNamedStreets[name] && !t.startsSentence && beforeAddress().Match(s.textBefore(s.tokens[first].start, 24)):
		s.add("", Address, s.tokens[first].start, numberEnd, true)
		return
	case capital && weak && t.flags&(lexicon.Known|lexicon.Portfolio) == 0:
		sure := containsWord(s.textBefore(s.tokens[first].start, 24), residenceWords...) || s.postcodeFollows(numberEnd)
		if t.startsSentence && first == i && t.flags&lexicon.Word != 0 && !sure {
			return
		}
		s.add("", Address, s.tokens[first].start, numberEnd, sure || t.flags&lexicon.Word == 0)
		return
	case t.shape == shapeLower && strong && len(name) > 7 && t.flags&lexicon.Word == 0:
		s.add("", Address, s.tokens[first].start, numberEnd, s.postcodeFollows(numberEnd) || containsWord(s.textBefore(t.start, 24), residenceWords...))
		return
	case t.shape == shapeLower && strong && len(name) > 7 && (containsWord(s.textBefore(t.start, 20), residenceWords[:12]...) || s.isWithoutCapitals(i) || streetOnly.matches(name) && !s.hasDeterminer(i)):
		s.add("", Address, t.start, numberEnd, false)
		return
	}
	// Any name and a number, where somebody lives or with a postcode behind it.
	if (capital || t.shape == shapeCapitalised || t.shape == shapeUpper) && t.flags&(lexicon.Known|lexicon.Function|lexicon.Portfolio) == 0 {
		before := s.textBefore(s.tokens[first].start, 24)
		if s.postcodeFollows(numberEnd) || containsWord(before, "woont", "woon", "wonende", "wonend", "woonachtig", "adres", "woonadres", "huisadres", "perceel", "woning", "pand", "verblijft", "locatie", "straat") && !containsWord(before, "e-mailadres", "mailadres") {
			s.add("", Address, s.tokens[first].start, numberEnd, true)
		} else if beforeAddress().Match(before) && t.shape == shapeCapitalised && (t.flags&lexicon.Word == 0 || strings.ContainsAny(s.lowerText[t.end:numberEnd], "-abcdefgh")) {
			s.add("", Address, s.tokens[first].start, numberEnd, false)
		}
	}
}

// houseNumberAt reports whether a house number stands at offset p, and returns its end.
func (s *scanner) houseNumberAt(p int) (bool, int) {
	window := s.lowerBytes[p:min(len(s.lowerBytes), p+24)]
	s.steps += stepsPerWindow
	m := houseNumber().FindSubmatchIndex(window)
	if m == nil || m[2] == 0 {
		return false, p
	}
	end := p + m[3]
	rest := s.textAfter(end, 16)
	value := string(s.lowerBytes[p+m[2] : end])
	if countedNoun().Match(rest) || len(rest) > 1 && (rest[0] == '.' || rest[0] == ',' || rest[0] == ':' || rest[0] == '/') && isDigit(rest[1]) || len(rest) > 0 && (isAlnum(rest[0]) || rest[0] == '%') {
		return false, p
	}
	if len(value) == 4 && (strings.HasPrefix(value, "19") || strings.HasPrefix(value, "20")) && !s.postcodeFollows(end) {
		return false, p // a year
	}
	return true, end
}

var postcodeBehind = pattern(`^[ ,\n;|–-]{1,4}[1-9]\d{3} ?[a-z]{2}\b`)

// postcodeFollows reports whether a postcode stands right behind offset p.
func (s *scanner) postcodeFollows(p int) bool { return postcodeBehind().Match(s.textAfter(p, 14)) }

// streetStart returns the first token of the name of the street that ends with token i, and whether a word of it has a capital.
func (s *scanner) streetStart(i int) (first int, capital bool) {
	isCapital := func(t *token) bool {
		return t.shape == shapeCapitalised || t.shape == shapeUpper || t.shape == shapeCapital || t.shape == shapeMixed
	}
	first, capital = i, s.tokens[i].shape == shapeCapitalised || s.tokens[i].shape == shapeUpper
	for j := i - 1; j >= 0 && i-j < 8; j-- {
		t, next := &s.tokens[j], &s.tokens[j+1]
		if next.gap == gapBlock {
			break
		}
		if t.shape == shapePunctuation {
			c := s.normal.text[t.start]
			// A hyphen in the name, or the full stop of "Burg." and "J.P.".
			if c == '-' && next.gap == gapNone && t.gap == gapNone || c == '.' && t.gap == gapNone && j > 0 && (s.tokens[j-1].shape == shapeCapital || streetAbbreviations[s.word(j-1)]) {
				continue
			}
			break
		}
		if next.gap == gapNone && s.isMark(j+1, '-') || next.gap == gapNone && s.isMark(j+1, '.') {
			first, capital = j, capital || isCapital(t)
			continue
		}
		if isCapital(t) && t.flags&(lexicon.Function|lexicon.Title) == 0 && !(t.startsSentence && t.flags&lexicon.Word != 0 && t.flags&(lexicon.Given|lexicon.Surname) == 0) || isCapital(t) && honorifics[s.lowerText[t.start:t.end]] {
			if t.startsSentence && t.flags&lexicon.Particle != 0 && s.tokens[j+1].shape == shapeLower {
				break
			}
			first, capital = j, true
			continue
		}
		if s.tokenText(t) == "'t" {
			first = j
			continue
		}
		if t.shape == shapeLower && t.flags&lexicon.Particle != 0 && j > 0 && s.tokens[j].gap != gapBlock && isCapital(&s.tokens[j-1]) && (honorifics[s.word(j-1)] || j+1 == i && s.tokens[j-1].flags&lexicon.Function == 0 && !(s.tokens[j-1].startsSentence && s.tokens[j-1].flags&lexicon.Word != 0)) {
			word := s.tokenText(t)
			if word == "in" || word == "aan" || word == "op" || word == "tot" || word == "bij" || word == "en" || word == "voor" {
				break
			}
			continue
		}
		break
	}
	return first, capital
}

// streetAbbreviations holds abbreviations in names of streets, without their full stop.
var streetAbbreviations = map[string]bool{"burg": true, "prof": true, "dr": true, "st": true, "mr": true, "ds": true, "past": true, "gen": true, "pres": true, "ir": true, "kon": true, "pr": true, "ph": true, "th": true, "chr": true}

// honorifics holds words with which the name of a street begins.
var honorifics = map[string]bool{"burgemeester": true, "burg": true, "prof": true, "professor": true, "dr": true, "pastoor": true, "dominee": true, "ds": true, "koningin": true, "koning": true, "prins": true, "prinses": true, "generaal": true, "president": true,
	"admiraal": true, "minister": true, "wethouder": true, "meester": true, "ingenieur": true, "kardinaal": true, "graaf": true, "baron": true, "sint": true, "st": true, "van": true, "de": true, "oude": true, "nieuwe": true, "korte": true, "lange": true, "verlengde": true, "kleine": true, "grote": true,
	"hoge": true, "lage": true, "eerste": true, "tweede": true, "derde": true, "laan": true, "mr": true}
