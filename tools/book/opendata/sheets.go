package opendata

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// XLSX returns the book as a workbook: a sheet with a row for each dilemma, one with a row for each text in the order of the definition, one with the words of
// the vocabularies, and one that says whose book it is. Every cell is a text, a number or a day, and never a formula.
func (b *Book) XLSX(def *canvas.Definition) ([]byte, error) {
	all := sheet{name: message.Text("data/sheet-dilemmas"), widths: []float64{28, 40, 50}, frozen: true}
	var head []any
	for _, c := range columns {
		head = append(head, c.name)
	}
	all.rows = append(all.rows, head)
	texts := sheet{name: message.Text("data/sheet-texts"), widths: []float64{28, 18, 30, 34, 100}, frozen: true}
	texts.rows = append(texts.rows, []any{"slug", message.Text("data/step"), message.Text("data/field"), message.Text("data/entry"), message.Text("data/text")})
	for _, d := range b.Dilemmas {
		var row []any
		for _, c := range columns {
			row = append(row, typed(c.name, c.of(&d)))
		}
		all.rows = append(all.rows, row)
		put := func(step, field, entry, text string) {
			if text = strings.TrimSpace(text); text != "" {
				texts.rows = append(texts.rows, []any{d.Slug, step, field, entry, text})
			}
		}
		steps, _ := d.Data[lifecycle.Canvas].(map[string]any)
		for _, step := range def.Steps {
			values, _ := steps[step.Key].(map[string]any)
			for _, field := range step.Fields {
				putField(func(field, entry, text string) { put(step.Title, field, entry, text) }, field, values[field.Key])
			}
		}
		for _, field := range def.FrontMatter {
			if field.Kind == canvas.Table {
				putField(func(field, entry, text string) { put("", field, entry, text) }, field, d.Data[field.Key])
			}
		}
		if d.Story != nil {
			put("", message.Text("data/story"), "", *d.Story)
		}
	}
	words := sheet{name: message.Text("data/sheet-words"), widths: []float64{24, 36, 44, 44, 24, 60, 60}, frozen: true}
	words.rows = append(words.rows, []any{message.Text("data/vocabulary"), message.Text("data/key"), message.Text("data/word"), message.Text("data/english"), message.Text("data/broader"), message.Text("data/uri"), message.Text("data/concept")})
	for _, vocabulary := range slices.Sorted(maps.Keys(b.Words)) {
		for _, key := range slices.Sorted(maps.Keys(b.Words[vocabulary])) {
			w := b.Words[vocabulary][key]
			words.rows = append(words.rows, []any{vocabulary, key, w.Label, w.English, w.Broader, w.URI, w.Concept})
		}
	}
	about := sheet{name: message.Text("data/sheet-about"), widths: []float64{24, 90}}
	tell := func(id, text string) {
		if text != "" {
			about.rows = append(about.rows, []any{message.Text(id), text})
		}
	}
	tell("data/name", b.Name)
	tell("data/address", b.URL)
	if b.Publisher != nil {
		tell("data/publisher", b.Publisher.Name)
	}
	tell("data/contact", b.Contact)
	tell("data/modified", b.Modified)
	tell("data/licence", strings.TrimSpace(b.Licence.Name+" "+b.Licence.URL))
	tell("data/schema", b.Schema)
	tell("data/note", message.Text("data/note-text"))
	return workbook(b.Name, b.Modified, []sheet{all, texts, words, about})
}

// typed returns a text as the value that its column has.
func typed(column, text string) any {
	switch column {
	case "leestijd":
		var n int
		if _, err := fmt.Sscan(text, &n); err == nil {
			return n
		}
	case "date", "herzien_op", "ingetrokken_op":
		if day().MatchString(text) {
			return date(text)
		}
	}
	return text
}

// putField puts down what a field says: a text, or the texts of each entry with the name of the entry.
func putField(put func(field, entry, text string), field *canvas.Field, value any) {
	switch value := value.(type) {
	case string:
		put(field.Name(), "", value)
	case []any:
		for _, item := range value {
			entry, ok := item.(map[string]any)
			if !ok {
				put(field.Name(), "", fmt.Sprint(item))
				continue
			}
			if field.Item == nil {
				continue
			}
			name := fmt.Sprint(entry[field.Item.Key])
			for _, row := range field.Rows {
				switch cell := entry[row.Key].(type) {
				case string:
					put(row.Name(), name, cell)
				case []any:
					for _, one := range cell {
						put(row.Name(), name, fmt.Sprint(one))
					}
				}
			}
		}
	}
}
