package casebook

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// File is one parsed Markdown file.
type File struct {
	// Path is relative to the root of the repository, with forward slashes.
	Path string
	// Slug is the identity of a dilemma; empty for any other page.
	Slug string
	// Source is the whole file as it is on disk.
	Source []byte
	// Front is the front matter; nil when it can't be read.
	Front *Value
	// Parsed is Front as the parser read it, also when something in it makes that nobody may use it. It is nil when there is no YAML, or too much.
	Parsed *Value
	// FrontStart is the byte offset of the opening dashes, BodyStart that of the first byte after the line of closing dashes.
	FrontStart, BodyStart int
	// Problems are the ways in which the file differs from the form of a file, in the order of the file.
	Problems []Problem

	lines lineIndex
}

// Body returns the Markdown below the front matter.
func (f *File) Body() []byte { return f.Source[min(f.BodyStart, len(f.Source)):] }

// Position returns the line and column of a byte offset, both counting from 1, columns in code points.
func (f *File) Position(offset int) (line, column int) {
	return f.lines.position(f.Source, offset)
}

// Line returns the text of a line, counted from 1, without its line ending.
func (f *File) Line(n int) []byte { return f.lines.line(f.Source, n) }

// ProblemKind is a way in which a file differs from the form of a file.
type ProblemKind string

const (
	Unreadable       ProblemKind = "unreadable"        // it can't be read; Err says why
	TooLarge         ProblemKind = "too-large"         // over MaxSize; Detail holds the size in MB
	TooMuch          ProblemKind = "too-much"          // front matter with more values than MaxValues, or deeper than MaxDepth
	Empty            ProblemKind = "empty"             // no text at all
	Binary           ProblemKind = "binary"            // not a text
	Encoding         ProblemKind = "encoding"          // not UTF-8
	ByteOrderMark    ProblemKind = "bom"               // begins with U+FEFF
	LineEndings      ProblemKind = "line-endings"      // carriage returns; Sign is one when no line feed follows any of them
	ControlCharacter ProblemKind = "control-character" // such as an escape; Sign is it
	LineSeparator    ProblemKind = "line-separator"    // in the front matter, a line end for some parsers of YAML alone; Sign is it
	NoFrontMatter    ProblemKind = "no-front-matter"   // does not begin with three dashes
	OtherFormat      ProblemKind = "other-format"      // TOML or JSON; Detail names it
	Unclosed         ProblemKind = "unclosed"          // no second line of dashes
	BadYAML          ProblemKind = "yaml"              // invalid YAML; Err is the error of the parser
	NotAMapping      ProblemKind = "not-a-mapping"     // YAML, but no keys
	DuplicateKey     ProblemKind = "duplicate-key"     // Detail holds the key
	Alias            ProblemKind = "alias"             // an anchor, alias or merge key
	Tag              ProblemKind = "tag"               // an explicit tag such as !!binary
	Tab              ProblemKind = "tab"               // a tab in the front matter
	Slip             ProblemKind = "slip"              // a sign that is not what it looks like, so that the YAML can't be read as it looks; Detail names the case
	Ambiguous        ProblemKind = "ambiguous"         // YAML that Hugo's parser reads differently; Detail names the case
)

// Details of Ambiguous that do not concern the text of a value.
const (
	Dashes   = "dashes"   // a line that begins with three dashes and more text: Hugo ends the front matter there
	Document = "document" // a line of three dots, which ends a YAML document
	Header   = "header"   // the indicator of a block scalar (| or >) on a line of its own
	Flow     = "flow"     // an unquoted text between brackets that continues on the next line
	Key      = "key"      // a key that is written after a question mark, is no string, or is missing
)

// Problem is one difference from the form of a file, at its place in the file.
type Problem struct {
	Kind       ProblemKind
	Start, End int // byte offsets, End exclusive
	Detail     string
	Err        error
	Sign       rune   // the sign that may not stand there, or is not what it looks like; 0 when one is missing
	Mend       []Edit // of a Slip: what makes of it what it looks like
}

// Fatal reports whether the front matter can't be used at all.
func (p Problem) Fatal() bool {
	return p.Kind != ByteOrderMark && p.Kind != LineEndings && p.Kind != DuplicateKey && p.Kind != Ambiguous
}

var byteOrderMark = []byte("\ufeff")

