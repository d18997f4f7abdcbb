package remote_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

// hasty is a patience for tests.
var hasty = wire.Patience{Notice: time.Millisecond, Grace: 100 * time.Millisecond, Work: 150 * time.Millisecond, Rate: 1000}

// stranger is a server to which nobody meant to go. It fails the test when somebody comes.
func stranger(t *testing.T, answer func(w http.ResponseWriter)) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("another server got %s %s %v", r.Method, r.URL, r.Header)
		answer(w)
	}))
	t.Cleanup(server.Close)
	return server
}

func asksForPassword(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
	w.WriteHeader(http.StatusUnauthorized)
}

// everywhere puts a password in each place where it can stand: the environment, netrc and a helper.
func everywhere(t *testing.T, r *remote.Remote, home string) {
	netrc("default login redactie password "+secret)(t, home, "")
	helper(secret)(t, home, "")
	r.Tokens = func(*url.URL) (string, string) { return "redactie", secret }
}

// told returns what the credential helper was told.
func told(t *testing.T) string {
	t.Helper()
	log, _ := os.ReadFile(filepath.Join(os.Getenv("HOME"), "log"))
	return strings.TrimSpace(string(log))
}

// TestRedirected is led to another server, at each request and with each kind of reference. Nobody goes along, and no password is thrown away.
func TestRedirected(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	server.Users, server.Private = map[string]string{"redactie": secret}, true
	away := stranger(t, asksForPassword)
	empty := initialise(t)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{away.URL, "http://localhost:" + port, "https://127.0.0.1:" + port, "http://127.0.0.2:" + port, "//" + strings.TrimPrefix(away.URL, "http://"),
		"http://redactie:ander@" + strings.TrimPrefix(away.URL, "http://")} {
		for _, at := range []string{"info/refs?service=git-upload-pack", "info/refs?service=git-receive-pack", "/git-upload-pack", "/git-receive-pack"} {
			for _, status := range []int{302, 307} {
				for _, late := range []bool{false, true} { // before or after it is known who we are
					server.Before(func(w http.ResponseWriter, r *http.Request) bool {
						if !strings.HasSuffix(r.URL.RequestURI(), at) || late && r.Header.Get("Authorization") == "" {
							return false
						}
						w.Header().Set("Location", to+r.URL.RequestURI())
						w.WriteHeader(status)
						return true
					})
					r := s.remote(t, server.Address())
					everywhere(t, r, os.Getenv("HOME"))
					var failed error
					if strings.HasSuffix(at, "receive-pack") {
						_, failed = r.Push(context.Background(), s.repo.Store, s.update)
					} else {
						failed = fetchInto(context.Background(), t, r, empty, s.first)
					}
					e := is(t, failed, remote.Redirected)
					if !strings.Contains(e.Detail, strings.TrimPrefix(to[strings.LastIndex(to, "@")+1:], "http:")) && !strings.Contains(to, "@") {
						t.Errorf("%s at %s: does not tell where to: %s", to, at, e.Detail)
					}
					if log := told(t); strings.Contains(log, "erase") {
						t.Errorf("%s at %s: the helper was told %s", to, at, log)
					}
				}
			}
		}
	}
	if got := remotetest.Git(t, s.bare, "branch", "--list", "voorstel"); got != "" {
		t.Error("pushed:", got)
	}

	// A repository that was renamed on its own server is followed, password and all.
	server.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/oud/") {
			http.Redirect(w, r, strings.Replace(r.URL.RequestURI(), "/oud/", "/groep/", 1), http.StatusMovedPermanently)
			return true
		}
		return false
	})
	r := s.remote(t, strings.Replace(server.Address(), "/groep/", "/oud/", 1))
	everywhere(t, r, os.Getenv("HOME"))
	if _, err := r.Push(context.Background(), s.repo.Store, s.update); err != nil {
		t.Error(err)
	}
	for _, asked := range server.Requests() {
		if strings.HasPrefix(asked, "POST /oud/") {
			t.Error("a push goes by way of a reference:", asked)
		}
	}
}

func initialise(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "leeg")
	remotetest.Git(t, "", "init", "--quiet", dir)
	return dir
}

