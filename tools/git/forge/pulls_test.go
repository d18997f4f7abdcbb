package forge_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// on returns a server of a kind that answers as do does, for a repository with a token.
func on(t *testing.T, kind forge.Kind, do http.HandlerFunc) forge.Server {
	t.Helper()
	server := httptest.NewServer(do)
	t.Cleanup(server.Close)
	return forge.New(kind, forge.Repository{Web: server.URL + "/groep/casusboek", Path: "groep/casusboek", Pushed: "groep/casusboek", Site: site(t, server.URL),
		Token: func() string { return "geheim" }, Client: client})
}

// TestPull reads what servers say about a proposal: where its commits are, and who may push there. A repository that can't be one is none.
func TestPull(t *testing.T) {
	const gitea = `{"number":3,"html_url":"https://forge.example/pulls/3","title":"T","body":"B","state":"open","allow_maintainer_edit":%v,"head":{"ref":%q,"repo":%s}}`
	const gitlab = `{"iid":3,"web_url":"https://forge.example/-/merge_requests/3","title":"T","description":"B","state":"opened","source_branch":"x","source_project_id":%d,"target_project_id":1,"allow_collaboration":%v}`
	repository := func(name string, push bool) string {
		return fmt.Sprintf(`{"full_name":%q,"permissions":{"push":%v}}`, name, push)
	}
	for name, c := range map[string]struct {
		kind            forge.Kind
		answer, project string
		branch, from    string
		writable        bool
	}{
		"own branch":        {forge.Gitea, fmt.Sprintf(gitea, false, "x", repository("groep/casusboek", false)), "", "x", "groep/casusboek", true},
		"own fork":          {forge.Forgejo, fmt.Sprintf(gitea, false, "x", repository("ik/boek", true)), "", "x", "ik/boek", true},
		"fork":              {forge.Gitea, fmt.Sprintf(gitea, false, "x", repository("wie/boek", false)), "", "x", "wie/boek", false},
		"open fork":         {forge.Gitea, fmt.Sprintf(gitea, true, "x", repository("wie/boek", false)), "", "x", "wie/boek", true},
		"agit":              {forge.Gitea, fmt.Sprintf(gitea, false, "refs/pull/3/head", repository("groep/casusboek", true)), "", "", "", false},
		"deleted fork":      {forge.Gitea, fmt.Sprintf(gitea, true, "x", "null"), "", "", "", false},
		"outside":           {forge.Gitea, fmt.Sprintf(gitea, true, "x", repository("../../ander", true)), "", "", "", false},
		"outside again":     {forge.GitHub, fmt.Sprintf(gitea, true, "x", repository("..", true)), "", "", "", false},
		"an address":        {forge.GitHub, fmt.Sprintf(gitea, true, "x", repository("https://kwaad.example/a/b", true)), "", "", "", false},
		"github":            {forge.GitHub, strings.Replace(fmt.Sprintf(gitea, true, "x", repository("wie/boek", false)), "allow_maintainer_edit", "maintainer_can_modify", 1), "", "x", "wie/boek", true},
		"gitlab":            {forge.GitLab, fmt.Sprintf(gitlab, 1, false), "", "x", "groep/casusboek", true},
		"gitlab, own fork":  {forge.GitLab, fmt.Sprintf(gitlab, 7, false), `{"path_with_namespace":"a/b/c","permissions":{"project_access":null,"group_access":{"access_level":30}}}`, "x", "a/b/c", true},
		"gitlab, fork":      {forge.GitLab, fmt.Sprintf(gitlab, 7, false), `{"path_with_namespace":"a/b/c","permissions":{"project_access":{"access_level":20},"group_access":null}}`, "x", "a/b/c", false},
		"gitlab, open fork": {forge.GitLab, fmt.Sprintf(gitlab, 7, true), `{"path_with_namespace":"a/b/c"}`, "x", "a/b/c", true},
		"gitlab, hidden":    {forge.GitLab, fmt.Sprintf(gitlab, 7, true), ``, "", "", false},
		"gitlab, outside":   {forge.GitLab, fmt.Sprintf(gitlab, 7, true), `{"path_with_namespace":"a/../../c"}`, "", "", false},
	} {
		server := on(t, c.kind, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/projects/7") && c.project != "":
				_, _ = io.WriteString(w, c.project)
			case strings.HasSuffix(r.URL.Path, "/3"):
				_, _ = io.WriteString(w, c.answer)
			default:
				http.NotFound(w, r)
			}
		})
		p, ok := server.Pull(context.Background(), 3)
		if !ok || p.Number != 3 || p.Title != "T" || p.Body != "B" || !p.Open || !strings.HasSuffix(p.URL, "/3") {
			t.Errorf("%s: %+v", name, p)
		}
		if p.Branch != c.branch || p.Repository != c.from || p.Branch != "" && p.Writable != c.writable {
			t.Errorf("%s: %q in %q, writable %v", name, p.Branch, p.Repository, p.Writable)
		}
		if _, ok := server.Pull(context.Background(), 4); ok {
			t.Errorf("%s: found what is not there", name)
		}
	}
}

