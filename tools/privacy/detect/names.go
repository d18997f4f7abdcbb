package detect

import (
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// How long the parts of a name are at most, in tokens. Without these a row of ten thousand words that are written like a name would be
// read again from each of them. The longest names of the corpus have a third of it.
const (
	maxWords     = 16 // with a capital
	maxParticles = 12
	maxInitials  = 24
	maxLetters   = 40 // of a name with spaces between its letters
)

func hasCapital(t *token) bool {
	return t.shape == shapeCapitalised || t.shape == shapeUpper || t.shape == shapeCapital
}

// mayBeNameWord reports whether token i is free and has the capitals of a word of a name.
func (s *scanner) mayBeNameWord(i int) bool {
	if i < 0 || i >= len(s.tokens) || s.taken[i] != notTaken {
		return false
	}
	t := &s.tokens[i]
	switch t.shape {
	case shapeCapitalised:
		return true
	case shapeUpper:
		return t.end-t.start > 1
	case shapeMixed: // McGregor, O'Brien, IJsbrand
		return t.key != 0 && startsWithCapital(s.normal.text[t.start:t.end])
	}
	return false
}

func startsWithCapital(b []byte) bool {
	r, _ := utf8.DecodeRune(b)
	return strings.ToLower(string(r)) != string(r)
}

// particles skips the particles of a surname (tussenvoegsels) that begin at token i, and returns the index behind them: "van der",
// "v.d.", "v/d", "in 't". It returns i when there are none.
func (s *scanner) particles(i int) int {
	for most := i + maxParticles; i < min(len(s.tokens), most) && s.taken[i] == notTaken; {
		t := &s.tokens[i]
		word := s.word(i)
		switch {
		case t.flags&lexicon.Particle != 0 && (t.shape == shapeLower || t.shape == shapeCapitalised || t.shape == shapeUpper || t.shape == shapeCapital && s.normal.text[t.start] == '\''):
			i++
		case t.shape == shapeLower && (word == "v" || word == "vd" || word == "d" || word == "vdr" || word == "o") && i+1 < len(s.tokens):
			i++
			for (s.isMark(i, '.') || s.isMark(i, '/')) && s.tokens[i].gap == gapNone {
				i++
			}
		default:
			return i
		}
		if p := s.word(i - 1); (p == "in" || p == "op" || p == "uit" || p == "aan" || p == "voor" || p == "over" || p == "tot" || p == "bij" || p == "onder") && (i == len(s.tokens) || !article[s.word(i)]) {
			return i - 1
		}
		// "el-Khattabi", "Al-Jubouri".
		if s.isMark(i, '-') && s.tokens[i].gap == gapNone && i+1 < len(s.tokens) && s.tokens[i+1].gap == gapNone {
			i++
		}
		if i < len(s.tokens) && s.tokens[i].gap == gapBlock {
			return i
		}
	}
	return i
}

// article holds the particles that follow a preposition: "op den", "in 't".
var article = set("de den der 't het ter 'n d")

// isStrongParticle reports whether the particles from token i up to end rarely occur outside names: "van der", "v.d.", "ter".
func (s *scanner) isStrongParticle(i, end int) bool {
	for ; i < end; i++ {
		switch s.word(i) {
		case "'t":
			if s.tokens[i].startsSentence && s.isPersonVerb(end+1) {
				return true // "'t Lam vraagt"
			}
		case "der", "den", "vd", "ter", "d":
			return end-i > 1 || i+1 == end && s.word(i-1) != "in" && (s.word(i) != "den" && s.word(i) != "der" && s.word(i) != "d" || i > 0 && s.tokens[i].gap <= gapSpace)
		}
	}
	return false
}

// word returns token i in lower case (ASCII only), or "" when i is out of range.
func (s *scanner) word(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.lowerText[s.tokens[i].start:s.tokens[i].end]
}

// initials skips the initials that begin at token i, and returns the index behind them: "J.W.", "Th.", "A.B.C". It returns i when
// there are none.
func (s *scanner) initials(i int) int {
	start := i
	for i < min(len(s.tokens), start+maxInitials) && s.taken[i] == notTaken {
		t := &s.tokens[i]
		if i > start && t.gap > gapSpace {
			break
		}
		dotted := s.isMark(i+1, '.') && s.tokens[i+1].gap == gapNone
		switch {
		case t.shape == shapeCapital && dotted, dotted && (t.shape == shapeCapitalised || t.shape == shapeMixed) && doubleInitial[s.word(i)]:
			i += 2
			if s.isMark(i, '-') && s.tokens[i].gap == gapNone && i+1 < len(s.tokens) && s.tokens[i+1].shape == shapeCapital {
				i++
			}
			continue
		case t.shape == shapeCapital && i > start && t.gap == gapNone:
			i++ // J.W without the last full stop
		}
		break
	}
	return i
}

// doubleInitial holds initials of more than one letter: "Th.", "Joh.".
var doubleInitial = set(`th ch chr ph fr joh ij st jac alb ant corn wm gerh hendr kl sj tj fl fred jos aug herm sc`)

// chain is a row of tokens that is written like a name.
type chain struct {
	start, end int   // indexes of tokens, end exclusive
	initials   int   // number of tokens at the start that are initials and their full stops
	words      []int // indexes of the words with a capital
	particle   bool  // there is a particle in it
	leading    bool  // it begins with a particle
	undotted   bool  // its initials have no full stops
}

// chain returns the longest row from token i on that is written like a name, or one without words.
func (s *scanner) chain(i int) chain {
	c := chain{start: i, end: i}
	j := s.initials(i)
	c.initials = j - i
	if c.initials > 0 {
		c.end = j
		// "F.J. (Frenk) Schreurs"
		if s.isMark(j, '(') && s.mayBeNameWord(j+1) && s.isMark(j+2, ')') {
			c.words = append(c.words, j+1)
			j += 3
		}
	}
	for j < len(s.tokens) && len(c.words) < maxWords {
		if j > i && s.nameBreaksBefore(j) {
			break
		}
		after := j
		if s.tokens[j].flags&lexicon.Particle != 0 || s.tokens[j].shape == shapeLower && s.tokens[j].end-s.tokens[j].start < 4 {
			after = s.particles(j)
		}
		if after > j {
			// A particle only counts before a word of a name. Before the first word it must have a capital, or follow initials or a
			// title.
			if !s.mayBeNameWord(after) || s.nameBreaksBefore(after) || len(c.words) == 0 && c.initials == 0 && s.tokens[j].shape == shapeLower && !s.hasTitle(j) && !s.isStrongParticle(j, after) {
				if s.mayBeNameWord(j) && len(c.words) == 0 && c.initials == 0 && after == j+1 {
					break
				}
				if !s.mayBeNameWord(j) {
					break
				}
				after = j // "Ben", "Bou": a name after all
			}
		}
		if !s.mayBeNameWord(after) {
			break
		}
		if after > j {
			c.particle = true
			c.leading = c.leading || len(c.words) == 0 && c.initials == 0
			// A word after a preposition may be anything: "Sanne van Vergunningen".
			t := &s.tokens[after]
			if len(c.words) > 0 && c.initials == 0 && t.flags&(lexicon.Portfolio|lexicon.Known) != 0 && t.flags&lexicon.Surname == 0 && !s.isStrongParticle(j, after) && s.word(after-1) != "'t" {
				break
			}
			if len(c.words) > 0 && c.initials == 0 && s.isPreposition(j) && s.word(j) != "van" && t.flags&lexicon.Surname == 0 && t.flags&(lexicon.Place|lexicon.Known|lexicon.Portfolio|lexicon.Function) != 0 {
				break // "Sanne in de Betuwe"
			}
			if len(c.words) > 0 && t.flags&lexicon.Surname == 0 && s.word(after-1) == "van" && (t.flags&(lexicon.Word|lexicon.Place) != 0 || len(c.words) > 1) {
				break
			}
		}
		if n := len(c.words); n > 0 && s.endsName(c, after) && !(after > j && s.tokens[after].flags&lexicon.Closed != 0 && (s.isStrongParticle(j, after) || s.word(j) == "ter")) {
			break
		}
		c.words = append(c.words, after)
		c.end = after + 1
		j = after + 1
		// A hyphen joins: Anne-Marie, Jansen-de Wit.
		if s.isMark(j, '-') && s.tokens[j].gap == gapNone && j+1 < len(s.tokens) && s.tokens[j+1].gap == gapNone {
			next := s.particles(j + 1)
			if s.tokens[j+1].shape == shapeCapital && s.isMark(j+2, '-') && s.tokens[j+2].gap == gapNone {
				next = j + 1 // Tjon-A-Joe
			}
			if s.mayBeNameWord(next) || next == j+1 && s.tokens[next].shape == shapeCapital {
				c.particle = c.particle || next > j+1
				c.words = append(c.words, next)
				c.end = next + 1
				j = next + 1
				for s.isMark(j, '-') && len(c.words) < maxWords && s.tokens[j].gap == gapNone && j+1 < len(s.tokens) && s.tokens[j+1].gap == gapNone && (s.mayBeNameWord(j+1) || s.tokens[j+1].shape == shapeCapital) {
					c.words = append(c.words, j+1)
					c.end = j + 2
					j += 2
				}
			} else if s.tokens[j+1].shape != shapePunctuation {
				// "Woo-verzoek", "Jansen-dossier": a compound noun, which is no name.
				if half := &s.tokens[j+1]; half.flags&lexicon.Word == 0 && half.shape == shapeLower && half.end-half.start < 6 && (len(c.words) > 1 || s.tokens[after].flags&lexicon.Given != 0 && s.mayBeNameWord(j+2)) {
					c.end = j + 2 // "Yuen Tak-sing", "Kyung-soo Kim"
					j += 2
					continue
				}
				c.end = j + 2
				c.words = nil
				return c
			}
		}
		// "Tjon A Kiet"
		if j+1 < len(s.tokens) && s.tokens[j].shape == shapeCapital && s.lowerText[s.tokens[j].start] == 'a' && s.tokens[j].gap == gapSpace && s.mayBeNameWord(j+1) && s.tokens[j+1].gap == gapSpace && s.tokens[after].flags&lexicon.Word == 0 {
			c.words = append(c.words, j+1)
			c.end = j + 2
			j += 2
		}
		// Initials in the middle: "Mark J. de Vries".
		if k := s.initials(j); k > j && k < len(s.tokens) && s.tokens[j].gap == gapSpace && (s.mayBeNameWord(k) || s.particles(k) > k) {
			j = k
		}
	}
	return c
}

// nameBreaksBefore reports whether a name can't continue with token j, because of what separates it from the token before.
func (s *scanner) nameBreaksBefore(j int) bool {
	t := &s.tokens[j]
	switch t.gap {
	case gapBlock:
		return true
	case gapLine:
		// Behind a short line, as in an address or signature, the next line is something else.
		line := 0
		for p := s.tokens[j-1].end; p > 0 && line < shortLine && s.normal.text[p-1] != softBreak && s.normal.text[p-1] != hardBreak; p-- {
			line++
		}
		return line < shortLine && t.flags&(lexicon.Word|lexicon.Place|lexicon.Known) != 0 || line < 20
	case gapNone:
		return j > 0 && s.tokens[j-1].shape == shapePunctuation && !s.isMark(j-1, '.') && !s.isMark(j-1, '-') && !s.isMark(j-1, '/')
	}
	return false
}

// endsName reports whether the word at token j does not belong to the name c before it.
func (s *scanner) endsName(c chain, j int) bool {
	t := &s.tokens[j]
	named := t.flags&(lexicon.Given|lexicon.Surname) != 0
	switch {
	case t.flags&lexicon.Closed != 0:
		return true
	case t.flags&(lexicon.Function|lexicon.Title|lexicon.Portfolio) != 0 && t.flags&lexicon.Word != 0 && t.flags&lexicon.Surname == 0:
		return true
	case t.flags&lexicon.Known != 0 && !named:
		return true
	case t.flags&lexicon.Word != 0 && !named:
		return s.tokens[c.words[len(c.words)-1]].flags&lexicon.Given == 0 || t.gap == gapLine
	case t.shape == shapeUpper && s.tokens[c.words[0]].shape == shapeCapitalised && !named:
		return true
	}
	return false
}

// person looks for a name that begins at token i, and returns the index at which to continue.
func (s *scanner) person(i int) int {
	t := &s.tokens[i]
	if end := s.letterSpacedName(i); end > i {
		return end
	}
	if t.shape == shapeLower {
		if (t.flags&lexicon.Particle != 0 || s.word(i) == "v" || s.word(i) == "vd") && (s.hasTitle(i) || s.isStrongParticle(i, s.particles(i))) {
			if c := s.chain(i); len(c.words) > 0 {
				return s.judge(c)
			}
		}
		return s.lowerCasePerson(i)
	}
	if t.shape == shapePunctuation || t.shape == shapeDigits || t.shape == shapeMixed && t.key == 0 {
		return i + 1
	}
	if t.shape == shapeCapitalised && t.flags&^(lexicon.Proper|lexicon.Phrase) == 0 && t.end-t.start > 3 && s.text[t.end-1] == 's' && i+1 < len(s.tokens) && s.tokens[i+1].shape == shapeLower {
		// "Toms reactie"
		if stem := lexicon.Hash(s.text[t.start : t.end-1]); s.lookup(stem)&lexicon.Given != 0 {
			s.add("", Name, t.start, t.end-1, false)
			s.taken[i] = takenByName
			return i + 1
		}
	}
	return s.judge(s.chain(i))
}

// letterSpacedName takes a name with spaces between its letters: "J a n s e n". It returns the index behind it, or i when there is
// none.
func (s *scanner) letterSpacedName(i int) int {
	j := i
	var letters []byte
	for j < len(s.tokens) && len(letters) <= maxLetters && s.tokens[j].end-s.tokens[j].start == 1 && s.tokens[j].shape != shapePunctuation && s.tokens[j].shape != shapeDigits && (j == i || s.tokens[j].gap == gapSpace) && s.taken[j] == notTaken {
		letters = append(letters, s.normal.text[s.tokens[j].start])
		j++
	}
	if len(letters) < 4 || len(letters) > maxLetters || lexicon.Lookup(lexicon.Hash(string(letters)))&(lexicon.Given|lexicon.Surname) == 0 {
		return i
	}
	s.add("", Name, s.tokens[i].start, s.tokens[j-1].end, false)
	return j
}

// judge adds a candidate when a chain is a name, and returns the index at which to continue.
func (s *scanner) judge(c chain) int {
	if len(c.words) == 0 {
		return max(c.end, c.start+1)
	}
	full := c
	c = s.trim(c)
	if len(c.words) == 0 {
		return full.words[0] + 1
	}
	f := s.factsOf(c)
	before := c.end
	s.extend(&c)
	if last := s.tokens[c.words[len(c.words)-1]]; c.end > before && s.isMark(before, ',') && last.flags&lexicon.Known == 0 {
		f.set(surnameFirst, true)
	}
	index := decide(f)
	if s.teach != nil {
		s.teach(c, f, index)
	}
	rule := &nameRules[index]
	verdict := s.weigh(c, f, index)
	if verdict == no && c.leading {
		return c.start + 1
	}
	if verdict == no {
		return c.words[0] + 1
	}
	start, end := s.tokens[c.start].start, s.tokens[c.end-1].end
	name := rule.name
	if rule.verdict == no {
		name = ruleFound
	}
	s.add(name, Name, start, end, verdict == certain)
	for i := c.start; i < c.end; i++ {
		s.taken[i] = takenByName
	}
	for n, w := range c.words {
		s.rememberName(w, verdict == certain && f.meets(evidence), n == len(c.words)-1 && c.particle)
	}
	return c.end
}

// trim removes words at the start of a chain that have a capital for another reason than being a name: the first word of a
// sentence, a title, a function.
func (s *scanner) trim(c chain) chain {
	if c.initials > 0 {
		return c
	}
	for len(c.words) > 0 {
		w := c.words[0]
		t := &s.tokens[w]
		more := len(c.words) > 1
		switch {
		case c.leading && s.leadingIsPreposition(c):
			// "Van Sanne hoorde ik": a preposition.
		case c.leading:
			return c
		case more && t.flags&(lexicon.Title|lexicon.Function) != 0 && t.flags&lexicon.Given == 0, t.flags&lexicon.Title != 0 && t.flags&lexicon.Word != 0 && !more && t.flags&(lexicon.Given|lexicon.Surname) == 0,
			more && t.startsSentence && s.isOrdinaryWord(w) && t.flags&lexicon.Given == 0 && !(t.flags == 0 && s.tokens[c.words[1]].flags&(lexicon.Surname|lexicon.Given|lexicon.Word) == lexicon.Surname) && !(s.hyphenFollows(w) && s.tokens[c.words[1]].flags&lexicon.Given != 0),
			more && t.startsSentence && t.flags&lexicon.Word != 0 && t.flags&lexicon.Given != 0 && greeting[s.word(w)],
			more && !t.startsSentence && t.flags&lexicon.Word != 0 && t.flags&(lexicon.Given|lexicon.Surname) == 0 && !(s.hyphenFollows(w) && s.tokens[c.words[1]].flags&lexicon.Given != 0) && !(c.words[1] > w+1 && !s.hyphenFollows(w) && !s.isOrdinaryWord(c.words[1])),
			more && t.flags&lexicon.Known != 0 && t.flags&(lexicon.Given|lexicon.Surname) == 0 && !(s.hyphenFollows(w) && s.tokens[c.words[1]].flags&lexicon.Given != 0):
			if s.hyphenFollows(w) && t.flags&lexicon.Surname != 0 {
				return c // "Brouwer-Hendriksen"
			}
			if s.hyphenFollows(w) {
				c.words = nil // "Oud-Wethouder"
				return c
			}
			c.words = c.words[1:]
			if len(c.words) == 0 {
				return c
			}
			c.start = w + 1
			if c.initials = s.initials(c.start) - c.start; c.initials > 0 {
				return c // "DRS K. SCHOUWENAARS"
			}
			c.leading = c.start < c.words[0]
			if c.leading && s.tokens[c.start].shape == shapeLower && !s.hasTitle(c.start) {
				// What is left is like "van Vergunningen", and no name begins like that.
				c.start, c.leading = c.words[0], false
			}
			continue
		default:
			return c
		}
		c.start, c.leading = w, false
		c.particle = len(c.words) > 1 && c.words[len(c.words)-1] > c.words[0]+1
	}
	return c
}

func (s *scanner) hyphenFollows(w int) bool {
	return s.isMark(w+1, '-') && s.tokens[w+1].gap == gapNone
}

// leadingIsPreposition reports whether the particle at the start of a chain is an ordinary preposition or article.
func (s *scanner) leadingIsPreposition(c chain) bool {
	first, w := &s.tokens[c.start], &s.tokens[c.words[0]]
	if c.words[0]-c.start > 1 || s.hasTitle(c.start) {
		return false
	}
	switch s.word(c.start) {
	case "de", "den", "het", "van", "in", "op", "uit", "aan", "voor", "over", "tot", "bij", "te", "en", "do", "la", "met", "die", "al", "ben", "to":
	default:
		return false
	}
	if w.flags&lexicon.Given != 0 && w.flags&lexicon.Surname == 0 {
		return true
	}
	switch s.word(c.start) {
	case "te":
		return first.startsSentence && !s.isPersonVerb(c.end)
	case "de", "van", "den", "het", "la", "al", "ben":
		return s.word(c.start) == "het" || first.shape == shapeCapitalised && w.flags&lexicon.Surname == 0 && first.startsSentence && (w.flags&(lexicon.Place|lexicon.Known|lexicon.Word|lexicon.Function) != 0)
	}
	return first.startsSentence
}

// isPreposition reports whether token i is a particle that is a preposition as well; "van" only counts before an article.
func (s *scanner) isPreposition(i int) bool {
	switch s.word(i) {
	case "in", "op", "uit", "aan", "voor", "over", "tot", "bij", "onder":
		return true
	case "van":
		next := s.word(i + 1)
		return next == "de" || next == "het" || next == "'t"
	}
	return false
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
var apposition = set("van die wiens mijn zijn haar onze hun de een")

// isGivenName reports whether token i has a capital and is a given name but no ordinary word.
func (s *scanner) isGivenName(i int) bool {
	return i < len(s.tokens) && hasCapital(&s.tokens[i]) && s.tokens[i].flags&lexicon.Given != 0 && s.tokens[i].flags&lexicon.Word == 0
}

// inPersonalContext reports whether the words around tokens [start, end) go with a person.
func (s *scanner) inPersonalContext(start, end int) bool {
	if s.isPersonVerb(end) || s.isMark(end, '\'') && s.word(end+1) == "s" {
		return true
	}
	// A speaker at the start of a line: "Lambooij: dat weet ik niet"; and a list of people: "Omta; belt elke week".
	if s.tokens[start].gap >= gapLine && (s.isMark(end, ':') && end+1 < len(s.tokens) && s.tokens[end+1].gap == gapSpace || s.isMark(end, ';') || s.isMark(end, '(')) {
		return true
	}
	if s.isMark(end, ':') && s.tokens[start].flags&lexicon.Given != 0 && s.startsChatLine(start) {
		return true
	}
	if start == 0 || s.tokens[start].gap == gapBlock {
		return false
	}
	before, next := s.word(start-1), s.word(end)
	if p := &s.tokens[start-1]; p.shape == shapeCapitalised && !p.startsSentence {
		before = "" // "programma Samen Sterk": the word belongs to a title
	}
	if beforePerson[before] || humanVerbs[before] || (before == "is" || before == "was") && s.tokens[start].flags&lexicon.Given != 0 {
		return true
	}
	if s.isMark(end, ',') && apposition[s.word(end+1)] && s.tokens[start].flags&lexicon.Given != 0 {
		return true
	}
	if next == "en" || next == "of" || next == "&" {
		switch s.word(end + 1) {
		case "ik", "hij", "zij", "jij", "wij":
			return true
		}
		if s.isGivenName(end + 1) {
			return true
		}
	}
	// Beside another name: "Jitske, Amancio", "Remco of Renco".
	if before == "," || before == "of" || before == "en" || before == "&" || before == "/" {
		j := start - 2
		if s.isMark(j, ')') {
			for j > 0 && start-j < 6 && !s.isMark(j, '(') {
				j--
			}
			j--
		}
		return j >= 0 && s.taken[j] == takenByName
	}
	return false
}

var beforePerson = set("opm aant tav ovv naam achternaam voornaam ondertekend oude ouwe kleine arme jonge als ene zekere toen volgens door aan met bij tegen zekere buurman buurvrouw vriend vriendin collega dossier vrouw man zoon dochter broer zus moeder vader kind kinderen gezin familie vraagt zegt zei vroeg belde mailde antwoordde schreef ik jij hij zij namens behalve zonder achter naast over tussen samen van")

// inNameList reports whether tokens [start, end) follow another name and a comma, or are the speaker of a line of a chat.
func (s *scanner) inNameList(start, end int) bool {
	return s.isMark(start-1, ',') && start > 1 && s.taken[start-2] == takenByName || s.tokens[start].gap >= gapLine && s.isMark(end, ':') && s.startsChatLine(start)
}

// weakParticles holds particles that are mostly articles or prepositions, and often begin a sentence or a title.
var weakParticles = set("de den het van in op uit aan voor over tot bij te la las le les los do to")

// isPersonVerb reports whether token i is a verb with which a person may be the subject: one of the list, or a word with the
// ending of a Dutch verb.
func (s *scanner) isPersonVerb(i int) bool {
	word := s.word(i)
	if verbs[word] || s.word(i+1) == "zich" {
		return true
	}
	if strings.HasPrefix(word, "ge") && len(word) > 5 && (strings.HasSuffix(word, "t") || strings.HasSuffix(word, "d") || strings.HasSuffix(word, "en")) && i < len(s.tokens) && s.tokens[i].shape == shapeLower && s.tokens[i].flags&lexicon.Word != 0 && s.tokens[i].flags&lexicon.Function == 0 {
		return true // "Mark gevraagd"
	}
	t := len(word) > 3 && (strings.HasSuffix(word, "t") || strings.HasSuffix(word, "de")) && i < len(s.tokens) && s.tokens[i].shape == shapeLower && s.tokens[i].flags&lexicon.Word != 0
	return t && !notVerbs[word]
}

// notVerbs holds common words that end like a verb and are none.
var notVerbs = set("niet naast vast juist eerst meest laatst minst echt recht best toch omdat zodat totdat voordat nadat doordat meteen althans direct kort licht slecht vlot soort aarde einde beide zonde ronde liefde vrede waarde mode methode periode vierde derde tweede gezonde goede oude")

// isMassNoun reports whether token i is a noun that needs no article, such as a material or a season.
func (s *scanner) isMassNoun(i int) bool { return massNouns[s.word(i)] }

var massNouns = set("groen blauw rood wit zwart geel bruin grijs brand storm zomer winter lente herfst water wind vuur zand hout staal goud zilver zorg geld tijd recht vrede vreugde geluk moed hoop liefde wijn bier melk brood zout regen sneeuw ijs mist werk klei veen gras zijde wol leer licht rust anders dat die moet")

// innerCapital matches names with a capital inside, such as McGregor.
var innerCapital = pattern(`^(?:Mc|Mac|O'|d'|D'|De|Van|Vande|Vander|Le|La|El|Al|Di|Da|Ben|Bou|Abdel|Ten|Ter|IJ)\p{Lu}\p{Ll}+`)

// isAllCaps reports whether token i is a word of capitals only, of at least two bytes.
func (s *scanner) isAllCaps(i int) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].shape == shapeUpper && s.tokens[i].end-s.tokens[i].start > 1
}

