package detect

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// trait is how a word tells something special of a person.
type trait uint8

const (
	noTrait      trait = iota
	traitIs            // what somebody is: "is ziek"
	traitHas           // what somebody has: "heeft kanker", "haar depressie"
	traitPlace         // where somebody is: "zit in de WIA"
	traitOrigin        // "van Turkse afkomst"
	traitGroup         // of what somebody is a member, or for whom somebody votes: "lid van de FNV"
	traitDeed          // what somebody did: "pleegde fraude"
	traitSuspect       // "verdacht van", "op verdenking van"
)

// special is a word with what it tells: the name of its rule, and how.
type special struct {
	rule string
	how  trait
}

// specials holds the words that tell something special of a person, in lower case.
var specialWords = func() map[string]special {
	all := make(map[string]special, 280)
	const health, faith, crime, sexuality = "bijzonder/gezondheid", "bijzonder/geloof", "bijzonder/strafzaak", "bijzonder/seksualiteit"
	putSpecial(all, health, traitIs, `ziek zwanger depressief overspannen verslaafd psychotisch suïcidaal suicidaal dement dementerend gehandicapt arbeidsongeschikt autistisch manisch bipolair doof blind slechtziend slechthorend invalide verlamd
		alcoholist terminaal ongeneeslijk schizofreen hiv-positief seropositief besmet opgebrand onvruchtbaar geopereerd`)
	putSpecial(all, health, traitHas, `kanker borstkanker longkanker darmkanker huidkanker prostaatkanker leukemie tumor hersentumor diabetes suikerziekte hiv aids epilepsie autisme adhd add ptss psychose psychoses depressie burn-out burnout dementie alzheimer
		parkinson reuma astma copd schizofrenie borderline anorexia boulimia hartinfarct hartaanval hartkwaal beroerte herseninfarct hersenbloeding hersenletsel hersenschudding miskraam abortus hepatitis tuberculose soa verslaving drankprobleem
		drugsverslaving gokverslaving angststoornis paniekstoornis persoonlijkheidsstoornis eetstoornis dwangstoornis longziekte spierziekte nierziekte leverziekte slaapstoornis handicap covid corona zelfmoordpoging suïcidepoging hernia chemotherapie
		chemokuur dialyse antidepressiva methadon insuline diagnose ziekteverlof zwangerschapsverlof ziekte aandoening beperking psychiater psycholoog psychotherapie ontwenningskliniek`)
	putSpecial(all, health, traitPlace, "wia wao wajong ziektewet ggz psychiatrie rolstoel verslavingszorg afkickkliniek isoleercel verpleeghuis hospice ziekenhuis kliniek")
	putSpecial(all, faith, traitIs, "moslim moslima christen christelijk islamitisch joods jood jodin katholiek protestants protestant gereformeerd hindoe hindoestaans boeddhist atheïst gelovig streng-gelovig salafist bekeerd bekeerde bekeert evangelisch")
	putSpecial(all, faith, traitHas, "hoofddoek keppeltje nikab boerka")
	putSpecial(all, faith, traitPlace, "moskee synagoge bijbelkring")
	putSpecial(all, "bijzonder/afkomst", traitIs, "roma sinti sinto")
	putSpecial(all, sexuality, traitIs, "homo homoseksueel lesbisch lesbienne biseksueel bi transgender transseksueel non-binair aseksueel panseksueel transman transvrouw interseks queer")
	putSpecial(all, crime, traitIs, "veroordeeld gearresteerd aangehouden vervolgd gedagvaard gedetineerd voortvluchtig recidivist opgepakt vrijgesproken aangeklaagd voorgeleid")
	putSpecial(all, crime, traitDeed, "fraude diefstal mishandeling verkrachting inbraak oplichting afpersing moord doodslag brandstichting ontucht verduistering witwassen")
	putSpecial(all, crime, traitHas, "strafblad celstraf gevangenisstraf taakstraf tbs werkstraf enkelband jeugddetentie")
	putSpecial(all, crime, traitPlace, "gevangenis cel hechtenis detentie voorarrest tbs-kliniek")
	putSpecial(all, crime, traitSuspect, "verdacht verdachte verdenking")
	putSpecial(all, "bijzonder/afkomst", traitOrigin, "afkomst komaf bloed ras origine gezin familie achtergrond roots")
	putSpecial(all, "bijzonder/lichaam", traitHas, "dna dna-profiel dna-monster vingerafdruk vingerafdrukken irisscan gezichtsscan")
	putSpecial(all, "bijzonder/vakbond", traitGroup, "fnv cnv vcp aob abvakabo vakbond vakvereniging abvakabo acop ambtenarenvakbond politiebond")
	putSpecial(all, "bijzonder/politiek", traitGroup, "vvd pvv pvda groenlinks cda d66 sp sgp christenunie bbb denk volt fvd ja21 bij1 nsc piratenpartij")
	return all
}()

