package word

import (
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// odtStyle is a style of OpenDocument. Its name is unique within its family (ODF 1.3, part 3, 19.480).
type odtStyle struct {
	name, parent string
	look         look
	list         string
}

type odtKey struct{ family, name string }

// odtStyles are the styles of one file and those that all of its files share.
type odtStyles struct {
	all   map[odtKey]odtStyle
	fonts map[string]string // the font of a name
	lists map[string]*[listDepth]listLevel
}

func newODTStyles() *odtStyles {
	return &odtStyles{all: map[odtKey]odtStyle{}, fonts: map[string]string{}, lists: map[string]*[listDepth]listLevel{}}
}

// read adds the styles in an element. A default style has no name.
func (s *odtStyles) read(n *node) {
	switch n.name {
	case "font-face":
		s.fonts[n.attr("name")] = strings.Trim(n.attr("font-family"), `'" `)
	case "style", "default-style":
		own := odtStyle{name: n.attr("name"), parent: n.attr("parent-style-name"), list: n.attr("list-style-name"), look: s.lookOf(n.find("text-properties"))}
		if fill := n.find(n.attr("family") + "-properties").attr("background-color"); hasColour(fill) {
			own.look.filled = on
		}
		s.all[odtKey{n.attr("family"), own.name}] = own
	case "list-style":
		levels := &[listDepth]listLevel{}
		for _, k := range n.kids {
			if depth, err := strconv.Atoi(k.attr("level")); err == nil && depth >= 1 && depth <= listDepth {
				levels[depth-1] = s.level(k, depth)
			}
		}
		s.lists[n.attr("name")] = levels
	}
}

func hasColour(fill string) bool {
	return fill != "" && fill != "transparent" && !strings.EqualFold(fill, "#ffffff")
}

// lookOf reads the properties of a text (ODF 1.3, part 3, 16.29).
func (s *odtStyles) lookOf(n *node) look {
	var l look
	if n == nil {
		return l
	}
	lined := false
	for _, name := range []string{"text-line-through-style", "text-line-through-type"} {
		if value := n.attr(name); value != "" && (l.strike == unset || value == "none") {
			l.strike, lined = toggled(value != "none"), true
		}
	}
	if !lined && n.attr("text-line-through-text") != "" {
		l.strike = on
	}
	switch n.attr("display") {
	case "none", "condition":
		l.vanish = on
	case "true":
		l.vanish = off
	}
	switch position, _, _ := strings.Cut(n.attr("text-position"), " "); {
	case position == "super", strings.HasSuffix(position, "%") && position[0] != '-' && position != "0%":
		l.as = "superscript"
	case position == "sub", strings.HasPrefix(position, "-"):
		l.as = "subscript"
	case position != "":
		l.as = "baseline"
	}
	l.font = strings.Trim(n.attr("font-family"), `'" `)
	if name := n.attr("font-name"); name != "" {
		if l.font = s.fonts[name]; l.font == "" {
			l.font = name
		}
	}
	l.otherFont = l.font
	l.colour = strings.TrimPrefix(n.attr("color"), "#")
	if points, ok := strings.CutSuffix(n.attr("font-size"), "pt"); ok {
		if size, err := strconv.ParseFloat(points, 64); err == nil {
			l.size = strconv.Itoa(int(2 * size))
		}
	}
	if fill := n.attr("background-color"); fill != "" {
		l.filled = toggled(hasColour(fill))
	}
	return l
}

// looks returns the look of a style with those that it is based on, and of what stands around it.
func (s *odtStyles) looks(family, name string, around look) look {
	var own look
	for range 20 { // styles may be based on each other in a circle
		style, ok := s.all[odtKey{family, name}]
		if !ok {
			break
		}
		own = own.over(style.look)
		if name = style.parent; name == "" {
			break
		}
	}
	return own.over(around)
}

// based returns the first value that a style or one that it is based on has.
func (s *odtStyles) based(family, name string, value func(odtStyle) string) string {
	for range 20 {
		style, ok := s.all[odtKey{family, name}]
		if !ok {
			return ""
		}
		if v := value(style); v != "" {
			return v
		}
		name = style.parent
	}
	return ""
}

// odtNumber is the number of a level in the form of a list.
var odtNumber = lazy.Regexp(`%(\d+)%`)

var odtFormats = map[string]string{"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}

// level reads a level of a list (ODF 1.3, part 3, 16.30), which counts from 1.
func (s *odtStyles) level(n *node, depth int) listLevel {
	l := listLevel{start: 1, format: "bullet"}
	if n.name != "list-level-style-number" {
		font := n.find("text-properties").attr("font-name")
		if real := s.fonts[font]; real != "" {
			font = real
		}
		l.text, _ = signs(font, n.attr("bullet-char"))
		return l
	}
	l.format = odtFormats[n.attr("num-format")]
	if l.format == "" {
		l.format = "decimal"
	}
	if start, err := strconv.Atoi(n.attr("start-value")); err == nil {
		l.start = start
	}
	if text := n.attr("num-list-format"); text != "" && len(text) <= maxNumber { // ODF 1.3, and before it an extension of LibreOffice
		l.text = odtNumber().ReplaceAllString(text, "%$1")
		return l
	}
	shown := 1
	if n, err := strconv.Atoi(n.attr("display-levels")); err == nil {
		shown = min(max(n, 1), depth)
	}
	var parts []string
	for i := depth - shown + 1; i <= depth; i++ {
		parts = append(parts, "%"+strconv.Itoa(i))
	}
	if l.format != "none" && len(n.attr("num-prefix")+n.attr("num-suffix")) <= maxNumber {
		l.text = n.attr("num-prefix") + strings.Join(parts, ".") + n.attr("num-suffix")
	}
	return l
}
