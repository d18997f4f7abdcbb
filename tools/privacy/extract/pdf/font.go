package pdf

import (
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// pdfFont maps the character codes in the text of a page to letters and widths.
type pdfFont struct {
	wide     bool            // a composite font: its codes are two bytes
	encoding *[256]string    // the letters by code; nil for a composite font
	letters  map[int]string  // by code; these win from the encoding
	widths   map[int]float64 // by code, in unit
	standard []float64       // the widths from the space on, of a font without widths
	missing  float64         // the width of other codes
	unit     float64         // one unit of a width as a share of the font size
}

// font reads a font dictionary. What is missing gets a usual value.
func (doc *document) font(d pdfDict) *pdfFont {
	doc.collector.Spend(fontSteps)
	font := &pdfFont{letters: map[int]string{}, widths: map[int]float64{}, missing: 500, unit: 0.001}
	font.wide = d.name("Subtype") == "Type0"
	if font.wide {
		doc.wideWidths(font, d)
	} else {
		doc.simpleLetters(font, d)
		doc.simpleWidths(font, d)
	}
	if stream, ok := doc.resolve(d["ToUnicode"]).(pdfStream); ok {
		doc.toUnicode(font, doc.decode(stream))
	}
	return font
}

// wideWidths reads the widths of a composite font, in the forms "first [w w w]" and "first last w" (ISO 32000, 9.7.4.3).
func (doc *document) wideWidths(font *pdfFont, d pdfDict) {
	font.missing = 1000
	for _, one := range doc.list(d["DescendantFonts"]) {
		descendant := doc.dict(one)
		if width, ok := doc.resolve(descendant["DW"]).(float64); ok {
			font.missing = width
		}
		list := doc.list(descendant["W"])
		for len(list) >= 2 {
			begin := int(doc.number(list[0]))
			if each, ok := doc.resolve(list[1]).([]any); ok {
				for i, width := range each[:min(len(each), 1<<16)] {
					if !doc.work() {
						break
					}
					font.widths[begin+i] = doc.number(width)
				}
				list = list[2:]
				continue
			}
			if len(list) < 3 {
				break
			}
			end, width := int(doc.number(list[1])), doc.number(list[2])
			for code := begin; code <= end && code < 1<<16 && doc.work(); code++ {
				font.widths[code] = width
			}
			list = list[3:]
		}
	}
}

// work counts a letter or width that a small file can demand many times, and reports whether the limit allows it.
func (doc *document) work() bool { return doc.collector.Spend(keptLetter) }

// simpleWidths reads the widths of a font with codes of one byte.
func (doc *document) simpleWidths(font *pdfFont, d pdfDict) {
	if d.name("Subtype") == "Type3" {
		if matrix := doc.list(d["FontMatrix"]); len(matrix) == 6 {
			font.unit = doc.number(matrix[0])
		}
	}
	widths := doc.list(d["Widths"])
	begin := int(doc.number(d["FirstChar"]))
	for i, width := range widths[:min(len(widths), 256)] {
		font.widths[begin+i] = doc.number(width)
	}
	switch {
	case widths != nil:
	case strings.Contains(d.name("BaseFont"), "Courier"):
		font.missing = 600
	default: // one of the 14 standard fonts; Helvetica is close enough to find the spaces
		font.standard = helvetica
	}
}

// helvetica has the widths of ASCII in Helvetica, from the space on, in thousandths of the font size.
var helvetica = []float64{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
	556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
	556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// The letters of the encodings of fonts with codes of one byte.
var (
	windowsLetters = sync.OnceValue(func() *[256]string { return lettersOf(charmap.Windows1252) })
	macLetters     = sync.OnceValue(func() *[256]string { return lettersOf(charmap.Macintosh) })
)

func lettersOf(table *charmap.Charmap) *[256]string {
	var letters [256]string
	for code := range letters {
		letters[code] = runeOrNothing(table.DecodeByte(byte(code)))
	}
	return &letters
}

// simpleLetters fills the letters of a font with codes of one byte: those of its encoding, changed by the glyph names in Differences.
func (doc *document) simpleLetters(font *pdfFont, d pdfDict) {
	encoding := doc.resolve(d["Encoding"])
	name, _ := encoding.(pdfName)
	dict, _ := encoding.(pdfDict)
	if dict != nil {
		name = pdfName(dict.name("BaseEncoding"))
	}
	font.encoding = windowsLetters()
	if name == "MacRomanEncoding" {
		font.encoding = macLetters()
	}
	code := 0
	for _, one := range doc.list(dict["Differences"]) {
		if !doc.work() {
			return
		}
		switch o := doc.resolve(one).(type) {
		case float64:
			code = int(o)
		case pdfName:
			if letter := glyphText(string(o)); letter != "" {
				font.letters[code] = letter
			}
			code++
		}
	}
}

// glyphs has the text of glyph names that have no rule (Adobe Glyph List).
var glyphs = map[string]string{
	"space": " ", "nbspace": " ", "exclam": "!", "quotedbl": `"`, "numbersign": "#", "dollar": "$", "percent": "%",
	"ampersand": "&", "quotesingle": "'", "parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",",
	"hyphen": "-", "minus": "-", "period": ".", "slash": "/", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4",
	"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "colon": ":", "semicolon": ";", "less": "<",
	"equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[", "backslash": `\`, "bracketright": "]",
	"underscore": "_", "braceleft": "{", "bar": "|", "braceright": "}", "endash": "–", "emdash": "—", "quoteleft": "‘",
	"quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "quotedblbase": "„", "quotesinglbase": "‚", "bullet": "•",
	"ellipsis": "…", "Euro": "€", "ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl", "germandbls": "ß",
	"ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "oslash": "ø", "Oslash": "Ø", "lslash": "ł", "Lslash": "Ł", "eth": "ð",
	"Eth": "Ð", "thorn": "þ", "Thorn": "Þ", "dotlessi": "ı", "ij": "ij", "IJ": "IJ", "section": "§", "degree": "°",
	"dcroat": "đ", "Dcroat": "Đ",
}

// accents has the combining marks for the ends of glyph names such as "eacute".
var accents = []struct{ name, mark string }{
	{"acute", "\u0301"}, {"grave", "\u0300"}, {"dieresis", "\u0308"}, {"circumflex", "\u0302"}, {"tilde", "\u0303"},
	{"cedilla", "\u0327"}, {"caron", "\u030c"}, {"ring", "\u030a"}, {"macron", "\u0304"}, {"breve", "\u0306"},
	{"ogonek", "\u0328"}, {"dotaccent", "\u0307"}, {"hungarumlaut", "\u030b"}, {"commaaccent", "\u0326"},
}

// glyphText returns the letters of a glyph by its name, or "".
func glyphText(name string) string {
	name, _, _ = strings.Cut(name, ".") // such as "a.alt"
	if text, ok := glyphs[name]; ok {
		return text
	}
	if len(name) == 1 {
		return name
	}
	for _, prefix := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(name, prefix); ok && len(digits) >= 4 {
			if code, err := strconv.ParseUint(digits, 16, 21); err == nil {
				return runeOrNothing(rune(code))
			}
		}
	}
	for _, accent := range accents {
		if letter, ok := strings.CutSuffix(name, accent.name); ok && len(letter) == 1 {
			return norm.NFC.String(letter + accent.mark)
		}
	}
	return ""
}

// toUnicode reads the ToUnicode CMap of a font, which is meant for copying text. It wins from the encoding.
func (doc *document) toUnicode(font *pdfFont, table []byte) {
	lex := doc.lexAt(table, 0)
	var strings []any
	for !doc.collector.Full {
		switch token := lex.object(0).(type) {
		case pdfString, []any:
			strings = append(strings, token)
		case pdfKeyword:
			switch token {
			case endOfData:
				return
			case "endbfchar":
				for ; len(strings) >= 2; strings = strings[2:] {
					font.setLetter(code(strings[0]), strings[1], 0)
				}
			case "endbfrange":
				for ; len(strings) >= 3; strings = strings[3:] {
					doc.setRange(font, code(strings[0]), code(strings[1]), strings[2])
				}
			}
			strings = nil
		}
	}
}

// code returns a string of one or two bytes as a number, big-endian, or -1.
func code(object any) int {
	text, ok := object.(pdfString)
	if !ok || len(text) == 0 || len(text) > 2 {
		return -1
	}
	number := 0
	for i := range len(text) {
		number = number<<8 | int(text[i])
	}
	return number
}

// setRange sets the letters of the codes from to to: those of a list, or the target with its last letter counted up.
func (doc *document) setRange(font *pdfFont, from, to int, target any) {
	if from < 0 {
		return
	}
	list, isList := target.([]any)
	for code := from; code <= to && doc.work(); code++ {
		if !isList {
			font.setLetter(code, target, code-from)
		} else if code-from < len(list) {
			font.setLetter(code, list[code-from], 0)
		}
	}
}

// setLetter sets the letters of a code: a text in UTF-16BE, with its last letter increased by raise.
func (font *pdfFont) setLetter(code int, target any, raise int) {
	const longest = 16 // bytes; a ligature is not longer
	raw, ok := target.(pdfString)
	if code < 0 || !ok || len(raw) == 0 || len(raw) > longest {
		return
	}
	letters := []rune(utf16BE(string(raw)))
	if len(raw) == 1 { // not allowed by the standard, but it occurs
		letters = []rune{rune(raw[0])}
	}
	letters[len(letters)-1] += rune(raise)
	font.letters[code] = strings.Trim(string(letters), "\x00")
}

// letter returns the letters of a code, and whether they are known.
func (font *pdfFont) letter(code int) (string, bool) {
	if letters, ok := font.letters[code]; ok {
		return letters, true
	}
	if font.encoding != nil {
		return font.encoding[code], true
	}
	return "", false
}

// next returns the first code of a text, which is not empty, and the rest.
func (font *pdfFont) next(raw pdfString) (code int, rest pdfString) {
	if font.wide && len(raw) >= 2 {
		return int(raw[0])<<8 | int(raw[1]), raw[2:]
	}
	return int(raw[0]), raw[1:]
}

// width returns the width of a code as a share of the font size.
func (font *pdfFont) width(code int) float64 {
	if width, ok := font.widths[code]; ok {
		return width * font.unit
	}
	if i := code - ' '; i >= 0 && i < len(font.standard) {
		return font.standard[i] * font.unit
	}
	return font.missing * font.unit
}
