// Package diff compares the dilemmas in two versions of a repository, in the words of the canvas: per question, per player and choice, word by word.
// It compares what a reader of the site sees; how a file is written makes no difference. It knows file systems and the definition, and nothing of Git,
// of the rules for a dilemma, or of how a difference is shown.
package diff

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// Event says what happened to a dilemma as a whole.
type Event string

const (
	New         Event = "new"
	Removed     Event = "removed"     // the file is gone
	Renamed     Event = "renamed"     // it has another slug, and so another address
	Published   Event = "published"   // it was a concept
	Unpublished Event = "unpublished" // it is a concept again
	Withdrawn   Event = "withdrawn"
	Restored    Event = "restored" // it was withdrawn
	Superseded  Event = "superseded"
	Changed     Event = "changed"    // something that a reader sees
	Layout      Event = "layout"     // the file changed, but nothing that a reader sees
	Unreadable  Event = "unreadable" // the front matter of one of the versions can't be read
)

// Dilemma is one dilemma that changed.
type Dilemma struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
	// File is its path, or for a removed dilemma its old path. From is the old path when that differs, else empty.
	File string `json:"file"`
	From string `json:"from,omitempty"`
	// Events are one or more, in the order in which they are listed above.
	Events []Event `json:"events"`
	// State is "concept", "published" or "withdrawn": after the change, or for a removed dilemma before it. It is "unknown" when the front matter
	// can't be read.
	State string `json:"state"`
	// Withheld says that the text is withdrawn at one of the ends, or may be, so that it must be repeated nowhere.
	Withheld bool `json:"-"`
	// Changes are the fields that changed, in the order of the definition, then the story. Of a new dilemma they are all fields with a value.
	// Of one that is withheld only the withdrawal has a text, and what is no field of the definition is left out.
	Changes     []Field      `json:"changes"`
	Attachments []Attachment `json:"attachments"`
	// Steps say how far the canvas is filled in after the change; empty for a removed dilemma.
	Steps []Step `json:"steps"`

	// Before and After are the two versions of the file; nil when a version does not exist.
	Before *casebook.File `json:"-"`
	After  *casebook.File `json:"-"`
}

// Has reports whether the dilemma has one of these events.
func (d *Dilemma) Has(events ...Event) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return slices.Contains(d.Events, e) })
}

// Field is a field of the front matter, or the story below it, that changed.
type Field struct {
	// Path is the path of keys in the front matter, such as canvas.verkennen.spelers; empty for the story.
	Path string `json:"path"`
	// Step is the key of the step of the canvas that it belongs to; empty outside the canvas.
	Step string `json:"step"`
	// Label and Question are those of the definition. For a key that the definition does not know, Label is the key.
	Label    string `json:"label"`
	Question string `json:"question"`
	// Kind is the kind of the field in the definition, or Story.
	Kind canvas.Kind `json:"kind"`
	// Passages hold the text: the paragraphs of a text, the items of a list, the labels of words from a vocabulary.
	Passages []Passage `json:"passages,omitempty"`
	// Entries are the entries of a table that changed.
	Entries []Entry `json:"entries,omitempty"`

	unknown bool // the definition does not have it
}

// Story is the kind of the text below the front matter.
const Story canvas.Kind = "story"

// Entry is an entry of a table, such as a player or a choice. They are matched by name; their order is no difference.
type Entry struct {
	Op   Op     `json:"op"` // Insert, Delete or Change
	Name string `json:"name"`
	// Columns are the fields of the entry that changed: for an inserted entry all with a value, for a deleted one none.
	Columns []Field `json:"columns"`
}

// Attachment is a file beside a dilemma in its folder.
type Attachment struct {
	File string `json:"file"`
	Op   Op     `json:"op"` // Insert, Delete or Change
	// Before and After are its size in bytes in both versions.
	Before int64 `json:"before"`
	After  int64 `json:"after"`
}

