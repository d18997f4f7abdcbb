// Package received takes dilemmas out of what somebody sent to the redactie: a text with front matter, a document of a word processor with the canvas, the JSON of
// `dilemma export`, or a mail with any of these. The kind of a file follows from its bytes, never from its name. Of a mail nothing but the dilemma goes on: no
// header, no signature, no quoted mail; what else was attached is searched for personal data, and told. The package reads, and writes nothing; it knows no Git.
package received

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/mail"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// MaxSize is the size in bytes of the largest file that is read: a mail with the largest document in it.
const MaxSize = 48 << 20

// maxText is the size in bytes of the largest text that is read: a book of a thousand dilemmas.
const maxText = 16 << 20

// Form is what a dilemma was written as.
type Form string

const (
	Markdown Form = "markdown"
	Data     Form = "json"
	Document Form = "word"
	MailText Form = "mail" // the text of a mail, or a text that begins with something else
)

// preferred are the forms in the order in which one is chosen when a mail has the same dilemma twice: the first loses least.
var preferred = []Form{Markdown, Data, Document, MailText}

// Dilemma is one dilemma that was received.
type Dilemma struct {
	// Name is that of the attachment; "" for the file itself and for the text of a mail.
	Name string
	Form Form
	// Slug is what it was exported under; "" when it follows from the title.
	Slug string
	Text []byte
	// Beside are the files to which it refers, each by its name alone.
	Beside []proposal.File
	// Warnings are sentences on what was lost in reading a document. Cut is how many lines below the text were left out, and Unknown how many values of data.
	Warnings     []string
	Cut, Unknown int
}

// Left is what a mail had besides, and that goes nowhere.
type Left struct {
	Name string
	// Err is why: a *Refusal or a *word.Refusal.
	Err error
	// Kinds count the personal data in it, by kind.
	Kinds map[string]int
	// Unsearched says that it could not be searched, or not wholly.
	Unsearched bool
}

// Reading is what a file held.
type Reading struct {
	Dilemmas []Dilemma
	Left     []Left
	// Culprit is the name of the attachment that an error is about; "" when it is about the file as a whole.
	Culprit string
	// Ticks are what the sender of a mail agreed to; nil when the file is no mail.
	Ticks *Ticks
	// People are the headers that name who sent a mail and to whom.
	People []string
	// Broken says that a mail ends too early, or can't be read wholly.
	Broken bool
}

// Reason is why something is no dilemma, or does not go on.
type Reason string

const (
	Empty     Reason = "empty"
	TooLarge  Reason = "large"
	Outlook   Reason = "msg"       // a mail in the format of Outlook
	Winmail   Reason = "winmail"   // attachments in the format of Outlook (TNEF)
	Encrypted Reason = "encrypted" // S/MIME or OpenPGP
	Sealed    Reason = "sealed"    // signed, with the mail inside the signature
	Deep      Reason = "deep"      // parts in each other without end
	Archive   Reason = "archive"
	Binary    Reason = "binary" // neither a text nor a document
	NoFront   Reason = "front"  // a text without front matter that can be read
	BadJSON   Reason = "json"
	OtherJSON Reason = "json-other"
	Withdrawn Reason = "withdrawn" // JSON of a dilemma of which the text is gone
	NoTitle   Reason = "title"
	OnlyHTML  Reason = "html"      // a mail with formatted text alone
	NoDilemma Reason = "none"      // a mail without a dilemma
	Same      Reason = "same"      // the same dilemma in another form
	Unused    Reason = "unused"    // a file to which no dilemma refers
	Unsafe    Reason = "unsafe"    // a file to which one does, but that is no picture or PDF, or has a name that no file here may have
	Personal  Reason = "personal"  // one to which one does, with personal data in it
	Signature Reason = "signature" // the signature of a mail
)

// Refusal is the error for a file that holds no dilemma.
type Refusal struct{ Why Reason }

func (r *Refusal) Error() string { return "received: " + string(r.Why) }

func refuse(why Reason) error { return &Refusal{why} }

// Reader reads what was received.
type Reader struct {
	Definition *canvas.Definition
	Now        time.Time
	// Search searches a file for personal data.
	Search func(name string, data []byte) []finding.Finding
}

// Read reads one file. The error is a *Refusal or a *word.Refusal; next to one the Reading of a mail says what it did hold. Without an error there is at least one
// dilemma.
func (r *Reader) Read(data []byte) (*Reading, error) {
	switch {
	case len(data) > MaxSize:
		return nil, refuse(TooLarge)
	case mail.Is(message(data)):
		return r.mail(message(data))
	}
	found, err := r.file(data)
	if err != nil {
		return nil, err
	}
	return &Reading{Dilemmas: found}, nil
}