// Parse parses the content of a file. The path is only used to name the file and to find its slug.
func Parse(name string, src []byte) *File {
	f := &File{Path: name, Source: src, lines: indexLines(src)}
	f.Slug, _ = SlugOf(name)
	if p, ok := unfit(src); ok {
		f.Problems = append(f.Problems, p)
		return f
	}
	if bytes.HasPrefix(src, byteOrderMark) {
		f.FrontStart = len(byteOrderMark)
		f.add(Problem{Kind: ByteOrderMark, End: f.FrontStart})
	}
	if bytes.HasPrefix(src[f.FrontStart:], []byte(delimiter+"\r")) && lineSeparator(src[:min(len(src), f.FrontStart+len(delimiter)+2)]) > 0 {
		at := f.FrontStart + len(delimiter) // to YAML and Hugo the whole file is one line
		f.add(Problem{Kind: LineSeparator, Start: at, End: at + 1, Sign: '\r'})
		f.BodyStart = len(src)
		return f
	}
	if i := bytes.IndexByte(src, '\r'); i >= 0 {
		p := Problem{Kind: LineEndings, Start: i, End: i + 1}
		if !bytes.Contains(src, []byte("\r\n")) {
			p.Sign = '\r'
		}
		f.add(p)
	}
	f.parseFrontMatter()
	return f
}

// Text returns a file of which only the lines matter, without front matter and body.
func Text(name string, src []byte) *File {
	return &File{Path: name, Source: src, lines: indexLines(src)}
}

// Span returns the byte offset of a line and column, both counted from 1, and that of the end of the line.
func (f *File) Span(line, column int) (start, end int) {
	if line < 1 || line > len(f.lines.begins) {
		return 0, 0
	}
	start = f.lines.begins[line-1]
	text := f.Line(line)
	end = start + len(text)
	for ; column > 1 && start < end; column-- {
		_, size := utf8.DecodeRune(f.Source[start:end])
		start += size
	}
	return start, end
}

func (f *File) add(p Problem) { f.Problems = append(f.Problems, p) }

// unfit finds the problem that makes a file no text: it is empty, binary or not UTF-8, or has a control character.
func unfit(src []byte) (Problem, bool) {
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, byteOrderMark))) == 0 {
		return Problem{Kind: Empty, End: len(src)}, true
	}
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return Problem{Kind: Encoding, End: 2, Detail: "UTF-16"}, true
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return Problem{Kind: Binary, Start: i, End: i + 1}, true
	}
	for i := 0; i < len(src); {
		c := src[i]
		if ' ' <= c && c < 0x7f || c == '\n' { // as nearly all
			i++
			continue
		}
		if c < utf8.RuneSelf {
			if (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f {
				return Problem{Kind: ControlCharacter, Start: i, End: i + 1, Sign: rune(c)}, true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return Problem{Kind: Encoding, Start: i, End: i + 1}, true
		case r >= 0x80 && r < 0xa0 && r != 0x85, r == '\ufeff' && i > 0:
			return Problem{Kind: ControlCharacter, Start: i, End: i + size, Sign: r}, true
		}
		i += size
	}
	return Problem{}, false
}

// lineSeparator returns the offset of the first character at which some parsers of YAML end a line and others, like editors, do not; -1 when there is
// none. A carriage return before a newline is none.
func lineSeparator(text []byte) int {
	first := -1
	for _, separator := range []string{"\u0085", "\u2028", "\u2029"} {
		if i := bytes.Index(text, []byte(separator)); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '\r')
		if i < 0 || first >= 0 && at+i > first {
			return first
		}
		if at += i + 1; at == len(text) || text[at] != '\n' {
			return at - 1
		}
	}
}

// delimiter is the line before and after the front matter.
const delimiter = "---"

func isDelimiter(line []byte) bool {
	return string(bytes.TrimRight(line, " \t\r")) == delimiter
}

func (f *File) parseFrontMatter() {
	src := f.Source
	first, rest := cutLine(src, f.FrontStart)
	if !isDelimiter(first) {
		f.BodyStart = f.FrontStart
		odd := func(r rune) bool { return IsZeroWidth(r) || isOddSpace(r) }
		if r, size := utf8.DecodeRune(first); odd(r) && isDelimiter(bytes.TrimLeftFunc(first, odd)) {
			f.add(Problem{Kind: ControlCharacter, Start: f.FrontStart, End: f.FrontStart + size, Sign: r})
			return
		}
		p := Problem{Kind: NoFrontMatter, Start: f.FrontStart, End: f.FrontStart + len(bytes.TrimRight(first, "\r"))}
		switch {
		case bytes.HasPrefix(first, []byte("+++")):
			p.Kind, p.Detail = OtherFormat, "TOML"
		case bytes.HasPrefix(first, []byte("{")):
			p.Kind, p.Detail = OtherFormat, "JSON"
		}
		f.add(p)
		return
	}
	for at := rest; at < len(src); {
		line, next := cutLine(src, at)
		if isDelimiter(line) {
			f.BodyStart = next
			f.parseYAML(rest, at)
			return
		}
		at = next
	}
	f.BodyStart = len(src)
	f.add(Problem{Kind: Unclosed, Start: f.FrontStart, End: f.FrontStart + len(delimiter)})
}