// Step says how much of a step of the canvas is filled in, of what a published dilemma needs.
type Step struct {
	Key    string `json:"key"`
	Title  string `json:"title"`
	Filled int    `json:"filled"`
	Total  int    `json:"total"`
	// Missing are the names of the questions without an answer.
	Missing []string `json:"missing"`
}

// File is a file that differs between the versions.
type File struct {
	Path string `json:"file"` // relative to the root of the repository
	Op   Op     `json:"op"`   // Insert, Delete or Change
}

// Difference is all that changed.
type Difference struct {
	Dilemmas []*Dilemma // by slug
	Others   []File     // files that are no dilemma and no attachment of one
}

// Of compares two versions of a repository that differ in these files only. It reads no other dilemmas. The day decides which dilemmas are on the
// site.
func Of(def *canvas.Definition, before, after fs.FS, changed []File, day time.Time) *Difference {
	return Each(def, before, after, changed, day, func(*Dilemma) {})
}

// Each is Of, and calls visit with each dilemma as soon as it is complete, in no order. Before and After take most of the memory: who compares thousands
// of dilemmas takes from them there what it needs, and drops them.
func Each(def *canvas.Definition, before, after fs.FS, changed []File, day time.Time, visit func(*Dilemma)) *Difference {
	c := &comparison{def: def, day: day, before: casebook.Open(before), after: casebook.Open(after), beside: map[string][]File{}}
	d := &Difference{}
	for _, f := range changed {
		if isDilemma(f.Path) {
			c.files = append(c.files, f)
		} else if page := c.owner(f.Path); page != "" {
			if c.beside[page] == nil {
				c.pages = append(c.pages, page)
			}
			c.beside[page] = append(c.beside[page], f)
		} else {
			d.Others = append(d.Others, f)
		}
	}
	c.dilemmas(func(one *Dilemma) {
		c.attach(one, one.File)
		c.attach(one, one.From)
		c.follow(one)
		one.conclude()
		one.Changes = compact(one.Changes)
		visit(one)
		d.Dilemmas = append(d.Dilemmas, one)
	})
	slices.SortStableFunc(d.Dilemmas, func(a, b *Dilemma) int { return strings.Compare(a.Slug, b.Slug) })
	return d
}

// compact returns the fields without room for more. A proposal may have thousands of dilemmas.
func compact(fields []Field) []Field {
	for _, f := range fields {
		for j := range f.Entries {
			f.Entries[j].Columns = compact(f.Entries[j].Columns)
		}
	}
	return append(make([]Field, 0, len(fields)), fields...)
}

// Files compares two versions of one dilemma, without its attachments. The day decides whether it is on the site.
func Files(def *canvas.Definition, before, after *casebook.File, day time.Time) *Dilemma {
	d := (&comparison{def: def, day: day}).compare(before, after)
	d.conclude()
	return d
}

func isDilemma(name string) bool {
	_, ok := casebook.SlugOf(name)
	return ok
}

type comparison struct {
	def           *canvas.Definition
	day           time.Time
	before, after *casebook.Book
	files         []File
	beside        map[string][]File // the attachments, by the page of their dilemma
	pages         []string          // these pages, in order
}

// owner returns the path of the page of the leaf bundle that a file belongs to, or "".
func (c *comparison) owner(name string) string {
	rest, found := strings.CutPrefix(name, casebook.Dir+"/")
	dir, _, below := strings.Cut(rest, "/")
	if !found || !below {
		return ""
	}
	page := casebook.Dir + "/" + dir + "/" + casebook.BundleFile
	for _, book := range []*casebook.Book{c.after, c.before} {
		if _, err := fs.Stat(book.Root(), page); err == nil {
			return page
		}
	}
	return ""
}

