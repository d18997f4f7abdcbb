// Package notation turns a source into the text that its readers see: YAML and JSON without quotes and escapes, with the place of each byte in the source.
// A search is of the text, so that it makes no difference how a value is written; what it finds stands at the bytes of the source. The package knows no
// personal data, no files and no casebook.
//
// The text of YAML and of JSON has one form: each key begins a paragraph, as "key: value", and so does each item of a list, as "- value". A value of
// several lines begins on a line of its own. Numbers in a list stay on one line, as they may be a pair of coordinates.
//
// Parsing YAML is left to the caller, who gives the scalars that its parser read with their places: YAML checks each of them against what it decodes.
package notation

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Text is a text as it is read.
type Text struct {
	Text string
	Map  Map
}

// Plain returns a source that reads as it is written.
func Plain(src string) Text { return Text{Text: src} }

// Map says where in the source each byte of a text stands. The zero Map is that of a text which is its source.
type Map struct{ runs []run }

// run says where the bytes of a text stand from offset at up to the next run.
type run struct {
	at       int32
	from, to int32 // in the source
	form     form
}

// form is how the bytes of a run are written in the source.
type form uint8

const (
	same   form = iota // as they are, one by one
	coded              // as escapes or the like: each byte of the run stands for the whole range
	packed             // in groups that hold parts of other characters too, as in base64
)

// Same reports whether the text is its source, byte for byte.
func (m Map) Same() bool { return m.runs == nil }

// Span returns the range of the source for the bytes [start, end) of the text.
func (m Map) Span(start, end int) (from, to int) {
	switch {
	case m.runs == nil:
		return start, end
	case len(m.runs) == 0:
		return 0, 0
	}
	if end <= start {
		from, _ = m.one(start)
		return from, from
	}
	i, j := m.find(start), m.find(end-1)
	from, _ = m.runs[i].span(start)
	_, to = m.runs[j].span(end - 1)
	if from > to { // the text has another order than the source
		return to, from
	}
	return from, to
}

// Packed reports whether a part of [start, end) of the text is written in such a way that its bytes in the source can't be replaced by a text.
func (m Map) Packed(start, end int) bool {
	for i := m.find(start); i < len(m.runs) && int(m.runs[i].at) < end; i++ {
		if m.runs[i].form == packed {
			return true
		}
	}
	return false
}

// find returns the index of the run with an offset of the text.
func (m Map) find(at int) int {
	return max(0, sort.Search(len(m.runs), func(i int) bool { return int(m.runs[i].at) > at })-1)
}

func (m Map) one(at int) (from, to int) { return m.runs[m.find(at)].span(at) }

// span returns the range of the source for one byte of the run.
func (r run) span(at int) (from, to int) {
	if r.form != same {
		return int(r.from), int(r.to)
	}
	from = int(r.from) + at - int(r.at)
	return from, min(from+1, int(r.to))
}

// Of returns a text whose source is itself a text, with its places in the source of that one.
func (t Text) Of(outer Text) Text {
	switch {
	case outer.Map.Same():
		return t
	case t.Map.Same():
		return Text{t.Text, outer.Map}
	}
	b := Builder{text: []byte(t.Text)}
	for i, r := range t.Map.runs {
		end := len(t.Text)
		if i+1 < len(t.Map.runs) {
			end = int(t.Map.runs[i+1].at)
		}
		if r.form != same {
			from, to := outer.Map.Span(int(r.from), int(r.to))
			kind := r.form
			if outer.Map.Packed(int(r.from), int(r.to)) {
				kind = packed
			}
			b.runs = append(b.runs, run{r.at, int32(from), int32(to), kind})
			continue
		}
		for at := int(r.at); at < end; { // each run of the source that this one touches
			inner := int(r.from) + at - int(r.at)
			j := outer.Map.find(inner)
			o := outer.Map.runs[j]
			next := end
			if j+1 < len(outer.Map.runs) {
				next = min(end, at+int(outer.Map.runs[j+1].at)-inner)
			}
			if next <= at {
				next = end
			}
			from, to := o.span(inner)
			if o.form == same {
				to = from + next - at
			}
			b.runs = append(b.runs, run{int32(at), int32(from), int32(to), o.form})
			at = next
		}
	}
	return Text{t.Text, Map{b.runs}}
}

// Builder makes a Text from the pieces of a source.
type Builder struct {
	src  string
	text []byte
	runs []run
}

