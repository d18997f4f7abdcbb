//go:build !js || review

package rules

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// withholds is whether findings on a text that was withdrawn are silent about it.
const withholds = true

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
	f.withheld = c.isWithheld(cmp.Or(origin.Path, name))
	s := searcher{f, origin}
	parts, err := extract.Read(name, data)
	for _, p := range parts {
		if p.Meta {
			s.searchMetadata(p)
			continue
		}
		if !s.searchText(AsRead(name, p), p.Exact, describePlace(p.Place)) {
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

// AsRead returns the text of a part as it is read. When it stands in a file inside the file, that one has its own name.
func AsRead(name string, p extract.Part) notation.Text {
	if p.Map != nil {
		return notation.Text{Text: p.Text, Map: *p.Map}
	}
	for _, step := range p.Place {
		if step.Kind == part.File || step.Kind == part.Attachment {
			name = step.Name
		}
	}
	return reading(name, p.Text)
}

// Read returns the texts of a file as they are read, of which each byte has a place in the file.
func Read(name string, data []byte) []notation.Text {
	var texts []notation.Text
	parts, _ := extract.Read(name, data) // of a file that can't be read to its end, what could
	for _, p := range parts {
		if p.Exact && !p.Meta {
			texts = append(texts, AsRead(name, p))
		}
	}
	return texts
}

// searchMetadata adds a finding on a piece of metadata that is not empty and not allowed, such as the author of a Word document.
func (s searcher) searchMetadata(p extract.Part) {
	value := strings.TrimSpace(p.Text)
	if value == "" {
		return
	}
	if hits := s.complete(value, nil); len(hits) > 0 {
		hits[0].Sure = true
		s.addGiven(hits[0], personalRules[KindMetadata], place{}, KindMetadata, value, describePlace(p.Place))
		return
	}
	if s.allows(KindMetadata, value) {
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

// attachments lists the attachments of a dilemma; of a path that is not that of one in a folder of its own, none.
func (c *Checker) attachments(name string) []casebook.Entry {
	if dir := path.Dir(name); path.Base(name) == casebook.BundleFile && path.Dir(dir) == casebook.Dir {
		return slices.DeleteFunc(c.book.Files(dir), func(e casebook.Entry) bool { return e.Path == name })
	}
	return nil
}

// checkSort checks a file by its sort.
func (c *Checker) checkSort(name string) []finding.Finding {
	if whole.Unfinished(name) {
		return nil // it is no part of the book, and nobody publishes it
	}
	sort, place := c.book.SortOf(name)
	switch sort {
	case casebook.Outside, casebook.Dilemma, casebook.Page:
		return c.checkFile(c.book.Read(name))
	case casebook.Attachment:
		return c.search(name, Origin{Published: true})
	case casebook.Source:
		found := c.search(name, Origin{Published: true, SureOnly: true})
		if isTheme(name) {
			found = append(found, c.checkTheme(name)...)
		}
		return found
	case casebook.Hidden:
		if slices.Contains(ordinary, path.Base(name)) {
			return nil
		}
		return append(c.stray(name, finding.Warning, "hidden"), c.search(name, Origin{})...)
	}
	return append(c.stray(name, finding.Error, string(place)), c.search(name, Origin{})...)
}

// ordinary are hidden files without a text that belong to the tools of writers.
var ordinary = []string{".DS_Store", ".gitkeep", ".gitignore", ".gitattributes"}

// stray returns the finding on a file that may not stand where it stands.
func (c *Checker) stray(name string, severity finding.Severity, why string) []finding.Finding {
	f := c.open(casebook.Text(name, nil))
	f.addFinding(filePlace, severity, place{}, message.Text("stray/"+why+".tip"), []string{"reason", message.Text("stray/" + why)})
	return f.findings
}

// maxSearched is the size in bytes above which the content of a file is not read.
const maxSearched = 64 << 20

// search searches a file of the book for personal data, unless that is made up.
func (c *Checker) search(name string, origin Origin) []finding.Finding {
	origin, searched := c.originOf(name, origin)
	if !searched {
		return nil
	}
	info, err := fs.Stat(c.book.Root(), name)
	var data []byte
	switch {
	case err == nil && info.Size() > maxSearched:
		return c.TooLarge(name, origin)
	case err == nil:
		data, err = fs.ReadFile(c.book.Root(), name)
	}
	if err != nil {
		f := c.open(casebook.Text(name, nil))
		f.add(fileUnreadable, 0, 0, "", "reason", reason(err))
		return f.findings
	}
	return append(c.ScanName(name, name, origin), c.ScanData(name, data, origin)...)
}
