package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Write returns a Word document (.docx) with a dilemma on the canvas: its front matter and its story. When front is nil the canvas is blank, with as
// many columns and rows as the worksheet on paper. The same dilemma gives the same bytes.
func Write(def *canvas.Definition, front *casebook.Value, story string) []byte {
	w := &writer{def: def}
	w.blocks(layout(def, front, story))
	name := def.Title
	if t := front.Get("title"); !t.Blank() {
		name = t.Text
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, f := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageLinks},
		{"word/document.xml", xml.Header + `<w:document ` + namespaces + `><w:body>` + w.String() + sectionXML(false) + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", documentLinks},
		{"word/styles.xml", stylesXML},
		{"word/numbering.xml", numberingXML()},
		{"word/settings.xml", settingsXML},
		{"word/footer1.xml", footerXML(message.Text("word/foot", "title", def.Title, "edition", edition(def)))},
		{"docProps/core.xml", xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(name) + `</dc:title><dc:language>nl-NL</dc:language></cp:coreProperties>`},
	} {
		// Writing to memory can't fail.
		into, _ := archive.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		_, _ = into.Write([]byte(f.text))
	}
	_ = archive.Close()
	return out.Bytes()
}

func edition(def *canvas.Definition) string {
	if w := def.Vocabularies["edities"].Find(def.Edition); w != nil {
		return w.Label
	}
	return def.Edition
}

type writer struct {
	strings.Builder
	def      *canvas.Definition
	controls int
	wide     bool // whether the current section is in landscape
	inTable  bool
}

func (w *writer) put(format string, args ...any) { fmt.Fprintf(w, format, args...) }

// escape escapes a text for XML. Characters that XML does not allow become U+FFFD.
func escape(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // writing to memory can't fail
	return b.String()
}

// Widths in twentieths of a point. A4 with margins of 2 cm.
const (
	paperShort, paperLong, margin = 11906, 16838, 1134
)

func (w *writer) width() int {
	if w.wide {
		return paperLong - 2*margin
	}
	return paperShort - 2*margin
}

// maxTag is the length up to which Word accepts the tag of a content control.
const maxTag = 64

// blocks writes blocks. It puts those of one field in a content control with the path of the field, so that Read finds them even when somebody edits
// the question. The question is inside too, because LibreOffice drops the line breaks in a control of one paragraph.
func (w *writer) blocks(all []block) {
	tag := ""
	for _, b := range all {
		if len(b.tag) > maxTag {
			b.tag = ""
		}
		if b.tag != tag && tag != "" {
			w.put(`</w:sdtContent></w:sdt>`)
		}
		if b.tag != tag && b.tag != "" {
			w.controls++
			w.put(`<w:sdt><w:sdtPr><w:tag w:val="%s"/><w:id w:val="%d"/></w:sdtPr><w:sdtContent>`, escape(b.tag), w.controls)
		}
		tag = b.tag
		switch {
		case b.section != nil:
			w.put(`<w:p><w:pPr><w:pStyle w:val="Sectie"/>%s</w:pPr></w:p>`, sectionXML(b.section.wide))
			w.wide = !b.section.wide
		case b.table != nil:
			w.table(b.table)
		default:
			w.paragraph(b.paragraph)
		}
	}
	if tag != "" {
		w.put(`</w:sdtContent></w:sdt>`)
	}
}

func (w *writer) paragraph(p *paragraph) {
	id := string(p.style)
	if p.style == heading {
		id += strconv.Itoa(min(p.level, levels))
	}
	if p.style == answer && !w.inTable {
		id = "Invulvak"
	}
	w.put(`<w:p>`)
	if id != "" {
		w.put(`<w:pPr><w:pStyle w:val="%s"/>`, id)
		if p.style == item {
			list := 1
			if p.sign == "*" {
				list = 2
			}
			w.put(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, p.level-1, list)
		}
		w.put(`</w:pPr>`)
	}
	if p.choices != nil {
		w.controls++
		w.put(`<w:sdt><w:sdtPr><w:id w:val="%d"/><w:dropDownList>`, w.controls)
		for _, c := range p.choices {
			w.put(`<w:listItem w:displayText="%[1]s" w:value="%[1]s"/>`, escape(c))
		}
		w.put(`</w:dropDownList></w:sdtPr><w:sdtContent>`)
	}
	for i, line := range strings.Split(p.text, "\n") {
		if i > 0 {
			w.put(`<w:r><w:br/></w:r>`)
		}
		if line != "" {
			w.put(`<w:r><w:t xml:space="preserve">%s</w:t></w:r>`, escape(line))
		}
	}
	if p.choices != nil {
		w.put(`</w:sdtContent></w:sdt>`)
	}
	w.put(`</w:p>`)
}

func (w *writer) table(t *table) {
	w.inTable = true
	defer func() { w.inTable = false }()
	columns := 0
	for _, row := range t.rows {
		columns = max(columns, len(row))
	}
	widths := make([]int, columns)
	widths[0] = w.width() * t.first / 100
	for i := range widths[1:] {
		widths[i+1] = (w.width() - widths[0]) / (columns - 1)
	}
	w.put(`<w:tbl><w:tblPr><w:tblStyle w:val="Canvas"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>`, w.width(), escape(t.name))
	for _, width := range widths {
		w.put(`<w:gridCol w:w="%d"/>`, width)
	}
	w.put(`</w:tblGrid>`)
	for i, row := range t.rows {
		w.put(`<w:tr><w:trPr><w:cantSplit/>`)
		if i == 0 {
			w.put(`<w:tblHeader/>`)
		}
		w.put(`</w:trPr>`)
		for j, c := range row {
			w.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[j])
			w.blocks(c)
			w.put(`</w:tc>`)
		}
		w.put(`</w:tr>`)
	}
	w.put(`</w:tbl>`)
}

