package detect

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
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
	all, any, none list
	// whole says that all words of the candidate are none together, so that none of them is looked at by itself.
	whole bool
	// least is the score from which on the model makes a hit of what this rule takes for no name; 0 stands for never.
	least int
}

// list is some facts. A table of them is data, where sets of bits would be a program that the page downloads and runs.
type list []fact

// condition is what a rule asks, as sets, and the hash of its name, by which the model knows it.
type condition struct {
	all, any, none facts
	key            uint64
}

func (c *condition) holds(f facts) bool {
	return f.holds(c.all) && !f.meets(c.none) && (c.any == facts{} || f.meets(c.any))
}

// conditions has what each of the nameRules asks.
var conditions = func() []condition {
	all := make([]condition, len(nameRules))
	for i, r := range nameRules {
		all[i] = condition{of(r.all...), of(r.any...), of(r.none...), lexicon.Hash(r.name)}
	}
	return all
}()

// notPersonLast holds what says of the last word that it is no surname.
var notPersonLast = list{lastKnown, lastFunction, lastPortfolio, lastClosed, lastCompany}

// nameRules decide in this order: the first that applies. A rule with the verdict no says what looks like a name and is none. An example and a
// counter-example of each are in testdata/rules.txt.
var nameRules = []nameRule{
	{name: "geen/vernoemd", verdict: no, whole: true, all: list{several, afterThing}, none: list{titleAddress, titleFunction, label}},
	{name: "geen/vernoemd", verdict: no, whole: true, all: list{several, lastThing}, none: list{surnameFirst, peopleColumn}},
	{name: "geen/vernoemd", verdict: no, whole: true, all: list{initial, firstThing}},
	{name: "geen/vernoemd", verdict: no, whole: true, all: list{several, beforeThing}},
	{name: "naam/achternaam-komma", verdict: certain, fixed: true, all: list{surnameFirst}},
	{name: "geen/deel-van-organisatie", verdict: no, whole: true, all: list{firstBody}, any: list{peopleColumn, label, peopleList}},
	{name: "naam/kolom-van-mensen", verdict: certain, all: list{peopleColumn, initial}},
	{name: "naam/kolom-van-mensen", verdict: certain, all: list{peopleColumn}, any: list{firstNamed, firstUnknown, initial, lastSurname}, none: list{firstClosed, firstPortfolio}},
	{name: "naam/verkorte-achternaam", verdict: certain, all: list{shortened}, any: list{particle, titleFunction, titleAddress}},
	{name: "naam/verkorte-achternaam", verdict: likely, all: list{shortened}},
	{name: "naam/initialen-uit-verslag", verdict: likely, all: list{minuted}, none: list{several}},
	{name: "naam/kolom-van-mensen", verdict: likely, all: list{peopleColumn}, none: list{firstClosed, firstPortfolio, firstFunction, firstTitle, firstKnown}},
	{name: "naam/kolom-van-mensen", verdict: likely, all: list{peopleColumn, firstRare}, none: list{several, firstPortfolio, firstFunction, firstTitle, firstKnown}},
	// Initials and a word.
	{name: "geen/letter-van-kop", verdict: no, all: list{initial, firstClosed}, none: list{several, particle}},
	{name: "geen/label", verdict: no, all: list{initial, firstOrdinary, afterColon}, none: list{several, particle, firstSurname}},
	{name: "geen/label", verdict: no, all: list{abbreviation, firstOrdinary, afterColon}, none: list{several}},
	{name: "geen/letter-van-kop", verdict: no, all: list{oneInitial, firstClosed}, none: list{particle}},
	{name: "geen/letter-van-kop", verdict: no, all: list{oneInitial, firstOrdinary, lineStart}, none: list{particle, firstSurname, lastSurname, titleAddress, titleFunction, titleSalutation}},
	{name: "geen/letter-van-kop", verdict: no, all: list{oneInitial, firstOrdinary, lastKnown}, none: list{particle, firstSurname, lastSurname, titleAddress, titleFunction, titleSalutation}},
	{name: "geen/aangeduid-met-x", verdict: no, all: list{letterX, oneInitial, firstOrdinary}, none: list{particle, firstSurname, lastSurname}},
	{name: "geen/afkorting-met-punten", verdict: no, all: list{abbreviation}, none: list{firstSurname, lastSurname, firstUnknown, particle, titleAddress, label}},
	{name: "geen/letter-van-iets-anders", verdict: no, all: list{oneInitial}, any: list{firstKnown, firstFunction}, none: list{firstNamed, titleAddress, titleFunction, titleSalutation}},
	{name: "geen/losse-letters", verdict: no, all: list{undotted}, none: list{firstSurname, lastSurname, firstUnknown, lastUnknown}},
	{name: "naam/losse-voorletters", verdict: likely, all: list{undotted}, any: list{firstOrdinary, firstKnown, firstPlace, firstFunction}, none: list{particle, several, firstSurname}},
	{name: "naam/losse-voorletters", verdict: likely, all: list{undotted, oneInitial, firstOrdinary}, none: list{particle, several, label, peopleList}},
	{name: "naam/losse-voorletters", verdict: certain, fixed: true, all: list{undotted}},
	{name: "naam/letter-met-woord", verdict: likely, all: list{oneInitial, firstOrdinary}, none: list{several, particle, firstNamed, titleAddress, titleFunction, titleSalutation}},
	{name: "naam/voorletters", verdict: certain, fixed: true, all: list{initial}},

	// Two words or more.
	{name: "geen/half-van-samenstelling", verdict: no, all: list{hyphenBefore}, none: list{several, firstNamed}},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: certain, fixed: true, all: list{several, leadCapital, leadVan, lastUnknown}, none: list{leadStart, beforeDeterminer, afterCapital, lastCompany}},
	{name: "geen/instelling-met-lidwoord", verdict: no, all: list{several, capitalInside, firstCompound}, none: list{firstNamed}},
	{name: "geen/titel-van-iets", verdict: no, all: list{several, leading}, any: list{firstTitle, firstFunction}, none: list{firstNamed}},
	{name: "geen/taal-of-volk", verdict: no, all: list{several, hyphenInside, lastKnown}, none: list{threeWords, lastGiven, titleAddress}},
	{name: "geen/aanhef-van-ambt", verdict: no, all: list{several, titleAddress, addressed, leading}},
	{name: "naam/aanhef", verdict: certain, fixed: true, all: list{several}, any: list{titleAddress, titleSalutation}},
	{name: "geen/functie-van-iets", verdict: no, all: list{several, titleFunction, leadLower}, none: list{firstSurname, lastSurname, firstGiven}},
	{name: "naam/losse-voorletters", verdict: certain, all: list{several, firstUpper, firstThreeLetters}, any: list{label, peopleList, peopleColumn, titleAddress, afterRole}, none: list{threeWords, lastUpper, lastOrdinary, lastKnown, lastPlace, lastCompany, lastBody, hyphenInside, firstNamed}},
	{name: "naam/losse-voorletters", verdict: likely, all: list{several, firstUpper, firstThreeLetters, lastSurname, afterVerb}, none: list{threeWords, lastUpper, lastWord, lastKnown, lastPlace, hyphenInside, beforeDeterminer}},
	{name: "geen/afkorting-met-woorden", verdict: no, all: list{several, firstUpper, firstThreeLetters}, none: list{lastUpper, hyphenInside}},
	{name: "geen/afkorting-met-woorden", verdict: no, all: list{several, firstUpper, firstFiveLetters}, none: list{capitalsAround, firstSurname}},
	{name: "geen/afkorting-met-woorden", verdict: no, all: list{several, firstUpper, lastUpper, firstThreeLetters, lastShort}},
	{name: "geen/afkorting-met-woorden", verdict: no, whole: true, all: list{several, firstUpper, lastUpper, hyphenInside}, none: list{firstSurname, lastSurname, firstGiven, capitalsAround}},
	{name: "naam/functie", verdict: certain, all: list{several, titleFunction}, any: list{firstNamed, lastSurname, firstUnknown, lastUnknown}, none: list{firstPortfolio, lastCompany}},
	{name: "naam/woord-met-onbekend", verdict: certain, all: list{several, firstWord, lastUnknown}, any: list{beforePeople, beforeOther}, none: list{firstStart, firstNamed, particle, initial, firstNotPerson, firstClosed, lastCompany, lastThing, afterCapital, hyphenInside, onlyPreposition}},
	{name: "geen/voorzetsel-met-woorden", verdict: no, whole: true, all: list{several, leadPreposition, leadStart, firstWord}, none: list{afterHumanVerb}},
	{name: "geen/voorzetsel-met-woorden", verdict: no, all: list{several, leadPreposition, leadStart, lastPlace}, none: list{afterHumanVerb}},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: list{several, firstWord, lastWord, beforeDeterminer}, none: list{titleAddress, titleFunction, firstStart, particle}},
	{name: "geen/zinsbegin-met-voornaam", verdict: no, all: list{several, firstGiven, firstStart, firstWord, lastWord, particle}, none: list{lastSurname}},
	{name: "naam/voornaam-achternaam", verdict: certain, all: list{several, firstGiven, lastSurname}, any: list{afterRole, afterHumanVerb, beforeName, label}},
	{name: "naam/voornaam-achternaam", verdict: certain, all: list{several, firstGiven, lastSurname, lineStart, afterEnd}},
	{name: "naam/voornaam-met-iets-anders", verdict: certain, all: list{several, firstGiven, lastKnown}, any: list{personal, beforeVerb, beforeClause, beforeComma, beforeOther, afterRole, blockStart}, none: list{firstWord, firstPlace, lastFunction, lastPortfolio, lastClosed, lastCompany, lastPlace, threeWords, afterCapital, hyphenInside}},
	{name: "naam/voornaam-met-iets-anders", verdict: likely, all: list{several, firstGiven}, any: notPersonLast, none: list{lastSurname, lastGiven, particle, threeWords}},
	{name: "naam/voornaam-met-plaats", verdict: likely, all: list{several, firstGiven, lastPlace}, none: list{lastSurname, lastGiven, particle, personal}},
	{name: "naam/voornaam-die-woord-is", verdict: likely, all: list{several, firstGiven, firstWord, firstStart, lastWord}, none: list{lastGiven, particle}},
	{name: "naam/voornaam-achternaam", verdict: certain, fixed: true, all: list{several, firstGiven, lastSurname}, none: list{firstWord}},
	{name: "naam/voornaam-achternaam", verdict: certain, fixed: true, all: list{several, firstGiven, lastSurname}, none: list{lastWord, beforeDeterminer}},
	{name: "naam/voornaam-achternaam", verdict: certain, fixed: true, all: list{several, firstGiven, particle}, none: list{firstStart}},
	{name: "naam/voornaam-achternaam", verdict: certain, fixed: true, all: list{several, firstGiven, lastOrdinary}, none: list{firstWord, firstPlace, firstKnown, lastCompany, lastBody, lastPlace, lastThing, beforeDeterminer, beforeKind, threeWords, hyphenInside, firstUpper, lastUpper}},
	{name: "naam/voornaam-achternaam", verdict: certain, all: list{several, firstGiven}},
	{name: "geen/na-label-een-woord", verdict: no, all: list{several, label, firstClosed}},
	{name: "naam/na-label", verdict: certain, all: list{several, label}, any: list{firstSurname, lastSurname}},
	{name: "naam/na-label", verdict: certain, all: list{several, label, firstUnknown}, none: list{lastWord, lastKnown, lastCompany, lastPortfolio}},
	{name: "geen/tussenvoegsel-met-woorden", verdict: no, all: list{several, leading, leadWeak, firstWord, lastWord}},
	{name: "geen/voorzetsel-met-woorden", verdict: no, all: list{several, leadPreposition}, none: list{firstSurname, lastSurname, leadVan}},
	{name: "geen/voorzetsel-met-woorden", verdict: no, all: list{several, leadPreposition, firstWord}, none: list{firstSurname}},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: certain, all: list{several, leading, lastSurname}, any: list{firstNamed, hyphenInside, leadStrong}},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: likely, all: list{several, leading}, none: list{lastWord, lastKnown, lastPlace}},
	{name: "naam/tussenvoegsel-dubbele-naam", verdict: likely, all: list{several, leading, lastSurname}},
	{name: "geen/bekende-naam", verdict: no, all: list{several, firstKnown}, none: list{firstNamed}},
	{name: "naam/woord-tussenvoegsel-achternaam", verdict: certain, all: list{several, particle, firstUnknown, lastSurname}, none: list{lastCompany}},
	{name: "naam/woord-tussenvoegsel-achternaam", verdict: likely, all: list{several, particle, lastSurname}, none: list{firstWord, firstPlace}},
	{name: "naam/woord-tussenvoegsel-achternaam", verdict: likely, all: list{several, particle}, none: list{firstWord, firstPlace, lastWord, lastKnown, lastPlace}},
	{name: "naam/twee-achternamen", verdict: likely, all: list{several, particle, firstSurname, lastSurname}, none: list{firstStart}},
	{name: "naam/onbekend-met-achternaam", verdict: certain, all: list{several, lastSurname}, none: list{lastWord, firstWord, firstOrdinary, firstPlace, lastCompany}},
	{name: "naam/onbekend-met-woordnaam", verdict: certain, all: list{several, firstUnknown, lastSurname}, none: list{beforeDeterminer, firstThing, threeWords, firstUpper, lastCompany, firstStart}},
	{name: "naam/onbekend-met-woordnaam", verdict: certain, all: list{several, firstUnknown, lastSurname}, any: list{personal, afterVerb, afterRole, afterEnd}, none: list{beforeDeterminer, firstThing, threeWords, firstUpper, lastCompany}},
	{name: "naam/onbekend-met-woordnaam", verdict: likely, all: list{several, firstUnknown, lastSurname}, none: list{beforeDeterminer, firstThing, firstUpper}},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: list{several, firstWord, lastWord, beforeLower, beforeDeterminer}},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: list{several, firstWord, lastWord, beforeLower}, none: list{beforePeople, beforeVerb, afterHumanVerb}},
	{name: "naam/twee-achternamen", verdict: likely, all: list{several, firstSurname, lastSurname}},
	{name: "geen/na-woord-voor-plaats", verdict: no, all: list{several, beforePlace}},
	{name: "naam/in-lijst-van-mensen", verdict: certain, all: list{several, peopleList}, any: list{firstSurname, firstUnknown, lastSurname, lastUnknown}, none: list{firstWord, lastCompany, lastBody, lastKnown, lastFunction}},
	{name: "naam/hoofdletters", verdict: likely, all: list{several, firstUpper, lastUpper, firstUnknown, lastUnknown}, none: list{lastShort, firstThreeLetters, lastCompany}},
	{name: "geen/hoofdletters-en-onbekend", verdict: no, all: list{several}, any: list{firstUpper, lastUpper}, none: list{firstWord, lastWord, firstPlace}},
	{name: "naam/onbekend-met-woord", verdict: certain, all: list{several, firstUnknown, lastOrdinary}, any: list{personal, beforeHuman, beforeOther, afterRole, label, afterPossessive}, none: list{beforeDeterminer, beforePlace, firstThing, lastThing, threeWords, firstUpper, lastUpper, lastCompany, lastFunction, lastPortfolio, hyphenInside, particle}},
	{name: "naam/achternaam-met-woord", verdict: certain, all: list{several, firstSurname, lastOrdinary, personal}, none: list{firstWord, firstPlace, firstKnown, beforeDeterminer, beforePlace, beforeKind, lastThing, threeWords, firstUpper, lastUpper, lastCompany, lastFunction, lastPortfolio, lastBody, hyphenInside, particle}},
	{name: "naam/plaats-met-onbekend", verdict: certain, all: list{several, firstPlace, lastUnknown, personal}, none: list{beforeDeterminer, beforePlace, firstWord, lastThing, lastCompany, afterCapital, firstUpper, lastUpper, hyphenInside}},
	{name: "naam/twee-onbekende-woorden", verdict: certain, all: list{several, firstUnknown, lastGiven}, none: list{beforeDeterminer, beforePlace, firstThing, afterCapital, firstUpper, lastUpper, lastKnown}},
	{name: "naam/twee-onbekende-woorden", verdict: certain, all: list{several, firstUnknown, lastUnknown}, none: list{beforeDeterminer, beforePlace, firstThing, lastThing, lastCompany, afterCapital, firstUpper, lastUpper}},
	{name: "naam/twee-onbekende-woorden", verdict: certain, all: list{several, firstSurname, lastUnknown}, none: list{beforeDeterminer, beforePlace, firstWord, firstPlace, firstKnown, lastThing, lastCompany, afterCapital, firstUpper, lastUpper}},
	{name: "naam/twee-onbekende-woorden", verdict: likely, all: list{several}, none: list{firstWord, lastWord, firstPlace}},
	{name: "geen/woorden-met-hoofdletters", verdict: no, all: list{several}, any: list{firstWord, firstOrdinary}},

	// One word, with or without particles before it. Of two words of which the last is no name, the first alone.
	{name: "geen/afgebroken-woord", verdict: no, all: list{hyphenAfter}},
	{name: "geen/vernoemd", verdict: no, all: list{firstThing}},
	{name: "geen/vernoemd", verdict: no, all: list{beforeThing}},
	{name: "geen/vernoemd", verdict: no, all: list{afterThing, beforeDeterminer}},
	{name: "geen/aanhef-van-ambt", verdict: no, all: list{titleAddress, addressed, leading}},
	{name: "naam/aanhef-met-ambt", verdict: likely, all: list{titleAddress, addressed}, none: list{firstSurname}},
	{name: "naam/initialen-tussen-haakjes", verdict: likely, all: list{signature}, none: list{firstNotPerson}},
	{name: "geen/engels", verdict: no, all: list{english, firstThreeLetters, firstStart}, none: list{titleAddress, titleSalutation, label}},
	{name: "geen/landcode", verdict: no, all: list{inParentheses, firstThreeLetters}},
	{name: "naam/met-landcode", verdict: likely, all: list{afterNation}, none: list{firstClosed, firstUpper, firstPortfolio, firstKnown}},
	{name: "geen/volk", verdict: no, all: list{firstPeople}, none: list{titleAddress, titleFunction, label, earlierSure}},
	{name: "geen/soort-ding", verdict: no, all: list{beforeKind, firstUnknown}, none: list{leading, earlierSure}},
	{name: "geen/beroemd", verdict: no, all: list{firstFamous}, none: list{titleAddress, titleFunction, titleSalutation, label, leading, earlierAny}},
	{name: "geen/aanhef-zonder-naam", verdict: no, all: list{titleAddress, firstTitle}, none: list{firstNamed, firstUnknown}},
	{name: "geen/aanhef-zonder-naam", verdict: no, all: list{titleAddress, firstUpper, firstThreeLetters}, none: list{firstNamed}},
	{name: "naam/aanhef", verdict: certain, fixed: true, all: list{titleAddress}},
	{name: "naam/heet", verdict: certain, all: list{titleNaming}, none: list{firstKnown}},
	{name: "geen/groet-zonder-naam", verdict: no, all: list{titleSalutation, firstUpper}, none: list{firstNamed}},
	{name: "naam/groet", verdict: certain, all: list{titleSalutation, firstNamed}, none: list{firstFunction}},
	{name: "naam/groet", verdict: certain, all: list{titleSalutation}, none: list{firstOrdinary, firstNotPerson, firstPlace}},
	{name: "geen/groet-zonder-naam", verdict: no, all: list{titleSalutation}},
	{name: "naam/functie", verdict: certain, all: list{titleFunction, firstSurname}, none: list{leading, firstPortfolio, firstUpper, firstPlace}},
	{name: "naam/functie-met-woord", verdict: likely, all: list{titleFunction, firstRare, beforeLower}, none: list{firstStart, firstUpper, afterCapital}},
	{name: "naam/functie-met-woord", verdict: likely, all: list{titleFunction, firstFunction, afterVerb}, none: list{leading, firstStart, firstUpper, afterCapital, firstPortfolio}},
	{name: "naam/functie-met-voornaam", verdict: likely, all: list{titleFunction, firstGiven}, none: list{leading, firstNotPerson}},
	{name: "naam/functie-met-onbekend", verdict: likely, all: list{titleFunction}, none: list{leading, firstNotPerson, firstPlace, firstOrdinary, firstUpper}},
	{name: "naam/na-label", verdict: certain, all: list{label, firstNamed}, none: list{firstNotPerson}},
	{name: "geen/na-label-een-woord", verdict: no, all: list{label, firstUpper, firstFiveLetters}, none: list{firstNamed, minuted, peopleList}},
	{name: "naam/na-label", verdict: certain, all: list{labelName}, none: list{firstNotPerson, firstOrdinary}},
	{name: "naam/na-label", verdict: likely, all: list{labelName, afterEnd}, none: list{firstNotPerson, firstClosed}},

	{name: "naam/in-lijst-van-mensen", verdict: certain, all: list{peopleList, firstNamed}, none: list{firstWord, firstPlace, firstUpper, leadHet}},
	{name: "naam/in-lijst-van-mensen", verdict: likely, all: list{peopleList}, none: list{firstClosed, firstKnown, firstPortfolio, firstFunction, firstTitle, leadHet}},
	{name: "naam/functie-met-woord", verdict: likely, all: list{titleFunction, firstOrdinary}, none: list{leading, firstNotPerson, firstClosed, firstUpper, firstPlace, firstThing, afterCapital, firstTitle, hyphenBefore}},
	{name: "naam/functie-met-woord", verdict: likely, all: list{titleFunction, firstPlace, afterVerb}, none: list{leading, firstNotPerson, firstClosed, firstUpper, firstThing, afterCapital, hyphenBefore}},

	// Behind a particle.
	{name: "geen/functie-van-iets", verdict: no, all: list{leadLower, titleFunction}, any: list{firstPlace, firstKnown, firstFunction, firstPortfolio}},
	{name: "geen/functie-van-iets", verdict: no, all: list{leadLower, titleFunction}, none: list{firstSurname}},
	{name: "geen/functie-van-iets", verdict: no, all: list{leadLower, titleFunction, firstOrdinary, leadSeveral, leadPreposition}},
	{name: "naam/functie", verdict: certain, all: list{leadLower, titleFunction}},
	{name: "naam/functie", verdict: certain, all: list{leadCapital, titleFunction, firstNamed}, none: list{firstPortfolio}},
	{name: "naam/functie", verdict: certain, all: list{leadCapital, titleFunction}, none: list{firstPortfolio, firstKnown, firstOrdinary, leadHet, firstUpper}},
	{name: "geen/afkorting-met-lidwoord", verdict: no, all: list{leading, firstUpper}, none: list{leadUpper}},
	{name: "geen/afkorting-met-lidwoord", verdict: no, all: list{leading, firstUpper}, none: list{firstNamed}},
	{name: "geen/voorzetsel", verdict: no, least: 16, all: list{leadLower, leadPreposition}, none: list{leadVan, titleAddress}},
	{name: "geen/lidwoord", verdict: no, all: list{leadHet}},
	{name: "geen/lidwoord", verdict: no, all: list{leading, firstClosed, leadStart}, none: list{leadVan, leadSeveral}},
	{name: "naam/in-rij-namen", verdict: likely, all: list{leadCapital, firstPlace, beforeName}},
	{name: "naam/tussenvoegsels", verdict: likely, all: list{leadSeveral, afterHumanVerb}, none: list{firstNotPerson, firstPlace}},
	{name: "geen/voorzetsel", verdict: no, least: 16, all: list{leadSeveral, leadPreposition, leadStart}, none: list{firstSurname}},
	{name: "geen/voorzetsel", verdict: no, least: 16, all: list{leadSeveral, leadPreposition, leadStart}, any: list{firstNotPerson, firstPlace}},
	{name: "geen/voorzetsel", verdict: no, least: 16, all: list{leadSeveral, leadPreposition, leadStart, firstWord}, none: list{afterVerb, afterPossessive, earlierSure}},
	{name: "naam/tussenvoegsels", verdict: certain, all: list{leadSeveral, firstSurname}},
	{name: "naam/tussenvoegsels", verdict: certain, all: list{leadSeveral, firstUnknown}},
	{name: "naam/tussenvoegsels", verdict: certain, all: list{leadSeveral, leadStrong}, none: list{firstNotPerson}},
	{name: "naam/tussenvoegsels", verdict: likely, all: list{leadSeveral}, none: list{firstNotPerson, leadStart}},
	{name: "geen/na-woord-voor-plaats", verdict: no, all: list{leading, firstSurname}, any: list{beforePlace, beforeHet}, none: list{firstNotPerson}},
	{name: "naam/tussenvoegsel", verdict: certain, all: list{leadCapital, firstSurname}, none: list{leadStart, firstOrdinary, firstNotPerson}},
	{name: "naam/tussenvoegsel", verdict: likely, all: list{leading, firstSurname}, none: list{firstNotPerson}},
	{name: "naam/tussenvoegsel", verdict: likely, all: list{leading, firstSurname}, none: list{firstOrdinary, beforePlace, beforeHet}},
	{name: "naam/tussenvoegsel", verdict: likely, all: list{leading, firstSurname, afterHumanVerb}, none: list{firstPortfolio, firstFunction, beforePlace, beforeHet}},
	{name: "naam/tussenvoegsel-als-onderwerp", verdict: likely, all: list{leadCapital, afterHumanVerb}, none: list{firstKnown, firstPortfolio, firstFunction, firstClosed, firstTitle, leadHet, leadSeveral, leadPreposition, firstUpper}},
	{name: "naam/tussenvoegsel-als-onderwerp", verdict: likely, all: list{leadCapital, firstSurname, firstKnown, afterVerb}, none: list{leadHet, leadPreposition, leadWeak, firstClosed, firstFunction}},
	{name: "naam/tussenvoegsel-als-onderwerp", verdict: likely, all: list{leadCapital, leadVan, afterVerb, firstPlace}, none: list{firstPortfolio, firstFunction, firstClosed, leadSeveral}},
	{name: "naam/tussenvoegsel-onbekend", verdict: likely, all: list{leading}, none: list{firstOrdinary, firstNotPerson, firstPlace, firstSurname}},
	{name: "naam/tussenvoegsel-onbekend", verdict: likely, all: list{leadCapital}, none: list{leadWeak, firstKnown, firstSurname}},
	{name: "naam/tussenvoegsel-onbekend", verdict: likely, all: list{leadVan, afterVerb}, none: list{firstKnown, firstSurname}},
	{name: "geen/voorzetsel", verdict: no, least: 16, all: list{leading}},

	// A word by itself.
	{name: "naam/woord-naast-naam", verdict: likely, all: list{firstRare, beforeOther}, none: list{firstStart, firstUpper}},
	{name: "naam/woord-naast-naam", verdict: likely, all: list{firstRare, beforePeople, afterLower}, none: list{firstStart, firstUpper, firstKnown, firstFunction, firstPortfolio}},
	{name: "geen/afkorting", verdict: no, all: list{firstUpper}, any: list{firstOrdinary, firstNotPerson, firstPlace, firstThreeLetters}},
	{name: "geen/afkorting", verdict: no, all: list{firstUpper}, none: list{firstNamed}},
	{name: "geen/afkorting", verdict: no, all: list{firstUpper, firstFiveLetters}, none: list{capitalsAround}},
	{name: "naam/hoofdletters", verdict: likely, all: list{firstUpper}},
	{name: "geen/hoofdletter-binnenin", verdict: no, all: list{firstInner}, none: list{firstNamed}},
	{name: "geen/straat", verdict: no, all: list{firstStreet}},
	{name: "naam/ene", verdict: likely, any: list{beforeCertain, afterCalled}},
	{name: "geen/bekende-naam", verdict: no, all: list{firstNotPerson}, none: list{firstNamed}},
	{name: "geen/bekende-naam", verdict: no, all: list{firstNotPerson}, none: list{afterHumanVerb}},
	{name: "geen/na-woord-voor-plaats", verdict: no, all: list{beforePlace}, none: list{firstGiven}},
	{name: "geen/plaats", verdict: no, all: list{firstPlace}, none: list{firstGiven, firstSurname}},
	{name: "geen/plaats", verdict: no, all: list{firstPlace}, none: list{firstGiven, afterHumanVerb, afterSubject}},
	{name: "geen/plaats", verdict: no, all: list{firstPlace, beforePlace}, none: list{afterHumanVerb}},
	{name: "geen/plaats", verdict: no, all: list{firstPlace, beforePlace}, none: list{firstSurname}},
	{name: "geen/na-lidwoord", verdict: no, all: list{firstNamed, beforeHet}, none: list{firstWord}},
	{name: "naam/los", verdict: likely, all: list{firstNamed}, none: list{firstWord}},
	{name: "naam/los-na-de", verdict: likely, all: list{firstSurname, beforeDe}, any: list{afterWho, afterHumanVerb}, none: list{firstStart, firstFunction, firstClosed, firstPlace}},
	{name: "geen/na-lidwoord", verdict: no, all: list{firstNamed, beforeDeterminer}, none: list{firstStart}},
	{name: "naam/los-bij-mensen", verdict: likely, all: list{firstNamed, personal}, none: list{firstStart}},
	{name: "naam/voornamen", verdict: likely, all: list{firstGiven, afterOther}, none: list{firstStart, beforeDeterminer, firstClosed}},
	{name: "naam/bijstelling", verdict: likely, all: list{firstNamed, beforeComma, afterComma}, none: list{firstStart, firstUpper}},
	{name: "naam/los-in-zin", verdict: likely, all: list{firstNamed, afterLower}, any: list{beforeClause, beforeVerb}, none: list{firstStart}},
	{name: "geen/woord-in-zin", verdict: no, least: 16, all: list{firstNamed}, none: list{firstStart}},
	{name: "naam/met-leeftijd", verdict: likely, all: list{firstNamed, afterAge}, none: list{firstClosed}},
	{name: "naam/alleen-in-cel", verdict: likely, all: list{firstGiven, inCell}, none: list{firstClosed}},
	{name: "naam/los-als-onderwerp", verdict: likely, all: list{firstNamed}, any: list{afterHumanVerb, afterZich, afterPossessive}},
	{name: "naam/los-als-onderwerp", verdict: likely, all: list{firstNamed, afterVerb}, none: list{firstMass, firstVerb, blockStart}},
	{name: "geen/onderwerp-van-een-zin", verdict: no, least: -4, all: list{firstNamed, afterVerb, blockStart}, none: list{afterSubject}},
	{name: "naam/los-als-onderwerp", verdict: likely, all: list{firstNamed, afterSubject}},
	{name: "geen/zinsbegin", verdict: no, least: 16, all: list{firstNamed}},
	{name: "naam/met-leeftijd", verdict: likely, all: list{afterAge}, none: list{firstClosed, firstPortfolio, firstKnown, firstUpper}},
	{name: "naam/samengesteld", verdict: likely, all: list{firstMade}, any: list{beforeHuman, afterHumanVerb, afterPossessive}, none: list{firstStart, beforeDeterminer, firstUpper, firstThing}},
	{name: "naam/woord-als-naam", verdict: likely, all: list{firstOrdinary, beforePeople, afterVerb}, none: list{firstStart, beforeDeterminer, firstNotPerson, firstClosed, firstPlace}},
	{name: "geen/woord-na-werkwoord", verdict: no, least: -4, all: list{firstOrdinary, beforeVerb, afterLower}, none: list{firstStart, beforeDeterminer, firstNotPerson, firstClosed, firstPlace, firstUpper}},
	{name: "geen/woord", verdict: no, least: 16, any: list{firstCompound, beforeDeterminer, firstThreeLetters}},
	{name: "naam/onbekend-na-dubbele-punt", verdict: likely, all: list{beforeColon, afterEnd}},
	{name: "geen/onbekend-na-voorzetsel", verdict: no, least: -4, all: list{personal, onlyPreposition}},
	{name: "naam/onbekend-bij-mensen", verdict: likely, all: list{personal}},
	{name: "geen/onbekend-woord", verdict: no, least: -4},
}

// Above and below these scores the model makes a hit sure or not.
const (
	scoreSure   = 105
	scoreUnsure = -32
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
	case rule.verdict == likely && score >= scoreSure && f.meets(evidence) && (f.has(several) || !f.has(firstUpper) && !f.has(english)):
		return certain
	case rule.verdict == certain && score <= scoreUnsure:
		return likely
	case rule.verdict == no && rule.least != 0 && score >= rule.least:
		return likely
	}
	return rule.verdict
}

// ruleFound is the name of what only the model finds.
const ruleFound = "naam/gewogen"

// rulesOfOne and rulesOfSeveral are the indexes of the rules that may decide on a candidate of one word, and of more.
var rulesOfOne, rulesOfSeveral = func() (one, more []int) {
	for i := range nameRules {
		if !conditions[i].all.has(several) {
			one = append(one, i)
		}
		if !conditions[i].none.has(several) {
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
		if conditions[i].holds(f) {
			return i
		}
	}
	panic("the last rule applies to everything")
}
