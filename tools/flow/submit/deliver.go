package submit

import (
	"context"
	"errors"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
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
	s.result.Messages = answer.Messages
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

// push pushes the commit, and again when what stood in the way was a push of its own. Where a server lets nobody rewrite a branch, not even that
// of a proposal, it makes one that also follows the earlier version, which the server keeps anyway.
func (s *submission) push(ctx context.Context) (forge.Answer, error) {
	s.result.State = Created
	if s.earlier {
		s.result.State = Updated
	}
	answer, err := s.send(ctx)
	var rejected *remote.RejectedError
	if !errors.As(err, &rejected) || !s.result.Route.Branch {
		return answer, err
	}
	refs, listErr := s.server.Pushed().List(ctx)
	if listErr != nil {
		return answer, err
	}
	switch now := refs[plumbing.ReferenceName(s.result.Route.Ref)]; {
	case now == s.old:
	case slices.Contains(s.record.Commits, now.String()):
		// One of ours: a push of which the connection was lost, and that came through after all.
		s.old = now
		if answer, err = s.send(ctx); !errors.As(err, &rejected) {
			return answer, err
		}
	default:
		return answer, &ChangedError{Remote: s.server.Name, Branch: s.result.Proposal.Branch()}
	}
	if s.old.IsZero() {
		return answer, err
	}
	if err := s.write(s.old); err != nil {
		return answer, err
	}
	if answer, again := s.send(ctx); again == nil {
		return answer, nil
	}
	return answer, err
}

// send notes the commit and sends it: noted before, since a push that seems to fail may have come through.
func (s *submission) send(ctx context.Context) (forge.Answer, error) {
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
	if err == nil && s.result.Route.Branch {
		s.track(s.result.Proposal.Branch(), s.made.Hash)
	}
	return forge.Answer{Messages: answer.Messages, Ref: answer.Ref.String()}, err
}
