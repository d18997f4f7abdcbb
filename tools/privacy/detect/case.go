package detect

import (
	"bytes"
	"strconv"
	"strings"
)

// caseWords holds words that are followed by the number of a case. Words that numberNouns matches are too.
var caseWords = set("zaak dossier klacht ticket parket topdesk ref referentie verzoek melding bezwaar bezwaarschrift aanvraag incident rapport aangifte pv casus beroep registratie beschikking procedure onder")

// numberNouns matches nouns for a number by which a person can be found.
var numberNouns = pattern(`^(?:zaak|dossier|klacht|klachten|melding|meldings|aanvraag|vergunning|vergunnings|registratie|referentie|rol|parket|procedure|bezwaar|beroeps?|besluit|beschikking|cli[eë]nt|pati[eë]nt|personeels|medewerkers?|relatie|klant|leerling|student|studenten|incident|ticket|verzoek|woo-?|wob-?|intake|casus|proces|pv-?|polis|huurders?|inschrijf|inschrijvings|document|case|contract|paspoort|rijbewijs|id-?|v-?|aangifte|boete|woo-verzoek|ons|uw)?-?(?:nummer|nr|kenmerk)$`)

var (
	// caseNumber matches what may stand between such a word and the number, and the number, which is its group.
	caseNumber = pattern(`^\.?(?:[ \n]*(?::|=|#|\||is|was|onder|met|nr\.?|nummer|kenmerk|van de gemeente|bij de rechtbank|\(|"|'|,))*[ \n]*([a-z]{0,6}[-/. ]?[a-z0-9]*\d[a-z0-9]*(?:[-/._:][a-z0-9]+)*|[a-z]{1,6}(?:[-/][a-z]{1,6})*[-/]\d[a-z0-9]*(?:[-/._:][a-z0-9]+)*)`)
	// caseShape matches the common forms of such numbers: letters of an office, a year and a number, in any order.
	caseShape      = pattern(`^(?:[a-z]{1,5}[-/.]?(?:19|20)?\d{2}[-/.]\d{3,}(?:[-/.][a-z0-9]+)*|[a-z]{1,5}[-/.](?:19|20)\d{2}[-/.][a-z0-9]*\d{2,}[a-z0-9]*|(?:19|20)\d{2}[-/.][a-z]{1,6}[-/.]\d{2,}|(?:19|20)\d{2}[-/]\d{4,}(?:[-/][a-z0-9]+)*|z-?\d{2}[-.]?\d{5,}|inc-?\d{5,}|[a-z]{2,5}(?:[-/][a-z]{1,5})*[-/ ](?:19|20)?\d{2}[-/]\d{2,6}(?:-[a-z0-9]{1,3})?|[a-z]{1,4}\d{0,4}-\d{3,}/\d{2}|\d{4}-(?:19|20)\d{2}-\d{4,}(?:-\d+)?|[a-z]{2}\d{4}-\d{8,}|\d{2}/\d{4,6}-\d{2}|c/\d{2}/\d{5,6}|(?:19|20)\d{2}\.\d{4,}|(?:19|20)\d{2}(?:\.\d{2,}){2,}|[a-z]{2,5}-\d{3,}-\d{3,}|[a-z]{2,6}[-/](?:19|20)\d{2}(?:[-/][a-z0-9]+){2,}|(?:ha[ -](?:za|rk|zb)|kg za|fa rk|fj rk)[ -]\d{2}-\d{2,5})(?:[-/.]\d{2,})*`)
	courtOfJustice = pattern(`^[ct]-\d{1,4}/\d{2}$`)
	years          = pattern(`(?:19|20)\d{2}[-/](?:(?:19|20)?\d{2})$`)
	notACase       = pattern(`\b(?:ecli|stb|stcrt|staatsblad|staatscourant|kamerstuk|kamerstukken|bwbr|celex|isbn|issn|iso|nen|artikel|art\.?|verordening|richtlijn|\(eu\)|trb|pb l|versie|bijlage|paragraaf|rfc|cve|wcag|pl)[ :.\-/0-9a-z(),]{0,14}$`)
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
			if t.key != 0 && (number-t.end < 64 || s.hasTable) {
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

// namedCase adds the number behind token t, when t is a word for a case.
func (s *scanner) namedCase(t *token) {
	word := s.lowerText[t.start:t.end]
	named := (strings.HasSuffix(word, "nummer") || strings.HasSuffix(word, "kenmerk") || strings.HasSuffix(word, "nr")) && numberNouns().MatchString(word)
	if !named && !caseWords[word] {
		return
	}
	if t.shape == shapeUpper && t.end < len(s.lowerBytes) && s.lowerBytes[t.end] == '-' {
		return // "ZAAK-2025-0191377": the word is a part of the number
	}
	window := s.textAfter(t.end, 60)
	if s.hasTable {
		if under := s.cellBelowHeader(t.end); under >= 0 {
			window = s.textAfter(under, 60)
			defer func(end int) { t.end = end }(t.end)
			t.end = under
		}
	}
	if !bytes.ContainsAny(window, "0123456789") {
		return
	}
	m := caseNumber().FindSubmatchIndex(window)
	if m == nil {
		return
	}
	start := t.end + m[2]
	end := trimEnd(s.normal.text, start, t.end+m[3])
	value := s.lowerText[start:end]
	least := 3
	if !named || word == "nummer" || word == "nr" {
		least = 5
		if strings.ContainsAny(value, "-/.") || isLetter(value[0]) {
			least = 3
		}
	}
	if countDigits(value) < least || end < len(s.lowerBytes) && isAlnum(s.lowerBytes[end]) || wholeDate().MatchString(value) && strings.Count(value, "-") != 1 && len(value) < 11 || isParliamentaryYear(value) && countDigits(value) == len(value)-1 ||
		s.isAmount(start, end) || notACase().Match(s.textBefore(start, 20)) || strings.HasPrefix(value, "ecli") || courtOfJustice().MatchString(value) {
		return
	}
	// "zaak van 2023" and "verzoek in 2019": a word in lower case and a year.
	if i := strings.LastIndexByte(value, ' '); i > 0 && (!allLetters(value[:i]) || s.normal.text[start] == s.lowerBytes[start]) {
		return
	}
	if word == "onder" && (!isLetter(value[0]) || s.normal.text[start] == s.lowerBytes[start]) {
		return
	}
	s.add("", CaseNumber, start, end, true)
}

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
	if t.gap == gapNone && start > 0 && strings.IndexByte(":/.-_@#=", s.lowerBytes[start-1]) >= 0 {
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
	value := s.lowerText[start:end]
	if end < len(s.lowerBytes) && (isAlnum(s.lowerBytes[end]) || s.lowerBytes[end] == ':' && end+1 < len(s.lowerBytes) && s.lowerBytes[end+1] > ' ' || s.lowerBytes[end] == '@') ||
		notACase().Match(s.textBefore(start, 24)) || isParliamentaryYear(value) || courtOfJustice().MatchString(value) || !s.startsWithCapitals(start, end) || isDigit(value[0]) && wholeDate().MatchString(value) ||
		strings.HasPrefix(value, "kst") || strings.HasPrefix(value, "iso") || strings.HasPrefix(value, "nen") || strings.HasPrefix(value, "covid") || strings.HasPrefix(value, "art") {
		return
	}
	s.add("", CaseNumber, start, end, false)
}

// beginsWithYear reports whether a text begins with four digits, or two and a slash, as the forms of caseShape that begin with a digit do.
func beginsWithYear(w []byte) bool {
	n := 0
	for n < len(w) && n < 5 && isDigit(w[n]) {
		n++
	}
	return n < len(w) && (n == 4 && strings.IndexByte("-/.", w[n]) >= 0 || n == 2 && w[n] == '/')
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
