// Package door stands before the server of Hugo, so that only who sits at this machine sees the site: concepts and proposals are not public. Hugo answers
// whoever reaches its port, under any name. A page on the web can point its own name at this machine (DNS rebinding) and read along.
package door

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// names are the names under which this machine knows itself.
var names = []string{"localhost", "127.0.0.1", "::1"}

// Door is the server that a browser talks to.
type Door struct {
	listener net.Listener
	inner    *http.Transport
	behind   string // the address of the server of Hugo
	handler  http.Handler
	address  string
	options  []string
}

// Open listens on a port of this machine, which no other machine reaches. It writes the key of the server behind it to the folder dir. Before each answer
// it calls closed, which returns why nothing is to be shown, or ""; it may be nil. Base is the path of the site.
func Open(port int, base, dir string, closed func() string) (*Door, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	inner, options, transport, err := behind(dir)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	port = listener.Addr().(*net.TCPAddr).Port
	site := url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", strconv.Itoa(port)), Path: strings.TrimSuffix(base, "/") + "/"}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "https", Host: inner})
			r.Out.Host = r.In.Host // Hugo compares it with the origin of a page that wants to hear of changes
			// Hugo tells by the second when a page changed, and may write it twice in one.
			r.Out.Header.Del("If-Modified-Since")
		},
		Transport: transport,
		ErrorLog:  log.New(io.Discard, "", 0),
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			w.Header().Set("Refresh", "1") // Hugo is not there yet
			refuse(w, http.StatusServiceUnavailable, message.Text("serve/soon"))
		},
	}
	d := &Door{listener: listener, inner: transport, behind: inner, address: site.String(), options: append(options, "--baseURL", site.String(), "--appendPort=false")}
	d.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ours(r) {
			refuse(w, http.StatusForbidden, message.Text("serve/elsewhere", "address", site.String()))
			return
		}
		if closed != nil {
			if why := closed(); why != "" {
				refuse(w, http.StatusServiceUnavailable, why)
				return
			}
		}
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		w.Header().Set("Cache-Control", "no-cache") // or a browser guesses how long a page stays as it is
		if r.URL.Path == "/" && site.Path != "/" {
			http.Redirect(w, r, site.Path, http.StatusFound) // what one types
			return
		}
		proxy.ServeHTTP(w, r)
	})
	return d, nil
}

func refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}

// Address returns where the site is to be seen.
func (d *Door) Address() string { return d.address }

// Options returns the options with which the server of Hugo stands behind the door.
func (d *Door) Options() []string { return d.options }

// Wait returns as soon as the server of Hugo answers, which it does when the site is made; or with the error of ctx.
func (d *Door) Wait(ctx context.Context) error {
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodHead, "https://"+d.behind+"/livereload.js", nil)
		if err != nil {
			return err
		}
		if res, err := d.inner.RoundTrip(req); err == nil {
			return res.Body.Close()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Serve answers until Close is called.
func (d *Door) Serve() error {
	err := (&http.Server{Handler: d.handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}).Serve(d.listener)
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Close ends Serve, and hangs up on Hugo, which waits for seconds for a connection that nothing was asked on yet.
func (d *Door) Close() error {
	d.inner.CloseIdleConnections()
	return d.listener.Close()
}

// ours reports whether a request comes from the site itself, from the address bar or from a link, under a name of this machine. What another site asks
// for, to show it or to run it, is not ours.
func ours(r *http.Request) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	} else {
		host = strings.Trim(host, "[]")
	}
	if !slices.Contains(names, strings.ToLower(host)) || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	for _, origin := range r.Header.Values("Origin") {
		if !strings.EqualFold(origin, "http://"+r.Host) {
			return false
		}
	}
	from := r.Header.Get("Sec-Fetch-Site") // browsers alone send it, and no page can change it
	return from == "" || from == "none" || from == "same-origin" || r.Header.Get("Sec-Fetch-Mode") == "navigate"
}

// behind makes a place for the server of Hugo on this machine that nobody gets into but by the door: it has a key that only the door accepts. A browser
// does not, whatever name leads it there. It returns the address and the options of Hugo.
func behind(dir string) (address string, options []string, transport *http.Transport, err error) {
	port, err := freePort()
	if err != nil {
		return "", nil, nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", nil, nil, err
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true}
	certificate, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		return "", nil, nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", nil, nil, err
	}
	parsed, err := x509.ParseCertificate(certificate)
	if err != nil {
		return "", nil, nil, err
	}
	certFile, keyFile := filepath.Join(dir, "inner.pem"), filepath.Join(dir, "inner-key.pem")
	err = errors.Join(
		os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), 0o600),
		os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	if err != nil {
		return "", nil, nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	options = []string{"--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--tlsCertFile", certFile, "--tlsKeyFile", keyFile}
	return fmt.Sprintf("127.0.0.1:%d", port), options, &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableCompression: true}, nil
}

// freePort returns a port that nobody listens on. Hugo takes it seconds later, when the site is made; so it is below those that a system gives to whoever asks for
// any port (from 32768 on Linux, from 49152 elsewhere), or a connection of another program would have it by then.
func freePort() (int, error) {
	const lowest, highest = 20000, 32767
	var err error
	for range 100 {
		port := lowest + mathrand.IntN(highest-lowest+1)
		var l net.Listener
		if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			return port, l.Close()
		}
	}
	return 0, err
}
