package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// organisationBefore holds words that are followed by the name of an organisation, organisationAfter words that end one.
var (
	organisationBefore = words(`museum kasteel panorama paleis theater schouwburg bibliotheek begraafplaats omgevingsdienst waterschap veerdienst verzorgingstehuis zorgcentrum jenaplanschool montessorischool daltonschool openluchtmuseum bank hotel stichting vereniging basisschool school scholengemeenschap zorgvilla zorgcentrum verpleeghuis verzorgingshuis bouwbedrijf aannemersbedrijf aannemer bedrijf firma kwekerij bakkerij slagerij
		restaurant café cafe hotel bureau adviesbureau ingenieursbureau advocatenkantoor notariskantoor huisartsenpraktijk praktijk apotheek kliniek ziekenhuis universiteit hogeschool college lyceum gymnasium mbo woningcorporatie corporatie
		coöperatie maatschap transportbedrijf garage autobedrijf supermarkt winkel camping manege boerderij loonbedrijf uitgeverij krant omroep sportvereniging voetbalclub voetbalvereniging tennisclub hockeyclub moskee kerk
		parochie kinderdagverblijf kinderopvang jeugdbescherming jeugdzorg zorggroep zorginstelling welzijnsorganisatie wijkteam buurthuis dorpshuis bewonersvereniging dorpsbelang ondernemersvereniging leverancier softwareleverancier fonds holding`)
	organisationAfter = words(`bv nv vof holding groep groep group software consultancy advies adviseurs advocaten notarissen accountants bouw transport logistics media uitgevers college lyceum academie school stichting zorg wonen vastgoed techniek installaties services solutions makelaars makelaardij`)
)

// set returns the words of a text that are separated by white space.
func set(words string) map[string]bool {
	m := make(map[string]bool, strings.Count(words, " ")+1) // nearly all are separated by one
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// organisations adds candidates for names of organisations: a word for a kind of organisation before a word with a capital, or a
// name with a legal form.
func (s *scanner) organisations() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if s.taken[i] != notTaken || t.shape != shapeCapitalised && t.shape != shapeLower && t.shape != shapeMixed ||
			i+1 >= len(s.tokens) || s.tokens[i+1].shape == shapeLower || !s.in(i, organisationBefore) {
			continue
		}
		if end := s.properRow(i + 1); end > i+1 {
			start := i
			if t.shape == shapeLower {
				start = i + 1
			}
			s.organisation(i, start, end)
		}
	}
	for i := 1; i < len(s.tokens); i++ {
		if s.taken[i] != notTaken {
			continue
		}
		if end := s.legalFormAt(i); end > i {
			if start := s.companyBefore(i); start < i && s.tokens[start].flags&lexicon.Function == 0 {
				s.organisation(start, start, end)
			}
		}
	}
}

// legalFormAt returns the index behind a legal form at token i, or behind another word with which names of companies end, or 0.
func (s *scanner) legalFormAt(i int) int {
	t := &s.tokens[i]
	switch {
	case (t.shape == shapeUpper || t.shape == shapeMixed || t.end-t.start == 3) && legalForm[s.tokenText(t)]:
		return i + 1
	case t.shape == shapeCapital && s.isMark(i+1, '.') && i+3 < len(s.tokens) && s.isMark(i+3, '.') && (s.tokenText(t) == "B" || s.tokenText(t) == "N") && s.tokenText(&s.tokens[i+2]) == "V":
		return i + 4
	case s.isMark(i, '&') && (s.word(i+1) == "zn" || s.word(i+1) == "zonen" || s.word(i+1) == "co"):
		if s.isMark(i+2, '.') && s.tokens[i+2].gap == gapNone {
			return i + 3
		}
		return i + 2
	case t.shape == shapeCapitalised && s.in(i, organisationAfter) && s.tokens[i-1].flags&lexicon.Word == 0:
		return i + 1
	}
	return 0
}

// companyBefore returns the first token of the row of words with a capital before token i, which is the name of a company, or i.
func (s *scanner) companyBefore(i int) int {
	start := i
	for j := i - 1; j >= max(0, i-maxWords) && s.tokens[j+1].gap <= gapSpace && s.taken[j] == notTaken; j-- {
		t := &s.tokens[j]
		switch {
		case hasCapital(t) && !(t.startsSentence && t.flags&lexicon.Word != 0 && j < i-1) || t.shape == shapeMixed && t.key != 0:
			start = j
		case s.isMark(j, '&'), s.isMark(j, '-'):
		case t.flags&lexicon.Particle == 0 || s.endsPerson(j):
			return start // "Anna Bakker van Voorbeeld Software"
		}
	}
	return start
}

