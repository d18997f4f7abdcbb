package bound

import (
	"bytes"
	"os"
	"strconv"
)

// peak is the most memory that this process held at once, in bytes. That in the usage of its resources is not it: that begins with the peak of its
// parent.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return kilobytes << 10
}
