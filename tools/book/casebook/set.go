//go:build !js

package casebook

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// At returns the value at a path below v: the keys of mappings, and for an entry of a list its number, counted from 0. It is nil when there is none.
func (v *Value) At(path ...string) *Value {
	for _, key := range path {
		switch {
		case v == nil:
			return nil
		case v.Kind == Sequence:
			n, err := strconv.Atoi(key)
			if err != nil || n < 0 || n >= len(v.Items) {
				return nil
			}
			v = v.Items[n]
		default:
			v = v.Get(key)
		}
	}
	return v
}

// Set returns the source with the value at a path set, as At takes it; every other byte stays as it is, comments too. What the path needs is made: a key after
// the last one that precedes it in the order of the keys of its parent, as order tells, and an entry at the end of its list. A text that was a block scalar
// stays one.
//
// As Put does, Set parses the result again. The error is ErrLayout when anything else changed, when a comment would be lost, or when the path leads through a
// value that holds something else.
func (f *File) Set(path []string, value *Value, order func(parent []string) []string) ([]byte, error) {
	if f.Front == nil || len(path) == 0 {
		return nil, ErrLayout
	}
	s := setter{File: f, value: value}
	s.walk(path)
	for _, edit := range s.edits(order) {
		out := Apply(f.Source, edit)
		if f.onlySet(Parse(f.Path, out), path, value) {
			return out, nil
		}
	}
	return nil, ErrLayout
}

// setter makes the edits of Set.
type setter struct {
	*File
	value *Value
	// The deepest value of the path that the file has, with the pair that it is the value of (nil for an entry of a list), and the path on both sides of it.
	at         *Value
	pair       *Pair
	had, still []string
	flow       bool // it stands between brackets
}

// walk goes as far along a path as the file does.
func (s *setter) walk(path []string) {
	s.at, s.had, s.still = s.Front, nil, path
	for len(s.still) > 0 {
		next := s.at.At(s.still[0])
		if next == nil {
			return
		}
		s.flow = s.flow || s.isFlow(s.at)
		s.pair = s.at.Pair(s.still[0])
		s.at, s.had, s.still = next, append(s.had, s.still[0]), s.still[1:]
	}
}

func (s *setter) isFlow(v *Value) bool {
	return (v.Kind == Mapping || v.Kind == Sequence) && v.Start < len(s.Source) && (s.Source[v.Start] == '{' || s.Source[v.Start] == '[')
}

// edits returns the edits that may give the value its place, the best first.
func (s *setter) edits(order func([]string) []string) []Edit {
	switch {
	case len(s.still) == 0:
		return s.replacements(s.value)
	case s.at.Kind == Mapping && len(s.at.Pairs) > 0:
		return s.newKey(order)
	case s.at.Kind == Sequence && len(s.at.Items) > 0 && s.still[0] == strconv.Itoa(len(s.at.Items)):
		return s.newEntry()
	case s.at.Blank() && s.at != s.Front && len(s.at.Items) == 0:
		return s.replacements(nest(s.still, s.value))
	}
	return nil
}

// nest returns a value with the keys of a path around it.
func nest(path []string, v *Value) *Value {
	for _, key := range slices.Backward(path) {
		if _, err := strconv.Atoi(key); err == nil {
			v = &Value{Kind: Sequence, Items: []*Value{v}}
		} else {
			v = &Value{Kind: Mapping, Pairs: []Pair{{&Value{Kind: String, Text: key}, v}}}
		}
	}
	return v
}

// replacements returns the edits that put another value in the place of the one that is there.
func (s *setter) replacements(v *Value) []Edit {
	old := s.at
	collection := old.Kind == Mapping || old.Kind == Sequence
	if collection && bytes.IndexByte(s.Source[old.Start:old.End], '#') >= 0 {
		return nil // a comment would be lost
	}
	inline := Edit{old.Start, old.End, flowText(v)}
	if old.Start == old.End && old.Start > 0 && !isSpace(s.Source[old.Start-1]) {
		inline.Text = " " + inline.Text
	}
	lead := s.lead()
	if s.flow || lead < 0 {
		return []Edit{inline}
	}
	end, comment, ok := s.around(lead)
	if !ok {
		return []Edit{inline}
	}
	block := old.Kind == String && old.Start < old.End && (s.Source[old.Start] == '|' || s.Source[old.Start] == '>')
	var b bytes.Buffer
	if block = block && v.Kind == String && fitsBlock(v.Text); block {
		formatBlock(&b, v.Text, s.indent(lead))
	} else {
		formatValue(&b, v, s.indent(lead))
	}
	first, rest, _ := strings.Cut(strings.TrimSuffix(b.String(), "\n"), "\n")
	text := first + comment
	if rest != "" {
		text += "\n" + rest
	}
	edits := []Edit{{lead, end, s.lineEnds(text)}}
	if !collection && !block {
		edits = append(edits, inline)
	}
	return edits
}

// lead returns the offset behind the colon or the dash that the value stands behind, or -1.
func (s *setter) lead() int {
	if s.pair != nil {
		i := bytes.IndexByte(s.Source[s.pair.Key.End:], ':')
		if i < 0 {
			return -1
		}
		return s.pair.Key.End + i + 1
	}
	before := bytes.TrimRight(s.Source[:s.at.Start], " \r\n")
	if !bytes.HasSuffix(before, []byte("-")) {
		return -1
	}
	return len(before)
}

// indent returns the indentation of the lines below a key or a dash, of which lead is the offset behind it.
func (s *setter) indent(lead int) string {
	start := lead - 1
	if s.pair != nil {
		start = s.pair.Key.Start
	}
	return strings.Repeat(" ", s.column(start)+2)
}

