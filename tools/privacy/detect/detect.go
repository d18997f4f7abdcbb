// Package detect finds personal data in Dutch text: values by which a person can be recognised. It knows the language and the
// formats of such values, and nothing about files or Git.
//
// The input is UTF-8 as its writer typed it: prose, Markdown, front matter, an e-mail, source code. The output is a list of byte
// ranges with the kind of value in each. Values are also found when they are written with spaces or dots, HTML entities,
// invisible characters or markup in them, or with a line end in the middle.
//
// A hit is sure when a checksum or the words around it confirm it. Otherwise it only looks like personal data, and a person must
// judge. The package can't find out that somebody is recognisable by what a text says about them; only a reader can.
//
// A scan has these steps: normalise the text (normalise.go), split it into tokens (token.go), find values with a format
// (online.go, numbers.go, address.go), and then names, organisations and places (people.go, names.go, context.go), with the
// lexicon of known words (internal/lexicon). Where two candidates overlap, the one with the better rank stays.
package detect

import (
	"bytes"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/budget"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

//go:generate go run ./generate
//go:generate go run ./train

// Kind is a kind of personal data.
type Kind string

// The kinds. Each of the first group identifies a person by itself; those of the second group only do so in their context.
const (
	Name        Kind = "naam"
	BSN         Kind = "bsn"
	IBAN        Kind = "iban"
	Phone       Kind = "telefoon"
	Email       Kind = "e-mail"
	Postcode    Kind = "postcode"
	Address     Kind = "adres"
	Plate       Kind = "kenteken"
	Birth       Kind = "geboortedatum"
	IP          Kind = "ip"
	Profile     Kind = "url-profiel"
	KvK         Kind = "kvk"
	CaseNumber  Kind = "zaaknummer"
	Coordinates Kind = "coordinaten"
	Card        Kind = "betaalpas"      // the number of a bank card or credit card
	PersonCode  Kind = "persoonsnummer" // another number of a person, or of a document of theirs
	Login       Kind = "inloggegeven"   // a password, or the name with which somebody logs in
	Device      Kind = "apparaat"       // the number of a telephone or computer

	Organisation  Kind = "organisatie"
	Place         Kind = "plaats"
	FunctionPlace Kind = "functie-plaats"
	Special       Kind = "bijzonder" // what nobody may know of a person without a reason in the law: health, religion, a crime
)

// Kinds lists all kinds in the order of the documentation.
var Kinds = []Kind{Name, BSN, IBAN, Phone, Email, Postcode, Address, Plate, Birth, IP, Profile, KvK, CaseNumber, Coordinates,
	Card, PersonCode, Login, Device, Organisation, Place, FunctionPlace, Special}

// Identifies reports whether a value of this kind identifies a person by itself.
func (k Kind) Identifies() bool {
	return k != Organisation && k != Place && k != FunctionPlace && k != Special
}

// Hit is one value in a text.
type Hit struct {
	Kind  Kind
	Start int  // offset in bytes
	End   int  // offset in bytes, exclusive
	Sure  bool // a checksum or the context confirms it
	// Value is the value as a reader sees it: on one line, without markup and invisible characters.
	Value string
	// Rule is the name of the rule that decided. The catalogue of messages has a sentence on each, below "why/".
	Rule string
}

// chunkSize is the number of bytes that are normalised and searched at a time. It bounds the memory of a scan.
const chunkSize = 64 << 10

// Scan returns the personal data in a text, ordered by offset and without overlap. It is Search without a limit.
func Scan(text string) []Hit {
	hits, _ := Search(text, nil)
	return hits
}

// Search returns the personal data in a text, ordered by offset and without overlap, and the offset up to which the text was searched: less than its
// length when the budget was spent. A nil budget has no end.
//
// The words of a name that is recognised once are found everywhere in the text, also a surname or given name alone. Therefore the words of a text with
// names that has more than one chunk are read twice. Search needs memory for its hits and for one chunk in normalised form; its time grows with the
// length of the text, whatever the text.
func Search(text string, limit *budget.Budget) (hits []Hit, done int) {
	s := scanners.Get().(*scanner)
	defer scanners.Put(s)
	if len(s.names) > manyNames {
		s.names = names{} // clearing it would take as long as it once was large
	}
	clear(s.names)
	chunks := split(text)
	results := make([]found, 0, len(chunks))
	for _, chunk := range chunks {
		if limit != nil && limit.Left() == 0 {
			break
		}
		r := s.scanChunk(text[chunk.start:chunk.end], chunk.start, len(chunks) == 1)
		if limit != nil {
			limit.Spend(s.steps)
		}
		results = append(results, r)
		done = chunk.end
	}
	for i := range results {
		if len(chunks) > 1 && len(s.names) > 0 {
			s.repeatChunk(text[chunks[i].start:chunks[i].end], chunks[i].start, &results[i])
		}
		hits = append(hits, results[i].hits...)
	}
	return hits, done
}

// found is what was found in one chunk.
type found struct {
	candidates []candidate // kept for the second time, when there is one
	hits       []Hit
}

// How many steps of a budget it takes to look at a token, at a token of digits, which may begin many kinds of values, and at a byte of a word that an
// expression is tried on; beside one step for each byte. What is done at a token is bounded, by windows of fixed sizes.
const (
	stepsPerToken  = 4
	stepsPerNumber = 4
	stepsPerTry    = 4
	stepsPerWindow = 24  // for the expressions that are tried on a window around a token, of those that many tokens may have
	stepsPerBirth  = 150 // for the expression that looks for a date before a word, which is the slowest
)

// manyNames is how many different words the names of a text hold that is no book.
const manyNames = 1000

// scanners keeps the buffers of finished scans for the next ones.
var scanners = sync.Pool{New: func() any { return &scanner{names: names{}} }}

// pattern returns a function that compiles a regular expression at its first call. Compiling all of them at the start would take
// most of the time of a short run. It is called in many places, and add too: inlined they would take a page tens of kilobytes.
//
//go:noinline
func pattern(source string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })
}

