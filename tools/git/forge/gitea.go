package forge

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
)

// gitea is Gitea or Forgejo. Who may push a branch pushes a branch, for which the API opens a pull request: others can bring that further. Who may
// not, or does not say who they are, pushes to refs/for/BRANCH, for which these servers open a pull request by themselves. That needs no right to
// write. The option topic identifies the pull request among those of the user, and nobody else can push to it (services/agit/agit.go of both).
// Sources: https://docs.gitea.com/usage/agit and https://forgejo.org/docs/latest/user/agit-support/.
type gitea struct{ *api }

func (g gitea) Kind() Kind { return g.kind }

func (g gitea) Route(p Proposal) Route {
	if p.ByBranch {
		return Route{Ref: "refs/heads/" + p.Branch(), Branch: true}
	}
	options := []Option{{"topic", p.Slug}, {"title", draftTitle(p)}, {"description", multiline(p.Description)}}
	if p.Earlier {
		options = append(options, Option{"force-push", "true"})
	}
	return Route{Ref: "refs/for/" + p.Target, Options: options}
}

// draftTitle returns the title of a pull request on Forgejo and Gitea, where it tells whether that is ready for review
// (https://docs.gitea.com/usage/pull-request#work-in-progress-pull-requests).
func draftTitle(p Proposal) string {
	if p.Draft {
		return "WIP: " + line(p.Title)
	}
	return line(p.Title)
}

// multiline encodes a text of several lines as the value of a push option.
func multiline(text string) string {
	return "{base64}" + base64.StdEncoding.EncodeToString([]byte(text))
}

// Open finds the page of the pull request in the messages of the server. An administrator can switch those off: then the number of the pull
// request follows from the reference of the commit. For a branch it opens the pull request, unless the messages name the one that is there.
func (g gitea) Open(ctx context.Context, p Proposal, pushed Answer) Outcome {
	if found := find(pushed.Messages, "/pulls/"); page().MatchString(found) { // of a branch without one they name /pulls/new/BRANCH
		return Outcome{URL: found}
	}
	if p.ByBranch {
		return g.open(ctx, p)
	}
	if g.repository.Web == "" {
		return Outcome{}
	}
	number, _ := strings.CutPrefix(pushed.Ref, "refs/pull/")
	if number, ok := strings.CutSuffix(number, "/head"); ok {
		return Outcome{URL: fmt.Sprintf("%s/pulls/%s", g.repository.Web, number)}
	}
	return Outcome{URL: g.repository.Web + "/pulls"}
}
