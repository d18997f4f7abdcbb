//go:build unix

package webserver

import (
	"os"
	"os/exec"
	"syscall"
)

// nobody runs the servers where the tests run as root: what the site asks of a server needs no rights.
const nobody = 65534

func withoutRights(dir string, cmd *exec.Cmd) error {
	if os.Getuid() != 0 {
		return nil
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return os.Chown(dir, nobody, nobody)
}

// stop asks a server to end, and returns what it says of that.
func stop(cmd *exec.Cmd) error {
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return cmd.Wait()
}