// dilemmas compares the files of dilemmas: each with its old version at the same path, at the other path of the same slug, or else with the removed
// dilemma that is most like it. Last come those of which only attachments changed.
func (c *comparison) dilemmas(visit func(*Dilemma)) {
	var gone, fresh []string
	for _, f := range c.files {
		switch f.Op {
		case Insert:
			fresh = append(fresh, f.Path)
		case Delete:
			gone = append(gone, f.Path)
		default:
			visit(c.compare(c.before.Read(f.Path), c.after.Read(f.Path)))
		}
	}
	slug := func(name string) string {
		slug, _ := casebook.SlugOf(name)
		return slug
	}
	fresh = slices.DeleteFunc(fresh, func(name string) bool {
		i := slices.IndexFunc(gone, func(old string) bool { return slug(old) == slug(name) })
		if i < 0 {
			return false
		}
		visit(c.compare(c.before.Read(gone[i]), c.after.Read(name)))
		gone = slices.Delete(gone, i, i+1)
		return true
	})
	var left []removed
	for _, name := range gone {
		file := c.before.Read(name)
		left = append(left, removed{file, bagOf(string(file.Source))})
	}
	for _, name := range fresh {
		after := c.after.Read(name)
		var before *casebook.File
		if i := likest(after, left); i >= 0 {
			before = left[i].File
			left = slices.Delete(left, i, i+1)
		}
		visit(c.compare(before, after))
	}
	for _, before := range left {
		visit(c.compare(before.File, nil))
	}
	for _, page := range c.pages {
		if c.beside[page] == nil {
			continue
		}
		file := c.after.Read(page)
		visit(&Dilemma{
			Slug: file.Slug, Title: title(file), File: page, State: c.state(file), Withheld: lifecycle.Withheld(file), Steps: c.steps(file), Before: c.before.Read(page), After: file,
		})
	}
}

// removed is a file that is gone, with its words.
type removed struct {
	*casebook.File
	words *bag
}

// moved is the likeness (0 to 1) from which a removed and a new file count as a renamed dilemma.
const moved = 0.6

// likest returns the index of the removed file that a new one is most like, or -1.
func likest(after *casebook.File, gone []removed) int {
	best, at := moved, -1
	if len(gone) == 0 {
		return at
	}
	words := bagOf(string(after.Source))
	for i, before := range gone {
		if like := words.likeness(before.words); len(before.Source) > 0 && like > best {
			best, at = like, i
		}
	}
	return at
}

// compare compares two versions of a dilemma, of which one may be nil.
func (c *comparison) compare(before, after *casebook.File) *Dilemma {
	now := cmp.Or(after, before)
	d := &Dilemma{
		Slug: now.Slug, Title: title(now), File: now.Path, State: c.state(now), Withheld: lifecycle.Withheld(after) || lifecycle.Withheld(before) && !lifecycle.IsEmptied(before), Before: before, After: after,
	}
	if before != nil && before.Path != now.Path {
		d.From = before.Path
	}
	switch {
	case after == nil:
		d.Events = []Event{Removed}
		return d
	case before == nil:
		d.Events = []Event{New}
	case before.Slug != after.Slug:
		d.Events = []Event{Renamed}
	}
	d.Steps = c.steps(after)
	if after.Front == nil || before != nil && before.Front == nil {
		d.Events = append(d.Events, Unreadable)
		if d.Withheld = lifecycle.Withheld(before) || lifecycle.Withheld(after); !d.Withheld {
			d.Changes = raw(before, after)
		}
		return d
	}
	if before == nil {
		d.Changes = c.fields(nil, after.Front, nil, after.Body())
	} else {
		c.events(d)
		d.Changes = c.fields(before.Front, after.Front, before.Body(), after.Body())
	}
	if d.Withheld {
		d.withhold()
	}
	return d
}

// withhold takes out of the changes what must not be repeated: all but the withdrawal. Of what is no field of the definition the name goes too, since
// it may say as much as the text.
func (d *Dilemma) withhold() {
	d.Changes = slices.DeleteFunc(d.Changes, func(f Field) bool { return f.unknown })
	for i, f := range d.Changes {
		if key, _, _ := strings.Cut(f.Path, "."); key != lifecycle.Withdrawal {
			d.Changes[i].Passages, d.Changes[i].Entries = nil, nil
		}
	}
}

