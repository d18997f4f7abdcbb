package list

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Format is the name of a form in which dilemmas are listed.
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

// WriteCSV writes a line of names and a line for each dilemma. A list is one cell, with a space between its words: some spreadsheets split at
// semicolons as well. A step of the canvas has two columns, because 2/3 would become a day. A cell that would be run as a formula begins with an
// apostrophe.
func WriteCSV(w io.Writer, def *canvas.Definition, dilemmas []*Dilemma) error {
	head := []string{"slug", "title", "file", "state", "here", "branches", "herkomst", "bestuurslaag", "themas", "woo_gronden",
		"informatiecategorieen", "date", "age_days", "herzien_voor", "vervangen_door", "filled", "asked", "percent"}
	for _, s := range def.Steps {
		head = append(head, s.Key+"_filled", s.Key+"_asked")
	}
	out := csv.NewWriter(w)
	lines := [][]string{head}
	for _, d := range dilemmas {
		c := d.Completeness
		line := []string{d.Slug, d.Title, d.File, string(d.State), string(d.Local), list(d.Branches), d.Herkomst, d.Bestuurslaag, list(d.Themas),
			list(d.Gronden), list(d.Categories), d.Date, d.age(), d.ReviewBefore, d.SupersededBy, strconv.Itoa(c.Filled), strconv.Itoa(c.Asked), strconv.Itoa(c.Percent)}
		for _, s := range c.Steps {
			line = append(line, strconv.Itoa(s.Filled), strconv.Itoa(s.Asked))
		}
		for i := range line {
			line[i] = inert(line[i])
		}
		lines = append(lines, line)
	}
	return out.WriteAll(lines)
}

func list(words []string) string { return strings.Join(words, " ") }

// inert keeps a spreadsheet from running a text.
func inert(cell string) string {
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
	id    string // of its head
	right bool
	// least is how narrow it can be, and wish how wide it is made before the next one comes. Without them it is as wide as what it holds.
	least, wish int
	cell        func(*Dilemma) string

	cells []string
	width int
}

// columns are those of the table in their order, which is also that of their weight: of a narrow one the last are left out.
func columns() []*column {
	return []*column{
		{id: "slug", least: 48, wish: 48, cell: func(d *Dilemma) string { return d.Slug }},
		{id: "state", cell: func(d *Dilemma) string { return Label(d.State) + d.mark() }},
		{id: "complete", right: true, cell: func(d *Dilemma) string {
			if d.Completeness.Asked == 0 {
				return "–"
			}
			return strconv.Itoa(d.Completeness.Percent) + "%"
		}},
		{id: "branches", least: 12, wish: 28, cell: func(d *Dilemma) string { return strings.Join(short(d.Branches), ", ") }},
		{id: "date", cell: func(d *Dilemma) string { return d.Date }},
		{id: "title", least: 24, wish: 44, cell: func(d *Dilemma) string { return d.Title }},
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
		{id: "themas", least: 16, wish: 24, cell: func(d *Dilemma) string { return strings.Join(d.Themas, ", ") }},
		{id: "gronden", least: 8, wish: 16, cell: func(d *Dilemma) string { return strings.Join(d.Gronden, ", ") }},
	}
}

// mark tells how the file here differs from the published one.
func (d *Dilemma) mark() string {
	switch d.Local {
	case Changed:
		return " *"
	case Missing:
		return " -"
	}
	return ""
}

// short leaves out the branches that are on a server under the same name.
func short(branches []string) []string {
	return slices.DeleteFunc(slices.Clone(branches), func(name string) bool {
		return slices.ContainsFunc(branches, func(other string) bool { return strings.HasSuffix(other, "/"+name) })
	})
}

// WriteText writes a table that is no wider than a terminal of so many columns, and a sentence that sums it up.
func WriteText(w io.Writer, b *Book, dilemmas []*Dilemma, terminal int) error {
	shown := fit(dilemmas, terminal)
	var out strings.Builder
	for i := range len(dilemmas) + 1 {
		var line strings.Builder
		for j, c := range shown {
			cell := cut(c.cells[i], c.width)
			space := strings.Repeat(" ", c.width-columnsOf(cell))
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

// fit returns the columns that there is room for, each as wide as it can be. A column without a word in it is left out.
func fit(dilemmas []*Dilemma, terminal int) []*column {
	const gap = 2
	var filled []*column
	for _, c := range columns() {
		head := message.Text("list/head." + c.id)
		c.cells = []string{head}
		for _, d := range dilemmas {
			cell := report.Safe(strings.ReplaceAll(c.cell(d), "\t", " "))
			c.cells = append(c.cells, cell)
			c.width = max(c.width, columnsOf(cell))
		}
		if c.width == 0 {
			continue
		}
		c.width = max(c.width, columnsOf(head))
		if c.least == 0 {
			c.least, c.wish = c.width, c.width
		}
		c.least, c.wish = min(c.least, c.width), min(c.wish, c.width)
		filled = append(filled, c)
	}
	// A slug and a state there always are. When both don't fit, the slug gives way.
	slug, state := filled[0], filled[1]
	slug.least = min(slug.least, max(terminal-gap-state.least, 1))
	left := terminal - slug.least - gap - state.least
	shown := filled[:2]
	for _, c := range filled[2:] {
		if gap+c.least > left {
			break
		}
		c.least = min(c.wish, left-gap)
		left -= gap + c.least
		shown = append(shown, c)
	}
	for _, c := range shown {
		more := max(min(c.width-c.least, left), 0)
		c.width = c.least + more
		left -= more
	}
	return shown
}

// Summary says how many dilemmas there are in each state: of all, or of those that were asked for.
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
	text := number("list/count", len(dilemmas))
	if len(dilemmas) < all {
		text = message.Text("list/part", "n", strconv.Itoa(len(dilemmas)), "all", number("list/count", all))
	}
	text += ": " + strings.Join(parts, ", ") + "."
	if proposed > 0 {
		text += " " + number("list/proposed", proposed)
	}
	return text
}

func number(id string, n int) string {
	if n == 1 {
		id += ".one"
	}
	return message.Text(id, "n", strconv.Itoa(n))
}

// columnsOf returns how many columns a text takes on a terminal.
func columnsOf(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOfRune(r)
	}
	return n
}

func columnsOfRune(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100:
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			return 2
		}
	}
	return 1
}

// cut shortens a text to so many columns.
func cut(text string, columns int) string {
	if columnsOf(text) <= columns {
		return text
	}
	used := 0
	for i, r := range text {
		if used += columnsOfRune(r); used > columns-1 {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}
