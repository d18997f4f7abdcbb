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

// chain is a row of tokens that is written like a name.
type chain struct {
	start, end int   // indexes of tokens, end exclusive
	initials   int   // number of tokens at the start that are initials and their full stops
	words      []int // indexes of the words with a capital
	particle   bool  // there is a particle in it
	leading    bool  // it begins with a particle
	undotted   bool  // its initials have no full stops
	shortened  bool  // its surname is a letter: Jan H.
}

// chainReader reads a chain from its first token on.
type chainReader struct {
	*scanner
	chain
	next int // the token to read
}

// chain returns the longest row from token i on that is written like a name, or one without words.
func (s *scanner) chain(i int) chain {
	r := chainReader{scanner: s, chain: chain{start: i, end: i}, next: i}
	r.readInitials()
	for r.next < len(s.tokens) && len(r.words) < maxWords && r.readWord() {
	}
	return r.chain
}

// readInitials reads the initials at the start: "F.J.", "F.J. (Frenk)".
func (r *chainReader) readInitials() {
	i := r.next
	if r.next = r.scanner.initials(i); r.next == i {
		r.readUndotted()
		return
	}
	r.chain.initials = r.next - i
	r.end = r.next
	if r.isMark(r.next, '(') && r.mayBeNameWord(r.next+1) && r.isMark(r.next+2, ')') {
		r.words = append(r.words, r.next+1)
		r.next += 3
	}
}

// readUndotted reads initials without full stops before a surname: "A de Jong", "P H Dekker". One letter needs a particle or a surname behind it, for
// "Bijlage A Begroting" has a letter as well.
func (r *chainReader) readUndotted() {
	i := r.next
	j := i
	for j < min(len(r.tokens), i+4) && r.tokens[j].shape == shapeCapital && r.taken[j] == notTaken && r.normal.text[r.tokens[j].start] != '\'' && (j == i || r.tokens[j].gap == gapSpace) && !r.isMark(j+1, '.') {
		j++
	}
	if j == i || j >= len(r.tokens) || r.tokens[j].gap != gapSpace {
		return
	}
	word := r.particles(j)
	if !r.mayBeNameWord(word) || r.tokens[word].shape != shapeCapitalised || r.tokens[word].gap != gapSpace || r.tokens[word].flags&(lexicon.Function|lexicon.Title|lexicon.Portfolio) != 0 && word == j {
		return
	}
	surname := r.tokens[word].flags&lexicon.Surname != 0 && r.tokens[word].flags&lexicon.Word == 0
	surname = surname || r.tokens[word].flags&^lexicon.Proper == 0 && !r.isOrdinaryWord(word) && (r.isPersonVerb(word+1) || r.followsLabel(i) || r.word(i-1) == "en" || r.word(i-1) == "–" || r.isMark(i-1, '-'))
	if j-i > 1 || word > j && r.tokens[j].shape == shapeLower && !r.in(j, article) || word > j+1 || surname || word > j && r.tokens[word].flags&lexicon.Surname != 0 {
		r.chain.initials, r.undotted = j-i, true
		r.next, r.end = j, j
	}
}

// readWord reads a word with the particles before it and the hyphens behind it, and reports whether the chain may go on.
func (r *chainReader) readWord() bool {
	if r.next > r.start && r.nameBreaksBefore(r.next) {
		return false
	}
	word, ok := r.particlesBefore()
	if !ok || !r.mayBeNameWord(word) {
		return false
	}
	if word > r.next {
		r.particle = true
		r.leading = r.leading || len(r.words) == 0 && r.chain.initials == 0
		if r.isNoSurname(word) {
			return false
		}
	}
	strong := word > r.next && (r.isStrongParticle(r.next, word) || r.word(r.next) == "ter")
	strong = strong || word > r.next && r.tokens[word].flags&lexicon.Surname != 0 // "Sem van Wijk"
	if len(r.words) > 0 && r.endsName(r.chain, word) && !(strong && r.tokens[word].flags&lexicon.Closed != 0) {
		return false
	}
	r.take(word)
	if r.isMark(r.next, '-') && r.tokens[r.next].gap == gapNone && r.next+1 < len(r.tokens) && r.tokens[r.next+1].gap == gapNone {
		if more, done := r.readHyphen(word); done {
			return more
		}
	}
	r.readLetterInside(word)
	r.readInitialsInside()
	r.readSpacedHyphen()
	return true
}

