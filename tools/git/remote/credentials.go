package remote

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	"golang.org/x/term"
)

// attempt is a user name with a password or a token to try.
type attempt struct {
	auth   *githttp.BasicAuth
	filled string // the output of "git credential fill", when the credentials come from there
}

// sessionHTTP calls use without credentials. When the server asks for credentials it calls use again with each that is found, until the server
// accepts one: a token from the environment, those in netrc, and those of the credential helpers of git.
func (r *Remote) sessionHTTP(ctx context.Context, ep *transport.Endpoint, use func(transport.AuthMethod) error) error {
	key := ep.Protocol + "://" + hostPort(ep)
	if good := r.accepted[key]; good != nil {
		return use(good)
	}
	err := use(nil)
	if !asksWho(err) || ep.Password != "" {
		return err
	}
	found := false
	for next := range r.attempts(ctx, ep) {
		found = true
		err = use(next.auth)
		if asksWho(err) {
			next.report(ctx, "reject")
			continue
		}
		if !errors.Is(err, transport.ErrAuthorizationFailed) {
			r.accepted[key] = next.auth
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

// attempts yields the credentials that are found, one by one: finding the last ones may prompt the user.
func (r *Remote) attempts(ctx context.Context, ep *transport.Endpoint) func(func(attempt) bool) {
	return func(yield func(attempt) bool) {
		if name, token := r.token(ep); token != "" && safe(ep) {
			if ep.User != "" {
				name = ep.User
			}
			if !yield(attempt{auth: &githttp.BasicAuth{Username: name, Password: token}}) {
				return
			}
		}
		if login, password, ok := netrc(ep.Host, ep.User); ok {
			if !yield(attempt{auth: &githttp.BasicAuth{Username: login, Password: password}}) {
				return
			}
		}
		if a, ok := gitCredential(ctx, ep); ok {
			yield(a)
		}
	}
}

// safe reports whether a token may be sent to an address: over TLS, or to this machine.
func safe(ep *transport.Endpoint) bool {
	ip := net.ParseIP(strings.Trim(ep.Host, "[]"))
	return ep.Protocol == "https" || ep.Host == "localhost" || ip != nil && ip.IsLoopback()
}

// token returns the token in the environment for the host of an address, and the user name that goes with it; both are "" when there is none.
func (r *Remote) token(ep *transport.Endpoint) (user, token string) {
	if r.Tokens == nil {
		return "", ""
	}
	user, names := r.Tokens(ep.Host)
	for _, name := range names {
		if token := os.Getenv(name); token != "" {
			return user, token
		}
	}
	return "", ""
}

// gitCredential asks the credential helpers of the user, through "git credential fill". Git may prompt the user when standard input is a
// terminal. It reports whether it found a password.
func gitCredential(ctx context.Context, ep *transport.Endpoint) (attempt, bool) {
	var filled strings.Builder
	fmt.Fprintf(&filled, "protocol=%s\nhost=%s\npath=%s\n", ep.Protocol, hostPort(ep), strings.TrimPrefix(ep.Path, "/"))
	if ep.User != "" {
		fmt.Fprintf(&filled, "username=%s\n", ep.User)
	}
	cmd := exec.CommandContext(ctx, "git", "credential", "fill")
	cmd.Stdin, cmd.Stderr = strings.NewReader(filled.String()+"\n"), io.Discard
	if !terminal() {
		cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0")
	} else {
		cmd.Stderr = os.Stderr
	}
	out, err := cmd.Output()
	if err != nil {
		return attempt{}, false // there is no git, no helper, or no password
	}
	a := attempt{auth: &githttp.BasicAuth{}, filled: string(out)}
	for line := range strings.Lines(string(out)) {
		key, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
		switch key {
		case "username":
			a.auth.Username = value
		case "password":
			a.auth.Password = value
		}
	}
	return a, a.auth.Password != ""
}

// report tells the credential helpers whether the server accepted their credentials ("approve" or "reject"), as git does.
func (a attempt) report(ctx context.Context, verdict string) {
	if a.filled == "" {
		return
	}
	cmd := exec.CommandContext(ctx, "git", "credential", verdict)
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
