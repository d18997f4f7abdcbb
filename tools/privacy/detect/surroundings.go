package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// word returns token i in lower case (ASCII only), or "" when i is out of range.
func (s *scanner) word(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.lowerText[s.tokens[i].start:s.tokens[i].end]
}

// isOrdinaryWord reports whether token i is an ordinary word, so that a capital at the start of a sentence means nothing.
func (s *scanner) isOrdinaryWord(i int) bool {
	t := &s.tokens[i]
	if t.flags&lexicon.Word != 0 {
		return true
	}
	return t.flags&(lexicon.Given|lexicon.Surname|lexicon.Proper) == 0 && lexicon.IsWord(s.text[t.start:t.end])
}

// apposition holds words that begin an apposition to a name, after a comma.
var apposition = words("van die wiens mijn zijn haar onze hun de een")

// isGivenName reports whether token i has a capital and is a given name but no ordinary word.
func (s *scanner) isGivenName(i int) bool {
	return i < len(s.tokens) && hasCapital(&s.tokens[i]) && s.tokens[i].flags&lexicon.Given != 0 && s.tokens[i].flags&lexicon.Word == 0
}

// inPersonalContext reports whether the words around tokens [start, end) go with a person.
func (s *scanner) inPersonalContext(start, end int) bool {
	t := &s.tokens[start]
	switch {
	case s.isPersonVerb(end), s.isMark(end, '\'') && s.word(end+1) == "s":
		return true
	case t.gap >= gapLine && (s.isMark(end, ':') && end+1 < len(s.tokens) && s.tokens[end+1].gap == gapSpace || s.isMark(end, ';') || s.isMark(end, '(')):
		// A speaker at the start of a line: "Lambooij: dat weet ik niet"; and a list of people: "Omta; belt elke week".
		return true
	case s.isMark(end, ':') && t.flags&lexicon.Given != 0 && s.startsChatLine(start):
		return true
	case start == 0 || t.gap == gapBlock:
		return false
	}
	return s.goesWithPerson(start) || s.isMark(end, ',') && s.in(end+1, apposition) && t.flags&lexicon.Given != 0 || s.isBesidePerson(end) || s.isBesideName(start)
}

// goesWithPerson reports whether the word before token i goes with a person.
func (s *scanner) goesWithPerson(i int) bool {
	if p := &s.tokens[i-1]; p.shape == shapeCapitalised && !p.startsSentence {
		return false // "programma Samen Sterk": the word belongs to a title
	}
	if s.in(i-1, beforePerson) || s.in(i-1, humanVerbs) {
		return true
	}
	before := s.word(i - 1)
	return (before == "is" || before == "was") && s.tokens[i].flags&lexicon.Given != 0
}

// isBesidePerson reports whether "en" or the like and a person follow at token i.
func (s *scanner) isBesidePerson(i int) bool {
	if next := s.word(i); next != "en" && next != "of" && next != "&" {
		return false
	}
	return s.in(i+1, persons) || s.isGivenName(i+1)
}

// persons holds pronouns that stand beside a name.
var persons = words("ik hij zij jij wij")

// isBesideName reports whether another name and a mark or conjunction stand before token i: "Jitske, Amancio", "Remco of Renco".
func (s *scanner) isBesideName(i int) bool {
	switch s.word(i - 1) {
	case ",", "of", "en", "&", "/":
	default:
		return false
	}
	j := i - 2
	if s.isMark(j, ')') {
		for j > 0 && i-j < 6 && !s.isMark(j, '(') {
			j--
		}
		j--
	}
	return j >= 0 && s.taken[j] == takenByName
}

var beforePerson = words("met opm aant tav ovv naam achternaam voornaam ondertekend oude ouwe kleine arme jonge als ene zekere toen volgens door aan met bij tegen zekere buurman buurvrouw vriend vriendin collega dossier vrouw man zoon dochter broer zus moeder vader kind kinderen gezin familie vraagt zegt zei vroeg belde mailde antwoordde schreef ik jij hij zij namens behalve zonder achter naast over tussen samen van")

// inNameList reports whether tokens [start, end) follow another name and a comma, or are the speaker of a line of a chat.
func (s *scanner) inNameList(start, end int) bool {
	return s.isMark(start-1, ',') && start > 1 && s.taken[start-2] == takenByName || s.tokens[start].gap >= gapLine && s.isMark(end, ':') && s.startsChatLine(start)
}

