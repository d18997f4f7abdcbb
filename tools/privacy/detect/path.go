package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// Stem returns the path of a file without the ending that says what kind of file it is.
func Stem(name string) string {
	base := name[strings.LastIndexByte(name, '/')+1:]
	if dot := strings.LastIndexByte(base, '.'); dot > 0 && fileEndings[strings.ToLower(base[dot+1:])] {
		return name[:len(name)-len(base)+dot]
	}
	return name
}

// Path returns the names of persons in the path of a file, by their offsets: "medewerkers/fenna-de-jong", "jansen,piet.txt", "JanJansen". In a path, words
// are joined by signs or capitals and mostly in small letters. A surname by itself is not sure.
func Path(name string) []Hit {
	var hits []Hit
	eachPart(name, func(start, end int, people bool) {
		for _, n := range namesInPart(name[start:end], people) {
			value := name[start+n.start : start+n.end]
			hits = append(hits, Hit{Kind: Name, Start: start + n.start, End: start + n.end, Sure: n.sure, Value: value, Rule: n.rule})
		}
	})
	return hits
}

// paths adds candidates for names of persons in the addresses of pages and the names of files.
func (s *scanner) paths() {
	text := s.lowerText
	for i, done := 0, 0; i < len(text); i++ {
		// Most full stops end a sentence.
		if c := text[i]; c != '/' && (c != '.' || i+1 == len(text) || !isAlnum(text[i+1])) {
			continue
		}
		from, to := i, i
		for from > done && !endsPath[text[from-1]] {
			from--
		}
		for to < len(text) && !endsPath[text[to]] {
			to++
		}
		s.path(from, to)
		i, done = to, to
	}
}

// endsPath says of each byte whether it is no part of a path in a text.
var endsPath = func() (is [256]bool) {
	for _, c := range []byte(" \n\x1e()<>\"|{}[]`*;") {
		is[c] = true
	}
	return is
}()

// longestPath is how long a path in a text may be, in bytes. Longer ones are data.
const longestPath = 500

// path adds the names in a stretch without white space, when that is the address of a page or the name of a file.
func (s *scanner) path(from, to int) {
	for from < to && strings.IndexByte("'.,:", s.lowerText[from]) >= 0 && !strings.HasPrefix(s.lowerText[from:to], "../") && !strings.HasPrefix(s.lowerText[from:to], "./") {
		from++
	}
	for to > from && strings.IndexByte("'.,:!?", s.lowerText[to-1]) >= 0 {
		to--
	}
	if to-from < 6 || to-from > longestPath {
		return
	}
	text := s.lowerText[from:to]
	at, ok := pathIn(text, text == s.text[from:to])
	if !ok {
		return
	}
	s.steps += stepsPerTry * (to - from)
	from += at
	eachPart(s.text[from:to], func(start, end int, people bool) {
		for _, n := range namesInPart(s.text[from+start:from+end], people) {
			s.add(n.rule, Name, from+start+n.start, from+start+n.end, n.sure)
		}
	})
}

// pathIn returns where in an address the path begins, and whether a text is an address or the name of a file at all. Small says that it has no capitals:
// "Stringers/Floors/Frames" is no path.
func pathIn(text string, small bool) (at int, ok bool) {
	if strings.IndexByte(text, '@') >= 0 {
		return 0, false
	}
	if i := strings.Index(text, "://"); i >= 0 {
		at = i + 3
	} else if i := strings.IndexByte(text, '/'); i < 0 {
		return 0, fileEndings[text[strings.LastIndexByte(text, '.')+1:]]
	} else if !strings.HasPrefix(text, "www.") && !isHost(text[:i]) {
		return 0, text[0] == '/' || text[0] == '.' || small && strings.Count(text, "/") > 1 || fileEndings[text[strings.LastIndexByte(text, '.')+1:]]
	}
	i := strings.IndexByte(text[at:], '/')
	return at + i + 1, i >= 0
}

