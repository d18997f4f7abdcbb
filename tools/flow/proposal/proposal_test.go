package proposal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
)

// commit makes a commit that holds one file, without a working tree.
func commit(t *testing.T, repository *git.Repository, dirs []string, file string, parents ...plumbing.Hash) plumbing.Hash {
	t.Helper()
	tree := repotest.Tree(t, repository.Storer, repotest.Files{path.Join(append(slices.Clone(dirs), file)...): "x"})
	who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(0, 0)}
	c := object.Commit{Author: who, Committer: who, Message: "proef", TreeHash: tree, ParentHashes: parents}
	return repotest.Store(t, repository.Storer, c.Encode)
}

// TestBase reads the files of the commit where HEAD branched off.
func TestBase(t *testing.T) {
	root := t.TempDir()
	repository, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	start := commit(t, repository, []string{"content", "dilemmas"}, "park.md")
	ours := commit(t, repository, []string{"content", "dilemmas"}, "ander.md", start)
	theirs := commit(t, repository, []string{"content"}, "weg.md", start)
	alone := commit(t, repository, nil, "los.md")
	for name, hash := range map[string]plumbing.Hash{
		"refs/heads/mijn": ours, "refs/heads/main": theirs, "refs/heads/alleen": alone, "refs/remotes/origin/ver": theirs,
	} {
		if err := repository.Storer.SetReference(plumbing.NewHashReference(plumbing.ReferenceName(name), hash)); err != nil {
			t.Fatal(err)
		}
	}
	if err := repository.Storer.SetReference(plumbing.NewSymbolicReference(plumbing.HEAD, "refs/heads/mijn")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"main", "origin/ver", "ver", theirs.String(), start.String()} {
		span, err := repo.Between(root, name, "HEAD")
		if err != nil {
			t.Fatal(name, err)
		}
		base := span.Before
		if err := fstest.TestFS(base, "content/dilemmas/park.md"); err != nil {
			t.Error(name, err)
		}
		if !base.Same("content/dilemmas/park.md", []byte("x")) || base.Same("content/dilemmas/park.md", []byte("y")) || base.Same("weg.md", []byte("x")) {
			t.Error(name, "does not know its files")
		}
	}
	for name, want := range map[string]error{"niets": repo.ErrNoRevision, "alleen": repo.ErrNoBase, "HEAD": nil} {
		if _, err := repo.Between(root, name, "HEAD"); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if _, err := repo.Between(t.TempDir(), "main", "HEAD"); !errors.Is(err, repo.ErrNoRepository) {
		t.Error(err)
	}
}

func TestBranchesWith(t *testing.T) {
	root := t.TempDir()
	repository, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	with := commit(t, repository, []string{"content", "dilemmas"}, "park.md")
	without := commit(t, repository, []string{"content", "dilemmas"}, "ander.md")
	for name, hash := range map[string]plumbing.Hash{
		"refs/heads/park": with, "refs/remotes/origin/park": with, "refs/heads/main": without, "refs/tags/park": with,
	} {
		if err := repository.Storer.SetReference(plumbing.NewHashReference(plumbing.ReferenceName(name), hash)); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(root string) string { return fmt.Sprint(proposal.BranchesWith(root, "content/dilemmas/park.md")) }
	const want = "[origin/park park]"
	if got := ask(root); got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	// A linked worktree shares the branches, and a setting that go-git does not support must not stop it.
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

// TestNoWorktree forbids the calls of go-git that can lose a user's work (docs/decisions/git-objects-only.md).
func TestNoWorktree(t *testing.T) {
	forbidden := regexp.MustCompile(`\.(Worktree|Checkout|Reset|PullContext|PlainOpen\w*|UpdateObjectStorage|PackfileWriter)\(|\.Pull\(&|"github.com/go-git/go-git/v5"`)
	for _, pattern := range []string{"../*/*.go", "../../../cmd/*/*.go"} {
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
			if found := forbidden.Find(src); found != nil && bytes.Contains(src, []byte("go-git")) {
				t.Errorf("%s: %s", name, found)
			}
		}
	}
}