// putSpecial gives words the same rule and trait.
func putSpecial(all map[string]special, rule string, how trait, words string) {
	for w := range strings.FieldsSeq(words) {
		all[w] = special{rule, how}
	}
}

var (
	isVerbs    = set("is was werd wordt bleek blijkt lijkt leek raakte bleef blijft ben bent geworden geweest bekeerd bekeerde bekeert meldde meldt meld gemeld zit zat ligt lag stond staat")
	hasVerbs   = set("heeft had heb hebt kreeg krijgt gehad gekregen lijdt leed slikt slikte gebruikt gebruikte herstelt herstelde overleefde overleeft onderging ondergaat draagt droeg kampt kampte volgt pleegde deed doet")
	reasons    = set("wegens vanwege door voor aan tegen bij met")
	bodily     = set("verstandelijke lichamelijke visuele auditieve psychische motorische fysieke mentale")
	inVerbs    = set("zit zat kwam komt belandde belandt ligt lag raakte verblijft verbleef beland opgenomen vast woont woonde gaat ging bezoekt bidt loopt liep")
	deedVerbs  = set("pleegde pleegt gepleegd bekende bekent begaan beging")
	ownerWords = set("mijn zijn haar z'n d'r jouw uw")
	// noAlarm holds words of rules and policy, which speak of nobody: "indien de ambtenaar ziek is".
	noAlarm   = set("indien ingeval tenzij mits wanneer degene ieder iedere elke elk bedoeld bedoelde artikel kunnen mensen personen geldt wie")
	pronounOf = set("hij zij ze ik")
	relatives = set(`moeder vader zoon dochter broer zus man vrouw kind partner vriend vriendin opa oma oom tante neef nicht collega buurman buurvrouw baas chef leidinggevende werkgever schoonmoeder schoonvader zusje broertje ex zoontje dochtertje kleinkind
		stiefvader stiefmoeder echtgenoot echtgenote vrouwtje mama papa ouders begeleider`)
	oneWords = set("de een die deze dat dit het onze ons")
	oneNouns = set(`medewerker medewerkster collega ambtenaar bewoner bewoonster cliënt cliënte client patiënt patiënte patient leerling student studente verdachte betrokkene melder meldster klager klaagster aanvrager aanvraagster verzoeker verzoekster
		man vrouw jongen meisje buurman buurvrouw moeder vader werknemer werkneemster inwoner inwoonster leidinggevende chef directeur directrice wethouder burgemeester raadslid statenlid vluchteling asielzoeker asielzoekster statushouder getuige
		slachtoffer dader kind peuter baby tiener puber bejaarde ondernemer huurder huurster docent docente leraar lerares juf meester agent agente boa jurist juriste adviseur griffier secretaris voorzitter ouder gedetineerde sollicitant stagiair stagiaire
		projectleider teamleider manager beller vrager briefschrijver indiener eigenaar eigenaresse boer boerin chauffeur verpleegkundige arts huisarts wijkagent conciërge schoonmaker schoonmaakster vrijwilliger vrijwilligster oud-collega`)
)

// Windows around a word that tells something special, in tokens.
const (
	specialBefore = 16
	specialAfter  = 5
)

