// Package extract returns every text in a file, also those that somebody who opens it does not see: the author in the properties
// of a document, its comments and deletions, the GPS position in a photo. It knows kinds of files, and does not search for personal
// data; it only marks metadata that names a person or position by its nature.
//
// The kind of a file follows from its bytes, never from its name. Read returns within its limits for any bytes.
//
// The readers of the kinds have packages of their own: pdf, image, office and archive. They share part (the result and the limits),
// decode (encodings of text) and markup (XML). Read calls the reader of a file; a reader calls back, through part.Collector, for a
// file inside its file.
package extract

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/archive"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/image"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/pdf"
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
	if text, ok := decode.Exact(data); ok && kindOf(data) == kindText {
		return []Part{{Text: text, Exact: true}}, nil
	}
	r := newReader(len(data))
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
	}
	text, ok := decode.Text(r.Head(data))
	if !ok {
		return ErrUnknown
	}
	r.Add(place, text, false)
	return nil
}
