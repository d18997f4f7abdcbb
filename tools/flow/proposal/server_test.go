package proposal_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// kinds are the kinds of servers; Forgejo keeps proposals as Gitea does.
var kinds = []forge.Kind{forge.Gitea, forge.GitLab, forge.GitHub}

// office is a casebook on a server of a kind, with a clone of the editors in which nothing was fetched since, and one of somebody who sends in.
type office struct {
	*testing.T
	f              *forgetest.Forge
	desk, sender   string
	reader, editor *forgetest.User
}

func newOffice(t *testing.T, kind forge.Kind) *office {
	for _, name := range []string{"DILEMMA_TOKEN", "DILEMMA_HOST", "GITEA_TOKEN", "GITLAB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN", "FORGEJO_TOKEN"} {
		t.Setenv(name, "")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	o := &office{T: t, f: forgetest.New(t, kind), desk: filepath.Join(t.TempDir(), "bureau"), sender: filepath.Join(t.TempDir(), "inbrenger")}
	o.reader, o.editor = o.f.User("inbrenger", forgetest.Read), o.f.User("redactie", forgetest.Owner)
	remotetest.Git(t, "", "init", "--quiet", "--initial-branch=main", o.sender)
	o.commit("content/dilemmas/oud.md", text("oud", "true"))
	o.git(o.sender, "push", "--quiet", o.f.Bare, "main")
	o.git(o.sender, "remote", "add", "origin", o.f.Address())
	remotetest.Git(t, "", "clone", "--quiet", o.f.Address(), o.desk)
	return o
}

// text is a dilemma.
func text(title, draft string) string {
	return "---\ntitle: " + title + "\ndraft: " + draft + "\n---\n\n" + title + " met een verhaal.\n"
}

func (o *office) git(dir string, args ...string) string {
	o.Helper()
	return remotetest.Git(o.T, dir, args...)
}

func (o *office) commit(name, text string) {
	o.Helper()
	remotetest.Put(o.T, o.sender, name, text)
	o.git(o.sender, "add", name)
	o.git(o.sender, "commit", "--quiet", "-m", name)
}

// propose proposes files from the newest main as that kind of server takes it of who may only read (in GitLab of who may push), and returns the number.
func (o *office) propose(topic string, files map[string]string) int {
	o.Helper()
	o.git(o.sender, "fetch", "--quiet", "origin", "main")
	o.git(o.sender, "checkout", "--quiet", "-B", topic, "FETCH_HEAD")
	for name, text := range files {
		o.commit(name, text)
	}
	before := len(o.f.Pulls())
	as := func(u *forgetest.User) string {
		return strings.Replace(o.f.Address(), "://", "://"+u.Login+":"+u.Token+"@", 1)
	}
	switch o.f.Kind {
	case forge.Gitea, forge.Forgejo:
		o.git(o.sender, "push", "--quiet", as(o.reader), "HEAD:refs/for/main", "-o", "topic="+topic)
	case forge.GitLab:
		o.git(o.sender, "push", "--quiet", as(o.editor), "HEAD:refs/heads/"+topic, "-o", "merge_request.create", "-o", "merge_request.target=main")
	case forge.GitHub:
		o.git(o.sender, "push", "--quiet", as(o.editor), "HEAD:refs/heads/"+topic)
		o.f.Propose(o.editor, forgetest.Path, topic, topic, "")
	}
	if len(o.f.Pulls()) != before+1 {
		o.Fatalf("%d proposals", len(o.f.Pulls()))
	}
	return o.f.Pulls()[before].Number
}

// silent lets the API of the server answer nobody, so that Git alone has to tell.
func (o *office) silent() {
	o.f.Before(func(w http.ResponseWriter, r *http.Request) bool {
		isAPI := strings.HasPrefix(r.URL.Path, "/api/")
		if isAPI {
			w.WriteHeader(http.StatusForbidden)
		}
		return isAPI
	})
}

// read asks with the clone of the editors.
func (o *office) read(ask func(*repo.Repository, *proposal.Published) (*proposal.Proposals, error)) *proposal.Proposals {
	o.Helper()
	r, err := repo.Open(o.desk)
	if err != nil {
		o.Fatal(err)
	}
	defer r.Close()
	published, err := proposal.FindPublished(r, &settings.Settings{})
	if err != nil {
		o.Fatal(err)
	}
	p, err := ask(r, published)
	if err != nil {
		o.Fatal(err)
	}
	return p
}

// refresh asks the server.
func refresh(r *repo.Repository, published *proposal.Published) (*proposal.Proposals, error) {
	server, err := proposal.Connect(r, published)
	if err != nil {
		return nil, err
	}
	return proposal.Refresh(context.Background(), server, r, published)
}

// shown shows the open proposals.
func shown(p *proposal.Proposals) string {
	var all []string
	for _, one := range p.Open {
		all = append(all, one.Name()+" "+one.Branch+" "+strings.Join(one.Slugs, ","))
	}
	return strings.Join(all, "; ")
}

// kept shows the references to proposals in the clone of the editors.
func (o *office) kept() string {
	return strings.Join(strings.Fields(o.git(o.desk, "for-each-ref", "--format=%(refname)", "refs/dilemma")), " ")
}

// TestNumbers reads proposals of which a server makes no branch, or a branch and a number, by plain Git, and finds them by each name, also without the server
// afterwards and after git gc.
func TestNumbers(t *testing.T) {
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			o := newOffice(t, kind)
			first := o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true"), "content/dilemmas/plein/index.md": text("plein", "true")})
			second := o.propose("anders", map[string]string{"content/dilemmas/park.md": text("park anders", "true"), "README.md": "x"})
			third := o.propose("hulp", map[string]string{"content/meedoen/hulp.md": "x"}) // no dilemma
			mark, branch, folder := "#", map[int]string{}, "pull"
			switch kind {
			case forge.GitLab:
				mark, folder = "!", "merge-requests"
				fallthrough
			case forge.GitHub:
				branch[first], branch[second] = "dilemma/park", "anders"
			}
			want := fmt.Sprintf("%s%d %s park,plein; %s%d %s park", mark, first, branch[first], mark, second, branch[second])
			keeps := fmt.Sprintf("refs/dilemma/origin/%s/%d refs/dilemma/origin/%s/%d", folder, first, folder, second)
			o.silent()
			p := o.read(refresh)
			if got := shown(p); got != want || p.Told || p.Truncated || o.kept() != keeps {
				t.Errorf("%s, want %s; %+v %s", got, want, p, o.kept())
			}
			o.git(o.desk, "gc", "--quiet", "--prune=now")
			o.f.Close()
			p = o.read(proposal.Known)
			if got := shown(p); got != want || p.Since.IsZero() {
				t.Errorf("%s, want %s; %+v", got, want, p)
			}
			for name, want := range map[string]int{
				fmt.Sprint(first): first, fmt.Sprintf("#%d", second): second, fmt.Sprintf("!%d", second): second, "plein": first, "99": 0, "": 0, "#": 0, "niets": 0, "1.": 0, "-1": 0, "0": 0,
			} {
				if found, err := p.Find(name); want == 0 && !errors.Is(err, proposal.ErrUnknown) || want != 0 && (err != nil || found.Number != want) {
					t.Errorf("%q: %+v %v", name, found, err)
				}
			}
			var several *proposal.SeveralError
			if found, err := p.Find("park"); !errors.As(err, &several) || len(several.Proposals) != 2 {
				t.Errorf("%+v %v", found, err)
			}
			if len(branch) > 0 {
				for _, name := range []string{"anders", "origin/anders", "origin/hulp"} {
					if found, err := p.Find(name); err != nil || found.Branch != strings.TrimPrefix(name, "origin/") {
						t.Errorf("%s: %+v %v", name, found, err)
					}
				}
			}
			if got := proposal.BranchesWith(o.desk, "content/dilemmas/plein/index.md"); !slices.Contains(got, fmt.Sprintf("%s%d", mark, first)) || slices.Contains(got, fmt.Sprintf("%s%d", mark, second)) {
				t.Error(got, third)
			}
		})
	}
}

