//go:build !js || review

package casebook

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// slips are the details of Slip in the order in which they are tried, the most certain first.
var slips = []string{OddSpace, Unseen, OddColon, Bullet, OpenQuote, Inner, Cut, OddQuotes, NoSpace}

// Slips returns what in the front matter may be a slip, in the order of the file. Parse makes Problems of those by which the file can't be read; of the others only
// who knows what the values mean can tell whether they are.
func (f *File) Slips() []Problem {
	first, rest := cutLine(f.Source, f.FrontStart)
	if !isDelimiter(first) || f.BodyStart <= rest {
		return nil
	}
	return moved(findSlips(f.Source[rest:f.Closing()]), rest)
}

// moved returns problems of which all places are moved by an offset.
func moved(problems []Problem, by int) []Problem {
	for i := range problems {
		p := &problems[i]
		p.Start, p.End = p.Start+by, p.End+by
		for j := range p.Mend {
			p.Mend[j].Start += by
			p.Mend[j].End += by
		}
	}
	return problems
}

// diagnose returns the slips that make front matter unreadable: those of one kind by which it can be read when they are mended, or else all when that helps, or
// when it makes the parser come further. It returns none when something else is wrong.
func diagnose(text []byte) []Problem {
	all := findSlips(text)
	if len(all) == 0 {
		return nil
	}
	for _, detail := range slips {
		some := slices.DeleteFunc(slices.Clone(all), func(p Problem) bool { return p.Detail != detail })
		if len(some) > 0 && failsAt(Mended(text, some)) == 0 {
			return some
		}
	}
	before, after := failsAt(text), failsAt(Mended(text, all))
	if after == 0 {
		return all
	}
	if after <= before {
		return nil
	}
	return slices.DeleteFunc(all, func(p Problem) bool { return bytes.Count(text[:p.Start], []byte("\n"))+1 > before })
}

// failsAt returns the line at which the parser stops, from 1, or 0 when it reads the text as a mapping.
func failsAt(text []byte) int {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		line, _ := culpritOf(err)
		return max(line, 1)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return 1
	}
	return 0
}

// Mended returns a text with the problems in it mended that have one right answer.
func Mended(text []byte, problems []Problem) []byte {
	var edits []Edit
	end := 0
	for _, p := range problems {
		for _, e := range p.Mend {
			if e.Start >= end { // what one of them replaced, the next one leaves
				edits = append(edits, e)
				end = e.End
			}
		}
	}
	return Apply(text, edits...)
}

// slipFinder finds what may be slips, line by line. It passes over the lines of blocks and of quoted texts.
type slipFinder struct {
	text  []byte
	found []Problem
	block int  // how deep the key of the block stands of which this may be a line; -1 for none
	quote byte // the quote of a text that goes on over lines
}

func findSlips(text []byte) []Problem {
	s := &slipFinder{text: text, block: -1}
	for at := 0; at < len(text); {
		line, next := cutLine(text, at)
		s.line(at, bytes.TrimRight(line, " \r"), next)
		at = next
	}
	return s.found
}

func (s *slipFinder) add(detail string, sign rune, start, end int, edits ...Edit) {
	s.found = append(s.found, Problem{Kind: Slip, Detail: detail, Sign: sign, Start: start, End: end, Mend: edits})
}

func (s *slipFinder) line(at int, line []byte, next int) {
	depth := len(line) - len(bytes.TrimLeft(line, " "))
	switch {
	case s.block >= 0 && (depth == len(line) || depth > s.block):
		return
	case s.quote != 0:
		if closes(line, s.quote) >= 0 {
			s.quote = 0
		}
		return
	}
	s.block = -1
	i := s.indentation(at, line)
	if i == len(line) || line[i] == '#' {
		return
	}
	i, marked := s.markers(at, line, i)
	key := i
	i, keyed := s.key(at, line, i)
	if (keyed || marked) && i < len(line) {
		s.value(at, line, i, key, next)
	}
}

// indentation adds what before the first sign of a line is no plain space, and returns the offset of that sign in the line.
func (s *slipFinder) indentation(at int, line []byte) int {
	i, first := 0, -1
	var sign rune
	var edits []Edit
	for i < len(line) {
		r, size := utf8.DecodeRune(line[i:])
		if r != ' ' && !isOddSpace(r) && !IsZeroWidth(r) {
			break
		}
		if r != ' ' {
			if first < 0 {
				first, sign = i, r
			}
			text := " "
			if IsZeroWidth(r) {
				text = ""
			}
			edits = append(edits, Edit{at + i, at + i + size, text})
		}
		i += size
	}
	if first >= 0 && i < len(line) {
		s.add(spaceOr(sign), sign, edits[0].Start, edits[len(edits)-1].End, edits...)
	}
	return i
}

