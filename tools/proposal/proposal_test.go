package proposal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/proposal"
)

// commit makes a commit that holds one file, without a working tree.
func commit(t *testing.T, repo *git.Repository, dirs []string, file string) plumbing.Hash {
	t.Helper()
	store := func(encode func(plumbing.EncodedObject) error) plumbing.Hash {
		o := repo.Storer.NewEncodedObject()
		if err := encode(o); err != nil {
			t.Fatal(err)
		}
		hash, err := repo.Storer.SetEncodedObject(o)
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	hash := store(func(o plumbing.EncodedObject) error {
		o.SetType(plumbing.BlobObject)
		w, err := o.Writer()
		if err != nil {
			return err
		}
		if _, err := w.Write([]byte("x")); err != nil {
			return err
		}
		return w.Close()
	})
	mode := filemode.Regular
	name := file
	for i := len(dirs); i >= 0; i-- {
		tree := object.Tree{Entries: []object.TreeEntry{{Name: name, Mode: mode, Hash: hash}}}
		hash, mode = store(tree.Encode), filemode.Dir
		if i > 0 {
			name = dirs[i-1]
		}
	}
	who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(0, 0)}
	c := object.Commit{Author: who, Committer: who, Message: "proef", TreeHash: hash}
	return store(c.Encode)
}

func TestBranchesWith(t *testing.T) {
	root := t.TempDir()
	repo, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	with := commit(t, repo, []string{"content", "dilemmas"}, "park.md")
	without := commit(t, repo, []string{"content", "dilemmas"}, "ander.md")
	for name, hash := range map[string]plumbing.Hash{
		"refs/heads/park": with, "refs/remotes/origin/park": with, "refs/heads/main": without, "refs/tags/park": with,
	} {
		if err := repo.Storer.SetReference(plumbing.NewHashReference(plumbing.ReferenceName(name), hash)); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(root string) string { return fmt.Sprint(proposal.BranchesWith(root, "content/dilemmas/park.md")) }
	const want = "[origin/park park]"
	if got := ask(root); got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	// A linked worktree shares the branches, and a setting that go-git does not know is no hindrance.
	linked := t.TempDir()
	gitDir := filepath.Join(root, ".git", "worktrees", "een")
	files := map[string]string{
		filepath.Join(linked, ".git"):         "gitdir: " + gitDir + "\n",
		filepath.Join(gitDir, "commondir"):    "../..\n",
		filepath.Join(gitDir, "HEAD"):         "ref: refs/heads/main\n",
		filepath.Join(root, ".git", "config"): "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n",
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := ask(linked); got != want {
		t.Errorf("linked worktree: got %s, want %s", got, want)
	}

	if got := ask(t.TempDir()); got != "[]" {
		t.Errorf("outside Git: %s", got)
	}
}

// TestNoWorktree keeps the calls away that lose work of a user (docs/decisions/git-objects-only.md).
func TestNoWorktree(t *testing.T) {
	forbidden := regexp.MustCompile(`\.(Worktree|Checkout|Reset|Pull|PlainOpen\w*)\(|"github.com/go-git/go-git/v5"`)
	for _, pattern := range []string{"../*/*.go", "../../cmd/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range files {
			if regexp.MustCompile(`_test\.go$`).MatchString(name) {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if found := forbidden.Find(src); found != nil {
				t.Errorf("%s: %s", name, found)
			}
		}
	}
}
