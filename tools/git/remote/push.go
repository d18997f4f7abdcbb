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

// This file implements the exchange of a push itself. go-git stops reading at the status report: it misses what the hooks print after that, such
// as the address of a merge request, and may end these hooks. It also writes an equals sign in every push option.

// Update is a push of one commit to one reference.
type Update struct {
	Ref plumbing.ReferenceName
	// Old is what the reference points to now, and New what it must point to; the zero hash means that it does not exist. The server rejects the
	// push when the reference is no longer at Old, so that no other push is overwritten.
	Old, New plumbing.Hash
	// Objects are the objects that the server does not have yet.
	Objects []Object
	// Options are the push options, as KEY or KEY=VALUE. They can't hold line breaks.
	Options []string
}

// Answer is the answer of the server to a push.
type Answer struct {
	// Messages are the lines that the hooks of the server printed.
	Messages []string
	// Ref is the reference that the server put the commit at, which may differ from the one in the Update.
	Ref plumbing.ReferenceName
}

// Push pushes one commit from a store of objects. The error is an *Error or a *RejectedError; the Answer holds the messages then too.
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
		done.Messages = lines.all
		if err != nil {
			return err
		}
		ref, err := judge(report, u.Ref, done.Messages)
		if ref != "" {
			done.Ref = ref
		}
		return err
	})
	return done, err
}

// receiver is a session with git-receive-pack on a server, after it has listed its references.
type receiver struct {
	advertised *packp.AdvRefs
	// send writes a request with encode, and returns a reader of the answer.
	send  func(encode func(io.Writer) error) (io.Reader, error)
	close func()
}

// reportStatusV2 is the capability of a status report that can also name the reference at which the server put a commit.
const reportStatusV2 capability.Capability = "report-status-v2"

// encode writes the request of a push: the change of the reference, the push options and the pack. Source of the format:
// https://git-scm.com/docs/gitprotocol-pack.
func encode(w io.Writer, caps *capability.List, store storer.EncodedObjectStorer, u Update) error {
	capabilities := []string{"report-status", "agent=dilemma"}
	if caps.Supports(reportStatusV2) {
		capabilities[0] = string(reportStatusV2)
	}
	if caps.Supports(capability.Sideband64k) {
		capabilities = append(capabilities, "side-band-64k")
	}
	if len(u.Options) > 0 {
		capabilities = append(capabilities, "push-options")
	}
	e := pktline.NewEncoder(w)
	if err := e.Encodef("%s %s %s\x00 %s", u.Old, u.New, u.Ref, strings.Join(capabilities, " ")); err != nil {
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

// listen reads the answer to a push up to its end. It returns the lines of the status report, and writes what the hooks print to hooks.
func listen(answer io.Reader, caps *capability.List, hooks *lines) (report []string, err error) {
	defer hooks.end()
	if caps.Supports(capability.Sideband64k) {
		d := sideband.NewDemuxer(sideband.Sideband64k, answer)
		d.Progress = hooks
		answer = d
	}
	output, err := io.ReadAll(answer)
	if err != nil {
		return nil, err
	}
	s := pktline.NewScanner(bytes.NewReader(output))
	for s.Scan() && len(s.Bytes()) > 0 {
		report = append(report, strings.TrimSuffix(string(s.Bytes()), "\n"))
	}
	if s.Err() != nil || len(report) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return report, nil
}

// judge reads a status report: "unpack ok", then for the reference "ok REF" or "ng REF REASON", and "option refname REF" when the server chose
// another reference. It returns that reference, or "" when the server did not choose another. The error is a *RejectedError.
func judge(report []string, ref plumbing.ReferenceName, messages []string) (place plumbing.ReferenceName, err error) {
	reason, reported := "", false
	for _, line := range report {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "unpack" && rest != "ok":
			return "", &RejectedError{Kind: Declined, Ref: ref, Reason: rest, Messages: messages}
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
	return "", &RejectedError{Kind: kind, Ref: ref, Reason: reason, Messages: messages}
}

// receiver opens a session with the server that is pushed to.
func (r *Remote) receiver(ctx context.Context, auth transport.AuthMethod) (*receiver, error) {
	switch r.push.Protocol {
	case "http", "https":
		return r.receiverHTTP(ctx, auth)
	case "ssh":
		return r.receiverSSH(ctx, auth)
	}
	return r.receiverFolder(ctx)
}

// receiverHTTP lists the references with go-git, which follows redirects and does not send the password to another host, and sends the push in a
// request of its own.
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

// receiverSSH runs git-receive-pack on a server over SSH.
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

// overStream returns a receiver that writes to in and reads from out. complaint holds the standard error of the server, end waits until the
// server has finished, and kill ends it.
func overStream(in io.WriteCloser, out io.Reader, complaint *limited, end, kill func()) (*receiver, error) {
	advertised := packp.NewAdvRefs()
	if err := advertised.Decode(out); err != nil && err != packp.ErrEmptyAdvRefs {
		in.Close()
		kill()
		end()
		if output := complaint.String(); output != "" {
			if missing(output) {
				return nil, fmt.Errorf("%w: %s", transport.ErrRepositoryNotFound, output)
			}
			return nil, fmt.Errorf("%w: %s", transport.ErrAuthorizationFailed, output)
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

// missing reports whether the standard error of a server says that there is no such repository.
func missing(output string) bool {
	for _, words := range []string{"does not appear to be a git repository", "not found", "does not exist", "could not be found"} {
		if strings.Contains(strings.ToLower(output), words) {
			return true
		}
	}
	return false
}

// limited is a buffer that keeps the first 4096 bytes that are written to it.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := 4096 - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// quote quotes a path for the shell of a server.
func quote(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }

// hostPort returns the host of an address, with the port when the address has one.
func hostPort(ep *transport.Endpoint) string {
	if ep.Port == 0 {
		return ep.Host
	}
	return net.JoinHostPort(ep.Host, strconv.Itoa(ep.Port))
}
