package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// hasTitle reports whether a form of address, a title, a salutation or a function stands right before token i.
func (s *scanner) hasTitle(i int) bool { return s.title(i) != noTitle }

// titleKind is what stands before a name.
type titleKind uint8

const (
	noTitle      titleKind = iota
	byFunction             // wethouder, huisarts
	byAddress              // mevrouw, dr.
	bySalutation           // Beste, Groet,
)

// title returns what stands right before token i. It keeps the last answer, for a candidate is asked about it several times.
func (s *scanner) title(i int) titleKind {
	if s.titled.token != i {
		s.titled.token, s.titled.kind = i, s.findTitle(i)
	}
	return s.titled.kind
}

func (s *scanner) findTitle(i int) titleKind {
	j := i - 1
	if i < 1 || s.tokens[i].gap == gapBlock {
		return noTitle
	}
	abbreviated := false
	if s.isMark(j, '.') && s.tokens[j].gap == gapNone && j > 0 {
		if abbreviated = s.in(j-1, abbreviations); !abbreviated {
			return noTitle
		}
		j--
	}
	t := &s.tokens[j]
	if t.shape == shapePunctuation {
		// "Groet," and "gr," with the name on the next line or the same.
		if s.isMark(j, ',') && s.in(j-1, greeting) {
			return bySalutation
		}
		return noTitle
	}
	if t.flags&lexicon.Title != 0 || s.in(j, kinship) {
		return byAddress
	}
	if s.in(j, greeting) && !abbreviated && !(s.isMark(j-1, '-') && t.gap == gapNone) {
		return bySalutation
	}
	if !abbreviated && (s.tokens[i].gap <= gapSpace || s.tokens[i].gap == gapLine && t.shape == shapeLower) && t.shape != shapeUpper && s.isFunction(j) && !(s.word(j) == "lid" && s.isOrdinal(j-1)) {
		return byFunction
	}
	return noTitle
}

// minFunction is the length in bytes of the shortest function that makes one of a longer word.
const minFunction = 5

// isFunction reports whether token i says what somebody is or does, also as the end of a longer word: "wijkwethouder".
func (s *scanner) isFunction(i int) bool {
	t := &s.tokens[i]
	if t.flags&lexicon.Function != 0 {
		return true
	}
	word := s.word(i)
	if t.flags&^(lexicon.Word|lexicon.Proper) != 0 || t.shape != shapeLower && t.shape != shapeCapitalised || len(word) < minFunction+3 || len(word) > 40 {
		return false
	}
	for n := 3; n <= len(word)-minFunction; n++ {
		if s.lookup(lexicon.Hash(word[n:]))&lexicon.Function != 0 {
			return t.flags&lexicon.Word != 0 || lexicon.IsWord(word)
		}
	}
	return false
}

// kinship holds words for neighbours and relatives that are used as a form of address.
var kinship = words("erven gebroeders gezusters echtpaar buurman buurvrouw buurjongen buurmeisje schoonzus zwager neef nicht")

// signOff holds words at the end of a letter, greeting those and the ones at its start.
var signOff = words("groet groeten groetjes gr mvg liefs")

// abbreviations holds titles that are written with a full stop, without it.
var abbreviations = words("adv wnd not wachtm brig insp hoofdinsp dhr mevr mw mr dr drs ir ing prof fam ds hr jhr jkvr wed past mej bc msc")

var greeting = words(`beste hoi hallo dag hey hé lieve groet groeten groetjes gr mvg namens aldus hoogachtend ha
	groetend hi hee yo goedemorgen goedemiddag goedenavond heet heette genaamd roepnaam bijnaam alias noem liefs ondergetekende jullie dank bedankt`)

// naming holds words that are followed by what somebody is called.
var naming = words(`heet heette roepnaam bijnaam alias genaamd`)

// followsLabel reports whether token i follows a label for a name: "Naam:", "Auteur:", "Signed-off-by:".
func (s *scanner) followsLabel(i int) bool {
	if i < 2 || s.tokens[i].gap == gapBlock || !s.isMark(i-1, ':') {
		return false
	}
	if s.isMark(i-2, '.') && i > 2 {
		return s.in(i-3, labels)
	}
	return s.in(i-2, labels) || s.isFunction(i-2)
}

// nameLabels holds the labels after which any word is a name; labels also holds those after which it may be something else.
var nameLabels = words("naam achternaam voornaam name auteur author melder aanvrager contactpersoon indiener")

var labels = words(`naam auteur author van aan from to cc bcc by wie contact contactpersoon indiener melder aanvrager
	door opsteller afzender ondertekenaar behandelaar voorzitter notulist verslag eigenaar deelnemer name achternaam voornaam voorletters
	getekend bezwaarmaker verzoeker klager betrokkene bewoner getuige patient patiënt cliënt leerling aanwezig afwezig gespreksleider tav aanw afw commissie leden aanwezigen getuigen ouders vader moeder zoon dochter`)

// humanVerbs holds verbs with only persons as their subject: a word before them that may be a name is one. verbs holds these, and verbs that often have a
// person as their subject.
var (
	humanVerbs = words(humans)
	verbs      = words(humans + ` won verloor wint trok hing viel sliep deelde wees dreigde wil wilde heeft had is was kan kon mag mocht moet moest gaat ging komt kwam krijgt kreeg staat stond blijft bleef geeft gaf neemt nam ziet zag laat liet doet deed maakt maakte stelt stelde noemt noemde zit zat
		spreekt sprak legt legde dient diende zou zal wordt werd houdt hield brengt bracht zoekt zocht bekijkt ligt lag treedt vertrekt vertrok toont regelt regelde gooit hoort hoorde kent kende verwijst verwees`)
)

const humans = `zegt zei vraagt vroeg belt belde schrijft schreef vindt vond weet wist denkt dacht stuurt stuurde mailt mailde appt appte meldt meldde antwoordt antwoordde lacht lachte knikt knikte
		twijfelt twijfelde hoopt hoopte woont woonde werkt werkte heet heette reageert reageerde verklaart verklaarde vertelt vertelde verzoekt verzocht vermoedt vreest vreesde herinnert besluit besloot weigert weigerde
		klaagt klaagde wacht begrijpt begreep beweert beweerde ontkent ontkende bevestigt bevestigde tekent tekende leest las luistert luisterde huilt huilde verhuisde loopt liep rijdt reed kookt stemt stemde`

// isOrdinal reports whether token i is a number in a row, in words: "derde". The members of an article of a law are counted, those of a council are not.
func (s *scanner) isOrdinal(i int) bool {
	word := s.word(i)
	return strings.HasSuffix(word, "ste") || strings.HasSuffix(word, "de") && word != "de" || s.isMark(i, ',')
}
