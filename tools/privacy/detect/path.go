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
	words := wordsOf(part)
	var names []pathName
	for i := 0; i < len(words); i++ {
		last, sure, rule := nameAt(part, words, i, people)
		if rule == "" {
			continue
		}
		names = append(names, pathName{words[i].start, words[last].end, sure, rule})
		i = last
	}
	return names
}

// nameAt returns the last word of the name that begins at word i, whether it is sure, and by which rule; no rule when there is none.
func nameAt(part string, words []pathWord, i int, people bool) (last int, sure bool, rule string) {
	w := words[i]
	letter := utf8.RuneCountInString(part[w.start:w.end]) == 1
	// particles returns the index of the first word from j on that is no particle.
	particles := func(j int) int {
		for j < len(words) && words[j].flags&lexicon.Particle != 0 && joined(words[j].before) && (words[j].flags&lexicon.Given == 0 || j > i+1 || words[j].flags&lexicon.Closed != 0) {
			j++
		}
		return j
	}
	surname := func(j int) bool {
		return j < len(words) && words[j].flags&lexicon.Surname != 0 && joined(words[j].before)
	}
	strong := func(j int) bool {
		return words[j].end-words[j].start >= 4 && words[j].flags&(lexicon.Word|noSurname) == 0
	}
	// A surname with a given name or letter behind a comma: "jansen,piet".
	if w.flags&lexicon.Surname != 0 && !letter && i+1 < len(words) && (words[i+1].before == ',' || strings.Contains(part[w.end:words[i+1].start], ",")) {
		if n := words[i+1]; n.flags&lexicon.Given != 0 || n.end-n.start == 1 {
			return i + 1, strong(i) || n.flags&(lexicon.Given|lexicon.Word) == lexicon.Given, "naam/pad-omgekeerd"
		}
	}
	if letter {
		// "p.jansen", "a.de.vries"; with another sign the letter may be anything.
		j := i + 1
		for j < len(words) && words[j].end-words[j].start == 1 && words[j].before == '.' {
			j++
		}
		after := particles(j)
		if surname(after) && words[j].before == '.' && (after > j || strong(after)) {
			return after, true, "naam/pad-voorletter"
		}
		return 0, false, ""
	}
	if w.flags&lexicon.Given != 0 && w.end-w.start > 1 {
		after := particles(i + 1)
		ordinary := w.flags&(lexicon.Word|noSurname) != 0
		switch {
		case !ordinary && w.end-w.start > 3 && after < len(words) && words[after].flags == 0 && joined(words[after].before) && words[after].end-words[after].start > 3:
			return after, false, "naam/pad-voornaam-onbekend"
		case !surname(after):
		case people && i == 0 && after == len(words)-1:
			return after, true, "naam/pad-persoon"
		case !ordinary && (after > i+1 || strong(after)) && words[after].flags&(lexicon.Known|lexicon.Place) == 0, w.flags&noSurname == 0 && strong(after) && len(words) <= after-i+3:
			return after, true, "naam/pad-voornaam-achternaam"
		case !ordinary && words[after].flags&(lexicon.Known|lexicon.Place) == 0:
			return after, w.flags&lexicon.Surname == 0, "naam/pad-voornaam-achternaam"
		case i == 0 && after == len(words)-1 && !people && w.flags&noSurname == 0 && words[after].flags&(lexicon.Known|lexicon.Place) == 0:
			return after, false, "naam/pad-hele-naam" // "jan-bakker"
		}
	}
	if n := len(words); people && i == 0 && n > 1 && n < 6 && w.flags&(lexicon.Word|noSurname) == 0 && (words[n-1].flags&lexicon.Surname != 0 || words[n-1].flags&lexicon.Word == 0) {
		return n - 1, false, "naam/pad-persoon"
	}
	// A surname by itself, with the particles before it.
	after := i
	if w.flags&lexicon.Particle != 0 {
		if after = particles(i); after == i || after == len(words) {
			return 0, false, ""
		}
	}
	if surname(after) || after == i && w.flags&lexicon.Surname != 0 {
		n := words[after]
		if strong(after) && n.end-n.start >= 5 && n.flags&lexicon.Given == 0 || after > i && commonSurnames.has(strings.ToLower(part[n.start:n.end])) {
			return after, false, "naam/pad-achternaam"
		}
	}
	return 0, false, ""
}

// joined reports whether a sign joins the words of one name in a path.
func joined(sign byte) bool { return strings.IndexByte("-_ .+A", sign) >= 0 }
