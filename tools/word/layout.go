package word

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// kept are the fields that are not in the document, because the program fills them in when it reads the document back.
var kept = map[string]bool{"date": true, "draft": true, "editie": true}

// inDocument reports whether the document has a field.
func inDocument(f *canvas.Field) bool { return !f.Later && !kept[f.Key] }

// layout returns the blocks of a document with the canvas, filled in from front and story; front is nil for a blank canvas.
func layout(def *canvas.Definition, front *casebook.Value, story string) []block {
	l := &layouter{def: def}
	l.add(paragraph{text: def.Title, style: title})
	l.add(paragraph{text: message.Text("word/how")})
	before, after := l.aroundCanvas()
	l.about(message.Text("word/about"), before, front)
	for i, s := range def.Steps {
		l.step(i, s, front.Get(canvasKey(def)).Get(s.Key))
	}
	l.about(message.Text("word/after"), after, front)
	l.story(story)
	l.words()
	return l.blocks
}

type layouter struct {
	def    *canvas.Definition
	blocks []block
	tag    string // the field that is being written
}

func (l *layouter) add(p paragraph) { l.put(block{paragraph: &p}) }

func (l *layouter) put(b block) {
	b.tag = l.tag
	l.blocks = append(l.blocks, b)
}

// canvasKey returns the key of the front matter that holds the steps.
func canvasKey(def *canvas.Definition) string {
	for _, f := range def.FrontMatter {
		if isCanvas(def, f) {
			return f.Key
		}
	}
	return ""
}

func isCanvas(def *canvas.Definition, f *canvas.Field) bool {
	return f.Kind == canvas.Group && len(def.Steps) > 0 && f.Child(def.Steps[0].Key) != nil
}

// target is a field with its path.
type target struct {
	path  string
	field *canvas.Field
}

// aroundCanvas returns the fields before the canvas and those after it.
func (l *layouter) aroundCanvas() (before, after []target) {
	into := &before
	for _, f := range l.def.FrontMatter {
		switch {
		case isCanvas(l.def, f):
			into = &after
		case !inDocument(f):
		case f.Kind == canvas.Group:
			for _, c := range f.Fields {
				*into = append(*into, target{f.Key + "." + c.Key, c})
			}
		default:
			*into = append(*into, target{f.Key, f})
		}
	}
	return before, after
}

// about writes fields outside the canvas as a table of two columns: question and answer.
func (l *layouter) about(head string, fields []target, front *casebook.Value) {
	if len(fields) == 0 {
		return
	}
	l.add(paragraph{text: head, style: heading, level: 1})
	t := &table{name: head, first: 45, rows: [][]cell{{
		{{paragraph: &paragraph{text: message.Text("word/asked"), style: cellHead}}},
		{{paragraph: &paragraph{text: message.Text("word/answer"), style: cellHead}}},
	}}}
	for _, f := range fields {
		label := cell{{paragraph: &paragraph{text: f.field.Label, style: rowHead}}}
		for _, text := range l.help(f.field) {
			label = append(label, block{paragraph: &paragraph{text: text, style: help}})
		}
		at := front
		for key := range strings.SplitSeq(f.path, ".") {
			at = at.Get(key)
		}
		t.rows = append(t.rows, []cell{label, answerOf(f.field, at)})
	}
	l.put(block{table: t})
}

// inline is the length in bytes up to which the words to choose from are printed beside the question; a longer list comes at the end of the document.
const inline = 250

func (l *layouter) help(f *canvas.Field) []string {
	switch {
	case f.Kind == canvas.Flag:
		return []string{message.Text("word/yes-or-no")}
	case f.Vocabulary == nil:
		return []string{f.Help}
	case long(f.Vocabulary):
		return []string{f.Help, message.Text("word/see-words", "label", f.Vocabulary.Label)}
	}
	return []string{f.Help, message.Text("word/choose-from", "words", strings.Join(names(f.Vocabulary), ", "))}
}

func long(v *canvas.Vocabulary) bool { return len(strings.Join(names(v), ", ")) > inline }

// names returns the words of a vocabulary for the reader, with the number that the law gives a word, if any.
func names(v *canvas.Vocabulary) []string {
	var all []string
	for _, w := range v.Terms {
		all = append(all, nameOf(&w))
	}
	return all
}