// take adds a word.
func (r *chainReader) take(word int) {
	r.words = append(r.words, word)
	r.end = word + 1
	r.next = word + 1
}

// particlesBefore returns the index of the word behind the particles at the next token, and whether the chain may go on with it. A particle only counts
// before a word of a name. Before the first word it must have a capital, or follow initials or a title.
func (r *chainReader) particlesBefore() (word int, ok bool) {
	t := &r.tokens[r.next]
	if t.flags&lexicon.Particle == 0 && (t.shape != shapeLower || t.end-t.start >= 4) {
		return r.next, true
	}
	word = r.particles(r.next)
	if word == r.next {
		return word, true
	}
	first := len(r.words) == 0 && r.chain.initials == 0
	if r.mayBeNameWord(word) && !r.nameBreaksBefore(word) && !(first && t.shape == shapeLower && !r.hasTitle(r.next) && !r.isStrongParticle(r.next, word)) {
		return word, true
	}
	if !r.mayBeNameWord(r.next) || first && word == r.next+1 && (t.flags&lexicon.Surname == 0 || t.startsSentence) {
		return 0, false
	}
	return r.next, true // "Ben", "Bou": a name after all
}

// isNoSurname reports whether the word behind a particle may be anything, as behind a preposition: "Sanne van Vergunningen", "Sanne in de Betuwe".
func (r *chainReader) isNoSurname(word int) bool {
	t := &r.tokens[word]
	if len(r.words) == 0 || t.flags&lexicon.Surname != 0 {
		return false
	}
	before := r.word(word - 1)
	given := r.tokens[r.words[0]].flags&lexicon.Given != 0
	office := t.flags&(lexicon.Portfolio|lexicon.Function|lexicon.Closed|lexicon.Known) != 0
	switch {
	case before == "van" && given && !office && t.shape == shapeCapitalised && !r.isOrdinaryWord(word):
		return false // "Ton van Dort", "Pieter Jacob Teding van Swanenbergh"
	case before == "van" && (t.flags&(lexicon.Word|lexicon.Place) != 0 || len(r.words) > 1):
		return true
	case r.chain.initials > 0:
		return false
	case t.flags&(lexicon.Portfolio|lexicon.Known) != 0 && !r.isStrongParticle(r.next, word) && before != "'t":
		return true
	}
	return r.isPreposition(r.next) && r.word(r.next) != "van" && t.flags&(lexicon.Place|lexicon.Known|lexicon.Portfolio|lexicon.Function) != 0
}

// readHyphen reads what a hyphen joins to a word: Anne-Marie, Jansen-de Wit. When done is true it says whether the chain may go on.
func (r *chainReader) readHyphen(word int) (more, done bool) {
	behind := r.next + 1
	second := r.particles(behind)
	if second > behind && !r.mayBeNameWord(second) && r.mayBeNameWord(behind) {
		second = behind // "Boonekamper-Lo"
	}
	if r.tokens[behind].shape == shapeCapital && r.isMark(behind+1, '-') && r.tokens[behind+1].gap == gapNone {
		second = behind // Tjon-A-Joe
	}
	if r.mayBeNameWord(second) || second == behind && r.tokens[second].shape == shapeCapital {
		r.particle = r.particle || second > behind
		r.take(second)
		for r.isMark(r.next, '-') && len(r.words) < maxWords && r.tokens[r.next].gap == gapNone && r.next+1 < len(r.tokens) && r.tokens[r.next+1].gap == gapNone &&
			(r.mayBeNameWord(r.next+1) || r.tokens[r.next+1].shape == shapeCapital) {
			r.take(r.next + 1)
		}
		return true, false
	}
	half := &r.tokens[behind]
	if half.shape == shapePunctuation {
		return true, false
	}
	if half.flags&lexicon.Word == 0 && half.shape == shapeLower && half.end-half.start < 6 &&
		(len(r.words) > 1 || r.tokens[word].flags&lexicon.Given != 0 && r.mayBeNameWord(behind+1)) {
		r.next += 2 // "Yuen Tak-sing", "Kyung-soo Kim"
		r.end = r.next
		return true, true
	}
	// "Woo-verzoek", "Jansen-dossier": a compound noun, which is no name.
	r.end = behind + 1
	r.words = nil
	return false, true
}

