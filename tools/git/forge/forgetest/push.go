package forgetest

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// prepare sets a bare repository up for the pushes of a forge. What its hooks do was decided before: see turn.
func (f *Forge) prepare(t testing.TB, dir string) {
	t.Helper()
	for _, setting := range [][]string{{"receive.advertisePushOptions", "true"}, {"http.receivepack", "true"}, {"uploadpack.allowFilter", "true"}} {
		remotetest.Git(t, dir, append([]string{"config"}, setting...)...)
	}
	switch f.Kind {
	case forge.Gitea, forge.Forgejo: // modules/git/config.go of Gitea
		remotetest.Git(t, dir, "config", "receive.procReceiveRefs", "refs/for")
	default:
		for _, hidden := range []string{"refs/pull", "refs/merge-requests"} {
			remotetest.Git(t, dir, "config", "--add", "receive.hideRefs", hidden)
		}
	}
	// A push to the folder itself has no turn, and is let through.
	remotetest.Hook(t, dir, "pre-receive", `cat >/dev/null
[ ! -s "${FORGE_TURN:-/nowhere}/refused" ] || { cat "$FORGE_TURN/refused" >&2; exit 1; }
`)
	remotetest.Hook(t, dir, "proc-receive", `sh "$FORGE_TURN/proc"
cat >/dev/null
`)
	remotetest.Hook(t, dir, "post-receive", `cat >/dev/null
[ ! -s "${FORGE_TURN:-/nowhere}/said" ] || cat "$FORGE_TURN/said" >&2
`)
}

// command is what a push asks of one reference.
type command struct{ old, new, ref string }

func (c command) branch() (string, bool) { return strings.CutPrefix(c.ref, "refs/heads/") }

func (c command) deletes() bool { return c.new == plumbing.ZeroHash.String() }

// asked reads the commands and the options from the beginning of a push, and nothing behind them.
func asked(push io.Reader) (commands []command, options []string, err error) {
	s := pktline.NewScanner(push)
	capable := ""
	for s.Scan() && len(s.Bytes()) > 0 {
		line, features, _ := strings.Cut(strings.TrimSuffix(string(s.Bytes()), "\n"), "\x00")
		if len(commands) == 0 {
			capable = features
		}
		parts := strings.SplitN(line, " ", 3)
		if len(parts) != 3 {
			return nil, nil, errors.New("no command of a push: " + line)
		}
		commands = append(commands, command{parts[0], parts[1], parts[2]})
	}
	if s.Err() == nil && slices.Contains(strings.Fields(capable), "push-options") {
		for s.Scan() && len(s.Bytes()) > 0 {
			options = append(options, string(s.Bytes()))
		}
	}
	return commands, options, s.Err()
}

// turn is what becomes of one push. It is decided before git gets the push, since a hook of a test can't ask back; git has the last word, about
// whether a branch only goes forward for example, so that what must be remembered is remembered afterwards.
type turn struct {
	refused string          // by pre-receive, with all of the push
	said    strings.Builder // by post-receive
	proc    strings.Builder // a script, of proc-receive
	after   []func() error
}

