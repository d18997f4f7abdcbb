package review

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

// outline is a review for a person, before it is written as text or Markdown. All texts are in Dutch.
type outline struct {
	summary        string
	compared       string
	warnings       []string          // each with the files that it is about
	chapters       iter.Seq[chapter] // made when they are written: thousands of them take much memory
	layout         []string          // the files of which only the layout changed
	others         []diff.File
	findings       []group
	noFindings     string // in the place of findings
	history        []remark
	historySummary string // in the place of the history, or before it
	checklist      []tasks
}

// chapter is the part about one dilemma.
type chapter struct {
	title        string
	file         string
	states       []string // one word each, such as "nieuw" and "concept"
	consequences []string // sentences
	progress     []string // sentences on how complete a new dilemma is
	sections     []section
}

// section holds the changes in a step of the canvas, the fields outside the canvas, the text below it, or the attachments.
type section struct {
	title string
	lines []line
}

// line is one line of a section. Depth is how deep it is nested in lists. It has a name, a text, or both.
type line struct {
	depth int
	note  string // erbij, weg, verplaatst
	name  string
	text  diff.Passage
}

// group holds the findings in one file.
type group struct {
	file    string
	remarks []remark
}

// remark is a finding.
type remark struct {
	where    string
	severity string
	text     string
	hint     string
	rule     string
}

// tasks are the checklist items of one dilemma. The title is empty when there is only one dilemma.
type tasks struct {
	title string
	items []Item
}

// outline puts the review into words.
func (r *Review) outline() outline {
	o := outline{summary: r.summary(), compared: message.Text("review/compared", "base", short(r.Base), "head", short(r.Head)), others: r.Others}
	isLayout := func(d *diff.Dilemma) bool { return slices.Equal(d.Events, []diff.Event{diff.Layout}) }
	for _, d := range r.Dilemmas {
		if isLayout(d) {
			o.layout = append(o.layout, d.File)
		}
	}
	o.chapters = func(yield func(chapter) bool) {
		for _, d := range r.Dilemmas {
			if !isLayout(d) && !yield(r.chapter(d)) {
				return
			}
		}
	}
	if files := r.unexpected(); len(files) > 0 {
		o.warnings = append(o.warnings, message.Text("review/unexpected"))
	}
	if slices.ContainsFunc(r.Others, func(f diff.File) bool { return f.Path == allowlist.Path }) {
		o.warnings = append(o.warnings, message.Text("review/allowed", "file", allowlist.Path))
	}
	for _, f := range r.Findings {
		if len(o.findings) == 0 || o.findings[len(o.findings)-1].file != f.File {
			o.findings = append(o.findings, group{file: f.File})
		}
		g := &o.findings[len(o.findings)-1]
		g.remarks = append(g.remarks, remarkOf(f, message.Text("review/line", "n", strconv.Itoa(f.Line))))
	}
	if len(r.Findings) == 0 {
		o.noFindings = message.Text("review/clean")
	}
	for _, f := range r.History {
		o.history = append(o.history, remarkOf(f, f.File))
	}
	for i := range slices.Backward(o.history) {
		if i > 0 && o.history[i].hint == o.history[i-1].hint {
			o.history[i].hint = "" // most hints are the same
		}
	}
	o.historySummary = count("review/past", r.Commits)
	if len(r.History) == 0 {
		o.historySummary = count("review/past-clean", r.Commits)
	}
	titles := map[string]string{}
	for _, d := range r.Dilemmas {
		titles[d.Slug] = d.Title
	}
	for i, item := range r.Checklist {
		if i == 0 || r.Checklist[i-1].Slug != item.Slug {
			o.checklist = append(o.checklist, tasks{title: titles[item.Slug]})
		}
		t := &o.checklist[len(o.checklist)-1]
		t.items = append(t.items, item)
	}
	if len(o.checklist) == 1 {
		o.checklist[0].title = ""
	}
	return o
}

// short abbreviates the hash of a commit.
func short(hash string) string { return hash[:min(len(hash), 10)] }

func remarkOf(f finding.Finding, where string) remark {
	return remark{where, message.Text("severity/" + string(f.Severity)), f.Message, f.Hint, f.Rule}
}