// TestDeceit refuses addresses that are not what they seem, wherever they come from, before anything is asked. The stored passwords stay.
func TestDeceit(t *testing.T) {
	s := newStage(t)
	home := os.Getenv("HOME")
	away := stranger(t, asksForPassword)
	host := strings.TrimPrefix(away.URL, "http://")
	stored := filepath.Join(home, ".git-credentials")
	const kept = "https://jan:" + secret + "@github.com\n"
	write(t, stored, kept)
	write(t, filepath.Join(home, ".gitconfig"), "[credential]\n\thelper = store\n")
	dir := initialise(t)
	config := filepath.Join(dir, ".git", "config")
	plain, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		// CVE-2020-5260, CVE-2020-11008, CVE-2024-52006: a line end in a part of the address.
		"http://x%0aurl=https%3a%2f%2fgithub.com@" + host + "/book.git",
		"http://x%0dhost=github.com@" + host + "/book.git",
		"http://x%00@" + host + "/book.git",
		"http://x:y%0ahost=github.com@" + host + "/book.git",
		"http://" + host + "/book.git%0ahost=github.com",
		"http://" + host + "/a%0Db/book.git",
		"http://" + host + "/%7f.git",
		"http://" + host + "/%1b[2J.git",
		"http://" + host + "/%c2%9b.git",
		"http://%0ahost=github.com@" + host + "/",
		"http://" + host + "%0ahost=github.com/book.git",
		"http://%0a/book.git",
		"ssh://x%0ay@" + host + "/book.git",
		"ssh://" + host + "/book%0a.git",
		"https://%0ahost=github.com/x",
		// No host, or none that can be one.
		"http:///book.git", "https://", "https://:443/x", "http://?host=github.com", "ssh:///x", "http:/github.com/x", "https:github.com",
		// Two hosts.
		"http://github.com@" + host + "@" + host + "/x", "http://github.com%40@x@" + host + "/x", `http://` + host + `\@github.com/x`, "http://" + host + "?@github.com/x",
		"http://" + host + "#@github.com/x", "http://" + host + "/x?y=z", "http://" + host + "/x#y", "http://" + host + "/x%3fservice=git-upload-pack",
		// A host in other letters, or that shows otherwise.
		"https://gіthub.com/x", "https://xn--gthub-n4a.com\u200b/x", "https://github\u202ecom/x", "https://github.com/\u2066x", "https://github。com/x", "https://ⓖithub.com/x",
		"https://git hub.com/x", "https://github.com%2eelders.example/x", "https://github.com%2f@elders.example@x/x", "https://[github.com]/x", "https://*/x",
		// What a program takes for an option, and programs of git.
		"ssh://-oProxyCommand=touch%20pwn/x", "-oProxyCommand=x:y", "ssh://-x@" + host + "/y", "-x@host:y", "host:-upload-pack=x", "ext::sh -c touch% /tmp/pwn", "fd::17", "EXT::x", "::x",
		"persistent-https::x", "git://" + host + "/x", "ftp://" + host + "/x", "file://" + host + "/x", "javascript://x/%0a", "http+unix://x/y", "ssh+x://y/z",
		"http://" + host + "99999/x", "ssh://host:-1/x", "ssh://host:99999/x",
	} {
		for _, from := range []string{"url", "pushurl", "insteadOf"} {
			quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(address)
			own := "[remote \"origin\"]\n\turl = " + away.URL + "/goed.git\n"
			switch from {
			case "url":
				own = "[remote \"origin\"]\n\turl = \"" + quoted + "\"\n"
			case "pushurl":
				own += "\tpushurl = \"" + quoted + "\"\n"
			case "insteadOf":
				own = "[remote \"origin\"]\n\turl = goed:\n[url \"" + quoted + "\"]\n\tinsteadOf = goed:\n"
			}
			write(t, config, string(plain)+own)
			repository, err := repo.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			r, err := remote.Open(repository.Settings(), "origin")
			repository.Close()
			var e *remote.Error
			if !errors.As(err, &e) || e.Kind != remote.Unsafe && e.Kind != remote.Address {
				t.Errorf("%s %q: %v", from, address, err)
				if r != nil {
					r.Tokens = func(*url.URL) (string, string) { return "x", secret }
					_, _ = r.List(context.Background())
				}
				continue
			}
			if strings.ContainsFunc(e.Address, func(c rune) bool { return c < ' ' || c == '\u202e' || c == '\u200b' }) {
				t.Errorf("%q is shown as %q", address, e.Address)
			}
		}
	}
	if text, err := os.ReadFile(stored); err != nil || string(text) != kept {
		t.Errorf("the stored passwords are %q %v", text, err)
	}
	for _, address := range []string{"https://jan%40example.org@git.example/x", "https://git.example:8443/~x/a b.git", "https://[::1]:8443/x", "git@git.example:groep/x.git", "ssh://git@git.example:2222/~/x",
		"https://xn--gthub-n4a.com/x", "https://git_1.example/x", "../kaal.git", "file:///srv/git/x.git", "/srv/git/é👨\u200d👩.git"} {
		remotetest.Git(t, s.work, "remote", "set-url", "origin", address)
		if _, err := remote.Open(s.repo.Settings(), "origin"); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestPlain asks for a password over a connection that everybody on the way can read. It stands in for one by a proxy.
func TestPlain(t *testing.T) {
	s := newStage(t)
	asked := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.Header.Get("Authorization") != "" {
			t.Error("a password went over the line:", r.URL)
		}
		asksForPassword(w)
	}))
	defer proxy.Close()
	for _, address := range []string{"http://git.example/x.git", "http://redactie:" + secret + "@git.example/x.git", "http://127.0.0.1.example/x.git", "http://10.0.0.1/x"} {
		remotetest.Git(t, s.work, "config", "http.proxy", proxy.URL)
		r := s.remote(t, address)
		everywhere(t, r, os.Getenv("HOME"))
		_, err := r.List(context.Background())
		is(t, err, remote.Plain)
		_, err = r.Push(context.Background(), s.repo.Store, s.update)
		is(t, err, remote.Plain)
	}
	_ = os.Remove(filepath.Join(os.Getenv("HOME"), ".netrc")) // with a helper alone
	_, err := s.remote(t, "http://git.example/x.git").List(context.Background())
	is(t, err, remote.Plain)
	if asked != 9 || told(t) != "" {
		t.Error(asked, told(t))
	}
	// What is for this machine does not go by way of the proxy.
	server := remotetest.NewHTTP(t, s.bare)
	server.Users, server.Private = map[string]string{"redactie": secret}, true
	r := s.remote(t, server.Address())
	everywhere(t, r, os.Getenv("HOME"))
	if _, err := r.List(context.Background()); err != nil || asked != 9 {
		t.Error(err, asked)
	}
}

