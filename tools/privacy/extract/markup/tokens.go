package markup

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"io"

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

// NewTokens returns the tokens of XML in any encoding. With strict it must be well-formed; otherwise unclosed elements, unquoted attributes and the
// entities of HTML are fine. It expands no entity that the file declares itself, because a few bytes of those can stand for gigabytes.
func NewTokens(c *part.Collector, data []byte, strict bool) (*Tokens, error) {
	utf16 := decode.DetectUTF16(data)
	if utf16 != nil {
		if !c.Spend(2 * len(data)) {
			return nil, part.ErrTooLarge
		}
		decoded, err := utf16.NewDecoder().Bytes(data)
		if err != nil {
			return nil, err
		}
		data = decoded
	}
	t := &Tokens{c: c, source: &source{in: bytes.NewReader(data)}}
	t.decoder = xml.NewDecoder(t.source)
	t.decoder.Strict = strict
	if !strict {
		t.decoder.Entity = xml.HTMLEntity
	}
	declared := utf16 != nil // when it is decoded already, the declaration is wrong
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
