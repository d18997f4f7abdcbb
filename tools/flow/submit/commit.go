package submit

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal/wording"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// makeCommit makes the commit of the proposal, with its message.
func (s *submission) makeCommit() error {
	p := &s.result.Proposal
	name := cmp.Or(wording.Name(s.mainFile().Data), s.Slug)
	p.Title = wording.Title(name, len(s.inBase) > 0)
	s.result.Message = p.Title
	return s.writeCommit()
}

// writeCommit writes the commit and its objects. Its parents are the base and the earlier commits.
func (s *submission) writeCommit(earlier ...plumbing.Hash) error {
	newCommit, objects, err := proposal.Write(s.repo, s.base, s.Slug, s.files, s.result.Message+"\n", s.author, earlier...)
	if err != nil {
		return err
	}
	s.newCommit, s.result.Commit = newCommit, newCommit.Hash.String()
	for _, o := range objects {
		if !slices.ContainsFunc(s.objects, func(b remote.Object) bool { return b.Hash == o.Hash }) {
			s.objects = append(s.objects, remote.Object{Hash: o.Hash, Like: o.Before})
		}
	}
	return nil
}

// mainFile returns the file of the dilemma itself; the others are its attachments.
func (s *submission) mainFile() proposal.File {
	i := slices.IndexFunc(s.files, func(f proposal.File) bool { return slices.Contains(casebook.Places(s.Slug), f.Path) })
	return s.files[i]
}

// check checks the dilemma in the casebook as the proposal would leave it, and searches everything else that the push would publish for personal
// data. The published branch judges. clean reports that there are no errors.
func (s *submission) check() (clean bool, err error) {
	tree, err := repo.At(s.repo, s.newCommit)
	if err != nil {
		return false, err
	}
	published, err := repo.At(s.repo, s.base)
	if err != nil {
		return false, err
	}
	s.result.Source = casebook.Open(product.Over(tree))
	checker := rules.New(s.result.Source, rules.ReadStandard(casebook.Open(product.Over(published))), s.Now)
	s.result.Report = checker.Paths([]string{s.mainFile().Path}) // and the files beside it
	commits, err := outgoing.OpenLast(s.repo, s.result.Commit)
	if err != nil {
		return false, err
	}
	if tree.Lacking() || published.Lacking() {
		return false, outgoing.ErrMissing
	}
	leaks, err := scan.Range(checker, commits)
	if err != nil {
		return false, err
	}
	for _, f := range leaks.Findings {
		if !slices.Contains(s.result.Files, strings.TrimPrefix(f.File, strings.TrimPrefix(s.repo.Prefix+"/", "./"))) { // the check has reported those already
			s.result.Report.Findings = append(s.result.Report.Findings, f)
		}
	}
	finding.Sort(s.result.Report.Findings)
	if finding.Count(s.result.Report.Findings, finding.Error) > 0 {
		s.result.State, s.result.Commit = Faulty, ""
		return false, nil
	}
	if s.AsRedactie {
		s.result.Merge = HowToMerge(s.result.Kind, s.Slug, s.target, 0) // there may be no number yet
	}
	s.result.Proposal.Description = s.description()
	return true, nil
}

// description returns the description of the merge request, in Markdown.
func (s *submission) description() string {
	told := wording.Proposal{Files: s.result.Files, Text: s.mainFile().Data, Found: s.result.Report.Findings}
	if p, err := settings.ReadPublication(s.config.Source); err == nil {
		told.Licence = p.Params.Licence.Name
	}
	text := wording.Description(told)
	if how := s.result.Merge; how != "" {
		text += "\n\n" + message.Text("merge/for", "how", how)
	}
	if s.result.Replaces != 0 {
		text += "\n\n" + message.Text("submit/replaces", "number", s.result.Kind.Number(s.result.Replaces))
	}
	return text
}

// HowToMerge says in Dutch how to merge the proposal with this slug on a kind of server so that the commit stays as it is: every other way writes the
// name of an account in the history. "" when the kind is not known. number is that of the merge request, 0 when it is not known: in GitHub a proposal from
// a fork has no branch that others can fetch by its name.
//
// GitLab: squash makes the account that opened the proposal the author and who merges the committer, a merge commit has who merges as its author
// (https://docs.gitlab.com/user/project/merge_requests/squash_and_merge/), and the button Rebase makes who presses it the committer
// (https://gitlab.com/gitlab-org/gitlab/-/merge_requests/1341). Forgejo and Gitea: squash has who opened the proposal as its author and in lines
// Co-authored-by and Co-committed-by, and a rebase behind the newest commit has who merges as committer (services/pull/merge_squash.go and
// merge_prepare.go of Gitea); "fast-forward only" keeps the commit (https://github.com/go-gitea/gitea/pull/28954). GitHub: rebase always renews the
// committer, and a push that puts the commit on the branch counts as a merge
// (https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/about-pull-request-merges).
func HowToMerge(kind forge.Kind, slug, branch string, number int) string {
	shown := message.Text("merge/number")
	if number != 0 {
		shown = strconv.Itoa(number)
	}
	switch kind {
	case forge.GitLab, forge.Forgejo, forge.Gitea, forge.GitHub, forge.Mail:
		return message.Text("merge/"+string(kind), "slug", slug, "branch", branch, "number", shown)
	}
	return ""
}