// events adds the events that follow from the state of both versions.
func (c *comparison) events(d *Dilemma) {
	before, after := d.Before.Front, d.After.Front
	switch was, is := lifecycle.OnSite(before, c.day), lifecycle.OnSite(after, c.day); {
	case is && !was:
		d.Events = append(d.Events, Published)
	case was && !is:
		d.Events = append(d.Events, Unpublished)
	}
	switch was, is := lifecycle.IsWithdrawn(before), lifecycle.IsWithdrawn(after); {
	case is && !was:
		d.Events = append(d.Events, Withdrawn)
	case was && !is:
		d.Events = append(d.Events, Restored)
	}
	if lifecycle.IsSuperseded(after) && !lifecycle.IsSuperseded(before) {
		d.Events = append(d.Events, Superseded)
	}
}

// conclude adds the event Changed or Layout, when the other events and the changes are known.
func (d *Dilemma) conclude() {
	if d.Changes == nil {
		d.Changes = []Field{}
	}
	if d.Attachments == nil {
		d.Attachments = []Attachment{}
	}
	if d.Steps == nil {
		d.Steps = []Step{}
	}
	switch {
	case d.Has(New, Removed):
	case len(d.Changes) > 0 || len(d.Attachments) > 0:
		d.Events = append(d.Events, Changed)
	case len(d.Events) == 0:
		d.Events = []Event{Layout}
	}
}

// attach adds the files beside a page to the dilemma whose attachments they are.
func (c *comparison) attach(d *Dilemma, page string) {
	for _, f := range c.beside[page] {
		d.Attachments = append(d.Attachments, Attachment{File: f.Path, Op: f.Op, Before: size(c.before, f.Path), After: size(c.after, f.Path)})
	}
	delete(c.beside, page)
}

// follow leaves out the attachments that only moved to another folder together with their dilemma.
func (c *comparison) follow(d *Dilemma) {
	if d.From == "" {
		return
	}
	for _, came := range slices.Clone(d.Attachments) {
		old := path.Dir(d.From) + strings.TrimPrefix(came.File, path.Dir(d.File))
		i := slices.IndexFunc(d.Attachments, func(a Attachment) bool { return a.Op == Delete && a.File == old })
		if came.Op != Insert || i < 0 {
			continue
		}
		was := d.Attachments[i]
		d.Attachments = slices.DeleteFunc(d.Attachments, func(a Attachment) bool { return a == came || a == was })
		before, err := fs.ReadFile(c.before.Root(), old)
		after, err2 := fs.ReadFile(c.after.Root(), came.File)
		if err != nil || err2 != nil || !bytes.Equal(before, after) {
			d.Attachments = append(d.Attachments, Attachment{came.File, Change, was.Before, came.After})
		}
	}
}

func size(book *casebook.Book, name string) int64 {
	info, err := fs.Stat(book.Root(), name)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (c *comparison) state(f *casebook.File) string {
	switch lifecycle.StateOf(f.Front, c.day) {
	case lifecycle.Concept:
		if f.Front == nil {
			return "unknown"
		}
		return "concept"
	case lifecycle.Withdrawn:
		return "withdrawn"
	}
	return "published"
}

// title returns the title of a dilemma, or its slug when it has none.
func title(f *casebook.File) string {
	if v := lifecycle.Get(f.Front, lifecycle.Title); !v.Blank() {
		return flat(strings.Join(plain(v), " "))
	}
	return cmp.Or(f.Slug, path.Base(f.Path))
}

// raw compares the source of two files line by line, for files of which the front matter can't be read.
func raw(before, after *casebook.File) []Field {
	lines := func(f *casebook.File) []string {
		if f == nil || slices.ContainsFunc(f.Problems, func(p casebook.Problem) bool { return p.Kind == casebook.Binary || p.Kind == casebook.Encoding }) {
			return nil
		}
		var all []string
		for line := range bytes.Lines(f.Source) {
			if text := flat(string(line)); text != "" {
				all = append(all, text)
			}
		}
		return all
	}
	return field(nil, Field{Kind: Story}, passages(lines(before), lines(after)))
}
