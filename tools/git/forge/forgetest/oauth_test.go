package forgetest_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
)

const (
	verifier = "een-willekeurige-rij-van-ten-minste-43-tekens-lang"
	redirect = page + "/ingestuurd/"
)

// browser is one that keeps cookies, and follows no reference by itself.
type browser struct {
	*testing.T
	*http.Client
	site string
}

func newBrowser(t *testing.T, site string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, site}
}

// get opens an address, and returns the status and where it leads.
func (b *browser) get(address string) (int, *url.URL) {
	b.Helper()
	res, err := b.Get(address)
	return b.led(res, err)
}

// post sends a form.
func (b *browser) post(path string, form url.Values) (int, *url.URL) {
	b.Helper()
	res, err := b.PostForm(b.site+path, form)
	return b.led(res, err)
}

func (b *browser) led(res *http.Response, err error) (int, *url.URL) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	res.Body.Close()
	to, err := res.Location()
	if err != nil {
		return res.StatusCode, &url.URL{}
	}
	return res.StatusCode, to
}

// token asks the token endpoint something, from the page.
func (b *browser) token(path, contentType string, form url.Values) (answer map[string]any, status int, header http.Header) {
	b.Helper()
	req, err := http.NewRequest(http.MethodPost, b.site+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Origin", page)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		b.Fatal(err)
	}
	return answer, res.StatusCode, res.Header
}

// change returns a form with some fields changed; one that is "" goes.
func change(form url.Values, changes ...string) url.Values {
	changed := url.Values{}
	for name, values := range form {
		changed[name] = values
	}
	for i := 0; i < len(changes); i += 2 {
		changed.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			changed.Del(changes[i])
		}
	}
	return changed
}

const form = "application/x-www-form-urlencoded"

