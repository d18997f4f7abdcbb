package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// walked is a server on which the whole way is walked: a fake, or a real one.
type walked interface {
	Address() string
	User(login string, right forgetest.Right) *forgetest.User
	Protect(branch string)
}

// TestForge walks the whole way at a server that works as Gitea and Forgejo do: a new dilemma is handed in, read and published by the editors, and
// merged in each of the ways that such a server has; after which both clones are as the server is. Those who hand in are somebody who may not write
// there, without a token, and somebody who may. With GITEA, the program of a real one (and GITEA_STATIC, the folder with its templates when it does
// not hold them itself), that is the server: .ci/forge sees to it.
func TestForge(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	program, real := os.LookupEnv("GITEA")
	var s walked
	if real {
		s = forgetest.Start(t, program, os.Getenv("GITEA_STATIC"))
	} else {
		s = forgetest.New(t, forge.Gitea)
	}
	site, _, _ := strings.Cut(s.Address(), "/"+forgetest.Path)
	book := filepath.Join(t.TempDir(), "casusboek")
	begin := newColleague(t, s, s.User("beheer", forgetest.Owner), true, t.TempDir())
	begin.do(0, "init", book, "--organisation", "Gemeente Voorbeeld", "--mailbox", "dilemmas@gemeente.example", "--forge", site+"/"+forgetest.Path, "--kind", "gitea", "--english=false")
	begin.work = book
	begin.git("init", "--quiet", "--initial-branch=main")
	begin.git("add", ".")
	begin.git("commit", "--quiet", "-m", "Begin")
	begin.git("push", "--quiet", begin.address(), "main")
	s.Protect("main")

	editor := s.User("redactie", forgetest.Write)
	number := 0
	for _, sender := range []struct {
		user  *forgetest.User
		token bool
	}{{s.User("inbrenger", forgetest.Read), false}, {s.User("schrijver", forgetest.Write), true}} {
		ways := []forgetest.How{forgetest.Squash, forgetest.Rebase, forgetest.MergeCommit, forgetest.FastForward}
		if !real { // the other tests with fakes merge in every way
			ways = ways[:1]
		}
		for _, how := range ways {
			t.Run(sender.user.Login+"/"+string(how), func(t *testing.T) {
				w := &walk{T: t, sender: newColleague(t, s, sender.user, sender.token, ""), editor: newColleague(t, s, editor, true, ""), how: how, last: &number,
					slug: "mag-het-" + sender.user.Login + "-" + string(how), agit: !sender.token}
				w.way()
			})
		}
	}
}

// colleague is somebody at work in a clone.
type colleague struct {
	*testing.T
	user *forgetest.User
	site string
	work string
	env  []string
}

// newColleague makes a clone for somebody, or sits down in a folder. With token, the one of the user is in the environment; without, Git has the password.
func newColleague(t *testing.T, s walked, u *forgetest.User, token bool, work string) *colleague {
	t.Helper()
	home := t.TempDir()
	site, _, _ := strings.Cut(s.Address(), "/"+forgetest.Path)
	v := &colleague{T: t, user: u, site: site, work: work}
	v.env = append(os.Environ(), "HOME="+home, "USERPROFILE="+home, "XDG_CONFIG_HOME=", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(home, ".gitconfig"),
		"NETRC="+filepath.Join(home, ".netrc"), "GIT_TERMINAL_PROMPT=0", "DILEMMA_TOKEN=", "DILEMMA_HOST=")
	remotetest.Put(t, home, ".gitconfig", fmt.Sprintf("[user]\n\tname = %s\n\temail = %s\n", u.Login, u.Email))
	if token {
		v.env = append(v.env, "DILEMMA_TOKEN="+u.Token, "DILEMMA_HOST="+site)
	} else {
		remotetest.Put(t, home, ".netrc", fmt.Sprintf("machine 127.0.0.1 login %s password %s\n", u.Login, u.Password))
	}
	if work == "" {
		v.work = filepath.Join(home, "casusboek")
		remotetest.Git(t, "", "clone", "--quiet", s.Address(), v.work)
	}
	return v
}

// address returns the address of the repository with the token of the user in it.
func (v *colleague) address() string {
	return strings.Replace(v.site, "://", "://"+v.user.Login+":"+v.user.Token+"@", 1) + "/" + forgetest.Path + ".git"
}

func (v *colleague) git(args ...string) string {
	v.Helper()
	return remotetest.Git(v.T, v.work, args...)
}

