// Package forgetest runs servers for tests that take proposals as the real ones do: Gitea and Forgejo, which put a push to refs/for/BRANCH at
// refs/pull/N/head and nowhere else; GitLab, which opens a merge request for a push option; and GitHub, which does so for a request to its API. They
// have accounts with rights, forks, protected branches, the API as far as it is of use here, cross-origin requests, and OAuth 2 for a public client.
// Behind all that is one real repository: see remotetest, on which this builds.
//
// What Gitea answers was recorded of a Gitea 1.26 (testdata/gitea), and what it refuses read in its source; the tests ask a real one the same when there
// is one: see Start and .ci/forge. Forgejo came from Gitea, and is taken to answer the same. GitLab and GitHub follow their documentation, of which the
// address is at each part: nobody recorded them.
package forgetest

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// Path is the path of the repository on every server.
const Path = "groep/casusboek"

// Right is what somebody may do in the repository, beside reading it, which everybody may.
type Right int

const (
	Read  Right = iota // propose, and push to forks of one's own
	Write              // push branches that are not protected, and merge
	Owner              // also change the settings; a protected branch is protected against this one too
)

// User is an account.
type User struct {
	ID           int
	Login, Email string
	// Password is for Git over HTTP and for signing in; Token for Git and for the API.
	Password, Token string
	right           Right
}

// Forge is a server of a kind.
type Forge struct {
	*httptest.Server
	Kind forge.Kind
	// Bare is the folder of the repository, for remotetest.Git.
	Bare string

	t   testing.TB
	api *http.ServeMux

	mu           sync.Mutex // of all below, and of the repositories
	users        []*User
	tokens       map[string]*session
	repositories []*repository // the first one is that at Path
	pulls        []*pull
	comments     int // number of the last one
	oauth        oauth
	origins      []string
	offline      bool
	before       func(w http.ResponseWriter, r *http.Request) bool
	requests     []string
}

// session is what a token gives access to.
type session struct {
	user *User
	ends time.Time // the zero value: never
	// refreshes is set when it only renews a session.
	refreshes *application
}

// repository is a repository on the server, or a fork of it.
type repository struct {
	id        int
	path, dir string
	owner     *User // nil for the one at Path, which is of a group
	protected map[string]bool
}

// New starts a server of a kind with an empty repository. Kinds are all but forge.Mail.
func New(t testing.TB, kind forge.Kind) *Forge {
	t.Helper()
	f := &Forge{Kind: kind, Bare: remotetest.Bare(t), t: t, tokens: map[string]*session{}}
	f.repositories = []*repository{{id: 1, path: Path, dir: f.Bare, protected: map[string]bool{}}}
	f.prepare(t, f.Bare)
	f.api = http.NewServeMux()
	switch kind {
	case forge.Gitea, forge.Forgejo:
		f.giteaAPI()
	case forge.GitLab:
		f.gitlabAPI()
	case forge.GitHub:
		f.githubAPI()
	default:
		t.Fatalf("no server of kind %q", kind)
	}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

// Address is what a remote is called.
func (f *Forge) Address() string { return f.addressOf(f.repositories[0]) }

// addressOf returns the address to clone a repository from.
func (f *Forge) addressOf(r *repository) string { return f.URL + "/" + r.path + ".git" }

// Casebook puts a casebook in the repository, as remotetest.Casebook does, and returns the folder of a clone of which origin is the server.
func (f *Forge) Casebook(t testing.TB, root, settings string, files map[string]string) string {
	t.Helper()
	work := remotetest.Casebook(t, folder(f.Bare), root, settings, files)
	remotetest.Git(t, work, "remote", "set-url", "origin", f.Address())
	return work
}

// folder is a repository that is reached by its folder.
type folder string

func (f folder) Address() string { return string(f) }

// User makes an account.
func (f *Forge) User(login string, right Right) *User {
	f.mu.Lock()
	defer f.mu.Unlock()
	u := &User{ID: len(f.users) + 10, Login: login, Email: login + "@example.org", Password: "wachtwoord-van-" + login, right: right}
	u.Token = f.grant(u, 0)
	f.users = append(f.users, u)
	return u
}

// grant makes a token for a user, that ends after a time unless that is 0.
func (f *Forge) grant(u *User, lifetime time.Duration) string {
	token := random(20)
	s := &session{user: u}
	if lifetime != 0 {
		s.ends = time.Now().Add(lifetime)
	}
	f.tokens[token] = s
	return token
}

// random returns n random bytes in hexadecimal.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// Expire ends all tokens of a user, those of OAuth too; what only renews a session stays.
func (f *Forge) Expire(u *User) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.tokens {
		if s.user == u && s.refreshes == nil {
			s.ends = time.Unix(1, 0)
		}
	}
}

// Protect lets nobody push to a branch of the repository; merging stays possible.
func (f *Forge) Protect(branch string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.repositories[0].protected[branch] = true
}

// CORS lets pages of these origins read answers; "*" is all. Without it none may, as on a Gitea that nobody set up for it.
func (f *Forge) CORS(origins ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.origins = origins
}

