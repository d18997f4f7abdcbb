//go:build unix && !linux

package child

import (
	"os"
	"os/exec"
	"strconv"
)

// Run runs a program and waits for its end, as cmd.Run does. A shell beside it reads from a pipe of which only this process holds the other end: when
// that ends, this process is gone, and the shell kills the program.
func Run(cmd *exec.Cmd) error {
	theirs, ours, err := os.Pipe()
	if err != nil {
		return err
	}
	defer ours.Close()
	if err := cmd.Start(); err != nil {
		theirs.Close()
		return err
	}
	watcher := exec.Command("/bin/sh", "-c", `read -r line; kill -9 "$0"`, strconv.Itoa(cmd.Process.Pid))
	watcher.Stdin = theirs
	watches := watcher.Start() == nil
	theirs.Close()
	err = cmd.Wait()
	if watches { // before another process gets the same number
		_ = watcher.Process.Kill()
		_ = watcher.Wait()
	}
	return err
}
