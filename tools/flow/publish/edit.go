// Package publish makes the edits that change the state of a dilemma: publish, withdraw and supersede. An edit changes one key in one file and leaves
// every other byte as it is; then the result is checked. The package reads the files of the working tree, writes none, and knows no Git, flags or
// terminals.
package publish

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Editor makes the edits in the dilemmas of one casebook.
type Editor struct {
	def     *canvas.Definition
	book    *casebook.Book
	checker *rules.Checker
	today   time.Time
}

// NewEditor opens the casebook with this root. The error is of type canvas.Errors.
func NewEditor(root fs.FS, now time.Time) (*Editor, error) {
	book := casebook.Open(root)
	standard := rules.ReadStandard(book)
	if err := standard.Err(); err != nil {
		return nil, err
	}
	return &Editor{standard.Definition, book, rules.New(book, standard, now), lifecycle.Day(now)}, nil
}

// Change is one edit of a file.
type Change struct {
	Path string // relative to the root, with forward slashes
	// Before and After are the content of the whole file. They are equal when the file already was as asked.
	Before, After []byte
	// Findings are those in the file after the change and in the settings of the organisation; empty when nothing changes.
	Findings []finding.Finding
	// Attachments are the paths of the files beside a dilemma that is withdrawn. They stay where they are.
	Attachments []string
}

// Unchanged reports whether the edit changes nothing.
func (c *Change) Unchanged() bool { return string(c.Before) == string(c.After) }

// Refusal is the error that an edit is not possible.
type Refusal struct {
	Why   Reason
	Slug  string // of the dilemma that is the cause
	Near  string // a similar slug that may have been meant
	Value string // the requested value, or the existing value that prevents the edit
}

func (r *Refusal) Error() string { return fmt.Sprintf("%s: %s", r.Slug, r.Why) }

// Reason is the reason of a refusal.
type Reason string

const (
	IsUnknown    Reason = "unknown"    // there is no such dilemma; Near may have been meant
	IsConcept    Reason = "concept"    // it is not on the site, so it has no page to change
	IsSuperseded Reason = "superseded" // it was superseded by Value
	IsWithdrawn  Reason = "withdrawn"  // it was withdrawn, on the day Value
	IsItself     Reason = "itself"     // a dilemma can't supersede itself
	TargetHidden Reason = "target"     // the dilemma that supersedes it is not on the site, or is withdrawn
	IsCircular   Reason = "circle"     // the pointers would form a circle; Value lists its slugs
	NoReason     Reason = "no-reason"  // a withdrawal needs one
	FutureDay    Reason = "future"     // the day Value lies in the future
	TooComplex   Reason = "intricate"  // Value can't be written without changing other parts of the file
)

// Publish sets draft to false, which puts a dilemma on the site. The error is a *Refusal.
func (e *Editor) Publish(slug string) (*Change, error) {
	f, err := e.find(slug)
	if err != nil {
		return nil, err
	}
	switch draft := lifecycle.Get(f.Front, lifecycle.Draft); {
	case f.Front == nil:
	case lifecycle.IsWithdrawn(f.Front):
		return nil, e.alreadyWithdrawn(f)
	case lifecycle.IsSuperseded(f.Front):
		return nil, &Refusal{Why: IsSuperseded, Slug: slug, Value: lifecycle.Text(f.Front, lifecycle.SupersededBy)}
	case draft != nil && draft.Kind == casebook.Bool && !lifecycle.IsDraft(f.Front):
		return unchanged(f), nil
	}
	return e.setKey(f, lifecycle.Draft, "false")
}

// Withdraw makes the page of a dilemma show only the reason of its withdrawal. With empty, the text is removed from the file too, which keeps only
// what the page shows, and the title goes. Findings in other parts of the file are ignored, because a withdrawal must be possible at once when somebody turns out to
// be recognisable. The error is a *Refusal.
func (e *Editor) Withdraw(slug, reason string, day time.Time, empty bool) (*Change, error) {
	f, err := e.find(slug)
	if err != nil {
		return nil, err
	}
	c := unchanged(f)
	if !lifecycle.IsWithdrawn(f.Front) {
		if c, err = e.withdraw(f, reason, day); err != nil {
			return nil, err
		}
	}
	c.Attachments = e.attachments(f.Path)
	if after := casebook.Parse(f.Path, c.After); empty && after.Front != nil {
		c.After = tombstone(after)
		c.Findings = ofFile(e.checker.Text(c.Path, c.After), c.Path) // its attachments are no longer published
		return c, nil
	}
	var kept []finding.Finding
	for _, found := range c.Findings {
		switch {
		case c.Unchanged():
		case found.Field != lifecycle.Withdrawal && !strings.HasPrefix(found.Field, lifecycle.Withdrawal+"."):
			continue
		case found.Kind != "" && found.Severity == finding.Warning:
			// The reason is all that remains on the page and is easy to rephrase, so even uncertain personal data in it is an error.
			found.Severity = finding.Error
		}
		kept = append(kept, found)
	}
	c.Findings = kept
	return c, nil
}

// ofFile keeps the findings in one file.
func ofFile(found []finding.Finding, path string) []finding.Finding {
	return slices.DeleteFunc(found, func(f finding.Finding) bool { return f.File != path })
}

