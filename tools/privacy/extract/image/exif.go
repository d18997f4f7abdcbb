package image

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// errEXIF reports a damaged table of EXIF properties.
var errEXIF = errors.New("damaged EXIF")

// Tags of TIFF and EXIF that point to another table, or hold properties in another format.
const (
	tagSubIFD    = 0x014a
	tagXMP       = 0x02bc
	tagIPTC      = 0x83bb
	tagPhotoshop = 0x8649
	tagExifIFD   = 0x8769
	tagGPSIFD    = 0x8825
)

// field is a field of EXIF or IPTC that holds a text.
type field struct {
	name string // as in its standard
	meta bool   // it names a person, or a device of one
}

// exifTexts has the tags with a text. It leaves out those that say nothing about a person, such as the model of the camera.
var exifTexts = map[uint16]field{
	0x010d: {"DocumentName", false},
	0x010e: {"ImageDescription", false},
	0x011d: {"PageName", false},
	0x013b: {"Artist", true},
	0x013c: {"HostComputer", true},
	0x8298: {"Copyright", true},
	0x9213: {"ImageHistory", false},
	0x9286: {"UserComment", false},
	0x9c9b: {"XPTitle", false},
	0x9c9c: {"XPComment", false},
	0x9c9d: {"XPAuthor", true},
	0x9c9e: {"XPKeywords", false},
	0x9c9f: {"XPSubject", false},
	0xa430: {"CameraOwnerName", true},
	0xa431: {"BodySerialNumber", true},
	0xa435: {"LensSerialNumber", true},
	0xa436: {"ImageTitle", false},
	0xa437: {"Photographer", true},
	0xa438: {"ImageEditor", true},
	0xc62f: {"CameraSerialNumber", true},
	0xc68b: {"OriginalRawFileName", false},
	0xfde8: {"OwnerName", true},
	0xfde9: {"SerialNumber", true},
}

// exifSizes has the number of bytes of a value of each type, by the number of the type (TIFF 6.0, with the types of BigTIFF).
var exifSizes = [...]uint64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8}

// What a table and an entry cost in steps.
const (
	tableSteps = 30
	entrySteps = 20
)

// maxSubIFD is how many tables one tag may point to. Cameras write up to four.
const maxSubIFD = 64

// Types of values that need special treatment. UTF-8 is new in EXIF 3.0.
const (
	typeFraction = 5
	typeUTF8     = 129
)

// entry is a tag with its value.
type entry struct {
	tag   uint16
	kind  uint16
	order binary.ByteOrder
	value []byte
}

// isTIFF reports whether data begins with the header of a TIFF.
func isTIFF(data []byte) bool {
	return len(data) >= 8 && (string(data[:4]) == "II*\x00" || string(data[:4]) == "MM\x00*")
}