// specials adds what texts tell of one person that is special: health, religion, union, politics, sexuality, origin, body, crime. It needs the names that
// people found.
func (s *scanner) specials() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.key == 0 && t.shape != shapeMixed || t.shape == shapePunctuation || t.end-t.start > 24 {
			continue
		}
		if t.key != 0 && t.uses&specialUse == 0 && !s.isMark(i+1, '-') {
			continue // as most words
		}
		word := s.specialAt(i)
		if word.how == noTrait {
			continue
		}
		s.steps += stepsPerWindow
		from, to := s.clause(i)
		if start, end := s.tellsOf(word.how, i, from, to); end > start {
			if s.isMark(end, '-') && s.tokens[end].gap == gapNone && end+1 < len(s.tokens) {
				end += 2 // "burn-out"
			}
			s.add(word.rule, Special, s.tokens[start].start, s.tokens[end-1].end, false)
		}
	}
}

// specialEndings holds endings of words for an illness: borstkanker, angststoornis.
var specialEndings = endings("kanker stoornis verslaving depressie psychose ziekenhuisopname")

var adherents = set("stemmer stemster lid aanhanger kiezer sympathisant")

// mayBeSpecial reports whether specialAt may find that a word in small letters tells something, when no hyphen stands behind it.
func mayBeSpecial(word string) bool {
	return specialWords[word].how != noTrait || strings.HasSuffix(word, "'er") || specialEndings.matches(word)
}

// specialAt returns what token i tells, with a hyphen in it or without: "burn-out".
func (s *scanner) specialAt(i int) special {
	word := s.word(i)
	if s.isMark(i+1, '-') && s.tokens[i+1].gap == gapNone && i+2 < len(s.tokens) && s.tokens[i+2].gap == gapNone {
		if whole := specialWords[word+"-"+s.word(i+2)]; whole.how != noTrait {
			return whole
		}
		if half := specialWords[word]; half.how == traitGroup && adherents[s.word(i+2)] {
			return special{half.rule, traitIs} // "PVV-stemmer"
		}
		return special{} // the first half of another word
	}
	if i > 0 && s.isMark(i-1, '-') && s.tokens[i].gap == gapNone {
		return special{}
	}
	if found := specialWords[word]; found.how != noTrait {
		return found
	}
	if party, ok := strings.CutSuffix(word, "'er"); ok && specialWords[party].how == traitGroup {
		return special{specialWords[party].rule, traitIs} // "VVD'er"
	}
	if len(word) > 8 && specialEndings.matches(word) {
		return specialWords["kanker"]
	}
	return special{}
}

// clause returns the tokens around token i in its sentence, as far as the windows reach.
func (s *scanner) clause(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && i-from < specialBefore && s.tokens[from].gap != gapBlock && !s.endsSentence(from-1) {
		from--
	}
	for to < len(s.tokens) && to-i <= specialAfter && s.tokens[to].gap != gapBlock && !s.endsSentence(to-1) {
		to++
	}
	return from, to
}

// endsSentence reports whether token i is punctuation that ends a sentence.
func (s *scanner) endsSentence(i int) bool {
	return s.isMark(i, '!') || s.isMark(i, '?') || s.isMark(i, ';') || s.isMark(i, '.') && (i+1 == len(s.tokens) || s.tokens[i+1].startsSentence && s.tokens[i+1].gap != gapNone)
}

