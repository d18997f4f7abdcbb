// Package theme measures the colours of a theme: the custom properties --dilemma-… in a style sheet of assets/themes. A theme stands on another, of which it
// replaces what it sets. It knows no files and no sentences.
package theme

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Dir is the folder of the themes in a book, Base the theme that all others stand on.
const (
	Dir  = "assets/themes"
	Base = Dir + "/dilemma.css"
)

// A Scheme is one of the two colour schemes of a page.
type Scheme string

// The schemes, in the order of light-dark().
const (
	Light Scheme = "light"
	Dark  Scheme = "dark"
)

// A Token is one declaration of a custom property. Start and End are the byte offsets of its name in the style sheet, end exclusive.
type Token struct {
	Name, Value string
	Start, End  int
}

var (
	comment     = lazy.Regexp(`(?s)/\*.*?(\*/|$)`)
	declaration = lazy.Regexp(`(--dilemma-[A-Za-z0-9_-]+)\s*:([^;{}]*)`)
)

// Tokens returns the custom properties that a style sheet sets, in its order.
func Tokens(css []byte) []Token {
	plain := comment().ReplaceAllFunc(css, func(c []byte) []byte { return []byte(strings.Repeat(" ", len(c))) })
	var all []Token
	for _, m := range declaration().FindAllSubmatchIndex(plain, -1) {
		all = append(all, Token{string(plain[m[2]:m[3]]), strings.TrimSpace(string(plain[m[4]:m[5]])), m[2], m[3]})
	}
	return all
}

// A Pair are two tokens of which the first is read on the second, with the least contrast between the two: 4.5 for text, and 3 for large text and for the
// edges of what can be operated (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
type Pair struct {
	On, Below string
	Least     float64
}

const (
	text  = 4.5
	shape = 3
)

// Pairs are all that meet on a page.
var Pairs = pairs()

func pairs() []Pair {
	const document, surface, alert = "document-background-color", "surface-background-color", "alert-background-color"
	var all []Pair
	add := func(least float64, below string, on ...string) {
		for _, name := range on {
			all = append(all, Pair{"--dilemma-" + name, "--dilemma-" + below, least})
		}
	}
	for _, below := range []string{document, surface, alert} {
		add(text, below, "document-color", "document-accent-color", "link-color")
	}
	add(text, document, "document-subtle-color")
	add(text, surface, "document-subtle-color")
	add(shape, document, "number-color", "form-control-border-color", "focus-outline-color")
	add(shape, surface, "focus-outline-color")
	add(text, "mark-background-color", "mark-color")
	add(text, "page-header-background-color", "page-header-color", "page-header-current-color")
	add(text, "page-footer-background-color", "page-footer-color")
	add(text, "button-primary-action-background-color", "button-primary-action-color")
	return all
}

// A Fault is a pair of colours that differ too little in a scheme. Token is the declaration in the theme that makes it so.
type Fault struct {
	Pair
	Scheme    Scheme
	On, Below Colour
	Ratio     float64
	Token     Token
}

// A Report is what a theme does wrong.
type Report struct {
	Faults []Fault
	// Unknown are tokens that the base does not have: nothing uses them.
	Unknown []Token
	// Unread are colours in another notation than #rrggbb, rgb() and light-dark(), and tokens that are set more than once: they can't be measured.
	Unread []Token
}

// Measure measures a theme on its base. A pair of which the theme sets neither token is not its own fault, and is left out.
func Measure(base, own []byte) Report {
	set := map[string]Token{}
	for _, t := range Tokens(base) {
		set[t.Name] = t
	}
	known := len(set) > 0
	var r Report
	mine := map[string]Token{}
	for _, t := range Tokens(own) {
		if _, twice := mine[t.Name]; twice {
			r.Unread = append(r.Unread, t)
		}
		if _, ok := set[t.Name]; !ok && known {
			r.Unknown = append(r.Unknown, t)
		}
		mine[t.Name] = t
	}
	for name, t := range mine {
		set[name] = t
	}
	unread := map[string]bool{}
	for _, pair := range Pairs {
		for _, scheme := range []Scheme{Light, Dark} {
			on, culpritOn, okOn := resolve(set, mine, pair.On, scheme, 0)
			below, culpritBelow, okBelow := resolve(set, mine, pair.Below, scheme, 0)
			if !okOn || !okBelow {
				for _, side := range []struct {
					culprit string
					ok      bool
				}{{culpritOn, okOn}, {culpritBelow, okBelow}} {
					if !side.ok && side.culprit != "" && !unread[side.culprit] {
						unread[side.culprit] = true
						r.Unread = append(r.Unread, mine[side.culprit])
					}
				}
				continue
			}
			culprit := cmp.Or(culpritOn, culpritBelow)
			if culprit == "" {
				continue
			}
			if ratio := Contrast(on, below); ratio < pair.Least {
				r.Faults = append(r.Faults, Fault{pair, scheme, on, below, ratio, mine[culprit]})
			}
		}
	}
	slices.SortFunc(r.Unread, func(a, b Token) int { return a.Start - b.Start })
	return r
}

