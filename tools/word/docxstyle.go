package word

import (
	"cmp"
	"strconv"
	"strings"
)

// docxStyle holds the properties of a style that matter here, with those of the styles that it is based on.
type docxStyle struct {
	title, list bool
	heading     int
	contents    bool   // a line of the table of contents
	prompt      bool   // the style of a text that asks to be replaced
	filled      bool   // of a table: it has a background
	basedOn     string // the id of the style that it changes
	number      string // the list that its paragraphs are in
	depth       int    // their level, from 0; -1 when it says none
	look        look
}

// docxStyles are the styles of a document, by their ids.
type docxStyles struct {
	all                map[string]docxStyle
	paragraph, inTable string // those of a paragraph and a table that name none
	defaults           look
}

// readStyles resolves the styles. Those of a Dutch Word have Dutch ids; their names are English always.
func readStyles(root *node) docxStyles {
	out := docxStyles{all: map[string]docxStyle{}, defaults: lookOf(root.find("styles", "docDefaults", "rPrDefault", "rPr"))}
	own := map[string]docxStyle{}
	for _, s := range root.find("styles").children() {
		if s.name != "style" {
			continue
		}
		id, kind := s.attr("styleId"), s.attr("type")
		own[id] = ownStyle(s)
		if isOn(s.attr("default")) {
			switch kind {
			case "paragraph":
				out.paragraph = id
			case "table":
				out.inTable = id
			}
		}
	}
	for id, style := range own {
		base := style
		for range 20 { // styles may be based on each other in a circle
			var ok bool
			if base, ok = own[base.basedOn]; !ok {
				break
			}
			style.title, style.list, style.contents = style.title || base.title, style.list || base.list, style.contents || base.contents
			style.prompt, style.filled = style.prompt || base.prompt, style.filled || base.filled
			style.heading, style.look = cmp.Or(style.heading, base.heading), style.look.over(base.look)
			style.number = cmp.Or(style.number, base.number)
			if style.depth < 0 {
				style.depth = base.depth
			}
		}
		out.all[id] = style
	}
	return out
}

func ownStyle(s *node) docxStyle {
	name, properties := strings.ToLower(s.find("name").attr("val")), s.find("pPr")
	style := docxStyle{
		title: name == "title", contents: strings.HasPrefix(name, "toc "), basedOn: s.find("basedOn").attr("val"), depth: -1, look: lookOf(s.find("rPr")),
		prompt: name == "placeholder text", number: properties.find("numPr", "numId").attr("val"),
	}
	if n, ok := strings.CutPrefix(name, "heading "); ok {
		style.heading, _ = strconv.Atoi(n)
	}
	if style.heading == 0 {
		style.heading = outline(properties)
	}
	style.list = style.number != "" && style.number != "0"
	if depth, err := strconv.Atoi(properties.find("numPr", "ilvl").attr("val")); err == nil {
		style.depth = depth
	}
	if isFilled(properties.find("shd")) {
		style.look.filled = on
	}
	s.walk(func(n *node) bool {
		style.filled = style.filled || s.attr("type") == "table" && isFilled(n)
		return n.name != "rPr"
	})
	return style
}

// outline returns the heading level in the properties of a paragraph, from 1; 0 when it has none.
func outline(properties *node) int {
	level, err := strconv.Atoi(properties.find("outlineLvl").attr("val"))
	if err != nil || level < 0 || level > 8 {
		return 0
	}
	return level + 1
}

func isOn(value string) bool { return value == "1" || value == "true" || value == "on" }