// TestPullBounded asks no more than so many pages, reads no more than so much, and follows no reference elsewhere with the token.
func TestPullBounded(t *testing.T) {
	asked := 0
	one := `{"number":3,"state":"open","head":{"ref":"ander","repo":{"full_name":"groep/casusboek"}}}`
	endless := on(t, forge.Gitea, func(w http.ResponseWriter, r *http.Request) {
		asked++
		_, _ = io.WriteString(w, "["+strings.TrimSuffix(strings.Repeat(one+",", 50), ",")+"]")
	})
	if _, ok := endless.Find(context.Background(), proposal); ok || asked > 20 {
		t.Errorf("asked %d pages", asked)
	}
	for name, do := range map[string]http.HandlerFunc{
		"much": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "["+strings.Repeat(" ", 1<<25)+one+"]")
		},
		"no list": func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, `{"message":"nee"}`) },
	} {
		if p, ok := on(t, forge.Gitea, do).Find(context.Background(), proposal); ok {
			t.Errorf("%s: %+v", name, p)
		}
	}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { t.Error("asked elsewhere:", r.Header) }))
	defer elsewhere.Close()
	moved := on(t, forge.Gitea, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	if _, ok := moved.Pull(context.Background(), 3); ok || moved.MayPush(context.Background()) || moved.Close(context.Background(), 3, "x") {
		t.Error("followed")
	}
}

// TestAuthorize tells the API who the user is: by the token, or by the login that Git has where a server takes that.
func TestAuthorize(t *testing.T) {
	got := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		_, _ = io.WriteString(w, `{"permissions":{"push":true}}`)
	}))
	defer server.Close()
	for _, c := range []struct {
		kind                  forge.Kind
		token, user, password string
		want                  string
	}{
		{forge.Gitea, "geheim", "ann", "wachtwoord", "Bearer geheim"},
		{forge.Gitea, "", "ann", "wachtwoord", "Basic YW5uOndhY2h0d29vcmQ="},
		{forge.Forgejo, "", "ann", "wachtwoord", "Basic YW5uOndhY2h0d29vcmQ="},
		{forge.GitLab, "", "ann", "glpat-1", "Bearer glpat-1"},
		{forge.GitLab, "", "oauth2", "0a1b", "Bearer 0a1b"},
		{forge.GitLab, "", "ann", "wachtwoord", ""},
		{forge.GitHub, "", "ann", "ghp_1", "Bearer ghp_1"},
		{forge.Gitea, "", "", "", ""},
		{forge.Mail, "geheim", "ann", "wachtwoord", ""},
	} {
		got = ""
		asked := forge.New(c.kind, forge.Repository{Path: "groep/casusboek", Pushed: "groep/casusboek", Site: site(t, server.URL), Client: client,
			Token: func() string { return c.token }, Login: func() (string, string) { return c.user, c.password }})
		if may := asked.MayPush(context.Background()); got != c.want || may != (c.want != "") {
			t.Errorf("%s: %q, %v", c.kind, got, may)
		}
	}
}
