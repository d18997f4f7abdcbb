package review

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// width is the maximum length of a line of text, in code points.
const width = 96

// text writes the review for a person at a terminal. It marks changes with characters, not with colours.
func (r *Review) text(w io.Writer) error {
	o := r.outline()
	b := bufio.NewWriter(w)
	wrap(b, 0, o.summary)
	wrap(b, 0, o.compared)
	for _, warning := range o.warnings {
		wrap(b, 0, message.Text("severity/warning")+": "+visible(warning))
	}
	if marked(o) {
		wrap(b, 0, message.Text("review/legend", "gone", "[-"+message.Text("review/gone")+"-]", "added", "{+"+message.Text("review/added")+"+}"))
	}
	for c := range o.chapters {
		heading(b, visible(c.title), '=')
		fmt.Fprintf(b, "%s\n", visible(c.file))
		wrap(b, 0, capital(strings.Join(c.states, ", "))+".")
		for _, s := range slices.Concat(c.consequences, c.progress) {
			wrap(b, 0, visible(s))
		}
		for _, s := range c.sections {
			fmt.Fprintf(b, "\n%s\n", visible(s.title))
			for _, l := range s.lines {
				wrap(b, 1+l.depth, textLine(l))
			}
		}
	}
	if len(o.layout) > 0 {
		heading(b, message.Text("review/layout"), '=')
		for _, file := range o.layout {
			wrap(b, 0, visible(file))
		}
	}
	if len(o.others) > 0 {
		heading(b, message.Text("review/others"), '=')
		for _, f := range o.others {
			wrap(b, 0, visible(f.Path)+" ("+message.Text("review/op/"+string(f.Op))+")")
		}
	}
	textFindings(b, o)
	if len(o.checklist) > 0 {
		heading(b, message.Text("review/checklist"), '=')
	}
	for _, t := range o.checklist {
		if t.title != "" {
			fmt.Fprintf(b, "%s\n", visible(t.title))
		}
		for _, i := range t.items {
			wrap(b, 0, "[ ] "+i.Question+" "+visible(i.Fact))
		}
	}
	return b.Flush()
}

func textFindings(b *bufio.Writer, o outline) {
	heading(b, message.Text("review/findings"), '=')
	if o.noFindings != "" {
		wrap(b, 0, o.noFindings)
	}
	write := func(m remark, depth int) {
		wrap(b, depth, fmt.Sprintf("%s: %s: %s [%s]", visible(m.where), m.severity, visible(m.text), m.rule))
		if m.hint != "" {
			wrap(b, depth+1, message.Text("severity/hint")+": "+visible(m.hint))
		}
	}
	for _, g := range o.findings {
		fmt.Fprintf(b, "%s\n", visible(g.file))
		for _, m := range g.remarks {
			write(m, 1)
		}
	}
	heading(b, message.Text("review/history"), '=')
	wrap(b, 0, o.historySummary)
	for _, m := range o.history {
		write(m, 0)
	}
}

// capital makes the first letter of a text a capital.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// marked reports whether any text has a mark of removed or added words.
func marked(o outline) bool {
	for c := range o.chapters {
		for _, s := range c.sections {
			for _, l := range s.lines {
				for _, piece := range l.text {
					if piece.Op != diff.Equal {
						return true
					}
				}
			}
		}
	}
	return false
}

func heading(b *bufio.Writer, title string, under rune) {
	fmt.Fprintf(b, "\n%s\n%s\n", title, strings.Repeat(string(under), min(width, utf8.RuneCountInString(title))))
}

func textLine(l line) string {
	var parts []string
	for _, piece := range l.text {
		text := unmarked.Replace(visible(piece.Text))
		switch piece.Op {
		case diff.Delete:
			text = "[-" + text + "-]"
		case diff.Insert:
			text = "{+" + text + "+}"
		}
		parts = append(parts, text)
	}
	return prefixed(l.note, visible(l.name), strings.Join(parts, " "))
}

// unmarked breaks up what looks like a mark of a change in the text itself.
var unmarked = strings.NewReplacer("[-", "[ -", "-]", "- ]", "{+", "{ +", "+}", "+ }")

// prefixed joins a note, a name and a text with colons. After a part that is a sentence, it puts no colon.
func prefixed(parts ...string) string {
	s := ""
	for _, part := range parts {
		switch {
		case s == "" || part == "":
			s += part
		case strings.ContainsAny(s[len(s)-1:], "?.!") || strings.HasSuffix(s, "?*"):
			s += " " + part
		default:
			s += ": " + part
		}
	}
	return s
}

// wrap writes a text in lines of at most width. The first line is indented by depth, the other lines by one more.
func wrap(b *bufio.Writer, depth int, text string) {
	indent := strings.Repeat("  ", depth)
	column := 0
	for i, word := range strings.Fields(text) {
		size := utf8.RuneCountInString(word)
		switch {
		case i == 0:
			b.WriteString(indent)
			column = len(indent)
		case column+1+size > width:
			indent = strings.Repeat("  ", depth+1)
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += size
	}
	b.WriteByte('\n')
}

// visible replaces characters that nobody would see, such as zero-width ones, by their code, because a review must show every change. It also removes
// what could affect a terminal.
func visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.Is(unicode.Cf, r) && r != '\u200d' {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return report.Safe(b.String())
}
