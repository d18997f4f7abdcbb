package atspi

import (
	"fmt"
	"slices"
	"strings"
)

// A Role is what an object is, by its number in AtspiRole.
type Role uint32

// The roles that are asked for.
const (
	roleLabel     = Role(29)
	rolePanel     = Role(39)
	roleToggle    = Role(62)
	roleHeader    = Role(71) // of an article, and the like: no landmark
	roleFooter    = Role(72)
	roleParagraph = Role(73)
	roleSection   = Role(85)
	roleDocument  = Role(95)
	roleStatic    = Role(116)
)

// roles are the names that ARIA has for roles. Browsers do not all give one thing the same number.
var roles = map[Role]string{
	2: "alert", 7: "checkbox", 10: "columnheader", 11: "combobox", 16: "dialog", 23: "window", 27: "img", roleLabel: "label", 31: "list", 32: "listitem",
	33: "listbox", 35: "option", 36: "option", // what a combobox opens is a menu to some browsers
	37: "tab", 38: "tablist", rolePanel: "group", 42: "progressbar", 43: "button", 44: "radio", 47: "rowheader", 50: "separator", 51: "slider", 52: "spinbutton", 54: "status",
	55: "table", 56: "cell", 57: "columnheader", 58: "rowheader", 61: "text", roleToggle: "button", 64: "tooltip", roleParagraph: "paragraph",
	79: "textbox", 81: "caption", 83: "heading", roleSection: "generic", 87: "form", 88: "link", 90: "row", roleDocument: "document", 98: "listbox", 99: "group", 101: "note", 105: "blockquote", 109: "article", 110: "region", 112: "marquee", 115: "timer",
	roleStatic: "text", 121: "list", 122: "term", 123: "definition", 125: "deletion", 126: "insertion", 127: "mark",
}

// States are those of an object: a bit for each number of AtspiStateType.
type States uint64

// The states that a person hears of.
const (
	Checked    = States(1 << 4)
	Editable   = States(1 << 7)
	Enabled    = States(1 << 8)
	Expandable = States(1 << 9)
	Expanded   = States(1 << 10)
	Focusable  = States(1 << 11)
	Focused    = States(1 << 12)
	Modal      = States(1 << 16)
	Pressed    = States(1 << 20)
	Selected   = States(1 << 23)
	Required   = States(1 << 33)
	Invalid    = States(1 << 36)
)

// Has says whether all of some states are there.
func (s States) Has(all States) bool { return s&all == all }

// used are the roles of what can be used: it has the focus of the keyboard in its turn, or it says that it has not.
var used = []string{"button", "checkbox", "combobox", "link", "radio", "searchbox", "slider", "spinbutton", "textbox"}

// said are the states that are said when they are there.
var said = []struct {
	state States
	word  string
}{{Modal, "modal"}, {Checked, "checked"}, {Pressed, "pressed"}, {Expanded, "expanded"}, {Required, "required"}, {Invalid, "invalid"}}

// RoleName is the role by the name that ARIA has for it, that of the page itself first.
func (n *Node) RoleName() string {
	if own, _, _ := strings.Cut(n.Attributes["xml-roles"], " "); own != "" && own != "presentation" && own != "none" {
		return own
	}
	if name, ok := roles[n.Role]; ok {
		return name
	}
	return fmt.Sprintf("role %d", n.Role)
}

// stateNames are the words for what is particular about an object: its states, its level and place in a list, whether it is announced.
func (n *Node) stateNames() []string {
	var all []string
	for _, s := range said {
		if n.States.Has(s.state) {
			all = append(all, s.word)
		}
	}
	role := n.RoleName()
	if n.States.Has(Expandable) && !n.States.Has(Expanded) {
		all = append(all, "collapsed")
	}
	if isUsed := slices.Contains(used, role); isUsed && !n.States.Has(Enabled) {
		all = append(all, "disabled")
	} else if isUsed && !n.States.Has(Focusable) {
		all = append(all, "not focusable")
	} else if !isUsed && n.States.Has(Focusable) && role != "document" && role != "option" {
		all = append(all, "focusable")
	}
	if n.Role == roleToggle && !n.States.Has(Expandable) && !n.States.Has(Pressed) {
		all = append(all, "not pressed")
	}
	if slices.Contains([]string{"checkbox", "radio"}, role) && !n.States.Has(Checked) {
		all = append(all, "not checked")
	}
	if level := n.Attributes["level"]; role == "heading" {
		all = append(all, "level "+level)
	}
	if role == "listitem" && n.Attributes["posinset"] != "" {
		all = append(all, n.Attributes["posinset"]+" of "+n.Attributes["setsize"])
	}
	if role == "option" && n.States.Has(Selected) {
		all = append(all, "selected")
	}
	if current := n.Attributes["current"]; current != "" && current != "false" {
		all = append(all, "current "+current)
	}
	if live := n.Attributes["live"]; live != "" && live != "off" {
		all = append(all, "announced "+live)
	}
	return all
}
