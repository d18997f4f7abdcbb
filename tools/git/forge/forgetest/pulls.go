package forgetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// Pull is a proposal on the server.
type Pull struct {
	Number      int
	Title, Body string
	Author      *User
	// Head is the branch of the proposal, in the repository at the path From. A proposal without a branch, of AGit, has user/topic.
	Head, From string
	AGit       bool
	Base       string
	State      string // open, closed or merged
	// Editable reports whether those who may merge it may push to its branch.
	Editable bool
	// Ref is where its commit is: refs/pull/3/head, or refs/merge-requests/3/head.
	Ref string
	// Merged is the commit on Base, once it is merged.
	Merged   string
	Comments []Comment
}

// Comment is a comment on a proposal.
type Comment struct {
	ID     int
	Author *User
	Body   string
}

// pull is a proposal with what only the server needs.
type pull struct {
	Pull
	head           *repository
	draft          bool // on GitHub, where no word in the title tells
	removes        bool // the branch after merging
	began, changed time.Time
	mergedBy       *User
	fork           string // where it went its own way, once it is merged
}

// Pulls returns all proposals, the first one first.
func (f *Forge) Pulls() []Pull {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Pull
	for _, p := range f.pulls {
		all = append(all, p.copied())
	}
	return all
}

// Pull returns a proposal by its number. The test ends when there is none.
func (f *Forge) Pull(number int) Pull {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.numbered(number)
	if p == nil {
		f.t.Fatalf("there is no proposal %d", number)
	}
	return p.copied()
}

func (p *pull) copied() Pull {
	c := p.Pull
	c.Comments = slices.Clone(c.Comments)
	return c
}

// numbered returns a proposal by its number, or nil.
func (f *Forge) numbered(number int) *pull {
	if number < 1 || number > len(f.pulls) {
		return nil
	}
	return f.pulls[number-1]
}

// Edit changes the text of a proposal, as somebody does on its page.
func (f *Forge) Edit(number int, title, body string) {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.numbered(number)
	if p == nil {
		f.t.Fatalf("there is no proposal %d", number)
	}
	p.Title, p.Body = title, body
}

// ClosePull closes a proposal without merging it. Its reference stays, as on every server.
func (f *Forge) ClosePull(number int) {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.numbered(number)
	if p == nil || p.State != "open" {
		f.t.Fatalf("there is no open proposal %d", number)
	}
	p.State = "closed"
}

// Propose opens a proposal from a branch that is on the server, in the repository or in somebody's fork at the path from.
func (f *Forge) Propose(by *User, from, head, title, body string) int {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.repositoryAt(from)
	if r == nil || r.branch(head) == "" {
		f.t.Fatalf("there is no branch %s in %s", head, from)
	}
	p := &pull{Pull: Pull{Title: title, Body: body, Author: by, Head: head, Base: "main", Editable: true}, head: r}
	if err := f.open(p); err != nil {
		f.t.Fatal(err)
	}
	return p.Number
}

// open gives a proposal a number and, unless it is one of AGit, its reference.
func (f *Forge) open(p *pull) error {
	p.Number, p.State, p.From = len(f.pulls)+1, "open", p.head.path
	p.Ref = f.ref(p.Number)
	p.began = time.Now().UTC()
	p.changed = p.began
	if !p.AGit {
		if err := f.follow(p); err != nil {
			return err
		}
	}
	f.pulls = append(f.pulls, p)
	return nil
}

// ref returns the reference of a proposal.
func (f *Forge) ref(number int) string {
	if f.Kind == forge.GitLab {
		return fmt.Sprintf("refs/merge-requests/%d/head", number)
	}
	return fmt.Sprintf("refs/pull/%d/head", number)
}

