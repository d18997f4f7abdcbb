package repo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
)

// SetRemote sets a remote-tracking reference (refs/remotes/REMOTE/BRANCH), as Point does.
func (r *Repository) SetRemote(remote, branch string, commit plumbing.Hash) error {
	return r.Point(map[plumbing.ReferenceName]plumbing.Hash{plumbing.NewRemoteReferenceName(remote, branch): commit})
}

// Point makes references point to commits, and takes away those that are given the zero hash: each completely or not at all. It returns os.ErrExist when it
// left some as they were, because git has locked them, or because there is one of which the name goes on where this one ends, or the other way round.
// References in tables are only written where git is, and so are those taken away that git has put together in one file.
func (r *Repository) Point(refs map[plumbing.ReferenceName]plumbing.Hash) error {
	now := map[plumbing.ReferenceName]plumbing.Hash{}
	folders := map[string]bool{} // that their names make
	all, err := r.Store.IterReferences()
	if err != nil {
		return err
	}
	note := func(ref plumbing.ReferenceName, commit plumbing.Hash) {
		now[ref] = commit
		for dir := path.Dir(ref.String()); !folders[dir] && dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	if err := all.ForEach(func(ref *plumbing.Reference) error { note(ref.Name(), ref.Hash()); return nil }); err != nil {
		return err
	}
	packed, err := os.ReadFile(filepath.Join(r.at.common, "packed-refs"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var (
		left, failed error
		byGit        bytes.Buffer
		files        = map[string]plumbing.Hash{}
	)
	for ref, commit := range refs {
		if err := ref.Validate(); err != nil {
			failed = errors.Join(failed, err) // such as one that a server made up
			continue
		}
		file := filepath.Join(r.at.common, filepath.FromSlash(ref.String()))
		switch known, there := now[ref]; {
		case known == commit && there || commit.IsZero() && !there:
		case r.Store.refs != nil, commit.IsZero() && bytes.Contains(packed, []byte(" "+ref.String()+"\n")):
			if commit.IsZero() {
				fmt.Fprintf(&byGit, "delete %s\n", ref)
			} else {
				fmt.Fprintf(&byGit, "update %s %s\n", ref, commit)
			}
		case isLocked(file), !there && (folders[ref.String()] || isBelow(ref, now)):
			left = os.ErrExist
		case commit.IsZero():
			failed = errors.Join(failed, onDisk(os.Remove(file)))
		default:
			note(ref, commit)
			files[file] = commit
		}
	}
	if byGit.Len() > 0 {
		git := exec.Command("git", "-C", r.at.top, "update-ref", "--stdin")
		git.Stdin = &byGit
		failed = errors.Join(failed, git.Run())
	}
	return errors.Join(failed, r.writeAll(files), left)
}

// isLocked reports whether git is writing a reference.
func isLocked(file string) bool {
	_, err := os.Lstat(file + ".lock")
	return err == nil
}

// isBelow reports whether the name of a reference goes on where that of another ends.
func isBelow(ref plumbing.ReferenceName, all map[plumbing.ReferenceName]plumbing.Hash) bool {
	for dir := path.Dir(ref.String()); dir != "."; dir = path.Dir(dir) {
		if _, there := all[plumbing.ReferenceName(dir)]; there {
			return true
		}
	}
	return false
}

// writeAll writes the files of references.
func (r *Repository) writeAll(files map[string]plumbing.Hash) error {
	var all []func() error
	for file, commit := range files {
		all = append(all, func() error { return r.replace(file, []byte(commit.String()+"\n")) })
	}
	return together(all)
}
