// Package child runs programs that end with this one, however this one ends: also when it is killed, and can't stop them itself.
package child

import (
	"bytes"
	"os/exec"
)

// Output runs a program as Run does and returns its standard output.
func Output(cmd *exec.Cmd) ([]byte, error) {
	var out bytes.Buffer
	cmd.Stdout = &out
	err := Run(cmd)
	return out.Bytes(), err
}
