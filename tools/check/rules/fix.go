//go:build !js

package rules

import (
	"bytes"
	"slices"
	"sort"
	"strconv"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Correction is one change that Fix made.
type Correction struct {
	Line int    // in the file before the change, from 1; 0 for the whole file
	What string // a sentence for the user, in Dutch
}

// Fix corrects the mistakes in a dilemma that have only one right answer, and returns the new text with the corrections. These are line ends, a
// byte order mark, signs that nobody sees or that look like others, tabs, texts that a # cuts off, dates in another form, texts that parsers read differently,
// spaces at the end of a line, the spelling of keys and words of the definition, and the order of the keys. Every other byte stays as it is. A file that can't be parsed is returned unchanged.
func (c *Checker) Fix(name string, src []byte) ([]byte, []Correction) {
	if c.def == nil {
		return src, nil
	}
	x := &fixer{Checker: c, name: name, text: src}
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		return src, nil // no text
	}
	for range maxRounds {
		before := x.text
		x.round()
		if bytes.Equal(before, x.text) {
			break
		}
	}
	sort.SliceStable(x.corrections, func(i, j int) bool { return x.corrections[i].Line < x.corrections[j].Line })
	return x.text, x.corrections
}

// maxRounds is how often a file is mended at most: what hinders reading it hides other mistakes.
const maxRounds = 5

// round mends once all that can be mended now.
func (x *fixer) round() {
	for _, mend := range []func(){x.fixUnseen, x.fixEncoding, x.fixSeparators, x.fixTabs, x.fixSlips, x.fixValues, x.fixSpelling, x.trimSpaces, x.sortKeys} {
		mend()
	}
}

// fixer corrects one file.
type fixer struct {
	*Checker
	name        string
	text        []byte
	corrections []Correction
}

// record records a correction. The pairs are the names and values of the placeholders in the message.
func (x *fixer) record(line int, id string, pairs ...string) {
	x.corrections = append(x.corrections, Correction{line, message.Text(id, pairs...)})
}

// parse parses the current text. It returns nil when there is no front matter that can be read.
func (x *fixer) parse() *casebook.File {
	f := casebook.Parse(x.name, x.text)
	if f.Front == nil {
		return nil
	}
	return f
}

// windowsEnd matches a line end with one or more carriage returns before it.
var windowsEnd = lazy.Regexp(`\r+\n`)

// fixEncoding removes a byte order mark and the carriage returns of Windows line ends.
func (x *fixer) fixEncoding() {
	for _, p := range casebook.Parse(x.name, x.text).Problems {
		switch p.Kind {
		case casebook.ByteOrderMark:
			x.text = x.text[p.End:]
			x.record(1, "fix/bom")
		case casebook.LineEndings:
			if fixed := windowsEnd().ReplaceAllLiteral(x.text, []byte("\n")); len(fixed) != len(x.text) {
				x.text = fixed
				x.record(0, "fix/line-endings")
			}
		}
	}
	if bytes.IndexByte(x.text, '\r') >= 0 { // a line end to YAML and to Markdown, and to nobody else
		x.text = bytes.ReplaceAll(x.text, []byte("\r"), []byte("\n"))
		x.record(0, "fix/line-ends")
	}
}

// fixSpelling corrects the spelling of keys and of words from a vocabulary.
func (x *fixer) fixSpelling() {
	f := x.parse()
	if f == nil {
		return
	}
	var edits []casebook.Edit
	replace := func(v *casebook.Value, with string) {
		raw := string(x.text[v.Start:v.End])
		if raw == "" {
			return // the parser could not find its place in the source
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
		x.record(line, "fix/word", "old", raw, "new", text)
	}
	x.fixKeys(x.def.Root.Fields, f.Front, replace)
	x.text = casebook.Apply(x.text, edits...)
}

// fixKeys calls replace for each misspelled key or word in a mapping. A key is misspelled when one edit makes it that of a field which the
// mapping does not have yet.
func (x *fixer) fixKeys(fields []*canvas.Field, v *casebook.Value, replace func(*casebook.Value, string)) {
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
		x.fixValue(fields[i], p.Value, replace)
	}
}

