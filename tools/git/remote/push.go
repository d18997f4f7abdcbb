package remote

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	"golang.org/x/crypto/ssh"
)

// This file does the exchange of a push itself: go-git stops listening at the report, and so ends the hooks that run after it and misses what
// they tell, such as the address of a merge request. It also writes every push option with an equals sign.

// Update is a push of one commit to one reference.
type Update struct {
	Ref plumbing.ReferenceName
	// Old is what the reference points to now, and New what it must point to. The zero hash stands for nothing. The server refuses when Old is
	// no longer right, so that nobody's work is pushed away unseen.
	Old, New plumbing.Hash
	// Objects are what the server does not have yet.
	Objects []Object
	// Options are words for the server beside the push. Git has no place for line ends in them.
	Options []string
}

// Answer is what the server told of a push.
type Answer struct {
	// Said are the lines of its hooks.
	Said []string
	// Ref is where it put the commit: a server may choose another place than was asked.
	Ref plumbing.ReferenceName
}

// Push pushes one commit. The error is an *Error or a *RejectedError.
func (r *Remote) Push(ctx context.Context, store storer.EncodedObjectStorer, u Update) (Answer, error) {
	done := Answer{Ref: u.Ref}
	err := r.session(ctx, r.push, func(auth transport.AuthMethod) error {
		receiver, err := r.receiver(ctx, auth)
		if err != nil {
			return err
		}
		defer receiver.close()
		if now, known := refsOf(receiver.advertised)[u.Ref]; known && now != u.Old || !known && u.Old != plumbing.ZeroHash {
			return &RejectedError{Kind: Moved, Ref: u.Ref}
		}
		caps := receiver.advertised.Capabilities
		if len(u.Options) > 0 && !caps.Supports(capability.PushOptions) {
			return &Error{Kind: NoOptions, Address: address(r.push)}
		}
		answer, err := receiver.send(func(w io.Writer) error { return encode(w, caps, store, u) })
		if err != nil {
			return err
		}
		lines := &lines{}
		report, err := listen(answer, caps, lines)
		done.Said = lines.all
		if err != nil {
			return err
		}
		ref, err := judge(report, u.Ref, done.Said)
		if ref != "" {
			done.Ref = ref
		}
		return err
	})
	return done, err
}

// receiver is git-receive-pack on a server, that has told what it holds.
type receiver struct {
	advertised *packp.AdvRefs
	// send writes a request, and returns the answer.
	send  func(encode func(io.Writer) error) (io.Reader, error)
	close func()
}

// reportStatusV2 is a report that also tells where the server put a commit.
const reportStatusV2 capability.Capability = "report-status-v2"

// encode writes the request of a push: what must change, the options, and the objects.
func encode(w io.Writer, caps *capability.List, store storer.EncodedObjectStorer, u Update) error {
	asked := []string{"report-status", "agent=dilemma"}
	if caps.Supports(reportStatusV2) {
		asked[0] = string(reportStatusV2)
	}
	if caps.Supports(capability.Sideband64k) {
		asked = append(asked, "side-band-64k")
	}
	if len(u.Options) > 0 {
		asked = append(asked, "push-options")
	}
	e := pktline.NewEncoder(w)
	if err := e.Encodef("%s %s %s\x00 %s", u.Old, u.New, u.Ref, strings.Join(asked, " ")); err != nil {
		return err
	}
	if err := e.Flush(); err != nil {
		return err
	}
	if len(u.Options) > 0 {
		for _, o := range u.Options {
			if err := e.EncodeString(o); err != nil {
				return err
			}
		}
		if err := e.Flush(); err != nil {
			return err
		}
	}
	return writePack(w, store, u.Objects)
}

// listen reads the answer to a push up to its end, and returns the lines of the report; those of the hooks come beside it.
func listen(answer io.Reader, caps *capability.List, beside *lines) (report []string, err error) {
	defer beside.end()
	if caps.Supports(capability.Sideband64k) {
		d := sideband.NewDemuxer(sideband.Sideband64k, answer)
		d.Progress = beside
		answer = d
	}
	told, err := io.ReadAll(answer)
	if err != nil {
		return nil, err
	}
	s := pktline.NewScanner(bytes.NewReader(told))
	for s.Scan() && len(s.Bytes()) > 0 {
		report = append(report, strings.TrimSuffix(string(s.Bytes()), "\n"))
	}
	if s.Err() != nil || len(report) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return report, nil
}

// judge reads a report: "unpack ok", and of a reference "ok REF" or "ng REF REASON", with "option refname REF" when the server chose another
// place. It returns that place, or why the server did not take the push.
func judge(report []string, ref plumbing.ReferenceName, said []string) (place plumbing.ReferenceName, err error) {
	reason, reported := "", false
	for _, line := range report {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "unpack" && rest != "ok":
			return "", &RejectedError{Kind: Declined, Ref: ref, Reason: rest, Said: said}
		case word == "ok":
			reported = true
		case word == "ng":
			_, reason, _ = strings.Cut(rest, " ")
			reported = false
		case strings.HasPrefix(line, "option refname "):
			place = plumbing.ReferenceName(strings.TrimPrefix(line, "option refname "))
		}
	}
	if reported {
		return place, nil
	}
	kind := Declined
	for _, moved := range []string{"fetch first", "non-fast-forward", "stale info", "incorrect old value", "cannot lock ref", "failed to update ref", "failed to lock", "already exists"} {
		if strings.Contains(reason, moved) {
			kind = Moved
		}
	}
	return "", &RejectedError{Kind: kind, Ref: ref, Reason: reason, Said: said}
}

