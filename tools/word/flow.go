package word

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// loss is something of a document that a plain text can't hold, as the ID of the sentence that tells it. Its order is that of the warnings.
type loss int

const (
	struck    loss = iota // struck-out text, which is left out
	faint                 // text that nobody sees, in the colour of the paper or very small
	signsLost             // characters of a font that is not known
	raised                // superscript or subscript that has no characters of its own
	formulas              // formulas, written on one line
	illegible             // formulas that can't be read
	tables                // tables in an answer
	merged                // a cell that answers more questions or for more players
	comments
	pictures
	objects // files inside the document
	links   // addresses of links
	losses  // how many there are
)

var lossIDs = [losses]string{
	"word/struck", "word/faint", "word/signs", "word/raised", "word/formulas", "word/unreadable", "word/tables", "word/merged",
	"word/comments", "word/pictures", "word/objects", "word/links",
}

// script is where a text stands against the line.
type script int

const (
	onLine script = iota
	super
	sub
)

// flow is the text of a paragraph while it is read.
type flow struct {
	text   strings.Builder
	as     script          // of what was written last
	beside strings.Builder // superscript or subscript that is not in text yet
	last   rune            // of text
	losses [losses]int
	hidden []string // what can't be seen, each piece apart
	// What came last: hidden or struck-out text, which goes on until other text comes; cut after struck-out text, where two spaces may meet.
	hiding, striking, cut bool
}

// add adds a text that looks like that: hidden text apart, and struck-out text not at all.
func (f *flow) add(text string, as look) {
	blank := strings.TrimSpace(text) == ""
	switch {
	case text == "":
	case as.hidden() && f.hiding:
		f.hidden[len(f.hidden)-1] += text
	case as.hidden() && blank:
	case as.hidden():
		f.hidden, f.hiding = append(f.hidden, text), true
	case as.struck():
		if f.cut = true; !blank && !f.striking {
			f.losses[struck]++
			f.striking = true
		}
	default:
		if !blank && as.faint() {
			f.losses[faint]++
		}
		f.write(text, as.script())
	}
}

// write adds a text.
func (f *flow) write(text string, as script) {
	if text == "" {
		return
	}
	f.hiding, f.striking = false, false
	if as != f.as {
		f.settle()
		f.as = as
	}
	if as != onLine {
		f.beside.WriteString(text)
		return
	}
	if f.cut && (f.last == 0 || unicode.IsSpace(f.last)) {
		text = strings.TrimLeft(text, " ")
	}
	f.cut = false
	f.put(text)
}

func (f *flow) put(text string) {
	if text != "" {
		f.text.WriteString(text)
		f.last, _ = utf8.DecodeLastRuneInString(text)
	}
}

// settle writes the superscript or subscript that waits. Superscript changes a number: 10² is not 102.
func (f *flow) settle() {
	text := f.beside.String()
	f.beside.Reset()
	if text == "" {
		return
	}
	written, exact := beside(text, f.as, f.last)
	f.put(written)
	if !exact {
		f.losses[raised]++
	}
}

// String returns the text so far.
func (f *flow) String() string {
	f.settle()
	return f.text.String()
}

// take adds what another flow lost and hid.
func (f *flow) take(other *flow) {
	for l, n := range other.losses {
		f.losses[l] += n
	}
	f.hidden = append(f.hidden, other.hidden...)
}

// empty reports whether nothing was read.
func (f *flow) empty() bool { return f.String() == "" && f.losses == [losses]int{} && f.hidden == nil }

var scripts = map[script][2]string{
	super: {"0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"},
	sub:   {"0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"},
}

// ordinals are what may stand raised behind a number without a meaning of its own.
var ordinals = map[string]bool{"e": true, "de": true, "ste": true, "o": true, "a": true, "st": true, "nd": true, "rd": true, "th": true}

// beside writes superscript or subscript behind a character, and reports whether it says the same on the line.
func beside(text string, as script, before rune) (written string, exact bool) {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "", strings.EqualFold(trimmed, "tm"), trimmed == "®", trimmed == "©":
		return strings.NewReplacer("TM", "™", "tm", "™").Replace(text), true
	case as == super && unicode.IsDigit(before) && ordinals[strings.ToLower(trimmed)]:
		return text, true
	}
	if own, ok := translate(trimmed, scripts[as]); ok {
		return strings.Replace(text, trimmed, own, 1), true
	}
	if r, size := utf8.DecodeRuneInString(trimmed); size == len(trimmed) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return text, true // a sign such as * or ° says the same on the line
	}
	mark := map[script]string{super: "^", sub: "_"}[as]
	if utf8.RuneCountInString(trimmed) > 1 {
		trimmed = "(" + trimmed + ")"
	}
	return mark + trimmed + text[len(strings.TrimRight(text, " \n\t")):], false
}

// translate replaces the characters of a text by those at the same place of another list; it fails when one is not in the list.
func translate(text string, by [2]string) (string, bool) {
	to := []rune(by[1])
	var out strings.Builder
	for _, r := range text {
		i := strings.IndexRune(by[0], r)
		if i < 0 {
			return "", false
		}
		out.WriteRune(to[utf8.RuneCountInString(by[0][:i])])
	}
	return out.String(), true
}
