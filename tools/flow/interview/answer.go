package interview

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// readAnswer reads an answer of one line or, where that may be, of several until an empty one. With an error it returns what was typed so far.
func (i *Interview) readAnswer(ctx context.Context, q question) (string, error) {
	p := terminal.Prompt{Text: "> ", Several: q.several()}
	if v := i.file.Front.At(q.path...); writes(q.field) {
		p.Recall = strings.TrimSpace(textOf(v))
	}
	if q.isLine() {
		p.Text = strconv.Itoa(q.n+1) + ". "
	}
	var lines []string
	for {
		line, err := i.Person.Read(ctx, p)
		line = strings.TrimSpace(line)
		if i.Person.Cuts(line) {
			i.Person.Say(terminal.Plain, message.Text("ask/cut"))
		}
		if line != "" {
			lines = append(lines, line)
		}
		typed := strings.Join(lines, "\n")
		if err != nil || line == "" || !q.several() || i.isKey(typed) {
			return typed, err
		}
		p.Recall = ""
	}
}

// The signs that ask for something instead of answering.
const (
	keyBack  = "<" // with the number of a step: to its begin
	keyOn    = ">" // to the next question, also when that has its answer
	keyHelp  = "?"
	keyClear = "-"
	keyEdit  = "e"
)

func (i *Interview) isKey(typed string) bool {
	_, moves := i.moves(typed)
	return moves || slices.Contains([]string{keyHelp, keyClear, keyEdit}, typed)
}

// moves reports whether what was typed asks for another question, and for which.
func (i *Interview) moves(typed string) (move, bool) {
	switch typed {
	case keyBack:
		return move{by: -1}, true
	case keyOn:
		return move{by: 1}, true
	}
	if n, ok := strings.CutPrefix(typed, keyBack); ok {
		step, err := strconv.Atoi(strings.TrimSpace(n))
		return move{step: min(max(step, 1), len(i.Definition.Steps)+1)}, err == nil
	}
	return onward, false
}

// writes reports whether the answer to a field is written, and not chosen. Of a list it is an entry.
func writes(f *canvas.Field) bool { return f.Kind == canvas.Text || f.Kind == canvas.List }

// value makes a value of what was typed, or tells what is wrong with it.
func (i *Interview) value(q question, typed string) (_ *casebook.Value, problem string) {
	switch {
	case typed == keyClear && i.file.Front.At(q.path...).Blank():
		return nil, message.Text("ask/unchanged")
	case typed == keyClear:
		return empty(q.field), ""
	case typed == keyEdit && writes(q.field):
		return i.edited(q)
	}
	return parse(q.field, typed)
}

// edited lets the answer be written in an editor. Nothing comes of one that is left as it was.
func (i *Interview) edited(q question) (_ *casebook.Value, problem string) {
	before := strings.TrimSpace(textOf(i.file.Front.At(q.path...)))
	after, err := i.Edit(before)
	if err != nil {
		return nil, err.Error()
	}
	after = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\t", " ").Replace(after))
	if after == before {
		return nil, message.Text("ask/unchanged")
	}
	if after == "" {
		return empty(q.field), ""
	}
	return parse(q.field, after)
}

// empty is the value of a field without an answer.
func empty(f *canvas.Field) *casebook.Value {
	switch f.Kind {
	case canvas.Text, canvas.List: // of a list, an entry
		return text("")
	case canvas.Terms:
		return &casebook.Value{Kind: casebook.Sequence}
	case canvas.Flag:
		return &casebook.Value{Kind: casebook.Bool, Text: "false"}
	}
	return &casebook.Value{}
}

// textOf returns the text of a value: of a list, that of its entries on lines of their own.
func textOf(v *casebook.Value) string {
	if v == nil {
		return ""
	}
	if v.Kind != casebook.Sequence {
		return v.Text
	}
	var lines []string
	for _, item := range v.Items {
		lines = append(lines, textOf(item))
	}
	return strings.Join(lines, "\n")
}

func text(s string) *casebook.Value { return &casebook.Value{Kind: casebook.String, Text: s} }

// parse makes a value of an answer in the form of its field: a word by its number, key or label, a day also as d-m-yyyy, a flag as yes or no.
func parse(f *canvas.Field, typed string) (_ *casebook.Value, problem string) {
	switch f.Kind {
	case canvas.Flag:
		yes, known := isYes(typed)
		if !known {
			return nil, message.Text("ask/no-flag")
		}
		return &casebook.Value{Kind: casebook.Bool, Text: strconv.FormatBool(yes)}, ""
	case canvas.Date:
		for _, layout := range []string{time.DateOnly, "2-1-2006"} {
			if day, err := time.Parse(layout, typed); err == nil {
				return &casebook.Value{Kind: casebook.Date, Text: day.Format(time.DateOnly)}, ""
			}
		}
		return nil, message.Text("ask/no-date", "value", report.Safe(typed))
	case canvas.Term:
		word := find(f.Vocabulary, typed)
		if word == nil {
			return nil, noWord(f.Vocabulary, typed)
		}
		return text(word.Key), ""
	case canvas.Terms:
		return parseWords(f.Vocabulary, typed)
	}
	lines := strings.Split(typed, "\n")
	for n := range lines { // spaces at the end of a line mean something in Markdown, and nobody sees them
		lines[n] = strings.TrimRight(lines[n], " ")
	}
	return text(strings.TrimRight(strings.Join(lines, "\n"), "\n")), ""
}

// isYes reports whether an answer is yes, and whether it is known for yes or no at all.
func isYes(typed string) (yes, known bool) {
	switch strings.ToLower(typed) {
	case "j", "ja", "true":
		return true, true
	case "n", "nee", "false":
		return false, true
	}
	return false, false
}

// parseWords makes a list of words that stand behind commas or, where each is known, behind spaces.
func parseWords(v *canvas.Vocabulary, typed string) (_ *casebook.Value, problem string) {
	list := &casebook.Value{Kind: casebook.Sequence}
	for part := range strings.FieldsFuncSeq(typed, func(r rune) bool { return r == ',' || r == ';' }) {
		parts := []string{strings.TrimSpace(part)}
		if find(v, parts[0]) == nil {
			parts = strings.Fields(part)
		}
		for _, one := range parts {
			word := find(v, one)
			if word == nil {
				return nil, noWord(v, one)
			}
			if !slices.ContainsFunc(list.Items, func(had *casebook.Value) bool { return had.Text == word.Key }) {
				list.Items = append(list.Items, text(word.Key))
			}
		}
	}
	return list, ""
}

// find returns a word by its key, its label or its number in the list, or nil.
func find(v *canvas.Vocabulary, typed string) *canvas.Word {
	for n := range v.Terms {
		w := &v.Terms[n]
		if strings.EqualFold(typed, w.Key) || strings.EqualFold(typed, w.Label) {
			return w
		}
	}
	if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(v.Terms) {
		return &v.Terms[n-1]
	}
	return nil
}

func noWord(v *canvas.Vocabulary, typed string) string {
	return message.Text("ask/no-word", "value", report.Safe(typed), "n", fmt.Sprint(len(v.Terms)))
}
