package remote

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/transport"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// Kind is the kind of an Error. The sentence for users is "fail/remote-" and the kind in the message catalogue.
type Kind string

const (
	NoRemote      Kind = "no-remote"      // the settings of Git have no remote with this name
	Address       Kind = "address"        // the address of the remote is not valid
	Unsafe        Kind = "unsafe"         // the address of the remote holds what can deceive: nothing was asked
	Foreign       Kind = "foreign"        // another user owns the repository, and its settings could lead elsewhere: nothing was asked
	Plain         Kind = "plain"          // the server asks for credentials over an unencrypted connection: none were sent
	Redirected    Kind = "redirected"     // the server refers to another server, which was not asked
	Slow          Kind = "slow"           // the server does not answer, or too slowly
	Endless       Kind = "endless"        // the server sends more than an answer can be
	Unreachable   Kind = "unreachable"    // the server does not answer
	Certificate   Kind = "certificate"    // the TLS certificate of the server is not trusted
	HostUnknown   Kind = "host-unknown"   // the SSH key of the server is not in known_hosts
	HostChanged   Kind = "host-changed"   // the SSH key of the server differs from the one in known_hosts
	NoCredentials Kind = "no-credentials" // the server asks for credentials, and none were found
	Refused       Kind = "refused"        // the server does not accept the credentials
	Forbidden     Kind = "forbidden"      // the user is not allowed to do this
	NotFound      Kind = "not-found"      // the repository does not exist, or is hidden from this user
	NoOptions     Kind = "no-options"     // the server does not support push options
	SSHProgram    Kind = "ssh-program"    // the program for SSH that the user set up does not make the connection
	NoGit         Kind = "no-git"         // the remote is a folder on this machine, which needs the program git
	Broken        Kind = "broken"         // the connection ended before the answer was complete
	Trouble       Kind = "trouble"        // anything else
)

// Error is a failure of the exchange with a server.
type Error struct {
	Kind    Kind
	Address string // without a password
	// Detail is for the user, by kind: the fingerprint of a host key, the names of the keys that were tried, the status of an HTTP answer, the
	// protocol of an address, the address that a server refers to, or a program and what it said. It may be empty.
	Detail string
	err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %v", e.Address, e.Kind, e.err) }
func (e *Error) Unwrap() error { return e.err }

// Rejection is the kind of a RejectedError.
type Rejection string

const (
	Moved    Rejection = "moved"    // the reference no longer points to Update.Old
	Declined Rejection = "declined" // a rule of the server forbids the push, or the server did not report on it
)

// RejectedError means that the server rejected a push. Nothing changed on the server.
type RejectedError struct {
	Kind Rejection
	Ref  plumbing.ReferenceName
	// Reason is that of the server, in its own words; empty when it gave none.
	Reason string
	// Messages are the lines that the hooks of the server printed.
	Messages []string
}

func (e *RejectedError) Error() string { return fmt.Sprintf("%s: %s: %s", e.Ref, e.Kind, e.Reason) }

// failure turns an error of a session into an *Error. It returns nil, an *Error, a *RejectedError, a *repo.DiskError,
// transport.ErrEmptyRemoteRepository and context.Canceled as they are.
func failure(err error, ep *transport.Endpoint) error {
	var (
		own      *Error
		rejected *RejectedError
		status   statusError
		redirect *wire.RedirectError
		disk     *repo.DiskError
		dns      *net.DNSError
		op       *net.OpError
		cert     *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own), errors.As(err, &rejected), errors.As(err, &disk), errors.Is(err, transport.ErrEmptyRemoteRepository), errors.Is(err, context.Canceled):
		return err
	}
	e := &Error{Kind: Trouble, Address: address(ep), err: err}
	switch {
	case errors.Is(err, wire.ErrPlain):
		e.Kind = Plain
	case errors.Is(err, wire.ErrSlow):
		e.Kind = Slow
	case errors.Is(err, wire.ErrTooMuch), errors.Is(err, repo.ErrBomb):
		e.Kind = Endless
	case errors.As(err, &redirect):
		e.Kind, e.Detail = Redirected, strings.TrimSuffix(redirect.To, infoRefs)
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
	case errors.As(err, &status):
		e.Detail = fmt.Sprint(int(status))
	}
	return e
}
