package casebook

import (
	"bytes"
	"slices"
	"strings"
)

// plainReader reads YAML that is written as nearly all front matter and data is: keys of one word, texts on one line or below a |, short lists and maps
// between brackets, and comments on lines of their own. It does so in one pass, many times faster than the parser of YAML, and gives what that parser and
// locator give. At anything else it stops, however valid, and the parser reads the whole.
type plainReader struct {
	text  string // the front matter
	start int    // its offset in the file
	at    int    // the begin of the line that is to be read
	fresh []Value
	made  int // how many values there are
	deep  int // how many maps and lists are open
	pairs []Pair
	items []*Value
}

// ReadPlain returns the value of a file of YAML, or nil when it has anything that only the parser of YAML can read, or that is wrong.
func ReadPlain(src []byte) *Value {
	if _, bad := unfit(src); bad || bytes.IndexByte(src, '\t') >= 0 || lineSeparator(src) >= 0 {
		return nil
	}
	return readPlain(src, 0)
}

// readPlain returns the value of front matter that begins at an offset in the file, or nil when it has anything that only the parser of YAML can read.
// The text is UTF-8 without tabs, control characters and line separators.
func readPlain(text []byte, start int) *Value {
	// 0xef begins all characters that the parser refuses, and few others.
	if !bytes.HasSuffix(text, []byte("\n")) || bytes.IndexByte(text, '\r') >= 0 || bytes.IndexByte(text, 0xef) >= 0 {
		return nil
	}
	p := &plainReader{text: string(text), start: start}
	if indent, _, ok := p.next(); !ok || indent != 0 {
		return nil
	}
	root := p.mapping(0)
	if root == nil || p.at < len(p.text) {
		return nil
	}
	return root
}

// next passes over empty lines and comments, and returns how deep the next line with text stands, and its text. It is not ok at the end, and at a line of
// spaces alone.
func (p *plainReader) next() (indent int, line string, ok bool) {
	for {
		if indent, line, ok = p.nextText(); !ok || line[0] != '#' {
			return indent, line, ok
		}
		if p.at += indent + len(line) + 1; p.at > len(p.text) {
			p.at = len(p.text)
		}
	}
}

// nextText is next inside a text, in which nothing is a comment.
func (p *plainReader) nextText() (indent int, line string, ok bool) {
	for p.at < len(p.text) && p.text[p.at] == '\n' {
		p.at++
	}
	line = p.line(p.at)
	for indent < len(line) && line[indent] == ' ' {
		indent++
	}
	return indent, line[indent:], indent < len(line)
}

// line returns the line at an offset, without its end.
func (p *plainReader) line(at int) string {
	if i := strings.IndexByte(p.text[at:], '\n'); i >= 0 {
		return p.text[at : at+i]
	}
	return p.text[at:]
}

// value returns a new value that begins and ends at offsets in the text, or nil when there are too many.
func (p *plainReader) value(kind ValueKind, text string, start, end int) *Value {
	if p.made++; p.made > MaxValues {
		return nil
	}
	if len(p.fresh) == 0 {
		p.fresh = make([]Value, 64)
	}
	v := &p.fresh[0]
	p.fresh = p.fresh[1:]
	v.Kind, v.Text, v.Start, v.End = kind, text, p.start+start, p.start+end
	return v
}

// maxPlainKeys is how many keys of a map are compared with each other.
const maxPlainKeys = 100

// mapping reads the map whose keys stand at a depth, from the key that begins at p.at plus that depth.
func (p *plainReader) mapping(depth int) *Value {
	begin, mark := p.at+depth, len(p.pairs)
	if p.deep++; p.deep >= MaxDepth {
		return nil
	}
	v := p.value(Mapping, "", begin, begin)
	for v != nil {
		pair, ok := p.pair(p.at+depth, depth)
		if !ok || !p.isNew(pair.Key, mark) {
			return nil
		}
		p.pairs = append(p.pairs, pair)
		v.End = max(v.End, pair.Key.End, pair.Value.End)
		indent, _, ok := p.next()
		switch {
		case !ok && p.at < len(p.text), indent > depth:
			return nil
		case ok && indent == depth:
			continue
		}
		v.Pairs = slices.Clone(p.pairs[mark:])
		p.pairs, p.deep = p.pairs[:mark], p.deep-1
		return v
	}
	return nil
}

// isNew reports whether a map, whose pairs begin at a mark, is surely without a key so far.
func (p *plainReader) isNew(key *Value, mark int) bool {
	if len(p.pairs)-mark == maxPlainKeys {
		return false
	}
	for _, other := range p.pairs[mark:] {
		if strings.EqualFold(other.Key.Text, key.Text) {
			return false
		}
	}
	return true
}

// pair reads a key at an offset in the text and its value, in a map whose keys stand at a depth.
func (p *plainReader) pair(at, depth int) (_ Pair, ok bool) {
	end := at
	for isKeyByte(p.text[end]) {
		end++
	}
	if end == at || !isLetterByte(p.text[at]) || p.text[end] != ':' {
		return Pair{}, false
	}
	key := p.scalar(p.text[at:end], at, end)
	if key == nil || key.Kind != String {
		return Pair{}, false
	}
	behind := end + 1
	begin := behind
	for p.text[begin] == ' ' {
		begin++
	}
	if p.text[begin] != '\n' {
		if begin == behind {
			return Pair{}, false
		}
		value := p.inline(begin, depth)
		return Pair{key, value}, value != nil
	}
	if begin != behind {
		return Pair{}, false
	}
	p.at = begin + 1
	indent, line, ok := p.next()
	var value *Value
	switch {
	case !ok && p.at < len(p.text):
		return Pair{}, false
	case ok && indent >= depth && strings.HasPrefix(line, "- "):
		value = p.sequence(indent)
	case ok && indent > depth:
		value = p.mapping(indent)
	default:
		value = p.value(Null, "", behind, behind)
	}
	return Pair{key, value}, value != nil
}

