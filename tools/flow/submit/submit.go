// Package submit brings one dilemma to a merge request: it makes a commit on top of the newest published branch, checks it, pushes it, and makes
// sure that there is a merge request. It reads the files of the user and writes Git objects. It never touches the branch, the index, the stash or
// the working files of the user. A run that was interrupted can be repeated: the next run finishes it.
package submit

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Options are the arguments of Run.
type Options struct {
	// Root is the folder with hugo.toml, and Slug names the dilemma. Slug may be empty when From is given.
	Root, Slug string
	// Number is the proposal to bring further, by the number of its merge request; 0 for the one that this dilemma is in already, or a new one.
	Number int
	// Settings are those of hugo.toml in the working tree; they count only where there is no published branch yet.
	Settings *settings.Settings
	// Hosts is the table of the working tree that tells which host is which kind of server; that of the published branch goes first as well.
	Hosts forge.Hosts
	// From is the text of a dilemma that is not in the casebook yet; nil to take the files of the dilemma Slug.
	From []byte
	// Beside are the files beside From, each by its name alone.
	Beside []proposal.File
	// AsRedactie commits with the identity of the redactie.
	AsRedactie bool
	// Draft asks for a merge request that is not ready for review.
	Draft bool
	// Replace permits replacing what somebody else changed in the same dilemma.
	Replace bool
	// DryRun stops before anything leaves this machine.
	DryRun bool
	// Now is the time of the commit.
	Now time.Time
	// Patience is how long a server may take, and Waiting is told the host of one that takes long; nil tells nobody.
	Patience wire.Patience
	Waiting  func(host string)
}

// State is the state of a proposal after a run.
type State string

const (
	Faulty    State = "faulty"    // the check found errors: nothing was pushed
	Planned   State = "planned"   // a dry run
	Published State = "published" // the published branch has the same files: there is nothing to propose
	Created   State = "created"
	Updated   State = "updated"
	Unchanged State = "unchanged" // the server has the same proposal already
)

// Result is what a run did, or with DryRun would do.
type Result struct {
	State  State
	Slug   string
	Files  []string // of the proposal
	Gone   []string // files that the proposal removes
	Left   []string // files of the dilemma that are not in the proposal
	Report rules.Result
	Source *casebook.Book // of the files that were checked

	Remote, Address string
	Base            string // hash of the tip of the published branch, the parent of the commit
	Commit          string // hash; empty when there is none
	Author          string
	Message         string
	Unsigned        bool // the user signs commits (commit.gpgSign), and this one is not signed
	Kind            forge.Kind
	Proposal        forge.Proposal
	Route           forge.Route
	Way             string // of a dry run: which proposal it would be, and how it would go there, in Dutch
	Merge           string // how to merge it so that it stays in the name of the redactie, in Dutch; empty when it is in another name
	Merging         forge.Merging
	Messages        []string // the lines that the server printed during the push
	// Replaces is the number of a proposal of somebody else that this one comes in the place of, because nobody else may push to that; 0 for none.
	// Closed reports that it was closed; if not, that is left to the user.
	Replaces int
	Closed   bool
	// Stale reports that the server keeps an earlier title, which can't be changed without a token.
	Stale bool
	// Rival is the number of another open proposal for the same dilemma; 0 when none is known.
	Rival int
	forge.Outcome
}

var (
	// ErrIdentity means that the settings of Git have no name or address for the user.
	ErrIdentity = errors.New("no identity")
	// ErrRedactie means that hugo.toml has no valid name and address of the redactie (the editors).
	ErrRedactie = errors.New("no identity of the redactie")
	// ErrNoSlug means that no slug can be made from the title of a text.
	ErrNoSlug = errors.New("no slug")
)

// NoBranchError means that the server does not have the published branch.
type NoBranchError struct{ Remote, Branch string }

func (e *NoBranchError) Error() string { return e.Remote + " has no branch " + e.Branch }

// ChangedError means that somebody else has changed the same dilemma, so that a push would undo their work.
type ChangedError struct {
	// Path is the file that was changed on the published branch; empty when the branch of the proposal was changed.
	Path   string
	Remote string
	Branch string // the branch with the other version
	Number int    // of the merge request with that branch; 0 when it is not known
	Kind   forge.Kind
}

// BranchError means that the server has a branch beside which that of the proposal can't stand: the name of one is the folder of the other, or they differ in
// capitals alone, so that they are the same file on Windows and macOS.
type BranchError struct{ Remote, Branch, Taken string }

