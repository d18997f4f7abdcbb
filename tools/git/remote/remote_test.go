package remote_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
)

const secret = "geheim-7f3a"

// stage is a bare repository with one commit on main, and a clone of it that holds a second commit, which no server has.
type stage struct {
	bare, work string
	repo       *repo.Repository
	first      plumbing.Hash
	update     remote.Update
}

func newStage(t *testing.T) *stage {
	t.Helper()
	home := t.TempDir()
	for name, value := range map[string]string{
		"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": "", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": filepath.Join(home, ".gitconfig"),
		"SSH_AUTH_SOCK": "", "SSH_KNOWN_HOSTS": "", "GIT_SSL_CAINFO": "", "GIT_SSH": "", "GIT_SSH_COMMAND": "", "no_proxy": "", "NO_PROXY": "", "http_proxy": "", "HTTP_PROXY": "", "NETRC": "", "GIT_ASKPASS": "", "SSH_ASKPASS": "", "DISPLAY": "",
	} {
		t.Setenv(name, value)
	}
	s := &stage{bare: remotetest.Bare(t), work: filepath.Join(t.TempDir(), "werk")}
	remotetest.Git(t, "", "clone", "--quiet", s.bare, s.work)
	write(t, filepath.Join(s.work, "a.md"), "een\n")
	remotetest.Git(t, s.work, "checkout", "--quiet", "-B", "main")
	remotetest.Git(t, s.work, "add", ".")
	remotetest.Git(t, s.work, "commit", "--quiet", "-m", "een")
	remotetest.Git(t, s.work, "push", "--quiet", "origin", "HEAD:main")
	s.first = plumbing.NewHash(remotetest.Git(t, s.work, "rev-parse", "HEAD"))
	s.open(t)
	tree := repotest.Tree(t, s.repo.Store, repotest.Files{"a.md": "een\n", "b.md": "twee\n"})
	who := object.Signature{Name: "Redactie", Email: "redactie@example.org"}
	commit := repotest.Store(t, s.repo.Store, (&object.Commit{Author: who, Committer: who, Message: "twee\n", TreeHash: tree, ParentHashes: []plumbing.Hash{s.first}}).Encode)
	first := plumbing.NewHash(remotetest.Git(t, s.work, "rev-parse", "HEAD^{tree}"))
	blob := plumbing.ComputeHash(plumbing.BlobObject, []byte("twee\n"))
	s.update = remote.Update{Ref: "refs/heads/voorstel", New: commit, Objects: []remote.Object{{Hash: blob}, {Hash: tree, Like: first}, {Hash: commit}}}
	return s
}

func (s *stage) open(t *testing.T) {
	t.Helper()
	repository, err := repo.Open(s.work)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repository.Close() })
	s.repo = repository
}

// remote opens the clone's remote at an address.
func (s *stage) remote(t *testing.T, address string) *remote.Remote {
	t.Helper()
	remotetest.Git(t, s.work, "remote", "set-url", "origin", address)
	r, err := remote.Open(s.repo.Settings(), "origin")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// is fails unless an error is of a kind, and tells no secret.
func is(t *testing.T, err error, kind remote.Kind) *remote.Error {
	t.Helper()
	var e *remote.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("got %v, want %s", err, kind)
	}
	if text := fmt.Sprint(err, e.Detail, e.Address); strings.Contains(text, secret) {
		t.Errorf("tells the secret: %s", text)
	}
	return e
}

