package word

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// openODT reads an OpenDocument text, as LibreOffice writes it.
func openODT(p *pack) (*document, error) {
	for _, name := range p.names {
		if strings.HasPrefix(name, "Basic/") || strings.HasPrefix(name, "Scripts/") {
			return nil, &Refusal{Why: Macros}
		}
	}
	manifest, err := p.xml("META-INF/manifest.xml")
	if err != nil {
		return nil, err
	}
	if manifest != nil {
		locked := false
		manifest.walk(func(n *node) bool {
			locked = locked || n.name == "encryption-data"
			return true
		})
		if locked {
			return nil, &Refusal{Why: Locked}
		}
	}
	styles, err := p.xml("styles.xml")
	if err != nil {
		return nil, err
	}
	root, err := p.xml("content.xml")
	if err != nil {
		return nil, err
	}
	o := &odt{pack: p, doc: newDocument(), styles: newODTStyles(), forms: map[string]string{}, counts: map[string]*counter{}}
	for _, part := range []*node{styles, root} {
		if part != nil {
			// Fonts stand before the styles that use them, and both before the text.
			part.walk(o.look)
		}
		if part == styles && part != nil {
			for _, page := range part.find("document-styles", "master-styles").children() {
				for _, edge := range page.kids {
					place := map[string]string{"header": "word/place-header", "footer": "word/place-footer"}[strings.TrimSuffix(strings.TrimSuffix(edge.name, "-first"), "-left")]
					if place != "" {
						o.apart(message.Text(place), edge)
					}
				}
			}
		}
	}
	if o.refusal != nil {
		return nil, o.refusal
	}
	text := root.find("document-content", "body", "text")
	if text == nil {
		return nil, &Refusal{Why: OtherFile}
	}
	o.doc.blocks = o.blocks(text, odtList{})
	if o.refusal != nil {
		return nil, o.refusal
	}
	return o.doc.whole()
}

type odt struct {
	pack    *pack
	doc     *document
	styles  *odtStyles
	forms   map[string]string // what the controls of a form show, by their ids
	counts  map[string]*counter
	around  look // of the paragraph or the span around the text
	refusal error
}

// look reads the styles and forms, and refuses text that stands outside the document. Reading fetches nothing: a link, a picture or a template may stand
// anywhere.
func (o *odt) look(n *node) bool {
	o.styles.read(n)
	switch n.name {
	case "dde-connection-decl", "dde-source":
		o.refusal = &Refusal{Why: External, Detail: "DDE"}
	case "section-source":
		if n.attr("href") != "" {
			o.refusal = &Refusal{Why: External, Detail: n.name}
		}
	case "script":
		o.refusal = &Refusal{Why: Macros}
	case "checkbox", "radio", "listbox", "combobox", "text", "textarea", "formatted-text", "number", "date":
		if id := n.attr("id"); id != "" {
			o.forms[id] = controlText(n)
		}
	}
	return true
}

// controlText returns what a control of a form shows (ODF 1.3, part 3, 13).
func controlText(n *node) string {
	switch n.name {
	case "checkbox", "radio":
		state := n.attr("current-state")
		if state == "" {
			state = n.attr("state")
		}
		is := state == "checked" || isOn(n.attr("current-selected")) || state == "" && isOn(n.attr("selected")) && n.attr("current-selected") == ""
		return strings.TrimSpace(box(is) + " " + n.attr("label"))
	case "listbox":
		for _, mark := range []string{"current-selected", "selected"} {
			for _, k := range n.kids {
				if k.name == "option" && isOn(k.attr(mark)) {
					return k.attr("label")
				}
			}
		}
		return ""
	}
	if value := n.attr("current-value"); value != "" {
		return value
	}
	return n.attr("value")
}

// odtList is the list around a text: its style and level, from 1; 0 outside a list.
type odtList struct {
	style string
	level int
	first bool // the next paragraph begins an item
}

