package proposal

import (
	"context"
	"errors"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// Sought is a proposal that was looked for.
type Sought struct {
	*Proposal // the clone has its last commit
	// Server is where it is; nil when the clone has none.
	Server *remote.Remote
	// Unanswered is why the server was of no use, so that the proposal is as the clone knows it; nil when it answered or there is none.
	Unanswered error
}

// Seek finds the proposal that a user names, as Proposals.Find does, on the server and otherwise among those that the clone knows. What is none there may be
// a branch of the user, a tag or a hash: that has a Branch and a Commit alone. Seek brings the clone and published up to date. prepare gets the server before it
// is asked. The error is ErrUnknown, a *SeveralError, an *remote.Error, or one of the repository.
func Seek(ctx context.Context, r *repo.Repository, published *Published, name string, prepare func(*remote.Remote)) (*Sought, error) {
	s := &Sought{}
	all, err := s.ask(ctx, r, published, prepare)
	if err != nil {
		return nil, err
	}
	_, isNumber := numberIn(name)
	switch s.Proposal, err = all.Find(name); {
	case errors.Is(err, ErrUnknown) && isNumber && s.Unanswered != nil:
		return nil, s.Unanswered // it may be there
	case errors.Is(err, ErrUnknown) && !isNumber:
		s.Proposal, err = ofUser(r, name)
		return s, err
	case err != nil:
		return nil, err
	case has(r, s.Commit):
		return s, nil
	case s.Unanswered != nil:
		return nil, s.Unanswered
	}
	return s, s.Server.Bring(ctx, r, s.Commit)
}

// ofUser returns what a user names here: a branch, also by the slug of its dilemma, a tag or a hash. The error is ErrUnknown, or one of the repository.
func ofUser(r *repo.Repository, name string) (*Proposal, error) {
	for _, name := range []string{name, forge.Proposal{Slug: name}.Branch()} {
		commit, err := r.Commit(name)
		switch {
		case err == nil:
			return &Proposal{Branch: name, Commit: commit.Hash}, nil
		case !errors.Is(err, repo.ErrNoRevision):
			return nil, err
		}
	}
	return nil, ErrUnknown
}

// ask asks the server for the proposals, and else the clone.
func (s *Sought) ask(ctx context.Context, r *repo.Repository, published *Published, prepare func(*remote.Remote)) (*Proposals, error) {
	server, err := Connect(r, published)
	if err == nil {
		prepare(server)
		s.Server = server
		var all *Proposals
		if all, err = Refresh(ctx, server, r, published); err == nil {
			return all, nil
		}
	}
	if ctx.Err() != nil {
		return nil, err
	}
	var failure *remote.Error
	if !errors.As(err, &failure) || failure.Kind != remote.NoRemote {
		s.Unanswered = err
	}
	return Known(r, published)
}