// message returns the mail in a file as Apple Mail keeps it: behind a line with its size, and before a list of properties. Of another file it returns all.
func message(data []byte) []byte {
	const longest = 20
	line, rest, found := bytes.Cut(data[:min(len(data), longest)], []byte("\n"))
	size := 0
	if _, err := fmt.Sscanf(string(line), "%d", &size); !found || err != nil || len(bytes.Trim(line, "0123456789 \r")) > 0 || size <= 0 || len(rest) == 0 {
		return data
	}
	data = data[len(line)+1:]
	return data[:min(size, len(data))]
}

// file reads a file that is no mail.
func (r *Reader) file(data []byte) ([]Dilemma, error) {
	if err := known(data); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte("PK")) || bytes.HasPrefix(data, []byte(`{\rtf`)) || bytes.HasPrefix(data, []byte("%PDF-")) || bytes.HasPrefix(data, compound) {
		return r.document(data)
	}
	text, ok := decode.Text(data)
	if !ok {
		return nil, refuse(Binary)
	}
	return r.text(text)
}

// text reads a text: with front matter, or JSON.
func (r *Reader) text(text string) ([]Dilemma, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	begin := strings.TrimSpace(text)
	switch {
	case begin == "":
		return nil, refuse(Empty)
	case len(text) > maxText:
		return nil, refuse(TooLarge)
	case begin[0] == '{' || begin[0] == '[' && begin[len(begin)-1] == ']':
		return r.data(begin)
	case len(text) > casebook.MaxSize:
		return nil, refuse(TooLarge)
	}
	if d := (Dilemma{Form: Markdown, Text: []byte(text)}); casebook.Parse("", d.Text).Front != nil {
		return []Dilemma{d}, nil
	}
	if found := inText(text); len(found) > 0 {
		return found, nil
	}
	return nil, refuse(NoFront)
}

// document reads a document of a word processor.
func (r *Reader) document(data []byte) ([]Dilemma, error) {
	reading, err := word.Read(r.Definition, data)
	var refusal *word.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Why == word.OtherFile && bytes.HasPrefix(data, []byte("PK")):
		return nil, refuse(Archive)
	case err != nil:
		return nil, err
	}
	title := lifecycle.Text(reading.Front, lifecycle.Title)
	if strings.TrimSpace(title) == "" {
		return nil, refuse(NoTitle)
	}
	return []Dilemma{{Form: Document, Text: reading.File(r.Definition, title, r.Now), Warnings: reading.Warnings}}, nil
}

var (
	compound = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") // an OLE compound file: of Outlook, or of an older Office
	tnef     = []byte("\x78\x9f\x3e\x22")                 // MS-OXTNEF, 2.1.3.1
)

// known refuses what is known and can't hold a dilemma that can be read.
func known(data []byte) error {
	switch {
	case len(data) == 0:
		return refuse(Empty)
	case bytes.HasPrefix(data, compound) && bytes.Contains(data, wide("__substg1.0_")): // the names of properties (MS-OXMSG, 2.2.3)
		return refuse(Outlook)
	case bytes.HasPrefix(data, tnef):
		return refuse(Winmail)
	case bytes.HasPrefix(bytes.TrimSpace(data[:min(len(data), 200)]), []byte("-----BEGIN PGP MESSAGE-----")), isEnveloped(data):
		return refuse(Encrypted)
	}
	return nil
}

// wide returns a text in UTF-16, as compound files have their names.
func wide(text string) []byte {
	var b []byte
	for i := range len(text) {
		b = binary.LittleEndian.AppendUint16(b, uint16(text[i]))
	}
	return b
}

// isEnveloped reports whether bytes begin as a message of S/MIME that is encrypted: a SEQUENCE with the identifier of enveloped or of authenticated and enveloped
// data (RFC 5652, 6.1 and RFC 5083).
func isEnveloped(data []byte) bool {
	head := data[:min(len(data), 32)]
	return len(head) > 0 && head[0] == 0x30 &&
		(bytes.Contains(head, []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03")) || bytes.Contains(head, []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17")))
}

// search counts the personal data in a file, by kind, and reports whether all of it could be searched.
func (r *Reader) search(name string, data []byte) (kinds map[string]int, searched bool) {
	kinds, searched = map[string]int{}, true
	for _, f := range r.Search(name, data) {
		switch {
		case f.Rule == "personal/unreadable":
			searched = false
		case f.Kind != "" && f.Severity.AtLeast(finding.Warning):
			kinds[f.Kind]++
		}
	}
	return kinds, searched
}

// KindsIn returns the kinds in a count, sorted.
func KindsIn(kinds map[string]int) []string { return slices.Sorted(maps.Keys(kinds)) }

// Named returns the slug that a dilemma gets, or "" when none can be made of its title.
func (d *Dilemma) Named() string {
	if d.Slug != "" {
		return d.Slug
	}
	return casebook.Slug(titleOf(casebook.Parse("", d.Text)))
}
