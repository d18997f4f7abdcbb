package forgetest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// The tests of this file hold the fakes of GitLab and GitHub to their documentation, which the code of each names.

// TestGitLab opens a merge request with push options and with the API, for who may push and for who has a fork.
func TestGitLab(t *testing.T) {
	t.Parallel()
	f := forgetest.New(t, forge.GitLab)
	d, editor := newDesk(t, f)
	reader, writer := f.User("lezer", forgetest.Read), f.User("schrijver", forgetest.Write)
	f.Protect("main")
	on := func(args ...string) string { t.Helper(); return remotetest.Git(t, f.Bare, args...) }
	d.git("checkout", "--quiet", "-b", "x")
	d.commit("z.md", "een")
	d.refused(reader, "403", "x:dilemma/z")
	d.refused(writer, "GitLab: You are not allowed to push code to protected branches on this project.", "x:main")
	d.refused(writer, "deny updating a hidden ref", "x:refs/merge-requests/1/head")
	d.pushed(writer, "/groep/casusboek/-/merge_requests/new?", "x:los")
	options := []string{"-o", "merge_request.create", "-o", "merge_request.target=main", "-o", "merge_request.title=Titel", "-o", "merge_request.description=Tekst", "-o", "merge_request.remove_source_branch"}
	d.pushed(writer, "View merge request for dilemma/z:", append([]string{"x:dilemma/z"}, options...)...)
	p := f.Pull(1)
	if p.Title != "Titel" || p.Body != "Tekst" || p.Head != "dilemma/z" || p.Ref != "refs/merge-requests/1/head" || on("rev-parse", p.Ref) != d.git("rev-parse", "x") {
		t.Errorf("%+v", p)
	}
	d.commit("z.md", "twee")
	options[5] = "merge_request.title=Anders"
	d.pushed(writer, "/groep/casusboek/-/merge_requests/1", append([]string{"x:dilemma/z"}, options...)...)
	if p := f.Pull(1); p.Title != "Anders" || on("rev-parse", p.Ref) != d.git("rev-parse", "x") || len(f.Pulls()) != 1 {
		t.Errorf("%+v", p)
	}

	const project = "/api/v4/projects/groep%2Fcasusboek"
	d.is(d.asked(nil, "GET", "/api/v4/user", "", 401), map[string]any{"message": "401 Unauthorized"})
	d.is(d.asked(reader, "GET", "/api/v4/user", "", 200), map[string]any{"username": "lezer"})
	d.is(d.asked(reader, "GET", project, "", 200), map[string]any{"permissions.project_access": nil, "path_with_namespace": forgetest.Path})
	d.is(d.asked(writer, "GET", project, "", 200), map[string]any{"permissions.project_access.access_level": 30})
	d.is(d.asked(nil, "GET", "/api/v4/projects/weg", "", 404), map[string]any{"message": "404 Project Not Found"})
	d.is(d.asked(nil, "GET", project+"/merge_requests?state=opened", "", 200), map[string]any{"iid": 1, "source_branch": "dilemma/z", "author.username": "schrijver"})
	d.is(d.asked(nil, "GET", project+"/merge_requests/1/changes", "", 200), map[string]any{"changes.new_path": "z.md", "changes.new_file": true})

	const made = `{"branch":"dilemma/a","start_branch":"main","commit_message":"Titel","author_name":"Redactie","author_email":"r@example.org","actions":[{"action":"create","file_path":"a.md","content":"x"}]}`
	d.is(d.asked(reader, "POST", project+"/repository/commits", made, 403), map[string]any{"message": "403 Forbidden"})
	d.is(d.asked(reader, "POST", project+"/fork", `{}`, 201), map[string]any{"import_status": "scheduled", "path_with_namespace": "lezer/casusboek"})
	d.asked(reader, "POST", project+"/fork", `{}`, 409)
	const fork = "/api/v4/projects/lezer%2Fcasusboek"
	d.is(d.asked(reader, "GET", fork, "", 200), map[string]any{"import_status": "finished", "permissions.project_access.access_level": 50, "forked_from_project.id": 1})
	// Who wrote it is free to choose, who commits it is the account.
	d.is(d.asked(reader, "POST", fork+"/repository/commits", made, 201), map[string]any{"author_name": "Redactie", "committer_name": "lezer", "title": "Titel"})
	d.asked(reader, "POST", fork+"/repository/commits", made, 400)
	again := strings.Replace(made, `"start_branch":"main",`, "", 1)
	d.is(d.asked(reader, "POST", fork+"/repository/commits", again, 400), map[string]any{"message": "A file with this name already exists"})
	d.asked(reader, "POST", fork+"/repository/commits", strings.Replace(again, "create", "update", 1), 201)
	d.is(d.asked(nil, "GET", fork+"/repository/files/a.md?ref=dilemma%2Fa", "", 200), map[string]any{"content": "eA==", "encoding": "base64"})
	if got := d.asked(nil, "GET", fork+"/repository/files/a.md/raw?ref=dilemma%2Fa", "", 200); got != "x" {
		t.Error(got)
	}
	d.asked(nil, "GET", fork+"/repository/files/weg.md?ref=dilemma%2Fa", "", 404)
	propose := `{"source_branch":"dilemma/a","target_branch":"main","target_project_id":1,"title":"Uit een fork","description":"Tekst"}`
	d.is(d.asked(reader, "POST", fork+"/merge_requests", propose, 201), map[string]any{"iid": 2, "target_project_id": 1, "source_project_id": 2, "allow_collaboration": true})
	d.asked(reader, "POST", fork+"/merge_requests", propose, 409)
	d.asked(reader, "PUT", project+"/merge_requests/1", `{"title":"Van mij"}`, 403)
	d.is(d.asked(reader, "PUT", project+"/merge_requests/2", `{"title":"Van mij"}`, 200), map[string]any{"title": "Van mij", "description": "Tekst"})
	d.is(d.asked(editor, "POST", project+"/merge_requests/2/notes", `{"body":"opmerking"}`, 201), map[string]any{"author.username": "redactie", "body": "opmerking"})
	d.is(d.asked(editor, "PUT", project+"/merge_requests/2", `{"state_event":"close"}`, 200), map[string]any{"state": "closed"})

	f.Merge(editor, 1, forgetest.MergeCommit)
	if got := on("log", "-1", "--format=%s", "main"); got != "Merge branch 'dilemma/z' into 'main'" || on("branch", "--list", "dilemma/z") != "" {
		t.Error(got, on("branch"))
	}
}

