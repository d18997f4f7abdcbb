package forge_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

const marker = "<!-- x -->"

// person is an account as the APIs show it.
type person struct {
	ID       int64  `json:"id"`
	Login    string `json:"login,omitempty"`
	Username string `json:"username,omitempty"`
	Type     string `json:"type,omitempty"`
}

// remark is a comment.
type remark struct {
	body string
	by   person
}

// comments is the API for comments of GitLab, or of GitHub, Gitea and Forgejo, made from their documentation.
type comments struct {
	all    []remark
	header string         // of the token, as it comes
	me     person         // the account of the token
	hidden int            // the status of an answer to who that is; 0 tells it
	locked map[int64]bool // comments that can't be changed
	deny   int
	tried  []string // comments that somebody tried to change
}

func (c *comments) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	list := regexp.MustCompile(`^/api/v4/projects/7/merge_requests/3/notes$|^/api/v[13]/repos/groep/boek/issues/3/comments$`)
	one := regexp.MustCompile(`^/api/v4/projects/7/merge_requests/3/notes/(\d+)$|^/api/v[13]/repos/groep/boek/issues/comments/(\d+)$`)
	gitlab := strings.HasPrefix(r.URL.Path, "/api/v4/")
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
	case strings.HasSuffix(r.URL.Path, "/user"):
		if c.hidden != 0 {
			w.WriteHeader(c.hidden)
			return
		}
		_ = json.NewEncoder(w).Encode(c.me)
	case r.Method == http.MethodGet && list.MatchString(r.URL.Path):
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		found := []map[string]any{}
		for i := min((page-1)*50, len(c.all)); i < min(page*50, len(c.all)); i++ {
			by := "user"
			if gitlab {
				by = "author"
			}
			found = append(found, map[string]any{"id": i, "body": c.all[i].body, by: c.all[i].by})
		}
		_ = json.NewEncoder(w).Encode(found)
	case r.Method == http.MethodPost && list.MatchString(r.URL.Path):
		c.all = append(c.all, remark{asked.Body, c.me})
		w.WriteHeader(http.StatusCreated)
	case number != nil && (r.Method == http.MethodPut) == (number[1] != ""):
		c.tried = append(c.tried, number[1]+number[2])
		i, _ := strconv.ParseInt(number[1]+number[2], 10, 64)
		if c.locked[i] {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		c.all[i].body = asked.Body // who may write everywhere can change the comment of another too
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// platforms are the environments of pipelines; an address of the API begins with a slash.
var platforms = map[string]map[string]string{
	"gitlab":  {"CI_API_V4_URL": "/api/v4", "CI_SERVER_URL": "/", "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3", "DILEMMA_TOKEN": "geheim", "CI_JOB_TOKEN": "anders"},
	"forgejo": {"GITHUB_API_URL": "/api/v1", "GITHUB_SERVER_URL": "/", "GITHUB_REPOSITORY": "groep/boek", "GITHUB_REF": "refs/pull/3/head", "GITHUB_TOKEN": "geheim"},
	"github":  {"GITHUB_API_URL": "/api/v3", "GITHUB_SERVER_URL": "/", "GITHUB_REPOSITORY": "groep/boek", "GITHUB_REF": "refs/pull/3/merge", "GITHUB_TOKEN": "geheim"},
	"own":     {"GITHUB_API_URL": "/api/v3", "GITHUB_REPOSITORY": "groep/boek", "GITHUB_REF": "refs/pull/3/merge", "GITHUB_TOKEN": "anders", "DILEMMA_TOKEN": "geheim"},
}

// in returns the environment of a platform at a server, with changes.
func in(platform, server string, changes ...string) func(string) string {
	return func(key string) string {
		for i := 0; i < len(changes); i += 2 {
			if changes[i] == key {
				return changes[i+1]
			}
		}
		value := platforms[platform][key]
		if strings.HasPrefix(value, "/") {
			return server + value
		}
		return value
	}
}

func headerOf(platform string) string {
	if platform == "gitlab" {
		return "geheim"
	}
	return "Bearer geheim"
}

// place comments, and returns the error.
func place(t *testing.T, getenv func(string) string, text string) error {
	t.Helper()
	p, ok, err := forge.PipelineOf(getenv)
	if !ok {
		t.Fatal("is no pipeline")
	}
	if err != nil {
		return err
	}
	return p.Comment(context.Background(), client(), marker, text)
}

// TestComment replaces the comment of its own account, and leaves those of others, whatever they begin with and whoever they seem to be.
func TestComment(t *testing.T) {
	strangers := []remark{
		{marker + " nagemaakt", person{ID: 66, Login: "vreemde", Username: "vreemde", Type: "User"}},
		{marker, person{ID: 66, Login: "github-actions[bot]", Username: "github-actions[bot]", Type: "User"}},
		{marker, person{ID: 41898282, Login: "github-actions", Type: "User"}},
		{marker, person{Login: "forgejo-actions", ID: 67, Type: "Bot"}},
		{marker, person{ID: 2, Login: "gitea-actions"}},
		{marker, person{ID: 68, Login: "dependabot[bot]", Type: "Bot"}},
		{marker, person{}},
	}
	for name, c := range map[string]struct {
		platform string
		me       person
		hidden   int
		again    bool // it can't tell its own comments, so that it posts again
	}{
		"project token of GitLab":  {"gitlab", person{ID: 9, Username: "project_7_bot_ab12"}, 0, false},
		"token without its name":   {"gitlab", person{ID: 9, Username: "project_7_bot_ab12"}, 403, true},
		"GitHub, a person":         {"own", person{ID: 9, Login: "redactie", Type: "User"}, 0, false},
		"GitHub, another app":      {"own", person{ID: 9, Login: "ander-app[bot]", Type: "Bot"}, 403, true},
		"GitHub, the workflow":     {"github", person{ID: 41898282, Login: "github-actions[bot]", Type: "Bot"}, 403, false},
		"GHES, the workflow":       {"github", person{ID: 5, Login: "github-actions[bot]", Type: "Bot"}, 403, false},
		"Forgejo, the workflow":    {"forgejo", person{ID: -2, Login: "forgejo-actions"}, 0, false},
		"Forgejo, it may not know": {"forgejo", person{ID: -2, Login: "forgejo-actions"}, 403, false},
		"Gitea, hidden":            {"forgejo", person{ID: -2, Login: "gitea-actions"}, 404, false},
	} {
		t.Run(name, func(t *testing.T) {
			api := &comments{header: headerOf(c.platform), me: c.me, hidden: c.hidden}
			server := httptest.NewServer(api)
			defer server.Close()
			api.all = slices.Clone(strangers)
			for i := range 53 {
				api.all = append(api.all, remark{fmt.Sprint("praat ", i), person{ID: 66}})
			}
			api.all = append(api.all, remark{"van mij, zonder teken", c.me})
			others := slices.Clone(api.all)
			for i, text := range []string{marker + " een", marker + " twee", marker + " drie"} {
				if err := place(t, in(c.platform, server.URL), text); err != nil {
					t.Fatal(err)
				}
				want := len(others) + 1
				if c.again {
					want = len(others) + 1 + i
				}
				if len(api.all) != want || api.all[len(api.all)-1].body != text {
					t.Errorf("%d comments, want %d; the last is %q", len(api.all), want, api.all[len(api.all)-1].body)
				}
				if !slices.Equal(api.all[:len(others)], others) {
					t.Error("changed another comment")
				}
				api.all = append(api.all, remark{marker + " achteraf", person{ID: 66, Login: "vreemde"}})
				others = slices.Clone(api.all[:len(others)])
				api.all = api.all[:len(api.all)-1]
			}
			for _, tried := range api.tried {
				if tried != fmt.Sprint(len(others)) {
					t.Error("tried to change", tried)
				}
			}

			// One that was closed, or taken away meanwhile, is no reason to say nothing.
			api.locked = map[int64]bool{}
			for i := range api.all {
				api.locked[int64(i)] = true
			}
			before := len(api.all)
			if err := place(t, in(c.platform, server.URL), marker+" vier"); err != nil || len(api.all) != before+1 {
				t.Error(err, len(api.all), before)
			}
			var status forge.StatusError
			api.deny = http.StatusForbidden
			if err := place(t, in(c.platform, server.URL), marker); !errors.As(err, &status) || status != 403 {
				t.Error(err)
			}
		})
	}
}

// TestPipelineToken gives the token of a pipeline to no other server than the one it is for.
func TestPipelineToken(t *testing.T) {
	got := ""
	api := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got += r.Header.Get("PRIVATE-TOKEN") + r.Header.Get("Authorization") + r.URL.Path
	}))
	defer api.Close()
	for _, platform := range []string{"gitlab", "forgejo", "github", "own"} {
		for _, c := range []struct {
			changes []string
			want    error
		}{
			{[]string{"DILEMMA_TOKEN", "", "GITHUB_TOKEN", ""}, forge.ErrNoToken},
			{[]string{"DILEMMA_TOKEN", "geheim", "DILEMMA_HOST", "elders.example"}, forge.ErrOtherHost},
			{[]string{"DILEMMA_TOKEN", "geheim", "DILEMMA_HOST", "127.0.0.1"}, forge.ErrOtherHost}, // another port
			{[]string{"DILEMMA_TOKEN", "geheim", "DILEMMA_HOST", strings.Replace(api.URL, "http:", "https:", 1)}, forge.ErrOtherHost},
			{[]string{"CI_SERVER_URL", "https://elders.example", "GITHUB_SERVER_URL", "https://elders.example"}, forge.ErrOtherHost},
			{[]string{"CI_SERVER_URL", "https://github.com", "GITHUB_SERVER_URL", "https://github.com"}, forge.ErrOtherHost},
			{[]string{"CI_API_V4_URL", "http://gitlab.example/api/v4", "CI_SERVER_URL", "", "GITHUB_API_URL", "http://gitlab.example/api/v1", "GITHUB_SERVER_URL", ""}, wire.ErrPlain},
			{[]string{"CI_API_V4_URL", "https://x:y@gitlab.example/api/v4", "CI_SERVER_URL", "", "GITHUB_API_URL", "https://x@gitlab.example/api/v1", "GITHUB_SERVER_URL", ""}, forge.ErrOtherHost},
			{[]string{"CI_API_V4_URL", "https://api.github.com.elders.example", "CI_SERVER_URL", "https://github.com", "GITHUB_API_URL", "https://api.github.com.elders.example", "GITHUB_SERVER_URL", "https://github.com"}, forge.ErrOtherHost},
		} {
			if err := place(t, in(platform, api.URL, c.changes...), marker); !errors.Is(err, c.want) {
				t.Errorf("%s %q: %v, want %v", platform, c.changes, err, c.want)
			}
		}
	}
	if got != "" {
		t.Error("the server got", got)
	}
	for _, ok := range [][]string{
		{"GITHUB_API_URL", "https://api.github.com", "GITHUB_SERVER_URL", "https://github.com"},
		{"GITHUB_API_URL", "https://api.klant.ghe.com", "GITHUB_SERVER_URL", "https://klant.ghe.com"},
		{"GITHUB_API_URL", "https://ghes.example/api/v3", "GITHUB_SERVER_URL", "https://ghes.example"},
		{"GITHUB_API_URL", "https://api.github.com", "DILEMMA_TOKEN", "x", "DILEMMA_HOST", "github.com"},
		{"GITHUB_API_URL", "https://ghes.example/api/v3", "DILEMMA_TOKEN", "x", "DILEMMA_HOST", "GHES.example"},
	} {
		if _, _, err := forge.PipelineOf(in("github", "https://github.com", ok...)); err != nil {
			t.Error(ok, err)
		}
	}
	for _, env := range []map[string]string{{}, {"CI_API_V4_URL": "x"}, {"GITHUB_API_URL": "x", "GITHUB_REF": "refs/heads/main"},
		{"CI_API_V4_URL": "x", "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3/../../../user"}, {"CI_API_V4_URL": "x", "CI_PROJECT_ID": "..", "CI_MERGE_REQUEST_IID": "3"},
		{"GITHUB_API_URL": "x", "GITHUB_REF": "refs/pull/3/merge", "GITHUB_REPOSITORY": "groep/boek?x="}} {
		if _, ok, _ := forge.PipelineOf(func(key string) string { return env[key] }); ok {
			t.Error(env, "is no merge request")
		}
	}
}

