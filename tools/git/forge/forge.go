// Package forge knows how each kind of server takes a proposal: to which reference the commit is pushed, with which push options, and what the API
// is asked for afterwards. Each kind has a file of its own. The package knows nothing of Git objects or of dilemmas.
package forge

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Kind is a kind of server. The values are those of the setting kind in [params.dilemma.forge].
type Kind string

const (
	GitLab  Kind = "gitlab"
	Forgejo Kind = "forgejo"
	Gitea   Kind = "gitea"
	GitHub  Kind = "github"
	Mail    Kind = "mail" // a server without merge requests: the user sends a mail instead
)

// Number writes the number of a merge request as this kind of server does, so that it makes a link of it in a text.
func (k Kind) Number(n int) string {
	if k == GitLab {
		return "!" + strconv.Itoa(n)
	}
	return "#" + strconv.Itoa(n)
}

// Proposal is a merge request to open.
type Proposal struct {
	Slug  string
	Title string // one line
	// Description is Markdown.
	Description string
	// Target is the branch to merge the proposal into.
	Target string
	// Draft reports whether it is not ready for review.
	Draft bool
	// Earlier reports whether it replaces an earlier version of the same proposal.
	Earlier bool
	// Seen reports whether its title and its description are brought up to date by Server.Edit, after a look at what they are.
	Seen bool
	// ByBranch reports whether it is pushed as a branch on Forgejo or Gitea, which can do without; the others can't.
	ByBranch bool
	// Head is the name of its branch when that is another than the usual one, and From the path of the repository with that branch when that is
	// another than the one that is pushed to; else both are "".
	Head, From string
}

// Branch returns the branch of a proposal, on a server that keeps proposals on branches.
func (p Proposal) Branch() string { return cmp.Or(p.Head, "dilemma/"+p.Slug) }

// Option is a push option. The value is one line, and may be empty.
type Option struct{ Key, Value string }

func (o Option) String() string {
	if o.Value == "" {
		return o.Key
	}
	return o.Key + "=" + o.Value
}

// Route is how a proposal is pushed.
type Route struct {
	// Ref is the reference to push to, in full.
	Ref string
	// Branch reports whether Ref is a branch, which can be listed and fetched afterwards. If not, the server stores the commit at a reference of its
	// own choice.
	Branch  bool
	Options []Option
}

// Outcome is what became of a proposal after the push.
type Outcome struct {
	// URL is the page of the merge request; "" when there is none.
	URL string
	// Manual reports that the user must open the merge request on the page URL. Reason says why, and may be empty.
	Manual bool
	Reason Reason
}

// page matches the address of the page of a merge request.
var page = lazy.Regexp(`/(?:pulls|pull|merge_requests)/([1-9][0-9]{0,8})/?$`)

// Number returns the number of the merge request, from the address of its page; 0 when that does not tell.
func (o Outcome) Number() int {
	found := page().FindStringSubmatch(o.URL)
	if found == nil || o.Manual {
		return 0
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	return n
}

// Reason is why the merge request was not opened automatically.
type Reason string

const (
	NoToken      Reason = "no-token"      // the API needs a token, and there is none
	TokenRefused Reason = "token-refused" // the token does not permit it
	NoAnswer     Reason = "no-answer"     // the server did not answer as expected
)

// Server is a server that takes proposals.
type Server interface {
	Kind() Kind
	// Route returns how to push a proposal.
	Route(Proposal) Route
	// Open makes sure that a proposal that was pushed has a merge request. It returns no error, since the push has succeeded: the outcome says what
	// is left to the user.
	Open(ctx context.Context, p Proposal, pushed Answer) Outcome

	// These ask the API, as far as the server has one and answers. Signed reports whether it can be told who the user is.
	Signed() bool
	MayPush(context.Context) bool
	Pull(ctx context.Context, number int) (Pull, bool)
	Find(context.Context, Proposal) (Pull, bool)
	Edit(ctx context.Context, number int, title, body string) (ok bool)
	Close(ctx context.Context, number int, why string) (ok bool)
}

// Answer is the answer of a server to a push.
type Answer struct {
	// Messages are the lines that the hooks of the server printed.
	Messages []string
	// Ref is the full name of the reference at which the server put the commit, such as refs/pull/3/head.
	Ref string
}

// Repository is a repository on a server, and how to reach its API.
type Repository struct {
	// Web is the address of its page, such as https://gitlab.example/groep/dilemmas; "" when it has none. It is for people: nothing is asked there.
	Web string
	// Site is the address of the web server at the host that takes the push; nil when it has none. The API is asked there and nowhere else.
	Site *url.URL
	// Path is the path of the repository on the server, such as groep/dilemmas. Pushed is the path of the one that is pushed to: the same or a fork.
	Path, Pushed string
	// Token returns a token for Site, or "".
	Token func() string
	// Login returns the user name and the password or token that Site accepted for Git, or ""; nil when these are not for its API.
	Login  func() (user, password string)
	Client func() *wire.Client
}

// New returns a server of a kind.
func New(kind Kind, r Repository) Server {
	asked := &api{kind: kind, repository: r}
	switch kind {
	case GitLab:
		return gitLab{asked}
	case Forgejo, Gitea:
		return gitea{asked}
	case GitHub:
		return gitHub{asked}
	}
	return plain{&api{kind: Mail}}
}

// probeTime is the time that Ask takes at most, and maxVersion the size of an answer to it.
const (
	probeTime  = 5 * time.Second
	maxVersion = 1 << 12
)

// Ask finds the kind of a server by requests to its API, without credentials. web is the address of the page of a repository on it. It returns
// Mail when the server does not answer as one of the kinds does.
func Ask(ctx context.Context, client func() *wire.Client, web string) Kind {
	u, err := url.Parse(web)
	if err != nil || u.Host == "" {
		return Mail
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	// The server may be at a path: what precedes the owner and the name of the repository.
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
			res, err := client().Do(req, probeTime, maxVersion)
			if err != nil {
				return Mail // a server that does not answer this request won't answer the next
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

// hasVersion reports whether an answer is the version of Forgejo or Gitea, or the refusal of such a server to give it without credentials.
func hasVersion(r *http.Response) bool {
	var answer struct{ Version, Message string }
	if json.NewDecoder(r.Body).Decode(&answer) != nil {
		return false
	}
	return r.StatusCode == http.StatusOK && answer.Version != "" || r.StatusCode == http.StatusForbidden && answer.Message != ""
}

// address matches an address in a message of a server.
var address = lazy.Regexp(`https?://[^\s<>"']+`)

// find returns the first address in the messages of a server that contains part, or "".
func find(messages []string, part string) string {
	for _, line := range messages {
		for _, found := range address().FindAllString(line, -1) {
			if strings.Contains(found, part) {
				return strings.TrimRight(found, ".,)")
			}
		}
	}
	return ""
}

// line joins the lines of a text to one: a push option can't hold a line break.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }
