package submit

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/revlist"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// compare reports whether the published branch has the dilemma just so. It stops when somebody else changed the dilemma there meanwhile.
func (s *submission) compare() (done bool, err error) {
	s.record = s.noted()
	if maps.Equal(s.held, s.mine) {
		s.result.State = Published
		return true, nil
	}
	for name := range s.held {
		if !slices.Contains(s.result.Files, name) {
			s.result.Gone = append(s.result.Gone, name)
		}
	}
	slices.Sort(s.result.Gone)
	if s.Replace {
		return false, nil
	}
	return false, s.changedElsewhere()
}

// changedElsewhere returns a *ChangedError for the first file that the published branch has in a version that the user has not seen.
func (s *submission) changedElsewhere() error {
	either := maps.Clone(s.held)
	maps.Copy(either, s.mine)
	for _, name := range slices.Sorted(maps.Keys(either)) {
		theirs := s.held[name]
		if theirs == s.mine[name] {
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

// hasSeen reports whether the user started from a version of a file: it stands so in the commit that he is on, in one where his branch began, or in
// a proposal of his. The zero hash is the version of a file that is not there; where there is nothing to start from, every file is new.
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
		files, err := proposal.Held(s.repo, c, s.Slug)
		return err == nil && files[name] == version
	}
	if head != nil && holds(head) {
		return true, nil
	}
	for _, made := range slices.Backward(s.record.Commits) {
		if c, err := object.GetCommit(s.repo.Store, plumbing.NewHash(made)); err == nil && holds(c) {
			return true, nil
		}
	}
	if head == nil {
		return false, nil
	}
	bases, err := head.MergeBase(s.base)
	return err == nil && slices.ContainsFunc(bases, holds), nil // no common beginning is nothing seen
}

// lookAtEarlier finds the proposal for this dilemma that the server may have already, and stops when somebody else made it.
func (s *submission) lookAtEarlier(ctx context.Context) error {
	p := &s.result.Proposal
	defer func() { s.result.Route = s.forge.Route(*p) }()
	if !s.forge.Route(*p).Branch {
		// The server keeps the proposals of one user apart from those of others.
		p.Earlier = s.Replace || len(s.record.Commits) > 0
		for _, c := range s.record.Commits {
			commit := plumbing.NewHash(c)
			if !s.refs.Has("refs/pull/", commit) {
				continue
			}
			s.earlier = true
			if s.alike(commit) {
				s.there = commit
			}
		}
		return nil
	}
	refs, there := s.refs, s.server.Pushed()
	if there != s.server {
		var err error
		if refs, err = there.List(ctx); err != nil {
			return err
		}
		if !refs.Has("refs/heads/", s.base.Hash) {
			if err := s.bringHistory(refs); err != nil {
				return err
			}
		}
	}
	s.old = refs[plumbing.NewBranchReferenceName(p.Branch())]
	if s.old.IsZero() {
		s.record.URL = "" // that one is closed
		return nil
	}
	p.Earlier, s.earlier = true, true
	if s.repo.Store.HasEncodedObject(s.old) != nil {
		have, err := s.have()
		if err != nil {
			return err
		}
		if err := there.Fetch(ctx, s.repo, s.old, append(have, s.base.Hash), nil); err != nil {
			return err
		}
	}
	// What says the same may be taken for ours: the note of it was lost, or two people have the same file.
	if s.alike(s.old) {
		s.there = s.old
		return nil
	}
	if s.Replace || slices.Contains(s.record.Commits, s.old.String()) {
		return nil
	}
	seen, err := s.isInHead(s.old)
	if err != nil || seen {
		return err
	}
	s.track(p.Branch(), s.old)
	return &ChangedError{Remote: s.server.Name, Branch: p.Branch()}
}

// bringHistory sends along all that a fork does not have yet, when it is behind the repository that it was made of.
func (s *submission) bringHistory(fork remote.Refs) error {
	var known []plumbing.Hash
	for _, commit := range fork {
		if s.repo.Store.HasEncodedObject(commit) == nil {
			known = append(known, commit)
		}
	}
	objects, err := revlist.Objects(s.repo.Store, []plumbing.Hash{s.made.Hash}, known)
	if err != nil {
		return errors.Join(outgoing.ErrMissing, err)
	}
	s.brings = nil
	for _, hash := range objects {
		s.brings = append(s.brings, remote.Object{Hash: hash})
	}
	return nil
}

// isInHead reports whether the branch of the user holds a commit, so that it has been seen.
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
		return false, nil // never fetched
	}
	return c.IsAncestor(head)
}

// alike reports whether a proposal that the server has does the same: it makes these files, by the same author, where the dilemma was what it
// is on the published branch now.
func (s *submission) alike(commit plumbing.Hash) bool {
	c, err := object.GetCommit(s.repo.Store, commit)
	if err != nil || c.Author.Name != s.author.Name || c.Author.Email != s.author.Email {
		return false
	}
	holds := func(c *object.Commit, want map[string]plumbing.Hash) bool {
		held, err := proposal.Held(s.repo, c, s.Slug)
		return err == nil && maps.Equal(held, want)
	}
	before, err := c.Parent(0)
	if err != nil || !holds(c, s.mine) || !holds(before, s.held) {
		return false
	}
	makes, err := proposal.Makes(s.repo, c, s.Slug, s.files)
	return err == nil && makes
}