// TestHelper takes no password that a helper gives for another server, and throws none away that this server did not refuse.
func TestHelper(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	server.Users, server.Private = map[string]string{"redactie": secret}, true
	home := os.Getenv("HOME")
	script := func(lines string) {
		file := filepath.Join(home, "helper")
		write(t, file, "#!/bin/sh\ncat >>\""+home+"/asked\"\nprintf '%s ' \"$1\" >>\""+home+"/log\"\n[ \"$1\" != get ] || printf '"+lines+"'\n")
		if err := os.Chmod(file, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(home, ".gitconfig"), "[credential]\n\thelper = "+file+"\n")
		_ = os.Remove(filepath.Join(home, "log"))
	}
	for _, lines := range []string{
		`host=github.com\nusername=redactie\npassword=` + secret + `\n`,
		`protocol=https\nusername=redactie\npassword=` + secret + `\n`,
		`url=https://jan:` + secret + `@github.com\n`,
	} {
		script(lines)
		_, err := s.remote(t, server.Address()).List(context.Background())
		is(t, err, remote.NoCredentials)
		if log := told(t); log != "get" {
			t.Errorf("%q: told %q", lines, log)
		}
	}
	good := `username=redactie\npassword=` + secret + `\n`
	for name, c := range map[string]struct {
		before func(w http.ResponseWriter, r *http.Request) bool
		want   string
	}{
		"forbidden": {func(w http.ResponseWriter, r *http.Request) bool {
			w.WriteHeader(http.StatusForbidden)
			return true
		}, "get"},
		"hidden": {func(w http.ResponseWriter, r *http.Request) bool { w.WriteHeader(http.StatusNotFound); return true }, "get"},
		"broken": {func(w http.ResponseWriter, r *http.Request) bool { panic(http.ErrAbortHandler) }, "get"},
		"led away": {func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "http://localhost:1/x/info/refs", http.StatusFound)
			return true
		}, "get"},
		"refused": {func(w http.ResponseWriter, r *http.Request) bool { asksForPassword(w); return true }, "get erase"},
		"taken":   {func(w http.ResponseWriter, r *http.Request) bool { return false }, "get store"},
	} {
		script(good)
		server.Before(func(w http.ResponseWriter, r *http.Request) bool {
			return r.Header.Get("Authorization") != "" && c.before(w, r)
		})
		_, _ = s.remote(t, server.Address()).List(context.Background())
		if log := told(t); log != c.want {
			t.Errorf("%s: told %q, want %q", name, log, c.want)
		}
	}
	asked, err := os.ReadFile(filepath.Join(home, "asked"))
	if err != nil || strings.Contains(string(asked), "path=") || strings.Contains(string(asked), "github.com") {
		t.Errorf("asked %q %v", asked, err)
	}
	server.Before(nil)
	script(good)
	remotetest.Git(t, s.work, "config", "--file", filepath.Join(home, ".gitconfig"), "credential.useHttpPath", "true")
	if _, err := s.remote(t, server.Address()).List(context.Background()); err != nil {
		t.Error(err)
	}
	if asked, _ := os.ReadFile(filepath.Join(home, "asked")); !strings.Contains(string(asked), "path=groep/casusboek.git") {
		t.Errorf("asked without the path: %q", asked)
	}
}

