// Command git is the git.exe of the tests under Wine: see package bridge.
package main

import (
	"fmt"
	"os"

	"github.com/openbaarheid-schuurt/dilemma/test/windows/bridge"
)

func main() {
	status, err := bridge.Ask(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 127
	}
	os.Exit(status)
}