// blocks reads the paragraphs and tables in an element.
func (o *odt) blocks(n *node, list odtList) []block {
	var all []block
	for _, k := range n.children() {
		switch k.name {
		case "tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "table-of-content":
		case "p", "h":
			all = append(all, block{paragraph: o.paragraph(k, list)})
			list.first = false
		case "list":
			all = append(all, o.list(k, list)...)
		case "list-item", "list-header":
			if start, err := strconv.Atoi(k.attr("start-value")); err == nil {
				o.startAt(list, start)
			}
			list.first = k.name == "list-item"
			all = append(all, o.blocks(k, list)...)
		case "table":
			all = append(all, block{table: o.table(k)})
		case "section":
			if hiddenSection(k) {
				o.apart(message.Text("word/place-hidden"), k)
				continue
			}
			all = append(all, o.blocks(k, list)...)
		default:
			all = append(all, o.blocks(k, list)...)
		}
	}
	return all
}

// hiddenSection reports whether a section is not shown, always or by its condition as it was last.
func hiddenSection(n *node) bool {
	return n.attr("display") == "none" || n.attr("display") == "condition" && n.attr("is-hidden") != "false"
}

// list reads a list. One that continues another goes on counting; any other begins anew.
func (o *odt) list(n *node, around odtList) []block {
	inner := odtList{style: n.attr("style-name"), level: around.level + 1}
	if inner.style == "" {
		inner.style = around.style
	}
	if inner.level == 1 && !isOn(n.attr("continue-numbering")) && n.attr("continue-list") == "" {
		delete(o.counts, inner.style)
	}
	return o.blocks(n, inner)
}

func (o *odt) counter(list odtList) *counter {
	c := o.counts[list.style]
	if c == nil {
		c = &counter{}
		o.counts[list.style] = c
	}
	return c
}

func (o *odt) startAt(list odtList, start int) {
	if list.level >= 1 && list.level <= listDepth {
		c := o.counter(list)
		c.counts[list.level-1], c.begun[list.level-1] = start-1, true
	}
}

func (o *odt) paragraph(n *node, list odtList) *paragraph {
	var text flow
	name := n.attr("style-name")
	around := o.around
	o.around = o.styles.looks("paragraph", name, o.styles.looks("paragraph", "", around))
	if hidesParagraph(n) {
		o.around.vanish = on
	}
	o.inline(n, &text)
	o.around = around
	p := o.doc.paragraph(&text)
	outlined := o.styles.based("paragraph", name, func(s odtStyle) string {
		if s.name == "Title" {
			return s.name
		}
		return ""
	})
	switch {
	case outlined != "":
		p.style = title
	case n.name == "h":
		p.style, p.level = heading, 1
		if depth, err := strconv.Atoi(n.attr("outline-level")); err == nil && depth > 0 {
			p.level = depth
		}
	case list.level > 0:
		o.item(p, n, list)
	}
	return p
}

// item makes a paragraph an item of a list. One that does not begin an item has no number of its own.
func (o *odt) item(p *paragraph, n *node, list odtList) {
	style := list.style
	if style == "" {
		style = o.styles.based("paragraph", n.attr("style-name"), func(s odtStyle) string { return s.list })
	}
	p.style, p.level, p.sign = item, min(list.level, levels), "-"
	known := o.styles.lists[style]
	if known == nil || list.level > listDepth {
		return
	}
	if !list.first {
		p.style, p.level, p.sign = plain, 0, ""
		return
	}
	shown := o.counter(list).next(known, list.level-1)
	switch {
	case known[list.level-1].format == "bullet":
		sign, ticks := bullet(shown)
		if p.sign = sign; p.text != "" {
			p.text = ticks + p.text
		}
	case shown == "":
		p.style, p.level, p.sign = plain, 0, ""
	default:
		p.number, p.sign = o.doc.take(shown), ""
	}
}