// tellsOf returns the tokens that tell something special of one person with token i, within the tokens [from, to) of its sentence. The range is empty
// when they don't.
func (s *scanner) tellsOf(how trait, i, from, to int) (start, end int) {
	switch how {
	case traitIs:
		if s.notedBehindName(i, from) || s.hasVerb(isVerbs, i, from, to, 5) && !((s.word(i) == "blind" || s.word(i) == "doof") && s.word(i+1) == "voor") && s.subject(i, from, to) {
			return i, i + 1
		}
	case traitHas:
		if s.hasCondition(i, from, to) {
			return i, i + 1
		}
	case traitPlace:
		if i > from && (s.word(i-1) == "de" || s.word(i-1) == "een" || s.word(i-1) == "in" || s.word(i-1) == "het" || s.word(i-1) == "bij") && s.hasVerb(inVerbs, i, from, to, 6) && s.subject(i, from, to) {
			return i, i + 1
		}
	case traitOrigin:
		of := s.word(i-2) == "van" || s.word(i-2) == "een" && (s.word(i-3) == "uit" || s.word(i) == "achtergrond")
		if i-2 >= from && of && hasCapital(&s.tokens[i-1]) && s.subject(i, from, to) {
			return i - 1, i + 1
		}
	case traitDeed:
		if s.hasVerb(deedVerbs, i, from, to, 5) && s.subject(i, from, to) {
			return i, i + 1
		}
	case traitGroup:
		return s.memberOf(i, from, to)
	case traitSuspect:
		return s.suspected(i, from, to)
	}
	return 0, 0
}

// hasCondition reports whether one person has what token i says, or is somewhere because of it.
func (s *scanner) hasCondition(i, from, to int) bool {
	if s.word(i) == "beperking" && !bodily[s.word(i-1)] {
		return false
	}
	return s.owned(i, from, to) || (s.hasVerb(hasVerbs, i, from, to, 6) || s.hasVerb(reasons, i, from, i, 3) || s.word(i+1) == "vastgesteld") && s.subject(i, from, to)
}

// notedBehindName reports whether token i stands in brackets behind a name: "Rinse (sinds maart ziek)".
func (s *scanner) notedBehindName(i, from int) bool {
	for j := i - 1; j > max(from, i-5); j-- {
		if s.isMark(j, '(') {
			return s.taken[j-1] == takenByName
		}
	}
	return false
}

// hasVerb reports whether one of the verbs stands at most reach tokens before token i, or right behind it: "kanker heeft".
func (s *scanner) hasVerb(verbs map[string]bool, i, from, to, reach int) bool {
	for j := max(from, i-reach); j < min(to, i+3); j++ {
		if verbs[s.word(j)] {
			return true
		}
	}
	return false
}

// subject reports whether one person is the subject of the clause around token i, and the clause is no rule.
func (s *scanner) subject(i, from, to int) bool {
	found := false
	for j := from; j < to; j++ {
		word := s.word(j)
		if noAlarm[word] || word == "als" && j < i {
			return false
		}
		found = found || s.personAt(j, from)
	}
	return found
}

// personAt reports whether one person is named or spoken of at token j, not behind a preposition.
func (s *scanner) personAt(j, from int) bool {
	word := s.word(j)
	before := s.word(j - 1)
	switch {
	case s.taken[j] == takenByName:
		first := j
		for first > from && s.taken[first-1] == takenByName {
			first--
		}
		return !aside[s.word(first-1)] || first == from
	case pronounOf[word]:
		return !(word == "ze" || word == "zij") || s.singularNear(j)
	case ownerWords[before] && j > from && relatives[word], word == "ma" || word == "pa" || word == "oma" || word == "opa":
		return j-1 == from || !aside[s.word(j-2)]
	case j > from && (oneNouns[word] || relatives[word] || s.isSomebody(j)):
		k := j - 1
		if k > from && !oneWords[s.word(k)] && s.tokens[k].shape == shapeLower && !aside[s.word(k)] {
			k-- // "de zieke medewerker", "een oude buurman"
		}
		return oneWords[s.word(k)] && (k == from || !aside[s.word(k-1)])
	case word == "betrokkene" || word == "appellant" || word == "cliënte":
		return !aside[before]
	case oneNouns[word] && j == from && s.tokens[j].shape == shapeCapitalised:
		return word == "betrokkene" || word == "verdachte" || word == "melder"
	}
	return false
}

// isSomebody reports whether token j is a word for what one person is or does.
func (s *scanner) isSomebody(j int) bool {
	t := &s.tokens[j]
	return t.shape == shapeLower && t.flags&lexicon.Function != 0 && !strings.HasSuffix(s.word(j), "en") && !strings.HasSuffix(s.word(j), "s")
}

