// Package mail reads e-mail: messages (RFC 5322) with their headers, texts and attachments, also archived web pages (MHTML) and mailboxes (mbox), which
// have the same form.
package mail

import (
	"cmp"
	"mime"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// maxNesting is how deep parts may stand in parts. A mail that was forwarded three times has eight.
const maxNesting = 12

// What decoding a byte costs, in steps.
const byteSteps = 4

// telling are headers that only mail has, usual are those that other texts have too: of those it takes two.
var (
	telling = map[string]bool{"mime-version": true, "content-type": true, "content-transfer-encoding": true, "received": true, "message-id": true, "return-path": true, "delivered-to": true}
	usual   = map[string]bool{"from": true, "to": true, "cc": true, "subject": true, "date": true, "sender": true, "reply-to": true}
)

// Is reports whether bytes are a mail: they begin with headers, of which some are those of mail.
func Is(data []byte) bool {
	const most = 64 << 10
	text := string(data[:min(len(data), most)])
	known := 0
	if strings.HasPrefix(text, "From ") { // of a mailbox
		_, text, _ = strings.Cut(text, "\n")
	}
	for first := true; text != ""; first = false {
		line, rest, _ := strings.Cut(text, "\n")
		line = strings.TrimSuffix(line, "\r")
		text = rest
		switch {
		case line == "":
			return known >= 2
		case line[0] == ' ' || line[0] == '\t':
			if first {
				return false
			}
			continue
		}
		name, _, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(name, " \t\"'{}[]<>") {
			return false
		}
		switch name = strings.ToLower(name); {
		case telling[name]:
			known += 2
		case usual[name]:
			known++
		}
	}
	return known >= 2
}

// Inline reads the text of a part with the encoding of this name as it is read. It reports whether it is a text: a part may be something else than it says. The error is that
// of a piece that can't be read.
type Inline func(label string, raw notation.Text, place part.Place, depth int) (text notation.Text, ok bool, err error)

// Read reads a mail or a mailbox. It returns its text, with the headers; attachments it gives to the Collector. Next to an error, which wraps
// part.ErrUnknown for a part that can't be read, it returns what could be read.
func Read(c *part.Collector, src string, place part.Place, depth int, inline Inline) (notation.Text, error) {
	r := &reader{c, inline, place, depth, notation.NewBuilder(src), nil}
	all := notation.Plain(src)
	eachMail(src, func(from, line, next int) {
		if line > from { // of a mailbox
			r.b.Break(from)
			r.b.Keep(from, line)
		}
		r.entity(all.Slice(line, next), 0)
	})
	return r.b.Text(), r.err
}

// eachMail visits the mails in a mailbox (mbox), or the one that the text is. A mail stands between line and next; before it stands the line of the mailbox, if any.
func eachMail(src string, visit func(from, line, next int)) {
	if !strings.HasPrefix(src, "From ") {
		visit(0, 0, len(src))
		return
	}
	for at := 0; at < len(src); {
		next := len(src)
		if i := strings.Index(src[at+1:], "\n\nFrom "); i >= 0 {
			next = at + 1 + i + 2
		} else if i := strings.Index(src[at+1:], "\r\n\r\nFrom "); i >= 0 {
			next = at + 1 + i + 4
		}
		line := next
		if i := strings.IndexByte(src[at:next], '\n'); i >= 0 {
			line = at + i + 1
		}
		visit(at, line, next)
		at = next
	}
}

type reader struct {
	c      *part.Collector
	inline Inline
	place  part.Place
	depth  int
	b      *notation.Builder
	err    error // the first
}

func (r *reader) fail(err error) { r.err = cmp.Or(r.err, err) }

// add appends a text, as a paragraph of its own.
func (r *reader) add(t notation.Text) {
	if t.Text == "" {
		return
	}
	from, _ := t.Map.Span(0, 0)
	r.b.Break(from)
	r.b.Add(t)
}

// entity reads headers with what they describe.
func (r *reader) entity(t notation.Text, nesting int) {
	if !r.c.Spend(byteSteps * len(t.Text)) {
		r.fail(part.ErrTooLarge)
		return
	}
	raw, body := cut(t)
	header := headers(raw)
	r.add(header)
	r.body(fields(header.Text), body, nesting)
}

// cut returns the headers at the begin of a mail or a part, as they are written, and what they describe.
func cut(t notation.Text) (header, body notation.Text) {
	end, begin := len(t.Text), len(t.Text)
	for at := 0; at < len(t.Text); {
		line := len(t.Text)
		if i := strings.IndexByte(t.Text[at:], '\n'); i >= 0 {
			line = at + i + 1
		}
		if strings.TrimRight(t.Text[at:line], "\r\n") == "" {
			end, begin = at, line
			break
		}
		at = line
	}
	return t.Slice(0, end), t.Slice(begin, len(t.Text))
}

// fields returns the values of the headers that say how to read what is below them, by their names in lower case.
func fields(header string) map[string]string {
	values := map[string]string{}
	for line := range strings.Lines(header) {
		name, value, _ := strings.Cut(line, ":")
		if name = strings.ToLower(strings.TrimSpace(name)); strings.HasPrefix(name, "content-") && values[name] == "" {
			values[name] = strings.TrimSpace(value)
		}
	}
	return values
}

// body reads what is below headers.
func (r *reader) body(fields map[string]string, t notation.Text, nesting int) {
	kind, params := contentType(fields["content-type"])
	if name := fileName(fields, params); name != "" {
		r.c.Add(r.place.At(part.AttachmentName), name, false)
	}
	encoding, _, _ := strings.Cut(strings.ToLower(fields["content-transfer-encoding"]), ";")
	if nesting > maxNesting {
		r.c.Full = true
		r.fail(part.ErrTooLarge)
		return
	}
	if strings.HasPrefix(kind, "multipart/") && strings.TrimSpace(encoding) != "base64" {
		if !r.multipart(t, params["boundary"], nesting) {
			r.add(t)
			r.fail(part.ErrUnknown)
		}
		return
	}
	switch strings.TrimSpace(encoding) {
	case "", "7bit", "8bit", "binary":
	case "quoted-printable":
		t = decode.QuotedPrintable(t)
	case "base64":
		if !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "multipart/") && !strings.HasPrefix(kind, "message/") {
			r.attachment(fields, params, decode.Base64Bytes(t.Text))
			return
		}
		decoded, ok := decode.Base64(t)
		if !ok {
			r.add(t)
			r.fail(part.ErrUnknown)
			return
		}
		t = decoded
	default: // an encoding that nobody here knows
		r.add(t)
		r.fail(part.ErrUnknown)
		return
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		if !r.multipart(t, params["boundary"], nesting) {
			r.add(t)
			r.fail(part.ErrUnknown)
		}
	case kind == "message/rfc822" || kind == "message/global" || kind == "text/rfc822-headers":
		r.entity(t, nesting+1)
	case kind == "text/rtf" || !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "message/"):
		r.attachment(fields, params, []byte(t.Text))
	default:
		text, ok, err := r.inline(params["charset"], t, r.place, r.depth)
		r.fail(err)
		if !ok {
			r.attachment(fields, params, []byte(t.Text))
			return
		}
		r.add(text)
	}
}

