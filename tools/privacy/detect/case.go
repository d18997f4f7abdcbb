package detect

import (
	"bytes"
	"strconv"
	"strings"
)

// caseWords holds words that are followed by the number of a case. Words that numberNouns matches are too.
var caseWords = set("zaak strafzaak rechtszaak dossier claimdossier schadedossier bezwaardossier strafdossier klacht ticket parket topdesk ref referentie verzoek melding bezwaar bezwaarschrift aanvraag incident rapport aangifte pv casus beroep registratie beschikking procedure onder")

// numberNouns matches nouns for a number by which a person can be found.
var numberNouns = pattern(`^(?:[a-zë]*(?:zaak|dossier)s?|klacht|klachten|melding|meldings|aanvraag|vergunning|vergunnings|registratie|referentie|rol|parket|procedure|bezwaar|beroeps?|besluit|beschikking|incident|ticket|verzoek|woo-?|wob-?|intake|casus|proces|pv-?|document|case|contract|aangifte|boete|woo-verzoek|ons|uw)?-?(?:nummer|nr|kenmerk)$`)

var (
	// caseNumber matches what may stand between such a word and the number, and the number, which is its group.
	caseNumber = pattern(`^\.?(?:[ \n]*(?::|=|#|\||is|was|onder|met|nr\.?|nummer|kenmerk|van de gemeente|bij de rechtbank|\(|"|'|,))*[ \n]*([a-z]{0,6}[-/. ]?[a-z0-9]*\d[a-z0-9]*(?:[-/._:][a-z0-9]+)*|[a-z]{1,6}(?:[-/_][a-z]{1,6})*[-/]\d[a-z0-9]*(?:[-/._:][a-z0-9]+)*)`)
	// caseShape matches the common forms of such numbers: letters of an office, a year and a number, in any order.
	caseShape      = pattern(`^(?:[a-z]{1,5}[-/.]?(?:19|20)?\d{2}[-/.]\d{3,}(?:[-/.][a-z0-9]+)*|[a-z]{1,5}[-/.](?:19|20)\d{2}[-/.][a-z0-9]*\d{2,}[a-z0-9]*|(?:19|20)\d{2}[-/.][a-z]{1,6}[-/.]\d{2,}|(?:19|20)\d{2}[-/]\d{4,}(?:[-/][a-z0-9]+)*|z-?\d{2}[-.]?\d{5,}|inc-?\d{5,}|[a-z]{2,5}(?:[-/][a-z]{1,5})*[-/ ](?:19|20)?\d{2}[-/]\d{2,6}(?:-[a-z0-9]{1,3})?|[a-z]{1,4}\d{0,4}-\d{3,}/\d{2}|\d{4}-(?:19|20)\d{2}-\d{4,}(?:-\d+)?|[a-z]{2}\d{4}-\d{8,}|\d{2}/\d{4,6}-\d{2}|c/\d{2}/\d{5,6}|(?:19|20)\d{2}\.\d{4,}|(?:19|20)\d{2}(?:\.\d{2,}){2,}|[a-z]{2,5}-\d{3,}-\d{3,}|[a-z]{2,6}[-/](?:19|20)\d{2}(?:[-/][a-z0-9]+){2,}|(?:ha[ -](?:za|rk|zb)|kg za|fa rk|fj rk)[ -]\d{2}-\d{2,5})(?:[-/.]\d{2,})*`)
	courtOfJustice = pattern(`^[ct]-\d{1,4}/\d{2}$`)
	years          = pattern(`(?:19|20)\d{2}[-/](?:(?:19|20)?\d{2})$`)
	notACase       = pattern(`\b(?:ecli|stb|stcrt|staatsblad|staatscourant|kamerstuk|kamerstukken|bwbr|celex|isbn|issn|iso|nen|artikel|art\.?|verordening|richtlijn|\(eu\)|trb|pb l|versie|bijlage|paragraaf|rfc|cve|wcag|pl|cas)[ :.\-/0-9a-z(),]{0,14}$`)
	wholeDate      = pattern(`^(?:` + dateSource + `)$`)
)