// TestCommentHostile comments at servers that lead elsewhere, and at those that never end.
func TestCommentHostile(t *testing.T) {
	leaked := ""
	elders := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		leaked += fmt.Sprint(r.Header)
	}))
	defer elders.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != method {
					w.WriteHeader(http.StatusForbidden)
					return
				}
				http.Redirect(w, r, elders.URL+r.URL.Path, status)
			}))
			var redirect *wire.RedirectError
			if err := place(t, in("gitlab", server.URL), marker); !errors.As(err, &redirect) {
				t.Error(status, method, err)
			}
			server.Close()
		}
	}
	if leaked != "" {
		t.Error("went along:", leaked)
	}

	posted := 0
	for name, write := range map[string]func(w http.ResponseWriter, r *http.Request){
		"pages without end": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Link", `<`+elders.URL+`/x?page=2>; rel="next"`)
			fmt.Fprint(w, "[", strings.Repeat(`{"id":1,"body":"x","author":{"id":3}},`, 49), `{"id":1,"body":"x","author":{"id":3}}]`)
		},
		"a page without end": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "[")
			for fmt.Fprint(w, strings.Repeat(`{"id":1,"body":"x","author":{"id":3}},`, 100)); ; {
				if _, err := fmt.Fprint(w, strings.Repeat(" ", 1<<16)); err != nil {
					return
				}
			}
		},
		"a comment without end": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `[{"id":1,"body":"`)
			for {
				if _, err := fmt.Fprint(w, strings.Repeat("x", 1<<16)); err != nil {
					return
				}
			}
		},
	} {
		posted = 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/user"):
				fmt.Fprint(w, `{"id":9}`)
			case r.Method == http.MethodPost:
				posted++
				w.WriteHeader(http.StatusCreated)
			default:
				write(w, r)
			}
		}))
		if err := place(t, in("gitlab", server.URL), marker); err != nil || posted != 1 {
			t.Error(name, err, posted)
		}
		server.Close()
	}

	// A server that says nothing, and one that is cut off by the user.
	stop := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-stop }))
	defer silent.Close()
	defer close(stop)
	p, _, err := forge.PipelineOf(in("gitlab", silent.URL))
	if err != nil {
		t.Fatal(err)
	}
	hasty := client()
	hasty.Patience = wire.Patience{Notice: time.Millisecond, Grace: 50 * time.Millisecond, Work: 50 * time.Millisecond, Rate: 1000}
	told := make(chan string, 9)
	hasty.Waiting = func(host string) { told <- host }
	if err := p.Comment(context.Background(), hasty, marker, "x"); !errors.Is(err, wire.ErrSlow) || !strings.HasSuffix(silent.URL, <-told) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := p.Comment(ctx, client(), marker, "x"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestCommentLarge looks for its comment in the largest pages that others can fill.
func TestCommentLarge(t *testing.T) {
	page := []byte("[" + strings.TrimSuffix(strings.Repeat(`{"id":1,"body":"`+strings.Repeat("x", 320_000)+`","author":{"id":3}},`, 50), ",") + "]")
	bound.Check(t, page, func(page []byte) {
		posted := false
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/user"):
				fmt.Fprint(w, `{"id":9}`)
			case r.Method == http.MethodPost:
				posted = true
			case r.URL.Query().Get("page") < "4":
				_, _ = w.Write(page)
			default:
				fmt.Fprint(w, "[]")
			}
		}))
		defer server.Close()
		if err := place(t, in("gitlab", server.URL), marker); err != nil || !posted {
			t.Error(err, posted)
		}
	})
}
