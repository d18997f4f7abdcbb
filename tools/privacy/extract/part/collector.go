package part

import (
	"bytes"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// The limits hold for one file with everything that is packed in it, so that a small file can't ask for a lot of work: what it takes to read a file
// is at most a fixed amount and an amount for each of its bytes. A file of a megabyte takes at most 80 million steps, of some 10 nanoseconds each, and
// gives at most 2.5 MB of text.
//
// Ordinary documents stay below that. A report of 200 pages (0.4 MB) has 7 MB of XML with 300,000 tags, which take 30 million steps of the 58, and
// 0.7 MB of text; the same in a PDF of 9.6 MB, with its pictures, takes 130 million of the 440. A sheet of 10,000 rows and 20 columns (1.9 MB) has
// 8 MB of XML with 200,000 cells, which take 60 million of the 116, and 2.4 MB of text of the 3.4. Photos and scans take a step or two for each of
// their bytes, which brings 40.
const (
	baseSteps    = 40 << 20
	stepsPerByte = 40
	baseText     = 1536 << 10 // bytes of text that are kept
	textPerByte  = 1
	MaxFiles     = 5000 // files inside the file
	MaxParts     = 50_000
	MaxNesting   = 3 // archives inside each other
)

// What some work costs in steps; a step is about what it takes to copy or compare a few bytes.
const (
	unpackSteps = 2    // for a byte, which takes memory too
	startSteps  = 2000 // for a stream, as a decompressor fills its tables
	addSteps    = 50   // for a text that is added, besides its bytes
	openSteps   = 500
)

// Reader reads a file by its kind. Depth counts the archives around it.
type Reader func(name string, data []byte, place Place, depth int) error

// Collector gathers the parts of one file and of all files inside it, and counts what that takes. Once a limit is reached Full is set, and the readers
// stop as soon as they can. They still add the text that they had before that, as far as it fits.
type Collector struct {
	Parts []Part
	Full  bool
	// Read reads a file inside the file, of whatever kind. Readers of a single kind call it, so that they need not know
	// each other.
	Read Reader

	seen  map[key]bool // metadata that was kept: one author made a hundred comments
	steps int          // that may still be done
	text  int          // bytes of text that may still be kept
	files int          // files that may still be opened
}

type key struct{ place, text string }

// NewCollector returns a Collector for a file of a number of bytes, which has used nothing of its limits. Its Read must be set before a file with
// other files in it is read.
func NewCollector(size int) *Collector {
	return &Collector{seen: map[key]bool{}, steps: baseSteps + stepsPerByte*size, text: baseText + textPerByte*size, files: MaxFiles}
}

// Add keeps a text, unless it is blank. Metadata that is already there at the same place is not kept again. Of a text that is too long it keeps the
// beginning, and sets Full.
func (c *Collector) Add(place Place, text string, meta bool) {
	if text == "" {
		return
	}
	c.Spend(addSteps + len(text))
	if strings.Trim(text, " \t\r\n\x00\u00a0") == "" {
		return
	}
	text = c.fitting(strings.ToValidUTF8(text, "\ufffd"))
	if meta {
		k := key{place.String(), text}
		if c.seen[k] {
			return
		}
		c.seen[k] = true
	}
	if len(c.Parts) == MaxParts || text == "" {
		c.Full = true
		return
	}
	c.text -= len(text)
	c.Parts = append(c.Parts, Part{Text: text, Place: place, Meta: meta})
}

// AddRead is Add for a text that was decoded from a notation. Exact says that its places are those in the file.
func (c *Collector) AddRead(place Place, text notation.Text, exact bool) {
	before := len(c.Parts)
	valid := utf8.ValidString(text.Text)
	c.Add(place, text.Text, false)
	if len(c.Parts) > before {
		p := &c.Parts[before]
		p.Map = &notation.Map{}
		if exact && valid {
			*p.Map, p.Exact = text.Map, true
		}
	}
}

// fitting returns as much of a text as may still be kept, and sets Full when that is not all. It prefers to end between two words.
func (c *Collector) fitting(text string) string {
	if len(text) <= c.text {
		return text
	}
	c.Full = true
	end := c.text
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	if space := strings.LastIndexAny(text[:end], " \t\n"); space > 0 {
		end = space
	}
	return text[:end]
}

// Head returns the beginning of the bytes of a text: a little more than the Collector keeps, so that Add sees that it is too long.
func (c *Collector) Head(data []byte) []byte {
	end := (c.text + 8) &^ 3
	if len(data) <= end {
		return data
	}
	for end > 0 && !utf8.RuneStart(data[end]) {
		end--
	}
	return data[:end]
}

// AddLink keeps the target of a link, with its percent-encoding undone. A target inside the document ("#heading") is
// skipped.
func (c *Collector) AddLink(place Place, target string) {
	if strings.HasPrefix(target, "#") {
		return
	}
	if readable, err := url.PathUnescape(target); err == nil {
		target = readable
	}
	c.Add(place.At(Link), target, false)
}

// Spend takes n steps from those that may still be done, and reports whether that many were left. Readers call it for all work that a small file
// can make them do again and again.
func (c *Collector) Spend(n int) bool {
	if n > c.steps {
		c.steps, c.Full = 0, true
		return false
	}
	c.steps -= n
	return true
}

// Unpack reads a stream to its end. Next to an error it returns the bytes before it, also for ErrTooLarge. Size is how many bytes there will be, as
// far as the caller knows, or 0; what it claims counts as read.
func (c *Collector) Unpack(stream io.Reader, size uint64) ([]byte, error) {
	if !c.Spend(startSteps) {
		return nil, ErrTooLarge
	}
	most := c.steps / unpackSteps
	claimed := int(min(size, uint64(most)))
	data := bytes.NewBuffer(make([]byte, 0, claimed+bytes.MinRead))
	_, err := data.ReadFrom(io.LimitReader(stream, int64(most)+1))
	if !c.Spend(unpackSteps * max(data.Len(), claimed)) {
		return data.Bytes()[:most], ErrTooLarge
	}
	return data.Bytes(), err
}

// Open takes n files from what may still be opened, and reports whether that many were left.
func (c *Collector) Open(n int) bool {
	if n > c.files || !c.Spend(n*openSteps) {
		c.Full = true
		return false
	}
	c.files -= n
	return true
}

// Text collects a long text piece by piece, and stops when it is longer than the Collector may still keep.
type Text struct {
	c *Collector
	b strings.Builder
}

// NewText returns an empty Text.
func (c *Collector) NewText() *Text { return &Text{c: c} }

// Write appends a piece. Of what does not fit it appends a little more than the Collector keeps, so that Add sees that it is too long.
func (t *Text) Write(piece string) {
	if room := t.c.text - t.b.Len(); len(piece) > room {
		t.c.Full = true
		piece = piece[:max(room+1, 0)]
	}
	t.b.WriteString(piece)
}

// Break ends a line, unless the text already stands at the start of one.
func (t *Text) Break() {
	if s := t.b.String(); s != "" && s[len(s)-1] != '\n' {
		t.Write("\n")
	}
}

// Len is the length in bytes, String is the text so far.
func (t *Text) Len() int       { return t.b.Len() }
func (t *Text) String() string { return t.b.String() }

// Reset empties the text.
func (t *Text) Reset() { t.b.Reset() }
