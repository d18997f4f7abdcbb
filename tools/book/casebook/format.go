package casebook

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Format returns a file with this front matter and body. It uses the content of the values, not their places. A text of several lines becomes a block
// scalar (|), which ends with a line break.
func Format(front *Value, body string) []byte {
	var b bytes.Buffer
	b.WriteString(delimiter + "\n")
	formatPairs(&b, front.Pairs, "")
	b.WriteString(delimiter + "\n")
	if body = strings.TrimSpace(body); body != "" {
		b.WriteString("\n" + body + "\n")
	}
	return b.Bytes()
}

func formatPairs(b *bytes.Buffer, pairs []Pair, indent string) {
	for i, p := range pairs {
		if i > 0 || !strings.HasSuffix(indent, "- ") {
			b.WriteString(strings.ReplaceAll(indent, "-", " "))
		}
		b.WriteString(p.Key.Text + ":")
		formatValue(b, p.Value, strings.ReplaceAll(indent, "-", " ")+"  ")
	}
}

// formatValue writes a value after its key, and the lines below it at an indentation.
func formatValue(b *bytes.Buffer, v *Value, indent string) {
	switch {
	case v.Kind == Mapping && len(v.Pairs) > 0:
		b.WriteByte('\n')
		formatPairs(b, v.Pairs, indent)
	case v.Kind == Sequence && !slices.ContainsFunc(v.Items, func(i *Value) bool { return i.Kind != String || strings.ContainsFunc(i.Text, unicode.IsSpace) }):
		var words []string
		for _, i := range v.Items {
			words = append(words, Scalar(i.Text))
		}
		b.WriteString(" [" + strings.Join(words, ", ") + "]\n")
	case v.Kind == Sequence:
		b.WriteByte('\n')
		for _, i := range v.Items {
			formatItem(b, i, indent)
		}
	case v.Kind == String:
		formatText(b, v.Text, indent)
	case v.Kind == Null || v.Kind == Mapping:
		b.WriteByte('\n')
	default:
		b.WriteString(" " + v.Text + "\n")
	}
}

// formatItem writes an entry of a list on lines of its own, its dash at an indentation.
func formatItem(b *bytes.Buffer, v *Value, indent string) {
	b.WriteString(indent + "-")
	switch {
	case v.Kind == Mapping && len(v.Pairs) > 0:
		b.WriteByte(' ')
		formatPairs(b, v.Pairs, indent+"- ")
	case v.Kind == String && !strings.Contains(v.Text, "\n"):
		b.WriteString(" " + Scalar(v.Text) + "\n")
	default:
		formatValue(b, v, indent+"  ")
	}
}

func formatText(b *bytes.Buffer, text, indent string) {
	const line = 80 // a longer text is easier to edit on the lines below its key
	switch lines := strings.TrimRight(text, "\n"); {
	case !strings.Contains(text, "\n") && len(text) <= line:
		b.WriteString(" " + Scalar(text) + "\n")
	case !fitsBlock(lines):
		b.WriteString(" " + strconv.Quote(text) + "\n")
	default:
		formatBlock(b, lines, indent)
	}
}

// Rewritten returns edits that write each value which parsers read differently (Ambiguous, or with a Tag that only says what it is) in a way that they all read
// as this one does. The values stay the same.
func (f *File) Rewritten() []Edit {
	odd, tagged := map[int]bool{}, map[int]bool{}
	for _, p := range f.Problems {
		odd[p.Start] = odd[p.Start] || p.Kind == Ambiguous
		tagged[p.Start] = tagged[p.Start] || p.Kind == Tag && slices.Contains(plainTags, string(f.Source[p.Start:p.End]))
	}
	var edits []Edit
	var visit func(v *Value, key *Value, flow bool)
	visit = func(v *Value, key *Value, flow bool) {
		flow = flow || v.Start < v.End && (f.Source[v.Start] == '[' || f.Source[v.Start] == '{')
		for i := range v.Pairs {
			visit(v.Pairs[i].Value, v.Pairs[i].Key, flow)
		}
		for _, item := range v.Items {
			visit(item, nil, flow)
		}
		switch {
		case tagged[v.Start] && v.Kind == String:
			edits = append(edits, Edit{v.Start, v.End, strconv.Quote(v.Text)})
		case tagged[v.Start] && v.Kind != Sequence && v.Kind != Mapping:
			edits = append(edits, Edit{v.Start, v.End, v.Text})
		case v.Kind == String && v.Start < v.End && odd[v.Start]:
			edits = append(edits, f.rewritten(v, key, flow))
		}
	}
	if f.Parsed != nil {
		visit(f.Parsed, nil, false)
	}
	return edits
}

// plainTags are the tags of values that are what they are without one.
var plainTags = []string{"!!str", "!!bool", "!!int", "!!float", "!!null", "!!timestamp"}

// rewritten returns the edit for one text: a long one becomes a block on the lines below its key, where there is room for that.
func (f *File) rewritten(v, key *Value, flow bool) Edit {
	e := Edit{v.Start, v.End, strconv.Quote(v.Text)}
	begin := bytes.LastIndexByte(f.Source[:v.Start], '\n') + 1
	before := string(f.Source[begin:v.Start])
	if key != nil && key.Start < begin { // the key stands on a line above: then the text begins behind it
		e.Start, e.Text = key.End, ": "+e.Text
		return e
	}
	depth := len(before) - len(strings.TrimLeft(before, " "))
	for strings.HasPrefix(before[depth:], "- ") {
		depth += len("- ")
	}
	text, breaks := strings.CutSuffix(v.Text, "\n")
	if flow || strings.TrimSpace(before) == "" || !fitsBlock(text) || strings.HasSuffix(text, "\n") {
		return e
	}
	if key != nil {
		depth += len("  ")
	}
	header := "|-"
	if breaks {
		header = "|"
	}
	var b strings.Builder
	b.WriteString(header)
	for l := range strings.SplitSeq(text, "\n") {
		b.WriteByte('\n')
		if l != "" {
			b.WriteString(strings.Repeat(" ", depth) + l)
		}
	}
	e.Text = b.String()
	return e
}

// formatBlock writes a text as a block scalar, its lines at an indentation.
func formatBlock(b *bytes.Buffer, lines, indent string) {
	b.WriteString(" |\n")
	for l := range strings.SplitSeq(lines, "\n") {
		if l != "" {
			b.WriteString(indent + l)
		}
		b.WriteByte('\n')
	}
}

// fitsBlock reports whether lines can be written in a block scalar (|).
func fitsBlock(lines string) bool {
	return lines != "" && !strings.HasPrefix(lines, " ") && !strings.HasPrefix(lines, "\n") && !strings.ContainsFunc(lines, notInBlock)
}

// notInBlock reports whether a character can't be written in a block scalar (|).
func notInBlock(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == unicode.ReplacementChar
}
