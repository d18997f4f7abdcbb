// Package decode turns bytes into text: UTF-8, UTF-16 or Windows-1252, told apart by the bytes themselves.
package decode

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

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
	if decoded, ok := FromUTF16(data); ok {
		text := string(decoded)
		return text, isText(text)
	}
	text := windows1252(string(data))
	return text, isText(text)
}

// FromUTF16 returns the text of bytes that are in UTF-16, and reports whether they are. Without a byte order mark it recognises text in the Latin script only,
// where every other byte of the first 512 is NUL. What is no character becomes U+FFFD.
func FromUTF16(data []byte) (text []byte, ok bool) {
	order := orderOf(data)
	if order == nil {
		return nil, false
	}
	text = make([]byte, 0, len(data)*3/2)
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(data) {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(data[i+2:]))); pair != utf8.RuneError {
				r, i = pair, i+2
			}
		}
		if r != 0xfeff || i > 0 { // the byte order mark
			text = utf8.AppendRune(text, r)
		}
	}
	return text, true
}

// orderOf returns the order of the bytes in UTF-16, or nil when they are something else.
func orderOf(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return binary.BigEndian
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
		return binary.BigEndian
	case zeros[1] == half && zeros[0] == 0:
		return binary.LittleEndian
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
