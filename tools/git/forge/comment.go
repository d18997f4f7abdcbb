package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Thread is the comments on a merge request, with what it takes to add one through the API.
type Thread struct {
	comments string // address of the comments on the merge request
	comment  string // address of one comment, without its number at the end
	user     string // address of the account of the token
	change   string // HTTP method that changes a comment
	// sign adds a token to a request.
	sign func(*http.Request)
	// machine reports whether an account is the one of the token that a workflow gets; nil when the token is another.
	machine func(account) bool
}

// account is the account of a user or a program, as far as the API tells.
type account struct {
	ID    int64
	Login string
	Type  string
}

var (
	// ErrNoToken means that a pipeline has no token for the API.
	ErrNoToken = errors.New("no token")
	// ErrOtherHost means that the token of a pipeline is for another server than the address of the API in its environment.
	ErrOtherHost = errors.New("the token is for another host")
)

// StatusError is the HTTP status of an answer of an API that is not a success.
type StatusError int

func (e StatusError) Error() string { return fmt.Sprintf("status %d", int(e)) }

var (
	// pullNumber matches the reference that a workflow for a pull request runs on.
	pullNumber = lazy.Regexp(`^refs/pull/(\d+)/`)
	// number matches the number of a merge request, or of a project.
	number = lazy.Regexp(`^\d+$`)
)

// PipelineOf finds in the environment variables for which merge request a pipeline runs; ok is false when it runs for none. Sources:
// https://docs.gitlab.com/ci/variables/predefined_variables/ and https://docs.github.com/actions/reference/workflows-and-actions/variables, which
// Forgejo and Gitea follow. The token is DILEMMA_TOKEN, else the one that a workflow gets in GITHUB_TOKEN; GitLab's CI_JOB_TOKEN can't comment
// (https://docs.gitlab.com/ci/jobs/ci_job_token/). The error is ErrNoToken, or ErrOtherHost when DILEMMA_HOST, or the server that the pipeline says it
// runs on, is not where the API is.
func PipelineOf(getenv func(string) string) (p Thread, ok bool, err error) {
	api, server := getenv("CI_API_V4_URL"), getenv("CI_SERVER_URL")
	token := getenv("DILEMMA_TOKEN")
	own := token != ""
	header, prefix := "Authorization", "Bearer "
	project, merge := getenv("CI_PROJECT_ID"), getenv("CI_MERGE_REQUEST_IID")
	pull := pullNumber().FindStringSubmatch(getenv("GITHUB_REF"))
	switch {
	case api != "" && number().MatchString(project) && number().MatchString(merge):
		p.comments = fmt.Sprintf("%s/projects/%s/merge_requests/%s/notes", api, project, merge)
		p.comment, p.user = p.comments, api+"/user"
		header, prefix, p.change = "PRIVATE-TOKEN", "", http.MethodPut
	case getenv("GITHUB_API_URL") != "" && pull != nil && ownerAndName().MatchString(getenv("GITHUB_REPOSITORY")):
		api, server = getenv("GITHUB_API_URL"), getenv("GITHUB_SERVER_URL")
		issues := api + "/repos/" + getenv("GITHUB_REPOSITORY") + "/issues/"
		p.comments, p.comment, p.user = issues+pull[1]+"/comments", issues+"comments", api+"/user"
		p.change = http.MethodPatch
		if !own {
			token, p.machine = getenv("GITHUB_TOKEN"), machineOf(api)
		}
	default:
		return Thread{}, false, nil
	}
	if token == "" {
		return p, true, ErrNoToken
	}
	p.sign = func(req *http.Request) { req.Header.Set(header, prefix+token) }
	at, err := url.Parse(api)
	if err != nil || at.Host == "" || at.User != nil {
		return p, true, ErrOtherHost
	}
	named := server
	if own && getenv("DILEMMA_HOST") != "" {
		named = getenv("DILEMMA_HOST")
	}
	if named != "" && !isNamedAPI(named, at) {
		return p, true, ErrOtherHost
	}
	return p, true, nil
}

// CommentOn posts a comment, as Thread.Comment does, on the merge request with this number, with the login of the user. inGitLab is as in Opened. The error is
// ErrNoAPI, ErrNoToken, or one of Thread.Comment.
func CommentOn(ctx context.Context, r Repository, inGitLab bool, number int, marker, text string) error {
	err := error(ErrNoAPI)
	for _, a := range apisOf(r, inGitLab) {
		if !a.Signed() {
			return ErrNoToken
		}
		project := a.at(r.Path)
		t := Thread{sign: func(req *http.Request) { a.authorize(req) }}
		if inGitLab {
			t.comments = project.JoinPath(a.pulls(), fmt.Sprint(number), "notes").String()
			t.comment, t.user, t.change = t.comments, project.JoinPath("../../user").String(), http.MethodPut
		} else {
			issues := project.JoinPath("issues")
			t.comments, t.comment = issues.JoinPath(fmt.Sprint(number), "comments").String(), issues.JoinPath("comments").String()
			t.user, t.change = project.JoinPath("../../../user").String(), http.MethodPatch
		}
		if err = t.Comment(ctx, r.Client(), marker, text); !errors.Is(err, StatusError(http.StatusNotFound)) {
			return err
		}
	}
	return err
}

