package office

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

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
func (r reader) addFlow(f *flow, outer part.Place) {
	f.endLine("\n")
	r.Add(f.place, strings.TrimRight(f.now.String(), "\n\t"), false)
	r.Add(outer.At(part.DeletedText), strings.TrimRight(f.deletions.String(), "\n\t"), false)
}
