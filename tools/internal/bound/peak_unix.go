//go:build unix && !linux

package bound

import (
	"runtime"
	"syscall"
)

// peak is the most memory that this process held at once, in bytes.
func peak() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	most := int64(usage.Maxrss)
	if runtime.GOOS != "darwin" { // which counts bytes
		most <<= 10
	}
	return most
}
