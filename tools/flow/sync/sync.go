// Package sync brings a clone forward to the published branch, as it is on the server. It goes on where `git pull` refuses, when nothing can be lost: a file or a
// commit of the user that the published branch has too gives way. What is anything else stays as it is, and is named. A run that was interrupted can be repeated: the
// next run finishes it.
package sync

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Options are the arguments of Run.
type Options struct {
	// Root is the folder with hugo.toml.
	Root string
	// Settings are those of hugo.toml in the working tree; they count only where there is no published branch yet.
	Settings *settings.Settings
	// DryRun fetches, and tells what would happen; the branch and the files stay.
	DryRun bool
	// Now decides which dilemmas are on the site.
	Now time.Time
	// Patience is how long a server may take, and Waiting is told the host of one that takes long; nil tells nobody.
	Patience wire.Patience
	Waiting  func(host string)
}

// State is how the branch of the user is after a run, or would be.
type State string

const (
	Current  State = "current"  // it was that of the server already
	Ahead    State = "ahead"    // it was, and has commits of the user besides
	Forward  State = "forward"  // it was brought forward
	Diverged State = "diverged" // it has commits that the server does not have, in whatever shape, and lacks others: it stays
)

// Result is what a run did, or with DryRun would do.
type Result struct {
	State          State
	Remote, Branch string // the published branch
	Local          string // the branch that is checked out
	From, To       string // hashes: where that was, empty when it had no commits, and where the published one is
	New            int    // commits that came
	Dilemmas       []*diff.Dilemma
	Others         []string // files that came and are none of a dilemma
	// Files are those that another thing happened to than that they came, by path.
	Files []repo.Moved
	// Commits are those of the user that are not on the server: they stay when the state is Ahead or Diverged, and gave way when it is Forward.
	Commits []Commit
	// Kept is a reference to the commits that gave way; empty when there are none.
	Kept string
	// Open is how many proposals wait on the server.
	Open int
}

// Commit is a commit of the user, with the first line of its message.
type Commit struct {
	Hash    string `json:"commit"`
	Subject string `json:"subject"`
}

// Differs reports whether something of the user stayed that is not what the published branch has, where it brought something.
func (r *Result) Differs() bool {
	return r.State == Diverged || slices.ContainsFunc(r.Files, repo.Moved.Kept)
}

// StandingError means that a clone can't be brought forward as it stands.
type StandingError struct {
	// Kind is bare, tables, sparse, doing, detached, branch or elsewhere.
	Kind string
	// Local is the branch that is checked out, and Branch the published one.
	Local, Branch, Remote string
	// Detail is what was begun, or the other folder in which the branch is checked out.
	Detail string
}

func (e *StandingError) Error() string { return "can't be brought forward: " + e.Kind }

// NoBranchError means that the server does not have the published branch.
type NoBranchError struct{ Remote, Branch string }

func (e *NoBranchError) Error() string { return e.Remote + " has no branch " + e.Branch }

// Run brings the clone forward. A result beside an error holds what was known by then. The error is a *StandingError, a *NoBranchError, one of remote or of
// repo.Repository.Move, or plumbing.ErrObjectNotFound.
func Run(ctx context.Context, o Options) (*Result, error) {
	repository, err := repo.Open(o.Root)
	if err != nil {
		return nil, err
	}
	defer repository.Close()
	published, err := proposal.FindPublished(repository, o.Settings)
	if err != nil {
		return nil, err
	}
	s := &syncing{Options: o, repo: repository, published: published, result: &Result{Remote: published.Remote, Branch: published.Branch}}
	if err := s.stand(); err != nil {
		return s.result, err
	}
	if !o.DryRun {
		if err := repository.Settle(s.result.Local); err != nil {
			return s.result, err
		}
	}
	if err := s.fetch(ctx); err != nil {
		return s.result, err
	}
	between, forward, err := s.compare()
	if err != nil || !forward {
		return s.result, err
	}
	if err := s.describe(); err != nil {
		return s.result, err
	}
	return s.result, s.move(between)
}