// resolve returns the colour of a token in a scheme, and the name of the first token on the way to it that the theme itself sets.
func resolve(set, mine map[string]Token, name string, scheme Scheme, depth int) (c Colour, culprit string, ok bool) {
	t, known := set[name]
	if !known || depth > 16 { // a var() that leads back to itself
		return Colour{}, "", false
	}
	if _, own := mine[name]; own {
		culprit = name
	}
	value := t.Value
	if inner, is := call(value, "light-dark"); is {
		light, dark, two := strings.Cut(inner, ",")
		if value = light; scheme == Dark {
			value = dark
		}
		if !two || strings.Contains(dark, ",") && !strings.Contains(dark, "(") {
			return Colour{}, culprit, false
		}
		value = strings.TrimSpace(value)
	}
	if inner, is := call(value, "var"); is {
		next, _, _ := strings.Cut(inner, ",")
		c, below, ok := resolve(set, mine, strings.TrimSpace(next), scheme, depth+1)
		return c, cmp.Or(culprit, below), ok
	}
	c, ok = ParseColour(value)
	return c, culprit, ok
}

// call returns the arguments of a function of CSS, when a value is a call of it.
func call(value, name string) (args string, is bool) {
	args, is = strings.CutPrefix(value, name+"(")
	if !is || !strings.HasSuffix(args, ")") {
		return "", false
	}
	return args[:len(args)-1], true
}

// A Colour is one of the sRGB space, without transparency.
type Colour struct{ R, G, B uint8 }

// String returns the colour as #rrggbb.
func (c Colour) String() string {
	const digits = "0123456789abcdef"
	s := []byte{'#'}
	for _, v := range []uint8{c.R, c.G, c.B} {
		s = append(s, digits[v>>4], digits[v&15])
	}
	return string(s)
}

var (
	hex = lazy.Regexp(`^#(?:[0-9a-f]{3}|[0-9a-f]{6})$`)
	rgb = lazy.Regexp(`^rgb\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*\)$`)
)

// ParseColour reads a colour as #rgb, #rrggbb, rgb(r g b), white or black.
func ParseColour(s string) (Colour, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	switch {
	case s == "white":
		return Colour{255, 255, 255}, true
	case s == "black":
		return Colour{}, true
	case hex().MatchString(s):
		if len(s) == 4 {
			s = string([]byte{'#', s[1], s[1], s[2], s[2], s[3], s[3]})
		}
		return Colour{byteOf(s[1:3]), byteOf(s[3:5]), byteOf(s[5:7])}, true
	}
	if m := rgb().FindStringSubmatch(s); m != nil {
		var v [3]int
		for i, digits := range m[1:] {
			for _, d := range digits {
				v[i] = 10*v[i] + int(d-'0')
			}
			if v[i] > 255 {
				return Colour{}, false
			}
		}
		return Colour{uint8(v[0]), uint8(v[1]), uint8(v[2])}, true
	}
	return Colour{}, false
}

func byteOf(digits string) uint8 {
	return uint8(strings.IndexByte("0123456789abcdef", digits[0])<<4 | strings.IndexByte("0123456789abcdef", digits[1]))
}

// Contrast returns the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Ratio writes a ratio down in Dutch, never rounded up to what it does not reach: 4,49.
func Ratio(ratio float64) string {
	return strings.Replace(strconv.FormatFloat(float64(int(ratio*100))/100, 'f', -1, 64), ".", ",", 1)
}

func (c Colour) luminance() float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Towards returns the colour nearest to c, on its way to another colour, that has at least a contrast with what it stands on. It reports false when not even
// the other colour has.
func Towards(c, other, below Colour, least float64) (Colour, bool) {
	const steps = 200
	for i := range steps + 1 {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(steps-i) + int(b)*i) / steps) }
		if m := (Colour{mix(c.R, other.R), mix(c.G, other.G), mix(c.B, other.B)}); Contrast(m, below) >= least {
			return m, true
		}
	}
	return other, false
}

// Lookup returns the colour that a style sheet gives a token in a scheme.
func Lookup(css []byte, token string, scheme Scheme) (Colour, bool) {
	set := map[string]Token{}
	for _, t := range Tokens(css) {
		set[t.Name] = t
	}
	c, _, ok := resolve(set, nil, token, scheme, 0)
	return c, ok
}
