package word

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// block is a part of a document of any format: a paragraph, a table or the end of a section.
type block struct {
	*paragraph
	*table
	*section
	// covered is in a cell that another one extends over: it is the other one.
	covered cell
	// tag is the path of the field in the content control around the block; empty without one.
	tag string
}

// paragraph is a text with its lines.
type paragraph struct {
	text  string
	style style
	level int // of a heading, from 1; of an item of a list, from 1
	// choices are the items of a drop-down list.
	choices []string
	// number is that of an item of a numbered list or of a heading, and sign that of another item: "-" or "*".
	number, sign string
	// cells are those of a row of a table, of which first is the first.
	cells []string
	first bool
	// losses is what the text does not hold of the document, and hidden what nobody sees there.
	losses [losses]int
	hidden []string
}

// lost is a paragraph without text, for something that was left out.
func lost(l loss) *paragraph {
	p := &paragraph{}
	p.losses[l] = 1
	return p
}

// with is a paragraph with another text. What its own did not hold stays with the first.
func (p *paragraph) with(text string) *paragraph {
	return &paragraph{text: text, style: p.style, level: p.level, number: p.number, sign: p.sign, cells: p.cells, first: p.first}
}

// style is the role of a paragraph.
type style string

const (
	plain    style = ""
	title    style = "Title"
	heading  style = "Heading"
	item     style = "ListBullet"
	help     style = "Uitleg"
	answer   style = "Antwoord"
	rowHead  style = "Rijkop"
	cellHead style = "Kolomkop"
	tableRow style = "Rij" // of a table in an answer
)

// table is a grid of cells; rows may differ in length.
type table struct {
	rows [][]cell
	name string // the description for screen readers
	// first is the width of the first column, in percent of the table.
	first int
}

type cell []block

// maxLabel is how many bytes of a text are compared with the questions and labels of the canvas, which are shorter.
const maxLabel = 2000

// text returns the first part of the text of a cell, one line for each paragraph: long enough to tell whether it is a label.
func (c cell) text() string {
	var text strings.Builder
	seen := 0
	for p := range c.paragraphs() {
		if seen++; text.Len() > maxLabel || seen > maxLabel {
			break
		}
		if seen > 1 {
			text.WriteByte('\n')
		}
		text.WriteString(head(p.text))
	}
	return strings.TrimSpace(text.String())
}

// head returns the first part of a text, at most maxLabel bytes.
func head(text string) string {
	if len(text) <= maxLabel {
		return text
	}
	end := maxLabel
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// paragraphs returns the paragraphs in a cell, also those of tables inside it.
func (c cell) paragraphs() iter.Seq[*paragraph] {
	return func(yield func(*paragraph) bool) { c.each(yield) }
}

// each calls yield for each paragraph until it returns false, and reports whether it never did.
func (c cell) each(yield func(*paragraph) bool) bool {
	for _, b := range c {
		switch {
		case b.paragraph != nil:
			if !yield(b.paragraph) {
				return false
			}
		case b.table != nil:
			for _, row := range b.rows {
				for _, inner := range row {
					if !inner.each(yield) {
						return false
					}
				}
			}
		}
	}
	return true
}

// coveredBy returns the block of a cell that another one extends over.
func coveredBy(c cell) block {
	if origin, ok := c.origin(); ok {
		c = origin
	}
	return block{covered: c}
}

// origin returns the cell that extends over a cell, and whether there is one.
func (c cell) origin() (cell, bool) {
	for _, b := range c {
		if b.covered != nil {
			return b.covered, true
		}
	}
	return nil, false
}

// is reports whether two cells are one and the same.
func (c cell) is(other cell) bool { return len(c) > 0 && len(other) > 0 && &c[0] == &other[0] }

// answer returns the paragraphs of a cell; those in a table of more columns as a paragraph for each row.
func (c cell) answer() []*paragraph {
	var all []*paragraph
	for _, b := range c {
		switch {
		case b.paragraph != nil:
			all = append(all, b.paragraph)
		case b.table != nil && !b.table.isFrame():
			all = append(all, b.table.flat()...)
		case b.table != nil:
			for _, row := range b.table.rows {
				for _, inner := range row {
					all = append(all, inner.answer()...)
				}
			}
		}
	}
	return all
}

// isFrame reports whether a table puts paragraphs in their place on the page and says nothing by its rows: it has one column, or one row with more
// paragraphs in a cell.
func (t *table) isFrame() bool {
	return t.columns() < 2 || len(t.rows) == 1 && slices.ContainsFunc(t.rows[0], func(c cell) bool {
		filled := 0
		for par := range c.paragraphs() {
			if par.text != "" {
				filled++
			}
		}
		return filled > 1
	})
}

// columns returns the number of columns, of which one that only holds covered cells is none.
func (t *table) columns() int {
	most := 0
	for _, row := range t.rows {
		n := 0
		for _, c := range row {
			if _, ok := c.origin(); !ok {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// flat writes a table as text: a paragraph for each row, with its cells behind each other. Empty rows are left out, and a single row is a line of text.
func (t *table) flat() []*paragraph {
	var all []*paragraph
	for _, row := range t.rows {
		p := &paragraph{style: tableRow}
		for _, c := range row {
			p.cells = append(p.cells, c.line(p))
		}
		p.text = strings.TrimRight(strings.Join(p.cells, "; "), "; ")
		if p.text != "" || p.losses != [losses]int{} || p.hidden != nil {
			all = append(all, p)
		}
	}
	switch len(all) {
	case 0:
	case 1:
		filled := slices.DeleteFunc(all[0].cells, func(text string) bool { return text == "" })
		all[0].style, all[0].cells, all[0].text = plain, nil, strings.Join(filled, "; ")
	default:
		all[0].losses[tables]++
		all[0].first = true
	}
	return all
}

// line returns the text of a cell on one line, and adds what it lost to a paragraph.
func (c cell) line(into *paragraph) string {
	var lines []string
	for _, p := range c.answer() {
		if text := strings.ReplaceAll(p.numbered(), "\n", " / "); text != "" {
			lines = append(lines, text)
		}
		for l, n := range p.losses {
			into.losses[l] += n
		}
		into.hidden = append(into.hidden, p.hidden...)
	}
	return strings.Join(lines, " / ")
}

// numbered returns the text of a paragraph with its number, if it has one.
func (p *paragraph) numbered() string {
	if p.number == "" || p.text == "" {
		return p.text
	}
	return p.number + " " + p.text
}

// section is the end of a section. The pages of a section are in portrait, or in landscape when wide.
type section struct{ wide bool }

// fold returns a key under which texts are equal that look alike: letters and digits in lower case, without accents. Of a text that is longer than
// any label it is the key of the first part.
func fold(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(head(text))) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || r == '\'' || r == '’' || r == '‘':
			// part of the word around it
		default:
			gap = true
		}
	}
	return b.String()
}
