package rules

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// checkComments finds texts of which a # cuts off the rest. Behind a # without a space nearly always stands text. Behind one with a space a comment may stand: in the
// place of words of the writer a person must look.
func (f *file) checkComments() {
	if f.Parsed == nil {
		return
	}
	comments := f.Comments()
	if len(comments) == 0 {
		return
	}
	words := map[*casebook.Value]leaf{}
	f.leaves(func(l leaf) { words[l.Value] = l })
	for _, c := range comments {
		l, known := words[c.Value]
		at, tip := place{c.Start, c.End, l.path}, message.Text(frontMatterComment.ID+".tip")
		switch {
		case known && !l.text() || c.Value.Kind == casebook.Bool || c.Value.Kind == casebook.Date:
		case c.Glued:
			f.addFinding(frontMatterComment, finding.Error, at, tip, nil)
		case l.field != nil && c.Value.Start < c.Value.End:
			f.addFinding(frontMatterComment, finding.Warning, at, tip, nil)
		}
	}
}

// checkSigns finds signs that nobody sees, or that turn around the order of what is read, in the values of the front matter as they are read, and in the body.
func (f *file) checkSigns(body bool) {
	src := string(f.Source)
	odd := mayBeUnseen(src)
	if !odd && strings.IndexByte(src, '\\') < 0 {
		return // nor does a value have any
	}
	f.leaves(func(l leaf) {
		if l.key && isDilemma(f.Path) {
			return // such a key is unknown, and that finding names the sign
		}
		found := unseen(l.Text)
		if len(found) == 0 {
			return
		}
		span := spanOf(src, l.Value)
		for _, at := range found {
			r, size := utf8.DecodeRuneInString(l.Text[at:])
			start, end := l.Start, l.End
			if span != nil {
				start, end = span(at, at+size)
			}
			f.addSign(r, place{start, end, l.path})
		}
	})
	if !body || !odd {
		return
	}
	text := f.Body()
	for _, at := range unseen(string(text)) {
		r, size := utf8.DecodeRune(text[at:])
		f.addSign(r, place{f.BodyStart + at, f.BodyStart + at + size, ""})
	}
}

// spanOf returns what finds the place of a part of a value in the source, or nil when the value is not written in a way that can be followed.
func spanOf(src string, v *casebook.Value) func(start, end int) (int, int) {
	if v.Start >= v.End {
		return nil
	}
	b := notation.NewPiece(src)
	b.YAML(v.Start, v.End, []notation.Scalar{{Start: v.Start, End: v.End, Text: v.Text, Role: notation.Value}})
	text := b.Text()
	shift := strings.Index(text.Text, v.Text)
	if shift < 0 {
		return nil
	}
	return func(start, end int) (int, int) { return text.Map.Span(shift+start, shift+end) }
}

func (f *file) addSign(r rune, at place) {
	f.add(fileInvisible, at.start, at.end, at.path, "sign", nameSign(r))
}

