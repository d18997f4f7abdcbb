package rules

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Mend is one thing that Fix put right.
type Mend struct {
	Line int // in the file as it was; 0 for the whole file
	What string
}

// Fix returns a dilemma with everything put right that has one right answer, and what that was: line ends, a byte order mark,
// spaces at the end of a line, the spelling of keys and words that the definition knows, and the order of the keys. It
// leaves every other byte as it is. A file that can't be read is returned as it came.
func (c *Checker) Fix(name string, src []byte) ([]byte, []Mend) {
	if c.def == nil {
		return src, nil
	}
	x := &fixer{Checker: c, name: name, text: src}
	x.signs()
	if !bytes.ContainsAny(x.text, "\r\u0085\u2028\u2029") { // lines for YAML that an editor does not show
		x.words()
		x.spaces()
		x.order()
	}
	slices.SortStableFunc(x.done, func(a, b Mend) int { return a.Line - b.Line })
	return x.text, x.done
}

type fixer struct {
	*Checker
	name string
	text []byte
	done []Mend
}

func (x *fixer) mended(line int, id string, pairs ...string) {
	x.done = append(x.done, Mend{line, message.Text(id, pairs...)})
}

// parse reads the text as it is now; it is nil when there is no front matter to work on.
func (x *fixer) parse() *casebook.File {
	f := casebook.Parse(x.name, x.text)
	if f.Front == nil {
		return nil
	}
	return f
}

// windowsEnd is a line end with carriage returns before it.
var windowsEnd = regexp.MustCompile(`\r+\n`)

// signs puts the signs right that are the same in any text.
func (x *fixer) signs() {
	for _, p := range casebook.Parse(x.name, x.text).Problems {
		switch p.Kind {
		case casebook.ByteOrderMark:
			x.text = x.text[p.End:]
			x.mended(1, "fix/bom")
		case casebook.LineEndings:
			if fixed := windowsEnd.ReplaceAllLiteral(x.text, []byte("\n")); len(fixed) != len(x.text) {
				x.text = fixed
				x.mended(0, "fix/line-endings")
			}
		}
	}
}

// words puts the spelling right of keys and of words from a vocabulary.
func (x *fixer) words() {
	f := x.parse()
	if f == nil {
		return
	}
	var edits []casebook.Edit
	replace := func(v *casebook.Value, with string) {
		raw := string(x.text[v.Start:v.End])
		if raw == "" {
			return // it was not found back in the source
		}
		text := with
		if raw[0] == '"' || raw[0] == '\'' {
			text = raw[:1] + with + raw[:1]
		} else if _, err := strconv.ParseFloat(with, 64); err == nil {
			text = strconv.Quote(with)
		}
		if text == raw {
			return
		}
		line, _ := f.Position(v.Start)
		edits = append(edits, casebook.Edit{Start: v.Start, End: v.End, Text: text})
		x.mended(line, "fix/word", "old", raw, "new", text)
	}
	x.keys(x.def.Root.Fields, f.Front, replace)
	x.text = casebook.Apply(x.text, edits...)
}

func (x *fixer) keys(fields []*canvas.Field, v *casebook.Value, replace func(*casebook.Value, string)) {
	taken := map[string]bool{}
	for _, p := range v.Pairs {
		taken[p.Key.Text] = true
	}
	for _, p := range v.Pairs {
		i := slices.IndexFunc(fields, func(c *canvas.Field) bool { return c.Key == p.Key.Text })
		if i < 0 {
			i = slices.IndexFunc(fields, func(c *canvas.Field) bool {
				return !taken[c.Key] && editDistance(fold(c.Key), fold(p.Key.Text)) <= 1 && len(fold(p.Key.Text)) > 2
			})
			if i < 0 {
				continue
			}
			taken[fields[i].Key] = true
			replace(p.Key, fields[i].Key)
		}
		x.value(fields[i], p.Value, replace)
	}
}

func (x *fixer) value(field *canvas.Field, v *casebook.Value, replace func(*casebook.Value, string)) {
	switch field.Kind {
	case canvas.Group:
		if v.Kind == casebook.Mapping {
			x.keys(field.Fields, v, replace)
		}
	case canvas.Table:
		for _, item := range v.Items {
			if item.Kind == casebook.Mapping {
				x.keys(field.Entry(), item, replace)
			}
		}
	case canvas.Terms:
		for _, item := range v.Items {
			x.term(field.Vocabulary, item, replace)
		}
	case canvas.Term:
		x.term(field.Vocabulary, v, replace)
	}
}

