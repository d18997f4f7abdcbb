package canvas

import (
	"bytes"
	"io/fs"
	"reflect"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// decode reads a YAML file strictly: an unknown key is an error, so that a typing mistake is noticed.
func decode[T any](root fs.FS, name string) (*T, Errors) {
	src, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, fromDecoder(name, err)
	}
	if v := decodePlain[T](src); v != nil {
		return v, nil
	}
	v, err := decodeYAML[T](src)
	if err != nil {
		return nil, fromDecoder(name, err)
	}
	return v, nil
}

func decodeYAML[T any](src []byte) (*T, error) {
	v := new(T)
	loader, err := yaml.NewLoader(bytes.NewReader(src), yaml.WithKnownFields())
	if err == nil {
		err = loader.Load(v)
	}
	return v, err
}

// decodePlain is decodeYAML for files that are written as plainly as those of the product, which every command waits for. It returns nil for any other,
// and for one that is wrong in any way.
func decodePlain[T any](src []byte) *T {
	root := casebook.ReadPlain(src)
	if root == nil {
		return nil
	}
	v := new(T)
	f := filler{}
	if !f.fill(reflect.ValueOf(v).Elem(), root) {
		return nil
	}
	return v
}

// filler fills Go values. It holds the indexes of the fields of each type of struct, by their keys in YAML.
type filler map[reflect.Type]map[string]int

// fill reports whether it could fill an empty Go value with a value of YAML.
func (f filler) fill(out reflect.Value, v *casebook.Value) bool {
	if v.Kind == casebook.Null {
		return true
	}
	scalar := v.Kind != casebook.Sequence && v.Kind != casebook.Mapping
	switch out.Kind() {
	case reflect.String:
		out.SetString(v.Text)
		return scalar
	case reflect.Bool:
		out.SetBool(v.Text == "true")
		return v.Kind == casebook.Bool && (v.Text == "true" || v.Text == "false")
	case reflect.Int:
		n, err := strconv.Atoi(v.Text)
		out.SetInt(int64(n))
		return v.Kind == casebook.Number && err == nil
	case reflect.Pointer:
		out.Set(reflect.New(out.Type().Elem()))
		return f.fill(out.Elem(), v)
	case reflect.Slice:
		out.Set(reflect.MakeSlice(out.Type(), len(v.Items), len(v.Items)))
		for i, item := range v.Items {
			if item.Kind == casebook.Null || !f.fill(out.Index(i), item) {
				return false
			}
		}
		return v.Kind == casebook.Sequence
	case reflect.Struct:
		fields := f.fields(out.Type())
		for _, pair := range v.Pairs {
			i, ok := fields[pair.Key.Text]
			if !ok || !f.fill(out.Field(i), pair.Value) {
				return false
			}
		}
		return v.Kind == casebook.Mapping
	}
	return false
}

func (f filler) fields(t reflect.Type) map[string]int {
	fields := f[t]
	if fields == nil {
		fields = make(map[string]int, t.NumField())
		for i := range t.NumField() {
			if key := t.Field(i).Tag.Get("yaml"); key != "" && key != "-" {
				fields[key] = i
			}
		}
		f[t] = fields
	}
	return fields
}
