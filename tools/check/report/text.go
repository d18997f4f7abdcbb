package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/mask"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// text writes each finding with its place, message, the line with the place marked, and hint. It ends with a summary.
func text(w io.Writer, r Report) error {
	var b bytes.Buffer
	lines := newLines(r)
	for _, f := range r.Findings {
		place := r.Palette.Paint(terminal.Bold, fmt.Sprintf("%s:%d:%d:", Safe(f.File), f.Line, f.Column))
		fmt.Fprintf(&b, "%s %s: %s [%s]\n", place, Severity(r.Palette, f.Severity), Safe(f.Message), f.Rule)
		excerpt(&b, f, lines.of(f))
		if f.Why != "" {
			fmt.Fprintf(&b, "    %s\n", Safe(message.Text("report/why", "why", f.Why)))
		}
		if f.Hint != "" {
			fmt.Fprintf(&b, "    %s: %s\n", Severity(r.Palette, finding.Hint), Safe(f.Hint))
		}
		b.WriteByte('\n')
	}
	b.WriteString(summary(r) + "\n")
	_, err := w.Write(b.Bytes())
	return err
}

// Severity returns the word for a severity, in its colour.
func Severity(p terminal.Palette, s finding.Severity) string {
	colour := map[finding.Severity]terminal.Colour{finding.Error: terminal.Red, finding.Warning: terminal.Magenta, finding.Hint: terminal.Cyan}[s]
	return p.Paint(colour, message.Text("severity/"+string(s)))
}

// summary returns a sentence with the number of files and of findings of each severity.
func summary(r Report) string {
	var counts []string
	for _, s := range finding.Severities {
		if n := finding.Count(r.Findings, s); n > 0 {
			counts = append(counts, message.Number(string(s), n))
		}
	}
	if len(counts) == 0 && r.Clean != "" && r.Files == 0 {
		return message.Text("report/nothing")
	}
	if len(counts) == 0 {
		return message.Text(cmp.Or(r.Clean, "report/clean"), "files", message.Number(cmp.Or(r.Unit, "file"), r.Files))
	}
	return message.Text("report/counts", "files", message.Number(cmp.Or(r.Unit, "file"), r.Files), "counts", strings.Join(counts, ", "))
}

// The limits of the excerpt of a line, in code points.
const (
	excerptWidth = 100 // in total
	excerptLead  = 40  // before the place of the finding, in a line that is longer than excerptWidth
)

// shownLines gives the lines of findings. It keeps the last one, because a line of a megabyte may have a thousand findings.
type shownLines struct {
	Report
	personal map[string][]finding.Finding // those on personal data, by file
	file     string
	line     int
	runes    []rune
}

func newLines(r Report) *shownLines {
	l := &shownLines{Report: r, personal: map[string][]finding.Finding{}}
	for _, f := range r.Findings {
		if f.Kind != "" && f.Start != f.End {
			l.personal[f.File] = append(l.personal[f.File], f)
		}
	}
	return l
}

// of returns the line of a finding, in which the personal data of all findings is masked; nil for a blank or binary line.
func (l *shownLines) of(f finding.Finding) []rune {
	if l.file != f.File || l.line != f.Line {
		l.file, l.line, l.runes = f.File, f.Line, l.read(f)
	}
	return l.runes
}

func (l *shownLines) read(f finding.Finding) []rune {
	line := l.Source(f.File, f.Line)
	if len(bytes.TrimSpace(line)) == 0 || !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
		return nil
	}
	runes := []rune(string(line))
	if runes[0] == '\ufeff' { // columns begin behind it
		runes = runes[1:]
	}
	if l.ShowValues {
		return runes
	}
	for _, p := range l.personal[f.File] {
		if f.Line < p.Line || f.Line > p.EndLine {
			continue
		}
		from, to := 0, len(runes)
		if p.Line == f.Line {
			from = min(p.Column-1, len(runes))
		}
		if p.EndLine == f.Line {
			to = min(p.EndColumn-1, len(runes))
		}
		mask.Line(runes[from:max(from, to)])
	}
	return runes
}

// excerpt writes the line of a finding, with carets below the place. It writes nothing when there is no line.
func excerpt(b *bytes.Buffer, f finding.Finding, runes []rune) {
	if len(runes) == 0 {
		return
	}
	from := min(f.Column-1, len(runes))
	to := len(runes)
	if f.EndLine == f.Line {
		to = min(f.EndColumn-1, len(runes))
	}
	first := max(0, from-excerptLead)
	if len(runes) <= excerptWidth {
		first = 0
	}
	last := min(len(runes), first+excerptWidth)
	shown, lead, mark := runes[first:last], runes[first:min(from, last)], max(1, min(to, last)-from)
	number := strconv.Itoa(f.Line)
	fmt.Fprintf(b, "    %s | %s\n", number, Safe(string(shown)))
	fmt.Fprintf(b, "    %s | %s%s\n", strings.Repeat(" ", len(number)), blank(lead), strings.Repeat("^", mark))
}

// blank returns white space that is as wide as the text. Tabs stay tabs.
func blank(text []rune) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\t':
			b.WriteByte('\t')
		case !unicode.Is(unicode.Mn, r):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Safe returns a text that can't affect a terminal: control characters, line ends, invalid bytes and characters that change the direction of the
// text are replaced by their codes.
func Safe(text string) string {
	if strings.IndexFunc(text, unsafe) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") {
			fmt.Fprintf(&b, "\\x%02x", text[i])
		} else if unsafe(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unsafe(r rune) bool {
	return r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}
