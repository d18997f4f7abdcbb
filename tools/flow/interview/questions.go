package interview

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// question is one thing that is asked: a field, a cell of a table, or an entry of a list.
type question struct {
	path  []string
	field *canvas.Field
	step  int // 0 for the title, 1 and up for the steps, one more for what the site wants to know

	table *canvas.Field // in which it stands, or nil
	entry []string      // the path of the entry of that table, or nil
	names bool          // it is the cell that names the entry
	list  string        // the path of the list of which it begins an entry, or ""
	n     int           // the number of that entry, from 0
	need  int           // how many entries that list must have
	more  bool          // the list does not have this entry yet

	wanted bool // a published dilemma may not be without
}

// name is what a question is known by.
func (q question) name() string { return strings.Join(q.path, ".") }

// plain is the path without the numbers of entries: the same for a question about each of them.
func (q question) plain() []string {
	return slices.DeleteFunc(slices.Clone(q.path), func(key string) bool { _, err := strconv.Atoi(key); return err == nil })
}

// isLine reports whether it is an entry of a list that is no table.
func (q question) isLine() bool { return q.list != "" && !q.names }

// several reports whether the answer may be of more lines: a text that has a field of its own on the worksheet, unless that asks for one question.
func (q question) several() bool {
	return q.field.Kind == canvas.Text && q.field.Question != "" && q.field.Style != canvas.Question
}

// open reports whether the answer is missing.
func (q question) open(front *casebook.Value) bool {
	v := front.At(q.path...)
	switch q.field.Kind {
	case canvas.Flag:
		return v == nil || v.Text != "true"
	case canvas.List: // of which this is an entry
		return v.Blank() && q.n < q.need
	}
	if q.more {
		return q.n < q.need
	}
	return v.Blank()
}

// lister makes the list of questions.
type lister struct {
	front *casebook.Value
	step  int
	all   []question
}

// questions returns what is asked of a dilemma, in the order of the conversation: its title, the steps of the canvas, and what the site wants to know besides. As
// the form does, it leaves out what comes later and the switch that publishes; and what the herkomst or the layer of government makes pointless.
func questions(def *canvas.Definition, front *casebook.Value) []question {
	l := &lister{front: front}
	l.add([]string{lifecycle.Title}, def.Root.Child(lifecycle.Title))
	for _, step := range def.Steps {
		l.step++
		for _, f := range step.Fields {
			l.add([]string{lifecycle.Canvas, step.Key, f.Key}, f)
		}
	}
	l.step++
	for _, f := range def.Root.Fields {
		if f.Later || slices.Contains([]string{lifecycle.Title, lifecycle.Draft, lifecycle.Canvas}, f.Key) || !fits(def, front, f.Key) {
			continue
		}
		l.add([]string{f.Key}, f)
	}
	for at := range l.all {
		q := &l.all[at]
		q.wanted = q.field.Required != canvas.Optional || q.field.Kind == canvas.Flag ||
			q.name() == lifecycle.SecondReader && wordOf(def, front, lifecycle.Provenance).SecondReader == "required"
	}
	return l.all
}

// fits reports whether a field at the top has a meaning beside the answers that are there.
func fits(def *canvas.Definition, front *casebook.Value, key string) bool {
	herkomst := wordOf(def, front, lifecycle.Provenance)
	switch key {
	case lifecycle.Consent:
		return herkomst.Consent
	case lifecycle.SecondReader:
		return herkomst.SecondReader != ""
	}
	return !slices.Contains(wordOf(def, front, lifecycle.Layer).Outside, key)
}

// wordOf returns the word of a vocabulary that a field at the top has, or an empty one.
func wordOf(def *canvas.Definition, front *casebook.Value, key string) canvas.Word {
	field, v := def.Root.Child(key), lifecycle.Get(front, key)
	if field == nil || field.Vocabulary == nil || v == nil {
		return canvas.Word{}
	}
	if w := field.Vocabulary.Find(v.Text); w != nil {
		return *w
	}
	return canvas.Word{}
}

func (l *lister) add(path []string, f *canvas.Field) {
	switch {
	case f == nil:
	case f.Kind == canvas.Group:
		for _, one := range f.Fields {
			l.add(below(path, one.Key), one)
		}
	case f.Kind == canvas.Table:
		l.addTable(path, f)
	case f.Kind == canvas.List:
		l.addList(question{step: l.step, field: f}, path)
	default:
		l.all = append(l.all, question{step: l.step, path: path, field: f})
	}
}

// addTable adds the cells of the entries of a table that hold something, and the name of the next.
func (l *lister) addTable(path []string, f *canvas.Field) {
	v := l.front.At(path...)
	n, free := 0, freeEntry(v)
	for at := 0; v != nil && at < len(v.Items); at++ {
		if !v.Items[at].Blank() {
			l.addEntry(path, f, at, n)
			n++
		}
	}
	l.all = append(l.all, question{
		step: l.step, path: below(path, strconv.Itoa(free), f.Item.Key), field: f.Item, table: f, entry: below(path, strconv.Itoa(free)), names: true,
		list: strings.Join(path, "."), n: n, need: max(f.Min, 1), more: true,
	})
}

// addEntry adds the cells of the entry of a table that stands at a place, the n-th that holds something.
func (l *lister) addEntry(path []string, table *canvas.Field, at, n int) {
	entry := below(path, strconv.Itoa(at))
	for _, cell := range table.Entry() {
		q := question{step: l.step, path: below(entry, cell.Key), field: cell, table: table, entry: entry}
		switch {
		case cell == table.Item:
			q.names, q.list, q.n = true, strings.Join(path, "."), n
			l.all = append(l.all, q)
		case cell.Kind == canvas.List:
			l.addList(q, q.path)
		default:
			l.all = append(l.all, q)
		}
	}
}

// addList adds the entries of a list that hold something, and the next.
func (l *lister) addList(q question, path []string) {
	v := l.front.At(path...)
	q.list, q.need = strings.Join(path, "."), max(q.field.Min, 1)
	for at := 0; v != nil && at < len(v.Items); at++ {
		if !v.Items[at].Blank() {
			q.path = below(path, strconv.Itoa(at))
			l.all = append(l.all, q)
			q.n++
		}
	}
	q.path, q.more = below(path, strconv.Itoa(freeEntry(v))), true
	l.all = append(l.all, q)
}

// freeEntry returns the place of the first entry of a list that holds nothing, or that behind the last.
func freeEntry(v *casebook.Value) int {
	if v == nil {
		return 0
	}
	if at := slices.IndexFunc(v.Items, (*casebook.Value).Blank); at >= 0 {
		return at
	}
	return len(v.Items)
}

// below returns a path with keys behind it.
func below(path []string, keys ...string) []string { return slices.Concat(path, keys) }

// order returns the keys of a mapping in the order of the definition, for Set.
func order(def *canvas.Definition) func(parent []string) []string {
	return func(parent []string) []string {
		fields := def.Root.Fields
		for _, key := range parent {
			if _, err := strconv.Atoi(key); err == nil {
				continue
			}
			at := slices.IndexFunc(fields, func(f *canvas.Field) bool { return f.Key == key })
			if at < 0 {
				return nil
			}
			if f := fields[at]; f.Kind == canvas.Table {
				fields = f.Entry()
			} else {
				fields = f.Fields
			}
		}
		var keys []string
		for _, f := range fields {
			keys = append(keys, f.Key)
		}
		return keys
	}
}
