package word

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

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
	root, err := p.xml("content.xml")
	if err != nil {
		return nil, err
	}
	o := &odt{doc: &document{room: maxText}, parents: map[string]string{}}
	styles, err := p.xml("styles.xml")
	if err != nil {
		return nil, err
	}
	for _, part := range []*node{styles, root} {
		if part != nil {
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
	o.doc.blocks = o.blocks(text, 0)
	return o.doc.whole()
}

type odt struct {
	doc     *document
	parents map[string]string // by the name of a style: that of the style it changes
	refusal error
}

// look stores the styles, and refuses external content. A hyperlink is allowed.
func (o *odt) look(n *node) bool {
	switch n.name {
	case "style":
		o.parents[n.attr("name")] = n.attr("parent-style-name")
	case "a", "bookmark-ref":
		return true
	case "dde-connection-decl", "dde-source":
		o.refusal = &Refusal{Why: External, Detail: n.name}
	case "script":
		o.refusal = &Refusal{Why: Macros}
	}
	if target := n.attr("href"); strings.Contains(target, ":") || strings.HasPrefix(target, "/") || strings.HasPrefix(target, "../") {
		o.refusal = &Refusal{Why: External, Detail: target}
	}
	return true
}

// styled reports whether the style of a paragraph, or one that it is based on, has a name.
func (o *odt) styled(n *node, name string) bool {
	id := n.attr("style-name")
	for range 20 {
		if id == name {
			return true
		}
		var ok bool
		if id, ok = o.parents[id]; !ok {
			return false
		}
	}
	return false
}

// blocks reads the paragraphs and tables in an element; level is that of the list around it.
func (o *odt) blocks(n *node, level int) []block {
	var all []block
	for _, k := range n.children() {
		switch k.name {
		case "tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "table-of-content", "list-header":
		case "p", "h":
			all = append(all, block{paragraph: o.paragraph(k, level)})
		case "list":
			all = append(all, o.blocks(k, level+1)...)
		case "table":
			all = append(all, block{table: &table{rows: o.rows(k)}})
		default:
			all = append(all, o.blocks(k, level)...)
		}
	}
	return all
}

func (o *odt) paragraph(n *node, level int) *paragraph {
	var text strings.Builder
	o.inline(n, &text)
	p := &paragraph{text: o.doc.take(text.String())}
	switch {
	case o.styled(n, "Title"):
		p.style = title
	case n.name == "h":
		p.style, p.level = heading, 1
		if depth, err := strconv.Atoi(n.attr("outline-level")); err == nil && depth > 0 {
			p.level = depth
		}
	case level > 0:
		p.style, p.level = item, min(level, levels)
	}
	return p
}

var whiteSpace = regexp.MustCompile(`[ \t\r\n]+`)

func (o *odt) inline(n *node, into *strings.Builder) {
	for _, k := range n.kids {
		switch k.name {
		case "":
			into.WriteString(whiteSpace.ReplaceAllString(k.text, " ")) // repeated spaces are written as an element
		case "s":
			count, err := strconv.Atoi(k.attr("c"))
			if err != nil {
				count = 1
			}
			into.WriteString(strings.Repeat(" ", min(max(count, 0), 100)))
		case "tab":
			into.WriteByte(' ')
		case "line-break":
			into.WriteByte('\n')
		case "annotation":
			o.doc.comments++
		case "annotation-end", "page-number", "page-count", "tracked-changes":
		case "note":
			o.apart(message.Text("word/place-notes"), k.find("note-body"))
		case "hidden-text":
			o.doc.apart = append(o.doc.apart, passage{message.Text("word/place-hidden"), []string{o.doc.take(k.attr("string-value") + k.allText())}})
		case "a":
			if !strings.HasPrefix(k.attr("href"), "#") {
				o.doc.links++
			}
			o.inline(k, into)
		case "frame", "custom-shape", "rect", "ellipse", "g":
			o.drawing(k)
		default:
			o.inline(k, into)
		}
	}
}

// drawing reads the text of a text box, and counts pictures and embedded objects.
func (o *odt) drawing(n *node) {
	before := len(o.doc.apart)
	o.apart(message.Text("word/place-box"), n)
	object := n.find("object") != nil || n.find("object-ole") != nil
	switch {
	case len(o.doc.apart) > before:
	case object:
		o.doc.objects++
	default:
		o.doc.pictures++
	}
}

func (o *odt) apart(place string, n *node) {
	var lines []string
	for p := range cell(o.blocks(n, 0)).paragraphs() {
		if p.text != "" {
			lines = append(lines, p.text)
		}
	}
	if lines != nil {
		o.doc.apart = append(o.doc.apart, passage{place, lines})
	}
}

// rows reads the rows of a table. A cell that a merged cell covers is empty.
func (o *odt) rows(n *node) [][]cell {
	var all [][]cell
	for _, k := range n.kids {
		if k.name != "table-row" {
			if slices.Contains([]string{"table-header-rows", "table-rows", "table-row-group"}, k.name) {
				all = append(all, o.rows(k)...)
			}
			continue
		}
		var row []cell
		for _, c := range k.kids {
			if c.name == "table-cell" || c.name == "covered-table-cell" {
				row = append(row, o.blocks(c, 0))
			}
		}
		all = append(all, row)
	}
	return all
}