// spaceOr returns the detail of a sign in the place of a space.
func spaceOr(sign rune) string {
	if IsZeroWidth(sign) {
		return Unseen
	}
	return OddSpace
}

// markers passes over the signs that begin an item of a list, and reports whether there are any.
func (s *slipFinder) markers(at int, line []byte, i int) (_ int, any bool) {
	for i < len(line) {
		r, size := utf8.DecodeRune(line[i:])
		space, width := utf8.DecodeRune(line[i+size:])
		switch {
		case r == '-' && (space == ' ' || i+size == len(line)):
		case r == '-' && isOddSpace(space):
			s.add(OddSpace, space, at+i+size, at+i+size+width, Edit{at + i + size, at + i + size + width, " "})
		case strings.ContainsRune("–—−‐‑‒•·●▪◦*", r) && (space == ' ' || isOddSpace(space)):
			s.add(Bullet, r, at+i, at+i+size, Edit{at + i, at + i + size + width, "- "})
		default:
			return i, any
		}
		any = true
		i += size + width
		for i < len(line) && line[i] == ' ' {
			i++
		}
	}
	return i, any
}

// key passes over a key of one word with its colon and the spaces behind that, and reports whether there is one.
func (s *slipFinder) key(at int, line []byte, i int) (_ int, any bool) {
	end := i
	for end < len(line) {
		r, size := utf8.DecodeRune(line[end:])
		if !isKeySign(r) {
			break
		}
		end += size
	}
	if end == i || !unicode.IsLetter(rune(line[i])) && line[i] != '"' && line[i] != '\'' {
		return i, false
	}
	colon, size := utf8.DecodeRune(line[end:])
	after := end + size
	switch {
	case strings.ContainsRune("：﹕∶꞉︓", colon):
		rest := after
		for rest < len(line) && line[rest] == ' ' {
			rest++
		}
		s.add(OddColon, colon, at+end, at+after, Edit{at + end, at + rest, ": "})
		return rest, true
	case colon != ':':
		return i, false
	}
	space, width := utf8.DecodeRune(line[after:])
	switch {
	case after == len(line) || space == ' ':
	case isOddSpace(space):
		s.add(OddSpace, space, at+after, at+after+width, Edit{at + after, at + after + width, " "})
		after += width
	case unicode.IsLetter(space) || strings.ContainsRune(`"'[|>`, space):
		s.add(NoSpace, 0, at+end, at+after, Edit{at + after, at + after, " "})
		return after, true
	default:
		return i, false
	}
	for after < len(line) && line[after] == ' ' {
		after++
	}
	return after, true
}

// isKeySign reports whether a sign may stand in a key, or hides in one.
func isKeySign(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '"' || r == '\'') || IsZeroWidth(r)
}

// value looks at a text behind a key or the sign of an item, of which the key stands at an offset in the line.
func (s *slipFinder) value(at int, line []byte, i, key, next int) {
	switch r, size := utf8.DecodeRune(line[i:]); {
	case r == '|' || r == '>':
		s.block = key
	case r == '"' || r == '\'':
		s.quoted(at, line, i, key, next)
	case strings.ContainsRune("“”„‟«»‘’‚", r):
		last, width := utf8.DecodeLastRune(line)
		if inner := line[i+size : max(i+size, len(line)-width)]; strings.ContainsRune("“”„‟«»‘’‚", last) && len(inner) > 0 {
			s.add(OddQuotes, r, at+i, at+i+size, Edit{at + i, at + len(line), strconv.Quote(string(inner))})
		}
	case r == '[':
		s.cutItem(at, line, i)
	case r != '{' && r != '#' && r != '&' && r != '!':
		s.cutText(at, line, i, key, next)
	}
}

