package remote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"golang.org/x/crypto/ssh"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// This file asks a service of Git at a server, over each protocol. The transports of go-git know no limits, and some of them can't be cancelled.

// What a server may send at most: its list of references, the commits that are fetched, and its answer to a push.
const (
	maxRefs   = 8 << 20
	maxPack   = 512 << 20
	maxAnswer = 1 << 20
)

// service is a program of Git at a server.
type service string

const (
	uploadPack  service = transport.UploadPackServiceName
	receivePack service = transport.ReceivePackServiceName
)

// most returns how much the service may send as its answer.
func (s service) most() int64 {
	if s == uploadPack {
		return maxPack
	}
	return maxAnswer
}

// exchange is a conversation with a service, after it has listed its references.
type exchange struct {
	advertised *packp.AdvRefs
	// send writes a request with encode, and returns a reader of the answer.
	send func(encode func(io.Writer) error) (io.Reader, error)
	// why returns the reason that the conversation was ended for here, when it was; else the error.
	why   func(error) error
	close func()
}

// open begins a conversation with a service at an endpoint. login is for HTTP, keys for SSH; nil is nobody.
func (r *Remote) open(ctx context.Context, ep *transport.Endpoint, s service, login *login, keys *sshAuth) (*exchange, error) {
	switch ep.Protocol {
	case "http", "https":
		return r.openHTTP(ctx, ep, s, login)
	case "ssh":
		if program := r.sshProgram(ep, s); program != nil {
			return r.openProgram(ctx, ep.Host, s, program)
		}
		return r.openSSH(ctx, ep, s, keys)
	}
	return r.openFolder(ctx, ep, s)
}

// statusError is the status of an HTTP answer that is not a success.
type statusError int

func (s statusError) Error() string { return fmt.Sprintf("status %d", int(s)) }

// statusOf returns an error for the status of an answer that is not a success. It does not read the answer.
func statusOf(res *http.Response) error {
	switch {
	case res.StatusCode == http.StatusOK:
		return nil
	case res.StatusCode == http.StatusUnauthorized:
		return transport.ErrAuthenticationRequired
	case res.StatusCode == http.StatusForbidden:
		return transport.ErrAuthorizationFailed
	case res.StatusCode == http.StatusNotFound:
		return transport.ErrRepositoryNotFound
	}
	return statusError(res.StatusCode)
}

// infoRefs is where a repository lists its references.
const infoRefs = "/info/refs"

// openHTTP lists the references. A server may refer to another path of its own, to which the request goes too.
func (r *Remote) openHTTP(ctx context.Context, ep *transport.Endpoint, s service, login *login) (*exchange, error) {
	page := pageOf(ep)
	res, err := r.ask(ctx, ep, http.MethodGet, page.JoinPath(infoRefs), url.Values{"service": {string(s)}}, s, login, nil)
	if err != nil {
		return nil, err
	}
	advertised, err := references(res.Body)
	moved := *res.Request.URL
	res.Body.Close()
	if err != nil {
		return nil, err
	}
	var own bool
	if moved.Path, own = strings.CutSuffix(moved.Path, infoRefs); !own {
		return nil, wire.NewRedirectError(res.Request.URL)
	}
	moved.RawPath, moved.RawQuery = "", ""
	var answer io.ReadCloser
	return &exchange{
		advertised: advertised,
		send: func(encode func(io.Writer) error) (io.Reader, error) {
			var content bytes.Buffer
			if err := encode(&content); err != nil {
				return nil, err
			}
			res, err := r.ask(ctx, ep, http.MethodPost, moved.JoinPath(string(s)), nil, s, login, &content)
			if err != nil {
				return nil, err
			}
			answer = res.Body
			return answer, nil
		},
		why: func(err error) error { return err },
		close: func() {
			if answer != nil {
				answer.Close()
			}
		},
	}, nil
}

