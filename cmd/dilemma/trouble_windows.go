package main

import "syscall"

// The numbers are those of https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-.
var systemTroubles = []trouble{
	{"full", []error{syscall.Errno(112), syscall.Errno(39)}}, // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
	{"read-only", []error{syscall.Errno(19)}},                // ERROR_WRITE_PROTECT
	{"busy", []error{syscall.Errno(32), syscall.Errno(33)}},  // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
	{"name", []error{syscall.Errno(206)}},                    // ERROR_FILENAME_EXCED_RANGE
	{"disk", []error{syscall.Errno(1117)}},                   // ERROR_IO_DEVICE
}

func ignoreLimits() {}
