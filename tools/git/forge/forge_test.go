package forge_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

var proposal = forge.Proposal{Slug: "park", Title: "Nieuw dilemma:\nHet \"park\"", Description: "Eén regel.\n\n- Nog een.", Target: "main"}

// client is a client with the usual patience.
func client() *wire.Client { return wire.NewClient(&http.Transport{}) }

// site parses the address of a site.
func site(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// flat writes push options as they travel.
func flat(options []forge.Option) []string {
	var all []string
	for _, o := range options {
		all = append(all, o.String())
	}
	return all
}

func TestRoute(t *testing.T) {
	draft, again := proposal, proposal
	draft.Draft, again.Earlier = true, true
	base64 := "description={base64}" + base64.StdEncoding.EncodeToString([]byte(proposal.Description))
	gitlab := []string{"merge_request.create", "merge_request.target=main", `merge_request.title=Nieuw dilemma: Het "park"`, "merge_request.description=Eén regel. - Nog een.", "merge_request.remove_source_branch"}
	agit := []string{"topic=park", `title=Nieuw dilemma: Het "park"`, base64}
	for _, c := range []struct {
		kind     forge.Kind
		proposal forge.Proposal
		ref      string
		branch   bool
		options  []string
	}{
		{forge.GitLab, proposal, "refs/heads/dilemma/park", true, gitlab},
		{forge.GitLab, draft, "refs/heads/dilemma/park", true, append(gitlab[:5:5], "merge_request.draft")},
		{forge.Forgejo, proposal, "refs/for/main", false, agit},
		{forge.Gitea, again, "refs/for/main", false, append(agit[:3:3], "force-push=true")},
		{forge.Gitea, draft, "refs/for/main", false, []string{agit[0], `title=WIP: Nieuw dilemma: Het "park"`, agit[2]}},
		{forge.GitHub, proposal, "refs/heads/dilemma/park", true, nil},
		{forge.Mail, proposal, "refs/heads/dilemma/park", true, nil},
	} {
		server := forge.New(c.kind, forge.Repository{})
		r := server.Route(c.proposal)
		if r.Ref != c.ref || r.Branch != c.branch || !slices.Equal(flat(r.Options), c.options) || server.Kind() != c.kind {
			t.Errorf("%s: %+v", c.kind, r)
		}
		for _, o := range r.Options {
			if strings.ContainsAny(o.Key+o.Value, "\r\n\x00") {
				t.Errorf("%s: git takes no line ends in %q", c.kind, o)
			}
		}
	}
}

// TestFork pushes to the copy of somebody who may not push to the repository itself.
func TestFork(t *testing.T) {
	fork := forge.Repository{Path: "groep/casusboek", Pushed: "inbrenger/casusboek"}
	if got := flat(forge.New(forge.GitLab, fork).Route(proposal).Options); !slices.Contains(got, "merge_request.target_project=groep/casusboek") {
		t.Error(got)
	}
}

// TestSaid finds the merge request in what servers say: the lines were recorded, or stand in their documentation.
func TestSaid(t *testing.T) {
	const web = "https://forge.example/groep/casusboek"
	for _, c := range []struct {
		kind   forge.Kind
		answer forge.Answer
		want   forge.Outcome
	}{
		{forge.GitLab, forge.Answer{Messages: []string{"", "View merge request for dilemma/park:", "  https://forge.example/groep/casusboek/-/merge_requests/7", ""}},
			forge.Outcome{URL: web + "/-/merge_requests/7"}},
		{forge.GitLab, forge.Answer{Messages: []string{"To create a merge request for dilemma/park, visit:", "  " + web + "/-/merge_requests/new?merge_request%5Bsource_branch%5D=dilemma%2Fpark"}},
			forge.Outcome{URL: web + "/-/merge_requests/new?merge_request%5Bsource_branch%5D=dilemma%2Fpark", Manual: true, Reason: forge.NoAnswer}},
		{forge.GitLab, forge.Answer{},
			forge.Outcome{URL: web + "/-/merge_requests/new?merge_request%5Bsource_branch%5D=dilemma%2Fpark&merge_request%5Btarget_branch%5D=main&merge_request%5Btitle%5D=Nieuw+dilemma%3A+Het+%22park%22", Manual: true, Reason: forge.NoAnswer}},
		{forge.Gitea, forge.Answer{Messages: []string{"", "Visit the existing pull request:", "  http://127.0.0.1:3333/beheer/casusboek/pulls/1", "", ". Processing 1 references"}, Ref: "refs/pull/1/head"},
			forge.Outcome{URL: "http://127.0.0.1:3333/beheer/casusboek/pulls/1"}},
		{forge.Gitea, forge.Answer{Ref: "refs/pull/34/head"}, forge.Outcome{URL: web + "/pulls/34"}},
		{forge.Forgejo, forge.Answer{Ref: "refs/for/main"}, forge.Outcome{URL: web + "/pulls"}},
		{forge.Mail, forge.Answer{Messages: []string{web}}, forge.Outcome{}},
	} {
		if got := forge.New(c.kind, forge.Repository{Web: web}).Open(context.Background(), proposal, c.answer); got != c.want {
			t.Errorf("%s %q: got %+v, want %+v", c.kind, c.answer, got, c.want)
		}
	}
}

// TestGitHub speaks to an API made from its documentation.
func TestGitHub(t *testing.T) {
	open := map[string]string{}
	deny := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v3/repos/groep/casusboek/pulls" || r.Header.Get("Accept") != "application/vnd.github+json" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		switch {
		case deny != 0:
			w.WriteHeader(deny)
		case r.Header.Get("Authorization") != "Bearer geheim":
			w.WriteHeader(http.StatusUnauthorized)
		case r.Method == http.MethodGet:
			found := []map[string]any{}
			if page := open[r.URL.Query().Get("head")]; page != "" && r.URL.Query().Get("base") == "main" && r.URL.Query().Get("state") == "open" {
				found = append(found, map[string]any{"number": 9, "html_url": page, "state": "open",
					"head": map[string]any{"ref": "dilemma/park", "repo": map[string]string{"full_name": "inbrenger/casusboek"}}})
			}
			_ = json.NewEncoder(w).Encode(found)
		default:
			var asked struct {
				Title, Body, Head, Base string
				Draft                   bool
			}
			text, _ := io.ReadAll(r.Body)
			if json.Unmarshal(text, &asked) != nil || asked.Title != `Nieuw dilemma: Het "park"` || asked.Body != proposal.Description || asked.Base != "main" || asked.Draft {
				t.Errorf("asked %s", text)
			}
			if open[asked.Head] != "" {
				w.WriteHeader(http.StatusUnprocessableEntity)
				return
			}
			open[asked.Head] = "https://github.example/groep/casusboek/pull/9"
			w.WriteHeader(http.StatusCreated)
			_ = json.NewEncoder(w).Encode(map[string]string{"html_url": open[asked.Head]})
		}
	}))
	defer server.Close()
	token := "geheim"
	hub := forge.New(forge.GitHub, forge.Repository{Web: server.URL + "/groep/casusboek", Path: "groep/casusboek", Pushed: "inbrenger/casusboek", Site: site(t, server.URL), Token: func() string { return token }, Client: client})
	ask := func() forge.Outcome { return hub.Open(context.Background(), proposal, forge.Answer{}) }
	want := forge.Outcome{URL: "https://github.example/groep/casusboek/pull/9"}
	for range 2 { // the second time it is there
		if got := ask(); got != want || len(open) != 1 || open["inbrenger:dilemma/park"] == "" {
			t.Errorf("%+v %v", got, open)
		}
	}
	compare := server.URL + "/groep/casusboek/compare/main...inbrenger:dilemma/park?"
	byHand := func(reason forge.Reason) {
		t.Helper()
		got := ask()
		if !got.Manual || got.Reason != reason || !strings.HasPrefix(got.URL, compare) {
			t.Errorf("%+v", got)
		}
		if u, err := url.Parse(got.URL); err != nil || u.Query().Get("title") != `Nieuw dilemma: Het "park"` {
			t.Error(got.URL, err)
		}
		if strings.Contains(got.URL, "geheim") {
			t.Error("tells the token")
		}
	}
	token = "fout"
	byHand(forge.TokenRefused)
	token = ""
	byHand(forge.NoToken)
	token, deny = "geheim", http.StatusForbidden
	byHand(forge.TokenRefused)
	elsewhere := forge.New(forge.GitHub, forge.Repository{Web: server.URL + "/groep/casusboek", Path: "groep/casusboek", Pushed: "x/casusboek", Token: func() string { return token }, Client: client})
	if got := elsewhere.Open(context.Background(), proposal, forge.Answer{}); !got.Manual || got.Reason != forge.NoAnswer {
		t.Errorf("without a site: %+v", got)
	}
	deny = http.StatusTeapot
	byHand(forge.NoAnswer)
	server.Close()
	byHand(forge.NoAnswer)
}

