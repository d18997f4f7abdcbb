package detect

import (
	"bytes"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// endingSet holds endings of words, by the last five bits of their last byte, in which letters differ.
type endingSet [32][]string

// endings returns the set of the endings in a text, separated by white space.
func endings(words string) *endingSet {
	set := &endingSet{}
	for w := range strings.FieldsSeq(words) {
		list := set.like(w)
		*list = append(*list, w)
	}
	return set
}

// like returns the endings that may be those of a word, which is not empty.
func (e *endingSet) like(word string) *[]string { return &e[word[len(word)-1]&31] }

// matches reports whether a word, which is not empty, has one of the endings.
func (e *endingSet) matches(word string) bool {
	for _, ending := range *e.like(word) {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// matchesCompound reports whether a word is longer than an ending that it has: Kerkstraat, not Straat.
func (e *endingSet) matchesCompound(word string) bool {
	for _, ending := range *e.like(word) {
		if len(word) > len(ending)+1 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// The endings of names of streets. The weak ones are also endings of ordinary words and names, so they need more than a house number.
var (
	strongStreet = endings("straat straatje str laan laantje weg wegje plein pleintje gracht singel dreef steeg plantsoen boulevard kade kaai allee lei straatweg strjitte leane straße strasse gasse")
	weakStreet   = endings("dijk hof hofje pad park hoek veld velden wal markt ring baan burg erf erven horst kamp wijk oord dal berg rak sloot vliet haven kant rand tuin tuinen terrein land akker akkers meer zijde brug poort donk heem kwartier hage haag brink sluis rede weide weiden stede heuvel gaarde gaard borg bos buurt einde end eind waard polder spui plaats hegge wei dyk loane buorren hiem reed vest vesten zee hoven bolwerk wetering passage werf wierde wold pas ruiter bree lanen molen zand grift zicht buren meent krocht tocht vaart schans steiger kreek zoom laagte hoogte gouw singels hoeve graaf put streek esch staete stege platz")
)

// streetOnly holds endings that only streets have. beforeStreet and beforeAddress match text before a street.
var (
	streetOnly    = endings("straat straatje laan laantje gracht singel dreef steeg plantsoen")
	beforeStreet  = pattern(`\b(?:in|aan|op|uit|naar|van|langs|achter|bij) (?:de|het) $`)
	beforeCorner  = pattern(`\bhoek(?: van| met| aan)?(?: de| het)? (?:[a-z'-]+(?:/| en | met )(?:de |het )?)?$`)
	beforeNeuter  = pattern(`\baan (?:de|het) $`)
	beforeAddress = pattern(`\b(?:(?:aan|op)(?: de| het)?|naar|bew\.|adres:?|retouradres:?) $`)
	houseBefore   = pattern(`\b(?:(?:huis)?(?:nummer|nr\.?)|no\.?|huis|op) ?(\d{1,4} ?[a-z]?) ?(?:,|\()? ?(?:(?:van|aan|in|op|bij|langs) (?:de |het )?)?$`)
	numberBefore  = pattern(`(?:^|[ \n(:])(\d{1,4} ?[a-z]?),? $`)
)

// streetTypes holds words with which the name of a street may begin, and that then need no ending: Laan van Meerdervoort, Rue de Wand.
var streetTypes = set("laan hof plein weg pad kade park straat steeg singel dijk gracht wijk buurt burg wal terp boulevard allee esplanade brink rue avenue chaussée quai chemin via viale piazza calle rua kaya plaza ulica")

// streetLinks holds words in lower case that may stand inside the name of a street.
var streetLinks = set("van de den der het 't naar op door in aan bij en te ter ten over langs om des la le les du das dos del della d'")

// The words with a capital that may begin the name of a street without an ending: De Wieken, It Wiid, Achter de Kerk, Lange Voorhout.
var (
	streetArticles     = set("de het 't it 's d' den")
	streetPrepositions = set("achter onder bij op boven tussen voor aan over buiten binnen rond langs om in")
	streetAdjectives   = set("oude nieuwe korte lange grote kleine hoge lage verlengde eerste tweede derde groot klein nieuw oud noorder zuider ooster wester buiten binnen")
)

// selfNamedStreets holds common nouns that are the whole name of many streets.
var selfNamedStreets = set("markt brink dam haven dijk kade singel gracht plein kerkplein vest spui wal terp buorren buren dorp kerkpad hof park werf esplanade")

// properStreets holds names of many streets that have a weak ending.
var properStreets = set("noordeinde zuideinde oosteinde westeinde voorhout havendijk zeedijk oudedijk achterdijk weesperzijde")

// roads holds roads of the State or the province, and words with the ending of a street that are no address.
var (
	roads    = set("rijksweg snelweg autoweg hoofdweg provincialeweg ringweg rondweg autosnelweg rijksstraatweg")
	noStreet = set(`onderweg overweg omweg uitweg spoorweg waterweg vaarweg fietsweg voetweg luchtweg zijweg landweg toegangsweg halverweg vluchtweg substraat vallei blokkade allerlei velerlei enerlei barricade
		antwoord wachtwoord voorwoord trefwoord nawoord dankwoord sleutelwoord weerwoord internet toekomst ontwerp postbus antwoordnummer`)
)

// numberedThings matches what stands before the number of something that is no house: "paragraaf Weg 3", "spoor 4".
var numberedThings = pattern(`(?:\b(?:paragraaf|par\.|hoofdstuk|figuur|tabel|bijlage|deel|onderdeel|artikel|art\.|spoor|perron|lijn|tram|route|knooppunt|project|fase|variant|alternatief|scenario|traject|halte|afslag|afrit|bord|traject|kaart|kaartblad|blok|vak|sectie|module|thema|programma|pijler|stap|besluit|regeling|wet)|§) ?(?:de |het )?$`)

var compass = set("west oost noord zuid midden boven beneden")

// residenceWords are words near the address of somebody. The first twelve say more than the others.
var residenceWords = []string{"woont", "woon", "wonen", "woonde", "wonende", "wonend", "woonachtig", "adres", "huisadres", "woonadres", "verhuisd", "verblijft", "verbleef", "huis", "perceel", "pand", "woning", "locatie", "opvangadres", "naar", "bezorgd", "bewoner", "bewoners", "bewoonster", "buren", "hoek", "aan", "op", "van"}

// dwellings are words for a house or for who lives in it, right before its address.
var dwellings = []string{"woont", "woon", "wonen", "woonde", "wonende", "wonend", "woonachtig", "adres", "woonadres", "huisadres", "perceel", "woning", "pand", "verblijft", "locatie", "straat", "bewoner", "bewoners", "flat", "appartement", "gevestigd", "thuis", "huurt", "huurde", "huis", "kavel", "erf", "boerderij"}

// houseNumber matches a house number with its addition: 14, 14a, 14 A, 112-II, 7 bis, 77 bus 2, 12/3, 61-hs. The number is its group.
var houseNumber = pattern(`^(?:,? ?\(?(?:op )?(?:nr\.?|nummer|no\.?|huisnummer|huisnr\.?|num\.?))?[ \n]?(\d{1,5}(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|,? ?(?:unit|kamer|appartement|app\.?|flat|bus) ?\d{1,4}\b|,? \d ?e (?:deur|etage|verdieping)|,? \d{1,2} hoog| t/m \d{1,4}\b| t/o\b| t\.o\.?| (?:achter|links|rechts|beneden|souterrain|zwart|rood)\b|[ -]?(?:bis|hs|huis|boven|rood|zw|app\.?|i{1,3}|iv|v)(?:[ -]?\d{1,3})?\b|[-/]\d{1,4}(?:-?[a-z])?\b|/[ivx]{1,4}\b|[ -]?[a-tv-z](?:[ -]?\d{1,3})?\b|-[a-z]{1,3}\b)*)`)

// spokenHouse matches a house number in words that ends what it stands in.
var spokenHouse = pattern(`^ (` + spokenDigit + `)(?:["'.,;:)\n]|$| (?:in|te|en)\b)`)

// countedNoun matches what follows a number that counts something, so that it is no house number.
var countedNoun = pattern(`^ ?(?:%|procent|euro|keer|maal|jaar|dagen|weken|maanden|uur|minuten|km|kilometer|meter|m2|m²|ha|mensen|bewoners|woningen|stuks|leden|punten|tot en met|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|fte)\b`)

// addresses adds candidates for streets, with or without a house number, and for names of streets that are nobody's.
func (s *scanner) addresses() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.shape == shapeMixed && t.key == 0 {
			s.gluedStreet(t)
		}
		if !isStreetWord(t) {
			continue
		}
		// A street has a house number, or a capital and an ending.
		if !s.numberFollows(i) && (t.shape == shapeLower || !s.endsStreet(i)) {
			continue
		}
		s.street(i)
	}
	s.units()
}

// gluedStreet adds the name of a street with its house number written against it, when token t is one: "Kerkstraat5".
func (s *scanner) gluedStreet(t *token) {
	word := s.lowerText[t.start:t.end]
	name := strings.TrimRight(strings.TrimRight(word, "abcdefgh"), "0123456789")
	if n := len(name); n > 5 && n < len(word) && len(word)-n < 6 && isUpper(s.normal.text[t.start]) && allLetters(name) && strongStreet.matchesCompound(name) {
		s.add("adres/straat-nummer", Address, t.start, t.end, true)
	}
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// endsStreet reports whether token i is a word with the ending of a street.
func (s *scanner) endsStreet(i int) bool {
	t := &s.tokens[i]
	return t.flags&lexicon.Street != 0 || t.uses&streetUse != 0 && hasStreetEnding(s.word(i))
}

// hasStreetEnding reports whether a word in small letters ends as the name of a street does.
func hasStreetEnding(word string) bool {
	return strongStreet.matches(word) || weakStreet.matches(word) || notSurname.matches(word) || compass[word] || foreignStreets[word] || properStreets[word]
}

// isStreetWord reports whether a token may be the last word of the name of a street.
func isStreetWord(t *token) bool { return t.key != 0 && t.shape != shapeCapital && t.end-t.start >= 2 }

// numberFollows reports whether one of the four tokens behind token i has digits, or is a number in words.
func (s *scanner) numberFollows(i int) bool {
	for j := i + 1; j < min(len(s.tokens), i+5); j++ {
		if s.tokens[j].shape == shapeDigits || s.tokens[j].shape == shapeMixed && s.tokens[j].key == 0 {
			return true
		}
	}
	return false
}

// streetName is a row of words that may be the name of a street, with what stands around it.
type streetName struct {
	first, last int    // its tokens
	start, end  int    // its offsets
	word        string // the last word, in lower case
	capital     bool   // a word of it has a capital
	strong      bool   // it has an ending that hardly anything else has
	weak        bool   // it has an ending of ordinary words too
	typed       bool   // it begins with a word for a street: Laan van X
	led         bool   // it begins with an article, a preposition or an adjective with a capital: De Wieken
	bare        bool   // it is one word that is an ordinary noun for a street: Plein
	flags       lexicon.Flags
}

// street adds a candidate when token i is the last word of the name of a street.
func (s *scanner) street(i int) {
	n := s.streetNameAt(i)
	if n.word == "" {
		return
	}
	number, numberEnd := s.houseOf(&n)
	switch {
	case number && (numberedThings().Match(s.textBefore(n.start, 24)) || s.isNumberedThing(&n)):
	case number && s.tokens[i].shape == shapeLower:
		s.lowerStreet(&n, numberEnd)
	case number && (n.capital || s.tokens[i].shape != shapeLower):
		s.numberedStreet(&n, numberEnd)
	case !number && n.capital && s.tokens[i].shape != shapeLower && !s.isMark(i+1, '-'):
		s.unnumberedStreet(&n)
	}
}

// isNumberedThing reports whether a name with a number is that of something else: its first word is one for such a thing, it is an ordinary word behind
// "perceel", or a road of a province.
func (s *scanner) isNumberedThing(n *streetName) bool {
	first := s.word(n.first)
	switch {
	case n.first < n.last && s.tokens[n.first].startsSentence && (numberedNoun[first] || numberedThings().MatchString(first+" ")):
		return true
	case first == "provinciale" && n.word == "weg":
		return !s.postcodeFollows(n.end + 4)
	case n.first == n.last && !strongStreet.matchesCompound(n.word) && n.flags&lexicon.Word != 0:
		return parcelBefore().Match(s.textBefore(n.start, 12))
	}
	return false
}

// parcelBefore matches a piece of land before its name.
var parcelBefore = pattern(`\b(?:perceel|kavel|bouwveld) $`)

// streetNameAt returns the name of a street of which token i is the last word; its word is empty when there is none.
func (s *scanner) streetNameAt(i int) streetName {
	t := &s.tokens[i]
	n := streetName{last: i, end: t.end, word: s.word(i), flags: t.flags}
	if noStreet[n.word] || s.isMark(i-1, '-') && t.gap == gapNone && t.shape == shapeLower && !(i > 1 && s.tokens[i-2].shape == shapeCapitalised && streetOnly.matches(n.word)) {
		return streetName{} // "CBS-wijk 12"
	}
	n.strong = strongStreet.matches(n.word) || t.flags&lexicon.Street != 0 || properStreets[n.word]
	n.weak = !n.strong && weakStreet.matches(n.word)
	if s.isMark(i-1, '-') && t.gap == gapNone && compass[n.word] && i > 1 {
		// "Ringbaan-West"
		half := s.word(i - 2)
		n.strong = !compass[half] && (strongStreet.matches(half) || weakStreet.matches(half))
	} else if compass[n.word] && i > 0 && t.gap == gapSpace && s.tokens[i-1].key != 0 {
		n.strong = strongStreet.matches(s.word(i - 1)) // "Hoofdweg Zuid"
	}
	if strings.HasSuffix(n.word, "str") && s.isMark(i+1, '.') {
		n.end = s.tokens[i+1].end
	}
	n.first, n.capital = s.streetStart(i)
	s.extendStreet(&n)
	n.start = s.tokens[n.first].start
	n.bare = n.first == i && (n.strong && !strongStreet.matchesCompound(n.word) && t.flags&lexicon.Street == 0 && !properStreets[n.word] || selfNamedStreets[n.word])
	return n
}

// extendStreet looks before a name for a word for a street, or else an article, preposition or adjective, with which it begins.
func (s *scanner) extendStreet(n *streetName) {
	for j := n.first; j >= max(0, n.last-6); j-- {
		t := &s.tokens[j]
		word := s.word(j)
		if t.shape == shapeCapitalised && j < n.last && streetTypes[word] && s.tokens[j+1].gap <= gapLine {
			n.first, n.typed, n.capital = j, true, true
			return
		}
		if j < n.first && !streetLinks[word] && !hasCapital(t) || t.gap >= gapBlock {
			break
		}
	}
	// The word before the name, over the words in lower case between: "Achter de Kerk".
	j := n.first - 1
	for j > n.first-3 && j >= 0 && s.tokens[j].shape == shapeLower && streetLinks[s.word(j)] && s.tokens[j+1].gap <= gapLine {
		j--
	}
	if j < 0 || s.tokens[j+1].gap > gapLine {
		return
	}
	word, t := s.word(j), &s.tokens[j]
	written := s.tokenText(t)
	switch {
	case j == n.first-1 && streetArticles[word] && (t.shape != shapeLower || written[0] == '\'') && s.tokens[n.first].shape != shapeLower:
	case t.shape == shapeCapitalised && (streetPrepositions[word] && j < n.first-1 || streetAdjectives[word] && !t.startsSentence):
	default:
		n.led = (s.tokens[n.first].shape == shapeCapitalised || s.normal.text[s.tokens[n.first].start] == '\'') && n.first < n.last && (streetArticles[s.word(n.first)] || streetAdjectives[s.word(n.first)] || streetPrepositions[s.word(n.first)])
		return
	}
	if !t.startsSentence || !n.strong {
		n.first, n.led = j, true
	}
}

// houseOf reports whether a house number follows a name, and returns its end.
func (s *scanner) houseOf(n *streetName) (bool, int) {
	if s.numberFollows(n.last) && (n.strong || n.weak || n.typed || s.tokens[n.last].shape != shapeLower) {
		// "Plein 1945 3": the year belongs to the name.
		if streetTypes[n.word] {
			if y := yearInName().FindIndex(s.textAfter(n.end, 9)); y != nil {
				if ok, end := s.houseNumberAt(n.end + y[1]); ok {
					n.end, n.typed, n.bare = n.end+y[1], true, false
					return true, end
				}
			}
		}
		return s.houseNumberAt(n.end)
	}
	if n.capital && (n.strong && !n.bare || n.weak && n.flags&lexicon.Word == 0) {
		if m := spokenHouse().FindSubmatchIndex(s.textAfter(n.end, 24)); m != nil {
			return true, n.end + m[3]
		}
	}
	return false, n.end
}

// yearInName matches a year behind a name that it belongs to: Plein 1945, Laan '40-'45.
var yearInName = pattern(`^ (?:1[5-9]\d\d|'?40-'?45)`)

// surroundings is what the text around a name with a house number says.
type surroundings struct {
	dwelling bool // somebody lives there
	at       bool // "aan de", "op", "naar"
	behind   bool // a postcode or a place follows
	list     bool // another address stands right before it
	alone    bool // it is all there is on a line, in a cell or between semicolons
	article  bool // "de", in lower case or at the start of a sentence: an address has none
}

// around looks around the name n with a house number that ends at offset end.
func (s *scanner) around(n *streetName, end int) surroundings {
	before := s.textBefore(n.start, 24)
	e := surroundings{
		dwelling: containsWord(before, dwellings...) && !containsWord(before, "e-mailadres", "mailadres") || bytes.Contains(before, []byte("adres: ")),
		at:       beforeAddress().Match(before),
		behind:   s.postcodeFollows(end) || s.placeFollows(end),
		list:     s.followsAddress(n.start),
		alone:    s.standsAlone(n.first, end),
	}
	word := s.word(n.first - 1)
	if n.first > 0 && s.tokens[n.first].gap <= gapLine && (word == "de" || word == "het") || n.led && s.tokens[n.first].startsSentence && !e.alone {
		e.article = true
	}
	return e
}

// numberedStreet adds a name with a capital and a house number, which ends at offset end.
func (s *scanner) numberedStreet(n *streetName, end int) {
	e := s.around(n, end)
	t := &s.tokens[n.last]
	some := e.dwelling || e.behind || e.list
	lone := n.first == n.last && t.startsSentence && n.flags&lexicon.Word != 0
	person := n.flags&lexicon.Surname != 0 && (n.bare || !strongStreet.matches(n.word)) && n.first < n.last && s.tokens[n.last-1].flags&(lexicon.Given|lexicon.Particle) != 0 && !n.typed
	switch {
	case n.bare:
		if some || e.at || e.alone && !strings.HasSuffix(n.word, "weg") && end-n.end > 2 {
			s.add("adres/soort-nummer", Address, n.start, end, some || e.at)
		}
	case roads[n.word] && n.first == n.last || roads[n.word] && e.article:
		if some || !e.article && !lone {
			s.add("adres/straat-nummer", Address, n.start, end, some || !strings.HasPrefix(n.word, "rijksw"))
		}
	case n.typed:
		s.add("adres/laan-van", Address, n.start, end, true)
	case n.strong: // "in de Kerkstraat 12 bomen" may count trees
		s.add("adres/straat-nummer", Address, n.start, end, !(e.article && s.nounFollows(end)))
	case n.led:
		s.ledStreet(n, end, e, some || n.weak && n.flags&lexicon.Word == 0)
	case n.weak && !person:
		s.weakStreet(n, end, e, some)
	default:
		s.plainStreet(n, end, e)
	}
}

// weakStreet adds a name with an ending that other words have too.
func (s *scanner) weakStreet(n *streetName, end int, e surroundings, some bool) {
	t := &s.tokens[n.last]
	place := n.flags&lexicon.Place != 0 && n.first == n.last
	ordinary := n.flags&(lexicon.Word|lexicon.Portfolio|lexicon.Function) != 0 && n.first == n.last || place
	near := some || e.at || containsWord(s.textBefore(n.start, 24), residenceWords...)
	switch {
	case !ordinary && n.flags&(lexicon.Known|lexicon.Portfolio) == 0, some, e.at:
		s.add("adres/hof-nummer", Address, n.start, end, true)
	case near || e.alone && weakStreet.matchesCompound(n.word) && !place && !ordinaryEnding.matches(n.word) || !e.article && !t.startsSentence && !place && weakStreet.matchesCompound(n.word) && !ordinaryEnding.matches(n.word):
		s.add("adres/hof-nummer", Address, n.start, end, near && !place)
	}
}

// ordinaryEnding holds weak endings that most words have that end so: regering, Nederland, antwoord.
var ordinaryEnding = endings("ring land oord kant stand zee meer end eind plaats rede reed pas put tocht zicht")

// ledStreet adds a name that begins with an article, a preposition or an adjective, and has no ending: De Wieken 8.
func (s *scanner) ledStreet(n *streetName, end int, e surroundings, some bool) {
	if n.flags&(lexicon.Function|lexicon.Portfolio) != 0 || numberedNoun[n.word] || isYear(s.lowerText[n.end:end]) {
		return
	}
	first := &s.tokens[n.first]
	switch {
	case some || e.at && (n.flags&lexicon.Known == 0 || selfNamedStreets[n.word]):
		s.add("adres/de-naam-nummer", Address, n.start, end, true)
	case n.flags&lexicon.Known != 0:
	case e.alone || !first.startsSentence && s.tokens[n.last].shape == shapeCapitalised:
		s.add("adres/de-naam-nummer", Address, n.start, end, false)
	}
}

// numberedNoun holds nouns that mostly have a number without being a house.
var numberedNoun = set(`artikel artikelen bijlage bijlagen hoofdstuk paragraaf deel delen tabel figuur groep groepen kamer team fase stap versie model klasse niveau week maand jaar dag nummer punt vraag vragen regel lid zaak pagina
	bladzijde zin optie variant categorie type cluster ronde afdeling wet code module les richtlijn protocol commissie raad top formule eis norm grond kader spoor lijn zone sectie ploeg klas unit`)

// isYear reports whether a text is a space and a year.
func isYear(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) == 4 && (strings.HasPrefix(text, "19") || strings.HasPrefix(text, "20"))
}

// plainStreet adds any name with a capital and a number, where somebody lives or with a postcode behind it.
func (s *scanner) plainStreet(n *streetName, end int, e surroundings) {
	t := &s.tokens[n.last]
	if t.flags&(lexicon.Function|lexicon.Portfolio) != 0 || numberedNoun[n.word] || n.flags&lexicon.Word != 0 && isYear(s.lowerText[n.end:end]) {
		return
	}
	switch {
	case t.flags&lexicon.Known != 0 && !e.behind:
		if e.at && t.shape == shapeCapitalised && (e.dwelling || beforeNeuter().Match(s.textBefore(n.start, 12))) && t.flags&lexicon.Word == 0 {
			s.add("adres/naam-nummer", Address, n.start, end, e.dwelling) // "aan het Rokin 80"
		}
	case s.postcodeFollows(end), e.dwelling, e.list && n.flags&lexicon.Word == 0:
		s.add("adres/naam-nummer", Address, n.start, end, true)
	case e.at && t.shape == shapeCapitalised && (t.flags&lexicon.Word == 0 || strings.ContainsAny(s.lowerText[t.end:end], "-abcdefgh")):
		s.add("adres/naam-nummer", Address, n.start, end, false)
	}
}

// lowerStreet adds a name in lower case with a house number: "kerkstraat 5".
func (s *scanner) lowerStreet(n *streetName, end int) {
	before := s.textBefore(n.start, 24)
	lives := containsWord(before, residenceWords[:12]...)
	word := s.word(n.first - 1)
	adjective := n.first == n.last && n.first > 0 && s.tokens[n.first].gap == gapSpace && streetAdjectives[word]
	if adjective && n.strong || n.strong && word == "van" && (s.word(n.first-2) == "de" || s.word(n.first-2) == "het") {
		n.start = s.tokens[n.first-1].start
	}
	switch {
	case n.capital && n.strong: // "Van der Pekstraat", of which the last word has no capital
		s.add("adres/straat-nummer", Address, n.start, end, true)
	case n.strong && len(n.word) > 7 && n.flags&lexicon.Word == 0:
		s.add("adres/kleine-letters", Address, n.start, end, s.postcodeFollows(end) || containsWord(before, residenceWords...))
	case n.strong && len(n.word) > 7 && (lives || s.isWithoutCapitals(n.last) || streetOnly.matches(n.word) && (!s.hasDeterminer(n.last) || !s.nounFollows(end))),
		n.weak && adjective && !s.nounFollows(end) && (lives || containsWord(before, "van", "op", "aan", "in")):
		if adjective {
			n.start = s.tokens[n.first-1].start
		}
		s.add("adres/kleine-letters", Address, n.start, end, false)
	case s.postcodeFollows(end) && len(n.word) > 4:
		s.add("adres/kleine-letters", Address, n.start, end, lives)
	}
}

// nounFollows reports whether a word that a number may count stands behind offset p: "kerkstraat 5 bomen".
func (s *scanner) nounFollows(p int) bool {
	w := s.textAfter(p, 5)
	if len(w) < 3 || w[0] != ' ' || !isLetter(w[1]) {
		return false
	}
	for _, short := range []string{" en", " in", " te", " of", " is", " wa", " he", " st", " wo"} {
		if bytes.HasPrefix(w, []byte(short)) {
			return false
		}
	}
	return true
}

// unnumberedStreet adds a name without a house number behind it, when the words before it make it a location, and hides the name of a street that is
// nobody's, so that no name of a person is found in it.
func (s *scanner) unnumberedStreet(n *streetName) {
	t := &s.tokens[n.last]
	compound := n.strong && strongStreet.matchesCompound(n.word) || t.flags&lexicon.Street != 0
	if s.numberedBefore(n, compound || n.typed && n.strong || n.weak && n.flags&lexicon.Word == 0) || t.startsSentence && n.first == n.last {
		return
	}
	before := s.textBefore(n.start, 24)
	lives := containsWord(before, residenceWords[:12]...)
	there := beforeStreet().Match(before) && containsWord(s.textBefore(n.start, 70), personalWords...)
	located := lives || there || containsWord(before, "straat")
	ordinary := s.ordinaryStreet(n)
	switch {
	case compound && bytes.Contains(s.textBefore(n.start, 48), []byte("hoek")) && beforeCorner().Match(s.textBefore(n.start, 48)):
		s.add("adres/hoek", Address, n.start, n.end, false)
	case n.strong && located && (!ordinary || compound && lives || t.flags&lexicon.Word == 0 && containsWord(before, "straat")):
		s.add("adres/straat-van-iemand", Address, n.start, n.end, lives && !ordinary)
	case n.weak && n.first == n.last && t.flags&^lexicon.Street == 0 && there && !lexicon.IsWord(n.word):
		s.add("adres/straat-van-iemand", Address, n.start, n.end, false)
	case (compound || notSurname.matchesCompound(n.word)) && t.flags&lexicon.Surname == 0 && s.isBareStreet(n):
		s.hide(n.start, n.end)
	}
}

// personalWords are words that make a street the place of somebody: nobody is found by a street alone.
var personalWords = []string{"ik", "mij", "mijn", "we", "wij", "ons", "onze", "hij", "zij", "ze", "hem", "haar", "zijn", "hun", "je", "jouw", "uw", "u", "deur", "huis", "woning", "geparkeerd", "tuin", "adres", "man", "vrouw", "meneer", "mevrouw", "zoon", "dochter", "gezin", "familie"}

// beforeBareStreet holds words before the name of a street.
var beforeBareStreet = set("de het aan op langs nabij en tussen")

// isBareStreet reports whether a name has an article before it and no other name behind it: "de Dr. Schaepmanstraat", not "Stichting Amstelkade".
func (s *scanner) isBareStreet(n *streetName) bool {
	if s.tokens[n.first].gap > gapLine || !beforeBareStreet[s.word(n.first-1)] {
		return false
	}
	next := n.last + 1
	return next == len(s.tokens) || s.tokens[next].gap != gapSpace || !hasCapital(&s.tokens[next]) && !s.isMark(next, '&')
}

// ordinaryStreet reports whether a name is one word that is ordinary, or known as something else.
func (s *scanner) ordinaryStreet(n *streetName) bool {
	return n.first == n.last && (n.flags&(lexicon.Word|lexicon.Known|lexicon.Surname) != 0 || !streetOnly.matches(n.word) && lexicon.IsWord(n.word))
}

// numberedBefore adds a name with the house number before it, and reports whether there is one: "nummer 14 van de Lindelaan", when isStreet, and
// "10 Downing Street".
func (s *scanner) numberedBefore(n *streetName, isStreet bool) bool {
	before := s.textBefore(n.start, 48)
	from := n.start - len(before)
	if !bytes.ContainsAny(before, "0123456789") {
		return false
	}
	if isStreet {
		if m := houseBefore().FindSubmatchIndex(before); m != nil && m[3] < len(before)-1 {
			s.add("adres/nummer-straat", Address, from+m[0], n.end, true)
			return true
		}
	}
	if foreignStreets[n.word] && n.first < n.last {
		if m := numberBefore().FindSubmatchIndex(before); m != nil {
			s.add("adres/nummer-straat", Address, from+m[2], n.end, containsWord(before, dwellings...))
			return true
		}
	}
	return false
}

// notSurname holds endings of streets that surnames hardly have.
var notSurname = endings("straat laan plein gracht plantsoen singel dreef kade pad baan")

// foreignStreets holds last words of streets with the number before the name: 10 Downing Street.
var foreignStreets = set("street road avenue lane drive crescent terrace")

// houseNumberAt reports whether a house number stands at offset p, and returns its end.
func (s *scanner) houseNumberAt(p int) (bool, int) {
	window := s.lowerBytes[p:min(len(s.lowerBytes), p+28)]
	s.steps += stepsPerWindow
	if !mayBeginWithHouse(window) {
		return false, p
	}
	m := houseNumber().FindSubmatchIndex(window)
	if m == nil || m[2] == 0 {
		return false, p
	}
	end := p + m[3]
	rest := s.textAfter(end, 16)
	value := string(s.lowerBytes[p+m[2] : end])
	if countedNoun().Match(rest) || len(rest) > 1 && (rest[0] == '.' || rest[0] == ',' || rest[0] == ':' || rest[0] == '/' || rest[0] == '-') && isDigit(rest[1]) || len(rest) > 0 && (isAlnum(rest[0]) || rest[0] == '%') {
		return false, p
	}
	if isYear(value) && !s.postcodeFollows(end) && !bytes.Contains(s.textBefore(p, 32), []byte(" adres ")) {
		return false, p
	}
	return true, end
}

// mayBeginWithHouse reports whether a text may begin with a house number: a digit, or a word for a number before it.
func mayBeginWithHouse(w []byte) bool {
	w = bytes.TrimPrefix(bytes.TrimLeft(w, " ,(\n"), []byte("op "))
	return len(w) > 0 && (isDigit(w[0]) || w[0] == 'n' || w[0] == 'h')
}

var postcodeBehind = pattern(`^[ ,\n;|–-]{1,4}[1-9]\d{3} ?[a-z]{2}\b`)

// postcodeFollows reports whether a postcode stands right behind offset p.
func (s *scanner) postcodeFollows(p int) bool { return postcodeBehind().Match(s.textAfter(p, 14)) }

// placeFollows reports whether the name of a place stands right behind offset p: "te Zuidwolde", ", Utrecht".
func (s *scanner) placeFollows(p int) bool {
	w := s.textAfter(p, 10)
	at := 0
	for _, between := range []string{", ", " te ", " in ", "\n", " (", " "} {
		if bytes.HasPrefix(w, []byte(between)) {
			at = p + len(between)
			break
		}
	}
	if at == 0 || at >= len(s.text) || s.normal.text[at] < 'A' || s.normal.text[at] > 'Z' {
		return false
	}
	end := at
	for end < min(len(s.text), at+30) && isAlnum(s.normal.text[end]) {
		end++
	}
	flags := s.lookup(lexicon.Hash(s.text[at:end]))
	return flags&lexicon.Place != 0 && flags&lexicon.Word == 0
}

// followsAddress reports whether another address or postcode ends right before offset p.
func (s *scanner) followsAddress(p int) bool {
	if len(s.candidates) == 0 {
		return false
	}
	for _, c := range s.candidates[max(0, len(s.candidates)-3):] {
		if (c.kind == Address || c.kind == Postcode) && c.end <= p && p-c.end <= 5 && strings.Trim(s.lowerText[c.end:p], " ,;/|\nen\x1e") == "" {
			return true
		}
	}
	return false
}

// standsAlone reports whether the tokens from first on, up to offset end, are all there is on a line, in a cell or between semicolons.
func (s *scanner) standsAlone(first, end int) bool {
	if t := &s.tokens[first]; t.gap != gapBlock && first > 0 && !s.isMark(first-1, ';') && !s.isMark(first-1, '|') && !s.isMark(first-1, ':') && !s.isMark(first-1, '(') {
		return false
	}
	rest := bytes.TrimLeft(s.textAfter(end, 3), " .")
	return len(rest) == 0 || rest[0] == ';' || rest[0] == '|' || rest[0] == ')' || rest[0] == ',' && first > 0 && (s.isMark(first-1, ';') || s.isMark(first-1, ':'))
}

// streetStart returns the first token of the name of the street that ends with token i, and whether a word of it has a capital.
func (s *scanner) streetStart(i int) (first int, capital bool) {
	first, capital = i, s.tokens[i].shape != shapeLower
	for j := i - 1; j >= 0 && i-j < 8; j-- {
		switch s.streetPart(i, j) {
		case partEnds:
			return first, capital
		case partJoins:
			continue // it only belongs to the name when a word before it does
		}
		first, capital = j, capital || isUpperCase(&s.tokens[j])
	}
	return first, capital
}

// What a token before the name of a street is to it.
const (
	partEnds  = iota // no part of it
	partJoins        // a part of it when the token before it is
	partOf           // a part of it
)

// isUpperCase reports whether a token has a capital.
func isUpperCase(t *token) bool { return t.shape >= shapeCapitalised }

// streetPart says what token j is to the name of a street of which token j+1 is a part and token i the last word.
func (s *scanner) streetPart(i, j int) int {
	t, next := &s.tokens[j], &s.tokens[j+1]
	switch {
	case next.gap == gapBlock:
		return partEnds
	case t.shape == shapePunctuation:
		return s.streetMark(j)
	case next.gap == gapNone && (s.isMark(j+1, '-') || s.isMark(j+1, '.')):
		return partOf
	case t.shape == shapeMixed && t.key == 0 || t.shape == shapeDigits:
		if isOrdinal(s.tokenText(t)) && next.gap == gapSpace {
			return partOf // "2e Hogewoerd"
		}
		return partEnds
	case isUpperCase(t):
		return s.streetCapital(j)
	case s.tokenText(t) == "'t":
		return partOf
	case t.shape == shapeLower && t.flags&lexicon.Particle != 0 && j > 1 && s.isMark(j-1, '.') && (streetAbbreviations[s.word(j-2)] || s.tokens[j-2].shape == shapeCapital && strongStreet.matchesCompound(s.word(i))):
		return partJoins // "Jhr. de Savornin Lohmanlaan"
	case (s.tokenText(t) == "der" || s.tokenText(t) == "den") && j > 1 && s.word(j-1) == "van" && isUpperCase(&s.tokens[j-2]) && strongStreet.matchesCompound(s.word(i)):
		return partJoins // "Cornelis van der Lijnstraat"
	case t.shape == shapeLower && t.flags&lexicon.Particle != 0 && j > 0 && t.gap != gapBlock && isUpperCase(&s.tokens[j-1]) && s.joinsStreet(i, j):
		return partJoins
	}
	return partEnds
}

// streetMark says what the punctuation of token j is to the name of a street: a hyphen in it, or the full stop of "Burg." and "J.P.".
func (s *scanner) streetMark(j int) int {
	t, next, c := &s.tokens[j], &s.tokens[j+1], s.normal.text[s.tokens[j].start]
	if c == '-' && next.gap == gapNone && t.gap == gapNone || c == '.' && t.gap == gapNone && j > 0 && (s.tokens[j-1].shape == shapeCapital || streetAbbreviations[s.word(j-1)]) {
		return partJoins
	}
	return partEnds
}

// streetCapital says what token j, which has a capital, is to the name of a street.
func (s *scanner) streetCapital(j int) int {
	t := &s.tokens[j]
	begins := t.startsSentence && t.flags&lexicon.Word != 0 && t.flags&(lexicon.Given|lexicon.Surname) == 0
	if (t.flags&(lexicon.Function|lexicon.Title) != 0 || begins) && !honorifics[s.lowerText[t.start:t.end]] {
		return partEnds
	}
	if t.startsSentence && (t.flags&lexicon.Particle != 0 && s.tokens[j+1].shape == shapeLower || streetArticles[s.word(j)] && s.tokens[j+1].shape != shapePunctuation) {
		return partEnds
	}
	return partOf
}

// joinsStreet reports whether token j, a particle in lower case, may stand in the name of a street that ends with token i.
func (s *scanner) joinsStreet(i, j int) bool {
	before := &s.tokens[j-1]
	switch s.word(j) {
	case "in", "aan", "op", "tot", "bij", "en", "voor":
		return false
	}
	if next := s.word(j + 1); j+2 == i && (next == "der" || next == "den") && strongStreet.matchesCompound(s.word(i)) && before.flags&lexicon.Function == 0 {
		return true // "Cornelis van der Lijnstraat"
	}
	return honorifics[s.word(j-1)] || j+1 == i && before.flags&lexicon.Function == 0 && !(before.startsSentence && before.flags&lexicon.Word != 0)
}

// isOrdinal reports whether a text is a number in a row: 2e, 1ste.
func isOrdinal(text string) bool {
	rest := strings.TrimLeft(text, "0123456789")
	return len(rest) < len(text) && len(text)-len(rest) < 3 && (rest == "e" || rest == "ste" || rest == "de")
}

// streetAbbreviations holds abbreviations in names of streets, without their full stop.
var streetAbbreviations = set("burg prof dr st mr ds past gen pres ir kon pr ph th chr jhr mgr kard adm min wilh jul pc")

// honorifics holds words with which the name of a street begins.
var honorifics = set(`burgemeester burg prof professor dr pastoor past dominee ds koningin koning kon prins prinses pr generaal gen president pres admiraal adm minister min wethouder meester ingenieur ir kardinaal kard
	kapelaan pater deken kanunnik rector notaris dokter schout hertog gravin kolonel majoor kapitein maarschalk zuster frater graaf baron sint st van de oude nieuwe korte lange verlengde kleine grote hoge lage eerste tweede derde laan mr jonkheer jhr monseigneur mgr`)
