package word

import (
	"cmp"
	"strconv"
	"strings"
)

// listDepth is the number of levels of a list in both formats; OpenDocument allows ten.
const listDepth = 10

// listLevel is how a list numbers one of its levels.
type listLevel struct {
	format string // as Word names it: decimal, lowerLetter …; bullet has no number
	text   string // what is shown: "%1.%2)" holds the numbers of levels 1 and 2; of a bullet its sign
	start  int
	legal  bool   // all numbers in it are digits
	keeps  bool   // it goes on counting below another item of a higher level
	style  string // the style of paragraphs that stand on this level
}

// counter counts the items of a list.
type counter struct {
	counts [listDepth]int
	begun  [listDepth]bool
}

// next counts an item and returns its number as the list shows it.
func (c *counter) next(levels *[listDepth]listLevel, depth int) string {
	if c.begun[depth] {
		c.counts[depth]++
	} else {
		c.counts[depth], c.begun[depth] = levels[depth].start, true
	}
	for i := depth + 1; i < listDepth; i++ {
		c.begun[i] = c.begun[i] && levels[i].keeps
	}
	return c.shown(levels, depth)
}

func (c *counter) shown(levels *[listDepth]listLevel, depth int) string {
	at := &levels[depth]
	shown := at.text
	for i := range listDepth {
		sign := "%" + strconv.Itoa(i+1)
		if i == 9 || !strings.Contains(shown, sign) { // Word has nine levels, so that "%1" never stands in "%10"
			continue
		}
		n, format := c.counts[i], levels[i].format
		if !c.begun[i] {
			n = levels[i].start
		}
		if at.legal {
			format = "decimal"
		}
		shown = strings.ReplaceAll(shown, sign, numeral(format, n))
	}
	return strings.TrimSpace(shown)
}

// numeral writes a number in a format of Word (ECMA-376, part 1, 17.18.59). A format that is not used in Dutch becomes digits.
func numeral(format string, n int) string {
	switch format {
	case "none":
		return ""
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "lowerLetter":
		return letters(n)
	case "upperLetter":
		return strings.ToUpper(letters(n))
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "ordinal":
		return strconv.Itoa(n) + "e"
	}
	return strconv.Itoa(n)
}

// letters writes a, b … z, aa, bb … as Word does.
func letters(n int) string {
	if n < 1 || n > 26*30 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, part := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= part.value; n -= part.value {
			b.WriteString(part.text)
		}
	}
	return b.String()
}

// bullet returns the sign of an item in plain text, and the box to tick that stands before its text when the list has boxes for bullets.
func bullet(shown string) (sign, box string) {
	switch {
	case shown == "*":
		return "*", ""
	case anyBox().MatchString(shown) && shown != "■" && shown != "□":
		return "-", shown + " "
	}
	return "-", ""
}

// numbering are the lists of a Word document, by their numbers.
type numbering map[string]*docxList

// docxList is a list. Lists that share a definition share its counter.
type docxList struct {
	levels *[listDepth]listLevel
	count  *counter
	again  []int // levels that begin anew with the first item of this list
}

// readNumbering reads numbering.xml (ECMA-376, part 1, 17.9).
func readNumbering(root *node) numbering {
	type definition struct {
		levels [listDepth]listLevel
		count  counter
		link   string
	}
	defined, linked := map[string]*definition{}, map[string]*definition{}
	kids := root.find("numbering").children()
	for _, n := range kids {
		if n.name != "abstractNum" {
			continue
		}
		d := &definition{link: n.find("numStyleLink").attr("val")}
		for _, l := range n.kids {
			if depth := depthOf(l); l.name == "lvl" && depth >= 0 {
				d.levels[depth] = readLevel(l)
			}
		}
		defined[n.attr("abstractNumId")] = d
		if style := n.find("styleLink").attr("val"); style != "" {
			linked[style] = d
		}
	}
	all := numbering{}
	for _, n := range kids {
		d := defined[n.find("abstractNumId").attr("val")]
		if n.name != "num" || d == nil {
			continue
		}
		if by := linked[d.link]; by != nil {
			d = by
		}
		list := &docxList{levels: &d.levels, count: &d.count}
		for _, o := range n.kids {
			depth := depthOf(o)
			if o.name != "lvlOverride" || depth < 0 {
				continue
			}
			if list.levels == &d.levels {
				own := d.levels
				list.levels = &own
			}
			if l := o.find("lvl"); l != nil {
				list.levels[depth] = readLevel(l)
			}
			if start, err := strconv.Atoi(o.find("startOverride").attr("val")); err == nil {
				list.levels[depth].start, list.again = start, append(list.again, depth)
			}
		}
		all[n.attr("numId")] = list
	}
	return all
}

// maxNumber is the length in bytes of the longest text around a number; Word and LibreOffice accept less.
const maxNumber = 100

func depthOf(n *node) int {
	depth, err := strconv.Atoi(n.attr("ilvl"))
	if err != nil || depth < 0 || depth >= listDepth {
		return -1
	}
	return depth
}

func readLevel(n *node) listLevel {
	l := listLevel{
		format: valueOr(n.find("numFmt"), "decimal"), text: n.find("lvlText").attr("val"), start: 1, legal: n.find("isLgl").on(),
		keeps: n.find("lvlRestart").attr("val") == "0", style: n.find("pStyle").attr("val"),
	}
	if format := n.find("AlternateContent", "Fallback", "numFmt"); format != nil {
		l.format = format.attr("val")
	}
	if start, err := strconv.Atoi(n.find("start").attr("val")); err == nil {
		l.start = start
	}
	if len(l.text) > maxNumber {
		l.text = ""
	}
	if l.format == "bullet" {
		l.text, _ = signs(n.find("rPr", "rFonts").attr("ascii"), l.text)
	}
	return l
}

// item counts a paragraph of a list. It returns its number, or the text of its bullet; neither when the list shows nothing. known tells whether there is
// such a list.
func (all numbering) item(id string, depth int) (number, shown string, known bool) {
	list := all[id]
	if list == nil || depth < 0 || depth >= listDepth {
		return "", "•", false
	}
	for _, d := range list.again {
		list.count.begun[d] = false
	}
	list.again = nil
	shown = list.count.next(list.levels, depth)
	if list.levels[depth].format == "bullet" {
		return "", cmp.Or(shown, "•"), true
	}
	return shown, "", true
}
