package word

import "strings"

// look is how a text looks, as far as that changes what it says. What is unset comes from the style below.
type look struct {
	strike, vanish             toggle // which styles of several kinds turn over, in Word
	double, webHidden, special toggle
	as                         string // superscript, subscript or baseline
	font, otherFont            string // for ASCII, and for other characters
	colour, size               string
	filled                     toggle // it has a background of its own
}

// toggle is a property that is on, off or not said.
type toggle int8

const (
	unset toggle = iota
	on
	off
)

func toggled(is bool) toggle {
	if is {
		return on
	}
	return off
}

// over returns a look that changes another one.
func (l look) over(base look) look {
	out := l
	for _, t := range []struct{ to, from *toggle }{
		{&out.strike, &base.strike}, {&out.vanish, &base.vanish}, {&out.double, &base.double}, {&out.webHidden, &base.webHidden}, {&out.special, &base.special},
		{&out.filled, &base.filled},
	} {
		if *t.to == unset {
			*t.to = *t.from
		}
	}
	for _, t := range []struct{ to, from *string }{
		{&out.as, &base.as}, {&out.font, &base.font}, {&out.otherFont, &base.otherFont}, {&out.colour, &base.colour}, {&out.size, &base.size},
	} {
		if *t.to == "" {
			*t.to = *t.from
		}
	}
	return out
}

func (l look) struck() bool { return l.strike == on || l.double == on }

func (l look) hidden() bool { return l.vanish == on || l.webHidden == on || l.special == on }

func (l look) script() script {
	switch l.as {
	case "superscript":
		return super
	case "subscript":
		return sub
	}
	return onLine
}

// faint reports whether nobody sees the text: white on paper, or at most two points high. size is in half points.
func (l look) faint() bool {
	colour := strings.ToLower(l.colour)
	if l.filled != on && len(colour) == 6 && colour[0] == 'f' && colour[2] == 'f' && colour[4] == 'f' {
		return true
	}
	switch l.size {
	case "1", "2", "3", "4":
		return true
	}
	return false
}

// shown returns a text as its fonts show it, and how many characters are not known.
func (l look) shown(text string) (string, int) {
	if signFonts()[strings.ToLower(l.font)] == nil && signFonts()[strings.ToLower(l.otherFont)] == nil && !strings.ContainsFunc(text, isPrivate) {
		return text, 0
	}
	unknown := 0
	text = strings.Map(func(r rune) rune {
		font := l.otherFont
		if r < 0x80 || font == "" || isPrivate(r) && signFonts()[strings.ToLower(l.font)] != nil {
			font = l.font
		}
		found, ok := sign(font, r)
		if !ok {
			unknown++
		}
		return found
	}, text)
	return text, unknown
}

func isPrivate(r rune) bool { return r >= 0xe000 && r <= 0xf8ff }

// lookOf reads the properties of a run of Word.
func lookOf(properties *node) look {
	var l look
	for _, k := range properties.children() {
		switch k.name {
		case "strike":
			l.strike = toggled(k.on())
		case "vanish":
			l.vanish = toggled(k.on())
		case "dstrike":
			l.double = toggled(k.on())
		case "webHidden":
			l.webHidden = toggled(k.on())
		case "specVanish":
			l.special = toggled(k.on())
		case "vertAlign":
			l.as = k.attr("val")
		case "rFonts":
			l.font, l.otherFont = k.attr("ascii"), k.attr("hAnsi")
		case "color":
			l.colour = k.attr("val")
		case "sz":
			l.size = k.attr("val")
		case "highlight", "shd":
			l.filled = toggled(isFilled(k))
		}
	}
	return l
}

// isFilled reports whether a shading or highlight differs from paper.
func isFilled(n *node) bool {
	if n == nil {
		return false
	}
	fill := strings.ToLower(n.attr("fill"))
	if n.name == "highlight" {
		fill = n.attr("val")
	}
	return fill != "" && fill != "auto" && fill != "none" && fill != "ffffff" && fill != "white" || n.attr("themeFill") != "" && n.attr("themeFill") != "background1" ||
		n.name == "shd" && n.attr("val") != "clear" && n.attr("val") != "nil" && n.attr("val") != ""
}

// effective combines the looks of a run: of the defaults of the document, of its styles from the table inwards, and its own. A property that toggles is on
// when an odd number of styles turns it on (ECMA-376, part 1, 17.7.3).
func effective(defaults look, styles []look, own look) look {
	out := defaults
	strike, vanish := false, false
	for _, s := range styles {
		out = s.over(out)
		strike, vanish = strike != (s.strike == on), vanish != (s.vanish == on)
	}
	out.strike, out.vanish = toggled(strike || defaults.strike == on), toggled(vanish || defaults.vanish == on)
	return own.over(out)
}
