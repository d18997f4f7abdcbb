package detect

import (
	"cmp"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/model"
)

// verdict is how likely it is that a candidate is a name.
type verdict uint8

const (
	no      verdict = iota
	likely          // a hit that is not sure
	certain         // a hit that is sure
)

// nameRule decides on a candidate for a name that has all facts of all, at least one of any when that has some, and none of none.
type nameRule struct {
	name    string
	verdict verdict
	// fixed keeps the model from changing the verdict, where the form or the words around it leave no doubt.
	fixed          bool
	all, any, none facts
	// whole says that all words of the candidate are none together, so that none of them is looked at by itself.
	whole bool
	// least is the score from which on the model makes a hit of what this rule finds no name; 0 stands for scoreFound.
	least int
}

func (r *nameRule) applies(f facts) bool {
	return f.holds(r.all) && !f.meets(r.none) && (r.any == facts{} || f.meets(r.any))
}

// notPersonLast holds what says of the last word that it is no surname.
var notPersonLast = of(lastKnown, lastFunction, lastPortfolio, lastClosed, lastCompany)

// nameRules decide in this order: the first that applies. A rule with the verdict no says what looks like a name and is none. An example and a
// counter-example of each are in testdata/rules.txt.
var nameRules = []nameRule{
	{name: "geen/vernoemd", verdict: no, whole: true, least: never, all: of(several, afterThing), none: of(titleAddress, titleFunction, label)},
	{name: "geen/vernoemd", verdict: no, whole: true, least: never, all: of(several, lastThing), none: of(surnameFirst, peopleColumn)},
	{name: "geen/vernoemd", verdict: no, whole: true, least: never, all: of(initial, firstThing)},
	{name: "geen/vernoemd", verdict: no, whole: true, least: never, all: of(several, beforeThing)},
	{name: "naam/achternaam-komma", verdict: certain, fixed: true, all: of(surnameFirst)},
	{name: "geen/deel-van-organisatie", verdict: no, whole: true, least: never, all: of(firstBody), any: of(peopleColumn, label, peopleList)},
	{name: "naam/kolom-van-mensen", verdict: certain, all: of(peopleColumn, initial)},
	{name: "naam/kolom-van-mensen", verdict: certain, all: of(peopleColumn), any: of(firstNamed, firstUnknown, initial, lastSurname), none: of(firstClosed, firstPortfolio)},
	{name: "naam/verkorte-achternaam", verdict: certain, all: of(shortened), any: of(particle, titleFunction, titleAddress)},
	{name: "naam/verkorte-achternaam", verdict: likely, all: of(shortened)},
	{name: "naam/initialen-uit-verslag", verdict: likely, all: of(minuted), none: of(several)},
	{name: "naam/kolom-van-mensen", verdict: likely, all: of(peopleColumn), none: of(firstClosed, firstPortfolio, firstFunction, firstTitle, firstKnown)},
	{name: "naam/kolom-van-mensen", verdict: likely, all: of(peopleColumn, firstRare), none: of(several, firstPortfolio, firstFunction, firstTitle, firstKnown)},
	// Initials and a word.
	{name: "geen/letter-van-kop", verdict: no, all: of(initial, firstClosed), none: of(several, particle)},
	{name: "geen/label", verdict: no, all: of(initial, firstOrdinary, afterColon), none: of(several, particle, firstSurname)},
	{name: "geen/label", verdict: no, all: of(abbreviation, firstOrdinary, afterColon), none: of(several)},
	{name: "geen/letter-van-kop", verdict: no, all: of(oneInitial, firstClosed), none: of(particle)},
	{name: "geen/letter-van-kop", verdict: no, all: of(oneInitial, firstOrdinary, lineStart), none: of(particle, firstSurname, lastSurname, titleAddress, titleFunction, titleSalutation)},
	{name: "geen/letter-van-kop", verdict: no, all: of(oneInitial, firstOrdinary, lastKnown), none: of(particle, firstSurname, lastSurname, titleAddress, titleFunction, titleSalutation)},
	{name: "geen/aangeduid-met-x", verdict: no, all: of(letterX, oneInitial, firstOrdinary), none: of(particle, firstSurname, lastSurname)},
	{name: "geen/afkorting-met-punten", verdict: no, all: of(abbreviation), none: of(firstSurname, lastSurname, firstUnknown, particle, titleAddress, label)},
	{name: "geen/letter-van-iets-anders", verdict: no, all: of(oneInitial), any: of(firstKnown, firstFunction), none: of(firstNamed, titleAddress, titleFunction, titleSalutation)},
	{name: "geen/losse-letters", verdict: no, all: of(undotted), none: of(firstSurname, lastSurname, firstUnknown, lastUnknown)},
	{name: "naam/losse-voorletters", verdict: likely, all: of(undotted), any: of(firstOrdinary, firstKnown, firstPlace, firstFunction), none: of(particle, several)},
	{name: "naam/losse-voorletters", verdict: certain, fixed: true, all: of(undotted)},
	{name: "naam/letter-met-woord", verdict: likely, all: of(oneInitial, firstOrdinary), none: of(several, particle, firstNamed, titleAddress, titleFunction, titleSalutation)},
	{name: "naam/voorletters", verdict: certain, fixed: true, all: of(initial)},

	// Two words or more.
	{name: "geen/half-van-samenstelling", verdict: no, all: of(hyphenBefore), none: of(several, firstNamed)},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: certain, fixed: true, all: of(several, leadCapital, leadVan, lastUnknown), none: of(leadStart, beforeDeterminer, afterCapital, lastCompany)},
	{name: "geen/instelling-met-lidwoord", verdict: no, all: of(several, capitalInside, firstCompound), none: of(firstNamed)},
	{name: "geen/titel-van-iets", verdict: no, all: of(several, leading), any: of(firstTitle, firstFunction), none: of(firstNamed)},
	{name: "geen/taal-of-volk", verdict: no, all: of(several, hyphenInside, lastKnown), none: of(lastSurname, lastGiven)},
	{name: "geen/aanhef-van-ambt", verdict: no, all: of(several, titleAddress, addressed, leading)},
	{name: "naam/aanhef", verdict: certain, fixed: true, all: of(several), any: of(titleAddress, titleSalutation)},
	{name: "geen/functie-van-iets", verdict: no, all: of(several, titleFunction, leadLower), none: of(firstSurname, lastSurname, firstGiven)},
	{name: "naam/losse-voorletters", verdict: certain, all: of(several, firstUpper, firstThreeLetters), any: of(label, peopleList, peopleColumn, titleAddress, afterRole), none: of(threeWords, lastUpper, lastOrdinary, lastKnown, lastPlace, lastCompany, lastBody, hyphenInside, firstNamed)},
	{name: "naam/losse-voorletters", verdict: likely, all: of(several, firstUpper, firstThreeLetters, lastSurname, afterVerb), none: of(threeWords, lastUpper, lastWord, lastKnown, lastPlace, hyphenInside, beforeDeterminer)},
	{name: "geen/afkorting-met-woorden", verdict: no, all: of(several, firstUpper, firstThreeLetters), none: of(lastUpper, hyphenInside)},
	{name: "geen/afkorting-met-woorden", verdict: no, all: of(several, firstUpper, firstFiveLetters), none: of(capitalsAround, firstSurname)},
	{name: "geen/afkorting-met-woorden", verdict: no, all: of(several, firstUpper, lastUpper, firstThreeLetters, lastShort)},
	{name: "geen/afkorting-met-woorden", verdict: no, whole: true, least: never, all: of(several, firstUpper, lastUpper, hyphenInside), none: of(firstSurname, lastSurname, firstGiven, capitalsAround)},
	{name: "naam/functie", verdict: certain, all: of(several, titleFunction), any: of(firstNamed, lastSurname, firstUnknown, lastUnknown), none: of(firstPortfolio, lastCompany)},
	{name: "naam/woord-met-onbekend", verdict: certain, all: of(several, firstWord, lastUnknown), any: of(beforePeople, beforeOther), none: of(firstStart, firstNamed, particle, initial, firstNotPerson, firstClosed, lastCompany, lastThing, afterCapital, hyphenInside, onlyPreposition)},
	{name: "geen/voorzetsel-met-woorden", verdict: no, whole: true, all: of(several, leadPreposition, leadStart, firstWord), none: of(afterHumanVerb)},
	{name: "geen/voorzetsel-met-woorden", verdict: no, all: of(several, leadPreposition, leadStart, lastPlace), none: of(afterHumanVerb)},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: of(several, firstWord, lastWord, beforeDeterminer), none: of(titleAddress, titleFunction, firstStart, particle)},
	{name: "geen/zinsbegin-met-voornaam", verdict: no, all: of(several, firstGiven, firstStart, firstWord, lastWord, particle), none: of(lastSurname)},
	{name: "naam/voornaam-die-woord-is", verdict: certain, all: of(several, firstGiven, lastSurname), any: of(afterRole, afterHumanVerb, beforeName, label)},
	{name: "naam/voornaam-die-woord-is", verdict: certain, all: of(several, firstGiven, lastSurname, lineStart, afterEnd)},
	{name: "naam/voornaam-met-iets-anders", verdict: certain, all: of(several, firstGiven, lastKnown, personal), none: of(firstWord, firstPlace, lastFunction, lastPortfolio, lastClosed, lastCompany, lastPlace, threeWords, afterCapital, hyphenInside)},
	{name: "naam/voornaam-met-iets-anders", verdict: likely, all: of(several, firstGiven), any: notPersonLast, none: of(lastSurname, lastGiven, particle, threeWords)},
	{name: "naam/voornaam-met-plaats", verdict: likely, all: of(several, firstGiven, lastPlace), none: of(lastSurname, lastGiven, particle, personal)},
	{name: "naam/voornaam-die-woord-is", verdict: likely, all: of(several, firstGiven, firstWord, firstStart, lastWord), none: of(lastGiven, particle)},
	{name: "naam/voornaam-achternaam", verdict: certain, fixed: true, all: of(several, firstGiven, lastSurname), none: of(firstWord)},
	{name: "naam/voornaam-achternaam", verdict: certain, fixed: true, all: of(several, firstGiven, lastSurname), none: of(lastWord, beforeDeterminer)},
	{name: "naam/voornaam-achternaam", verdict: certain, fixed: true, all: of(several, firstGiven, particle), none: of(firstStart)},
	{name: "naam/voornaam-achternaam", verdict: certain, all: of(several, firstGiven)},
	{name: "geen/na-label-een-woord", verdict: no, all: of(several, label, firstClosed)},
	{name: "naam/na-label", verdict: certain, all: of(several, label), any: of(firstSurname, lastSurname)},
	{name: "naam/na-label", verdict: certain, all: of(several, label, firstUnknown), none: of(lastWord, lastKnown, lastCompany, lastPortfolio)},
	{name: "geen/tussenvoegsel-met-woorden", verdict: no, all: of(several, leading, leadWeak, firstWord, lastWord)},
	{name: "geen/voorzetsel-met-woorden", verdict: no, all: of(several, leadPreposition), none: of(firstSurname, lastSurname, leadVan)},
	{name: "geen/voorzetsel-met-woorden", verdict: no, all: of(several, leadPreposition, firstWord), none: of(firstSurname)},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: certain, all: of(several, leading, lastSurname), any: of(firstNamed, hyphenInside, leadStrong)},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: likely, all: of(several, leading), none: of(lastWord, lastKnown, lastPlace)},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: likely, all: of(several, leading, lastSurname)},
	{name: "geen/bekende-naam", verdict: no, all: of(several, firstKnown), none: of(firstNamed)},
	{name: "naam/woord-tussenvoegsel-achternaam", verdict: certain, all: of(several, particle, firstUnknown, lastSurname), none: of(lastCompany)},
	{name: "naam/woord-tussenvoegsel-achternaam", verdict: likely, all: of(several, particle, lastSurname), none: of(firstWord, firstPlace)},
	{name: "naam/woord-tussenvoegsel-achternaam", verdict: likely, all: of(several, particle), none: of(firstWord, firstPlace, lastWord, lastKnown, lastPlace)},
	{name: "naam/twee-achternamen", verdict: likely, all: of(several, particle, firstSurname, lastSurname), none: of(firstStart)},
	{name: "naam/onbekend-met-achternaam", verdict: certain, all: of(several, lastSurname), none: of(lastWord, firstWord, firstOrdinary, firstPlace, lastCompany)},
	{name: "naam/onbekend-met-woordnaam", verdict: certain, all: of(several, firstUnknown, lastSurname), none: of(beforeDeterminer, firstThing, threeWords, firstUpper, lastCompany, firstStart)},
	{name: "naam/onbekend-met-woordnaam", verdict: certain, all: of(several, firstUnknown, lastSurname), any: of(personal, afterVerb, afterRole, afterEnd), none: of(beforeDeterminer, firstThing, threeWords, firstUpper, lastCompany)},
	{name: "naam/onbekend-met-woordnaam", verdict: likely, all: of(several, firstUnknown, lastSurname), none: of(beforeDeterminer, firstThing, firstUpper)},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: of(several, firstWord, lastWord, beforeLower, beforeDeterminer)},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: of(several, firstWord, lastWord, beforeLower), none: of(beforePeople, beforeVerb, afterHumanVerb)},
	{name: "naam/twee-achternamen", verdict: likely, all: of(several, firstSurname, lastSurname)},
	{name: "geen/na-woord-voor-plaats", verdict: no, all: of(several, beforePlace)},
	{name: "naam/hoofdletters", verdict: certain, all: of(several, firstUpper, lastUpper, firstUnknown, lastUnknown, label), none: of(lastCompany)},
	{name: "naam/hoofdletters", verdict: likely, all: of(several, firstUpper, lastUpper, firstUnknown, lastUnknown), none: of(lastShort, firstThreeLetters, lastCompany)},
	{name: "geen/hoofdletters-en-onbekend", verdict: no, all: of(several), any: of(firstUpper, lastUpper), none: of(firstWord, lastWord, firstPlace)},
	{name: "naam/onbekend-met-woord", verdict: certain, all: of(several, firstUnknown, lastOrdinary), any: of(personal, beforeHuman, beforeOther, afterRole, label, afterPossessive), none: of(beforeDeterminer, beforePlace, firstThing, lastThing, threeWords, firstUpper, lastUpper, lastCompany, lastFunction, lastPortfolio, hyphenInside, particle)},
	{name: "naam/onbekend-met-woord", verdict: certain, all: of(several, firstSurname, lastOrdinary, personal), none: of(firstWord, firstPlace, firstKnown, beforeDeterminer, beforePlace, beforeKind, lastThing, threeWords, firstUpper, lastUpper, lastCompany, lastFunction, lastPortfolio, lastBody, hyphenInside, particle)},
	{name: "naam/onbekend-met-achternaam", verdict: certain, all: of(several, firstPlace, lastUnknown, personal), none: of(beforeDeterminer, beforePlace, firstWord, lastThing, lastCompany, afterCapital, firstUpper, lastUpper, hyphenInside)},
	{name: "naam/twee-onbekende-woorden", verdict: certain, all: of(several, firstUnknown, lastGiven), none: of(beforeDeterminer, beforePlace, firstThing, afterCapital, firstUpper, lastUpper, lastKnown)},
	{name: "naam/twee-onbekende-woorden", verdict: certain, all: of(several, firstUnknown, lastUnknown), none: of(beforeDeterminer, beforePlace, firstThing, lastThing, lastCompany, afterCapital, firstUpper, lastUpper)},
	{name: "naam/twee-onbekende-woorden", verdict: certain, all: of(several, firstSurname, lastUnknown), none: of(beforeDeterminer, beforePlace, firstWord, firstPlace, firstKnown, lastThing, lastCompany, afterCapital, firstUpper, lastUpper)},
	{name: "naam/twee-onbekende-woorden", verdict: likely, all: of(several), none: of(firstWord, lastWord, firstPlace)},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: of(several), any: of(firstWord, firstOrdinary)},

	// One word, with or without particles before it. Of two words of which the last is no name, the first alone.
	{name: "geen/afgebroken-woord", verdict: no, all: of(hyphenAfter)},
	{name: "geen/vernoemd", verdict: no, least: never, all: of(firstThing)},
	{name: "geen/vernoemd", verdict: no, least: never, all: of(beforeThing)},
	{name: "geen/vernoemd", verdict: no, least: never, all: of(afterThing, beforeDeterminer)},
	{name: "geen/aanhef-van-ambt", verdict: no, least: never, all: of(titleAddress, addressed, leading)},
	{name: "naam/aanhef-met-ambt", verdict: likely, all: of(titleAddress, addressed), none: of(firstSurname)},
	{name: "naam/initialen-tussen-haakjes", verdict: likely, all: of(signature, firstUpper, firstFiveLetters), none: of(firstWord, firstNotPerson, firstPlace)},
	{name: "geen/landcode", verdict: no, all: of(inParentheses, firstThreeLetters)},
	{name: "naam/met-landcode", verdict: likely, all: of(afterNation), none: of(firstClosed, firstUpper, firstPortfolio, firstKnown)},
	{name: "geen/volk", verdict: no, all: of(firstPeople), none: of(titleAddress, titleFunction, label, earlierSure)},
	{name: "geen/soort-ding", verdict: no, all: of(beforeKind, firstUnknown), none: of(leading, earlierSure)},
	{name: "geen/beroemd", verdict: no, all: of(firstFamous), none: of(titleAddress, titleFunction, titleSalutation, label, leading, earlierAny)},
	{name: "geen/aanhef-zonder-naam", verdict: no, all: of(titleAddress, firstTitle), none: of(firstNamed, firstUnknown)},
	{name: "geen/aanhef-zonder-naam", verdict: no, all: of(titleAddress, firstOneLetter)},
	{name: "geen/aanhef-zonder-naam", verdict: no, all: of(titleAddress, firstUpper, firstThreeLetters), none: of(firstNamed)},
	{name: "naam/aanhef", verdict: certain, fixed: true, all: of(titleAddress)},
	{name: "naam/heet", verdict: certain, all: of(titleNaming), none: of(firstKnown)},
	{name: "geen/groet-zonder-naam", verdict: no, all: of(titleSalutation, firstUpper), none: of(firstNamed)},
	{name: "naam/groet", verdict: certain, all: of(titleSalutation, firstNamed, firstFunction), none: of(firstOrdinary)},
	{name: "naam/groet", verdict: certain, all: of(titleSalutation, firstNamed), none: of(firstFunction)},
	{name: "naam/groet", verdict: certain, all: of(titleSalutation), none: of(firstOrdinary, firstNotPerson, firstPlace)},
	{name: "geen/groet-zonder-naam", verdict: no, all: of(titleSalutation)},
	{name: "naam/functie", verdict: certain, all: of(titleFunction, firstSurname), none: of(leading, firstPortfolio, firstOneLetter, firstUpper, firstPlace)},
	{name: "naam/functie-met-woord", verdict: likely, all: of(titleFunction, firstRare, beforeLower), none: of(firstStart, firstUpper, afterCapital)},
	{name: "naam/functie-met-woord", verdict: likely, all: of(titleFunction, firstFunction, afterVerb), none: of(leading, firstStart, firstUpper, afterCapital, firstPortfolio)},
	{name: "naam/functie-met-voornaam", verdict: likely, all: of(titleFunction, firstGiven), none: of(leading, firstNotPerson, firstOneLetter)},
	{name: "naam/functie-met-voornaam", verdict: likely, all: of(titleFunction), none: of(leading, firstNotPerson, firstOneLetter, firstPlace, firstOrdinary, firstUpper)},
	{name: "naam/na-label", verdict: certain, all: of(label, firstNamed), none: of(firstNotPerson)},
	{name: "geen/na-label-een-woord", verdict: no, all: of(label, firstUpper, firstFiveLetters), none: of(firstNamed, minuted, peopleList)},
	{name: "naam/na-label", verdict: certain, all: of(labelName), none: of(firstNotPerson, firstOrdinary)},
	{name: "naam/na-label", verdict: likely, all: of(labelName, afterEnd), none: of(firstNotPerson, firstClosed)},

	{name: "naam/in-lijst-van-mensen", verdict: certain, all: of(peopleList, firstNamed), none: of(firstWord, firstPlace, firstUpper, leadHet)},
	{name: "naam/in-lijst-van-mensen", verdict: likely, all: of(peopleList), none: of(firstClosed, firstKnown, firstPortfolio, firstFunction, firstTitle, leadHet)},
	{name: "naam/functie-met-woord", verdict: likely, all: of(titleFunction, firstOrdinary), none: of(leading, firstNotPerson, firstClosed, firstUpper, firstPlace, firstThing, afterCapital, firstTitle, hyphenBefore)},
	{name: "naam/functie-met-woord", verdict: likely, all: of(titleFunction, firstPlace, afterVerb), none: of(leading, firstNotPerson, firstClosed, firstUpper, firstThing, afterCapital, hyphenBefore)},

	// Behind a particle.
	{name: "geen/functie-van-iets", verdict: no, all: of(leadLower, titleFunction), any: of(firstPlace, firstKnown, firstFunction, firstPortfolio)},
	{name: "geen/functie-van-iets", verdict: no, all: of(leadLower, titleFunction), none: of(firstSurname)},
	{name: "geen/functie-van-iets", verdict: no, all: of(leadLower, titleFunction, firstOrdinary, leadSeveral, leadPreposition)},
	{name: "naam/functie", verdict: certain, all: of(leadLower, titleFunction)},
	{name: "naam/functie", verdict: certain, all: of(leadCapital, titleFunction, firstNamed), none: of(firstPortfolio)},
	{name: "naam/functie", verdict: certain, all: of(leadCapital, titleFunction), none: of(firstPortfolio, firstKnown, firstOrdinary, leadHet, firstUpper)},
	{name: "geen/afkorting-met-lidwoord", verdict: no, all: of(leading, firstUpper), none: of(leadUpper)},
	{name: "geen/afkorting-met-lidwoord", verdict: no, all: of(leading, firstUpper), none: of(firstNamed)},
	{name: "geen/voorzetsel", verdict: no, all: of(leadLower, leadPreposition), none: of(leadVan, titleAddress)},
	{name: "geen/lidwoord", verdict: no, all: of(leadHet)},
	{name: "geen/lidwoord", verdict: no, all: of(leading, firstClosed, leadStart), none: of(leadVan, leadSeveral)},
	{name: "naam/in-rij-namen", verdict: likely, all: of(leadCapital, firstPlace, beforeName)},
	{name: "naam/tussenvoegsels", verdict: likely, all: of(leadSeveral, afterHumanVerb), none: of(firstNotPerson, firstPlace)},
	{name: "geen/voorzetsel", verdict: no, all: of(leadSeveral, leadPreposition, leadStart), none: of(firstSurname)},
	{name: "geen/voorzetsel", verdict: no, all: of(leadSeveral, leadPreposition, leadStart), any: of(firstNotPerson, firstPlace)},
	{name: "geen/voorzetsel", verdict: no, all: of(leadSeveral, leadPreposition, leadStart, firstWord), none: of(afterVerb, afterPossessive, earlierSure)},
	{name: "naam/tussenvoegsels", verdict: certain, all: of(leadSeveral, firstSurname)},
	{name: "naam/tussenvoegsels", verdict: certain, all: of(leadSeveral, firstUnknown)},
	{name: "naam/tussenvoegsels", verdict: certain, all: of(leadSeveral, leadStrong), none: of(firstNotPerson)},
	{name: "naam/tussenvoegsels", verdict: likely, all: of(leadSeveral), none: of(firstNotPerson, leadStart)},
	{name: "geen/na-woord-voor-plaats", verdict: no, all: of(leading, firstSurname), any: of(beforePlace, beforeHet), none: of(firstNotPerson)},
	{name: "naam/tussenvoegsel", verdict: certain, all: of(leadCapital, firstSurname), none: of(leadStart, firstOrdinary, firstNotPerson)},
	{name: "naam/tussenvoegsel", verdict: likely, all: of(leading, firstSurname), none: of(firstNotPerson)},
	{name: "naam/tussenvoegsel", verdict: likely, all: of(leading, firstSurname), none: of(firstOrdinary, beforePlace, beforeHet)},
	{name: "naam/tussenvoegsel", verdict: likely, all: of(leading, firstSurname, afterHumanVerb), none: of(firstPortfolio, firstFunction, beforePlace, beforeHet)},
	{name: "naam/tussenvoegsel-als-onderwerp", verdict: likely, all: of(leadCapital, afterHumanVerb), none: of(firstKnown, firstPortfolio, firstFunction, firstClosed, firstTitle, leadHet, leadSeveral, leadPreposition, firstUpper)},
	{name: "naam/tussenvoegsel-als-onderwerp", verdict: likely, all: of(leadCapital, firstSurname, firstKnown, afterVerb), none: of(leadHet, leadPreposition, leadWeak, firstClosed, firstFunction)},
	{name: "naam/tussenvoegsel-als-onderwerp", verdict: likely, all: of(leadCapital, leadVan, afterVerb, firstPlace), none: of(firstPortfolio, firstFunction, firstClosed, leadSeveral)},
	{name: "naam/tussenvoegsel-als-onderwerp", verdict: likely, all: of(leadCapital, afterVerb, firstSurname), none: of(firstKnown, firstPortfolio, firstFunction, firstClosed, leadWeak, leadSeveral)},
	{name: "naam/tussenvoegsel-onbekend", verdict: likely, all: of(leading), none: of(firstOrdinary, firstNotPerson, firstPlace, firstSurname)},
	{name: "naam/tussenvoegsel-onbekend", verdict: likely, all: of(leadCapital), none: of(leadWeak, firstKnown, firstSurname)},
	{name: "naam/tussenvoegsel-onbekend", verdict: likely, all: of(leadVan, afterVerb), none: of(firstKnown, firstSurname)},
	{name: "geen/voorzetsel", verdict: no, all: of(leading)},

	// A word by itself.
	{name: "naam/woord-naast-naam", verdict: likely, all: of(firstRare, beforeOther), none: of(firstStart, firstUpper)},
	{name: "naam/woord-naast-naam", verdict: likely, all: of(firstRare, beforePeople, afterLower), none: of(firstStart, firstUpper, firstKnown, firstFunction, firstPortfolio)},
	{name: "geen/afkorting", verdict: no, all: of(firstUpper), any: of(firstOrdinary, firstNotPerson, firstPlace, firstThreeLetters)},
	{name: "geen/afkorting", verdict: no, all: of(firstUpper), none: of(firstNamed)},
	{name: "geen/afkorting", verdict: no, all: of(firstUpper, firstFiveLetters), none: of(capitalsAround)},
	{name: "naam/hoofdletters", verdict: likely, all: of(firstUpper)},
	{name: "geen/hoofdletter-binnenin", verdict: no, all: of(firstInner), none: of(firstNamed)},
	{name: "geen/straat", verdict: no, all: of(firstStreet)},
	{name: "naam/ene", verdict: likely, any: of(beforeCertain, afterCalled)},
	{name: "geen/letter", verdict: no, all: of(firstOneLetter)},
	{name: "geen/bekende-naam", verdict: no, all: of(firstNotPerson), none: of(firstNamed)},
	{name: "geen/bekende-naam", verdict: no, all: of(firstNotPerson), none: of(afterHumanVerb)},
	{name: "geen/na-woord-voor-plaats", verdict: no, all: of(beforePlace), none: of(firstGiven)},
	{name: "geen/plaats", verdict: no, all: of(firstPlace), none: of(firstGiven, firstSurname)},
	{name: "geen/plaats", verdict: no, all: of(firstPlace), none: of(firstGiven, afterHumanVerb, afterSubject)},
	{name: "geen/plaats", verdict: no, all: of(firstPlace, beforePlace), none: of(afterHumanVerb)},
	{name: "geen/plaats", verdict: no, all: of(firstPlace, beforePlace), none: of(firstSurname)},
	{name: "geen/na-lidwoord", verdict: no, all: of(firstNamed, beforeHet), none: of(firstWord)},
	{name: "naam/los", verdict: likely, all: of(firstNamed), none: of(firstWord)},
	{name: "naam/los-na-de", verdict: likely, all: of(firstSurname, beforeDe), any: of(afterWho, afterHumanVerb), none: of(firstStart, firstFunction, firstClosed, firstPlace)},
	{name: "geen/na-lidwoord", verdict: no, all: of(firstNamed, beforeDeterminer), none: of(firstStart)},
	{name: "naam/los-bij-mensen", verdict: likely, all: of(firstNamed, personal), none: of(firstStart)},
	{name: "naam/voornamen", verdict: likely, all: of(firstGiven, afterOther), none: of(firstStart, beforeDeterminer, firstClosed)},
	{name: "naam/bijstelling", verdict: likely, all: of(firstNamed, beforeComma, afterComma), none: of(firstStart, firstUpper)},
	{name: "naam/los-in-zin", verdict: likely, all: of(firstNamed, afterLower), any: of(beforeClause, beforeVerb), none: of(firstStart)},
	{name: "geen/woord-in-zin", verdict: no, all: of(firstNamed), none: of(firstStart)},
	{name: "naam/met-leeftijd", verdict: likely, all: of(firstNamed, afterAge), none: of(firstClosed)},
	{name: "naam/alleen-in-cel", verdict: likely, all: of(firstGiven, inCell), none: of(firstClosed)},
	{name: "naam/los-als-onderwerp", verdict: likely, all: of(firstNamed), any: of(afterHumanVerb, afterZich, afterPossessive)},
	{name: "naam/los-als-onderwerp", verdict: likely, all: of(firstNamed, afterVerb), none: of(firstMass, firstVerb)},
	{name: "naam/los-als-onderwerp", verdict: likely, all: of(firstNamed, afterSubject)},
	{name: "geen/zinsbegin", verdict: no, all: of(firstNamed)},
	{name: "naam/alleen-in-cel", verdict: likely, all: of(inCell, firstGiven), none: of(firstClosed)},
	{name: "naam/met-leeftijd", verdict: likely, all: of(afterAge), none: of(firstClosed, firstPortfolio, firstKnown, firstUpper)},
	{name: "naam/samengesteld", verdict: likely, all: of(firstMade), any: of(beforeHuman, afterHumanVerb, afterPossessive), none: of(firstStart, beforeDeterminer, firstUpper, firstThing)},
	{name: "naam/woord-als-naam", verdict: likely, all: of(firstOrdinary, beforePeople, afterVerb), none: of(firstStart, beforeDeterminer, firstNotPerson, firstClosed, firstPlace)},
	{name: "geen/woord-na-werkwoord", verdict: no, least: 1, all: of(firstOrdinary, beforeVerb, afterLower), none: of(firstStart, beforeDeterminer, firstNotPerson, firstClosed, firstPlace, firstUpper)},
	{name: "geen/woord", verdict: no, any: of(firstCompound, beforeDeterminer, firstThreeLetters)},
	{name: "naam/onbekend-na-dubbele-punt", verdict: likely, all: of(beforeColon, afterEnd)},
	{name: "geen/onbekend-na-voorzetsel", verdict: no, all: of(personal, onlyPreposition), least: 1},
	{name: "naam/onbekend-bij-mensen", verdict: likely, all: of(personal)},
	{name: "geen/onbekend-woord", verdict: no},
}

