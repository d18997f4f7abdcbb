package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/kevinburke/ssh_config"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// openProgram runs a service by a program that speaks with it on its standard input and output. It ends the program when the server takes too long.
func (r *Remote) openProgram(ctx context.Context, host string, s service, command []string) (*exchange, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	done := errors.New("done")
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.WaitDelay = wait
	var complaint limited
	cmd.Stderr = &complaint
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr); err != nil {
		cancel(done)
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		cancel(done)
		return nil, err
	}
	patience := r.Patience.Or()
	// The program may ask the user something first.
	clock := patience.Start(patience.Work, func() {
		if r.Waiting != nil {
			r.Waiting(host)
		}
	}, func() { cancel(wire.ErrSlow) })
	why := func(err error) error {
		if cause := context.Cause(ctx); err != nil && cause != nil && cause != done {
			return cause
		}
		return err
	}
	return overStream(s, clock.Writer(in), clock.Reader(out), &complaint, why, func(whole bool) {
		if !whole {
			_ = cmd.Process.Kill()
		}
		_ = cmd.Wait()
		clock.Stop()
		cancel(done)
	})
}

// openFolder runs a service in a repository on this machine. The error is an *Error of the kind NoGit.
func (r *Remote) openFolder(ctx context.Context, ep *transport.Endpoint, s service) (*exchange, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, &Error{Kind: NoGit, Address: address(ep), err: err}
	}
	return r.openProgram(ctx, ep.Path, s, []string{"git", strings.TrimPrefix(string(s), "git-"), "--", ep.Path})
}

// sshProgram returns the program, and how it is called, that makes the connection with an address over SSH, as Git does: the one that the user set (GIT_SSH_COMMAND,
// core.sshCommand or GIT_SSH), or ssh itself where its settings lead by way of another machine. nil when the connection is made here. Source:
// https://git-scm.com/docs/git-config#Documentation/git-config.txt-coresshCommand.
func (r *Remote) sshProgram(ep *transport.Endpoint, s service) []string {
	line := cmp.Or(os.Getenv("GIT_SSH_COMMAND"), r.settings.Get("core.sshCommand"))
	program := os.Getenv("GIT_SSH")
	if line == "" && program == "" {
		if !leadsElsewhere(ep.Host) {
			return nil
		}
		if _, err := exec.LookPath("ssh"); err != nil {
			return nil
		}
		program = "ssh"
	}
	name := program
	if words := strings.Fields(line); line != "" && len(words) > 0 {
		name = strings.Trim(words[0], `'"`)
	}
	args := append(r.options(cmp.Or(os.Getenv("GIT_SSH_VARIANT"), r.settings.Get("ssh.variant"), name), ep.Port), destination(ep), string(s)+" "+quote(ep.Path))
	if line == "" {
		return append([]string{program}, args...)
	}
	if shell, err := exec.LookPath("sh"); err == nil {
		return append([]string{shell, "-c", line + ` "$@"`, line}, args...)
	}
	return append(strings.Fields(line), args...) // on Windows the shell of Git may be out of sight
}

// destination returns the user and the host of an address as ssh takes them.
func destination(ep *transport.Endpoint) string {
	host := strings.Trim(ep.Host, "[]")
	if ep.User == "" {
		return host
	}
	return ep.User + "@" + host
}

// options returns the options of a program for SSH, by its name or that of its kind: those that name a port, and when the remote is Silent the one by which it
// asks nothing.
func (r *Remote) options(variant string, port int) []string {
	name := strings.TrimSuffix(strings.ToLower(path.Base(filepath.ToSlash(variant))), ".exe")
	option := "-p"
	var options []string
	switch name {
	case "ssh":
		if r.Silent {
			options = []string{"-o", "BatchMode=yes"}
		}
	case "plink", "putty":
		option = "-P"
		if r.Silent {
			options = []string{"-batch"}
		}
	case "tortoiseplink":
		option, options = "-P", []string{"-batch"}
	}
	if port != 0 && port != 22 && name != "simple" {
		options = append(options, option, strconv.Itoa(port))
	}
	return options
}

// leadsElsewhere reports whether the settings of SSH lead to a host by way of another machine or a program.
func leadsElsewhere(host string) bool {
	for _, key := range []string{"ProxyJump", "ProxyCommand"} {
		if value := ssh_config.Get(host, key); value != "" && !strings.EqualFold(value, "none") {
			return true
		}
	}
	return false
}

// sessionProgram calls use, and tells from what the program printed why the connection was not made.
func sessionProgram(ep *transport.Endpoint, program string, use func() error) error {
	err := use()
	var said *complaintError
	if !errors.As(err, &said) {
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
			return &Error{Kind: SSHProgram, Address: address(ep), Detail: program, err: err}
		}
		return err
	}
	text := strings.ToLower(said.output)
	for _, c := range []struct {
		words string
		kind  Kind
	}{
		{"permission denied", Refused},
		{"could not resolve", Unreachable}, {"connection refused", Unreachable}, {"timed out", Unreachable}, {"no route to host", Unreachable}, {"connection closed", Unreachable},
		{"does not appear to be a git repository", NotFound}, {"repository not found", NotFound}, {"could not be found", NotFound},
	} {
		if strings.Contains(text, c.words) {
			return &Error{Kind: c.kind, Address: address(ep), err: err}
		}
	}
	return &Error{Kind: SSHProgram, Address: address(ep), Detail: fmt.Sprintf("%s (%s)", program, lastLine(said.output)), err: err}
}

// lastLine returns the last line of a text with something on it.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return strings.TrimSpace(text[strings.LastIndex(text, "\n")+1:])
}

// shown returns what the user calls a program that sshProgram found.
func shown(program []string) string {
	if len(program) > 3 && program[1] == "-c" {
		return program[3]
	}
	return program[0]
}
