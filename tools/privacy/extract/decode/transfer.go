package decode

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// QuotedPrintable undoes the encoding of RFC 2045, 6.7, with the place of each byte. What is no encoding stays as it is.
func QuotedPrintable(t notation.Text) notation.Text {
	src := t.Text
	if strings.IndexByte(src, '=') < 0 {
		return t
	}
	b := notation.NewBuilder(src)
	kept := 0
	eachEscape(src, func(from, to int, text string) {
		b.Keep(kept, from)
		if text != "" {
			b.Put(text, from, to)
		}
		kept = to
	})
	b.Keep(kept, len(src))
	return b.Text().Of(t)
}

// QuotedPrintableText is QuotedPrintable without places.
func QuotedPrintableText(src string) string {
	var b strings.Builder
	kept := 0
	eachEscape(src, func(from, to int, text string) {
		b.WriteString(src[kept:from])
		b.WriteString(text)
		kept = to
	})
	b.WriteString(src[kept:])
	return b.String()
}

// eachEscape visits what stands for a byte in the encoding of RFC 2045, 6.7, with that byte, and the ends of lines that go on, which stand for nothing.
func eachEscape(src string, visit func(from, to int, text string)) {
	for i := 0; i < len(src); {
		if src[i] != '=' {
			i++
			continue
		}
		end := i + 1
		for end < len(src) && (src[end] == ' ' || src[end] == '\t') {
			end++
		}
		if end < len(src) && src[end] == '\r' {
			end++
		}
		to, text := i, ""
		switch {
		case end == len(src) || src[end] == '\n':
			to = min(end+1, len(src))
		case i+2 < len(src) && Unhex(src[i+1]) >= 0 && Unhex(src[i+2]) >= 0:
			to, text = i+3, string([]byte{byte(Unhex(src[i+1])<<4 | Unhex(src[i+2]))})
		}
		if to > i {
			visit(i, to, text)
		}
		i = max(to, i+1)
	}
}

// Unhex returns the value of a hexadecimal digit, or -1.
func Unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// Base64 undoes the encoding of RFC 2045, 6.8, with the place of each group of three bytes. Other characters than those of the encoding count for nothing. It
// reports whether there were only a few of those.
func Base64(t notation.Text) (_ notation.Text, ok bool) {
	src := t.Text
	b := notation.NewBuilder(src)
	group, digits, from, strange := 0, 0, 0, 0
	flush := func(to int) {
		if digits < 2 {
			return
		}
		group <<= 6 * (4 - digits)
		b.Pack(string([]byte{byte(group >> 16), byte(group >> 8), byte(group)}[:digits-1]), from, to)
		group, digits = 0, 0
	}
	for i := range len(src) {
		c := src[i]
		value := 0
		switch {
		case 'A' <= c && c <= 'Z':
			value = int(c - 'A')
		case 'a' <= c && c <= 'z':
			value = int(c-'a') + 26
		case '0' <= c && c <= '9':
			value = int(c-'0') + 52
		case c == '+' || c == '-':
			value = 62
		case c == '/' || c == '_':
			value = 63
		case c == '=':
			flush(i)
			continue
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			continue
		default:
			strange++
			continue
		}
		if digits == 0 {
			from = i
		}
		group = group<<6 | value
		if digits++; digits == 4 {
			flush(i + 1)
		}
	}
	flush(len(src))
	return b.Text().Of(t), strange*50 <= len(src)
}

// Base64Bytes is Base64 without places.
func Base64Bytes(src string) []byte {
	clean, data := make([]byte, 0, len(src)), make([]byte, 0, base64.RawStdEncoding.DecodedLen(len(src)))
	flush := func() {
		data, _ = base64.RawStdEncoding.AppendDecode(data, clean) // next to an error it returns what came before it
		clean = clean[:0]
	}
	for i := range len(src) {
		switch c := src[i]; {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '+', c == '/':
			clean = append(clean, c)
		case c == '-':
			clean = append(clean, '+')
		case c == '_':
			clean = append(clean, '/')
		case c == '=':
			flush()
		}
	}
	flush()
	return data
}

// Charset decodes the bytes of a text in an encoding with this name, with the place of each character. Without a name they are UTF-8 or Windows-1252. It
// reports whether the encoding is known; if not, the text is what it would be without a name.
func Charset(label string, t notation.Text) (_ notation.Text, known bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	known = true
	encoding, name := charset.Lookup(label)
	if label == "" || encoding == nil || name == "replacement" {
		known = label == "" || label == "unknown-8bit" || label == "binary"
		encoding, name = charmap.Windows1252, "windows-1252"
		if utf8.ValidString(t.Text) {
			return t, known
		}
	}
	if table, ok := encoding.(*charmap.Charmap); ok {
		return Table(table, t), known
	}
	if name == "utf-8" && utf8.ValidString(t.Text) {
		return t, known
	}
	b := notation.NewBuilder(t.Text)
	if name == "utf-8" {
		for i := 0; i < len(t.Text); {
			r, size := utf8.DecodeRuneInString(t.Text[i:])
			if r == utf8.RuneError && size == 1 {
				b.PutRune(r, i, i+1)
			} else {
				b.Keep(i, i+size)
			}
			i += size
		}
		return b.Text().Of(t), known
	}
	text, err := encoding.NewDecoder().String(t.Text)
	if err != nil {
		return t, false
	}
	b.Pack(text, 0, len(t.Text))
	return b.Text().Of(t), known
}

// Table decodes the bytes of a text by a table of characters.
func Table(table *charmap.Charmap, t notation.Text) notation.Text {
	b := notation.NewBuilder(t.Text)
	kept := 0
	for i := range len(t.Text) {
		if c := t.Text[i]; c >= utf8.RuneSelf {
			b.Keep(kept, i)
			b.PutRune(table.DecodeByte(c), i, i+1)
			kept = i + 1
		}
	}
	b.Keep(kept, len(t.Text))
	return b.Text().Of(t)
}
