package forge_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// at is the repository at a server, with a token.
func at(t *testing.T, address, token string) forge.Repository {
	return forge.Repository{Path: forgetest.Path, Pushed: forgetest.Path, Site: site(t, address), Client: client, Token: func() string { return token }}
}

// TestOpened reads all pages of a list, of a server that says that there are more or only fills its pages, and trusts no part of a list.
func TestOpened(t *testing.T) {
	numbers := func(key string, from, to int) string {
		var all []string
		for n := from; n <= to; n++ {
			all = append(all, fmt.Sprintf(`{%q:%d,"title":"x"}`, key, n))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	for name, c := range map[string]struct {
		gitLab bool
		pages  []string
		link   bool
		want   int // how many are open; -1 for an error
	}{
		"none":            {pages: []string{"[]"}},
		"one page":        {pages: []string{numbers("number", 1, 3)}, want: 3},
		"full pages":      {pages: []string{numbers("number", 1, 50), numbers("number", 51, 60)}, want: 60},
		"small pages":     {pages: []string{numbers("number", 1, 5), numbers("number", 6, 7)}, link: true, want: 7},
		"gitlab":          {gitLab: true, pages: []string{numbers("iid", 1, 50), numbers("iid", 51, 51)}, want: 51},
		"without end":     {pages: []string{numbers("number", 1, 50)}, want: -1},
		"cut off":         {pages: []string{`[{"number":1},`}, want: -1},
		"cut off between": {pages: []string{`[{"number":1}`}, want: -1},
		"no list":         {pages: []string{`{"message":"no"}`}, want: -1},
		"no text":         {pages: []string{""}, want: -1},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				path, page := "/api/v1/repos/groep/casusboek/pulls", 0
				if c.gitLab {
					path = "/api/v4/projects/groep%2Fcasusboek/merge_requests"
				}
				if r.URL.EscapedPath() != path || r.Header.Get("Authorization") != "Bearer geheim" {
					t.Errorf("asked %s with %q", r.URL, r.Header.Get("Authorization"))
				}
				_, _ = fmt.Sscan(r.URL.Query().Get("page"), &page)
				text := c.pages[min(page, len(c.pages))-1]
				if c.link && page < len(c.pages) {
					w.Header().Set("Link", `<https://elders.example/?page=9>; rel="next"`)
				}
				_, _ = io.WriteString(w, text)
			}))
			defer server.Close()
			open, err := forge.Opened(t.Context(), at(t, server.URL, "geheim"), c.gitLab)
			if c.want < 0 && err == nil || c.want >= 0 && (err != nil || len(open) != c.want) {
				t.Errorf("%d open, %v", len(open), err)
			}
		})
	}
	if _, err := forge.Opened(t.Context(), forge.Repository{}, false); !errors.Is(err, forge.ErrNoAPI) {
		t.Error(err)
	}
	for _, path := range []string{"../x", "a/..", "een"} {
		r := at(t, "https://forge.example", "")
		r.Path = path
		if _, err := forge.Opened(t.Context(), r, false); !errors.Is(err, forge.ErrNoAPI) {
			t.Error(path, err)
		}
	}
}

// TestCommentOn posts one comment on a proposal and changes it afterwards, on each kind of server; that of somebody else stays, also among many.
func TestCommentOn(t *testing.T) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.Forgejo, forge.GitLab, forge.GitHub} {
		t.Run(string(kind), func(t *testing.T) {
			d := newClerk(t, kind)
			inGitLab := kind == forge.GitLab
			comment := func(u *forgetest.User, text string) error {
				return forge.CommentOn(t.Context(), at(t, d.f.URL, u.Token), inGitLab, d.number, "<!-- merk -->", "<!-- merk -->\n"+text)
			}
			if err := comment(d.other, "van een ander"); err != nil {
				t.Fatal(err)
			}
			for i := range 60 {
				if err := forge.CommentOn(t.Context(), at(t, d.f.URL, d.other.Token), inGitLab, d.number, "<!-- los"+fmt.Sprint(i), "<!-- los"+fmt.Sprint(i)); err != nil {
					t.Fatal(err)
				}
			}
			for _, text := range []string{"een", "twee", "drie"} {
				if err := comment(d.editor, text); err != nil {
					t.Fatal(err)
				}
			}
			var mine, theirs []string
			for _, c := range d.f.Pull(d.number).Comments {
				if strings.HasPrefix(c.Body, "<!-- merk -->") && c.Author == d.editor {
					mine = append(mine, c.Body)
				} else if strings.HasPrefix(c.Body, "<!-- merk -->") {
					theirs = append(theirs, c.Body)
				}
			}
			if fmt.Sprint(mine) != "[<!-- merk -->\ndrie]" || fmt.Sprint(theirs) != "[<!-- merk -->\nvan een ander]" {
				t.Errorf("%q %q", mine, theirs)
			}
			if err := forge.CommentOn(t.Context(), at(t, d.f.URL, ""), inGitLab, d.number, "x", "x"); !errors.Is(err, forge.ErrNoToken) {
				t.Error(err)
			}
			var status forge.StatusError
			if err := forge.CommentOn(t.Context(), at(t, d.f.URL, "onzin"), inGitLab, d.number, "x", "x"); !errors.As(err, &status) || status != http.StatusUnauthorized {
				t.Error(err)
			}
			if err := forge.CommentOn(t.Context(), at(t, "http://forge.example", "geheim"), inGitLab, d.number, "x", "x"); !errors.Is(err, wire.ErrPlain) {
				t.Error(err)
			}
		})
	}
}

// clerk is a server with one open proposal, and two accounts that may comment on it.
type clerk struct {
	f             *forgetest.Forge
	editor, other *forgetest.User
	number        int
}

func newClerk(t *testing.T, kind forge.Kind) clerk {
	c := clerk{f: forgetest.New(t, kind)}
	c.editor, c.other = c.f.User("redactie", forgetest.Owner), c.f.User("ander", forgetest.Write)
	work := t.TempDir()
	remotetest.Git(t, work, "init", "--quiet", "--initial-branch=main")
	for _, branch := range []string{"main", "x"} {
		remotetest.Put(t, work, branch+".md", branch)
		remotetest.Git(t, work, "add", ".")
		remotetest.Git(t, work, "commit", "--quiet", "-m", branch)
		remotetest.Git(t, work, "push", "--quiet", c.f.Bare, "HEAD:refs/heads/"+branch)
	}
	c.number = c.f.Propose(c.editor, forgetest.Path, "x", "Titel", "")
	return c
}
