package terminal

import (
	"unicode"

	"golang.org/x/text/width"
)

// Columns returns how many columns a character takes on a screen: none for a mark on another one, two for a wide one of East Asia.
func Columns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100: // the first that can be wide
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			return 2
		}
	}
	return 1
}

// ColumnsOf returns how many columns a text takes.
func ColumnsOf(text string) int {
	n := 0
	for _, r := range text {
		n += Columns(r)
	}
	return n
}
