package detect

import (
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

func isCapital(t *token) bool {
	return t.shape == large || t.shape == upper || t.shape == single
}

// nameCapital reports whether token i may be a word of a name by the way it is written.
func (s *scan) nameCapital(i int) bool {
	if i < 0 || i >= len(s.tokens) || s.taken[i] != free {
		return false
	}
	t := &s.tokens[i]
	switch t.shape {
	case large:
		return true
	case upper:
		return t.end-t.start > 1
	case mixed: // McGregor, O'Brien, IJsbrand
		return t.key != 0 && startsLarge(s.normal.text[t.start:t.end])
	}
	return false
}

func startsLarge(b []byte) bool {
	r, _ := utf8.DecodeRune(b)
	return strings.ToLower(string(r)) != string(r)
}

// interfixes reads tussenvoegsels from token i on, and returns the token behind them: "van der", "v.d.", "v/d", "in 't".
func (s *scan) interfixes(i int) int {
	for i < len(s.tokens) && s.taken[i] == free {
		t := &s.tokens[i]
		word := s.word(i)
		switch {
		case t.is&lexicon.Interfix != 0 && (t.shape == small || t.shape == large || t.shape == upper || t.shape == single && s.normal.text[t.start] == '\''):
			i++
		case t.shape == small && (word == "v" || word == "vd" || word == "d" || word == "vdr" || word == "o") && i+1 < len(s.tokens):
			i++
			for (s.isMark(i, '.') || s.isMark(i, '/')) && s.tokens[i].gap == glued {
				i++
			}
		default:
			return i
		}
		if p := s.word(i - 1); (p == "in" || p == "op" || p == "uit" || p == "aan" || p == "voor" || p == "over" || p == "tot" || p == "bij" || p == "onder") && (i == len(s.tokens) || !article[s.word(i)]) {
			return i - 1
		}
		// "el-Khattabi", "Al-Jubouri".
		if s.isMark(i, '-') && s.tokens[i].gap == glued && i+1 < len(s.tokens) && s.tokens[i+1].gap == glued {
			i++
		}
		if i < len(s.tokens) && s.tokens[i].gap == parted {
			return i
		}
	}
	return i
}

// article holds the tussenvoegsels that follow a preposition: "op den", "in 't".
var article = set("de den der 't het ter 'n d")

// strong reports whether the tussenvoegsels from token i up to end are hardly anything else: "van der", "v.d.", "ter".
func (s *scan) strong(i, end int) bool {
	for ; i < end; i++ {
		switch s.word(i) {
		case "'t":
			if s.tokens[i].first && s.acts(end+1) {
				return true // "'t Lam vraagt"
			}
		case "der", "den", "vd", "ter", "d":
			return end-i > 1 || i+1 == end && s.word(i-1) != "in" && (s.word(i) != "den" && s.word(i) != "der" && s.word(i) != "d" || i > 0 && s.tokens[i].gap <= spaced)
		}
	}
	return false
}

// word is token i in small letters, or "" when there is none.
func (s *scan) word(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.small[s.tokens[i].start:s.tokens[i].end]
}

// initials reads initials from token i on, and returns the token behind them: "J.W.", "Th.", "A.B.C", "JP".
func (s *scan) initials(i int) int {
	start := i
	for i < len(s.tokens) && s.taken[i] == free {
		t := &s.tokens[i]
		if i > start && t.gap > spaced {
			break
		}
		dotted := s.isMark(i+1, '.') && s.tokens[i+1].gap == glued
		switch {
		case t.shape == single && dotted, dotted && (t.shape == large || t.shape == mixed) && doubleInitial[s.word(i)]:
			i += 2
			if s.isMark(i, '-') && s.tokens[i].gap == glued && i+1 < len(s.tokens) && s.tokens[i+1].shape == single {
				i++
			}
			continue
		case t.shape == single && i > start && t.gap == glued:
			i++ // J.W without the last full stop
		}
		break
	}
	return i
}

var doubleInitial = set(`th ch chr ph fr joh ij st jac alb ant corn wm gerh hendr kl sj tj fl fred jos aug herm sc`)

// chain is a possible name: a row of tokens.
type chain struct {
	start, end int // tokens, end exclusive
	initials   int // how many tokens at its start
	words      []int
	interfix   bool // somewhere in it
	leading    bool // it begins with a tussenvoegsel
}

// chain reads the longest row from token i that is written as a name, or an empty one.
func (s *scan) chain(i int) chain {
	c := chain{start: i, end: i}
	j := s.initials(i)
	c.initials = j - i
	if c.initials > 0 {
		c.end = j
		// "F.J. (Frenk) Schreurs"
		if s.isMark(j, '(') && s.nameCapital(j+1) && s.isMark(j+2, ')') {
			c.words = append(c.words, j+1)
			j += 3
		}
	}
	for j < len(s.tokens) {
		if j > i && s.breaks(j) {
			break
		}
		after := j
		if s.tokens[j].is&lexicon.Interfix != 0 || s.tokens[j].shape == small && s.tokens[j].end-s.tokens[j].start < 4 {
			after = s.interfixes(j)
		}
		if after > j {
			// A tussenvoegsel only counts with a name behind it; before the first word it must be large, or have initials or a title before it.
			if !s.nameCapital(after) || s.breaks(after) || len(c.words) == 0 && c.initials == 0 && s.tokens[j].shape == small && !s.titled(j) && !s.strong(j, after) {
				if s.nameCapital(j) && len(c.words) == 0 && c.initials == 0 && after == j+1 {
					break
				}
				if !s.nameCapital(j) {
					break
				}
				after = j // "Ben", "Bou": a name after all
			}
		}
		if !s.nameCapital(after) {
			break
		}
		if after > j {
			c.interfix = true
			c.leading = c.leading || len(c.words) == 0 && c.initials == 0
			// A word after a preposition may be anything: "Sanne van Vergunningen".
			t := &s.tokens[after]
			if len(c.words) > 0 && c.initials == 0 && t.is&(lexicon.Portfolio|lexicon.Known) != 0 && t.is&lexicon.Surname == 0 && !s.strong(j, after) && s.word(after-1) != "'t" {
				break
			}
			if len(c.words) > 0 && c.initials == 0 && s.preposition(j) && s.word(j) != "van" && t.is&lexicon.Surname == 0 && t.is&(lexicon.Place|lexicon.Known|lexicon.Portfolio|lexicon.Function) != 0 {
				break // "Sanne in de Betuwe"
			}
			if len(c.words) > 0 && t.is&lexicon.Surname == 0 && s.word(after-1) == "van" && (t.is&(lexicon.Word|lexicon.Place) != 0 || len(c.words) > 1) {
				break
			}
		}
		if n := len(c.words); n > 0 && s.endsName(c, after) && !(after > j && s.tokens[after].is&lexicon.Closed != 0 && (s.strong(j, after) || s.word(j) == "ter")) {
			break
		}
		c.words = append(c.words, after)
		c.end = after + 1
		j = after + 1
		// A hyphen joins: Anne-Marie, Jansen-de Wit.
		if s.isMark(j, '-') && s.tokens[j].gap == glued && j+1 < len(s.tokens) && s.tokens[j+1].gap == glued {
			next := s.interfixes(j + 1)
			if s.tokens[j+1].shape == single && s.isMark(j+2, '-') && s.tokens[j+2].gap == glued {
				next = j + 1 // Tjon-A-Joe
			}
			if s.nameCapital(next) || next == j+1 && s.tokens[next].shape == single {
				c.interfix = c.interfix || next > j+1
				c.words = append(c.words, next)
				c.end = next + 1
				j = next + 1
				for s.isMark(j, '-') && s.tokens[j].gap == glued && j+1 < len(s.tokens) && s.tokens[j+1].gap == glued && (s.nameCapital(j+1) || s.tokens[j+1].shape == single) {
					c.words = append(c.words, j+1)
					c.end = j + 2
					j += 2
				}
			} else if s.tokens[j+1].shape != mark {
				// "Woo-verzoek", "Jansen-dossier": the second half makes it a thing.
				if half := &s.tokens[j+1]; half.is&lexicon.Word == 0 && half.shape == small && half.end-half.start < 6 && (len(c.words) > 1 || s.tokens[after].is&lexicon.Given != 0 && s.nameCapital(j+2)) {
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
		if j+1 < len(s.tokens) && s.tokens[j].shape == single && s.small[s.tokens[j].start] == 'a' && s.tokens[j].gap == spaced && s.nameCapital(j+1) && s.tokens[j+1].gap == spaced && s.tokens[after].is&lexicon.Word == 0 {
			c.words = append(c.words, j+1)
			c.end = j + 2
			j += 2
		}
		// Initials in the middle: "Mark J. de Vries".
		if k := s.initials(j); k > j && k < len(s.tokens) && s.tokens[j].gap == spaced && (s.nameCapital(k) || s.interfixes(k) > k) {
			j = k
		}
	}
	return c
}

// breaks reports whether a name can't go on at token j: there is no plain space before it.
func (s *scan) breaks(j int) bool {
	t := &s.tokens[j]
	switch t.gap {
	case parted:
		return true
	case newLine:
		// After a short line the next one is a new thing: lines of an address or a signature.
		line := 0
		for p := s.tokens[j-1].end; p > 0 && s.normal.text[p-1] != softBreak && s.normal.text[p-1] != hardBreak; p-- {
			line++
		}
		return line < shortLine && t.is&(lexicon.Word|lexicon.Place|lexicon.Known) != 0 || line < 20
	case glued:
		return j > 0 && s.tokens[j-1].shape == mark && !s.isMark(j-1, '.') && !s.isMark(j-1, '-') && !s.isMark(j-1, '/')
	}
	return false
}

// endsName reports whether the word at token j no longer belongs to the name before it.
func (s *scan) endsName(c chain, j int) bool {
	t := &s.tokens[j]
	named := t.is&(lexicon.Given|lexicon.Surname) != 0
	switch {
	case t.is&lexicon.Closed != 0:
		return true
	case t.is&(lexicon.Function|lexicon.Title|lexicon.Portfolio) != 0 && t.is&lexicon.Word != 0 && t.is&lexicon.Surname == 0:
		return true
	case t.is&lexicon.Known != 0 && !named:
		return true
	case t.is&lexicon.Word != 0 && !named:
		return s.tokens[c.words[len(c.words)-1]].is&lexicon.Given == 0 || t.gap == newLine
	case t.shape == upper && s.tokens[c.words[0]].shape == large && !named:
		return true
	}
	return false
}

// person looks for a name that begins at token i, and returns the token from which to go on.
func (s *scan) person(i int) int {
	t := &s.tokens[i]
	if end := s.spread(i); end > i {
		return end
	}
	if t.shape == small {
		if (t.is&lexicon.Interfix != 0 || s.word(i) == "v" || s.word(i) == "vd") && (s.titled(i) || s.strong(i, s.interfixes(i))) {
			if c := s.chain(i); len(c.words) > 0 {
				return s.judge(c)
			}
		}
		return s.smallPerson(i)
	}
	if t.shape == mark || t.shape == number || t.shape == mixed && t.key == 0 {
		return i + 1
	}
	if t.shape == large && t.is&^(lexicon.Proper|lexicon.Phrase) == 0 && t.end-t.start > 3 && s.text[t.end-1] == 's' && i+1 < len(s.tokens) && s.tokens[i+1].shape == small {
		// "Toms reactie"
		if stem := lexicon.Hash(s.text[t.start : t.end-1]); s.lookup(stem)&lexicon.Given != 0 {
			s.found(Name, t.start, t.end-1, false)
			s.taken[i] = byName
			return i + 1
		}
	}
	return s.judge(s.chain(i))
}

// spread takes a name that is written with a space between its letters.
func (s *scan) spread(i int) int {
	j := i
	var letters []byte
	for j < len(s.tokens) && s.tokens[j].end-s.tokens[j].start == 1 && s.tokens[j].shape != mark && s.tokens[j].shape != number && (j == i || s.tokens[j].gap == spaced) && s.taken[j] == free {
		letters = append(letters, s.normal.text[s.tokens[j].start])
		j++
	}
	if len(letters) < 4 || lexicon.Lookup(lexicon.Hash(string(letters)))&(lexicon.Given|lexicon.Surname) == 0 {
		return i
	}
	s.found(Name, s.tokens[i].start, s.tokens[j-1].end, false)
	return j
}

// judge decides whether a chain is a name, and returns the token from which to go on.
func (s *scan) judge(c chain) int {
	if len(c.words) == 0 {
		return max(c.end, c.start+1)
	}
	full := c
	c = s.trim(c)
	if len(c.words) == 0 {
		return full.words[0] + 1
	}
	verdict := s.verdict(c)
	before := c.end
	s.extend(&c)
	if last := s.tokens[c.words[len(c.words)-1]]; c.end > before && s.isMark(before, ',') && last.is&lexicon.Known == 0 {
		verdict = certain // "Veldhuizen, R.E."
	}
	if verdict == no && c.leading {
		return c.start + 1
	}
	if verdict == no {
		return c.words[0] + 1
	}
	start, end := s.tokens[c.start].start, s.tokens[c.end-1].end
	s.found(Name, start, end, verdict == certain)
	for i := c.start; i < c.end; i++ {
		s.taken[i] = byName
	}
	for n, w := range c.words {
		s.register(w, verdict == certain, n == len(c.words)-1 && c.interfix)
	}
	return c.end
}

// trim takes off what stands before a name and is written large for another reason: the start of a sentence, a title, a function.
func (s *scan) trim(c chain) chain {
	if c.initials > 0 {
		return c
	}
	for len(c.words) > 0 {
		w := c.words[0]
		t := &s.tokens[w]
		more := len(c.words) > 1
		switch {
		case c.leading && s.leadingFalls(c):
			// "Van Sanne hoorde ik": a preposition.
		case c.leading:
			return c
		case more && t.is&(lexicon.Title|lexicon.Function) != 0 && t.is&lexicon.Given == 0, t.is&lexicon.Title != 0 && t.is&lexicon.Word != 0 && !more && t.is&(lexicon.Given|lexicon.Surname) == 0,
			more && t.first && s.ordinary(w) && t.is&lexicon.Given == 0 && !(t.is == 0 && s.tokens[c.words[1]].is&(lexicon.Surname|lexicon.Given|lexicon.Word) == lexicon.Surname) && !(s.hyphenAfter(w) && s.tokens[c.words[1]].is&lexicon.Given != 0),
			more && t.first && t.is&lexicon.Word != 0 && t.is&lexicon.Given != 0 && greeting[s.word(w)],
			more && !t.first && t.is&lexicon.Word != 0 && t.is&(lexicon.Given|lexicon.Surname) == 0 && !(s.hyphenAfter(w) && s.tokens[c.words[1]].is&lexicon.Given != 0) && !(c.words[1] > w+1 && !s.hyphenAfter(w) && !s.ordinary(c.words[1])),
			more && t.is&lexicon.Known != 0 && t.is&(lexicon.Given|lexicon.Surname) == 0 && !(s.hyphenAfter(w) && s.tokens[c.words[1]].is&lexicon.Given != 0):
			if s.hyphenAfter(w) && t.is&lexicon.Surname != 0 {
				return c // "Brouwer-Hendriksen"
			}
			if s.hyphenAfter(w) {
				c.words = nil // "Oud-Wethouder"
				return c
			}
			c.words = c.words[1:]
			if len(c.words) == 0 {
				return c
			}
			c.start = w + 1
			c.leading = c.start < c.words[0]
			if c.leading && s.tokens[c.start].shape == small && !s.titled(c.start) {
				// What is left is "van Vergunningen": no name begins so.
				c.start, c.leading = c.words[0], false
			}
			continue
		default:
			return c
		}
		c.start, c.leading = w, false
		c.interfix = len(c.words) > 1 && c.words[len(c.words)-1] > c.words[0]+1
	}
	return c
}

func (s *scan) hyphenAfter(w int) bool {
	return s.isMark(w+1, '-') && s.tokens[w+1].gap == glued
}

// leadingFalls reports whether the tussenvoegsel that begins a chain is a preposition or an article there.
func (s *scan) leadingFalls(c chain) bool {
	first, w := &s.tokens[c.start], &s.tokens[c.words[0]]
	if c.words[0]-c.start > 1 || s.titled(c.start) {
		return false
	}
	switch s.word(c.start) {
	case "de", "den", "het", "van", "in", "op", "uit", "aan", "voor", "over", "tot", "bij", "te", "en", "do", "la", "met", "die", "al", "ben", "to":
	default:
		return false
	}
	if w.is&lexicon.Given != 0 && w.is&lexicon.Surname == 0 {
		return true
	}
	switch s.word(c.start) {
	case "te":
		return first.first && !s.acts(c.end)
	case "de", "van", "den", "het", "la", "al", "ben":
		return s.word(c.start) == "het" || first.shape == large && w.is&lexicon.Surname == 0 && first.first && (w.is&(lexicon.Place|lexicon.Known|lexicon.Word|lexicon.Function) != 0)
	}
	return first.first
}

// preposition reports whether token i is a tussenvoegsel that is a preposition as well, or "van".
func (s *scan) preposition(i int) bool {
	switch s.word(i) {
	case "in", "op", "uit", "aan", "voor", "over", "tot", "bij", "onder":
		return true
	case "van":
		next := s.word(i + 1)
		return next == "de" || next == "het" || next == "'t"
	}
	return false
}

// ordinary reports whether token i is an ordinary word, so that at the start of a sentence its capital tells nothing.
func (s *scan) ordinary(i int) bool {
	t := &s.tokens[i]
	if t.is&lexicon.Word != 0 {
		return true
	}
	return t.is&(lexicon.Given|lexicon.Surname|lexicon.Proper) == 0 && lexicon.IsWord(s.text[t.start:t.end])
}

type verdict uint8

const (
	no verdict = iota
	likely
	certain
)

// verdict weighs a chain: what is known of its words, how they are joined, and what stands around them.
func (s *scan) verdict(c chain) verdict {
	w := c.words[0]
	t := &s.tokens[w]
	last := &s.tokens[c.words[len(c.words)-1]]
	is := t.is
	if len(c.words) > 1 && s.hyphenAfter(w) && s.tokens[c.words[1]].is&lexicon.Given != 0 {
		is = is&^(lexicon.Word|lexicon.Known|lexicon.Closed) | lexicon.Given // "Mei-Ling"
	}
	named := is&(lexicon.Given|lexicon.Surname) != 0
	title := s.title(c.start)
	place := s.placeContext(c.start)

	if c.initials > 0 {
		// "A. Inleiding" is a heading with a letter.
		if is&lexicon.Closed != 0 && len(c.words) == 1 && !c.interfix {
			return no
		}
		if c.initials == 2 && (is&lexicon.Closed != 0 || !c.interfix && s.ordinary(w) && is&lexicon.Surname == 0 && last.is&lexicon.Surname == 0 && (title == noTitle && (s.tokens[c.start].gap >= newLine || last.is&lexicon.Known != 0) || s.word(c.start) == "x")) {
			return no
		}
		if c.initials == 2 && is&(lexicon.Known|lexicon.Function) != 0 && !named && title == noTitle {
			return no
		}
		if c.initials == 2 && len(c.words) == 1 && !c.interfix && s.ordinary(w) && !named && title == noTitle {
			return likely
		}
		return certain
	}
	if len(c.words) == 1 {
		if s.hyphenBefore(c.start) && !named {
			return no
		}
		return s.single(c, title, place)
	}

	if !named && c.interfix && s.tokens[w+1].shape == large && lexicon.IsWord(s.text[t.start:t.end]) {
		return no // "Buurthuis De Brug"
	}

	// Two words or more.
	strongGiven := is&lexicon.Given != 0 && (is&lexicon.Word == 0 || !t.first)
	lastOdd := last.is&(lexicon.Surname) != 0 || last.is&(lexicon.Word|lexicon.Known|lexicon.Place) == 0
	switch {
	case title == byAddress || title == bySalutation:
		return certain
	case title == byFunction && is&(lexicon.Portfolio) == 0:
		return certain
	case is&lexicon.Given != 0 && t.first && is&lexicon.Word != 0 && last.is&lexicon.Word != 0 && last.is&lexicon.Surname == 0 && c.interfix:
		return no // "Wil de Commissie"
	case is&lexicon.Given != 0 && last.is&lexicon.Surname == 0 && !c.interfix && last.is&lexicon.Given == 0 && (last.is&lexicon.Word == 0 || strongGiven):
		return likely
	case is&lexicon.Given != 0 && (lastOdd || c.interfix) && (strongGiven || last.is&lexicon.Word == 0 || c.interfix):
		return certain
	case is&lexicon.Given != 0 && last.is&lexicon.Given != 0:
		return certain
	case is&lexicon.Given != 0 && !t.first && (is&lexicon.Word == 0 || last.is&lexicon.Word == 0):
		return certain
	case is&lexicon.Given != 0 && last.is&(lexicon.Known|lexicon.Function|lexicon.Portfolio|lexicon.Place) == 0:
		return likely
	case s.label(c.start) && (named || last.is&lexicon.Surname != 0):
		return certain
	case c.leading && soft[s.word(c.start)] && is&lexicon.Word != 0 && last.is&lexicon.Word != 0:
		return no // "De Nieuwe Haven"
	case c.leading && lastOdd:
		return certain
	case is&lexicon.Known != 0 && !named:
		return no
	case c.interfix && is&(lexicon.Word|lexicon.Place) == 0 && lastOdd:
		return certain
	case c.interfix && is&lexicon.Surname != 0 && lastOdd && !t.first:
		return likely
	case last.is&lexicon.Surname != 0 && last.is&lexicon.Word == 0 && is&(lexicon.Word|lexicon.Place) == 0:
		return certain
	case last.is&lexicon.Surname != 0 && is&lexicon.Surname != 0:
		return likely
	case place:
		return no
	case is&lexicon.Word == 0 && last.is&lexicon.Word == 0 && is&lexicon.Place == 0:
		if t.shape == upper || last.shape == upper {
			return no
		}
		return likely
	case is&lexicon.Word == 0 && !s.ordinary(w):
		c.words = c.words[:1]
		return s.single(c, title, place)
	}
	return no
}

func (s *scan) hyphenBefore(i int) bool {
	return s.isMark(i-1, '-') && s.tokens[i].gap == glued && s.tokens[i-1].gap == glued && i > 1 && s.tokens[i-2].shape != number
}

// single weighs a name of one word, with or without a tussenvoegsel before it.
func (s *scan) single(c chain, title titleKind, place bool) verdict {
	w := c.words[0]
	t := &s.tokens[w]
	is := t.is
	named := is&(lexicon.Given|lexicon.Surname) != 0
	ordinary := s.ordinary(w)
	length := utf8.RuneCount(s.normal.text[t.start:t.end])
	next := s.word(w + 1)
	// A trade is a surname too: Bakker, Kok.
	thing := is&(lexicon.Known|lexicon.Portfolio) != 0 || is&lexicon.Function != 0 && is&lexicon.Surname == 0

	if s.hyphenAfter(w) {
		return no // "Jansen-dossier" was read as a thing by chain; what is left here is a word broken off
	}
	switch title {
	case byAddress:
		if is&(lexicon.Function|lexicon.Title) != 0 && !named || length < 2 || t.shape == upper && length < 4 && !named {
			return no
		}
		return certain
	case bySalutation:
		if before := s.word(c.start - 1); (naming[before] || before == "noem") && !s.isMark(c.start-1, ',') && is&lexicon.Known == 0 {
			return certain
		}
		if t.shape == upper && !named {
			return no
		}
		if named && !(is&lexicon.Function != 0 && ordinary) || !ordinary && !thing && is&lexicon.Place == 0 {
			return certain
		}
		return no
	case byFunction:
		if c.leading || thing || is&lexicon.Place != 0 && !named || ordinary && !named || length < 2 || t.shape == upper && !named {
			break
		}
		if is&lexicon.Surname == 0 {
			return likely // "koningin Emma"
		}
		return certain
	}
	if s.label(c.start) && (named || nameLabels[s.word(c.start-2)]) && !thing {
		return certain
	}
	if c.leading {
		several := c.words[0]-c.start > 1
		first := &s.tokens[c.start]
		if first.shape == small && title == byFunction {
			// "wethouder van Dijk", but "directeur van de Dienst" and "wethouder van Zwolle".
			if is&lexicon.Surname == 0 || is&(lexicon.Place|lexicon.Known|lexicon.Function|lexicon.Portfolio) != 0 || ordinary && several && s.preposition(c.start) {
				return no
			}
			return certain
		}
		if title == byFunction && first.shape == large && is&lexicon.Portfolio == 0 && (named || is&lexicon.Known == 0) {
			return certain // "raadslid Van Dam"
		}
		if t.shape == upper && (first.shape != upper || !named) {
			return no // "De IGJ", "BIJ DE BUREN"
		}
		if first.shape == small && title != byAddress && s.preposition(c.start) && s.word(c.start) != "van" || s.word(c.start) == "het" {
			return no // "wethouder over de Groninger …"
		}
		if place := is&lexicon.Place != 0 && first.shape == large && s.listed(c.start, w+1); place {
			return likely // "Gijs, Van Lent"
		}
		switch {
		case several && s.preposition(c.start) && s.tokens[c.start].first && (is&lexicon.Surname == 0 || thing || is&lexicon.Place != 0):
			return no // "In de Nassaustad"
		case several && (is&lexicon.Surname != 0 || !thing):
			return certain
		case is&lexicon.Surname != 0 && (!(thing && ordinary) || is&(lexicon.Portfolio|lexicon.Function) == 0 && humanVerbs[next]):
			if place || s.word(c.start) == "het" {
				return no // "in De Hoek"
			}
			if !first.first && first.shape == large && !ordinary {
				return certain
			}
			return likely
		case !ordinary && !thing && is&lexicon.Place == 0, first.shape == large && !soft[s.word(c.start)] && is&lexicon.Known == 0, is&lexicon.Known == 0 && s.acts(w+1) && s.word(c.start) == "van":
			return likely
		}
		return no
	}
	if t.shape == upper {
		// A short row of capitals is an abbreviation, unless all around it is written large.
		if length < 4 || ordinary || thing || !named || is&lexicon.Place != 0 || length < 6 && !s.shouted(w-1) && !s.shouted(w+1) {
			return no
		}
		return likely
	}
	if t.shape == mixed && !named && !joined().MatchString(s.text[t.start:t.end]) {
		return no // OvJ, OpenSSL
	}
	if is&lexicon.Given == 0 && strongStreet.end(s.word(w)) {
		return no
	}
	if before := s.word(c.start - 1); before == "ene" || before == "zekere" || next == "geheten" || next == "genaamd" {
		return likely
	}
	if length < 2 || thing && !(named && humanVerbs[next]) {
		return no
	}
	if place && is&lexicon.Given == 0 {
		return no // places says what it is
	}
	if is&lexicon.Place != 0 && !(is&lexicon.Given != 0 && !place) && !(is&lexicon.Surname != 0 && humanVerbs[next]) {
		return no
	}
	article := s.determined(c.start)
	switch {
	case named && is&lexicon.Word == 0:
		if article && is&lexicon.Given == 0 && is&lexicon.Surname == 0 || article && s.word(c.start-1) == "het" {
			return no
		}
		return likely
	case named && !t.first:
		if article {
			// "de Jager die eerder schreef": a noun would have a small letter.
			if s.word(c.start-1) == "de" && is&lexicon.Surname != 0 && is&(lexicon.Function|lexicon.Closed|lexicon.Place) == 0 && (next == "die" || humanVerbs[next]) {
				return likely
			}
			return no
		}
		// "wat Bakker daarvan vond": in the middle of a clause a noun would have an article and a small letter.
		if !s.personal(c.start, w+1) && !((clause[s.word(c.start-1)] || verbs[s.word(c.start-1)]) && w+1 < len(s.tokens) && s.tokens[w+1].shape == small && s.word(w+1) != "en" && s.word(w+1) != "of") {
			return no
		}
		return likely
	case named:
		// A noun without an article is no subject, so that this is a name: "Kok stelt voor". And "Kees, hoor eens", or a name that is all of
		// a line.
		if humanVerbs[next] || s.word(w+2) == "zich" || s.acts(w+1) && !s.mass(w) && !verbs[s.word(w)] {
			return likely
		}
		if is&lexicon.Given != 0 && s.isMark(c.start-1, ':') && (s.isMark(w+1, '.') || w+1 == len(s.tokens) || s.tokens[w+1].gap >= newLine) {
			return likely // "Wie doet dit: Bas."
		}
		if is&lexicon.Given != 0 && s.isMark(w+1, ':') && s.chat(w) {
			return likely // "09:03 Bas: ik doe het"
		}
		if is&lexicon.Given != 0 && t.gap >= newLine && (s.isMark(w+1, ',') || s.isMark(w+1, '@') || s.initials(w+1) == w+3 && s.isMark(w+3, ':') || w+1 == len(s.tokens) || s.tokens[w+1].gap >= newLine) {
			return likely
		}
		if !verbs[s.word(w)] && (next == "zelf" || next == "ook" && is&lexicon.Given != 0) || next == "en" && w+2 < len(s.tokens) && s.tokens[w+2].shape == large && (s.tokens[w+2].is&(lexicon.Interfix) != 0 && s.nameCapital(s.interfixes(w+2)) || s.given(w+2) || is&lexicon.Surname != 0 && s.tokens[w+2].is&lexicon.Surname != 0) {
			return likely // "Mark ook", "Vos en De Jong"
		}
		if is&lexicon.Surname != 0 && s.initials(w+1) > w+1 && s.tokens[w+1].gap == spaced && !s.nameCapital(s.initials(w+1)) {
			return likely // "Brouwer P."
		}
		if is&lexicon.Given != 0 && (s.isMark(w+1, ',') && apposition[s.word(w+2)] || s.word(w+1) == "en" && s.given(w+2)) {
			return likely
		}
		return no
	case ordinary && !t.first && !article && !thing && is&(lexicon.Closed|lexicon.Place) == 0 && beforePerson[s.word(c.start-1)] && s.acts(w+1):
		return likely // "het dossier van Fikse ligt"
	case ordinary, article, length < 3:
		return no
	case t.first && lexicon.IsWord(s.text[t.start:t.end]):
		return no
	}
	if s.isMark(c.start-1, ':') && (s.isMark(w+1, '.') || s.isMark(w+1, ',') || w+1 == len(s.tokens) || s.tokens[w+1].gap >= newLine) && s.tokens[c.start].gap == spaced {
		return likely // "Ondertekend: Kuijpers."
	}
	// A word that nobody knows may be a system or a brand as well: only what persons do or undergo makes it a name.
	if s.personal(c.start, w+1) {
		return likely
	}
	return no
}

// apposition holds the words that tell more of a person after a comma.
var apposition = set("van die wiens mijn zijn haar onze hun de een")

// given reports whether token i is a given name and no ordinary word.
func (s *scan) given(i int) bool {
	return i < len(s.tokens) && isCapital(&s.tokens[i]) && s.tokens[i].is&lexicon.Given != 0 && s.tokens[i].is&lexicon.Word == 0
}

// personal reports whether the words around [start, end) are those around a person.
func (s *scan) personal(start, end int) bool {
	if s.acts(end) || s.isMark(end, '\'') && s.word(end+1) == "s" {
		return true
	}
	// Who says something, at the start of a line: "Lambooij: dat weet ik niet"; and a list of people: "Omta; belt elke week".
	if s.tokens[start].gap >= newLine && (s.isMark(end, ':') && end+1 < len(s.tokens) && s.tokens[end+1].gap == spaced || s.isMark(end, ';') || s.isMark(end, '(')) {
		return true
	}
	if s.isMark(end, ':') && s.tokens[start].is&lexicon.Given != 0 && s.chat(start) {
		return true
	}
	if start == 0 || s.tokens[start].gap == parted {
		return false
	}
	before, next := s.word(start-1), s.word(end)
	if p := &s.tokens[start-1]; p.shape == large && !p.first {
		before = "" // "programma Samen Sterk": a title goes on
	}
	if beforePerson[before] || humanVerbs[before] || (before == "is" || before == "was") && s.tokens[start].is&lexicon.Given != 0 {
		return true
	}
	if s.isMark(end, ',') && apposition[s.word(end+1)] && s.tokens[start].is&lexicon.Given != 0 {
		return true
	}
	if next == "en" || next == "of" || next == "&" {
		switch s.word(end + 1) {
		case "ik", "hij", "zij", "jij", "wij":
			return true
		}
		if s.given(end + 1) {
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
		return j >= 0 && s.taken[j] == byName
	}
	return false
}

var beforePerson = set("opm aant tav ovv naam achternaam voornaam ondertekend oude ouwe kleine arme jonge als ene zekere toen volgens door aan met bij tegen zekere buurman buurvrouw vriend vriendin collega dossier vrouw man zoon dochter broer zus moeder vader kind kinderen gezin familie vraagt zegt zei vroeg belde mailde antwoordde schreef ik jij hij zij namens behalve zonder achter naast over tussen samen van")

// listed reports whether [start, end) stands in a list of people, or says something at the start of a line.
func (s *scan) listed(start, end int) bool {
	return s.isMark(start-1, ',') && start > 1 && s.taken[start-2] == byName || s.tokens[start].gap >= newLine && s.isMark(end, ':') && s.chat(start)
}

// soft holds the tussenvoegsels that often begin a sentence or a title.
var soft = set("de den het van in op uit aan voor over tot bij te la las le les los do to")

// acts reports whether token i is a verb of which a person may be the subject.
func (s *scan) acts(i int) bool {
	word := s.word(i)
	if verbs[word] || s.word(i+1) == "zich" {
		return true
	}
	if strings.HasPrefix(word, "ge") && len(word) > 5 && (strings.HasSuffix(word, "t") || strings.HasSuffix(word, "d") || strings.HasSuffix(word, "en")) && i < len(s.tokens) && s.tokens[i].shape == small && s.tokens[i].is&lexicon.Word != 0 && s.tokens[i].is&lexicon.Function == 0 {
		return true // "Mark gevraagd"
	}
	t := len(word) > 3 && (strings.HasSuffix(word, "t") || strings.HasSuffix(word, "de")) && i < len(s.tokens) && s.tokens[i].shape == small && s.tokens[i].is&lexicon.Word != 0
	return t && !notVerbs[word]
}

var notVerbs = set("niet naast vast juist eerst meest laatst minst echt recht best toch omdat zodat totdat voordat nadat doordat meteen althans direct kort licht slecht vlot soort aarde einde beide zonde ronde liefde vrede waarde mode methode periode vierde derde tweede gezonde goede oude")

// mass reports whether token i is a noun that needs no article: stuff, a season, the weather.
func (s *scan) mass(i int) bool { return massNouns[s.word(i)] }

var massNouns = set("groen blauw rood wit zwart geel bruin grijs brand storm zomer winter lente herfst water wind vuur zand hout staal goud zilver zorg geld tijd recht vrede vreugde geluk moed hoop liefde wijn bier melk brood zout regen sneeuw ijs mist werk klei veen gras zijde wol leer licht rust anders dat die moet")

// joined matches names with a capital inside.
var joined = pattern(`^(?:Mc|Mac|O'|d'|D'|De|Van|Vande|Vander|Le|La|El|Al|Di|Da|Ben|Bou|Abdel|Ten|Ter|IJ)\p{Lu}\p{Ll}+`)

// shouted reports whether token i is a word in capitals.
func (s *scan) shouted(i int) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].shape == upper && s.tokens[i].end-s.tokens[i].start > 1
}

// clause holds the words after which the subject of a clause stands.
var clause = set("dat wat of toen als want omdat terwijl nadat voordat zodat hoe waarom wanneer sinds zoals alsof ook dan maar dus gisteren vandaag daarna vervolgens hierop daarop")

// determined reports whether an article or such stands before token i: what follows is a thing.
func (s *scan) determined(i int) bool {
	if i == 0 || s.tokens[i].gap == parted {
		return false
	}
	switch s.word(i - 1) {
	case "de", "het", "een", "deze", "dit", "die", "dat", "onze", "ons", "uw", "elke", "elk", "geen", "alle", "zijn", "haar", "hun", "mijn", "jouw", "je", "per", "the", "project", "programma", "team", "afdeling", "domein", "cluster", "systeem", "werkgroep", "commissie", "wet", "zaal":
		return true
	}
	return false
}

// extend takes in what follows a name and belongs to it: "Kowalczyk, A.", "Gülşen A.", "Vries, J. de".
func (s *scan) extend(c *chain) {
	j := c.end
	comma := s.isMark(j, ',') && s.tokens[j].gap == glued
	if comma {
		j++
	}
	if j >= len(s.tokens) || s.tokens[j].gap != spaced || c.initials > 0 {
		return
	}
	k := s.initials(j)
	last := &s.tokens[c.words[len(c.words)-1]]
	begins := s.tokens[c.start].gap == parted || c.start > 0 && s.tokens[c.start-1].shape == mark && !s.isMark(c.start-1, ',') && !s.isMark(c.start-1, '.')
	if comma && k == j && begins && last.is&lexicon.Surname != 0 && (c.leading || last.is&(lexicon.Word|lexicon.Known) == 0 && (last.is&lexicon.Given == 0 || s.tokens[c.start].gap == parted || s.isMark(c.start-1, '|'))) && s.nameCapital(j) && s.tokens[j].is&lexicon.Given != 0 {
		for k = j; k < len(s.tokens) && s.nameCapital(k) && s.tokens[k].gap == spaced && s.tokens[k].is&lexicon.Given != 0; k++ {
			c.words = append(c.words, k) // "Al-Khatib, Mohannad"
		}
	}
	if k == j || !comma && k != j+2 || comma && s.nameCapital(k) && s.tokens[k].gap <= newLine {
		return
	}
	if !comma && k < len(s.tokens) && s.tokens[k].gap != parted && (s.nameCapital(k) && s.tokens[k].is&lexicon.Word == 0) {
		return
	}
	c.end = k
	if comma && k < len(s.tokens) {
		if end := s.interfixes(k); end > k && s.tokens[end-1].shape == small && (end == len(s.tokens) || s.tokens[end].shape == mark || s.tokens[end].gap == parted) {
			c.end = end
		}
	}
}

// placeContext reports whether a place is to be expected at token i.
func (s *scan) placeContext(i int) bool {
	if i == 0 || s.tokens[i].gap == parted {
		return false
	}
	switch s.word(i - 1) {
	case "in", "te", "uit", "naar", "gemeente", "provincie", "dorp", "stad", "wijk", "buurt", "kern", "regio", "rondom", "omgeving", "nabij", "waterschap", "eiland", "stadsdeel", "buurtschap", "richting", "vanuit", "buiten", "rechtbank", "politie", "haven", "station", "gem":
		return true
	}
	return false
}
