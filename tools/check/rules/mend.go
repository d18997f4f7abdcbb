//go:build !js

package rules

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// This file mends how the front matter is written: what hinders reading it, and what other programs write otherwise than every parser reads it.

// lines returns what finds the line of an offset in the current text, from 1.
func (x *fixer) lines() func(offset int) int {
	f := casebook.Text(x.name, x.text)
	return func(offset int) int {
		line, _ := f.Position(offset)
		return line
	}
}

// closing returns the offset of the line that ends the front matter, as the lines stand now, or 0 when there is none.
func (x *fixer) closing() int {
	for at := bytes.IndexByte(x.text, '\n') + 1; at > 0 && at < len(x.text); {
		end := bytes.IndexByte(x.text[at:], '\n')
		if end < 0 {
			end = len(x.text) - at
		}
		if string(bytes.TrimRight(x.text[at:at+end], " \t")) == "---" && bytes.HasPrefix(x.text, []byte("---")) {
			return at
		}
		at += end + 1
	}
	return 0
}

// fixSeparators puts a space in the front matter for a sign at which only some programs end a line, or nothing where a space stands already.
func (x *fixer) fixSeparators() {
	var edits []casebook.Edit
	line := x.lines()
	for i, r := range string(x.text[:x.closing()]) {
		if r != '\u0085' && r != '\u2028' && r != '\u2029' {
			continue
		}
		end, space := i+utf8.RuneLen(r), " "
		if bytes.IndexByte([]byte(" \n"), x.text[i-1]) >= 0 || bytes.IndexByte([]byte(" \n"), x.text[end]) >= 0 {
			space = ""
		}
		edits = append(edits, casebook.Edit{Start: i, End: end, Text: space})
		x.record(line(i), "fix/separator", "sign", nameSign(r))
	}
	x.text = casebook.Apply(x.text, edits...)
}

// fixUnseen removes the signs without width that have no business where they stand, but for a byte order mark.
func (x *fixer) fixUnseen() {
	var edits []casebook.Edit
	line, text := x.lines(), string(x.text)
	for _, at := range unseen(text) {
		if r, size := utf8.DecodeRuneInString(text[at:]); casebook.IsZeroWidth(r) && (at > 0 || r != '\ufeff') {
			edits = append(edits, casebook.Edit{Start: at, End: at + size})
			x.record(line(at), "fix/unseen", "sign", nameSign(r))
		}
	}
	x.text = casebook.Apply(x.text, edits...)
}

// fixTabs puts spaces in the front matter for tabs: one for tabs in a line, and for those before it as many as a tab may be wide, when that makes no difference.
func (x *fixer) fixTabs() {
	closing := x.closing()
	first := bytes.IndexByte(x.text[:closing], '\t')
	if first < 0 {
		return
	}
	var only []byte
	var front *casebook.Value
	for _, width := range []int{2, 4, 8} {
		out := untabbed(x.text[:closing], width)
		f := casebook.Parse(x.name, slices.Concat(out, x.text[closing:]))
		switch {
		case f.Front == nil:
		case only == nil:
			only, front = out, f.Front
		case !front.Equal(f.Front):
			return
		}
	}
	if only != nil {
		x.record(x.lines()(first), "fix/tab")
		x.text = slices.Concat(only, x.text[closing:])
	}
}

// untabbed returns a text without tabs: those before a line are so many spaces wide, others are one with the white space around them.
func untabbed(text []byte, width int) []byte {
	var out []byte
	for line := range bytes.Lines(text) {
		rest := bytes.TrimLeft(line, " \t")
		indent := line[:len(line)-len(rest)]
		out = append(out, bytes.ReplaceAll(indent, []byte("\t"), bytes.Repeat([]byte(" "), width))...)
		for {
			before, after, found := bytes.Cut(rest, []byte("\t"))
			out = append(out, before...)
			if !found {
				break
			}
			if rest = bytes.TrimLeft(after, " \t"); len(rest) > 0 && rest[0] != '\n' && !bytes.HasSuffix(before, []byte(" ")) {
				out = append(out, ' ')
			}
		}
	}
	return out
}

