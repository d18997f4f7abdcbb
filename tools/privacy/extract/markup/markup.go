// Package markup walks along the XML of documents, which is not always well-formed.
package markup

import (
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// Element is an open element.
type Element struct {
	Name  string // without the namespace
	Space string // the namespace
	Attrs []xml.Attr
}

// Attr returns the value of the attribute with this name in any namespace, or "".
func (e Element) Attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Visitor has a function for each kind of token; one that is nil is not called. Open holds the elements around the token,
// outermost first; for Start and End its last is the element itself. It is only valid during the call.
type Visitor struct {
	Start, End func(open []Element)
	Text       func(open []Element, text string)
}

// Walk reads XML in any encoding and calls the functions of a visitor in the order of the tokens. It forgives unclosed
// elements and unquoted attributes; other damage is an error, after the calls for what came before it. It knows the entities
// of HTML and expands none that the file declares itself. The error is part.ErrTooLarge once the Collector is full.
func Walk(c *part.Collector, data []byte, v Visitor) error {
	tokens, err := NewTokens(c, data)
	if err != nil {
		return err
	}
	var open []Element
	for {
		token, err := tokens.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = append(open, Element{t.Name.Local, t.Name.Space, t.Attr})
			if v.Start != nil {
				v.Start(open)
			}
		case xml.EndElement:
			if v.End != nil {
				v.End(open)
			}
			open = open[:max(len(open)-1, 0)]
		case xml.CharData:
			if v.Text != nil && len(open) > 0 {
				v.Text(open, string(t))
			}
		}
	}
}

// Elements calls do for each element, at its start.
func Elements(c *part.Collector, data []byte, do func(e Element)) error {
	return Walk(c, data, Visitor{Start: func(open []Element) { do(open[len(open)-1]) }})
}

// Texts calls do for each element with text directly inside it, at its end. The text is trimmed and not empty.
func Texts(c *part.Collector, data []byte, do func(open []Element, text string)) error {
	var texts []*part.Text // of the open elements
	return Walk(c, data, Visitor{
		Start: func([]Element) { texts = append(texts, c.NewText()) },
		Text:  func(_ []Element, text string) { texts[len(texts)-1].Write(text) },
		End: func(open []Element) {
			if text := strings.TrimSpace(texts[len(texts)-1].String()); text != "" {
				do(open, text)
			}
			texts = texts[:len(texts)-1]
		},
	})
}

// AllText returns the text and the values of the attributes of XML of an unknown form. Next to an error it returns what came
// before it.
func AllText(c *part.Collector, data []byte) (string, error) {
	all := c.NewText()
	err := Walk(c, data, Visitor{
		Start: func(open []Element) {
			for _, a := range open[len(open)-1].Attrs {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					all.Write(a.Value)
					all.Break()
				}
			}
		},
		End:  func([]Element) { all.Break() },
		Text: func(_ []Element, text string) { WriteText(all, text) },
	})
	return JoinLines(all.String()), err
}

// WriteText appends a piece of text, without the white space at the start of a line, which is mostly the layout of the XML.
func WriteText(to *part.Text, piece string) {
	if s := to.String(); s == "" || s[len(s)-1] == '\n' {
		piece = strings.TrimLeft(piece, " \t\r\n")
	}
	to.Write(piece)
}

// JoinLines removes blank lines.
func JoinLines(text string) string { return blankLines().ReplaceAllString(text, "\n") }

var blankLines = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\n\s*\n`) })
