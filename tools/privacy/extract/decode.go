package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// exactText returns the bytes as a text when they are one without further ado: UTF-8, and no NUL in it.
func exactText(data []byte) (string, bool) {
	if bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data) {
		return "", false
	}
	return string(data), true
}

// decodeText returns the text in the bytes: UTF-8, UTF-16 or Windows-1252. It refuses what is no text.
func decodeText(data []byte) (string, bool) {
	if text, ok := exactText(data); ok {
		return text, true
	}
	if wide := utf16Of(data); wide != nil {
		text, err := wide.NewDecoder().String(string(data))
		return text, err == nil && isText(text)
	}
	text := windows1252(string(data))
	return text, isText(text)
}

// utf16Of returns the kind of UTF-16 that the bytes are in, or nil. Without a byte order mark, Latin text shows itself by
// a NUL in every other byte.
func utf16Of(data []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case len(data) < 4:
		return nil
	}
	zeros := [2]int{}
	head := data[:min(len(data), 512)&^1]
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch half := len(head) / 2; {
	case zeros[0] == half && zeros[1] == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case zeros[1] == half && zeros[0] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return nil
}

// isText reports whether a decoded text has so few control characters that it is one. In random bytes one in eight is.
func isText(text string) bool {
	controls, all := 0, 0
	for _, c := range text {
		all++
		if c == 0 || c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' || c == 0x7f || c == utf8.RuneError {
			controls++
		}
	}
	return controls*50 <= all
}

func windows1252(text string) string {
	decoded, err := charmap.Windows1252.NewDecoder().String(text)
	if err != nil {
		return text // can't be: every byte decodes
	}
	return decoded
}

// legacyText returns a text from a format that names no encoding: UTF-8 when it is valid, otherwise Windows-1252.
func legacyText(b []byte) string {
	b = bytes.Trim(b, "\x00")
	if utf8.Valid(b) {
		return string(b)
	}
	return windows1252(string(b))
}

// wideText returns a text in UTF-16 with the given order, up to the first NUL.
func wideText(b []byte, order unicode.Endianness) string {
	text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().String(string(b))
	if err != nil {
		return ""
	}
	text, _, _ = strings.Cut(text, "\x00")
	return text
}