// follow sets the reference of a proposal to its branch. GitHub also has the commit that merging would make, at refs/pull/N/merge.
func (f *Forge) follow(p *pull) error {
	base := f.repositories[0]
	if _, err := base.run("fetch", "--quiet", "--no-write-fetch-head", p.head.dir, "+refs/heads/"+p.Head+":"+p.Ref); err != nil {
		return err
	}
	p.changed = time.Now().UTC()
	if f.Kind == forge.GitHub {
		if merged, err := f.try(p, MergeCommit, github); err == nil {
			_, err = base.run("update-ref", strings.TrimSuffix(p.Ref, "head")+"merge", merged)
			return err
		}
	}
	return nil
}

// moved brings the proposals along after branches of a repository changed.
func (f *Forge) moved(r *repository, branches ...string) {
	for _, p := range f.pulls {
		if p.State != "open" {
			continue
		}
		if p.head == r && !p.AGit && slices.Contains(branches, p.Head) {
			if r.branch(p.Head) == "" {
				p.State = "closed"
				continue
			}
			if err := f.follow(p); err != nil {
				f.t.Error(err)
			}
		}
		// Who pushes the commits of a proposal himself has merged it; Gitea does not look, unless it is told to.
		if r == f.repositories[0] && slices.Contains(branches, p.Base) && (f.Kind == forge.GitLab || f.Kind == forge.GitHub) {
			if _, err := r.run("merge-base", "--is-ancestor", p.Ref, "refs/heads/"+p.Base); err == nil {
				p.State, p.Merged = "merged", r.commit(p.Ref)
			}
		}
	}
}

// isDraft reports whether a proposal is not ready.
// Sources: https://docs.gitea.com/usage/pull-request (WIP) and https://docs.gitlab.com/user/project/merge_requests/drafts/.
func (f *Forge) isDraft(p *pull) bool {
	title := strings.ToLower(p.Title)
	switch f.Kind {
	case forge.GitLab:
		return strings.HasPrefix(title, "draft:") || strings.HasPrefix(title, "[draft]") || strings.HasPrefix(title, "(draft)")
	case forge.GitHub:
		return p.draft
	}
	return strings.HasPrefix(title, "wip:") || strings.HasPrefix(title, "[wip]")
}

// openFrom returns the open proposal from a branch, or nil.
func (f *Forge) openFrom(r *repository, head, base string) *pull {
	for _, p := range f.pulls {
		if p.State == "open" && p.head == r && p.Head == head && (p.Base == base || base == "") {
			return p
		}
	}
	return nil
}

// How is a way to merge a proposal.
type How string

const (
	MergeCommit How = "merge"
	Squash      How = "squash"
	Rebase      How = "rebase"
	FastForward How = "fast-forward-only"
)

// github is the account in whose name GitHub merges.
var github = &User{Login: "GitHub", Email: "noreply@github.com"}

// Merge merges a proposal as somebody does who presses the button of the server, and returns the commit that the branch is at afterwards. The test
// ends when it can't be merged so.
func (f *Forge) Merge(by *User, number int, how How) string {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.numbered(number)
	if p == nil || p.State != "open" {
		f.t.Fatalf("there is no open proposal %d", number)
	}
	if err := f.merge(p, how, by); err != nil {
		f.t.Fatal(err)
	}
	return p.Merged
}

// merge merges a proposal.
func (f *Forge) merge(p *pull, how How, by *User) error {
	base := f.repositories[0]
	tip, err := f.try(p, how, by)
	if err != nil {
		return err
	}
	p.fork = f.forkPoint(p)
	if f.Kind == forge.GitLab && how == Rebase {
		// GitLab rebases the branch itself, and then goes forward to it.
		if _, err := base.run("update-ref", p.Ref, tip); err != nil {
			return err
		}
		if _, err := p.head.run("fetch", "--quiet", "--no-write-fetch-head", base.dir, "+"+p.Ref+":refs/heads/"+p.Head); err != nil {
			return err
		}
	}
	if _, err := base.run("update-ref", "refs/heads/"+p.Base, tip); err != nil {
		return err
	}
	p.State, p.Merged, p.mergedBy, p.changed = "merged", tip, by, time.Now().UTC()
	if p.removes {
		if _, err := p.head.run("update-ref", "-d", "refs/heads/"+p.Head); err != nil {
			return err
		}
	}
	f.moved(base, p.Base)
	return nil
}

