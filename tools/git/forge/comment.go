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
	"regexp"
	"strings"
)

// Pipeline is a run of a pipeline on a merge request, with the API by which a comment is placed there.
type Pipeline struct {
	comments string // address of the comments on the merge request
	comment  string // address of one comment, but for its number
	header   string // that holds the token
	prefix   string // before the token
	change   string // method that changes a comment
	token    string
}

// ErrNoToken says that a pipeline has no token to place a comment with.
var ErrNoToken = errors.New("no token")

// StatusError is an answer of an API that is not what was asked for.
type StatusError int

func (e StatusError) Error() string { return fmt.Sprintf("status %d", int(e)) }

// pullNumber finds the number of a pull request in the reference that a workflow runs on.
var pullNumber = regexp.MustCompile(`^refs/pull/(\d+)/`)

// PipelineOf finds in the environment on which merge request a pipeline runs; ok is false when it runs on none. Sources:
// https://docs.gitlab.com/ci/variables/predefined_variables/ and https://docs.github.com/actions/reference/workflows-and-actions/variables, which
// Forgejo and Gitea follow. The token is DILEMMA_TOKEN, else the one that a workflow gets in GITHUB_TOKEN.
func PipelineOf(getenv func(string) string) (p Pipeline, ok bool) {
	p.token = getenv("DILEMMA_TOKEN")
	if api, number := getenv("CI_API_V4_URL"), getenv("CI_MERGE_REQUEST_IID"); api != "" && number != "" {
		p.comments = fmt.Sprintf("%s/projects/%s/merge_requests/%s/notes", api, url.PathEscape(getenv("CI_PROJECT_ID")), url.PathEscape(number))
		p.comment = p.comments
		p.header, p.change = "PRIVATE-TOKEN", http.MethodPut
		return p, true
	}
	number := pullNumber.FindStringSubmatch(getenv("GITHUB_REF"))
	if api := getenv("GITHUB_API_URL"); api != "" && number != nil {
		issues := api + "/repos/" + getenv("GITHUB_REPOSITORY") + "/issues/"
		p.comments, p.comment = issues+number[1]+"/comments", issues+"comments"
		p.header, p.prefix, p.change = "Authorization", "Bearer ", http.MethodPatch
		if p.token == "" {
			p.token = getenv("GITHUB_TOKEN")
		}
		return p, true
	}
	return Pipeline{}, false
}

// maxPages is how many pages of comments are looked through for an earlier one.
const maxPages = 20

// Comment places a text in Markdown as a comment on the merge request, in the place of an earlier one that begins with the same marker. The error
// is ErrNoToken, a StatusError, or that of the connection.
func (p Pipeline) Comment(ctx context.Context, client *http.Client, marker, text string) error {
	if p.token == "" {
		return ErrNoToken
	}
	for page := 1; page <= maxPages; page++ {
		var earlier []struct {
			ID   int64
			Body string
		}
		query := fmt.Sprintf("?per_page=50&limit=50&page=%d", page) // GitHub and GitLab know the one word, Gitea and Forgejo the other
		if err := p.call(ctx, client, http.MethodGet, p.comments+query, nil, &earlier); err != nil {
			return err
		}
		for _, c := range earlier {
			if !strings.HasPrefix(c.Body, marker) {
				continue
			}
			if p.call(ctx, client, p.change, fmt.Sprintf("%s/%d", p.comment, c.ID), text, nil) == nil {
				return nil
			} // else somebody else placed it
		}
		if len(earlier) < 50 {
			break
		}
	}
	return p.call(ctx, client, http.MethodPost, p.comments, text, nil)
}

// call asks the API something; a text is the body of a comment.
func (p Pipeline) call(ctx context.Context, client *http.Client, method, address string, text any, answer any) error {
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
	req.Header.Set(p.header, p.prefix+p.token)
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return StatusError(res.StatusCode)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(io.LimitReader(res.Body, 1<<24)).Decode(answer)
}