// hidesParagraph reports whether a field in a paragraph hides it.
func hidesParagraph(n *node) bool {
	hides := false
	n.walk(func(k *node) bool {
		hides = hides || k.name == "hidden-paragraph" && k.attr("is-hidden") != "false"
		return !hides && k.name != "frame" && k.name != "note"
	})
	return hides
}

var whiteSpace = lazy.Regexp(`[ \t\r\n]+`)

// write adds a text as its font shows it.
func (o *odt) write(text string, into *flow) {
	shown, unknown := o.around.shown(text)
	into.losses[signsLost] += unknown
	into.add(shown, o.around)
}

func (o *odt) inline(n *node, into *flow) {
	for _, k := range n.kids {
		switch k.name {
		case "":
			o.write(whiteSpace().ReplaceAllString(k.text, " "), into) // repeated spaces are written as an element
		case "span":
			around := o.around
			o.around = o.styles.looks("text", k.attr("style-name"), around)
			o.inline(k, into)
			o.around = around
		case "annotation":
			into.losses[comments]++
		case "annotation-end", "page-number", "page-count", "tracked-changes", "placeholder", "hidden-paragraph", "ruby-text", "param":
		case "note":
			o.apart(message.Text("word/place-notes"), k.find("note-body"))
		case "hidden-text":
			o.hiddenText(k, into)
		case "a":
			if !strings.HasPrefix(k.attr("href"), "#") {
				into.losses[links]++
			}
			o.inline(k, into)
		case "frame", "custom-shape", "rect", "ellipse", "g":
			o.drawing(k, into)
		case "control":
			o.write(o.forms[k.attr("control")], into)
		case "fieldmark", "fieldmark-start":
			o.write(fieldmark(k), into)
			o.inline(k, into)
		case "content-control", "text-input":
			o.contentControl(k, into)
		default:
			if !o.sign(k, into) {
				o.inline(k, into)
			}
			if above := k.find("ruby-text").children(); k.name == "ruby" && above != nil {
				o.write(" ("+k.find("ruby-text").allText()+")", into)
			}
		}
	}
}

// sign writes an element that stands for characters; it fails for any other.
func (o *odt) sign(n *node, into *flow) bool {
	switch n.name {
	case "s":
		count, err := strconv.Atoi(n.attr("c"))
		if err != nil {
			count = 1
		}
		o.write(strings.Repeat(" ", min(max(count, 0), 100)), into)
	case "tab":
		o.write(" ", into)
	case "line-break":
		o.write("\n", into)
	default:
		return false
	}
	return true
}

// hiddenText reads a field that shows or hides a text by a condition.
func (o *odt) hiddenText(n *node, into *flow) {
	text := n.attr("string-value")
	if text == "" {
		text = n.allText()
	}
	if n.attr("is-hidden") == "false" {
		o.write(text, into)
		return
	}
	into.add(text, look{vanish: on})
}

// fieldmark returns what a field of a form shows that LibreOffice took over from Word, which keeps no text.
func fieldmark(n *node) string {
	var entries []string
	values := map[string]string{}
	for _, k := range n.kids {
		switch name := k.attr("name"); {
		case k.name != "param":
		case strings.HasPrefix(name, "Dropdown_ListEntry"):
			entries = append(entries, k.attr("value"))
		default:
			values[name] = k.attr("value")
		}
	}
	switch kind := n.attr("type"); {
	case strings.HasSuffix(kind, "FORMCHECKBOX"):
		return box(isOn(values["Checkbox_Checked"]))
	case strings.HasSuffix(kind, "FORMDROPDOWN"):
		if at, _ := strconv.Atoi(values["Dropdown_Selected"]); at >= 0 && at < len(entries) {
			return entries[at]
		}
	}
	return ""
}

