package opendata

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// columns are the columns of a table of dilemmas, each with its value: a text, a number, or nothing.
var columns = []struct {
	name string
	of   func(d *Dilemma) string
}{
	{"slug", func(d *Dilemma) string { return d.Slug }},
	{"url", func(d *Dilemma) string { return d.URL }},
	{"title", func(d *Dilemma) string { return d.Title }},
	{"date", func(d *Dilemma) string { return d.Date }},
	{"herzien_op", func(d *Dilemma) string { return d.Reviewed }},
	{"editie", func(d *Dilemma) string { return d.Edition }},
	{"herkomst", func(d *Dilemma) string { return d.Provenance }},
	{"bestuurslaag", func(d *Dilemma) string { return d.Layer }},
	{"themas", func(d *Dilemma) string { return strings.Join(d.Themes, between) }},
	{"woo_gronden", func(d *Dilemma) string { return strings.Join(d.Grounds, between) }},
	{"informatiecategorieen", func(d *Dilemma) string { return strings.Join(d.Categories, between) }},
	{"uitkomst", func(d *Dilemma) string { return d.Outcome }},
	{"inleiding", func(d *Dilemma) string { return d.Lead }},
	{"vraag", func(d *Dilemma) string { return d.Question }},
	{"leestijd", func(d *Dilemma) string {
		if d.Minutes == 0 {
			return ""
		}
		return strconv.Itoa(d.Minutes)
	}},
	{"status", func(d *Dilemma) string { return d.Status }},
	{"vervangen_door", func(d *Dilemma) string { return d.SupersededBy }},
	{"ingetrokken_op", func(d *Dilemma) string { return d.Withdrawn }},
	{"licentie", func(d *Dilemma) string { return d.Licence }},
	{"verzonnen", func(d *Dilemma) string {
		if !d.Invented {
			return ""
		}
		return "true"
	}},
	{"title_en", func(d *Dilemma) string { return d.English }},
}

// between stands between the words in one cell.
const between = "|"

// formula matches the beginning of a text that a spreadsheet would calculate when it opens a CSV.
var formula = lazy.Regexp(`^[=+\-@\t\r\n＝＋－＠]`)

// CSV returns the dilemmas as a table (RFC 4180), without their texts. A cell that a spreadsheet would calculate gets an apostrophe in front.
func (b *Book) CSV() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	_ = w.Write(row) // a buffer takes everything
	for _, d := range b.Dilemmas {
		for i, c := range columns {
			row[i] = c.of(&d)
			if formula().MatchString(row[i]) {
				row[i] = "'" + row[i]
			}
		}
		_ = w.Write(row)
	}
	w.Flush()
	return out.Bytes()
}
