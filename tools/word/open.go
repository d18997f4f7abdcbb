package word

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
)

// MaxSize is the largest document that is read, in bytes. A canvas with photos in it may be ten of them.
const MaxSize = 32 << 20

// Refusal says why a document is not read.
type Refusal struct {
	Why    Reason
	Detail string // what was found, such as the target of a link
}

func (r *Refusal) Error() string { return fmt.Sprintf("word: %s: %s", r.Why, r.Detail) }

// Reason is the kind of a refusal.
type Reason string

const (
	Empty      Reason = "empty"      // no byte in it
	Locked     Reason = "locked"     // a password, or the form of Word before 2007, which look the same
	PDF        Reason = "pdf"        //
	RichText   Reason = "rtf"        //
	OtherFile  Reason = "other"      // no Word document or OpenDocument text
	Macros     Reason = "macros"     // a program in it
	External   Reason = "external"   // it takes something from elsewhere; Detail is from where
	TooLarge   Reason = "large"      // over the limits, also once unpacked
	Entities   Reason = "entities"   // XML with a document type
	Damaged    Reason = "damaged"    // broken off or changed on its way
	Unfamiliar Reason = "unfamiliar" // a document without any question of the canvas
)

// document is what a file holds, whatever its form.
type document struct {
	blocks []block
	// apart are texts that stand beside the main text, and where.
	apart []passage
	// counts of what is not taken over.
	comments, pictures, objects, links int
}

// passage is a text with the words that say where it stood.
type passage struct {
	place string
	lines []string
}

// open reads a document of a kind that is known. The error is a *Refusal.
func open(data []byte) (*document, error) {
	switch {
	case len(data) == 0:
		return nil, &Refusal{Why: Empty}
	case len(data) > MaxSize:
		return nil, &Refusal{Why: TooLarge}
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, &Refusal{Why: Locked}
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return nil, &Refusal{Why: PDF}
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		return nil, &Refusal{Why: RichText}
	case !bytes.HasPrefix(data, []byte("PK")):
		return nil, &Refusal{Why: OtherFile}
	}
	archive, err := extract.OpenArchive(data)
	if err != nil {
		return nil, unreadable(err)
	}
	p := &pack{archive: archive, names: archive.Names()}
	seen := map[string]bool{}
	for _, name := range p.names {
		// Of two parts with one name each program takes its own.
		if name = strings.ToLower(name); seen[name] {
			return nil, &Refusal{Why: Damaged, Detail: name}
		}
		seen[name] = true
	}
	switch {
	case seen["[content_types].xml"]:
		return openDOCX(p)
	case seen["content.xml"]:
		return openODT(p)
	}
	return nil, &Refusal{Why: OtherFile}
}

func unreadable(err error) error {
	switch {
	case errors.Is(err, extract.ErrTooLarge):
		return &Refusal{Why: TooLarge}
	case errors.Is(err, extract.ErrUnknown):
		return &Refusal{Why: Locked}
	}
	return &Refusal{Why: Damaged}
}

// pack is the zip file of a document.
type pack struct {
	archive *extract.Archive
	names   []string
}

// xml reads one part; nil when the document does not have it.
func (p *pack) xml(name string) (*node, error) {
	data, err := p.archive.Read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return parseXML(data)
}

// matching lists the parts whose names fit a pattern of path.Match, in order.
func (p *pack) matching(pattern string) []string {
	var all []string
	for _, name := range p.names {
		if ok, err := path.Match(pattern, name); ok && err == nil {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}