// exif reads all tables of a TIFF, also those of other pages and of the thumbnail. EXIF in other kinds of images has this form too.
func (r reader) exif(data []byte, place part.Place) error {
	if !isTIFF(data) {
		return errEXIF
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	type table struct {
		offset uint32
		gps    bool
	}
	var failed error
	seen := map[uint32]bool{0: true} // tables may point to each other in a circle
	for tables := []table{{order.Uint32(data[4:]), false}}; len(tables) > 0; tables = tables[1:] {
		if seen[tables[0].offset] {
			continue
		}
		seen[tables[0].offset] = true
		entries, next, err := exifTable(data, tables[0].offset, order)
		failed = cmp.Or(failed, err)
		if !r.Spend(tableSteps + entrySteps*len(entries)) { // a small file can have many overlapping tables
			return part.ErrTooLarge
		}
		if tables[0].gps {
			r.position(entries, place)
			continue
		}
		tables = append(tables, table{next, false})
		for _, e := range entries {
			switch e.tag {
			case tagSubIFD, tagExifIFD, tagGPSIFD:
				for value := e.value[:min(len(e.value), 4*maxSubIFD)]; len(value) >= 4 && r.Spend(tableSteps); value = value[4:] {
					tables = append(tables, table{order.Uint32(value), e.tag == tagGPSIFD})
				}
			case tagXMP:
				failed = cmp.Or(failed, r.xmp(e.value, place))
			case tagIPTC:
				r.iptc(e.value, place)
			case tagPhotoshop:
				failed = cmp.Or(failed, r.photoshop(e.value, place))
			default:
				if known, ok := exifTexts[e.tag]; ok && r.Spend(len(e.value)) {
					r.Add(place.At(part.EXIF, known.name), e.text(), known.meta)
				}
			}
			if r.Full {
				return part.ErrTooLarge
			}
		}
	}
	return failed
}

// exifTable returns the entries of the table at an offset, and the offset of the next table or 0. An entry with its value outside
// the data has no value, and gives an error.
func exifTable(data []byte, offset uint32, order binary.ByteOrder) (entries []entry, next uint32, err error) {
	if uint64(offset)+2 > uint64(len(data)) {
		return nil, 0, errEXIF
	}
	count := int(order.Uint16(data[offset:]))
	rest := data[offset+2:]
	entries = make([]entry, 0, min(count, len(rest)/12))
	for ; count > 0; count-- {
		if len(rest) < 12 {
			return entries, 0, errEXIF
		}
		e := entry{tag: order.Uint16(rest), kind: order.Uint16(rest[2:]), order: order}
		values, size := uint64(order.Uint32(rest[4:])), uint64(0)
		if e.kind == typeUTF8 {
			size = values
		} else if int(e.kind) < len(exifSizes) {
			size = values * exifSizes[e.kind]
		}
		if size <= 4 {
			e.value = rest[8 : 8+size]
		} else if at := uint64(order.Uint32(rest[8:])); at+size <= uint64(len(data)) {
			e.value = data[at : at+size]
		} else {
			err = errEXIF
		}
		entries = append(entries, e)
		rest = rest[12:]
	}
	if len(rest) >= 4 {
		next = order.Uint32(rest)
	}
	return entries, next, err
}

// text returns the value of an entry as a text, or "" for a fraction. The tags of Windows are in UTF-16; a user comment says what its
// encoding is.
func (e entry) text() string {
	const windowsFirst, windowsLast, userComment = 0x9c9b, 0x9c9f, 0x9286
	switch {
	case e.tag >= windowsFirst && e.tag <= windowsLast:
		return decode.UTF16(e.value, unicode.LittleEndian)
	case e.tag == userComment:
		return commentText(e.value, e.order)
	}
	if e.kind == typeFraction {
		return ""
	}
	return strings.ReplaceAll(decode.Legacy(e.value), "\x00", "\n") // Copyright has two texts with a NUL between them
}

// commentText decodes a text with the name of its encoding in its first 8 bytes.
func commentText(value []byte, order binary.ByteOrder) string {
	if text, ok := bytes.CutPrefix(value, []byte("UNICODE\x00")); ok {
		if order == binary.ByteOrder(binary.BigEndian) {
			return decode.UTF16(text, unicode.BigEndian)
		}
		return decode.UTF16(text, unicode.LittleEndian)
	}
	for _, code := range []string{"ASCII\x00\x00\x00", "JIS\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x00"} {
		if text, ok := bytes.CutPrefix(value, []byte(code)); ok {
			return decode.Legacy(text)
		}
	}
	return decode.Legacy(value)
}

// lastGPS is above the tags of a table of GPS that are read.
const lastGPS = 0x1f

// position reads a table of GPS: the position of the camera, that of the subject, and the name of the area.
func (r reader) position(entries []entry, place part.Place) {
	values := map[uint16]entry{}
	for _, e := range entries {
		values[e.tag] = e
		if e.tag <= lastGPS && !r.Spend(len(e.value)) {
			return
		}
	}
	for _, first := range []uint16{0x01, 0x13} {
		latitude, ok1 := degrees(values[first], values[first+1], "S")
		longitude, ok2 := degrees(values[first+2], values[first+3], "W")
		if ok1 && ok2 {
			r.Add(place.At(part.GPSPosition), fmt.Sprintf("%.5f, %.5f", latitude, longitude), true)
		} else { // not allowed by the standard, but some programs write a text
			r.Add(place.At(part.GPSPosition), strings.Trim(values[first+1].text()+", "+values[first+3].text(), " ,"), true)
		}
	}
	if area, ok := values[0x1c]; ok {
		r.Add(place.At(part.GPSArea), commentText(area.value, area.order), true)
	}
}

// degrees returns an angle of three fractions (degrees, minutes, seconds) in decimal degrees, below zero when the direction is
// negative. It reports false when the angle is of another type or above 180.
func degrees(direction, angle entry, negative string) (float64, bool) {
	if angle.kind != typeFraction || len(angle.value) < 24 {
		return 0, false
	}
	total := 0.0
	for i, part := range []float64{1, 60, 3600} {
		numerator := float64(angle.order.Uint32(angle.value[8*i:]))
		denominator := float64(angle.order.Uint32(angle.value[8*i+4:]))
		if denominator == 0 {
			if numerator != 0 || i == 0 {
				return 0, false
			}
			continue
		}
		total += numerator / denominator / part
	}
	if strings.HasPrefix(string(direction.value), negative) {
		total = -total
	}
	return total, math.Abs(total) <= 180
}
