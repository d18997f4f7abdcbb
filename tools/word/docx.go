package word

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// openDOCX reads a Word document.
func openDOCX(p *pack) (*document, error) {
	types, err := p.xml("[Content_Types].xml")
	if err != nil {
		return nil, err
	}
	main := ""
	for _, t := range types.find("Types").children() {
		kind := strings.ToLower(t.attr("ContentType"))
		switch {
		case strings.Contains(kind, "macroenabled"), strings.Contains(kind, "vbaproject"), strings.Contains(kind, "activex"):
			return nil, &Refusal{Why: Macros}
		case strings.HasSuffix(kind, "wordprocessingml.document.main+xml"), strings.HasSuffix(kind, "wordprocessingml.template.main+xml"):
			main = strings.TrimPrefix(t.attr("PartName"), "/")
		}
	}
	for _, name := range p.names {
		lower := strings.ToLower(name)
		if strings.HasSuffix(lower, "vbaproject.bin") || strings.Contains(lower, "/activex/") {
			return nil, &Refusal{Why: Macros}
		}
		if strings.HasSuffix(lower, ".rels") {
			if err := p.onlyInside(name); err != nil {
				return nil, err
			}
		}
	}
	if main == "" {
		return nil, &Refusal{Why: OtherFile}
	}
	body, err := p.xml(main)
	if err != nil {
		return nil, err
	}
	if body == nil {
		return nil, &Refusal{Why: Damaged}
	}
	styles, err := p.xml("word/styles.xml")
	if err != nil {
		return nil, err
	}
	d := &docx{doc: &document{room: maxText}, styles: readStyles(styles), spare: maxMerged}
	d.doc.blocks = d.blocks(body.find("document", "body"), "")
	for _, part := range []struct{ pattern, place, entry string }{
		{"word/header*.xml", "word/place-header", "hdr"},
		{"word/footer*.xml", "word/place-footer", "ftr"},
		{"word/footnotes.xml", "word/place-notes", "footnotes"},
		{"word/endnotes.xml", "word/place-notes", "endnotes"},
	} {
		for _, name := range p.matching(part.pattern) {
			root, err := p.xml(name)
			if err != nil {
				return nil, err
			}
			d.apart(message.Text(part.place), root.find(part.entry))
		}
	}
	if d.refusal != nil {
		return nil, d.refusal
	}
	return d.doc.whole()
}

// onlyInside refuses a document with external relationships other than hyperlinks, such as a template, a picture or a text that is fetched when the
// document is opened.
func (p *pack) onlyInside(name string) error {
	links, err := p.xml(name)
	if err != nil {
		return err
	}
	for _, l := range links.find("Relationships").children() {
		if strings.EqualFold(l.attr("TargetMode"), "External") && !strings.HasSuffix(l.attr("Type"), "/hyperlink") {
			return &Refusal{Why: External, Detail: l.attr("Target")}
		}
	}
	return nil
}

func (n *node) children() []*node {
	if n == nil {
		return nil
	}
	return n.kids
}

// docxStyle holds the properties of a style that matter here.
type docxStyle struct {
	title, list bool
	heading     int
	contents    bool   // a line of the table of contents
	basedOn     string // the id of the style that it changes
}

// readStyles resolves the styles by their ids. Those of a Dutch Word have Dutch ids; their names are English always.
func readStyles(root *node) map[string]docxStyle {
	own := map[string]docxStyle{}
	for _, s := range root.find("styles").children() {
		if s.name != "style" {
			continue
		}
		name := strings.ToLower(s.find("name").attr("val"))
		style := docxStyle{title: name == "title", contents: strings.HasPrefix(name, "toc "), basedOn: s.find("basedOn").attr("val")}
		if n, ok := strings.CutPrefix(name, "heading "); ok {
			style.heading, _ = strconv.Atoi(n)
		}
		properties := s.find("pPr")
		if style.heading == 0 {
			style.heading = outline(properties)
		}
		if num := properties.find("numPr", "numId"); num != nil {
			style.list = num.attr("val") != "0"
		}
		own[s.attr("styleId")] = style
	}
	styles := make(map[string]docxStyle, len(own))
	for id, out := range own {
		base := out
		for range 20 { // styles may be based on each other in a circle
			var ok bool
			if base, ok = own[base.basedOn]; !ok {
				break
			}
			out.title, out.list, out.contents = out.title || base.title, out.list || base.list, out.contents || base.contents
			out.heading = cmp.Or(out.heading, base.heading)
		}
		styles[id] = out
	}
	return styles
}

// outline returns the heading level in the properties of a paragraph, from 1; 0 when it has none.
func outline(properties *node) int {
	level, err := strconv.Atoi(properties.find("outlineLvl").attr("val"))
	if err != nil || level < 0 || level > 8 {
		return 0
	}
	return level + 1
}