// TestWay pushes and fetches over each protocol, and reads back with git what arrived.
func TestWay(t *testing.T) {
	for _, way := range []string{"http", "ssh", "folder", "relative"} {
		t.Run(way, func(t *testing.T) {
			s := newStage(t)
			options := remotetest.Options(t, s.bare)
			address := s.bare
			switch way {
			case "http":
				address = remotetest.NewHTTP(t, s.bare).Address()
			case "ssh":
				server := remotetest.NewSSH(t, s.bare)
				t.Setenv("HOME", server.Home)
				address = server.Address
			case "relative":
				rel, err := filepath.Rel(s.work, s.bare)
				if err != nil {
					t.Fatal(err)
				}
				address = filepath.ToSlash(rel)
			}
			r := s.remote(t, address)
			ctx := context.Background()
			refs, err := r.List(ctx)
			if err != nil || refs["refs/heads/main"] != s.first || !refs.Has("refs/heads/", s.first) {
				t.Fatal(refs, err)
			}
			s.update.Options = []string{`title=Één "titel" = $(x)`, "leeg"}
			hook, err := os.ReadFile(filepath.Join(s.bare, "hooks", "post-receive"))
			if err != nil {
				t.Fatal(err)
			}
			remotetest.Hook(t, s.bare, "post-receive", string(hook)+"printf 'half'; echo ' regel'; printf 'voortgang 1\\rvoortgang 2\\n\\n'; printf 'zonder eind'\n")
			answer, err := r.Push(ctx, s.repo.Store, s.update)
			if err != nil {
				t.Fatal(err)
			}
			if got := options(); !slices.Equal(got, []string{`title=Één "titel" = $(x)`, "leeg"}) {
				t.Errorf("options %q", got)
			}
			if want := []string{"half regel", "voortgang 2", "", "zonder eind"}; !slices.Equal(answer.Messages, want) || answer.Ref != s.update.Ref {
				t.Errorf("%+v", answer)
			}
			remotetest.Git(t, s.bare, "fsck", "--strict")
			if got := remotetest.Git(t, s.bare, "show", "voorstel:b.md"); got != "twee" {
				t.Error(got)
			}

			// A second clone, from before the push, gets the commit and just what it lacks.
			other := filepath.Join(t.TempDir(), "ander")
			remotetest.Git(t, "", "clone", "--quiet", "--single-branch", "--branch=main", s.bare, other)
			repository, err := repo.Open(other)
			if err != nil {
				t.Fatal(err)
			}
			defer repository.Close()
			if err := r.Fetch(ctx, repository, []plumbing.Hash{s.update.New}, []plumbing.Hash{s.first}, nil); err != nil {
				t.Fatal(err)
			}
			if got := remotetest.Git(t, other, "show", s.update.New.String()+":b.md"); got != "twee" {
				t.Error(got)
			}
			if counts := remotetest.Git(t, other, "count-objects", "-v"); !strings.Contains(counts, "garbage: 0") {
				t.Error(counts)
			}
		})
	}
}

// TestRejected tells a push that comes too late from one that a rule forbids. Neither changes anything.
func TestRejected(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	r := s.remote(t, server.Address())
	push := func() *remote.RejectedError {
		t.Helper()
		_, err := r.Push(context.Background(), s.repo.Store, s.update)
		var e *remote.RejectedError
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		return e
	}
	// It was there already.
	remotetest.Git(t, s.bare, "branch", "voorstel", "main")
	if e := push(); e.Kind != remote.Moved {
		t.Error(e)
	}
	// It came between the question and the push.
	remotetest.Git(t, s.bare, "branch", "-D", "voorstel")
	server.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			remotetest.Git(t, s.bare, "branch", "voorstel", "main")
		}
		return false
	})
	if e := push(); e.Kind != remote.Moved {
		t.Error(e)
	}
	if got := remotetest.Git(t, s.bare, "rev-parse", "voorstel"); got != s.first.String() {
		t.Error("pushed over it:", got)
	}
	server.Before(nil)
	remotetest.Git(t, s.bare, "branch", "-D", "voorstel")
	remotetest.Hook(t, s.bare, "pre-receive", "echo 'Deze tak is beschermd.' >&2; exit 1\n")
	if e := push(); e.Kind != remote.Declined || !slices.Contains(e.Messages, "Deze tak is beschermd.") || e.Reason == "" {
		t.Error(e, e.Messages)
	}
	if got := remotetest.Git(t, s.bare, "branch", "--list", "voorstel"); got != "" {
		t.Error("pushed:", got)
	}
}

