package repo_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
)

// commitFiles makes a commit that holds these files.
func commitFiles(t *testing.T, store *git.Repository, files repotest.Files, parents ...plumbing.Hash) plumbing.Hash {
	t.Helper()
	who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(0, 0)}
	c := object.Commit{Author: who, Committer: who, Message: "proef", TreeHash: repotest.Tree(t, store.Storer, files), ParentHashes: parents}
	return repotest.Store(t, store.Storer, c.Encode)
}

// TestBetween lists what changed since a branch went its own way, in the folder of the book and around it.
func TestBetween(t *testing.T) {
	top := t.TempDir()
	store, err := git.PlainInit(top, false)
	if err != nil {
		t.Fatal(err)
	}
	first := commitFiles(t, store, repotest.Files{
		"boek/content/blijft.md": "x", "boek/content/weg.md": "x", "boek/content/anders.md": "x", "boek/map": "een bestand",
		"boek/modus.md": "x", ".gitlab-ci.yml": "x", "elders/blijft": "x",
	})
	theirs := commitFiles(t, store, repotest.Files{"boek/content/van-hen.md": "x"}, first)
	ours := commitFiles(t, store, repotest.Files{
		"boek/content/blijft.md": "x", "boek/content/anders.md": "y", "boek/content/nieuw/index.md": "x", "boek/map/nu/een/map.md": "x",
		"boek/modus.md": repotest.Entry{Mode: filemode.Symlink, Text: "x"}, ".gitlab-ci.yml": "y", "elders/blijft": "x",
	}, first)
	repotest.Point(t, store.Storer, "refs/heads/main", theirs)
	repotest.Point(t, store.Storer, "refs/heads/mijn", ours)

	span, err := repo.Between(filepath.Join(top, "boek"), "main", "mijn")
	if err != nil {
		t.Fatal(err)
	}
	defer span.Close()
	if span.Base != first || span.Head != ours {
		t.Error(span.Base, span.Head)
	}
	changes, err := span.Changes()
	if err != nil {
		t.Fatal(err)
	}
	type change struct {
		path          string
		before, after bool
	}
	want := []change{
		{"../.gitlab-ci.yml", true, true}, {"content/anders.md", true, true}, {"content/nieuw/index.md", false, true}, {"content/weg.md", true, false},
		{"map", true, false}, {"map/nu/een/map.md", false, true}, {"modus.md", true, true},
	}
	var got []change
	for _, c := range changes {
		got = append(got, change{c.Path, c.Before, c.After})
		if c.After == c.Hash.IsZero() || (c.Path == "modus.md") != (c.Mode == filemode.Symlink) {
			t.Error(c)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if err := fstest.TestFS(span.After, "content/nieuw/index.md", "map/nu/een/map.md"); err != nil {
		t.Error(err)
	}
	if info, err := fs.Stat(span.After, "modus.md"); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Error(info, err)
	}

	// Where the folder is not there yet, all in it is new.
	empty := commitFiles(t, store, repotest.Files{"elders/blijft": "x"})
	repotest.Point(t, store.Storer, "refs/heads/leeg", empty)
	repotest.Point(t, store.Storer, "refs/heads/gevuld", commitFiles(t, store, repotest.Files{"elders/blijft": "x", "boek/hugo.toml": ""}, empty))
	span, err = repo.Between(filepath.Join(top, "boek"), "leeg", "gevuld")
	if err != nil {
		t.Fatal(err)
	}
	defer span.Close()
	if changes, err := span.Changes(); err != nil || len(changes) != 1 || changes[0].Path != "hugo.toml" || changes[0].Before || !changes[0].After {
		t.Error(changes, err)
	}
}

// TestTreeSideBySide reads the two trees of one repository from many sides at once; the race detector judges.
func TestTreeSideBySide(t *testing.T) {
	root := t.TempDir()
	store, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	files := repotest.Files{}
	for i := range 40 {
		files[fmt.Sprintf("map%d/diep/%d.md", i%4, i)] = fmt.Sprint(i)
	}
	first := commitFiles(t, store, files)
	files["nog.md"] = "een"
	repotest.Point(t, store.Storer, "refs/heads/main", first)
	repotest.Point(t, store.Storer, "refs/heads/mijn", commitFiles(t, store, files, first))
	span, err := repo.Between(root, "main", "mijn")
	if err != nil {
		t.Fatal(err)
	}
	defer span.Close()
	var wait sync.WaitGroup
	for i := range 40 {
		for _, tree := range []*repo.Tree{span.Before, span.After} {
			wait.Go(func() {
				name := fmt.Sprintf("map%d/diep/%d.md", i%4, i)
				if data, err := fs.ReadFile(tree, name); err != nil || string(data) != fmt.Sprint(i) {
					t.Errorf("%s: %q %v", name, data, err)
				}
			})
		}
	}
	wait.Wait()
}

// TestNothingStaysOpen asks for the sizes of files in a commit: no object stays open, as long as nothing is collected either.
func TestNothingStaysOpen(t *testing.T) {
	opened := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip(err)
		}
		return len(entries)
	}
	opened()
	root := t.TempDir()
	store, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	files := repotest.Files{}
	for i := range 40 {
		files[fmt.Sprintf("%d.md", i)] = strings.Repeat("x", i)
	}
	repotest.Point(t, store.Storer, "refs/heads/main", commitFiles(t, store, files))
	r, err := repo.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	commit, err := r.Commit("main")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.At(r, commit)
	if err != nil {
		t.Fatal(err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	before := opened()
	for i := range 40 {
		if info, err := fs.Stat(tree, fmt.Sprintf("%d.md", i)); err != nil || info.Size() != int64(i) {
			t.Error(info, err)
		}
	}
	if now := opened(); now > before+2 {
		t.Errorf("%d files are open, and were %d", now, before)
	}
}
