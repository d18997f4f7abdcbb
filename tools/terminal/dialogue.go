package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// ErrInterrupted means that who was asked pressed Ctrl+C.
var ErrInterrupted = errors.New("interrupted")

// maxLine is the longest line that a terminal that edits lines itself passes on, where that is known: 4096 bytes with the line end on Linux, 1024 on other Unixes.
// What is longer it drops without a word.
const maxLine = 4095

// Dialogue asks somebody on a terminal for lines. Where the terminal takes escape sequences a line can be edited with the arrows, be of any length, and hold what
// was pasted; elsewhere (TERM=dumb, an old console) the terminal itself edits it. Nothing that was written is ever rewritten, except the line that is being typed.
type Dialogue struct {
	in, out *os.File
	palette Palette
	edits   bool
	left    []byte // typed, and not yet asked for
}

// NewDialogue begins a conversation with who sits at in and looks at out. It is nil unless both are terminals: a question that nobody sees gets no answer.
func NewDialogue(in io.Reader, out io.Writer) *Dialogue {
	from, ok := in.(*os.File)
	if !ok || !Is(from) || !Is(out) {
		return nil
	}
	to := out.(*os.File)
	return &Dialogue{in: from, out: to, palette: Of(to), edits: Rewrites(to)}
}

// size returns the number of columns and lines of the screen, or those of the terminals of old when it does not tell.
func (d *Dialogue) size() (width, height int) {
	width, height, err := term.GetSize(int(d.out.Fd()))
	if err != nil || width <= 0 || height <= 0 {
		return 80, 24
	}
	return width, height
}

// Say shows a text in a colour. Its lines are broken off between words where they don't fit, and begin below one another.
func (d *Dialogue) Say(c Colour, text string) {
	width, _ := d.size()
	for line := range strings.SplitSeq(Wrap(text, width-1), "\n") {
		fmt.Fprintln(d.out, d.palette.Paint(c, line))
	}
}

// Prompt is how a line is asked.
type Prompt struct {
	// Text stands before what is typed.
	Text string
	// Recall is what the arrow up brings back, to be changed.
	Recall string
	// Several keeps the line ends of what is pasted. Otherwise they become spaces.
	Several bool
}

// Read asks for a line and returns it without its end. With an error it returns what was typed so far: ErrInterrupted for Ctrl+C, io.EOF for Ctrl+D or a
// terminal that is gone, else the error of ctx or of the terminal.
func (d *Dialogue) Read(ctx context.Context, p Prompt) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if d.edits {
		if before, err := term.MakeRaw(int(d.in.Fd())); err == nil {
			return d.edit(ctx, p, func() { _ = term.Restore(int(d.in.Fd()), before) })
		}
	}
	return d.plain(ctx, p)
}

// edit reads a line on a terminal in raw mode, of which restore gives it its old mode back.
func (d *Dialogue) edit(ctx context.Context, p Prompt, restore func()) (string, error) {
	fmt.Fprint(d.out, pasteOn)
	defer func() {
		fmt.Fprint(d.out, pasteOff)
		restore()
	}()
	l := newLine(d.out, d.size, p)
	l.draw()
	for {
		event := l.feed(d.left)
		d.left = l.rest()
		switch event {
		case entered:
			l.leave()
			return l.String(), nil
		case interrupted:
			l.leave()
			return l.String(), ErrInterrupted
		case ended:
			l.leave()
			return l.String(), io.EOF
		case suspended:
			l.leave()
			fmt.Fprint(d.out, pasteOff)
			restore()
			suspend()
			if _, err := term.MakeRaw(int(d.in.Fd())); err != nil {
				return l.String(), err
			}
			fmt.Fprint(d.out, pasteOn)
			l.draw()
			continue
		}
		more, err := d.more(ctx)
		if err != nil {
			l.leave()
			return l.String(), err
		}
		d.left = append(d.left, more...)
	}
}

// plain reads a line that the terminal itself edits.
func (d *Dialogue) plain(ctx context.Context, p Prompt) (string, error) {
	fmt.Fprint(d.out, p.Text)
	for {
		if line, rest, ok := strings.Cut(string(d.left), "\n"); ok {
			d.left = []byte(rest)
			return clean(strings.TrimSuffix(line, "\r")), nil
		}
		more, err := d.more(ctx)
		if err != nil {
			text := clean(string(d.left))
			d.left = nil
			fmt.Fprintln(d.out)
			return text, err
		}
		d.left = append(d.left, more...)
	}
}

// Cuts reports whether the terminal may have dropped the end of a line that was read from it.
func (d *Dialogue) Cuts(line string) bool { return !d.edits && len(line) >= maxLine }

// more waits for what is typed. A read that nobody waits for any more ends with the program.
func (d *Dialogue) more(ctx context.Context) ([]byte, error) {
	type result struct {
		text []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		b := make([]byte, 4096)
		n, err := d.in.Read(b)
		if n > 0 {
			err = nil
		}
		done <- result{b[:n], err}
	}()
	select {
	case r := <-done:
		var gone *os.PathError
		if errors.As(r.err, &gone) { // as Linux tells of a terminal that is closed
			r.err = io.EOF
		}
		return r.text, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// clean makes of what was typed a line of text: without control characters, and with spaces for tabs and line ends.
func clean(line string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return ' '
		case !shows(r):
			return -1
		}
		return r
	}, line)
}

// Wrap breaks a text between words into lines of at most width columns. A word that is longer stays whole. The lines that it had stay, with their indentation, which
// those that are broken off get too.
func Wrap(text string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if ColumnsOf(line) <= width {
			out = append(out, line)
			continue
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		now, columns := indent, len(indent)
		for i, word := range strings.Fields(line) {
			w := ColumnsOf(word)
			switch {
			case i == 0:
			case columns+1+w > max(width, 20):
				out = append(out, now)
				now, columns = indent, len(indent)
			default:
				now, columns = now+" ", columns+1
			}
			now, columns = now+word, columns+w
		}
		out = append(out, now)
	}
	return strings.Join(out, "\n")
}

// shows reports whether a character is part of a text, and no control character or broken byte. A character that is only to break or join words is.
func shows(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError, r == '\ufeff', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return false
	}
	return true
}
