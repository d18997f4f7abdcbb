package forgetest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// server is one with the API of Gitea: a fake, or a real one.
type server interface {
	Address() string
	User(login string, right forgetest.Right) *forgetest.User
	Protect(branch string)
	Application(redirects ...string) string
}

// page is the page of another origin that asks the servers.
const page = "https://dilemma.example"

// onEach tests the fakes of a Gitea and a Forgejo, and a real one when GITEA is its program and GITEA_STATIC the folder with its templates.
func onEach(t *testing.T, test func(t *testing.T, s server)) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.Forgejo} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			f := forgetest.New(t, kind)
			f.CORS(page)
			test(t, f)
		})
	}
	if program := os.Getenv("GITEA"); program != "" {
		t.Run("real", func(t *testing.T) {
			t.Parallel()
			test(t, forgetest.Start(t, program, os.Getenv("GITEA_STATIC"), page))
		})
	}
}

// desk is somebody's clone of the repository on a server.
type desk struct {
	*testing.T
	server
	work string
}

// newDesk makes one commit on main of a server, and a clone of it. The owner is who did that.
func newDesk(t *testing.T, s server) (d *desk, owner *forgetest.User) {
	t.Helper()
	d = &desk{t, s, t.TempDir()}
	d.git("init", "--quiet", "--initial-branch=main")
	d.commit("README.md", "begin")
	owner = s.User("redactie", forgetest.Owner)
	d.pushed(owner, "", "main")
	if real, ok := s.(*forgetest.Real); ok {
		real.Settle()
	}
	return d, owner
}

func (d *desk) git(args ...string) string { d.Helper(); return remotetest.Git(d.T, d.work, args...) }

// commit writes a file and makes a commit of it.
func (d *desk) commit(name, text string) {
	d.Helper()
	remotetest.Put(d.T, d.work, name, text)
	d.git("add", name)
	d.git("commit", "--quiet", "-m", text)
}

// as returns the address of the repository for somebody.
func (d *desk) as(u *forgetest.User) string {
	return strings.Replace(d.Address(), "://", "://"+u.Login+":"+u.Token+"@", 1)
}

// refused ends the test unless a push was refused with these words.
func (d *desk) refused(u *forgetest.User, want string, args ...string) {
	d.Helper()
	out, err := remotetest.Run(d.work, "", nil, append([]string{"push", d.as(u)}, args...)...)
	if err == nil || !strings.Contains(err.Error(), want) {
		d.Fatalf("not refused with %q: %v\n%s", want, err, out)
	}
}

// pushed ends the test unless a push was taken, with these words.
func (d *desk) pushed(u *forgetest.User, want string, args ...string) {
	d.Helper()
	out, err := remotetest.Run(d.work, "", nil, append([]string{"push", d.as(u)}, args...)...)
	if err != nil || !strings.Contains(out, want) {
		d.Fatalf("not taken with %q: %v\n%s", want, err, out)
	}
}

// refs ends the test unless the server has these references, and their commits are those of a name in the clone.
func (d *desk) refs(want map[string]string) {
	d.Helper()
	got := map[string]string{}
	for _, line := range strings.Split(d.git("ls-remote", d.Address(), "refs/*"), "\n") {
		commit, name, _ := strings.Cut(line, "\t")
		got[name] = commit
	}
	for name, commit := range want {
		want[name] = d.git("rev-parse", commit)
	}
	if !maps.Equal(got, want) {
		d.Fatalf("references: %v", got)
	}
}

// ask asks the API of Gitea something as somebody, or as nobody, and returns the answer; the test ends when the status is another.
func (d *desk) ask(u *forgetest.User, method, path, question string, status int) any {
	d.Helper()
	return d.asked(u, method, "/api/v1"+path, question, status)
}

