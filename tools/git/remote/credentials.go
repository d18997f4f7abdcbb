package remote

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing/transport"
	"golang.org/x/term"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// login is a user name with a password or a token, for HTTP.
type login struct{ user, password string }

// attempt is a login to try.
type attempt struct {
	login
	filled string // the output of "git credential fill", when the login comes from there
}

// sessionHTTP calls run without a login. When the server asks for one it calls run again with each that is found, until the server accepts one: that
// of the address, a token from the environment, those in netrc, and those of the credential helpers of git. run reports whether the server let the
// login in.
func (r *Remote) sessionHTTP(ctx context.Context, ep *transport.Endpoint, run func(*login) (in bool, err error)) error {
	if good := r.accepted[originOf(ep)]; good != nil {
		_, err := run(good)
		return err
	}
	_, err := run(nil)
	if !asksWho(err) {
		return err
	}
	if !wire.Private(pageOf(ep)) {
		return wire.ErrPlain
	}
	found := false
	for next := range r.attempts(ctx, ep) {
		found = true
		var in bool
		in, err = run(&next.login)
		if asksWho(err) {
			next.report(ctx, "reject")
			continue
		}
		if in {
			r.accepted[originOf(ep)] = &next.login
			next.report(ctx, "approve")
		}
		return err
	}
	if !found {
		return &Error{Kind: NoCredentials, Address: address(ep), err: err}
	}
	return err
}

// asksWho reports whether an error is the answer of a server that asks for (other) credentials.
func asksWho(err error) bool { return errors.Is(err, transport.ErrAuthenticationRequired) }

// attempts yields the logins that are found, one by one: finding the last ones may prompt the user.
func (r *Remote) attempts(ctx context.Context, ep *transport.Endpoint) func(func(attempt) bool) {
	return func(yield func(attempt) bool) {
		if ep.Password != "" {
			yield(attempt{login: login{ep.User, ep.Password}})
			return
		}
		if r.Tokens != nil {
			if name, token := r.Tokens(pageOf(ep)); token != "" && !yield(attempt{login: login{cmp.Or(ep.User, name), token}}) {
				return
			}
		}
		if name, password, ok := netrc(strings.Trim(ep.Host, "[]"), ep.User); ok && !yield(attempt{login: login{name, password}}) {
			return
		}
		if a, ok := gitCredential(ctx, ep, r.Silent); ok {
			yield(a)
		}
	}
}

// wait is the time that the programs of git get to end when a command is cancelled.
const wait = time.Second

// gitCredential asks the credential helpers of the user, through "git credential fill". Git may prompt the user when standard input is a
// terminal, unless silent. It reports whether it found a password for just this server. Sources: https://git-scm.com/docs/gitcredentials,
// https://git-scm.com/docs/git-config#Documentation/git-config.txt-credentialinteractive and, for a helper that opens windows,
// https://github.com/git-ecosystem/git-credential-manager/blob/main/docs/environment.md.
func gitCredential(ctx context.Context, ep *transport.Endpoint, silent bool) (attempt, bool) {
	asked := [][2]string{{"protocol", ep.Protocol}, {"host", hostPort(ep)}, {"path", strings.TrimPrefix(ep.Path, "/")}}
	if ep.User != "" {
		asked = append(asked, [2]string{"username", ep.User})
	}
	var question strings.Builder
	for _, line := range asked {
		if unprintable(line[1]) { // each line is a statement
			return attempt{}, false
		}
		fmt.Fprintf(&question, "%s=%s\n", line[0], line[1])
	}
	args := []string{"credential", "fill"}
	if silent {
		args = append([]string{"-c", "credential.interactive=false"}, args...)
	}
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.WaitDelay = wait
	cmd.Stdin, cmd.Stderr = strings.NewReader(question.String()+"\n"), io.Discard
	switch {
	case silent:
		cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "GCM_INTERACTIVE=never")
	case !terminal():
		cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0")
	default:
		cmd.Stderr = os.Stderr
	}
	out, err := cmd.Output()
	if err != nil {
		return attempt{}, false // there is no git, no helper, or no password
	}
	a := attempt{filled: string(out)}
	for line := range strings.Lines(string(out)) {
		key, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
		switch {
		case key == "username":
			a.user = value
		case key == "password":
			a.password = value
		case key == "protocol" && value != ep.Protocol, key == "host" && value != hostPort(ep):
			return attempt{}, false // a helper answers for another server
		}
	}
	return a, a.password != ""
}

// report tells the credential helpers whether the server accepted their credentials ("approve" or "reject"), as git does.
func (a attempt) report(ctx context.Context, verdict string) {
	if a.filled == "" {
		return
	}
	cmd := exec.CommandContext(ctx, "git", "credential", verdict)
	cmd.WaitDelay = wait
	cmd.Stdin = strings.NewReader(a.filled + "\n")
	_ = cmd.Run() // a helper that can't store them is no reason to stop
}

// terminal reports whether standard input is a terminal, so that the user can be prompted.
func terminal() bool { return term.IsTerminal(int(os.Stdin.Fd())) }

// netrc looks up a host, and a user unless that is empty, in the file of passwords that curl and therefore Git reads: $NETRC, ~/.netrc or
// ~/_netrc.
func netrc(host, user string) (login, password string, ok bool) {
	file := os.Getenv("NETRC")
	if file == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", "", false
		}
		file = filepath.Join(home, ".netrc")
		if _, err := os.Stat(file); err != nil {
			file = filepath.Join(home, "_netrc")
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", "", false
	}
	words := bufio.NewScanner(bytes.NewReader(withoutMacros(text)))
	words.Split(bufio.ScanWords)
	matches := false
	found := func() bool { return matches && password != "" && (user == "" || login == user) }
	for words.Scan() {
		switch words.Text() {
		case "machine", "default":
			if found() {
				return login, password, true
			}
			login, password = "", ""
			matches = words.Text() == "default" || words.Scan() && words.Text() == host
		case "login":
			words.Scan()
			login = words.Text()
		case "password":
			words.Scan()
			password = words.Text()
		case "account":
			words.Scan()
		}
	}
	return login, password, found()
}

// withoutMacros removes the macros from a netrc: the lines from macdef up to an empty line.
func withoutMacros(text []byte) []byte {
	var kept []byte
	inMacro := false
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) == 0 {
			inMacro = false
		}
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte("macdef")) {
			inMacro = true
		}
		if !inMacro {
			kept = append(kept, line...)
		}
	}
	return kept
}
