package opendata

import (
	"encoding/json"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// File returns the file of a dilemma with this data and story, as Single has them. A text of several lines ends with a line break. Unknown counts the values that
// the definition does not know, which are left out: their keys may hold anything.
func File(def *canvas.Definition, data map[string]any, story string) (text []byte, unknown int) {
	b := builder{}
	return casebook.Format(b.group(def.Root.Fields, data), story), b.unknown
}

type builder struct{ unknown int }

// group returns the values of these fields, in the order of the definition.
func (b *builder) group(fields []*canvas.Field, data map[string]any) *casebook.Value {
	v := &casebook.Value{Kind: casebook.Mapping}
	for _, f := range fields {
		if value, given := data[f.Key]; given {
			v.Pairs = append(v.Pairs, casebook.Pair{Key: &casebook.Value{Kind: casebook.String, Text: f.Key}, Value: b.value(f, value)})
		}
	}
	b.unknown += len(data) - len(v.Pairs)
	return v
}

// value is the inverse of plain.
func (b *builder) value(f *canvas.Field, value any) *casebook.Value {
	switch value := value.(type) {
	case bool:
		if value {
			return &casebook.Value{Kind: casebook.Bool, Text: "true"}
		}
		return &casebook.Value{Kind: casebook.Bool, Text: "false"}
	case string:
		if f.Kind == canvas.Date && day().FindString(value) == value && value != "" {
			return &casebook.Value{Kind: casebook.Date, Text: value}
		}
		return &casebook.Value{Kind: casebook.String, Text: value}
	case json.Number:
		return &casebook.Value{Kind: casebook.String, Text: value.String()}
	case []any:
		v := &casebook.Value{Kind: casebook.Sequence}
		for _, item := range value {
			v.Items = append(v.Items, b.value(f, item))
		}
		return v
	case map[string]any:
		if f.Kind == canvas.Table {
			return b.group(f.Entry(), value)
		}
		return b.group(f.Fields, value)
	}
	return &casebook.Value{Kind: casebook.Null}
}