// asked is ask at a path of any server.
func (d *desk) asked(u *forgetest.User, method, path, question string, status int) any {
	d.Helper()
	site, _, _ := strings.Cut(d.Address(), "/"+forgetest.Path)
	req, err := http.NewRequest(method, site+path, strings.NewReader(question))
	if err != nil {
		d.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if u != nil {
		req.Header.Set("Authorization", "Bearer "+u.Token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		d.Fatal(err)
	}
	if res.StatusCode != status {
		d.Fatalf("%s %s: %s\n%s", method, path, res.Status, text)
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		return string(text)
	}
	var answer any
	if err := json.Unmarshal(text, &answer); err != nil {
		d.Fatal(err)
	}
	return answer
}

// at returns what lies at a path of names, with dots between them, in an answer; of a list the first one.
func at(answer any, path string) any {
	for _, name := range strings.Split(path, ".") {
		if list, ok := answer.([]any); ok && len(list) > 0 {
			answer = list[0]
		}
		object, _ := answer.(map[string]any)
		answer = object[name]
	}
	return answer
}

// is ends the test unless an answer has these values.
func (d *desk) is(answer any, want map[string]any) {
	d.Helper()
	for path, value := range want {
		if got := at(answer, path); fmt.Sprint(got) != fmt.Sprint(value) {
			d.Errorf("%s is %v, not %v", path, got, value)
		}
	}
}

// like ends the test unless an answer has the fields of a recorded one, and no others, each of the same type where neither is null.
func (d *desk) like(answer any, recorded string) {
	d.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "gitea", recorded+".json"))
	if err != nil {
		d.Fatal(err)
	}
	var want any
	if err := json.Unmarshal(text, &want); err != nil {
		d.Fatal(err)
	}
	if list, ok := answer.([]any); ok {
		answer = list[0]
	}
	for _, difference := range differences("", want, answer) {
		d.Errorf("%s: %s", recorded, difference)
	}
}

// varying are fields that are there or not as the repository is.
var varying = []string{"permissions", "parent", "additions", "deletions", "changed_files", "internal_tracker", "allow_fast_forward_only_merge", "content_version"}

func differences(path string, want, got any) (all []string) {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok && got != nil {
			return []string{path + " is no object"}
		}
		if len(want) == 0 || got == nil {
			return nil // it has a recording of its own
		}
		for name := range want {
			if _, ok := object[name]; !ok && !slices.Contains(varying, name) {
				all = append(all, path+"."+name+" is not there")
			}
			all = append(all, differences(path+"."+name, want[name], object[name])...)
		}
		for name := range object {
			if _, ok := want[name]; !ok && !slices.Contains(varying, name) {
				all = append(all, path+"."+name+" was not there")
			}
		}
	case []any:
		list, ok := got.([]any)
		if !ok {
			return []string{path + " is no list"}
		}
		if len(want) > 0 && len(list) > 0 {
			return differences(path+".0", want[0], list[0])
		}
	default:
		if want != nil && got != nil && fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got) {
			return []string{fmt.Sprintf("%s is a %T, not a %T", path, got, want)}
		}
	}
	return all
}

const repo = "/repos/" + forgetest.Path

