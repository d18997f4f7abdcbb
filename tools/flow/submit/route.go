package submit

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// resolveRoute decides where the proposal is pushed to.
//
//   - A dilemma that is in an open merge request stays in that one: the one that the user names, that the last run made or went on with, or that the
//     account of the user has for the branch of this dilemma, as after handing in by the web. Its commits are pushed to its own branch, also when that
//     is in a fork that the user may push to.
//   - Where that can't be, since the commits are in a place of the server or in a fork that is closed to the user, there is a new merge request, which
//     names the other one.
//   - A new one is pushed as a branch. On Forgejo and Gitea that is so when the branch is there already, when the settings of Git name a fork to push
//     to, or when the server says that the user may push. Else it is pushed to refs/for/, which asks for no right and no login for the API.
//
// A server that does not answer its API is no error: it only tells less.
func (s *submission) resolveRoute(ctx context.Context) {
	s.signIn(ctx)
	s.last = s.record.Number
	if number := cmp.Or(s.Number, s.record.Number); number != 0 && s.follow(ctx, number) {
		return
	}
	if s.forge.Signed() {
		if pull, ok := s.forge.Find(ctx, s.result.Proposal); ok && s.use(&pull) {
			return
		}
	}
	s.result.Proposal.ByBranch = s.byBranch(ctx)
}

// isAGit reports whether the server takes proposals without a branch.
func (s *submission) isAGit() bool {
	return s.result.Kind == forge.Forgejo || s.result.Kind == forge.Gitea
}

// signIn has a server that takes proposals in two ways ask who the user is, before one is chosen. What goes wrong then the push will tell.
func (s *submission) signIn(ctx context.Context) {
	if s.isAGit() && !s.DryRun && s.server.OverHTTP() && !s.forge.Signed() {
		_ = s.server.SignIn(ctx)
	}
}

// follow makes the proposal go on with the merge request that has this number. ok is false when that is no longer open, or was made here and can't be
// found again.
func (s *submission) follow(ctx context.Context, number int) (ok bool) {
	tip, found := s.refs[proposal.Head(s.result.Kind, number)]
	pull, told := s.forge.Pull(ctx, number)
	if !found && !told {
		return false
	}
	own := s.Number == 0 && s.record.Seen == ""
	switch {
	case told && !pull.Open:
		s.closed[number] = true
		s.record = record{Commits: s.record.Commits, Replaces: s.record.Replaces}
		return false
	case told && pull.Branch != "":
		if s.use(&pull) {
			return true
		}
	case !told && s.useBranch(number, tip):
		return true
	case s.isAGit() && (told && own || slices.Contains(s.record.Commits, tip.String())):
		s.number = number
		if told {
			s.pull = &pull
		}
		return true // by its topic
	}
	if own {
		return false // nobody asked to close it
	}
	s.replaces(number)
	s.result.Proposal.ByBranch = s.byBranch(ctx)
	return true
}

// numberOf returns the number of the merge request of which this is the last commit, the newest one; 0 when there is none.
func (s *submission) numberOf(commit plumbing.Hash) int {
	newest := 0
	for name, hash := range s.refs {
		if number, ok := proposal.NumberOf(name); ok && hash == commit {
			newest = max(newest, number)
		}
	}
	return newest
}

// use makes the proposal go to the branch of a merge request. ok is false when the user may not push there.
func (s *submission) use(pull *forge.Pull) (ok bool) {
	if !pull.Writable || plumbing.NewBranchReferenceName(pull.Branch).Validate() != nil || pull.Branch == s.target && strings.EqualFold(pull.Repository, s.server.Path()) {
		return false
	}
	elsewhere := !strings.EqualFold(pull.Repository, s.onServer.Pushed)
	if elsewhere && s.onServer.Site == nil {
		return false // what is pushed to is on another server, or on none
	}
	p := &s.result.Proposal
	s.pull, s.number = pull, pull.Number
	p.Head, p.ByBranch = pull.Branch, true
	if s.to = s.server.Pushed(); elsewhere {
		s.to, p.From = s.server.Sibling(pull.Repository), pull.Repository
	}
	s.result.Address = s.to.Address
	return true
}

