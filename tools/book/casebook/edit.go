package casebook

import (
	"bytes"
	"errors"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Edit replaces a range of bytes, End exclusive, by a text.
type Edit struct {
	Start, End int
	Text       string
}

// Apply returns a text with edits applied. Their order does not matter; they must not overlap.
func Apply(src []byte, edits ...Edit) []byte {
	if len(edits) == 0 {
		return src
	}
	edits = slices.Clone(edits)
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].Start < edits[j].Start })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, src[at:e.Start]...), e.Text...)
		at = e.End
	}
	return append(out, src[at:]...)
}

// ErrLayout means that a key can't be set without changing other parts of the file, because of the way it is written.
var ErrLayout = errors.New("the layout leaves no room for an edit")

// Put returns the source with a key of the front matter set to a value; every other byte stays as it is. The value is YAML, in a form that
// is valid both after a key and between braces. An existing key keeps its place and the comment behind it. A new key comes after the last
// key of the file that precedes it in order, or at the end when it is not in order.
//
// As YAML has many forms, Put parses the result again. The error is ErrLayout when anything else changed, or when the file has no front matter.
func (f *File) Put(key, value string, order []string) ([]byte, error) {
	if f.Front == nil {
		return nil, ErrLayout
	}
	var e Edit
	if p := f.Front.Pair(key); p != nil {
		e = f.replacing(p, value)
	} else {
		e = f.adding(key, value, order)
	}
	out := Apply(f.Source, e)
	if !f.onlyPut(Parse(f.Path, out), key, value) {
		return nil, ErrLayout
	}
	return out, nil
}

// replacing returns the edit that gives an existing key another value. It returns none when the old value contains a comment, which would be lost.
func (f *File) replacing(p *Pair, value string) Edit {
	e := Edit{p.Value.Start, p.Value.End, value}
	if between := f.Source[p.Key.End:e.Start]; e.Start == e.End {
		switch {
		case !bytes.ContainsRune(between, ':'):
			e.Text = ": " + value
		case !isSpace(f.Source[e.Start-1]):
			e.Text = " " + value
		}
	}
	if (p.Value.Kind == Mapping || p.Value.Kind == Sequence) && bytes.IndexByte(f.Source[e.Start:e.End], '#') >= 0 {
		return Edit{}
	}
	return e
}

// adding returns the edit that adds a new key.
func (f *File) adding(key, value string, order []string) Edit {
	pairs := f.Front.Pairs
	at := len(pairs)
	if rank := slices.Index(order, key); rank >= 0 {
		for at > 0 && !slices.Contains(order[:rank], pairs[at-1].Key.Text) {
			at--
		}
	}
	line := key + ": " + value
	if f.Front.Start < len(f.Source) && f.Source[f.Front.Start] == '{' {
		switch {
		case at < len(pairs):
			return Edit{pairs[at].Key.Start, pairs[at].Key.Start, line + ", "}
		case at > 0:
			last := max(pairs[at-1].Key.End, pairs[at-1].Value.End)
			return Edit{last, last, ", " + line}
		}
		return Edit{f.Front.Start + 1, f.Front.Start + 1, line}
	}
	after := f.FrontStart
	if at > 0 {
		after = pairs[at-1].Value.End
	}
	next := f.Closing()
	if at < len(pairs) {
		next = pairs[at].Key.Start
	}
	indent := ""
	if len(pairs) > 0 {
		first := pairs[0].Key.Start
		indent = string(f.Source[bytes.LastIndexByte(f.Source[:first], '\n')+1 : first])
	}
	start := BlockStart(f.Source, next, after)
	if at == 0 || !f.endsInBlock(pairs[at-1].Value) {
		start = f.skipBlank(start, after)
	}
	end := "\n"
	if bytes.HasSuffix(f.Source[:start], []byte("\r\n")) {
		end = "\r\n"
	}
	return Edit{start, start, indent + line + end}
}

// endsInBlock reports whether a value ends in a block scalar (| or >), to which empty lines may belong.
func (f *File) endsInBlock(v *Value) bool {
	switch {
	case len(v.Pairs) > 0:
		return f.endsInBlock(v.Pairs[len(v.Pairs)-1].Value)
	case len(v.Items) > 0:
		return f.endsInBlock(v.Items[len(v.Items)-1])
	}
	return v.Kind == String && v.Start < v.End && (f.Source[v.Start] == '|' || f.Source[v.Start] == '>')
}

// skipBlank returns the offset of the first of the empty lines directly above a line, but not before the offset after.
func (f *File) skipBlank(start, after int) int {
	for start > after {
		above := bytes.LastIndexByte(f.Source[:start-1], '\n') + 1
		if above <= after || len(bytes.TrimSpace(f.Source[above:start])) > 0 {
			break
		}
		start = above
	}
	return start
}

// Closing returns the byte offset of the line of dashes that ends the front matter.
func (f *File) Closing() int {
	front := bytes.TrimSuffix(f.Source[:f.BodyStart], []byte("\n"))
	return bytes.LastIndexByte(front, '\n') + 1
}

// BlockStart returns the byte offset of the first line that belongs to the line at an offset: the comment lines directly above it that
// are not indented deeper belong to it. It does not go before the offset after.
func BlockStart(src []byte, at, after int) int {
	start := bytes.LastIndexByte(src[:at], '\n') + 1
	indent := at - start
	for start > after {
		above := bytes.LastIndexByte(src[:start-1], '\n') + 1
		comment := bytes.TrimLeft(src[above:start], " \t")
		if above <= after || !bytes.HasPrefix(comment, []byte("#")) || start-above-len(comment) > indent {
			break
		}
		start = above
	}
	return start
}

// onlyPut reports whether a file equals this one except for a key, which has the given value.
func (f *File) onlyPut(after *File, key, value string) bool {
	if after.Front == nil || len(after.Problems) > len(f.Problems) || !bytes.Equal(after.Body(), f.Body()) {
		return false
	}
	want := Parse("", []byte(delimiter+"\n"+key+": "+value+"\n"+delimiter+"\n")).Front.Get(key)
	got := after.Front.Get(key)
	if want == nil || got == nil || !got.Equal(want) {
		return false
	}
	others := func(v *Value) *Value {
		return &Value{Kind: Mapping, Pairs: slices.DeleteFunc(slices.Clone(v.Pairs), func(p Pair) bool { return p.Key.Text == key })}
	}
	return others(after.Front).Equal(others(f.Front))
}

// Scalar returns a text as a YAML value for Put: unquoted when that has the same value, else in quotes.
func Scalar(text string) string {
	v := Parse("", []byte(delimiter+"\nkey: "+text+"\n"+delimiter+"\n")).Front.Get("key")
	if v != nil && v.Kind == String && v.Text == text && !strings.ContainsAny(text, ",[]{}\n") {
		return text
	}
	return strconv.Quote(text)
}
