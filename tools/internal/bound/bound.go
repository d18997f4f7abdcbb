// Package bound tests that work stays bounded: it does a piece of work in a process of its own, on one core, and fails the test when that takes
// more time or memory than any file may take.
package bound

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What one file of a megabyte may take: two seconds of one core and 300 MB. The time is that of the processor, which other programs on the machine
// change little. But machines differ: the same work took 1.9 s on one and 5.7 s on another. So tests allow six times as much; work that is not bounded
// takes minutes at this size.
const (
	Time   = 2 * time.Second
	Memory = 300 << 20

	slack = 6
)

// unhurried skips a test where the race detector watches the program, which takes more than the limits by itself.
func unhurried(t *testing.T) {
	t.Helper()
	if race {
		t.Skip("the race detector takes time and memory of its own")
	}
}

// input names the file with the input, in the process that does the work.
const input = "DILEMMA_BOUND_INPUT"

// peakSuffix is behind the name of the file in which that process leaves its peak of memory, next to its input.
const peakSuffix = ".peak"

// Check calls work with the input, in a process of its own. It fails the test when the work ends badly, or takes more than the limits. Call it once
// in a test or subtest, and do nothing heavy before it: the process is the program of the tests, which runs this test alone. When work reports
// nothing and returns, the input was dealt with, or refused.
func Check(t *testing.T, data []byte, work func(data []byte)) {
	t.Helper()
	CheckMade(t, func() []byte { return data }, work)
}

// CheckMade is Check with an input that is heavy to make: it is made only here, and not in the process that does the work.
func CheckMade(t *testing.T, make func() []byte, work func(data []byte)) {
	t.Helper()
	unhurried(t)
	if name := os.Getenv(input); name != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		work(data)
		if err := os.WriteFile(name+peakSuffix, []byte(strconv.FormatInt(peak(), 10)), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	data := make()
	name := t.TempDir() + "/input"
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*Time)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run="+pattern(t.Name()), "-test.count=1")
	cmd.Env = append(os.Environ(), input+"="+name, "GOMAXPROCS=1")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Errorf("%d bytes: %v\n%s", len(data), err, tail(out.Bytes()))
		return
	}
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	// The process tells this itself: what its parent sees includes what the parent held.
	held, err := os.ReadFile(name + peakSuffix)
	if err != nil {
		t.Fatal(err)
	}
	memory, err := strconv.ParseInt(string(held), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes: %.2f s, %d MB", len(data), took.Seconds(), memory>>20)
	if took > slack*Time {
		t.Errorf("%d bytes took %.2f s of one core, of at most %v", len(data), took.Seconds(), Time)
	}
	if memory > Memory {
		t.Errorf("%d bytes took %d MB, of at most %d", len(data), memory>>20, Memory>>20)
	}
}

// Watch limits a fuzz target: it calls work, and panics when that takes longer than the limit would be on a slow machine, or when the program
// meanwhile holds more memory than it may.
func Watch(work func()) {
	done := make(chan struct{})
	defer close(done)
	go func() {
		clock, look := time.After(10*Time), time.NewTicker(20*time.Millisecond)
		defer look.Stop()
		held := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			select {
			case <-done:
				return
			case <-clock:
				panic("bound: the work does not end")
			case <-look.C:
				if metrics.Read(held); held[0].Value.Uint64() > Memory {
					panic("bound: the work takes too much memory")
				}
			}
		}
	}()
	work()
}

// pattern is the value of -test.run for one test or subtest.
func pattern(name string) string {
	steps := strings.Split(name, "/")
	for i, step := range steps {
		steps[i] = "^" + regexp.QuoteMeta(step) + "$"
	}
	return strings.Join(steps, "/")
}

// tail is the end of what a process printed.
func tail(out []byte) []byte {
	return out[max(0, len(out)-4000):]
}

// Every returns which part of many cases to try, each so many-th: usually, and with -short. With DILEMMA_CASES=all it is each of them, as in the weekly job.
func Every(usual, short int) int {
	switch {
	case os.Getenv("DILEMMA_CASES") == "all":
		return 1
	case testing.Short():
		return short
	}
	return usual
}