// NewBuilder returns a Builder for a source.
func NewBuilder(src string) *Builder {
	return &Builder{src: src, text: make([]byte, 0, len(src)+len(src)/16+64)}
}

// NewPiece returns a Builder for a small piece of a source.
func NewPiece(src string) *Builder { return &Builder{src: src} }

// Keep appends the bytes [from, to) of the source as they are.
func (b *Builder) Keep(from, to int) {
	if from >= to {
		return
	}
	if last := len(b.runs) - 1; last >= 0 && b.runs[last].form == same && int(b.runs[last].to) == from {
		b.runs[last].to = int32(to)
	} else {
		b.runs = append(b.runs, run{int32(len(b.text)), int32(from), int32(to), same})
	}
	b.text = append(b.text, b.src[from:to]...)
}

// Put appends a text that stands for the bytes [from, to) of the source.
func (b *Builder) Put(text string, from, to int) { b.put(text, from, to, coded) }

// Pack is Put for bytes that can't be replaced by a text, as they hold parts of other characters.
func (b *Builder) Pack(text string, from, to int) { b.put(text, from, to, packed) }

func (b *Builder) put(text string, from, to int, kind form) {
	if text == "" {
		return
	}
	if last := len(b.runs) - 1; last < 0 || b.runs[last] != (run{b.runs[last].at, int32(from), int32(to), kind}) {
		b.runs = append(b.runs, run{int32(len(b.text)), int32(from), int32(to), kind})
	}
	b.text = append(b.text, text...)
}

// PutRune appends a character that stands for the bytes [from, to) of the source.
func (b *Builder) PutRune(r rune, from, to int) {
	var buf [utf8.UTFMax]byte
	b.Put(string(buf[:utf8.EncodeRune(buf[:], r)]), from, to)
}

// Add appends a text whose source is that of the Builder.
func (b *Builder) Add(t Text) {
	if t.Map.Same() {
		b.Keep(0, len(t.Text))
		return
	}
	shift := int32(len(b.text))
	for _, r := range t.Map.runs {
		r.at += shift
		b.runs = append(b.runs, r)
	}
	b.text = append(b.text, t.Text...)
}

// Break ends a paragraph, at an offset of the source.
func (b *Builder) Break(at int) {
	switch {
	case len(b.text) == 0 || strings.HasSuffix(string(b.text[max(0, len(b.text)-2):]), "\n\n"):
	case b.text[len(b.text)-1] == '\n':
		b.Put("\n", at, at)
	default:
		b.Put("\n\n", at, at)
	}
}

// Line ends a line, at an offset of the source.
func (b *Builder) Line(at int) {
	if n := len(b.text); n > 0 && b.text[n-1] != '\n' {
		b.Put("\n", at, at)
	}
}

// Len is the length of the text so far.
func (b *Builder) Len() int { return len(b.text) }

// Text returns the text so far.
func (b *Builder) Text() Text {
	runs := b.runs
	if len(runs) == 1 && runs[0].form == same && runs[0].from == 0 && int(runs[0].to) == len(b.src) {
		return Text{Text: b.src}
	}
	if runs == nil {
		runs = []run{}
	}
	return Text{string(b.text), Map{runs}}
}

// mark and back remember and restore a state of the Builder, to try one way of decoding after another.
func (b *Builder) mark() (text, runs int, last run) {
	if len(b.runs) > 0 {
		last = b.runs[len(b.runs)-1]
	}
	return len(b.text), len(b.runs), last
}

func (b *Builder) back(text, runs int, last run) {
	b.text, b.runs = b.text[:text], b.runs[:runs]
	if runs > 0 {
		b.runs[runs-1] = last
	}
}

// entry appends what stands before a key or value in the text: the border with what came before it.
func (b *Builder) entry(item bool, at int) {
	b.Break(at)
	if item {
		b.Put("- ", at, at)
	}
}

// Slice returns the bytes [start, end) of the text, with their places.
func (t Text) Slice(start, end int) Text {
	if t.Map.Same() {
		return Text{t.Text[start:end], Map{[]run{{0, int32(start), int32(end), same}}}}
	}
	s := Text{Text: t.Text[start:end], Map: Map{[]run{}}}
	for i := t.Map.find(start); i < len(t.Map.runs) && int(t.Map.runs[i].at) < end; i++ {
		r := t.Map.runs[i]
		if skip := start - int(r.at); skip > 0 && r.form == same {
			r.from += int32(skip)
		}
		r.at = max(0, r.at-int32(start))
		s.Map.runs = append(s.Map.runs, r)
	}
	return s
}