// TestOwn knows the server of the user by the settings of Git.
func TestOwn(t *testing.T) {
	s := newStage(t)
	page := func(address string) *url.URL {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	open := func(name string) *remote.Remote {
		r, err := remote.Open(s.repo.Settings(), name)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	remotetest.Git(t, s.work, "remote", "rename", "origin", "server")
	for _, c := range []struct {
		url, push string
		own, not  string
	}{
		{"https://git.example/x.git", "", "https://git.example/api", "http://git.example/"},
		{"ssh://git@git.example:2222/x.git", "", "https://git.example/", "https://git.example:2222/"},
		{"git@git.example:x.git", "", "https://GIT.example/", "https://elders.example/"},
		{"https://git.example/x.git", "https://fork.example/x.git", "https://fork.example/", "https://git.example/"},
		{"https://git.example/x.git", "git@git.example:x.git", "https://git.example/", "https://git.example:22/"},
		{"http://127.0.0.1:81/x.git", "", "http://127.0.0.1:81/", "http://127.0.0.1:82/"},
	} {
		remotetest.Git(t, s.work, "remote", "set-url", "server", c.url)
		if c.push != "" {
			remotetest.Git(t, s.work, "remote", "set-url", "--push", "server", c.push)
		}
		if r := open("server"); !r.Own(page(c.own)) || r.Own(page(c.not)) {
			t.Errorf("%+v", c)
		}
		if c.push != "" {
			remotetest.Git(t, s.work, "config", "--unset-all", "remote.server.pushurl")
		}
	}
	remotetest.Git(t, s.work, "remote", "add", "vreemde", "https://vreemde.example/x.git")
	if open("server").Own(page("http://127.0.0.1:81/")) || open("vreemde").Own(page("https://vreemde.example/")) {
		t.Error("one of two, neither of which is origin")
	}
	remotetest.Git(t, s.work, "remote", "rename", "server", "origin")
	if !open("origin").Own(page("http://127.0.0.1:81/")) || open("vreemde").Own(page("https://vreemde.example/")) {
		t.Error("origin")
	}
}

// packet writes a pkt-line.
func packet(text string) string { return fmt.Sprintf("%04x%s", len(text)+4, text) }

// endless writes texts over and over until nobody reads them.
func endless(w io.Writer, pause time.Duration, texts ...string) {
	for {
		for _, text := range texts {
			if _, err := io.WriteString(w, text); err != nil {
				return
			}
			if f, ok := w.(http.Flusher); ok {
				f.Flush()
			}
			time.Sleep(pause)
		}
	}
}

// misbehaviours are what a server may do instead of listing its references, or of answering to a request.
func misbehaviours(stop <-chan struct{}) map[string]func(w io.Writer) {
	hash := strings.Repeat("a", 40)
	listing := packet("# service=git-upload-pack\n") + "0000" + packet(hash+" refs/heads/x\x00 side-band-64k\n")
	const pause = 10 * time.Millisecond
	return map[string]func(w io.Writer){
		"says nothing": func(io.Writer) { <-stop },
		"drips":        func(w io.Writer) { endless(w, pause, "f") },
		"drips packets": func(w io.Writer) {
			_, _ = io.WriteString(w, listing)
			endless(w, pause, strings.Split(packet(hash+" refs/heads/y\n"), "")...)
		},
		"drips progress": func(w io.Writer) { endless(w, pause, packet("\x02x")) },
		"drips nothing":  func(w io.Writer) { endless(w, pause, packet("\x01")) },
		"endless packets": func(w io.Writer) {
			_, _ = io.WriteString(w, listing)
			endless(w, 0, strings.Repeat(packet(hash+" refs/heads/y\n"), 1000))
		},
		"endless zeros":    func(w io.Writer) { endless(w, 0, strings.Repeat("\x00", 1<<16)) },
		"endless progress": func(w io.Writer) { endless(w, 0, strings.Repeat(packet("\x02"+strings.Repeat("x", 900)), 64)) },
		"endless after an NAK": func(w io.Writer) {
			_, _ = io.WriteString(w, packet("NAK\n"))
			endless(w, 0, packet("\x02"+strings.Repeat("\n", 900)))
		},
		"endless empty packets": func(w io.Writer) { endless(w, 0, strings.Repeat("0004", 1<<14)) },
		"endless refusals":      func(w io.Writer) { endless(w, 0, packet("ERR "+strings.Repeat("x", 900))) },
		"endless shallows":      func(w io.Writer) { endless(w, 0, packet("shallow "+hash+"\n")) },
		"ends at once":          func(io.Writer) {},
	}
}

// ended are the kinds of failure of a server that misbehaves: it was not waited for, not listened to any more, or not understood.
var ended = []remote.Kind{remote.Slow, remote.Endless, remote.Broken, remote.Trouble}

// oneOf fails unless an error is of one of the kinds.
func oneOf(t *testing.T, what string, err error, kinds ...remote.Kind) {
	t.Helper()
	var e *remote.Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %v", what, err)
		return
	}
	for _, kind := range kinds {
		if e.Kind == kind {
			return
		}
	}
	t.Errorf("%s: %v, want one of %s", what, err, kinds)
}

// TestMisbehaviour meets servers that say nothing, that never end, or too slowly, at each step and over HTTP and SSH. All that is the user's stays as
// it was.
func TestMisbehaviour(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	s := newStage(t)
	stop := make(chan struct{})
	defer close(stop)
	web := remotetest.NewHTTP(t, s.bare)
	shell := remotetest.NewSSH(t, s.bare)
	t.Setenv("HOME", shell.Home)
	before := remotetest.Mine(t, s.work)
	empty := initialise(t)
	ctx := context.Background()
	for name, misbehave := range misbehaviours(stop) {
		for _, at := range []string{"info/refs?service=git-upload-pack", "info/refs?service=git-receive-pack", "/git-upload-pack", "/git-receive-pack"} {
			what := name + " over HTTP at " + at
			web.Before(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.RequestURI(), at) {
					return false
				}
				_, _ = io.Copy(io.Discard, r.Body)
				misbehave(w)
				return true
			})
			r := s.remote(t, web.Address())
			r.Patience = hasty
			var asked atomic.Bool
			r.Waiting = func(host string) { asked.Store(host == strings.TrimPrefix(web.URL, "http://")) }
			var err error
			if strings.HasSuffix(at, "upload-pack") {
				err = fetchInto(ctx, t, r, empty, s.first)
			} else {
				_, err = r.Push(ctx, s.repo.Store, s.update)
			}
			oneOf(t, what, err, ended...)
			if name == "says nothing" {
				if is(t, err, remote.Slow); !asked.Load() {
					t.Error(what, "tells nobody that it waits")
				}
			}
		}
		shell.Instead(func(session io.ReadWriter, _ io.Writer) { misbehave(session) })
		r := s.remote(t, shell.Address)
		r.Patience = hasty
		oneOf(t, name+" over SSH, fetching", fetchInto(ctx, t, r, empty, s.first), ended...)
		_, err := r.Push(ctx, s.repo.Store, s.update)
		oneOf(t, name+" over SSH, pushing", err, ended...)
	}

	// Over SSH it can also talk to standard error for ever, or not even say who it is.
	shell.Instead(func(_ io.ReadWriter, stderr io.Writer) { endless(stderr, 0, strings.Repeat("x", 1<<16)) })
	r := s.remote(t, shell.Address)
	r.Patience = hasty
	_, err := r.List(ctx)
	oneOf(t, "endless complaint", err, append(ended, remote.Forbidden)...)
	for name, greeting := range map[string]string{"no greeting": "", "half a greeting": "SSH-2.0-", "an endless greeting": strings.Repeat("x", 1<<20), "a greeting": "SSH-2.0-x\r\n"} {
		address := dumb(t, greeting, stop)
		r := s.remote(t, "ssh://git@"+address+"/x.git")
		r.Patience = hasty
		_, err := r.List(ctx)
		oneOf(t, name, err, ended...)
		r = s.remote(t, "http://"+address+"/x.git")
		r.Patience = hasty
		_, err = r.List(ctx)
		oneOf(t, name+" over HTTP", err, ended...)
	}
	shell.Instead(nil)
	remotetest.Git(t, s.work, "remote", "set-url", "origin", s.bare)
	if after := remotetest.Mine(t, s.work); !maps.Equal(before, after) {
		t.Error("something of the user has changed")
	}
	if left := remotetest.Git(t, empty, "count-objects", "-v"); !strings.Contains(left, "count: 0") || !strings.Contains(left, "packs: 0") || !strings.Contains(left, "garbage: 0") {
		t.Error("left behind:", left)
	}
}

