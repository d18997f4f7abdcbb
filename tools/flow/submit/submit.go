// Package submit carries one dilemma to a merge request: it checks it, makes a commit of it on the newest published branch, pushes that, and
// sees to the merge request. It reads the files of the user and writes objects of Git; the branch, the index, the stash and the working files
// of the user it never touches. What is cut off halfway leaves nothing that the next time does not finish.
package submit

import (
	"context"
	"errors"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
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
	Report rules.Result
	Source *casebook.Book // of the files that were checked

	Remote, Address string
	Base            string // hash of the commit on which the proposal stands
	Commit          string // hash; empty when there is none
	Author          string
	Message         string
	Kind            forge.Kind
	Proposal        forge.Proposal
	Route           forge.Route
	Messages            []string // what the server told with the push
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
	repo     *repo.Repository
	settings *repo.Settings
	config     *settings.Config
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
	repository, err := repo.Open(o.Root)
	if err != nil {
		return nil, err
	}
	s := &submission{Options: o, repo: repository, settings: repository.Settings(), mine: map[string]plumbing.Hash{}, result: &Result{Slug: o.Slug}}
	if s.config, err = settings.Load(casebook.DirFS(o.Root)); err != nil {
		repository.Close()
		return nil, err
	}
	var name string
	name, s.target = s.config.Published()
	if all := s.settings.Remotes(); len(all) == 1 {
		name = all[0] // whatever it is called
	}
	if s.server, err = remote.Open(s.settings, name, o.Root); err != nil {
		repository.Close()
		return nil, err
	}
	s.result.Remote, s.result.Address = name, s.server.Address
	s.result.Proposal = forge.Proposal{Target: s.target, Draft: o.Draft}
	return s, nil
}