// caseNumbers adds numbers of cases, by the word before them or else by their form. It goes from the end to the start of the text,
// so that it knows where the next number is.
func (s *scanner) caseNumbers() {
	if !bytes.ContainsAny(s.lowerBytes, "0123456789") {
		return
	}
	number := len(s.text) + 100 // where the next number begins
	for i := len(s.tokens) - 1; i >= 0; i-- {
		t := &s.tokens[i]
		switch t.shape {
		case shapePunctuation:
		case shapeLower, shapeCapitalised, shapeUpper, shapeMixed:
			if t.key == 0 {
				number = t.start
			}
			if t.uses&caseUse != 0 && (number-t.end < 64 || s.hasTable) {
				s.namedCase(t)
			}
			if t.shape == shapeLower || t.end-t.start > 5 && t.shape != shapeMixed || number-t.end > 24 {
				continue
			}
			s.shapedCase(i)
		default:
			if t.shape != shapeCapital {
				number = t.start
			}
			s.shapedCase(i)
		}
	}
}

// endsNumberNoun reports whether a word ends as those do that numberNouns matches.
func endsNumberNoun(word string) bool {
	return strings.HasSuffix(word, "nummer") || strings.HasSuffix(word, "kenmerk") || strings.HasSuffix(word, "nr")
}

// namedCase adds the number behind token t, when t is a word for a case.
func (s *scanner) namedCase(t *token) {
	word := s.lowerText[t.start:t.end]
	named := endsNumberNoun(word) && numberNouns().MatchString(word)
	if !named && !caseWords[word] {
		return
	}
	if t.shape == shapeUpper && t.end < len(s.lowerBytes) && s.lowerBytes[t.end] == '-' {
		return // "ZAAK-2025-0191377": the word is a part of the number
	}
	from := s.behindLabel(t)
	window := s.textAfter(from, 60)
	if !numberIsNear(window) {
		return
	}
	m := caseNumber().FindSubmatchIndex(window)
	if m == nil {
		return
	}
	start := from + m[2]
	end := trimEnd(s.normal.text, start, from+m[3])
	value := s.lowerText[start:end]
	general := word == "nummer" || word == "nr" || word == "kenmerk"
	if countDigits(value) < leastDigits(value, named && word != "nummer" && word != "nr") || !s.mayBeCase(word, start, end) || from == t.end && s.isPublished(t, general, value) {
		return
	}
	if general {
		s.add("zaaknummer/nummer", CaseNumber, start, end, true)
	} else {
		s.add("zaaknummer/met-woord", CaseNumber, start, end, true)
	}
}

// numberIsNear reports whether caseNumber may match a text: it holds a digit, and before the first one no words but short ones, as those that may stand there.
func numberIsNear(w []byte) bool {
	letters := 0
	for _, c := range w {
		switch {
		case isDigit(c):
			return true
		case isLetter(c):
			letters++
		case letters > len("rechtbank"):
			return false
		default:
			letters = 0
		}
	}
	return false
}

// leastDigits returns how many digits the number of a case has at least: more when the word before it is not only for numbers, and nothing in the
// value shows that it is one.
func leastDigits(value string, named bool) int {
	if named || strings.ContainsAny(value, "-/.") || isLetter(value[0]) {
		return 3
	}
	return 5
}

// mayBeCase reports whether the value in [start, end) behind a word for a case may be its number.
func (s *scanner) mayBeCase(word string, start, end int) bool {
	value := s.lowerText[start:end]
	small := s.normal.text[start] == s.lowerBytes[start] // its first letter is no capital
	switch i := strings.LastIndexByte(value, ' '); {
	case !s.endsFree(end), strings.HasPrefix(value, "ecli"), courtOfJustice().MatchString(value), s.isAmount(start, end), notACase().Match(s.textBefore(start, 20)):
		return false
	case wholeDate().MatchString(value) && strings.Count(value, "-") != 1 && len(value) < 11:
		return false
	case isParliamentaryYear(value) && countDigits(value) == len(value)-1:
		return false
	case i > 0 && (!allLetters(value[:i]) || small):
		return false // "zaak van 2023" and "verzoek in 2019": a word in lower case and a year
	case word == "onder" && (!isLetter(value[0]) || small):
		return false
	}
	return true
}

