package door

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// open opens a door before a server that stands where Hugo would, and returns its address.
func open(t *testing.T, closed func() string) (door *Door, address string) {
	t.Helper()
	door, err := Open(0, "/pad", t.TempDir(), closed)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = door.Serve() }()
	t.Cleanup(func() { door.Close() })
	return door, door.listener.Addr().String()
}

// option returns the value of an option of Hugo.
func (d *Door) option(name string) string { return d.options[slices.Index(d.options, name)+1] }

// hugo starts a server with the options of the door.
func hugo(t *testing.T, d *Door) {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(d.option("--bind"), d.option("--port")))
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") == "websocket" {
			w.Header().Set("Connection", "Upgrade")
			w.Header().Set("Upgrade", "websocket")
			w.WriteHeader(http.StatusSwitchingProtocols)
			return
		}
		fmt.Fprintf(w, "concept %s %s", r.Host, r.URL)
	})}
	go func() { _ = server.ServeTLS(listener, d.option("--tlsCertFile"), d.option("--tlsKeyFile")) }()
	t.Cleanup(func() { server.Close() })
}

// ask sends a request as it stands, and returns the status and the rest of the answer.
func ask(t *testing.T, address, request string) (status int, text string) {
	t.Helper()
	c, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(c, strings.ReplaceAll(request, "\n", "\r\n")+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	res, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode == http.StatusSwitchingProtocols {
		return res.StatusCode, ""
	}
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

func TestDoor(t *testing.T) {
	d, address := open(t, nil)
	_, port, _ := net.SplitHostPort(address)
	if status, text := ask(t, address, "GET /pad/ HTTP/1.1\nHost: localhost:"+port); status != http.StatusServiceUnavailable || text == "" {
		t.Errorf("before Hugo is there: %d %s", status, text)
	}
	hugo(t, d)
	if got := d.option("--baseURL"); got != "http://localhost:"+port+"/pad/" || d.Address() != got {
		t.Error(got, d.Address())
	}
	if status, _ := ask(t, address, "GET / HTTP/1.1\nHost: localhost:"+port); status != http.StatusFound {
		t.Error("the address without the path leads nowhere:", status)
	}
	for _, good := range []string{
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT",
		"GET /pad/ HTTP/1.1\nHost: LocalHost:PORT",
		"GET /pad/ HTTP/1.1\nHost: 127.0.0.1:PORT",
		"GET /pad/ HTTP/1.1\nHost: [::1]:PORT",
		"GET /pad/ HTTP/1.1\nHost: localhost",
		"GET /pad/ HTTP/1.1\nHost: [::1]",
		"HEAD /pad/ HTTP/1.1\nHost: localhost:1414", // forwarded from another machine
		"GET http://localhost:PORT/pad/ HTTP/1.1\nHost: evil.test",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nSec-Fetch-Site: none\nSec-Fetch-Mode: navigate",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nSec-Fetch-Site: same-origin\nSec-Fetch-Mode: no-cors",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nSec-Fetch-Site: same-origin\nOrigin: http://localhost:PORT",
	} {
		good = strings.ReplaceAll(good, "PORT", port)
		if status, text := ask(t, address, good); status != http.StatusOK || strings.HasPrefix(good, "GET") && !strings.Contains(text, "/pad/") {
			t.Errorf("%s\n%d %s", good, status, text)
		}
	}
	for _, bad := range []string{
		"GET /pad/ HTTP/1.1\nHost: evil.test",
		"GET /pad/ HTTP/1.1\nHost: evil.test:PORT",
		"GET /pad/ HTTP/1.1\nHost: localhost.evil.test:PORT",
		"GET /pad/ HTTP/1.1\nHost: localhost.:PORT",
		"GET /pad/ HTTP/1.1\nHost: 127.0.0.1.evil.test",
		"GET /pad/ HTTP/1.1\nHost: 192.168.1.2:PORT",
		"GET /pad/ HTTP/1.1\nHost: 0.0.0.0:PORT",
		"GET /pad/ HTTP/1.1\nHost: ",
		"GET /pad/ HTTP/1.0\nX: y",
		"GET http://evil.test/pad/ HTTP/1.1\nHost: localhost:PORT",
		"GET /pad/ HTTP/1.1\nHost: evil.test\nX-Forwarded-Host: localhost:PORT",
		"POST /pad/ HTTP/1.1\nHost: localhost:PORT\nContent-Length: 0",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nSec-Fetch-Site: same-site\nSec-Fetch-Mode: cors",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nOrigin: http://evil.test",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nOrigin: http://localhost:1",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nOrigin: null",
		"GET /pad/ HTTP/1.1\nHost: localhost:PORT\nOrigin: http://localhost:PORT\nOrigin: http://evil.test",
		"GET /livereload HTTP/1.1\nHost: localhost:PORT\nOrigin: http://evil.test\nConnection: Upgrade\nUpgrade: websocket",
	} {
		bad = strings.ReplaceAll(bad, "PORT", port)
		if status, text := ask(t, address, bad); status != http.StatusForbidden && status != http.StatusBadRequest || strings.Contains(text, "concept") {
			t.Errorf("%s\n%d %s", bad, status, text)
		}
	}
	live := "GET /livereload HTTP/1.1\nHost: localhost:" + port + "\nOrigin: http://localhost:" + port + "\nConnection: Upgrade\nUpgrade: websocket"
	if status, _ := ask(t, address, live); status != http.StatusSwitchingProtocols {
		t.Error("a page of the site does not hear of changes:", status)
	}
}

// TestNew asks for a page that a browser has, of the same second: it gets the page as it is now, and asks again the next time.
func TestNew(t *testing.T) {
	d, address := open(t, nil)
	listener, err := tls.Listen("tcp", net.JoinHostPort(d.option("--bind"), d.option("--port")), certificate(t, d))
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "index.html", time.Unix(1e9, 5e8), strings.NewReader("nieuw"))
	})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	req, err := http.NewRequest(http.MethodGet, "http://"+address+"/pad/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("If-Modified-Since", time.Unix(1e9, 0).UTC().Format(http.TimeFormat))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if text, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusOK || string(text) != "nieuw" || res.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("%s %q %v", res.Status, text, res.Header)
	}
}