// do runs dilemma, and returns what it printed on both outputs; the test ends when its exit code is another.
func (v *colleague) do(code int, args ...string) string {
	v.Helper()
	exe, err := os.Executable()
	if err != nil {
		v.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Args = append([]string{"dilemma"}, args...)
	cmd.Dir, cmd.Env = v.work, v.env
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != code {
		v.Fatalf("dilemma %s: %v, want status %d\n%s", strings.Join(args, " "), err, code, out)
	}
	return string(out)
}

// ask asks the API of the server something as the user.
func (v *colleague) ask(method, path, question string, answer any) {
	v.Helper()
	req, err := http.NewRequest(method, v.site+"/api/v1/repos/"+forgetest.Path+path, strings.NewReader(question))
	if err != nil {
		v.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "token "+v.user.Token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		v.Fatalf("%s %s: %s", method, path, res.Status)
	}
	if answer != nil {
		if err := json.NewDecoder(res.Body).Decode(answer); err != nil {
			v.Fatal(err)
		}
	}
}

// walk is one dilemma on its way.
type walk struct {
	*testing.T
	sender, editor *colleague
	how            forgetest.How
	slug           string
	agit           bool
	// last is the highest number of a proposal on the server.
	last *int
}

// step is a part of the way with a name; after one that fails, the next ones are tried all the same.
func (w *walk) step(name string, do func(sender, editor *colleague)) {
	w.Run(name, func(t *testing.T) {
		sender, editor := *w.sender, *w.editor
		sender.T, editor.T = t, t
		do(&sender, &editor)
	})
}

// open is a proposal in the API.
type open struct {
	Number      int
	Title, Body string
	State       string
	Head        struct{ Ref string }
}

// proposals returns those with a state.
func (v *colleague) proposals(state string) (all []open) {
	v.Helper()
	v.ask(http.MethodGet, "/pulls?limit=50&state="+state, "", &all)
	return all
}

// says ends the test unless a text matches a pattern.
func (v *colleague) says(text, pattern string) {
	v.Helper()
	if !regexp.MustCompile(pattern).MatchString(text) {
		v.Fatalf("%q is not in\n%s", pattern, text)
	}
}

// way walks it.
func (w *walk) way() {
	file := "content/dilemmas/" + w.slug + ".md"
	first := *w.last + 1
	def, err := canvas.Load(os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		w.Fatal(err)
	}
	text := strings.Replace(fixture.Dilemma(def, first), "draft: false", "draft: true", 1)
	final := first
	w.step("new", func(sender, _ *colleague) {
		sender.do(0, "new", strings.ReplaceAll(w.slug, "-", " "))
		remotetest.Put(sender.T, sender.work, file, text)
		sender.do(0, "check", file)
	})
	w.step("submit", func(sender, editor *colleague) {
		sender.do(0, "submit", w.slug)
		all := editor.proposals("open")
		if len(all) != 1 || all[0].Number != first || strings.HasPrefix(all[0].Head.Ref, "refs/pull/") != w.agit {
			sender.Fatalf("on the server: %+v", all)
		}
		if refs := editor.git("ls-remote", "origin", "refs/heads/*"); strings.Contains(refs, w.slug) == w.agit {
			sender.Fatal("branches on the server:", refs)
		}
		*w.last = first
	})
	w.step("submit again", func(sender, editor *colleague) {
		remotetest.Put(sender.T, sender.work, file, text+"\nLater bedacht.\n")
		sender.do(0, "submit", w.slug)
		if all := editor.proposals("open"); len(all) != 1 || all[0].Number != first {
			sender.Fatalf("on the server: %+v", all)
		}
	})
	w.step("list", func(sender, editor *colleague) {
		for _, v := range []*colleague{editor, sender} {
			v.says(v.do(0, "list"), regexp.QuoteMeta(w.slug)+`.*voorgesteld|voorgesteld.*`+regexp.QuoteMeta(w.slug))
		}
		editor.says(editor.do(0, "list"), fmt.Sprintf("#%d", first))
	})
	w.step("review", func(_, editor *colleague) {
		editor.says(editor.do(0, "review", fmt.Sprint(first)), "Later bedacht")
	})
	w.step("review --comment", func(_, editor *colleague) {
		for range 2 {
			editor.do(0, "review", fmt.Sprint(first), "--comment")
		}
		var comments []struct{ Body string }
		editor.ask(http.MethodGet, fmt.Sprintf("/issues/%d/comments", first), "", &comments)
		if len(comments) != 1 {
			editor.Fatalf("%d comments", len(comments))
		}
	})
	w.step("publish", func(_, editor *colleague) {
		editor.do(0, "publish", fmt.Sprint(first))
		if text := editor.read(file); !strings.Contains(text, "draft: false") || !strings.Contains(text, "Later bedacht.") {
			editor.Fatal(text)
		}
	})
	w.step("submit --as-redactie", func(_, editor *colleague) {
		editor.do(0, "submit", w.slug, "--as-redactie")
		all := editor.proposals("open")
		if w.agit { // nobody else can push to a proposal of AGit
			final = first + 1
			*w.last = final
		}
		if len(all) != 1 || all[0].Number != final || w.agit && !strings.Contains(all[0].Body, fmt.Sprintf("#%d", first)) {
			editor.Fatalf("open on the server: %+v", all)
		}
	})
	w.step("merge", func(_, editor *colleague) {
		if w.how != forgetest.FastForward { // something else was merged meanwhile
			note := "notities/" + w.slug + ".txt"
			editor.ask(http.MethodPost, "/contents/"+note, fmt.Sprintf(`{"new_branch":%q,"content":"eA==","message":"Notitie"}`, note), nil)
			editor.ask(http.MethodPost, "/pulls", fmt.Sprintf(`{"head":%q,"base":"main","title":"Notitie"}`, note), nil)
			*w.last++
			editor.merge(*w.last, forgetest.Squash)
		}
		editor.merge(final, w.how)
		if published := editor.published(file); !strings.Contains(published, "draft: false") || !strings.Contains(published, "Later bedacht.") {
			editor.Fatal("on main:", published)
		}
	})
	w.step("list afterwards", func(sender, editor *colleague) {
		for _, v := range []*colleague{editor, sender} {
			if out := v.do(0, "list"); strings.Contains(out, "voorgesteld") {
				v.Fatalf("%s still sees a proposal:\n%s", v.user.Login, out)
			}
		}
	})
	w.step("sync", func(sender, editor *colleague) {
		editor.do(0, "sync")
		editor.clean(file)
		// What the sender has is not what was published: that gives way only when he says so.
		mine := sender.read(file)
		sender.says(sender.do(1, "sync"), regexp.QuoteMeta("git restore "+file))
		if sender.read(file) != mine {
			sender.Fatal("changed:", sender.read(file))
		}
		sender.git("restore", file)
		sender.do(0, "sync")
		sender.clean(file)
	})
}

// read returns what a file holds.
func (v *colleague) read(file string) string {
	v.Helper()
	text, err := os.ReadFile(filepath.Join(v.work, filepath.FromSlash(file)))
	if err != nil {
		v.Fatal(err)
	}
	return string(text)
}

// clean ends the test unless a clone is at the published branch, with nothing of its own and the file as it is published.
func (v *colleague) clean(file string) {
	v.Helper()
	if status := v.git("status", "--porcelain"); status != "" || v.git("rev-parse", "HEAD") != v.git("rev-parse", "origin/main") {
		v.Fatal("git status:", status)
	}
	if text := v.read(file); !strings.Contains(text, "draft: false") || !strings.Contains(text, "Later bedacht.") {
		v.Fatal(text)
	}
}

// published returns a file on the published branch.
func (v *colleague) published(file string) string {
	v.Helper()
	v.git("fetch", "--quiet", "origin")
	return v.git("show", "origin/main:"+file)
}

// merge merges a proposal through the API, once the server has found out that it can.
func (v *colleague) merge(number int, how forgetest.How) {
	v.Helper()
	question := fmt.Sprintf(`{"Do":%q}`, how)
	var state struct{ Merged bool }
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		req, err := http.NewRequest(http.MethodPost, fmt.Sprintf("%s/api/v1/repos/%s/pulls/%d/merge", v.site, forgetest.Path, number), strings.NewReader(question))
		if err != nil {
			v.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "token "+v.user.Token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			v.Fatal(err)
		}
		res.Body.Close()
		if v.ask(http.MethodGet, fmt.Sprintf("/pulls/%d", number), "", &state); state.Merged {
			return
		}
		if res.StatusCode != http.StatusMethodNotAllowed { // "please try again later"
			v.Fatal("merging:", res.Status)
		}
	}
	v.Fatal("can't be merged")
}
