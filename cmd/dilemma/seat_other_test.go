//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// talk is for scripts that begin with [!linux] skip.
func talk(ts *testscript.TestScript, neg bool, args []string) {
	ts.Fatalf("no terminal of this kind")
}
