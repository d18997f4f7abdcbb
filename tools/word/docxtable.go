package word

import (
	"slices"
	"strconv"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func (d *docx) table(n *node) *table {
	around := d.inTable
	d.inTable = n.find("tblPr", "tblStyle").attr("val")
	defer func() { d.inTable = around }()
	t := &table{}
	d.rows(n, t)
	return t
}

// rows adds the rows of a table to it. A cell that spans more columns or rows is followed by cells that it covers, so that columns line up.
func (d *docx) rows(n *node, into *table) {
	for _, k := range n.kids {
		switch {
		case k.name == "tr":
			d.row(k, into)
		case k.name == "sdt":
			if content := k.find("sdtContent"); content != nil {
				d.rows(content, into)
			}
		case !slices.Contains(gone, k.name):
			d.rows(k, into)
		}
	}
}

func (d *docx) row(n *node, into *table) {
	if n.find("trPr", "del") != nil {
		return
	}
	var above []cell
	if last := len(into.rows) - 1; last >= 0 {
		above = into.rows[last]
	}
	before, _ := strconv.Atoi(n.find("trPr", "gridBefore").attr("val"))
	row := make([]cell, d.doc.afford(before))
	d.cells(n, "", above, &row)
	if n.find("trPr", "hidden").on() {
		for i, c := range row {
			d.doc.apart = append(d.doc.apart, passage{message.Text("word/place-hidden"), c.answer()})
			row[i] = nil
		}
	}
	into.rows = append(into.rows, row)
}

// cells adds the cells of a row to it; above is the row above.
func (d *docx) cells(n *node, tag string, above []cell, row *[]cell) {
	for _, k := range n.kids {
		switch {
		case k.name == "tc":
			if k.find("tcPr", "cellDel") == nil {
				d.cell(k, tag, above, row)
			}
		case k.name == "sdt":
			own := tag
			if t := k.find("sdtPr", "tag").attr("val"); t != "" {
				own = t
			}
			first := len(*row)
			if content := k.find("sdtContent"); content != nil {
				d.cells(content, own, above, row)
			}
			if d.unanswered(k) {
				clear((*row)[first:])
			}
		case !slices.Contains(gone, k.name) && k.name != "":
			d.cells(k, tag, above, row)
		}
	}
}

func (d *docx) cell(n *node, tag string, above []cell, row *[]cell) {
	properties := n.find("tcPr")
	filled := d.filled
	d.filled = d.filled || isFilled(properties.find("shd"))
	c := cell(d.blocks(n, tag))
	d.filled = filled
	at := len(*row)
	if continues(properties.find("vMerge")) && at < len(above) {
		c = append(c, coveredBy(above[at]))
	} else if continues(properties.find("hMerge")) && at > 0 {
		c = append(c, coveredBy((*row)[at-1]))
	}
	*row = append(*row, c)
	span, _ := strconv.Atoi(properties.find("gridSpan").attr("val"))
	for range d.doc.afford(span - 1) {
		*row = append(*row, cell{coveredBy(c)})
	}
}

// continues reports whether a cell is the rest of a merged one: a property without a value says so.
func continues(n *node) bool { return n != nil && n.attr("val") != "restart" }
