//go:build unix

package child

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// parent is set in the process that TestKilled kills.
const parent = "DILEMMA_CHILD_PARENT"

func TestMain(m *testing.M) {
	if os.Getenv(parent) != "" {
		// It prints its own number, which exec keeps, and then waits for longer than the test.
		cmd := exec.Command("/bin/sh", "-c", "echo $$; exec sleep 600")
		cmd.Stdout = os.Stdout
		fmt.Fprintln(os.Stderr, Run(cmd))
		return
	}
	os.Exit(m.Run())
}

// TestKilled kills a process that runs a program, in each way: the program is gone too.
func TestKilled(t *testing.T) {
	for _, way := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGSEGV} {
		if signal.Ignored(way) {
			continue // as below nohup, whose processes do not end by it
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), parent+"=1")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		program, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(program, 0); err != nil {
			t.Fatal("it does not run", err)
		}
		if err := cmd.Process.Signal(way); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		for begin := time.Now(); !errors.Is(syscall.Kill(program, 0), syscall.ESRCH) && !zombie(program); time.Sleep(10 * time.Millisecond) {
			if time.Since(begin) > 20*time.Second {
				_ = syscall.Kill(program, syscall.SIGKILL)
				t.Fatalf("after %s it still runs", way)
			}
		}
	}
}

// zombie reports whether a process has ended and nobody asked how, as in a container whose first process collects none.
func zombie(process int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func TestRun(t *testing.T) {
	if out, err := Output(exec.Command("/bin/sh", "-c", "echo goed; exit 3")); string(out) != "goed\n" || err == nil || err.Error() != "exit status 3" {
		t.Errorf("%q %v", out, err)
	}
	if err := Run(exec.Command("/bestaat/niet")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