// TestAGit pushes to refs/for/main.
func TestAGit(t *testing.T) {
	onEach(t, func(t *testing.T, s server) {
		d, _ := newDesk(t, s)
		reader, writer := s.User("Lezer", forgetest.Read), s.User("schrijver", forgetest.Write)
		s.Protect("main")
		d.git("checkout", "--quiet", "-b", "x")
		d.commit("z.md", "een")
		d.refused(reader, "remote: error: User permission denied for writing.", "x")
		d.refused(reader, "remote: error: User permission denied for writing.", "x:refs/pull/1/head")
		d.refused(reader, "(topic-branch is not set)", "x:refs/for/main")
		d.refused(reader, "(pre-receive hook declined)", "x:refs/for/weg", "-o", "topic=z")
		d.refs(map[string]string{"refs/heads/main": "main"})
		d.pushed(reader, "* [new reference]   x -> refs/pull/1/head", "x:refs/for/main", "-o", "topic=z", "-o", "title=Titel", "-o", "description={base64}QgpD")
		d.refs(map[string]string{"refs/heads/main": "main", "refs/pull/1/head": "x"})
		first := map[string]any{"title": "Titel", "body": "B\nC", "user.login": "Lezer", "head.ref": "refs/pull/1/head", "head.label": "", "head.repo.full_name": forgetest.Path,
			"state": "open", "draft": false, "allow_maintainer_edit": false, "head.sha": d.git("rev-parse", "x")}
		d.is(d.ask(reader, "GET", repo+"/pulls/1", "", 200), first)
		d.refused(reader, "(new commit is same with old commit)", "x:refs/for/main", "-o", "topic=z")
		d.commit("z.md", "twee")
		site, _, _ := strings.Cut(s.Address(), ".git")
		d.pushed(reader, "remote:   "+site+"/pulls/1", "x:refs/for/main/z", "-o", "title=Anders")
		d.git("commit", "--quiet", "--amend", "-m", "drie")
		d.refused(reader, "(request `force-push` push option)", "x:refs/for/main", "-o", "topic=z")
		d.pushed(reader, "x -> refs/pull/1/head (forced update)", "x:refs/for/main", "-o", "topic=z", "-o", "force-push=true")
		first["head.sha"] = d.git("rev-parse", "x")
		d.is(d.ask(reader, "GET", repo+"/pulls/1", "", 200), first)
		// Another user has another proposal, also with the same topic. Without words it has those of the commit.
		d.pushed(writer, "refs/pull/2/head", "x:refs/for/main", "-o", "topic=z")
		d.is(d.ask(writer, "GET", repo+"/pulls/2", "", 200), map[string]any{"title": "drie", "body": "drie", "user.login": "schrijver"})
		d.pushed(writer, "remote: Create a new pull request for 'dilemma/z':", "x:dilemma/z")
		d.refused(writer, "remote: error: Not allowed to push to protected branch main", "x:main")
	})
}

// TestSSH pushes over SSH, where no token goes along.
func TestSSH(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("ssh is not there")
	}
	t.Parallel()
	f := forgetest.New(t, forge.Forgejo)
	d, _ := newDesk(t, f)
	server := f.SSH(f.User("inbrenger", forgetest.Read))
	ssh := "GIT_SSH_COMMAND=ssh -F none -i " + filepath.Join(server.Home, ".ssh", "id_ed25519") + " -o UserKnownHostsFile=" + filepath.Join(server.Home, ".ssh", "known_hosts")
	d.git("checkout", "--quiet", "-b", "x")
	d.commit("z.md", strings.Repeat("regel\n", 9999))
	push := func(args ...string) (string, error) {
		return remotetest.Run(d.work, "", []string{ssh}, append([]string{"push", server.Address}, args...)...)
	}
	if out, err := push("x:dilemma/z"); err == nil || !strings.Contains(err.Error(), "User permission denied for writing.") {
		t.Fatal(err, out)
	}
	if out, err := push("x:refs/for/main", "-o", "topic=z"); err != nil || !strings.Contains(out, "* [new reference]   x -> refs/pull/1/head") {
		t.Fatal(err, out)
	}
	if out, err := push("main"); err != nil || !strings.Contains(out, "Everything up-to-date") {
		t.Fatal(err, out)
	}
	if p := f.Pull(1); p.Author.Login != "inbrenger" || remotetest.Git(t, f.Bare, "rev-parse", p.Ref) != d.git("rev-parse", "x") {
		t.Errorf("%+v", p)
	}
}

