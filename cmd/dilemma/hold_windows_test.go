package main

import (
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// hold opens a file as Word does, so that others can read it but not write or replace it, until the session ends or holds nothing: hold [FILE].
func hold(ts *testscript.TestScript, _ bool, args []string) {
	if held != syscall.InvalidHandle {
		ts.Check(syscall.CloseHandle(held))
		held = syscall.InvalidHandle
	}
	if len(args) == 0 {
		return
	}
	path, err := syscall.UTF16PtrFromString(ts.MkAbs(args[0]))
	ts.Check(err)
	held, err = syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ, nil, syscall.OPEN_EXISTING, 0, 0)
	ts.Check(err)
}

// held is the file that hold has open. One session does so.
var held = syscall.InvalidHandle
