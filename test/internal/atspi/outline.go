package atspi

import (
	"fmt"
	"slices"
	"strings"
)

// LongestText is how many letters of a text an outline has: what a page tells is for others to test.
const LongestText = 90

// Outline writes down what a screen reader gets, an object a line: its role, its name, what is particular about it, what stands in it, its description and,
// where it differs from that of the page, its language. What says nothing by itself has no line; nor has a text that is the name of what it stands in. There is
// nothing in it that another screen, font or version of the browser makes different.
func (n *Node) Outline() string {
	var out strings.Builder
	n.write(&out, "", n.Language)
	return out.String()
}

func (n *Node) write(out *strings.Builder, indent, language string) {
	if n.isMarker() {
		return
	}
	if control := n.labelled(); control != nil {
		n = control
	}
	if !n.isSilent() {
		fmt.Fprintf(out, "%s%s\n", indent, n.line(language))
		indent += "  "
		language = n.languageOr(language)
	}
	if n.saysAllInLine() {
		return
	}
	for _, child := range n.Children {
		child.write(out, indent, language)
	}
}

// line is what the outline says of one object.
func (n *Node) line(outer string) string {
	if n.Role == roleStatic {
		return "text: " + shorten(n.Text) + inLanguage(n.languageOr(outer), outer)
	}
	line := n.RoleName()
	if n.Name != "" {
		line += fmt.Sprintf(" %q", squeeze(n.Name))
	}
	if states := n.stateNames(); len(states) > 0 {
		line += ", " + strings.Join(states, ", ")
	}
	line += inLanguage(n.languageOr(outer), outer)
	if n.States.Has(Editable) && n.Text != "" {
		line += fmt.Sprintf(" = %q", shorten(n.Text))
	} else if own, ok := n.plain(); ok && own != "" && !sameLetters(own, n.Name) {
		line += ": " + shorten(own)
	}
	if n.Description != "" {
		line += fmt.Sprintf(" (%s)", squeeze(n.Description))
	}
	return line
}

func inLanguage(own, outer string) string {
	if own == outer {
		return ""
	}
	return ", in " + own
}

func (n *Node) languageOr(outer string) string {
	if n.Language == "" {
		return outer
	}
	return n.Language
}

// isSilent says whether nothing is said of an object itself.
func (n *Node) isSilent() bool {
	nothing := slices.Contains([]Role{roleSection, rolePanel, roleHeader, roleFooter}, n.Role)
	return nothing && n.Name == "" && n.Description == "" && n.Attributes["xml-roles"] == "" && len(n.stateNames()) == 0
}

// isMarker says whether an object is the bullet or the number of an item in a list, which depends on the font.
func (n *Node) isMarker() bool {
	return n.Attributes["tag"] == "::marker" || n.Role == roleStatic && strings.TrimSpace(n.Text) == ""
}

// plain is all that stands in an object, if that is text in its own language and nothing else. In a cell and the like it may be in paragraphs.
func (n *Node) plain() (string, bool) {
	var all []string
	for _, child := range n.Children {
		if child.isMarker() {
			continue
		}
		if child.Role == roleStatic && child.languageOr(n.Language) == n.Language {
			all = append(all, child.Text)
			continue
		}
		own, ok := child.plain()
		inside := child.isSilent() || n.Name != "" && child.Role == roleParagraph
		if !ok || !inside || child.languageOr(n.Language) != n.Language {
			return "", false
		}
		all = append(all, own)
	}
	return squeeze(strings.Join(all, " ")), true
}

// labelled is the control around which this is the label, if its words are the name of that and nothing else stands in it.
func (n *Node) labelled() *Node {
	if n.Role != roleLabel {
		return nil
	}
	var control *Node
	rest := &Node{Name: "label", Language: n.Language}
	for _, child := range n.Children {
		if slices.Contains(used, child.RoleName()) && control == nil {
			control = child
		} else {
			rest.Children = append(rest.Children, child)
		}
	}
	words, ok := rest.plain()
	if control == nil || !ok || !sameLetters(words, control.Name) {
		return nil
	}
	return control
}

// saysAllInLine says whether the line of an object has all that stands in it.
func (n *Node) saysAllInLine() bool {
	if n.Role == roleStatic || n.States.Has(Editable) {
		return true
	}
	_, ok := n.plain()
	return ok && !n.isSilent()
}

// sameLetters says whether two texts differ in their spaces only.
func sameLetters(a, b string) bool {
	join := func(text string) string { return strings.ReplaceAll(squeeze(text), " ", "") }
	return join(a) == join(b)
}

func squeeze(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00ad", "")), " ")
}

func shorten(text string) string {
	letters := []rune(squeeze(text))
	if len(letters) <= LongestText {
		return string(letters)
	}
	return strings.TrimSpace(string(letters[:LongestText])) + " …"
}
