package casebook

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// ValueKind is the form of a value in the front matter.
type ValueKind int

const (
	Null ValueKind = iota // no value
	String
	Bool
	Number
	Date // a date without quotes
	Sequence
	Mapping
)

// Value is one value of the front matter with its place in the file. Start and End are byte offsets, End exclusive; for
// an empty value both are the place where it would be.
type Value struct {
	Kind ValueKind
	// Text is the value of a scalar, with quotes and escapes resolved.
	Text       string
	Start, End int
	// Items holds the values of a sequence.
	Items []*Value
	// Pairs holds the keys and values of a mapping, in the order of the file.
	Pairs []Pair
}

// Pair is one key in a mapping, with its value.
type Pair struct {
	Key, Value *Value
}

// Get returns the value of a key in a mapping, or nil.
func (v *Value) Get(key string) *Value {
	if p := v.Pair(key); p != nil {
		return p.Value
	}
	return nil
}

// Pair returns the key with its value in a mapping, or nil.
func (v *Value) Pair(key string) *Pair {
	if v == nil {
		return nil
	}
	for i := range v.Pairs {
		if v.Pairs[i].Key.Text == key {
			return &v.Pairs[i]
		}
	}
	return nil
}

// Blank reports whether a value is empty: missing, only white space, or with only blank entries.
func (v *Value) Blank() bool {
	if v == nil {
		return true
	}
	switch v.Kind {
	case Null:
		return true
	case String:
		return strings.TrimSpace(v.Text) == ""
	case Sequence:
		for _, item := range v.Items {
			if !item.Blank() {
				return false
			}
		}
		return true
	case Mapping:
		for _, p := range v.Pairs {
			if !p.Value.Blank() {
				return false
			}
		}
		return true
	}
	return false
}

// Equal reports whether two values are equal, regardless of their places and the order of their keys.
func (v *Value) Equal(other *Value) bool {
	return v.Same(other, func(a, b string) bool { return a == b })
}

// Same reports whether two values are equal, regardless of their places and the order of their keys. same compares texts.
func (v *Value) Same(other *Value, same func(a, b string) bool) bool {
	if v.Kind != other.Kind || len(v.Items) != len(other.Items) || len(v.Pairs) != len(other.Pairs) || !same(v.Text, other.Text) {
		return false
	}
	for i := range v.Items {
		if !v.Items[i].Same(other.Items[i], same) {
			return false
		}
	}
	for _, p := range v.Pairs {
		if o := other.Get(p.Key.Text); o == nil || !p.Value.Same(o, same) {
			return false
		}
	}
	return true
}

// locator converts the lines and columns of the YAML parser to byte offsets in the file.
type locator struct {
	src        []byte
	start, end int // of the YAML in src
	lines      []int
	last       struct{ line, column, offset int } // the answer of offset before this one: mostly the next one stands behind it
	flow       int                                // how many brackets are open
	problems   []Problem
}

