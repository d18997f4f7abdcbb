package submit

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/revlist"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// compareWithBase compares the files with those on the published branch. done reports that they are equal, so that there is nothing to propose. The
// error is a *ChangedError when somebody else has changed the dilemma there since the user started, or a *SparseError.
func (s *submission) compareWithBase() (done bool, err error) {
	if maps.Equal(s.inBase, s.proposed) {
		s.result.State = Published
		return true, nil
	}
	for name := range s.inBase {
		if !slices.Contains(s.result.Files, name) {
			s.result.Gone = append(s.result.Gone, name)
		}
	}
	slices.Sort(s.result.Gone)
	if len(s.result.Gone) > 0 && s.From == nil && s.settings.Bool("core.sparseCheckout") {
		return false, &SparseError{s.result.Gone}
	}
	if s.Replace {
		return false, nil
	}
	return false, s.changedElsewhere()
}

// changedElsewhere returns a *ChangedError for the first file of which the published branch has a version that the user has not seen, or nil.
func (s *submission) changedElsewhere() error {
	either := maps.Clone(s.inBase)
	maps.Copy(either, s.proposed)
	for _, name := range slices.Sorted(maps.Keys(either)) {
		theirs := s.inBase[name]
		if theirs == s.proposed[name] {
			continue
		}
		seen, err := s.hasSeen(name, theirs)
		if err != nil {
			return err
		}
		if !seen {
			return &ChangedError{Path: name, Remote: s.server.Name, Branch: s.target}
		}
	}
	return nil
}

// hasSeen reports whether the user started from a version of a file: HEAD has it, or a merge base of HEAD and the published branch, or an earlier
// commit of the proposal. The zero hash is the version of a file that does not exist; without HEAD the user has seen every such version.
func (s *submission) hasSeen(name string, version plumbing.Hash) (bool, error) {
	var head *object.Commit
	if s.From == nil {
		c, err := s.repo.Commit("HEAD")
		if err != nil && !errors.Is(err, repo.ErrNoRevision) {
			return false, err
		}
		head = c
	}
	if head == nil && version.IsZero() {
		return true, nil
	}
	holds := func(c *object.Commit) bool {
		files, err := proposal.FilesIn(s.repo, c, s.Slug)
		return err == nil && files[name] == version
	}
	if head != nil && proposal.IsLeft(s.repo, name, s.proposed[name]) {
		return false, nil // HEAD came forward below a file of the user, who has done nothing with it since
	}
	if head != nil && holds(head) {
		return true, nil
	}
	for _, hash := range slices.Backward(append([]string{s.record.Seen}, s.record.Commits...)) {
		if c, err := object.GetCommit(s.repo.Store, plumbing.NewHash(hash)); err == nil && holds(c) {
			return true, nil
		}
	}
	if head == nil {
		return false, nil
	}
	bases, err := head.MergeBase(s.base)
	if len(bases) == 0 && s.repo.Shallow() {
		return false, errors.Join(outgoing.ErrShallow, err) // where the user began is not here
	}
	return err == nil && slices.ContainsFunc(bases, holds), nil // without a merge base the user has seen nothing
}

