package child

import (
	"os/exec"
	"runtime"
	"syscall"
)

// Run runs a program and waits for its end, as cmd.Run does. The kernel kills the program when this one is gone.
func Run(cmd *exec.Cmd) error {
	// The kernel does so when the thread that started it ends, so this thread must stay until the program has ended.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd.Run()
}
