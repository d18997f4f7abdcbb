package extract

import (
	"bytes"
	"encoding/binary"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/image"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/mail"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/rtf"
)

// kind is a kind of file.
type kind int

const (
	kindText kind = iota // text, or an unknown kind
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
	kindRTF
	kindMail
	kindFont
)

// packed reports whether files of this kind have other files in them.
func (k kind) packed() bool {
	return k == kindZip || k == kindGzip || k == kindTar || k == kindPDF || k == kindMail || k == kindRTF
}

// signatures are the first bytes of files of a kind.
var signatures = []struct {
	kind  kind
	start string
}{
	{kindZip, "PK\x03\x04"},
	{kindZip, "PK\x05\x06"}, // an archive without members
	{kindGzip, "\x1f\x8b\x08"},
	{kindPDF, "%PDF-"},
	{kindJPEG, image.JPEGSignature},
	{kindPNG, image.PNGSignature},
	{kindGIF, "GIF87a"},
	{kindGIF, "GIF89a"},
	{kindRTF, rtf.Signature},
	{kindFont, "wOF2"},
	{kindFont, "wOFF"},
	{kindFont, "OTTO\x00"},
	{kindFont, "\x00\x01\x00\x00\x00"}, // TrueType; the last byte is the first of the number of tables
	{kindTIFF, "II*\x00"},
	{kindTIFF, "MM\x00*"},
}

// kindOf returns the kind of a file by its first bytes.
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
	case mail.Is(data):
		return kindMail
	}
	// A PDF may have up to 1 kB of anything before its header. A text about PDFs stays a text.
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return kindText
	}
	if _, text := decode.Exact(data); text {
		return kindText
	}
	return kindPDF
}

// heifBrand reports whether an ISO base media file (ISO/IEC 14496-12) is an image: one of the brands in its first box is. Videos have
// the same form.
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
