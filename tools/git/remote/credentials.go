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

// attempt is a user name with a password or a token, and where they come from.
type attempt struct {
	auth  *githttp.BasicAuth
	asked string // what git credential was asked, when it told them
}

// sessionHTTP calls use without credentials, and when the server asks who it is, with each that is found: a token of the environment, netrc, and
// what the credential helpers of git know.
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
			next.tell(ctx, "reject")
			continue
		}
		if !errors.Is(err, transport.ErrAuthorizationFailed) {
			r.accepted[key] = next.auth
			next.tell(ctx, "approve")
		}
		return err
	}
	if !found {
		return &Error{Kind: NoCredentials, Address: address(ep), err: err}
	}
	return err
}

func asksWho(err error) bool { return errors.Is(err, transport.ErrAuthenticationRequired) }

// attempts yields the credentials that are found, one after the other: the last may ask the user.
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

// safe reports whether a token may be sent: nobody on the way can read it.
func safe(ep *transport.Endpoint) bool {
	ip := net.ParseIP(strings.Trim(ep.Host, "[]"))
	return ep.Protocol == "https" || ep.Host == "localhost" || ip != nil && ip.IsLoopback()
}

// token returns the token of the environment for this host, and the user name that goes with it.
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

// gitCredential asks the credential helpers that the user has set up, by git itself. Git may ask the user when there is a terminal.
func gitCredential(ctx context.Context, ep *transport.Endpoint) (attempt, bool) {
	var asked strings.Builder
	fmt.Fprintf(&asked, "protocol=%s\nhost=%s\npath=%s\n", ep.Protocol, hostPort(ep), strings.TrimPrefix(ep.Path, "/"))
	if ep.User != "" {
		fmt.Fprintf(&asked, "username=%s\n", ep.User)
	}
	cmd := exec.CommandContext(ctx, "git", "credential", "fill")
	cmd.Stdin, cmd.Stderr = strings.NewReader(asked.String()+"\n"), io.Discard
	if !terminal() {
		cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0")
	} else {
		cmd.Stderr = os.Stderr
	}
	out, err := cmd.Output()
	if err != nil {
		return attempt{}, false // no git, no helper, or nothing known
	}
	a := attempt{auth: &githttp.BasicAuth{}, asked: string(out)}
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

// tell lets the helpers know whether their credentials were right, as git does.
func (a attempt) tell(ctx context.Context, verdict string) {
	if a.asked == "" {
		return
	}
	cmd := exec.CommandContext(ctx, "git", "credential", verdict)
	cmd.Stdin = strings.NewReader(a.asked + "\n")
	_ = cmd.Run() // a helper that can't keep them is no reason to stop
}

// terminal reports whether there is a person to ask.
func terminal() bool { return term.IsTerminal(int(os.Stdin.Fd())) }

// netrc looks a host up in the file with passwords that curl, and so Git, reads.
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

// withoutMacros takes the lines of commands from a netrc: from macdef up to an empty line.
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
