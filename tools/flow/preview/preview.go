// Package preview makes the files of a proposal as they would be published: those of the published branch, with the texts of the proposal. It takes them
// from Git and writes them to a folder of their own, so that nothing is checked out and nothing that the proposal brings is run.
package preview

import (
	"context"
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/trust"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// maxTexts is the number of texts that a proposal may change; their size is at most proposal.MaxFiles.
const maxTexts = 1000

// ErrNoPublished means that there is no published branch to show the proposal with.
var ErrNoPublished = errors.New("no published branch")

// Options are the arguments of Write.
type Options struct {
	// Root is the folder with hugo.toml in the clone of the user. Name is the number of a merge request, or a branch or a commit.
	Root, Name string
	// Settings are those of hugo.toml in the working tree; those of the published branch go first.
	Settings *settings.Settings
}

// Proposal is what Write wrote.
type Proposal struct {
	Name      string   // what the server calls the proposal, such as #12, or its branch
	Commit    string   // the hash of its last commit
	Published string   // the name of the published branch, such as origin/main
	Texts     []string // the texts that it brings, changes or takes away, by path
	Left      []string // the other files that it changes, which are as they are on the published branch
	Offline   bool     // the server gave no answer: these are the branches as this clone knows them
}

// Write asks the server for the proposal and for the newest published branch, and writes the files to the folder dir, which must be empty. The error is
// ErrNoPublished, proposal.ErrUnknown, a *proposal.SeveralError, proposal.ErrTooLarge, repo.ErrNoRepository, repo.ErrNoBase, or one of remote or of writing.
func Write(ctx context.Context, o Options, dir string) (*Proposal, error) {
	r, err := repo.Open(o.Root)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	published, err := proposal.FindPublished(r, o.Settings)
	if err != nil {
		return nil, err
	}
	f := &finder{Options: o, repo: r, published: published, shown: &Proposal{}}
	head, err := f.find(ctx)
	switch {
	case published.Commit == nil && (err == nil || errors.Is(err, proposal.ErrUnknown)):
		return nil, ErrNoPublished
	case err != nil:
		return nil, err
	}
	f.shown.Commit, f.shown.Published = head.Hash.String(), published.Ref.Short()
	files, err := f.files(head)
	if err != nil {
		return nil, err
	}
	return f.shown, write(r, files, dir)
}

type finder struct {
	Options
	repo      *repo.Repository
	published *proposal.Published
	shown     *Proposal
}

// find returns the last commit of the proposal, and brings the published branch up to date.
func (f *finder) find(ctx context.Context) (*object.Commit, error) {
	found, err := proposal.Seek(ctx, f.repo, f.published, f.Name, func(*remote.Remote) {})
	if err != nil {
		return nil, err
	}
	f.shown.Name, f.shown.Offline = found.Name(), found.Unanswered != nil
	return object.GetCommit(f.repo.Store, found.Commit)
}

// files returns the files to write, by path: those of the published branch, and the texts of the proposal instead of those that it changes.
func (f *finder) files(head *object.Commit) (map[string]plumbing.Hash, error) {
	all, err := f.repo.Changes(nil, f.published.Commit)
	if err != nil {
		return nil, err
	}
	files := map[string]plumbing.Hash{}
	for _, c := range all {
		// A link or another repository has no place in a site, and what lies outside the book is not part of it.
		if c.Mode != filemode.Symlink && c.Mode != filemode.Submodule && filepath.IsLocal(filepath.FromSlash(c.Path)) {
			files[c.Path] = c.Hash
		}
	}
	bases, err := head.MergeBase(f.published.Commit)
	if err != nil || len(bases) == 0 {
		return nil, errors.Join(repo.ErrNoBase, err)
	}
	changes, err := f.repo.Changes(bases[0], head)
	if err != nil {
		return nil, err
	}
	size := int64(0)
	for _, c := range changes {
		if _, there := files[c.Path]; there && c.After && files[c.Path] == c.Hash || !there && !c.After {
			continue // the published branch has it already
		}
		if !trust.ChangesText(c) || !filepath.IsLocal(filepath.FromSlash(c.Path)) || belowFile(c.Path, files) {
			f.shown.Left = append(f.shown.Left, c.Path)
			continue
		}
		f.shown.Texts = append(f.shown.Texts, c.Path)
		if !c.After {
			delete(files, c.Path)
			continue
		}
		files[c.Path] = c.Hash
		one, err := f.repo.Store.EncodedObjectSize(c.Hash)
		if err != nil {
			return nil, err
		}
		if size += one; size > proposal.MaxFiles || len(f.shown.Texts) > maxTexts {
			return nil, proposal.ErrTooLarge
		}
	}
	return files, nil
}

// belowFile reports whether a folder above a path is a file, as when a proposal puts a folder in the place of a file that it may not take away.
func belowFile(name string, files map[string]plumbing.Hash) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, there := files[dir]; there {
			return true
		}
	}
	return false
}

// write writes files to a folder, each as it stands in Git.
func write(r *repo.Repository, files map[string]plumbing.Hash, dir string) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		_, data, err := repo.Read(r.Store, files[name])
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(target, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