// contentType returns the kind of a part and its parameters. A part is plain text unless it says otherwise.
func contentType(value string) (kind string, params map[string]string) {
	kind, params, err := mime.ParseMediaType(value)
	if err != nil || kind == "" {
		kind, _, _ = strings.Cut(value, ";")
		kind = strings.ToLower(strings.TrimSpace(kind))
		params = map[string]string{}
		for _, name := range []string{"boundary", "charset", "name"} { // of a header that is not as it should be
			if i := strings.Index(strings.ToLower(value), name+"="); i >= 0 {
				param, _, _ := strings.Cut(value[i+len(name)+1:], ";")
				params[name] = strings.Trim(strings.TrimSpace(param), `"`)
			}
		}
	}
	if !strings.Contains(kind, "/") {
		kind = "text/plain"
	}
	return kind, params
}

// fileName returns the name that the headers of a part give it, without folders, or "".
func fileName(fields, params map[string]string) string {
	name := params["name"]
	if _, disposition, err := mime.ParseMediaType(fields["content-disposition"]); err == nil && disposition["filename"] != "" {
		name = disposition["filename"]
	}
	if name == "" {
		return ""
	}
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}

// attachment reads a file in the mail by its own kind.
func (r *reader) attachment(fields, params map[string]string, data []byte) {
	name := fileName(fields, params)
	if len(data) == 0 {
		return
	}
	if !r.c.Open(1) {
		r.fail(part.ErrTooLarge)
		return
	}
	at := r.place.At(part.Attachment)
	if name != "" {
		at = r.place.At(part.File, part.ShortName(name))
	}
	r.fail(r.c.Read(name, data, at, r.depth))
}

// multipart reads the parts between lines with a boundary (RFC 2046, 5.1), and what stands before and behind them. It reports whether there was any.
func (r *reader) multipart(t notation.Text, boundary string, nesting int) bool {
	if boundary == "" {
		return false
	}
	if !r.c.Spend(byteSteps * len(t.Text)) {
		r.fail(part.ErrTooLarge)
		return true
	}
	found, _ := split(t.Text, boundary, func(from, to int, inside bool) bool {
		if inside {
			r.entity(t.Slice(from, to), nesting+1)
		} else {
			r.add(t.Slice(from, to))
		}
		return !r.c.Full
	})
	return found
}

// split visits the parts between lines with a boundary, and what stands outside them, until visit returns false. It reports whether there was such a line, and
// whether there was one that closes the last part.
func split(text, boundary string, visit func(from, to int, inside bool) bool) (found, closed bool) {
	border := "--" + boundary
	from, inside := 0, false // where what is now read begins, and whether that is a part
	for at := 0; at < len(text); {
		next := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		if line := strings.TrimRight(text[at:next], " \t\r\n"); line == border || line == border+"--" {
			if !visit(from, at, inside) {
				return true, closed
			}
			from, inside, found = next, line == border, true
			closed = closed || !inside
		}
		at = next
	}
	if found {
		visit(from, len(text), inside)
	}
	return found, closed
}