// weakParticles holds particles that are mostly articles or prepositions, and often begin a sentence or a title.
var weakParticles = words("de den het van in op uit aan voor over tot bij te la las le les los do to")

// isPersonVerb reports whether token i is a verb with which a person may be the subject: one of the list, or a word with the
// ending of a Dutch verb.
func (s *scanner) isPersonVerb(i int) bool {
	word := s.word(i)
	if verbs.has(word) || s.word(i+1) == "zich" {
		return true
	}
	if strings.HasPrefix(word, "ge") && len(word) > 5 && (strings.HasSuffix(word, "t") || strings.HasSuffix(word, "d") || strings.HasSuffix(word, "en")) && i < len(s.tokens) && s.tokens[i].shape == shapeLower && s.tokens[i].flags&lexicon.Word != 0 && s.tokens[i].flags&lexicon.Function == 0 {
		return true // "Mark gevraagd"
	}
	t := len(word) > 3 && (strings.HasSuffix(word, "t") || strings.HasSuffix(word, "de")) && i < len(s.tokens) && s.tokens[i].shape == shapeLower && s.tokens[i].flags&lexicon.Word != 0
	return t && !notVerbs.has(word)
}

// notVerbs holds common words that end like a verb and are none.
var notVerbs = words("niet naast vast juist eerst meest laatst minst echt recht best toch omdat zodat totdat voordat nadat doordat meteen althans direct kort licht slecht vlot soort aarde einde beide zonde ronde liefde vrede waarde mode methode periode vierde derde tweede gezonde goede oude")

// massNouns holds nouns that need no article, such as materials and seasons.
var massNouns = words("groen blauw rood wit zwart geel bruin grijs brand storm zomer winter lente herfst water wind vuur zand hout staal goud zilver zorg geld tijd recht vrede vreugde geluk moed hoop liefde wijn bier melk brood zout regen sneeuw ijs mist werk klei veen gras zijde wol leer licht rust anders dat die moet")

// innerCapital matches names with a capital inside, such as McGregor.
var innerCapital = pattern(`^(?:Mc|Mac|O'|d'|D'|De|Van|Vande|Vander|Le|La|El|Al|Di|Da|Ben|Bou|Abdel|Ten|Ter|IJ)\p{Lu}\p{Ll}+`)

// isAllCaps reports whether token i is a word of capitals only, of at least two bytes.
func (s *scanner) isAllCaps(i int) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].shape == shapeUpper && s.tokens[i].end-s.tokens[i].start > 1
}

// clauseStarters holds words that are followed by the subject of a clause.
var clauseStarters = words("dat wat of toen als want omdat terwijl nadat voordat zodat hoe waarom wanneer sinds zoals alsof ook dan maar dus gisteren vandaag daarna vervolgens hierop daarop")

// hasDeterminer reports whether an article or a similar word stands before token i, so that the token is an ordinary noun or the
// name of an organisation or project.
func (s *scanner) hasDeterminer(i int) bool {
	if i == 0 || s.tokens[i].gap == gapBlock {
		return false
	}
	switch s.word(i - 1) {
	case "de", "het", "een", "deze", "dit", "die", "onze", "ons", "uw", "elke", "elk", "geen", "alle", "zijn", "haar", "hun", "mijn", "jouw", "je", "per", "the", "project", "programma", "team", "afdeling", "domein", "cluster", "systeem", "werkgroep", "commissie", "wet", "zaal":
		return true
	}
	return false
}

// placeContext reports whether the word before token i is mostly followed by a place.
func (s *scanner) placeContext(i int) bool {
	if i == 0 || s.tokens[i].gap == gapBlock {
		return false
	}
	switch s.word(i - 1) {
	case "in", "te", "uit", "naar", "gemeente", "provincie", "dorp", "stad", "wijk", "buurt", "kern", "regio", "rondom", "omgeving", "nabij", "waterschap", "eiland", "stadsdeel", "buurtschap", "richting", "vanuit", "buiten", "rechtbank", "politie", "haven", "station", "gem":
		return true
	}
	return false
}
