// Package submit carries one dilemma to a merge request: it checks it, makes a commit of it on the newest published branch, pushes that, and
// sees to the merge request. It reads the files of the user and writes objects of Git; the branch, the index, the stash and the working files
// of the user it never touches. What is cut off halfway leaves nothing that the next time does not finish.
package submit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/revlist"

	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check"
	"github.com/openbaarheid-schuurt/dilemma/tools/config"
	"github.com/openbaarheid-schuurt/dilemma/tools/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/history"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/repository"
	"github.com/openbaarheid-schuurt/dilemma/tools/scan"
)

// Options are what the user asks.
type Options struct {
	// Root is the folder with hugo.toml, and Slug names the dilemma. Slug may be empty when From is given.
	Root, Slug string
	// From is the text of a dilemma that does not stand in the casebook yet; nil to take the files of the user.
	From []byte
	// AsRedactie commits with the identity of the redactie.
	AsRedactie bool
	// Draft asks for a merge request that is not ready for review.
	Draft bool
	// Replace is the word of the user that what somebody else made of the same dilemma may be replaced.
	Replace bool
	// DryRun stops before anything leaves this machine.
	DryRun bool
	// Now is the time of the commit.
	Now time.Time
}

// State is what has become of a proposal.
type State string

const (
	Faulty    State = "faulty"    // the check found errors: nothing was pushed
	Planned   State = "planned"   // a dry run
	Published State = "published" // the published branch has the dilemma just so: there is nothing to propose
	Created   State = "created"
	Updated   State = "updated"
	Unchanged State = "unchanged" // the proposal is there already, just so
)

// Result is what was done, or would be.
type Result struct {
	State  State
	Slug   string
	Files  []string // of the proposal
	Gone   []string // files that the proposal takes away
	Left   []string // files that were passed over
	Report check.Result
	Source *casebook.Book // of the files that were checked

	Remote, Address string
	Base            string // hash of the commit on which the proposal stands
	Commit          string // hash; empty when there is none
	Author          string
	Message         string
	Kind            forge.Kind
	Proposal        forge.Proposal
	Route           forge.Route
	Said            []string // what the server told with the push
	forge.Outcome
}

var (
	// ErrIdentity says that Git does not know who the user is.
	ErrIdentity = errors.New("no identity")
	// ErrRedactie says that hugo.toml names no identity of the redactie, or one that is none.
	ErrRedactie = errors.New("no identity of the redactie")
	// ErrNoSlug says that no address can be made of the title of a text.
	ErrNoSlug = errors.New("no slug")
)

// NoBranchError says that the server does not have the branch that is published.
type NoBranchError struct{ Remote, Branch string }

func (e *NoBranchError) Error() string { return e.Remote + " has no branch " + e.Branch }

// ChangedError says that somebody else has changed the same dilemma, so that a push would undo their work.
type ChangedError struct {
	// Path is the file on the published branch; empty when it is the proposal that was changed.
	Path   string
	Remote string
	Branch string // where the other version stands
}

func (e *ChangedError) Error() string { return "changed elsewhere: " + e.Remote + "/" + e.Branch }

// Run carries a dilemma to a merge request. The error is one of this package, of proposal, or of remote, or that of a file.
func Run(ctx context.Context, o Options) (*Result, error) {
	s, err := open(o)
	if err != nil {
		return nil, err
	}
	defer s.repo.Close()
	if err := s.findFiles(); err != nil {
		return nil, err
	}
	if err := s.findAuthor(); err != nil {
		return nil, err
	}
	s.findForge(ctx)
	if err := s.findBase(ctx); err != nil {
		return nil, err
	}
	if done, err := s.compare(); done || err != nil {
		return s.result, err
	}
	if err := s.commit(); err != nil {
		return nil, err
	}
	if clean, err := s.inspect(); !clean || err != nil {
		return s.result, err
	}
	if err := s.lookAtEarlier(ctx); err != nil {
		return nil, err
	}
	if o.DryRun {
		s.result.State = Planned
		return s.result, nil
	}
	return s.result, s.deliver(ctx)
}

// submission is one run.
type submission struct {
	Options
	repo     *repository.Repository
	settings *repository.Settings
	host     *config.Config
	server   *remote.Remote
	target   string // the branch that is published

	files   []proposal.File
	mine    map[string]plumbing.Hash // the files by their paths
	author  object.Signature
	refs    remote.Refs
	base    *object.Commit
	held    map[string]plumbing.Hash // the files of the dilemma in base
	made    *object.Commit
	brings  []remote.Object
	forge   forge.Server
	record  record
	old     plumbing.Hash // what the branch of the proposal points to on the server
	there   plumbing.Hash // the commit on the server that is this very proposal
	earlier bool          // the server has an earlier version of the proposal

	result *Result
}

