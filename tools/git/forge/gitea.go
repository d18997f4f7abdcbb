package forge

import (
	"context"
	"encoding/base64"
	"strings"
)

// gitea is Gitea or Forgejo. It opens a pull request of a push to refs/for, which asks no right to write. The topic names the pull request among
// those of one user. Sources: https://docs.gitea.com/usage/agit and https://forgejo.org/docs/latest/user/agit-support/.
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

// multiline writes a text of more lines as an option of one.
func multiline(text string) string {
	return "{base64}" + base64.StdEncoding.EncodeToString([]byte(text))
}

// Open finds the page in what the server said, else by the place of the commit: a host can switch the words off.
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
