package remote

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/transport"
	"golang.org/x/net/http/httpproxy"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// HTTPClient returns a client with the proxy and the certificates that the settings of Git name, and the Patience of the remote.
func (r *Remote) HTTPClient() *wire.Client {
	if r.web == nil {
		r.web = wire.NewClient(r.newTransport())
	}
	r.web.Patience, r.web.Waiting = r.Patience, r.Waiting
	return r.web
}

func (r *Remote) newTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: connectTimeout}).DialContext
	t.TLSHandshakeTimeout = connectTimeout
	t.Proxy = r.proxy
	if pool := certificates(r.bundles()); pool != nil {
		t.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	return t
}

// proxy returns the proxy for a request: that of remote.….proxy or http.proxy, else that of the environment. NO_PROXY goes before both, and what is for this
// machine leaves it not. A setting without text means no proxy.
func (r *Remote) proxy(req *http.Request) (*url.URL, error) {
	named := append(r.settings.ForURL("proxy", req.URL, ""), r.settings.All("remote."+r.Name+".proxy")...)
	if len(named) == 0 {
		return http.ProxyFromEnvironment(req)
	}
	use := named[len(named)-1]
	config := httpproxy.Config{HTTPProxy: use, HTTPSProxy: use, NoProxy: cmp.Or(os.Getenv("no_proxy"), os.Getenv("NO_PROXY"))}
	return config.ProxyFunc()(req.URL)
}

// bundles returns the files with certificates that are trusted for the servers of the remote.
func (r *Remote) bundles() []string {
	if bundle := os.Getenv("GIT_SSL_CAINFO"); bundle != "" {
		return []string{bundle}
	}
	var files []string
	for _, ep := range []*transport.Endpoint{r.fetch, r.push} {
		if ep.Protocol == "file" {
			continue
		}
		page := siteOf(ep)
		if isHTTP(ep) {
			page = pageOf(ep)
		}
		if named := r.settings.ForURL("sslCAInfo", page, ep.User); len(named) > 0 {
			files = append(files, repo.Expand(named[len(named)-1], r.settings.Top))
		}
	}
	return files
}

// certificates returns those of the system with those in files; nil when there are none in these.
func certificates(files []string) *x509.CertPool {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	added := false
	for _, file := range files {
		if pem, err := os.ReadFile(file); err == nil && pool.AppendCertsFromPEM(pem) {
			added = true
		}
	}
	if !added {
		return nil
	}
	return pool
}

// addHeaders adds the headers that the settings of Git (http.extraHeader) have for the address of a request, such as the login that a pipeline was given. They
// may hold a secret, so that they only go where one may go.
func (r *Remote) addHeaders(req *http.Request, user string) {
	values := r.settings.ForURL("extraHeader", req.URL, user)
	if !wire.Private(req.URL) {
		return
	}
	for _, line := range repo.Since(values) {
		if name, value, ok := strings.Cut(line, ":"); ok && !unprintable(line) {
			req.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
}

// isHTTP reports whether an address is one over HTTP.
func isHTTP(ep *transport.Endpoint) bool { return ep.Protocol == "http" || ep.Protocol == "https" }
