package pdf

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// pdfFont tells which letters the codes in the text of a page are, and how wide.
type pdfFont struct {
	wide    bool           // codes of two bytes
	letters map[int]string // by code
	widths  map[int]float64
	missing float64 // the width of codes that are not in widths
	unit    float64 // of the widths, in the size of the font
}

// font reads a font. It stays usable when half of it is missing.
func (f *document) font(d pdfDict) *pdfFont {
	font := &pdfFont{letters: map[int]string{}, widths: map[int]float64{}, missing: 500, unit: 0.001}
	font.wide = d.name("Subtype") == "Type0"
	if font.wide {
		f.wideWidths(font, d)
	} else {
		f.simpleLetters(font, d)
		f.simpleWidths(font, d)
	}
	if stream, ok := f.resolve(d["ToUnicode"]).(pdfStream); ok {
		f.toUnicode(font, f.decode(stream))
	}
	return font
}

// wideWidths reads widths in the forms "first [w w w]" and "first last w".
func (f *document) wideWidths(font *pdfFont, d pdfDict) {
	font.missing = 1000
	for _, one := range f.list(d["DescendantFonts"]) {
		descendant := f.dict(one)
		if width, ok := f.resolve(descendant["DW"]).(float64); ok {
			font.missing = width
		}
		list := f.list(descendant["W"])
		for len(list) >= 2 {
			begin := int(f.number(list[0]))
			if each, ok := f.resolve(list[1]).([]any); ok {
				for i, width := range each[:min(len(each), 1<<16)] {
					font.widths[begin+i] = f.number(width)
				}
				list = list[2:]
				continue
			}
			if len(list) < 3 {
				break
			}
			end, width := int(f.number(list[1])), f.number(list[2])
			for code := begin; code <= end && code < 1<<16 && f.work(); code++ {
				font.widths[code] = width
			}
			list = list[3:]
		}
	}
}

// work counts a step that a small file can ask for many times, and reports whether it may be done.
func (f *document) work() bool {
	f.values--
	return f.values > 0
}

func (f *document) simpleWidths(font *pdfFont, d pdfDict) {
	if d.name("Subtype") == "Type3" {
		if matrix := f.list(d["FontMatrix"]); len(matrix) == 6 {
			font.unit = f.number(matrix[0])
		}
	}
	widths := f.list(d["Widths"])
	begin := int(f.number(d["FirstChar"]))
	for i, width := range widths[:min(len(widths), 256)] {
		font.widths[begin+i] = f.number(width)
	}
	switch {
	case widths != nil:
	case strings.Contains(d.name("BaseFont"), "Courier"):
		font.missing = 600
	default: // one of the fonts that every reader has; their widths look alike
		for i, width := range helvetica {
			font.widths[' '+i] = width
		}
	}
}

// helvetica holds the widths of ASCII from the space on.
var helvetica = []float64{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
	556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
	556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// simpleLetters fills the letters of a font of one byte a letter: an encoding, with differences by the name of the glyph.
func (f *document) simpleLetters(font *pdfFont, d pdfDict) {
	encoding := f.resolve(d["Encoding"])
	name, _ := encoding.(pdfName)
	dict, _ := encoding.(pdfDict)
	if dict != nil {
		name = pdfName(dict.name("BaseEncoding"))
	}
	table := charmap.Windows1252
	if name == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	for code := range 256 {
		font.letters[code] = runeOrNothing(table.DecodeByte(byte(code)))
	}
	code := 0
	for _, one := range f.list(dict["Differences"]) {
		switch o := f.resolve(one).(type) {
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

// glyphs are the names of glyphs that don't tell by their parts what they are.
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

// accents are the ends of names such as "eacute".
var accents = []struct{ name, mark string }{
	{"acute", "\u0301"}, {"grave", "\u0300"}, {"dieresis", "\u0308"}, {"circumflex", "\u0302"}, {"tilde", "\u0303"},
	{"cedilla", "\u0327"}, {"caron", "\u030c"}, {"ring", "\u030a"}, {"macron", "\u0304"}, {"breve", "\u0306"},
	{"ogonek", "\u0328"}, {"dotaccent", "\u0307"}, {"hungarumlaut", "\u030b"}, {"commaaccent", "\u0326"},
}

// glyphText returns the letters that a glyph stands for by its name, or nothing.
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

// toUnicode reads the table that a font brings along to copy text from the page. It stands above all else.
func (f *document) toUnicode(font *pdfFont, table []byte) {
	lex := f.lexAt(table, 0)
	var strings []any
	for f.values > 0 && !f.collector.Full {
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
					f.setRange(font, code(strings[0]), code(strings[1]), strings[2])
				}
			}
			strings = nil
		}
	}
}

// code returns the number that a string of one or two bytes is, or -1.
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

func (f *document) setRange(font *pdfFont, from, to int, target any) {
	if from < 0 {
		return
	}
	list, isList := target.([]any)
	for code := from; code <= to && f.work(); code++ {
		if !isList {
			font.setLetter(code, target, code-from)
		} else if code-from < len(list) {
			font.setLetter(code, list[code-from], 0)
		}
	}
}

// setLetter notes the letters of a code: a text in UTF-16 of which the last letter is raised by a number.
func (font *pdfFont) setLetter(code int, target any, raise int) {
	const longest = 16 // bytes; a ligature is not longer
	raw, ok := target.(pdfString)
	if code < 0 || !ok || len(raw) == 0 || len(raw) > longest {
		return
	}
	letters := []rune(utf16BE(string(raw)))
	if len(raw) == 1 { // against the rules, but done
		letters = []rune{rune(raw[0])}
	}
	letters[len(letters)-1] += rune(raise)
	font.letters[code] = strings.Trim(string(letters), "\x00")
}

// next takes the first code from a text of a page.
func (font *pdfFont) next(raw pdfString) (code int, rest pdfString) {
	if font.wide && len(raw) >= 2 {
		return int(raw[0])<<8 | int(raw[1]), raw[2:]
	}
	return int(raw[0]), raw[1:]
}

// width returns how far a code moves the pen, in the size of the font.
func (font *pdfFont) width(code int) float64 {
	if width, ok := font.widths[code]; ok {
		return width * font.unit
	}
	return font.missing * font.unit
}