// readLetterInside reads "A Kiet" of "Tjon A Kiet".
func (r *chainReader) readLetterInside(word int) {
	j := r.next
	if j+1 < len(r.tokens) && r.tokens[j].shape == shapeCapital && r.lowerText[r.tokens[j].start] == 'a' && r.tokens[j].gap == gapSpace &&
		r.mayBeNameWord(j+1) && r.tokens[j+1].gap == gapSpace && r.tokens[word].flags&lexicon.Word == 0 {
		r.take(j + 1)
	}
}

// readInitialsInside reads the initials of "Mark J. de Vries".
func (r *chainReader) readInitialsInside() {
	j := r.next
	if k := r.scanner.initials(j); k > j && k < len(r.tokens) && r.tokens[j].gap == gapSpace && (r.mayBeNameWord(k) || r.particles(k) > k) {
		r.next = k
	}
}

// readSpacedHyphen reads the second half of "Marieke Pietersen – de Wit": a dash between spaces, and a surname with a particle or one that is nothing else.
func (r *chainReader) readSpacedHyphen() {
	j := r.next
	if len(r.words) < 2 && r.chain.initials == 0 && !r.hasTitle(r.start) || j+1 >= len(r.tokens) || r.tokens[j].gap != gapSpace || r.tokens[j+1].gap > gapSpace {
		return
	}
	if !r.isMark(j, '-') && r.tokenText(&r.tokens[j]) != "–" {
		return
	}
	spaced := r.tokens[j+1].gap == gapSpace
	word := r.particles(j + 1)
	if !r.mayBeNameWord(word) || r.tokens[word].gap != gapSpace && spaced || r.tokens[word].shape != shapeCapitalised {
		return
	}
	t := &r.tokens[word]
	if t.flags&(lexicon.Function|lexicon.Portfolio|lexicon.Closed) != 0 || t.flags&lexicon.Surname == 0 || word == j+1 && t.flags&(lexicon.Word|lexicon.Place|lexicon.Given) != 0 {
		return
	}
	r.particle = r.particle || word > j+1
	r.take(word)
}