// Offline breaks off every request from now on, or answers again.
func (f *Forge) Offline(offline bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.offline = offline
}

// Before sets what is called before each request; true says that it has answered. Nil: nothing. It may be set while the server answers.
func (f *Forge) Before(do func(w http.ResponseWriter, r *http.Request) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = do
}

// Fail answers the next request with a method to an address that contains part with an error of the server's own form; the one after it is answered
// as ever.
func (f *Forge) Fail(method, part string, status int) {
	done := false
	f.Before(func(w http.ResponseWriter, r *http.Request) bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		if done || r.Method != method || !strings.Contains(r.URL.RequestURI(), part) {
			return false
		}
		done = true
		f.cross(w, r)
		f.fail(w, status, http.StatusText(status))
		return true
	})
}

// Requests returns what was asked, and forgets it.
func (f *Forge) Requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked := f.requests
	f.requests = nil
	return asked
}

// serve answers a request.
func (f *Forge) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.requests = append(f.requests, r.Method+" "+r.URL.RequestURI())
	before, offline := f.before, f.offline
	f.mu.Unlock()
	if offline {
		panic(http.ErrAbortHandler)
	}
	if before != nil && before(w, r) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, repo := range f.repositories {
		if strings.HasPrefix(r.URL.Path, "/"+repo.path+".git/") {
			f.git(w, r, repo)
			return
		}
	}
	if f.cross(w, r) {
		return
	}
	if f.authorizes(w, r) {
		return
	}
	f.api.ServeHTTP(w, r)
}

// cross writes the headers with which a page of another origin may read the answer, and answers the question that a browser asks beforehand.
//
// Gitea 1.26: without [cors] ENABLED no answer has a header, and the question is refused with 405. With it, the API takes the header Authorization
// besides those in HEADERS, the token endpoint those alone (routers/api/v1/api.go and routers/web/web.go). GitLab lets every origin ask its API and
// its token endpoint (https://docs.gitlab.com/api/oauth2/#cross-origin-resource-sharing), and GitHub its API and nothing else
// (https://docs.github.com/rest/using-the-rest-api/using-cors-and-jsonp-to-make-cross-origin-requests).
func (f *Forge) cross(w http.ResponseWriter, r *http.Request) bool {
	origin, asks := r.Header.Get("Origin"), r.Header.Get("Access-Control-Request-Method")
	api := strings.HasPrefix(r.URL.Path, "/api/")
	origins, headers := f.origins, []string{"content-type", "user-agent"}
	switch f.Kind {
	case forge.GitLab:
		origins, headers = []string{"*"}, []string{"content-type", "authorization", "private-token"}
	case forge.GitHub:
		origins, headers = []string{"*"}, []string{"content-type", "authorization", "if-match", "if-modified-since", "if-none-match", "if-unmodified-since", "x-requested-with"}
	default:
		if api {
			headers = append(headers, "authorization", "x-gitea-otp")
		}
	}
	every := slices.Contains(origins, "*")
	allowed := (api || f.isToken(r.URL.Path)) && (every || slices.Contains(origins, origin))
	if r.Method == http.MethodOptions {
		for _, name := range strings.Split(r.Header.Get("Access-Control-Request-Headers"), ",") {
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" && !slices.Contains(headers, name) {
				allowed = false
			}
		}
	}
	if allowed && origin != "" {
		if every {
			origin = "*"
		} else {
			w.Header().Add("Vary", "Origin")
		}
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
	if r.Method != http.MethodOptions {
		return false
	}
	if len(origins) == 0 || asks == "" {
		w.WriteHeader(http.StatusMethodNotAllowed)
	} else if allowed {
		w.Header().Set("Access-Control-Allow-Methods", asks)
		w.Header().Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
	}
	return true
}

// who returns the account of a request; ok is false when it names one that is not there, or a token that has ended. Without either it is nil.
func (f *Forge) who(r *http.Request) (u *User, ok bool) {
	if name, password, basic := r.BasicAuth(); basic {
		for _, u := range f.users {
			if u.Login == name && u.Password == password {
				return u, true
			}
		}
		u = f.holder(password)
		return u, u != nil
	}
	token := r.Header.Get("PRIVATE-TOKEN")
	if kind, value, found := strings.Cut(r.Header.Get("Authorization"), " "); found && (strings.EqualFold(kind, "Bearer") || strings.EqualFold(kind, "token")) {
		token = value
	}
	if token == "" {
		return nil, true
	}
	u = f.holder(token)
	return u, u != nil
}

// holder returns the account of a token, or nil.
func (f *Forge) holder(token string) *User {
	s := f.tokens[token]
	if s == nil || s.refreshes != nil || !s.ends.IsZero() && time.Now().After(s.ends) {
		return nil
	}
	return s.user
}

// may returns what somebody may do in a repository.
func (f *Forge) may(u *User, r *repository) Right {
	switch {
	case u == nil:
		return Read
	case r.owner == u:
		return Owner
	case r.owner == nil:
		return u.right
	}
	return Read
}