func (s *setter) column(offset int) int {
	return offset - (bytes.LastIndexByte(s.Source[:offset], '\n') + 1)
}

// around returns the end of what a new value replaces, and the comment that stands on the line of the key, with the white space before it. It is not ok for a
// text that goes on below that line.
func (s *setter) around(lead int) (end int, comment string, ok bool) {
	old := s.at
	lineEnd := s.lineEnd(lead)
	switch {
	case old.Start == old.End: // nothing there
		return lineEnd, s.comment(lead, lineEnd), true
	case old.Start > lineEnd:
		return old.End, s.comment(lead, lineEnd), true
	case s.isFlow(old):
		lineEnd = s.lineEnd(old.End)
		return lineEnd, s.comment(old.End, lineEnd), true
	case s.Source[old.Start] == '|' || s.Source[old.Start] == '>':
		return max(old.End, lineEnd), s.comment(old.Start+1, lineEnd), true
	}
	return lineEnd, s.comment(old.End, lineEnd), old.End <= lineEnd && old.Kind != Mapping && old.Kind != Sequence
}

// lineEnd returns the end of the text on the line of an offset.
func (s *setter) lineEnd(offset int) int {
	line, _ := cutLine(s.Source, offset)
	return offset + len(bytes.TrimRight(line, " \t\r"))
}

// comment returns a comment with the white space before it, or "".
func (s *setter) comment(from, to int) string {
	if from >= to {
		return ""
	}
	text := string(s.Source[from:to])
	at := strings.IndexByte(text, '#')
	if at < 0 {
		return ""
	}
	return text[len(strings.TrimRight(text[:at], " ")):]
}

// newKey returns the edit that adds a key to the mapping that is there.
func (s *setter) newKey(order func([]string) []string) []Edit {
	key, pairs := s.still[0], s.at.Pairs
	v := nest(s.still[1:], s.value)
	if s.flow || s.isFlow(s.at) {
		last := pairs[len(pairs)-1]
		end := max(last.Key.End, last.Value.End)
		return []Edit{{end, end, ", " + key + ": " + flowText(v)}}
	}
	at := len(pairs) - 1
	if keys := order(s.had); slices.Contains(keys, key) {
		before := keys[:slices.Index(keys, key)]
		for i, p := range slices.Backward(pairs) {
			if slices.Contains(before, p.Key.Text) {
				at = i
				break
			}
		}
	}
	indent := strings.Repeat(" ", s.column(pairs[0].Key.Start))
	var b bytes.Buffer
	b.WriteString(indent + key + ":")
	formatValue(&b, v, indent+"  ")
	return s.below(max(pairs[at].Key.End, pairs[at].Value.End), b.String())
}

// newEntry returns the edit that adds an entry to the list that is there.
func (s *setter) newEntry() []Edit {
	items := s.at.Items
	last, v := items[len(items)-1], nest(s.still[1:], s.value)
	if s.flow || s.isFlow(s.at) {
		return []Edit{{last.End, last.End, ", " + flowText(v)}}
	}
	before := bytes.TrimRight(s.Source[:items[0].Start], " \r\n")
	if !bytes.HasSuffix(before, []byte("-")) {
		return nil
	}
	var b bytes.Buffer
	formatItem(&b, v, strings.Repeat(" ", s.column(len(before)-1)))
	return s.below(last.End, b.String())
}

// below returns the edit that adds lines below the line of an offset.
func (s *setter) below(offset int, lines string) []Edit {
	_, next := cutLine(s.Source, offset)
	return []Edit{{next, next, s.lineEnds(lines)}}
}

// lineEnds gives lines the ends that those of the file have.
func (s *setter) lineEnds(text string) string {
	if bytes.Contains(s.Source, []byte("\r\n")) {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// flowText writes a value on one line, in a form that is valid both on a line of its own and between brackets.
func flowText(v *Value) string {
	var parts []string
	switch v.Kind {
	case Mapping:
		for _, p := range v.Pairs {
			parts = append(parts, p.Key.Text+": "+flowText(p.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case Sequence:
		for _, item := range v.Items {
			parts = append(parts, flowText(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case String:
		return Scalar(v.Text)
	}
	return v.Text
}

// onlySet reports whether a file equals this one except for the value at a path, which is the given one. A block scalar ends with a line break of its own.
func (f *File) onlySet(after *File, path []string, value *Value) bool {
	if after.Front == nil || len(after.Problems) > len(f.Problems) || !bytes.Equal(after.Body(), f.Body()) {
		return false
	}
	got := after.Front.At(path...)
	if got == nil || !got.Same(value, func(a, b string) bool { return strings.TrimSuffix(a, "\n") == b }) {
		return false
	}
	return after.Front.Equal(replaced(f.Front, path, got))
}

// replaced returns a value with another at a path below it.
func replaced(v *Value, path []string, with *Value) *Value {
	if len(path) == 0 {
		return with
	}
	if v == nil || v.Kind != Mapping && v.Kind != Sequence || len(v.Pairs) == 0 && len(v.Items) == 0 {
		return nest(path, with)
	}
	out := &Value{Kind: v.Kind, Text: v.Text, Items: slices.Clone(v.Items), Pairs: slices.Clone(v.Pairs)}
	child := replaced(v.At(path[0]), path[1:], with)
	if v.Kind == Mapping {
		if p := out.Pair(path[0]); p != nil {
			p.Value = child
		} else {
			out.Pairs = append(out.Pairs, Pair{&Value{Kind: String, Text: path[0]}, child})
		}
		return out
	}
	if n, err := strconv.Atoi(path[0]); err == nil && n < len(out.Items) {
		out.Items[n] = child
	} else {
		out.Items = append(out.Items, child)
	}
	return out
}
