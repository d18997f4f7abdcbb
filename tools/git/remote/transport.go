package remote

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"os"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// HTTPClient returns a client with the proxy and the certificates that the settings of Git name, and the Patience of the remote.
func (r *Remote) HTTPClient() *wire.Client {
	if r.web == nil {
		r.web = wire.NewClient(newTransport(r.settings))
	}
	r.web.Patience, r.web.Waiting = r.Patience, r.Waiting
	return r.web
}

func newTransport(settings *repo.Settings) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: connectTimeout}).DialContext
	t.TLSHandshakeTimeout = connectTimeout
	if proxy, err := url.Parse(settings.Get("http.proxy")); err == nil && proxy.Host != "" {
		t.Proxy = func(req *http.Request) (*url.URL, error) {
			if req.URL.Scheme == "http" && wire.Private(req.URL) {
				return nil, nil // what is for this machine leaves it not
			}
			return proxy, nil
		}
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
	return t
}
