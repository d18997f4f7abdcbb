package notation

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// Role is what a scalar of YAML is to what is around it.
type Role uint8

const (
	Key   Role = iota // of a map
	Value             // of a key
	Item              // of a list
)

// Scalar is a scalar of YAML as a parser read it.
type Scalar struct {
	Start, End int    // its bytes in the source, with its quotes or the header of a block
	Text       string // without quotes and escapes
	Role       Role
	First      bool // of a Key: it begins an item of a list
	Number     bool // of an Item: it is no text
}

// YAML appends the text of the YAML in the bytes [start, end) of the source. The scalars stand in the order of the source. What stands between them
// is kept when it is more than brackets and the like: comments, anchors and tags are read too.
func (b *Builder) YAML(start, end int, scalars []Scalar) {
	b.runs = slices.Grow(b.runs, 4*len(scalars)+16)
	at := start
	for i, s := range scalars {
		if s.Start < at || s.End < s.Start || s.End > end {
			continue // in another one: an alias
		}
		b.between(at, s.Start)
		at = s.End
		number := i > 0 && s.Number && scalars[i-1].Number && s.Role == Item && scalars[i-1].Role == Item
		switch {
		case s.Role == Key:
			b.entry(s.First, s.Start)
		case number:
			b.Put(", ", s.Start, s.Start)
		case s.Role == Item:
			b.entry(true, s.Start)
		case severalLines(s.Text):
			b.Line(s.Start)
		default:
			b.Put(" ", s.Start, s.Start)
		}
		b.scalar(s)
		if s.Role == Key {
			b.Put(":", s.End, s.End)
		}
	}
	b.between(at, end)
	b.Break(end)
}

// severalLines reports whether a value has more than one line.
func severalLines(text string) bool {
	text = strings.TrimRight(text, "\n")
	return strings.IndexByte(text, '\n') >= 0
}

// between appends what stands between two scalars, unless it only gives the YAML its form.
func (b *Builder) between(from, to int) {
	if from >= to || strings.Trim(b.src[from:to], " \t\r\n,:?-[]{}") == "" {
		return
	}
	b.Break(from)
	b.Keep(from, to)
	b.Break(to)
}

// scalar appends the text of a scalar. Where this package would decode it otherwise than the parser did, the text is that of the parser, and each byte
// of it stands for all of the scalar.
func (b *Builder) scalar(s Scalar) {
	begin := s.Start
	for begin < s.End && (b.src[begin] == '!' || b.src[begin] == '&') { // a tag or an anchor
		stop := strings.IndexAny(b.src[begin:s.End], " \t\r\n")
		if stop < 0 {
			break
		}
		begin += stop
		for begin < s.End && (b.src[begin] == ' ' || b.src[begin] == '\t' || b.src[begin] == '\n' || b.src[begin] == '\r') {
			begin++
		}
	}
	if b.src[begin:s.End] == s.Text {
		b.Keep(begin, s.End)
		return
	}
	text, runs, last := b.mark()
	switch {
	case begin == s.End:
	case b.src[begin] == '"' || b.src[begin] == '\'':
		b.flow(begin+1, max(begin+1, s.End-1), b.src[begin])
	case b.src[begin] == '|' || b.src[begin] == '>':
		b.block(begin, s.End, s.Text)
	default:
		b.flow(begin, s.End, 0)
	}
	if got := b.text[text:]; string(got) != s.Text && string(bytes.TrimRight(got, "\n")) != strings.TrimRight(s.Text, "\n") {
		b.back(text, runs, last)
		b.Put(s.Text, s.Start, s.End)
	}
}

// simpleEscapes are the escapes of one letter in double quotes (YAML 1.2, 5.7).
var simpleEscapes = map[byte]rune{
	'0': 0, 'a': '\a', 'b': '\b', 't': '\t', '\t': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r', 'e': 0x1b, ' ': ' ', '"': '"', '/': '/', '\\': '\\',
	'N': 0x85, '_': 0xa0, 'L': 0x2028, 'P': 0x2029,
}

