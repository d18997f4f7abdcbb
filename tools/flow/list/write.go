package list

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// Format is a format in which dilemmas are listed.
type Format string

const (
	Text Format = "text"
	JSON Format = "json"
	CSV  Format = "csv"
)

// Formats lists the formats.
var Formats = []Format{Text, JSON, CSV}

// WriteJSON writes an array of dilemmas.
func WriteJSON(w io.Writer, dilemmas []*Dilemma) error {
	return report.JSON(w, report.List(dilemmas))
}

// WriteCSV writes a header line and a line for each dilemma. A list is one cell with spaces between its words, because some spreadsheets split at
// semicolons too. Each step of the canvas has two columns, because a spreadsheet would turn 2/3 into a date. A cell that a spreadsheet would run as
// a formula gets an apostrophe before it.
func WriteCSV(w io.Writer, def *canvas.Definition, dilemmas []*Dilemma) error {
	head := []string{"slug", "title", "file", "state", "here", "branches", "herkomst", "bestuurslaag", "themas", "woo_gronden",
		"informatiecategorieen", "date", "age_days", "herzien_voor", "vervangen_door", "filled", "asked", "percent"}
	for _, s := range def.Steps {
		head = append(head, s.Key+"_filled", s.Key+"_asked")
	}
	head = append(head, "proposals")
	out := csv.NewWriter(w)
	lines := [][]string{head}
	for _, d := range dilemmas {
		c := d.Completeness
		line := []string{d.Slug, d.Title, d.File, string(d.State), string(d.Local), joinWords(d.Branches), d.Herkomst, d.Bestuurslaag, joinWords(d.Themas),
			joinWords(d.Gronden), joinWords(d.Categories), d.Date, d.age(), d.ReviewBefore, d.SupersededBy, strconv.Itoa(c.Filled), strconv.Itoa(c.Asked), strconv.Itoa(c.Percent)}
		for _, s := range c.Steps {
			line = append(line, strconv.Itoa(s.Filled), strconv.Itoa(s.Asked))
		}
		line = append(line, joinWords(d.names()))
		for i := range line {
			line[i] = escapeFormula(line[i])
		}
		lines = append(lines, line)
	}
	return out.WriteAll(lines)
}

func joinWords(words []string) string { return strings.Join(words, " ") }

// escapeFormula keeps a spreadsheet from running a text as a formula.
func escapeFormula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		if _, err := strconv.Atoi(cell); err != nil {
			return "'" + cell
		}
	}
	return cell
}

func (d *Dilemma) age() string {
	if d.Age == nil {
		return ""
	}
	return strconv.Itoa(*d.Age)
}

// column is a column of the table.
type column struct {
	id    string // of its header in the message catalogue
	right bool   // aligned right
	// minimum is the smallest width, and preferred the width that it gets before the next column is added. When they are 0, the column is as wide
	// as its longest cell.
	minimum, preferred int
	cell               func(*Dilemma) string

	cells []string
	width int
}

// columns returns the columns of the table in order of importance: on a narrow terminal the last ones are left out. Remote is the name of the server.
func columns(remote string) []*column {
	return []*column{
		{id: "slug", minimum: 48, preferred: 48, cell: func(d *Dilemma) string { return d.Slug }},
		{id: "state", cell: func(d *Dilemma) string { return Label(d.State) + d.localMark() }},
		{id: "complete", right: true, cell: func(d *Dilemma) string {
			if d.Completeness.Asked == 0 {
				return "–"
			}
			return strconv.Itoa(d.Completeness.Percent) + "%"
		}},
		{id: "branches", minimum: 12, preferred: 28, cell: func(d *Dilemma) string { return strings.Join(d.places(remote), ", ") }},
		{id: "date", cell: func(d *Dilemma) string { return d.Date }},
		{id: "title", minimum: 24, preferred: 44, cell: func(d *Dilemma) string { return d.Title }},
		{id: "age", right: true, cell: (*Dilemma).age},
		{id: "bestuurslaag", cell: func(d *Dilemma) string { return d.Bestuurslaag }},
		{id: "herkomst", cell: func(d *Dilemma) string { return d.Herkomst }},
		{id: "review", cell: func(d *Dilemma) string { return d.ReviewBefore }},
		{id: "steps", cell: func(d *Dilemma) string {
			var all []string
			for _, s := range d.Completeness.Steps {
				all = append(all, fmt.Sprintf("%d/%d", s.Filled, s.Asked))
			}
			return strings.Join(all, " ")
		}},
		{id: "themas", minimum: 16, preferred: 24, cell: func(d *Dilemma) string { return strings.Join(d.Themas, ", ") }},
		{id: "gronden", minimum: 8, preferred: 16, cell: func(d *Dilemma) string { return strings.Join(d.Gronden, ", ") }},
	}
}

// localMark returns the mark behind the state of a dilemma whose file in the working tree differs from the published one.
func (d *Dilemma) localMark() string {
	switch d.Local {
	case Changed:
		return " *"
	case Missing:
		return " -"
	}
	return ""
}