func (r *Remote) receiver(ctx context.Context, auth transport.AuthMethod) (*receiver, error) {
	switch r.push.Protocol {
	case "http", "https":
		return r.receiverHTTP(ctx, auth)
	case "ssh":
		return r.receiverSSH(ctx, auth)
	}
	return r.receiverFolder(ctx)
}

// receiverHTTP asks over HTTP what the server holds by go-git, which follows a redirect and keeps the password from another host, and sends the
// push in a request of its own.
func (r *Remote) receiverHTTP(ctx context.Context, auth transport.AuthMethod) (*receiver, error) {
	client := r.HTTPClient()
	session, err := githttp.NewClient(client).NewReceivePackSession(r.push, auth)
	if err != nil {
		return nil, err
	}
	host := hostPort(r.push)
	advertised, err := session.AdvertisedReferencesContext(ctx) // moves r.push along with a redirect
	if err != nil {
		return nil, err
	}
	var body io.ReadCloser
	return &receiver{
		advertised: advertised,
		send: func(encode func(io.Writer) error) (io.Reader, error) {
			var content bytes.Buffer
			if err := encode(&content); err != nil {
				return nil, err
			}
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.push.String()+"/git-receive-pack", &content)
			if err != nil {
				return nil, err
			}
			req.Header.Set("Content-Type", "application/x-git-receive-pack-request")
			req.Header.Set("Accept", "application/x-git-receive-pack-result")
			req.Header.Set("User-Agent", "git/dilemma") // some servers answer Git at the same address as browsers
			if a, ok := auth.(githttp.AuthMethod); ok && hostPort(r.push) == host {
				a.SetAuth(req)
			}
			res, err := client.Do(req)
			if err != nil {
				return nil, err
			}
			body = res.Body
			return res.Body, githttp.NewErr(res)
		},
		close: func() {
			if body != nil {
				body.Close()
			}
			session.Close()
		},
	}, nil
}

// receiverSSH runs git-receive-pack on a server.
func (r *Remote) receiverSSH(ctx context.Context, auth transport.AuthMethod) (*receiver, error) {
	keys := auth.(*sshAuth)
	config, err := keys.ClientConfig()
	if err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{Timeout: connectTimeout}).DialContext(ctx, "tcp", keys.host())
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	over, channels, requests, err := ssh.NewClientConn(conn, keys.host(), config)
	if err != nil {
		conn.Close()
		return nil, err
	}
	client := ssh.NewClient(over, channels, requests)
	session, err := client.NewSession()
	if err != nil {
		client.Close()
		return nil, err
	}
	in, inErr := session.StdinPipe()
	out, outErr := session.StdoutPipe()
	var complaint limited
	session.Stderr = &complaint
	for _, err := range []error{inErr, outErr, session.Start("git-receive-pack " + quote(r.push.Path))} {
		if err != nil {
			client.Close()
			return nil, err
		}
	}
	return overStream(in, out, &complaint, func() {
		stop()
		_ = session.Wait() // it ends when its answer was read, or when the connection closes below
		client.Close()
	}, func() { client.Close() })
}

// receiverFolder runs git-receive-pack in a repository on this machine.
func (r *Remote) receiverFolder(ctx context.Context) (*receiver, error) {
	if _, err := r.client(r.push); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "git", "receive-pack", r.push.Path)
	var complaint limited
	cmd.Stderr = &complaint
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	for _, err := range []error{inErr, outErr} {
		if err != nil {
			return nil, err
		}
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return overStream(in, out, &complaint, func() { _ = cmd.Wait() }, func() { _ = cmd.Process.Kill() })
}

// overStream is a receiver over one connection both ways. end waits for the server to finish, and kill makes it.
func overStream(in io.WriteCloser, out io.Reader, complaint *limited, end, kill func()) (*receiver, error) {
	advertised := packp.NewAdvRefs()
	if err := advertised.Decode(out); err != nil && err != packp.ErrEmptyAdvRefs {
		in.Close()
		kill()
		end()
		if told := complaint.String(); told != "" {
			if missing(told) {
				return nil, fmt.Errorf("%w: %s", transport.ErrRepositoryNotFound, told)
			}
			return nil, fmt.Errorf("%w: %s", transport.ErrAuthorizationFailed, told)
		}
		return nil, err
	}
	sent := false
	return &receiver{
		advertised: advertised,
		send: func(encode func(io.Writer) error) (io.Reader, error) {
			sent = true
			if err := encode(in); err != nil {
				return nil, err
			}
			return out, in.Close()
		},
		close: func() {
			if !sent {
				_ = pktline.NewEncoder(in).Flush() // nothing to change
				in.Close()
			}
			end()
		},
	}, nil
}

// missing reports whether a complaint of a server is that it has no such repository.
func missing(told string) bool {
	for _, words := range []string{"does not appear to be a git repository", "not found", "does not exist", "could not be found"} {
		if strings.Contains(strings.ToLower(told), words) {
			return true
		}
	}
	return false
}

// limited keeps the first of what is written to it.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := 4096 - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// quote writes a path as one word for the shell of a server.
func quote(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }

// hostPort is the host of an address, with its port when it names one.
func hostPort(ep *transport.Endpoint) string {
	if ep.Port == 0 {
		return ep.Host
	}
	return net.JoinHostPort(ep.Host, strconv.Itoa(ep.Port))
}
