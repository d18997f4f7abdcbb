package opendata

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// A sheet is a table in a workbook. A cell is a text, an int or a date. With frozen, the first row holds the names of the columns: it stays in sight, and
// columns can be filtered.
type sheet struct {
	name   string
	rows   [][]any
	widths []float64 // of columns, in characters; what is missing is ordinary
	frozen bool
}

// A date is a day, as 2006-01-02.
type date string

// maxCell is how many characters a cell may hold, in what Excel counts: UTF-16.
const maxCell = 32767

// The styles of cells, by their places in styles.xml.
const (
	styleText = iota
	styleHead
	styleDate
	styleNumber
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// spreadsheet is the namespace of the parts of a workbook (ECMA-376).
const spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

const styles = xmlHead + `<styleSheet xmlns="` + spreadsheet + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// workbook returns an XLSX file with these sheets. The same sheets give the same bytes: modified, a day or "", is all that it knows of time.
func workbook(title, modified string, sheets []sheet) ([]byte, error) {
	const package_ = "http://schemas.openxmlformats.org/package/2006/"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/"
	const types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	var contents, parts, relations strings.Builder
	files := []struct{ name, text string }{{}, {"_rels/.rels", xmlHead + `<Relationships xmlns="` + package_ + `relationships">` +
		`<Relationship Id="rId1" Type="` + office + `relationships/officeDocument" Target="xl/workbook.xml"/>` +
		`<Relationship Id="rId2" Type="` + package_ + `relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`}}
	filters := ""
	for i, s := range sheets {
		n := strconv.Itoa(i + 1)
		contents.WriteString(`<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="` + types + `worksheet+xml"/>`)
		parts.WriteString(`<sheet name="` + escape(s.name) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
		relations.WriteString(`<Relationship Id="rId` + n + `" Type="` + office + `relationships/worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
		files = append(files, struct{ name, text string }{"xl/worksheets/sheet" + n + ".xml", s.xml()})
		if s.frozen {
			filters += fmt.Sprintf(`<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">'%s'!$A$1:$%s$%d</definedName>`, i,
				escape(strings.ReplaceAll(s.name, "'", "''")), column(len(s.rows[0])-1), len(s.rows))
		}
	}
	if filters != "" {
		filters = "<definedNames>" + filters + "</definedNames>"
	}
	files[0] = struct{ name, text string }{"[Content_Types].xml", xmlHead + `<Types xmlns="` + package_ + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + types + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + types + `styles+xml"/>` +
		contents.String() + `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`}
	day := ""
	if modified != "" {
		day = `<dcterms:modified xsi:type="dcterms:W3CDTF">` + escape(modified) + `T00:00:00Z</dcterms:modified>`
	}
	files = append(files, []struct{ name, text string }{
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + spreadsheet + `" xmlns:r="` + office + `relationships"><sheets>` + parts.String() + `</sheets>` + filters + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + package_ + `relationships">` + relations.String() +
			`<Relationship Id="rIdStyles" Type="` + office + `relationships/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", styles},
		{"docProps/core.xml", xmlHead + `<cp:coreProperties xmlns:cp="` + package_ + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
			` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + escape(title) + `</dc:title>` + day + `</cp:coreProperties>`},
	}...)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(file.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// xml returns the part of a workbook with a sheet.
func (s sheet) xml() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="` + spreadsheet + `">`)
	if s.frozen {
		b.WriteString(`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	}
	if len(s.widths) > 0 {
		b.WriteString("<cols>")
		for i, width := range s.widths {
			fmt.Fprintf(&b, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width)
		}
		b.WriteString("</cols>")
	}
	b.WriteString("<sheetData>")
	for i, row := range s.rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, cell := range row {
			writeCell(&b, fmt.Sprintf("%s%d", column(j), i+1), cell, i == 0 && s.frozen)
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData>")
	if s.frozen {
		fmt.Fprintf(&b, `<autoFilter ref="A1:%s%d"/>`, column(len(s.rows[0])-1), len(s.rows))
	}
	b.WriteString("</worksheet>")
	return b.String()
}

// epoch is the day from which Excel counts, with the day too many that it has in 1900.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

func writeCell(b *strings.Builder, at string, cell any, head bool) {
	switch cell := cell.(type) {
	case int:
		fmt.Fprintf(b, `<c r="%s" s="%d"><v>%d</v></c>`, at, styleNumber, cell)
		return
	case date:
		if day, err := time.Parse(time.DateOnly, string(cell)); err == nil {
			fmt.Fprintf(b, `<c r="%s" s="%d"><v>%d</v></c>`, at, styleDate, int(day.Sub(epoch).Hours()/24))
			return
		}
	}
	text := fmt.Sprint(cell)
	if text == "" {
		return
	}
	style := styleText
	if head {
		style = styleHead
	}
	fmt.Fprintf(b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escape(cut(text)))
}

// cut cuts off what does not fit in a cell, with a sign where it did.
func cut(text string) string {
	const sign = " …"
	units, end := 0, len(text)
	for i, r := range text {
		if units+2 > maxCell-len(sign) && end == len(text) {
			end = i
		}
		units++
		if r > 0xffff {
			units++
		}
	}
	if units <= maxCell {
		return text
	}
	return text[:end] + sign
}

// escape returns a text as the content of an element. What XML cannot hold, such as control characters, becomes a sign of replacement; _x0041_, by which a
// workbook means a character, stays as it is written.
func escape(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(codes(text))); err != nil {
		return string(utf8.RuneError)
	}
	return b.String()
}

// code matches what a workbook takes for a character.
var code = lazy.Regexp(`_(x[0-9A-Fa-f]{4}_)`)

// codes hides from a workbook what looks like its code for a character.
func codes(text string) string { return code().ReplaceAllString(text, "_x005F_$1") }

// column returns the letters of a column: A for 0, AA for 26.
func column(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return column(n/26-1) + column(n%26)
}
