package bound

import (
	"testing"
	"time"
)

// Took does the work under Watch, and returns the time of the processor that it used. Nothing else may run in the process.
func Took(work func()) time.Duration {
	before := used()
	Watch(work)
	return used() - before
}

// Within does the work under Watch, and fails the test when it used more time of the processor than Time allows. It is for many small pieces of work,
// for which Check takes too long.
func Within(t *testing.T, name string, work func()) {
	t.Helper()
	unhurried(t)
	if took := Took(work); took > slack*Time {
		t.Errorf("%s took %.2f s of the processor, of at most %v", name, took.Seconds(), Time)
	}
}
