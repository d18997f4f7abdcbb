// Package proposal knows where a dilemma stands on its way to the casebook: on which branches it is. It reads objects and
// references of Git with go-git, and never touches the index, HEAD or a working file.
package proposal

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// BranchesWith returns the names of the local and remote branches that hold a file at this path, sorted. The path is
// relative to root, which may lie deeper than the top of the repository. Where Git can't tell, there are none.
func BranchesWith(root, name string) []string {
	store, prefix, ok := open(root)
	if !ok {
		return nil
	}
	refs, err := store.IterReferences()
	if err != nil {
		return nil
	}
	var branches []string
	_ = refs.ForEach(func(ref *plumbing.Reference) error {
		isBranch := ref.Name().IsBranch() || ref.Name().IsRemote()
		if isBranch && ref.Type() == plumbing.HashReference && holds(store, ref.Hash(), path.Join(prefix, name)) {
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

// open opens the store of objects and references of the repository around root, and returns the path of root in it. It
// reads no configuration: go-git refuses repositories with settings that it does not know, such as those of a sparse
// checkout, and none of them matter here.
func open(root string) (store *filesystem.Storage, prefix string, ok bool) {
	for at := root; ; {
		if dir, found := gitDir(filepath.Join(at, ".git")); found {
			rel, err := filepath.Rel(at, root)
			if err != nil {
				return nil, "", false
			}
			fs := dotgit.NewRepositoryFilesystem(osfs.New(dir), commonDir(dir))
			return filesystem.NewStorage(fs, cache.NewObjectLRUDefault()), filepath.ToSlash(rel), true
		}
		up := filepath.Dir(at)
		if up == at {
			return nil, "", false
		}
		at = up
	}
}

// gitDir follows a .git: a folder, or in a linked worktree a file that names one.
func gitDir(dotGit string) (string, bool) {
	info, err := os.Stat(dotGit)
	if err != nil {
		return "", false
	}
	if info.IsDir() {
		return dotGit, true
	}
	text, err := os.ReadFile(dotGit)
	if err != nil {
		return "", false
	}
	dir, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if ok && !filepath.IsAbs(dir) {
		dir = filepath.Join(filepath.Dir(dotGit), dir)
	}
	return dir, ok
}

// commonDir returns the folder that a linked worktree shares with its repository, or nil when dir is the whole of it.
func commonDir(dir string) billy.Filesystem {
	text, err := os.ReadFile(filepath.Join(dir, "commondir"))
	if err != nil {
		return nil
	}
	common := strings.TrimSpace(string(text))
	if !filepath.IsAbs(common) {
		common = filepath.Join(dir, common)
	}
	return osfs.New(common)
}