// quoted looks at a text in quotes: whether it ends, and where.
func (s *slipFinder) quoted(at int, line []byte, i, key, next int) {
	quote := line[i]
	end := closes(line[i+1:], quote)
	if end < 0 {
		if s.beginsKey(next, key) {
			s.add(OpenQuote, rune(quote), at+i, at+i+1, Edit{at + len(line), at + len(line), string(quote)})
			return
		}
		s.quote = quote
		return
	}
	rest := bytes.TrimLeft(line[i+1+end+1:], " ")
	if len(rest) == 0 || rest[0] == '#' || rest[0] == ':' || line[len(line)-1] != quote {
		return
	}
	if inner := string(line[i+1 : len(line)-1]); !strings.Contains(inner, `\`) {
		s.add(Inner, rune(quote), at+i+1+end, at+i+1+end+1, Edit{at + i, at + len(line), strconv.Quote(inner)})
	}
}

// closes returns the offset of the quote in a line that closes a text, or -1.
func closes(line []byte, quote byte) int {
	for i := 0; i < len(line); i++ {
		switch {
		case quote == '"' && line[i] == '\\':
			i++
		case line[i] != quote:
		case quote == '\'' && i+1 < len(line) && line[i+1] == quote:
			i++
		default:
			return i
		}
	}
	return -1
}

// beginsKey reports whether at an offset the next line with text has a key or the sign of an item, and does not stand deeper than a column; so does the end.
func (s *slipFinder) beginsKey(at, column int) bool {
	for at < len(s.text) {
		line, next := cutLine(s.text, at)
		if text := bytes.TrimLeft(line, " "); len(bytes.TrimSpace(text)) > 0 {
			probe := slipFinder{text: s.text, block: -1}
			i, marked := probe.markers(at, line, len(line)-len(text))
			_, keyed := probe.key(at, line, i)
			return (marked || keyed) && len(line)-len(text) <= column
		}
		at = next
	}
	return true
}

// cutItem adds the items of a list between brackets that a # cuts off.
func (s *slipFinder) cutItem(at int, line []byte, i int) {
	begin := i + 1
	for j := i + 1; j <= len(line); j++ {
		if j < len(line) && line[j] != ',' && line[j] != ']' {
			continue
		}
		item := line[begin:j]
		text := bytes.TrimSpace(item)
		start := begin + bytes.Index(item, text)
		if sign := cutAt(item); sign >= 0 && !bytes.ContainsAny(item, `"'`) {
			s.add(Cut, '#', at+begin+sign, at+begin+sign+1, Edit{at + start, at + start + len(text), strconv.Quote(string(text))})
		}
		begin = j + 1
	}
}

// cutText adds an unquoted text that a # cuts off, with the lines on which it goes on.
func (s *slipFinder) cutText(at int, line []byte, i, key, next int) {
	end, text := at+len(line), string(line[i:])
	sign := -1
	if n := cutAt(line[i:]); n >= 0 {
		sign = at + i + n
	}
	for next < len(s.text) {
		below, after := cutLine(s.text, next)
		trimmed := bytes.TrimSpace(below)
		if depth := len(below) - len(bytes.TrimLeft(below, " ")); len(trimmed) == 0 || depth <= key || s.beginsKey(next, depth) {
			break
		}
		if n := cutAt(below); sign < 0 && n >= 0 {
			sign = next + n
		}
		text += " " + string(trimmed)
		end = next + len(bytes.TrimRight(below, " \r"))
		next = after
	}
	if sign >= 0 {
		s.add(Cut, '#', sign, sign+1, Edit{at + i, end, strconv.Quote(text)})
	}
}

// cutAt returns the offset of the first # that begins a comment although text follows it at once, or -1.
func cutAt(text []byte) int {
	for i, c := range text {
		if c == '#' && (i == 0 || text[i-1] == ' ') && glued(text[i:]) {
			return i
		}
	}
	return -1
}

// misplaced returns the slips in the indentation of keys: such a key is read, with the odd spaces in its name, and belongs elsewhere than it seems to.
func (f *File) misplaced(front *Value, text []byte, start int) []Problem {
	odd := map[int]bool{}
	var visit func(v *Value)
	visit = func(v *Value) {
		for _, p := range v.Pairs {
			if r, _ := utf8.DecodeRuneInString(p.Key.Text); isOddSpace(r) || IsZeroWidth(r) {
				odd[p.Key.Start] = true
			}
			visit(p.Value)
		}
		for _, item := range v.Items {
			visit(item)
		}
	}
	visit(front)
	if len(odd) == 0 {
		return nil
	}
	found := moved(findSlips(text), start)
	return slices.DeleteFunc(found, func(p Problem) bool { return !odd[p.Start] })
}
