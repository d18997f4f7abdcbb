//go:build !windows && !js

package terminal

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// suspend stops the program as Ctrl+Z does, until the shell lets it go on. Where no shell can, it does nothing.
func suspend() {
	back := make(chan os.Signal, 1)
	signal.Notify(back, syscall.SIGCONT)
	defer signal.Stop(back)
	if syscall.Kill(0, syscall.SIGTSTP) != nil {
		return
	}
	select {
	case <-back:
	case <-time.After(time.Second): // the system does not stop a program whose shell has gone
	}
}
