package forge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// ErrNoAPI means that a repository has no API that can be asked: it lies in a folder, or its pages are not at the host that takes the push.
var ErrNoAPI = errors.New("no API")

// maxOpen is the number of pages, of perPage merge requests, on which a server lists those that are open.
const maxOpen = 40

// Opened asks a server for the numbers of the merge requests of a repository that are open, with the token of the user or without any. inGitLab tells that
// it keeps them as GitLab does; else as GitHub, Gitea and Forgejo do. The error is ErrNoAPI, a StatusError, one of wire, or that of the connection.
//
// Sources: https://docs.gitlab.com/api/merge_requests/#list-project-merge-requests, https://docs.github.com/rest/pulls/pulls#list-pull-requests,
// /api/swagger of a Forgejo or Gitea (repoListPullRequests), and for the header Link https://docs.gitlab.com/api/rest/#pagination and
// https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api.
func Opened(ctx context.Context, r Repository, inGitLab bool) (map[int]bool, error) {
	err := error(ErrNoAPI)
	for _, api := range apis(r, inGitLab) {
		for _, token := range tokensFor(api, r) {
			var open map[int]bool
			if open, err = opened(ctx, r.Client(), api, token, inGitLab); err == nil {
				return open, nil
			}
			var status StatusError
			if !errors.As(err, &status) {
				return nil, err // it won't answer the next question either
			}
		}
	}
	return nil, err
}

// opened asks one API with one token, which may be "".
func opened(ctx context.Context, client *wire.Client, api *url.URL, token string, inGitLab bool) (map[int]bool, error) {
	list, state := "pulls", "open"
	if inGitLab {
		list, state = "merge_requests", "opened"
	}
	open := map[int]bool{}
	for page := 1; page <= maxOpen; page++ {
		// per_page is for GitHub and GitLab, limit for Gitea and Forgejo.
		at := *api.JoinPath(list)
		at.RawQuery = fmt.Sprintf("state=%s&per_page=%d&limit=%d&page=%d", state, perPage, perPage, page)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
		if err != nil {
			return nil, err
		}
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		res, err := client.Do(req, client.Patience.Or().Grace, maxPage)
		if err != nil {
			return nil, err
		}
		n, err := addNumbers(res, open)
		res.Body.Close()
		if err != nil {
			return nil, err
		}
		if n < perPage && !strings.Contains(strings.Join(res.Header.Values("Link"), ","), `rel="next"`) {
			return open, nil
		}
	}
	return nil, wire.ErrTooMuch
}

// addNumbers adds the numbers in a list of merge requests, and returns how many there are.
func addNumbers(res *http.Response, to map[int]bool) (n int, err error) {
	if res.StatusCode != http.StatusOK {
		return 0, StatusError(res.StatusCode)
	}
	list := json.NewDecoder(res.Body)
	if _, err := list.Token(); err != nil { // the bracket of the list
		return 0, err
	}
	for ; list.More(); n++ {
		var one struct {
			Number int
			IID    int // GitLab
		}
		if err := list.Decode(&one); err != nil {
			return 0, err
		}
		to[max(one.Number, one.IID)] = true
	}
	_, err = list.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// apis lists the addresses that the API of a repository may have, of those kinds of servers that have such merge requests: none when there are none.
func apis(r Repository, inGitLab bool) []*url.URL {
	if r.Site == nil || r.Path == "" || r.Client == nil || path.Clean("/"+r.Path) != "/"+r.Path {
		return nil
	}
	site := home(r.Site)
	if inGitLab {
		return []*url.URL{site.JoinPath("api/v4/projects", url.PathEscape(r.Path))}
	}
	// Gitea and Forgejo may be at a path: what precedes the owner and the name of the repository.
	dir, name := path.Split(r.Path)
	below, owner := path.Split(path.Clean(dir))
	if repository := path.Join(owner, name); ownerAndName.MatchString(repository) {
		all := []*url.URL{site.JoinPath(below, "api/v1/repos", repository)}
		if hub := (gitHub{r}).api(); hub != nil && hub.Host != site.Host {
			return []*url.URL{hub} // GitHub itself
		} else if hub != nil {
			all = append(all, hub)
		}
		return all
	}
	return nil
}

// tokensFor returns the token for an API of a repository, when there is one that may be sent there, and then none.
func tokensFor(api *url.URL, r Repository) []string {
	if r.Token != nil && wire.Private(api) {
		if token := r.Token(); token != "" {
			return []string{token, ""}
		}
	}
	return []string{""}
}