// TestAPI asks what the command and the form ask, and things that must be refused.
func TestAPI(t *testing.T) {
	onEach(t, func(t *testing.T, s server) {
		d, editor := newDesk(t, s)
		reader, writer := s.User("lezer", forgetest.Read), s.User("schrijver", forgetest.Write)
		s.Protect("main")
		d.ask(nil, "GET", "/user", "", 401)
		d.ask(&forgetest.User{Token: strings.Repeat("0", 40)}, "GET", repo, "", 401)
		d.like(d.ask(reader, "GET", "/user", "", 200), "user")
		d.like(d.ask(nil, "GET", "/repos/weg/weg", "", 404), "error")
		d.like(d.ask(reader, "GET", repo, "", 200), "repository")
		for u, want := range map[*forgetest.User][2]bool{reader: {false, false}, writer: {true, false}, editor: {true, true}} {
			d.is(d.ask(u, "GET", repo, "", 200), map[string]any{"permissions.push": want[0], "permissions.admin": want[1], "permissions.pull": true})
		}

		// A file on a new branch.
		const file, content = repo + "/contents/content/dilemmas/a.md", `"content":"eA==","message":"Titel\n\nTekst"`
		const made = `{"branch":"main","new_branch":"dilemma/a",` + content + `,"author":{"name":"Redactie","email":"r@example.org"}}`
		d.is(d.ask(reader, "POST", file, made, 403), map[string]any{"message": "user should have a permission to write to the target branch"})
		d.ask(writer, "POST", file, `{"branch":"main",`+content+`}`, 403)
		d.is(d.ask(writer, "POST", file, `{"branch":"weg","new_branch":"dilemma/a",`+content+`}`, 404), map[string]any{"message": "branch does not exist [repo_id: 1 name: weg]"})
		d.ask(writer, "POST", file, `{"branch":"main","new_branch":"dilemma/a","content":"geen base64"}`, 422)
		answer := d.ask(writer, "POST", file, made, 201)
		d.like(answer, "file")
		d.like(at(answer, "content"), "contents")
		d.is(answer, map[string]any{"commit.message": "Titel\n\nTekst\n", "content.path": "content/dilemmas/a.md", "content.sha": "c1b0730e0133447badcfd47fd144e254807b06e1"})
		d.git("fetch", "--quiet", s.Address(), "dilemma/a")
		if got := d.git("log", "-1", "--format=%an <%ae> %cn <%ce>", "FETCH_HEAD"); got != "Redactie <r@example.org> Redactie <r@example.org>" {
			t.Error(got)
		}
		d.is(d.ask(writer, "POST", file, made, 422), map[string]any{"message": "branch already exists [name: dilemma/a]"})
		d.is(d.ask(writer, "POST", file, `{"branch":"dilemma/a",`+content+`}`, 422), map[string]any{"message": "repository file already exists [path: content/dilemmas/a.md]"})
		d.is(d.ask(writer, "PUT", file, `{"branch":"dilemma/a",`+content+`,"sha":"1111111111111111111111111111111111111111"}`, 422),
			map[string]any{"message": "sha does not match [given: 1111111111111111111111111111111111111111, expected: c1b0730e0133447badcfd47fd144e254807b06e1]"})
		d.ask(writer, "PUT", file, `{"branch":"dilemma/a","content":"eQ==","message":"verder","sha":"c1b0730e0133447badcfd47fd144e254807b06e1"}`, 200)
		d.like(d.ask(nil, "GET", file+"?ref=dilemma/a", "", 200), "contents")
		d.ask(nil, "GET", repo+"/contents/weg.md?ref=dilemma/a", "", 404)
		d.like(d.ask(nil, "GET", repo+"/branches/dilemma/a", "", 200), "branch")
		d.ask(nil, "GET", repo+"/branches/weg", "", 404)
		if got := d.ask(nil, "GET", repo+"/raw/content/dilemmas/a.md?ref=dilemma/a", "", 200); got != "y" {
			t.Error(got)
		}
		d.ask(writer, "POST", repo+"/branches", `{"new_branch_name":"dilemma/a","old_ref_name":"main"}`, 409)
		d.ask(writer, "POST", repo+"/branches", `{"new_branch_name":"dilemma/weg","old_ref_name":"weg"}`, 500)
		d.ask(reader, "POST", repo+"/branches", `{"new_branch_name":"dilemma/c","old_ref_name":"main"}`, 403)
		d.like(d.ask(writer, "POST", repo+"/branches", `{"new_branch_name":"dilemma/c","old_ref_name":"main"}`, 201), "branch")

		// A proposal of it.
		const propose = `{"head":"dilemma/a","base":"main","title":"T","body":"B"}`
		d.ask(writer, "POST", repo+"/pulls", `{"base":"main","title":"T"}`, 422)
		d.ask(writer, "POST", repo+"/pulls", strings.Replace(propose, "dilemma/a", "weg", 1), 404)
		answer = d.ask(writer, "POST", repo+"/pulls", propose, 201)
		d.like(answer, "pull")
		d.is(answer, map[string]any{"number": 1, "title": "T", "head.ref": "dilemma/a", "head.label": "dilemma/a", "base.ref": "main", "merged": false, "allow_maintainer_edit": true})
		d.ask(writer, "POST", repo+"/pulls", propose, 409)
		d.ask(reader, "PATCH", repo+"/pulls/1", `{"title":"Anders"}`, 403)
		d.is(d.ask(writer, "PATCH", repo+"/pulls/1", `{"title":"WIP: Anders"}`, 201), map[string]any{"title": "WIP: Anders", "body": "B", "draft": true})
		d.is(d.ask(editor, "PATCH", repo+"/pulls/1", `{"title":"Anders","body":"C"}`, 201), map[string]any{"title": "Anders", "body": "C", "draft": false})
		d.like(d.ask(nil, "GET", repo+"/pulls/1/files", "", 200), "changed")
		d.is(d.ask(nil, "GET", repo+"/pulls/1/files", "", 200), map[string]any{"filename": "content/dilemmas/a.md", "status": "added", "additions": 1})
		d.like(d.ask(nil, "GET", repo+"/compare/main...dilemma/a", "", 200), "compare")
		tip := at(answer, "head.sha").(string)
		for _, one := range []any{at(d.ask(nil, "GET", repo+"/compare/main...dilemma/a", "", 200), "commits"), d.ask(nil, "GET", repo+"/pulls/1/commits", "", 200)} {
			d.like(one, "commit")
			d.is(one, map[string]any{"sha": tip, "commit.message": "verder\n", "commit.tree.sha": tip, "stats.total": 2})
		}
		d.like(d.ask(nil, "GET", repo+"/git/commits/"+tip, "", 200), "commit")
		d.ask(nil, "GET", repo+"/git/commits/"+strings.Repeat("1", 40), "", 404)
		tree := d.ask(nil, "GET", repo+"/git/trees/"+tip+"?recursive=true&per_page=2&page=2", "", 200)
		d.like(tree, "tree")
		d.is(tree, map[string]any{"truncated": false, "total_count": 4, "page": 2, "tree.path": "content/dilemmas", "tree.type": "tree", "tree.size": 0})
		d.is(d.ask(nil, "GET", repo+"/git/trees/"+tip, "", 200), map[string]any{"total_count": 2})
		d.ask(nil, "GET", repo+"/git/trees/"+strings.Repeat("1", 40), "", 400)
		d.like(d.ask(nil, "GET", repo+"/git/blobs/c1b0730e0133447badcfd47fd144e254807b06e1", "", 200), "blob")
		d.ask(nil, "GET", repo+"/git/blobs/"+strings.Repeat("1", 40), "", 400)
		d.like(d.ask(editor, "POST", repo+"/issues/1/comments", `{"body":"x"}`, 201), "comment")
		answer = d.ask(nil, "GET", repo+"/issues/1/comments", "", 200)
		d.is(answer, map[string]any{"body": "x", "user.login": "redactie"})
		comment := fmt.Sprintf("%s/issues/comments/%.0f", repo, at(answer, "id"))
		d.ask(reader, "PATCH", comment, `{"body":"y"}`, 403)
		d.is(d.ask(editor, "PATCH", comment, `{"body":"y"}`, 200), map[string]any{"body": "y"})
		d.ask(nil, "GET", repo+"/pulls/99", "", 404)

		// One from a fork.
		d.is(d.ask(reader, "POST", repo+"/forks", `{}`, 202), map[string]any{"full_name": "lezer/casusboek", "fork": true, "permissions.push": true, "parent.full_name": forgetest.Path})
		d.ask(reader, "POST", repo+"/forks", `{}`, 409)
		d.ask(reader, "POST", strings.Replace(file, forgetest.Path, "lezer/casusboek", 1), strings.Replace(made, "dilemma/a", "dilemma/b", 1), 201)
		d.ask(writer, "POST", strings.Replace(file, forgetest.Path, "lezer/casusboek", 1), strings.Replace(made, "dilemma/a", "dilemma/d", 1), 403)
		d.is(d.ask(reader, "POST", repo+"/pulls", `{"head":"lezer:dilemma/b","base":"main","title":"Uit een fork"}`, 201),
			map[string]any{"number": 2, "head.ref": "dilemma/b", "head.repo.full_name": "lezer/casusboek", "base.repo.full_name": forgetest.Path})
		// Who may merge it may push to it, while it is open.
		d.git("fetch", "--quiet", s.Address(), "refs/pull/2/head")
		d.git("checkout", "--quiet", "-b", "verder", "FETCH_HEAD")
		d.commit("verder.md", "verder")
		fork := strings.Replace(d.as(writer), forgetest.Path, "lezer/casusboek", 1)
		if out, err := remotetest.Run(d.work, "", nil, "push", fork, "verder:anders"); err == nil {
			t.Error("pushed to another branch of a fork:", out)
		}
		d.git("push", "--quiet", fork, "verder:dilemma/b")
		d.git("fetch", "--quiet", s.Address(), "refs/pull/2/head")
		if d.git("rev-parse", "FETCH_HEAD") != d.git("rev-parse", "verder") {
			t.Error("the proposal did not follow its branch")
		}
		open := d.ask(nil, "GET", repo+"/pulls?state=open", "", 200)
		if list, _ := open.([]any); len(list) != 2 || at(list[0], "number") != 2.0 {
			t.Error(open)
		}
		d.is(d.ask(reader, "POST", repo+"/pulls/1/merge", `{"Do":"squash"}`, 405), map[string]any{"message": "User not allowed to merge PR"})
		d.is(d.ask(reader, "PATCH", repo+"/pulls/2", `{"state":"closed"}`, 201), map[string]any{"state": "closed", "merged": false})
		if list, _ := d.ask(nil, "GET", repo+"/pulls?state=open", "", 200).([]any); len(list) != 1 {
			t.Error(list)
		}
	})
}

