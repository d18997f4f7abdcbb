package word

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// openDOCX reads a Word document.
func openDOCX(p *pack) (*document, error) {
	main, err := p.mainPart()
	if err != nil {
		return nil, err
	}
	for _, name := range p.names {
		lower := strings.ToLower(name)
		if strings.HasSuffix(lower, "vbaproject.bin") || strings.Contains(lower, "/activex/") {
			return nil, &Refusal{Why: Macros}
		}
		if strings.HasSuffix(lower, ".rels") {
			if err := p.whole(name); err != nil {
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
	related, err := p.relations(main)
	if err != nil {
		return nil, err
	}
	parts := docxParts{p, related}
	styles, err := parts.one("styles", "word/styles.xml")
	if err != nil {
		return nil, err
	}
	lists, err := parts.one("numbering", "word/numbering.xml")
	if err != nil {
		return nil, err
	}
	prompts, err := readPrompts(parts)
	if err != nil {
		return nil, err
	}
	d := &docx{doc: newDocument(), styles: readStyles(styles), lists: readNumbering(lists), prompts: prompts}
	colour := body.find("document", "background").attr("color")
	d.filled = colour != "" && !strings.EqualFold(colour, "ffffff")
	d.doc.blocks = d.blocks(body.find("document", "body"), "")
	for _, part := range []struct{ kind, usual, place, entry string }{
		{"header", "word/header*.xml", "word/place-header", "hdr"},
		{"footer", "word/footer*.xml", "word/place-footer", "ftr"},
		{"footnotes", "word/footnotes.xml", "word/place-notes", "footnotes"},
		{"endnotes", "word/endnotes.xml", "word/place-notes", "endnotes"},
		{"diagramData", "word/diagrams/data*.xml", "word/place-diagram", "dataModel"},
	} {
		for _, name := range parts.names(part.kind, part.usual) {
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

// mainPart returns the name of the part with the text, by its type; "" when there is none. It refuses a document with macros.
func (p *pack) mainPart() (string, error) {
	types, err := p.xml("[Content_Types].xml")
	if err != nil {
		return "", err
	}
	main, byDefault := "", ""
	for _, t := range types.find("Types").children() {
		kind := strings.ToLower(t.attr("ContentType"))
		switch {
		case strings.Contains(kind, "macroenabled"), strings.Contains(kind, "vbaproject"), strings.Contains(kind, "activex"):
			return "", &Refusal{Why: Macros}
		case !strings.HasSuffix(kind, "wordprocessingml.document.main+xml") && !strings.HasSuffix(kind, "wordprocessingml.template.main+xml"):
		case t.name == "Default":
			byDefault = "." + strings.ToLower(t.attr("Extension"))
		default:
			main = strings.TrimPrefix(t.attr("PartName"), "/")
		}
	}
	if main != "" || byDefault == "" {
		return main, nil
	}
	root, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range root {
		if r.kind == "officeDocument" && strings.ToLower(path.Ext(r.target)) == byDefault {
			main = r.target
		}
	}
	return main, nil
}

// docx reads the body of a document.
type docx struct {
	doc     *document
	styles  docxStyles
	lists   numbering
	prompts prompts
	inTable string // the style of the table around the text
	styled  string // that of the paragraph
	filled  bool   // the cell or the paragraph around the text has a background
	look    look   // of the run around the text
	fields  []*field
	quiet   int // how many of the fields leave out the text that they are around
	refusal error
	carry   *flow // text of a paragraph whose end mark was deleted: it belongs to the next paragraph
}

// gone are the elements whose text was deleted or moved, or is not part of the text.
var gone = []string{"del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "rubyPr"}

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
			all = append(all, block{table: d.table(k), tag: tag})
		case k.name == "sdt":
			all = append(all, d.control(k, tag)...)
		case k.name == "altChunk":
			all = append(all, block{paragraph: lost(objects), tag: tag})
		case k.name == "oMathPara":
			var text flow
			d.inline(k, &text)
			all = append(all, block{paragraph: d.doc.paragraph(&text), tag: tag})
		case k.name == "AlternateContent":
			found := d.blocks(k.find("Choice"), tag)
			if len(found) == 0 {
				found = d.blocks(k.find("Fallback"), tag)
			}
			all = append(all, found...)
		case k.name != "":
			all = append(all, d.blocks(k, tag)...)
		}
	}
	if d.carry != nil {
		all = append(all, block{paragraph: d.doc.paragraph(d.carry), tag: tag})
		d.carry = nil
	}
	return all
}

// paragraph reads a paragraph; nil when its end mark was deleted, so that its text belongs to the next one.
func (d *docx) paragraph(n *node) *paragraph {
	properties := n.find("pPr")
	id := properties.find("pStyle").attr("val")
	if _, known := d.styles.all[id]; !known {
		id = d.styles.paragraph
	}
	s := d.styles.all[id]
	p := &paragraph{}
	number, shown, listed := d.item(properties, id)
	sign, ticks := bullet(shown)
	number = d.doc.take(number)
	switch level := outline(properties); {
	case s.title:
		p.style = title
	case level > 0 || s.heading > 0:
		p.style, p.level, p.number = heading, max(level, s.heading), number
	case listed >= 0:
		p.style, p.level, p.number, p.sign = item, min(listed, levels-1)+1, number, sign
	}
	text := d.carry
	if text == nil {
		text = &flow{}
	}
	d.carry = nil
	styled, filled, around := d.styled, d.filled, d.look
	d.styled, d.filled = id, d.filled || isFilled(properties.find("shd"))
	d.look = d.lookOf(nil)
	d.inline(n, text)
	d.styled, d.filled, d.look = styled, filled, around
	d.fields, d.quiet = nil, 0 // a field that is not closed must not hide the rest of the document
	if s.contents {
		return &paragraph{}
	}
	// The next paragraph goes on where an end mark was deleted, and behind a large first letter.
	if mark := properties.find("rPr"); mark.find("del") != nil || mark.find("moveFrom") != nil || isDropCap(properties) {
		d.carry = text
		return nil
	}
	d.doc.fill(p, text)
	if p.style == item && p.text != "" {
		p.text = ticks + p.text
	}
	return p
}

func isDropCap(properties *node) bool {
	kind := properties.find("framePr").attr("dropCap")
	return kind != "" && kind != "none"
}

// item returns the number or the bullet of a paragraph in a list, and its level, from 0; -1 when it is in none.
func (d *docx) item(properties *node, style string) (number, shown string, level int) {
	s := d.styles.all[style]
	direct := properties.find("numPr")
	id := s.number
	if n := direct.find("numId"); n != nil {
		id = n.attr("val")
	}
	if id == "" || id == "0" {
		return "", "", -1
	}
	depth, err := strconv.Atoi(direct.find("ilvl").attr("val"))
	if err != nil {
		depth = max(s.depth, 0)
		if list := d.lists[id]; list != nil && s.depth < 0 {
			for i, l := range list.levels {
				if l.style == style {
					depth = i
				}
			}
		}
	}
	number, shown, known := d.lists.item(id, depth)
	if known && number == "" && shown == "" {
		return "", "", -1
	}
	return number, shown, max(depth, 0)
}

func (d *docx) run(n *node, into *flow) {
	around := d.look
	d.look = d.lookOf(n.find("rPr"))
	d.inline(n, into)
	d.look = around
}

func (d *docx) lookOf(properties *node) look {
	table := d.styles.all[cmp.Or(d.inTable, d.styles.inTable)]
	character := d.styles.all[properties.find("rStyle").attr("val")]
	l := effective(d.styles.defaults, []look{table.look, d.styles.all[d.styled].look, character.look}, lookOf(properties))
	if d.filled || d.inTable != "" && table.filled {
		l.filled = on
	}
	return l
}

// write adds a text as its font shows it.
func (d *docx) write(text string, into *flow) {
	if d.quiet > 0 {
		return
	}
	shown, unknown := d.look.shown(text)
	into.losses[signsLost] += unknown
	into.add(shown, d.look)
}

// inline adds the text in an element to into.
func (d *docx) inline(n *node, into *flow) {
	for _, k := range n.children() {
		switch k.name {
		case "":
		case "r":
			d.run(k, into)
		case "fldChar":
			d.fieldMark(k, into)
		case "fldSimple":
			d.simpleField(k, into)
		case "instrText":
			if last := len(d.fields) - 1; last >= 0 && d.fields[last].instruction.Len() < maxInstruction {
				d.fields[last].instruction.WriteString(k.allText())
			}
		case "sdt":
			d.inlineControl(k, into)
		case "hyperlink":
			if k.attr("id") != "" {
				into.losses[links]++
			}
			d.inline(k, into)
		case "drawing", "pict", "object", "contentPart":
			d.drawing(k, into)
		case "AlternateContent":
			d.alternative(k, into)
		case "commentReference":
			into.losses[comments]++
		case "oMath":
			text, flat := formula(k)
			if flat {
				into.losses[formulas]++
			}
			d.write(text, into)
		case "ruby":
			d.inline(k.find("rubyBase"), into)
			var above flow
			d.inline(k.find("rt"), &above)
			if text := above.String(); strings.TrimSpace(text) != "" {
				d.write(" ("+text+")", into)
			}
		default:
			if !d.sign(k, into) && !slices.Contains(gone, k.name) {
				d.inline(k, into)
			}
		}
	}
}

// sign writes an element that stands for characters; it fails for any other.
func (d *docx) sign(n *node, into *flow) bool {
	switch n.name {
	case "t":
		d.write(n.allText(), into)
	case "tab", "ptab":
		d.write(" ", into)
	case "br", "cr":
		d.write("\n", into)
	case "noBreakHyphen":
		d.write("-", into)
	case "sym", "symEx":
		code, err := strconv.ParseInt(n.attr("char"), 16, 32)
		if err != nil {
			return true
		}
		shown, ok := sign(n.attr("font"), rune(code))
		if !ok {
			into.losses[signsLost]++
		}
		if d.quiet == 0 {
			into.add(string(shown), d.look)
		}
	default:
		return false
	}
	return true
}

// alternative reads the content that Word itself would show; the other one when there is nothing in it that is understood.
func (d *docx) alternative(n *node, into *flow) {
	var first flow
	before := len(d.doc.apart)
	d.inline(n.find("Choice"), &first)
	into.write(first.String(), onLine)
	into.take(&first)
	if first.empty() && len(d.doc.apart) == before {
		d.inline(n.find("Fallback"), into)
	}
}

// drawing reads the text of a text box, and counts pictures and embedded objects.
func (d *docx) drawing(n *node, into *flow) {
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
		into.losses[objects]++
	default:
		into.losses[pictures]++
	}
}

// apart keeps a text outside the main text, with the name of its place.
func (d *docx) apart(place string, n *node) {
	around := *d
	d.fields, d.quiet, d.carry, d.inTable, d.styled, d.filled, d.look = nil, 0, nil, "", "", false, look{}
	blocks := cell(d.blocks(n, ""))
	d.fields, d.quiet, d.carry, d.inTable, d.styled, d.filled, d.look = around.fields, around.quiet, around.carry, around.inTable, around.styled, around.filled, around.look
	d.doc.apart = append(d.doc.apart, passage{place, blocks.answer()})
}