// useBranch makes the proposal go to the branch that has the same last commit as a merge request.
func (s *submission) useBranch(number int, tip plumbing.Hash) (ok bool) {
	var branches []string
	for name, hash := range s.refs {
		if hash == tip && name.IsBranch() && name.Short() != s.target {
			branches = append(branches, name.Short())
		}
	}
	if usual := s.result.Proposal.Branch(); slices.Contains(branches, usual) {
		branches = []string{usual}
	}
	if len(branches) != 1 {
		return false
	}
	return s.use(&forge.Pull{Number: number, Branch: branches[0], Repository: s.server.Path(), Writable: true})
}

// replaces makes the proposal a new one that comes in the place of another.
func (s *submission) replaces(number int) {
	s.result.Replaces, s.number, s.pull = number, 0, nil
	s.record.URL, s.record.Title = "", ""
	s.result.Proposal.Description = s.description()
}

// byBranch reports whether a new proposal is pushed as a branch, on a server that can do without.
func (s *submission) byBranch(ctx context.Context) bool {
	if !s.isAGit() {
		return true
	}
	if s.onServer.Pushed != s.server.Path() {
		return true // the settings of Git name a fork
	}
	if _, there := s.refs[plumbing.NewBranchReferenceName(s.result.Proposal.Branch())]; there {
		return true
	}
	for _, c := range s.record.Commits {
		n := s.numberOf(plumbing.NewHash(c))
		if n == 0 || s.closed[n] {
			continue
		}
		if pull, told := s.forge.Pull(ctx, n); told && !pull.Open {
			s.closed[n] = true
			continue
		}
		return false // it is there already, without a branch
	}
	return s.forge.Signed() && s.forge.MayPush(ctx)
}

// otherRoute chooses the next best route after the server refused a push. ok is false when there is none.
func (s *submission) otherRoute(ctx context.Context, err error) (ok bool) {
	var (
		rejected *remote.RejectedError
		server   *remote.Error
		p        = &s.result.Proposal
	)
	refused := errors.As(err, &rejected) && rejected.Kind == remote.Declined ||
		errors.As(err, &server) && (server.Kind == remote.Forbidden || server.Kind == remote.NotFound)
	inFork, byBranch := p.From != "", s.isAGit() && p.ByBranch && s.onServer.Pushed == s.server.Path()
	if !refused || !inFork && !byBranch {
		return false
	}
	if s.number != 0 {
		s.replaces(s.number)
	}
	s.to, p.Head, p.From = s.server.Pushed(), "", ""
	p.ByBranch = !s.isAGit() || inFork && s.byBranch(ctx)
	s.result.Address = s.to.Address
	return s.writeCommit() == nil // the last attempt may have made it stand on an earlier version
}

// findRival finds another open proposal for the same dilemma, after a new one was made: of those that the clone knows, when the server still has it.
func (s *submission) findRival() {
	if s.result.State != Created || s.result.Replaces != 0 {
		return
	}
	known, err := proposal.Known(s.repo, s.branch)
	if err != nil {
		return // it is only advice
	}
	for _, other := range known.Of(s.Slug) {
		if other.Number != 0 && other.Number != s.result.Number() && s.refs[other.Ref] == other.Commit && other.Commit != s.newCommit.Hash {
			s.result.Rival = other.Number
			return
		}
	}
}

// way says in Dutch which proposal it would be, and how it would go there.
func (s *submission) way() string {
	id := "submit/way-branch"
	switch {
	case s.number != 0:
		return message.Text("submit/way-update", "number", s.result.Kind.Number(s.number))
	case s.result.Replaces != 0:
		return message.Text("submit/way-replaces", "number", s.result.Kind.Number(s.result.Replaces))
	case s.isAGit() && s.result.Route.Branch && s.onServer.Pushed == s.server.Path():
		id = "submit/way-branch-else"
	case s.isAGit() && !s.result.Route.Branch:
		id = "submit/way-agit"
		if s.server.OverHTTP() && !s.forge.Signed() {
			id = "submit/way-agit-else"
		}
	}
	return message.Text(id)
}