// fixValue calls replace for each misspelled key or word in the value of a field.
func (x *fixer) fixValue(field *canvas.Field, v *casebook.Value, replace func(*casebook.Value, string)) {
	switch field.Kind {
	case canvas.Group:
		if v.Kind == casebook.Mapping {
			x.fixKeys(field.Fields, v, replace)
		}
	case canvas.Table:
		for _, item := range v.Items {
			if item.Kind == casebook.Mapping {
				x.fixKeys(field.Entry(), item, replace)
			}
		}
	case canvas.Terms:
		for _, item := range v.Items {
			x.fixTerm(field.Vocabulary, item, replace)
		}
	case canvas.Term:
		x.fixTerm(field.Vocabulary, v, replace)
	}
}

// fixTerm calls replace for a word that is not in the vocabulary as it is written, but is when punctuation, accents and capitals don't count, when
// it is a label, or when YAML parsed it as a number.
func (x *fixer) fixTerm(words *canvas.Vocabulary, v *casebook.Value, replace func(*casebook.Value, string)) {
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

// trimSpaces removes white space at the end of lines, except two or more spaces in the Markdown: those are a line break.
func (x *fixer) trimSpaces() {
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
	if first > 0 && x.keepsMeaning(out) {
		x.text = out
		x.record(first, "fix/spaces")
	}
}

// sortKeys puts the keys of the front matter and of the canvas in the order of the definition. A comment above a key moves along with it.
func (x *fixer) sortKeys() {
	f := x.parse()
	if f == nil {
		return
	}
	x.sortMapping(x.def.Root, f.Front, f.Closing())
}

// sortMapping sorts the keys of a mapping that ends at the offset end, and of the groups in it.
func (x *fixer) sortMapping(group *canvas.Field, v *casebook.Value, end int) {
	if len(v.Pairs) == 0 || x.text[v.Start] == '{' {
		return
	}
	for i, p := range v.Pairs { // the inner mappings first, so that the offsets of the outer one stay valid
		child := group.Child(p.Key.Text)
		if child == nil || child.Kind != canvas.Group || p.Value.Kind != casebook.Mapping {
			continue
		}
		until := end
		if i+1 < len(v.Pairs) {
			until = casebook.BlockStart(x.text, v.Pairs[i+1].Key.Start, p.Value.End)
		}
		x.sortMapping(child, p.Value, until)
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
			return len(group.Fields) // keys that the definition does not have come last
		}
		return r
	}
	sort.SliceStable(places, func(i, j int) bool { return rank(places[i]) < rank(places[j]) })
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
	if !bytes.Equal(sorted, x.text) && x.keepsMeaning(sorted) {
		x.text = sorted
		name := group.Key
		if name == "" {
			name = message.Text("fix/front-matter")
		}
		x.record(0, "fix/order", "group", name)
	}
}

// keepsMeaning reports whether a new text holds the same values as the current one, apart from the order of keys and white space at the end of
// lines, and brings no new problems for the parser.
func (x *fixer) keepsMeaning(text []byte) bool {
	before, after := casebook.Parse(x.name, x.text), casebook.Parse(x.name, text)
	return after.Front != nil && len(after.Problems) <= len(before.Problems) &&
		before.Front.Same(after.Front, sameTrimmed) && len(trimLines(before.Body())) == len(trimLines(after.Body()))
}

// sameTrimmed reports whether two texts are equal apart from white space at the end of lines.
func sameTrimmed(a, b string) bool { return bytes.Equal(trimLines([]byte(a)), trimLines([]byte(b))) }

func trimLines(text []byte) []byte {
	lines := bytes.Split(text, []byte("\n"))
	for i, l := range lines {
		lines[i] = bytes.TrimRight(l, " ")
	}
	return bytes.Join(lines, []byte("\n"))
}
