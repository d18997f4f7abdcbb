package word

import (
	"path"
	"slices"
	"strings"
)

// relation is what a part of a Word document refers to (ECMA-376, part 2, 8.5).
type relation struct {
	kind   string // the last part of its type, such as styles
	target string // the name of the part; "" when it is outside the document
}

// relations returns those of a part, by their ids; none when it has none.
func (p *pack) relations(part string) (map[string]relation, error) {
	root, err := p.xml(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"))
	if err != nil {
		return nil, err
	}
	all := map[string]relation{}
	for _, n := range root.find("Relationships").children() {
		r := relation{kind: path.Base(n.attr("Type"))}
		if target := n.attr("Target"); !isOutside(n) {
			if !strings.HasPrefix(target, "/") {
				target = path.Join("/", path.Dir(part), target)
			}
			r.target = strings.TrimPrefix(path.Clean(target), "/")
		}
		all[n.attr("Id")] = r
	}
	return all, nil
}

func isOutside(n *node) bool { return strings.EqualFold(n.attr("TargetMode"), "External") }

// textual are the relations that bring text of the document itself (ECMA-376, part 1, 11.3 and 17.17). When such a part stands outside the document, the
// text here is not whole. All other ones may stand outside: reading fetches nothing, and needs no template, picture or link.
var textual = map[string]bool{
	"aFChunk": true, "subDocument": true, "frame": true, "officeDocument": true, "header": true, "footer": true, "footnotes": true, "endnotes": true,
	"diagramData": true,
}

// whole refuses a document of which a part of the text stands elsewhere.
func (p *pack) whole(links string) error {
	root, err := p.xml(links)
	if err != nil {
		return err
	}
	for _, n := range root.find("Relationships").children() {
		if kind := path.Base(n.attr("Type")); isOutside(n) && textual[kind] {
			return &Refusal{Why: External, Detail: kind}
		}
	}
	return nil
}

// docxParts are the parts of a Word document besides its main part. SharePoint and others give them names of their own, such as styles2.xml.
type docxParts struct {
	pack *pack
	all  map[string]relation
}

// names returns the names of the parts of a kind, sorted: those that the document refers to, or when it refers to none those named as Word does.
func (d docxParts) names(kind, usual string) []string {
	wanted := map[string]bool{}
	for _, r := range d.all {
		if r.kind == kind && r.target != "" {
			wanted[r.target] = true
		}
	}
	var names []string
	for _, name := range d.pack.names {
		if wanted[name] {
			names = append(names, name)
		}
	}
	if names == nil {
		return d.pack.matching(usual)
	}
	slices.Sort(names)
	return names
}

// one reads the part of a kind; nil when there is none.
func (d docxParts) one(kind, usual string) (*node, error) {
	for _, name := range d.names(kind, usual) {
		return d.pack.xml(name)
	}
	return nil, nil
}
