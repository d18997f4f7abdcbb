package remote

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing/transport"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// errUnsafe means that an address holds what can make a program or a reader take it for another one.
var errUnsafe = errors.New("unsafe address")

// endpoint parses an address as Git writes it: a URL, host:path, or a path, which is relative to root. The error is an *Error of the kind Address, or
// Unsafe for what could deceive: Git refuses those too, since each of them once sent a password to another host or ran a program (CVE-2020-5260,
// CVE-2020-11008, CVE-2024-52006, CVE-2017-1000117).
func endpoint(raw, root string) (*transport.Endpoint, error) {
	if strings.ContainsFunc(raw, unicode.IsControl) || helper().MatchString(raw) {
		return nil, &Error{Kind: Unsafe, Address: withoutPassword(raw), err: errUnsafe}
	}
	ep, err := transport.NewEndpoint(raw)
	if err != nil {
		return nil, &Error{Kind: Address, Address: withoutPassword(raw), err: err}
	}
	if ep.Protocol == "file" {
		if after, ok := strings.CutPrefix(ep.Path, "/"); ok && filepath.VolumeName(after) != "" {
			ep.Path = after // file:///C:/… on Windows
		}
		if !strings.HasPrefix(raw, "file://") && !filepath.IsAbs(raw) {
			ep.Path = filepath.Join(root, raw)
		}
		if ep.Host != "" || ep.Path == "" {
			return nil, &Error{Kind: Address, Address: withoutPassword(raw), err: errUnsafe}
		}
		return ep, nil
	}
	switch ep.Protocol {
	case "http", "https", "ssh":
	default:
		return nil, &Error{Kind: Address, Address: withoutPassword(raw), Detail: ep.Protocol, err: errUnsafe}
	}
	if !honest(ep, raw) {
		return nil, &Error{Kind: Unsafe, Address: withoutPassword(raw), err: errUnsafe}
	}
	return ep, nil
}

var (
	// helper matches the beginning of an address for a program of Git: ext::, fd:: and the like.
	helper = lazy.Regexp(`^[A-Za-z0-9+.-]*::`)
	// hostname matches a host in ASCII: a name in another script is written as xn--, so that it can't be taken for another. A number is an IP
	// version 6.
	hostname = lazy.Regexp(`^([A-Za-z0-9_][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\])$`)
)

// honest reports whether an address on a server, which was written as raw, is what it seems: its decoded parts hold no control characters, its host is
// one, and nothing of it can be taken for an option of a program.
func honest(ep *transport.Endpoint, raw string) bool {
	for _, part := range []string{ep.User, ep.Password, ep.Host, ep.Path} {
		if unprintable(part) {
			return false
		}
	}
	if !hostname().MatchString(ep.Host) || strings.HasPrefix(ep.User, "-") || strings.HasPrefix(ep.Path, "-") || ep.Port < 0 || ep.Port > 65535 {
		return false
	}
	_, authority, isURL := strings.Cut(raw, "://")
	if !isURL {
		return !slices.Contains([]string{"http", "https", "ssh", "git", "file"}, strings.ToLower(ep.Host)) // it lacks a slash
	}
	authority, _, _ = strings.Cut(authority, "/")
	return strings.Count(authority, "@") <= 1 && !strings.ContainsAny(authority, `\?#`) && !(ep.Protocol != "ssh" && strings.ContainsAny(ep.Path, "?#"))
}

// unprintable reports whether a text holds a control character, a character that shows a text in another order or not at all, or a byte that is no
// UTF-8.
func unprintable(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
	})
}

// pageOf returns an address on a server over HTTP as a URL, without a user.
func pageOf(ep *transport.Endpoint) *url.URL {
	return &url.URL{Scheme: ep.Protocol, Host: hostPort(ep), Path: "/" + strings.Trim(ep.Path, "/")}
}

// originOf returns the origin of an address over HTTP; secrets are kept apart by it.
func originOf(ep *transport.Endpoint) string { return wire.Origin(pageOf(ep)) }

// hostPort returns the host of an address, with the port when the address has one.
func hostPort(ep *transport.Endpoint) string {
	if ep.Port == 0 {
		return ep.Host
	}
	return ep.Host + ":" + strconv.Itoa(ep.Port)
}

// address writes an endpoint for the user, without a password, and without the user name that HTTP does not need.
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

// userinfo matches what precedes the host in an address that need not be valid.
var userinfo = lazy.Regexp(`^([A-Za-z][A-Za-z0-9+.-]*://)?[^/]*@`)

// withoutPassword returns an address, which need not be valid, without its user name and password.
func withoutPassword(raw string) string {
	shown := userinfo().ReplaceAllString(raw, "$1")
	if unprintable(shown) {
		return fmt.Sprintf("%+q", shown)
	}
	return shown
}