func open(o Options) (*submission, error) {
	repo, err := repository.Open(o.Root)
	if err != nil {
		return nil, err
	}
	s := &submission{Options: o, repo: repo, settings: repo.Settings(), mine: map[string]plumbing.Hash{}, result: &Result{Slug: o.Slug}}
	if s.host, err = config.Load(casebook.DirFS(o.Root)); err != nil {
		repo.Close()
		return nil, err
	}
	s.target = or(s.host.Text("forge", "branch"), "main")
	name := or(s.host.Text("forge", "remote"), "origin")
	if all := s.settings.Remotes(); len(all) == 1 {
		name = all[0] // whatever it is called
	}
	if s.server, err = remote.Open(s.settings, name, o.Root); err != nil {
		repo.Close()
		return nil, err
	}
	s.result.Remote, s.result.Address = name, s.server.Address
	return s, nil
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// findFiles reads what is to be proposed.
func (s *submission) findFiles() error {
	var err error
	if s.From != nil {
		if s.Slug == "" {
			s.Slug = casebook.Slug(title(s.From))
		}
		if !casebook.ValidSlug(s.Slug) {
			return ErrNoSlug
		}
		s.files = []proposal.File{proposal.NewFile(casebook.Path(s.Slug), s.From)}
	} else if !casebook.ValidSlug(s.Slug) {
		return proposal.ErrNone
	} else if s.files, s.result.Left, err = proposal.Files(casebook.DirFS(s.Root), s.Slug); err != nil {
		return err
	}
	s.result.Slug = s.Slug
	for _, f := range s.files {
		s.result.Files = append(s.result.Files, f.Path)
		s.mine[f.Path] = f.Hash()
	}
	return nil
}

// title returns the title in the front matter of a text, or "".
func title(text []byte) string {
	front := casebook.Parse("", text).Front
	if front == nil {
		return ""
	}
	value := front.Get("title")
	if value == nil || value.Kind != casebook.String {
		return ""
	}
	return strings.Join(strings.Fields(value.Text), " ")
}

// findAuthor finds the identity for the commit.
func (s *submission) findAuthor() error {
	s.author.When = s.Now
	if s.AsRedactie {
		who, err := mail.ParseAddress(s.host.Text("redactie"))
		if err != nil || who.Name == "" {
			return ErrRedactie
		}
		s.author.Name, s.author.Email = who.Name, who.Address
		s.author.When = s.Now.UTC() // a time zone says something of a person too
	} else {
		s.author.Name = or(os.Getenv("GIT_AUTHOR_NAME"), or(s.settings.Get("author.name"), s.settings.Get("user.name")))
		s.author.Email = or(os.Getenv("GIT_AUTHOR_EMAIL"), or(s.settings.Get("author.email"), or(s.settings.Get("user.email"), os.Getenv("EMAIL"))))
		if s.author.Name == "" || s.author.Email == "" {
			return ErrIdentity
		}
	}
	s.result.Author = fmt.Sprintf("%s <%s>", s.author.Name, s.author.Email)
	return nil
}

// findForge finds out what kind of server it is.
func (s *submission) findForge(ctx context.Context) {
	kind := forge.Kind(s.host.Text("forge", "kind"))
	web := or(strings.TrimSuffix(s.host.Text("forge", "repository"), "/"), s.server.Web())
	if kind == "" {
		kind = forge.ByName(s.server.Host())
	}
	if kind == "" {
		kind = forge.Ask(ctx, s.server.HTTPClient, web)
	}
	user, names := forge.Tokens(kind)
	s.server.Tokens = func(host string) (string, []string) {
		if host != s.server.Host() {
			return "", nil
		}
		return user, names
	}
	s.forge = forge.New(kind, forge.Repository{Web: web, Path: s.server.Path(), Pushed: s.server.Pushed().Path(), Client: s.server.HTTPClient, Token: func() string {
		for _, name := range names {
			if token := os.Getenv(name); token != "" {
				return token
			}
		}
		return s.server.Password()
	}})
	s.result.Kind = kind
}

// findBase asks the server for the newest commit of the published branch, and fetches it when it is not here yet.
func (s *submission) findBase(ctx context.Context) error {
	var err error
	if s.refs, err = s.server.List(ctx); err != nil {
		return err
	}
	tip, there := s.refs[plumbing.NewBranchReferenceName(s.target)]
	if !there {
		return &NoBranchError{s.server.Name, s.target}
	}
	if s.repo.Store.HasEncodedObject(tip) != nil {
		have, err := s.have()
		if err != nil {
			return err
		}
		shallow, err := s.repo.Store.Shallow()
		if err != nil {
			return err
		}
		if err := s.server.Fetch(ctx, s.repo.Store, tip, have, shallow); err != nil {
			return err
		}
	}
	if s.base, err = object.GetCommit(s.repo.Store, tip); err != nil {
		return errors.Join(history.ErrMissing, err)
	}
	s.result.Base = tip.String()
	s.track(s.target, tip)
	s.held, err = proposal.Held(s.repo, s.base, s.Slug)
	return err
}

// maxHave is how many commits the server is told of that are here already.
const maxHave = 256

// have lists commits that are here: those of all branches, and the ones before them.
func (s *submission) have() ([]plumbing.Hash, error) {
	refs, err := s.repo.Store.IterReferences()
	if err != nil {
		return nil, err
	}
	var have []plumbing.Hash
	seen := map[plumbing.Hash]bool{}
	add := func(hash plumbing.Hash) {
		for ; len(have) < maxHave && !seen[hash]; seen[hash] = true {
			c, err := object.GetCommit(s.repo.Store, hash)
			if err != nil || len(c.ParentHashes) == 0 {
				return
			}
			have = append(have, hash)
			seen[hash] = true
			hash = c.ParentHashes[0]
		}
	}
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Type() == plumbing.HashReference && (ref.Name().IsBranch() || ref.Name().IsRemote()) {
			add(ref.Hash())
		}
		return nil
	})
	return have, err
}

