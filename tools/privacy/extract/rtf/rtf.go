// Package rtf reads Rich Text Format as Word shows it, and what it keeps besides: who wrote it, who changed it, fields, bookmarks and pictures.
package rtf

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// Signature is how a file begins.
const Signature = `{\rtf`

// What reading a byte costs, in steps, and how deep groups may stand in each other.
const (
	byteSteps = 4
	maxGroups = 10_000
)

// quiet are the groups that hold the form of a document and no text.
var quiet = set(`colortbl stylesheet listtable listoverridetable rsidtbl themedata colorschememapping latentstyles datastore xmlnstbl generator mmathPr filetbl pgdsctbl
	nonshppict blipuid panose falt wgrffmtfilter listlevel picprop`)

// metadata are the groups that name a person or a company by their nature.
var metadata = map[string]part.Kind{
	"author": part.PropertyAuthor, "operator": part.PropertyLastEditor, "manager": part.PropertyManager, "company": part.PropertyCompany,
	"revtbl": part.ChangeAuthor, "atnauthor": part.CommentAuthor, "atnid": part.CommentAuthor,
}

// apart are the groups that are read, but not in the line in which they stand.
var apart = map[string]part.Kind{
	"fldinst": part.Link, "title": part.PropertyTitle, "subject": part.PropertySubject, "keywords": part.PropertyKeywords, "doccomm": part.PropertyDescription,
	"category": part.PropertyCategory, "hlinkbase": part.PropertyLinkBase, "bkmkstart": part.Bookmark, "bkmkend": part.Bookmark, "annotation": part.Comment,
	"footnote": part.Footnote, "header": part.Header, "headerl": part.Header, "headerr": part.Header, "headerf": part.Header, "footer": part.Footer, "footerl": part.Footer,
	"footerr": part.Footer, "footerf": part.Footer,
}

