// Package take brings the dilemma of a proposal on the server into the working tree, so that the redactie goes on with it there. It writes what is not
// there yet, or is there byte for byte as it is published, and nothing else. It remembers which proposal it is, so that package submit brings that one
// further. It never touches the index, HEAD or a branch.
package take

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Options are the arguments of Find and Run.
type Options struct {
	Root string
	// Settings are those of hugo.toml in the working tree.
	Settings *settings.Settings
	// Name is the proposal: its number, such as 12, #12 or !12, or the slug of a dilemma that is in one.
	Name string
	// Patience is how long the server may take, and Waiting is told the host of one that takes long; nil tells nobody.
	Patience wire.Patience
	Waiting  func(host string)
}

// Taken is the dilemma of a proposal.
type Taken struct {
	Slug string
	Of   proposal.Proposal
	// Written are the files that were brought into the working tree; none when they were there already.
	Written []string
}

// SeveralError means that a proposal changes more than one dilemma, or none.
type SeveralError struct{ Of proposal.Proposal }

func (e *SeveralError) Error() string { return fmt.Sprintf("%s changes %s", e.Of.Name(), e.Of.Slugs) }

// NotOpenError means that a proposal was merged or closed, or changes no dilemma.
type NotOpenError struct{ Of proposal.Proposal }

func (e *NotOpenError) Error() string { return fmt.Sprintf("%s is %s", e.Of.Name(), e.Of.State) }

// DifferentError means that the working tree has another version of a file than the proposal.
type DifferentError struct {
	Of   proposal.Proposal
	Path string
}

func (e *DifferentError) Error() string { return e.Path + " differs from " + e.Of.Name() }

// UnfitError means that a proposal has a file with a name or of a kind that is not brought into a working tree.
type UnfitError struct {
	Of   proposal.Proposal
	Path string
}

func (e *UnfitError) Error() string { return e.Path + " is not taken from " + e.Of.Name() }

// taking is a proposal that was found, in an open repository.
type taking struct {
	Options
	repo   *repo.Repository
	remote string
	base   map[string]plumbing.Hash // the files of the dilemma on the published branch
	found  *proposal.Proposal
	slug   string
}

// Find asks the server which dilemma a proposal is about. It writes nothing in the working tree. The error is proposal.ErrUnknown, a
// *proposal.SeveralError, a *SeveralError, a *NotOpenError, an *remote.Error, or one of reading the repository.
func Find(ctx context.Context, o Options) (*Taken, error) {
	t, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer t.repo.Close()
	return &Taken{Slug: t.slug, Of: *t.found}, nil
}

// Run brings the files of the dilemma of a proposal into the working tree. When one is there with content that is neither that of the proposal nor what
// is published, it writes none; unless the user went on with this very version of the proposal already. The error is one of Find, a *DifferentError, an *UnfitError, proposal.ErrTooLarge, or one of writing.
func Run(ctx context.Context, o Options) (*Taken, error) {
	t, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer t.repo.Close()
	files, err := t.files()
	if err != nil {
		return nil, err
	}
	taken := &Taken{Slug: t.slug, Of: *t.found}
	if taken.Written, err = t.wanted(files); err != nil {
		return nil, err
	}
	for _, name := range taken.Written {
		err := casebook.DirFS(o.Root).Edit(name, func(before []byte) ([]byte, error) {
			if before != nil && !t.published(name, before) {
				return nil, &DifferentError{*t.found, name} // it came meanwhile
			}
			return files[name], nil
		})
		if err != nil {
			return nil, err
		}
	}
	return taken, submit.WorkOn(t.repo, t.remote, t.slug, t.found.Number, t.found.Commit)
}

// open finds the proposal and its dilemma. Close the repository.
func open(ctx context.Context, o Options) (t *taking, err error) {
	repository, err := repo.Open(o.Root)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			repository.Close()
		}
	}()
	published, err := proposal.FindPublished(repository, o.Settings)
	if err != nil {
		return nil, err
	}
	server, err := proposal.Connect(repository, published)
	if err != nil {
		return nil, err
	}
	server.Patience, server.Waiting = o.Patience, o.Waiting
	all, err := proposal.Refresh(ctx, server, repository, published)
	if err != nil {
		return nil, err
	}
	t = &taking{Options: o, repo: repository, remote: server.Name}
	if t.found, err = all.Find(o.Name); err != nil {
		return nil, err
	}
	switch {
	case t.found.State != proposal.Open:
		return nil, &NotOpenError{*t.found}
	case slices.Contains(t.found.Slugs, o.Name):
		t.slug = o.Name
	case len(t.found.Slugs) == 1:
		t.slug = t.found.Slugs[0]
	default:
		return nil, &SeveralError{*t.found}
	}
	if published.Commit != nil {
		if files, err := proposal.FilesIn(repository, published.Commit, t.slug); err == nil { // what can't be read counts as the user's own
			t.base = files
		}
	}
	return t, nil
}

// files reads the files of the dilemma in the proposal, by their paths from the root of the casebook.
func (t *taking) files() (map[string][]byte, error) {
	commit, err := object.GetCommit(t.repo.Store, t.found.Commit)
	if err != nil {
		return nil, err
	}
	hashes, err := proposal.FilesIn(t.repo, commit, t.slug)
	if err != nil {
		return nil, err
	}
	files, size := map[string][]byte{}, 0
	for name, hash := range hashes {
		entry, err := t.repo.Entry(commit.TreeHash, path.Join(t.repo.Prefix, name))
		if err != nil {
			return nil, err
		}
		if entry.Mode != filemode.Regular && entry.Mode != filemode.Executable || !fit(name) {
			return nil, &UnfitError{*t.found, name}
		}
		kind, data, err := repo.Read(t.repo.Store, hash)
		if err != nil {
			return nil, err
		}
		if size += len(data); kind != plumbing.BlobObject || size > proposal.MaxFiles {
			return nil, proposal.ErrTooLarge
		}
		files[name] = data
	}
	return files, nil
}

// fit reports whether a path in a proposal can be a file of a dilemma on every disk: its parts are no names of Git, of Windows or of a leftover.
func fit(name string) bool {
	return !slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return part == "" || casebook.IsLeftover(part) || casebook.ReservedByWindows(part)
	})
}

// wanted returns the sorted paths of the files to write. The error is a *DifferentError when the user has a version of their own.
func (t *taking) wanted(files map[string][]byte) ([]string, error) {
	here, _, err := proposal.Files(casebook.DirFS(t.Root), t.slug)
	if err != nil && !errors.Is(err, proposal.ErrNotFound) {
		return nil, err
	}
	missing := maps.Clone(files)
	for _, f := range here {
		theirs, ok := files[f.Path]
		switch {
		case ok && string(proposal.NewFile(f.Path, theirs).Data) == string(f.Data): // in the working tree with the line ends of Windows, perhaps
			delete(missing, f.Path)
		case ok && t.published(f.Path, f.Data):
		case submit.WorksOn(t.repo, t.remote, t.slug, t.found.Number, t.found.Commit):
			return nil, nil
		default:
			return nil, &DifferentError{*t.found, f.Path}
		}
	}
	return slices.Sorted(maps.Keys(missing)), nil
}

// published reports whether the published branch has a file with just this content, so that it is of nobody alone.
func (t *taking) published(name string, data []byte) bool {
	return t.base[name] == proposal.NewFile(name, data).Hash()
}
