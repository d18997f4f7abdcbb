package remote

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
)

// Kind is a sort of failure, for the words that a person needs.
type Kind string

const (
	NoRemote      Kind = "no-remote"      // the settings name no such remote
	Address       Kind = "address"        // its address can't be understood
	Unreachable   Kind = "unreachable"    // no answer
	Certificate   Kind = "certificate"    // the server can't prove who it is
	HostUnknown   Kind = "host-unknown"   // its SSH key is not in known_hosts
	HostChanged   Kind = "host-changed"   // its SSH key is another than that in known_hosts
	NoCredentials Kind = "no-credentials" // it asks who the user is, and nothing was found to tell
	Refused       Kind = "refused"        // it does not accept what was told
	Forbidden     Kind = "forbidden"      // the user may not do this
	NotFound      Kind = "not-found"      // no such repository, or not for this user
	NoOptions     Kind = "no-options"     // it takes no push options
	NoGit         Kind = "no-git"         // the remote is a folder, and there is no git to open it
	Broken        Kind = "broken"         // the connection ended halfway
	Trouble       Kind = "trouble"        // anything else
)

// Error is a failure between here and the server.
type Error struct {
	Kind    Kind
	Address string // without a password
	// Detail is what a person needs to look at: the fingerprint of a key, the names of keys that were tried, an answer.
	Detail string
	err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %v", e.Address, e.Kind, e.err) }
func (e *Error) Unwrap() error { return e.err }

// Rejection is why a server did not take a push.
type Rejection string

const (
	Moved    Rejection = "moved"    // the reference is no longer what it was
	Declined Rejection = "declined" // a rule of the server forbids it
)

// RejectedError says that the server did not take a push. Nothing changed there.
type RejectedError struct {
	Kind   Rejection
	Ref    plumbing.ReferenceName
	Reason string
	// Said is what the server told beside it.
	Said []string
}

func (e *RejectedError) Error() string { return fmt.Sprintf("%s: %s: %s", e.Ref, e.Kind, e.Reason) }

// failure makes an Error of what a session returned.
func failure(err error, ep *transport.Endpoint) error {
	var (
		own      *Error
		rejected *RejectedError
		http     *githttp.Err
		dns      *net.DNSError
		op       *net.OpError
		cert     *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own), errors.As(err, &rejected), errors.Is(err, transport.ErrEmptyRemoteRepository), errors.Is(err, context.Canceled):
		return err
	}
	var unexpected *plumbing.UnexpectedError
	if errors.As(err, &unexpected) {
		err = unexpected.Err // it hides what it holds from errors.Is
	}
	e := &Error{Kind: Trouble, Address: address(ep), err: err}
	switch {
	case errors.Is(err, transport.ErrAuthenticationRequired):
		e.Kind = Refused
	case errors.Is(err, transport.ErrAuthorizationFailed):
		e.Kind = Forbidden
	case errors.Is(err, transport.ErrRepositoryNotFound):
		e.Kind = NotFound
	case errors.As(err, &cert), errors.As(err, &unknown):
		e.Kind = Certificate
	case errors.As(err, &dns), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &op) && op.Op == "dial":
		e.Kind = Unreachable
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, io.ErrClosedPipe), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.As(err, &op):
		e.Kind = Broken
	case errors.As(err, &http):
		e.Detail = fmt.Sprint(http.StatusCode())
	}
	return e
}

// address writes an endpoint for a person.
func address(ep *transport.Endpoint) string {
	if ep.Protocol == "file" {
		return ep.Path
	}
	shown := *ep
	shown.Password = ""
	if shown.Protocol != "ssh" {
		shown.User = ""
	}
	return shown.String()
}

func withoutPassword(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		u.User = nil
		return u.String()
	}
	_, after, found := strings.Cut(raw, "@")
	if !found {
		return raw
	}
	return after
}
