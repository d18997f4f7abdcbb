package markup

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// What one token may be. The decoder holds all of a token before it returns it.
const (
	maxToken = 8 << 20 // bytes
	maxAttrs = 1000
	maxOpen  = 10_000 // elements inside each other
)

// What a token costs in steps of the Collector, besides its bytes.
const (
	tokenSteps = 20
	attrSteps  = 12
)

// Tokens reads the tokens of an XML file, and counts what that takes.
type Tokens struct {
	c       *part.Collector
	decoder *xml.Decoder
	source  *source
	open    int
}

// NewTokens returns the tokens of XML in any encoding. Unclosed elements, unquoted attributes and the entities of HTML are fine. It expands no entity
// that the file declares itself, because a few bytes of those can stand for gigabytes. The error is part.ErrTooLarge.
func NewTokens(c *part.Collector, data []byte) (*Tokens, error) {
	t, declared, err := newTokens(c, data)
	if err != nil {
		return nil, err
	}
	t.decoder.Strict, t.decoder.Entity = false, xml.HTMLEntity
	t.decoder.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		if declared { // a second declaration would put a second decoder behind the first, and so on
			return t.source, nil
		}
		declared = true
		decoded, err := charset.NewReaderLabel(label, t.source.in)
		if err != nil {
			return nil, err
		}
		t.source.in = bufio.NewReader(decoded)
		return t.source, nil
	}
	return t, nil
}

// NewUnicode returns the tokens of XML that must be well-formed and in UTF-8 or UTF-16, as in the documents of Word (ECMA-376, part 2) and OpenDocument.
// So a web page that reads those does without the tables of all other encodings; Next returns ErrEncoding for one. The error is part.ErrTooLarge.
func NewUnicode(c *part.Collector, data []byte) (*Tokens, error) {
	t, decoded, err := newTokens(c, data)
	if err != nil {
		return nil, err
	}
	t.decoder.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		if decoded || isUnicode(label) || !bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf }) {
			return t.source, nil
		}
		return nil, fmt.Errorf("%w %q", ErrEncoding, label)
	}
	return t, nil
}

// ErrEncoding is the error for XML that says to be in an encoding that is not read.
var ErrEncoding = errors.New("encoding")

// isUnicode reports whether bytes that are no UTF-16 are UTF-8 by what they say of themselves. Some programs name it as no standard does, or say UTF-16 of
// what they saved as UTF-8.
func isUnicode(label string) bool {
	label = strings.ToLower(label)
	return label == "utf8" || strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf16") || label == "unicode"
}

// newTokens returns the tokens of XML, and whether it was decoded: then the encoding that the file declares no longer holds.
func newTokens(c *part.Collector, data []byte) (_ *Tokens, decoded bool, _ error) {
	text, decoded := decode.FromUTF16(data)
	if decoded {
		if !c.Spend(2 * len(data)) {
			return nil, false, part.ErrTooLarge
		}
		data = text
	}
	t := &Tokens{c: c, source: &source{in: bytes.NewReader(data)}}
	t.decoder = xml.NewDecoder(t.source)
	return t, decoded, nil
}

// Next returns the next token, which is valid until the call after it. The error is io.EOF, part.ErrTooLarge, or that of encoding/xml.
func (t *Tokens) Next() (xml.Token, error) {
	if t.c.Full {
		return nil, part.ErrTooLarge
	}
	t.source.begin()
	token, err := t.decoder.Token()
	steps := tokenSteps + t.source.size
	switch e := token.(type) {
	case xml.StartElement:
		steps += attrSteps * len(e.Attr)
		t.open++
	case xml.EndElement:
		t.open--
	}
	if !t.c.Spend(steps) || t.open > maxOpen || t.source.tooLarge {
		t.c.Full = true
		return nil, part.ErrTooLarge
	}
	return token, err
}

// source gives the decoder its bytes one by one, and ends with an error within a token that is too large.
type source struct {
	in interface {
		io.Reader
		io.ByteReader
	}
	size     int // bytes since the start of the token
	attrs    int // the attributes in the tag, counted twice: by the space before and by the sign behind their name
	state    state
	last     byte
	tooLarge bool
}

// state is where in a token the source is.
type state int

const (
	inText state = iota
	atMarkup
	inTag
	inQuotes
	inDoubleQuotes
	inOther // a comment, declaration or instruction
)

// begin starts another token. The decoder may have read the "<" of it already.
func (s *source) begin() {
	s.size = 0
	if s.state != atMarkup {
		s.state = inText
	}
}

// Read implements io.Reader, which the decoder wants and does not use.
func (s *source) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// ReadByte implements io.ByteReader.
func (s *source) ReadByte() (byte, error) {
	b, err := s.in.ReadByte()
	if err != nil {
		return b, err
	}
	s.size++
	switch s.state {
	case inText:
		if b == '<' {
			s.state = atMarkup
		}
	case atMarkup:
		s.state, s.attrs = inTag, 0
		if b == '!' || b == '?' {
			s.state = inOther
		}
	case inTag:
		switch {
		case b == '"':
			s.state = inDoubleQuotes
		case b == '\'':
			s.state = inQuotes
		case b == '>':
			s.state = inText
		case b == '=', isSpace(b) && !isSpace(s.last):
			s.attrs++
		}
	case inQuotes:
		if b == '\'' {
			s.state = inTag
		}
	case inDoubleQuotes:
		if b == '"' {
			s.state = inTag
		}
	}
	s.last = b
	if s.size > maxToken || s.attrs > 2*maxAttrs {
		s.tooLarge = true
		return 0, part.ErrTooLarge
	}
	return b, nil
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }
