package proposal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/review"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// kinds are the kinds of server that the page can ask.
var kinds = []forge.Kind{forge.Gitea, forge.Forgejo, forge.GitLab, forge.GitHub}

// book is a casebook on a server of a kind, with a clone of it.
type book struct {
	*forgetest.Forge
	*testing.T
	work string
	user *forgetest.User
}

// parkText is a dilemma that is published.
func parkText(t *testing.T) string {
	t.Helper()
	return fixture.Dilemma(sitebuild.Definition(t), 1)
}

// withReason is the same with another answer to why it is of now.
func withReason(t *testing.T, answer string) string {
	t.Helper()
	const head = "    waarom_nu: |\n"
	before, after, found := strings.Cut(parkText(t), head)
	if !found {
		t.Fatal("the fixture has no waarom_nu")
	}
	return before + head + "      " + answer + "\n" + after
}

func newBook(t *testing.T, kind forge.Kind) *book {
	t.Helper()
	b := &book{Forge: forgetest.New(t, kind), T: t}
	b.work = b.Casebook(t, sitebuild.Root, "baseURL = \"https://dilemma.example/\"\n", map[string]string{
		casebook.Path("park"): parkText(t), casebook.Path("plein"): fixture.Dilemma(sitebuild.Definition(t), 2), "content/dilemmas/_index.md": "---\ntitle: Dilemma’s\n---\n",
	})
	b.user = b.User("inbrenger", forgetest.Write)
	return b
}

func (b *book) git(args ...string) string { b.T.Helper(); return remotetest.Git(b.T, b.work, args...) }

// commit writes a file, or takes it away when it has no text, and commits that.
func (b *book) commit(name, text, message string) {
	b.T.Helper()
	if text == "" {
		b.git("rm", "--quiet", name)
	} else {
		remotetest.Put(b.T, b.work, name, text)
		b.git("add", name)
	}
	b.git("commit", "--quiet", "-m", message)
}

// propose opens a proposal of the branch that is checked out: on Gitea and Forgejo without a branch on the server.
func (b *book) propose(branch string) int {
	b.T.Helper()
	address := strings.Replace(b.Address(), "://", "://"+b.user.Login+":"+b.user.Token+"@", 1)
	if b.Kind == forge.Gitea || b.Kind == forge.Forgejo {
		b.git("push", "--quiet", address, "HEAD:refs/for/main", "-o", "topic="+branch, "-o", "title="+branch)
		return len(b.Pulls())
	}
	b.git("push", "--quiet", address, "HEAD:refs/heads/"+branch)
	return b.Propose(b.user, forgetest.Path, branch, branch, "")
}

// answer is what testdata/read.mjs prints of a proposal.
type answer struct {
	Markdown, Shown, State, Page, Why string
	Asked                             int
}

// api is where the page asks, as layouts/_partials/fn/hosting/forge-api.html says.
func (b *book) api() map[string]any {
	return map[string]any{"kind": b.Kind, "repository": b.URL + "/" + forgetest.Path, "base": b.URL, "path": forgetest.Path, "branch": "main"}
}

// read reads proposals as the page does.
func (b *book) read(api map[string]any, numbers ...int) []answer {
	b.T.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		skip.Absent(b.T, "no node: %v", err)
	}
	question, err := json.Marshal(map[string]any{
		"scripts": filepath.Join(sitebuild.Root, "assets", "js"), "programs": sitebuild.Programs(b.T), "api": api, "numbers": numbers,
	})
	must.Do(b.T, err)
	cmd := exec.Command(node, filepath.Join("testdata", "read.mjs"))
	cmd.Stdin = bytes.NewReader(question)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		b.T.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	var all []answer
	for line := range bytes.Lines(out) {
		var a answer
		must.Do(b.T, json.Unmarshal(line, &a))
		all = append(all, a)
	}
	if len(all) != len(numbers) {
		b.T.Fatalf("%d answers: %s", len(all), out)
	}
	return all
}

// reviewed returns the review of a range of commits in the clone, as the command prints it.
func (b *book) reviewed(base, head string) string {
	b.T.Helper()
	r, err := review.New(b.work, b.git("rev-parse", base)+".."+b.git("rev-parse", head), false, time.Now())
	must.Do(b.T, err)
	var text bytes.Buffer
	must.Do(b.T, r.Write(&text, "md"))
	return text.String()
}

