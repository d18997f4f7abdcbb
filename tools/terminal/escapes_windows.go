package terminal

import (
	"io"
	"os"

	"golang.org/x/sys/windows"
)

// escapes makes a console take escape sequences, and reports whether it does. Consoles before Windows 10 do not.
func escapes(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	console := windows.Handle(f.Fd())
	var mode uint32
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
