package concerned

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a list: more people than a case has, and longer names than people have.
const (
	maxPeople = 5_000
	maxLine   = 300
	maxWords  = 12
)

// ErrEmpty means that there is no name on a list, and ErrLong that there are more than can be searched for.
var (
	ErrEmpty = errors.New("no names")
	ErrLong  = errors.New("too many names")
)

// LineError means that a line of a list holds no name. It tells the number of the line and not what stands there.
type LineError struct{ Line int }

func (e *LineError) Error() string { return fmt.Sprintf("line %d holds no name", e.Line) }

// Read reads a list with a name on each line: "Evelien van der Woude", "Woude, Evelien van der" or "E. van der Woude", with a mail address before or behind
// it if there is one. An empty line, and what stands behind a #, does not count. The error is ErrEmpty, ErrLong or a *LineError.
func Read(list string) (*Names, error) {
	n := &Names{root: &node{}, initials: map[string]bool{}, users: map[string]bool{}}
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(list, "\ufeff")) {
		number++
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if n.count++; n.count > maxPeople {
			return nil, ErrLong
		}
		if len(line) > maxLine || !utf8.ValidString(line) || !n.person(line) {
			return nil, &LineError{number}
		}
		if spelt := digraphs.Replace(line); spelt != line {
			n.person(spelt)
		}
	}
	if n.count == 0 {
		return nil, ErrEmpty
	}
	return n, nil
}

// digraphs writes letters of other languages as those do who have no such letter: Müller, Mueller. Without the accent alone every name is found.
var digraphs = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "Ø", "Oe", "Å", "Aa",
	"a\u0308", "ae", "o\u0308", "oe", "u\u0308", "ue", "A\u0308", "Ae", "O\u0308", "Oe", "U\u0308", "Ue")

// titles are words before or behind a name that are no part of it, folded and without full stops.
var titles = strings.Fields("mr mevr mevrouw mw mej dhr heer meneer drs dr ir ing prof ds bc ba bsc ma msc llb llm mba phd mpa rc ra jr sr")

// particles are the words that may stand between given names and a surname, folded. See also initialsOf: of several, each gives its first letter.
var particles = strings.Fields(`van de den der des d ten ter te t het in op aan uit bij onder over voor von vom zu zum zur du la le les lo da dal das do dos di del della
	dei degli el al abu aboe ben bin bint bou ibn af av of mac mc st sint san santa o v vd vande vanden vander ver vd l`)

// person adds every form of one person. It reports whether the line holds a name or an address.
func (n *Names) person(line string) bool {
	rest, addresses := cutAddresses(line)
	for _, a := range addresses {
		n.users[a] = true
		if user, _, _ := strings.Cut(a, "@"); len(user) > 3 && known(user) == 0 {
			n.users[user] = true
		}
	}
	given, surname := split(rest)
	if len(given)+len(surname) == 0 {
		return len(addresses) > 0
	}
	n.addPerson(given, surname)
	return true
}

// cutAddresses takes the mail addresses out of a line, in small letters.
func cutAddresses(line string) (rest string, addresses []string) {
	var b strings.Builder
	for _, field := range strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`<>;"`, r) }) {
		if strings.Contains(field, "@") {
			addresses = append(addresses, strings.ToLower(strings.Trim(strings.TrimPrefix(field, "mailto:"), ",.()[]'")))
			continue
		}
		b.WriteString(field + " ")
	}
	return b.String(), addresses
}

// part is a word of a name: its letters as they are written and folded, what it is, and the halves of a word with a hyphen.
type part struct {
	folded string
	kind   kind
	half   bool // the next part is the other half of a word with a hyphen
}

// split takes a name apart in given names or initials, and the surname with its particles.
func split(line string) (given, surname []part) {
	before, after, comma := strings.Cut(line, ",")
	front, back := parts(before), parts(after)
	if comma && len(front) > 0 && len(back) > 0 {
		// "Woude, Evelien van der": what stands before the comma is the surname, and particles at the end belong to it.
		for len(back) > 1 && back[len(back)-1].kind == particle {
			front = slices.Insert(front, 0, back[len(back)-1])
			back = back[:len(back)-1]
		}
		if len(back) == 1 && back[0].kind == particle {
			return nil, append(back, front...) // "Woude, van"
		}
		return back, front
	}
	all := append(front, back...)
	// The surname begins at the first particle behind a given name; else it is the last word, with its other half.
	for i := 1; i < len(all); i++ {
		if all[i].kind == particle && i < len(all)-1 && !all[i-1].half {
			return all[:i], all[i:]
		}
	}
	if len(all) == 0 || all[0].kind == particle {
		return nil, all
	}
	last := len(all) - 1
	for last > 0 && (all[last-1].half || last > 1 && all[last-1].kind == particle) {
		last--
	}
	return all[:last], all[last:]
}

