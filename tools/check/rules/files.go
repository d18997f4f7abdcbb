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

// Scan searches a file of any kind for personal data: its texts, its metadata and its name. The caller gives the content. A file that can't be
// searched is a warning.
func (c *Checker) Scan(name string, data []byte) []finding.Finding {
	found := append(c.ScanName(name, name, Origin{}), c.ScanData(name, data, Origin{})...)
	finding.Sort(found)
	return found
}

// ScanData searches the content of a file for personal data, but not its name.
func (c *Checker) ScanData(name string, data []byte, origin Origin) []finding.Finding {
	f := c.open(casebook.Text(name, data))
	s := searcher{f, origin}
	parts, err := extract.Read(name, data)
	for _, p := range parts {
		if p.Meta {
			s.searchMetadata(p)
			continue
		}
		if !s.searchText(p.Text, p.Exact, describePlace(p.Place)) {
			return s.finish()
		}
	}
	switch {
	case errors.Is(err, extract.ErrTooLarge):
		s.addTooMuch(place{}, "packed", "")
	case errors.Is(err, extract.ErrUnknown):
		s.addUnreadable(message.Text("personal/unknown"))
	case err != nil:
		s.addUnreadable(message.Text("personal/damaged"))
	}
	return s.finish()
}

// searchMetadata adds a finding on a piece of metadata that is not empty and not allowed, such as the author of a Word document.
func (s searcher) searchMetadata(p extract.Part) {
	value := strings.TrimSpace(p.Text)
	if value == "" || s.allow.Allows(KindMetadata, value, s.today) {
		return
	}
	s.addValue(personalRules[KindMetadata], finding.Error, place{}, KindMetadata, value, describePlace(p.Place))
}

// describePlace describes in Dutch where in a file a text was found: "foto.jpeg, EXIF Artist".
func describePlace(p extract.Place) string {
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

// checkBundleFiles searches the other files in the folder of a dilemma for personal data.
func (f *file) checkBundleFiles() {
	dir := path.Dir(f.Path)
	_ = fs.WalkDir(f.book.Root(), dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == f.Path || !d.Type().IsRegular() {
			return nil // the check of that file itself reports that it can't be read
		}
		data, err := fs.ReadFile(f.book.Root(), name)
		if err != nil {
			return nil
		}
		f.findings = append(f.findings, f.Scan(name, data)...)
		return nil
	})
}