// ask sends a request for a service, and returns an answer that is a success.
func (r *Remote) ask(ctx context.Context, ep *transport.Endpoint, method string, page *url.URL, query url.Values, s service, login *login, content *bytes.Buffer) (*http.Response, error) {
	page.RawQuery = query.Encode()
	client := r.HTTPClient()
	grace, limit := r.Patience.Or().Grace, int64(maxRefs)
	var body io.Reader
	if content != nil {
		body, limit = content, s.most()
		if s == receivePack {
			grace = r.Patience.Or().Work
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, page.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "git/dilemma") // some servers answer Git at the same address as browsers
	if content != nil {
		req.Header.Set("Content-Type", fmt.Sprintf("application/x-%s-request", s))
		req.Header.Set("Accept", fmt.Sprintf("application/x-%s-result", s))
	}
	r.addHeaders(req, ep.User)
	if login != nil {
		req.SetBasicAuth(login.user, login.password)
	}
	res, err := client.Do(req, grace, limit)
	if err != nil {
		return nil, err
	}
	if err := statusOf(res); err != nil {
		res.Body.Close()
		return nil, err
	}
	return res, nil
}

// references reads the references that a service lists. A repository without any lists none.
func references(r io.Reader) (*packp.AdvRefs, error) {
	advertised := packp.NewAdvRefs()
	err := advertised.Decode(r)
	if errors.Is(err, packp.ErrEmptyAdvRefs) {
		err = nil
	}
	transport.FilterUnsupportedCapabilities(advertised.Capabilities)
	return advertised, err
}

// openSSH runs a service on a server over SSH.
func (r *Remote) openSSH(ctx context.Context, ep *transport.Endpoint, s service, keys *sshAuth) (*exchange, error) {
	config, err := keys.config()
	if err != nil {
		return nil, err
	}
	dialled, err := (&net.Dialer{Timeout: connectTimeout}).DialContext(ctx, "tcp", keys.host())
	if err != nil {
		return nil, err
	}
	patience := r.Patience.Or()
	grace := patience.Grace
	if s == receivePack {
		grace = patience.Work
	}
	conn := patience.Watch(ctx, dialled, grace, func() {
		if r.Waiting != nil {
			r.Waiting(ep.Host)
		}
	})
	over, channels, requests, err := ssh.NewClientConn(conn, keys.host(), config)
	if err != nil {
		conn.Close()
		return nil, conn.Why(err)
	}
	client := ssh.NewClient(over, channels, requests)
	session, err := client.NewSession()
	if err != nil {
		client.Close()
		return nil, conn.Why(err)
	}
	in, inErr := session.StdinPipe()
	out, outErr := session.StdoutPipe()
	var complaint limited
	session.Stderr = &complaint
	for _, err := range []error{inErr, outErr, session.Start(string(s) + " " + quote(ep.Path))} {
		if err != nil {
			client.Close()
			return nil, conn.Why(err)
		}
	}
	return overStream(s, conn.Clock.Writer(in), conn.Clock.Reader(out), &complaint, conn.Why, func(whole bool) {
		if whole {
			_ = session.Wait() // until the server has finished; it must not be cut off while its hooks run
		}
		client.Close()
	})
}

// overStream returns an exchange that writes to in and reads from out. complaint holds the standard error of the server. end ends the conversation;
// whole tells that the answer was read to its end, so that the server ends by itself.
func overStream(s service, in io.WriteCloser, out io.Reader, complaint *limited, why func(error) error, end func(whole bool)) (*exchange, error) {
	advertised, err := references(wire.Most(out, maxRefs))
	if err != nil {
		in.Close()
		end(false)
		if output := complaint.String(); output != "" && why(err) == err {
			return nil, &complaintError{output}
		}
		return nil, why(err)
	}
	answer := &ending{r: wire.Most(out, s.most())}
	sent := false
	return &exchange{
		advertised: advertised,
		send: func(encode func(io.Writer) error) (io.Reader, error) {
			sent = true
			if err := encode(in); err != nil {
				return nil, err
			}
			return answer, in.Close()
		},
		why: why,
		close: func() {
			if !sent {
				_ = pktline.NewEncoder(in).Flush() // nothing more to ask
				in.Close()
			}
			end(answer.ended)
		},
	}, nil
}

// ending notes that a reader came to its end.
type ending struct {
	r     io.Reader
	ended bool
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.ended = e.ended || err == io.EOF
	return n, err
}

// complaintError is what a server, or the program that leads to it, printed instead of an answer.
type complaintError struct{ output string }

func (e *complaintError) Error() string { return e.output }

// Unwrap tells what a server means by it.
func (e *complaintError) Unwrap() error {
	if missing(e.output) {
		return transport.ErrRepositoryNotFound
	}
	return transport.ErrAuthorizationFailed
}

// missing reports whether the standard error of a server says that there is no such repository.
func missing(output string) bool {
	for _, words := range []string{"does not appear to be a git repository", "not found", "does not exist", "could not be found"} {
		if strings.Contains(strings.ToLower(output), words) {
			return true
		}
	}
	return false
}

// limited keeps the first 4096 bytes that are written to it. It may be read meanwhile.
type limited struct {
	mu   sync.Mutex
	kept []byte
}

func (l *limited) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = append(l.kept, p[:min(4096-len(l.kept), len(p))]...)
	return len(p), nil
}

func (l *limited) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.kept)
}

// quote quotes a path for the shell of a server.
func quote(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }
