package opendata

import (
	"encoding/csv"
	"io"
	"iter"
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

// CSV writes dilemmas as a table (RFC 4180), without their texts. A cell that a spreadsheet would calculate gets an apostrophe in front.
func CSV(out io.Writer, dilemmas iter.Seq[Dilemma]) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	if err := w.Write(row); err != nil {
		return err
	}
	for d := range dilemmas {
		for i, c := range columns {
			row[i] = c.of(&d)
			if formula().MatchString(row[i]) {
				row[i] = "'" + row[i]
			}
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
