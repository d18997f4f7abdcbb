package detect

import (
	"bytes"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// numberLabel is a word for a number of a person or of a document of theirs.
type numberLabel struct {
	rule string
	form *form
	bare bool // it also counts without "nummer", "nr" or "code" behind it
}

// form matches what may stand between a label and its value, and the value, which is its group.
type form struct{ find func() matcher }

// matcher is a regular expression that is compiled when it is needed.
type matcher interface{ FindSubmatchIndex(b []byte) []int }

// between matches what may stand between a label and its value.
const between = `^\.?(?:[ \n]*(?::|=|#|\||is|was|luidt|met|het|nr\.?|nummer|no\.?|code|\(|"|'|,))*[ \n]*`

// formOf returns the form with this expression for the value.
func formOf(value string) *form {
	compiled := pattern(between + `(` + value + `)`)
	return &form{func() matcher { return compiled() }}
}

// The forms of values. That of a passport is two letters, six letters or digits and a digit in the Netherlands.
var (
	passportForm = formOf(`[a-z][a-z0-9]{7}\d\b|[a-z]{1,3}[ -]?\d{5,8}[a-z]?\b|\d{2}[a-z]{2}\d{5}\b|\d{7,9}\b`)
	licenceForm  = formOf(`\d(?:[ .-]?\d){9}\b|[a-z0-9]{1,5}[ -]?\d{5,}[a-z0-9]*\b`)
	tenForm      = formOf(`\d(?:[ .-]?\d){9}\b`)
	careForm     = formOf(`\d(?:[ .-]?\d){7,10}\b`)
	anyForm      = formOf(`(?:[a-z]{1,4}[-/.]?)?\d[a-z0-9]*(?:[-/._:][a-z0-9]*\d[a-z0-9]*)*(?: \d{2,4}){0,3}`)
)

// personLabels holds the labels without "nummer" or the like, in lower case.
var personLabels = func() map[string]numberLabel {
	all := map[string]numberLabel{}
	putLabel(all, numberLabel{"persoonsnummer/paspoort", passportForm, true}, "paspoort paspoorten identiteitskaart identiteitsbewijs idkaart id-kaart reisdocument verblijfsdocument verblijfsvergunning verblijfspas nooddocument vreemdelingendocument")
	putLabel(all, numberLabel{"persoonsnummer/paspoort", passportForm, false}, "id identiteits")
	putLabel(all, numberLabel{"persoonsnummer/rijbewijs", licenceForm, true}, "rijbewijs rijbewijzen")
	putLabel(all, numberLabel{"persoonsnummer/vreemdeling", tenForm, false}, "v vreemdelingen ind a administratie gba brp")
	putLabel(all, numberLabel{"persoonsnummer/zorgverlener", careForm, true}, "agb uzi skj")
	putLabel(all, numberLabel{"persoonsnummer/zorgverlener", careForm, false}, "big kp")
	putLabel(all, numberLabel{"persoonsnummer/nummer", anyForm, false}, `personeels personeel medewerkers medewerker werknemers werknemer dienst stam pers p badge employee user pas toegangspas student studenten leerling leerlingen onderwijs duo patiënt patient patiënten patienten cliënt client
		cliënten clienten verzekerden verzekerde verzekering polis klant klanten relatie lidmaatschaps lidmaatschap abonnee abonnement deelnemers deelnemer kandidaat kandidaten gedetineerden gedetineerde strafrechtsketen skn vip crv burger bewoners
		huurders huurder inschrijf inschrijvings bankpas belasting aanslag btwid fiscaal sociaal soldaat leden lid donor uitkerings bijstands werkzoekenden stamboom dna`)
	return all
}()

// putLabel gives words the same label.
func putLabel(all map[string]numberLabel, l numberLabel, words string) {
	for w := range strings.FieldsSeq(words) {
		all[w] = l
	}
}

// numberNoun cuts a word for a number off the end of a word in lower case: "paspoortnummer".
func numberNoun(word string) (base string, cut bool) {
	if strings.IndexByte("rseod", word[len(word)-1]) < 0 {
		return word, false
	}
	for _, noun := range []string{"nummer", "nummers", "nr", "nrs", "code", "no", "id"} {
		if rest, ok := strings.CutSuffix(word, noun); ok {
			return rest, true
		}
	}
	return word, false
}

// plateNames holds words for a number plate, behind which a foreign one may stand.
var plateNames = set("kenteken nummerplaat kentekenplaat nummerbord plate")

// labelled adds the values behind a word that says what they are: numbers of persons and their documents, passwords, foreign number plates.
func (s *scanner) labelled() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.key == 0 || t.end-t.start > 26 || t.uses&labelUse == 0 {
			continue
		}
		word := s.word(i)
		switch {
		case secretWords[word] != noSecret:
			s.secret(i, secretWords[word])
		case plateNames[word]:
			s.foreignPlate(i)
		default:
			if l := s.labelAt(i, word); l.form != nil {
				s.labelledNumber(t, l)
			}
		}
	}
}

// mayLabel reports whether labelled may find a value behind a word in small letters.
func mayLabel(word string) bool {
	base, _ := numberNoun(word)
	return base == "" || word == "kaart" || personLabels[base].form != nil || secretWords[word] != noSecret || plateNames[word]
}

// labelAt returns the label that ends with token i, which is this word; its form is nil when there is none.
func (s *scanner) labelAt(i int, word string) numberLabel {
	base, cut := numberNoun(word)
	if base == "" || word == "kaart" { // "V-nummer", "AGB code", "id-kaart"
		if i == 0 || s.tokens[i].gap > gapSpace {
			return numberLabel{}
		}
		j := i - 1
		if j > 0 && (s.isMark(j, '-') || s.isMark(j, '.')) && s.tokens[j].gap == gapNone {
			j--
		}
		base = s.word(j)
		if word == "kaart" {
			base, cut = base+word, false
		}
	}
	if l := personLabels[base]; cut || l.bare {
		return l
	}
	return numberLabel{}
}

