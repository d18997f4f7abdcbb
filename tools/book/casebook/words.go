package casebook

import (
	"unicode"
	"unicode/utf8"
)

// Word is a run of signs without white space, with its place in the file: byte offsets, End exclusive.
type Word struct {
	Text       string
	Start, End int
}

// Words returns the words of a text in the front matter. It follows the text through the source sign by sign, past quotes,
// escapes and folded lines; where it loses the way the rest of the words stand at the whole value.
func (f *File) Words(v *Value) []Word {
	if v == nil || v.Kind != String {
		return nil
	}
	w := follower{src: f.Source[:v.End], at: v.Start}
	switch {
	case w.at >= v.End:
	case w.src[w.at] == '"' || w.src[w.at] == '\'':
		w.quote = w.src[w.at]
		w.at++
	case w.src[w.at] == '|' || w.src[w.at] == '>':
		_, w.at = cutLine(w.src, w.at)
	}
	return split(v.Text, func(r rune) (int, int) {
		if start, end, ok := w.next(r); ok {
			return start, end
		}
		return v.Start, v.End
	})
}

// BodyWords returns the words in a part of the body; start is the byte offset of the text in the file.
func BodyWords(text string, start int) []Word {
	at := start
	return split(text, func(r rune) (int, int) {
		from := at
		at += utf8.RuneLen(r)
		return from, at
	})
}

// split cuts a text in words; place gives the offsets of each sign, in order, white space included.
func split(text string, place func(rune) (start, end int)) []Word {
	var words []Word
	begin := -1
	var current Word
	for i, r := range text {
		start, end := place(r)
		if unicode.IsSpace(r) {
			if begin >= 0 {
				current.Text = text[begin:i]
				words = append(words, current)
				begin = -1
			}
			continue
		}
		if begin < 0 {
			begin = i
			current = Word{Start: start}
		}
		current.End = end
	}
	if begin >= 0 {
		current.Text = text[begin:]
		words = append(words, current)
	}
	return words
}

// follower walks through the source of a value.
type follower struct {
	src   []byte
	at    int
	quote byte
	lost  bool
}

// next returns where a sign of the text stands in the source. White space may stand there in any form.
func (w *follower) next(r rune) (start, end int, ok bool) {
	if w.lost {
		return 0, 0, false
	}
	if unicode.IsSpace(r) && r < utf8.RuneSelf {
		return w.at, w.at, true
	}
	for w.at < len(w.src) && (isSpace(w.src[w.at]) || w.blankEscape()) {
		w.at++
	}
	start = w.at
	if w.quote == '"' && w.at < len(w.src) && w.src[w.at] == '\\' {
		return w.escape(start)
	}
	found, size := utf8.DecodeRune(w.src[w.at:])
	if found != r {
		w.lost = true
		return 0, 0, false
	}
	w.at += size
	if w.quote == '\'' && r == '\'' {
		w.at++ // written twice
	}
	return start, w.at, true
}

// blankEscape passes over an escape that stands for white space, up to its last sign.
func (w *follower) blankEscape() bool {
	if w.quote != '"' || w.src[w.at] != '\\' || w.at+1 >= len(w.src) {
		return false
	}
	switch w.src[w.at+1] {
	case 'n', 't', 'r', ' ', '\n', '\r':
		w.at++
		return true
	}
	return false
}

// escape passes over an escaped sign in double quotes.
func (w *follower) escape(start int) (int, int, bool) {
	length := map[byte]int{'x': 4, 'u': 6, 'U': 10}
	if w.at+1 >= len(w.src) {
		w.lost = true
		return 0, 0, false
	}
	n, long := length[w.src[w.at+1]]
	if !long {
		n = 2
	}
	w.at = min(w.at+n, len(w.src))
	return start, w.at, true
}
