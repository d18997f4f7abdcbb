package forge

import (
	"context"
	"net/http"
)

// Merging is whether a repository on a server can be set to merge a proposal as it is, without a new commit in the name of an account.
type Merging string

const (
	Unknown Merging = ""      // nobody asked, or the server does not tell
	Keeps   Merging = "keeps" // who merges without choosing keeps the commit
	Offers  Merging = "other" // it can, but another way is what people get without choosing
	Lacks   Merging = "lacks" // its settings do not allow that way
)

// HowMerges asks a server how it merges. It changes nothing, and asks nothing without a token: the settings are for members. GitHub has no such way.
// The fields are those of https://docs.gitlab.com/api/projects/ and, for Forgejo and Gitea, of modules/structs/repo.go.
func HowMerges(ctx context.Context, kind Kind, r Repository) Merging {
	var answer struct {
		MergeMethod string `json:"merge_method"`
		Squash      string `json:"squash_option"`
		FastForward *bool  `json:"allow_fast_forward_only_merge"`
		Default     string `json:"default_merge_style"`
	}
	asked := &api{kind: kind, repository: r}
	if kind == GitHub || asked.token() == "" {
		return Unknown
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	if asked.call(ctx, http.MethodGet, "", nil, &answer) != http.StatusOK {
		return Unknown
	}
	switch {
	case kind == GitLab && answer.MergeMethod == "":
		return Unknown
	case kind == GitLab && answer.MergeMethod != "ff":
		return Lacks
	case kind == GitLab && (answer.Squash == "always" || answer.Squash == "default_on"):
		return Offers
	case kind == GitLab:
		return Keeps
	case answer.FastForward == nil:
		return Unknown
	case !*answer.FastForward:
		return Lacks
	case answer.Default != "fast-forward-only":
		return Offers
	}
	return Keeps
}