// labelledNumber adds the number of a person behind token t, which ends its label.
func (s *scanner) labelledNumber(t *token, l numberLabel) {
	from := s.behindLabel(t)
	window := s.textAfter(from, 60)
	if !bytes.ContainsAny(window, "0123456789") {
		return
	}
	s.steps += stepsPerWindow
	m := l.form.find().FindSubmatchIndex(window)
	if m == nil {
		return
	}
	start, end := from+m[2], trimEnd(s.normal.text, from+m[2], from+m[3])
	value := s.lowerText[start:end]
	if !s.endsFree(end) || countDigits(value) < 3 || wholeDate().MatchString(value) && !allDigits(value) || isYear(value) || s.isAmount(start, end) {
		return
	}
	s.add(l.rule, PersonCode, start, end, true)
}

func allDigits(s string) bool { return countDigits(s) == len(s) }

// secretKind says what stands behind a word with which somebody logs in.
type secretKind uint8

const (
	noSecret  secretKind = iota
	password             // a password
	shortWord            // a password too, but the word means something else as well
	pin                  // four to eight digits
	userName             // a name with which somebody logs in
	weakLogin            // the same, but the word says so only with a colon behind it
)

var secretWords = func() map[string]secretKind {
	all := map[string]secretKind{}
	for kind, words := range []string{
		password:  "wachtwoord wachtwoorden password passwd pwd wachtzin wachtwoordzin passphrase",
		shortWord: "ww pw",
		pin:       "pincode pin toegangscode inlogcode beveiligingscode puk pukcode alarmcode deurcode",
		userName:  "gebruikersnaam inlognaam loginnaam accountnaam username gebruikersid",
		weakLogin: "login user inlog gebruiker userid digid",
	} {
		for word := range strings.FieldsSeq(words) {
			all[word] = secretKind(kind)
		}
	}
	return all
}()

var (
	// afterSecret matches what stands between such a word and the value, which is its second group.
	afterSecret = pattern(`^((?:[ \n]*(?::|=|\||->|is nu|is|was|luidt|wordt|van|het|"|'|\())*)[ \n]*([^ \n\x1e|]{3,64})`)
	// afterWords matches the same with what the password is for: "het wachtwoord voor de wifi is".
	afterWords = pattern(`^((?: (?:voor|van|bij|op)(?: [a-zë-]{1,16}){1,3}) ?(?::|=|is|was) ?)["']?([^ \n\x1e|"']{3,64})`)
	// placeholder matches what stands in the place of a value in an example or a program.
	placeholder = pattern("^(?:[$<{\\[(%@&]|\\.\\.\\.|…|x+$|os\\.|process\\.|env|string|null|none|true|false|require|secret)")
)

// secret adds the password, code or name to log in with behind token i.
func (s *scanner) secret(i int, kind secretKind) {
	t := &s.tokens[i]
	from := s.behindLabel(t)
	end := from + len(s.textAfter(from, 90))
	s.steps += stepsPerWindow
	m := afterSecret().FindSubmatchIndex(s.lowerBytes[from:end])
	if far := afterWords().FindSubmatchIndex(s.lowerBytes[from:end]); far != nil && kind != weakLogin {
		m = far
	}
	if m == nil || m[4] == 0 {
		return
	}
	joined := s.text[from+m[2] : from+m[3]]
	start, stop := from+m[4], from+m[5]
	for stop > start && strings.IndexByte(`.,;:)"'?`, s.normal.text[stop-1]) >= 0 {
		stop--
	}
	if stop-start < 3 || placeholder().Match(s.lowerBytes[start:stop]) {
		return
	}
	v := secretValue{s.text[start:stop], strings.ContainsAny(joined, ":=|") || from != t.end, strings.ContainsAny(joined, `"'`)}
	switch found, sure := v.judge(kind); {
	case !found:
	case kind <= pin:
		s.add("inloggegeven/wachtwoord", Login, start, stop, sure)
	default:
		s.add("inloggegeven/gebruikersnaam", Login, start, stop, sure)
	}
}

// secretValue is what stands behind a word with which somebody logs in.
type secretValue struct {
	text      string
	separated bool // a colon or equals sign stands between
	quoted    bool
}

// judge reports whether the value is one, and whether it is sure.
func (v secretValue) judge(kind secretKind) (found, sure bool) {
	digits, letters, signs := 0, 0, 0
	for _, c := range []byte(v.text) {
		switch {
		case isDigit(c):
			digits++
		case isAlnum(c):
			letters++
		case strings.IndexByte("!@#$%^&*?+_~", c) >= 0:
			signs++
		}
	}
	ordinary := lexicon.IsWord(v.text)
	switch kind {
	case pin:
		return letters == 0 && digits >= 4 && digits <= 8 && len(v.text) <= 9 && !(isYear(v.text) && !v.separated), true
	case password:
		mixed := digits > 0 && letters > 0 || signs > 0 && letters+digits > 3
		return mixed && len(v.text) > 4 || (v.separated && !ordinary && len(v.text) > 5 || v.quoted) && letters > 3, mixed
	case shortWord:
		return (v.separated || letters > 3) && digits > 0 && letters > 1 && len(v.text) > 4, true
	case userName:
		return letters > 1 && (digits > 0 || strings.ContainsAny(v.text, "._-\\") || v.separated || v.quoted) && !ordinary, digits > 0 || v.separated
	}
	return v.separated && letters > 1 && digits > 0 && !ordinary, true
}
