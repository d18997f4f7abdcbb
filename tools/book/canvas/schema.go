//go:build !js

package canvas

import (
	"bytes"
	"encoding/json"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// SchemaFile is the path of the JSON Schema in the repository; the site publishes it at /schema/dilemma.schema.json.
const SchemaFile = "assets/schema/dilemma.schema.json"

// notBlank is a regular expression that matches a text with more than white space. It lists the white space outside ASCII, because
// engines differ in what \s matches and in how they write Unicode classes.
const notBlank = "[^\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"

// Schema returns the JSON Schema (draft 2020-12) of the front matter, which editors use to complete and validate.
// It requires the same as the rules canvas/* and date/invalid of the check; rules that need other files or today's date are
// not in it.
//
// Every field is described once, as a concept may have it. What else a published dilemma requires, and what a withdrawn one
// does not require, depends on draft and ingetrokken.
func (d *Definition) Schema() []byte {
	isDraft := object{{"properties", object{{"draft", object{{"const", true}}}}}, {"required", []string{"draft"}}}
	isWithdrawn := object{
		{"properties", object{{"ingetrokken", object{{"not", object{{"type", "null"}}}}}}},
		{"required", []string{"ingetrokken"}},
	}
	concept, published := required(d.Root, Concept), required(d.Root, Published)
	withdrawn := object{{"required", []string{"title"}}, {"properties", object{{"title", needed(d.Root.Child("title"))}}}}
	schema := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", "https://github.com/openbaarheid-schuurt/dilemma/schema/dilemma.schema.json"},
		{"title", d.Title},
		{"description", message.Text("schema/description", "edition", d.Edition)},
	}
	schema = append(schema, group(d.Root)...)
	schema = append(schema,
		member{"if", isWithdrawn},
		member{"then", withdrawn},
		member{"else", object{{"if", isDraft}, {"then", concept}, {"else", published}}},
	)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		panic(err) // it holds only strings, numbers, flags and lists
	}
	return b.Bytes()
}

// object is a JSON object that keeps the order of its members: editors propose keys in that order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		for _, part := range []any{m.name, m.value} {
			enc := json.NewEncoder(&b)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(part); err != nil {
				return nil, err
			}
			if part == any(m.name) {
				b.WriteByte(':')
			}
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// group describes the fields of a mapping.
func group(f *Field) object {
	properties := object{}
	var always []string
	for _, c := range f.Fields {
		described := describe(c)
		if f.Later && c.Required == Concept { // such as ingetrokken, which is complete or absent
			always = append(always, c.Key)
			described = append(described, member{"allOf", []any{needed(c)}})
		}
		properties = append(properties, member{c.Key, described})
	}
	o := object{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}}
	if len(always) > 0 {
		o = append(o, member{"required", always})
	}
	return o
}

// describe returns the schema of a field: its title, its help, and the types that its value may have in a concept.
func describe(f *Field) object {
	o := object{{"title", f.Label}}
	description := f.Help
	if f.Question != "" {
		description = f.Question + "\n\n" + f.Help
	}
	if description != "" {
		o = append(o, member{"description", description})
	}
	return append(o, form(f)...)
}

func form(f *Field) object {
	switch f.Kind {
	case Text, Slug:
		return object{{"type", orNull("string")}}
	case Flag:
		return object{{"type", orNull("boolean")}}
	case Date:
		return object{{"type", orNull("string")}, {"format", "date"}}
	case Term:
		return wordOrBlank(f.Vocabulary)
	case List:
		return object{{"type", orNull("array")}, {"items", object{{"type", orNull("string")}}}}
	case Terms:
		return object{{"type", orNull("array")}, {"items", wordOrBlank(f.Vocabulary)}}
	case Table:
		entry := group(&Field{Fields: f.Entry()})
		entry[0].value = orNull("object")
		return object{{"type", orNull("array")}, {"items", entry}}
	default:
		o := group(f)
		o[0].value = orNull("object")
		return o
	}
}

func orNull(kind string) []string { return []string{kind, "null"} }

// wordOrBlank allows the keys of a vocabulary, with the text that editors show for each, and an empty value.
func wordOrBlank(v *Vocabulary) object {
	var meanings []string
	for _, w := range v.Terms {
		meaning := w.Label
		if w.Explanation != "" {
			meaning += ". " + w.Explanation
		}
		meanings = append(meanings, meaning)
	}
	return object{{"anyOf", []any{
		object{{"enum", v.Keys()}, {"enumDescriptions", meanings}},
		object{{"type", "string"}, {"not", object{{"pattern", notBlank}}}},
		object{{"type", "null"}},
	}}}
}

// required returns what a group requires at a stage (Concept or Published).
func required(f *Field, stage Requirement) object {
	var keys []string
	properties := object{}
	for _, c := range f.Fields {
		if c.Kind == Group {
			if c.Later {
				continue
			}
			inner := required(c, stage)
			if len(inner) > 1 { // it has required keys of its own
				keys = append(keys, c.Key)
				properties = append(properties, member{c.Key, append(object{{"type", "object"}}, inner...)})
			}
			continue
		}
		switch {
		case c.Required == Concept || c.Required == stage:
			keys = append(keys, c.Key)
			properties = append(properties, member{c.Key, needed(c)})
		case stage == Published && (c.Kind == List || c.Kind == Terms || c.Kind == Table):
			properties = append(properties, member{c.Key, object{{"items", filled(c)}}})
		}
	}
	o := object{{"properties", properties}}
	if len(keys) > 0 {
		o = append(o, member{"required", keys})
	}
	return o
}

// needed returns what a required value must be.
func needed(f *Field) object {
	switch f.Kind {
	case Flag:
		return object{{"type", "boolean"}}
	case Date:
		return object{{"type", "string"}}
	case List, Terms, Table:
		return object{{"type", "array"}, {"minItems", max(f.Min, 1)}, {"items", filled(f)}}
	}
	return object{{"type", "string"}, {"pattern", notBlank}}
}

// filled returns what each entry of a list or table must be in a published dilemma.
func filled(f *Field) object {
	if f.Kind == Table {
		return append(object{{"type", "object"}}, required(&Field{Fields: f.Entry()}, Published)...)
	}
	return object{{"type", "string"}, {"pattern", notBlank}}
}