var (
	// regulation matches the number of a regulation of the European Union.
	regulation = pattern(`^(?:\d{2,4}/\d{1,4}/(?:eg|eu|eeg|ce|gbvb|jbz|euratom)|(?:eu|eg|eeg|gbvb) ?\d{2,4}/\d{1,4}|l \d{1,4}/\d{1,4})$`)
	// regulationBefore matches what stands before such a number.
	regulationBefore = pattern(`\((?:eu|eg|eeg|ec|ce|euratom|gbvb|jbz|eg, euratom|eu, euratom)\) ?\(?$`)
	// decisionBefore matches a decision or rule that is published, up to the word before its number.
	decisionBefore = pattern(`\b(?:verordening|richtlijn|uitvoeringsverordening|uitvoeringsbesluit|besluit|besluiten|regeling|circulaire|aanschrijving|beleidsregels?|aanbeveling|mededeling|kaderbesluit|mandaatbesluit|raadsbesluit|collegebesluit|verkeersbesluit|aanwijzingsbesluit|raadsvoorstel|collegevoorstel|statenvoorstel|resolutie|verdrag|motie|amendement|persbericht|cao|norm)(?: (?:van|d\.d\.)[^;?!\x1e]{0,70})?[ ,(]*(?:met |onder |en )?(?:nr\.? )?$`)
	// datedBefore matches a date before the word before a number, as an advice or report of the State has it.
	datedBefore = pattern(`\b\d{1,2}[ \n]` + months + `[ \n]\d{4},?[ \n]?\(?(?:met |en )?(?:(?:nr\.?|nummer|kenmerk) ?(?:[a-z./]{1,8} )?)?$`)
	// datedDecision matches a decision with its date, as those that are published are cited.
	datedDecision = pattern(`\b[a-z]*(?:besluit|beschikking|regeling|mandaat|aanwijzing|circulaire|convenant|machtiging|instructie|verordening|beleidsregels?|advies|aanschrijving|ontheffing|rapport|voordracht|wet|brief aan de kamer|kamerbrief) (?:van|d\.d\.) \d{1,2}[ \n]` + months + `[ \n]\d{4}[ ,(]*(?:met |onder )?(?:(?:nr\.?|nummer|kenmerk) ?(?:[a-z./]{1,8} )?)?$`)
	// pieceBefore matches a piece for a meeting, before the word before its number.
	pieceBefore = pattern(`\b(?:agendapunt|stuk|raadsstuk|bijlage|productie)s? ?$`)
	// requestBefore matches a request for information, up to its number or the word before that.
	requestBefore = pattern(`\bwo[ob][- ]?(?:verzoek|verzoeken|besluit|besluiten|procedure|publicatie)s?(?: (?:met|onder|van)[^;?!\x1e]{0,30})?[ ,(]*$`)
)

var (
	institutions = []string{"minister", "ministerie", "staatssecretaris", "raad van state", "adviescommissie", "college", "rechtbank", "gerechtshof", "hoge raad", "commissie", "koning", "rapport", "advies", "voordracht", "besluit", "afdeling", "tweede kamer", "regeling", "staatscourant", "stcrt", "examens"}
	// ofPerson holds words that make a number that of somebody's case.
	ofPerson = []string{"uw", "u", "mijn", "zijn", "haar", "hem", "bezwaar", "bezwaarmaker", "cliënt", "client", "mevrouw", "mevr", "mw", "dhr", "heer", "aanvrager", "bewoner", "bewoonster", "uitkering", "gezin", "verdachte", "melder", "klacht", "ik"}
)

// isPublished reports whether the number with this value behind token t is that of a regulation, or of a decision, advice or request that is published,
// and so of nobody's case. General means that the token says no more than that it is a number.
func (s *scanner) isPublished(t *token, general bool, value string) bool {
	if regulation().MatchString(value) {
		return true
	}
	word := s.lowerText[t.start:t.end]
	if !general && word != "verzoek" && word != "beschikking" {
		return false
	}
	before := s.textBefore(t.start, 30)
	if regulationBefore().Match(before) {
		return true
	}
	s.steps += stepsPerBirth
	if word == "verzoek" { // "Woo-verzoek 2026-14"
		return (bytes.HasSuffix(before, []byte("woo-")) || bytes.HasSuffix(before, []byte("wob-")) || bytes.HasSuffix(before, []byte("woo ")) || bytes.HasSuffix(before, []byte("wob "))) && !s.isOfPerson(t.start)
	}
	return general && (pieceBefore().Match(before) || s.publishedBefore(t.start, word == "kenmerk"))
}

// publishedBefore reports whether what stands before offset p, in its sentence, says that a number is that of something that is published. What is only
// a reference behind a decision is more often that of a letter to somebody.
func (s *scanner) publishedBefore(p int, reference bool) bool {
	near := s.textBefore(p, 110)
	return (decisionBefore().Match(near) && !reference || requestBefore().Match(near) || datedDecision().Match(near) || datedBefore().Match(s.textBefore(p, 40)) && containsWord(s.textBefore(p, 200), institutions...)) && !s.isOfPerson(p)
}

// isOfPerson reports whether words near offset p say that a number is that of somebody's case.
func (s *scanner) isOfPerson(p int) bool { return containsWord(s.textBefore(p, 60), ofPerson...) }

