package diff

import (
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// fields compares the front matter and the story of two versions.
func (c *comparison) fields(before, after *casebook.Value, oldBody, newBody []byte) []Field {
	all := c.group(nil, Field{}, c.def.Root, before, after)
	return field(all, Field{Kind: Story}, passages(story(oldBody), story(newBody)))
}

// field adds a field to the changes when one of its passages changed.
func field(all []Field, f Field, p []Passage) []Field {
	if !slices.ContainsFunc(p, Passage.Changed) {
		return all
	}
	f.Passages = p
	return append(all, f)
}

// group compares the fields inside a group, and the keys in it that the definition does not know.
func (c *comparison) group(all []Field, at Field, group *canvas.Field, before, after *casebook.Value) []Field {
	for _, child := range group.Fields {
		here := Field{Path: below(at.Path, child.Key), Step: at.Step, Label: child.Label, Question: child.Question, Kind: child.Kind}
		old, new := before.Get(child.Key), after.Get(child.Key)
		switch {
		case here.Path == lifecycle.Draft: // an event tells it
		case child.Kind == canvas.Group && mapping(old) && mapping(new):
			if slices.ContainsFunc(c.def.Steps, func(s *canvas.Step) bool { return at.Path == lifecycle.Canvas && s.Key == child.Key }) {
				here.Step = child.Key
			}
			all = c.group(all, here, child, old, new)
		case child.Kind == canvas.Table && sequence(old) && sequence(new):
			if here.Entries = entries(here, child, old, new); len(here.Entries) > 0 {
				all = append(all, here)
			}
		default:
			all = field(all, here, values(child, old, new))
		}
	}
	return unknown(all, at, group.Fields, before, after)
}

// unknown compares the keys that the definition does not know: Hugo may do something with them.
func unknown(all []Field, at Field, known []*canvas.Field, before, after *casebook.Value) []Field {
	seen := map[string]bool{}
	for _, f := range known {
		seen[f.Key] = true
	}
	for _, front := range []*casebook.Value{before, after} {
		if front == nil {
			continue
		}
		for _, p := range front.Pairs {
			if key := p.Key.Text; !seen[key] {
				seen[key] = true
				here := Field{Path: below(at.Path, key), Step: at.Step, Label: flat(key), Kind: canvas.Text, unknown: true}
				all = field(all, here, passages(plain(before.Get(key)), plain(after.Get(key))))
			}
		}
	}
	return all
}

func below(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// mapping and sequence report whether a value is a mapping or a sequence, or is missing.
func mapping(v *casebook.Value) bool  { return v.Blank() || v.Kind == casebook.Mapping }
func sequence(v *casebook.Value) bool { return v.Blank() || v.Kind == casebook.Sequence }

// values compares a value that is no group or table.
func values(f *canvas.Field, before, after *casebook.Value) []Passage {
	switch {
	case f.Kind == canvas.Terms:
		return set(terms(f, before), terms(f, after))
	case f.Kind == canvas.Term:
		return one(strings.Join(terms(f, before), ", "), strings.Join(terms(f, after), ", "))
	case f.Kind == canvas.List:
		return passages(list(before), list(after))
	}
	old, new := plain(before), plain(after)
	if len(old) > 1 || len(new) > 1 {
		return passages(old, new)
	}
	return one(strings.Join(old, ""), strings.Join(new, ""))
}

// list returns the items of a list, each on one line.
func list(v *casebook.Value) []string {
	if v.Blank() || v.Kind != casebook.Sequence {
		return plain(v)
	}
	var all []string
	for _, item := range v.Items {
		if text := strings.Join(plain(item), " "); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// terms returns the labels of words of a vocabulary; a word that it does not have is returned as it is.
func terms(f *canvas.Field, v *casebook.Value) []string {
	all := plain(v)
	for i, key := range all {
		if word := f.Vocabulary.Find(key); word != nil {
			all[i] = word.Label
		}
	}
	return all
}

// one compares two single values; "" is a missing one.
func one(before, after string) []Passage {
	switch {
	case before == "" && after == "":
		return nil
	case before == "":
		return []Passage{whole(Insert, after)}
	case after == "":
		return []Passage{whole(Delete, before)}
	}
	return []Passage{words(before, after)}
}

// set compares values of which the order does not matter.
func set(before, after []string) []Passage {
	var all []Passage
	for i, text := range after {
		switch {
		case slices.Contains(after[:i], text):
		case slices.Contains(before, text):
			all = append(all, whole(Equal, text))
		default:
			all = append(all, whole(Insert, text))
		}
	}
	for i, text := range before {
		if !slices.Contains(after, text) && !slices.Contains(before[:i], text) {
			all = append(all, whole(Delete, text))
		}
	}
	return all
}

// entry is an entry of a table in one version.
type entry struct {
	name  string
	value *casebook.Value
	words *bag // of all columns but the name
}

func entriesOf(f *canvas.Field, table *casebook.Value) []*entry {
	if table.Blank() {
		return nil
	}
	var all []*entry
	for _, item := range table.Items {
		if item.Blank() {
			continue
		}
		e := &entry{name: strings.Join(plain(item.Get(f.Item.Key)), " "), value: item}
		if item.Kind != casebook.Mapping {
			e.name = strings.Join(plain(item), " ")
		}
		var texts []string
		for _, p := range item.Pairs {
			if p.Key.Text != f.Item.Key {
				texts = append(texts, plain(p.Value)...)
			}
		}
		e.words = bagOf(texts...)
		all = append(all, e)
	}
	return all
}

// entries compares the entries of a table, matched by name. A deleted and an inserted entry with similar texts count as one that was renamed.
func entries(at Field, f *canvas.Field, before, after *casebook.Value) []Entry {
	old, new := entriesOf(f, before), entriesOf(f, after)
	partner := make([]*entry, len(new))
	take := func(i int, fits func(*entry) bool) {
		if j := slices.IndexFunc(old, fits); j >= 0 && partner[i] == nil {
			partner[i] = old[j]
			old = slices.Delete(old, j, j+1)
		}
	}
	// Two entries may have the same name: then the text decides.
	for _, fits := range []func(o, n *entry) bool{
		func(o, n *entry) bool { return o.name == n.name && n.words.likeness(o.words) == 1 },
		func(o, n *entry) bool { return o.name == n.name },
		func(o, n *entry) bool { return o.words.size > 0 && n.words.likeness(o.words) > moved },
	} {
		for i, n := range new {
			take(i, func(o *entry) bool { return fits(o, n) })
		}
	}
	var all []Entry
	for i, e := range new {
		if partner[i] == nil {
			all = append(all, Entry{Insert, e.name, columns(at, f, nil, e.value)})
		} else if changed := columns(at, f, partner[i], e.value); len(changed) > 0 {
			all = append(all, Entry{Change, e.name, changed})
		}
	}
	for _, o := range old {
		all = append(all, Entry{Delete, o.name, []Field{}})
	}
	return all
}

// columns compares the fields of an entry. The name is one of them when it changed.
func columns(at Field, f *canvas.Field, before *entry, after *casebook.Value) []Field {
	all := []Field{}
	var old *casebook.Value
	if before != nil {
		old = before.value
	}
	for _, c := range f.Entry() {
		if before == nil && c == f.Item {
			continue // it is the name of the entry already
		}
		here := Field{Path: below(at.Path, c.Key), Step: at.Step, Label: c.Label, Question: c.Question, Kind: c.Kind}
		all = field(all, here, values(c, old.Get(c.Key), after.Get(c.Key)))
	}
	return unknown(all, at, f.Entry(), old, after)
}

// steps returns how much of each step of the canvas is filled in.
func (c *comparison) steps(f *casebook.File) []Step {
	var all []Step
	for _, p := range lifecycle.ProgressOf(c.def, f.Front) {
		step := Step{Key: p.Step.Key, Title: p.Step.Title, Filled: p.Answered(), Total: p.Asked, Missing: []string{}}
		for _, q := range p.Open {
			step.Missing = append(step.Missing, q.Name())
		}
		all = append(all, step)
	}
	return all
}