// TestMerge merges proposals in every way on every kind of server, and looks at what the history is.
func TestMerge(t *testing.T) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.GitLab, forge.GitHub} {
		for _, how := range []forgetest.How{forgetest.MergeCommit, forgetest.Squash, forgetest.Rebase, forgetest.FastForward} {
			t.Run(string(kind)+"/"+string(how), func(t *testing.T) {
				t.Parallel()
				f := forgetest.New(t, kind)
				d, editor := newDesk(t, f)
				on := func(args ...string) string { t.Helper(); return remotetest.Git(t, f.Bare, args...) }
				writer := f.User("schrijver", forgetest.Write)
				d.git("checkout", "--quiet", "-b", "x")
				d.commit("een.md", "een")
				d.pushed(writer, "", "x:dilemma/een")
				n := f.Propose(writer, forgetest.Path, "dilemma/een", "Titel", "Tekst")
				if how != forgetest.FastForward { // main went on meanwhile
					d.git("checkout", "--quiet", "main")
					d.commit("ander.md", "ander")
					d.pushed(editor, "", "main")
				}
				before := on("rev-parse", "main")
				merged := f.Merge(editor, n, how)
				if on("rev-parse", "main") != merged || f.Pull(n).State != "merged" || on("show", "main:een.md") != "een" {
					t.Error("not on main:", f.Pull(n))
				}
				parents, author, committer := on("log", "-1", "--format=%P", "main"), on("log", "-1", "--format=%an", "main"), on("log", "-1", "--format=%cn", "main")
				by := "redactie"
				if kind == forge.GitHub {
					by = "GitHub"
				}
				switch head := d.git("rev-parse", "x"); how {
				case forgetest.MergeCommit:
					if parents != before+" "+head || author != "redactie" || committer != by {
						t.Error(parents, author, committer)
					}
				case forgetest.Squash:
					if parents != before || author != "schrijver" || committer != by || !strings.HasPrefix(on("log", "-1", "--format=%s", "main"), "Titel") {
						t.Error(parents, author, committer)
					}
				case forgetest.Rebase:
					if parents != before || author != "Redactie" || committer != by {
						t.Error(parents, author, committer)
					}
				case forgetest.FastForward:
					if merged != head {
						t.Error(merged)
					}
				}
			})
		}
	}
}