// TestSameAsTheCommand reads proposals on servers of each kind. What the page gets must be what dilemma review says of the same commits.
func TestSameAsTheCommand(t *testing.T) {
	t.Parallel()
	skip.Short(t)
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			b := newBook(t, kind)
			named := withReason(t, "Mevrouw Fenna Zijlstra belt op 06-12345678.")
			want := map[int]string{}
			states := map[int]string{}

			b.git("checkout", "--quiet", "-b", "een")
			b.commit(casebook.Path("park"), named, "Van mevrouw Fenna Zijlstra")
			b.commit(casebook.Path("park"), strings.Replace(parkText(t), "title: ", "title: Ander ", 1), "anders")
			b.commit("content/meedoen/uitleg.md", "---\ntitle: Uitleg\n---\nZie [het park](/dilemmas/weg/).\n", "uitleg")
			first := b.propose("een")
			b.git("checkout", "--quiet", "-B", "twee", "main")
			b.commit("README.md", "Bel 06-12345678.\n", "lees")
			second := b.propose("twee")
			b.git("checkout", "--quiet", "-B", "drie", "main")
			b.commit(casebook.Path("plein"), "", "weg")
			third := b.propose("drie")
			states[first], states[second], states[third] = "open", "closed", "merged"
			want[third] = b.reviewed("main", "drie")

			// The branch goes on, and one of them with it.
			b.git("checkout", "--quiet", "main")
			b.commit(casebook.Path("straat"), fixture.Dilemma(sitebuild.Definition(t), 3), "verder")
			b.git("push", "--quiet", strings.Replace(b.Address(), "://", "://"+b.user.Login+":"+b.user.Token+"@", 1), "main")
			b.Merge(b.user, third, forgetest.MergeCommit)
			b.ClosePull(second)
			b.git("fetch", "--quiet", "origin")
			want[first], want[second] = b.reviewed("origin/main", "een"), b.reviewed("origin/main", "twee")

			for i, got := range b.read(b.api(), first, second, third) {
				number := []int{first, second, third}[i]
				if got.Why != "" || got.Markdown != want[number] {
					t.Errorf("proposal %d (%s):\n%s\nwant\n%s", number, got.Why, got.Markdown, want[number])
				}
				if got.State != states[number] || !strings.Contains(got.Page, fmt.Sprintf("/%d", number)) {
					t.Errorf("proposal %d is %s at %s", number, got.State, got.Page)
				}
				if got.Asked > 120 {
					t.Errorf("proposal %d takes %d questions", number, got.Asked)
				}
			}
		})
	}
}

// TestTold reads what can't be read: each has words of its own.
func TestTold(t *testing.T) {
	t.Parallel()
	skip.Short(t)
	b := newBook(t, forge.Gitea)
	b.git("checkout", "--quiet", "-b", "een")
	b.commit("README.md", "Een.\n", "een")
	number := b.propose("een")
	elsewhere := b.api()
	elsewhere["path"] = "groep/niets"
	refuse := func(status int) func() {
		return func() { b.Fail("GET", "/pulls/", status) }
	}
	for _, c := range []struct {
		name   string
		api    map[string]any
		number int
		before func()
		want   string
	}{
		{"no such number", b.api(), 99, nil, "absent"},
		{"not public", elsewhere, number, nil, "private"},
		{"refused", b.api(), number, refuse(http.StatusForbidden), "refused"},
		{"too often", b.api(), number, refuse(http.StatusTooManyRequests), "limited"},
		{"broken", b.api(), number, refuse(http.StatusBadGateway), "failed"},
		{"no JSON", b.api(), number, func() {
			b.Before(func(w http.ResponseWriter, r *http.Request) bool {
				if strings.Contains(r.URL.Path, "/branches/") {
					fmt.Fprint(w, "<html>")
					return true
				}
				return false
			})
		}, "strange"},
		{"another content than was listed", b.api(), number, func() {
			b.Before(func(w http.ResponseWriter, r *http.Request) bool {
				if strings.Contains(r.URL.Path, "/git/blobs/") {
					fmt.Fprint(w, `{"content": "aWV0cyBhbmRlcnM="}`)
					return true
				}
				return false
			})
		}, "another content"},
		{"endless", b.api(), number, func() {
			b.Before(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.Contains(r.URL.Path, "/git/trees/") {
					return false
				}
				line := []byte(strings.Repeat(" ", 1<<20))
				for r.Context().Err() == nil {
					if _, err := w.Write(line); err != nil {
						break
					}
				}
				return true
			})
		}, "large"},
		{"sent elsewhere", b.api(), number, func() {
			b.Before(func(w http.ResponseWriter, r *http.Request) bool {
				http.Redirect(w, r, "https://elders.example/", http.StatusFound)
				return true
			})
		}, "unreachable"},
	} {
		b.Before(nil)
		if c.before != nil {
			c.before()
		}
		if got := b.read(c.api, c.number)[0]; !strings.Contains(got.Why, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got.Why, c.want)
		}
	}
}
