package forge_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// comments is the API for comments of GitLab, or of GitHub, Gitea and Forgejo, made from their documentation.
type comments struct {
	all    []string
	locked map[int]bool // comments of others
	header string
	deny   int
}

func (c *comments) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	list := regexp.MustCompile(`^/api/v4/projects/7/merge_requests/3/notes$|^/api/v1/repos/groep/boek/issues/3/comments$`)
	one := regexp.MustCompile(`^/api/v4/projects/7/merge_requests/3/notes/(\d+)$|^/api/v1/repos/groep/boek/issues/comments/(\d+)$`)
	var asked struct{ Body string }
	if r.Method != http.MethodGet && json.NewDecoder(r.Body).Decode(&asked) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	number := one.FindStringSubmatch(r.URL.Path)
	switch {
	case c.deny != 0:
		w.WriteHeader(c.deny)
	case r.Header.Get("PRIVATE-TOKEN")+r.Header.Get("Authorization") != c.header:
		w.WriteHeader(http.StatusUnauthorized)
	case r.Method == http.MethodGet && list.MatchString(r.URL.Path):
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		found := []map[string]any{}
		for i := (page - 1) * 50; i < min(page*50, len(c.all)); i++ {
			found = append(found, map[string]any{"id": i, "body": c.all[i]})
		}
		_ = json.NewEncoder(w).Encode(found)
	case r.Method == http.MethodPost && list.MatchString(r.URL.Path):
		c.all = append(c.all, asked.Body)
		w.WriteHeader(http.StatusCreated)
	case number != nil && (r.Method == http.MethodPut) == (number[1] != ""):
		i, _ := strconv.Atoi(number[1] + number[2])
		if c.locked[i] {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		c.all[i] = asked.Body
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func TestComment(t *testing.T) {
	for name, env := range map[string]map[string]string{
		"gitlab":  {"CI_API_V4_URL": "/api/v4", "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3", "DILEMMA_TOKEN": "geheim"},
		"forgejo": {"GITHUB_API_URL": "/api/v1", "GITHUB_REPOSITORY": "groep/boek", "GITHUB_REF": "refs/pull/3/head", "GITHUB_TOKEN": "geheim"},
		"github":  {"GITHUB_API_URL": "/api/v1", "GITHUB_REPOSITORY": "groep/boek", "GITHUB_REF": "refs/pull/3/merge", "GITHUB_TOKEN": "ander", "DILEMMA_TOKEN": "geheim"},
	} {
		api := &comments{header: "Bearer geheim"}
		if name == "gitlab" {
			api.header = "geheim"
		}
		server := httptest.NewServer(api)
		getenv := func(key string) string {
			if value := env[key]; len(value) > 0 && value[0] == '/' {
				return server.URL + value
			} else {
				return value
			}
		}
		place := func(text string) error {
			p, ok := forge.PipelineOf(getenv)
			if !ok {
				t.Fatal(name, "is no pipeline")
			}
			return p.Comment(context.Background(), server.Client(), "<!-- x -->", text)
		}
		for i := range 60 {
			api.all = append(api.all, fmt.Sprint("praat ", i))
		}
		api.all[4], api.locked = "<!-- x --> nagemaakt", map[int]bool{4: true}
		for _, text := range []string{"<!-- x --> een", "<!-- x --> twee"} {
			if err := place(text); err != nil || len(api.all) != 61 || api.all[60] != text || api.all[59] != "praat 59" {
				t.Errorf("%s: %v %d %q", name, err, len(api.all), api.all[60:])
			}
		}
		var status forge.StatusError
		api.deny = http.StatusForbidden
		if err := place("<!-- x -->"); !errors.As(err, &status) || status != 403 {
			t.Error(name, err)
		}
		delete(env, "DILEMMA_TOKEN")
		delete(env, "GITHUB_TOKEN")
		if err := place("<!-- x -->"); !errors.Is(err, forge.ErrNoToken) {
			t.Error(name, err)
		}
		server.Close()
	}
	for _, env := range []map[string]string{{}, {"CI_API_V4_URL": "x"}, {"GITHUB_API_URL": "x", "GITHUB_REF": "refs/heads/main"}} {
		if _, ok := forge.PipelineOf(func(key string) string { return env[key] }); ok {
			t.Error(env, "is no merge request")
		}
	}
}
