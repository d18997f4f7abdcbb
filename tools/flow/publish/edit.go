// Package publish makes the edits that change how far a dilemma is: publish, withdraw and supersede. One key of one file changes, and every other
// byte stays; what comes of it is checked. It goes by the files of the working tree, writes none, and knows nothing of Git, flags and terminals.
package publish

import (
	"fmt"
	"io/fs"
	"strings"
	"time"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
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
	// Before and After are the whole file. They are the same when it said so already.
	Before, After []byte
	// Findings is what check says of the file as it will be, and of the settings of the host; nothing when nothing changes.
	Findings []finding.Finding
}

// None reports whether there is nothing to change.
func (c *Change) None() bool { return string(c.Before) == string(c.After) }

// Refusal says why a dilemma can't be changed so.
type Refusal struct {
	Why   Reason
	Slug  string // of the dilemma that is the reason
	Near  string // a slug that may have been meant
	Value string // what was asked for, or what stands in the way
}

func (r *Refusal) Error() string { return fmt.Sprintf("%s: %s", r.Slug, r.Why) }

// Reason is the kind of a refusal.
type Reason string

const (
	IsUnknown    Reason = "unknown"    // there is no such dilemma; Near may be meant
	IsConcept    Reason = "concept"    // it is not on the site, so there is no page to change
	IsSuperseded Reason = "superseded" // it made place for Value
	IsWithdrawn  Reason = "withdrawn"  // it was withdrawn, on the day Value
	IsItself     Reason = "itself"     // a dilemma can't take its own place
	TargetHidden Reason = "target"     // what takes its place is not on the site, or withdrawn
	GoesRound    Reason = "circle"     // the pointers would lead back; Value is the way
	NoReason     Reason = "no-reason"  // a withdrawal needs one
	FutureDay    Reason = "future"     // the day Value is still to come
	Intricate    Reason = "intricate"  // Value can't be written without touching the rest
)

// Publish puts a dilemma on the site: draft becomes false. The error is a *Refusal.
func (e *Editor) Publish(slug string) (*Change, error) {
	f, err := e.find(slug)
	if err != nil {
		return nil, err
	}
	switch draft := lifecycle.Get(f.Front, lifecycle.Draft); {
	case f.Front == nil:
	case lifecycle.IsWithdrawn(f.Front):
		return nil, e.withdrawn(f)
	case lifecycle.IsSuperseded(f.Front):
		return nil, &Refusal{Why: IsSuperseded, Slug: slug, Value: lifecycle.Text(f.Front, lifecycle.SupersededBy)}
	case draft != nil && draft.Kind == casebook.Bool && !lifecycle.IsDraft(f.Front):
		return unchanged(f), nil
	}
	return e.put(f, lifecycle.Draft, "false")
}

// Withdraw leaves of a dilemma no more than the reason on its page. With empty the text goes from the file too: what stays is what the page
// shows. What was wrong with the file before does not stand in the way: somebody may be recognisable in it. The error is a *Refusal.
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
	if after := casebook.Parse(f.Path, c.After); empty && after.Front != nil {
		c.After = tombstone(after)
		c.Findings = e.checker.Text(c.Path, c.After)
		return c, nil
	}
	var kept []finding.Finding
	for _, found := range c.Findings {
		switch {
		case c.None():
		case found.Field != lifecycle.Withdrawal && !strings.HasPrefix(found.Field, lifecycle.Withdrawal+"."):
			continue
		case found.Kind != "" && found.Severity == finding.Warning:
			// The reason is all that is left to read, and easily said in other words: a doubt is enough.
			found.Severity = finding.Error
		}
		kept = append(kept, found)
	}
	c.Findings = kept
	return c, nil
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
	return e.put(f, lifecycle.Withdrawal, fmt.Sprintf("{%s: %s, %s: %s}", lifecycle.WithdrawnOn, day.Format(time.DateOnly), lifecycle.Reason, casebook.Scalar(reason)))
}

// tombstone writes what the page of a withdrawn dilemma needs, each key as it stands in the file, and nothing else.
func tombstone(f *casebook.File) []byte {
	var b strings.Builder
	b.WriteString("---\n")
	for _, key := range lifecycle.Kept {
		if p := lifecycle.Pair(f.Front, key); p != nil {
			fmt.Fprintf(&b, "%s: %s\n", key, f.Source[p.Value.Start:p.Value.End])
		}
	}
	b.WriteString("---\n")
	return []byte(b.String())
}

// Supersede lets the page of a dilemma point to another that takes its place. The error is a *Refusal.
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
		return nil, e.withdrawn(f)
	case !lifecycle.OnSite(f.Front, e.today):
		return nil, &Refusal{Why: IsConcept, Slug: slug}
	case was != nil && was.Kind == casebook.String && was.Text == by:
		return unchanged(f), nil
	}
	if way := e.way(slug, target); way != nil {
		return nil, &Refusal{Why: GoesRound, Slug: slug, Value: strings.Join(way, " → ")}
	}
	return e.put(f, lifecycle.SupersededBy, casebook.Scalar(by))
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

func (e *Editor) withdrawn(f *casebook.File) error {
	return &Refusal{Why: IsWithdrawn, Slug: f.Slug, Value: lifecycle.Text(lifecycle.Get(f.Front, lifecycle.Withdrawal), lifecycle.WithdrawnOn)}
}

func unchanged(f *casebook.File) *Change {
	return &Change{Path: f.Path, Before: f.Source, After: f.Source}
}

// put makes the edit and checks what comes of it. Of a file that can't be read it changes nothing, and check says why.
func (e *Editor) put(f *casebook.File, key, value string) (*Change, error) {
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
		return nil, &Refusal{Why: Intricate, Slug: f.Slug, Value: key + ": " + value}
	}
	c.After = after
	c.Findings = append(e.checker.Text(c.Path, c.After), e.checker.Standard()...)
	finding.Sort(c.Findings)
	return c, nil
}
