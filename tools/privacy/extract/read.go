// Package extract returns every text in a file, also those that somebody who opens it does not see: the author in the properties
// of a document, its comments and deletions, the GPS position in a photo. It knows kinds of files, and does not search for personal
// data; it only marks metadata that names a person or position by its nature.
//
// The kind of a file follows from its bytes, never from its name. Read returns within its limits for any bytes.
//
// The readers of the kinds have packages of their own: pdf, image, office, archive, mail, rtf, webpage and calendar. They share part (the result and the limits),
// decode (encodings of text) and markup (XML). Read calls the reader of a file; a reader calls back, through part.Collector, for a
// file inside its file.
package extract

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/archive"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/calendar"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/image"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/mail"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/pdf"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/rtf"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/webpage"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// Part is a text in a file. Place is where in the file it stands, as steps from outer to inner.
type (
	Part  = part.Part
	Place = part.Place
	Step  = part.Step
)

// ErrUnknown reports a file of a kind that can't be read, ErrTooLarge one that would take more than the limits.
var (
	ErrUnknown  = part.ErrUnknown
	ErrTooLarge = part.ErrTooLarge
)

// Read returns the texts in a file. Its name is only used for the name of the content of a gzip file. The error wraps ErrUnknown for
// a kind of file that can't be read, and ErrTooLarge when reading takes more than the limits; other errors mean that the file is
// damaged. What was read is returned next to an error.
//
// An error in a file inside the file does not stop the rest: all other parts are returned, and the error names the file inside.
func Read(name string, data []byte) ([]Part, error) {
	r := newReader(len(data))
	if text, ok := decode.Exact(data); ok && kindOf(data) == kindText && !isNotation(text) {
		return []Part{{Text: text, Exact: true}}, nil
	}
	err := r.file(name, data, nil, 0)
	if r.Full {
		err = ErrTooLarge
	}
	return r.Parts, err
}

// reader reads a file, and the files inside it, by their kinds.
type reader struct{ *part.Collector }

func newReader(size int) *reader {
	r := &reader{part.NewCollector(size)}
	r.Collector.Read = r.file
	return r
}

// file reads the outer file or one inside it. Place is where it stands, depth the number of archives around it.
func (r *reader) file(name string, data []byte, place Place, depth int) error {
	kind := kindOf(data)
	if !r.Spend(len(data)) && kind != kindText { // of a text the beginning is kept
		return ErrTooLarge
	}
	if kind.packed() && depth == part.MaxNesting {
		r.Full = true
		return ErrTooLarge
	}
	switch kind {
	case kindZip:
		return r.zip(data, place, depth+1)
	case kindGzip:
		return archive.Gzip(r.Collector, name, data, place, depth+1)
	case kindTar:
		return archive.Tar(r.Collector, data, place, depth+1)
	case kindPDF:
		return pdf.Read(r.Collector, data, place, depth+1)
	case kindJPEG:
		return image.JPEG(r.Collector, data, place)
	case kindPNG:
		return image.PNG(r.Collector, data, place)
	case kindGIF:
		return image.GIF(r.Collector, data, place)
	case kindWebP:
		return image.WebP(r.Collector, data, place)
	case kindTIFF:
		return image.TIFF(r.Collector, data, place)
	case kindHEIF:
		return image.HEIF(r.Collector, data, place)
	case kindFont:
		return nil // it draws letters; the names in it are of those who made the face, which its licence asks to keep
	}
	head := r.Head(data)
	_, exact := decode.Exact(data)
	exact = exact && depth == 0 && len(place) == 0              // a file in no other
	defer func() { r.Full = r.Full || len(head) < len(data) }() // the rest was not read
	switch kind {
	case kindMail:
		text, err := mail.Read(r.Collector, string(head), place, depth+1, r.inline)
		r.AddRead(place, text, exact)
		return err
	case kindRTF:
		text, err := rtf.Read(r.Collector, head, place, depth+1, exact)
		r.AddRead(place, text, exact)
		return err
	}
	text, ok := decode.Text(head)
	if !ok {
		return ErrUnknown
	}
	if read, known, err := r.notation(text, place, depth); known {
		r.AddRead(place, read, exact)
		return err
	}
	if r.Add(place, text, false); exact && !r.Full && len(r.Parts) == 1 {
		r.Parts[0].Exact = true
	}
	return nil
}

// notation reads a text that is written in a notation of its own, and reports whether it is.
func (r *reader) notation(text string, place Place, depth int) (read notation.Text, known bool, _ error) {
	switch {
	case !isNotation(text):
		return notation.Text{}, false, nil
	case calendar.Is(text):
		read, err := calendar.Read(r.Collector, text, place, depth+1)
		return read, true, err
	case webpage.Is(text):
		r.Spend(notationSteps * len(text))
		return webpage.Read(text), true, nil
	}
	r.Spend(notationSteps * len(text))
	read, known = notation.JSON(text)
	return read, known, nil
}

// What a byte of a notation costs, in steps.
const notationSteps = 4

// isNotation looks at the begin of a text, and reports whether it may be one that notation reads.
func isNotation(text string) bool {
	begin := strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	return begin != "" && strings.IndexByte("{[<Bb", begin[0]) >= 0 && (begin[0]|0x20 != 'b' || calendar.Is(text))
}

// inline is that of package mail.
func (r *reader) inline(label string, raw notation.Text, place Place, depth int) (_ notation.Text, ok bool, err error) {
	if kindOf([]byte(raw.Text)) != kindText {
		return notation.Text{}, false, nil
	}
	text, known := decode.Charset(label, raw)
	if strings.IndexByte(text.Text, 0) >= 0 {
		return notation.Text{}, false, nil
	}
	read, written, err := r.notation(text.Text, place, depth)
	if written {
		text = read.Of(text)
	}
	if err == nil && !known {
		err = ErrUnknown
	}
	return text, true, err
}
