package rules

import (
	"strconv"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// leaf is a value of the front matter that is no list and no mapping.
type leaf struct {
	*casebook.Value
	field  *canvas.Field // nil for a key that the definition does not have, and on a page that is no dilemma
	path   string
	key    bool // whether it is a key itself
	inList bool // whether it is an item of a list
}

// text reports whether the value is words of the writer, and not one of a list, a date or a yes or no. So is all that no field describes.
func (l leaf) text() bool {
	return !l.key && (l.field == nil || l.field.Kind == canvas.Text || l.field.Kind == canvas.List)
}

// leaves calls visit for each value of the front matter that is no list and no mapping, and for each key, in the order of the file.
func (f *file) leaves(visit func(leaf)) {
	if f.Parsed == nil {
		return
	}
	var root *canvas.Field
	if isDilemma(f.Path) {
		root = f.def.Root
	}
	walkLeaves(f.Parsed, root, "", false, visit)
}

func walkLeaves(v *casebook.Value, field *canvas.Field, path string, inList bool, visit func(leaf)) {
	switch v.Kind {
	case casebook.Mapping:
		for _, p := range v.Pairs {
			at := joinKeys(path, shorten(p.Key.Text))
			visit(leaf{p.Key, nil, at, true, false})
			var child *canvas.Field
			if field != nil {
				child = field.Child(p.Key.Text)
			}
			walkLeaves(p.Value, child, at, false, visit)
		}
	case casebook.Sequence:
		if field != nil && field.Kind == canvas.Table {
			field = &canvas.Field{Kind: canvas.Group, Fields: field.Entry()}
		}
		for i, item := range v.Items {
			walkLeaves(item, field, joinKeys(path, strconv.Itoa(i)), true, visit)
		}
	default:
		visit(leaf{v, field, path, false, inList})
	}
}
