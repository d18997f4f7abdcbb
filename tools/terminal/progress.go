package terminal

import (
	"fmt"
	"io"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// The times of a Progress.
const (
	quick = time.Second            // what takes less is not told
	tick  = 200 * time.Millisecond // between two times that a line is rewritten
	slow  = 20 * time.Second       // likewise, where no line can be rewritten
	calm  = 20 * time.Second       // between two lines there
)

// Progress tells how far something is that takes long: on a terminal in one line, which is rewritten and goes away at the end, elsewhere in a line now and
// then. It says nothing of what takes a second, or twenty where there is no terminal.
type Progress struct {
	w       io.Writer
	text    func(time.Duration) string
	rewrite bool
	width   int
	stop    chan struct{}
	done    sync.WaitGroup
}

// Start begins to write what text returns to w; text is given the time that has passed, and may be called from another goroutine. The caller ends it with
// Stop. A nil w tells nothing.
func Start(w io.Writer, text func(passed time.Duration) string) *Progress {
	p := &Progress{w: w, text: text, stop: make(chan struct{})}
	if w == nil {
		return p
	}
	p.rewrite, p.width = Rewrites(w), 80
	if file, ok := w.(interface{ Fd() uintptr }); ok && p.rewrite {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			p.width = width
		}
	}
	p.done.Go(p.run)
	return p
}

// run writes a line now and then, until it is stopped.
func (p *Progress) run() {
	first, pause := slow, calm
	if p.rewrite {
		first, pause = quick, tick
	}
	begin, shown := time.Now(), false
	timer := time.NewTimer(first)
	defer timer.Stop()
	for {
		select {
		case <-p.stop:
			if shown && p.rewrite {
				fmt.Fprint(p.w, "\r\x1b[K")
			}
			return
		case <-timer.C:
			p.write(p.text(time.Since(begin)))
			shown = true
			timer.Reset(pause)
		}
	}
}

func (p *Progress) write(text string) {
	if !p.rewrite {
		fmt.Fprintln(p.w, text)
		return
	}
	for utf8.RuneCountInString(text) >= p.width { // a line that is broken off can't be rewritten
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	fmt.Fprint(p.w, "\r", text, "\x1b[K")
}

// Stop takes the line away. What is written afterwards stands at the begin of a line. It may be called more than once, and of nil.
func (p *Progress) Stop() {
	if p == nil {
		return
	}
	select {
	case <-p.stop:
	default:
		close(p.stop)
	}
	p.done.Wait()
}