// TestAsk asks servers what they are: the answers of Gitea were recorded, those of the others stand in their documentation.
func TestAsk(t *testing.T) {
	answer := func(status int, text string, header ...string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, text)
		}
	}
	for name, c := range map[string]struct {
		answers map[string]func(http.ResponseWriter)
		path    string
		want    forge.Kind
	}{
		"gitea":   {map[string]func(http.ResponseWriter){"/api/v1/version": answer(200, `{"version":"1.26.0"}`)}, "/groep/casusboek", forge.Gitea},
		"closed":  {map[string]func(http.ResponseWriter){"/api/v1/version": answer(403, `{"message":"Only signed in user is allowed to call APIs."}`)}, "/groep/casusboek", forge.Gitea},
		"forgejo": {map[string]func(http.ResponseWriter){"/api/forgejo/v1/version": answer(200, `{"version":"11.0.1+gitea-1.22.0"}`), "/api/v1/version": answer(200, `{"version":"11.0.1+gitea-1.22.0"}`)}, "/groep/casusboek", forge.Forgejo},
		"gitlab":  {map[string]func(http.ResponseWriter){"/api/v4/version": answer(401, `{"message":"401 Unauthorized"}`, "X-Gitlab-Meta", `{"version":"1"}`)}, "/groep/sub/casusboek", forge.GitLab},
		"below":   {map[string]func(http.ResponseWriter){"/git/api/v1/version": answer(200, `{"version":"1.26.0"}`)}, "/git/groep/casusboek", forge.Gitea},
		"other":   {map[string]func(http.ResponseWriter){"/api/v1/version": answer(200, `<html>welkom</html>`), "/api/v4/version": answer(403, "nee")}, "/casusboek", forge.Mail},
		"nothing": {nil, "/groep/casusboek", forge.Mail},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "" {
				t.Error("logs in")
			}
			if answer := c.answers[r.URL.Path]; answer != nil {
				answer(w)
				return
			}
			http.NotFound(w, r)
		}))
		if got := forge.Ask(context.Background(), client, server.URL+c.path); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
		server.Close()
	}
	if got := forge.Ask(context.Background(), client, ""); got != forge.Mail {
		t.Error(got)
	}
}

