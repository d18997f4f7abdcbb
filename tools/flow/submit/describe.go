package submit

import (
	"cmp"
	"context"
	"regexp"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal/wording"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// describe brings the title and the description of a merge request up to date, where the API permits it. What a person wrote there stays.
func (s *submission) describe(ctx context.Context) {
	p := &s.result.Proposal
	if s.result.State == Created {
		s.remember(p.Title)
		return
	}
	if !s.seePull(ctx) {
		known := cmp.Or(s.record.Title, s.earlierTitle())
		s.result.Stale = known != "" && known != p.Title && s.result.Kind != forge.GitLab && s.result.Kind != forge.Mail // one takes the title with the push, the other has none
		return
	}
	prefix, theirs := cutDraft(s.pull.Title)
	isOurs := theirs == s.record.Title || theirs == s.earlierTitle()
	title, body := "", ""
	if isOurs && theirs != p.Title {
		title = prefix + p.Title
	}
	if replaces, ok := written(s.pull.Body, s.Slug, s.target); ok {
		if replaces != "" && s.result.Replaces == 0 {
			p.Description += "\n\n" + replaces // as it was when it came in the place of another
		}
		if wording.OneLine(s.pull.Body) != wording.OneLine(p.Description) {
			body = p.Description
		}
	}
	if (title != "" || body != "") && !s.forge.Edit(ctx, s.pull.Number, title, body) {
		s.result.Stale = title != ""
		return
	}
	if isOurs {
		s.remember(p.Title)
	}
}

// seePull asks what the title and the description of the merge request are now. ok is false when they can't be changed, for want of a login or of an answer.
func (s *submission) seePull(ctx context.Context) (ok bool) {
	number := s.result.Number()
	if number == 0 || !s.forge.Signed() {
		return false
	}
	if s.pull == nil || s.pull.Number != number {
		pull, told := s.forge.Pull(ctx, number)
		if !told {
			return false
		}
		s.pull = &pull
	}
	return true
}

// remember stores the title that dilemma gave the merge request. An error does no harm: then the next run leaves a title that it does not know.
func (s *submission) remember(title string) {
	_ = s.updateRecord(s.result.Commit, func(r *record) { r.Title = title })
}

// earlierTitle returns the title of the earlier version of the proposal, which is the first line of its commit; "" when there is none.
func (s *submission) earlierTitle() string {
	if s.oldTip.IsZero() {
		return ""
	}
	c, err := object.GetCommit(s.repo.Store, s.oldTip)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(c.Message, "\n")
	return first
}

// draftPrefix matches what Forgejo, Gitea and GitLab write before the title of a merge request that is not ready.
var draftPrefix = lazy.Regexp(`^(?i:WIP:|\[WIP\]|Draft:|\[Draft\]|\(Draft\))\s*`)

// cutDraft parts a title from what says before it that the merge request is not ready.
func cutDraft(title string) (prefix, rest string) {
	prefix = draftPrefix().FindString(title)
	return prefix, title[len(prefix):]
}

// replacesAtEnd matches the sentence that names another merge request, at the end of a description.
var replacesAtEnd = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(regexp.QuoteMeta(message.Text("submit/replaces")), `\{number\}`, "[#!][0-9]+") + "$")
})

// written reports whether a description is one that dilemma wrote, for any version of the dilemma, and nobody added to. replaces is the sentence in it that
// names another merge request, or "".
func written(text, slug, target string) (replaces string, ok bool) {
	text = wording.OneLine(text)
	replaces = replacesAtEnd().FindString(text)
	text = strings.TrimSuffix(strings.TrimSuffix(text, replaces), " ")
	for _, kind := range []forge.Kind{forge.GitLab, forge.Forgejo, forge.Gitea, forge.GitHub} {
		text = strings.TrimSuffix(text, wording.OneLine(message.Text("merge/for", "how", HowToMerge(kind, slug, target, 0))))
	}
	return replaces, wording.IsOurs(text)
}

// closeReplaced closes the merge request that this one comes in the place of, with a comment that names this one. It needs the number of this one: before
// it is there, nothing is closed.
func (s *submission) closeReplaced(ctx context.Context) error {
	number := cmp.Or(s.result.Replaces, s.record.Replaces)
	if number == 0 || number == s.result.Number() {
		return s.settle()
	}
	s.result.Replaces = number
	if pull, told := s.forge.Pull(ctx, number); told && !pull.Open {
		s.result.Closed = true
		return s.settle()
	}
	if s.result.Number() == 0 || !s.forge.Signed() {
		return nil
	}
	why := message.Text("submit/replaced", "number", s.result.Kind.Number(s.result.Number()), "title", s.result.Proposal.Title)
	if s.forge.Close(ctx, number, why) {
		s.result.Closed = true
		return s.settle()
	}
	return nil
}

// settle takes the number of a merge request that was replaced out of the record.
func (s *submission) settle() error {
	return s.updateRecord(s.result.Commit, func(r *record) { r.Replaces = 0 })
}
