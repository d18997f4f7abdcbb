package forge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
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
	for _, a := range apisOf(r, inGitLab) {
		var open map[int]bool
		open, err = a.opened(ctx, true)
		if a.Signed() && errors.Is(err, StatusError(http.StatusUnauthorized)) || errors.Is(err, wire.ErrPlain) {
			open, err = a.opened(ctx, false) // a login that is not for this may stand in the way
		}
		if !errors.Is(err, StatusError(http.StatusNotFound)) {
			return open, err
		}
	}
	return nil, err
}

// opened asks one API, with the login of the user when signed.
func (a *api) opened(ctx context.Context, signed bool) (map[int]bool, error) {
	open := map[int]bool{}
	for page := 1; page <= maxOpen; page++ {
		// per_page is for GitHub and GitLab, limit for Gitea and Forgejo.
		query := fmt.Sprintf("?state=%s&per_page=%d&limit=%d&page=%d", a.name("open", "opened"), perPage, perPage, page)
		res, err := a.send(ctx, http.MethodGet, a.at(a.repository.Path).String()+a.pulls()+query, nil, signed, maxPage)
		if err != nil {
			return nil, err
		}
		n, err := addNumbers(res, open)
		res.Body.Close()
		if err != nil {
			return nil, err
		}
		// A server may give fewer on a page than it was asked for.
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

// apisOf lists the APIs that a repository may have, of those kinds of servers that keep merge requests in such a way. Of two the first one may not be there.
func apisOf(r Repository, inGitLab bool) []*api {
	kinds := []Kind{Gitea, GitHub}
	switch {
	case inGitLab:
		kinds = []Kind{GitLab}
	case r.Site != nil && isHub(home(r.Site)):
		kinds = []Kind{GitHub}
	}
	var all []*api
	for _, kind := range kinds {
		if a := (&api{kind: kind, repository: r}); a.at(r.Path) != nil {
			all = append(all, a)
		}
	}
	return all
}
