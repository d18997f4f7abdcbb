package proposal

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Published is the published branch, as far as this clone knows it.
type Published struct {
	// Remote is the name of its server in Git, Branch its name on that server.
	Remote, Branch string
	// Ref is its remote-tracking reference, or else the local branch with that name; empty when the clone has neither.
	Ref plumbing.ReferenceName
	// Commit is its last commit; nil when Ref is empty.
	Commit *object.Commit
	// Missing tells that the server has no such branch, as Refresh found out.
	Missing bool
	// Settings are those of hugo.toml on that branch; when Ref is empty, those of the caller.
	Settings *settings.Settings
}

// FindPublished finds the published branch. The name of that branch is in hugo.toml, which a proposal could change to name itself. So the file is
// read from the default branch of the server as recorded by git clone, or else from a branch with a usual name. Only when there is no such branch do
// the settings of the caller count. An error comes from reading the repository.
func FindPublished(repository *repo.Repository, own *settings.Settings) (*Published, error) {
	remotes := repository.Settings().Remotes()
	named := own
	for _, ref := range defaultBranches(remotes) {
		commit, err := resolve(repository, ref)
		if err != nil || commit == nil {
			continue
		}
		found, err := settingsAt(repository, commit)
		if err != nil {
			return nil, err
		}
		if found != nil {
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
		found, err := settingsAt(repository, commit)
		if err != nil {
			return nil, err
		}
		if found != nil {
			p.Settings = found
		}
		break
	}
	return p, nil
}

// Refs lists the references that the branch may have. The first one that exists counts.
func (p *Published) Refs() []plumbing.ReferenceName {
	return []plumbing.ReferenceName{plumbing.NewRemoteReferenceName(p.Remote, p.Branch), plumbing.NewBranchReferenceName(p.Branch)}
}

// defaultBranches lists the references of the branches whose hugo.toml may say which branch is published, the most trusted first.
func defaultBranches(remotes []string) []plumbing.ReferenceName {
	const first = "origin" // the remote that git clone makes
	if slices.Contains(remotes, first) {
		others := slices.DeleteFunc(slices.Clone(remotes), func(name string) bool { return name == first })
		remotes = append([]string{first}, others...)
	}
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

// settingsAt reads hugo.toml in a commit; nil when there is none that can be parsed. The error is plumbing.ErrObjectNotFound when the commit has one that this
// clone lacks: to go by other settings then would be to go by those of a proposal.
func settingsAt(repository *repo.Repository, commit *object.Commit) (*settings.Settings, error) {
	files, err := repo.At(repository, commit)
	if err != nil {
		return nil, err
	}
	src, err := fs.ReadFile(files, settings.File)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, plumbing.ErrObjectNotFound
	}
	if err != nil {
		return nil, nil
	}
	s, err := settings.Parse(src)
	if err != nil {
		return nil, nil
	}
	return s, nil
}
