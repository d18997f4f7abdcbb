// Package atend does what is to be done when all tests of a package are done.
package atend

import (
	"sync"
	"testing"
)

var ends struct {
	sync.Mutex
	all []func()
}

// Do calls a function when all tests of the package are done. They must run by Tests.
func Do(end func()) {
	ends.Lock()
	defer ends.Unlock()
	ends.all = append(ends.all, end)
}

// Tests are the tests of a package.
type Tests struct{ *testing.M }

// Run runs them and what is to be done behind them, the last first, and returns the status to exit with.
func (t Tests) Run() int {
	status := t.M.Run()
	ends.Lock()
	defer ends.Unlock()
	for i := range ends.all {
		ends.all[len(ends.all)-1-i]()
	}
	return status
}
