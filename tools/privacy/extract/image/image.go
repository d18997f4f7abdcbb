// Package image reads the texts in images: EXIF, IPTC, XMP and comments in JPEG, PNG, GIF, WebP, TIFF and HEIF. It skips the
// pixels, so a text in the picture itself is not found.
package image

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// reader adds what it finds to a Collector.
type reader struct{ *part.Collector }

// JPEG reads the segments of a JPEG up to its pixels. Like the functions for other formats it adds what it finds to c, at a
// place, and goes on behind damage where it can; the error is the first damage, or part.ErrTooLarge.
func JPEG(c *part.Collector, data []byte, place part.Place) error { return reader{c}.jpeg(data, place) }

// PNG reads the chunks of a PNG: eXIf, tEXt, zTXt and iTXt.
func PNG(c *part.Collector, data []byte, place part.Place) error { return reader{c}.png(data, place) }

// GIF reads the comments, plain texts and XMP of a GIF.
func GIF(c *part.Collector, data []byte, place part.Place) error { return reader{c}.gif(data, place) }

// WebP reads EXIF and XMP of a WebP.
func WebP(c *part.Collector, data []byte, place part.Place) error { return reader{c}.webp(data, place) }

// TIFF reads the tables of a TIFF.
func TIFF(c *part.Collector, data []byte, place part.Place) error { return reader{c}.exif(data, place) }

// HEIF reads EXIF and XMP of a HEIC or AVIF.
func HEIF(c *part.Collector, data []byte, place part.Place) error { return reader{c}.heif(data, place) }

// XMP reads a packet of XMP, as it stands in images and PDFs.
func XMP(c *part.Collector, data []byte, place part.Place) error { return reader{c}.xmp(data, place) }

// errTruncated reports an image that ends too early, or is damaged.
var errTruncated = errors.New("image is cut off or damaged")

// How every file of a format begins.
const (
	JPEGSignature = "\xff\xd8\xff"
	PNGSignature  = "\x89PNG\r\n\x1a\n"
)

// What stands before metadata in a segment of a JPEG.
const (
	exifHeader = "Exif\x00\x00"
	xmpHeader  = "http://ns.adobe.com/xap/1.0/\x00"
	xmpMore    = "http://ns.adobe.com/xmp/extension/\x00"
	iptcHeader = "Photoshop 3.0\x00"
)

// jpeg reads the segments of a JPEG up to its pixels.
func (r reader) jpeg(data []byte, place part.Place) error {
	const (
		app1, app13, comment = 0xe1, 0xed, 0xfe
		startOfScan, end     = 0xda, 0xd9
	)
	var failed error
	var more []byte // extended XMP, which does not fit in one segment
	rest := data[2:]
	for {
		if len(rest) < 2 || rest[0] != 0xff {
			failed = cmp.Or(failed, errTruncated)
			break
		}
		marker := rest[1]
		if marker == 0xff { // filling
			rest = rest[1:]
			continue
		}
		if marker == startOfScan || marker == end {
			break
		}
		if len(rest) < 4 || len(rest) < 2+int(binary.BigEndian.Uint16(rest[2:])) || binary.BigEndian.Uint16(rest[2:]) < 2 {
			failed = cmp.Or(failed, errTruncated)
			break
		}
		size := int(binary.BigEndian.Uint16(rest[2:]))
		segment := rest[4 : 2+size]
		rest = rest[2+size:]
		switch {
		case marker == comment:
			r.Add(place.At(part.ImageComment), decode.Legacy(segment), false)
		case marker == app1 && bytes.HasPrefix(segment, []byte(exifHeader)):
			failed = cmp.Or(failed, r.exif(segment[len(exifHeader):], place))
		case marker == app1 && bytes.HasPrefix(segment, []byte(xmpHeader)):
			failed = cmp.Or(failed, r.xmp(segment[len(xmpHeader):], place))
		case marker == app1 && bytes.HasPrefix(segment, []byte(xmpMore)):
			const numbers = 32 + 4 + 4 // the digest of the whole, its size, and the offset of this segment
			more = append(more, segment[min(len(segment), len(xmpMore)+numbers):]...)
		case marker == app13 && bytes.HasPrefix(segment, []byte(iptcHeader)):
			failed = cmp.Or(failed, r.photoshop(segment[len(iptcHeader):], place))
		}
		if r.Full {
			return part.ErrTooLarge
		}
	}
	if more != nil {
		failed = cmp.Or(failed, r.xmp(more, place))
	}
	return failed
}

