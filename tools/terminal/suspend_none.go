//go:build windows || js

package terminal

// suspend does nothing: a console of Windows has no shell that lets a program go on, and a page has no console.
func suspend() {}
