package main

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// seat is somebody at a terminal of its own, in which the command runs: it types when it is asked, and reads what is shown.
type seat struct {
	fatal func(format string, args ...any)
	pty   *os.File
	cmd   *exec.Cmd

	mu   sync.Mutex
	raw  []byte // all that was shown
	read int    // how much of it, without escape sequences, was waited for
	end  chan struct{}
}

// takeSeat runs the command in a terminal of some columns, as this test binary under the name dilemma.
func takeSeat(fatal func(string, ...any), dir string, env []string, columns int, args ...string) *seat {
	s := &seat{fatal: fatal, end: make(chan struct{})}
	var tty *os.File
	s.pty, tty = openPTY(fatal, columns)
	exe, err := os.Executable()
	s.check(err)
	s.cmd = exec.Command(exe)
	s.cmd.Args = append([]string{"dilemma"}, args...)
	s.cmd.Dir, s.cmd.Env = dir, env
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.check(s.cmd.Start())
	tty.Close()
	go func() {
		defer close(s.end)
		b := make([]byte, 4096)
		for {
			n, err := s.pty.Read(b)
			s.mu.Lock()
			s.raw = append(s.raw, b[:n]...)
			s.mu.Unlock()
			if err != nil { // Linux tells so that nobody has the terminal any more
				return
			}
		}
	}()
	return s
}

// openPTY opens a terminal, and the other side of it so that closing it hangs up at once, also while somebody reads.
func openPTY(fatal func(string, ...any), columns int) (pty, tty *os.File) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		fatal("no terminals here: %v", err)
	}
	pty = os.NewFile(uintptr(fd), "/dev/ptmx")
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = errors.Join(unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0), unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 50, Col: uint16(columns)}))
	}
	if err == nil {
		tty, err = os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		fatal("terminal: %v", err)
	}
	return pty, tty
}

func (s *seat) check(err error) {
	if err != nil {
		s.fatal("%v", err)
	}
}

var escapeSequence = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)

// screen is what was shown, without escape sequences and carriage returns. What is written anew stands below what was there.
func (s *seat) screen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.ReplaceAll(string(s.raw), "\r\x1b[J", "\n")
	return strings.ReplaceAll(escapeSequence.ReplaceAllString(text, ""), "\r", "")
}

// wait waits until what was shown since the last time holds something, and fails after a minute.
func (s *seat) wait(what string, holds func(text string) int) {
	until := time.Now().Add(time.Minute)
	for {
		text := s.screen()
		if at := holds(text[s.read:]); at >= 0 {
			s.read += at
			return
		}
		select {
		case <-s.end:
			if text == s.screen() {
				s.fatal("it ended without %s:\n%s", what, text)
			}
		case <-time.After(5 * time.Millisecond):
		}
		if time.Now().After(until) {
			s.fatal("no %s after a minute:\n%s", what, text)
		}
	}
}

// see waits for a text.
func (s *seat) see(want string) {
	s.wait(strconv.Quote(want), func(text string) int {
		at := strings.Index(text, want)
		if at >= 0 {
			at += len(want)
		}
		return at
	})
}

var promptAtEnd = regexp.MustCompile(`(?:^|\n)(?:>|\d+\.) $`)

// press types keys when it is asked for something.
func (s *seat) press(keys string) {
	s.wait("prompt", func(text string) int {
		if promptAtEnd.MatchString(text) {
			return len(text)
		}
		return -1
	})
	s.write(keys)
}

func (s *seat) write(keys string) {
	_, err := s.pty.WriteString(keys)
	s.check(err)
}

// answer types a line.
func (s *seat) answer(line string) { s.press(line + "\r") }

// status waits for the end, and returns the exit status; -1 when a signal ended it.
func (s *seat) status() int {
	select {
	case <-s.end:
	case <-time.After(time.Minute):
		_ = s.cmd.Process.Kill()
		s.fatal("it does not end:\n%s", s.screen())
	}
	_ = s.cmd.Wait()
	s.pty.Close()
	return s.cmd.ProcessState.ExitCode()
}

// talk runs a command in a terminal: talk [-COLUMNS] SESSION COMMAND…. Of the lines of the session, those that begin with > are typed when it asks, those with =
// are keys in Go syntax, those with ! must not be on the screen until then, and the others wait until they are shown. What was on the screen is left in the file screen.
func talk(ts *testscript.TestScript, neg bool, args []string) {
	columns := 200
	if n, err := strconv.Atoi(strings.TrimPrefix(args[0], "-")); err == nil {
		columns, args = n, args[1:]
	}
	env := []string{"TERM=xterm"}
	for _, name := range []string{"PATH", "HOME", "TERM", "EDITOR", "VISUAL", "NO_COLOR", "TMPDIR"} {
		if value := ts.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	s := takeSeat(ts.Fatalf, ts.MkAbs("."), env, columns, args[2:]...)
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		line = strings.TrimSuffix(line, "\n")
		switch rest := strings.TrimPrefix(line[min(1, len(line)):], " "); {
		case line == "":
		case line[0] == '>':
			s.answer(rest)
		case line[0] == '=':
			keys, err := strconv.Unquote(`"` + rest + `"`)
			ts.Check(err)
			s.press(keys)
		case line[0] == '!':
			if strings.Contains(s.screen(), rest) {
				ts.Fatalf("%q is on the screen:\n%s", rest, s.screen())
			}
		default:
			s.see(line)
		}
	}
	status := s.status()
	ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(s.screen()), 0o644))
	if (status != 0) != neg {
		ts.Fatalf("exit status %d:\n%s", status, s.screen())
	}
}