// png reads the chunks of a PNG.
func (r reader) png(data []byte, place part.Place) error {
	var failed error
	rest := data[len(PNGSignature):]
	for len(rest) > 0 {
		if len(rest) < 12 || uint64(binary.BigEndian.Uint32(rest)) > uint64(len(rest)-12) {
			return cmp.Or(failed, errTruncated)
		}
		size, name := int(binary.BigEndian.Uint32(rest)), string(rest[4:8])
		chunk := rest[8 : 8+size]
		rest = rest[12+size:]
		switch name {
		case "eXIf":
			failed = cmp.Or(failed, r.exif(chunk, place))
		case "tEXt", "zTXt", "iTXt":
			failed = cmp.Or(failed, r.pngText(name, chunk, place))
		case "IEND":
			return failed
		}
		if r.Full {
			return part.ErrTooLarge
		}
	}
	return cmp.Or(failed, errTruncated)
}

// pngText reads a chunk with a keyword and a text: tEXt, zTXt or iTXt (PNG, 11.3.3).
func (r reader) pngText(name string, chunk []byte, place part.Place) error {
	word, text, found := bytes.Cut(chunk, []byte{0})
	if !found {
		return errTruncated
	}
	packed := name == "zTXt"
	if name == "iTXt" {
		if len(text) < 2 {
			return errTruncated
		}
		packed = text[0] == 1
		text = text[1:]
	}
	if name != "tEXt" && len(text) > 0 {
		text = text[1:] // the compression method, which is always 0
	}
	if name == "iTXt" {
		_, text, _ = bytes.Cut(text, []byte{0}) // the language
		_, text, _ = bytes.Cut(text, []byte{0}) // the keyword in that language
	}
	var err error
	if packed {
		text, err = r.inflate(text)
	}
	keyword := decode.Legacy(word)
	switch {
	case keyword == "XML:com.adobe.xmp":
		return cmp.Or(r.xmp(text, place), err)
	case strings.HasPrefix(keyword, "Raw profile type "):
		return cmp.Or(r.rawProfile(text, place), err)
	}
	r.Add(place.At(part.PNG, part.ShortName(keyword)), decode.Legacy(r.Head(text)), namesPerson(keyword))
	return err
}

const whiteSpace = " \n\r\t"

// rawProfile reads EXIF, IPTC or XMP that ImageMagick wrote as hexadecimal digits, behind a name and a size.
func (r reader) rawProfile(text []byte, place part.Place) error {
	for range 2 {
		text = bytes.TrimLeft(text, whiteSpace)
		end := bytes.IndexAny(text, whiteSpace)
		if end < 0 {
			return errTruncated
		}
		text = text[end:]
	}
	digits := bytes.Map(func(c rune) rune {
		if strings.ContainsRune(whiteSpace, c) {
			return -1
		}
		return c
	}, text)
	profile := make([]byte, len(digits)/2)
	if _, err := hex.Decode(profile, digits); err != nil {
		return err
	}
	profile = bytes.TrimPrefix(profile, []byte(exifHeader))
	switch {
	case isTIFF(profile):
		return r.exif(profile, place)
	case bytes.HasPrefix(profile, []byte("8BIM")):
		return r.photoshop(profile, place)
	case bytes.HasPrefix(profile, []byte(xmpHeader)):
		return r.xmp(profile[len(xmpHeader):], place)
	case bytes.HasPrefix(profile, []byte("<")):
		return r.xmp(profile, place)
	case bytes.HasPrefix(profile, []byte{iptcMarker}):
		r.iptc(profile, place)
	}
	return nil
}

// inflate decompresses zlib data.
func (r reader) inflate(data []byte) ([]byte, error) {
	stream, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return r.Unpack(stream, 0)
}

