// Package extract reads every text that a file holds, also what its reader does not see: the author in the properties of
// a document, the comments and deletions in it, the position in a photo. It knows kinds of files and nothing of what is
// personal data; it marks only what names a person or a place by its nature.
//
// A file tells by its bytes what it is; its name is never believed. Whatever the bytes, Read returns within its limits.
package extract

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/archive"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/image"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/pdf"
)

// Part is a text that a file holds, Place where in the file it stands, as steps from outer to inner.
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

// maxNesting is how many archives may stand inside each other.
const maxNesting = 3

// Read returns the texts of a file. The name only helps to tell kinds of files apart. part.ErrUnknown says that the file is of
// a kind that can't be read; part.ErrTooLarge that reading it would take more than the limits; other errors that it is
// damaged. Parts that were read before an error are returned with it.
//
// What goes wrong in a file inside the file does not hide the rest: all other parts are returned, with an error that
// names the file inside. It wraps part.ErrUnknown when that file is of a kind that can't be read.
func Read(name string, data []byte) ([]Part, error) {
	r := newReader()
	if text, ok := decode.Exact(data); ok && kindOf(data) == kindText {
		return []Part{{Text: text, Exact: true}}, nil
	}
	err := r.file(name, data, nil, 0)
	if r.Full {
		err = part.ErrTooLarge
	}
	return r.Parts, err
}

// reader reads the files of one Collector by their kinds.
type reader struct{ *part.Collector }

func newReader() *reader {
	r := &reader{part.NewCollector()}
	r.Collector.Read = r.file
	return r
}

// file reads one file: the outer one, or one inside it. Place is where it stands, depth how many archives it is in.
func (r *reader) file(name string, data []byte, place part.Place, depth int) error {
	kind := kindOf(data)
	if kind.packed() && depth == maxNesting {
		r.Full = true
		return part.ErrTooLarge
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
	text, ok := decode.Text(data)
	if !ok {
		return part.ErrUnknown
	}
	r.Add(place, text, false)
	return nil
}