// names lists what the server calls the merge requests.
func (d *Dilemma) names() []string {
	var names []string
	for _, p := range d.Proposals {
		names = append(names, p.Name)
	}
	return names
}

// places lists where the dilemma is proposed: each merge request with its branch, and then the other branches.
func (d *Dilemma) places(remote string) []string {
	var all []string
	rest := withoutPushed(d.Branches)
	for _, p := range d.Proposals {
		name := p.Name
		if branch := remote + "/" + p.Branch; slices.Contains(d.Branches, branch) {
			name += " " + branch
			rest = slices.DeleteFunc(rest, func(other string) bool { return other == branch })
		}
		all = append(all, name)
	}
	return append(all, rest...)
}

// withoutPushed removes the local branches that a server has under the same name.
func withoutPushed(branches []string) []string {
	return slices.DeleteFunc(slices.Clone(branches), func(name string) bool {
		return slices.ContainsFunc(branches, func(other string) bool { return strings.HasSuffix(other, "/"+name) })
	})
}

// WriteText writes a table for a terminal with the given number of columns, and a summary.
func WriteText(w io.Writer, b *Book, dilemmas []*Dilemma, screen int) error {
	shown := fitColumns(dilemmas, b.Remote, screen)
	var out strings.Builder
	for i := range len(dilemmas) + 1 {
		var line strings.Builder
		for j, c := range shown {
			cell := truncate(c.cells[i], c.width)
			space := strings.Repeat(" ", c.width-terminal.ColumnsOf(cell))
			if c.right {
				cell = space + cell
			} else {
				cell += space
			}
			if j > 0 {
				line.WriteString("  ")
			}
			line.WriteString(cell)
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	out.WriteByte('\n')
	for _, local := range []Local{Changed, Missing} {
		if slices.ContainsFunc(dilemmas, func(d *Dilemma) bool { return d.Local == local }) {
			out.WriteString(message.Text("list/"+string(local), "branch", report.Safe(b.Branch)) + "\n")
		}
	}
	out.WriteString(Summary(len(b.Dilemmas), dilemmas) + "\n")
	_, err := io.WriteString(w, out.String())
	return err
}

// fitColumns returns the columns that fit on the terminal, each as wide as possible. It leaves out columns without any text.
func fitColumns(dilemmas []*Dilemma, remote string, screen int) []*column {
	const gap = 2
	var filled []*column
	for _, c := range columns(remote) {
		head := message.Text("list/head." + c.id)
		c.cells = []string{head}
		for _, d := range dilemmas {
			cell := report.Safe(strings.ReplaceAll(c.cell(d), "\t", " "))
			c.cells = append(c.cells, cell)
			c.width = max(c.width, terminal.ColumnsOf(cell))
		}
		if c.width == 0 {
			continue
		}
		c.width = max(c.width, terminal.ColumnsOf(head))
		if c.minimum == 0 {
			c.minimum, c.preferred = c.width, c.width
		}
		c.minimum, c.preferred = min(c.minimum, c.width), min(c.preferred, c.width)
		filled = append(filled, c)
	}
	// The slug and the state are always shown. When they don't both fit, the slug gets narrower.
	slug, state := filled[0], filled[1]
	slug.minimum = min(slug.minimum, max(screen-gap-state.minimum, 1))
	left := screen - slug.minimum - gap - state.minimum
	shown := filled[:2]
	for _, c := range filled[2:] {
		if gap+c.minimum > left {
			break
		}
		c.minimum = min(c.preferred, left-gap)
		left -= gap + c.minimum
		shown = append(shown, c)
	}
	for _, c := range shown {
		more := max(min(c.width-c.minimum, left), 0)
		c.width = c.minimum + more
		left -= more
	}
	return shown
}

// Summary returns a Dutch sentence with the number of dilemmas in each state. All is the number before filtering.
func Summary(all int, dilemmas []*Dilemma) string {
	counts := map[lifecycle.State]int{}
	proposed := 0
	for _, d := range dilemmas {
		counts[d.State]++
		if d.InReview() && d.State != InReview {
			proposed++
		}
	}
	states := slices.Clone(States)
	slices.SortStableFunc(states, func(a, b lifecycle.State) int { return counts[b] - counts[a] })
	var parts []string
	for _, s := range states {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[s], Label(s)))
		}
	}
	text := countText("list/count", len(dilemmas))
	if len(dilemmas) < all {
		text = message.Text("list/part", "n", strconv.Itoa(len(dilemmas)), "all", countText("list/count", all))
	}
	text += ": " + strings.Join(parts, ", ") + "."
	if proposed > 0 {
		text += " " + countText("list/proposed", proposed)
	}
	return text
}

// countText returns the message for a number, which has its own form for one.
func countText(id string, n int) string {
	if n == 1 {
		id += ".one"
	}
	return message.Text(id, "n", strconv.Itoa(n))
}

// truncate shortens a text to the given number of terminal columns.
func truncate(text string, columns int) string {
	if terminal.ColumnsOf(text) <= columns {
		return text
	}
	used := 0
	for i, r := range text {
		if used += terminal.Columns(r); used > columns-1 {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}
