package image

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// errIPTC reports a damaged block of Photoshop resources.
var errIPTC = errors.New("damaged IPTC")

// iptcMarker is the first byte of each field.
const iptcMarker = 0x1c

// iptcTexts has the fields of record 2 (IPTC-IIM) by their number. The name of another field is its number.
var iptcTexts = map[byte]field{
	5:   {"ObjectName", false},
	25:  {"Keywords", false},
	26:  {"ContentLocationCode", false},
	27:  {"ContentLocationName", false},
	40:  {"SpecialInstructions", false},
	80:  {"By-line", true},
	85:  {"By-lineTitle", true},
	90:  {"City", false},
	92:  {"Sub-location", false},
	95:  {"Province-State", false},
	101: {"Country", false},
	105: {"Headline", false},
	110: {"Credit", true},
	115: {"Source", false},
	116: {"CopyrightNotice", true},
	118: {"Contact", true},
	120: {"Caption-Abstract", false},
	122: {"Writer-Editor", true},
	188: {"OwnerID", true},
}

// photoshop reads a row of Photoshop image resources. Each has a signature, a number, a name of even size, a size and its bytes.
func (r reader) photoshop(data []byte, place part.Place) error {
	const iptcBlock, xmpBlock = 0x0404, 0x0424
	if !r.Spend(len(data)) {
		return part.ErrTooLarge
	}
	var failed error
	for rest := data; len(rest) >= 4; {
		if !bytes.HasPrefix(rest, []byte("8BIM")) || len(rest) < 12 {
			return cmp.Or(failed, errIPTC)
		}
		number := binary.BigEndian.Uint16(rest[4:])
		name := (int(rest[6]) + 2) &^ 1 // with the byte for its length, rounded up to even
		if len(rest) < 6+name+4 {
			return cmp.Or(failed, errIPTC)
		}
		size := binary.BigEndian.Uint32(rest[6+name:])
		rest = rest[6+name+4:]
		if uint64(size) > uint64(len(rest)) {
			return cmp.Or(failed, errIPTC)
		}
		switch number {
		case iptcBlock:
			r.iptc(rest[:size], place)
		case xmpBlock:
			failed = cmp.Or(failed, r.xmp(rest[:size], place))
		}
		rest = rest[min(int(size)+int(size)%2, len(rest)):]
	}
	return failed
}

// iptc reads a row of IPTC fields. Each has a marker, a record number, a field number, a size of two bytes and its bytes.
func (r reader) iptc(data []byte, place part.Place) {
	if !r.Spend(len(data)) {
		return
	}
	for rest := data; len(rest) >= 5 && rest[0] == iptcMarker; {
		if !r.Spend(entrySteps) {
			return
		}
		record, number, size := rest[1], rest[2], int(binary.BigEndian.Uint16(rest[3:]))
		rest = rest[5:]
		size = min(size, len(rest))
		if text := decode.Legacy(rest[:size]); record == 2 && isPrintable(text) {
			field, ok := iptcTexts[number]
			if !ok {
				field.name = fmt.Sprintf("2:%d", number)
			}
			r.Add(place.At(part.IPTC, field.name), text, field.meta)
		}
		rest = rest[size:]
	}
}

// isPrintable reports whether a field is a text and not a binary number.
func isPrintable(text string) bool {
	for _, c := range text {
		if !unicode.IsPrint(c) && !unicode.IsSpace(c) {
			return false
		}
	}
	return true
}