// syncing is the state of one run.
type syncing struct {
	Options
	repo      *repo.Repository
	published *proposal.Published
	local     *object.Commit // nil when the branch has no commits yet
	target    *object.Commit
	result    *Result
}

// stand looks whether the clone can be brought forward as it stands. The error is a *StandingError.
func (s *syncing) stand() error {
	now := s.repo.Standing()
	r := s.result
	r.Local = now.Branch
	refuse := func(kind, detail string) error { return &StandingError{kind, r.Local, r.Branch, r.Remote, detail} }
	switch {
	case now.Bare:
		return refuse("bare", "")
	case now.Tables:
		return refuse("tables", "")
	case now.Doing != "":
		return refuse("doing", now.Doing)
	case now.Branch == "":
		return refuse("detached", "")
	case now.Sparse:
		return refuse("sparse", "")
	case !s.follows(now.Branch):
		return refuse("branch", "")
	case now.Elsewhere != "":
		return refuse("elsewhere", now.Elsewhere)
	}
	return nil
}

// follows reports whether a branch is the published one here: by its settings, or by its name when it has none.
func (s *syncing) follows(branch string) bool {
	config := s.repo.Settings()
	from, merge := config.Get("branch."+branch+".remote"), config.Get("branch."+branch+".merge")
	if from == "" || merge == "" {
		return branch == s.result.Branch
	}
	return from == s.result.Remote && merge == plumbing.NewBranchReferenceName(s.result.Branch).String()
}

// fetch asks the server for the newest commit of the published branch and for the proposals, and fetches them.
func (s *syncing) fetch(ctx context.Context) error {
	server, err := proposal.Connect(s.repo, s.published)
	if err != nil {
		return err
	}
	server.Patience, server.Waiting = s.Patience, s.Waiting
	proposals, err := proposal.Refresh(ctx, server, s.repo, s.published)
	if err != nil {
		return err
	}
	if s.published.Missing {
		return &NoBranchError{s.result.Remote, s.result.Branch}
	}
	s.target, s.result.Open = s.published.Commit, len(proposals.Open)
	s.result.To = s.target.Hash.String()
	return nil
}