// resolveEarlier finds an earlier version of the proposal on the server, where the route leads, and sets the push options. The error is a *ChangedError
// when somebody else pushed that version.
func (s *submission) resolveEarlier(ctx context.Context) error {
	p := &s.result.Proposal
	p.Earlier, s.earlier, s.existing, s.oldTip = false, false, plumbing.ZeroHash, plumbing.ZeroHash
	p.Seen = s.pull != nil && s.forge.Signed()
	defer func() { s.result.Route = s.forge.Route(*p) }()
	if !s.forge.Route(*p).Branch {
		// The server identifies a proposal by its user and topic, so that it can't be that of somebody else.
		p.Earlier = s.Replace || len(s.record.Commits) > 0
		for _, c := range s.record.Commits {
			commit := plumbing.NewHash(c)
			number := s.numberOf(commit)
			if number == 0 || s.closed[number] {
				continue
			}
			s.earlier, s.oldTip, s.number = true, commit, number
			if s.sameProposal(commit) {
				s.existing = commit
			}
		}
		return nil
	}
	refs := s.refs
	if s.to != s.server {
		var err error
		if refs, err = s.to.List(ctx); err != nil {
			return err
		}
		if !refs.Has("refs/heads/", s.base.Hash) {
			if err := s.addHistory(refs); err != nil {
				return err
			}
		}
	}
	if err := s.standsAlone(refs); err != nil {
		return err
	}
	s.oldTip = refs[plumbing.NewBranchReferenceName(p.Branch())]
	if s.oldTip.IsZero() {
		s.record.URL = "" // the merge request was closed
		return nil
	}
	p.Earlier, s.earlier = true, true
	if err := s.to.Bring(ctx, s.repo, s.oldTip); err != nil {
		return err
	}
	// An equal proposal counts as ours, also when the record of it was lost.
	if s.sameProposal(s.oldTip) {
		s.existing = s.oldTip
		return nil
	}
	if s.Replace || s.record.Seen == s.oldTip.String() || slices.Contains(s.record.Commits, s.oldTip.String()) {
		return nil
	}
	seen, err := s.isInHead(s.oldTip)
	if err != nil || seen {
		return err
	}
	s.track(s.oldTip)
	return s.changedProposal()
}

// changedProposal returns the error that somebody else pushed another version of the proposal.
func (s *submission) changedProposal() error {
	return &ChangedError{Remote: s.to.PushName(), Branch: s.result.Proposal.Branch(), Number: s.number, Kind: s.result.Kind}
}

// standsAlone returns a *BranchError when the server has a branch beside which that of the proposal can't stand.
func (s *submission) standsAlone(refs remote.Refs) error {
	branch := s.result.Proposal.Branch()
	own := strings.ToLower(branch)
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		taken := strings.ToLower(name.Short())
		isSame := taken == own && name.Short() != branch
		if name.IsBranch() && (isSame || strings.HasPrefix(own, taken+"/") || strings.HasPrefix(taken, own+"/")) {
			return &BranchError{s.to.PushName(), branch, name.Short()}
		}
	}
	return nil
}

// addHistory adds to the push all objects that a fork lacks, when the fork is behind the repository that it was forked from.
func (s *submission) addHistory(fork remote.Refs) error {
	var known []plumbing.Hash
	for _, commit := range fork {
		if s.repo.Store.HasEncodedObject(commit) == nil {
			known = append(known, commit)
		}
	}
	objects, err := revlist.Objects(s.repo.Store, []plumbing.Hash{s.newCommit.Hash}, known)
	if err != nil {
		return errors.Join(outgoing.ErrMissing, err)
	}
	s.objects = nil
	for _, hash := range objects {
		s.objects = append(s.objects, remote.Object{Hash: hash})
	}
	return nil
}

// isInHead reports whether a commit is HEAD or an ancestor of it, so that the user has seen it.
func (s *submission) isInHead(commit plumbing.Hash) (bool, error) {
	head, err := s.repo.Commit("HEAD")
	if errors.Is(err, repo.ErrNoRevision) || s.From != nil {
		return false, nil
	}
	if err != nil || head.Hash == commit {
		return err == nil, err
	}
	c, err := object.GetCommit(s.repo.Store, commit)
	if err != nil {
		return false, nil // it was never fetched
	}
	return c.IsAncestor(head)
}

// sameProposal reports whether a commit on the server is equal to this proposal: it has the same author and makes the same files, and its parent
// has the dilemma as the published branch has it now.
func (s *submission) sameProposal(commit plumbing.Hash) bool {
	c, err := object.GetCommit(s.repo.Store, commit)
	if err != nil || c.Author.Name != s.author.Name || c.Author.Email != s.author.Email {
		return false
	}
	holds := func(c *object.Commit, want map[string]plumbing.Hash) bool {
		held, err := proposal.FilesIn(s.repo, c, s.Slug)
		return err == nil && maps.Equal(held, want)
	}
	before, err := c.Parent(0)
	if err != nil || !holds(c, s.proposed) || !holds(before, s.inBase) {
		return false
	}
	makes, err := proposal.Proposes(s.repo, c, s.Slug, s.files)
	return err == nil && makes
}