// count returns the message for a number, which has its own form for none and for one.
func count(id string, n int) string {
	switch n {
	case 0:
		return message.Text(id + "-0")
	case 1:
		return message.Text(id + "-1")
	}
	return message.Text(id, "n", strconv.Itoa(n))
}

// events lists the events in the order of the summary.
var events = []diff.Event{
	diff.New, diff.Published, diff.Changed, diff.Renamed, diff.Superseded, diff.Withdrawn, diff.Restored,
	diff.Unpublished, diff.Removed, diff.Unreadable, diff.Layout,
}

// summary returns a sentence with the number of dilemmas for each event, and of findings.
func (r *Review) summary() string {
	switch {
	case len(r.Dilemmas) == 0 && len(r.Others) == 0:
		return message.Text("review/nothing")
	case len(r.Dilemmas) == 0:
		return message.Text("review/no-dilemmas")
	}
	var parts []string
	for _, e := range events {
		n := 0
		for _, d := range r.Dilemmas {
			if d.Has(e) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+message.Text("review/is/"+string(e)))
		}
	}
	found := make([]string, 0, len(finding.Severities))
	for _, s := range finding.Severities {
		if n := finding.Count(r.Findings, s) + finding.Count(r.History, s); n > 0 {
			found = append(found, countText(string(s), n))
		}
	}
	dilemmas := count("review/dilemmas", len(r.Dilemmas))
	if len(found) == 0 {
		return message.Text("review/summary-clean", "dilemmas", dilemmas, "what", strings.Join(parts, ", "))
	}
	return message.Text("review/summary", "dilemmas", dilemmas, "what", strings.Join(parts, ", "), "found", strings.Join(found, ", "))
}

// countText returns the words for a number of findings of one severity.
func countText(what string, n int) string {
	if n == 1 {
		return message.Text("count/" + what)
	}
	return message.Text("count/"+what+"s", "n", strconv.Itoa(n))
}

// chapter puts the changes of one dilemma into words.
func (r *Review) chapter(d *diff.Dilemma) chapter {
	c := chapter{title: d.Title, file: d.File}
	for _, e := range d.Events {
		c.states = append(c.states, message.Text("review/is/"+string(e)))
	}
	if !d.Has(diff.Published, diff.Unpublished, diff.Withdrawn, diff.Removed) && !(d.Has(diff.New) && d.State == "published") {
		c.states = append(c.states, message.Text("review/state/"+d.State))
	}
	c.consequences = r.says[d].consequences
	if d.Has(diff.New) && d.State != "unknown" && len(d.Steps) > 0 {
		c.progress = progress(d)
	}
	c.sections = sections(d)
	return c
}

// consequence returns what an event means for a reader of the site, or "" when it needs no explanation.
func (r *Review) consequence(d *diff.Dilemma, e diff.Event) string {
	address := func(slug string) string { return "/dilemmas/" + slug + "/" }
	switch e {
	case diff.New:
		if d.State == "published" {
			return message.Text("review/says/new-published")
		}
	case diff.Removed:
		if d.State == "concept" {
			return message.Text("review/says/removed-concept")
		}
		return message.Text("review/says/removed", "address", address(d.Slug))
	case diff.Renamed:
		return r.renameConsequence(d, address(d.Before.Slug), address(d.Slug))
	case diff.Superseded:
		return message.Text("review/says/superseded", "address", address(lifecycle.Text(d.After.Front, lifecycle.SupersededBy)))
	case diff.Published, diff.Withdrawn, diff.Restored, diff.Unreadable:
		return message.Text("review/says/" + string(e))
	case diff.Unpublished:
		return message.Text("review/says/unpublished", "address", address(d.Slug))
	}
	return ""
}