// flow appends a scalar in double or single quotes, or without (0): the bytes [from, to) between its quotes. Lines are folded.
func (b *Builder) flow(from, to int, quote byte) {
	kept := from // what was not appended yet
	flush := func(upTo int) {
		b.Keep(kept, upTo)
	}
	for i := from; i < to; {
		c := b.src[i]
		switch {
		case c == '\'' && quote == '\'' && i+1 < to:
			flush(i)
			b.Put("'", i, i+2)
			i += 2
			kept = i
		case c == '\\' && quote == '"' && i+1 < to:
			flush(i)
			i = b.escape(i, to)
			kept = i
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			end, breaks := i, 0
			for end < to && (b.src[end] == ' ' || b.src[end] == '\t' || b.src[end] == '\n' || b.src[end] == '\r') {
				if b.src[end] == '\n' {
					breaks++
				}
				end++
			}
			if breaks > 0 {
				flush(i)
				b.folded(breaks, i, end)
				kept = end
			}
			i = end
		default:
			i++
		}
	}
	flush(to)
}

// folded appends what so many line ends in the bytes [from, to) are read as.
func (b *Builder) folded(breaks, from, to int) {
	if breaks == 1 {
		b.Put(" ", from, to)
		return
	}
	b.Put(strings.Repeat("\n", breaks-1), from, to)
}

// escape appends what the backslash at offset i in double quotes means, and returns the offset behind it.
func (b *Builder) escape(i, to int) int {
	c := b.src[i+1]
	if c == '\n' || c == '\r' { // the next line continues this one
		end, breaks := i+1, 0
		for end < to && (b.src[end] == ' ' || b.src[end] == '\t' || b.src[end] == '\n' || b.src[end] == '\r') {
			if b.src[end] == '\n' {
				breaks++
			}
			end++
		}
		if breaks > 1 {
			b.Put(strings.Repeat("\n", breaks-1), i, end)
		}
		return end
	}
	if r, ok := simpleEscapes[c]; ok {
		b.PutRune(r, i, i+2)
		return i + 2
	}
	if r, size := numbered(b.src[i:to]); size > 0 {
		b.PutRune(r, i, i+size)
		return i + size
	}
	b.Keep(i, i+1)
	return i + 1
}

// numbered reads a character that is written as a backslash with its number in hexadecimal digits, at the start of a text, and returns its length in
// bytes, or 0 when there is none.
func numbered(text string) (r rune, size int) {
	if len(text) < 2 {
		return 0, 0
	}
	digits := 0
	switch text[1] {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	}
	r = hex(text[2:], digits)
	if digits == 0 || r < 0 || r > utf8.MaxRune {
		return 0, 0
	}
	return r, 2 + digits
}

// hex returns the number in the hexadecimal digits at the start of a text, or -1.
func hex(text string, digits int) rune {
	if len(text) < digits {
		return -1
	}
	n := int64(0)
	for i := range digits {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			n = n<<4 | int64(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			n = n<<4 | int64(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return rune(min(n, utf8.MaxRune+1))
}

// block appends a block scalar, of which the header begins at from. Text is what the parser read: its first line tells how deep the block is.
func (b *Builder) block(from, to int, text string) {
	fold := b.src[from] == '>'
	at := from
	if i := strings.IndexByte(b.src[at:to], '\n'); i >= 0 {
		at += i + 1
	} else {
		return
	}
	indent := -1
	var (
		pending             = at // where the line ends that were not appended begin
		blank               = 0  // how many empty lines there are since the last one with text
		begun, deeper, deep = false, false, false
	)
	for at < to {
		end, next := to, to
		if i := strings.IndexByte(b.src[at:to], '\n'); i >= 0 {
			end, next = at+i, at+i+1
		}
		if end > at && b.src[end-1] == '\r' {
			end--
		}
		line := b.src[at:end]
		spaces := len(line) - len(strings.TrimLeft(line, " "))
		if indent < 0 && spaces < len(line) {
			first := strings.TrimLeft(text, "\n")
			indent = max(0, spaces-(len(first)-len(strings.TrimLeft(first, " "))))
		}
		if indent < 0 || spaces == len(line) && len(line) <= indent {
			blank++
			at = next
			continue
		}
		start := at + min(indent, len(line))
		deep = start < end && (b.src[start] == ' ' || b.src[start] == '\t')
		switch {
		case !begun:
			b.Put(strings.Repeat("\n", blank), pending, start)
		case fold && !deeper && !deep && blank == 0:
			b.Put(" ", pending, start)
		case fold && !deeper && !deep:
			b.Put(strings.Repeat("\n", blank), pending, start)
		default:
			b.Put(strings.Repeat("\n", blank+1), pending, start)
		}
		b.Keep(start, end)
		begun, deeper, blank, pending = true, deep, 0, end
		at = next
	}
}