// signs are the words that stand for a character; a line end begins a line.
var signs = map[string]string{
	"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "row": "\n", "cell": "\n", "nestcell": "\n", "nestrow": "\n", "tab": "\t", "emdash": "—", "endash": "–",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}

// charsets are the code pages of the character sets of fonts.
var charsets = map[int]int{
	77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 255: 850,
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// codePage returns the encoding of a code page of Windows; Windows-1252 when it is not known.
func codePage(n int) encoding.Encoding {
	switch n {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 858:
		return charmap.CodePage858
	case 865:
		return charmap.CodePage865
	}
	names := map[int]string{932: "shift_jis", 936: "gbk", 949: "euc-kr", 950: "big5", 10000: "macintosh", 874: "windows-874", 866: "ibm866"}
	name := names[n]
	if name == "" {
		name = "windows-" + strconv.Itoa(n)
	}
	if e, _ := charset.Lookup(name); e != nil {
		return e
	}
	return charmap.Windows1252
}

// group is what holds inside a pair of braces.
type group struct {
	skip    int               // how many characters stand behind one in Unicode, for programs that do not know those
	page    encoding.Encoding // of bytes
	to      *target           // where the text goes; nil for nowhere
	fonts   bool              // the table of fonts
	data    bool              // hexadecimal bytes of a picture or object
	strange bool              // a group that may be passed over comes next
}

// target is a text that is being read.
type target struct {
	b    *notation.Builder
	kind part.Kind // "" for the main text
	meta bool
	open *group // the group that it belongs to
}

type reader struct {
	c     *part.Collector
	src   string
	place part.Place
	depth int
	exact bool

	groups []*group
	main   *target
	font   int
	pages  map[int]encoding.Encoding // by number of the font
	usual  encoding.Encoding
	utf8   bool // the bytes outside ASCII are UTF-8

	pending  []byte // in the encoding of the group
	from, to int    // where they stand
	high     rune   // the first of a pair of surrogates
	highAt   int
	unread   int // characters to pass over

	bytes []byte // of a picture or object
	half  int    // the first digit of one of them, or -1
	err   error  // the first
}

// Read reads a document. It returns its text; what stands apart from that it gives to the Collector. Exact says that offsets in it are those in the file. Next to
// an error it returns what could be read.
func Read(c *part.Collector, data []byte, place part.Place, depth int, exact bool) (notation.Text, error) {
	src := string(data)
	if !c.Spend(byteSteps * len(src)) {
		return notation.Text{}, part.ErrTooLarge
	}
	r := &reader{c: c, src: src, place: place, depth: depth, exact: exact, pages: map[int]encoding.Encoding{}, usual: charmap.Windows1252, utf8: utf8.Valid(data), half: -1}
	r.main = &target{b: notation.NewBuilder(src)}
	r.groups = []*group{{skip: 1, page: r.usual, to: r.main}}
	r.read()
	for len(r.groups) > 1 { // braces that are not closed
		r.close(len(src))
	}
	r.flush()
	return r.main.b.Text(), r.err
}

func (r *reader) top() *group { return r.groups[len(r.groups)-1] }

func (r *reader) read() {
	for i := 0; i < len(r.src) && !r.c.Full; {
		switch c := r.src[i]; c {
		case '{':
			r.flush()
			if len(r.groups) == maxGroups {
				r.c.Full = true
				r.err = part.ErrTooLarge
				return
			}
			inner := *r.top()
			inner.strange = false
			r.groups = append(r.groups, &inner)
			r.unread = 0
			i++
		case '}':
			r.flush()
			if len(r.groups) > 1 {
				r.close(i)
			}
			r.unread = 0
			i++
		case '\\':
			i = r.control(i)
		case '\r', '\n':
			i++
		default:
			i = r.plain(i)
		}
	}
}

// close ends a group.
func (r *reader) close(at int) {
	g := r.top()
	r.groups = r.groups[:len(r.groups)-1]
	if g.data && !r.top().data {
		r.file()
	}
	if g.to != nil && g.to.open == g {
		text := g.to.b.Text()
		switch {
		case g.to.meta:
			for _, name := range strings.Split(text.Text, ";") {
				if name = strings.TrimSpace(name); name != "" && name != "Unknown" {
					r.c.Add(r.place.At(g.to.kind), name, true)
				}
			}
		case g.to.kind == "":
			r.main.b.Break(at)
			r.main.b.Add(text)
			r.main.b.Break(at)
		default:
			r.c.AddRead(r.place.At(g.to.kind), text, r.exact)
		}
	}
}

// file reads the bytes of a picture or an object.
func (r *reader) file() {
	data := r.bytes
	r.bytes, r.half = nil, -1
	if len(data) == 0 {
		return
	}
	if !r.c.Open(1) {
		r.err = cmp.Or(r.err, part.ErrTooLarge)
		return
	}
	r.err = cmp.Or(r.err, r.c.Read("", data, r.place.At(part.Image), r.depth))
}

// plain reads text without a meaning of its own, and returns the offset behind it.
func (r *reader) plain(i int) int {
	g := r.top()
	if r.src[i] >= utf8.RuneSelf && !r.utf8 {
		r.character(func() { r.byte(r.src[i], i, i+1) })
		return i + 1
	}
	_, size := utf8.DecodeRuneInString(r.src[i:])
	if r.unread > 0 {
		r.unread--
		return i + size
	}
	end := i
	for end < len(r.src) && strings.IndexByte("{}\\\r\n", r.src[end]) < 0 && (r.src[end] < utf8.RuneSelf || r.utf8) {
		end++
	}
	switch {
	case g.data:
		r.hex(r.src[i:end])
	case g.to != nil:
		r.flush()
		g.to.b.Keep(i, end)
	}
	return end
}

// hex appends bytes of a picture that are written as digits.
func (r *reader) hex(digits string) {
	for _, c := range []byte(digits) {
		v, err := strconv.ParseUint(string(c), 16, 8)
		switch {
		case err != nil:
		case r.half < 0:
			r.half = int(v)
		default:
			r.bytes = append(r.bytes, byte(r.half<<4|int(v)))
			r.half = -1
		}
	}
}

// character does what a character asks for, unless it stands behind one in Unicode.
func (r *reader) character(do func()) {
	if r.unread > 0 {
		r.unread--
		return
	}
	do()
}

// byte keeps a byte in the encoding of the group.
func (r *reader) byte(c byte, from, to int) {
	if r.top().to == nil {
		return
	}
	if len(r.pending) == 0 || r.to != from {
		r.flush()
		r.from = from
	}
	r.pending = append(r.pending, c)
	r.to = to
	if _, table := r.top().page.(*charmap.Charmap); table {
		r.flush() // so that each character has its own place
	}
}

// flush appends the bytes that were kept, and a surrogate without its other half.
func (r *reader) flush() {
	g := r.top()
	if r.high != 0 {
		if g.to != nil {
			g.to.b.PutRune(utf8.RuneError, r.highAt, r.highAt+1)
		}
		r.high = 0
	}
	if len(r.pending) == 0 {
		return
	}
	if g.to != nil {
		text, err := g.page.NewDecoder().Bytes(r.pending)
		if err != nil {
			text = bytes.ToValidUTF8(r.pending, []byte("\ufffd"))
		}
		g.to.b.Put(string(text), r.from, r.to)
	}
	r.pending = r.pending[:0]
}

// put appends a text that stands for the bytes [from, to).
func (r *reader) put(text string, from, to int) {
	r.character(func() {
		r.flush()
		if g := r.top(); g.to != nil && !g.data {
			g.to.b.Put(text, from, to)
		}
	})
}

// control reads a control word or sign at a backslash, and returns the offset behind it.
func (r *reader) control(i int) int {
	if i+1 == len(r.src) {
		return i + 1
	}
	g := r.top()
	c := r.src[i+1]
	if c < 'A' || c > 'z' || c > 'Z' && c < 'a' {
		switch c {
		case '\'':
			if v, err := strconv.ParseUint(r.src[min(len(r.src), i+2):min(len(r.src), i+4)], 16, 8); err == nil {
				r.character(func() { r.byte(byte(v), i, min(len(r.src), i+4)) })
			}
			return min(len(r.src), i+4)
		case '*':
			g.strange = true
		case '\\', '{', '}':
			r.put(string(c), i, i+2)
		case '~':
			r.put(" ", i, i+2)
		case '_':
			r.put("-", i, i+2)
		case '\n', '\r':
			r.put("\n", i, i+2)
		}
		return i + 2
	}
	end := i + 1
	for end < len(r.src) && end < i+40 && ('a' <= r.src[end] && r.src[end] <= 'z' || 'A' <= r.src[end] && r.src[end] <= 'Z') {
		end++
	}
	word := r.src[i+1 : end]
	digits := end
	if end < len(r.src) && r.src[end] == '-' {
		end++
	}
	for end < len(r.src) && end < digits+12 && '0' <= r.src[end] && r.src[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(r.src[digits:end])
	if err != nil {
		n = 0
		if r.src[digits:end] == "-" {
			end = digits
		}
	}
	if end < len(r.src) && r.src[end] == ' ' {
		end++
	}
	return r.word(word, n, i, end)
}

// word does what a control word with its number says; it stands at the bytes [from, end). It returns the offset behind it.
func (r *reader) word(word string, n, from, end int) int {
	g := r.top()
	if sign, ok := signs[word]; ok {
		r.put(sign, from, end)
		return end
	}
	strange := g.strange
	g.strange = false
	switch word {
	case "u":
		r.unicode(n, from, end)
		r.unread = g.skip
		return end
	case "uc":
		g.skip = max(0, min(n, 100))
		return end
	case "bin":
		stop := max(end, min(len(r.src), end+n))
		if g.data {
			r.bytes = append(r.bytes, r.src[end:stop]...)
		}
		return stop
	case "ansicpg":
		r.usual = codePage(n)
		r.flush()
		for _, open := range r.groups {
			open.page = r.usual
		}
	case "mac":
		r.usual = codePage(10000)
		g.page = r.usual
	case "pc":
		r.usual = codePage(437)
		g.page = r.usual
	case "pca":
		r.usual = codePage(850)
		g.page = r.usual
	case "fonttbl":
		g.fonts, g.to = true, nil
	case "f":
		if r.font = n; !g.fonts {
			r.flush()
			if g.page = r.pages[n]; g.page == nil {
				g.page = r.usual
			}
		}
	case "fcharset":
		if page := charsets[n]; g.fonts && page != 0 {
			r.pages[r.font] = codePage(page)
		}
	case "plain":
		r.flush()
		g.page = r.usual
	case "pict", "objdata":
		g.data, g.to = g.to != nil, nil
	case "wmetafile", "emfblip", "macpict", "pmmetafile", "dibitmap", "wbitmap":
		if g.data { // drawings that nobody here can read
			r.err = cmp.Or(r.err, part.ErrUnknown)
			g.data = false
		}
	default:
		kind, meta := metadata[word]
		if !meta {
			kind = apart[word]
		}
		switch {
		case g.to == nil:
		case quiet[word]:
			r.flush()
			g.to = nil
		case kind != "" || strange && word != "shppict" && word != "shpinst":
			r.flush()
			g.to = &target{b: notation.NewPiece(r.src), kind: kind, meta: meta, open: g}
		}
	}
	return end
}

// unicode appends the character with a number, which is a signed one of 16 bits.
func (r *reader) unicode(n, from, to int) {
	if r.unread > 0 {
		r.unread = 0
	}
	g := r.top()
	if g.to == nil || g.data {
		return
	}
	c := rune(uint16(n))
	if r.high != 0 {
		if pair := utf16.DecodeRune(r.high, c); pair != utf8.RuneError {
			r.high = 0
			g.to.b.PutRune(pair, r.highAt, to)
			return
		}
	}
	r.flush()
	switch {
	case utf16.IsSurrogate(c) && c < 0xdc00:
		r.high, r.highAt = c, from
	case utf16.IsSurrogate(c):
		g.to.b.PutRune(utf8.RuneError, from, to)
	default:
		g.to.b.PutRune(c, from, to)
	}
}
