package detect

import "github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"

// unitWords holds words for a part of an organisation, with which its name begins.
var unitWords = set(`team servicepunt afdeling directie loket dienst cluster eenheid helpdesk servicedesk meldpunt klantcontactcentrum projectgroep projectteam werkgroep programma redactie secretariaat griffie kabinet
	stafbureau expertisecentrum kenniscentrum steunpunt informatiepunt bestuursbureau bestuurssecretariaat klantenservice contactcentrum serviceteam sectie stuurgroep platform domein taskforce adviespunt juristenpunt`)

// units hides the names of parts of organisations, so that no name of a person is found in them: "Team Openbaarheid". A word behind it that may be the name
// of a person stays.
func (s *scanner) units() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.shape != shapeCapitalised || t.flags&(lexicon.Given|lexicon.Surname) != 0 || !unitWords[s.word(i)] || i+1 >= len(s.tokens) {
			continue
		}
		next := &s.tokens[i+1]
		switch {
		case next.gap != gapSpace || !hasCapital(next):
		case next.flags&(lexicon.Given|lexicon.Surname) != 0:
			s.hide(t.start, t.end)
		default:
			s.hide(t.start, next.end)
		}
	}
}