// isNamedAPI reports whether an API is one of the site that is named, as a host or an address.
func isNamedAPI(named string, api *url.URL) bool {
	if isNamed(named, api) {
		return true
	}
	if !strings.Contains(named, "://") {
		named = "https://" + named
	}
	site, err := url.Parse(named)
	return err == nil && site.Host != "" && site.User == nil && isAPIOf(api, site)
}

// machineOf returns what recognises the account of the token that a workflow gets. That token may not always ask for its own account: on GitHub it is
// that of an app, of which the name holds brackets, which no user's name can (https://docs.github.com/actions/security-guides/automatic-token-authentication and
// https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation). On Forgejo and
// Gitea it is the user -2, a number that no account gets (models/user/user_system.go of both).
func machineOf(api string) func(account) bool {
	if strings.HasSuffix(api, "/api/v1") {
		return func(a account) bool { return a.ID == -2 }
	}
	return func(a account) bool { return a.Type == "Bot" && a.Login == "github-actions[bot]" }
}

const (
	// maxPages is the number of pages, of perPage comments, in which an earlier comment is looked for.
	maxPages, perPage = 20, 50
	// maxPage is the size of a page, and maxAccount that of an account.
	maxPage, maxAccount = 1 << 24, 1 << 20
	// maxTime is the time for a comment.
	maxTime = time.Minute
)

// Comment posts a text in Markdown as a comment on the merge request. It replaces an earlier comment that begins with the same marker, when that is
// of the account of the token: others can write a marker too. Where the server does not tell whose the token is, it replaces none. The error is a
// StatusError, one of wire, or that of the connection.
//
// Sources: https://docs.gitlab.com/api/notes/ (author.id), https://docs.gitlab.com/api/users/#retrieve-the-current-user,
// https://docs.github.com/rest/issues/comments (user.id), https://docs.github.com/rest/users/users#get-the-authenticated-user, and /api/swagger of a
// Forgejo or Gitea (issueGetComments, userGetCurrent).
func (p Thread) Comment(ctx context.Context, client *wire.Client, marker, text string) error {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	mine, err := p.own(ctx, client, marker)
	if err != nil {
		return err
	}
	for _, id := range mine {
		err := p.call(ctx, client, p.change, fmt.Sprintf("%s/%d", p.comment, id), text, 0, nil)
		var status StatusError
		if err == nil || !errors.As(err, &status) {
			return err
		} // else it was taken away meanwhile, or is closed to changes
	}
	return p.call(ctx, client, http.MethodPost, p.comments, text, 0, nil)
}

// own returns the numbers of the comments of the account of the token that begin with a marker.
func (p Thread) own(ctx context.Context, client *wire.Client, marker string) ([]int64, error) {
	isMine := p.machine
	var me account
	err := p.call(ctx, client, http.MethodGet, p.user, nil, maxAccount, func(r io.Reader) error { return json.NewDecoder(r).Decode(&me) })
	var status StatusError
	switch {
	case err == nil && me.ID != 0:
		isMine = func(a account) bool { return a.ID == me.ID }
	case err != nil && !errors.As(err, &status):
		return nil, err
	}
	if isMine == nil {
		return nil, nil
	}
	var found []int64
	begin := int64(0) // number of the first comment on the page before: Gitea gives all of them on any page (routers/api/v1/repo/issue_comment.go)
	for page := 1; page <= maxPages; page++ {
		n, again := 0, false
		query := fmt.Sprintf("?per_page=%d&limit=%d&page=%d", perPage, perPage, page) // per_page for GitHub and GitLab, limit for Gitea and Forgejo
		err := p.call(ctx, client, http.MethodGet, p.comments+query, nil, maxPage, func(r io.Reader) error {
			comments := json.NewDecoder(r)
			if _, err := comments.Token(); err != nil { // the bracket of the list
				return err
			}
			for ; !again && comments.More(); n++ {
				var c struct {
					ID     int64
					Body   string
					Author account // GitLab
					User   account // the others
				}
				if err := comments.Decode(&c); err != nil {
					return err
				}
				if again = n == 0 && page > 1 && c.ID == begin; n == 0 {
					begin = c.ID
				}
				if !again && strings.HasPrefix(c.Body, marker) && (isMine(c.Author) || isMine(c.User)) {
					found = append(found, c.ID)
				}
			}
			return nil
		})
		if errors.Is(err, wire.ErrTooMuch) {
			break // others wrote that much; ours is posted anew
		}
		if err != nil {
			return nil, err
		}
		if n < perPage || again {
			break
		}
	}
	return found, nil
}

// call sends a request to the API, with text as the body of a comment unless it is nil, and reads at most limit bytes of the answer with read, unless
// that is nil.
func (p Thread) call(ctx context.Context, client *wire.Client, method, address string, text any, limit int64, read func(io.Reader) error) error {
	var body io.Reader
	if text != nil {
		request, err := json.Marshal(map[string]any{"body": text})
		if err != nil {
			return err
		}
		body = bytes.NewReader(request)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return err
	}
	p.sign(req)
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req, client.Patience.Or().Grace, limit)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return StatusError(res.StatusCode)
	}
	if read == nil {
		return nil
	}
	return read(res.Body)
}