func newLocator(src []byte, start, end int) *locator {
	l := &locator{src: src, start: start, end: end, lines: []int{start}}
	for i := start; i < end; i++ {
		if src[i] == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	return l
}

// offset returns the byte offset of a line and column of the parser, which count from 1, columns in code points.
func (l *locator) offset(line, column int) int {
	if line > len(l.lines) {
		return l.end
	}
	i, at := l.lines[max(line, 1)-1], 1
	if line == l.last.line && column >= l.last.column {
		i, at = l.last.offset, l.last.column
	}
	for ; at < column && i < l.end; at++ {
		_, size := utf8.DecodeRune(l.src[i:])
		i += size
	}
	l.last.line, l.last.column, l.last.offset = line, at, i
	return i
}

// read converts a node of the parser to a Value, and collects the problems that only show in the tree.
func (l *locator) read(n *yaml.Node) (*Value, []Problem) {
	v := l.value(n)
	return v, l.problems
}

func (l *locator) value(n *yaml.Node) *Value {
	start := l.offset(n.Line, n.Column)
	v := &Value{Start: start}
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		l.problems = append(l.problems, Problem{Kind: Alias, Start: start, End: l.wordEnd(start), Detail: n.Value})
	}
	if n.Style&yaml.TaggedStyle != 0 || start < l.end && l.src[start] == '!' {
		l.problems = append(l.problems, Problem{Kind: Tag, Start: start, End: l.wordEnd(start), Detail: n.Tag})
	}
	begin := l.skipProperties(start)
	if n.Style&yaml.FlowStyle != 0 {
		l.flow++
		defer func() { l.flow-- }()
	}
	switch n.Kind {
	case yaml.MappingNode:
		v.Kind, v.End = Mapping, begin
		seen := make(map[string]bool, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := l.value(n.Content[i]), l.value(n.Content[i+1])
			if n.Content[i].Tag == "!!merge" {
				l.problems = append(l.problems, Problem{Kind: Alias, Start: key.Start, End: key.End, Detail: key.Text})
			}
			if n.Content[i].Kind != yaml.AliasNode && !l.isPlainKey(key, n.Content[i]) {
				l.problems = append(l.problems, Problem{Kind: Ambiguous, Start: key.Start, End: key.End, Detail: Key})
			}
			if block := n.Content[i+1].Style & (yaml.LiteralStyle | yaml.FoldedStyle); block != 0 && bytes.IndexByte(l.src[key.End:max(key.End, value.Start)], '\n') >= 0 {
				l.problems = append(l.problems, Problem{Kind: Ambiguous, Start: value.Start, End: value.End, Detail: Header})
			}
			if folded := strings.ToLower(key.Text); seen[folded] { // Hugo knows no capitals in keys
				l.problems = append(l.problems, Problem{Kind: DuplicateKey, Start: key.Start, End: key.End, Detail: key.Text})
			}
			seen[strings.ToLower(key.Text)] = true
			v.Pairs = append(v.Pairs, Pair{key, value})
			v.End = max(v.End, key.End, value.End)
		}
		if n.Style&yaml.FlowStyle != 0 {
			v.End = l.flowEnd(begin, v.End, '}')
		}
	case yaml.SequenceNode:
		v.Kind, v.End = Sequence, begin
		for _, c := range n.Content {
			item := l.value(c)
			v.Items = append(v.Items, item)
			v.End = max(v.End, item.End)
		}
		if n.Style&yaml.FlowStyle != 0 {
			v.End = l.flowEnd(begin, v.End, ']')
		}
	case yaml.AliasNode:
		v.Kind, v.End = String, l.wordEnd(start)
	default:
		v.Kind, v.Text = scalarKind(n), n.Value
		v.End = l.scalarEnd(n, begin)
		if ambiguity := l.ambiguity(n, v, begin); ambiguity != "" {
			l.problems = append(l.problems, Problem{Kind: Ambiguous, Start: v.Start, End: v.End, Detail: ambiguity})
		}
	}
	return v
}

// isPlainKey reports whether a key is written so that every parser finds it: a word, or a text in quotes, with its colon on the same line.
func (l *locator) isPlainKey(key *Value, n *yaml.Node) bool {
	next := bytes.TrimLeft(l.src[key.End:l.end], " ")
	switch {
	case len(next) > 0 && (next[0] == '\n' || next[0] == '\r' || next[0] == '#'):
		return false
	case key.Kind == Null || key.Kind == Sequence || key.Kind == Mapping || l.isExplicit(key.Start):
		return false
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return true
	}
	return !strings.ContainsAny(key.Text, ":*&!{}[],#?|>@`%\"'\n")
}

// isExplicit reports whether a question mark stands before a key, at the begin of a line or of what stands between commas.
func (l *locator) isExplicit(key int) bool {
	before := bytes.TrimRight(l.src[l.start:key], " \n\r")
	before, marked := bytes.CutSuffix(before, []byte("?"))
	before = bytes.TrimRight(before, " ")
	return marked && (len(before) == 0 || bytes.IndexByte([]byte("\n\r{,[-"), before[len(before)-1]) >= 0)
}

func scalarKind(n *yaml.Node) ValueKind {
	switch n.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int", "!!float":
		return Number
	case "!!timestamp":
		return Date
	}
	return String
}

// skipProperties returns the offset after an anchor and a tag in front of a value.
func (l *locator) skipProperties(i int) int {
	for i < l.end && (l.src[i] == '&' || l.src[i] == '!') {
		i = l.wordEnd(i)
		for i < l.end && (l.src[i] == ' ' || l.src[i] == '\t') {
			i++
		}
	}
	return i
}

func (l *locator) wordEnd(i int) int {
	for i < l.end && !bytes.ContainsRune([]byte(" \t\r\n,[]{}"), rune(l.src[i])) {
		i++
	}
	return i
}