// clauseStarters holds words that are followed by the subject of a clause.
var clauseStarters = set("dat wat of toen als want omdat terwijl nadat voordat zodat hoe waarom wanneer sinds zoals alsof ook dan maar dus gisteren vandaag daarna vervolgens hierop daarop")

// hasDeterminer reports whether an article or a similar word stands before token i, so that the token is an ordinary noun or the
// name of an organisation or project.
func (s *scanner) hasDeterminer(i int) bool {
	if i == 0 || s.tokens[i].gap == gapBlock {
		return false
	}
	switch s.word(i - 1) {
	case "de", "het", "een", "deze", "dit", "die", "dat", "onze", "ons", "uw", "elke", "elk", "geen", "alle", "zijn", "haar", "hun", "mijn", "jouw", "je", "per", "the", "project", "programma", "team", "afdeling", "domein", "cluster", "systeem", "werkgroep", "commissie", "wet", "zaal":
		return true
	}
	return false
}

// extend adds to a chain what follows it and belongs to it: "Kowalczyk, A.", "Gülşen A.", "Vries, J. de".
func (s *scanner) extend(c *chain) {
	j := c.end
	comma := s.isMark(j, ',') && s.tokens[j].gap == gapNone
	if comma {
		j++
	}
	if j >= len(s.tokens) || s.tokens[j].gap != gapSpace || c.initials > 0 {
		return
	}
	k := s.initials(j)
	last := &s.tokens[c.words[len(c.words)-1]]
	begins := s.tokens[c.start].gap == gapBlock || c.start > 0 && s.tokens[c.start-1].shape == shapePunctuation && !s.isMark(c.start-1, ',') && !s.isMark(c.start-1, '.')
	if comma && k == j && begins && last.flags&lexicon.Surname != 0 && (c.leading || last.flags&(lexicon.Word|lexicon.Known) == 0 && (last.flags&lexicon.Given == 0 || s.tokens[c.start].gap == gapBlock || s.isMark(c.start-1, '|'))) && s.mayBeNameWord(j) && s.tokens[j].flags&lexicon.Given != 0 {
		for k = j; k < len(s.tokens) && len(c.words) < maxWords && s.mayBeNameWord(k) && s.tokens[k].gap == gapSpace && s.tokens[k].flags&lexicon.Given != 0; k++ {
			c.words = append(c.words, k) // "Al-Khatib, Mohannad"
		}
	}
	if k == j || !comma && k != j+2 || comma && s.mayBeNameWord(k) && s.tokens[k].gap <= gapLine {
		return
	}
	if !comma && k < len(s.tokens) && s.tokens[k].gap != gapBlock && (s.mayBeNameWord(k) && s.tokens[k].flags&lexicon.Word == 0) {
		return
	}
	c.end = k
	if comma && k < len(s.tokens) {
		if end := s.particles(k); end > k && s.tokens[end-1].shape == shapeLower && (end == len(s.tokens) || s.tokens[end].shape == shapePunctuation || s.tokens[end].gap == gapBlock) {
			c.end = end
		}
	}
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

func (s *scanner) hyphenPrecedes(i int) bool {
	return s.isMark(i-1, '-') && s.tokens[i].gap == gapNone && s.tokens[i-1].gap == gapNone && i > 1 && s.tokens[i-2].shape != shapeDigits
}
