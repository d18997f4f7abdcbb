package forge

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Pull is a merge request as the API of a server tells it.
type Pull struct {
	Number int
	URL    string // of its page
	Title  string
	// Body is its description, in Markdown.
	Body string
	Open bool
	// Branch is the branch with its commits, and Repository the path of the repository with that branch. Both are "" when the server keeps the
	// commits in a place of its own (AGit), or no longer has the branch.
	Branch, Repository string
	// Writable reports whether the account of the user may push to that branch, as far as the server tells: it is theirs, or who sent it in permits
	// those who merge.
	Writable bool
}

// pull is a merge request in the API, with only the fields that we need: those of GitHub, Forgejo and Gitea, and those of GitLab. Sources:
// https://docs.github.com/rest/pulls/pulls, modules/structs/pull.go of Gitea and https://docs.gitlab.com/api/merge_requests/.
type pull struct {
	Number int    `json:"number"`
	Page   string `json:"html_url"`
	Title  string `json:"title"`
	Body   string `json:"body"`
	State  string `json:"state"`
	Head   struct {
		Ref  string    `json:"ref"`
		Repo *aProject `json:"repo"` // null when it was deleted
	} `json:"head"`
	GiteaEdit  bool `json:"allow_maintainer_edit"`
	GitHubEdit bool `json:"maintainer_can_modify"`

	IID         int    `json:"iid"`
	WebURL      string `json:"web_url"`
	Description string `json:"description"`
	Source      string `json:"source_branch"`
	SourceID    int    `json:"source_project_id"`
	TargetID    int    `json:"target_project_id"`
	GitLabEdit  bool   `json:"allow_collaboration"`
}

// aProject is a repository in the API, with only the fields that we need. Sources: https://docs.github.com/rest/repos/repos, modules/structs/repo.go of
// Gitea and https://docs.gitlab.com/api/projects/.
type aProject struct {
	FullName    string `json:"full_name"`
	Path        string `json:"path_with_namespace"` // GitLab
	Permissions struct {
		Push    bool `json:"push"`
		Project *struct {
			AccessLevel int `json:"access_level"`
		} `json:"project_access"` // GitLab
		Group *struct {
			AccessLevel int `json:"access_level"`
		} `json:"group_access"`
	} `json:"permissions"`
}

// developer is the level of access in GitLab from which a member may push a branch (https://docs.gitlab.com/api/members/#roles).
const developer = 30

// mayPush reports whether the answer says that the account may push.
func (p *aProject) mayPush() bool {
	of := p.Permissions
	return of.Push || of.Project != nil && of.Project.AccessLevel >= developer || of.Group != nil && of.Group.AccessLevel >= developer
}

// projectPath matches the path of a repository on any server.
var projectPath = lazy.Regexp(`^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+$`)

// isPath reports whether a text of a server is the path of a repository.
func isPath(text string) bool {
	return projectPath().MatchString(text) && path.Clean("/"+text) == "/"+text
}

// MayPush reports whether the server says that the account of the user may push a branch to the repository that is pushed to.
func (a *api) MayPush(ctx context.Context) bool {
	var p aProject
	return a.Signed() && a.callAt(ctx, a.at(a.repository.Pushed), http.MethodGet, "", nil, &p) == http.StatusOK && p.mayPush()
}

// Pull asks for the merge request with a number. ok is false when there is none, or the server does not tell.
func (a *api) Pull(ctx context.Context, number int) (found Pull, ok bool) {
	var p pull
	if a.call(ctx, http.MethodGet, fmt.Sprintf("%s/%d", a.pulls(), number), nil, &p) != http.StatusOK {
		return Pull{}, false
	}
	return a.clean(ctx, p), true
}

