package extract

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"

	"golang.org/x/net/html/charset"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// element is an open element: its name without the namespace, and its attributes.
type element struct {
	name  string
	space string
	attrs []xml.Attr
}

// attr returns the value of the attribute with this name, in whatever namespace.
func (e element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// markup is what to do with the tokens of an XML file. Open holds the elements around the token, outermost first; for
// start and end the element itself is its last.
type markup struct {
	start, end func(open []element)
	text       func(open []element, text string)
}

// walk reads an XML file and is not particular about its form. Entities that the file declares itself are not expanded.
func (m markup) walk(data []byte) error {
	wide := decode.DetectUTF16(data)
	if wide != nil {
		decoded, err := wide.NewDecoder().Bytes(data)
		if err != nil {
			return err
		}
		data = decoded
	}
	tokens := xml.NewDecoder(bytes.NewReader(data))
	tokens.Strict = false
	tokens.Entity = xml.HTMLEntity
	tokens.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if wide != nil {
			return input, nil
		}
		return charset.NewReaderLabel(label, input)
	}
	var open []element
	for {
		token, err := tokens.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = append(open, element{t.Name.Local, t.Name.Space, t.Attr})
			m.start(open)
		case xml.EndElement:
			m.end(open)
			open = open[:max(len(open)-1, 0)]
		case xml.CharData:
			if len(open) > 0 {
				m.text(open, string(t))
			}
		}
	}
}

// fields calls do with the text right inside each element, when it has any.
func fields(data []byte, do func(open []element, text string)) error {
	texts := []*strings.Builder{}
	return markup{
		start: func([]element) { texts = append(texts, &strings.Builder{}) },
		text:  func(_ []element, text string) { texts[len(texts)-1].WriteString(text) },
		end: func(open []element) {
			if text := strings.TrimSpace(texts[len(texts)-1].String()); text != "" {
				do(open, text)
			}
			texts = texts[:len(texts)-1]
		},
	}.walk(data)
}

// flow gathers running text as it stands now, and as it stood before tracked changes. A name of which half was deleted
// is whole only in the text before.
type flow struct {
	place       part.Place
	now, before strings.Builder
	deletions   strings.Builder // the paragraphs that lost text, as they were
	changed     bool            // something in this paragraph was deleted
}

// change says what happened to a text.
type change int

const (
	unchanged change = iota
	inserted
	deleted
)

func (f *flow) write(text string, c change) {
	if c != deleted {
		f.now.WriteString(text)
	}
	if c != inserted {
		f.before.WriteString(text)
	}
	f.changed = f.changed || c == deleted
}

// endLine closes a paragraph, cell or line.
func (f *flow) endLine(end string) {
	f.now.WriteString(end)
	f.before.WriteString(end)
	if end != "\n" {
		return
	}
	if f.changed {
		f.deletions.WriteString(f.before.String())
	}
	f.before.Reset()
	f.changed = false
}

// addFlow keeps what was gathered.
func (r *reader) addFlow(f *flow, outer part.Place) {
	f.endLine("\n")
	r.Add(f.place, strings.TrimRight(f.now.String(), "\n\t"), false)
	r.Add(outer.At(part.DeletedText), strings.TrimRight(f.deletions.String(), "\n\t"), false)
}
