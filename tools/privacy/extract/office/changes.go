package office

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// runningText collects a text as it is, and as it was before tracked changes. A name of which half was deleted is only complete in
// the text before.
type runningText struct {
	place       part.Place
	now, before *part.Text
	deletions   *part.Text // the paragraphs with deleted text, as they were
	changed     bool       // this paragraph has deleted text
}

func (r reader) runningText(place part.Place) *runningText {
	return &runningText{place: place, now: r.NewText(), before: r.NewText(), deletions: r.NewText()}
}

// change is the tracked change of a text.
type change int

const (
	unchanged change = iota
	inserted
	deleted
)

// write appends a piece of text.
func (f *runningText) write(text string, c change) {
	if c != deleted {
		f.now.Write(text)
	}
	if c != inserted {
		f.before.Write(text)
	}
	f.changed = f.changed || c == deleted
}

// endLine ends a paragraph or line ("\n"), or a cell ("\t").
func (f *runningText) endLine(end string) {
	f.now.Write(end)
	f.before.Write(end)
	if end != "\n" {
		return
	}
	if f.changed {
		f.deletions.Write(f.before.String())
	}
	f.before.Reset()
	f.changed = false
}

// addRunningText keeps what was collected. Outer is the place of the document, where the deleted text is listed.
func (r reader) addRunningText(f *runningText, outer part.Place) {
	f.endLine("\n")
	r.Add(f.place, strings.TrimRight(f.now.String(), "\n\t"), false)
	r.Add(outer.At(part.DeletedText), strings.TrimRight(f.deletions.String(), "\n\t"), false)
}
