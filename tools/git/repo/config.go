package repo

import (
	"bytes"
	"errors"
	"strings"
)

// errConfig means that a file can't be read as settings of Git.
var errConfig = errors.New("no settings of git")

// setting is one line: the section and the key in lower case, the subsection as it is written. A key without a value is a yes: its value is "true".
type setting struct{ section, sub, key, value string }

// configReader reads the text of a file with settings, as config.c of Git does: the library that go-git has for it groups the lines by section, and
// with that loses their order, by which a file that is included between them counts.
type configReader struct {
	text []byte
	at   int
}

// readConfig calls visit with the settings in a text, in their order. The error is errConfig; visit has seen what came before then. Source of the
// syntax: https://git-scm.com/docs/git-config#_syntax.
func readConfig(text []byte, visit func(setting)) error {
	r := &configReader{text: bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))}
	var in setting
	for {
		switch c := r.next(); {
		case c == 0:
			return nil
		case c == '#' || c == ';':
			r.line()
		case isSpace(c):
		case c == '[':
			var ok bool
			if in.section, in.sub, ok = r.section(); !ok {
				return errConfig
			}
		case isLetter(c):
			r.at--
			s, ok := r.setting(in)
			if !ok {
				return errConfig
			}
			visit(s)
		default:
			return errConfig
		}
	}
}

// next returns the next byte, or 0 at the end.
func (r *configReader) next() byte {
	if r.at++; r.at > len(r.text) {
		return 0
	}
	return r.text[r.at-1]
}

// line skips what is left of a line.
func (r *configReader) line() {
	for c := r.next(); c != '\n' && c != 0; c = r.next() {
	}
}

// word returns the letters, digits and other bytes that come next, in lower case.
func (r *configReader) word(others string) string {
	begin := min(r.at, len(r.text))
	for r.at < len(r.text) && (isLetter(r.text[r.at]) || isDigit(r.text[r.at]) || strings.IndexByte(others, r.text[r.at]) >= 0) {
		r.at++
	}
	return strings.ToLower(string(r.text[begin:min(r.at, len(r.text))]))
}

// section reads the name of a section behind its bracket: [section], [section "subsection"] or, as it was once written, [section.subsection].
func (r *configReader) section() (name, sub string, ok bool) {
	name = r.word("-.")
	c := r.next()
	if c == ']' {
		name, sub, _ = strings.Cut(name, ".")
		return name, sub, name != ""
	}
	for c == ' ' || c == '\t' {
		c = r.next()
	}
	if c != '"' || name == "" {
		return "", "", false
	}
	var written []byte
	for {
		switch c = r.next(); c {
		case 0, '\n':
			return "", "", false
		case '"':
			return name, string(written), r.next() == ']'
		case '\\':
			if c = r.next(); c == '\n' || c == 0 {
				return "", "", false
			}
		}
		written = append(written, c)
	}
}

// setting reads a key and its value.
func (r *configReader) setting(in setting) (setting, bool) {
	in.key = r.word("-")
	c := r.next()
	for c == ' ' || c == '\t' {
		c = r.next()
	}
	switch c {
	case '\n', 0:
		in.value = "true"
		return in, true
	case '=':
		var ok bool
		in.value, ok = r.value()
		return in, ok
	}
	return in, false
}

// escapes are the bytes that stand behind a backslash in a value, and what they mean.
var escapes = map[byte]byte{'t': '\t', 'b': '\b', 'n': '\n', '\\': '\\', '"': '"'}

// value reads a value up to the end of its line, or of the next one when a backslash ends it. Spaces around it and a comment behind it are no part of it,
// unless they are between quotes.
func (r *configReader) value() (string, bool) {
	var value []byte
	kept, quoted := 0, false // what is kept when nothing but spaces follows
	for {
		c := r.next()
		switch {
		case c == 0 || c == '\n':
			return string(value[:kept]), !quoted
		case isSpace(c) && !quoted:
			if len(value) > 0 {
				value = append(value, c)
			}
			continue
		case (c == '#' || c == ';') && !quoted:
			r.line()
			return string(value[:kept]), true
		case c == '"':
			quoted = !quoted
			kept = len(value)
			continue
		case c == '\\':
			if c = r.next(); c == '\n' {
				continue
			}
			meant, known := escapes[c]
			if !known {
				return "", false
			}
			c = meant
		}
		value = append(value, c)
		kept = len(value)
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'
}
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