// Find finds the open merge request with the branch of a proposal: in the repository that is pushed to, or else in a fork that the account of the user
// may push to, as after handing in by the web.
func (a *api) Find(ctx context.Context, p Proposal) (found Pull, ok bool) {
	var others []Pull
	for part := range a.openWith(ctx, p) {
		var page []pull
		if a.call(ctx, http.MethodGet, part, nil, &page) != http.StatusOK {
			break
		}
		for _, raw := range page {
			if raw.Head.Ref != p.Branch() && raw.Source != p.Branch() {
				continue
			}
			switch one := a.clean(ctx, raw); {
			case strings.EqualFold(one.Repository, a.repository.Pushed):
				return one, true
			case one.Writable && one.Repository != "":
				others = append(others, one)
			}
		}
		if a.kind != GitHub && len(page) < perPage {
			break
		}
	}
	if len(others) == 0 {
		return Pull{}, false
	}
	return others[0], true
}

// openWith yields what is asked to find the open merge requests with the branch of a proposal. Forgejo and Gitea can't search by branch, so that
// all pages are asked. GitHub searches by the owner of the branch.
func (a *api) openWith(ctx context.Context, p Proposal) func(yield func(part string) bool) {
	return func(yield func(string) bool) {
		switch a.kind {
		case GitHub:
			open := func(owner string) string {
				query := url.Values{"head": {owner + ":" + p.Branch()}, "base": {p.Target}, "state": {"open"}}
				return a.pulls() + "?" + query.Encode()
			}
			owner := path.Dir(a.repository.Pushed)
			if !yield(open(owner)) || !a.Signed() {
				return
			}
			if me := a.login(ctx); me != "" && !strings.EqualFold(me, owner) {
				yield(open(me))
			}
		case GitLab:
			query := url.Values{"state": {"opened"}, "target_branch": {p.Target}, "source_branch": {p.Branch()}, "per_page": {strconv.Itoa(perPage)}}
			yield(a.pulls() + "?" + query.Encode())
		case Forgejo, Gitea:
			for page := 1; page <= maxPages; page++ {
				query := url.Values{"state": {"open"}, "base_branch": {p.Target}, "limit": {strconv.Itoa(perPage)}, "page": {strconv.Itoa(page)}}
				if !yield(a.pulls() + "?" + query.Encode()) {
					return
				}
			}
		}
	}
}

// clean makes a Pull of the answer of a server. What can't be the name of a repository is left out.
func (a *api) clean(ctx context.Context, p pull) Pull {
	if a.kind == GitLab {
		found := Pull{Number: p.IID, URL: p.WebURL, Title: p.Title, Body: p.Description, Open: p.State == "opened", Branch: p.Source, Repository: a.repository.Path, Writable: true}
		if p.SourceID != p.TargetID {
			var from aProject
			if a.callAt(ctx, a.at(strconv.Itoa(p.SourceID)), http.MethodGet, "", nil, &from) != http.StatusOK || !isPath(from.Path) {
				found.Branch, found.Repository = "", ""
				return found
			}
			found.Repository, found.Writable = from.Path, from.mayPush() || p.GitLabEdit
		}
		return found
	}
	found := Pull{Number: p.Number, URL: p.Page, Title: p.Title, Body: p.Body, Open: p.State == "open"}
	// Of a proposal without a branch Forgejo and Gitea tell the reference of its commits (services/convert/pull.go).
	if from := p.Head.Repo; from != nil && isPath(from.FullName) && p.Head.Ref != "" && !strings.HasPrefix(p.Head.Ref, "refs/") {
		found.Branch, found.Repository = p.Head.Ref, from.FullName
		found.Writable = strings.EqualFold(from.FullName, a.repository.Path) || from.mayPush() || p.GiteaEdit || p.GitHubEdit
	}
	return found
}

// open makes sure that a branch that was pushed has a pull request on GitHub, Forgejo or Gitea.
func (a *api) open(ctx context.Context, p Proposal) Outcome {
	compare := a.compare(p)
	if !a.Signed() {
		return Outcome{URL: compare, Manual: true, Reason: NoToken}
	}
	page, status := a.create(ctx, p)
	switch status {
	case http.StatusCreated:
		return Outcome{URL: page}
	case http.StatusConflict, http.StatusUnprocessableEntity: // it is there: Gitea and Forgejo say so by the first, GitHub by the second
		if found, ok := a.Find(ctx, p); ok {
			return Outcome{URL: found.URL}
		}
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return Outcome{URL: compare, Manual: true, Reason: TokenRefused}
	}
	return Outcome{URL: compare, Manual: true, Reason: NoAnswer}
}