// contentControl reads a content control, which LibreOffice has since 7.4.
func (o *odt) contentControl(n *node, into *flow) {
	switch {
	case n.attr("checkbox") != "" && isOn(n.attr("checkbox")):
		o.write(box(isOn(n.attr("checked"))), into)
	case isPrompt(n.allText()):
	default:
		o.inline(n, into)
	}
}

// drawing reads the text of a text box, and counts pictures, formulas and embedded objects.
func (o *odt) drawing(n *node, into *flow) {
	before := len(o.doc.apart)
	o.apart(message.Text("word/place-box"), n)
	object := n.find("object")
	switch {
	case len(o.doc.apart) > before:
	case object != nil && o.formula(object, into):
	case object != nil, n.find("object-ole") != nil:
		into.losses[objects]++
	default:
		into.losses[pictures]++
	}
}

// formula reads the formula in an object; it fails when the object is something else.
func (o *odt) formula(n *node, into *flow) bool {
	math := n.find("math")
	if math == nil {
		name := strings.Trim(strings.TrimPrefix(n.attr("href"), "./"), "/")
		root, err := o.pack.xml(name + "/content.xml")
		if err != nil || name == "" {
			return false
		}
		math = root.find("math")
	}
	if math == nil {
		return false
	}
	text, flat := formula(math)
	if flat {
		into.losses[formulas]++
	}
	o.write(text, into)
	return true
}

func (o *odt) apart(place string, n *node) {
	around := o.around
	o.around = look{}
	all := cell(o.blocks(n, odtList{})).answer()
	o.around = around
	for _, p := range all {
		if p.text != "" || p.losses != [losses]int{} || p.hidden != nil {
			o.doc.apart = append(o.doc.apart, passage{place, all})
			return
		}
	}
}

// table reads a table. A cell that another one covers says so.
func (o *odt) table(n *node) *table {
	t := &table{}
	var down []spanned
	o.rows(n, t, &down)
	return t
}

// spanned is a cell that reaches into rows below.
type spanned struct {
	by   cell
	rows int
}

func (o *odt) rows(n *node, into *table, down *[]spanned) {
	for _, k := range n.kids {
		if k.name != "table-row" {
			if slices.Contains([]string{"table-header-rows", "table-rows", "table-row-group"}, k.name) {
				o.rows(k, into, down)
			}
			continue
		}
		row := o.row(k, down)
		if k.attr("visibility") == "collapse" {
			for i, c := range row {
				o.doc.apart = append(o.doc.apart, passage{message.Text("word/place-hidden"), c.answer()})
				row[i] = nil
			}
		}
		into.rows = append(into.rows, row)
	}
}

func (o *odt) row(n *node, down *[]spanned) []cell {
	var row []cell
	across, left := spanned{}, 0
	for _, k := range n.kids {
		if k.name != "table-cell" && k.name != "covered-table-cell" {
			continue
		}
		around := o.around
		if o.styles.looks("table-cell", k.attr("style-name"), look{}).filled == on {
			o.around.filled = on
		}
		own := cell(o.blocks(k, odtList{}))
		o.around = around
		for range 1 + o.doc.afford(countOf(k, "number-columns-repeated")-1) {
			c := own
			for len(*down) <= len(row) {
				*down = append(*down, spanned{})
			}
			over := &(*down)[len(row)]
			switch {
			case k.name == "table-cell":
				across, left = spanned{c, countOf(k, "number-rows-spanned") - 1}, countOf(k, "number-columns-spanned")-1
				*over = across
			case left > 0:
				left--
				*over = across
				c = append(slices.Clone(c), coveredBy(across.by))
			case over.rows > 0:
				over.rows--
				c = append(slices.Clone(c), coveredBy(over.by))
			}
			row = append(row, c)
		}
	}
	return row
}

// countOf reads how many times something is there; 1 when that is not said.
func countOf(n *node, attribute string) int {
	count, err := strconv.Atoi(n.attr(attribute))
	if err != nil {
		return 1
	}
	return max(count, 1)
}