// try makes the commits of a merge without moving a branch, and returns the last one.
//
// Gitea 1.26 (services/pull/merge_*.go, looked at with git log after each): a squash is of the author of the proposal, committed by who merges, with
// trailers that name the author; a rebase keeps a commit that is on top of the branch already. GitHub always makes a new commit
// (https://docs.github.com/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/about-pull-request-merges).
// The texts of GitLab: https://docs.gitlab.com/user/project/merge_requests/commit_templates/.
func (f *Forge) try(p *pull, how How, by *User) (string, error) {
	base := f.repositories[0]
	dir := f.t.TempDir()
	if _, err := base.run("worktree", "add", "--quiet", "--force", "--detach", dir, "refs/heads/"+p.Base); err != nil {
		return "", err
	}
	defer func() { _, _ = base.run("worktree", "remove", "--force", dir) }()
	committer := by
	if f.Kind == forge.GitHub {
		committer = github
	}
	as := func(author *User) []string {
		return []string{"GIT_AUTHOR_NAME=" + author.Login, "GIT_AUTHOR_EMAIL=" + author.Email, "GIT_COMMITTER_NAME=" + committer.Login, "GIT_COMMITTER_EMAIL=" + committer.Email}
	}
	var steps [][]string
	author := by
	switch how {
	case MergeCommit:
		steps = [][]string{{"merge", "--quiet", "--no-ff", "-m", f.message(p), p.Ref}}
	case Squash:
		author = p.Author
		message := fmt.Sprintf("%s (#%d)", p.Title, p.Number)
		switch f.Kind {
		case forge.GitLab:
			message = p.Title
		case forge.Gitea, forge.Forgejo:
			if author != by {
				message += fmt.Sprintf("\n\nCo-authored-by: %[1]s <%[2]s>\nCo-committed-by: %[1]s <%[2]s>", author.Login, author.Email)
			}
		}
		steps = [][]string{{"merge", "--quiet", "--squash", p.Ref}, {"commit", "--quiet", "--allow-empty", "-m", message}}
	case Rebase:
		rebase := []string{"rebase", "--quiet", "refs/heads/" + p.Base}
		if f.Kind == forge.GitHub {
			rebase = append(rebase, "--force-rebase")
		}
		steps = [][]string{{"checkout", "--quiet", "--detach", p.Ref}, rebase}
	case FastForward:
		steps = [][]string{{"merge", "--quiet", "--ff-only", p.Ref}}
	default:
		return "", fmt.Errorf("no way to merge: %s", how)
	}
	for _, step := range steps {
		if _, err := remotetest.Run(dir, "", as(author), step...); err != nil {
			return "", err
		}
	}
	return remotetest.Run(dir, "", nil, "rev-parse", "HEAD")
}

// message returns what a merge commit says.
func (f *Forge) message(p *pull) string {
	switch f.Kind {
	case forge.GitLab:
		return fmt.Sprintf("Merge branch '%s' into '%s'\n\n%s\n\nSee merge request %s!%d", p.Head, p.Base, p.Title, Path, p.Number)
	case forge.GitHub:
		owner, _, _ := strings.Cut(p.From, "/")
		return fmt.Sprintf("Merge pull request #%d from %s/%s\n\n%s", p.Number, owner, p.Head, p.Title)
	}
	from := p.Head
	if p.head != f.repositories[0] {
		from = p.From + ":" + p.Head
	}
	return fmt.Sprintf("Merge pull request '%s' (#%d) from %s into %s", p.Title, p.Number, from, p.Base)
}
