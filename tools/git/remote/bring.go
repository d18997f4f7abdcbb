package remote

import (
	"context"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// Bring fetches commits as Fetch does, all at once, except those that the repository has already.
func (r *Remote) Bring(ctx context.Context, repository *repo.Repository, wanted ...plumbing.Hash) error {
	var wants []plumbing.Hash
	for _, want := range wanted {
		if repository.Store.HasEncodedObject(want) != nil && !slices.Contains(wants, want) {
			wants = append(wants, want)
		}
	}
	if len(wants) == 0 {
		return nil
	}
	have, err := r.known(repository)
	if err != nil {
		return err
	}
	shallow, err := repository.Store.Shallow()
	if err != nil {
		return err
	}
	return r.Fetch(ctx, repository, wants, have, shallow)
}

// maxHave is the number of commits at most that a fetch tells the server that we have, and maxTips how many of them are the last ones of what came from a
// server or was made here. The others are their first parents.
const maxHave, maxTips = 256, 192

// known returns commits that a repository has, first those that this server has probably as well.
func (r *Remote) known(repository *repo.Repository) ([]plumbing.Hash, error) {
	refs, err := repository.Store.IterReferences()
	if err != nil {
		return nil, err
	}
	var own, others []plumbing.Hash
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		switch {
		case ref.Type() != plumbing.HashReference || ref.Name().IsTag():
		case strings.HasPrefix(ref.Name().String(), "refs/remotes/"+r.Name+"/"):
			own = append(own, ref.Hash())
		default:
			others = append(others, ref.Hash())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	seen := map[plumbing.Hash]bool{}
	var have, tips []plumbing.Hash
	// add adds a commit, unless it is known already or the repository lacks it, and returns its first parent.
	add := func(hash plumbing.Hash) (parent plumbing.Hash) {
		c, err := object.GetCommit(repository.Store, hash)
		if seen[hash] || err != nil {
			return plumbing.ZeroHash
		}
		seen[hash] = true
		have = append(have, hash)
		if len(c.ParentHashes) == 0 {
			return plumbing.ZeroHash
		}
		return c.ParentHashes[0]
	}
	for _, hash := range append(own, others...) {
		if len(have) < maxTips {
			tips = append(tips, add(hash))
		}
	}
	for _, hash := range tips {
		for len(have) < maxHave && !hash.IsZero() {
			hash = add(hash)
		}
	}
	return have, nil
}