// stretch is a part of a text, by its offsets.
type stretch struct{ start, end int }

// split cuts a text into chunks of at most chunkSize bytes, at the end of a paragraph, else of a line, else of a word, and never
// inside a character.
func split(text string) []stretch {
	var chunks []stretch
	start := 0
	for len(text)-start > chunkSize {
		window := text[start : start+chunkSize]
		end := len(window)
		for _, border := range []string{"\n\n", "\n", " "} {
			if i := strings.LastIndex(window, border); i > chunkSize/2 {
				end = i + len(border)
				break
			}
		}
		for end > 0 && start+end < len(text) && text[start+end]&0xc0 == 0x80 {
			end--
		}
		chunks = append(chunks, stretch{start, start + end})
		start += end
	}
	return append(chunks, stretch{start, len(text)})
}

// scanner searches one text, chunk by chunk. Its buffers are reused for every chunk.
type scanner struct {
	normal     normalText
	text       string // normal.text as a string
	lowerText  string // text with its ASCII letters in lower case; offsets are the same
	lowerBytes []byte // lowerText as bytes
	tokens     []token
	signs      []stretch // of eachStretch
	hasTable   bool      // the chunk may hold a Markdown table
	steps      int       // that the chunk took so far
	glued      int       // where a value begins that is written against a word for it, or -1
	tables     tables
	dates      dates
	digits     []byte // of takeDigits
	ends       []int
	sentence   struct{ inside, begin int } // the last token for which isWithoutCapitals looked, and the first one of its sentence
	titled     struct {                    // the last token for which title looked, and what stands before it
		token int
		kind  titleKind
	}
	candidates []candidate
	vocabulary [2048]knownWord                  // of known
	rows       [1024]cacheEntry                 // of lookup
	covered    []bool                           // for each byte of text, whether a candidate covers it
	taken      []uint8                          // for each token, what it is taken for: notTaken, takenByValue, …
	names      names                            // found in this chunk and those before
	slots      []uint16                         // of features
	present    []fact                           // of features
	teach      func(c chain, f facts, rule int) // when it is not nil, is told of each candidate for a name
}

// knownWord is all that is known of a word.
type knownWord struct {
	key   uint64
	flags lexicon.Flags
	uses  uses
	sets  membership
}

// cacheEntry is one answer of the lexicon.
type cacheEntry struct {
	key   uint64
	flags lexicon.Flags
}

// candidate is a possible value, by its offsets in the normalised text. Of two that overlap the one with the lowest rank stays;
// if these are equal, the one that is sure; then the longest; then the first.
type candidate struct {
	kind       Kind
	start, end int
	sure       bool
	rank       int
	rule       string
}

// nobody is the kind of a candidate that is no hit: it keeps other rules from what is known to be nobody's.
const nobody Kind = ""

// hide adds a candidate that is no hit.
func (s *scanner) hide(start, end int) {
	s.candidates = append(s.candidates, candidate{nobody, start, end, true, ranks[Name] - 1, ""})
}

// add adds a candidate by its offsets in the normalised text, with the name of the rule that finds it.
//
//go:noinline
func (s *scanner) add(rule string, kind Kind, start, end int, sure bool) {
	s.candidates = append(s.candidates, candidate{kind, start, end, sure, ranks[kind], rule})
}

