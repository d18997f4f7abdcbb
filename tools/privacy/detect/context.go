package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// Words before which or after which a name is that of an organisation.
var (
	organisationBefore = set(`stichting vereniging basisschool school scholengemeenschap zorgvilla zorgcentrum verpleeghuis verzorgingshuis bouwbedrijf aannemersbedrijf aannemer bedrijf firma kwekerij bakkerij slagerij
		restaurant café cafe hotel bureau adviesbureau ingenieursbureau advocatenkantoor notariskantoor huisartsenpraktijk praktijk apotheek kliniek ziekenhuis universiteit hogeschool college lyceum gymnasium mbo woningcorporatie corporatie
		coöperatie maatschap transportbedrijf garage autobedrijf supermarkt winkel camping manege boerderij loonbedrijf uitgeverij krant omroep sportvereniging voetbalclub voetbalvereniging tennisclub hockeyclub moskee kerk
		parochie kinderdagverblijf kinderopvang jeugdbescherming jeugdzorg zorggroep zorginstelling welzijnsorganisatie wijkteam buurthuis dorpshuis bewonersvereniging dorpsbelang ondernemersvereniging leverancier softwareleverancier fonds holding`)
	organisationAfter = set(`bv nv vof holding groep groep group software consultancy advies adviseurs advocaten notarissen accountants bouw transport logistics media uitgevers college lyceum academie school stichting zorg wonen vastgoed techniek installaties services solutions makelaars makelaardij`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// organisations takes the names of organisations: a word that says what it is and a name with a capital, or a name and a legal form.
func (s *scan) organisations() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if s.taken[i] != free || t.shape != large && t.shape != small && t.shape != mixed {
			continue
		}
		if i+1 < len(s.tokens) && s.tokens[i+1].shape != small && organisationBefore[s.word(i)] {
			if end := s.properRow(i + 1); end > i+1 {
				start := i
				if t.shape == small {
					start = i + 1
				}
				s.organisation(i, start, end)
			}
		}
	}
	for i := 1; i < len(s.tokens); i++ {
		if s.taken[i] != free {
			continue
		}
		end := 0
		switch {
		case (s.tokens[i].shape == upper || s.tokens[i].shape == mixed || s.tokens[i].end-s.tokens[i].start == 3) && legalForm[s.str(&s.tokens[i])]:
			end = i + 1
		case (s.tokens[i].shape == single) && s.isMark(i+1, '.') && i+3 < len(s.tokens) && s.isMark(i+3, '.') && (s.str(&s.tokens[i]) == "B" || s.str(&s.tokens[i]) == "N") && s.str(&s.tokens[i+2]) == "V":
			end = i + 4
		case s.isMark(i, '&') && (s.word(i+1) == "zn" || s.word(i+1) == "zonen" || s.word(i+1) == "co"):
			end = i + 2
			if s.isMark(end, '.') && s.tokens[end].gap == glued {
				end++
			}
		case s.tokens[i].shape == large && organisationAfter[s.word(i)] && s.tokens[i-1].is&lexicon.Word == 0:
			end = i + 1
		default:
			continue
		}
		// The name is the row of capitals before it.
		start := i
		for j := i - 1; j >= 0 && s.tokens[j+1].gap <= spaced && s.taken[j] == free; j-- {
			if t := &s.tokens[j]; isCapital(t) && !(t.first && t.is&lexicon.Word != 0 && j < i-1) || t.shape == mixed && t.key != 0 {
				start = j
			} else if s.isMark(j, '&') || s.isMark(j, '-') {
				continue
			} else if t.is&lexicon.Interfix == 0 || j > 0 && s.tokens[j-1].is&(lexicon.Given|lexicon.Surname) != 0 {
				break // "Anna Bakker van Voorbeeld Software"
			}
		}
		if start < i && s.tokens[start].is&lexicon.Function == 0 {
			s.organisation(start, start, end)
		}
	}
}

var legalForm = map[string]bool{"BV": true, "NV": true, "VOF": true, "GmbH": true, "Ltd": true, "BVBA": true, "Inc": true, "vof": true}

func (s *scan) organisation(from, start, end int) {
	s.found(Organisation, s.tokens[start].start, s.tokens[end-1].end, false)
	for j := from; j < end; j++ {
		s.taken[j] = byOrganisation
	}
}

// properRow returns the end of the row of words with a capital that begins at token i: "De Klimboom", "Vrienden van de Meander".
func (s *scan) properRow(i int) int {
	end := i
	for j := i; j < len(s.tokens) && s.taken[j] == free && (j == i || s.tokens[j].gap <= spaced); j++ {
		t := &s.tokens[j]
		if t.gap > spaced {
			break
		}
		switch {
		case isCapital(t) || t.shape == mixed && t.key != 0:
			end = j + 1
		case s.isMark(j, '&'), s.isMark(j, '-') && t.gap == glued, s.isMark(j, '\''):
		case t.shape == small && t.is&lexicon.Interfix != 0 && end > i:
		case t.shape == small && end > i && s.word(j) == "en":
		default:
			return end
		}
	}
	return end
}

// places finds places, and functions that are bound to one.
func (s *scan) places() {
	for i := 0; i < len(s.tokens); i++ {
		start := i
		switch {
		case s.taken[i] == byPlace:
			for i+1 < len(s.tokens) && s.taken[i+1] == byPlace && s.tokens[i+1].gap <= newLine {
				i++
			}
		case s.taken[i] != free || s.tokens[i].shape != large || s.hyphenAfter(i) && i+2 < len(s.tokens) && s.tokens[i+2].shape == small:
			continue
		case s.tokens[i].is&lexicon.Place != 0 && s.tokens[i].is&lexicon.Known == 0 && !(s.tokens[i].first && s.tokens[i].is&lexicon.Word != 0):
		case s.placeContext(i) && s.tokens[i].is&(lexicon.Word|lexicon.Known|lexicon.Function|lexicon.Portfolio) == 0 && !s.ordinary(i):
			for s.isMark(i+1, '-') && s.tokens[i+1].gap == glued && i+2 < len(s.tokens) && s.tokens[i+2].shape == large {
				i += 2
			}
		default:
			continue
		}
		s.place(start, i+1)
	}
}

func (s *scan) place(start, end int) {
	// "burgemeester van Waalwijk": who it is, is known to all.
	if start >= 2 && s.tokens[start].gap <= newLine && s.tokens[start-2].is&lexicon.Function != 0 && s.tokens[start-1].shape == small {
		switch s.word(start - 1) {
		case "van", "in", "te", "uit", "bij":
			s.found(FunctionPlace, s.tokens[start-2].start, s.tokens[end-1].end, false)
			return
		}
	}
	s.found(Place, s.tokens[start].start, s.tokens[end-1].end, false)
}
