// Package proposal knows where a dilemma stands on its way to the casebook: on which branches it is. It reads objects and
// references of Git with go-git, and never touches the index, HEAD or a working file.
package proposal

import (
	"path"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// BranchesWith returns the names of the local and remote branches that hold a file at this path, sorted. The path is
// relative to root, which may lie deeper than the top of the repository. Where Git can't tell, there are none.
func BranchesWith(root, name string) []string {
	repository, err := repo.Open(root)
	if err != nil {
		return nil
	}
	defer repository.Close()
	refs, err := repository.Store.IterReferences()
	if err != nil {
		return nil
	}
	var branches []string
	_ = refs.ForEach(func(ref *plumbing.Reference) error {
		isBranch := ref.Name().IsBranch() || ref.Name().IsRemote()
		if isBranch && ref.Type() == plumbing.HashReference && holds(repository.Store, ref.Hash(), path.Join(repository.Prefix, name)) {
			branches = append(branches, ref.Name().Short())
		}
		return nil
	})
	slices.Sort(branches)
	return slices.Compact(branches)
}

func holds(store *filesystem.Storage, commit plumbing.Hash, name string) bool {
	c, err := object.GetCommit(store, commit)
	if err != nil {
		return false
	}
	tree, err := c.Tree()
	if err != nil {
		return false
	}
	_, err = tree.FindEntry(name)
	return err == nil
}