// renameConsequence says what a new address means for links to the old one.
func (r *Review) renameConsequence(d *diff.Dilemma, old, new string) string {
	says := message.Text("review/says/renamed", "old", old, "new", new)
	if d.After.Front == nil || d.Before.Front == nil {
		return says
	}
	if lifecycle.IsDraft(d.Before.Front) {
		return says // it has no address yet
	}
	if aliases := lookup(d, lifecycle.Aliases); aliases != nil {
		for _, a := range aliases.Items {
			if strings.EqualFold(strings.TrimSuffix(a.Text, "/")+"/", old) {
				return says + " " + message.Text("review/says/renamed-kept")
			}
		}
	}
	label := lifecycle.Aliases
	if f := r.def.Root.Child(lifecycle.Aliases); f != nil {
		label = f.Label
	}
	return says + " " + message.Text("review/says/renamed-lost", "old", old, "label", label)
}

// sections groups the changes of a dilemma by the steps of the canvas.
func sections(d *diff.Dilemma) []section {
	isNew := d.Has(diff.New)
	var all []section
	at := func(title string) *section {
		if i := slices.IndexFunc(all, func(s section) bool { return s.title == title }); i >= 0 {
			return &all[i]
		}
		all = append(all, section{title: title})
		return &all[len(all)-1]
	}
	for _, f := range d.Changes {
		if all := lines(f, 0, isNew); f.Step == "" && f.Kind != diff.Story && !(isNew && f.Path == lifecycle.Title) && len(all) > 0 {
			s := at(message.Text("review/data"))
			s.lines = append(s.lines, all...)
		}
	}
	for _, step := range d.Steps {
		for _, f := range d.Changes {
			if all := lines(f, 0, isNew); f.Step == step.Key && len(all) > 0 {
				s := at(step.Title)
				s.lines = append(s.lines, all...)
			}
		}
	}
	for _, f := range d.Changes {
		if f.Kind == diff.Story && len(f.Passages) > 0 {
			s := at(message.Text("review/story"))
			s.lines = append(s.lines, storyLines(f.Passages, isNew)...)
		}
	}
	for _, a := range d.Attachments {
		s := at(message.Text("review/attachments"))
		s.lines = append(s.lines, line{name: strings.TrimPrefix(a.File, casebook.Dir+"/"), text: diff.Passage{{Op: diff.Equal, Text: describeAttachment(a)}}})
	}
	return all
}

// progress says how much of the canvas is filled in, and which questions are open.
func progress(d *diff.Dilemma) []string {
	var steps, open []string
	for _, s := range d.Steps {
		steps = append(steps, message.Text("review/step", "title", s.Title, "n", strconv.Itoa(s.Filled), "total", strconv.Itoa(s.Total)))
		open = append(open, s.Missing...)
	}
	all := []string{message.Text("review/progress", "steps", strings.Join(steps, ", "))}
	if len(open) > 0 {
		all = append(all, message.Text("review/missing", "questions", strings.Join(open, " ")))
	}
	return all
}

// describeAttachment describes the change of an attachment, with its size in bytes.
func describeAttachment(a diff.Attachment) string {
	return message.Text("review/attachment/"+string(a.Op), "before", size(a.Before), "after", size(a.After))
}

// size writes a number of bytes for a person.
func size(n int64) string {
	switch {
	case n < 1000:
		return message.Text("review/bytes", "n", strconv.FormatInt(n, 10))
	case n < 1_000_000:
		return strconv.FormatInt((n+500)/1000, 10) + " kB"
	}
	return strings.Replace(fmt.Sprintf("%.1f MB", float64(n)/1e6), ".", ",", 1)
}

// lines returns the lines for one field. With plain, the field is new as a whole: it is shown without marks, and not shortened.
func lines(f diff.Field, depth int, plain bool) []line {
	if len(f.Passages) == 0 && len(f.Entries) == 0 {
		return nil // the field of a withdrawn dilemma
	}
	name := f.Question
	if name == "" {
		name = f.Label
	}
	if len(f.Entries) > 0 {
		all := []line{{depth: depth, name: name}}
		for _, e := range f.Entries {
			all = append(all, entryLines(e, depth+1, plain)...)
		}
		return all
	}
	var texts []line
	switch {
	case f.Kind == canvas.Terms:
		texts = []line{{text: termLabels(f, plain)}}
	default:
		for _, p := range f.Passages {
			if f.Kind == canvas.Flag {
				p = flags(p)
			}
			if plain {
				texts = append(texts, line{text: newText(p)})
			} else if p.Changed() {
				texts = append(texts, changedLine(p))
			}
		}
	}
	if len(texts) == 1 {
		texts[0].depth, texts[0].name = depth, name
		return texts
	}
	for i := range texts {
		texts[i].depth = depth + 1
	}
	return append([]line{{depth: depth, name: name}}, texts...)
}