// trim removes words at the start of a chain that have a capital for another reason than being a name: the first word of a
// sentence, a title, a function.
func (s *scanner) trim(c chain) chain {
	for c.initials == 0 && len(c.words) > 0 {
		w := c.words[0]
		switch {
		case c.leading && s.leadingIsPreposition(c):
			// "Van Sanne hoorde ik": a preposition.
			c.start, c.leading = w, false
			c.particle = len(c.words) > 1 && c.words[len(c.words)-1] > w+1
			continue
		case c.leading || !s.isBeforeName(c):
			return c
		case s.hyphenFollows(w) && s.tokens[w].flags&lexicon.Surname != 0:
			return c // "Brouwer-Hendriksen"
		case s.hyphenFollows(w):
			c.words = nil // "Oud-Wethouder"
			return c
		}
		if c.words = c.words[1:]; len(c.words) == 0 {
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
	}
	return c
}

// isBeforeName reports whether the first word of a chain stands before the name rather than being its first word.
func (s *scanner) isBeforeName(c chain) bool {
	w := c.words[0]
	t := &s.tokens[w]
	if len(c.words) == 1 {
		return t.flags&lexicon.Title != 0 && t.flags&lexicon.Word != 0 && t.flags&(lexicon.Given|lexicon.Surname) == 0
	}
	second := &s.tokens[c.words[1]]
	given, named := t.flags&lexicon.Given != 0, t.flags&(lexicon.Given|lexicon.Surname) != 0
	double := s.hyphenFollows(w) && second.flags&lexicon.Given != 0 // "Mei-Ling"
	switch {
	case t.flags&(lexicon.Title|lexicon.Function) != 0 && !given:
		return true
	case t.startsSentence && t.flags&lexicon.Word != 0 && given && s.in(w, greeting):
		return true
	case double:
		return false
	case t.flags&lexicon.Known != 0 && !named:
		return true
	case t.startsSentence:
		return s.isOrdinaryWord(w) && !given && !(t.flags == 0 && second.flags&(lexicon.Surname|lexicon.Given|lexicon.Word) == lexicon.Surname)
	}
	if t.flags&lexicon.Word == 0 || named || s.isIntroducedWord(w, c.words[1]) {
		return false
	}
	return c.words[1] == w+1 || s.hyphenFollows(w) || s.isOrdinaryWord(c.words[1])
}

// isIntroducedWord reports whether word w, which is ordinary, is the given name of somebody: what stands before it announces a person, and a word follows
// that is in no list. "Cellist Rombout Schoenmakerz", "door Io Vastenhouw".
func (s *scanner) isIntroducedWord(w, next int) bool {
	t, n := &s.tokens[w], &s.tokens[next]
	if next != w+1 || n.gap != gapSpace || t.shape != shapeCapitalised || n.shape != shapeCapitalised || t.flags&(lexicon.Closed|lexicon.Known|lexicon.Portfolio|lexicon.Function|lexicon.Title) != 0 ||
		n.flags&^lexicon.Proper != 0 || s.in(w, organisationBefore) || s.in(w, companyWords) {
		return false
	}
	switch before := s.word(w - 1); before {
	case "door", "volgens", "namens":
		return true
	case "en":
		return w > 1 && s.taken[w-2] == takenByName
	}
	return s.hasTitle(w) && s.tokens[w-1].shape != shapeCapitalised
}

// extend adds to a chain what follows it and belongs to it: "Kowalczyk, A.", "Gülşen A.", "Vries, J. de". It reports whether a comma is in that.
func (s *scanner) extend(c *chain) (comma bool) {
	j := c.end
	if comma = s.isMark(j, ',') && s.tokens[j].gap == gapNone; comma {
		j++
	}
	if j >= len(s.tokens) || s.tokens[j].gap != gapSpace || c.initials > 0 {
		return false
	}
	k := s.initials(j)
	if !comma && s.isShortened(c, j) {
		c.shortened = true
		c.end = s.initials(s.particles(j))
		return false
	}
	if comma && k == j && s.isSurnameFirst(c, j) {
		for k = j; k < len(s.tokens) && len(c.words) < maxWords && s.mayBeNameWord(k) && s.tokens[k].gap == gapSpace && s.tokens[k].flags&lexicon.Given != 0; k++ {
			c.words = append(c.words, k) // "Al-Khatib, Mohannad"
		}
	}
	switch {
	case k == j || !comma && k != j+2:
		return false
	case comma && s.mayBeNameWord(k) && s.tokens[k].gap <= gapLine:
		return false
	case !comma && s.mayBeNameWord(k) && s.tokens[k].gap != gapBlock && s.tokens[k].flags&lexicon.Word == 0:
		return false
	}
	c.end = k
	if !comma || k >= len(s.tokens) {
		return comma
	}
	if end := s.particles(k); end > k && s.tokens[end-1].shape == shapeLower && (end == len(s.tokens) || s.tokens[end].shape == shapePunctuation || s.tokens[end].gap == gapBlock) {
		c.end = end
	}
	return true
}

// isShortened reports whether the letter of a surname follows a given name at token j, as of a suspect: "Jan H.", "Joey van den B.".
func (s *scanner) isShortened(c *chain, j int) bool {
	first := &s.tokens[c.words[0]]
	if len(c.words) > 2 || first.flags&lexicon.Surname != 0 && first.flags&lexicon.Given == 0 || first.flags&(lexicon.Closed|lexicon.Function|lexicon.Portfolio) != 0 || first.shape != shapeCapitalised {
		return false
	}
	letter := s.particles(j)
	if letter >= len(s.tokens) || s.tokens[letter].shape != shapeCapital && !(s.tokens[letter].shape == shapeCapitalised && s.in(letter, doubleInitial)) || s.tokens[letter].gap > gapSpace || !s.isMark(letter+1, '.') || s.tokens[letter+1].gap != gapNone {
		return false
	}
	if first.flags&lexicon.Given == 0 && letter == j && (first.flags&^(lexicon.Phrase|lexicon.Proper) != 0 || !s.isSuspect(c.start)) {
		return false // "Vitamine D."
	}
	next := letter + 2
	return next >= len(s.tokens) || s.tokens[next].gap != gapNone && !s.mayBeNameWord(next) || s.tokens[next].startsSentence || s.tokens[next].shape == shapePunctuation
}

// isSuspect reports whether the words before token i are of a report on a crime.
func (s *scanner) isSuspect(i int) bool {
	for j := max(0, i-4); j < i; j++ {
		switch s.word(j) {
		case "verdachte", "jarige", "dader", "slachtoffer", "getuige", "veroordeelde", "gedaagde", "dat":
			return true
		}
	}
	return false
}

// isEntry reports whether a chain, a comma and the given name at token j are an entry of a list by themselves: "Bijleveldt, Annemijn – notulist".
func (s *scanner) isEntry(c *chain, j int) bool {
	t, first := &s.tokens[j], &s.tokens[c.start]
	if t.flags&lexicon.Given == 0 || t.flags&lexicon.Closed != 0 || s.tokens[c.words[0]].flags&lexicon.Given != 0 && s.tokens[c.words[0]].flags&lexicon.Surname == 0 {
		return false
	}
	if first.gap < gapLine && !s.beginsItem(c.start) && !s.isMark(c.start-1, '|') && !s.isMark(c.start-1, ';') && !s.followsLabel(c.start) {
		return false
	}
	for j++; s.mayBeNameWord(j) && s.tokens[j].gap == gapSpace; j++ {
	}
	if j = s.particles(j); j >= len(s.tokens) || s.tokens[j].gap >= gapLine {
		return true
	}
	switch s.tokenText(&s.tokens[j]) {
	case "–", "-", "(", "|", ";":
		return true
	}
	return false
}

// isSurnameFirst reports whether a given name at token j, behind a chain and a comma, belongs to it: "Al-Khatib, Mohannad".
func (s *scanner) isSurnameFirst(c *chain, j int) bool {
	if !s.mayBeNameWord(j) {
		return false
	}
	if last := &s.tokens[c.words[len(c.words)-1]]; s.isEntry(c, j) && last.flags&(lexicon.Function|lexicon.Portfolio|lexicon.Closed|lexicon.Title) == 0 {
		return true
	}
	if s.tokens[j].flags&lexicon.Given == 0 {
		return false
	}
	last := &s.tokens[c.words[len(c.words)-1]]
	block := s.tokens[c.start].gap == gapBlock
	begins := block || c.start > 0 && s.tokens[c.start-1].shape == shapePunctuation && !s.isMark(c.start-1, ',') && !s.isMark(c.start-1, '.')
	if !begins || last.flags&lexicon.Surname == 0 {
		return false
	}
	return c.leading || last.flags&(lexicon.Word|lexicon.Known) == 0 && (last.flags&lexicon.Given == 0 || block || s.isMark(c.start-1, '|'))
}

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
		if p := s.word(i - 1); (p == "in" || p == "op" || p == "uit" || p == "aan" || p == "voor" || p == "over" || p == "tot" || p == "bij" || p == "onder") && (i == len(s.tokens) || !s.in(i, article)) {
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
var article = words("de den der 't het ter 'n d")

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
		case t.shape == shapeCapital && dotted, dotted && (t.shape == shapeCapitalised || t.shape == shapeMixed) && s.in(i, doubleInitial):
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
var doubleInitial = words(`th ch chr ph fr joh ij st jac alb ant corn wm gerh hendr kl sj tj fl fred jos aug herm sc`)

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
	if len(c.words) == 1 && j-1 == c.words[0] && t.gap == gapSpace && t.shape == shapeCapitalised && s.mayBeGiven(j-1) {
		// "Wieke Los", "Liesje Arts", "Kenrick Wimpel": any word with a capital behind what may be a given name.
		return t.flags&lexicon.Surname == 0 && t.flags&(lexicon.Title|lexicon.Portfolio) != 0 || t.flags&lexicon.Closed != 0 && t.startsSentence
	}
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

// mayBeGiven reports whether token i may be a given name: it is one, or it is in no list and no word.
func (s *scanner) mayBeGiven(i int) bool {
	t := &s.tokens[i]
	if t.flags&lexicon.Given != 0 {
		return t.flags&lexicon.Closed == 0
	}
	return t.shape == shapeCapitalised && t.flags&^(lexicon.Proper|lexicon.Phrase|lexicon.Surname) == 0 && t.end-t.start > 2 && !s.isOrdinaryWord(i)
}

func (s *scanner) hyphenFollows(w int) bool {
	return s.isMark(w+1, '-') && s.tokens[w+1].gap == gapNone
}

func (s *scanner) hyphenPrecedes(i int) bool {
	return s.isMark(i-1, '-') && s.tokens[i].gap == gapNone && s.tokens[i-1].gap == gapNone && i > 1 && s.tokens[i-2].shape != shapeDigits
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
		if s.in(c.end, humanVerbs) && w.flags&(lexicon.Known|lexicon.Function|lexicon.Portfolio) == 0 && s.word(c.start) != "het" {
			return false // "Van Velp zei", "De Rode weigert"
		}
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
