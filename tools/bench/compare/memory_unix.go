//go:build unix

package main

import (
	"os"
	"syscall"
)

// memory returns the most memory that a process, or one that it started, had at once. The unit differs among systems.
func memory(p *os.ProcessState) float64 { return float64(p.SysUsage().(*syscall.Rusage).Maxrss) }
