package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// gitHub is GitHub. With a token it opens a pull request through the API, without one it returns the page on which the user opens it. Source:
// https://docs.github.com/rest/pulls/pulls.
type gitHub struct{ repository Repository }

func (gitHub) Kind() Kind { return GitHub }

func (gitHub) Route(p Proposal) Route { return Route{Ref: "refs/heads/" + p.Branch(), Branch: true} }

// owner returns the owner of the repository that is pushed to.
func (g gitHub) owner() string { return path.Dir(g.repository.Pushed) }

// pull is a pull request in the API, with only the fields that we need.
type pull struct {
	URL string `json:"html_url"`
}

func (g gitHub) Open(ctx context.Context, p Proposal, _ Answer) Outcome {
	compare := g.compare(p)
	token := g.repository.Token()
	if token == "" {
		return Outcome{URL: compare, Manual: true, Reason: NoToken}
	}
	var open []pull
	query := url.Values{"head": {g.owner() + ":" + p.Branch()}, "base": {p.Target}, "state": {"open"}}
	status := g.call(ctx, token, http.MethodGet, "/pulls?"+query.Encode(), nil, &open)
	if status == http.StatusOK && len(open) > 0 {
		return Outcome{URL: open[0].URL}
	}
	var made pull
	status = g.call(ctx, token, http.MethodPost, "/pulls", map[string]any{
		"title": line(p.Title), "body": p.Description, "head": g.owner() + ":" + p.Branch(), "base": p.Target, "draft": p.Draft,
	}, &made)
	switch status {
	case http.StatusCreated:
		return Outcome{URL: made.URL}
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return Outcome{URL: compare, Manual: true, Reason: TokenRefused}
	}
	return Outcome{URL: compare, Manual: true, Reason: NoAnswer}
}

// compare returns the address of the page on which the user opens a pull request, with the title filled in.
func (g gitHub) compare(p Proposal) string {
	query := url.Values{"expand": {"1"}, "title": {line(p.Title)}}
	return fmt.Sprintf("%s/compare/%s...%s:%s?%s", g.repository.Web, p.Target, g.owner(), p.Branch(), query.Encode())
}

// call sends a request to the API about the repository, with question as JSON unless it is nil, and decodes the answer. It returns the HTTP status
// of the answer; 0 when there is none or it can't be decoded.
func (g gitHub) call(ctx context.Context, token, method, part string, question, answer any) int {
	api := g.api()
	if api == nil {
		return 0
	}
	var body io.Reader
	if question != nil {
		text, err := json.Marshal(question)
		if err != nil {
			return 0
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, api.String()+part, body)
	if err != nil {
		return 0
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", "application/vnd.github+json")
	req.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	client := g.repository.Client()
	res, err := client.Do(req, client.Patience.Or().Grace, maxPulls)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	if res.StatusCode < 300 && json.NewDecoder(res.Body).Decode(answer) != nil {
		return 0
	}
	return res.StatusCode
}

// maxPulls is the size at most of an answer about pull requests.
const maxPulls = 1 << 20

// ownerAndName matches the path of a repository.
var ownerAndName = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)

// api returns the address of the API for the repository, at the site that took the push: for github.com and the tenants of ghe.com on a host of its
// own, on other servers below /api/v3. It is nil when there is none.
func (g gitHub) api() *url.URL {
	if g.repository.Site == nil || !ownerAndName.MatchString(g.repository.Path) || path.Clean("/"+g.repository.Path) != "/"+g.repository.Path {
		return nil
	}
	site := home(g.repository.Site)
	if host := strings.ToLower(site.Host); site.Scheme == "https" && (host == "github.com" || isTenant(host)) {
		return (&url.URL{Scheme: "https", Host: "api." + host}).JoinPath("repos", g.repository.Path)
	}
	return site.JoinPath("api/v3/repos", g.repository.Path)
}