func nameOf(w *canvas.Word) string {
	if strings.ContainsAny(w.Key, "0123456789") {
		return w.Key + " " + w.Label
	}
	return w.Label
}

// answerOf returns the content of the cell or box of a field.
func answerOf(f *canvas.Field, v *casebook.Value) cell {
	var c cell
	add := func(p paragraph) {
		if p.style == plain {
			p.style = answer
		}
		c = append(c, block{paragraph: &p})
	}
	switch {
	case f.Kind == canvas.Term:
		// A word that is not in the vocabulary is written as it is.
		p := paragraph{text: message.Text("word/choose"), choices: names(f.Vocabulary)}
		if !v.Blank() {
			p.text = termName(f, v.Text)
		}
		add(p)
	case f.Kind == canvas.Flag && v != nil && v.Kind == casebook.Bool:
		add(paragraph{text: message.Text("word/" + v.Text)})
	case f.Kind == canvas.List, f.Kind == canvas.Terms:
		for _, i := range items(v) {
			text, as := i.Text, item
			if f.Kind == canvas.Terms {
				text, as = termName(f, text), plain
			}
			add(paragraph{text: text, style: as, level: 1})
		}
	case !v.Blank():
		for _, p := range paragraphsOf(v.Text) {
			add(p)
		}
	}
	if c == nil {
		p := paragraph{}
		if f.Kind == canvas.List {
			p = paragraph{style: item, level: 1}
		}
		add(p)
	}
	return c
}

func items(v *casebook.Value) []*casebook.Value {
	switch {
	case v.Blank():
		return nil
	case v.Kind == casebook.Sequence:
		return v.Items
	}
	return []*casebook.Value{v}
}

func termName(f *canvas.Field, key string) string {
	if w := f.Vocabulary.Find(key); w != nil {
		return nameOf(w)
	}
	return key
}

// bullets are the characters that mark an item of a list in plain text.
const bullets = "-*•–·"

