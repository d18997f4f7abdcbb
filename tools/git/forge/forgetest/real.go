package forgetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// Real is a real Gitea or Forgejo, with the same accounts and the same repository as New makes.
type Real struct {
	URL string

	t     testing.TB
	owner *User
}

// Start starts a real Gitea or Forgejo from its program, in a folder of its own, on a port of its own. static is the folder with its templates, for a
// program that does not hold them itself; "" for none. Pages of the origins may ask it. It ends with the test.
func Start(t testing.TB, program, static string, origins ...string) *Real {
	t.Helper()
	dir := t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	r := &Real{URL: fmt.Sprint("http://127.0.0.1:", port), t: t}
	remotetest.Put(t, dir, "custom/conf/app.ini", fmt.Sprintf(`RUN_USER = %s
RUN_MODE = prod
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = %d
ROOT_URL = %s/
STATIC_ROOT_PATH = %s
DISABLE_SSH = true
OFFLINE_MODE = true
[database]
DB_TYPE = sqlite3
[security]
INSTALL_LOCK = true
[service]
DISABLE_REGISTRATION = true
[cors]
ENABLED = %t
ALLOW_DOMAIN = %s
[log]
LEVEL = Error
[cron]
ENABLED = false
`, me.Username, port, r.URL, static, len(origins) > 0, strings.Join(origins, ",")))
	run := func(ctx context.Context, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, program, append([]string{"--work-path", dir}, args...)...)
		cmd.Env = append(os.Environ(), "HOME="+dir, "USERPROFILE="+dir)
		return cmd
	}
	const password = "wachtwoord-van-eigenaar"
	for _, args := range [][]string{{"migrate"},
		{"admin", "user", "create", "--admin", "--username", "eigenaar", "--password", password, "--email", "eigenaar@example.org", "--must-change-password=false"}} {
		if out, err := run(t.Context(), args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	web := run(ctx, "web")
	web.Cancel = func() error { return web.Process.Signal(os.Interrupt) }
	web.WaitDelay = 20 * time.Second
	logged, err := os.Create(filepath.Join(dir, "web.log"))
	if err != nil {
		t.Fatal(err)
	}
	web.Stdout, web.Stderr = logged, logged
	if err := web.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = web.Wait()
		logged.Close()
	})
	r.wait()
	r.owner = &User{Login: "eigenaar", Email: "eigenaar@example.org", Password: password, right: Owner}
	r.token(r.owner)
	owner, name, _ := strings.Cut(Path, "/")
	r.Ask(r.owner, http.MethodPost, "/orgs", map[string]any{"username": owner}, nil)
	r.Ask(r.owner, http.MethodPost, "/orgs/"+owner+"/repos", map[string]any{"name": name, "default_branch": "main"}, nil)
	return r
}

// wait waits until the server answers.
func (r *Real) wait() {
	r.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		res, err := http.Get(r.URL + "/api/v1/version")
		if err != nil {
			continue
		}
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return
		}
	}
	r.t.Fatal("the server does not answer")
}

// Settle waits until the server knows that its repository is empty no more: it looks after the first push, and until then makes files on a branch
// without a past.
func (r *Real) Settle() {
	r.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var state struct{ Empty bool }
		if r.Ask(r.owner, http.MethodGet, "/repos/"+Path, nil, &state); !state.Empty {
			return
		}
	}
	r.t.Fatal("the repository stays empty")
}

// Ask asks the API something as somebody, and decodes the answer unless that is nil. The test ends when it is not a success.
func (r *Real) Ask(u *User, method, path string, question, answer any) {
	r.t.Helper()
	text, err := json.Marshal(question)
	if err != nil {
		r.t.Fatal(err)
	}
	req, err := http.NewRequest(method, r.URL+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if req.SetBasicAuth(u.Login, u.Password); u.Token != "" {
		req.Header.Set("Authorization", "token "+u.Token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if res.StatusCode >= 300 {
		r.t.Fatalf("%s %s: %s\n%s", method, path, res.Status, body)
	}
	if answer != nil {
		if err := json.Unmarshal(body, answer); err != nil {
			r.t.Fatal(err)
		}
	}
}

// token gives an account a token.
func (r *Real) token(u *User) {
	r.t.Helper()
	var made struct{ SHA1 string }
	r.Ask(u, http.MethodPost, "/users/"+u.Login+"/tokens", map[string]any{"name": "toets", "scopes": []string{"all"}}, &made)
	u.Token = made.SHA1
}

// Address is what a remote is called.
func (r *Real) Address() string { return r.URL + "/" + Path + ".git" }

// User makes an account.
func (r *Real) User(login string, right Right) *User {
	r.t.Helper()
	u := &User{Login: login, Email: strings.ToLower(login) + "@example.org", Password: "wachtwoord-van-" + login, right: right}
	r.Ask(r.owner, http.MethodPost, "/admin/users", map[string]any{"username": login, "email": u.Email, "password": u.Password, "must_change_password": false}, nil)
	r.token(u)
	if right > Read {
		name := map[Right]string{Write: "write", Owner: "admin"}[right]
		r.Ask(r.owner, http.MethodPut, "/repos/"+Path+"/collaborators/"+login, map[string]any{"permission": name}, nil)
	}
	return u
}

// Protect lets nobody push to a branch of the repository; merging stays possible.
func (r *Real) Protect(branch string) {
	r.t.Helper()
	r.Ask(r.owner, http.MethodPost, "/repos/"+Path+"/branch_protections", map[string]any{"rule_name": branch, "enable_push": false}, nil)
}

// Application registers a public client of OAuth 2 with the addresses that it may be sent back to, and returns its id.
func (r *Real) Application(redirects ...string) string {
	r.t.Helper()
	var made struct {
		ID string `json:"client_id"`
	}
	r.Ask(r.owner, http.MethodPost, "/user/applications/oauth2", map[string]any{"name": "site", "redirect_uris": redirects, "confidential_client": false}, &made)
	return made.ID
}