// TestGitLabOAuth gets a token of a GitLab, which is as strict about the address to go back to as about the proof.
func TestGitLabOAuth(t *testing.T) {
	t.Parallel()
	f := forgetest.New(t, forge.GitLab)
	u := f.User("inbrenger", forgetest.Read)
	id := f.Application(redirect)
	f.SignIn(u)
	b := newBrowser(t, f.URL)
	asked := url.Values{"client_id": {id}, "redirect_uri": {redirect}, "response_type": {"code"}, "state": {"s"}, "scope": {"api"}, "code_challenge": {challenge()}, "code_challenge_method": {"S256"}}
	if _, to := b.get(f.URL + "/oauth/authorize?" + change(asked, "scope", "sudo").Encode()); to.Query().Get("error") != "invalid_scope" {
		t.Error(to)
	}
	if status, _ := b.get(f.URL + "/oauth/authorize?" + asked.Encode()); status != http.StatusOK {
		t.Fatal(status)
	}
	_, to := b.post("/oauth/authorize", url.Values{"client_id": {id}, "redirect_uri": {redirect}, "state": {"s"}, "granted": {"true"}})
	exchange := url.Values{"grant_type": {"authorization_code"}, "client_id": {id}, "code": {to.Query().Get("code")}, "redirect_uri": {redirect}, "code_verifier": {verifier}}
	for _, changes := range [][]string{{"redirect_uri", ""}, {"code_verifier", "anders"}} {
		if got, _, _ := b.token("/oauth/token", form, change(exchange, changes...)); got["error"] != "invalid_grant" {
			t.Error(changes, got)
		}
	}
	got, _, header := b.token("/oauth/token", form, exchange)
	if got["access_token"] == nil || got["scope"] != "api" || header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error(got, header)
	}
	renew := url.Values{"grant_type": {"refresh_token"}, "client_id": {id}, "refresh_token": {got["refresh_token"].(string)}}
	if got, _, _ := b.token("/oauth/token", form, renew); got["access_token"] == nil {
		t.Error(got)
	}
	if got, _, _ := b.token("/oauth/token", form, renew); got["error"] != "invalid_grant" {
		t.Error("renewed twice:", got)
	}
}

