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

// Pipeline is a run of a pipeline for a merge request, with what it needs to comment on it through the API.
type Pipeline struct {
	comments string // address of the comments on the merge request
	comment  string // address of one comment, without its number at the end
	header   string // name of the HTTP header for the token
	prefix   string // what precedes the token in that header
	change   string // HTTP method that changes a comment
	token    string
}

// ErrNoToken means that a pipeline has no token for the API.
var ErrNoToken = errors.New("no token")

// StatusError is the HTTP status of an answer of an API that is not a success.
type StatusError int

func (e StatusError) Error() string { return fmt.Sprintf("status %d", int(e)) }

// pullNumber matches the reference that a workflow for a pull request runs on.
var pullNumber = regexp.MustCompile(`^refs/pull/(\d+)/`)

// PipelineOf finds in the environment variables for which merge request a pipeline runs; ok is false when it runs for none. Sources:
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

// maxPages is the number of pages, of 50 comments, in which an earlier comment is looked for.
const maxPages = 20

// Comment posts a text in Markdown as a comment on the merge request. It replaces an earlier comment that begins with the same marker. The error is
// ErrNoToken, a StatusError, or that of the connection.
func (p Pipeline) Comment(ctx context.Context, client *http.Client, marker, text string) error {
	if p.token == "" {
		return ErrNoToken
	}
	for page := 1; page <= maxPages; page++ {
		var earlier []struct {
			ID   int64
			Body string
		}
		query := fmt.Sprintf("?per_page=50&limit=50&page=%d", page) // per_page for GitHub and GitLab, limit for Gitea and Forgejo
		if err := p.call(ctx, client, http.MethodGet, p.comments+query, nil, &earlier); err != nil {
			return err
		}
		for _, c := range earlier {
			if !strings.HasPrefix(c.Body, marker) {
				continue
			}
			if p.call(ctx, client, p.change, fmt.Sprintf("%s/%d", p.comment, c.ID), text, nil) == nil {
				return nil
			} // else the comment is of another user
		}
		if len(earlier) < 50 {
			break
		}
	}
	return p.call(ctx, client, http.MethodPost, p.comments, text, nil)
}

// call sends a request to the API, with text as the body of a comment unless it is nil, and decodes the answer unless answer is nil.
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
