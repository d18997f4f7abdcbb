package detect

import (
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// fact is one thing that is known of a candidate for a name: of its words, its form, and what stands around it. The rules for names and the model that
// weighs what they find ask nothing else.
type fact uint8

// The facts.
const (
	// Of its first word, without its initials and particles.
	firstWord         fact = iota // an ordinary Dutch word
	firstGiven                    // a given name
	firstSurname                  // a surname
	firstPlace                    // a place
	firstKnown                    // another name that is no person
	firstFunction                 // what a person is or does
	firstPortfolio                // the subject of an office
	firstClosed                   // a word that is hardly ever a name
	firstRare                     // such a word that is a surname all the same
	firstTitle                    // a form of address
	firstProper                   // OpenTaal only knows it with a capital
	firstOrdinary                 // an ordinary word or a compound of some
	firstCompound                 // an ordinary word or a compound of some, also when OpenTaal has it with a capital
	firstUnknown                  // in no list, and no compound
	firstMade                     // a compound that is in no list
	firstNamed                    // a given name or a surname
	firstNotPerson                // another name, a subject of an office, or a function that is no surname
	firstUpper                    // in capitals
	firstInner                    // with a capital or digit inside, as no name has
	firstThreeLetters             // at most
	firstFiveLetters              // at most
	firstStreet                   // with the ending of a street, and no given name
	firstVerb                     // a verb with which a person may be the subject
	firstMass                     // a noun without an article
	firstFamous                   // the surname of a historic authority
	firstBody                     // a part of an organisation
	firstPeople                   // with the ending of what comes from a country, and in no list of names
	firstThing                    // with the ending of a school, street, bridge or the like that is named after somebody
	firstStart                    // it begins a sentence, so that its capital means nothing

	// Of its last word, when it has more than one.
	lastWord
	lastGiven
	lastSurname
	lastPlace
	lastKnown
	lastFunction
	lastPortfolio
	lastClosed
	lastOrdinary
	lastUnknown
	lastUpper
	lastShort   // four letters at most
	lastThing   // with the ending of a school, street, bridge or the like that is named after somebody
	lastBody    // a part of an organisation
	lastCompany // a word with which names of companies end

	// Of its form.
	several         // more than one word with a capital
	threeWords      // or more
	initial         // it begins with initials
	oneInitial      // with one
	undotted        // without their full stops
	letterX         // the initial is an X
	abbreviation    // the initials are those of something else, such as A.I.
	particle        // it has a particle
	capitalInside   // a particle with a capital inside: Buurthuis De Brug
	leading         // it begins with a particle
	leadLower       // … in small letters
	leadCapital     // … with a capital
	leadUpper       // … in capitals
	leadStart       // … that begins a sentence
	leadSeveral     // … and another one
	leadPreposition // … that is a preposition
	leadVan         // … van
	leadHet         // … het
	leadWeak        // … that is mostly an article or preposition
	leadStrong      // … that hardly occurs outside names
	hyphenInside    // a double name
	hyphenAfter
	hyphenBefore
	surnameFirst // Vries, J. de
	shortened    // Jan H.
	minuted      // initials with small letters, as in minutes: EvdW

	// Of what stands before it.
	titleAddress     // mevrouw, dr.
	titleSalutation  // Beste
	titleNaming      // heet
	titleFunction    // wethouder
	label            // Behandelaar:
	labelName        // Naam:
	beforePlace      // a word that is mostly followed by a place
	beforeDeterminer // an article or the like
	beforeDe
	beforeHet
	beforeCertain // ene, zekere
	beforePeople  // a word that is mostly followed by a person
	beforeVerb    // a verb
	beforeHuman   // a verb with only persons as its subject
	beforeClause  // a word that is followed by the subject of a clause
	beforeName    // a name and a comma, or the speaker of a chat follows
	beforeThing   // a law, motion or report, which are named after people
	beforeKind    // a word for what has a name and is no person: a company, a book, a town
	beforeComma   // a comma
	beforeOther   // a name and "en"
	beforeLower   // a word in small letters
	addressed     // the word behind a form of address is an office: "mijnheer de Voorzitter"
	beforeColon   // a colon, in a line that ends behind the candidate
	lineStart     // it begins a line
	blockStart    // it begins a paragraph, list item, cell or value
	listItem      // it begins a list item
	peopleColumn  // the head of its column says that its cells are people
	peopleList    // it is in a list of people behind a label: "Aanwezig: Jansen, ML"

	// Of what stands behind it, and elsewhere.
	afterHumanVerb   // a verb with only persons as its subject
	afterVerb        // a verb
	afterLower       // a word in small letters other than en and of
	afterZich        // a reflexive verb
	afterPossessive  // 's
	afterSelf        // zelf, ook
	afterOther       // en, and another name
	afterWho         // die
	afterThing       // a word with a capital for what is named after people: "het Jan Cunen Museum"
	afterCalled      // geheten
	afterSubject     // what only follows the subject: see isSubject
	afterParenthesis // (
	afterComma       // ,
	afterColon       // :
	inParentheses    // ( before and ) behind
	signature        // initials between parentheses behind a sentence or a name: "… zegt hij. (KDM)"
	inCell           // it is a cell of a table by itself
	afterNation      // the code of a country between parentheses, as in the results of a match
	afterAge         // a number of two digits between parentheses
	afterRole        // a dash, comma or parenthesis with a word for what somebody does: "Jan Kok (griffier)"
	afterEnd         // a full stop or the end of the line
	afterCapital     // a word with a capital
	personal         // words around it go with a person
	onlyPreposition  // … but that is only a preposition: van, bij
	english          // the words around it are English
	capitalsAround   // all around it is in capitals
	earlierSure      // a word of it is in a name before that is sure
	earlierAny       // a word of it is in a name before
	factCount
)

// facts is a set of facts.
type facts [2]uint64

func (f *facts) set(x fact, on bool) {
	if on {
		f[x>>6] |= 1 << (x & 63)
	}
}

func (f *facts) has(x fact) bool { return f[x>>6]>>(x&63)&1 != 0 }

// of returns the set of some facts.
func of(all ...fact) (f facts) {
	for _, x := range all {
		f.set(x, true)
	}
	return f
}

// holds reports whether all facts of other are in f.
func (f facts) holds(other facts) bool { return f[0]&other[0] == other[0] && f[1]&other[1] == other[1] }

// meets reports whether a fact of other is in f.
func (f facts) meets(other facts) bool { return f[0]&other[0] != 0 || f[1]&other[1] != 0 }

// factsOf gathers what is known of a candidate with at least one word.
func (s *scanner) factsOf(c chain) facts {
	var f facts
	s.firstFacts(&f, c)
	s.lastFacts(&f, c)
	s.formFacts(&f, c)
	s.factsBefore(&f, c)
	s.factsBehind(&f, c)
	return f
}

// flagFacts pairs the flags of the lexicon with the facts of a first and a last word.
var flagFacts = []struct {
	flag        lexicon.Flags
	first, last fact
}{
	{lexicon.Word, firstWord, lastWord}, {lexicon.Given, firstGiven, lastGiven}, {lexicon.Surname, firstSurname, lastSurname}, {lexicon.Place, firstPlace, lastPlace},
	{lexicon.Known, firstKnown, lastKnown}, {lexicon.Function, firstFunction, lastFunction}, {lexicon.Portfolio, firstPortfolio, lastPortfolio}, {lexicon.Closed, firstClosed, lastClosed},
}

func (s *scanner) firstFacts(f *facts, c chain) {
	w := c.words[0]
	t := &s.tokens[w]
	flags := t.flags
	if len(c.words) > 1 && s.hyphenFollows(w) && s.tokens[c.words[1]].flags&lexicon.Given != 0 {
		flags = flags&^(lexicon.Word|lexicon.Known|lexicon.Closed) | lexicon.Given // "Mei-Ling"
	}
	if flags&lexicon.Closed != 0 && !c.particle && c.initials == 0 {
		f.set(firstRare, flags&lexicon.Surname != 0)
		flags &^= lexicon.Surname
	}
	for _, pair := range flagFacts {
		f.set(pair.first, flags&pair.flag != 0)
	}
	named := flags&(lexicon.Given|lexicon.Surname) != 0
	ordinary := s.isOrdinaryWord(w)
	word := s.tokenText(t)
	letters := utf8.RuneCountInString(word)
	f.set(firstTitle, flags&lexicon.Title != 0)
	f.set(firstProper, flags&lexicon.Proper != 0)
	f.set(firstOrdinary, ordinary)
	f.set(firstCompound, ordinary || t.startsSentence && !named && lexicon.IsWord(word))
	f.set(firstUnknown, flags&^(lexicon.Phrase|lexicon.Proper|lexicon.Particle) == 0 && !ordinary)
	f.set(firstMade, ordinary && flags&^(lexicon.Phrase|lexicon.Proper) == 0)
	f.set(firstNamed, named)
	// A function is no reason against a surname: Bakker, Kok.
	f.set(firstNotPerson, flags&(lexicon.Known|lexicon.Portfolio) != 0 || flags&lexicon.Function != 0 && flags&lexicon.Surname == 0)
	f.set(firstUpper, t.shape == shapeUpper)
	f.set(firstInner, t.shape == shapeMixed && !innerCapital().MatchString(word))
	f.set(firstThreeLetters, letters < 4)
	f.set(firstFiveLetters, letters < 6)
	f.set(firstStreet, flags&lexicon.Given == 0 && strongStreet.matches(s.word(w)))
	f.set(firstFamous, flags&(lexicon.Known|lexicon.Surname|lexicon.Given|lexicon.Word) == lexicon.Known|lexicon.Surname)
	f.set(firstThing, s.isThing(c.start, w))
	f.set(firstBody, flags&lexicon.Surname == 0 && (s.in(w, bodyWords) || ordinary && bodyEndings.matches(s.word(w))))
	f.set(firstPeople, !named && letters > 5 && peopleEndings.matches(s.word(w)))
	f.set(firstVerb, s.in(w, verbs))
	f.set(firstMass, s.in(w, massNouns))
	f.set(firstStart, t.startsSentence)
}

func (s *scanner) lastFacts(f *facts, c chain) {
	if len(c.words) < 2 {
		return
	}
	w := c.words[len(c.words)-1]
	t := &s.tokens[w]
	for _, pair := range flagFacts {
		f.set(pair.last, t.flags&pair.flag != 0)
	}
	ordinary := s.isOrdinaryWord(w)
	f.set(lastOrdinary, ordinary)
	f.set(lastUnknown, t.flags&^(lexicon.Phrase|lexicon.Proper|lexicon.Particle) == 0 && !ordinary)
	f.set(lastUpper, t.shape == shapeUpper)
	f.set(lastShort, t.end-t.start < 5)
	f.set(lastThing, s.isThing(c.start, w))
	f.set(lastBody, s.in(w, bodyWords) || ordinary && bodyEndings.matches(s.word(w)))
	f.set(lastCompany, s.in(w, organisationAfter) || s.in(w, companyWords))
}

// Endings of what is named after people and is no person. Those of placeEndings are endings of surnames as well, so that only an article before them tells.
var (
	thingEndings = endings(`school schole college lyceum brug tunnel zaal gebouw museum kanaal plein straat laan gracht singel plantsoen prijs penning fonds stichting lezing leerstoel bokaal
		toernooi project regeling norm methode schaal syndroom formule kabinet commissie motie rapport doctrine instituut archief bibliotheek ziekenhuis kliniek centrum effect`)
	placeEndings = endings("huis hal kerk toren poort sluis polder weg kade dijk dreef steeg park hof baan bos wet markt pad erf laantje veld berg wal")
)

// peopleEndings are endings of words for what comes from a country or region.
var peopleEndings = endings("ische ees ezen ese iër iërs aanse aans eense enaar enaren isch")

// nations holds codes of countries as newspapers write them behind the names of sportsmen: "Blanco (Spa)".
var nations = words(`ned bel ita spa fra dui den zwe noo fin pol poo tsj slk slo svk oek rus wru roe hon oos zwi gb gbr eng sch wal ier vs vst usa arg bra col uru chi ven ecu mex can aus nze jap
	kro ser joe gre tur mar alg tun egy zaf zim ken eth nig gha cam por lux let lit est mol geo arm kaz oez isr ind chn kor tha bul alb mac bos ijs cyp mon`)

// bodyEndings and bodyWords are endings of words, and words, for a part of an organisation.
var (
	bodyEndings = endings("punt loket groep team kamer balie kantoor bureau dienst raad staf college desk zaal lijn post griffie directie afdeling commissie overleg redactie secretariaat meldkamer")
	bodyWords   = words("unit eenheid programma ploeg project taskforce cluster domein bestuur fractie redactie griffie team afdeling directie helpdesk postbus onbekend anoniem geen divers diverse allen iedereen")
)

// kindsOfNames holds words for what has a name and is no person.
var kindsOfNames = words(`bedrijf bedrijven concern aandeel aandelen fabrikant keten merk merken producent site website webwinkel app platform portaal systeem applicatie pakket software
	krant blad weekblad maandblad tijdschrift boek roman bundel film filmpje plaat album nummer lied stuk musical opera serie programma zender omroep festival tentoonstelling
	dorp dorpje stad stadje stadsdeel wijk buurt eiland provincie regio streek rivier rivieren meer berg land landgoed domein landen kasteel klooster basiliek circuit station luchthaven haven
	partij partijen fractie club ploeg team elftal vereniging bond vakbond ngo organisatie beweging coalitie groep orkest band koor
	schip boot trein satelliet raket auto model type versie project operatie methode virus ziekte medicijn middel`)

// isThing reports whether token i is a name with such an ending, as in "de Prins Bernhardbrug"; begin is the first token of the candidate.
func (s *scanner) isThing(begin, i int) bool {
	word := s.word(i)
	if len(word) < 7 || s.tokens[i].flags&(lexicon.Surname|lexicon.Given) != 0 {
		return false
	}
	return thingEndings.matches(word) || placeEndings.matches(word) && (s.hasDeterminer(begin) || begin < i && s.in(begin, article) || s.isTitleOfThing(begin))
}

// isTitleOfThing reports whether a title with a capital and an article before it stand before token i: "de Pastoor van den Hoekdreef". The title of a person
// has a small letter there.
func (s *scanner) isTitleOfThing(i int) bool {
	j := i - 1
	if s.isMark(j, '.') {
		j--
	}
	if j < 1 || s.tokens[j].shape != shapeCapitalised || s.tokens[j].flags&(lexicon.Title|lexicon.Function) == 0 && !honorifics[s.word(j)] {
		return false
	}
	switch s.word(j - 1) {
	case "de", "het", "naam", "via":
		return true
	}
	return false
}

// isThingWord reports whether token i is a word for a thing that is named after people, by itself: Museum, Zaal.
func (s *scanner) isThingWord(i int) bool {
	if i >= len(s.tokens) || s.tokens[i].gap != gapSpace {
		return false
	}
	t := &s.tokens[i]
	return t.shape == shapeCapitalised && t.flags&lexicon.Given == 0 && (s.in(i, thingWords) || t.flags&lexicon.Word != 0 && (thingEndings.matches(s.word(i)) || s.in(i, organisationBefore) || s.in(i, organisationAfter)))
}

// thingWords holds such words that the endings do not cover.
var thingWords = words(`zaal hal huis podium atelier kabinet theater paleis kasteel dependance collectie optiek medisch kring genootschap galerie toren tuin park plein plantsoen bos pad hof
	trofee cup bokaal award marathon toernooi tribune stadion arena kwartier kazerne kliniek hospitaal gasthuis pension hotel bistro bar lounge plaza promenade boulevard route`)

// companyWords holds more words with which names of companies end, mostly English ones.
var companyWords = words(`bank company corporation corp inc limited international institute foundation university council systems networks energy airlines motors records
	pictures studios press books news times post magazine capital partners trust fund hub standards framework act summit festival award awards cup open tour
	club united city rovers lakers islands street avenue road park square center centre house museum hotel instituut kader toetsingskader`)

func (s *scanner) formFacts(f *facts, c chain) {
	w := c.words[0]
	f.set(several, len(c.words) > 1)
	f.set(threeWords, len(c.words) > 2)
	f.set(initial, c.initials > 0)
	f.set(oneInitial, c.initials == 2 && !c.undotted || c.initials == 1)
	f.set(undotted, c.undotted)
	f.set(minuted, s.isMinuted(w))
	f.set(letterX, c.initials > 0 && s.word(c.start) == "x")
	f.set(abbreviation, c.initials > 2 && notInitials.has(strings.ReplaceAll(s.lowerText[s.tokens[c.start].start:s.tokens[c.start+c.initials-1].end], " ", "")))
	f.set(particle, c.particle)
	f.set(capitalInside, c.particle && w+1 < len(s.tokens) && s.tokens[w+1].shape == shapeCapitalised)
	f.set(hyphenInside, len(c.words) > 1 && s.hyphenFollows(c.words[len(c.words)-2]))
	f.set(hyphenAfter, s.hyphenFollows(c.words[len(c.words)-1]))
	f.set(hyphenBefore, s.hyphenPrecedes(c.start))
	if !c.leading {
		return
	}
	first := &s.tokens[c.start]
	word := s.word(c.start)
	f.set(leading, true)
	f.set(leadLower, first.shape == shapeLower)
	f.set(leadCapital, first.shape == shapeCapitalised)
	f.set(leadUpper, first.shape == shapeUpper)
	f.set(leadStart, first.startsSentence)
	f.set(leadSeveral, w-c.start > 1)
	f.set(leadPreposition, s.isPreposition(c.start))
	f.set(leadVan, word == "van")
	f.set(leadHet, word == "het")
	f.set(leadWeak, weakParticles.has(word))
	f.set(leadStrong, s.isStrongParticle(c.start, w))
}

// notInitials holds rows of letters with full stops that are the abbreviation of something else.
var notInitials = words("c.v. s.v. v.v. w.g. e.a. c.s. c.q. q.q. a.i. p.o. t.m. u.s. v.s. b.v. n.v. e.u. v.n. u.k. i.v.m. t.a.v. i.o. m.b.t. d.d. n.a.v. o.a. i.p.v. a.u.b. m.a. b.a. ph.d. l.a. d.c. n.y. t.o. h.m. z.k.h. h.k.h. z.m.")

func (s *scanner) factsBefore(f *facts, c chain) {
	i := c.start
	t := &s.tokens[i]
	switch s.title(i) {
	case byAddress:
		f.set(titleAddress, true)
	case bySalutation:
		f.set(titleSalutation, true)
		f.set(titleNaming, (s.in(i-1, naming) || s.word(i-1) == "noem") && !s.isMark(i-1, ','))
	case byFunction:
		f.set(titleFunction, true)
	}
	labelled := s.followsLabel(i)
	f.set(label, labelled)
	f.set(labelName, labelled && s.in(i-2, nameLabels))
	f.set(beforePlace, s.placeContext(i))
	f.set(lineStart, t.gap >= gapLine || i == 0)
	f.set(blockStart, t.gap == gapBlock || i == 0)
	f.set(listItem, s.beginsItem(i))
	f.set(beforeName, s.inNameList(i, c.words[0]+1))
	f.set(peopleList, s.inPeopleList(i))
	f.set(peopleColumn, s.hasTable && s.inPeopleColumn(t.start))
	if i == 0 || t.gap == gapBlock {
		return
	}
	before := s.word(i - 1)
	f.set(beforeDeterminer, s.hasDeterminer(i))
	f.set(beforeDe, before == "de")
	f.set(beforeHet, before == "het")
	f.set(beforeCertain, s.in(i-1, certainWords))
	f.set(beforePeople, beforePerson.has(before))
	f.set(beforeVerb, verbs.has(before))
	f.set(beforeHuman, humanVerbs.has(before))
	f.set(beforeClause, clauseStarters.has(before))
	f.set(beforeColon, s.isMark(i-1, ':') && t.gap == gapSpace)
	f.set(beforeComma, s.isMark(i-1, ','))
	f.set(beforeOther, (before == "en" || before == "of" || before == "&") && i > 1 && s.taken[i-2] == takenByName)
	f.set(beforeLower, s.tokens[i-1].shape == shapeLower)
	thing := i - 1
	if s.isMark(thing, '-') && t.gap == gapNone {
		thing--
	}
	f.set(beforeThing, s.in(thing, namedAfter))
	f.set(beforeKind, kindsOfNames.has(before) || organisationBefore.has(before))
	f.set(addressed, s.in(c.words[len(c.words)-1], addressedOffices))
}

func (s *scanner) factsBehind(f *facts, c chain) {
	w := c.words[len(c.words)-1]
	next := s.word(w + 1)
	end := w+1 >= len(s.tokens) || s.tokens[w+1].gap >= gapLine
	f.set(afterHumanVerb, humanVerbs.has(next))
	f.set(afterVerb, s.isPersonVerb(w+1))
	f.set(afterLower, w+1 < len(s.tokens) && s.tokens[w+1].shape == shapeLower && next != "en" && next != "of")
	f.set(afterZich, s.word(w+2) == "zich")
	f.set(afterPossessive, s.isMark(w+1, '\'') && (s.word(w+2) == "s" || s.normal.text[s.tokens[w].end-1]|0x20 == 's'))
	f.set(afterSelf, next == "zelf" || next == "ook")
	f.set(afterOther, (next == "en" || next == "&") && w+2 < len(s.tokens) && s.tokens[w+2].shape == shapeCapitalised && s.tokens[w+2].flags&lexicon.Given != 0 && s.tokens[w+2].flags&lexicon.Closed == 0)
	f.set(afterWho, next == "die")
	f.set(afterThing, s.isThingWord(w+1))
	f.set(afterCalled, s.in(w+1, calledWords))
	f.set(afterSubject, s.isSubject(c, w))
	f.set(afterParenthesis, s.isMark(w+1, '('))
	f.set(afterComma, s.isMark(w+1, ','))
	f.set(afterColon, s.isMark(w+1, ':'))
	f.set(inParentheses, s.isMark(c.start-1, '(') && (s.isMark(w+1, ')') || s.isMark(w+1, '/')))
	f.set(signature, s.isSignature(c.start, w))
	f.set(inCell, s.isMark(c.start-1, '|') && s.isMark(w+1, '|'))
	f.set(afterNation, s.isMark(w+1, '(') && s.in(w+2, nations) && s.tokens[w+2].shape != shapeLower)
	f.set(afterAge, s.isMark(w+1, '(') && s.isMark(w+3, ')') && s.tokens[w+2].shape == shapeDigits && s.tokens[w+2].end-s.tokens[w+2].start <= 2)
	f.set(afterRole, s.isRole(w+1))
	f.set(afterEnd, end || s.isMark(w+1, '.') || s.isMark(w+1, ','))
	f.set(afterCapital, !end && hasCapital(&s.tokens[w+1]))
	f.set(personal, s.inPersonalContext(c.start, w+1))
	f.set(onlyPreposition, !f.has(afterVerb) && s.in(c.start-1, prepositions))
	f.set(english, s.isEnglish(w))
	f.set(capitalsAround, s.isAllCaps(w-1) || s.isAllCaps(w+1))
	for _, i := range c.words {
		if known, ok := s.names[s.tokens[i].key]; ok && s.tokens[i].key != 0 {
			f.set(earlierAny, true)
			f.set(earlierSure, known.sure)
		}
	}
}

// inPeopleList reports whether token i is in a list behind a label for several people, with commas between them: "Aanwezig: EvdW (vz), ML, Rachid".
func (s *scanner) inPeopleList(i int) bool {
	if i > 0 && (s.isMark(i-1, ',') || s.isMark(i-1, ';') || s.isMark(i-1, '/') || s.word(i-1) == "en") && s.tokens[i].gap <= gapLine {
		for j := i - 2; j > max(0, i-80); j-- {
			t := &s.tokens[j]
			if t.gap == gapBlock && !s.isMark(j, ':') {
				return false
			}
			if s.isMark(j, ':') {
				return s.isPeopleLabel(j - 1)
			}
			if t.shape == shapeLower && t.flags&(lexicon.Particle|lexicon.Function|lexicon.Title) == 0 && t.end-t.start > 4 && !s.isMark(j-1, '(') || s.isMark(j, '.') && s.tokens[j-1].end-s.tokens[j-1].start > 4 {
				return false // a sentence
			}
		}
		return false
	}
	return s.isMark(i-1, ':') && s.tokens[i].gap <= gapSpace && s.isPeopleLabel(i-2)
}

// isPeopleLabel reports whether token i is a label for several people.
func (s *scanner) isPeopleLabel(i int) bool {
	if s.isMark(i, '.') || s.isMark(i, '*') {
		i--
	}
	switch s.word(i) {
	case "k", "bericht", "kennisgeving", "verhinderd":
		return true // "Afwezig m.k.:", "Afwezig met bericht:"
	}
	return s.in(i, peopleLabels)
}

// peopleLabels holds labels for several people.
var peopleLabels = words(`aanwezig aanwezigen afwezig aanw afw deelnemers deelnemer leden bestuur present absent notulen notulist verslag actie actiehouder actiehouders verslaglegging tegen voor indieners
	ondertekenaars bijlagehouders aan cc sprekers insprekers fractie verdachten getuigen winnaars opstelling arbiters redactie auteurs samenstelling stemmen gasten betrokkenen kandidaten belanghebbenden medewerkers`)

// isSignature reports whether the word at token w, which alone is the candidate that begins at start, is initials between parentheses, behind the end of
// a sentence or behind the name that they are of: "Het regent. (KDM)", "Katrijn Serneels (KS)".
func (s *scanner) isSignature(start, w int) bool {
	t := &s.tokens[w]
	if start != w || t.shape != shapeUpper && t.shape != shapeMixed || t.end-t.start > 5 || w < 2 || !s.isMark(w-1, '(') || !s.isMark(w+1, ')') {
		return false
	}
	switch s.tokenText(&s.tokens[w-2]) {
	case ".", "!", "?", `"`:
		return true
	}
	letters, last := s.tokenText(t), &s.tokens[w-2]
	if _, ok := s.names[last.key]; !ok || last.key == 0 || strings.IndexByte(letters[1:], s.normal.text[last.start]) < 0 {
		return false
	}
	for i := w - 3; i >= max(0, w-6) && s.tokens[i+1].gap <= gapSpace; i-- {
		if _, ok := s.names[s.tokens[i].key]; ok && s.tokens[i].key != 0 && s.normal.text[s.tokens[i].start] == letters[0] {
			return true
		}
	}
	return false
}

// isMinuted reports whether token i is written like the initials of a name with particles: EvdW, TdG.
func (s *scanner) isMinuted(i int) bool {
	t := &s.tokens[i]
	return t.shape == shapeMixed && t.end-t.start <= 6 && t.flags&^lexicon.Phrase == 0 && minutedInitials().MatchString(s.tokenText(t)) && !notMinuted[s.tokenText(t)]
}

// minutedInitials matches them; notMinuted holds abbreviations of the same form.
var (
	minutedInitials = pattern(`^\p{Lu}{1,2}(?:v|d|t|vd|vdr|van|de|der|ter|ten|el)\p{Lu}{1,2}$`)
	notMinuted      = set("PvdA PvdD PvdDieren KvK OvJ HvJ RvS RvC RvT RvB RvA VvE VvU MvT MvA MvV BvB BvE PvA PvE PvB VvB OvS NvT NvA MvJ OvV IvR RvR AvG RvdK RvdR HvA TvT BvG KvD TvB LvM SvZ TdF")
)

// isRole reports whether a mark at token i and a word for what somebody is or does follow a name: "(griffier)", ", wethouder", "– notulist".
func (s *scanner) isRole(i int) bool {
	if i+1 >= len(s.tokens) || s.tokens[i].shape != shapePunctuation || s.tokens[i+1].gap == gapBlock {
		return false
	}
	if !s.isMark(i, '(') && !s.isMark(i, ',') && !s.isMark(i, '-') && s.tokenText(&s.tokens[i]) != "–" {
		return false
	}
	for j := i + 1; j < min(i+4, len(s.tokens)) && s.tokens[j].gap != gapBlock; j++ {
		if s.tokens[j].flags&lexicon.Function != 0 && s.tokens[j].shape == shapeLower {
			return true
		}
	}
	return false
}

// namedAfter holds nouns for what is named after people: "motie-Marijnissen".
var namedAfter = words(`motie moties wet wetten initiatiefwet wetsvoorstel amendement rapport commissie staatscommissie kabinet nota norm doctrine methode schaal ladder regeling akkoord
	plan arrest lijst effect paradox moment`)

// addressedOffices holds offices by which somebody is addressed instead of by their name.
var addressedOffices = words(`voorzitter minister president burgemeester wethouder griffier secretaris directeur professor dokter doctor notaris ambassadeur officier rechter commissaris
	staatssecretaris gedeputeerde raadslid dominee pastoor generaal koning koningin`)

// prepositions holds words that stand before what is no person as often.
var prepositions = words("van bij met aan over tussen achter naast of")

// isSubject reports whether what stands behind word w, which begins a sentence, only follows the subject of a clause, somebody who is spoken to, or somebody
// who speaks. A noun without an article is rarely that, so a noun that is a name as well is a name there: "Mark ook", "Kees, hoor eens".
func (s *scanner) isSubject(c chain, w int) bool {
	t := &s.tokens[w]
	next := s.word(w + 1)
	given, surname := t.flags&lexicon.Given != 0, t.flags&lexicon.Surname != 0
	end := w+1 >= len(s.tokens) || s.tokens[w+1].gap >= gapLine
	switch {
	case given && s.isMark(c.start-1, ':') && (s.isMark(w+1, '.') || end):
		return true // "Wie doet dit: Bas."
	case given && s.isMark(w+1, ':') && s.startsChatLine(w):
		return true // "09:03 Bas: ik doe het"
	case given && t.gap >= gapLine && (s.isMark(w+1, ',') || s.isMark(w+1, '@') || s.initials(w+1) == w+3 && s.isMark(w+3, ':') || end):
		return true
	case !s.in(w, verbs) && (next == "zelf" || next == "ook" && given):
		return true
	case next == "en" && s.isOtherName(t, w+2):
		return true // "Vos en De Jong"
	case surname && s.initials(w+1) > w+1 && s.tokens[w+1].gap == gapSpace && !s.mayBeNameWord(s.initials(w+1)):
		return true // "Brouwer P."
	}
	return given && s.isMark(w+1, ',') && s.in(w+2, apposition)
}

// isOtherName reports whether token i, behind "en", is another name beside the one of token t.
func (s *scanner) isOtherName(t *token, i int) bool {
	if i >= len(s.tokens) || s.tokens[i].shape != shapeCapitalised {
		return false
	}
	o := &s.tokens[i]
	return o.flags&lexicon.Particle != 0 && s.mayBeNameWord(s.particles(i)) || s.isGivenName(i) || t.flags&lexicon.Surname != 0 && o.flags&lexicon.Surname != 0
}

// beginsItem reports whether token i is the first of a list item.
func (s *scanner) beginsItem(i int) bool {
	t := &s.tokens[i]
	if i == 0 || t.gap > gapSpace {
		return false
	}
	switch b := &s.tokens[i-1]; {
	case b.gap != gapBlock && i > 1:
		return (s.isMark(i-1, '.') || s.isMark(i-1, ')')) && s.tokens[i-2].shape == shapeDigits && (i == 2 || s.tokens[i-2].gap == gapBlock)
	default:
		return s.isMark(i-1, '-') || s.isMark(i-1, '*') || s.isMark(i-1, '+')
	}
}

// inPeopleColumn reports whether the head of the column of a table in which offset p lies says that its cells are people.
func (s *scanner) inPeopleColumn(p int) bool {
	head := s.columnHeader(p)
	for _, word := range strings.FieldsFunc(string(head), func(r rune) bool {
		return r == ' ' || r == '/' || r == '(' || r == ')' || r == ':' || r == '*' || r == '|'
	}) {
		if peopleHeads.has(word) {
			return true
		}
	}
	return false
}

// peopleHeads holds words in the head of a column of people.
var peopleHeads = words(`naam namen achternaam voornaam indiener indieners behandelaar behandelaars contactpersoon contactpersonen auteur auteurs melder melders aanvrager aanvragers verzoeker verzoekers klager
	aanwezig aanwezigen afwezig deelnemer deelnemers lid leden voorzitter notulist secretaris spreker sprekers medewerker medewerkers eigenaar actiehouder actiehouders verantwoordelijke wie persoon personen
	betrokkene betrokkenen getuige getuigen leerling student cliënt patiënt bewoner bewoners indieners ondertekenaar gemachtigde portefeuillehouder wethouder raadslid raadsleden kandidaat name author owner assignee`)
