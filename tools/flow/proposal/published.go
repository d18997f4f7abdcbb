package proposal

import (
	"io/fs"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Published is the branch that is published, as far as this clone knows it.
type Published struct {
	// Remote and Branch are its server and its name there.
	Remote, Branch string
	// Ref is the reference to it: that of the server as it was last fetched, else the branch of this clone; empty when neither is here.
	Ref plumbing.ReferenceName
	// Commit is the last commit of it; nil when Ref is empty.
	Commit *object.Commit
	// Settings are those of hugo.toml on that branch; where Ref is empty, the ones that the caller has.
	Settings *settings.Settings
}

// FindPublished finds the published branch. Its name stands in hugo.toml, so a proposal could name itself: the file is therefore read from the
// branch that the server calls its default, as a clone notes it, or else from a branch with a usual name. Only where there is none the settings
// of the caller count. The error is one of the repository.
func FindPublished(repository *repo.Repository, own *settings.Settings) (*Published, error) {
	remotes := repository.Settings().Remotes()
	named := own
	for _, ref := range defaultBranches(remotes) {
		commit, err := resolve(repository, ref)
		if err != nil || commit == nil {
			continue
		}
		if found, ok := settingsAt(repository, commit); ok {
			named = found
			break
		}
	}
	p := &Published{Settings: own}
	p.Remote, p.Branch = named.Published()
	if len(remotes) == 1 {
		p.Remote = remotes[0] // whatever it is called
	}
	for _, ref := range p.Refs() {
		commit, err := resolve(repository, ref)
		if err != nil {
			return nil, err
		}
		if commit == nil {
			continue
		}
		p.Ref, p.Commit, p.Settings = ref, commit, &settings.Settings{}
		if found, ok := settingsAt(repository, commit); ok {
			p.Settings = found
		}
		break
	}
	return p, nil
}

// Refs lists the references that the branch can have, the first that is there counts.
func (p *Published) Refs() []plumbing.ReferenceName {
	return []plumbing.ReferenceName{plumbing.NewRemoteReferenceName(p.Remote, p.Branch), plumbing.NewBranchReferenceName(p.Branch)}
}

// defaultBranches lists the references in which the branch is sought that tells which one is published, the most trusted first.
func defaultBranches(remotes []string) []plumbing.ReferenceName {
	remotes = slices.Clone(remotes)
	slices.SortStableFunc(remotes, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == "origin":
			return -1
		case b == "origin":
			return 1
		}
		return 0
	})
	var refs []plumbing.ReferenceName
	for _, r := range remotes {
		refs = append(refs, plumbing.NewRemoteHEADReferenceName(r))
	}
	for _, r := range remotes {
		refs = append(refs, plumbing.NewRemoteReferenceName(r, "main"), plumbing.NewRemoteReferenceName(r, "master"))
	}
	return append(refs, plumbing.NewBranchReferenceName("main"), plumbing.NewBranchReferenceName("master"))
}

// resolve returns the commit of a reference; nil when there is no such reference.
func resolve(repository *repo.Repository, name plumbing.ReferenceName) (*object.Commit, error) {
	ref, err := storer.ResolveReference(repository.Store, name)
	if err != nil {
		return nil, nil
	}
	return object.GetCommit(repository.Store, ref.Hash())
}

// settingsAt reads hugo.toml of a commit. It reports false when there is none that can be read.
func settingsAt(repository *repo.Repository, commit *object.Commit) (*settings.Settings, bool) {
	files, err := repo.At(repository, commit)
	if err != nil {
		return nil, false
	}
	src, err := fs.ReadFile(files, settings.File)
	if err != nil {
		return nil, false
	}
	s, err := settings.Parse(src)
	return s, err == nil
}