// track notes where a branch of the server is, as git fetch and git push do. Nothing depends on it.
func (s *submission) track(branch string, commit plumbing.Hash) {
	_ = s.repo.SetRemote(s.server.Name, branch, commit)
}

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
	names := slices.Collect(func(yield func(string) bool) {
		for name := range s.held {
			if !yield(name) {
				return
			}
		}
		for name := range s.mine {
			if _, held := s.held[name]; !held && !yield(name) {
				return
			}
		}
	})
	slices.Sort(names)
	for _, name := range names {
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
		if err != nil && !errors.Is(err, repository.ErrNoRevision) {
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

// commit makes the commit.
func (s *submission) commit() error {
	p := &s.result.Proposal
	p.Slug, p.Target, p.Draft = s.Slug, s.target, s.Draft
	name := or(title(s.main().Data), s.Slug)
	id := "submit/new"
	if len(s.held) > 0 {
		id = "submit/change"
	}
	p.Title = message.Text(id, "title", name)
	s.result.Message = p.Title
	var err error
	var brings []proposal.Object
	if s.made, brings, err = proposal.Write(s.repo, s.base, s.Slug, s.files, p.Title+"\n", s.author); err != nil {
		return err
	}
	for _, o := range brings {
		s.brings = append(s.brings, remote.Object{Hash: o.Hash, Like: o.Before})
	}
	s.result.Commit = s.made.Hash.String()
	return nil
}

// main is the file with the dilemma itself, among its attachments.
func (s *submission) main() proposal.File {
	i := slices.IndexFunc(s.files, func(f proposal.File) bool { return slices.Contains(casebook.Places(s.Slug), f.Path) })
	return s.files[i]
}

// inspect checks the casebook as the proposal would make it, and all that would be published beside the files.
func (s *submission) inspect() (clean bool, err error) {
	tree, err := proposal.At(s.repo, s.made)
	if err != nil {
		return false, err
	}
	s.result.Source = casebook.Open(tree)
	checker := check.New(s.result.Source, s.Now)
	var commits *history.Range
	opened := make(chan error)
	go func() {
		var err error
		commits, err = history.Open(s.Root, s.base.Hash.String()+".."+s.made.Hash.String())
		opened <- err
	}()
	s.result.Report = checker.Paths([]string{s.main().Path}) // and the files beside it
	if err := <-opened; err != nil {
		return false, err
	}
	defer commits.Close()
	published, err := scan.Range(checker, commits)
	if err != nil {
		return false, err
	}
	for _, f := range published.Findings {
		if !slices.Contains(s.result.Files, strings.TrimPrefix(f.File, strings.TrimPrefix(s.repo.Prefix+"/", "./"))) { // the check found those
			s.result.Report.Findings = append(s.result.Report.Findings, f)
		}
	}
	finding.Sort(s.result.Report.Findings)
	if slices.ContainsFunc(s.result.Report.Findings, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
		s.result.State, s.result.Commit = Faulty, ""
		return false, nil
	}
	s.result.Proposal.Description = s.description()
	return true, nil
}

// description tells the redactie what the proposal is, in Markdown.
func (s *submission) description() string {
	count := map[finding.Severity]int{}
	for _, f := range s.result.Report.Findings {
		count[f.Severity]++
	}
	front := casebook.Parse("", s.main().Data).Front
	herkomst := ""
	if v := front.Get("herkomst"); v != nil {
		herkomst = v.Text
	}
	return message.Text("submit/description", "files", "`"+strings.Join(s.result.Files, "`, `")+"`", "herkomst", or(herkomst, message.Text("submit/unknown")),
		"warnings", fmt.Sprint(count[finding.Warning]), "hints", fmt.Sprint(count[finding.Hint]))
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
	}
	if there != s.server && !refs.Has("refs/heads/", s.base.Hash) {
		if err := s.bringHistory(refs); err != nil {
			return err
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
		if err := there.Fetch(ctx, s.repo.Store, s.old, append(have, s.base.Hash), nil); err != nil {
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
		return errors.Join(history.ErrMissing, err)
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
	if errors.Is(err, repository.ErrNoRevision) || s.From != nil {
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