// endsPerson reports whether the row of words with a capital that ends before token i is that of a person: its last word or its first is a name, or a
// title stands before it.
func (s *scanner) endsPerson(i int) bool {
	first := i
	for first > max(0, i-maxWords) && s.tokens[first].gap <= gapSpace && s.tokens[first-1].shape != shapeLower && s.tokens[first-1].shape != shapePunctuation {
		first--
	}
	if first == i {
		return false
	}
	const name = lexicon.Given | lexicon.Surname
	return s.tokens[i-1].flags&name != 0 || s.tokens[first].flags&lexicon.Given != 0 || s.hasTitle(first)
}

// legalForm holds legal forms of companies; capitals matter.
var legalForm = map[string]bool{"BV": true, "NV": true, "VOF": true, "GmbH": true, "Ltd": true, "BVBA": true, "Inc": true, "vof": true}

// organisation adds the organisation in tokens [start, end) and takes the tokens from from on.
func (s *scanner) organisation(from, start, end int) {
	s.add("", Organisation, s.tokens[start].start, s.tokens[end-1].end, false)
	for j := from; j < end; j++ {
		s.taken[j] = takenByOrganisation
	}
}

// properRow returns the index behind the row of words with a capital that begins at token i: "De Klimboom", "Vrienden van de
// Meander".
func (s *scanner) properRow(i int) int {
	end := i
	for j := i; j < min(len(s.tokens), i+2*maxWords) && s.taken[j] == notTaken && (j == i || s.tokens[j].gap <= gapSpace); j++ {
		t := &s.tokens[j]
		if t.gap > gapSpace {
			break
		}
		switch {
		case hasCapital(t) || t.shape == shapeMixed && t.key != 0:
			end = j + 1
		case s.isMark(j, '&'), s.isMark(j, '-') && t.gap == gapNone, s.isMark(j, '\''):
		case t.shape == shapeLower && t.flags&lexicon.Particle != 0 && end > i:
		case t.shape == shapeLower && end > i && s.word(j) == "en":
		default:
			return end
		}
	}
	return end
}

// ofNations holds words for what is of a nation, some of which are names of places too.
var ofNations = words("duits duitse frans franse brits britse iers ierse deens deense zweeds zweedse noors noorse fins finse pools poolse turks turkse grieks griekse spaans spaanse zwitsers zwitserse vlaams vlaamse nederlands nederlandse engels engelse waals waalse fries friese")

// places adds candidates for places, and for functions in a place.
func (s *scanner) places() {
	for i := 0; i < len(s.tokens); i++ {
		start := i
		switch {
		case s.taken[i] == takenByPlace:
			for i+1 < len(s.tokens) && s.taken[i+1] == takenByPlace && s.tokens[i+1].gap <= gapLine {
				i++
			}
		case s.taken[i] != notTaken || s.tokens[i].shape != shapeCapitalised || s.hyphenFollows(i) && i+2 < len(s.tokens) && s.tokens[i+2].shape == shapeLower:
			continue
		case s.hyphenFollows(i) && i+2 < len(s.tokens) && (s.tokens[i+2].flags&(lexicon.Known|lexicon.Place) == lexicon.Known || s.in(i+2, ofNations)):
			continue // "Frans-Duits"
		case s.tokens[i].flags&lexicon.Place != 0 && s.tokens[i].flags&lexicon.Known == 0 && !(s.tokens[i].flags&lexicon.Word != 0 && (s.tokens[i].startsSentence || s.hasDeterminer(i))):
		case s.placeContext(i) && s.tokens[i].flags&(lexicon.Word|lexicon.Known|lexicon.Function|lexicon.Portfolio) == 0 && !s.isOrdinaryWord(i):
			for s.isMark(i+1, '-') && s.tokens[i+1].gap == gapNone && i+2 < len(s.tokens) && s.tokens[i+2].shape == shapeCapitalised {
				i += 2
			}
		default:
			continue
		}
		s.place(start, i+1)
	}
}

// place adds the place in tokens [start, end), with the function before it if there is one.
func (s *scanner) place(start, end int) {
	// "burgemeester van Waalwijk": everybody can find out who that is.
	if start >= 2 && s.tokens[start].gap <= gapLine && s.tokens[start-2].flags&lexicon.Function != 0 && s.tokens[start-1].shape == shapeLower {
		switch s.word(start - 1) {
		case "van", "in", "te", "uit", "bij":
			s.add("", FunctionPlace, s.tokens[start-2].start, s.tokens[end-1].end, false)
			return
		}
	}
	s.add("", Place, s.tokens[start].start, s.tokens[end-1].end, false)
}