// ways are the ways in which a proposal is merged: those of the server, and those of editors who publish it meanwhile.
var ways = map[string]func(o *office, n int){
	"merge":        func(o *office, n int) { o.f.Merge(o.editor, n, forgetest.MergeCommit) },
	"squash":       func(o *office, n int) { o.f.Merge(o.editor, n, forgetest.Squash) },
	"rebase":       func(o *office, n int) { o.f.Merge(o.editor, n, forgetest.Rebase) },
	"fast-forward": func(o *office, n int) { o.f.Merge(o.editor, n, forgetest.FastForward) },
	// The editors publish it after the merge, in a proposal of their own.
	"published after": func(o *office, n int) {
		o.f.Merge(o.editor, n, forgetest.Squash)
		o.f.Merge(o.editor, o.propose("publiceer", map[string]string{"content/dilemmas/park.md": text("park", "false")}), forgetest.Squash)
	},
	// The editors publish it in a proposal of their own, in the place of this one, which then stays open.
	"published instead": func(o *office, n int) {
		o.f.Merge(o.editor, o.propose("publiceer", map[string]string{"content/dilemmas/park.md": text("park", "false")}), forgetest.Squash)
	},
}

// TestMerged knows merged proposals in whatever way they were merged, by plain Git, and fetches nothing of them again.
func TestMerged(t *testing.T) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.GitLab, forge.GitHub} {
		for way, merge := range ways {
			if kind != forge.Gitea && way != "squash" {
				continue // with a branch it is the same for Git
			}
			t.Run(string(kind)+"/"+way, func(t *testing.T) {
				o := newOffice(t, kind)
				n := o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
				if way != "fast-forward" { // main went on meanwhile
					o.f.Merge(o.editor, o.propose("ander", map[string]string{"content/dilemmas/oud.md": text("nieuw", "true")}), forgetest.Squash)
				}
				other := o.propose("open", map[string]string{"content/dilemmas/open.md": text("open", "true")})
				o.silent()
				if found := o.read(refresh).Of("park"); len(found) != 1 || found[0].Number != n {
					t.Fatalf("%+v", found)
				}
				merge(o, n)
				p := o.read(refresh)
				if len(p.Open) != 1 || p.Open[0].Number != other || strings.Count(o.kept(), " ") != 0 {
					t.Errorf("%s; kept %s", shown(p), o.kept())
				}
				if found, err := p.Find(fmt.Sprint(n)); err != nil || found.State != proposal.Merged {
					t.Errorf("%+v %v", found, err)
				}
				if offline := o.read(proposal.Known); shown(offline) != shown(p) {
					t.Errorf("%s without the server, %s with it", shown(offline), shown(p))
				}
				o.f.Requests()
				if o.read(refresh); slices.ContainsFunc(o.f.Requests(), func(r string) bool { return strings.Contains(r, "POST") }) {
					t.Error("fetched again")
				}
				// A new clone, which never saw the proposal open, knows it too.
				o.desk = filepath.Join(t.TempDir(), "nieuw")
				remotetest.Git(t, "", "clone", "--quiet", o.f.Address(), o.desk)
				if p := o.read(refresh); len(p.Open) != 1 || p.Open[0].Number != other {
					t.Errorf("in a new clone: %s", shown(p))
				}
			})
		}
	}
}

