package word

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// block is a paragraph, a table or the end of a section: what documents of every kind are made of.
type block struct {
	*paragraph
	*table
	*section
	// tag is the field that the content control around it was made for; empty without one.
	tag string
}

// paragraph is a text with its lines.
type paragraph struct {
	text  string
	style style
	level int // of a heading, from 1; of an item of a list, from 1
	// choices are the words of a list to choose from.
	choices []string
}

// style is what a paragraph is for.
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
	name string // for who does not see it
	// first is how wide the first column is, in hundredths.
	first int
}

type cell []block

// text returns all text in a cell, a paragraph on a line.
func (c cell) text() string {
	var lines []string
	for _, p := range c.paragraphs() {
		lines = append(lines, p.text)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// paragraphs lists the paragraphs in a cell, also those in tables inside it.
func (c cell) paragraphs() []*paragraph {
	var all []*paragraph
	for _, b := range c {
		switch {
		case b.paragraph != nil:
			all = append(all, b.paragraph)
		case b.table != nil:
			for _, row := range b.rows {
				for _, inner := range row {
					all = append(all, inner.paragraphs()...)
				}
			}
		}
	}
	return all
}

// section ends a part of a document with pages of its own.
type section struct{ wide bool }

// fold makes texts the same that a person takes for the same: it keeps letters and digits, without accents and capitals.
func fold(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
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
