package word

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
)

// MaxSize is the size in bytes of the largest document that is read. A canvas with photos may take ten megabytes.
const MaxSize = 32 << 20

// Refusal is the error for a document that is not read.
type Refusal struct {
	Why    Reason
	Detail string // what was found, such as the target of a link
}

func (r *Refusal) Error() string { return fmt.Sprintf("word: %s: %s", r.Why, r.Detail) }

// Reason is the kind of a refusal.
type Reason string

const (
	Empty      Reason = "empty"      // the file is empty
	Locked     Reason = "locked"     // it has a password, or the format of Word before 2007, which can't be told apart
	PDF        Reason = "pdf"        // it is a PDF
	RichText   Reason = "rtf"        // it is an RTF file
	OtherFile  Reason = "other"      // it is no Word document or OpenDocument text
	Macros     Reason = "macros"     // it contains macros
	External   Reason = "external"   // a part of its text comes from another file; Detail is the field or relation that says so
	Encoding   Reason = "encoding"   // it is written in an encoding other than UTF-8 and UTF-16
	TooLarge   Reason = "large"      // it is too large, packed or unpacked, or has more text than fits in a dilemma
	Entities   Reason = "entities"   // its XML has a document type declaration
	Damaged    Reason = "damaged"    // it is incomplete or corrupt
	Unfamiliar Reason = "unfamiliar" // it has no question of the canvas
)

// document is the content of a file, in the same form for all formats.
type document struct {
	blocks []block
	// apart are the texts outside the main text, such as footnotes and text boxes.
	apart []passage

	room  int // bytes of text that may still be read; below zero when there was more
	spare int // how many cells may still be added for those that are merged or repeated
}

func newDocument() *document { return &document{room: maxText, spare: maxMerged} }

// maxMerged limits the added cells in a document, as a cell may claim to span a million columns.
const maxMerged = 10_000

// afford returns up to n, for cells to add.
func (d *document) afford(n int) int {
	n = min(max(n, 0), d.spare)
	d.spare -= n
	return n
}

// maxText is how many bytes of text a document may have: a dilemma can't be larger.
const maxText = casebook.MaxSize

// take returns a text without its invisible characters, and counts it. It returns "" for what no longer fits.
func (d *document) take(text string) string {
	if d.room -= len(text); d.room < 0 {
		return ""
	}
	return clean(text)
}

// fill gives a paragraph the text that was read for it.
func (d *document) fill(p *paragraph, from *flow) {
	p.text = d.take(from.String())
	p.losses = from.losses
	for _, text := range from.hidden {
		if text = d.take(text); text != "" {
			p.hidden = append(p.hidden, text)
		}
	}
}

func (d *document) paragraph(from *flow) *paragraph {
	p := &paragraph{}
	d.fill(p, from)
	return p
}

// whole returns the document, or a *Refusal when it had too much text.
func (d *document) whole() (*document, error) {
	if d.room < 0 {
		return nil, &Refusal{Why: TooLarge}
	}
	return d, nil
}

// passage is a text with the name of its place in the document.
type passage struct {
	place      string
	paragraphs []*paragraph
}

// open reads a .docx or .odt. The error is a *Refusal.
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
		// Programs differ in which of two parts with the same name they read.
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
	case errors.Is(err, markup.ErrEncoding):
		return &Refusal{Why: Encoding}
	}
	return &Refusal{Why: Damaged}
}

// pack is the zip archive of a document.
type pack struct {
	archive *extract.Archive
	names   []string
}

// xml reads one part; nil when the document does not have it.
func (p *pack) xml(name string) (*node, error) {
	tokens, err := p.archive.XML(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return parseXML(tokens)
}

// matching returns the names of the parts that match a pattern of path.Match, sorted.
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