// TestNotMerged keeps what looks like a merged proposal: a change of draft alone, a text that was on main before, and one of which a part is on main.
func TestNotMerged(t *testing.T) {
	o := newOffice(t, forge.Gitea)
	o.silent()
	n := o.propose("publiceer", map[string]string{"content/dilemmas/oud.md": text("oud", "false")})
	o.f.Merge(o.editor, o.propose("elders", map[string]string{"content/dilemmas/oud.md": text("oud en anders", "true")}), forgetest.Squash)
	part := o.propose("deel", map[string]string{"content/dilemmas/een.md": text("een", "true"), "content/dilemmas/twee.md": text("twee", "true")})
	o.f.Merge(o.editor, o.propose("een", map[string]string{"content/dilemmas/een.md": text("een", "false")}), forgetest.Squash)
	if got, want := shown(o.read(refresh)), fmt.Sprintf("#%d  oud; #%d  twee", n, part); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestClosed asks the API which proposals are open, and without an answer counts those that may be closed.
func TestClosed(t *testing.T) {
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			o := newOffice(t, kind)
			n := o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
			open := o.propose("open", map[string]string{"content/dilemmas/open.md": text("open", "true")})
			if p := o.read(refresh); len(p.Open) != 2 || !p.Told {
				t.Fatalf("%+v", p)
			}
			o.f.ClosePull(n)
			numbers := func(p *proposal.Proposals) (all []int) {
				for _, one := range p.Open {
					all = append(all, one.Number)
				}
				return all
			}
			p := o.read(refresh)
			if !slices.Equal(numbers(p), []int{open}) || !p.Told || slices.ContainsFunc(p.Branches, func(b proposal.Branch) bool { return strings.HasSuffix(b.Name, "park") }) {
				t.Errorf("%+v", p)
			}
			if found, err := p.Find(fmt.Sprint(n)); err != nil || found.State != proposal.Closed {
				t.Errorf("%+v %v", found, err)
			}
			if p := o.read(proposal.Known); !slices.Equal(numbers(p), []int{open}) || !p.Told {
				t.Errorf("%+v", p)
			}
			// What the server once said is remembered; what it does not say is not certain.
			o.silent()
			later := o.propose("later", map[string]string{"content/dilemmas/later.md": text("later", "true")})
			o.f.ClosePull(later)
			if p := o.read(refresh); !slices.Equal(numbers(p), []int{open, later}) || p.Told {
				t.Errorf("%+v", p)
			}
		})
	}
}

