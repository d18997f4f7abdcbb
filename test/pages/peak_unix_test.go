//go:build unix

package pages_test

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the most memory that a process held at once, in bytes.
func peak(ended *os.ProcessState) int {
	most := int(ended.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS != "darwin" { // which counts bytes
		most <<= 10
	}
	return most
}
