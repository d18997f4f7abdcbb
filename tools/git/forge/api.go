package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// api is the API of a kind of server for one repository on it.
type api struct {
	kind       Kind
	repository Repository
	silent     bool // the server did not answer once: it is not asked again
}

// maxPulls is the size at most of an answer about pull requests.
const maxPulls = 1 << 20

// ownerAndName matches the path of a repository where it has just these two parts.
var ownerAndName = lazy.Regexp(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)

// at returns the address of the API for a repository, at the site that takes the push; nil when there is none. GitHub has it for github.com and the
// tenants of ghe.com on a host of its own, on other servers below /api/v3. GitLab takes the whole path as one part, or the number of a project.
func (a *api) at(repository string) *url.URL {
	if a.repository.Site == nil || a.repository.Client == nil {
		return nil
	}
	site := home(a.repository.Site)
	if a.kind == GitLab {
		if repository == "" {
			return nil
		}
		return site.JoinPath("api/v4/projects", url.PathEscape(repository))
	}
	if !ownerAndName().MatchString(repository) || path.Clean("/"+repository) != "/"+repository {
		return nil // such as below a path, where the API is not known
	}
	switch a.kind {
	case Forgejo, Gitea:
		return site.JoinPath("api/v1/repos", repository)
	case GitHub:
		if isHub(site) {
			return (&url.URL{Scheme: "https", Host: "api." + strings.ToLower(site.Host)}).JoinPath("repos", repository)
		}
		return site.JoinPath("api/v3/repos", repository)
	}
	return nil
}

// isHub reports whether a site is GitHub itself, or a tenant of it.
func isHub(site *url.URL) bool {
	host := strings.ToLower(site.Host)
	return site.Scheme == "https" && (host == "github.com" || isTenant(host))
}

// call sends a request to the API about the repository, as callAt does.
func (a *api) call(ctx context.Context, method, part string, question, answer any) int {
	return a.callAt(ctx, a.at(a.repository.Path), method, part, question, answer)
}

// callAt sends a request to an address of the API, with question as JSON unless it is nil, and decodes the answer, unless that is nil. It returns the
// HTTP status of the answer; 0 when there is none or it can't be decoded. Without a login only what changes nothing is asked.
func (a *api) callAt(ctx context.Context, at *url.URL, method, part string, question, answer any) int {
	if at == nil || a.silent {
		return 0
	}
	if method != http.MethodGet && !a.Signed() {
		return http.StatusUnauthorized
	}
	res, err := a.send(ctx, method, at.String()+part, question, true, maxPulls)
	if err != nil {
		a.silent = true
		return 0
	}
	defer res.Body.Close()
	if res.StatusCode < 300 && answer != nil && json.NewDecoder(res.Body).Decode(answer) != nil {
		return 0
	}
	return res.StatusCode
}

// send sends a request to the API, with question as JSON unless it is nil, and with the login of the user when signed and there is one. The answer has at most
// limit bytes. The error is one of wire, or that of the connection.
func (a *api) send(ctx context.Context, method, address string, question any, signed bool, limit int64) (*http.Response, error) {
	var body io.Reader
	if question != nil {
		text, err := json.Marshal(question)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	if signed {
		a.authorize(req)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if a.kind == GitHub {
		req.Header.Set("Accept", "application/vnd.github+json")
		req.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	}
	client := a.repository.Client()
	return client.Do(req, client.Patience.Or().Grace, limit)
}

// authorize adds the token of the user to a request, or else the login that the server accepted for Git. Forgejo and Gitea take that as it is, also when
// its password is a token (services/auth/basic.go of both). On GitHub the password for Git is always a token, and in GitLab one is known by its user name
// or by how it begins (https://docs.gitlab.com/api/rest/authentication/ and https://docs.gitlab.com/security/tokens/#token-prefixes): the password of an
// account is nothing for its API. ok reports whether there is any.
func (a *api) authorize(req *http.Request) (ok bool) {
	if token := a.token(); token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
		return true
	}
	if a.repository.Login == nil {
		return false
	}
	user, password := a.repository.Login()
	switch {
	case password == "":
		return false
	case a.kind == Forgejo || a.kind == Gitea:
		req.SetBasicAuth(user, password)
		return true
	case a.kind == GitHub, a.kind == GitLab && (user == "oauth2" || strings.HasPrefix(password, "glpat-")):
		req.Header.Set("Authorization", "Bearer "+password)
		return true
	}
	return false
}

// token returns the token of the user for the server, or "".
func (a *api) token() string {
	if a.repository.Token == nil {
		return ""
	}
	return a.repository.Token()
}

// Signed reports whether there is anything to tell the API who the user is.
func (a *api) Signed() bool { return a.authorize(&http.Request{Header: http.Header{}}) }
