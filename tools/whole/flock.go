//go:build unix && !solaris && !aix

package whole

import (
	"os"
	"syscall"
)

// flock locks an open file for this process alone, without waiting.
func flock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
