package forge

import (
	"cmp"
	"context"
	"net/url"
	"strings"
)

// gitLab is GitLab, which opens a merge request during the push. Source:
// https://docs.gitlab.com/topics/git/commit/#push-options-for-merge-requests.
type gitLab struct{ *api }

func (gitLab) Kind() Kind { return GitLab }

func (g gitLab) Route(p Proposal) Route {
	options := []Option{{"merge_request.create", ""}, {"merge_request.target", p.Target}}
	if !p.Seen {
		options = append(options, Option{"merge_request.title", line(p.Title)})
	}
	if !p.Earlier {
		// GitLab does not turn \n in an option into a line break. Later on, the description may be one that somebody has written.
		options = append(options, Option{"merge_request.description", line(p.Description)})
	}
	options = append(options, Option{"merge_request.remove_source_branch", ""})
	if cmp.Or(p.From, g.repository.Pushed) != g.repository.Path {
		options = append(options, Option{"merge_request.target_project", g.repository.Path})
	}
	if p.Draft {
		options = append(options, Option{"merge_request.draft", ""})
	}
	return Route{Ref: "refs/heads/" + p.Branch(), Branch: true, Options: options}
}

// Open finds the page of the merge request in the messages of the server. When GitLab opened none, for instance because push options are switched
// off, it returns the page on which the user opens one.
func (g gitLab) Open(_ context.Context, p Proposal, pushed Answer) Outcome {
	found := find(pushed.Messages, "/merge_requests/")
	if found != "" && !strings.Contains(found, "/merge_requests/new") {
		return Outcome{URL: found}
	}
	if found == "" && g.repository.Web != "" {
		query := url.Values{"merge_request[source_branch]": {p.Branch()}, "merge_request[target_branch]": {p.Target}, "merge_request[title]": {line(p.Title)}}
		found = g.repository.Web + "/-/merge_requests/new?" + query.Encode()
	}
	return Outcome{URL: found, Manual: true, Reason: NoAnswer}
}
