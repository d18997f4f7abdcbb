package interview

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Answer is one answer that is given beforehand.
type Answer struct {
	Path  []string // as in the field of a finding: canvas, verkennen, spelers, 0, speler
	Value *casebook.Value
}

// Field is the path of an answer as it is written.
func (a Answer) Field() string { return strings.Join(a.Path, ".") }

// Fault is why an answer can't be taken. Field is its path, or "" for all of the answers.
type Fault struct{ Field, Message string }

// MaxAnswers is the largest text with answers that is read, in bytes.
const MaxAnswers = casebook.MaxSize

// ReadAnswers reads answers in the form of the front matter, as YAML or as JSON. A field without a value is no answer.
func ReadAnswers(src []byte) ([]Answer, []Fault) {
	v, fault := readFront(src)
	if fault != "" {
		return nil, []Fault{{Message: fault}}
	}
	return flatten(nil, v), nil
}

func readFront(src []byte) (_ *casebook.Value, fault string) {
	src = bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))
	if len(src) > MaxAnswers {
		return nil, message.Text("given/too-large")
	}
	if bytes.HasPrefix(src, []byte("{")) {
		v, err := readJSON(src)
		if err != nil {
			return nil, message.Text("given/json", "reason", err.Error())
		}
		return v, ""
	}
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	f := casebook.Parse("", slices.Concat([]byte("---\n"), src, []byte("\n---\n")))
	if f.Front != nil && len(f.Front.Pairs) > 0 && len(f.Problems) == 0 {
		return f.Front, ""
	}
	line := 1
	reason := message.Text("given/no-fields")
	if len(f.Problems) > 0 {
		p := f.Problems[0]
		at, _ := f.Position(p.Start)
		line = min(max(at-1, 1), bytes.Count(src, []byte("\n"))+1) // between the lines of dashes
		if reason = message.Text("given/form"); p.Err != nil {
			reason = casebook.YAMLMessage(p.Err)
		}
	}
	return nil, message.Text("given/yaml", "line", strconv.Itoa(line), "reason", reason)
}

// readJSON reads an object, its keys in their order.
func readJSON(src []byte) (*casebook.Value, error) {
	d := json.NewDecoder(bytes.NewReader(src))
	d.UseNumber()
	v, err := nextJSON(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New(message.Text("given/json-more"))
	}
	return v, nil
}

func nextJSON(d *json.Decoder) (*casebook.Value, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case string:
		return text(t), nil
	case bool:
		return &casebook.Value{Kind: casebook.Bool, Text: strconv.FormatBool(t)}, nil
	case json.Number:
		return &casebook.Value{Kind: casebook.Number, Text: t.String()}, nil
	case nil:
		return &casebook.Value{}, nil
	}
	v := &casebook.Value{Kind: casebook.Sequence}
	if t == json.Delim('{') {
		v.Kind = casebook.Mapping
	}
	for d.More() {
		var key *casebook.Value
		if v.Kind == casebook.Mapping {
			if key, err = nextJSON(d); err != nil {
				return nil, err
			}
		}
		one, err := nextJSON(d)
		if err != nil {
			return nil, err
		}
		if key != nil {
			v.Pairs = append(v.Pairs, casebook.Pair{Key: key, Value: one})
		} else {
			v.Items = append(v.Items, one)
		}
	}
	_, err = d.Token()
	return v, err
}

// flatten returns the answers in a value, each with its path.
func flatten(path []string, v *casebook.Value) []Answer {
	var all []Answer
	switch {
	case v.Kind == casebook.Mapping:
		for _, p := range v.Pairs {
			all = append(all, flatten(below(path, p.Key.Text), p.Value)...)
		}
		return all
	case v.Kind == casebook.Sequence && slices.ContainsFunc(v.Items, func(one *casebook.Value) bool { return one.Kind == casebook.Mapping }):
		for n, one := range v.Items {
			all = append(all, flatten(below(path, strconv.Itoa(n)), one)...)
		}
		return all
	case v.Blank():
		return nil
	}
	return []Answer{{path, v}}
}

// ReadSetting reads one answer as path=value. The value has the form of what is typed: words with commas between them, yes or no.
func ReadSetting(def *canvas.Definition, setting string) (Answer, []Fault) {
	key, value, ok := strings.Cut(setting, "=")
	key = strings.TrimSpace(key)
	if !ok || key == "" {
		return Answer{}, []Fault{{setting, message.Text("given/no-value")}}
	}
	a := Answer{Path: strings.Split(key, ".")}
	field := fieldAt(def, a.Path)
	if problem := misplaced(field, a.Path); problem != "" {
		return a, []Fault{{key, problem}}
	}
	if field.Kind == canvas.List && !isNumber(a.Path[len(a.Path)-1]) {
		return a, []Fault{{key, message.Text("given/list")}}
	}
	v, problem := parse(field, strings.TrimSpace(value))
	if problem != "" {
		if field.Vocabulary != nil {
			problem += " " + message.Text("given/words", "words", strings.Join(field.Vocabulary.Keys(), ", "))
		}
		return a, []Fault{{key, problem}}
	}
	a.Value = v
	return a, nil
}

// misplaced tells why no answer can stand at a path, or "".
func misplaced(field *canvas.Field, path []string) string {
	switch {
	case path[0] == lifecycle.Draft:
		return message.Text("given/draft")
	case field == nil:
		return message.Text("given/unknown")
	case field.Kind == canvas.Group:
		return message.Text("given/group", "key", field.Fields[0].Key)
	case field.Kind == canvas.Table:
		return message.Text("given/table", "key", field.Item.Key)
	}
	return ""
}

func isNumber(key string) bool { _, err := strconv.Atoi(key); return err == nil }

// fieldAt returns the field at a path, nil when the definition has none. The entry of a list is that list.
func fieldAt(def *canvas.Definition, path []string) *canvas.Field {
	f := def.Root
	for _, key := range path {
		children := f.Fields
		switch {
		case isNumber(key) && (f.Kind == canvas.Table || f.Kind == canvas.List):
			continue
		case f.Kind == canvas.Table:
			children = f.Entry()
		}
		at := slices.IndexFunc(children, func(c *canvas.Field) bool { return c.Key == key })
		if at < 0 {
			return nil
		}
		f = children[at]
	}
	return f
}

// Given returns the text of a dilemma with answers in it, each at its place, or all faults. Whether they are right in that dilemma, check tells.
func Given(def *canvas.Definition, name string, src []byte, answers []Answer) ([]byte, []Fault) {
	var faults []Fault
	for _, a := range answers {
		if problem := misplaced(fieldAt(def, a.Path), a.Path); problem != "" {
			faults = append(faults, Fault{a.Field(), problem})
			continue
		}
		v := *a.Value
		if v.Kind == casebook.String {
			v.Text = strings.TrimRight(v.Text, "\n")
		}
		out, err := casebook.Parse(name, src).Set(a.Path, &v, order(def))
		if err != nil {
			faults = append(faults, Fault{a.Field(), message.Text("given/place")})
			continue
		}
		src = out
	}
	return src, faults
}