// compare compares the branch of the user with that of the server. It returns the commits that come, and whether the branch can go forward to them: it leads there,
// or all that its own commits changed is there too.
func (s *syncing) compare() (between []*object.Commit, forward bool, err error) {
	s.result.State = Forward
	s.local, err = s.repo.Commit("HEAD")
	if errors.Is(err, repo.ErrNoRevision) {
		s.local = nil
		return nil, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	s.result.From = s.local.Hash.String()
	if s.local.Hash == s.target.Hash {
		s.result.State = Current
		return nil, false, nil
	}
	between, contained, err := s.repo.Since(s.local.Hash, s.target.Hash)
	if err != nil {
		return nil, false, err
	}
	s.result.New = len(between)
	if contained {
		return between, true, nil
	}
	own, contained, err := s.repo.Since(s.target.Hash, s.local.Hash)
	if err != nil {
		return nil, false, err
	}
	for _, c := range own {
		subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
		s.result.Commits = append(s.result.Commits, Commit{c.Hash.String(), subject})
	}
	if contained {
		s.result.State = Ahead
		return nil, false, nil
	}
	arrived, err := s.arrived(between)
	if !arrived {
		s.result.State = Diverged
	}
	return between, arrived, err
}

// arrived reports whether each file that the commits of the user changed is on the published branch as they left it, or was there on the way.
func (s *syncing) arrived(between []*object.Commit) (bool, error) {
	bases, err := s.local.MergeBase(s.target)
	if err != nil && !errors.Is(err, plumbing.ErrObjectNotFound) {
		return false, err
	}
	if len(bases) != 1 {
		return false, nil // they have no beginning in common here, or more than one
	}
	changes, err := s.repo.Changes(bases[0], s.local)
	if err != nil {
		return false, err
	}
	for _, c := range changes {
		name := path.Join(s.repo.Prefix, c.Path)
		there, err := s.repo.Entry(s.target.TreeHash, name)
		if err != nil {
			return false, err
		}
		if there.Hash == c.Hash && there.Mode == c.Mode {
			continue
		}
		had, err := s.repo.Versions(between, name)
		if err != nil || !c.After || !had[c.Hash] {
			return false, err
		}
	}
	return true, nil
}

// describe tells which dilemmas come.
func (s *syncing) describe() error {
	changes, err := s.repo.Changes(s.local, s.target)
	if err != nil {
		return err
	}
	var before fs.FS = embed.FS{} // without files
	if s.local != nil {
		if before, err = repo.At(s.repo, s.local); err != nil {
			return err
		}
	}
	after, err := repo.At(s.repo, s.target)
	if err != nil {
		return err
	}
	def, err := canvas.Load(product.Over(after))
	if err != nil {
		if def, err = canvas.Load(product.Files); err != nil {
			return err
		}
	}
	files := make([]diff.File, len(changes))
	for i, c := range changes {
		files[i] = diff.File{Path: c.Path, Op: diff.Change}
		switch {
		case !c.Before:
			files[i].Op = diff.Insert
		case !c.After:
			files[i].Op = diff.Delete
		}
	}
	all := diff.Each(def, before, after, files, s.Now, func(d *diff.Dilemma) { d.Before, d.After, d.Changes = nil, nil, nil })
	s.result.Dilemmas = all.Dilemmas
	for _, f := range all.Others {
		s.result.Others = append(s.result.Others, f.Path)
	}
	return nil
}

// move brings the branch, the index and the files forward.
func (s *syncing) move(between []*object.Commit) error {
	from := plumbing.ZeroHash
	if s.local != nil {
		from = s.local.Hash
	}
	m, err := s.repo.Move(s.result.Local, from, s.target.Hash, between, s.DryRun)
	if err != nil {
		return err
	}
	defer m.Close()
	left := map[string]plumbing.Hash{}
	for _, f := range m.Files {
		rel, err := filepath.Rel(filepath.FromSlash(s.repo.Prefix), filepath.FromSlash(f.Path))
		if err != nil {
			return err
		}
		if f.Path = filepath.ToSlash(rel); f.Outcome != repo.Came {
			s.result.Files = append(s.result.Files, f)
		}
		if f.Outcome == repo.Differs && !f.Gone {
			if hash, ok := s.stored(f.Path); ok {
				left[f.Path] = hash
			}
		}
	}
	if s.DryRun {
		return nil
	}
	why := "Fast-forward"
	if len(s.result.Commits) > 0 {
		why = "the commits here are on " + s.result.Remote + "/" + s.result.Branch
		if s.result.Kept, err = s.repo.Keep(from); err != nil {
			return err
		}
	}
	if err := proposal.SetLeft(s.repo, left); err != nil {
		return err
	}
	return m.Run("dilemma sync: " + why)
}

// stored returns what submit would store of a file in the working tree; false when that can't be told.
func (s *syncing) stored(name string) (hash plumbing.Hash, ok bool) {
	data, err := fs.ReadFile(casebook.DirFS(s.Root), name)
	if err != nil {
		return hash, false
	}
	_, before, err := repo.Read(s.repo.Store, s.there(name))
	if err != nil {
		return hash, false
	}
	f := proposal.NewFile(name, data)
	if f.Data, err = s.repo.Converter().Convert(name, f.Data, before); err != nil {
		return hash, false
	}
	return f.Hash(), true
}

// there returns the file on the published branch, or the zero hash.
func (s *syncing) there(name string) plumbing.Hash {
	e, err := s.repo.Entry(s.target.TreeHash, path.Join(s.repo.Prefix, name))
	if err != nil {
		return plumbing.ZeroHash
	}
	return e.Hash
}
