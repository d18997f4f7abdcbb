package notation

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Guess returns a text of an unknown kind as it is read: prose as it is, and of what may be a program, settings, or YAML that does not parse, the
// escapes. A character that is written with its number is one everywhere; a letter behind a backslash is one between double quotes, or between digits.
func Guess(src string) Text {
	if strings.IndexByte(src, '\\') < 0 {
		return Plain(src)
	}
	b := NewBuilder(src)
	b.Guess(0, len(src))
	return b.Text()
}

// Guess appends the bytes [from, to) of the source as Guess reads them.
func (b *Builder) Guess(from, to int) {
	src := b.src[:to]
	if strings.IndexByte(src[from:], '\\') < 0 {
		b.Keep(from, to)
		return
	}
	kept, quoted := from, false
	for i := from; i < to; {
		switch c := src[i]; {
		case c == '"':
			quoted = !quoted
			i++
		case c == '\n' && i+1 < to && (src[i+1] == '\n' || src[i+1] == '\r'):
			quoted = false // a quote does not run over paragraphs
			i++
		case c == '\\':
			r, size := guessed(src[:to], i, quoted)
			if size == 0 {
				i += min(2, to-i)
				if i < to && !utf8.RuneStart(src[i]) {
					i--
				}
				continue
			}
			b.Keep(kept, i)
			if r >= 0 {
				b.PutRune(r, i, i+size)
			}
			i += size
			kept = i
		default:
			i++
		}
	}
	b.Keep(kept, to)
}

// guessed reads the backslash at offset i, and returns the character that it may stand for and how many bytes that takes: -1 when it stands for nothing,
// and no bytes when it is a backslash.
func guessed(src string, i int, quoted bool) (r rune, size int) {
	if r, size = numbered(src[i:]); size > 0 {
		if !utf16.IsSurrogate(r) {
			return r, size
		}
		if low, more := numbered(src[i+size : min(len(src), i+size+6)]); more == 6 && src[i+1] == 'u' && src[i+size] == '\\' {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, size + more
			}
		}
		return 0, 0
	}
	if strings.HasPrefix(src[i:], `\u{`) { // of programs
		number := src[i+3 : min(len(src), i+10)]
		if end := strings.IndexByte(number, '}'); end > 0 {
			if r = hex(number, end); r >= 0 && utf8.ValidRune(r) {
				return r, 3 + end + 1
			}
		}
	}
	if i+1 == len(src) {
		return 0, 0
	}
	c := src[i+1]
	if c == '\n' || c == '\r' {
		const far = 200 // bytes of indentation
		rest := strings.TrimLeft(src[i+1:min(len(src), i+far)], " \t\r\n")
		end := min(len(src), i+far) - len(rest)
		if strings.Count(src[i+1:end], "\n") != 1 || rest == "" {
			return 0, 0
		}
		if quoted || isDigit(rest[0]) && i > 0 && isDigit(src[i-1]) {
			return -1, end - i
		}
		return 0, 0
	}
	between := i > 0 && i+2 < len(src) && isDigit(src[i-1]) && isDigit(src[i+2])
	switch {
	case strings.IndexByte("tnrNLP_", c) >= 0 && (quoted || between):
		r = simpleEscapes[c]
		if between && !quoted {
			r = ' '
		}
		return r, 2
	case quoted && (c == '"' || c == '/'):
		return rune(c), 2
	}
	return 0, 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// GuessYAML appends the bytes [from, to) of a source that is YAML no parser reads: what stands in quotes as YAML would read it, the rest as Guess does.
func (b *Builder) GuessYAML(from, to int) {
	src := b.src[:to]
	kept := from
	open := map[byte]bool{} // the signs of which no text in quotes ends any more
	for i := from; i < to; i++ {
		c := src[i]
		if c != '"' && c != '\'' || open[c] || !beginsScalar(src[from:i]) {
			continue
		}
		end := closing(src, i)
		if end < 0 {
			open[c] = true
			continue
		}
		if next := strings.TrimLeft(src[end:min(to, end+20)], " \t"); next != "" && strings.IndexByte("\r\n,]}:#", next[0]) < 0 {
			continue
		}
		b.Guess(kept, i)
		start := len(b.text)
		b.flow(i+1, end-1, c)
		if severalLines(string(b.text[start:])) && start > 0 && b.text[start-1] == ' ' {
			b.text[start-1] = '\n'
		}
		kept = end
		i = end - 1
	}
	b.Guess(kept, to)
}

// beginsScalar reports whether a text in quotes may begin behind a text: at the begin of a line or of an item, or behind a key.
func beginsScalar(before string) bool {
	const far = 200 // bytes of indentation
	before = before[max(0, len(before)-far):]
	trimmed := strings.TrimRight(before, " ")
	return trimmed == "" || strings.IndexByte("\n[{,(", trimmed[len(trimmed)-1]) >= 0 || len(trimmed) < len(before) && strings.IndexByte(":-?", trimmed[len(trimmed)-1]) >= 0
}

// closing returns the offset behind the text in quotes that begins at an offset, or -1.
func closing(src string, at int) int {
	quote := src[at]
	for i := at + 1; i < len(src); i++ {
		switch {
		case src[i] == '\\' && quote == '"':
			i++
		case src[i] != quote:
		case quote == '\'' && i+1 < len(src) && src[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return -1
}
