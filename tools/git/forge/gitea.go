package forge

import (
	"context"
	"encoding/base64"
	"strings"
)

// gitea is Gitea or Forgejo. These open a pull request for a push to refs/for/BRANCH, which needs no right to write. The option topic identifies
// the pull request among those of the user. Sources: https://docs.gitea.com/usage/agit and https://forgejo.org/docs/latest/user/agit-support/.
type gitea struct {
	kind       Kind
	repository Repository
}

func (g gitea) Kind() Kind { return g.kind }

func (g gitea) Route(p Proposal) Route {
	title := line(p.Title)
	if p.Draft {
		title = "WIP: " + title
	}
	options := []Option{{"topic", p.Slug}, {"title", title}, {"description", multiline(p.Description)}}
	if p.Earlier {
		options = append(options, Option{"force-push", "true"})
	}
	return Route{Ref: "refs/for/" + p.Target, Options: options}
}

// multiline encodes a text of several lines as the value of a push option.
func multiline(text string) string {
	return "{base64}" + base64.StdEncoding.EncodeToString([]byte(text))
}

// Open finds the page of the pull request in the messages of the server. An administrator can switch those off: then the number of the pull
// request follows from the reference of the commit.
func (g gitea) Open(_ context.Context, _ Proposal, pushed Answer) Outcome {
	if found := find(pushed.Messages, "/pulls/"); found != "" {
		return Outcome{URL: found}
	}
	if g.repository.Web == "" {
		return Outcome{}
	}
	number, _ := strings.CutPrefix(pushed.Ref, "refs/pull/")
	if number, ok := strings.CutSuffix(number, "/head"); ok {
		return Outcome{URL: g.repository.Web + "/pulls/" + number}
	}
	return Outcome{URL: g.repository.Web + "/pulls"}
}
