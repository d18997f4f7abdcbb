//go:build !js

package rules

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// Scan looks for personal data in any file: in its texts, its metadata and its name. A file of a kind that can't be read is a warning. The
// file itself is not read.
func (c *Checker) Scan(name string, data []byte) []finding.Finding {
	found := append(c.ScanName(name, name, Whereabouts{}), c.ScanData(name, data, Whereabouts{})...)
	finding.Sort(found)
	return found
}

// ScanData looks for personal data in the content of a file.
func (c *Checker) ScanData(name string, data []byte, at Whereabouts) []finding.Finding {
	f := &file{Checker: c, File: casebook.Text(name, data)}
	s := searcher{f, at}
	parts, err := extract.Read(name, data)
	for _, p := range parts {
		if p.Meta {
			s.metadata(p)
			continue
		}
		s.text(p.Text, p.Exact, placeText(p.Place))
	}
	switch {
	case errors.Is(err, extract.ErrTooLarge):
		s.unreadable(message.Text("personal/too-large"))
	case errors.Is(err, extract.ErrUnknown):
		s.unreadable(message.Text("personal/unknown"))
	case err != nil:
		s.unreadable(message.Text("personal/damaged"))
	}
	return f.findings
}

func (s searcher) metadata(p extract.Part) {
	value := strings.TrimSpace(p.Text)
	if value == "" || s.allow.Allows(KindMetadata, value, s.today) {
		return
	}
	s.add(personalRules[KindMetadata], finding.Error, place{}, KindMetadata, value, placeText(p.Place))
}

// placeText says in the words of the catalogue where in a file a text stands: "foto.jpeg, EXIF Artist".
func placeText(p extract.Place) string {
	steps := make([]string, len(p))
	for i, step := range p {
		if step.Kind == part.File {
			steps[i] = step.Name
		} else {
			steps[i] = message.Text("place/"+string(step.Kind), "name", step.Name)
		}
	}
	return strings.Join(steps, ", ")
}

// checkBeside looks for personal data in the files in the folder of a dilemma.
func (f *file) checkBeside() {
	dir := path.Dir(f.Path)
	_ = fs.WalkDir(f.book.Root(), dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == f.Path || !d.Type().IsRegular() {
			return nil // what can't be read is told of by the check of the file itself
		}
		data, err := fs.ReadFile(f.book.Root(), name)
		if err != nil {
			return nil
		}
		f.findings = append(f.findings, f.Scan(name, data)...)
		return nil
	})
}