// term puts a word right that is a word of the vocabulary but for signs and capitals, or that is its label, or that YAML
// takes for a number.
func (x *fixer) term(words *canvas.Vocabulary, v *casebook.Value, replace func(*casebook.Value, string)) {
	switch v.Kind {
	case casebook.Number:
		if words.Find(v.Text) != nil {
			replace(v, v.Text)
		}
	case casebook.String:
		if v.Blank() || words.Find(v.Text) != nil || bytes.IndexByte(x.text[v.Start:v.End], '\n') >= 0 {
			return
		}
		written := fold(v.Text)
		found := ""
		for _, w := range words.Terms {
			if written != "" && (fold(w.Key) == written || fold(w.Label) == written) {
				if found != "" {
					return // two words fit
				}
				found = w.Key
			}
		}
		if found != "" {
			replace(v, found)
		}
	}
}

// spaces takes away white space at the end of lines. Two spaces at the end of a line of the story are a line break.
func (x *fixer) spaces() {
	f := x.parse()
	if f == nil {
		return
	}
	var out []byte
	first := 0
	for at, line := 0, 1; at < len(x.text); line++ {
		end := bytes.IndexByte(x.text[at:], '\n')
		next := len(x.text)
		if end < 0 {
			end = len(x.text)
		} else {
			end += at
			next = end + 1
		}
		text := x.text[at:end]
		trimmed := bytes.TrimRight(text, " ")
		if lineBreak := at >= f.BodyStart && len(text)-len(trimmed) > 1 && len(trimmed) > 0; lineBreak {
			trimmed = text
		}
		if len(trimmed) != len(text) && first == 0 {
			first = line
		}
		out = append(append(out, trimmed...), x.text[end:next]...)
		at = next
	}
	if first > 0 && x.harmless(out) {
		x.text = out
		x.mended(first, "fix/spaces")
	}
}

// order puts the keys of the front matter and of the canvas in the order of the definition. A comment above a key goes with it.
func (x *fixer) order() {
	f := x.parse()
	if f == nil {
		return
	}
	x.sort(x.def.Root, f.Front, f.Closing())
}

// sort orders one mapping that ends at end, and then those inside it.
func (x *fixer) sort(group *canvas.Field, v *casebook.Value, end int) {
	if len(v.Pairs) == 0 || x.text[v.Start] == '{' {
		return
	}
	for i, p := range v.Pairs { // inside out, so that the places above stay right
		child := group.Child(p.Key.Text)
		if child == nil || child.Kind != canvas.Group || p.Value.Kind != casebook.Mapping {
			continue
		}
		until := end
		if i+1 < len(v.Pairs) {
			until = casebook.BlockStart(x.text, v.Pairs[i+1].Key.Start, p.Value.End)
		}
		x.sort(child, p.Value, until)
	}
	starts := make([]int, len(v.Pairs)+1)
	for i, p := range v.Pairs {
		after := 0
		if i > 0 {
			after = v.Pairs[i-1].Value.End
		}
		starts[i] = casebook.BlockStart(x.text, p.Key.Start, after)
	}
	starts[len(v.Pairs)] = end
	places := make([]int, len(v.Pairs))
	for i := range places {
		places[i] = i
	}
	rank := func(i int) int {
		r := slices.IndexFunc(group.Fields, func(c *canvas.Field) bool { return c.Key == v.Pairs[i].Key.Text })
		if r < 0 {
			return len(group.Fields) // what the definition does not know comes last
		}
		return r
	}
	slices.SortStableFunc(places, func(a, b int) int { return rank(a) - rank(b) })
	if slices.IsSorted(places) || !slices.IsSorted(starts) {
		return
	}
	sorted := slices.Clone(x.text[:starts[0]])
	for _, i := range places {
		block := x.text[starts[i]:starts[i+1]]
		sorted = append(sorted, block...)
		if len(block) > 0 && block[len(block)-1] != '\n' {
			sorted = append(sorted, '\n')
		}
	}
	sorted = append(sorted, x.text[end:]...)
	if !bytes.Equal(sorted, x.text) && x.harmless(sorted) {
		x.text = sorted
		name := group.Key
		if name == "" {
			name = message.Text("fix/front-matter")
		}
		x.mended(0, "fix/order", "group", name)
	}
}

// harmless reports whether a text says the same as the text now, the order of keys and the white space at the end of lines
// aside, and whether it is as well readable.
func (x *fixer) harmless(text []byte) bool {
	before, after := casebook.Parse(x.name, x.text), casebook.Parse(x.name, text)
	return after.Front != nil && len(after.Problems) <= len(before.Problems) &&
		before.Front.Same(after.Front, sameTrimmed) && len(trimLines(before.Body())) == len(trimLines(after.Body()))
}

// sameTrimmed reports whether two texts are the same but for white space at the end of lines.
func sameTrimmed(a, b string) bool { return bytes.Equal(trimLines([]byte(a)), trimLines([]byte(b))) }

func trimLines(text []byte) []byte {
	lines := bytes.Split(text, []byte("\n"))
	for i, l := range lines {
		lines[i] = bytes.TrimRight(l, " ")
	}
	return bytes.Join(lines, []byte("\n"))
}