// TestGitHub opens a pull request with the API, for who may push and for who has a fork.
func TestGitHub(t *testing.T) {
	t.Parallel()
	f := forgetest.New(t, forge.GitHub)
	d, editor := newDesk(t, f)
	reader, writer := f.User("lezer", forgetest.Read), f.User("schrijver", forgetest.Write)
	f.Protect("main")
	on := func(args ...string) string { t.Helper(); return remotetest.Git(t, f.Bare, args...) }
	d.git("checkout", "--quiet", "-b", "x")
	d.commit("z.md", "een")
	d.refused(reader, "403", "x:dilemma/z")
	d.refused(writer, "GH006: Protected branch update failed for refs/heads/main.", "x:main")
	d.refused(writer, "deny updating a hidden ref", "x:refs/pull/1/head")
	d.pushed(writer, "Create a pull request for 'dilemma/z' on GitHub by visiting:", "x:dilemma/z")
	if len(f.Pulls()) != 0 {
		t.Error("a pull request by itself")
	}

	const repo = "/api/v3/repos/groep/casusboek"
	d.is(d.asked(nil, "GET", "/api/v3/user", "", 401), map[string]any{"message": "Requires authentication"})
	d.is(d.asked(reader, "GET", repo, "", 200), map[string]any{"permissions.push": false})
	d.is(d.asked(writer, "GET", repo, "", 200), map[string]any{"permissions.push": true, "permissions.admin": false})
	const propose = `{"head":"groep:dilemma/z","base":"main","title":"Titel","body":"Tekst"}`
	d.is(d.asked(writer, "POST", repo+"/pulls", propose, 201), map[string]any{"number": 1, "head.label": "groep:dilemma/z", "head.ref": "dilemma/z", "state": "open"})
	d.is(d.asked(writer, "POST", repo+"/pulls", propose, 422), map[string]any{"errors.message": "A pull request already exists for groep:dilemma/z."})
	d.is(d.asked(writer, "POST", repo+"/pulls", strings.Replace(propose, "/z", "/weg", 1), 422), map[string]any{"errors.field": "head", "errors.code": "invalid"})
	d.is(d.asked(nil, "GET", repo+"/pulls?head=groep:dilemma/z&state=open", "", 200), map[string]any{"number": 1})
	if list, _ := d.asked(nil, "GET", repo+"/pulls?head=lezer:dilemma/z", "", 200).([]any); len(list) != 0 {
		t.Error(list)
	}
	d.commit("z.md", "twee")
	d.pushed(writer, "", "x:dilemma/z")
	if on("rev-parse", "refs/pull/1/head") != d.git("rev-parse", "x") || on("log", "-1", "--format=%P", "refs/pull/1/merge") != on("rev-parse", "main")+" "+d.git("rev-parse", "x") {
		t.Error(on("for-each-ref"))
	}
	d.asked(reader, "PATCH", repo+"/pulls/1", `{"title":"Van mij"}`, 403)
	d.is(d.asked(editor, "PATCH", repo+"/pulls/1", `{"title":"Anders"}`, 200), map[string]any{"title": "Anders", "body": "Tekst"})
	d.is(d.asked(nil, "GET", repo+"/pulls/1/files", "", 200), map[string]any{"filename": "z.md", "status": "added"})
	d.is(d.asked(editor, "POST", repo+"/issues/1/comments", `{"body":"x"}`, 201), map[string]any{"body": "x", "user.login": "redactie"})

	// A fork, to which who may merge may push while its owner lets them.
	d.is(d.asked(reader, "POST", repo+"/forks", `{}`, 202), map[string]any{"full_name": "lezer/casusboek"})
	fork := func(u *forgetest.User) string { return strings.Replace(d.as(u), forgetest.Path, "lezer/casusboek", 1) }
	d.git("push", "--quiet", fork(reader), "x:dilemma/f")
	if out, err := remotetest.Run(d.work, "", nil, "push", fork(writer), "x:dilemma/f"); err == nil {
		t.Error("pushed to a fork:", out)
	}
	d.is(d.asked(reader, "POST", repo+"/pulls", `{"head":"lezer:dilemma/f","base":"main","title":"Uit een fork"}`, 201),
		map[string]any{"number": 2, "head.repo.full_name": "lezer/casusboek", "maintainer_can_modify": true})
	d.commit("z.md", "drie")
	d.git("push", "--quiet", fork(writer), "x:dilemma/f")
	if on("rev-parse", "refs/pull/2/head") != d.git("rev-parse", "x") {
		t.Error(on("for-each-ref"))
	}
	d.is(d.asked(editor, "PUT", repo+"/pulls/2/merge", `{"merge_method":"squash"}`, 200), map[string]any{"merged": true})
	if got := on("log", "-1", "--format=%s %an %cn", "main"); got != "Uit een fork (#2) lezer GitHub" {
		t.Error(got)
	}
}

// TestFaults breaks a server in the ways that tests need.
func TestFaults(t *testing.T) {
	t.Parallel()
	f := forgetest.New(t, forge.Gitea)
	d, _ := newDesk(t, f)
	u := f.User("lezer", forgetest.Read)
	f.Fail(http.MethodGet, "/user", http.StatusForbidden)
	d.is(d.ask(u, "GET", "/user", "", 403), map[string]any{"message": "Forbidden"})
	d.ask(u, "GET", "/user", "", 200)
	f.Expire(u)
	d.ask(u, "GET", "/user", "", 401)
	f.Offline(true)
	if res, err := http.Get(f.URL); err == nil {
		res.Body.Close()
		t.Error("answered:", res.Status)
	}
	f.Offline(false)
	f.Requests()
	d.ask(nil, "GET", "/version", "", 200)
	if got := f.Requests(); len(got) != 1 || got[0] != "GET /api/v1/version" {
		t.Error(got)
	}
}
