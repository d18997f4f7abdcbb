//go:build unix

package main

import "github.com/rogpeppe/go-internal/testscript"

// hold fails: on Unix nobody can keep a file from others by having it open.
func hold(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("only on Windows") }
