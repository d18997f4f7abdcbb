package casebook

import "bytes"

// Comment is a comment that stands behind an unquoted value in the front matter, or in its place. For YAML it is no part of the value: in `keuze: optie #2` the
// value is "optie".
type Comment struct {
	Start, End int    // from its sign up to the end of the line
	Value      *Value // the value before it; one without a place in the source where there is none, or where the comment follows a comma or bracket
	Glued      bool   // whether text follows its sign without a space, as nobody writes a comment and everybody a number
}

// Comments returns the comments behind unquoted values, in the order of the file. One that stands on a line of its own is none of them, unless it continues a
// text: it stands directly below that, is indented deeper than its key, and is Glued.
func (f *File) Comments() []Comment {
	var list []Comment
	if f.Parsed != nil && bytes.IndexByte(f.Source[:f.BodyStart], '#') >= 0 {
		f.comments(f.Parsed, &list)
	}
	return list
}

func (f *File) comments(v *Value, list *[]Comment) {
	for _, p := range v.Pairs {
		f.comments(p.Value, list)
	}
	if v.Kind == Sequence && v.Start < v.End && f.Source[v.Start] == '[' {
		f.commentBehind(&Value{Start: v.Start + 1, End: v.Start + 1}, list)
	}
	for _, item := range v.Items {
		f.comments(item, list)
	}
	if v.Kind != Sequence && v.Kind != Mapping && (v.Start == v.End || bytes.IndexByte([]byte(`"'|>`), f.Source[v.Start]) < 0) {
		f.commentBehind(v, list)
	}
}

// commentBehind adds the comment behind a value, if there is one.
func (f *File) commentBehind(v *Value, list *[]Comment) {
	line, next := cutLine(f.Source[:f.BodyStart], v.End)
	rest := bytes.TrimLeft(line, " ")
	if bytes.HasPrefix(rest, []byte(", ")) { // of the next item in a list nothing is left
		v, rest = &Value{Start: v.End, End: v.End}, bytes.TrimLeft(rest[1:], " ")
	}
	switch {
	case bytes.HasPrefix(rest, []byte("#")):
		f.addComment(v, v.End+len(line)-len(rest), list)
	case len(rest) == 0 && v.Kind == String && v.Start < v.End:
		below, _ := cutLine(f.Source[:f.BodyStart], next)
		text := bytes.TrimLeft(below, " ")
		if bytes.HasPrefix(text, []byte("#")) && glued(text) && len(below)-len(text) > f.indentAt(v.Start) {
			f.addComment(v, next+len(below)-len(text), list)
		}
	}
}

func (f *File) addComment(v *Value, start int, list *[]Comment) {
	line, _ := cutLine(f.Source, start)
	*list = append(*list, Comment{start, start + len(bytes.TrimRight(line, " \r")), v, glued(line)})
}

// glued reports whether text follows the sign of a comment without a space.
func glued(comment []byte) bool {
	return len(comment) > 1 && bytes.IndexByte([]byte(" \r\t#"), comment[1]) < 0
}

// indentAt returns how many spaces the line of an offset begins with.
func (f *File) indentAt(offset int) int {
	begin := bytes.LastIndexByte(f.Source[:offset], '\n') + 1
	return len(f.Source[begin:]) - len(bytes.TrimLeft(f.Source[begin:], " "))
}
