package forge

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// Login is whether a page of another site can log in on a server, and ask its API.
type Login string

const (
	LoginUnknown  Login = ""         // the server did not answer, or not as expected
	LoginReady    Login = "ready"    // all that can be asked without a login is well
	LoginNoPages  Login = "cors"     // the server answers no page of that site
	LoginNoClient Login = "client"   // the server does not know the application
	LoginSecret   Login = "secret"   // the application has a secret, which no page can keep
	LoginRedirect Login = "redirect" // the application sends nobody back to that page
)

// Page is the page of a site that logs in.
type Page struct {
	Origin   string // as a browser sends it, such as https://site.example
	Redirect string // the address to which the server sends who logged in
	Client   string // the id of the application
}

// AskLogin asks a server of a kind about an application, without logging in and without changing anything: it hands the token endpoint a code that does not exist, and of what the
// server says of that follows what it would say of a real one. repository is the address of the repository on the web. GitLab does not tell of a redirect address.
//
// Sources: handleAuthorizationCode in routers/web/auth/oauth2_provider.go of Gitea 1.26 for its errors, and https://www.rfc-editor.org/rfc/rfc6749#section-5.2 for those of all.
func AskLogin(ctx context.Context, client *wire.Client, kind Kind, repository *url.URL, page Page) Login {
	token, api := "login/oauth/access_token", "api/v1/version"
	site := &url.URL{Scheme: repository.Scheme, Host: repository.Host}
	switch kind {
	case Gitea, Forgejo: // which may stand below a path
		site.Path = path.Dir(path.Dir(strings.TrimSuffix(repository.Path, "/")))
	case GitLab:
		token, api = "oauth/token", "api/v4/version"
	default:
		return LoginUnknown
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()

	// What a browser asks before it sends a token.
	preflight, err := http.NewRequestWithContext(ctx, http.MethodOptions, site.JoinPath(api).String(), nil)
	if err != nil {
		return LoginUnknown
	}
	preflight.Header.Set("Access-Control-Request-Method", http.MethodPost)
	preflight.Header.Set("Access-Control-Request-Headers", "authorization,content-type")
	allowed, _, ok := ask(client, preflight, page.Origin)
	if !ok {
		return LoginUnknown
	}
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {page.Client}, "redirect_uri": {page.Redirect}, "code": {"x"}, "code_verifier": {strings.Repeat("x", 43)}}
	exchange, err := http.NewRequestWithContext(ctx, http.MethodPost, site.JoinPath(token).String(), strings.NewReader(form.Encode()))
	if err != nil {
		return LoginUnknown
	}
	exchange.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	readable, said, ok := ask(client, exchange, page.Origin)
	switch {
	case !ok || said.Error == "":
		return LoginUnknown
	case strings.Contains(said.Description, "client secret"):
		return LoginSecret
	case said.Error == "invalid_client":
		return LoginNoClient
	case strings.Contains(said.Description, "unexpected redirect"):
		return LoginRedirect
	case !allowed || !readable:
		return LoginNoPages
	}
	return LoginReady
}

// refusal is how a server refuses a code.
type refusal struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// ask sends a request as a page of an origin would. readable reports whether that page may read the answer, and ok whether there was one.
func ask(client *wire.Client, req *http.Request, origin string) (readable bool, said refusal, ok bool) {
	req.Header.Set("Origin", origin)
	req.Header.Set("Accept", "application/json")
	res, err := client.Do(req, probeTime, maxVersion)
	if err != nil {
		return false, said, false
	}
	defer res.Body.Close()
	allowed := res.Header.Get("Access-Control-Allow-Origin")
	_ = json.NewDecoder(res.Body).Decode(&said) // of a preflight there is none
	return allowed == "*" || allowed == origin, said, true
}
