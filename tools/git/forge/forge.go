// Package forge knows how each kind of server takes a proposal: where the commit is pushed, with which words beside it, and what has to be
// asked afterwards. One file a kind. It knows nothing of Git objects or of dilemmas.
package forge

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Kind is a kind of server. The words are those of kind in [params.dilemma.forge].
type Kind string

const (
	GitLab  Kind = "gitlab"
	Forgejo Kind = "forgejo"
	Gitea   Kind = "gitea"
	GitHub  Kind = "github"
	Mail    Kind = "mail" // a server that knows no merge requests: the rest goes by mail
)

// Proposal is what is asked of a server.
type Proposal struct {
	Slug  string
	Title string // one line
	// Description is Markdown.
	Description string
	// Target is the branch in which the proposal is to be merged.
	Target string
	// Draft says that it is not ready for review.
	Draft bool
	// Earlier says that this takes the place of an earlier version of the same proposal.
	Earlier bool
}

// Branch is the branch of a proposal on a server that keeps it on one.
func (p Proposal) Branch() string { return "dilemma/" + p.Slug }

// Option is a push option, with a value of one line or without.
type Option struct{ Key, Value string }

func (o Option) String() string {
	if o.Value == "" {
		return o.Key
	}
	return o.Key + "=" + o.Value
}

// Route is how a proposal travels.
type Route struct {
	// Ref is the reference to push to, in full.
	Ref string
	// Branch reports that Ref is a branch, which stays there and can be asked for. Else the server keeps the commit at a place of its own.
	Branch  bool
	Options []Option
}

// Outcome is where a proposal stands after the push.
type Outcome struct {
	// URL is the page of the merge request; "" when there is none.
	URL string
	// Manual reports that URL is the page on which the user still has to open it, and Reason why, if it is known.
	Manual bool
	Reason Reason
}

// Reason is why a server did not open a merge request by itself.
type Reason string

const (
	NoToken      Reason = "no-token"      // it asks a token, and there is none
	TokenRefused Reason = "token-refused" // the token may not do this
	NoAnswer     Reason = "no-answer"     // it did not answer as expected
)

// Server is a server that takes proposals.
type Server interface {
	Kind() Kind
	// Route tells how a proposal travels.
	Route(Proposal) Route
	// Open sees to it that there is a merge request for a proposal that was pushed. What it can't do itself stands in the outcome: the push is
	// done, so that nothing of this is an error.
	Open(ctx context.Context, p Proposal, pushed Answer) Outcome
}

// Answer is what a server told with a push.
type Answer struct {
	// Said are the lines that it has for the user.
	Messages []string
	// Ref is where it put the commit, in full, such as refs/pull/3/head.
	Ref string
}

// Repository is the place of a repository on the web.
type Repository struct {
	// Web is its address, such as https://gitlab.example/groep/dilemmas; "" when it has none.
	Web string
	// Path is the place of the repository on the server, such as groep/dilemmas, and Pushed that of the one that is pushed to: the same, or a fork.
	Path, Pushed string
	// Token returns what proves to the API of the server who the user is, or "". It is asked after the push.
	Token  func() string
	Client func() *http.Client
}

// New returns a server of a kind.
func New(kind Kind, r Repository) Server {
	switch kind {
	case GitLab:
		return gitLab{r}
	case Forgejo, Gitea:
		return gitea{kind, r}
	case GitHub:
		return gitHub{r}
	}
	return plain{}
}

// hosts are servers that are known by their names.
var hosts = map[string]Kind{
	"gitlab.com": GitLab, "github.com": GitHub, "codeberg.org": Forgejo, "code.overheid.nl": Forgejo, "gitea.com": Gitea,
}

// ByName returns the kind that the name of a host tells, or "".
func ByName(host string) Kind {
	host = strings.ToLower(host)
	if kind, known := hosts[host]; known {
		return kind
	}
	for _, kind := range []Kind{GitLab, Forgejo, Gitea, GitHub} {
		for label := range strings.SplitSeq(host, ".") {
			if label == string(kind) {
				return kind
			}
		}
	}
	return ""
}

// Tokens names the environment variables that may hold a token for a kind of server, in the order in which they are looked at, and the user
// name that goes with a token.
func Tokens(kind Kind) (user string, names []string) {
	names = []string{"DILEMMA_TOKEN"}
	switch kind {
	case GitLab:
		return "oauth2", append(names, "GITLAB_TOKEN")
	case Forgejo:
		return "oauth2", append(names, "FORGEJO_TOKEN")
	case Gitea:
		return "oauth2", append(names, "GITEA_TOKEN")
	case GitHub:
		return "x-access-token", append(names, "GH_TOKEN", "GITHUB_TOKEN")
	}
	return "git", names
}

// probeTime is how long a server may take to tell what it is.
const probeTime = 5 * time.Second

// Ask asks a server of unknown name what it is, without logging in; web is the address of a repository on it. It returns Mail when the server
// does not tell.
func Ask(ctx context.Context, client func() *http.Client, web string) Kind {
	u, err := url.Parse(web)
	if err != nil || u.Host == "" {
		return Mail
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	// A server may live below a path: what comes before owner and name.
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	bases := []string{u.Scheme + "://" + u.Host}
	if len(parts) > 2 {
		bases = append(bases, bases[0]+"/"+strings.Join(parts[:len(parts)-2], "/"))
	}
	for _, base := range bases {
		for _, question := range []struct {
			path  string
			kind  Kind
			tells func(*http.Response) bool
		}{
			{"/api/forgejo/v1/version", Forgejo, hasVersion},
			{"/api/v1/version", Gitea, hasVersion},
			{"/api/v4/version", GitLab, func(r *http.Response) bool { return r.Header.Get("X-Gitlab-Meta") != "" }},
		} {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+question.path, nil)
			if err != nil {
				return Mail
			}
			res, err := client().Do(req)
			if err != nil {
				return Mail // what does not answer once will not answer again
			}
			tells := question.tells(res)
			res.Body.Close()
			if tells {
				return question.kind
			}
		}
	}
	return Mail
}

// hasVersion reports whether an answer is the version of Forgejo or Gitea, or the word of such a server that it tells that to nobody.
func hasVersion(r *http.Response) bool {
	var answer struct{ Version, Message string }
	if json.NewDecoder(io.LimitReader(r.Body, 1<<12)).Decode(&answer) != nil {
		return false
	}
	return r.StatusCode == http.StatusOK && answer.Version != "" || r.StatusCode == http.StatusForbidden && answer.Message != ""
}

// address finds the addresses in what a server says.
var address = regexp.MustCompile(`https?://[^\s<>"']+`)

// find returns the first address in the lines of a server that has this in it, or "".
func find(messages []string, part string) string {
	for _, line := range messages {
		for _, found := range address.FindAllString(line, -1) {
			if strings.Contains(found, part) {
				return strings.TrimRight(found, ".,)")
			}
		}
	}
	return ""
}

// line makes one line of a text, since Git has no place for more in a push option.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }
