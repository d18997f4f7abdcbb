package word

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// formula writes a formula of Word (OMML; ECMA-376, part 1, 22.1) or of OpenDocument (MathML) on one line, as people type it: 1/20, x², √(a + b). It
// reports whether anything in it had another place than on the line.
func formula(n *node) (text string, flat bool) {
	m := &mathReader{}
	return strings.TrimSpace(m.all(n.children())), m.flat
}

type mathReader struct{ flat bool }

// all writes elements behind each other. A fraction stays apart from a number before or behind it, so that 2½ does not become 21/2.
func (m *mathReader) all(nodes []*node) string {
	var b strings.Builder
	apart := false
	for _, n := range nodes {
		text := m.one(n)
		if text == "" {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(b.String())
		first, _ := utf8.DecodeRuneInString(text)
		fraction := n.name == "f" || n.name == "mfrac"
		if (fraction && inWord(last) || apart && inWord(first)) && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(text)
		apart = fraction
	}
	return b.String()
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func (m *mathReader) one(n *node) string {
	kid := func(name string) string { return m.all(n.find(name).children()) }
	arg := func(i int) string {
		if all := elements(n); i < len(all) {
			return m.all([]*node{all[i]})
		}
		return ""
	}
	if n.name != "r" && n.name != "mi" && n.name != "mn" && n.name != "mo" && n.name != "mtext" && n.name != "mrow" {
		if text, ok := m.placed(n, kid, arg); ok {
			m.flat = true
			return text
		}
	}
	switch {
	case n.name == "":
		return strings.TrimSpace(n.text)
	case n.name == "t":
		return n.allText()
	case n.name == "mtext":
		return " " + strings.TrimSpace(n.allText()) + " "
	case isProperties(n.name), n.name == "annotation":
		return ""
	}
	return m.all(n.kids)
}

// placed writes an element whose parts do not stand on the line; it fails for any other.
func (m *mathReader) placed(n *node, kid func(string) string, arg func(int) string) (string, bool) {
	switch n.name {
	case "f":
		return over(kid("num"), kid("den")), true
	case "mfrac":
		return over(arg(0), arg(1)), true
	case "sSup":
		return at(kid("e"), kid("sup"), super), true
	case "msup":
		return at(arg(0), arg(1), super), true
	case "sSub":
		return at(kid("e"), kid("sub"), sub), true
	case "msub":
		return at(arg(0), arg(1), sub), true
	case "sSubSup":
		return at(at(kid("e"), kid("sub"), sub), kid("sup"), super), true
	case "msubsup", "munderover":
		return at(at(arg(0), arg(1), sub), arg(2), super), true
	case "munder":
		return at(arg(0), arg(1), sub), true
	case "mover":
		return at(arg(0), arg(1), super), true
	case "sPre":
		return at(at("", kid("sub"), sub), kid("sup"), super) + kid("e"), true
	case "rad":
		degree := kid("deg")
		if n.find("radPr", "degHide").on() {
			degree = ""
		}
		return root(degree, kid("e")), true
	case "msqrt":
		return root("", m.all(n.kids)), true
	case "mroot":
		return root(arg(1), arg(0)), true
	case "nary":
		sign := valueOr(n.find("naryPr", "chr"), "∫")
		return at(at(sign, kid("sub"), sub), kid("sup"), super) + " " + kid("e"), true
	case "limLow":
		return at(kid("e"), kid("lim"), sub), true
	case "limUpp":
		return at(kid("e"), kid("lim"), super), true
	case "d":
		return m.delimited(n), true
	case "acc", "bar", "groupChr":
		return group(kid("e")) + valueOr(n.find(n.name+"Pr", "chr"), ""), true
	case "m", "mtable":
		return m.rows(n), true
	case "eqArr":
		return m.list(n, "e", "; "), true
	case "phant":
		return kid("e"), true
	}
	return "", false
}

// rows writes a matrix.
func (m *mathReader) rows(n *node) string {
	var rows []string
	for _, row := range n.kids {
		switch row.name {
		case "mr":
			rows = append(rows, m.list(row, "e", " "))
		case "mtr":
			rows = append(rows, m.list(row, "mtd", " "))
		}
	}
	return "(" + strings.Join(rows, "; ") + ")"
}

func (m *mathReader) list(n *node, name, between string) string {
	var all []string
	for _, k := range n.kids {
		if k.name == name {
			all = append(all, m.all(k.kids))
		}
	}
	return strings.Join(all, between)
}

// delimited writes what stands between brackets.
func (m *mathReader) delimited(n *node) string {
	properties := n.find("dPr")
	return valueOr(properties.find("begChr"), "(") + m.list(n, "e", valueOr(properties.find("sepChr"), "|")) + valueOr(properties.find("endChr"), ")")
}

// elements are the children of an element without the text between them.
func elements(n *node) []*node {
	var all []*node
	for _, k := range n.kids {
		if k.name != "" {
			all = append(all, k)
		}
	}
	return all
}

// valueOr returns the value of a property that may be absent; one that is there may be empty.
func valueOr(n *node, absent string) string {
	if n == nil {
		return absent
	}
	return n.attr("val")
}

func isProperties(name string) bool { return strings.HasSuffix(name, "Pr") }

// group puts an expression between brackets when it consists of parts with a sign or a space between them.
func group(text string) string {
	text = strings.TrimSpace(text)
	depth := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("([{", r):
			depth++
		case strings.ContainsRune(")]}", r):
			depth--
		case depth == 0 && strings.ContainsRune(" +-−±*·×/÷=<>≤≥≠≈,;|", r) && !(r == ',' && isNumber(text)):
			return "(" + text + ")"
		}
	}
	return text
}

func isNumber(text string) bool { return strings.Trim(text, "0123456789.,") == "" }

func over(above, below string) string { return group(above) + "/" + group(below) }

// at writes superscript or subscript behind a base.
func at(base, text string, as script) string {
	if text = strings.TrimSpace(text); text == "" {
		return base
	}
	if own, ok := translate(text, scripts[as]); ok {
		return group(base) + own
	}
	return group(base) + map[script]string{super: "^", sub: "_"}[as] + group(text)
}

func root(degree, text string) string {
	switch degree = strings.TrimSpace(degree); degree {
	case "", "2":
		return "√" + group(text)
	case "3":
		return "∛" + group(text)
	}
	return at("", degree, super) + "√" + group(text)
}