// TestTokenOnly asks an API that only answers those with a token, which goes nowhere else, and tells it of no other.
func TestTokenOnly(t *testing.T) {
	o := newOffice(t, forge.Gitea)
	o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
	o.f.ClosePull(1)
	var seen []string
	o.f.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			return false
		}
		seen = append(seen, r.Header.Get("Authorization"))
		if r.Header.Get("Authorization") != "Bearer geheim" {
			w.WriteHeader(http.StatusUnauthorized)
			return true
		}
		fmt.Fprint(w, "[]")
		return true
	})
	t.Setenv("DILEMMA_TOKEN", "verlopen")
	if p := o.read(refresh); p.Told || len(p.Open) != 1 || !slices.Equal(seen, []string{"Bearer verlopen", ""}) {
		t.Errorf("%+v %q", p, seen)
	}
	t.Setenv("DILEMMA_TOKEN", "geheim")
	if p := o.read(refresh); !p.Told || len(p.Open) != 0 {
		t.Errorf("%+v", p)
	}
	seen = nil
	t.Setenv("DILEMMA_HOST", "elders.example")
	o.propose("plein", map[string]string{"content/dilemmas/plein.md": text("plein", "true")})
	if p := o.read(refresh); p.Told || !slices.Equal(seen, []string{""}) {
		t.Errorf("%+v %q", p, seen)
	}
}

// TestReopened shows a proposal again when the server says that it is open again.
func TestReopened(t *testing.T) {
	o := newOffice(t, forge.Gitea)
	n := o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
	open := "[]"
	o.f.Before(func(w http.ResponseWriter, r *http.Request) bool {
		isList := strings.HasSuffix(r.URL.Path, "/pulls")
		if isList {
			fmt.Fprint(w, open)
		}
		return isList
	})
	if p := o.read(refresh); len(p.Open) != 0 {
		t.Errorf("%+v", p)
	}
	open = fmt.Sprintf(`[{"number":%d}]`, n)
	if p := o.read(refresh); len(p.Open) != 1 {
		t.Errorf("%+v", p)
	}
}

