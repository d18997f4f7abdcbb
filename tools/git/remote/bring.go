package remote

import (
	"context"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// Bring fetches a commit as Fetch does, unless the repository has it already.
func (r *Remote) Bring(ctx context.Context, repository *repo.Repository, want plumbing.Hash) error {
	if repository.Store.HasEncodedObject(want) == nil {
		return nil
	}
	have, err := known(repository)
	if err != nil {
		return err
	}
	shallow, err := repository.Store.Shallow()
	if err != nil {
		return err
	}
	return r.Fetch(ctx, repository, want, have, shallow)
}

// maxHave is the number of commits at most that a fetch tells the server that we have.
const maxHave = 256

// known returns commits that a repository has: of each branch the tip and its first parents, up to maxHave in all.
func known(repository *repo.Repository) ([]plumbing.Hash, error) {
	refs, err := repository.Store.IterReferences()
	if err != nil {
		return nil, err
	}
	var have []plumbing.Hash
	seen := map[plumbing.Hash]bool{}
	add := func(hash plumbing.Hash) {
		for len(have) < maxHave && !seen[hash] {
			seen[hash] = true
			c, err := object.GetCommit(repository.Store, hash)
			if err != nil {
				return // the end of a shallow history
			}
			have = append(have, hash)
			if len(c.ParentHashes) == 0 {
				return
			}
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
