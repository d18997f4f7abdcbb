// Package interview asks somebody what the canvas asks, one question at a time, and writes each answer into the file of the dilemma at once. What it asks, in which
// order and with which words to choose from, the definition says; nothing of it is repeated here.
//
// A question is open as long as its answer is missing in the file: who stops and begins again is asked only those. One may go back, change an answer, and let
// questions rest. The file is read again before each answer is written, so that what an editor changes meanwhile stays.
//
// It knows no Git, and no terminal beyond a Person who reads and types. Answers that are given beforehand, Given puts into the text of a dilemma.
package interview

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// Person is who is asked; terminal.Dialogue is one.
type Person interface {
	Say(c terminal.Colour, text string)
	// Read returns what was typed so far with an error, which ends the conversation.
	Read(ctx context.Context, p terminal.Prompt) (string, error)
	// Cuts reports whether the end of what was typed may be lost.
	Cuts(line string) bool
}

// Errors of the file, with which an Interview ends.
var (
	ErrGone     = errors.New("the file is gone")
	ErrBroken   = errors.New("the front matter can't be read")
	ErrWithheld = errors.New("the dilemma is withdrawn")
)

// Interview is a conversation about one dilemma.
type Interview struct {
	Person     Person
	Root       casebook.DirFS
	Path       string // of the file, below Root
	Definition *canvas.Definition
	// Check returns what is found in the file with this text.
	Check func(text []byte) []finding.Finding
	// Edit lets a text be changed in the editor of the person. Its error is a sentence for the person.
	Edit func(text string) (string, error)

	file    *casebook.File
	passed  map[string]bool // the questions that the person let rest
	touched map[string]bool // the lists that got an entry: what comes next is whether there is another
	told    map[string]bool // what needs no telling twice
	step    int             // the step of the last question
}

// move is where an answer leads: to the next question that must be asked, or to one that the person chose.
type move struct {
	by   int // questions further, or back; 0 to the next that must be asked
	step int // the step to begin at, or 0
}

var onward = move{}

// Run asks what is open, until there is nothing more or the person leaves. It returns the error of Read with which the person left, io.EOF for Ctrl+D; what was
// typed by then is kept as far as it is an answer. Other errors are those of the file.
func (i *Interview) Run(ctx context.Context) error {
	i.passed, i.touched, i.told, i.step = map[string]bool{}, map[string]bool{}, map[string]bool{}, -1
	if err := i.read(); err != nil {
		return err
	}
	if slices.ContainsFunc(lifecycle.ProgressOf(i.Definition, i.file.Front), func(p lifecycle.Progress) bool { return p.Answered() > 0 }) {
		i.Person.Say(terminal.Plain, message.Text("ask/so-far")+"\n"+i.Summary()+"\n")
	}
	i.Person.Say(terminal.Plain, message.Text("ask/begin"))
	all := i.questions()
	for at := i.next(all, -1); at < len(all); {
		q := all[at]
		where, err := i.ask(ctx, q)
		if err != nil {
			return err
		}
		all = i.questions()
		at = i.follow(all, at, q, where)
	}
	return nil
}

// follow returns the place of the question to which an answer leads. All are the questions as they are now: the one that was asked may have moved, or be there no more.
func (i *Interview) follow(all []question, at int, asked question, where move) int {
	if now := slices.IndexFunc(all, func(q question) bool { return q.name() == asked.name() }); now >= 0 {
		at = now
	} else {
		at = min(at, len(all)) - 1
	}
	switch {
	case where.step > 0:
		return max(0, slices.IndexFunc(all, func(q question) bool { return q.step == where.step }))
	case where.by != 0:
		return min(max(at+where.by, 0), len(all)-1)
	}
	return i.next(all, at)
}

func (i *Interview) questions() []question { return questions(i.Definition, i.file.Front) }

// next returns the place of the first question behind one that must be asked now.
func (i *Interview) next(all []question, at int) int {
	for at++; at < len(all); at++ {
		q := all[at]
		if !i.passed[q.name()] && (q.open(i.file.Front) || q.more && i.touched[q.list]) {
			break
		}
	}
	return at
}

