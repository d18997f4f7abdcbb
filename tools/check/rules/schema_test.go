package rules_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

func compileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(definition().Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("dilemma.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("dilemma.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSchemaAgrees breaks front matter at random, in the ways in which people do, and validates it with the schema and with the check. They must
// agree: when the editor shows no error, the check of the merge request must not find one either.
func TestSchemaAgrees(t *testing.T) {
	schema := compileSchema(t)
	checker := checkerOf(book(concept, nil))
	r := rand.New(rand.NewPCG(10, 2022))
	valid, invalid, files := 0, 0, 3000
	if testing.Short() {
		files = 300
	}
	for i := range files {
		var front map[string]any
		source := fixture.Dilemma(definition(), 1+i%50)
		if i%3 == 0 {
			source = concept
		}
		if err := yaml.Unmarshal([]byte(strings.SplitN(source, "---\n", 3)[1]), &front); err != nil {
			t.Fatal(err)
		}
		for range r.IntN(4) {
			damage(r, definition().Root, front)
		}
		text, err := yaml.Marshal(front)
		if err != nil {
			t.Fatal(err)
		}
		file := "---\n" + string(text) + "---\n"
		parsed := casebook.Parse(dilemmaFile, []byte(file))
		if parsed.Front == nil || len(parsed.Problems) > 0 {
			continue
		}
		refused := schema.Validate(anything(parsed.Front))
		found := slices.DeleteFunc(checker.Text(dilemmaFile, []byte(file)), func(f finding.Finding) bool {
			return f.Severity != finding.Error || f.Rule != "date/invalid" && !strings.HasPrefix(f.Rule, "canvas/")
		})
		if (refused == nil) != (len(found) == 0) {
			t.Fatalf("%s\nschema: %v\ncheck: %v", file, refused, found)
		}
		if refused == nil {
			valid++
		} else {
			invalid++
		}
	}
	t.Logf("%d valid, %d invalid", valid, invalid)
	if valid < files/15 || invalid < files/15 {
		t.Errorf("%d valid and %d invalid: too few of one", valid, invalid)
	}
}

// damage changes one field of a mapping, or something inside it.
func damage(r *rand.Rand, group *canvas.Field, m map[string]any) {
	fields := group.Fields
	if group.Kind == canvas.Table {
		fields = group.Entry()
	}
	field := fields[r.IntN(len(fields))]
	switch value := m[field.Key].(type) {
	case map[string]any:
		if field.Kind == canvas.Group && r.IntN(3) > 0 {
			damage(r, field, value)
			return
		}
	case []any:
		if len(value) > 0 && r.IntN(3) > 0 {
			i := r.IntN(len(value))
			if entry, ok := value[i].(map[string]any); ok && field.Kind == canvas.Table && r.IntN(4) > 0 {
				damage(r, field, entry)
				return
			}
			value[i] = junk(r)
			return
		}
	}
	switch r.IntN(6) {
	case 0:
		delete(m, field.Key)
	case 1:
		m[field.Key+"x"] = junk(r)
	case 2:
		m[field.Key] = map[string]any{}
	case 3:
		m[field.Key] = []any{junk(r), junk(r)}
	default:
		m[field.Key] = junk(r)
	}
}

func junk(r *rand.Rand) any {
	return []any{
		nil, "", "  ", "\u00a0\n", "tekst", "timing", "gemeente", "5.1.2b", "2022-10", "fictief", true, false, 0, 5.2, "2026-02-31", "2026-03-12",
		"31-12-2026", []any{}, map[string]any{}, []any{nil}, map[string]any{"datum": "2026-03-12", "reden": "x"},
		map[string]any{"eigenaar": true}, []any{"timing", "privacy"}, []any{map[string]any{"wie": "a", "wat": "b"}},
		[]any{map[string]any{"keuze": "a", "voordelen": []any{"b"}, "nadelen": []any{"c"}}, map[string]any{}},
	}[r.IntN(25)]
}

// anything turns a parsed value into the types that a JSON Schema validator accepts.
func anything(v *casebook.Value) any {
	switch v.Kind {
	case casebook.Null:
		return nil
	case casebook.Bool:
		return v.Text == "true"
	case casebook.Number:
		return 1.5
	case casebook.Sequence:
		list := make([]any, len(v.Items))
		for i, item := range v.Items {
			list[i] = anything(item)
		}
		return list
	case casebook.Mapping:
		m := map[string]any{}
		for _, p := range v.Pairs {
			m[p.Key.Text] = anything(p.Value)
		}
		return m
	}
	return v.Text
}
