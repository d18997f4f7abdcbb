package submit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// commit makes the commit.
func (s *submission) commit() error {
	p := &s.result.Proposal
	p.Slug = s.Slug
	name := cmp.Or(title(s.main().Data), s.Slug)
	id := "submit/new"
	if len(s.held) > 0 {
		id = "submit/change"
	}
	p.Title = message.Text(id, "title", name)
	s.result.Message = p.Title
	return s.write()
}

// write writes the commit, after earlier ones that it follows beside the published branch.
func (s *submission) write(earlier ...plumbing.Hash) error {
	made, brings, err := proposal.Write(s.repo, s.base, s.Slug, s.files, s.result.Message+"\n", s.author, earlier...)
	if err != nil {
		return err
	}
	s.made, s.result.Commit = made, made.Hash.String()
	for _, o := range brings {
		if !slices.ContainsFunc(s.brings, func(b remote.Object) bool { return b.Hash == o.Hash }) {
			s.brings = append(s.brings, remote.Object{Hash: o.Hash, Like: o.Before})
		}
	}
	return nil
}

// main is the file with the dilemma itself, among its attachments.
func (s *submission) main() proposal.File {
	i := slices.IndexFunc(s.files, func(f proposal.File) bool { return slices.Contains(casebook.Places(s.Slug), f.Path) })
	return s.files[i]
}

// inspect checks the casebook as the proposal would make it, and all that would be published beside the files.
func (s *submission) inspect() (clean bool, err error) {
	tree, err := repo.At(s.repo, s.made)
	if err != nil {
		return false, err
	}
	published, err := repo.At(s.repo, s.base)
	if err != nil {
		return false, err
	}
	s.result.Source = casebook.Open(tree)
	checker := rules.New(s.result.Source, rules.ReadStandard(casebook.Open(published)), s.Now)
	var commits *outgoing.Range
	opened := make(chan error)
	go func() {
		var err error
		commits, err = outgoing.OpenLast(s.Root, s.made.Hash.String())
		opened <- err
	}()
	s.result.Report = checker.Paths([]string{s.main().Path}) // and the files beside it
	if err := <-opened; err != nil {
		return false, err
	}
	defer commits.Close()
	leaks, err := scan.Range(checker, commits)
	if err != nil {
		return false, err
	}
	for _, f := range leaks.Findings {
		if !slices.Contains(s.result.Files, strings.TrimPrefix(f.File, strings.TrimPrefix(s.repo.Prefix+"/", "./"))) { // the check found those
			s.result.Report.Findings = append(s.result.Report.Findings, f)
		}
	}
	finding.Sort(s.result.Report.Findings)
	if finding.Count(s.result.Report.Findings, finding.Error) > 0 {
		s.result.State, s.result.Commit = Faulty, ""
		return false, nil
	}
	s.result.Proposal.Description = s.description()
	return true, nil
}

// description tells the redactie what the proposal is, in Markdown.
func (s *submission) description() string {
	found := s.result.Report.Findings
	front := casebook.Parse("", s.main().Data).Front
	return message.Text("submit/description", "files", "`"+strings.Join(s.result.Files, "`, `")+"`", "herkomst", cmp.Or(lifecycle.Text(front, lifecycle.Provenance), message.Text("submit/unknown")),
		"warnings", fmt.Sprint(finding.Count(found, finding.Warning)), "hints", fmt.Sprint(finding.Count(found, finding.Hint)))
}