// fixSlips mends the slips by which the front matter can't be read, when it can be read then, and those by which a list is read as a text.
func (x *fixer) fixSlips() {
	f := casebook.Parse(x.name, x.text)
	var found []casebook.Problem
	if f.Front == nil {
		found = slices.DeleteFunc(slices.Clone(f.Problems), func(p casebook.Problem) bool { return p.Kind != casebook.Slip })
	} else {
		found = x.listSlips(f)
	}
	if len(found) == 0 {
		return
	}
	out := casebook.Mended(x.text, found)
	if casebook.Parse(x.name, out).Front == nil {
		return
	}
	line := x.lines()
	for _, p := range found {
		x.record(line(p.Start), "fix/slip-"+p.Detail, "sign", nameSign(p.Sign))
	}
	x.text = out
}

// listSlips returns the slips in the texts that stand where a list must.
func (x *fixer) listSlips(f *casebook.File) []casebook.Problem {
	all := f.Slips()
	if len(all) == 0 {
		return nil
	}
	var found []casebook.Problem
	(&file{Checker: x.Checker, File: f}).leaves(func(l leaf) {
		if l.field == nil || l.Kind != casebook.String || l.inList || l.field.Kind != canvas.List && l.field.Kind != canvas.Table && l.field.Kind != canvas.Terms {
			return
		}
		for _, p := range all {
			if (p.Detail == casebook.Bullet || p.Detail == casebook.OddSpace) && l.Start <= p.Start && p.Start < l.End {
				found = append(found, p)
			}
		}
	})
	return found
}

// fixValues mends single values: texts that a # cuts off, dates in another form, and texts that parsers read differently.
func (x *fixer) fixValues() {
	x.edit(false, func(f *casebook.File, change func(e casebook.Edit, id string, pairs ...string)) {
		words := map[*casebook.Value]leaf{}
		(&file{Checker: x.Checker, File: f}).leaves(func(l leaf) { words[l.Value] = l })
		for _, c := range f.Comments() {
			if l, known := words[c.Value]; known && c.Glued && l.text() && l.field != nil {
				start := c.Start
				if l.Start < l.End {
					start = l.Start
				}
				change(casebook.Edit{Start: start, End: c.End, Text: strconv.Quote(joinLines(f.Source[start:c.End]))}, "fix/slip-cut")
			}
		}
	})
	x.edit(false, func(f *casebook.File, change func(e casebook.Edit, id string, pairs ...string)) {
		(&file{Checker: x.Checker, File: f}).leaves(func(l leaf) {
			if l.field == nil || l.field.Kind != canvas.Date || l.Start >= l.End {
				return
			}
			if day := oneDay(l.Value); day != "" {
				change(casebook.Edit{Start: l.Start, End: l.End, Text: day}, "fix/word", "old", shorten(string(f.Source[l.Start:l.End])), "new", day)
			}
		})
	})
	x.edit(true, func(f *casebook.File, change func(e casebook.Edit, id string, pairs ...string)) {
		for _, e := range f.Rewritten() {
			change(e, "fix/written")
		}
	})
}

// edit changes values of the front matter. It does nothing when the front matter could not be read any more, or with keep when a value would become another one.
func (x *fixer) edit(keep bool, find func(f *casebook.File, change func(e casebook.Edit, id string, pairs ...string))) {
	f := casebook.Parse(x.name, x.text)
	if f.Parsed == nil {
		return
	}
	var edits []casebook.Edit
	before, line := len(x.corrections), x.lines()
	find(f, func(e casebook.Edit, id string, pairs ...string) {
		edits = append(edits, e)
		x.record(line(e.Start), id, pairs...)
	})
	out := casebook.Apply(x.text, edits...)
	after := casebook.Parse(x.name, out)
	if len(edits) == 0 || after.Front == nil || len(after.Problems) > len(f.Problems) || keep && !f.Parsed.Equal(after.Parsed) {
		x.corrections = x.corrections[:before]
		return
	}
	x.text = out
}

// joinLines returns a text of several lines on one, as YAML folds them.
func joinLines(text []byte) string {
	lines := strings.Split(string(text), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.Join(lines, " ")
}