// Above and below these scores the model makes a hit sure or not; above the last it makes a hit of what no rule finds.
const (
	scoreSure   = 105
	scoreUnsure = -32
	scoreFound  = 16
)

// evidence holds the facts without which nothing is sure: a word alone that is in no list may be a brand as well.
var evidence = of(several, initial, firstGiven, firstSurname, titleAddress, titleFunction, label)

// weigh returns the verdict of a rule as the model changes it. What a rule finds stays found.
func (s *scanner) weigh(c chain, f facts, index int) verdict {
	rule := &nameRules[index]
	if rule.fixed {
		return rule.verdict
	}
	score := model.Score(s.features(c, f, index))
	switch {
	case rule.verdict == likely && score >= scoreSure && f.meets(evidence) && (f.has(several) || !f.has(firstUpper)):
		return certain
	case rule.verdict == certain && score <= scoreUnsure:
		return likely
	case rule.verdict == no && score >= cmp.Or(rule.least, scoreFound):
		return likely
	}
	return rule.verdict
}

// never is a score that no candidate reaches.
const never = 1 << 20

// ruleFound is the name of what only the model finds.
const ruleFound = "naam/gewogen"

// rulesOfOne and rulesOfSeveral are the indexes of the rules that may decide on a candidate of one word, and of more.
var rulesOfOne, rulesOfSeveral = func() (one, more []int) {
	for i := range nameRules {
		if !nameRules[i].all.has(several) {
			one = append(one, i)
		}
		if !nameRules[i].none.has(several) {
			more = append(more, i)
		}
	}
	return one, more
}()

// decide returns the index of the rule that decides on a candidate with these facts.
func decide(f facts) int {
	rules := rulesOfOne
	if f.has(several) {
		rules = rulesOfSeveral
	}
	for _, i := range rules {
		if nameRules[i].applies(f) {
			return i
		}
	}
	panic("the last rule applies to everything")
}
