package submit

import (
	"context"
	"errors"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
)

// publish pushes the proposal, unless the server has it already, and makes sure that it has a merge request.
func (s *submission) publish(ctx context.Context) error {
	p := s.result.Proposal
	var answer forge.Answer
	if !s.existing.IsZero() {
		s.result.State, s.result.Commit = Unchanged, s.existing.String()
	} else {
		var err error
		if answer, err = s.push(ctx); err != nil {
			return err
		}
	}
	s.result.Messages = answer.Messages
	// A server prints the address of the merge request during a push. Without a push it comes from the record of the first one.
	s.result.Outcome = forge.Outcome{URL: s.record.URL}
	if s.record.URL == "" || s.existing.IsZero() {
		if out := s.forge.Open(ctx, p, answer); s.record.URL == "" || !out.Manual {
			s.result.Outcome = out
		}
	}
	if s.result.Manual {
		return s.updateRecord(s.result.Commit, "")
	}
	return s.updateRecord(s.result.Commit, s.result.URL)
}

// push pushes the commit. When the server rejects it because an earlier push of this proposal did succeed although its connection was lost, it
// pushes again. When the server does not allow a forced push, it makes the earlier version a second parent of the commit, so that no force is
// needed, and pushes that.
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
	case now == s.oldTip:
	case slices.Contains(s.record.Commits, now.String()):
		// A commit of this proposal: the push succeeded although its connection was lost.
		s.oldTip = now
		if answer, err = s.send(ctx); !errors.As(err, &rejected) {
			return answer, err
		}
	default:
		return answer, &ChangedError{Remote: s.server.PushName(), Branch: s.result.Proposal.Branch()}
	}
	if s.oldTip.IsZero() {
		return answer, err
	}
	if err := s.writeCommit(s.oldTip); err != nil {
		return answer, err
	}
	if answer, again := s.send(ctx); again == nil {
		return answer, nil
	}
	return answer, err
}

// send writes the commit to the record and pushes it: in that order, since a push that seems to fail may have succeeded.
func (s *submission) send(ctx context.Context) (forge.Answer, error) {
	if err := s.updateRecord(s.result.Commit, s.record.URL); err != nil {
		return forge.Answer{}, err
	}
	var options []string
	for _, o := range s.result.Route.Options {
		options = append(options, o.String())
	}
	answer, err := s.server.Push(ctx, s.repo.Store, remote.Update{
		Ref: plumbing.ReferenceName(s.result.Route.Ref), Old: s.oldTip, New: s.newCommit.Hash, Objects: s.objects, Options: options,
	})
	if err == nil && s.result.Route.Branch {
		s.setTracking(s.server.PushName(), s.result.Proposal.Branch(), s.newCommit.Hash)
	}
	return forge.Answer{Messages: answer.Messages, Ref: answer.Ref.String()}, err
}
