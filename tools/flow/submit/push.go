package submit

import (
	"context"
	"errors"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
)

// publish pushes the proposal, unless the server has it already, and makes sure that it has a merge request that says what it holds.
func (s *submission) publish(ctx context.Context) error {
	answer, err := s.bring(ctx)
	if err != nil {
		return err
	}
	s.result.Messages = answer.Messages
	s.result.Outcome = s.outcome(ctx, answer)
	if err := s.updateRecord(s.result.Commit, func(r *record) {
		if r.URL = ""; !s.result.Manual {
			r.URL = s.result.URL
		}
		if n := s.result.Number(); n != 0 && n != r.Number {
			r.Number, r.Seen = n, ""
		}
	}); err != nil {
		return err
	}
	if s.result.Number() != 0 && s.result.Number() == s.result.Replaces {
		// The server says that it was a proposal of this user, so that it was brought further.
		s.result.Replaces, s.result.State = 0, Updated
		s.result.Proposal.Description = s.description()
	}
	if last := max(s.number, s.last); s.result.State == Updated && last != 0 && s.result.Number() > last {
		s.result.State = Created // the earlier one is no longer open
	}
	if s.result.Merge != "" {
		s.result.Merge = HowToMerge(s.result.Kind, s.Slug, s.target, s.result.Number())
	}
	s.describe(ctx)
	s.findRival()
	return s.closeReplaced(ctx)
}

// bring pushes the proposal, unless the server has it already: by the next best route when the server refuses.
func (s *submission) bring(ctx context.Context) (forge.Answer, error) {
	for {
		if !s.existing.IsZero() {
			s.result.State, s.result.Commit = Unchanged, s.existing.String()
			var answer forge.Answer
			if !s.result.Route.Branch && s.number != 0 {
				answer.Ref = proposal.Head(s.result.Kind, s.number).String()
			}
			return answer, nil
		}
		answer, err := s.push(ctx)
		if err == nil || !s.otherRoute(ctx, err) {
			return answer, err
		}
		if err := s.resolveEarlier(ctx); err != nil {
			return answer, err
		}
	}
}

// outcome finds or opens the merge request after a push. A server prints its address during a push; without a push it comes from the record of the first
// one.
func (s *submission) outcome(ctx context.Context, answer forge.Answer) forge.Outcome {
	if s.pull != nil && s.pull.URL != "" {
		return forge.Outcome{URL: s.pull.URL}
	}
	known := forge.Outcome{URL: s.record.URL}
	if known.URL != "" && !s.existing.IsZero() {
		return known
	}
	if out := s.forge.Open(ctx, s.result.Proposal, answer); known.URL == "" || !out.Manual {
		return out
	}
	return known
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
	refs, listErr := s.to.List(ctx)
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
		return answer, s.changedProposal()
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
	if err := s.updateRecord(s.result.Commit, func(r *record) {
		if s.result.Replaces != 0 {
			r.Replaces = s.result.Replaces
		}
	}); err != nil {
		return forge.Answer{}, err
	}
	var options []string
	for _, o := range s.result.Route.Options {
		options = append(options, o.String())
	}
	update := remote.Update{Ref: plumbing.ReferenceName(s.result.Route.Ref), New: s.newCommit.Hash, Objects: s.objects, Options: options}
	if s.result.Route.Branch {
		update.Old = s.oldTip
	}
	answer, err := s.to.Push(ctx, s.repo.Store, update)
	if err == nil && s.result.Route.Branch {
		s.track(s.newCommit.Hash)
	}
	return forge.Answer{Messages: answer.Messages, Ref: answer.Ref.String()}, err
}