// parts returns the words of a name without titles.
func parts(text string) []part {
	var all []part
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()[]/\"", r) }) {
		halves := strings.FieldsFunc(field, func(r rune) bool { return r == '-' || r == '‐' || r == '‑' || r == '–' })
		if len(halves) == 0 {
			if len(all) > 0 {
				all[len(all)-1].half = true // "Jansen - de Boer"
			}
			continue
		}
		for i, half := range halves {
			if slices.Contains(titles, strings.ReplaceAll(fold(half), ".", "")) {
				continue
			}
			all = append(all, pieces(half)...)
			if i < len(halves)-1 && len(all) > 0 {
				all[len(all)-1].half = true
			}
		}
		if strings.HasSuffix(field, "-") && len(all) > 0 {
			all[len(all)-1].half = true
		}
		if len(all) > maxWords {
			return all[:maxWords]
		}
	}
	// A list in capitals has particles in capitals too: DE and VAN before another word.
	for i := range all {
		if all[i].kind == core && i < len(all)-1 && len(all[i].folded) > 1 && slices.Contains(particles, all[i].folded) {
			all[i].kind = particle
		}
	}
	return all
}

// pieces returns the words of a half of a double name: J.P. and v.d. are as many words; a quote parts 't from nothing and O' from Brien.
func pieces(half string) []part {
	fields := strings.FieldsFunc(half, func(r rune) bool { return r == '.' || r == '\'' || r == '’' || r == '‘' || r == '`' })
	var all []part
	for _, field := range fields {
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			return -1
		}, fold(field))
		k := core
		switch {
		case letters == "":
			continue
		case slices.Contains(particles, letters) && (len(fields) == 1 || letters == "v" || letters == "d" || letters == "t") && !isUpper(field):
			k = particle
		case utf8.RuneCountInString(letters) == 1, len(fields) == 1 && strings.HasSuffix(half, ".") && len(letters) <= 3:
			k = initial // also Th. and Chr.
		}
		all = append(all, part{folded: letters, kind: k})
	}
	return all
}

// isUpper reports whether a word is one capital, as an initial is.
func isUpper(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsUpper(r)
}

// addPerson adds the forms of a name.
func (n *Names) addPerson(given, surname []part) {
	for _, s := range surnames(surname) {
		for _, end := range withParticles(s) {
			n.add(end)
			for _, g := range givens(given) {
				n.add(slices.Concat(g, end))
				n.add(slices.Concat(end, g))
			}
		}
		// "Woude, E. van der": the particles behind what comes first.
		if bare := withoutParticles(s); len(bare) < len(s) && len(bare) > 0 {
			for _, g := range givens(given) {
				for _, tail := range particleForms(leading(s)) {
					n.add(slices.Concat(bare, g, tail))
				}
			}
		}
	}
	for _, g := range given {
		if g.kind == core {
			n.add([]word{{g.folded, core}})
			if last := withoutParticles(surname); len(last) > 0 {
				n.add([]word{{g.folded, core}, {firstRune(last[0].text), initial}})
				n.add(slices.Concat([]word{{g.folded, core}}, initialsOf(leading(surname)), []word{{firstRune(last[0].text), initial}}))
			}
		}
	}
	// "E. van der W."
	if last := withoutParticles(surname); len(last) > 0 && len(given) > 0 {
		for _, between := range particleForms(leading(surname)) {
			if len(between) > 0 {
				n.add(slices.Concat([]word{{firstRune(given[0].folded), initial}}, between, []word{{firstRune(last[0].text), initial}}))
			}
		}
	}
	// A given name of two words, or with a hyphen, by itself.
	if cores := wordsOf(given); len(cores) > 1 {
		n.add(cores)
	}
	n.addInitials(given, surname)
}

// surnames returns the surname whole, and each half of one with a hyphen.
func surnames(parts []part) [][]part {
	all := [][]part{parts}
	start := 0
	for i, p := range parts {
		if p.half && i < len(parts)-1 {
			all = append(all, parts[start:i+1])
			start = i + 1
		}
	}
	if start > 0 {
		all = append(all, parts[start:])
	}
	return slices.DeleteFunc(all, func(p []part) bool { return len(p) == 0 })
}