// TestPasswords finds the password in each of the places where users of Git keep one, and tells the helpers of git whether it was right.
func TestPasswords(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	cases := map[string]struct {
		prepare func(t *testing.T, home string, host string)
		kind    remote.Kind // of the failure; empty when it works
		output  string      // to the helper
	}{
		"token":           {prepare: func(t *testing.T, _, _ string) { t.Setenv("PROEF_TOKEN", secret) }},
		"wrong token":     {prepare: func(t *testing.T, _, _ string) { t.Setenv("PROEF_TOKEN", "fout") }, kind: remote.Refused},
		"nothing":         {prepare: func(*testing.T, string, string) {}, kind: remote.NoCredentials},
		"netrc":           {prepare: netrc("machine elders login jan password x\nmacdef init\nmachine %s login x password y\n\nmachine %s\n\tlogin redactie\n\tpassword " + secret + "\n")},
		"netrc default":   {prepare: netrc("default login redactie password " + secret)},
		"wrong netrc":     {prepare: netrc("machine %s login redactie password fout"), kind: remote.Refused},
		"other netrc":     {prepare: netrc("machine elders.example login redactie password " + secret), kind: remote.NoCredentials},
		"helper":          {prepare: helper(secret), output: "store"},
		"wrong helper":    {prepare: helper("fout"), kind: remote.Refused, output: "erase"},
		"token by netrc":  {prepare: both(func(t *testing.T, _, _ string) { t.Setenv("PROEF_TOKEN", "fout") }, netrc("default login redactie password "+secret))},
		"netrc by helper": {prepare: both(netrc("default login redactie password fout"), helper(secret)), output: "store"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			server := remotetest.NewHTTP(t, s.bare)
			server.Users, server.Private = map[string]string{"redactie": secret}, true
			c.prepare(t, os.Getenv("HOME"), "127.0.0.1")
			r := s.remote(t, server.Address())
			r.Tokens = func(page *url.URL) (string, string) {
				if page.Hostname() != "127.0.0.1" {
					t.Error("asked for", page)
				}
				return "redactie", os.Getenv("PROEF_TOKEN")
			}
			_, err := r.List(context.Background())
			if c.kind != "" {
				is(t, err, c.kind)
			} else if err != nil {
				t.Fatal(err)
			} else if _, err := r.Push(context.Background(), s.repo.Store, s.update); err != nil {
				t.Fatal(err)
			}
			log, _ := os.ReadFile(filepath.Join(os.Getenv("HOME"), "log"))
			if got := strings.TrimSpace(string(log)); got != strings.TrimSpace("get "+c.output) && c.output != "" || c.output == "" && got != "" {
				t.Errorf("the helper was told %q, want %q", got, c.output)
			}
			for _, asked := range server.Requests() {
				if strings.Contains(asked, secret) {
					t.Error("the secret is in an address:", asked)
				}
			}
			if config := remotetest.Git(t, s.work, "config", "--list", "--local"); strings.Contains(config, secret) {
				t.Error("the secret is kept:", config)
			}
		})
	}
}

func netrc(text string) func(*testing.T, string, string) {
	return func(t *testing.T, home, host string) {
		write(t, filepath.Join(home, ".netrc"), strings.ReplaceAll(text, "%s", host))
	}
}

// helper makes a credential helper of git that knows a password, and notes what it is asked and told.
func helper(password string) func(*testing.T, string, string) {
	return func(t *testing.T, home, _ string) {
		script := filepath.Join(home, "helper")
		write(t, script, "#!/bin/sh\nprintf '%s ' \"$1\" >>\""+home+"/log\"\n[ \"$1\" != get ] || printf 'username=redactie\\npassword="+password+"\\n'\n")
		if err := os.Chmod(script, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(home, ".gitconfig"), "[credential]\n\thelper = "+script+"\n")
	}
}

func both(a, b func(*testing.T, string, string)) func(*testing.T, string, string) {
	return func(t *testing.T, home, host string) { a(t, home, host); b(t, home, host) }
}

// TestKeys connects over SSH with the keys and known hosts that users have.
func TestKeys(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewSSH(t, s.bare)
	list := func(home string) error {
		t.Setenv("HOME", home)
		_, err := s.remote(t, server.Address).List(context.Background())
		return err
	}
	known, err := os.ReadFile(filepath.Join(server.Home, ".ssh", "known_hosts"))
	if err != nil {
		t.Fatal(err)
	}
	if err := list(server.Home); err != nil {
		t.Error(err)
	}

	home := t.TempDir()
	remotetest.Key(t, filepath.Join(home, ".ssh", "id_ed25519"), "")
	if e := is(t, list(home), remote.HostUnknown); !strings.Contains(e.Detail, "SHA256:") {
		t.Error(e.Detail)
	}
	write(t, filepath.Join(home, ".ssh", "known_hosts"), string(known))
	if e := is(t, list(home), remote.Refused); !strings.Contains(e.Detail, "id_ed25519") {
		t.Error(e.Detail)
	}
	write(t, filepath.Join(home, ".ssh", "known_hosts"), otherHost(t, string(known)))
	is(t, list(home), remote.HostChanged)

	home = t.TempDir()
	write(t, filepath.Join(home, ".ssh", "known_hosts"), string(known))
	is(t, list(home), remote.NoCredentials)
	server.Allow(remotetest.Key(t, filepath.Join(home, ".ssh", "id_ecdsa"), "wachtwoord"))
	if e := is(t, list(home), remote.NoCredentials); !strings.Contains(e.Detail, "id_ecdsa") {
		t.Error("does not name the key with a passphrase:", e.Detail)
	}

	// A key in the agent.
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: key}); err != nil {
		t.Fatal(err)
	}
	signers, err := ring.Signers()
	if err != nil {
		t.Fatal(err)
	}
	server.Allow(signers[0].PublicKey())
	socket := filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, conn) }()
		}
	}()
	t.Setenv("SSH_AUTH_SOCK", socket)
	if err := list(home); err != nil {
		t.Error(err)
	}
}

