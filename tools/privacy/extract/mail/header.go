package mail

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// headers returns headers as they are read: each on one line, and without encoded words (RFC 2047).
func headers(t notation.Text) notation.Text {
	t, _ = decode.Charset("", t)
	src := t.Text
	b := notation.NewBuilder(src)
	kept := 0
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '\r' || c == '\n':
			end := skip(src, i, "\r\n")
			b.Keep(kept, i)
			if next := skip(src, end, " \t"); next > end && next < len(src) { // the line goes on
				b.Put(" ", i, next)
				end = next
			} else {
				b.Put("\n", i, end)
			}
			i, kept = end, end
		case c == '=' && strings.HasPrefix(src[i:], "=?"):
			text, size := encodedWord(src, i)
			if size == 0 {
				i++
				continue
			}
			b.Keep(kept, i)
			b.Add(text)
			i += size
			if next := skip(src, i, " \t\r\n"); next > i { // white space between two encoded words is none
				if _, size := encodedWord(src, next); size > 0 {
					i = next
				}
			}
			kept = i
		default:
			i++
		}
	}
	b.Keep(kept, len(src))
	return b.Text().Of(t)
}

// skip returns the offset of the first byte from an offset on that is not one of these.
func skip(src string, at int, these string) int {
	for at < len(src) && strings.IndexByte(these, src[at]) >= 0 {
		at++
	}
	return at
}

// encodedWord reads an encoded word at offset i of the source, and returns its text and its length in bytes, or 0 when there is none.
func encodedWord(src string, i int) (_ notation.Text, size int) {
	const longest = 1000 // the standard says 75
	if !strings.HasPrefix(src[i:], "=?") {
		return notation.Text{}, 0
	}
	rest := src[i+2 : min(len(src), i+longest)]
	label, rest, ok := strings.Cut(rest, "?")
	if !ok || len(rest) < 2 || rest[1] != '?' || strings.ContainsAny(label, " \r\n") {
		return notation.Text{}, 0
	}
	how := rest[0] | 0x20
	end := strings.Index(rest[2:], "?=")
	if end < 0 || how != 'q' && how != 'b' {
		return notation.Text{}, 0
	}
	label, _, _ = strings.Cut(label, "*") // with a language (RFC 2231)
	begin := i + 2 + strings.Index(src[i+2:], "?") + 3
	raw := notation.Plain(src).Slice(begin, begin+end)
	if how == 'q' {
		b := notation.NewBuilder(raw.Text)
		for at := 0; at < len(raw.Text); {
			next := strings.IndexByte(raw.Text[at:], '_')
			if next < 0 {
				b.Keep(at, len(raw.Text))
				break
			}
			b.Keep(at, at+next)
			b.Put(" ", at+next, at+next+1)
			at += next + 1
		}
		raw = decode.QuotedPrintable(b.Text().Of(raw))
	} else {
		decoded, ok := decode.Base64(raw)
		if !ok {
			return notation.Text{}, 0
		}
		raw = decoded
	}
	text, _ := decode.Charset(label, raw)
	return text, begin + end + 2 - i
}
