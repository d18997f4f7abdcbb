package rules

import (
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// reading returns a text as it is read: its front matter as values, and the rest with the escapes that it may have. The name says whether all of it is YAML.
func reading(name, text string) notation.Text {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return readYAML(text)
	}
	if strings.HasPrefix(strings.TrimPrefix(text, "\ufeff"), "---") {
		return readFile(casebook.Parse(name, []byte(text)))
	}
	return notation.Guess(text)
}

// readFile returns the text of a file as it is read. Front matter that the parser can't read is searched as it stands.
func readFile(f *casebook.File) notation.Text {
	src := string(f.Source)
	b := notation.NewBuilder(src)
	if f.Parsed == nil {
		b.GuessYAML(0, min(f.BodyStart, len(src)))
		b.Guess(min(f.BodyStart, len(src)), len(src))
		return b.Text()
	}
	start := f.FrontStart + strings.IndexByte(src[f.FrontStart:], '\n') + 1
	end := f.Closing()
	b.Keep(0, start)
	b.YAML(start, end, scalars(make([]notation.Scalar, 0, (end-start)/64+16), f.Parsed, notation.Value, 0))
	b.Keep(end, f.BodyStart)
	b.Break(f.BodyStart) // the front matter ends
	b.Guess(f.BodyStart, len(src))
	return b.Text()
}

// separator is the line between the documents of YAML.
const separator = "---\n"

// readYAML returns the text of YAML, of one document or more.
func readYAML(src string) notation.Text {
	b := notation.NewBuilder(src)
	for at := 0; at < len(src); {
		end, next := len(src), len(src)
		if strings.HasPrefix(src[at:], separator) {
			at += len(separator)
		}
		if i := strings.Index(src[at:], "\n"+separator); i >= 0 {
			end = at + i + 1
			next = end + len(separator)
		}
		document := strings.TrimSuffix(src[at:end], "\n") + "\n"
		f := casebook.Parse("", []byte(separator+document+separator))
		b.Break(at)
		if f.Parsed != nil && f.BodyStart == len(f.Source) {
			b.YAML(at, end, scalars(nil, f.Parsed, notation.Value, at-len(separator)))
		} else {
			b.GuessYAML(at, end)
		}
		at = next
	}
	return b.Text()
}

// scalars appends the keys and values of a tree in the order of the source, with their offsets moved by shift.
func scalars(list []notation.Scalar, v *casebook.Value, role notation.Role, shift int) []notation.Scalar {
	switch {
	case v.Kind == casebook.Mapping:
		for i, p := range v.Pairs {
			at := len(list)
			list = scalars(list, p.Key, notation.Key, shift)
			if at < len(list) {
				list[at].First = role == notation.Item && i == 0
			}
			list = scalars(list, p.Value, notation.Value, shift)
		}
		return list
	case v.Kind == casebook.Sequence:
		for _, item := range v.Items {
			list = scalars(list, item, notation.Item, shift)
		}
		return list
	case v.Start == v.End:
		return list
	}
	return append(list, notation.Scalar{Start: v.Start + shift, End: v.End + shift, Text: v.Text, Role: role, Number: v.Kind == casebook.Number})
}
