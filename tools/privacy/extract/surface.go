// Package extract reads every text that a file holds, also what its reader does not see: the author in the properties of
// a document, the comments and deletions in it, the position in a photo. It knows kinds of files and nothing of what is
// personal data; it marks only what names a person or a place by its nature.
//
// A file tells by its bytes what it is; its name is never believed. Whatever the bytes, Read returns within its limits.
package extract

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Part is a text that a file holds.
type Part struct {
	Text string
	// Exact says that Text is the file itself, so that offsets in the one are offsets in the other.
	Exact bool
	// Place says in Dutch where in the file the text stands, for a sentence such as "in de opmerkingen": "opmerking",
	// "eigenschap auteur", "EXIF Artist", "pagina 3", "blad 2"; empty for the main text.
	Place string
	// Meta says that the text is metadata that names a person or a position by its nature (author, last editor, manager,
	// camera owner, serial number, GPS position), whatever it holds.
	Meta bool
}

// ErrUnknown says that a file is of a kind that can't be read, ErrTooLarge that reading it would take more than the
// limits.
var (
	ErrUnknown  = errors.New("soort bestand dat niet te lezen is")
	ErrTooLarge = errors.New("te groot om te lezen")
)

// The limits hold for a file with all that is packed in it.
const (
	maxUnpacked = 64 << 20 // bytes
	maxMembers  = 5000     // files inside files
	maxNesting  = 3        // archives inside archives
	maxParts    = 100_000
)

// Read returns the texts of a file. The name only helps to tell kinds of files apart. ErrUnknown says that the file is of
// a kind that can't be read; ErrTooLarge that reading it would take more than the limits; other errors that it is
// damaged. Parts that were read before an error are returned with it.
//
// What goes wrong in a file inside the file does not hide the rest: all other parts are returned, with an error that
// names the file inside. It wraps ErrUnknown when that file is of a kind that can't be read.
func Read(name string, data []byte) ([]Part, error) {
	r := newReader()
	if text, ok := exactText(data); ok && kindOf(data) == kindText {
		return []Part{{Text: text, Exact: true}}, nil
	}
	err := r.file(name, data, "", 0)
	if r.full {
		err = ErrTooLarge
	}
	return r.parts, err
}

// reader gathers the parts of one file and of all files in it, and keeps count of the limits.
type reader struct {
	parts    []Part
	seen     map[Part]bool // the Meta parts, because one author made a hundred comments
	unpacked int64         // bytes that may still be unpacked, or be read again
	text     int           // bytes of text that may still be kept
	members  int           // files that may still be opened
	full     bool          // a limit was reached
}

func newReader() *reader {
	return &reader{unpacked: maxUnpacked, text: maxUnpacked, members: maxMembers, seen: map[Part]bool{}}
}

// add keeps a text, unless it is blank.
func (r *reader) add(place, text string, meta bool) {
	if r.full || strings.Trim(text, " \t\r\n\x00\u00a0") == "" {
		return
	}
	text = strings.ToValidUTF8(text, "\ufffd")
	part := Part{Text: text, Place: place, Meta: meta}
	if meta {
		if r.seen[part] {
			return
		}
		r.seen[part] = true
	}
	if len(r.parts) == maxParts || len(text) > r.text {
		r.full = true
		return
	}
	r.text -= len(text)
	r.parts = append(r.parts, part)
}

// spend takes n bytes from what may be unpacked, and reports whether they were there.
func (r *reader) spend(n int) bool {
	if int64(n) > r.unpacked {
		r.full = true
		return false
	}
	r.unpacked -= int64(n)
	return true
}

// unpack reads all of a stream. It returns what it read next to an error.
func (r *reader) unpack(stream io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(stream, r.unpacked+1))
	if !r.spend(len(data)) {
		return nil, ErrTooLarge
	}
	return data, err
}

// file reads one file: the outer one, or one inside it. Place is where it stands, depth how many archives it is in.
func (r *reader) file(name string, data []byte, place string, depth int) error {
	kind := kindOf(data)
	if kind.packed() && depth == maxNesting {
		r.full = true
		return ErrTooLarge
	}
	switch kind {
	case kindZip:
		return r.zip(data, place, depth+1)
	case kindGzip:
		return r.gzip(name, data, place, depth+1)
	case kindTar:
		return r.tar(data, place, depth+1)
	case kindPDF:
		return r.pdf(data, place, depth+1)
	case kindJPEG:
		return r.jpeg(data, place)
	case kindPNG:
		return r.png(data, place)
	case kindGIF:
		return r.gif(data, place)
	case kindWebP:
		return r.webp(data, place)
	case kindTIFF:
		return r.exif(data, place)
	case kindHEIF:
		return r.heif(data, place)
	}
	text, ok := decodeText(data)
	if !ok {
		return ErrUnknown
	}
	r.add(place, text, false)
	return nil
}

// first returns the error that came first, if any.
func first(err, next error) error {
	if err != nil {
		return err
	}
	return next
}

// join makes the place of a text in a file that itself stands somewhere.
func join(outer, inner string) string {
	if outer == "" || inner == "" {
		return outer + inner
	}
	return outer + ", " + inner
}

// maxName is how much of the name of a file inside a file is told in places and errors. It keeps an archive with long
// names from filling the memory with copies of them.
const maxName = 120

func shortName(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	if len(name) <= maxName {
		return name
	}
	cut := len(name) - maxName
	for !utf8.RuneStart(name[cut]) {
		cut++
	}
	return "…" + name[cut:]
}

// inside adds the name of a file inside the file to what went wrong in it.
func inside(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", shortName(name), err)
}