// flowEnd returns the offset after the bracket that closes a flow collection, searching from the end of its last
// value. Only white space, commas and comments can be in between.
func (l *locator) flowEnd(begin, last int, bracket byte) int {
	i := max(begin+1, last)
	for i < l.end && l.src[i] != bracket {
		if l.src[i] == '#' {
			_, i = cutLine(l.src, i)
			continue
		}
		i++
	}
	return min(i+1, l.end)
}

func (l *locator) scalarEnd(n *yaml.Node, begin int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for i := begin + 1; i < l.end; i++ {
			switch l.src[i] {
			case '\\':
				i++
			case '"':
				return i + 1
			}
		}
		return l.end
	case n.Style&yaml.SingleQuotedStyle != 0:
		for i := begin + 1; i < l.end; i++ {
			if l.src[i] != '\'' {
				continue
			}
			if i+1 < l.end && l.src[i+1] == '\'' {
				i++
				continue
			}
			return i + 1
		}
		return l.end
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return l.blockEnd(begin, n)
	}
	return l.plainEnd(begin, n.Value)
}

// blockEnd returns the end of the last line with text of a block scalar. A literal one (|) has as many such lines as its
// value; a folded one (>) continues as long as the lines are indented.
func (l *locator) blockEnd(begin int, n *yaml.Node) int {
	header, next := cutLine(l.src[:l.end], begin)
	end := begin + len(bytes.TrimRight(header, " \t\r"))
	count := 0
	for line := range strings.SplitSeq(n.Value, "\n") {
		if strings.Trim(line, " \t") != "" {
			count++
		}
	}
	folded := n.Style&yaml.FoldedStyle != 0
	indent := -1
	for next < l.end && count > 0 {
		line, after := cutLine(l.src[:l.end], next)
		if text := bytes.TrimRight(line, " \t\r"); len(text) > 0 {
			depth := len(text) - len(bytes.TrimLeft(text, " "))
			if indent < 0 {
				indent = depth
			}
			if folded && depth < indent {
				break
			}
			end = next + len(text)
			if !folded {
				count--
			}
		}
		next = after
	}
	return end
}

// ambiguity returns the case in which Hugo's parser reads a text differently, or "":
//
//	empty-block  a comment or a quoted key below an empty block scalar, or an empty one that keeps its line breaks (|+)
//	indicator    a block scalar with an indentation indicator (|2)
//	flow         an unquoted text between brackets that continues on the next line
//	dash         an unquoted text that continues with a dash on the next line, as a list item begins
func (l *locator) ambiguity(n *yaml.Node, v *Value, begin int) string {
	text := l.src[begin:v.End]
	header, rest, more := bytes.Cut(text, []byte("\n"))
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		sign, _, _ := bytes.Cut(header, []byte("#"))
		switch {
		case bytes.ContainsAny(sign, "123456789"):
			return "indicator"
		case v.Blank() && (bytes.ContainsRune(sign, '+') || l.swallows(v.End)):
			return "empty-block"
		}
		return ""
	}
	if n.Style == 0 && more {
		if l.flow > 0 {
			return Flow
		}
		for line := range bytes.Lines(rest) {
			if line = bytes.TrimSpace(line); bytes.HasPrefix(line, []byte("- ")) || string(line) == "-" {
				return "dash"
			}
		}
	}
	return ""
}

// swallows reports whether the next line with text is a comment, or begins with a quoted key. Below an empty block scalar, Hugo's parser rejects a comment
// and silently drops a quoted key.
func (l *locator) swallows(end int) bool {
	_, next := cutLine(l.src[:l.end], end)
	for next < l.end {
		line, after := cutLine(l.src[:l.end], next)
		if text := bytes.TrimSpace(line); len(text) > 0 {
			return text[0] == '#' || text[0] == '"' || text[0] == '\''
		}
		next = after
	}
	return false
}

// plainEnd returns the end of an unquoted value. It finds the words of the value in the source, as YAML folds the white space between them.
func (l *locator) plainEnd(begin int, value string) int {
	i := begin
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return r < utf8.RuneSelf && isSpace(byte(r)) }) {
		for i < l.end && isSpace(l.src[i]) {
			i++
		}
		if !bytes.HasPrefix(l.src[i:l.end], []byte(word)) {
			break
		}
		i += len(word)
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