// entryLines returns the lines for one entry of a table.
func entryLines(e diff.Entry, depth int, plain bool) []line {
	head := line{depth: depth, name: e.Name}
	if !plain && e.Op != diff.Change {
		head.note = message.Text("review/" + string(e.Op))
	}
	all := []line{head}
	for _, c := range e.Columns {
		all = append(all, lines(c, depth+1, plain || e.Op == diff.Insert)...)
	}
	return all
}

// storyLines returns the lines for the Markdown below the front matter. An unchanged heading is shown only when something below it changed.
func storyLines(passages []diff.Passage, plain bool) []line {
	var all []line
	var heading string
	depth := 0
	for _, p := range passages {
		stays := plain || !p.Changed()
		if text, ok := headingOf(p); ok && stays {
			heading, depth = text, 0
			continue
		}
		if stays && !plain {
			continue
		}
		if heading != "" {
			all = append(all, line{name: heading})
			heading, depth = "", 1
		}
		l := line{text: newText(p)}
		if !plain {
			l = changedLine(p)
		}
		l.depth = depth
		all = append(all, l)
	}
	if plain && heading != "" {
		all = append(all, line{name: heading})
	}
	return all
}

// headingOf returns the text of a Markdown heading, and reports whether the passage is one.
func headingOf(p diff.Passage) (string, bool) {
	text, _ := sideOf(p, diff.Insert)
	rest := strings.TrimLeft(text, "#")
	return strings.TrimSpace(rest), rest != text && strings.HasPrefix(rest, " ")
}

// changedLine returns the line for a passage that changed or moved.
func changedLine(p diff.Passage) line {
	if p[0].Op == diff.Move {
		return line{note: message.Text("review/move"), text: diff.Passage{{Op: diff.Equal, Text: firstWords(p[0].Text, context)}}}
	}
	return line{text: shorten(p)}
}

// termLabels returns the labels of the words of a vocabulary: with plain all of them, otherwise those that were removed and then those that were added.
func termLabels(f diff.Field, plain bool) diff.Passage {
	var removed, added diff.Passage
	var labels []string
	for _, p := range f.Passages {
		labels = append(labels, p[0].Text)
		switch p[0].Op {
		case diff.Delete:
			removed = append(removed, p...)
		case diff.Insert:
			added = append(added, p...)
		}
	}
	if plain {
		return diff.Passage{{Op: diff.Equal, Text: strings.Join(labels, ", ")}}
	}
	return append(removed, added...)
}

// flags replaces true and false by Dutch words.
func flags(p diff.Passage) diff.Passage {
	p = slices.Clone(p)
	for i := range p {
		p[i].Text = flagText(p[i].Text)
	}
	return p
}

// newText returns a passage with only the text after the change, without marks.
func newText(p diff.Passage) diff.Passage {
	text, _ := sideOf(p, diff.Insert)
	return diff.Passage{{Op: diff.Equal, Text: text}}
}

// context is the number of words that are shown on each side of a change.
const context = 8

// shorten leaves out the middle of long pieces that did not change.
func shorten(p diff.Passage) diff.Passage {
	p = slices.Clone(p)
	for i, piece := range p {
		if piece.Op != diff.Equal {
			continue
		}
		words := strings.Split(piece.Text, " ")
		before, after := context, context // the words to keep after the previous change, and before the next one
		if i == 0 {
			before = 0
		}
		if i == len(p)-1 {
			after = 0
		}
		if len(words) > before+after+3 {
			words = slices.Concat(words[:before], []string{"…"}, words[len(words)-after:])
			p[i].Text = strings.Join(words, " ")
		}
	}
	return p
}

// firstWords returns the first n words of a text, or the whole text when it is hardly longer.
func firstWords(text string, n int) string {
	words := strings.Split(text, " ")
	if len(words) <= n+2 {
		return text
	}
	return strings.Join(words[:n], " ") + " …"
}
