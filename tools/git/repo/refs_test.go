package repo_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// TestPoint sets and takes away references as git sees them: many at once, packed ones, and what can't stand or is locked not at all, without harm to others.
func TestPoint(t *testing.T) {
	root := t.TempDir()
	remotetest.Git(t, root, "init", "--quiet", "--initial-branch=main")
	remotetest.Git(t, root, "commit", "--quiet", "--allow-empty", "-m", "een")
	remotetest.Git(t, root, "commit", "--quiet", "--allow-empty", "-m", "twee")
	one, two := plumbing.NewHash(remotetest.Git(t, root, "rev-parse", "main~1")), plumbing.NewHash(remotetest.Git(t, root, "rev-parse", "main"))
	point := func(refs map[plumbing.ReferenceName]plumbing.Hash) error {
		r, err := repo.Open(root)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		return r.Point(refs)
	}
	many := map[plumbing.ReferenceName]plumbing.Hash{"refs/remotes/origin/main": one}
	for i := range 100 {
		many[plumbing.ReferenceName(fmt.Sprintf("refs/dilemma/origin/pull/%d", i+1))] = two
	}
	shown := func() map[string]string {
		t.Helper()
		all := map[string]string{}
		for name := range many {
			out, err := remotetest.Run(root, "", nil, "rev-parse", "--verify", "--quiet", name.String())
			if err == nil {
				all[name.String()] = out
			}
		}
		return all
	}
	if err := point(many); err != nil || len(shown()) != 101 || shown()["refs/remotes/origin/main"] != one.String() {
		t.Fatal(err, shown())
	}
	remotetest.Git(t, root, "pack-refs", "--all")
	changes := map[plumbing.ReferenceName]plumbing.Hash{"refs/remotes/origin/main": two}
	for i := range 98 {
		changes[plumbing.ReferenceName(fmt.Sprintf("refs/dilemma/origin/pull/%d", i+1))] = plumbing.ZeroHash
	}
	if err := point(changes); err != nil || len(shown()) != 3 || shown()["refs/remotes/origin/main"] != two.String() {
		t.Error(err, shown())
	}
	lock := filepath.Join(root, ".git", "refs", "dilemma", "origin", "pull", "99.lock")
	if err := errors.Join(os.MkdirAll(filepath.Dir(lock), 0o755), os.WriteFile(lock, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	err := point(map[plumbing.ReferenceName]plumbing.Hash{
		"refs/dilemma/origin/pull/99": one, "refs/dilemma/origin/pull": one, "refs/remotes/origin/main/x": one, "refs/dilemma/origin/pull/5": one, "refs/dilemma/origin/pull/6": plumbing.ZeroHash,
	})
	if !errors.Is(err, os.ErrExist) || len(shown()) != 4 || shown()["refs/dilemma/origin/pull/99"] != two.String() || shown()["refs/dilemma/origin/pull/5"] != one.String() {
		t.Error(err, shown())
	}
	if err := point(map[plumbing.ReferenceName]plumbing.Hash{"refs/dilemma/../../config": one}); err == nil {
		t.Error("wrote outside the references")
	}
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	remotetest.Git(t, root, "fsck")
	remotetest.Git(t, root, "gc", "--quiet")
}