// entity matches a sign that is written by its number or name, as Markdown reads it.
var entity = lazy.Regexp(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// entityNames are the names of signs that matter here: those of addresses, and those that nobody sees. The whole list is forty kilobytes in the programs of the pages.
var entityNames = map[string]string{
	"Tab": "\t", "NewLine": "\n", "colon": ":", "sol": "/", "bsol": `\`, "amp": "&", "num": "#", "quest": "?", "period": ".", "nbsp": "\u00a0", "NonBreakingSpace": "\u00a0",
	"lrm": "\u200e", "rlm": "\u200f", "zwj": "\u200d", "zwnj": "\u200c", "NoBreak": "\u2060", "ZeroWidthSpace": "\u200b", "NegativeVeryThinSpace": "\u200b",
	"NegativeThinSpace": "\u200b", "NegativeMediumSpace": "\u200b", "NegativeThickSpace": "\u200b", "ApplyFunction": "\u2061", "af": "\u2061",
	"InvisibleTimes": "\u2062", "it": "\u2062", "InvisibleComma": "\u2063", "ic": "\u2063",
}

// decodeEntities returns a text with the signs that are written by their number, or by a name that matters.
func decodeEntities(text string) string {
	if strings.IndexByte(text, '&') < 0 {
		return text
	}
	text = string(util.ResolveNumericReferences([]byte(text)))
	return entity().ReplaceAllStringFunc(text, func(e string) string {
		if sign, known := entityNames[e[1:len(e)-1]]; known {
			return sign
		}
		return e
	})
}

// checkEntities finds the signs of checkSigns in the body where they are written by their number or name. In the ranges of code they are a text.
func (f *file) checkEntities(body []byte, code ranges) {
	for _, m := range allWith(body, "&", entity) {
		if escaped(body, m[0]) || code.has(m[0]) {
			continue
		}
		decoded := decodeEntities(string(body[m[0]:m[1]]))
		if at := unseen(decoded); len(at) > 0 && !strings.HasPrefix(decoded, "&") {
			r, _ := utf8.DecodeRuneInString(decoded[at[0]:])
			f.addSign(r, place{f.BodyStart + m[0], f.BodyStart + m[1], ""})
		}
	}
}

// escaped reports whether a backslash before an offset makes a plain sign of what stands there.
func escaped(body []byte, at int) bool {
	return (at-len(bytes.TrimRight(body[:at], `\`)))%2 == 1
}

// mayBeUnseen reports whether a text has a sign that nobody sees, whatever stands around it.
func mayBeUnseen(text string) bool {
	for i := 0; i < len(text); {
		if c := text[i]; c >= ' ' && c < 0x7f || c == '\n' { // the most
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if isUnseen(r) {
			return true
		}
		i += size
	}
	return false
}

// unseen returns the offsets in a text of the signs that nobody sees and that have no business there.
func unseen(text string) []int {
	var found []int
	before := rune(-1)
	for i, r := range text {
		if r >= ' ' && r < 0x7f { // the most
			before = r
			continue
		}
		if isUnseen(r) && !joins(before, text[i+utf8.RuneLen(r):], r) && !(r == '\r' && strings.HasPrefix(text[i+1:], "\n")) {
			found = append(found, i)
		}
		if !isMark(r) {
			before = r
		}
	}
	return found
}

// isUnseen reports whether a sign is a control character, turns around the order of reading, ends a line for some programs only, or takes no room. A soft hyphen is
// none of these: it shows where a long word may be broken, and programs for writing put it there.
func isUnseen(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\u00ad':
		return false
	case unicode.IsControl(r) || casebook.IsZeroWidth(r):
		return true
	}
	return r == '\u061c' || r == '\u200e' || r == '\u200f' || r >= '\u2028' && r <= '\u202e' || r >= '\u2061' && r <= '\u206f' ||
		r >= '\ufff9' && r <= '\ufffb' || r == '\u3164' || r == '\u115f' || r == '\u1160' || r == '\uffa0' || r >= 0xe0001 && r <= 0xe007f
}

// isMark reports whether a sign belongs to the one before it: the colour of a skin, or the choice of a form.
func isMark(r rune) bool {
	return r >= '\ufe00' && r <= '\ufe0f' || r >= 0x1f3fb && r <= 0x1f3ff || r >= 0xe0020 && r <= 0xe007f
}

// joins reports whether a sign between others is part of how they are written: between the parts of an emoji, in the flag of a region, or in a word of a script in
// which letters join (Arabic and Persian, those of India, Mongolian and others).
func joins(before rune, rest string, r rune) bool {
	after, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r >= 0xe0020 && r <= 0xe007f:
		return before == 0x1f3f4 // the black flag, on which regions follow
	case r == '\u200d' && isEmoji(before):
		return isEmoji(after)
	case r == '\u200c' || r == '\u200d':
		return joining(before) || joining(after)
	}
	return false
}

func isEmoji(r rune) bool { return r >= 0x1f000 && r < 0x20000 || r >= 0x2190 && r <= 0x2bff }

// joining reports whether a letter is of a script in which letters join.
func joining(r rune) bool {
	return r >= 0x0600 && r <= 0x109f || r >= 0x1780 && r <= 0x18af || r >= 0xfb50 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc
}