// challenge is what the server is told of the verifier beforehand.
func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// TestOAuth lets a page get a token for somebody who signs in, and refuses what must be refused.
func TestOAuth(t *testing.T) {
	onEach(t, func(t *testing.T, s server) {
		u := s.User("inbrenger", forgetest.Read)
		id := s.Application(redirect)
		site, _, _ := strings.Cut(s.Address(), "/"+forgetest.Path)
		b := newBrowser(t, site)
		asked := url.Values{"client_id": {id}, "redirect_uri": {redirect}, "response_type": {"code"}, "state": {"s"}, "code_challenge": {challenge()}, "code_challenge_method": {"S256"}}
		ask := func(changes ...string) (int, *url.URL) {
			t.Helper()
			return b.get(site + "/login/oauth/authorize?" + change(asked, changes...).Encode())
		}
		if status, to := ask(); status != http.StatusSeeOther || to.Path != "/user/login" {
			t.Error("not signed in:", status, to)
		}
		if status, _ := b.post("/user/login", url.Values{"user_name": {u.Login}, "password": {u.Password}}); status != http.StatusSeeOther {
			t.Error("signing in:", status)
		}
		for _, changes := range [][]string{{"client_id", "onbekend"}, {"redirect_uri", "https://elders.example/"}} {
			if status, to := ask(changes...); status != http.StatusBadRequest || to.Host != "" {
				t.Error(changes, status, to)
			}
		}
		for want, changes := range map[string][]string{"unsupported_response_type": {"response_type", "token"}, "invalid_request": {"code_challenge_method", ""}} {
			if status, to := ask(changes...); status != http.StatusSeeOther || to.Query().Get("error") != want || to.Query().Get("state") != "s" || !strings.HasPrefix(to.String(), redirect) {
				t.Error(want, status, to)
			}
		}
		grant := url.Values{"client_id": {id}, "redirect_uri": {redirect}, "state": {"s"}, "scope": {""}, "nonce": {""}, "granted": {"true"}}
		answer := func(changes ...string) (int, *url.URL) {
			t.Helper()
			if status, _ := ask(); status != http.StatusOK {
				t.Fatal("no question:", status)
			}
			return b.post("/login/oauth/grant", change(grant, changes...))
		}
		if status, _ := answer("state", "anders"); status != http.StatusBadRequest {
			t.Error("another state:", status)
		}
		if _, to := answer("granted", "false"); to.Query().Get("error") != "access_denied" || to.Query().Get("state") != "s" {
			t.Error("denied:", to)
		}
		_, to := answer()
		code := to.Query().Get("code")
		if code == "" || to.Query().Get("state") != "s" || !strings.HasPrefix(to.String(), redirect) {
			t.Fatal("granted:", to)
		}

		const endpoint = "/login/oauth/access_token"
		exchange := url.Values{"grant_type": {"authorization_code"}, "client_id": {id}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {verifier}}
		for _, c := range []struct {
			want, content string
			changes       []string
		}{
			{"unsupported_grant_type", "text/plain", nil},
			{"unsupported_grant_type", form, []string{"grant_type", "password"}},
			{"invalid_client", form, []string{"client_id", "onbekend"}},
			{"unauthorized_client", form, []string{"redirect_uri", "https://elders.example/"}},
			{"unauthorized_client", form, []string{"code", "gta_x"}},
			{"unauthorized_client", form, []string{"code_verifier", ""}},
			{"unauthorized_client", form, []string{"code_verifier", verifier + "x"}},
		} {
			if got, status, _ := b.token(endpoint, c.content, change(exchange, c.changes...)); got["error"] != c.want || status != http.StatusBadRequest {
				t.Error(c, status, got)
			}
		}
		got, status, header := b.token(endpoint, form, exchange)
		if status != http.StatusOK || got["token_type"] != "bearer" || got["expires_in"] != 3600.0 || header.Get("Access-Control-Allow-Origin") != page {
			t.Fatal(status, got["token_type"], got["expires_in"], header)
		}
		if got, _, _ := b.token(endpoint, form, exchange); got["error"] != "unauthorized_client" {
			t.Error("a code twice:", got)
		}
		renewed, _, _ := b.token(endpoint, form, url.Values{"grant_type": {"refresh_token"}, "client_id": {id}, "refresh_token": {got["refresh_token"].(string)}})
		if got, _, _ := b.token(endpoint, form, url.Values{"grant_type": {"refresh_token"}, "client_id": {id}, "refresh_token": {"x"}}); got["error"] != "unauthorized_client" {
			t.Error("renewed with nothing:", got)
		}
		for _, token := range []any{got["access_token"], renewed["access_token"]} {
			req, err := http.NewRequest(http.MethodGet, site+"/api/v1/user", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Authorization", "Bearer "+token.(string))
			req.Header.Set("Origin", page)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			var me struct{ Login string }
			if err := json.NewDecoder(res.Body).Decode(&me); err != nil || me.Login != u.Login || res.Header.Get("Access-Control-Allow-Origin") != page {
				t.Error(err, me, res.Header)
			}
			res.Body.Close()
		}
	})
}

// preflight asks whether a page may send a request, and returns the status and whether it may.
func preflight(t *testing.T, address, origin, method, headers string) (status int, may bool) {
	t.Helper()
	req, err := http.NewRequest(http.MethodOptions, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", origin)
	req.Header.Set("Access-Control-Request-Method", method)
	req.Header.Set("Access-Control-Request-Headers", headers)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	allowed := res.Header.Get("Access-Control-Allow-Origin")
	return res.StatusCode, (allowed == origin || allowed == "*") && strings.EqualFold(res.Header.Get("Access-Control-Allow-Headers"), headers)
}

// TestCORS asks as a browser does before it lets a page ask.
func TestCORS(t *testing.T) {
	onEach(t, func(t *testing.T, s server) {
		site, _, _ := strings.Cut(s.Address(), "/"+forgetest.Path)
		for _, c := range []struct {
			path, origin, headers string
			want                  bool
		}{
			{"/api/v1/user", page, "Authorization, Content-Type", true},
			{"/api/v1/user", page, "X-Anders", false},
			{"/api/v1/user", "https://elders.example", "Authorization", false},
			{"/login/oauth/access_token", page, "Content-Type", true},
			{"/login/oauth/access_token", page, "Authorization", false},
			{"/" + forgetest.Path, page, "Authorization", false},
		} {
			if _, may := preflight(t, site+c.path, c.origin, http.MethodPost, c.headers); may != c.want {
				t.Error(c, may)
			}
		}
	})
	for kind, want := range map[forge.Kind][2]int{forge.Gitea: {405, 405}, forge.GitLab: {200, 200}, forge.GitHub: {200, 404}} {
		f := forgetest.New(t, kind)
		api, token := map[forge.Kind]string{forge.Gitea: "/api/v1/user", forge.GitLab: "/api/v4/user", forge.GitHub: "/api/v3/user"}[kind], "/login/oauth/access_token"
		if kind == forge.GitLab {
			token = "/oauth/token"
		}
		for i, path := range []string{api, token} {
			if status, may := preflight(t, f.URL+path, page, http.MethodPost, "Authorization"); may != (want[i] == 200) {
				t.Error(kind, path, status, may)
			}
		}
	}
}

// visit is a page of another origin that acts for somebody.
type visit struct {
	*desk
	site, token string
}

// newVisit lets somebody sign in and agree, and gets the token for it.
func newVisit(d *desk, u *forgetest.User) *visit {
	d.Helper()
	id := d.Application(redirect)
	site, _, _ := strings.Cut(d.Address(), "/"+forgetest.Path)
	b := newBrowser(d.T, site)
	b.post("/user/login", url.Values{"user_name": {u.Login}, "password": {u.Password}})
	asked := url.Values{"client_id": {id}, "redirect_uri": {redirect}, "response_type": {"code"}, "state": {"s"}, "code_challenge": {challenge()}, "code_challenge_method": {"S256"}}
	b.get(site + "/login/oauth/authorize?" + asked.Encode())
	_, to := b.post("/login/oauth/grant", url.Values{"client_id": {id}, "redirect_uri": {redirect}, "state": {"s"}, "scope": {""}, "nonce": {""}, "granted": {"true"}})
	got, _, _ := b.token("/login/oauth/access_token", form,
		url.Values{"grant_type": {"authorization_code"}, "client_id": {id}, "code": {to.Query().Get("code")}, "redirect_uri": {redirect}, "code_verifier": {verifier}})
	token, ok := got["access_token"].(string)
	if !ok {
		d.Fatal("no token:", got)
	}
	return &visit{d, site, token}
}

// call asks the API something as a browser does for a page: first whether it may, and then only what it may read.
func (v *visit) call(method, path, question string, want int) any {
	v.Helper()
	address := v.site + "/api/v1" + path
	if _, may := preflight(v.T, address, page, method, "Authorization, Content-Type"); !may {
		v.Fatalf("%s %s: not from a page", method, path)
	}
	req, err := http.NewRequest(method, address, strings.NewReader(question))
	if err != nil {
		v.Fatal(err)
	}
	req.Header.Set("Origin", page)
	req.Header.Set("Authorization", "Bearer "+v.token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	var answer any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || res.StatusCode != want || res.Header.Get("Access-Control-Allow-Origin") != page {
		v.Fatalf("%s %s: %v, %s, %v\n%v", method, path, err, res.Status, res.Header, answer)
	}
	return answer
}

// TestWeb hands in a dilemma as the form does, for somebody who may not write: who am I, may I write, a fork, a commit in the name of the redactie and
// a pull request; and brings it further afterwards.
func TestWeb(t *testing.T) {
	onEach(t, func(t *testing.T, s server) {
		d, _ := newDesk(t, s)
		s.Protect("main")
		v := newVisit(d, s.User("inbrenger", forgetest.Read))
		const (
			fork   = "/repos/inbrenger/casusboek"
			file   = "/contents/content/dilemmas/park.md"
			editor = `{"name":"Redactie","email":"redactie@example.org"}`
			commit = `"message":"Nieuw dilemma: Het park","author":` + editor + `,"committer":` + editor
		)
		d.is(v.call("GET", "/user", "", 200), map[string]any{"login": "inbrenger"})
		d.is(v.call("GET", repo, "", 200), map[string]any{"permissions.push": false, "default_branch": "main"})
		v.call("GET", fork, "", 404)
		d.is(v.call("POST", repo+"/forks", `{}`, 202), map[string]any{"full_name": "inbrenger/casusboek"})
		d.is(v.call("GET", fork, "", 200), map[string]any{"permissions.push": true, "parent.full_name": forgetest.Path, "empty": false})
		v.call("POST", fork+file, `{"branch":"main","new_branch":"dilemma/park","content":"eA==",`+commit+`}`, 201)
		d.is(v.call("POST", repo+"/pulls", `{"head":"inbrenger:dilemma/park","base":"main","title":"Nieuw dilemma: Het park","body":"Tekst"}`, 201),
			map[string]any{"number": 1, "state": "open", "head.repo.full_name": "inbrenger/casusboek"})

		sha := at(v.call("GET", fork+file+"?ref=dilemma%2Fpark", "", 200), "sha").(string)
		v.call("PUT", fork+file, `{"branch":"dilemma/park","content":"eQ==","sha":"`+sha+`",`+commit+`}`, 200)
		d.is(v.call("PATCH", repo+"/pulls/1", `{"title":"Nieuw dilemma: Het plein"}`, 201), map[string]any{"title": "Nieuw dilemma: Het plein", "body": "Tekst"})
		d.git("fetch", "--quiet", s.Address(), "refs/pull/1/head")
		if got := d.git("show", "FETCH_HEAD:content/dilemmas/park.md"); got != "y" {
			t.Error(got)
		}
		if got := d.git("log", "--format=%an%ae%cn%ce", "main..FETCH_HEAD"); strings.Contains(got, "inbrenger") {
			t.Error("a name in the history:", got)
		}
	})
}
