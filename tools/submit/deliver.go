package submit

import (
	"context"
	"errors"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/remote"
)

// deliver pushes the proposal, and sees to its merge request.
func (s *submission) deliver(ctx context.Context) error {
	p := s.result.Proposal
	var answer forge.Answer
	if !s.there.IsZero() {
		s.result.State, s.result.Commit = Unchanged, s.there.String()
	} else {
		var err error
		if answer, err = s.push(ctx); err != nil {
			return err
		}
	}
	s.result.Said = answer.Said
	// A server tells the page with a push; without one it is known from the first time.
	s.result.Outcome = forge.Outcome{URL: s.record.URL}
	if s.record.URL == "" || s.there.IsZero() {
		if out := s.forge.Open(ctx, p, answer); s.record.URL == "" || !out.Manual {
			s.result.Outcome = out
		}
	}
	if s.result.Manual {
		return s.note(s.result.Commit, "")
	}
	return s.note(s.result.Commit, s.result.URL)
}

func (s *submission) push(ctx context.Context) (forge.Answer, error) {
	s.result.State = Created
	if s.earlier {
		s.result.State = Updated
	}
	// Noted before the push: one that seems to fail may have come through.
	if err := s.note(s.result.Commit, s.record.URL); err != nil {
		return forge.Answer{}, err
	}
	var options []string
	for _, o := range s.result.Route.Options {
		options = append(options, o.String())
	}
	answer, err := s.server.Push(ctx, s.repo.Store, remote.Update{
		Ref: plumbing.ReferenceName(s.result.Route.Ref), Old: s.old, New: s.made.Hash, Objects: s.brings, Options: options,
	})
	var rejected *remote.RejectedError
	switch {
	case errors.As(err, &rejected) && rejected.Kind == remote.Moved && s.result.Route.Branch:
		return forge.Answer{}, &ChangedError{Remote: s.server.Name, Branch: s.result.Proposal.Branch()}
	case err == nil && s.result.Route.Branch:
		s.track(s.result.Proposal.Branch(), s.made.Hash)
	}
	return forge.Answer{Said: answer.Said, Ref: answer.Ref.String()}, err
}