// otherHost is a known_hosts in which the server has another key.
func otherHost(t *testing.T, line string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "key")
	key := remotetest.Key(t, file, "")
	return knownhosts.Line(strings.Fields(line)[:1], key) + "\n"
}

// TestTrouble meets servers that are not there, answer badly, or go away halfway. What was begun is not half there.
func TestTrouble(t *testing.T) {
	s := newStage(t)
	ctx := context.Background()
	server := remotetest.NewHTTP(t, s.bare)
	list := func(address string) error {
		_, err := s.remote(t, address).List(ctx)
		return err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := free.Addr().String()
	free.Close()
	is(t, list("http://"+nobody+"/x.git"), remote.Unreachable)
	is(t, list("ssh://git@"+nobody+"/x.git"), remote.Unreachable)
	is(t, list("http://bestaat-niet.invalid/x.git"), remote.Unreachable)
	is(t, list(server.URL+"/elders.git"), remote.NotFound)
	is(t, list(filepath.Join(t.TempDir(), "weg.git")), remote.NotFound)
	if e := is(t, list("http://redactie:"+secret+"@"+nobody+"/x.git"), remote.Unreachable); !strings.Contains(e.Address, nobody) {
		t.Error(e.Address)
	}
	if _, err := remote.Open(s.repo.Settings(), "geen"); err == nil {
		t.Error("opens a remote that is not there")
	} else {
		is(t, err, remote.NoRemote)
	}
	empty := remotetest.Bare(t)
	if refs, err := s.remote(t, empty).List(ctx); err != nil || len(refs) != 0 {
		t.Error(refs, err)
	}
	t.Run("no git", func(t *testing.T) {
		r := s.remote(t, s.bare)
		t.Setenv("PATH", t.TempDir())
		_, err := r.List(ctx)
		is(t, err, remote.NoGit)
	})

	server.Before(func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, "even niet", http.StatusServiceUnavailable)
		return true
	})
	if e := is(t, list(server.Address()), remote.Trouble); e.Detail != "503" {
		t.Error(e.Detail)
	}
	server.Before(func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, "nee", http.StatusForbidden)
		return true
	})
	is(t, list(server.Address()), remote.Forbidden)

	// The connection ends before the answer to a push, and halfway a fetch.
	cut := func(when func(*http.Request) bool, after int) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if !when(r) {
				return false
			}
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return true
			}
			if after >= 0 {
				fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-result\r\nContent-Length: 4000\r\n\r\n")
				fmt.Fprint(conn, "0008NAK\n0031\x01PACK\x00\x00\x00\x02\x00\x00\x00\x03"[:after])
			}
			conn.Close()
			return true
		}
	}
	isPost := func(r *http.Request) bool { return r.Method == http.MethodPost }
	r := s.remote(t, server.Address())
	server.Before(cut(isPost, -1))
	_, err = r.Push(ctx, s.repo.Store, s.update)
	is(t, err, remote.Broken)
	other := filepath.Join(t.TempDir(), "leeg")
	remotetest.Git(t, "", "init", "--quiet", other)
	repository, err := repo.Open(other)
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	for _, after := range []int{-1, 0, 3, 8, 12, 17, 25} {
		server.Before(cut(isPost, after))
		if err := r.Fetch(ctx, repository, []plumbing.Hash{s.first}, nil, nil); err == nil {
			t.Errorf("%d bytes are a whole answer", after)
		}
	}
	server.Before(nil)
	remotetest.Git(t, other, "fsck")
	if err := r.Fetch(ctx, repository, []plumbing.Hash{s.first}, nil, nil); err != nil {
		t.Error(err)
	}
	if _, err := r.Push(ctx, s.repo.Store, s.update); err != nil {
		t.Error(err)
	}

	// A server that takes no options says so, rather than losing them.
	remotetest.Git(t, s.bare, "config", "receive.advertisePushOptions", "false")
	s.update.Old, s.update.Options = s.update.New, []string{"topic=x"}
	_, err = r.Push(ctx, s.repo.Store, s.update)
	is(t, err, remote.NoOptions)
}