func fetchInto(ctx context.Context, t *testing.T, r *remote.Remote, dir string, want plumbing.Hash) error {
	t.Helper()
	repository, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	return r.Fetch(ctx, repository, []plumbing.Hash{want}, nil, nil)
}

// dumb is a server that says one thing and then nothing.
func dumb(t *testing.T, greeting string, stop <-chan struct{}) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.WriteString(conn, greeting)
				<-stop
			}()
		}
	}()
	return listener.Addr().String()
}

// TestStop ends at the word of the user, at each step, over each protocol, and leaves everything as it was.
func TestStop(t *testing.T) {
	s := newStage(t)
	stop := make(chan struct{})
	defer close(stop)
	web := remotetest.NewHTTP(t, s.bare)
	shell := remotetest.NewSSH(t, s.bare)
	t.Setenv("HOME", shell.Home)
	empty := initialise(t)
	address := dumb(t, "", stop)
	hangs := func(name, at string, do func(ctx context.Context) error) {
		t.Helper()
		ctx, cancel := context.WithCancel(context.Background())
		reached := make(chan struct{}, 9)
		web.Before(func(_ http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.RequestURI(), at) {
				return false
			}
			reached <- struct{}{}
			<-stop
			return true
		})
		shell.Instead(func(io.ReadWriter, io.Writer) { reached <- struct{}{}; <-stop })
		go func() {
			select {
			case <-reached:
			case <-time.After(50 * time.Millisecond): // it hangs before it gets there
			}
			cancel()
		}()
		if err := do(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s %s: %v", name, at, err)
		}
	}
	for _, where := range []string{web.Address(), shell.Address, "http://" + address + "/x.git", "ssh://git@" + address + "/x.git"} {
		for _, at := range []string{"info/refs?service=git-upload-pack", "/git-upload-pack"} {
			hangs("fetch "+where, at, func(ctx context.Context) error { return fetchInto(ctx, t, s.remote(t, where), empty, s.first) })
		}
		for _, at := range []string{"info/refs?service=git-receive-pack", "/git-receive-pack"} {
			hangs("push "+where, at, func(ctx context.Context) error {
				_, err := s.remote(t, where).Push(ctx, s.repo.Store, s.update)
				return err
			})
		}
	}
	// In a folder, a hook that does not end.
	remotetest.Hook(t, s.bare, "pre-receive", "exec sleep 2\n")
	hangs("push to a folder", "", func(ctx context.Context) error {
		_, err := s.remote(t, s.bare).Push(ctx, s.repo.Store, s.update)
		return err
	})
	if left := remotetest.Git(t, empty, "count-objects", "-v"); !strings.Contains(left, "count: 0") || !strings.Contains(left, "packs: 0") || !strings.Contains(left, "garbage: 0") {
		t.Error("left behind:", left)
	}
}

// TestListing reads the longest list of references that is read at all.
func TestListing(t *testing.T) {
	hash := strings.Repeat("a", 40)
	var list strings.Builder
	list.WriteString(packet("# service=git-upload-pack\n") + "0000" + packet(hash+" refs/heads/x\x00 side-band-64k\n"))
	for i := 0; list.Len() < 8<<20-1000; i++ {
		list.WriteString(packet(fmt.Sprintf("%s refs/h/%07d\n", hash, i)))
	}
	list.WriteString("0000")
	bound.Check(t, []byte(list.String()), func(data []byte) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(data) }))
		defer server.Close()
		dir := initialise(t)
		remotetest.Git(t, dir, "remote", "add", "origin", server.URL+"/x.git")
		repository, err := repo.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer repository.Close()
		r, err := remote.Open(repository.Settings(), "origin")
		if err != nil {
			t.Fatal(err)
		}
		if refs, err := r.List(context.Background()); err != nil || len(refs) < 100_000 {
			t.Error(len(refs), err)
		}
	})
}
