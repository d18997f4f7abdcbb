// Package decode turns bytes into text: UTF-8, UTF-16 or Windows-1252, told apart by the bytes themselves.
package decode

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Exact returns the bytes as a string and reports whether they are a text as they stand: valid UTF-8 without NUL.
func Exact(data []byte) (string, bool) {
	if bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data) {
		return "", false
	}
	return string(data), true
}

// Text decodes bytes in UTF-8, UTF-16 or Windows-1252, and reports whether the result is a text at all.
func Text(data []byte) (string, bool) {
	if text, ok := Exact(data); ok {
		return text, true
	}
	if utf16 := DetectUTF16(data); utf16 != nil {
		text, err := utf16.NewDecoder().String(string(data))
		return text, err == nil && isText(text)
	}
	text := windows1252(string(data))
	return text, isText(text)
}

// DetectUTF16 returns the form of UTF-16 that the bytes are in, or nil. Without a byte order mark it recognises text in the
// Latin script only, where every other byte of the first 512 is NUL.
func DetectUTF16(data []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case len(data) < 4:
		return nil
	}
	zeros := [2]int{} // at even and at odd offsets
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

// isText reports whether at most one character in 50 is a control character. In random bytes about one in eight is.
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
		return text // can't happen: every byte decodes
	}
	return decoded
}

// Legacy decodes a text of a format that names no encoding: UTF-8 when that is valid, otherwise Windows-1252. NULs around it
// are padding and are dropped.
func Legacy(b []byte) string {
	b = bytes.Trim(b, "\x00")
	if utf8.Valid(b) {
		return string(b)
	}
	return windows1252(string(b))
}

// UTF16 decodes a text in UTF-16 up to the first NUL. A byte order mark in it wins from the given order. Bytes that can't be
// decoded give an empty text.
func UTF16(b []byte, order unicode.Endianness) string {
	text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().String(string(b))
	if err != nil {
		return ""
	}
	text, _, _ = strings.Cut(text, "\x00")
	return text
}