// mayPush reports whether somebody may push to a branch: that of a proposal from a fork too, when its owner lets those who may merge it.
func (f *Forge) mayPush(u *User, r *repository, branch string) bool {
	if u == nil {
		return false
	}
	if f.may(u, r) >= Write {
		return true
	}
	return f.may(u, f.repositories[0]) >= Write && slices.ContainsFunc(f.pulls, func(p *pull) bool {
		return p.State == "open" && p.Editable && p.head == r && (p.Head == branch || branch == "")
	})
}

// repositoryAt returns the repository at a path, or nil.
func (f *Forge) repositoryAt(path string) *repository {
	for _, r := range f.repositories {
		if strings.EqualFold(r.path, path) {
			return r
		}
	}
	return nil
}

// Fork makes a copy of the repository for somebody, and returns the address to clone it from.
func (f *Forge) Fork(u *User) string {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	r, err := f.fork(u)
	if err != nil {
		f.t.Fatal(err)
	}
	return f.addressOf(r)
}

// fork makes a copy of the repository for somebody.
func (f *Forge) fork(u *User) (*repository, error) {
	r := &repository{id: len(f.repositories) + 1, path: u.Login + "/casusboek", owner: u, protected: map[string]bool{}}
	r.dir = filepath.Join(f.t.TempDir(), "vork.git")
	// A forge copies branches and tags, not what others propose.
	if _, err := remotetest.Run("", "", nil, "clone", "--quiet", "--bare", f.Bare, r.dir); err != nil {
		return nil, err
	}
	f.prepare(f.t, r.dir)
	f.repositories = append(f.repositories, r)
	return r, nil
}

// run runs git in a repository on the server.
func (r *repository) run(args ...string) (string, error) {
	return remotetest.Run(r.dir, "", nil, args...)
}

// commit returns the commit that a branch, or what else names one, is at; "" when there is none.
func (r *repository) commit(name string) string {
	out, err := r.run("rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return ""
	}
	return out
}

// branch returns the commit of a branch, or "".
func (r *repository) branch(name string) string { return r.commit("refs/heads/" + name) }

// write answers with JSON.
func write(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

// fail answers with an error in the form of the server.
func (f *Forge) fail(w http.ResponseWriter, status int, message string) {
	switch f.Kind {
	case forge.GitLab: // https://docs.gitlab.com/api/rest/troubleshooting/
		write(w, status, map[string]any{"message": fmt.Sprint(status, " ", message)})
	case forge.GitHub: // https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
		write(w, status, map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest", "status": fmt.Sprint(status)})
	default:
		write(w, status, map[string]any{"message": message, "url": f.URL + "/api/swagger"})
	}
}

// says chooses the words of the server.
func (f *Forge) says(gitea, gitlab, github string) string {
	switch f.Kind {
	case forge.GitLab:
		return gitlab
	case forge.GitHub:
		return github
	}
	return gitea
}

// read decodes the JSON of a request; when there is none it answers so, and returns false.
func (f *Forge) read(w http.ResponseWriter, r *http.Request, question any) bool {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		f.fail(w, http.StatusUnprocessableEntity, "unsupported content type")
		return false
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<24)).Decode(question); err != nil {
		f.fail(w, http.StatusUnprocessableEntity, err.Error())
		return false
	}
	return true
}

// signed calls do for a request of an account, and refuses one without.
func (f *Forge) signed(do func(w http.ResponseWriter, r *http.Request, u *User)) http.HandlerFunc {
	return f.anybody(func(w http.ResponseWriter, r *http.Request, u *User) {
		if u == nil {
			f.fail(w, http.StatusUnauthorized, f.says("token is required", "Unauthorized", "Requires authentication"))
			return
		}
		do(w, r, u)
	})
}

// anybody calls do for a request with the account of it, or nil when it names none.
func (f *Forge) anybody(do func(w http.ResponseWriter, r *http.Request, u *User)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u, ok := f.who(r)
		if !ok {
			f.fail(w, http.StatusUnauthorized, f.says("invalid username, password or token", "Unauthorized", "Bad credentials"))
			return
		}
		do(w, r, u)
	}
}

// pages are the sizes of a page of a list: the usual one and the largest. Sources: [api] in custom/conf/app.example.ini of Gitea,
// https://docs.gitlab.com/api/rest/#pagination and https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api.
var pages = map[forge.Kind][2]int{forge.Gitea: {30, 50}, forge.Forgejo: {30, 50}, forge.GitLab: {20, 100}, forge.GitHub: {30, 100}}

// page returns the part of a list that a request asks for: Gitea calls its size limit, the others per_page.
func page[T any](kind forge.Kind, r *http.Request, all []T) []T {
	number, size := 1, pages[kind][0]
	name := "per_page"
	if kind == forge.Gitea || kind == forge.Forgejo {
		name = "limit"
	}
	query := r.URL.Query()
	_, _ = fmt.Sscan(query.Get("page"), &number)
	_, _ = fmt.Sscan(query.Get(name), &size)
	number, size = max(number, 1), min(max(size, 1), pages[kind][1])
	from := min((number-1)*size, len(all))
	return all[from:min(from+size, len(all))]
}

// escaped escapes each part of a path.
func escaped(path string) string { return (&url.URL{Path: path}).EscapedPath() }