// ask asks one question until it has an answer, is left open, or the person goes back.
func (i *Interview) ask(ctx context.Context, q question) (move, error) {
	i.introduce(q)
	for kept := false; ; {
		typed, err := i.readAnswer(ctx, q)
		if err != nil {
			i.keepHalf(q, typed)
			return onward, err
		}
		if where, ok := i.moves(typed); ok {
			return where, nil
		}
		switch typed {
		case "":
			if !kept {
				i.pass(q)
			}
			return onward, nil
		case keyHelp:
			i.explain(q)
			continue
		}
		value, problem := i.value(q, typed)
		if problem != "" {
			i.Person.Say(terminal.Plain, problem)
			continue
		}
		if kept, err = i.keep(ctx, q, value); err != nil || !kept || !i.remark(q) {
			return onward, err
		}
	}
}

// pass leaves a question as it is, and tells what that means.
func (i *Interview) pass(q question) {
	i.passed[q.name()] = true
	switch {
	case !q.open(i.file.Front):
	case q.more && q.n > 0 && q.n < q.need:
		i.Person.Say(terminal.Plain, message.Text("ask/too-few", "min", strconv.Itoa(q.need)))
	case q.field.Required == canvas.Concept:
		i.Person.Say(terminal.Plain, message.Text("ask/needed"))
	}
}

// introduce shows a question, with the step that it begins.
func (i *Interview) introduce(q question) {
	if q.step != i.step {
		i.step = q.step
		i.heading(q)
	}
	if q.names && q.n == 0 && !i.told[q.list] {
		i.told[q.list] = true
		i.Person.Say(terminal.Plain, "")
		i.Person.Say(terminal.Bold, q.table.Name())
		i.Person.Say(terminal.Plain, q.table.Help)
	}
	now := i.file.Front.At(q.path...)
	if !q.isLine() || q.n == 0 || !now.Blank() {
		i.Person.Say(terminal.Plain, "")
		i.Person.Say(terminal.Bold, i.title(q))
		i.help(q)
	}
	i.choices(q, false)
	if now.Blank() || q.field.Kind == canvas.Flag && now.Text != "true" {
		i.hint(q)
		return
	}
	i.Person.Say(terminal.Plain, message.Text("ask/now", "value", i.shown(q, now)))
	if writes(q.field) && !i.told["ask/now-keys"] {
		i.told["ask/now-keys"] = true
		i.Person.Say(terminal.Plain, message.Text("ask/now-keys"))
	}
}

func (i *Interview) heading(q question) {
	if q.step == 0 {
		return
	}
	i.Person.Say(terminal.Plain, "")
	if q.step > len(i.Definition.Steps) {
		i.Person.Say(terminal.Bold, message.Text("ask/details"))
		i.Person.Say(terminal.Plain, message.Text("ask/details-help"))
		return
	}
	step := i.Definition.Steps[q.step-1]
	i.Person.Say(terminal.Bold, message.Text("ask/step", "n", strconv.Itoa(q.step), "of", strconv.Itoa(len(i.Definition.Steps)), "title", step.Title))
	if !slices.ContainsFunc(step.Fields, func(f *canvas.Field) bool { return f.Name() == step.Question }) { // else it comes below
		i.Person.Say(terminal.Plain, step.Question)
	}
}

// title names a question: as the worksheet does, and in a table with the entry that it is about.
func (i *Interview) title(q question) string {
	switch {
	case q.entry != nil && !q.names:
		who := strings.Join(strings.Fields(textOf(i.file.Front.At(q.entry...).Get(q.table.Item.Key))), " ")
		return message.Text("ask/cell", "entry", report.Safe(clip(who, 60)), "label", q.field.Label)
	case q.names:
		return message.Text("ask/entry", "label", q.field.Label, "number", number(q.field, q.n))
	}
	return q.field.Name()
}

// number is how the worksheet counts entries.
func number(item *canvas.Field, n int) string {
	if item.Numbering == "letters" && n < 26 {
		return string(rune('A' + n))
	}
	return strconv.Itoa(n + 1)
}

// help tells what to write, of a table for the first entry only.
func (i *Interview) help(q question) {
	about := strings.Join(q.plain(), ".")
	if i.told[about] || q.field.Kind == canvas.Flag {
		return
	}
	i.told[about] = true
	i.Person.Say(terminal.Plain, q.field.Help)
}

// hint tells how to answer.
func (i *Interview) hint(q question) {
	id := ""
	switch {
	case q.isLine() && q.n > 0:
	case q.isLine():
		id = "ask/list"
	case q.more && q.n >= q.need:
		id = "ask/more"
	case q.field.Kind == canvas.Flag:
		id = "ask/flag"
	case q.several():
		id = "ask/several"
	case !q.wanted:
		id = "ask/optional"
	}
	if id != "" && (!i.told[id] || id != "ask/several" && id != "ask/list") {
		i.told[id] = true
		i.Person.Say(terminal.Plain, message.Text(id))
	}
}