// TestHowMerges asks an API made from its documentation how it merges.
func TestHowMerges(t *testing.T) {
	for name, c := range map[string]struct {
		kind   forge.Kind
		path   string // of the request
		answer string
		want   forge.Merging
	}{
		"gitlab, the default": {forge.GitLab, "/api/v4/projects/groep%2Fcasusboek", `{"merge_method":"merge","squash_option":"default_off"}`, forge.Lacks},
		"gitlab, squash":      {forge.GitLab, "/api/v4/projects/groep%2Fcasusboek", `{"merge_method":"ff","squash_option":"default_on"}`, forge.Offers},
		"gitlab, as it is":    {forge.GitLab, "/api/v4/projects/groep%2Fcasusboek", `{"merge_method":"ff","squash_option":"never"}`, forge.Keeps},
		"gitlab, for guests":  {forge.GitLab, "/api/v4/projects/groep%2Fcasusboek", `{"id":7}`, forge.Unknown},
		"gitea, off":          {forge.Gitea, "/api/v1/repos/groep/casusboek", `{"allow_fast_forward_only_merge":false,"default_merge_style":"merge"}`, forge.Lacks},
		"gitea, a choice":     {forge.Gitea, "/api/v1/repos/groep/casusboek", `{"allow_fast_forward_only_merge":true,"default_merge_style":"squash"}`, forge.Offers},
		"forgejo, as it is":   {forge.Forgejo, "/api/v1/repos/groep/casusboek", `{"allow_fast_forward_only_merge":true,"default_merge_style":"fast-forward-only"}`, forge.Keeps},
		"gitea, old":          {forge.Gitea, "/api/v1/repos/groep/casusboek", `{"default_merge_style":"merge"}`, forge.Unknown},
		"gitea, broken":       {forge.Gitea, "/api/v1/repos/groep/casusboek", `<html>`, forge.Unknown},
		"github":              {forge.GitHub, "", `{}`, forge.Unknown},
		"mail":                {forge.Mail, "", `{}`, forge.Unknown},
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			if r.Method != http.MethodGet || r.URL.EscapedPath() != c.path || r.Header.Get("Authorization") != "Bearer geheim" {
				t.Errorf("%s: %s %s", name, r.Method, r.URL.EscapedPath())
			}
			_, _ = io.WriteString(w, c.answer)
		}))
		token := "geheim"
		repository := forge.Repository{Path: "groep/casusboek", Site: site(t, server.URL), Token: func() string { return token }, Client: client}
		if got := forge.HowMerges(context.Background(), c.kind, repository); got != c.want || asked > 1 || asked == 0 && c.path != "" {
			t.Errorf("%s: got %q, asked %d times", name, got, asked)
		}
		token, asked = "", 0
		if got := forge.HowMerges(context.Background(), c.kind, repository); got != forge.Unknown || asked > 0 {
			t.Errorf("%s: without a token: %q, asked %d times", name, got, asked)
		}
		server.Close()
		token = "geheim"
		if got := forge.HowMerges(context.Background(), c.kind, repository); got != forge.Unknown {
			t.Errorf("%s: without a server: %q", name, got)
		}
	}
}

// TestKinds holds the words of the settings against the servers that there are.
func TestKinds(t *testing.T) {
	for _, word := range rules.Forges {
		if got := forge.New(forge.Kind(word), forge.Repository{}).Kind(); string(got) != word {
			t.Errorf("%s is %s", word, got)
		}
	}
}
