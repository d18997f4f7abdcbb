package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// hasty is a patience for tests.
var hasty = wire.Patience{Notice: time.Millisecond, Grace: 60 * time.Millisecond, Work: 60 * time.Millisecond, Rate: 1000}

func get(t *testing.T, c *wire.Client, ctx context.Context, address string, limit int64) ([]byte, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "geheim")
	res, err := c.Do(req, c.Patience.Or().Grace, limit)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

func TestOrigin(t *testing.T) {
	for address, want := range map[string]string{
		"https://Forge.Example/a": "https://forge.example:443", "https://forge.example:443": "https://forge.example:443", "http://x": "http://x:80",
		"http://[::1]:81/": "http://[::1]:81", "HTTPS://u:p@x:8443": "https://x:8443",
	} {
		u, err := url.Parse(address)
		if err != nil || wire.Origin(u) != want {
			t.Error(address, wire.Origin(u), err)
		}
	}
	for address, want := range map[string]bool{
		"https://x": true, "http://x": false, "http://localhost": true, "http://LOCALHOST:80": true, "http://127.0.0.1": true, "http://127.9.9.9:1": true, "http://[::1]": true,
		"http://localhost.example": false, "http://127.0.0.1.example": false, "http://127.1": false, "http://0x7f000001": false, "http://0.0.0.0": false,
		"http://10.0.0.1": false, "ftp://x": false, "": false,
	} {
		u, err := url.Parse(address)
		if err != nil || wire.Private(u) != want {
			t.Error(address, !want, err)
		}
	}
}

// TestRedirect follows a server around its own house and no further.
func TestRedirect(t *testing.T) {
	leaked := ""
	elders := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { leaked += fmt.Sprint(r.URL, r.Header) }))
	defer elders.Close()
	to := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/hier":
			if r.Header.Get("Authorization") != "geheim" {
				t.Error("the secret was replaced by", r.Header)
			}
			fmt.Fprint(w, "hier")
		case to == "rond":
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		default:
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}
	}))
	defer server.Close()
	c := wire.NewClient(&http.Transport{})
	host := strings.TrimPrefix(server.URL, "http://")
	for _, to = range []string{"/hier", "hier", server.URL + "/hier", "http://ander:wachtwoord@" + host + "/hier", "//" + host + "/hier"} {
		if text, err := get(t, c, context.Background(), server.URL+"/begin", 100); err != nil || string(text) != "hier" {
			t.Errorf("%s: %q %v", to, text, err)
		}
	}
	_, port, _ := net.SplitHostPort(host)
	for _, to = range []string{
		elders.URL + "/", "http://ander:wachtwoord@" + strings.TrimPrefix(elders.URL, "http://"), "//" + strings.TrimPrefix(elders.URL, "http://"), "https://" + host + "/hier", "http://localhost:" + port + "/hier", "http://127.0.0.2:" + port + "/hier",
		"rond", "http://127.0.0.1.example/hier", "ftp://" + host + "/", elders.URL + "/" + strings.Repeat("x", 1<<16) + "?y", "file:///etc/passwd",
	} {
		var redirect *wire.RedirectError
		if _, err := get(t, c, context.Background(), server.URL+"/begin", 100); !errors.As(err, &redirect) || strings.Contains(redirect.To, "wachtwoord") || len(redirect.To) > 300 {
			t.Errorf("%s: %v", to, err)
		}
	}
	if leaked != "" {
		t.Error("went along:", leaked)
	}
	to = "/hier"
	req, _ := http.NewRequest(http.MethodPost, server.URL+"/begin", strings.NewReader("x"))
	var redirect *wire.RedirectError
	if _, err := c.Do(req, time.Second, 100); !errors.As(err, &redirect) {
		t.Error("a change was sent elsewhere:", err)
	}
	if _, err := get(t, c, context.Background(), "http://192.0.2.1/", 100); !errors.Is(err, wire.ErrPlain) {
		t.Error(err)
	}
}

// TestPatience meets servers that say nothing, too little or too much.
func TestPatience(t *testing.T) {
	forever := func(w http.ResponseWriter, r *http.Request, every time.Duration, text string) {
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, text); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(every)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/silent":
			<-r.Context().Done()
		case "/half":
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case "/drip":
			forever(w, r, 5*time.Millisecond, "x")
		case "/endless":
			forever(w, r, 0, strings.Repeat("x", 1<<12))
		case "/headers":
			for i := range 9000 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 100))
			}
		case "/early":
			for r.Context().Err() == nil {
				w.WriteHeader(http.StatusContinue)
			}
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "\x1f\x8b bom")
		}
	}))
	defer server.Close()
	c := wire.NewClient(&http.Transport{})
	c.Patience = hasty
	told := make(chan string, 99)
	c.Waiting = func(host string) { told <- host }
	for path, want := range map[string]error{"/silent": wire.ErrSlow, "/half": wire.ErrSlow, "/drip": wire.ErrSlow, "/endless": wire.ErrTooMuch} {
		if _, err := get(t, c, context.Background(), server.URL+path, 1<<16); !errors.Is(err, want) {
			t.Error(path, err)
		}
	}
	if host := <-told; !strings.HasSuffix(server.URL, host) {
		t.Error(host)
	}
	for _, path := range []string{"/headers", "/early"} {
		if _, err := get(t, c, context.Background(), server.URL+path, 1<<16); err == nil {
			t.Error(path, "is an answer")
		}
	}
	if text, err := get(t, c, context.Background(), server.URL+"/gzip", 100); err != nil || !strings.HasSuffix(string(text), "bom") {
		t.Error("unpacks what the server packed:", text, err)
	}
	patient := wire.NewClient(&http.Transport{})
	for _, path := range []string{"/silent", "/half", "/drip", "/endless"} {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(20*time.Millisecond, cancel)
		if _, err := get(t, patient, ctx, server.URL+path, 1<<40); !errors.Is(err, context.Canceled) {
			t.Error(path, err)
		}
	}
}

// TestRate waits for a server that sends enough, though it takes longer than the grace.
func TestRate(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 20 {
			fmt.Fprint(w, strings.Repeat("x", 1000))
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	}))
	defer server.Close()
	c := wire.NewClient(&http.Transport{})
	c.Patience = hasty
	if text, err := get(t, c, context.Background(), server.URL, 1<<20); err != nil || len(text) != 20000 {
		t.Error(len(text), err)
	}
}

// TestWatch ends a connection with a server that says nothing, and when the user says so.
func TestWatch(t *testing.T) {
	for _, cancelled := range []bool{false, true} {
		ours, theirs := net.Pipe()
		defer theirs.Close()
		ctx, cancel := context.WithCancel(context.Background())
		told := make(chan bool, 1)
		p, want := hasty, wire.ErrSlow
		if cancelled {
			p, want = wire.Usual, context.Canceled
			time.AfterFunc(10*time.Millisecond, cancel)
		}
		conn := p.Watch(ctx, ours, p.Grace, func() { told <- true })
		_, err := conn.Read(make([]byte, 1))
		if got := conn.Why(err); !errors.Is(got, want) {
			t.Error(got)
		}
		if !cancelled {
			<-told
		}
		conn.Close()
		cancel()
	}
}

func TestMost(t *testing.T) {
	for n, want := range map[int64]error{0: wire.ErrTooMuch, 3: wire.ErrTooMuch, 4: nil, 5: nil} {
		text, err := io.ReadAll(wire.Most(strings.NewReader("vier"), n))
		if !errors.Is(err, want) || string(text) != "vier"[:min(n, 4)] {
			t.Errorf("%d: %q %v", n, text, err)
		}
	}
}