// aside holds prepositions: who stands behind one is not the subject.
var aside = set("van door met aan voor bij namens tegen over naar onder tot uit per")

// singularNear reports whether a verb in the singular stands near token j, so that "zij" is one person.
func (s *scanner) singularNear(j int) bool {
	for k := max(0, j-2); k < min(len(s.tokens), j+4); k++ {
		if w := s.word(k); isVerbs[w] || hasVerbs[w] || inVerbs[w] || strings.HasSuffix(w, "t") && s.tokens[k].flags&lexicon.Word != 0 && k == j+1 {
			return true
		}
	}
	return false
}

// owned reports whether token i is said to be somebody's: "haar depressie", "de kanker van mijn moeder", "Jans autisme".
func (s *scanner) owned(i, from, to int) bool {
	for j := max(from, i-2); j < i; j++ {
		if word := s.word(j); ownerWords[word] && (j == i-1 || s.tokens[i-1].shape == shapeLower) && !(word == "zijn" && s.pluralBefore(j, from)) {
			return true
		}
	}
	if i > from && s.taken[i-1] == takenByName && s.tokens[i].gap == gapSpace {
		return true
	}
	if s.word(i+1) != "van" || i+2 >= to || s.word(i) == "ziekte" { // "de ziekte van Parkinson"
		return false
	}
	if s.taken[i+2] == takenByName {
		return true
	}
	return i+3 < to && (ownerWords[s.word(i+2)] && relatives[s.word(i+3)] || oneWords[s.word(i+2)] && oneNouns[s.word(i+3)])
}

// pluralBefore reports whether "zijn" at token j is more likely a verb: "er zijn", "dat zijn", "mensen zijn".
func (s *scanner) pluralBefore(j, from int) bool {
	if j == from {
		return false
	}
	word := s.word(j - 1)
	return word == "er" || word == "dat" || word == "dit" || word == "zij" || word == "we" || word == "wij" || word == "en" || strings.HasSuffix(word, "en") || strings.HasSuffix(word, "s")
}

// memberOf returns the tokens of a membership or vote with the union or party at token i.
func (s *scanner) memberOf(i, from, to int) (start, end int) {
	for j := max(from, i-4); j < i; j++ {
		switch s.word(j) {
		case "lid", "partijlid", "bestuurslid", "kaderlid", "aanhanger", "sympathisant":
			if (s.word(j+1) == "van" || s.word(j+1) == "bij") && s.subject(i, from, to) && !s.officeBefore(j, from) {
				return j, i + 1
			}
		case "actief":
			if (s.word(j+1) == "bij" || s.word(j+1) == "voor") && s.subject(i, from, to) && !s.officeBefore(j, from) {
				return j, i + 1
			}
		case "stemt", "stemde", "gestemd":
			if s.subject(i, from, to) {
				return j, i + 1
			}
		}
	}
	return 0, 0
}

// officeBefore reports whether the member at token j holds an office, of which the party is public: "raadslid en lid van de VVD".
func (s *scanner) officeBefore(j, from int) bool {
	for k := from; k < j; k++ {
		if w := s.word(k); strings.HasSuffix(w, "lid") || w == "wethouder" || w == "minister" || w == "burgemeester" || w == "fractie" {
			return true
		}
	}
	return false
}

// suspected returns the tokens of a traitSuspect with token i: "is verdachte van", "wordt verdacht van", "op verdenking van".
func (s *scanner) suspected(i, from, to int) (start, end int) {
	switch s.word(i) {
	case "verdenking":
		if s.word(i-1) == "op" && i > from && s.subject(i, from, to) {
			return i - 1, i + 1
		}
	default:
		if (s.word(i+1) == "van" || s.word(i+1) == "in") && s.hasVerb(isVerbs, i, from, i, 5) && s.subject(i, from, i) {
			return i, i + 1
		}
	}
	return 0, 0
}