// leading returns the particles before a surname.
func leading(surname []part) []part {
	i := 0
	for i < len(surname)-1 && surname[i].kind == particle {
		i++
	}
	return surname[:i]
}

// withoutParticles returns a surname as words, without the particles before it.
func withoutParticles(surname []part) []word { return asWords(surname[len(leading(surname)):]) }

// withParticles returns a surname with its particles in every way that they are written.
func withParticles(surname []part) [][]word {
	rest := withoutParticles(surname)
	var all [][]word
	for _, p := range particleForms(leading(surname)) {
		all = append(all, slices.Concat(p, rest))
	}
	if len(all) > 1 {
		all = append(all, rest)
	}
	return all
}

// particleForms returns particles in full, and as their first letters: van der, v.d.
func particleForms(particles []part) [][]word {
	if len(particles) == 0 {
		return [][]word{nil}
	}
	var whole []word
	for _, p := range particles {
		whole = append(whole, word{p.folded, particle})
	}
	forms := [][]word{whole, initialsOf(particles)}
	// "v. der" and "van d." occur too.
	if len(particles) == 2 {
		a, b := particles[0].folded, particles[1].folded
		forms = append(forms, []word{{a, particle}, {firstRune(b), particle}}, []word{{firstRune(a), particle}, {b, particle}})
	}
	return forms
}

func initialsOf(particles []part) []word {
	var all []word
	for _, p := range particles {
		all = append(all, word{firstRune(p.folded), particle})
	}
	return all
}

// asWords returns the parts of a surname as words of a form. What looks like a particle or an initial inside it belongs to it.
func asWords(parts []part) []word {
	var all []word
	for i, p := range parts {
		k := p.kind
		if i == len(parts)-1 && k == particle {
			k = core // a surname that is a particle by itself
		}
		all = append(all, word{p.folded, k})
	}
	return all
}

// givens returns what stands for the given names before or behind a surname: all of them, each alone, the first with the initials of the others, and
// initials alone. Of initials with a given name in brackets behind them, either can stand there.
func givens(parts []part) [][]word {
	var all [][]word
	var letters, names []part
	for _, p := range parts {
		if p.kind == initial {
			letters = append(letters, p)
		} else {
			names = append(names, p)
		}
	}
	alternatives := [][]part{parts}
	if len(letters) > 0 && len(names) > 0 {
		alternatives = append(alternatives, letters, names)
	}
	for _, parts := range alternatives {
		var whole, initials, mixed []word
		for i, p := range parts {
			w, letter := word{p.folded, p.kind}, word{firstRune(p.folded), initial}
			if p.kind == particle {
				w.kind = core
			}
			whole, initials = append(whole, w), append(initials, letter)
			if w.kind == core {
				all = append(all, []word{w})
			}
			if i == 0 {
				mixed = append(mixed, w)
			} else {
				mixed = append(mixed, letter)
			}
		}
		if len(parts) > 0 {
			all = append(all, whole, initials, initials[:1])
		}
		if len(parts) > 1 {
			all = append(all, mixed)
		}
	}
	return all
}

// wordsOf returns the words of the given names that are no initials.
func wordsOf(parts []part) []word {
	var all []word
	for _, p := range parts {
		if p.kind == core {
			all = append(all, word{p.folded, core})
		}
	}
	return all
}

// addInitials adds the initials of a person as they are written in minutes: EvdW.
func (n *Names) addInitials(given, surname []part) {
	if len(given) == 0 || len(surname) == 0 {
		return
	}
	var first, all string
	for i, g := range given {
		all += strings.ToUpper(firstRune(g.folded))
		if i == 0 {
			first = all
		}
	}
	small, ends := "", []string{""}
	for _, p := range leading(surname) {
		small += firstRune(p.folded)
	}
	for i, half := range surnames(surname) {
		if rest := withoutParticles(half); i == 0 && len(rest) > 0 {
			ends[0] = strings.ToUpper(firstRune(rest[0].text))
		} else if i == 2 && len(rest) > 0 {
			ends = append(ends, ends[0]+strings.ToUpper(firstRune(rest[0].text)))
		}
	}
	for _, letters := range []string{first, all} {
		for _, end := range ends {
			for _, form := range []string{letters + small + end, letters + strings.ToUpper(small) + end, letters + end} {
				n.initials[form] = small != "" && strings.Contains(form, small) || len(form) > 3
				if len(form) > 2 {
					n.users[strings.ToLower(form)] = true
				}
			}
		}
	}
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}
