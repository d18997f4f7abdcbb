package forge_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// TestAskLogin asks servers that answer as Gitea 1.26 and GitLab do.
func TestAskLogin(t *testing.T) {
	const origin = "https://site.example"
	for _, c := range []struct {
		kind                 forge.Kind
		path, cors           string
		status               int
		problem, description string
		want                 forge.Login
	}{
		{forge.Gitea, "", origin, 400, "unauthorized_client", "client is not authorized", forge.LoginReady},
		{forge.Forgejo, "/git", "*", 400, "unauthorized_client", "client is not authorized", forge.LoginReady},
		{forge.Gitea, "", "", 400, "unauthorized_client", "client is not authorized", forge.LoginNoPages},
		{forge.Gitea, "", "https://other.example", 400, "unauthorized_client", "client is not authorized", forge.LoginNoPages},
		{forge.Gitea, "", origin, 400, "invalid_client", "cannot load client with client id: 'x'", forge.LoginNoClient},
		{forge.Gitea, "", "", 400, "invalid_client", "cannot load client with client id: 'x'", forge.LoginNoClient},
		{forge.Gitea, "", origin, 400, "unauthorized_client", "invalid empty client secret", forge.LoginSecret},
		{forge.Gitea, "", origin, 400, "unauthorized_client", "unexpected redirect URI", forge.LoginRedirect},
		{forge.GitLab, "", "*", 400, "invalid_grant", "The provided authorization grant is invalid", forge.LoginReady},
		{forge.GitLab, "", "*", 401, "invalid_client", "Client authentication failed due to unknown client", forge.LoginNoClient},
		{forge.Gitea, "", origin, 404, "", "", forge.LoginUnknown},
		{forge.GitHub, "", origin, 400, "x", "", forge.LoginUnknown},
	} {
		token := map[forge.Kind]string{forge.GitLab: "/oauth/token"}[c.kind]
		if token == "" {
			token = "/login/oauth/access_token"
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Origin") != origin {
				t.Errorf("%s %s comes from %q", r.Method, r.URL, r.Header.Get("Origin"))
			}
			if c.cors != "" {
				w.Header().Set("Access-Control-Allow-Origin", c.cors)
			}
			switch {
			case r.Method == http.MethodOptions:
			case r.URL.Path == c.path+token && r.PostFormValue("client_id") == "x" && r.PostFormValue("redirect_uri") == origin+"/terug":
				w.WriteHeader(c.status)
				_, _ = fmt.Fprintf(w, `{"error":%q,"error_description":%q}`, c.problem, c.description)
			default:
				w.WriteHeader(http.StatusNotFound)
			}
		}))
		defer server.Close()
		repository, err := url.Parse(server.URL + c.path + "/groep/boek")
		if err != nil {
			t.Fatal(err)
		}
		client := wire.NewClient(&http.Transport{})
		if got := forge.AskLogin(context.Background(), client, c.kind, repository, forge.Page{Origin: origin, Redirect: origin + "/terug", Client: "x"}); got != c.want {
			t.Errorf("%s with %q from %q: %q, want %q", c.kind, c.description, c.cors, got, c.want)
		}
	}
}
