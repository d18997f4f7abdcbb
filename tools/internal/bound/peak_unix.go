//go:build unix

package bound

import (
	"os"
	"runtime"
	"syscall"
)

// peak is the most memory that a process held at once, in bytes.
func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	most := int64(usage.Maxrss)
	if runtime.GOOS != "darwin" { // which counts bytes
		most <<= 10
	}
	return most
}
