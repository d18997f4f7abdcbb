package remote

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/file"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	gitssh "github.com/go-git/go-git/v5/plumbing/transport/ssh"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// endpoint parses an address as Git writes it: a URL, host:path, or a path, which is relative to root.
func endpoint(raw, root string) (*transport.Endpoint, error) {
	ep, err := transport.NewEndpoint(raw)
	if err == nil && ep.Protocol == "file" && !strings.HasPrefix(raw, "file://") && !filepath.IsAbs(raw) {
		ep.Path = filepath.Join(root, raw)
	}
	return ep, err
}

// client returns the transport of go-git for the protocol of an address. The error is an *Error of the kind NoGit or Address.
func (r *Remote) client(ep *transport.Endpoint) (transport.Transport, error) {
	switch ep.Protocol {
	case "http", "https":
		return githttp.NewClient(r.HTTPClient()), nil
	case "ssh":
		return gitssh.NewClient(nil), nil
	case "file":
		if _, err := exec.LookPath("git"); err != nil {
			return nil, &Error{Kind: NoGit, Address: address(ep), err: err}
		}
		return file.DefaultClient, nil
	}
	return nil, &Error{Kind: Address, Address: address(ep), Detail: ep.Protocol}
}

// HTTPClient returns a client with the proxy and the certificates that the settings of Git name. It limits the time to connect and the time to
// wait for an answer.
func (r *Remote) HTTPClient() *http.Client {
	if r.web == nil {
		r.web = newHTTPClient(r.settings)
	}
	return r.web
}

func newHTTPClient(settings *repo.Settings) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: connectTimeout}).DialContext
	t.TLSHandshakeTimeout = connectTimeout
	t.ResponseHeaderTimeout = 5 * time.Minute // the hooks of a server may be slow
	if proxy, err := url.Parse(settings.Get("http.proxy")); err == nil && proxy.Host != "" {
		t.Proxy = http.ProxyURL(proxy)
	}
	bundle := os.Getenv("GIT_SSL_CAINFO")
	if bundle == "" {
		bundle = settings.Get("http.sslCAInfo")
	}
	if pem, err := os.ReadFile(bundle); bundle != "" && err == nil {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		pool.AppendCertsFromPEM(pem)
		t.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	return &http.Client{Transport: t}
}

// session calls use with the credentials of the user, one after another, until the server accepts one. The error is an *Error, or one that
// failure returns as it is.
func (r *Remote) session(ctx context.Context, ep *transport.Endpoint, use func(transport.AuthMethod) error) error {
	switch ep.Protocol {
	case "http", "https":
		return failure(r.sessionHTTP(ctx, ep, use), ep)
	case "ssh":
		return failure(sessionSSH(ep, use), ep)
	}
	return failure(use(nil), ep)
}
