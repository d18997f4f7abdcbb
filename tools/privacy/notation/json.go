package notation

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON returns the text of JSON, of several values below each other too, and reports whether it is JSON at all: a list or an object of which all can be
// read. It forgives comments, commas too many and what else programs forgive, as long as each text ends.
func JSON(src string) (Text, bool) {
	at := skipBlank(src, 0)
	if at == len(src) || src[at] != '{' && src[at] != '[' || !mayBeJSON(src[at+1:]) {
		return Text{}, false
	}
	j := jsonReader{b: NewBuilder(src), src: src}
	if !j.read() {
		return Text{}, false
	}
	j.b.Break(len(src))
	return j.b.Text(), true
}

// mayBeJSON looks at what stands behind the first bracket, so that a text with a link or a remark in brackets is not read for nothing.
func mayBeJSON(rest string) bool {
	at := skipBlank(rest, 0)
	return at == len(rest) || strings.IndexByte("\"{[]}-0123456789tfn/", rest[at]) >= 0
}

// jsonReader reads the tokens of JSON, one by one.
type jsonReader struct {
	b    *Builder
	src  string
	open []bool // of each open bracket, whether it is that of a list
	key  bool   // whether a key stands before the value
	item bool   // whether an item of a list begins here
	last bool   // whether the item before was a number in the same list
}

func skipBlank(src string, at int) int {
	if at == 0 && strings.HasPrefix(src, "\ufeff") {
		at = len("\ufeff")
	}
	for at < len(src) && (src[at] == ' ' || src[at] == '\t' || src[at] == '\n' || src[at] == '\r') {
		at++
	}
	return at
}

// read reads all tokens, and reports whether there was nothing else.
func (j *jsonReader) read() bool {
	for at := skipBlank(j.src, 0); at < len(j.src); at = skipBlank(j.src, at) {
		if at = j.token(at); at < 0 {
			return false
		}
	}
	return len(j.open) == 0
}

// token reads the token at an offset, and returns the offset behind it, or -1 when none begins there.
func (j *jsonReader) token(at int) int {
	switch c := j.src[at]; c {
	case '{', '[':
		j.open = append(j.open, c == '[')
		j.item = j.item || c == '['
		j.key, j.last = false, false
	case '}', ']':
		if len(j.open) == 0 {
			return -1
		}
		j.open = j.open[:len(j.open)-1]
		j.key, j.item, j.last = false, false, false
	case ',':
		j.key, j.item = false, j.inList()
	case ':':
		if !j.key {
			return -1
		}
	case '/':
		return j.comment(at)
	case '"':
		return j.quoted(at)
	default:
		return j.word(at)
	}
	return at + 1
}

// comment reads a comment, which JSON itself does not have, and returns the offset behind it or -1.
func (j *jsonReader) comment(at int) int {
	rest, size := j.src[at:], -1
	switch {
	case strings.HasPrefix(rest, "//"):
		if size = strings.IndexByte(rest, '\n'); size < 0 {
			size = len(rest)
		}
	case strings.HasPrefix(rest, "/*"):
		if size = strings.Index(rest, "*/"); size >= 0 {
			size += len("*/")
		}
	}
	if size < 0 {
		return -1
	}
	j.b.Break(at)
	j.b.Keep(at, at+size)
	j.b.Break(at + size)
	return at + size
}

// quoted reads a string, which is a key or a value, and returns the offset behind it or -1.
func (j *jsonReader) quoted(at int) int {
	end := j.stringEnd(at)
	if end < 0 {
		return -1
	}
	if next := skipBlank(j.src, end); next < len(j.src) && j.src[next] == ':' && !j.inList() {
		j.b.entry(j.item, at)
		if !j.text(at+1, end-1) {
			return -1
		}
		j.b.Put(":", end, end)
		j.key, j.item, j.last = true, false, false
		return end
	}
	before := j.before(at, false)
	start := j.b.Len()
	if !j.text(at+1, end-1) {
		return -1
	}
	if before >= 0 && severalLines(string(j.b.text[start:])) {
		j.b.text[before] = '\n'
	}
	return end
}

// word reads a number or a literal such as true, and returns the offset behind it or -1.
func (j *jsonReader) word(at int) int {
	end := at
	for end < len(j.src) && ('a' <= j.src[end]|0x20 && j.src[end]|0x20 <= 'z' || strings.IndexByte("+-.0123456789_$", j.src[end]) >= 0) {
		end++
	}
	if end == at {
		return -1
	}
	number := isDigit(j.src[at]) || j.src[at] == '-'
	switch j.src[at:end] {
	case "true", "false", "null", "NaN", "Infinity":
	default:
		if !number {
			return -1
		}
	}
	j.before(at, number)
	j.b.Keep(at, end)
	return end
}

func (j *jsonReader) inList() bool { return len(j.open) > 0 && j.open[len(j.open)-1] }

// before appends what stands before a value in the text. Behind a key that is one byte, of which it returns the offset: otherwise -1.
func (j *jsonReader) before(at int, number bool) int {
	behindKey := -1
	switch {
	case j.key:
		behindKey = j.b.Len()
		j.b.Put(" ", at, at)
	case number && j.last:
		j.b.Put(", ", at, at)
	default:
		j.b.entry(j.inList(), at)
	}
	j.key, j.item, j.last = false, false, number && j.inList()
	return behindKey
}

// stringEnd returns the offset behind the text in quotes that begins at an offset, or -1.
func (j *jsonReader) stringEnd(at int) int {
	for i := at + 1; i < len(j.src); i++ {
		switch j.src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// text appends what stands between quotes, the bytes [from, to), and reports whether its escapes are those of JSON.
func (j *jsonReader) text(from, to int) bool {
	kept := from
	for i := from; i < to; {
		if j.src[i] != '\\' {
			i++
			continue
		}
		if i+1 >= to {
			return false
		}
		j.b.Keep(kept, i)
		size := 2
		var r rune
		switch c := j.src[i+1]; c {
		case '"', '\\', '/':
			r = rune(c)
		case 'b', 'f', 'n', 'r', 't':
			r = simpleEscapes[c]
		case 'u':
			if r, size = numbered(j.src[i:to]); size == 0 {
				return false
			}
			if utf16.IsSurrogate(r) {
				low, more := numbered(j.src[i+size : min(to, i+size+6)])
				if pair := utf16.DecodeRune(r, low); more == 6 && j.src[i+size] == '\\' && pair != utf8.RuneError {
					r, size = pair, size+more
				} else {
					r = utf8.RuneError
				}
			}
		default:
			return false
		}
		j.b.PutRune(r, i, i+size)
		i += size
		kept = i
	}
	j.b.Keep(kept, to)
	return true
}
