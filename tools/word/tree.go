package word

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
)

// node is an XML element, or a text when it has no name. Names have no namespace, since Word uses two namespaces for the same elements.
type node struct {
	name, text string
	attrs      []xml.Attr
	kids       []*node
}

// The limits for one XML file, besides those of the archive that it is in: how many tokens and attributes it has, and how deep its elements are
// nested. A canvas with a story of thirty pages has about ten thousand elements.
const (
	maxNodes = 500_000
	maxDepth = 200
)

// parseXML makes a tree of an XML file. It refuses a document type declaration, which can include other files and expand without limit.
func parseXML(tokens *markup.Tokens) (*node, error) {
	root := &node{}
	open := []*node{root}
	for n := 0; ; n++ {
		token, err := tokens.Next()
		if err == io.EOF {
			return root, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if n > maxNodes || len(open) > maxDepth {
			return nil, &Refusal{Why: TooLarge}
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.Directive:
			return nil, &Refusal{Why: Entities}
		case xml.StartElement:
			n += len(t.Attr)
			kid := &node{name: t.Name.Local, attrs: t.Attr}
			last.kids = append(last.kids, kid)
			open = append(open, kid)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.kids = append(last.kids, &node{text: string(t)})
		}
	}
}

// attr returns an attribute, in whatever namespace; empty when there is none.
func (n *node) attr(name string) string {
	if n != nil {
		for _, a := range n.attrs {
			if a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

// find returns the first descendant at a path of names; nil when there is none.
func (n *node) find(path ...string) *node {
	for _, name := range path {
		at := slices.IndexFunc(n.children(), func(k *node) bool { return k.name == name })
		if at < 0 {
			return nil
		}
		n = n.kids[at]
	}
	return n
}

// children returns what is in an element; nothing when there is no element.
func (n *node) children() []*node {
	if n == nil {
		return nil
	}
	return n.kids
}

// walk calls fn for a node and its descendants. When fn returns false for a node it skips the descendants of that node.
func (n *node) walk(fn func(*node) bool) {
	if !fn(n) {
		return
	}
	for _, k := range n.kids {
		k.walk(fn)
	}
}

// on reads a property of Word that is on or off; <w:b/> means the same as <w:b w:val="true"/>.
func (n *node) on() bool {
	if n == nil {
		return false
	}
	switch n.attr("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// allText returns the text below a node.
func (n *node) allText() string {
	var b strings.Builder
	n.walk(func(k *node) bool {
		b.WriteString(k.text)
		return true
	})
	return b.String()
}