// webp reads the chunks of a WebP. A chunk of an odd size has one byte of padding.
func (r reader) webp(data []byte, place part.Place) error {
	var failed error
	rest := data[12:]
	for len(rest) > 0 {
		if len(rest) < 8 || uint64(binary.LittleEndian.Uint32(rest[4:])) > uint64(len(rest)-8) {
			return cmp.Or(failed, errTruncated)
		}
		size := int(binary.LittleEndian.Uint32(rest[4:]))
		chunk := rest[8 : 8+size]
		switch string(rest[:4]) {
		case "EXIF":
			failed = cmp.Or(failed, r.exif(bytes.TrimPrefix(chunk, []byte(exifHeader)), place))
		case "XMP ":
			failed = cmp.Or(failed, r.xmp(chunk, place))
		}
		if r.Full {
			return part.ErrTooLarge
		}
		rest = rest[min(8+size+size%2, len(rest)):]
	}
	return failed
}

// gif reads the extensions of a GIF, and skips its pixels.
func (r reader) gif(data []byte, place part.Place) error {
	if len(data) < 13 {
		return errTruncated
	}
	var failed error
	rest := skipColors(data[13:], data[10])
	for len(rest) > 0 {
		switch rest[0] {
		case 0x3b: // the end
			return failed
		case 0x2c: // an image: a rectangle and flags, a colour table, the size of a code, and blocks
			if len(rest) < 10 {
				return cmp.Or(failed, errTruncated)
			}
			rest = skipColors(rest[10:], rest[9])
			_, rest = gifBlocks(rest[min(1, len(rest)):])
		case 0x21:
			if len(rest) < 2 {
				return cmp.Or(failed, errTruncated)
			}
			label, start := rest[1], rest[2:]
			var text []byte
			text, rest = gifBlocks(start)
			switch {
			case label == 0xfe:
				r.Add(place.At(part.ImageComment), decode.Legacy(text), false)
			case label == 0x01 && len(text) > 12: // plain text, behind 12 bytes with its position and size
				r.Add(place.At(part.ImageText), decode.Legacy(text[12:]), false)
			case label == 0xff && bytes.HasPrefix(text, []byte("XMP DataXMP")):
				// The packet is not divided into blocks, so it is read from the bytes themselves.
				end := bytes.Index(start, []byte("<?xpacket end"))
				if end > 12 {
					failed = cmp.Or(failed, r.xmp(start[12:end], place))
				} else if end < 0 && !r.Spend(len(start)) { // a small file can have many that do not end
					return part.ErrTooLarge
				}
			}
			if r.Full {
				return part.ErrTooLarge
			}
		default:
			return cmp.Or(failed, errTruncated)
		}
	}
	return cmp.Or(failed, errTruncated)
}

// skipColors returns the bytes behind a colour table, if the flags say that there is one.
func skipColors(rest []byte, flags byte) []byte {
	if flags&0x80 == 0 {
		return rest
	}
	return rest[min(3<<(flags&7+1), len(rest)):]
}

// gifBlocks returns the bytes of a row of blocks, and what is behind it. A block has a byte for its size; size 0 ends the row.
func gifBlocks(rest []byte) (blocks, after []byte) {
	for len(rest) > 0 {
		size := int(rest[0])
		rest = rest[1:]
		if size == 0 {
			break
		}
		size = min(size, len(rest))
		blocks = append(blocks, rest[:size]...)
		rest = rest[size:]
	}
	return blocks, rest
}

// heif searches the bytes of a HEIC or AVIF for the headers of EXIF and XMP, which are not compressed. So it also finds those that an
// editor left behind and that no table of the file points to.
func (r reader) heif(data []byte, place part.Place) error {
	var failed error
	for rest := data; ; {
		at := bytes.Index(rest, []byte(exifHeader))
		if at < 0 {
			break
		}
		rest = rest[at+len(exifHeader):]
		if isTIFF(rest) {
			failed = cmp.Or(failed, r.exif(rest, place))
		}
		if r.Full {
			return part.ErrTooLarge
		}
	}
	const start, end = "<x:xmpmeta", "</x:xmpmeta>"
	for rest := data; ; {
		at := bytes.Index(rest, []byte(start))
		if at < 0 {
			return failed
		}
		rest = rest[at:]
		to := bytes.Index(rest, []byte(end))
		if to < 0 {
			return cmp.Or(failed, errTruncated)
		}
		failed = cmp.Or(failed, r.xmp(rest[:to+len(end)], place))
		if r.Full {
			return part.ErrTooLarge
		}
		rest = rest[to:]
	}
}