// cutLine returns the line at offset, without its newline, and the offset of the next line.
func cutLine(src []byte, offset int) (line []byte, next int) {
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return src[offset : offset+i], offset + i + 1
	}
	return src[offset:], len(src)
}

func (f *File) parseYAML(start, end int) {
	text := f.Source[start:end]
	if i := bytes.IndexByte(text, '\t'); i >= 0 {
		// YAML forbids tabs as indentation, and Hugo's parser drops them elsewhere.
		f.add(Problem{Kind: Tab, Start: start + i, End: start + i + 1})
		return
	}
	if i := lineSeparator(text); i >= 0 {
		r, size := utf8.DecodeRune(text[i:])
		f.add(Problem{Kind: LineSeparator, Start: start + i, End: start + i + size, Sign: r})
		return
	}
	if at := overfull(text); at >= 0 {
		f.add(Problem{Kind: TooMuch, Start: start + at, End: end})
		return
	}
	f.checkLines(start, end)
	if front := readPlain(text, start); front != nil {
		f.Front, f.Parsed = front, front
		return
	}
	f.readTree(start, end)
}

// readTree reads the front matter from start to end with the parser of YAML.
func (f *File) readTree(start, end int) {
	text := f.Source[start:end]
	place := newLocator(f.Source, start, end)
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		if found := diagnose(text); len(found) > 0 {
			f.Problems = append(f.Problems, moved(found, start)...)
			return
		}
		at := start
		if line, column := culpritOf(err); line > 0 {
			at = place.offset(line, column)
		}
		f.add(Problem{Kind: BadYAML, Start: at, End: at, Err: err})
		return
	}
	root := &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	if len(doc.Content) > 0 {
		root = doc.Content[0]
	}
	if at := tooMuch(root); at != nil {
		f.add(Problem{Kind: TooMuch, Start: place.offset(at.Line, at.Column), End: end})
		return
	}
	front, problems := place.read(root)
	f.Parsed = front
	problems = append(problems, f.misplaced(front, text, start)...)
	f.Problems = append(f.Problems, problems...)
	if front.Kind != Mapping {
		f.add(Problem{Kind: NotAMapping, Start: front.Start, End: front.End})
		return
	}
	for _, p := range problems {
		if p.Fatal() {
			return
		}
	}
	f.Front = front
}

// checkLines finds lines in the front matter at which Hugo, or YAML itself, would end it.
func (f *File) checkLines(start, end int) {
	for at := start; at < end; {
		line, next := cutLine(f.Source[:end], at)
		for part := range bytes.SplitSeq(line, []byte("\r")) { // a carriage return ends a line for both
			detail := ""
			switch {
			case bytes.HasPrefix(part, []byte(delimiter)):
				detail = Dashes
			case string(bytes.TrimRight(part, " ")) == "..." || bytes.HasPrefix(part, []byte("... ")):
				detail = Document
			}
			if detail != "" {
				f.add(Problem{Kind: Ambiguous, Start: at, End: at + len(line), Detail: detail})
				return
			}
		}
		at = next
	}
}

// culpritOf is culprit for an error of the parser of whatever type; the line is 0 when the error has none.
func culpritOf(err error) (line, column int) {
	var load *yaml.LoadError
	if errors.As(err, &load) {
		return culprit(load)
	}
	return 0, 0
}

// culprit returns the line and column of a mistake in the YAML. That is where the parser stopped, except for a key without a colon and
// for a quote that is not closed: then it is where these start.
func culprit(err *yaml.LoadError) (line, column int) {
	switch err.ContextMsg {
	case "while scanning a simple key", "while scanning a quoted scalar":
		return err.ContextMark.Line, err.ContextMark.Column
	}
	return err.Mark.Line, err.Mark.Column
}

// YAMLMessage returns the message of an error of the YAML parser, without the position.
func YAMLMessage(err error) string {
	var load *yaml.LoadError
	if errors.As(err, &load) {
		return load.Message
	}
	return strings.TrimPrefix(err.Error(), "yaml: ")
}
