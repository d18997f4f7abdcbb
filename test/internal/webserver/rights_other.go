//go:build !unix

package webserver

import "os/exec"

func withoutRights(string, *exec.Cmd) error { return nil }

// stop ends a server; how it ends says nothing where no signal can ask it.
func stop(cmd *exec.Cmd) error {
	err := cmd.Process.Kill()
	_ = cmd.Wait()
	return err
}
