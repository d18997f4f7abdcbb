package collect

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/collect/collecttest"
)

// TestSchemaAsLibrary changes one to three things in a casebook, at random and many times, and holds what our validator says of it against a library for all of JSON
// Schema: the same casebooks are valid, and where one thing is wrong it is in the same place.
func TestSchemaAsLibrary(t *testing.T) {
	t.Parallel()
	root := os.DirFS(filepath.Join("..", "..", ".."))
	ours, err := loadSchema(root)
	if err != nil {
		t.Fatal(err)
	}
	library := jsonschema.NewCompiler()
	library.AssertFormat()
	for _, name := range []string{"dilemma", "casusboek"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "assets", "schema", name+".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := library.AddResource(doc.(map[string]any)["$id"].(string), doc); err != nil {
			t.Fatal(err)
		}
	}
	theirs, err := library.Compile(ours.root["$id"].(string))
	if err != nil {
		t.Fatal(err)
	}
	const seed = 1
	random := rand.New(rand.NewPCG(seed, seed))
	valid, places := 0, 0
	for range 20_000 {
		var book any
		if err := json.Unmarshal(collecttest.Text(collecttest.Casebook("https://boek.example/", 3)), &book); err != nil {
			t.Fatal(err)
		}
		full := book.(map[string]any)
		full["volledig"] = false
		for _, d := range full["dilemmas"].([]any) {
			delete(d.(map[string]any), "gegevens")
			delete(d.(map[string]any), "verhaal")
		}
		for range 1 + random.IntN(3) {
			change(random, book)
		}
		text, err := json.Marshal(book)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		got, want := ours.validate(text), theirs.Validate(doc)
		if (got == nil) != (want == nil) {
			t.Fatalf("%s\nours: %v\ntheirs: %v", text, got, want)
		}
		if want == nil {
			valid++
			continue
		}
		if place, one := only(want); one {
			places++
			if placeOf(got) != place {
				t.Fatalf("%s\nours: %v\ntheirs: %v", text, got, want)
			}
		}
	}
	if valid < 1000 || places < 5000 {
		t.Errorf("only %d of the casebooks are valid, and %d have one thing wrong", valid, places)
	}
}

// only returns the place of the one thing that is wrong; false when there are more.
func only(err error) (place string, one bool) {
	var of *jsonschema.ValidationError
	if !errors.As(err, &of) {
		return "", false
	}
	for len(of.Causes) == 1 {
		of = of.Causes[0]
	}
	if place = strings.Join(of.InstanceLocation, "/"); place == "" {
		place = "casusboek.json"
	}
	return place[:min(len(place), 100)], len(of.Causes) == 0
}

// change changes a member of an object or an item of a list, somewhere in a document.
func change(random *rand.Rand, doc any) {
	for at := doc; ; {
		switch holder := at.(type) {
		case map[string]any:
			names := slices.Sorted(maps.Keys(holder))
			if len(names) == 0 || random.IntN(12) == 0 {
				holder[pick(random, []string{"nieuw", "vervangen_door", "ingetrokken_op", "title_en", "contact", "status"})] = odd(random)
				return
			}
			name := names[random.IntN(len(names))]
			if inner := holder[name]; isHolder(inner) && random.IntN(5) > 0 {
				at = inner
				continue
			}
			if random.IntN(5) == 0 {
				delete(holder, name)
			} else {
				holder[name] = odd(random)
			}
			return
		case []any:
			if len(holder) == 0 {
				return
			}
			i := random.IntN(len(holder))
			if isHolder(holder[i]) {
				at = holder[i]
				continue
			}
			holder[i] = odd(random)
			return
		}
	}
}

func isHolder(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		return true
	case []any:
		return len(value) > 0
	}
	return false
}

func pick[T any](random *rand.Rand, of []T) T { return of[random.IntN(len(of))] }

// odd returns a value that is right in some places of a casebook, and wrong in others.
func odd(random *rand.Rand) any {
	return pick(random, []func() any{
		func() any {
			return pick(random, []string{
				"", "a", "timing", "gepubliceerd", "vervangen", "ingetrokken", "concept", "2026-02-03", "2026-02-30", "1.12", "2.0", "nl", "nl-NL", "n", "/x/", "https://x.example/é",
				"https://[::1]/", "https://[::g]/", "mailto:a@b.example", "http://a b", "%zz", "één", "\u2003", "vraag-1",
			})
		},
		func() any { return pick(random, []any{true, false, nil, 0, 1, 1.5, -3, 2e300, json.Number("3.0")}) },
		func() any {
			return pick(random, []any{[]any{}, []any{"a", "a"}, []any{"timing", "tijd"}, []any{1, "1"}, []any{"a", []any{}}, []any{map[string]any{}}})
		},
		func() any {
			return pick(random, []any{map[string]any{}, map[string]any{"name": "x", "url": "https://x.example/"}, map[string]any{"name": "", "url": "x"}})
		},
	})()
}

// TestSchemaKeyword gives a schema with a keyword that the validator would pass over.
func TestSchemaKeyword(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"oneOf": []}`, `{"properties": {"a": {"maxLength": 3}}}`, `{"$defs": {"a": {"format": "email"}}}`, `{"items": {"pattern": "("}}`, `[]`} {
		if _, err := loadSchema(fstest.MapFS{"assets/schema/casusboek.schema.json": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}
