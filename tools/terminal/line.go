package terminal

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The sequences with which a terminal puts brackets around what is pasted, as xterm has them: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html.
const (
	pasteOn    = "\x1b[?2004h"
	pasteOff   = "\x1b[?2004l"
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// event is what a key means beyond the line.
type event int

const (
	none event = iota
	entered
	interrupted
	ended
	suspended
)

// line is the line that is being typed, and what of it is on the screen. It knows no terminal: it is fed with what comes from one, and writes to out. The last
// column stays empty, since terminals differ in where the cursor is behind it.
type line struct {
	out  io.Writer
	size func() (width, height int)
	Prompt

	text    []rune
	at      int // the cursor, in text
	pending []byte
	pasting bool

	drawn struct {
		text  []rune
		at    int
		width int
		row   int // of the cursor, below the first row that can be rewritten
		below int // rows below that of the cursor
	}
}

func newLine(out io.Writer, size func() (int, int), p Prompt) *line {
	return &line{out: out, size: size, Prompt: p}
}

// String returns the text of the line.
func (l *line) String() string { return string(l.text) }

// rest returns what was fed behind the key that ended feed.
func (l *line) rest() []byte {
	rest := l.pending
	l.pending = nil
	return rest
}

// feed takes what was typed, until a key that means something beyond the line, and shows the line as it is then. What of it is half a key, rest returns.
func (l *line) feed(typed []byte) event {
	l.pending = append(l.pending, typed...)
	result := none
	for len(l.pending) > 0 && result == none {
		n := 0
		if l.pasting {
			n = l.paste()
		} else {
			n, result = l.key()
		}
		if n == 0 {
			break
		}
		l.pending = l.pending[n:]
	}
	l.draw()
	return result
}

// paste takes what is pasted, and returns how many bytes it used.
func (l *line) paste() int {
	if at := bytes.Index(l.pending, []byte(pasteEnd)); at >= 0 {
		l.insertPasted(l.pending[:at])
		l.pasting = false
		return at + len(pasteEnd)
	}
	// The end may come in two pieces, and so may a character or a line end.
	whole := len(l.pending)
	if at := bytes.LastIndexByte(l.pending, 0x1b); at >= 0 && strings.HasPrefix(pasteEnd, string(l.pending[at:])) {
		whole = at
	}
	if whole > 0 && l.pending[whole-1] == '\r' {
		whole--
	}
	whole -= unfinished(l.pending[:whole])
	l.insertPasted(l.pending[:whole])
	return whole
}

// unfinished returns how many bytes at the end are the begin of a character.
func unfinished(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if utf8.FullRune(b[len(b)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}

func (l *line) insertPasted(pasted []byte) {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(pasted))
	if !l.Several {
		l.insert(clean(text))
		return
	}
	for i, one := range strings.Split(text, "\n") {
		if i > 0 {
			l.insert("\n")
		}
		l.insert(clean(one))
	}
}

func (l *line) insert(text string) {
	add := []rune(text)
	l.text = slices.Insert(l.text, l.at, add...)
	l.at += len(add)
}

// key takes one key, and returns how many bytes it is; 0 when it is not whole yet.
func (l *line) key() (int, event) {
	switch c := l.pending[0]; {
	case c == 0x1b:
		return l.escape(), none
	case c < ' ' || c == 0x7f:
		return 1, l.control(c)
	}
	if !utf8.FullRune(l.pending) {
		return 0, none
	}
	r, size := utf8.DecodeRune(l.pending)
	if shows(r) {
		l.insert(string(r))
	}
	return size, none
}

// control does what a control character asks.
func (l *line) control(c byte) event {
	switch c {
	case '\r', '\n':
		return entered
	case 'C' - '@':
		return interrupted
	case 'D' - '@':
		return ended
	case 'Z' - '@':
		return suspended
	case 0x7f, 'H' - '@':
		l.remove(l.left(), l.at)
	case '\t':
		l.insert(" ")
	case 'A' - '@':
		l.at = 0
	case 'E' - '@':
		l.at = len(l.text)
	case 'B' - '@':
		l.at = l.left()
	case 'F' - '@':
		l.at = l.right()
	case 'K' - '@':
		l.remove(l.at, len(l.text))
	case 'U' - '@':
		l.remove(0, l.at)
	case 'W' - '@':
		l.remove(l.wordLeft(), l.at)
	case 'P' - '@':
		l.recall()
	case 'L' - '@':
		l.drawn.text, l.drawn.width = nil, -1 // draw all of it again
	}
	return none
}

// escape does what an escape sequence asks, and returns its length; 0 when it is not whole yet.
func (l *line) escape() int {
	b := l.pending
	if len(b) < 2 {
		return 0
	}
	if b[1] != '[' && b[1] != 'O' {
		return 1 // the key Escape, or another with Alt: the key itself stays
	}
	end := 2
	for end < len(b) && b[end] >= 0x20 && b[end] < 0x40 {
		end++
	}
	if end == len(b) {
		return 0
	}
	end++
	switch sequence := string(b[:end]); {
	case sequence == pasteBegin:
		l.pasting = true
	case sequence == "\x1b[3~":
		l.remove(l.at, l.right())
	case sequence == "\x1b[1~", sequence == "\x1b[7~", b[end-1] == 'H':
		l.at = 0
	case sequence == "\x1b[4~", sequence == "\x1b[8~", b[end-1] == 'F':
		l.at = len(l.text)
	case strings.HasSuffix(sequence, ";5D"), strings.HasSuffix(sequence, ";3D"):
		l.at = l.wordLeft()
	case strings.HasSuffix(sequence, ";5C"), strings.HasSuffix(sequence, ";3C"):
		l.at = l.wordRight()
	case b[end-1] == 'D':
		l.at = l.left()
	case b[end-1] == 'C':
		l.at = l.right()
	case b[end-1] == 'A':
		l.recall()
	}
	return end
}

// recall brings back what can be changed, on a line that is empty.
func (l *line) recall() {
	if len(l.text) == 0 {
		l.insertPasted([]byte(l.Recall))
	}
}

func (l *line) remove(from, to int) {
	l.text = slices.Delete(l.text, from, to)
	l.at = from
}

// left and right return the cursor one character further: what takes no column of its own belongs to the character before it.
func (l *line) left() int {
	at := max(l.at-1, 0)
	for at > 0 && isMark(l.text[at]) {
		at--
	}
	return at
}

func (l *line) right() int {
	at := min(l.at+1, len(l.text))
	for at < len(l.text) && isMark(l.text[at]) {
		at++
	}
	return at
}

func isMark(r rune) bool { return r != '\n' && Columns(r) == 0 }

func (l *line) wordLeft() int {
	at := l.at
	for at > 0 && unicode.IsSpace(l.text[at-1]) {
		at--
	}
	for at > 0 && !unicode.IsSpace(l.text[at-1]) {
		at--
	}
	return at
}

func (l *line) wordRight() int {
	at := l.at
	for at < len(l.text) && unicode.IsSpace(l.text[at]) {
		at++
	}
	for at < len(l.text) && !unicode.IsSpace(l.text[at]) {
		at++
	}
	return at
}

// layout returns the rows that the prompt and the text take on a screen, and the row and column of the cursor. A row is broken off between words where it can be;
// the spaces there do not show. Rows after the first are indented as the prompt is.
func (l *line) layout(text []rune, at, columnsOnScreen int) (rows []string, row, column int) {
	lead := ColumnsOf(l.Text)
	fits := max(columnsOnScreen-1, lead+2)
	now, used := l.Text, lead
	next := func() {
		rows = append(rows, now)
		now, used = strings.Repeat(" ", lead), lead
	}
	for i, r := range text {
		w := Columns(r)
		switch begins := i == 0 || unicode.IsSpace(text[i-1]); {
		case unicode.IsSpace(r):
			w = min(w, fits-used)
		case begins && used > lead && used+wordColumns(text[i:]) > fits, used+w > fits:
			next()
		}
		if i == at {
			row, column = len(rows), used
		}
		if r == '\n' {
			next()
		} else if w > 0 || !unicode.IsSpace(r) {
			now, used = now+string(r), used+w
		}
	}
	if at == len(text) {
		row, column = len(rows), used
	}
	return append(rows, now), row, column
}

// wordColumns returns how many columns the word takes with which a text begins.
func wordColumns(text []rune) int {
	if end := slices.IndexFunc(text, unicode.IsSpace); end >= 0 {
		text = text[:end]
	}
	return ColumnsOf(string(text))
}

// draw shows the line as it is now. What is typed or taken away at the end is all that is written then, so that a screen reader has nothing else to read.
func (l *line) draw() {
	screen, height := l.size()
	rows, row, column := l.layout(l.text, l.at, screen)
	if screen == l.drawn.width && slices.Equal(l.text, l.drawn.text) && l.at == l.drawn.at {
		return
	}
	if !l.drawEnd(rows, row, screen) {
		var b strings.Builder
		if l.drawn.row > 0 {
			fmt.Fprintf(&b, "\x1b[%dA", l.drawn.row)
		}
		b.WriteString("\r\x1b[J")
		// Of a text that is higher than the screen, the rows around the cursor.
		first := max(0, min(row-height/2, len(rows)-height))
		last := min(len(rows), first+height)
		b.WriteString(strings.Join(rows[first:last], "\r\n"))
		if up := last - 1 - row; up > 0 {
			fmt.Fprintf(&b, "\x1b[%dA", up)
		}
		b.WriteByte('\r')
		if column > 0 {
			fmt.Fprintf(&b, "\x1b[%dC", column)
		}
		fmt.Fprint(l.out, b.String())
		l.drawn.row, l.drawn.below = row-first, last-1-row
	}
	l.drawn.text, l.drawn.at, l.drawn.width = slices.Clone(l.text), l.at, screen
}

// drawEnd writes what was typed or taken away at the end of the line, and reports whether that was all and stayed on its row.
func (l *line) drawEnd(rows []string, row, screen int) bool {
	if screen != l.drawn.width || l.at != len(l.text) || l.drawn.at != len(l.drawn.text) {
		return false
	}
	before, _, _ := l.layout(l.drawn.text, l.drawn.at, screen)
	if len(before) != len(rows) || !slices.Equal(before[:row], rows[:row]) || strings.ContainsFunc(before[row]+rows[row], isMark) {
		return false
	}
	if added, ok := strings.CutPrefix(rows[row], before[row]); ok {
		fmt.Fprint(l.out, added)
		return true
	}
	removed, ok := strings.CutPrefix(before[row], rows[row])
	if ok {
		fmt.Fprintf(l.out, "\x1b[%dD\x1b[K", ColumnsOf(removed))
	}
	return ok
}

// leave puts the cursor below the line. What is drawn afterwards stands there.
func (l *line) leave() {
	if l.drawn.below > 0 {
		fmt.Fprintf(l.out, "\x1b[%dB", l.drawn.below)
	}
	fmt.Fprint(l.out, "\r\n")
	l.drawn.row, l.drawn.below, l.drawn.width = 0, 0, 0
}
