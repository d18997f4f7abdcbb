package forgetest

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// lifetime is how long a token for the API lasts; a code lasts as long as Gitea lets it.
const (
	lifetime     = time.Hour
	codeLifetime = 10 * time.Minute
)

// oauth is what a server knows of OAuth 2.
type oauth struct {
	applications []*application
	codes        map[string]*code
	// signed is who the browser is signed in as, and asked what it was asked last: a session of a browser holds one question.
	signed *User
	asked  url.Values
}

// application is a public client: it has no secret.
type application struct {
	id        string
	redirects []string
}

// code is what is handed to the page once, and what it must prove.
type code struct {
	application         *application
	user                *User
	redirect, challenge string
	ends                time.Time
}

// Application registers a public client of OAuth 2 with the addresses that it may be sent back to, and returns its id.
func (f *Forge) Application(redirects ...string) string {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.Kind == forge.GitHub {
		f.t.Fatal("a page can't ask GitHub for a token: its token endpoint allows no other origin")
	}
	a := &application{id: random(16), redirects: redirects}
	f.oauth.applications = append(f.oauth.applications, a)
	return a.id
}

// SignIn signs the browser in as somebody, or as nobody: then the server asks for a name and a password first.
func (f *Forge) SignIn(u *User) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.oauth.signed = u
}

// endpoints returns the paths of the page that asks the user, of what its form is sent to, and of the token.
func (f *Forge) endpoints() (authorize, grant, token string) {
	if f.Kind == forge.GitLab {
		return "/oauth/authorize", "/oauth/authorize", "/oauth/token"
	}
	return "/login/oauth/authorize", "/login/oauth/grant", "/login/oauth/access_token"
}

// isToken reports whether a path is that of the token endpoint.
func (f *Forge) isToken(path string) bool {
	if f.Kind == forge.GitHub {
		return false // it has one, which no page of another origin may ask
	}
	_, _, token := f.endpoints()
	return path == token
}

// authorizes answers a request of OAuth 2; false when it is none. GitHub has it too, but not for a page without a server.
//
// Sources: routers/web/auth/oauth2_provider.go of Gitea 1.26, https://docs.gitea.com/development/oauth2-provider and
// https://docs.gitlab.com/api/oauth2/#authorization-code-with-proof-key-for-code-exchange-pkce.
func (f *Forge) authorizes(w http.ResponseWriter, r *http.Request) bool {
	authorize, grant, token := f.endpoints()
	switch {
	case f.Kind == forge.GitHub:
		return false
	case r.URL.Path == "/user/login":
		f.login(w, r)
	case r.URL.Path == authorize && r.Method == http.MethodGet:
		f.authorize(w, r, grant)
	case r.URL.Path == grant && r.Method == http.MethodPost:
		f.granted(w, r)
	case r.URL.Path == token && r.Method == http.MethodPost:
		f.token(w, r)
	default:
		return false
	}
	return true
}

var forms = template.Must(template.New("login").Parse(`<!doctype html><title>Sign In</title>
<form method="post" action="/user/login"><input type="hidden" name="redirect_to" value="{{.}}">
<label>Username <input name="user_name" id="user_name"></label> <label>Password <input type="password" name="password" id="password"></label>
<button>Sign In</button></form>`))

func init() {
	template.Must(forms.New("grant").Parse(`<!doctype html><title>Authorize</title><h1>Authorize the application to access your account?</h1>
<form method="post" action="{{.Action}}">{{range $name, $values := .Asked}}{{range $values}}<input type="hidden" name="{{$name}}" value="{{.}}">{{end}}{{end}}
<button type="submit" name="granted" value="true" id="authorize-app">Authorize Application</button> <button name="granted" value="false">Cancel</button></form>`))
	template.Must(forms.New("error").Parse(`<!doctype html><title>Authorization failed</title><h1>Authorization failed</h1><p>{{.}}</p>`))
}

