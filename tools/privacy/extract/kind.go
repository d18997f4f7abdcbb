package extract

import (
	"bytes"
	"encoding/binary"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/image"
)

// kind is a kind of file, as its first bytes tell it.
type kind int

const (
	kindText kind = iota // or unknown
	kindZip
	kindGzip
	kindTar
	kindPDF
	kindJPEG
	kindPNG
	kindGIF
	kindWebP
	kindTIFF
	kindHEIF
)

// packed reports whether files of this kind hold other files.
func (k kind) packed() bool { return k == kindZip || k == kindGzip || k == kindTar || k == kindPDF }

var signatures = []struct {
	kind  kind
	start string
}{
	{kindZip, "PK\x03\x04"},
	{kindZip, "PK\x05\x06"}, // without members
	{kindGzip, "\x1f\x8b\x08"},
	{kindPDF, "%PDF-"},
	{kindJPEG, image.JPEGSignature},
	{kindPNG, image.PNGSignature},
	{kindGIF, "GIF87a"},
	{kindGIF, "GIF89a"},
	{kindTIFF, "II*\x00"},
	{kindTIFF, "MM\x00*"},
}

func kindOf(data []byte) kind {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.start)) {
			return s.kind
		}
	}
	switch {
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return kindWebP
	case len(data) >= 12 && string(data[4:8]) == "ftyp" && heifBrand(data):
		return kindHEIF
	case len(data) >= 512 && string(data[257:262]) == "ustar":
		return kindTar
	}
	// A PDF may begin with something else. A text that tells of PDFs stays a text.
	if _, text := decode.Exact(data); !text && bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return kindPDF
	}
	return kindText
}

// heifBrand reports whether a file in boxes is an image: one of its brands is. A video has the same boxes.
func heifBrand(data []byte) bool {
	size := int(min(binary.BigEndian.Uint32(data), uint32(len(data)), 256))
	for i := 8; i+4 <= size; i += 4 {
		switch string(data[i : i+4]) {
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis", "jxl ":
			return true
		}
	}
	return false
}
