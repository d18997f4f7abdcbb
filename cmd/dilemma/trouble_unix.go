//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

var systemTroubles = []trouble{
	{"full", []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}},
	{"read-only", []error{syscall.EROFS}},
	{"disk", []error{syscall.EIO}},
}

// ignoreLimits makes a write beyond the limit on the size of files an error, as it is on a full disk. Without this the program ends with a stack.
func ignoreLimits() { signal.Ignore(syscall.SIGXFSZ) }
