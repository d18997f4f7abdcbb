// Package detect finds personal data in Dutch text: the values by which a person can be recognised. It knows the language and
// the formats, and nothing of files or Git.
//
// Text goes in as UTF-8, as its writer typed it: prose, Markdown, front matter, an e-mail, a page of code. What comes out are
// ranges of bytes with what was recognised there. A value is found through what people put in its way: spaces and dots, HTML
// entities, invisible characters, markup, a line end in the middle.
//
// A hit is sure when a checksum or the words around it back it, else it only looks like personal data and a person must judge.
// Nothing here can tell that somebody is recognisable by what is told of them; only a reader can.
package detect

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

//go:generate go run ./generate

// Kind is a kind of personal data.
type Kind string

// The kinds. The first group identifies a person by itself; the second does in its context.
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

	Organisation  Kind = "organisatie"
	Place         Kind = "plaats"
	FunctionPlace Kind = "functie-plaats"
)

// Kinds lists the kinds in the order of the documentation.
var Kinds = []Kind{Name, BSN, IBAN, Phone, Email, Postcode, Address, Plate, Birth, IP, Profile, KvK, CaseNumber, Coordinates,
	Organisation, Place, FunctionPlace}

// Identifies reports whether a value of this kind identifies a person by itself.
func (k Kind) Identifies() bool { return k != Organisation && k != Place && k != FunctionPlace }

// Hit is one value in a text.
type Hit struct {
	Kind  Kind
	Start int // bytes in the text
	End   int // exclusive
	Sure  bool
	// Value is the value as its reader sees it: without markup and invisible characters, on one line.
	Value string
}

// chunkSize is how much of a text is held in memory in another form at a time, in bytes.
const chunkSize = 64 << 10

// Scan returns the personal data in a text, in order. The hits do not overlap.
//
// A name that is found once is found wherever it stands, also its surname or given name alone. Memory is bounded by the length of
// the text, its hits, and a window of 64 kB.
func Scan(text string) []Hit {
	s := scanners.Get().(*scanner)
	defer scanners.Put(s)
	clear(s.names)
	var hits []Hit
	chunks := split(text)
	for _, chunk := range chunks {
		hits = append(hits, s.scanChunk(text[chunk.start:chunk.end], chunk.start, len(chunks) == 1)...)
	}
	if len(chunks) > 1 && len(s.names) > 0 {
		hits = hits[:0]
		for _, chunk := range chunks {
			hits = append(hits, s.scanChunk(text[chunk.start:chunk.end], chunk.start, true)...)
		}
	}
	return hits
}

// scans keeps the buffers of finished scans for the next ones.
var scanners = sync.Pool{New: func() any { return &scanner{names: names{}} }}

// pattern compiles a regular expression when it is first needed: compiling them all would be most of the time of a short run.
func pattern(source string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })
}

type chunk struct{ start, end int }

// split cuts a text at the ends of paragraphs, or else of lines or words.
func split(text string) []chunk {
	var chunks []chunk
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
		chunks = append(chunks, chunk{start, start + end})
		start += end
	}
	return append(chunks, chunk{start, len(text)})
}

// scan is one text under search. Its buffers serve every chunk.
type scanner struct {
	source     normalText
	text       string // the normal text
	lowerText  string // the same with its ASCII letters small
	lowerBytes []byte // that as bytes
	tokens     []token
	hasTable   bool // it may hold a Markdown table
	candidates []candidate
	cache      [1024]cacheEntry
	covered    []bool  // by a candidate, of each byte of the normal text
	taken      []uint8 // what each token is taken for
	names      names   // found so far, in every chunk
}

// memory is what the lexicon said of a key.
type cacheEntry struct {
	key   uint64
	flags lexicon.Flags
}

// candidate is a possible value in the normal text. Where two overlap the one with the lowest rank stays, then the sure one,
// then the longest.
type candidate struct {
	kind       Kind
	start, end int
	sure       bool
	rank       int
}

func (s *scanner) add(kind Kind, start, end int, sure bool) {
	s.candidates = append(s.candidates, candidate{kind, start, end, sure, ranks[kind]})
}

var ranks = map[Kind]int{
	Email: 1, Profile: 1, IBAN: 1, Coordinates: 1, IP: 2, Birth: 2, CaseNumber: 4, BSN: 3, KvK: 3, Phone: 3, Plate: 5, Postcode: 5, Address: 6,
	FunctionPlace: 8, Organisation: 7, Name: 9, Place: 10,
}

// chunk finds what is in one chunk, which begins at offset base of the text. The repeats of names are only looked for when asked.
func (s *scanner) scanChunk(src string, base int, repeats bool) []Hit {
	s.source.normalise(src)
	s.lowerBytes = append(s.lowerBytes[:0], s.source.text...)
	for i, c := range s.lowerBytes {
		if 'A' <= c && c <= 'Z' {
			s.lowerBytes[i] = c | 0x20
		}
	}
	s.text, s.lowerText = string(s.source.text), string(s.lowerBytes)
	s.hasTable = bytes.Contains(s.lowerBytes, []byte("\x1e|"))
	s.candidates = s.candidates[:0]
	s.tokenise()
	s.online()
	s.numbers()
	s.addresses()
	s.resolveOverlaps()
	s.people()
	s.resolveOverlaps()
	if repeats {
		s.repeatedNames()
		s.resolveOverlaps()
	}
	hits := make([]Hit, 0, len(s.candidates))
	for _, c := range s.candidates {
		start, end := s.source.span(c.start, c.end)
		hits = append(hits, Hit{c.kind, base + start, base + end, c.sure, s.value(c.start, c.end)})
	}
	return hits
}

// value is a piece of the normal text on one line.
func (s *scanner) value(start, end int) string {
	return strings.Join(strings.FieldsFunc(string(s.source.text[start:end]), func(r rune) bool {
		return r == ' ' || r == softBreak || r == hardBreak
	}), " ")
}

// settle leaves no two candidates that overlap, in the order of the text.
func (s *scanner) resolveOverlaps() {
	slices.SortStableFunc(s.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), -cmpBool(a.sure, b.sure), -cmp.Compare(a.end-a.start, b.end-b.start), cmp.Compare(a.start, b.start))
	})
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
	slices.SortFunc(kept, func(a, b candidate) int { return cmp.Compare(a.start, b.start) })
	s.candidates = kept
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