// choices shows the words to choose from, in full with what they mean.
func (i *Interview) choices(q question, full bool) {
	if q.field.Vocabulary == nil {
		return
	}
	for n, w := range q.field.Vocabulary.Terms {
		text := "  " + message.Text("ask/choice", "n", strconv.Itoa(n+1), "label", wordName(w))
		if full && w.Explanation != "" {
			text += "\n     " + w.Explanation
		}
		i.Person.Say(terminal.Plain, text)
	}
	id := "ask/one"
	if q.field.Kind == canvas.Terms {
		id = "ask/words"
	}
	i.Person.Say(terminal.Plain, message.Text(id))
}

// wordName is a word with its article, where that is its key.
func wordName(w canvas.Word) string {
	if w.Key != "" && w.Key[0] >= '0' && w.Key[0] <= '9' {
		return w.Key + " " + w.Label
	}
	return w.Label
}

// explain tells all about a question.
func (i *Interview) explain(q question) {
	if q.names {
		i.Person.Say(terminal.Plain, q.table.Help)
	}
	i.Person.Say(terminal.Plain, q.field.Help)
	if q.field.Vocabulary != nil {
		i.choices(q, true)
	}
	i.Person.Say(terminal.Plain, message.Text("ask/keys"))
}

// shown is the answer that the file has, as it is shown.
func (i *Interview) shown(q question, v *casebook.Value) string {
	if q.field.Kind == canvas.Flag {
		return message.Text("ask/yes")
	}
	var parts []string
	for _, one := range strings.Split(strings.TrimRight(textOf(v), "\n"), "\n") {
		if q.field.Vocabulary != nil {
			if w := q.field.Vocabulary.Find(one); w != nil {
				one = wordName(*w)
			}
		}
		parts = append(parts, report.Safe(one))
	}
	if q.field.Vocabulary != nil {
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, "\n")
}

// remark shows what is found in an answer, and reports whether the person must choose: type it again, or leave it.
func (i *Interview) remark(q question) (again bool) {
	v := i.file.Front.At(q.path...)
	var found []finding.Finding
	for _, f := range i.Check(i.file.Source) {
		if v != nil && f.Start >= v.Start && f.Start < max(v.End, v.Start+1) && f.Rule != "canvas/required" && f.Rule != "canvas/empty" {
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b finding.Finding) int {
		return slices.Index(finding.Severities, a.Severity) - slices.Index(finding.Severities, b.Severity)
	})
	const most = 2
	for n, f := range found {
		if n == most {
			i.Person.Say(terminal.Plain, message.Count("ask/found-more", len(found)-most))
			break
		}
		i.Person.Say(terminal.Plain, report.Severity(terminal.Palette(false), f.Severity)+": "+strings.TrimSpace(report.Safe(f.Message)+" "+report.Safe(f.Hint)))
	}
	if len(found) == 0 || !found[0].Severity.AtLeast(finding.Warning) {
		return false
	}
	i.Person.Say(terminal.Plain, message.Text("ask/again"))
	return true
}

// Summary tells how far the dilemma is, a line a step, and what of it is open.
func (i *Interview) Summary() string {
	var lines []string
	for n, p := range lifecycle.ProgressOf(i.Definition, i.file.Front) {
		id := "ask/progress"
		if len(p.Open) > 0 {
			id = "ask/progress-open"
		}
		lines = append(lines, message.Text(id, "n", strconv.Itoa(n+1), "title", p.Step.Title, "answered", strconv.Itoa(p.Answered()), "asked", strconv.Itoa(p.Asked), "labels", labels(p.Open)))
	}
	var details []*canvas.Field
	for _, q := range i.questions() {
		if q.step > len(i.Definition.Steps) && q.open(i.file.Front) && q.wanted {
			details = append(details, q.field)
		}
	}
	if len(details) > 0 {
		lines = append(lines, message.Text("ask/details-open", "labels", labels(details)))
	}
	return strings.Join(lines, "\n")
}

func labels(fields []*canvas.Field) string {
	var all []string
	for _, f := range fields {
		all = append(all, strings.ToLower(f.Label))
	}
	return strings.Join(all, ", ")
}

// clip shortens a text to at most n characters.
func clip(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return text
}
