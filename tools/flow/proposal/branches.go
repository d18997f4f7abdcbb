// Package proposal handles the proposal of one dilemma in Git: the files that belong to it, the branches that hold it, the published branch that it
// is for, and the commit that proposes it. It reads and writes objects and reads references with go-git. It never touches the index, HEAD or the
// working tree, and it sends nothing to a server.
package proposal

import (
	"path"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// BranchesWith returns the sorted names of the local and remote branches that hold a file at this path, and the numbers of the open proposals on a server that
// do, such as #12. The path is relative to root, which may be a folder inside the repository. When the repository can't be read, it returns none.
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
		shown := ""
		if ref.Name().IsBranch() || ref.Name().IsRemote() {
			shown = ref.Name().Short()
		} else {
			shown = nameOfKept(ref.Name())
		}
		if shown != "" && ref.Type() == plumbing.HashReference && hasFile(repository.Store, ref.Hash(), path.Join(repository.Prefix, name)) {
			branches = append(branches, shown)
		}
		return nil
	})
	slices.Sort(branches)
	return slices.Compact(branches)
}

// Names returns what the servers call the open proposals that the repository around root keeps, such as #12, sorted. When it can't be read, it returns none.
func Names(root string) []string {
	repository, err := repo.Open(root)
	if err != nil {
		return nil
	}
	defer repository.Close()
	here, err := references(repository)
	if err != nil {
		return nil
	}
	var names []string
	for ref := range here {
		if name := nameOfKept(ref); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func hasFile(store *repo.Store, commit plumbing.Hash, name string) bool {
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
