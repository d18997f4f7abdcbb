package word

import (
	"iter"
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