// ranks says which kind wins where two candidates overlap: the lower number.
var ranks = map[Kind]int{
	Email: 1, Profile: 1, IBAN: 1, Card: 1, Coordinates: 1, IP: 2, Birth: 2, Login: 2, Device: 1, CaseNumber: 4, BSN: 3, PersonCode: 3, KvK: 3, Phone: 3, Plate: 5, Postcode: 5, Address: 6,
	FunctionPlace: 8, Organisation: 7, Name: 9, Place: 10, Special: 11,
}

// read makes the text of a chunk ready for a search: normalised, and split into tokens.
func (s *scanner) read(src string) {
	s.normal.normalise(src)
	s.lowerBytes = append(s.lowerBytes[:0], s.normal.text...)
	for i, c := range s.lowerBytes {
		if 'A' <= c && c <= 'Z' {
			s.lowerBytes[i] = c | 0x20
		}
	}
	s.text, s.lowerText = string(s.normal.text), string(s.lowerBytes)
	s.hasTable = bytes.Contains(s.lowerBytes, []byte("\x1e|"))
	s.tables.known = false
	s.sentence.inside, s.sentence.begin = -1, -1
	s.titled.token = -1
	s.dates = dates{from: -1, until: -1}
	s.candidates = s.candidates[:0]
	s.tokenise()
	s.steps = len(src) + stepsPerToken*len(s.tokens)
}

// scanChunk searches one chunk, which begins at offset base of the text. When the chunk is the whole text, it also looks for the words of the names
// that it found; otherwise repeatChunk does that later.
func (s *scanner) scanChunk(src string, base int, whole bool) found {
	s.read(src)
	s.online()
	s.numbers()
	s.addresses()
	s.resolveOverlaps()
	s.people()
	s.paths()
	s.specials()
	s.resolveOverlaps()
	if whole {
		s.repeatedNames()
		s.resolveOverlaps()
		return found{hits: s.hits(base)}
	}
	return found{slices.Clone(s.candidates), s.hits(base)}
}

// repeatChunk adds to what was found in a chunk the words of the names that were found in all chunks.
func (s *scanner) repeatChunk(src string, base int, r *found) {
	s.read(src)
	s.candidates = append(s.candidates, r.candidates...)
	s.repeatedNames()
	if len(s.candidates) > len(r.candidates) {
		s.resolveOverlaps()
		r.hits = s.hits(base)
	}
}

// hits returns the candidates as hits; the chunk begins at offset base of the text.
func (s *scanner) hits(base int) []Hit {
	hits := make([]Hit, 0, len(s.candidates))
	for _, c := range s.candidates {
		if c.kind == nobody {
			continue
		}
		start, end := s.normal.span(c.start, c.end)
		hits = append(hits, Hit{c.kind, base + start, base + end, c.sure, s.value(c.start, c.end), c.rule})
	}
	return hits
}

// value returns a range of the normalised text as one line.
func (s *scanner) value(start, end int) string {
	return strings.Join(strings.FieldsFunc(string(s.normal.text[start:end]), func(r rune) bool {
		return r == ' ' || r == softBreak || r == hardBreak
	}), " ")
}

// resolveOverlaps removes candidates until no two overlap, and sorts the rest by offset.
func (s *scanner) resolveOverlaps() {
	sort.Stable(byRank(s.candidates))
	s.covered = slices.Grow(s.covered[:0], len(s.text))[:len(s.text)]
	clear(s.covered)
	kept := s.candidates[:0]
	for _, c := range s.candidates {
		if slices.Contains(s.covered[c.start:c.end], true) {
			continue
		}
		kept = append(kept, c)
		for i := c.start; i < c.end; i++ {
			s.covered[i] = true
		}
	}
	sort.Sort(byStart(kept))
	s.candidates = kept
}

// byRank sorts candidates by which of two stays, and byStart by their offset. The functions of package slices would be made anew for them, which a page
// must load.
type (
	byRank  []candidate
	byStart []candidate
)

func (c byRank) Len() int      { return len(c) }
func (c byRank) Swap(i, j int) { c[i], c[j] = c[j], c[i] }

func (c byRank) Less(i, j int) bool {
	a, b := &c[i], &c[j]
	switch long, other := a.end-a.start, b.end-b.start; {
	case a.rank != b.rank:
		return a.rank < b.rank
	case a.sure != b.sure:
		return a.sure
	case long != other:
		return long > other
	}
	return a.start < b.start
}

func (c byStart) Len() int           { return len(c) }
func (c byStart) Swap(i, j int)      { c[i], c[j] = c[j], c[i] }
func (c byStart) Less(i, j int) bool { return c[i].start < c[j].start }
