// Package part holds what the readers of all kinds of files share: the texts that they return, the place of a text in its
// file, and the limits within which a file is read. It depends on no other package of this tree.
package part

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// Part is a text that a file holds.
type Part struct {
	Text string // valid UTF-8
	// Exact reports that each byte of Text has a place in the file: at the same offset, or where Map says.
	Exact bool
	// Map, when it is not nil, reports that Text was decoded from a notation, such as JSON, and is what its readers see. Otherwise it is the text as it
	// stands in the file.
	Map *notation.Map
	// Place is where in the file the text stands. It is empty for the main text.
	Place Place
	// Meta reports that the text is metadata that names a person or a position by its nature, whatever it holds: an author,
	// the owner or serial number of a camera, a GPS position.
	Meta bool
}

// ErrUnknown reports a file of a kind that can't be read, or one that is encrypted. ErrTooLarge reports a file that would
// take more than the limits of a Collector.
var (
	ErrUnknown  = errors.New("unknown kind of file, or encrypted")
	ErrTooLarge = errors.New("too large to read")
)

// Place is a path into a file, outermost step first: the picture in an attachment of a PDF has three steps.
type Place []Step

// Step is one step of a Place.
type Step struct {
	Kind Kind
	// Name completes the kind: the name of a file, property or tag, or the number of a page, slide or sheet. Most kinds have
	// none.
	Name string
}

// At returns the place one step further in. It never changes p.
func (p Place) At(kind Kind, name ...string) Place {
	return append(p[:len(p):len(p)], Step{kind, strings.Join(name, " ")})
}

// String returns a place in a form for developers: "file foto.jpeg, exif Artist". Users read the sentences of the message
// catalogue.
func (p Place) String() string {
	steps := make([]string, len(p))
	for i, s := range p {
		steps[i] = string(s.Kind)
		if s.Name != "" {
			steps[i] += " " + s.Name
		}
	}
	return strings.Join(steps, ", ")
}

// maxName is how many bytes of a name ShortName keeps.
const maxName = 120

// ShortName returns the last 120 bytes of a name as valid UTF-8. Names stand in places and errors, and an archive of files
// with long names would fill the memory with copies of them.
func ShortName(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	if len(name) <= maxName {
		return name
	}
	cut := len(name) - maxName
	for !utf8.RuneStart(name[cut]) {
		cut++
	}
	return "…" + name[cut:]
}