func (e *BranchError) Error() string { return e.Branch + " can't stand beside " + e.Taken }

// SparseError means that files of the dilemma are not in the working tree, of which Git leaves a part out (git sparse-checkout): whether the user removed them can't
// be told.
type SparseError struct{ Files []string }

func (e *SparseError) Error() string {
	return "not in the sparse checkout: " + strings.Join(e.Files, ", ")
}

func (e *ChangedError) Error() string { return "changed elsewhere: " + e.Remote + "/" + e.Branch }

// Run submits one dilemma. The error is one of this package, of proposal, of remote, outgoing.ErrMissing, or an *fs.PathError. A Result with the
// state Faulty or Published is no error.
func Run(ctx context.Context, o Options) (*Result, error) {
	s, err := open(o)
	if err != nil {
		return nil, err
	}
	defer s.repo.Close()
	if err := s.resolveFiles(); err != nil {
		return nil, err
	}
	if err := s.resolveServer(); err != nil {
		return nil, err
	}
	if err := s.resolveAuthor(); err != nil {
		return nil, err
	}
	s.resolveForge(ctx)
	if err := s.resolveBase(ctx); err != nil {
		return nil, err
	}
	if done, err := s.compareWithBase(); done || err != nil {
		return s.result, err
	}
	if err := s.makeCommit(); err != nil {
		return nil, err
	}
	if clean, err := s.check(); !clean || err != nil {
		return s.result, err
	}
	s.resolveRoute(ctx)
	if err := s.resolveEarlier(ctx); err != nil {
		return nil, err
	}
	if o.DryRun {
		s.result.State, s.result.Way = Planned, s.way()
		return s.result, nil
	}
	if err := s.publish(ctx); err != nil {
		return s.result, err
	}
	if s.AsRedactie {
		// Only asked: how a project merges is not for one proposal to change.
		s.result.Merging = forge.HowMerges(ctx, s.result.Kind, s.onServer)
	}
	return s.result, nil
}

// submission is the state of one run. The methods of Run fill it from top to bottom.
type submission struct {
	Options
	repo     *repo.Repository
	settings *repo.Settings
	config   *settings.Settings // what hugo.toml says
	branch   *proposal.Published
	server   *remote.Remote
	to       *remote.Remote // where the proposal is pushed to
	target   string         // the name of the published branch

	files     []proposal.File
	proposed  map[string]plumbing.Hash // path → blob of the files of the proposal
	author    object.Signature
	refs      remote.Refs
	base      *object.Commit
	inBase    map[string]plumbing.Hash // path → blob of the files of the dilemma in base
	newCommit *object.Commit
	objects   []remote.Object
	forge     forge.Server
	onServer  forge.Repository
	record    record
	number    int           // of the merge request that is brought further; 0 when there is none or it is not known
	pull      *forge.Pull   // that merge request; nil when the API does not tell
	last      int           // the number of the merge request that the run before this one made or went on with; 0 when there was none
	closed    map[int]bool  // numbers of merge requests that are no longer open, as far as was asked
	oldTip    plumbing.Hash // the commit of the earlier version of the proposal on the server
	existing  plumbing.Hash // a commit on the server that is equal to this proposal
	earlier   bool          // the server has an earlier version of the proposal

	result *Result
}

func open(o Options) (*submission, error) {
	repository, err := repo.Open(o.Root)
	if err != nil {
		return nil, err
	}
	s := &submission{Options: o, repo: repository, settings: repository.Settings(), proposed: map[string]plumbing.Hash{}, closed: map[int]bool{}, result: &Result{Slug: o.Slug}}
	published, err := proposal.FindPublished(repository, o.Settings)
	if err != nil {
		repository.Close()
		return nil, err
	}
	s.branch, s.config, s.target = published, published.Settings, published.Branch
	if published.Commit != nil {
		files, err := repo.At(repository, published.Commit)
		if err != nil {
			repository.Close()
			return nil, err
		}
		if hosts, err := forge.ReadHosts(files); err == nil { // an older book has no table
			s.Hosts = hosts
		}
	}
	name := published.Remote
	if s.server, err = remote.Open(s.settings, name); err != nil {
		repository.Close()
		return nil, err
	}
	s.result.Remote = name
	s.result.Proposal = forge.Proposal{Target: s.target, Draft: o.Draft}
	return s, nil
}
