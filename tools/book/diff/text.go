package diff

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// flat returns a text on one line with single spaces, in Unicode form NFC, so that its line breaks and its encoding make no difference.
func flat(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

// paragraphs splits a text of the canvas as its page does: at empty lines, and in list items where all lines begin with a dash.
func paragraphs(s string) []string {
	var all, lines []string
	flush := func() {
		isItem := func(line string) bool {
			_, ok := item(line)
			return ok
		}
		if len(lines) > 0 && !slices.ContainsFunc(lines, func(line string) bool { return !isItem(line) }) {
			for _, line := range lines {
				text, _ := item(line)
				all = append(all, "- "+text)
			}
		} else if len(lines) > 0 {
			all = append(all, flat(strings.Join(lines, " ")))
		}
		lines = nil
	}
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line == "" {
			flush()
			continue
		}
		lines = append(lines, line)
	}
	flush()
	return all
}

// item returns the text after the dash that a line begins with.
func item(line string) (string, bool) {
	for _, dash := range []string{"- ", "* ", "• "} {
		if rest, ok := strings.CutPrefix(line, dash); ok {
			return flat(rest), true
		}
	}
	return "", false
}

// plain returns any value as texts: for keys that the definition does not know, and for values of another kind than it requires.
func plain(v *casebook.Value) []string {
	switch {
	case v.Blank():
		return nil
	case v.Kind == casebook.Sequence:
		var all []string
		for _, item := range v.Items {
			all = append(all, plain(item)...)
		}
		return all
	case v.Kind == casebook.Mapping:
		var all []string
		for _, p := range v.Pairs {
			for _, text := range plain(p.Value) {
				all = append(all, flat(p.Key.Text)+": "+text)
			}
		}
		return all
	}
	return paragraphs(v.Text)
}

// markdown parses CommonMark. Tables are parsed in this file: loading the extensions of goldmark takes a tenth of the time of checking one file, even
// when nothing is compared.
var markdown = sync.OnceValue(goldmark.DefaultParser)

// ruler matches the second line of a table.
var ruler = lazy.Regexp(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)

// table returns the rows of a paragraph that is a table: the first two lines have bars, and the second one is a ruler. ok is false for another block.
func table(n ast.Node, source []byte) (rows []string, ok bool) {
	lines := n.Lines()
	if n.Kind() != ast.KindParagraph || lines.Len() < 2 {
		return nil, false
	}
	at := func(i int) string { line := lines.At(i); return strings.TrimSuffix(string(line.Value(source)), "\n") }
	if !strings.Contains(at(0), "|") || !strings.Contains(at(1), "|") || !ruler().MatchString(at(1)) {
		return nil, false
	}
	for i := range lines.Len() {
		if i == 1 {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(at(i)), "|"), "|")
		for j := range cells {
			cells[j] = flat(cells[j])
		}
		rows = append(rows, "| "+strings.Join(cells, " | ")+" |")
	}
	return rows, true
}

// story splits the Markdown below the front matter: a passage for each paragraph, heading, list item, table row and line of code. Markers before the
// text say which of these it is, always in the same form, however the writer wrote it. Of Markdown that is too heavy to be parsed, a passage is a line.
func story(source []byte) []string {
	source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	var all []string
	if casebook.Overweight(source) >= 0 {
		for line := range bytes.Lines(source) {
			if text := flat(string(line)); text != "" {
				all = append(all, text)
			}
		}
		return all
	}
	_ = ast.Walk(markdown().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.ThematicBreak:
			all = append(all, marks(n)+"---")
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				// In code, spaces matter.
				all = append(all, marks(n)+"`"+strings.ReplaceAll(strings.TrimRight(string(line.Value(source)), "\n"), " ", "\u00a0")+"`")
			}
		case *ast.HTMLBlock:
			html := string(n.Lines().Value(source))
			if n.HasClosure() {
				html += string(n.ClosureLine.Value(source))
			}
			all = append(all, marks(n)+flat(html))
		default:
			if rows, ok := table(n, source); ok {
				for _, row := range rows {
					all = append(all, marks(n)+row)
				}
			} else if n.Lines().Len() > 0 {
				all = append(all, marks(n)+inline(n, source))
			}
		}
		return ast.WalkContinue, nil
	})
	return all
}

// inline returns the Markdown of a block without its own markers, on one line. A hard line break becomes a backslash.
func inline(n ast.Node, source []byte) string {
	var b strings.Builder
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		text := strings.TrimSuffix(string(line.Value(source)), "\n")
		hard := strings.HasSuffix(text, "  ")
		b.WriteString(strings.TrimSpace(text))
		if hard && i+1 < lines.Len() {
			b.WriteByte('\\')
		}
		b.WriteByte(' ')
	}
	return flat(b.String())
}

// marks returns the markers of a block and of the blocks around it. A later block in a list item gets a dot instead of a dash.
func marks(n ast.Node) string {
	markers := ""
	for first := true; n != nil; n = n.Parent() {
		switch block := n.(type) {
		case *ast.Heading:
			markers = strings.Repeat("#", block.Level) + " " + markers
		case *ast.Blockquote:
			markers = "> " + markers
		case *ast.ListItem:
			list, ok := block.Parent().(*ast.List)
			switch {
			case !first:
				markers = "· " + markers
			case ok && list.IsOrdered():
				markers = strconv.Itoa(list.Start) + ". " + markers
			default:
				markers = "- " + markers
			}
		}
		first = first && n.PreviousSibling() == nil
	}
	return markers
}