// certificate returns the configuration of a server that has the key that the door accepts.
func certificate(t *testing.T, d *Door) *tls.Config {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(d.option("--tlsCertFile"), d.option("--tlsKeyFile"))
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}}
}

// TestWait waits for Hugo.
func TestWait(t *testing.T) {
	d, _ := open(t, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := d.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("Hugo is not there yet:", err)
	}
	hugo(t, d)
	if err := d.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestBehind asks Hugo itself: without the key of the door, no client talks to it.
func TestBehind(t *testing.T) {
	d, _ := open(t, nil)
	hugo(t, d)
	inner := net.JoinHostPort(d.option("--bind"), d.option("--port"))
	if port, err := strconv.Atoi(d.option("--port")); err != nil || port >= 32768 {
		t.Error("a system may give this port to another program before Hugo takes it:", port, err)
	}
	if res, err := http.Get("https://" + inner + "/"); err == nil {
		t.Error("anybody gets in:", res.Status)
	}
	if status, text := ask(t, inner, "GET /pad/ HTTP/1.1\nHost: "+inner); status == http.StatusOK || strings.Contains(text, "concept") {
		t.Error(status, text)
	}
	if info, err := os.Stat(d.option("--tlsKeyFile")); err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		t.Error(info, err)
	}
}

func TestClosed(t *testing.T) {
	why := ""
	d, address := open(t, func() string { return why })
	hugo(t, d)
	for _, why = range []string{"", "de tak is gewisseld", ""} {
		status, text := ask(t, address, "GET /pad/ HTTP/1.1\nHost: localhost")
		if (why == "") != strings.Contains(text, "concept") || (why == "") != (status == http.StatusOK) || !strings.Contains(text, why) {
			t.Errorf("%q: %d %s", why, status, text)
		}
	}
}
