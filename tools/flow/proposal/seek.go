package proposal

import (
	"context"
	"errors"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// Asked are the proposals that there are, and by whose word.
type Asked struct {
	*Proposals
	// Server is where they are; nil when the clone has none.
	Server *remote.Remote
	// Unanswered is why the server was of no use, so that they are as the clone knows them; nil when it answered or there is none.
	Unanswered error
}

// Ask asks the server which proposals there are, as Refresh does, and else goes by what the clone knows. prepare gets the server before it is asked. within is how
// long that may take in all; zero leaves it to the patience of the server. The error is that of asking when ctx has ended, or one of the repository.
func Ask(ctx context.Context, r *repo.Repository, published *Published, within time.Duration, prepare func(*remote.Remote)) (*Asked, error) {
	asked := &Asked{}
	server, err := Connect(r, published)
	if err == nil {
		prepare(server)
		asked.Server = server
		short, cancel := ctx, context.CancelFunc(func() {})
		if within > 0 {
			short, cancel = context.WithTimeout(ctx, within)
		}
		defer cancel()
		if asked.Proposals, err = Refresh(short, server, r, published); err == nil {
			return asked, nil
		}
	}
	if ctx.Err() != nil {
		return nil, err
	}
	var failure *remote.Error
	if !errors.As(err, &failure) || failure.Kind != remote.NoRemote {
		asked.Unanswered = err
	}
	asked.Proposals, err = Known(r, published)
	return asked, err
}

// Sought is a proposal that was looked for.
type Sought struct {
	*Proposal // the clone has its last commit
	// Server and Unanswered are as in Asked.
	Server     *remote.Remote
	Unanswered error
}

// Seek finds the proposal that a user names, as Proposals.Find does, on the server and otherwise among those that the clone knows. What is none there may be
// a branch of the user, a tag or a hash: that has a Branch and a Commit alone. Seek brings the clone and published up to date. prepare gets the server before it
// is asked. The error is ErrUnknown, a *SeveralError, an *remote.Error, or one of the repository.
func Seek(ctx context.Context, r *repo.Repository, published *Published, name string, prepare func(*remote.Remote)) (*Sought, error) {
	all, err := Ask(ctx, r, published, 0, prepare)
	if err != nil {
		return nil, err
	}
	s := &Sought{Server: all.Server, Unanswered: all.Unanswered}
	_, isNumber := NumberIn(name)
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