// git answers a request of Git for a repository.
func (f *Forge) git(w http.ResponseWriter, r *http.Request, repo *repository) {
	u, ok := f.who(r)
	push := strings.HasSuffix(r.URL.Path, "/git-receive-pack") || r.URL.Query().Get("service") == "git-receive-pack"
	if !ok || push && u == nil {
		w.Header().Set("WWW-Authenticate", `Basic realm="`+string(f.Kind)+`"`)
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	// Gitea looks later who may write what, since everybody may propose; the others do so at once.
	if agit := f.Kind == forge.Gitea || f.Kind == forge.Forgejo; push && !agit && !f.mayPush(u, repo, "") {
		text := "You are not allowed to push code to this project."
		if f.Kind == forge.GitHub {
			text = "Permission to " + repo.path + ".git denied to " + u.Login + "."
		}
		http.Error(w, text, http.StatusForbidden)
		return
	}
	root := "/" + repo.path + ".git"
	if !push || r.Method != http.MethodPost {
		remotetest.Backend(repo.dir, root).ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	err = f.pushed(u, repo, bytes.NewReader(body), func(env string) error {
		remotetest.Backend(repo.dir, root, env).ServeHTTP(w, r)
		return nil
	})
	if err != nil {
		f.t.Error(err)
	}
}

// SSH serves the repository over SSH too, for an account; who pushes there is known by the key.
func (f *Forge) SSH(u *User) *remotetest.SSH {
	f.t.Helper()
	s := remotetest.NewSSH(f.t, f.Bare)
	s.Receive(func(session io.ReadWriter, stderr io.Writer) error {
		f.mu.Lock()
		defer f.mu.Unlock()
		// In two parts, as over HTTP: between them the server learns what is asked.
		if err := remotetest.Serve(nil, session, stderr, nil, "receive-pack", "--http-backend-info-refs", f.Bare); err != nil {
			return err
		}
		var head bytes.Buffer
		return f.pushed(u, f.repositories[0], io.TeeReader(session, &head), func(env string) error {
			return remotetest.Serve(io.MultiReader(&head, session), session, stderr, []string{env}, "receive-pack", "--stateless-rpc", f.Bare)
		})
	})
	return s
}

// pushed decides about a push, lets git do it with a variable in its environment, and remembers what came of it.
func (f *Forge) pushed(u *User, repo *repository, push io.Reader, do func(env string) error) error {
	commands, options, err := asked(push)
	if err != nil {
		return err
	}
	var t turn
	switch f.Kind {
	case forge.Gitea, forge.Forgejo:
		f.giteaPush(&t, u, repo, commands, options)
	case forge.GitLab:
		f.gitlabPush(&t, u, repo, commands, options)
	default:
		f.githubPush(&t, u, repo, commands)
	}
	dir := f.t.TempDir()
	for name, text := range map[string]string{"refused": t.refused, "said": t.said.String(), "proc": t.proc.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := do("FORGE_TURN=" + dir); err != nil {
		return err
	}
	var branches []string
	for _, c := range commands {
		name, ok := c.branch()
		if now := repo.branch(name); ok && c.old != c.new && (now == c.new || now == "" && c.deletes()) {
			branches = append(branches, name)
		}
	}
	for _, after := range t.after {
		if err := after(); err != nil {
			return err
		}
	}
	f.moved(repo, branches...)
	return nil
}

// giteaPush decides about a push to a Gitea or Forgejo. Sources: routers/private/hook_pre_receive.go, services/agit/agit.go and cmd/hook.go of Gitea.
func (f *Forge) giteaPush(t *turn, u *User, repo *repository, commands []command, options []string) {
	refuse := func(message string) { t.refused = "\nerror:\nerror: " + message + "\nerror:\n" }
	given := map[string]string{}
	for _, o := range options {
		key, value, _ := strings.Cut(o, "=")
		if encoded, ok := strings.CutPrefix(value, "{base64}"); ok {
			if text, err := base64.StdEncoding.DecodeString(encoded); err == nil {
				value = string(text)
			}
		}
		given[key] = value
	}
	t.proc.WriteString("printf '001aversion=1\\000push-options0000'\n")
	for _, c := range commands {
		branch, isBranch := c.branch()
		target, isFor := strings.CutPrefix(c.ref, "refs/for/")
		switch {
		case isFor:
			base, topic := f.agitBase(target)
			if base == "" || repo.owner != nil { // a fork takes proposals too, which nobody makes here
				refuse("Internal Server Error (no message for end users)")
				return
			}
			if topic == "" {
				topic = given["topic"]
			}
			f.agit(t, u, c, base, topic, given)
			continue
		case isBranch && !f.mayPush(u, repo, branch), !isBranch && f.may(u, repo) < Write:
			refuse("User permission denied for writing.")
			return
		case repo.protected[branch]:
			refuse("Not allowed to push to protected branch " + branch)
			return
		}
		if !isBranch || c.deletes() || repo.owner == nil && branch == "main" {
			continue
		}
		if p := f.openFrom(repo, branch, "main"); p != nil {
			fmt.Fprintf(&t.said, "\nVisit the existing pull request:\n  %s\n\n", f.pageOf(p.Number))
		} else {
			fmt.Fprintf(&t.said, "\nCreate a new pull request for '%s':\n  %s/%s/pulls/new/%s\n\n", branch, f.URL, repo.path, escaped(branch))
		}
	}
	t.proc.WriteString("printf 0000\n")
	fmt.Fprintf(&t.said, ". Processing %d references\nProcessed %[1]d references in total\n", len(commands))
}

// agitBase splits what follows refs/for/ in a branch of the repository and a topic.
func (f *Forge) agitBase(target string) (base, topic string) {
	for at := len(target); at > 0; at = strings.LastIndexByte(target[:at], '/') {
		if f.repositories[0].branch(target[:at]) != "" {
			return target[:at], strings.TrimPrefix(target[at:], "/")
		}
	}
	return "", ""
}

// agit decides about a push to refs/for/BRANCH: of the user's own open proposal with this topic, or of a new one. Another user with the same topic
// has another proposal.
func (f *Forge) agit(t *turn, u *User, c command, base, topic string, options map[string]string) {
	reject := func(reason string) { t.proc.WriteString(t.packets("ng " + c.ref + " " + reason)) }
	if c.deletes() {
		reject("Can't delete not exist branch")
		return
	}
	if topic == "" {
		reject("topic-branch is not set")
		return
	}
	head := strings.ToLower(u.Login) + "/" + strings.TrimPrefix(topic, strings.ToLower(u.Login)+"/")
	repo := f.repositories[0]
	i := slices.IndexFunc(f.pulls, func(p *pull) bool { return p.State == "open" && p.AGit && p.Head == head && p.Base == base })
	if i < 0 {
		p := &pull{Pull: Pull{Title: options["title"], Body: options["description"], Author: u, Head: head, AGit: true, Base: base}, head: repo}
		number := len(f.pulls) + 1
		t.accept(f, c, number, "option new-oid "+c.new)
		t.after = append(t.after, func() error {
			if repo.commit(f.ref(number)) != c.new {
				return nil // git refused it
			}
			subject, err := repo.run("log", "-1", "--format=%s", c.new)
			if err != nil {
				return err
			}
			body, err := repo.run("log", "-1", "--format=%b", c.new)
			if err != nil {
				return err
			}
			p.Title = cmp.Or(p.Title, subject)
			p.Body = cmp.Or(p.Body, body, p.Title)
			return f.open(p)
		})
		return
	}
	p := f.pulls[i]
	old := repo.commit(p.Ref)
	if old == c.new {
		reject("new commit is same with old commit")
		return
	}
	if options["force-push"] == "true" {
		t.accept(f, c, p.Number, "option old-oid "+old, "option new-oid "+c.new, "option forced-update")
	} else { // whether it goes forward shows once the commits have arrived
		fmt.Fprintf(&t.proc, "if git merge-base --is-ancestor %s %s; then\n", old, c.new)
		t.accept(f, c, p.Number, "option old-oid "+old, "option new-oid "+c.new)
		t.proc.WriteString("else\n")
		reject("request `force-push` push option")
		t.proc.WriteString("fi\n")
	}
	t.after = append(t.after, func() error {
		p.changed = time.Now().UTC()
		return nil
	})
}

// accept adds to the script of proc-receive that it sets the reference of a proposal, and answers so.
func (t *turn) accept(f *Forge, c command, number int, lines ...string) {
	lines = append([]string{"ok " + c.ref, "option refname " + f.ref(number)}, lines...)
	fmt.Fprintf(&t.proc, "git update-ref %s %s\n%s", f.ref(number), c.new, t.packets(lines...))
	fmt.Fprintf(&t.proc, "printf '\\nVisit the existing pull request:\\n  %%s\\n\\n' '%s' >&2\n", f.pageOf(number))
}

// packets returns a line of a script that prints lines as packets of Git.
func (t *turn) packets(lines ...string) string {
	var b strings.Builder
	e := pktline.NewEncoder(&b)
	for _, line := range lines {
		_ = e.EncodeString(line)
	}
	return "printf '%s' '" + strings.ReplaceAll(b.String(), "'", `'\''`) + "'\n"
}

// pageOf returns the page of a proposal.
func (f *Forge) pageOf(number int) string {
	part := "/pulls/"
	switch f.Kind {
	case forge.GitLab:
		part = "/-/merge_requests/"
	case forge.GitHub:
		part = "/pull/"
	}
	return f.URL + "/" + Path + part + fmt.Sprint(number)
}

// gitlabPush decides about a push to a GitLab. Sources: https://docs.gitlab.com/topics/git/commit/#push-options-for-merge-requests and, for what it
// prints, https://docs.gitlab.com/user/project/merge_requests/creating_merge_requests/.
func (f *Forge) gitlabPush(t *turn, u *User, repo *repository, commands []command, options []string) {
	given := map[string]string{}
	for _, o := range options {
		if key, ok := strings.CutPrefix(o, "merge_request."); ok {
			key, value, _ := strings.Cut(key, "=")
			given[key] = value
		}
	}
	for _, c := range commands {
		branch, isBranch := c.branch()
		switch {
		case repo.protected[branch]:
			t.refused = "GitLab: You are not allowed to push code to protected branches on this project.\n"
			return
		case !f.mayPush(u, repo, branch):
			t.refused = "GitLab: You are not allowed to push code to this project.\n"
			return
		}
		if !isBranch || c.deletes() || branch == "main" && repo.owner == nil {
			continue
		}
		base := cmp.Or(given["target"], "main")
		_, create := given["create"]
		p := f.openFrom(repo, branch, "")
		if p == nil && create && f.repositories[0].branch(base) == "" {
			fmt.Fprintf(&t.said, "\nWARNINGS:\n\nError encountered with push option 'merge_request.target': Target branch %s does not exist\n\n", base)
			continue
		}
		if p == nil && !create {
			query := url.Values{"merge_request[source_branch]": {branch}}
			fmt.Fprintf(&t.said, "\nTo create a merge request for %s, visit:\n  %s/%s/-/merge_requests/new?%s\n\n", branch, f.URL, repo.path, query.Encode())
			continue
		}
		number := len(f.pulls) + 1
		if p != nil {
			number = p.Number
		}
		fmt.Fprintf(&t.said, "\nView merge request for %s:\n  %s\n\n", branch, f.pageOf(number))
		t.after = append(t.after, func() error {
			if repo.branch(branch) != c.new {
				return nil // git refused it
			}
			if p == nil {
				subject, err := repo.run("log", "-1", "--format=%s", c.new)
				if err != nil {
					return err
				}
				p = &pull{Pull: Pull{Title: subject, Author: u, Head: branch, Base: base, Editable: true}, head: repo}
				if err := f.open(p); err != nil {
					return err
				}
			}
			p.Title, p.Body = cmp.Or(given["title"], p.Title), cmp.Or(given["description"], p.Body)
			if _, draft := given["draft"]; draft && !f.isDraft(p) {
				p.Title = "Draft: " + p.Title
			}
			if _, removes := given["remove_source_branch"]; removes {
				p.removes = true
			}
			return nil
		})
	}
}

// githubPush decides about a push to a GitHub. Source of what it prints:
// https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/troubleshooting-required-status-checks.
func (f *Forge) githubPush(t *turn, u *User, repo *repository, commands []command) {
	for _, c := range commands {
		branch, isBranch := c.branch()
		switch {
		case repo.protected[branch]:
			t.refused = "error: GH006: Protected branch update failed for " + c.ref + ".\n"
			return
		case !f.mayPush(u, repo, branch):
			t.refused = "ERROR: Permission to " + repo.path + ".git denied to " + u.Login + ".\n"
			return
		}
		if isBranch && !c.deletes() && c.old == plumbing.ZeroHash.String() && branch != "main" {
			fmt.Fprintf(&t.said, "\nCreate a pull request for '%s' on GitHub by visiting:\n     %s/%s/pull/new/%s\n\n", branch, f.URL, repo.path, escaped(branch))
		}
	}
}
