// Package calendar reads the lines of calendars (iCalendar, RFC 5545) and visiting cards (vCard, RFC 6350) as programs show them: a long line is one, and a
// backslash with a letter is a line end or a sign.
package calendar

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// Is reports whether a text is a calendar or a visiting card.
func Is(text string) bool {
	head := strings.ToUpper(strings.TrimLeft(strings.TrimPrefix(text[:min(len(text), 200)], "\ufeff"), " \t\r\n"))
	for _, name := range []string{"VCALENDAR", "VCARD"} {
		if rest, ok := strings.CutPrefix(head, "BEGIN:"+name); ok && (rest == "" || strings.IndexByte(" \t\r\n", rest[0]) >= 0) {
			return true
		}
	}
	return false
}

// Read returns the text of a calendar or card, with the place of each byte. A picture in it it gives to the Collector; the error is what that says.
func Read(c *part.Collector, src string, place part.Place, depth int) (_ notation.Text, failed error) {
	whole := unfold(src)
	b := notation.NewBuilder(src)
	text := whole.Text
	border := func(at int) { // between two lines
		from, _ := whole.Map.Span(at, at)
		b.Break(from)
	}
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		name, _, _ := strings.Cut(text[at:end], ":")
		head, params, _ := strings.Cut(strings.ToUpper(name), ";")
		if isQuoted(text[at:end]) {
			for end < len(text) && strings.HasSuffix(strings.TrimRight(text[at:end], "\r\n"), "=") {
				i := strings.IndexByte(text[end:], '\n')
				if i < 0 {
					i = len(text) - end - 1
				}
				end += i + 1
			}
			label := ""
			if _, rest, ok := strings.Cut(params, "CHARSET="); ok {
				label, _, _ = strings.Cut(rest, ";")
			}
			decoded, _ := decode.Charset(label, decode.QuotedPrintable(whole.Slice(at, end)))
			b.Add(decoded)
			border(end)
			at = end
			continue
		}
		value := text[min(end, at+len(name)+1):end]
		picture := strings.Contains(params, "ENCODING=B") || strings.Contains(params, "BASE64") || strings.HasPrefix(value, "data:") && strings.Contains(value[:min(len(value), 100)], ";base64,")
		if picture && len(value) > 64 {
			if strings.HasPrefix(value, "data:") {
				_, value, _ = strings.Cut(value, ",")
			}
			data := decode.Base64Bytes(value)
			if len(data) > 0 && c.Open(1) {
				if err := c.Read("", data, place.At(part.Attachment), depth); failed == nil {
					failed = err
				}
			}
			at = end
			continue
		}
		b.Add(unescape(whole.Slice(at, end), len(name)+1, head == "N" || strings.HasSuffix(head, ".N")))
		border(end)
		at = end
	}
	return b.Text(), failed
}

// unfold joins lines that go on behind a space. In an old card a line in quoted-printable goes on behind an equals sign, as that encoding has it.
func unfold(src string) notation.Text {
	b := notation.NewBuilder(src)
	kept, start := 0, 0 // start is where the line begins
	for i := 0; i < len(src); i++ {
		if src[i] != '\n' {
			continue
		}
		end := i
		if end > kept && src[end-1] == '\r' {
			end--
		}
		switch {
		case i+1 == len(src) || src[i+1] != ' ' && src[i+1] != '\t':
			start = i + 1
		case end > start && src[end-1] == '=' && isQuoted(src[start:end]):
		default:
			b.Keep(kept, end)
			kept = i + 2
		}
	}
	b.Keep(kept, len(src))
	return b.Text()
}

// isQuoted reports whether a line says that its value is in quoted-printable.
func isQuoted(line string) bool {
	const most = 200 // bytes of parameters
	name, _, _ := strings.Cut(line[:min(len(line), most)], ":")
	return strings.Contains(strings.ToUpper(name), "QUOTED-PRINTABLE")
}

// unescape returns a line with the signs that a backslash stands for, from an offset on. The parts of a name are separated by commas.
func unescape(t notation.Text, from int, name bool) notation.Text {
	src := t.Text
	if strings.IndexByte(src, '\\') < 0 && !name {
		return t
	}
	b := notation.NewBuilder(src)
	kept := 0
	for i := min(from, len(src)); i < len(src); {
		text := ""
		size := 1
		switch c := src[i]; {
		case c == '\\' && i+1 < len(src):
			size = 2
			switch src[i+1] {
			case 'n', 'N':
				text = "\n"
			case ',', ';', '\\', ':', '"':
				text = src[i+1 : i+2]
			}
		case c == ';' && name:
			text = ", "
		}
		if text != "" {
			b.Keep(kept, i)
			b.Put(text, i, i+size)
			kept = i + size
		}
		i += size
	}
	b.Keep(kept, len(src))
	return b.Text().Of(t)
}