// paragraphsOf splits a text as the site does: empty lines separate paragraphs, and lines that all begin with a dash or an asterisk are a list. What would
// not come back from Word as it was stays plain text, such as a list right behind another one.
func paragraphsOf(text string) []paragraph {
	var all []paragraph
	var lines []string
	listed := false
	end := func() {
		if lines == nil {
			return
		}
		block := paragraphOf(lines, "-*")
		if listed = !listed && comesBack(block, lines); !listed {
			block = []paragraph{{text: strings.Join(lines, "\n")}}
		}
		all, lines = append(all, block...), nil
	}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if strings.TrimSpace(line) == "" {
			end()
			continue
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	end()
	return all
}

// comesBack reports whether lines are a list that Read writes in the same way.
func comesBack(list []paragraph, lines []string) bool {
	var written []string
	for _, p := range list {
		if p.style != item {
			return false
		}
		written = append(written, p.written())
	}
	return slices.Equal(written, lines)
}

// paragraphOf makes a list of lines that all begin with one of the signs, or else one paragraph.
func paragraphOf(lines []string, signs string) []paragraph {
	var list []paragraph
	for _, line := range lines {
		text := strings.TrimLeft(line, " ")
		sign, rest, found := strings.Cut(text, " ")
		if !found || utf8.RuneCountInString(sign) != 1 || !strings.Contains(signs, sign) {
			return []paragraph{{text: strings.Join(lines, "\n")}}
		}
		list = append(list, paragraph{text: strings.TrimSpace(rest), style: item, level: min(1+(len(line)-len(text))/2, levels), sign: sign})
	}
	return list
}

// narrow is the number of columns, beside the first, that fit on a page in portrait.
const narrow = 4

// step writes one step: its questions with boxes to fill in, and its tables.
func (l *layouter) step(i int, s *canvas.Step, v *casebook.Value) {
	wide := false
	for _, f := range s.Fields {
		wide = wide || f.Kind == canvas.Table && f.Layout != "rows" && len(entries(f, v.Get(f.Key))) > narrow
	}
	if wide {
		l.put(block{section: &section{}})
	}
	l.add(paragraph{text: strconv.Itoa(i+1) + ". " + s.WorksheetTitle, style: heading, level: 1})
	if s.Question != s.Fields[0].Question {
		l.add(paragraph{text: s.Question, style: help})
	}
	for _, f := range s.Fields {
		l.tag = canvasKey(l.def) + "." + s.Key + "." + f.Key
		l.add(paragraph{text: f.Name(), style: heading, level: 2})
		if f.SecondQuestion != "" {
			l.add(paragraph{text: f.SecondQuestion, style: help})
		}
		l.add(paragraph{text: f.Help, style: help})
		if f.Kind == canvas.Table {
			l.put(block{table: tableOf(f, v.Get(f.Key))})
			continue
		}
		for _, b := range answerOf(f, v.Get(f.Key)) {
			l.put(b)
		}
	}
	l.tag = ""
	if wide {
		l.put(block{section: &section{wide: true}})
	}
}

// entries returns the entries of a table, or as many blank ones as the worksheet has.
func entries(f *canvas.Field, v *casebook.Value) []*casebook.Value {
	if all := items(v); len(all) > 0 {
		return all
	}
	return make([]*casebook.Value, max(f.Paper, f.Min, 1))
}

func tableOf(f *canvas.Field, v *casebook.Value) *table {
	t := &table{name: f.Name(), first: 22}
	all := entries(f, v)
	columns := [][]cell{{}}
	for _, c := range f.Entry() {
		columns[0] = append(columns[0], cell{
			{paragraph: &paragraph{text: c.Label, style: rowHead}}, {paragraph: &paragraph{text: c.Help, style: help}},
		})
	}
	for i, e := range all {
		var column []cell
		for j, c := range f.Entry() {
			filled := answerOf(c, e.Get(c.Key))
			if j == 0 && f.Item.Numbering != "" {
				filled = append(cell{{paragraph: &paragraph{text: number(f.Item, i), style: cellHead}}}, filled...)
			}
			column = append(column, filled)
		}
		columns = append(columns, column)
	}
	if f.Layout == "rows" {
		t.rows, t.first = columns, 100/len(columns[0])
	} else {
		t.rows = transposed(columns)
	}
	return t
}

func transposed(grid [][]cell) [][]cell {
	wide := 0
	for _, row := range grid {
		wide = max(wide, len(row))
	}
	out := make([][]cell, wide)
	for i := range out {
		for _, row := range grid {
			var c cell
			if i < len(row) {
				c = row[i]
			}
			out[i] = append(out[i], c)
		}
	}
	return out
}

// number returns the name of an entry on the worksheet, such as "Speler A" or "Keuze 1".
func number(f *canvas.Field, i int) string {
	if f.Numbering == "letters" && i < 26 {
		return f.Label + " " + string(rune('A'+i))
	}
	return f.Label + " " + strconv.Itoa(i+1)
}

// story writes the text below the front matter. Headings and lists get a style of Word; other Markdown stays as it is.
func (l *layouter) story(text string) {
	l.add(paragraph{text: message.Text("word/story"), style: heading, level: 1})
	l.add(paragraph{text: message.Text("word/story-help"), style: help})
	all := paragraphsOf(text)
	if len(all) == 0 {
		all = []paragraph{{}}
	}
	for _, p := range all {
		if hashes, rest, ok := strings.Cut(p.text, " "); ok && p.style == plain && strings.Trim(hashes, "#") == "" && len(hashes) <= levels && !strings.Contains(rest, "\n") {
			l.add(paragraph{text: rest, style: heading, level: max(len(hashes), 2)})
			continue
		}
		if p.style == plain {
			p.style = answer
		}
		l.add(p)
	}
}

// levels is the number of levels of headings and lists.
const levels = 6

// words writes the lists of words to choose from that are too long to print beside the question.
func (l *layouter) words() {
	var lists []*canvas.Vocabulary
	before, after := l.aroundCanvas()
	for _, f := range append(before, after...) {
		if f.field.Vocabulary != nil && long(f.field.Vocabulary) {
			lists = append(lists, f.field.Vocabulary)
		}
	}
	if lists == nil {
		return
	}
	l.add(paragraph{text: message.Text("word/words"), style: heading, level: 1})
	for _, v := range lists {
		l.add(paragraph{text: v.Label, style: heading, level: 2})
		for _, name := range names(v) {
			l.add(paragraph{text: name, style: item, level: 1})
		}
	}
}