// isHost reports whether a text in small letters is the name of a host, such as voorbeeldstad.nl.
func isHost(text string) bool {
	dot := strings.LastIndexByte(text, '.')
	if dot < 1 || len(text)-dot < 3 {
		return false
	}
	for _, c := range []byte(text[dot+1:]) {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// fileEndings are the endings of files that people send each other.
var fileEndings = set("doc docx docm odt rtf txt md pdf xls xlsx xlsm ods csv ppt pptx odp eml msg zip jpg jpeg png gif tif tiff heic html htm mp3 mp4 m4a wav mov ics vcf json xml toml yaml yml go js css svg webp")

// peoplePages are the parts of a path below which the pages of people stand.
var peoplePages = set(`medewerker medewerkers collega collegas personen persoon people person team teams staff profiel profielen profile profiles auteur auteurs author authors
	raadsleden raadslid commissieleden statenleden bestuursleden leden lid members member users user smoelenboek wie-is-wie contactpersoon contactpersonen sollicitanten kandidaten
	bewoners clienten cliënten`)

// eachPart calls visit for each part of a path, with whether the part before it is one below which pages of people stand. The ending of a file is no part.
func eachPart(path string, visit func(start, end int, people bool)) {
	people := false
	for at := 0; at <= len(path); {
		end := len(path)
		if i := strings.IndexAny(path[at:], "/?&=#"); i >= 0 {
			end = at + i
		}
		stop := at + len(Stem(path[at:end]))
		if stop > at && strings.IndexByte(path[at:stop], '@') < 0 { // an address of mail is found as such
			visit(at, stop, people)
			people = peoplePages[strings.ToLower(path[at:stop])]
		}
		at = end + 1
	}
}

// pathName is a name in a part of a path, by its offsets there.
type pathName struct {
	start, end int
	sure       bool
	rule       string
}

// pathWord is a word in a part of a path.
type pathWord struct {
	start, end int
	before     byte // the sign before it: 0 at the begin, 'A' for a capital
	flags      lexicon.Flags
}

// What a part of a path may have at most. A longer one is the title of a page, and only its begin is looked at.
const maxPathWords = 24

// wordsOf returns the words of a part of a path: rows of letters, of which a capital begins another.
func wordsOf(part string) []pathWord {
	var words []pathWord
	before := byte(0)
	for i := 0; i < len(part) && len(words) < maxPathWords; {
		r, size := utf8.DecodeRuneInString(part[i:])
		if !unicode.IsLetter(r) {
			before = part[i]
			if before == '%' && i+2 < len(part) && unhex(part[i+1]) >= 0 && unhex(part[i+2]) >= 0 {
				size, before = 3, ' '
			}
			i += size
			continue
		}
		start, small := i, unicode.IsLower(r)
		for i < len(part) {
			r, size = utf8.DecodeRuneInString(part[i:])
			if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !(r == '\'' && i > start) || unicode.IsUpper(r) && small {
				break
			}
			small = unicode.IsLower(r)
			i += size
		}
		words = append(words, pathWord{start, i, before, lexicon.Lookup(lexicon.Hash(part[start:i]))})
		before = 'A'
	}
	return words
}

// noSurname is what may be known of a word that makes it no name in a path.
const noSurname = lexicon.Known | lexicon.Place | lexicon.Function | lexicon.Street | lexicon.Title | lexicon.Portfolio | lexicon.Closed

// namesInPart returns the names in a part of a path. People says that the part names the page of a person.
func namesInPart(part string, people bool) []pathName {
	p := pathPart{part, wordsOf(part), people}
	var names []pathName
	for i := 0; i < len(p.words); i++ {
		last, sure, rule := p.nameAt(i)
		if rule == "" {
			continue
		}
		names = append(names, pathName{p.words[i].start, p.words[last].end, sure, rule})
		i = last
	}
	return names
}

// pathPart is a part of a path, cut in words.
type pathPart struct {
	text   string
	words  []pathWord
	people bool // whether the part before it says that its names are of people
}

// pathRules find names in a part of a path. Each is tried at a word and returns the last word of the name, whether it is sure, and its own name, or "";
// the first that finds one decides.
var pathRules = []func(p *pathPart, i int) (last int, sure bool, rule string){
	(*pathPart).reversed, (*pathPart).initials, (*pathPart).full, (*pathPart).ofPeople, (*pathPart).surnameAlone,
}

// nameAt returns the last word of the name that begins at word i, whether it is sure, and by which rule; no rule when there is none.
func (p *pathPart) nameAt(i int) (last int, sure bool, rule string) {
	for _, find := range pathRules {
		if last, sure, rule = find(p, i); rule != "" {
			break
		}
	}
	return last, sure, rule
}

// particles returns the index of the first word from j on that is no particle of the name that begins at word i.
func (p *pathPart) particles(i, j int) int {
	for ; j < len(p.words); j++ {
		w := &p.words[j]
		if w.flags&lexicon.Particle == 0 || !joined(w.before) || w.flags&lexicon.Given != 0 && j <= i+1 && w.flags&lexicon.Closed == 0 {
			break
		}
	}
	return j
}

// size returns the length of word i in bytes.
func (p *pathPart) size(i int) int { return p.words[i].end - p.words[i].start }

// isLetter reports whether word i is one letter.
func (p *pathPart) isLetter(i int) bool {
	return utf8.RuneCountInString(p.text[p.words[i].start:p.words[i].end]) == 1
}

// isSurname reports whether word i is a surname that belongs to the word before it.
func (p *pathPart) isSurname(i int) bool {
	return i < len(p.words) && p.words[i].flags&lexicon.Surname != 0 && joined(p.words[i].before)
}

// isStrong reports whether word i is nothing else than a name.
func (p *pathPart) isStrong(i int) bool {
	return p.size(i) >= 4 && p.words[i].flags&(lexicon.Word|noSurname) == 0
}

// reversed finds a surname with a given name or letter behind a comma: "jansen,piet".
func (p *pathPart) reversed(i int) (last int, sure bool, rule string) {
	w := &p.words[i]
	if w.flags&lexicon.Surname == 0 || p.isLetter(i) || i+1 == len(p.words) {
		return 0, false, ""
	}
	n := &p.words[i+1]
	if n.before != ',' && !strings.Contains(p.text[w.end:n.start], ",") || n.flags&lexicon.Given == 0 && p.size(i+1) > 1 {
		return 0, false, ""
	}
	return i + 1, p.isStrong(i) || n.flags&(lexicon.Given|lexicon.Word) == lexicon.Given, "naam/pad-omgekeerd"
}

// initials finds "p.jansen" and "a.de.vries"; with another sign the letter may be anything.
func (p *pathPart) initials(i int) (last int, sure bool, rule string) {
	if !p.isLetter(i) {
		return 0, false, ""
	}
	j := i + 1
	for j < len(p.words) && p.size(j) == 1 && p.words[j].before == '.' {
		j++
	}
	after := p.particles(i, j)
	if !p.isSurname(after) || p.words[j].before != '.' || after == j && !p.isStrong(after) {
		return 0, false, ""
	}
	return after, true, "naam/pad-voorletter"
}

// full finds a given name with a surname.
func (p *pathPart) full(i int) (last int, sure bool, rule string) {
	w := &p.words[i]
	after := p.particles(i, i+1)
	if w.flags&lexicon.Given == 0 || p.isLetter(i) || after == len(p.words) {
		return 0, false, ""
	}
	n := &p.words[after]
	ordinary := w.flags&(lexicon.Word|noSurname) != 0
	known := n.flags&(lexicon.Known|lexicon.Place) != 0
	alone := i == 0 && after == len(p.words)-1
	switch {
	case !ordinary && p.size(i) > 3 && n.flags == 0 && joined(n.before) && p.size(after) > 3:
		return after, false, "naam/pad-voornaam-onbekend"
	case !p.isSurname(after):
	case p.people && alone:
		return after, true, "naam/pad-persoon"
	case !ordinary && !known && (after > i+1 || p.isStrong(after)), w.flags&noSurname == 0 && p.isStrong(after) && len(p.words) <= after-i+3:
		return after, true, "naam/pad-voornaam-achternaam"
	case !ordinary && !known:
		return after, w.flags&lexicon.Surname == 0, "naam/pad-voornaam-achternaam"
	case alone && !known && w.flags&noSurname == 0:
		return after, false, "naam/pad-hele-naam" // "jan-bakker"
	}
	return 0, false, ""
}

// ofPeople takes all words for a name where the part before says that people follow: "medewerkers/fenna-de-jong".
func (p *pathPart) ofPeople(i int) (last int, sure bool, rule string) {
	n := len(p.words)
	if !p.people || i > 0 || p.isLetter(i) || n < 2 || n > 5 || p.words[0].flags&(lexicon.Word|noSurname) != 0 ||
		p.words[n-1].flags&lexicon.Surname == 0 && p.words[n-1].flags&lexicon.Word != 0 {
		return 0, false, ""
	}
	return n - 1, false, "naam/pad-persoon"
}

// surnameAlone finds a surname by itself, with the particles before it.
func (p *pathPart) surnameAlone(i int) (last int, sure bool, rule string) {
	after := i
	if p.words[i].flags&lexicon.Particle != 0 {
		if after = p.particles(i, i); after == i || after == len(p.words) {
			return 0, false, ""
		}
	}
	n := &p.words[after]
	if p.isLetter(i) || n.flags&lexicon.Surname == 0 || after > i && !joined(n.before) {
		return 0, false, ""
	}
	if p.isStrong(after) && p.size(after) >= 5 && n.flags&lexicon.Given == 0 || after > i && commonSurnames.has(strings.ToLower(p.text[n.start:n.end])) {
		return after, false, "naam/pad-achternaam"
	}
	return 0, false, ""
}

// joined reports whether a sign joins the words of one name in a path.
func joined(sign byte) bool { return strings.IndexByte("-_ .+A", sign) >= 0 }
