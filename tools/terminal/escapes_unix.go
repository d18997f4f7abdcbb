//go:build !windows

package terminal

import "io"

// escapes reports whether a terminal takes escape sequences.
func escapes(io.Writer) bool { return true }