// sequence reads the list whose dashes stand at a depth.
func (p *plainReader) sequence(depth int) *Value {
	begin, mark := p.at+depth, len(p.items)
	if p.deep++; p.deep >= MaxDepth {
		return nil
	}
	v := p.value(Sequence, "", begin, begin)
	for v != nil {
		item := p.item(depth)
		if item == nil {
			return nil
		}
		p.items = append(p.items, item)
		v.End = max(v.End, item.End)
		indent, line, ok := p.next()
		switch {
		case !ok && p.at < len(p.text), indent > depth:
			return nil
		case ok && indent == depth && strings.HasPrefix(line, "- "):
			continue
		}
		v.Items = slices.Clone(p.items[mark:])
		p.items, p.deep = p.items[:mark], p.deep-1
		return v
	}
	return nil
}

// item reads the item of a list whose dash stands at a depth in the line at p.at.
func (p *plainReader) item(depth int) *Value {
	at := p.at + depth + 1
	for p.text[at] == ' ' {
		at++
	}
	end := at
	for isKeyByte(p.text[end]) {
		end++
	}
	if end > at && p.text[end] == ':' && (p.text[end+1] == ' ' || p.text[end+1] == '\n') {
		return p.mapping(at - p.at)
	}
	if p.text[at] == '\n' {
		return nil
	}
	return p.inline(at, depth)
}

// inline reads a value that begins at an offset behind a key or a dash, and leaves p.at behind its last line. The map or list in which it is stands at a
// depth.
func (p *plainReader) inline(at, depth int) *Value {
	line := p.line(at)
	next := at + len(line) + 1
	switch c := line[0]; {
	case line == "|", line == "|-":
		p.at = next
		return p.literal(at, depth, line == "|")
	case c == '"' || c == '\'':
		p.at = next
		if end := quotedEnd(line); end == len(line) {
			return p.value(String, line[1:end-1], at, at+end)
		}
		return nil
	case c == '[' || c == '{':
		p.at = next
		return p.flow(line, at)
	}
	return p.plain(at, depth)
}

// quotedEnd returns the length of the quoted text at the begin of a line, or 0 when it has a backslash or a doubled quote, or does not end on the line.
func quotedEnd(line string) int {
	i := strings.IndexByte(line[1:], line[0])
	if i < 0 || line[0] == '"' && strings.IndexByte(line[1:1+i], '\\') >= 0 {
		return 0
	}
	if end := i + 2; end == len(line) || line[end] != line[0] {
		return end
	}
	return 0
}

// plain reads an unquoted text, with the lines on which it goes on.
func (p *plainReader) plain(at, depth int) *Value {
	line := p.line(at)
	p.at = at + len(line) + 1
	if !isPlainText(line) {
		return nil
	}
	text := strings.TrimRight(line, " ")
	end := at + len(text)
	var whole strings.Builder // when there is more than one line
	for {
		before := p.at
		indent, more, ok := p.nextText()
		if !ok && p.at < len(p.text) {
			return nil
		}
		if !ok || indent <= depth {
			break
		}
		if !isPlainText(more) {
			return nil
		}
		if whole.Len() == 0 {
			whole.WriteString(text)
		}
		if before == p.at {
			whole.WriteByte(' ')
		}
		whole.WriteString(p.text[before:p.at]) // empty lines
		trimmed := strings.TrimRight(more, " ")
		whole.WriteString(trimmed)
		end = p.at + indent + len(trimmed)
		p.at = p.at + indent + len(more) + 1
	}
	if whole.Len() > 0 {
		text = whole.String()
	}
	return p.scalar(text, at, end)
}

// isPlainText reports whether a line, which is not empty, is surely the text of an unquoted value and nothing else.
func isPlainText(line string) bool {
	if c := line[0]; !isLetterByte(c) && !('0' <= c && c <= '9') && c < 0x80 && c != '(' {
		return false
	}
	for rest := line; ; {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			break
		}
		if i+1 == len(rest) || rest[i+1] == ' ' {
			return false
		}
		rest = rest[i+1:]
	}
	return !strings.Contains(line, " #")
}

// literal reads the lines below a | that stands at an offset. With clip its value ends in a line end.
func (p *plainReader) literal(at, depth int, clip bool) *Value {
	indent, _, ok := p.nextText()
	if !ok || indent <= depth {
		return nil
	}
	// Empty lines before the first one with text are part of the value.
	var b strings.Builder
	begin := p.text[:p.at]
	for range len(begin) - len(strings.TrimRight(begin, "\n")) - 1 {
		b.WriteByte('\n')
	}
	end, blank := 0, 0
	for p.at < len(p.text) {
		line := p.line(p.at)
		if line == "" {
			blank++
			p.at++
			continue
		}
		spaces := 0
		for spaces < len(line) && line[spaces] == ' ' {
			spaces++
		}
		if spaces == len(line) {
			return nil
		}
		if spaces < indent {
			break
		}
		if end > 0 {
			b.WriteByte('\n')
		}
		for ; blank > 0; blank-- {
			b.WriteByte('\n')
		}
		b.WriteString(line[indent:])
		end = p.at + len(strings.TrimRight(line, " "))
		p.at = p.at + len(line) + 1
	}
	if clip {
		b.WriteByte('\n')
	}
	text := b.String()
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return p.value(String, text, at, end)
}