// docx reads the body of a document.
type docx struct {
	doc     *document
	styles  map[string]docxStyle
	fields  []*field
	quiet   int // how many of the fields leave out the text that they are around
	refusal error
	carry   *strings.Builder // text of a paragraph whose end mark was deleted: it belongs to the next paragraph
	spare   int              // how many empty cells may still be added for merged cells
}

// field is a field code of Word, such as a page number: an instruction, then its result.
type field struct {
	instruction strings.Builder
	result      bool // what follows is the result
	quiet       bool // what follows is left out: the instruction, or the result of a silent field
}

// maxInstruction is the length in bytes of the longest instruction that is read.
const maxInstruction = 10_000

// silent are the fields whose result is not part of the text.
var silent = []string{"PAGE", "NUMPAGES", "SECTIONPAGES"}

// fetching are the fields that include something from another file.
var fetching = []string{"INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "DDE", "DDEAUTO", "LINK", "DATABASE", "RD"}

// open begins a field, of which the instruction follows.
func (d *docx) open() *field {
	f := &field{quiet: true}
	d.fields = append(d.fields, f)
	d.quiet++
	return f
}

// result ends the instruction of a field, and reads it.
func (d *docx) result(f *field) {
	if f.result {
		return
	}
	f.result = true
	instruction := strings.TrimSpace(f.instruction.String())
	verb, _, _ := strings.Cut(instruction, " ")
	verb = strings.ToUpper(verb)
	if !slices.Contains(silent, verb) {
		f.quiet = false
		d.quiet--
	}
	switch {
	case slices.Contains(fetching, verb):
		d.refusal = &Refusal{Why: External, Detail: instruction}
	case verb == "HYPERLINK":
		d.doc.links++
	}
}

// close ends the last field.
func (d *docx) close() {
	last := len(d.fields) - 1
	d.result(d.fields[last])
	if d.fields[last].quiet {
		d.quiet--
	}
	d.fields = d.fields[:last]
}

// gone are the elements whose text was deleted or moved, or is not part of the text.
var gone = []string{"del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt"}

// blocks reads the paragraphs and tables in an element; tag is that of the content control around it.
func (d *docx) blocks(n *node, tag string) []block {
	var all []block
	for _, k := range n.children() {
		switch {
		case slices.Contains(gone, k.name):
		case k.name == "p":
			if p := d.paragraph(k); p != nil {
				all = append(all, block{paragraph: p, tag: tag})
			}
		case k.name == "tbl":
			all = append(all, block{table: &table{rows: d.rows(k)}, tag: tag})
		case k.name == "sdt":
			all = append(all, d.control(k, tag)...)
		case k.name == "altChunk":
			d.doc.objects++
		case k.name == "AlternateContent":
			all = append(all, d.blocks(chosen(k), tag)...)
		case k.name != "":
			all = append(all, d.blocks(k, tag)...)
		}
	}
	if d.carry != nil {
		all = append(all, block{paragraph: &paragraph{text: d.doc.take(d.carry.String())}, tag: tag})
		d.carry = nil
	}
	return all
}

// control reads a content control. One that shows its placeholder text is empty.
func (d *docx) control(n *node, tag string) []block {
	properties := n.find("sdtPr")
	if properties.find("showingPlcHdr").on() || properties.find("docPartObj", "docPartGallery").attr("val") == "Table of Contents" {
		return nil
	}
	if own := properties.find("tag").attr("val"); own != "" {
		tag = own
	}
	return d.blocks(n.find("sdtContent"), tag)
}

// chosen returns the alternative content that Word itself would show.
func chosen(n *node) *node {
	if choice := n.find("Choice"); choice != nil {
		return choice
	}
	return n.find("Fallback")
}

// paragraph reads a paragraph; nil when its end mark was deleted, so that its text belongs to the next one.
func (d *docx) paragraph(n *node) *paragraph {
	properties := n.find("pPr")
	s := d.styles[properties.find("pStyle").attr("val")]
	p := &paragraph{}
	switch level := outline(properties); {
	case s.title:
		p.style = title
	case level > 0 || s.heading > 0:
		p.style, p.level = heading, max(level, s.heading)
	default:
		number := properties.find("numPr", "numId")
		if number != nil && number.attr("val") != "0" || number == nil && s.list {
			depth, _ := strconv.Atoi(properties.find("numPr", "ilvl").attr("val"))
			p.style, p.level = item, min(max(depth, 0), levels-1)+1
		}
	}
	text := d.carry
	if text == nil {
		text = &strings.Builder{}
	}
	d.carry = nil
	d.inline(n, text)
	d.fields, d.quiet = nil, 0 // a field that is not closed must not hide the rest of the document
	if s.contents {
		return &paragraph{}
	}
	if mark := properties.find("rPr"); mark.find("del") != nil || mark.find("moveFrom") != nil {
		d.carry = text
		return nil
	}
	p.text = d.doc.take(text.String())
	return p
}

// inline adds the text in an element to into.
func (d *docx) inline(n *node, into *strings.Builder) {
	for _, k := range n.kids {
		switch {
		case slices.Contains(gone, k.name):
		case k.name == "fldChar":
			d.fieldMark(k.attr("fldCharType"))
		case k.name == "fldSimple":
			around := len(d.fields)
			f := d.open()
			f.instruction.WriteString(k.attr("instr"))
			d.result(f)
			d.inline(k, into)
			for len(d.fields) > around {
				d.close()
			}
		case k.name == "instrText":
			if last := len(d.fields) - 1; last >= 0 && d.fields[last].instruction.Len() < maxInstruction {
				d.fields[last].instruction.WriteString(k.allText())
			}
		case k.name == "r" && (k.find("rPr", "vanish").on() || k.find("rPr", "webHidden").on()):
			var hidden strings.Builder
			d.inline(k, &hidden)
			if text := d.doc.take(hidden.String()); text != "" {
				d.doc.apart = append(d.doc.apart, passage{message.Text("word/place-hidden"), []string{text}})
			}
		case k.name == "sdt":
			if !k.find("sdtPr", "showingPlcHdr").on() {
				if content := k.find("sdtContent"); content != nil {
					d.inline(content, into)
				}
			}
		case k.name == "hyperlink":
			if k.attr("id") != "" {
				d.doc.links++
			}
			d.inline(k, into)
		case k.name == "drawing" || k.name == "pict" || k.name == "object":
			d.drawing(k)
		case k.name == "AlternateContent":
			if c := chosen(k); c != nil {
				d.inline(c, into)
			}
		case k.name == "commentReference":
			d.doc.comments++
		case d.quiet > 0:
			d.inline(k, into)
		case k.name == "t":
			into.WriteString(k.allText())
		case k.name == "tab" || k.name == "ptab":
			into.WriteByte(' ')
		case k.name == "br" || k.name == "cr":
			into.WriteByte('\n')
		case k.name == "noBreakHyphen":
			into.WriteByte('-')
		case k.name != "":
			d.inline(k, into)
		}
	}
}

func (d *docx) fieldMark(kind string) {
	switch last := len(d.fields) - 1; {
	case kind == "begin":
		d.open()
	case last < 0:
	case kind == "separate":
		d.result(d.fields[last])
	case kind == "end":
		d.close()
	}
}

// drawing reads the text of a text box, and counts pictures and embedded objects.
func (d *docx) drawing(n *node) {
	text := false
	n.walk(func(k *node) bool {
		if k.name == "txbxContent" {
			text = true
			d.apart(message.Text("word/place-box"), k)
			return false
		}
		return true
	})
	switch {
	case text:
	case n.name == "object":
		d.doc.objects++
	default:
		d.doc.pictures++
	}
}

// apart keeps a text outside the main text, with the name of its place.
func (d *docx) apart(place string, n *node) {
	fields, quiet, carry := d.fields, d.quiet, d.carry
	d.fields, d.quiet, d.carry = nil, 0, nil
	var lines []string
	for p := range cell(d.blocks(n, "")).paragraphs() {
		if p.text != "" {
			lines = append(lines, p.text)
		}
	}
	d.fields, d.quiet, d.carry = fields, quiet, carry
	if lines != nil {
		d.doc.apart = append(d.doc.apart, passage{place, lines})
	}
}

// rows reads the rows of a table. A merged cell is followed by empty ones, so that columns line up.
func (d *docx) rows(n *node) [][]cell {
	var all [][]cell
	for _, k := range n.kids {
		switch {
		case k.name == "tr":
			if k.find("trPr", "del") == nil {
				all = append(all, d.cells(k, ""))
			}
		case k.name == "sdt":
			if content := k.find("sdtContent"); content != nil {
				all = append(all, d.rows(content)...)
			}
		case !slices.Contains(gone, k.name):
			all = append(all, d.rows(k)...)
		}
	}
	return all
}

// maxMerged limits the empty cells in a document, as a cell may claim to span a million columns.
const maxMerged = 10_000

// empty returns up to n empty cells, for the columns that a merged cell spans besides its own.
func (d *docx) empty(n int) []cell {
	n = min(max(n, 0), d.spare)
	d.spare -= n
	return make([]cell, n)
}

func (d *docx) cells(n *node, tag string) []cell {
	var all []cell
	before, _ := strconv.Atoi(n.find("trPr", "gridBefore").attr("val"))
	all = append(all, d.empty(before)...)
	for _, k := range n.kids {
		switch {
		case k.name == "tc":
			if k.find("tcPr", "cellDel") != nil {
				continue
			}
			all = append(all, d.blocks(k, tag))
			span, _ := strconv.Atoi(k.find("tcPr", "gridSpan").attr("val"))
			all = append(all, d.empty(span-1)...)
		case k.name == "sdt":
			own := tag
			if t := k.find("sdtPr", "tag").attr("val"); t != "" {
				own = t
			}
			if content := k.find("sdtContent"); content != nil {
				all = append(all, d.cells(content, own)...)
			}
		case !slices.Contains(gone, k.name) && k.name != "":
			all = append(all, d.cells(k, tag)...)
		}
	}
	return all
}