// attachments returns the paths of the files beside a dilemma.
func (e *Editor) attachments(page string) []string {
	var names []string
	if path.Base(page) == casebook.BundleFile {
		for _, entry := range e.book.Files(path.Dir(page)) {
			if entry.Path != page {
				names = append(names, entry.Path)
			}
		}
	}
	return names
}

func (e *Editor) withdraw(f *casebook.File, reason string, day time.Time) (*Change, error) {
	reason = strings.Join(strings.FieldsFunc(reason, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if reason == "" {
		return nil, &Refusal{Why: NoReason, Slug: f.Slug}
	}
	if day = lifecycle.Day(day); day.After(e.today) {
		return nil, &Refusal{Why: FutureDay, Slug: f.Slug, Value: day.Format(time.DateOnly)}
	}
	if f.Front != nil && !lifecycle.OnSite(f.Front, e.today) {
		return nil, &Refusal{Why: IsConcept, Slug: f.Slug}
	}
	return e.setKey(f, lifecycle.Withdrawal, fmt.Sprintf("{%s: %s, %s: %s}", lifecycle.WithdrawnOn, day.Format(time.DateOnly), lifecycle.Reason, casebook.Scalar(reason)))
}

// tombstone returns a file with only the keys that the page of a withdrawn dilemma needs, with their values as they are in the file. The title is part of
// the text, so there is another in its place.
func tombstone(f *casebook.File) []byte {
	var b strings.Builder
	b.WriteString("---\n")
	for _, key := range lifecycle.Kept {
		if key == lifecycle.Title {
			fmt.Fprintf(&b, "%s: %s\n", key, casebook.Scalar(message.Text("withdraw/title")))
		} else if p := lifecycle.Pair(f.Front, key); p != nil {
			fmt.Fprintf(&b, "%s: %s\n", key, f.Source[p.Value.Start:p.Value.End])
		}
	}
	b.WriteString("---\n")
	return []byte(b.String())
}

// Supersede makes the page of a dilemma point to another that supersedes it. The error is a *Refusal.
func (e *Editor) Supersede(slug, by string) (*Change, error) {
	f, err := e.find(slug)
	if err != nil {
		return nil, err
	}
	target, err := e.find(by)
	switch {
	case slug == by:
		return nil, &Refusal{Why: IsItself, Slug: slug}
	case err != nil:
		return nil, err
	case !lifecycle.OnSite(target.Front, e.today) || lifecycle.IsWithdrawn(target.Front):
		return nil, &Refusal{Why: TargetHidden, Slug: by}
	}
	switch was := lifecycle.Get(f.Front, lifecycle.SupersededBy); {
	case f.Front == nil:
	case lifecycle.IsWithdrawn(f.Front):
		return nil, e.alreadyWithdrawn(f)
	case !lifecycle.OnSite(f.Front, e.today):
		return nil, &Refusal{Why: IsConcept, Slug: slug}
	case was != nil && was.Kind == casebook.String && was.Text == by:
		return unchanged(f), nil
	}
	if way := e.way(slug, target); way != nil {
		return nil, &Refusal{Why: IsCircular, Slug: slug, Value: strings.Join(way, " → ")}
	}
	return e.setKey(f, lifecycle.SupersededBy, casebook.Scalar(by))
}

// way follows the pointers from a dilemma on, and returns the slugs that it comes by when it comes back where it began.
func (e *Editor) way(slug string, next *casebook.File) []string {
	way := []string{slug}
	seen := map[string]bool{}
	for next != nil && !seen[next.Slug] {
		way = append(way, next.Slug)
		if next.Slug == slug {
			return way
		}
		seen[next.Slug] = true
		next = e.book.Lookup(lifecycle.Text(next.Front, lifecycle.SupersededBy))
	}
	return nil
}

func (e *Editor) find(slug string) (*casebook.File, error) {
	if f := e.book.Lookup(slug); f != nil {
		return f, nil
	}
	near, _ := rules.Suggest(slug, e.book.Slugs())
	return nil, &Refusal{Why: IsUnknown, Slug: slug, Near: near}
}

func (e *Editor) alreadyWithdrawn(f *casebook.File) error {
	return &Refusal{Why: IsWithdrawn, Slug: f.Slug, Value: lifecycle.Text(lifecycle.Get(f.Front, lifecycle.Withdrawal), lifecycle.WithdrawnOn)}
}

func unchanged(f *casebook.File) *Change {
	return &Change{Path: f.Path, Before: f.Source, After: f.Source}
}

// setKey sets a key of the front matter and checks the result. A file that can't be parsed stays unchanged, with the findings that say why.
func (e *Editor) setKey(f *casebook.File, key, value string) (*Change, error) {
	c := unchanged(f)
	if f.Front == nil {
		c.Findings = e.checker.Paths([]string{f.Path}).Findings
		return c, nil
	}
	var order []string
	for _, field := range e.def.FrontMatter {
		order = append(order, field.Key)
	}
	after, err := f.Put(key, value, order)
	if err != nil {
		return nil, &Refusal{Why: TooComplex, Slug: f.Slug, Value: key + ": " + value}
	}
	c.After = after
	c.Findings = append(e.checker.Text(c.Path, c.After), e.checker.Standard()...)
	finding.Sort(c.Findings)
	return c, nil
}
