package casebook

import (
	"unicode"
	"unicode/utf8"
)

// Word is a run of characters without white space, with its place in the file: byte offsets, End exclusive.
type Word struct {
	Text       string
	Start, End int
}

// Words returns the words of a text in the front matter. It finds the text in the source character by character, past quotes,
// escapes and folded lines. When a character can't be found, the place of the remaining words is that of the whole value.
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

// split splits a text in words. It calls place for each character, white space included, in order, for its start and end in the file.
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

// follower finds the characters of a value in its source.
type follower struct {
	src   []byte
	at    int
	quote byte
	lost  bool
}

// next returns the place of the next character of the text in the source. White space may be written in any form there.
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
		w.at++ // a quote in a quoted text is written twice
	}
	return start, w.at, true
}

// blankEscape skips an escape of white space, up to its last character.
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

// escape skips an escaped character in double quotes.
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