// TestHostile has references that are no proposals, or no commits, and more of them than are fetched at once.
func TestHostile(t *testing.T) {
	o := newOffice(t, forge.Gitea)
	o.silent()
	const many = 520
	var in strings.Builder
	for i := range many {
		fmt.Fprintf(&in, "commit refs/pull/%d/head\ncommitter X <x@example.org> %d +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 100644 inline content/dilemmas/n%d.md\ndata 1\nx\n\n", i+1, 1800000000+i, i+1)
	}
	if out, err := remotetest.Run(o.f.Bare, in.String(), nil, "fast-import", "--quiet"); err != nil {
		t.Fatal(out, err)
	}
	blob := o.git(o.f.Bare, "rev-parse", "main:content/dilemmas/oud.md")
	o.git(o.f.Bare, "update-ref", "refs/pull/900/head", blob)
	o.git(o.f.Bare, "update-ref", "refs/pull/007/head", "refs/pull/1/head")
	o.git(o.f.Bare, "update-ref", "refs/pull/8/merge", "refs/pull/2/head")
	o.git(o.f.Bare, "update-ref", "refs/pull/99999999999999999999/head", "refs/pull/3/head")
	p := o.read(refresh)
	if len(p.Open) != 500 || p.Later != many-500 || p.Open[0].Number != many-499 {
		t.Errorf("%d open, %d later, first %+v", len(p.Open), p.Later, p.Open[0])
	}
	if p = o.read(refresh); len(p.Open) != many || p.Later != 0 || strings.Count(o.kept(), "refs/") != many {
		t.Errorf("%d open, %d later, %d kept", len(p.Open), p.Later, strings.Count(o.kept(), "refs/"))
	}
	if _, err := p.Find("900"); err != nil {
		t.Error(err)
	}
	o.git(o.desk, "fsck")
}

// TestTables keeps proposals where references are in tables, by way of git.
func TestTables(t *testing.T) {
	if _, err := remotetest.Run("", "", nil, "init", "--quiet", "--ref-format=reftable", filepath.Join(t.TempDir(), "x")); err != nil {
		t.Skip("this git has no tables")
	}
	o := newOffice(t, forge.Gitea)
	n := o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
	o.desk = filepath.Join(t.TempDir(), "tabellen")
	remotetest.Git(t, "", "clone", "--quiet", "--ref-format=reftable", o.f.Address(), o.desk)
	if got := shown(o.read(refresh)); got != fmt.Sprintf("#%d  park", n) || o.kept() == "" {
		t.Error(got, o.kept())
	}
	o.f.Merge(o.editor, n, forgetest.Squash)
	if got := shown(o.read(refresh)); got != "" || o.kept() != "" {
		t.Error(got, o.kept())
	}
}

// TestPacked forgets a merged proposal of which git has put the reference in one file with others, and sets no reference that is locked.
func TestPacked(t *testing.T) {
	o := newOffice(t, forge.Gitea)
	n := o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
	o.read(refresh)
	o.git(o.desk, "pack-refs", "--all")
	if got := shown(o.read(proposal.Known)); !strings.Contains(got, "park") {
		t.Error(got)
	}
	o.f.Merge(o.editor, n, forgetest.MergeCommit)
	if got := shown(o.read(refresh)); got != "" || o.kept() != "" {
		t.Error(got, o.kept())
	}
	lock := filepath.Join(o.desk, ".git/refs/dilemma/origin/pull", fmt.Sprint(n+1)+".lock")
	remotetest.Put(t, o.desk, ".git/refs/dilemma/origin/pull/"+fmt.Sprint(n+1)+".lock", "")
	o.propose("plein", map[string]string{"content/dilemmas/plein.md": text("plein", "true")})
	if got := shown(o.read(refresh)); !strings.Contains(got, "plein") || o.kept() != "" {
		t.Error(got, o.kept())
	}
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	if o.read(refresh); o.kept() == "" {
		t.Error("still not kept")
	}
}

