// Package remotetest runs real Git servers for tests: git's own http-backend behind HTTP, and its commands behind SSH; with a casebook on them, and
// a dilemma to hand in. It needs git, which only the tests do.
package remotetest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// Bare makes an empty repository that takes pushes with options, and returns its folder.
func Bare(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "casusboek.git")
	Git(t, "", "init", "--quiet", "--bare", "--initial-branch=main", dir)
	Git(t, dir, "config", "receive.advertisePushOptions", "true")
	Git(t, dir, "config", "http.receivepack", "true")
	return dir
}

// Git runs git in a folder, apart from the settings of who runs the test, and returns what it printed. The test ends when it fails.
func Git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	out, err := Run(dir, "", nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Run runs git as Git does, for who has no test to end: with a text as its input and these variables, as NAME=value, in its environment. The error
// holds what git printed.
func Run(dir, input string, env []string, args ...string) (string, error) {
	cmd := command(dir, args...)
	cmd.Stdin, cmd.Env = strings.NewReader(input), append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// Output runs git as Git does, and returns its standard output byte for byte.
func Output(dir string, args ...string) ([]byte, error) { return command(dir, args...).Output() }

// Serve runs a program of git that talks with a client, with these variables, as NAME=value, in its environment.
func Serve(in io.Reader, out, stderr io.Writer, env []string, args ...string) error {
	cmd := command("", args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = in, out, stderr, append(cmd.Env, env...)
	return cmd.Run()
}

// command is git in a folder, apart from the settings of who runs the test.
func command(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	own := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		return strings.HasPrefix(entry, "GIT_DIR=") || strings.HasPrefix(entry, "GIT_WORK_TREE=")
	})
	cmd.Env = append(own, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Redactie", "GIT_AUTHOR_EMAIL=redactie@example.org", "GIT_COMMITTER_NAME=Redactie", "GIT_COMMITTER_EMAIL=redactie@example.org")
	return cmd
}

// Dilemma is a concept without errors, Slug its name, and File its place in a casebook.
const (
	Slug    = "mag-het-park-open"
	File    = "content/dilemmas/" + Slug + ".md"
	Dilemma = `---
title: "Mag het park open"
date: 2026-03-12
draft: true
editie: "2022-10"
herkomst: fictief
canvas:
  kennismaken:
    dilemma: |
      Het park is klaar, maar het rapport over de bodem nog niet.
    waarom_nu: |
      De opening is volgende maand.
---
`
)

// Casebook puts a casebook on a server, which has an address that takes pushes from everybody, and returns the folder of a clone of it. It has the definition of the project at root, settings in its
// hugo.toml, and these files by their paths, in one commit on main.
func Casebook(t testing.TB, server interface{ Address() string }, root, settings string, files map[string]string) string {
	t.Helper()
	work := filepath.Join(t.TempDir(), "werk")
	Git(t, "", "clone", "--quiet", server.Address(), work)
	for _, name := range []string{"data", "archetypes"} {
		if err := os.CopyFS(filepath.Join(work, name), os.DirFS(filepath.Join(root, name))); err != nil {
			t.Fatal(err)
		}
	}
	Put(t, work, "hugo.toml", settings)
	for name, text := range files {
		Put(t, work, name, text)
	}
	Git(t, work, "checkout", "--quiet", "-B", "main")
	Git(t, work, "add", ".")
	Git(t, work, "commit", "--quiet", "-m", "begin")
	Git(t, work, "push", "--quiet", "-u", "origin", "main")
	return work
}

// Put writes a file in a folder, with the folders above it.
func Put(t testing.TB, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Mine returns all that is the user's in a clone, byte for byte, by path: the working files, and of Git HEAD, the index, the branches, the stash
// and the logs; not the objects, what dilemma remembers, and where the branches and proposals of servers are.
func Mine(t testing.TB, work string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(work, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(work, name)
		if err != nil {
			return err
		}
		switch filepath.ToSlash(rel) {
		case ".git/objects", ".git/dilemma", ".git/refs/remotes", ".git/refs/dilemma":
			return fs.SkipDir
		}
		if d.IsDir() {
			return nil
		}
		text, err := os.ReadFile(name)
		files[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Hook places a hook in a bare repository.
func Hook(t testing.TB, dir, name, script string) {
	t.Helper()
	file := filepath.Join(dir, "hooks", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
}

// Options makes a bare repository keep the push options that it gets, and returns a function that reads those of the last push.
func Options(t testing.TB, dir string) func() []string {
	t.Helper()
	file := filepath.Join(dir, "options")
	Hook(t, dir, "post-receive", `: >"`+file+`"
i=0
while [ "$i" -lt "${GIT_PUSH_OPTION_COUNT:-0}" ]; do
	eval "printf '%s\n' \"\$GIT_PUSH_OPTION_$i\"" >>"`+file+`"
	i=$((i + 1))
done
`)
	return func() []string {
		text, err := os.ReadFile(file)
		if err != nil || len(text) == 0 {
			return nil
		}
		return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	}
}

// HTTP is a server of the smart protocol over HTTP.
type HTTP struct {
	*httptest.Server
	// Users are the passwords of those who may push; nil lets everybody.
	Users map[string]string
	// Private asks a password for reading too.
	Private bool

	mu       sync.Mutex
	before   func(w http.ResponseWriter, r *http.Request) bool
	requests []string
}

// NewHTTP serves the repository in a folder below the address /groep/casusboek.git.
func NewHTTP(t testing.TB, bare string) *HTTP {
	t.Helper()
	s := &HTTP{}
	backend := Backend(bare, "/groep/casusboek.git")
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
		before := s.before
		s.mu.Unlock()
		if before != nil && before(w, r) {
			return
		}
		push := strings.HasSuffix(r.URL.Path, "git-receive-pack") || r.URL.Query().Get("service") == "git-receive-pack"
		if !strings.HasPrefix(r.URL.Path, "/groep/casusboek.git/") {
			http.NotFound(w, r)
			return
		}
		if user, password, _ := r.BasicAuth(); s.Users != nil && (push || s.Private) && (s.Users[user] == "" || s.Users[user] != password) {
			w.Header().Set("WWW-Authenticate", `Basic realm="casusboek"`)
			http.Error(w, "wie ben je", http.StatusUnauthorized)
			return
		}
		backend.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// Backend answers the smart protocol for the repository in a folder, below a path, with git's own http-backend; env are variables, as NAME=value,
// that its hooks get too. Without git it answers that the server is broken.
func Backend(bare, root string, env ...string) http.Handler {
	git, _ := exec.LookPath("git")
	backend := &cgi.Handler{
		Path: git,
		Args: []string{"http-backend"},
		Root: root,
		Env:  append([]string{"GIT_PROJECT_ROOT=" + bare, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1"}, env...),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Of a request that breaks off, git's program waits for the rest for ever, with a whole core.
		whole, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body, r.ContentLength, r.TransferEncoding = io.NopCloser(bytes.NewReader(whole)), int64(len(whole)), nil
		backend.ServeHTTP(w, r)
	})
}

// Address is what a remote is called.
func (s *HTTP) Address() string { return s.URL + "/groep/casusboek.git" }

// Before sets what is called before each request; true says that it has answered. Nil: nothing. It may be set while the server answers.
func (s *HTTP) Before(do func(w http.ResponseWriter, r *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = do
}

// Requests returns what was asked, and forgets it.
func (s *HTTP) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.requests
	s.requests = nil
	return asked
}

// SSH is a server of Git over SSH.
type SSH struct {
	// Address is what a remote is called.
	Address string
	// Home is a folder as that of a user who knows the server and has a key for it.
	Home string
	host ssh.Signer
	bare string

	mu      sync.Mutex
	keys    map[string]bool
	instead func(session io.ReadWriter, stderr io.Writer)
	receive func(session io.ReadWriter, stderr io.Writer) error
}

// NewSSH serves the repository in a folder.
func NewSSH(t testing.TB, bare string) *SSH {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := &SSH{bare: bare, Home: t.TempDir(), keys: map[string]bool{}}
	if s.host, err = ssh.NewSignerFromKey(key); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	port := listener.Addr().(*net.TCPAddr).Port
	s.Address = "ssh://git@127.0.0.1:" + strconv.Itoa(port) + "/groep/casusboek.git"
	known := knownhosts.Line([]string{knownhosts.Normalize(listener.Addr().String())}, s.host.PublicKey())
	write(t, filepath.Join(s.Home, ".ssh", "known_hosts"), []byte(known+"\n"))
	s.Allow(Key(t, filepath.Join(s.Home, ".ssh", "id_ed25519"), ""))
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s
}

// Allow lets a key in, also while the server answers.
func (s *SSH) Allow(key ssh.PublicKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys[string(key.Marshal())] = true
}

func (s *SSH) allows(key ssh.PublicKey) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys[string(key.Marshal())]
}

// Instead sets what a session does instead of running git; nil runs git. stderr is its standard error. It may be set while the server answers.
func (s *SSH) Instead(do func(session io.ReadWriter, stderr io.Writer)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.instead = do
}

// Receive sets what takes a push instead of git; an error is one of the session. Nil: git does.
func (s *SSH) Receive(do func(session io.ReadWriter, stderr io.Writer) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.receive = do
}

// Key writes a new key in a file, with a passphrase unless that is "", and returns the public half.
func Key(t testing.TB, file, passphrase string) ssh.PublicKey {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var block *pem.Block
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(private, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, pem.EncodeToMemory(block))
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func write(t testing.TB, file string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (s *SSH) serve(conn net.Conn) {
	defer conn.Close()
	config := &ssh.ServerConfig{PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if !s.allows(key) {
			return nil, io.EOF
		}
		return nil, nil
	}}
	config.AddHostKey(s.host)
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go s.session(channel, requests)
	}
}

// session runs the command that a client asks, when it is one of Git on the repository.
func (s *SSH) session(channel ssh.Channel, requests <-chan *ssh.Request) {
	defer channel.Close()
	for r := range requests {
		if r.Type != "exec" || len(r.Payload) < 4 {
			_ = r.Reply(r.Type == "env", nil)
			continue
		}
		name, _, _ := strings.Cut(string(r.Payload[4:]), " ")
		if name != "git-upload-pack" && name != "git-receive-pack" {
			_ = r.Reply(false, nil)
			return
		}
		_ = r.Reply(true, nil)
		s.mu.Lock()
		instead, receive := s.instead, s.receive
		s.mu.Unlock()
		if instead != nil {
			instead(channel, channel.Stderr())
			return
		}
		if receive == nil || name != "git-receive-pack" {
			receive = func(session io.ReadWriter, stderr io.Writer) error {
				return Serve(session, session, stderr, nil, strings.TrimPrefix(name, "git-"), s.bare)
			}
		}
		status := byte(0)
		if receive(channel, channel.Stderr()) != nil {
			status = 1
		}
		_, _ = channel.SendRequest("exit-status", false, []byte{0, 0, 0, status})
		return
	}
}