// isoDate reports whether a text begins with a date like 2026-03-12 and the date does not continue.
func isoDate(w []byte) bool {
	if len(w) < 10 || w[4] != '-' || w[7] != '-' || len(w) > 10 && (isAlnum(w[10]) || w[10] == '-' || w[10] == '/') {
		return false
	}
	return countDigits(string(w[:10])) == 8
}

// shapedCase adds the number of a case that begins with token i, by its form alone.
func (s *scanner) shapedCase(i int) {
	t := &s.tokens[i]
	start := t.start
	if t.gap == gapNone && start > 0 && strings.IndexByte(":/.-_@#=&", s.lowerBytes[start-1]) >= 0 {
		return
	}
	window := s.lowerBytes[start:min(len(s.lowerBytes), start+40)]
	if isDigit(window[0]) && !beginsWithYear(window) {
		return
	}
	if countDigits(string(window[:min(len(window), 24)])) < 4 || isoDate(window) {
		return
	}
	m := caseShape().FindIndex(window)
	if m == nil {
		return
	}
	end := start + m[1]
	if s.mayBeShapedCase(start, end) && !regulation().MatchString(s.lowerText[start:end]) && !s.publishedBefore(start, !bytes.HasSuffix(s.textBefore(start, 10), []byte("nr. "))) {
		s.add("zaaknummer/vorm", CaseNumber, start, end, false)
	}
}

// noCase matches the beginnings of numbers that are no case: of standards, of papers of parliament, and of journals of law with a year.
var noCase = pattern(`^(?:kst|isbn|issn|ean|iso|nen|covid|art|tno|din|cpb|wodc|(?:bnb|nj|njb|jb|ab|abrvs|rsv|usz|gst|jv|ve|vn|v-n|fed|jar|rar|jbp|jm|tbr|br|m en r|ars aequi|rvdw|jor|nbj|ndfr|pb|trb|stb)[ -](?:19|20)\d\d)`)

// mayBeShapedCase reports whether the value in [start, end), which has the form of the number of a case, may be one.
func (s *scanner) mayBeShapedCase(start, end int) bool {
	value := s.lowerText[start:end]
	if end < len(s.lowerBytes) && (isAlnum(s.lowerBytes[end]) || s.lowerBytes[end] == ':' && end+1 < len(s.lowerBytes) && s.lowerBytes[end+1] > ' ' || s.lowerBytes[end] == '@') {
		return false
	}
	if len(value) == 8 && s.readPlate(start).code > 0 && s.isPieceNumber(start) || regulationBefore().Match(s.textBefore(start, 24)) {
		return false
	}
	return !notACase().Match(s.textBefore(start, 24)) && !isParliamentaryYear(value) && !courtOfJustice().MatchString(value) && s.startsWithCapitals(start, end) &&
		!(isDigit(value[0]) && wholeDate().MatchString(value)) && !noCase().MatchString(value)
}

// beginsWithYear reports whether a text may begin with a form of caseShape that begins with a digit: four digits, or two and a slash, and behind the sign a
// letter, four digits, or two behind a full stop. A month or a day ("2026-03-12") does not.
func beginsWithYear(w []byte) bool {
	n := leadingDigits(w)
	if n >= len(w) || !(n == 4 && strings.IndexByte("-/.", w[n]) >= 0 || n == 2 && w[n] == '/') {
		return false
	}
	behind := w[n+1:]
	more := leadingDigits(behind)
	return more > 3 || more > 1 && w[n] == '.' || more == 0 && len(behind) > 0 && isLetter(behind[0])
}

// isParliamentaryYear reports whether a value ends with two consecutive years, such as a parliamentary year: 2021/22.
func isParliamentaryYear(value string) bool {
	m := years().FindString(value)
	if m == "" {
		return false
	}
	first, _ := strconv.Atoi(m[2:4])
	second, _ := strconv.Atoi(m[len(m)-2:])
	return second == first+1 || len(m) == 9
}

// startsWithCapitals reports whether all letters in [start, end) before the first digit are capitals.
func (s *scanner) startsWithCapitals(start, end int) bool {
	for i := start; i < end && !isDigit(s.lowerBytes[i]); i++ {
		if isLetter(s.lowerBytes[i]) && s.normal.text[i] == s.lowerBytes[i] {
			return false
		}
	}
	return true
}

func allLetters(s string) bool {
	for _, c := range []byte(s) {
		if !isLetter(c) {
			return false
		}
	}
	return true
}