// TestBranches sets the branches of a server here as git fetch does, and leaves what it does not follow, what is the user's, and what is gone there.
func TestBranches(t *testing.T) {
	o := newOffice(t, forge.GitLab)
	o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
	o.propose("werk", map[string]string{"content/dilemmas/werk.md": text("werk", "true")})
	single := filepath.Join(t.TempDir(), "een")
	remotetest.Git(t, "", "clone", "--quiet", "--single-branch", o.f.Address(), single)
	before := remotetest.Mine(t, o.desk)
	o.read(refresh)
	if after := remotetest.Mine(t, o.desk); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Error("the work of the user is not the same")
	}
	fetched := filepath.Join(t.TempDir(), "git")
	remotetest.Git(t, "", "clone", "--quiet", o.f.Address(), fetched)
	const list = "--format=%(refname) %(objectname)"
	if got, want := o.git(o.desk, "for-each-ref", list, "refs/remotes"), o.git(fetched, "for-each-ref", list, "refs/remotes"); got != want {
		t.Errorf("%s\nas git fetch:\n%s", got, want)
	}
	all := o.desk
	o.desk = single
	if o.read(refresh); strings.Contains(o.git(single, "for-each-ref"), "origin/werk") || !strings.Contains(o.git(single, "for-each-ref"), "origin/dilemma/park") {
		t.Error(o.git(single, "for-each-ref"))
	}
	// A branch that is gone on the server is no proposal there any more; the reference stays, as with git fetch.
	o.desk = all
	o.git(o.f.Bare, "update-ref", "-d", "refs/heads/werk")
	o.git(o.f.Bare, "update-ref", "-d", "refs/merge-requests/2/head")
	if p := o.read(refresh); strings.Contains(shown(p), "werk") || !strings.Contains(o.git(o.desk, "for-each-ref"), "origin/werk") {
		t.Error(shown(p))
	}
}

// TestSeek looks on the server, and without it among what the clone knows and what is of the user.
func TestSeek(t *testing.T) {
	o := newOffice(t, forge.Gitea)
	n := o.propose("dilemma/park", map[string]string{"content/dilemmas/park.md": text("park", "true")})
	o.f.ClosePull(o.propose("dicht", map[string]string{"content/dilemmas/dicht.md": text("dicht", "true")}))
	seek := func(name string) (*proposal.Sought, error) {
		r, err := repo.Open(o.desk)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		published, err := proposal.FindPublished(r, &settings.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := proposal.Seek(t.Context(), r, published, name, func(*remote.Remote) {})
		if err == nil && r.Store.HasEncodedObject(found.Commit) != nil {
			t.Error(name, "is not here")
		}
		return found, err
	}
	if found, err := seek("park"); err != nil || found.Number != n || found.Unanswered != nil || found.Server == nil {
		t.Errorf("%+v %v", found, err)
	}
	if found, err := seek(fmt.Sprint(n + 1)); err != nil || found.State != proposal.Closed {
		t.Errorf("%+v %v", found, err)
	}
	o.f.Offline(true)
	if found, err := seek("#1"); err != nil || found.Number != n || found.Unanswered == nil {
		t.Errorf("%+v %v", found, err)
	}
	var server *remote.Error
	if _, err := seek("7"); !errors.As(err, &server) {
		t.Error(err)
	}
	if _, err := seek("niets"); !errors.Is(err, proposal.ErrUnknown) {
		t.Error(err)
	}
	o.git(o.desk, "remote", "remove", "origin")
	o.git(o.desk, "checkout", "--quiet", "-b", "dilemma/mijn")
	for _, name := range []string{"mijn", "dilemma/mijn", "HEAD"} {
		if found, err := seek(name); err != nil || found.Number != 0 || found.Commit == plumbing.ZeroHash || found.Server != nil {
			t.Errorf("%s: %+v %v", name, found, err)
		}
	}
}
