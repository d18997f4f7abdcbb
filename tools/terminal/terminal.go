// Package terminal knows what the screen of the user can show: whether there is one, whether it has colours, and a line that is rewritten while something
// takes long; and it reads a line that the user types there. It knows nothing of what is shown or asked, and has no sentence of its own.
package terminal

import (
	"io"
	"os"

	"golang.org/x/term"
)

// Is reports whether w is a terminal.
func Is(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Rewrites reports whether w is a terminal on which a line can be written anew.
func Rewrites(w io.Writer) bool { return Is(w) && os.Getenv("TERM") != "dumb" && escapes(w) }

// Colours reports whether what is written to w may hold colours: to a terminal that has them. Of the environment, NO_COLOR goes before FORCE_COLOR and
// CLICOLOR_FORCE, which ask for colours in a pipe too, as https://no-color.org and https://bixense.com/clicolors describe.
func Colours(w io.Writer) bool {
	switch {
	case os.Getenv("NO_COLOR") != "":
		return false
	case on("FORCE_COLOR"), on("CLICOLOR_FORCE"):
		return true
	case os.Getenv("TERM") == "dumb", os.Getenv("CLICOLOR") == "0":
		return false
	}
	return Is(w) && escapes(w)
}

// on reports whether a variable of the environment is set, and not to 0.
func on(name string) bool {
	value := os.Getenv(name)
	return value != "" && value != "0" && value != "false"
}

// Colour is an attribute of text, as the number in its escape sequence. There are only some of the eight colours that every terminal has, and that who uses
// it has chosen to be readable on the background; none is yellow or white, which light backgrounds hide.
type Colour string

// The colours, and bold.
const (
	Plain   Colour = ""
	Bold    Colour = "1"
	Red     Colour = "1;31"
	Green   Colour = "32"
	Magenta Colour = "35"
	Cyan    Colour = "36"
)

// Palette colours text, or not.
type Palette bool

// Of returns the palette for what is written to w.
func Of(w io.Writer) Palette { return Palette(Colours(w)) }

// Paint returns text in a colour.
func (p Palette) Paint(c Colour, text string) string {
	if !p || c == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}
