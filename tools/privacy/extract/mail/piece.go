package mail

import (
	"errors"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// Piece is a text or a file in a mail, whatever its parts stand in.
type Piece struct {
	// Kind is the kind that the mail says it is, such as text/plain, and Params are what goes with that, such as charset and format.
	Kind   string
	Params map[string]string
	// Name is that of a file, without folders; "" when the mail gives none.
	Name string
	// Attached says that the mail calls it an attachment.
	Attached bool
	// Data are the bytes, without the encoding for transport.
	Data []byte
}

// Text returns the text of a piece in UTF-8, and reports whether it is a text.
func (p Piece) Text() (string, bool) {
	if text, ok := decode.Exact(p.Data); ok {
		return text, true
	}
	if label := p.Params["charset"]; label != "" && !utf16(p.Data) {
		text, known := decode.Charset(label, notation.Plain(string(p.Data)))
		if known && strings.IndexByte(text.Text, 0) < 0 {
			return text.Text, true
		}
	}
	return decode.Text(p.Data)
}

func utf16(data []byte) bool {
	_, ok := decode.FromUTF16(data)
	return ok
}

// Content is what a mail or a mailbox holds.
type Content struct {
	Pieces []Piece
	// People are the values of the headers that name who sent it and to whom, of each mail and each mail inside it.
	People []string
	// Broken says that the end is missing, or that a piece is in an encoding that can't be read.
	Broken bool
}

// ErrDeep means that a mail has more parts, or more of them in each other, than people send.
var ErrDeep = errors.New("too many parts in each other")

// maxPieces is how many pieces a mail or a mailbox may have.
const maxPieces = 1000

// maxHeaders is how many bytes of headers are read: more than servers let through.
const maxHeaders = 256 << 10

// people are the headers that name who sent a mail and to whom.
var people = map[string]bool{"from": true, "sender": true, "reply-to": true, "resent-from": true, "x-original-from": true, "to": true, "cc": true}

// Open returns the content of a mail or a mailbox. The time that it takes grows with the size alone: parts stand at most maxNesting deep. The error is ErrDeep.
func Open(src string) (*Content, error) {
	o := opener{content: &Content{}}
	all := notation.Plain(src)
	eachMail(src, func(_, line, next int) { o.entity(all.Slice(line, next), 0, true) })
	if o.deep {
		return nil, ErrDeep
	}
	return o.content, nil
}

type opener struct {
	content *Content
	deep    bool
}

// entity opens headers with what they describe: a mail, or a part of one.
func (o *opener) entity(t notation.Text, nesting int, whole bool) {
	if o.deep = o.deep || nesting > maxNesting || len(o.content.Pieces) >= maxPieces; o.deep {
		return
	}
	raw, body := cut(t)
	header := headers(raw.Slice(0, min(len(raw.Text), maxHeaders)))
	if whole {
		for line := range strings.Lines(header.Text) {
			name, value, _ := strings.Cut(line, ":")
			if value = strings.TrimSpace(value); people[strings.ToLower(strings.TrimSpace(name))] && value != "" {
				o.content.People = append(o.content.People, value)
			}
		}
	}
	of := fields(header.Text)
	kind, params := contentType(of["content-type"])
	encoding, _, _ := strings.Cut(strings.ToLower(of["content-transfer-encoding"]), ";")
	if encoding = strings.TrimSpace(encoding); strings.HasPrefix(kind, "multipart/") && encoding != "base64" {
		encoding = "" // its parts have their own (RFC 2045, 6.4)
	}
	data, ok := transported(encoding, body.Text)
	if !ok {
		o.content.Broken = true
		return
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		inner := notation.Plain(data)
		found, closed := false, false
		if boundary := params["boundary"]; boundary != "" {
			found, closed = split(inner.Text, boundary, func(from, to int, inside bool) bool {
				if inside {
					o.entity(inner.Slice(from, to), nesting+1, false)
				}
				return !o.deep
			})
		}
		o.content.Broken = o.content.Broken || !found || !closed
		if !found {
			o.add(of, "text/plain", params, data)
			return
		}
		if kind == "multipart/encrypted" || kind == "multipart/signed" { // so that who reads the pieces knows what they are of
			o.add(nil, kind, params, "")
		}
	case kind == "message/rfc822" || kind == "message/global":
		o.entity(notation.Plain(data), nesting+1, true)
	default:
		o.add(of, kind, params, data)
	}
}

func (o *opener) add(of map[string]string, kind string, params map[string]string, data string) {
	disposition, _, _ := strings.Cut(of["content-disposition"], ";")
	attached := strings.EqualFold(strings.TrimSpace(disposition), "attachment")
	o.content.Pieces = append(o.content.Pieces, Piece{kind, params, fileName(of, params), attached, []byte(data)})
}

// transported undoes the encoding for transport, and reports whether it is known.
func transported(encoding, body string) (data string, known bool) {
	switch encoding {
	case "", "7bit", "8bit", "binary":
		return body, true
	case "quoted-printable":
		return decode.QuotedPrintableText(body), true
	case "base64":
		return string(decode.Base64Bytes(body)), true
	}
	return "", false
}