// compare returns the address of the page on which the user opens a pull request, with the title filled in where the server takes that.
func (a *api) compare(p Proposal) string {
	pushed := cmp.Or(p.From, a.repository.Pushed)
	head := path.Dir(pushed) + ":" + p.Branch()
	if a.kind != GitHub && pushed == a.repository.Path {
		head = p.Branch()
	}
	page := fmt.Sprintf("%s/compare/%s...%s", a.repository.Web, p.Target, head)
	if a.kind == GitHub {
		page += "?" + url.Values{"expand": {"1"}, "title": {line(p.Title)}}.Encode()
	}
	return page
}

// create opens a merge request for the branch of a proposal. It returns the address of its page, and the HTTP status of the answer.
func (a *api) create(ctx context.Context, p Proposal) (page string, status int) {
	pushed := cmp.Or(p.From, a.repository.Pushed)
	question := map[string]any{"title": line(p.Title), "body": p.Description, "head": p.Branch(), "base": p.Target}
	if a.kind == GitHub || pushed != a.repository.Path {
		question["head"] = path.Dir(pushed) + ":" + p.Branch()
	}
	switch {
	case a.kind == GitHub:
		question["draft"] = p.Draft
	case p.Draft:
		question["title"] = draftTitle(p)
	}
	if pushed != a.repository.Path && a.kind != GitHub {
		question["allow_maintainer_edit"] = true // the redactie goes on with it; on GitHub that is so unless it is refused
	}
	var made pull
	status = a.call(ctx, http.MethodPost, a.pulls(), question, &made)
	return made.Page, status
}

// Edit sets the title and the description of a merge request; "" leaves the one that is there. ok reports whether the server did so.
func (a *api) Edit(ctx context.Context, number int, title, body string) (ok bool) {
	question := map[string]any{}
	if title != "" {
		question["title"] = line(title)
	}
	if body != "" {
		question[a.name("body", "description")] = body
	}
	return len(question) == 0 || a.change(ctx, number, question)
}

// Close closes a merge request, and says why in a comment on it. ok reports whether the server closed it.
func (a *api) Close(ctx context.Context, number int, why string) (ok bool) {
	if !a.change(ctx, number, map[string]any{a.name("state", "state_event"): a.name("closed", "close")}) {
		return false
	}
	comments := fmt.Sprintf("/issues/%d/comments", number)
	if a.kind == GitLab {
		comments = fmt.Sprintf("/merge_requests/%d/notes", number)
	}
	a.call(ctx, http.MethodPost, comments, map[string]any{"body": why}, nil) // the one in its place names it too
	return true
}

// change changes fields of a merge request.
func (a *api) change(ctx context.Context, number int, question map[string]any) bool {
	method := http.MethodPatch
	if a.kind == GitLab {
		method = http.MethodPut
	}
	status := a.call(ctx, method, fmt.Sprintf("%s/%d", a.pulls(), number), question, nil)
	return status == http.StatusOK || status == http.StatusCreated // Gitea answers with the latter
}

// pulls returns the part of an address of the API below which merge requests are.
func (a *api) pulls() string { return a.name("/pulls", "/merge_requests") }

// name returns what GitLab calls something, or what the others do.
func (a *api) name(others, gitLab string) string {
	if a.kind == GitLab {
		return gitLab
	}
	return others
}

// login returns the name of the account of the token on GitHub, or "" (https://docs.github.com/rest/users/users#get-the-authenticated-user).
func (a *api) login(ctx context.Context) string {
	at := a.at(a.repository.Path)
	if at == nil {
		return ""
	}
	var me account
	if a.callAt(ctx, at.JoinPath("../../../user"), http.MethodGet, "", nil, &me) != http.StatusOK || !ownerAndName().MatchString(me.Login+"/x") {
		return ""
	}
	return me.Login
}