// sectionXML returns the properties of a section: the size and margins of its pages.
func sectionXML(wide bool) string {
	size := fmt.Sprintf(`w:w="%d" w:h="%d"`, paperShort, paperLong)
	if wide {
		size = fmt.Sprintf(`w:w="%d" w:h="%d" w:orient="landscape"`, paperLong, paperShort)
	}
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz %s/><w:pgMar w:top="%[2]d" w:right="%[2]d" w:bottom="%[2]d" w:left="%[2]d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`, size, margin)
}

func footerXML(text string) string {
	field := func(name string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + name + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	return xml.Header + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">` + escape(text) + ` </w:t></w:r>` + field("PAGE") + `</w:p></w:ftr>`
}

// numberingXML returns the definitions of two bulleted lists with all their levels: of items with a dash, and of those with an asterisk, so that each comes
// back as it was.
func numberingXML() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<w:numbering ` + namespaces + `>`)
	for list, sign := range []string{"•", "*"} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, list)
		for i := range levels {
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="227"/></w:pPr></w:lvl>`, i, sign, 284*(i+1))
		}
		b.WriteString(`</w:abstractNum>`)
	}
	b.WriteString(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`)
	return b.String()
}

const (
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	contentTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	officeLinks  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	packageLinks = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="document" Type="` + officeLinks + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
	documentLinks = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="styles" Type="` + officeLinks + `styles" Target="styles.xml"/>` +
		`<Relationship Id="numbering" Type="` + officeLinks + `numbering" Target="numbering.xml"/>` +
		`<Relationship Id="settings" Type="` + officeLinks + `settings" Target="settings.xml"/>` +
		`<Relationship Id="footer" Type="` + officeLinks + `footer" Target="footer1.xml"/></Relationships>`

	settingsXML = xml.Header + `<w:settings ` + namespaces + `><w:defaultTabStop w:val="709"/><w:compat>` +
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="nl-NL"/></w:settings>`
)

// stylesXML are the styles. Word recognises the English names of its own styles in every language, so that screen readers find the headings.
var stylesXML = xml.Header + `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
	styleXML("Title", "Title", `<w:spacing w:after="120"/>`, `<w:b/><w:color w:val="1B365D"/><w:sz w:val="40"/><w:szCs w:val="40"/>`) +
	styleXML("Heading1", "heading 1", `<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="80"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:color w:val="1B365D"/><w:sz w:val="30"/><w:szCs w:val="30"/>`) +
	styleXML("Heading2", "heading 2", `<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="40"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:color w:val="1B365D"/><w:sz w:val="24"/><w:szCs w:val="24"/>`) +
	styleXML("Heading3", "heading 3", `<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="40"/><w:outlineLvl w:val="2"/>`, `<w:b/><w:color w:val="1B365D"/>`) +
	styleXML("Heading4", "heading 4", `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="40"/><w:outlineLvl w:val="3"/>`, `<w:b/>`) +
	styleXML("Heading5", "heading 5", `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="40"/><w:outlineLvl w:val="4"/>`, `<w:b/>`) +
	styleXML("Heading6", "heading 6", `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="40"/><w:outlineLvl w:val="5"/>`, `<w:b/>`) +
	styleXML(string(help), "Uitleg", `<w:spacing w:after="60"/>`, `<w:color w:val="404040"/><w:sz w:val="19"/><w:szCs w:val="19"/>`) +
	styleXML(string(answer), "Antwoord", `<w:spacing w:after="100"/>`, ``) +
	styleXML("Invulvak", "Invulvak", `<w:pBdr>`+border("top")+border("left")+border("bottom")+border("right")+`</w:pBdr><w:spacing w:before="60" w:after="100"/><w:ind w:left="113" w:right="113"/>`, ``) +
	styleXML(string(rowHead), "Rijkop", `<w:spacing w:after="40"/>`, `<w:b/>`) +
	styleXML(string(cellHead), "Kolomkop", `<w:spacing w:after="40"/>`, `<w:b/>`) +
	styleXML(string(item), "List Bullet", `<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>`, ``) +
	styleXML("Sectie", "Sectie", `<w:spacing w:after="0" w:line="20" w:lineRule="exact"/>`, `<w:sz w:val="2"/><w:szCs w:val="2"/>`) +
	styleXML("Footer", "footer", `<w:spacing w:after="0"/>`, `<w:color w:val="404040"/><w:sz w:val="17"/><w:szCs w:val="17"/>`) +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="Canvas"><w:name w:val="Canvas"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` +
	border("top") + border("left") + border("bottom") + border("right") + border("insideH") + border("insideV") +
	`</w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
	`<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E3EAF3"/></w:tcPr></w:tblStylePr>` +
	`<w:tblStylePr w:type="firstCol"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F3F6FA"/></w:tcPr></w:tblStylePr></w:style></w:styles>`

func styleXML(id, name, paragraph, run string) string {
	return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
}

func border(side string) string {
	return `<w:` + side + ` w:val="single" w:sz="4" w:space="4" w:color="6B7785"/>`
}