// show answers with a page, that no other page may hold in a frame.
func show(w http.ResponseWriter, status int, name string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("X-Frame-Options", "SAMEORIGIN")
	w.WriteHeader(status)
	_ = forms.ExecuteTemplate(w, name, data)
}

// login shows the form to sign in with, and takes it.
func (f *Forge) login(w http.ResponseWriter, r *http.Request) {
	for _, u := range f.users {
		if r.Method == http.MethodPost && u.Login == r.PostFormValue("user_name") && u.Password == r.PostFormValue("password") {
			f.oauth.signed = u
			to := r.PostFormValue("redirect_to")
			if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
				to = "/"
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
			return
		}
	}
	show(w, http.StatusOK, "login", r.FormValue("redirect_to"))
}

// application returns a registered one, or nil.
func (f *Forge) application(id string) *application {
	i := slices.IndexFunc(f.oauth.applications, func(a *application) bool { return a.id == id })
	if i < 0 {
		return nil
	}
	return f.oauth.applications[i]
}

// back sends the browser to the page that asked.
func back(w http.ResponseWriter, r *http.Request, to string, fields url.Values) {
	u, err := url.Parse(to)
	if err != nil {
		show(w, http.StatusInternalServerError, "error", err)
		return
	}
	query := u.Query()
	for name, values := range fields {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}

// authorize asks the user whether a page may act for him. What is wrong with the client or the address to go back to, it says itself; the rest, there.
func (f *Forge) authorize(w http.ResponseWriter, r *http.Request, action string) {
	if f.oauth.signed == nil {
		http.Redirect(w, r, "/user/login?redirect_to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	asked := r.URL.Query()
	a := f.application(asked.Get("client_id"))
	if a == nil {
		show(w, http.StatusBadRequest, "error", "Client ID not registered")
		return
	}
	redirect := asked.Get("redirect_uri")
	if !a.allows(f.Kind, redirect) {
		show(w, http.StatusBadRequest, "error", "Unregistered Redirect URI")
		return
	}
	wrong := func(code, description string) {
		back(w, r, redirect, url.Values{"error": {code}, "error_description": {description}, "state": {asked.Get("state")}})
	}
	switch method := asked.Get("code_challenge_method"); {
	case asked.Get("response_type") != "code":
		wrong("unsupported_response_type", "Only code response type is supported.")
	case f.Kind == forge.GitLab && asked.Get("scope") != "api":
		wrong("invalid_scope", "The requested scope is invalid, unknown, or malformed.")
	case method == "":
		wrong("invalid_request", "PKCE is required for public clients")
	case method != "S256": // Gitea and GitLab also take plain, which nobody should send
		wrong("invalid_request", "unsupported code challenge method")
	default:
		f.oauth.asked = asked
		show(w, http.StatusOK, "grant", map[string]any{"Action": action, "Asked": url.Values{
			"client_id": {a.id}, "redirect_uri": {redirect}, "state": {asked.Get("state")}, "scope": {asked.Get("scope")}, "nonce": {asked.Get("nonce")}}})
	}
}

// allows reports whether a client may be sent back to an address: one that it is registered with, and on Gitea also without the last slash, in other
// cases, and on the loopback with another port.
func (a *application) allows(kind forge.Kind, redirect string) bool {
	if kind == forge.GitLab {
		return slices.Contains(a.redirects, redirect)
	}
	same := func(to string) bool {
		return slices.ContainsFunc(a.redirects, func(known string) bool {
			return strings.EqualFold(strings.TrimSuffix(known, "/"), strings.TrimSuffix(to, "/"))
		})
	}
	if u, err := url.Parse(redirect); err == nil && u.Scheme == "http" && u.Port() != "" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "::1") {
		u.Host = u.Hostname()
		if same(u.String()) {
			return true
		}
	}
	return same(redirect)
}

// granted takes the answer of the user.
func (f *Forge) granted(w http.ResponseWriter, r *http.Request) {
	asked := f.oauth.asked
	if f.oauth.signed == nil || asked == nil || r.PostFormValue("client_id") != asked.Get("client_id") || r.PostFormValue("state") != asked.Get("state") ||
		r.PostFormValue("redirect_uri") != asked.Get("redirect_uri") {
		show(w, http.StatusBadRequest, "error", "Bad Request")
		return
	}
	redirect, state := asked.Get("redirect_uri"), asked.Get("state")
	if r.PostFormValue("granted") != "true" {
		back(w, r, redirect, url.Values{"error": {"access_denied"}, "error_description": {"the request is denied"}, "state": {state}})
		return
	}
	if f.oauth.codes == nil {
		f.oauth.codes = map[string]*code{}
	}
	value := "gta_" + random(16)
	f.oauth.codes[value] = &code{f.application(asked.Get("client_id")), f.oauth.signed, redirect, asked.Get("code_challenge"), time.Now().Add(codeLifetime)}
	back(w, r, redirect, url.Values{"code": {value}, "state": {state}})
}

// token gives a token for a code, once and to who began asking; or for an earlier token that renews.
func (f *Forge) token(w http.ResponseWriter, r *http.Request) {
	wrong := func(code, description string) {
		write(w, http.StatusBadRequest, map[string]any{"error": code, "error_description": description})
	}
	a := f.application(r.PostFormValue("client_id"))
	gitlab := f.Kind == forge.GitLab
	switch r.PostFormValue("grant_type") { // of a form: the body of another content type holds no values
	case "authorization_code":
		c := f.oauth.codes[r.PostFormValue("code")]
		proof := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		redirect := r.PostFormValue("redirect_uri")
		switch {
		case a == nil:
			wrong("invalid_client", "cannot load client with client id: '"+r.PostFormValue("client_id")+"'")
		case gitlab && (c == nil || c.application != a || redirect != c.redirect || time.Now().After(c.ends) || base64.RawURLEncoding.EncodeToString(proof[:]) != c.challenge):
			wrong("invalid_grant", "The provided authorization grant is invalid.")
		case redirect != "" && !a.allows(f.Kind, redirect):
			wrong("unauthorized_client", "unexpected redirect URI")
		case c == nil:
			wrong("unauthorized_client", "client is not authorized")
		case time.Now().After(c.ends):
			wrong("invalid_grant", "authorization code expired")
		case base64.RawURLEncoding.EncodeToString(proof[:]) != c.challenge:
			wrong("unauthorized_client", "failed PKCE code challenge")
		case c.application != a:
			wrong("invalid_grant", "invalid grant")
		default:
			delete(f.oauth.codes, r.PostFormValue("code"))
			f.give(w, c.user, a)
		}
	case "refresh_token":
		s := f.tokens[r.PostFormValue("refresh_token")]
		switch {
		case a == nil:
			wrong("invalid_client", `cannot load client with client id: "`+r.PostFormValue("client_id")+`"`)
		case s == nil || s.refreshes != a:
			wrong(f.says("unauthorized_client", "invalid_grant", ""), "unable to parse refresh token")
		default:
			if gitlab {
				delete(f.tokens, r.PostFormValue("refresh_token"))
			}
			f.give(w, s.user, a)
		}
	default:
		wrong("unsupported_grant_type", "Only refresh_token or authorization_code grant type is supported")
	}
}

// give answers with a token for the API, and one that renews it.
func (f *Forge) give(w http.ResponseWriter, u *User, a *application) {
	refresh := random(20)
	f.tokens[refresh] = &session{user: u, refreshes: a}
	answer := map[string]any{"access_token": f.grant(u, lifetime), "token_type": "bearer", "expires_in": int(lifetime.Seconds()), "refresh_token": refresh}
	if f.Kind == forge.GitLab {
		answer["token_type"], answer["scope"], answer["created_at"] = "Bearer", "api", time.Now().Unix()
	}
	w.Header().Set("Cache-Control", "no-store")
	write(w, http.StatusOK, answer)
}
