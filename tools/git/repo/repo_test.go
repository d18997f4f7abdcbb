package repo_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
)

var who = object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(0, 0)}

// commit makes a commit without files.
func commit(t *testing.T, repository *git.Repository, message string, parents ...plumbing.Hash) plumbing.Hash {
	t.Helper()
	tree := repotest.Store(t, repository.Storer, (&object.Tree{}).Encode)
	c := object.Commit{Author: who, Committer: who, Message: message, TreeHash: tree, ParentHashes: parents}
	return repotest.Store(t, repository.Storer, c.Encode)
}

func tag(t *testing.T, repository *git.Repository, sort plumbing.ObjectType, target plumbing.Hash) plumbing.Hash {
	t.Helper()
	return repotest.Store(t, repository.Storer, (&object.Tag{Name: "v", Tagger: who, Message: "x", TargetType: sort, Target: target}).Encode)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// link makes a linked worktree as git does, with its HEAD at a commit.
func link(t *testing.T, root string, head plumbing.Hash) string {
	t.Helper()
	linked := t.TempDir()
	own := filepath.Join(root, ".git", "worktrees", "een")
	write(t, filepath.Join(linked, ".git"), "gitdir: "+own+"\n")
	write(t, filepath.Join(own, "commondir"), "../..\n")
	write(t, filepath.Join(own, "HEAD"), head.String()+"\n")
	return linked
}

func initialise(t *testing.T) (string, *git.Repository) {
	t.Helper()
	root := t.TempDir()
	repository, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	return root, repository
}

func open(t *testing.T, root string) *repo.Repository {
	t.Helper()
	repository, err := repo.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repository.Close() })
	return repository
}

// TestCommit finds commits by the names that Git has for them, in this history:
//
//	first ─ second ─ merge (main)
//	     └── aside ──┘
func TestCommit(t *testing.T) {
	root, repository := initialise(t)
	first := commit(t, repository, "een")
	second := commit(t, repository, "twee", first)
	aside := commit(t, repository, "opzij", first)
	merge := commit(t, repository, "samen", second, aside)
	annotated := tag(t, repository, plumbing.CommitObject, second)
	for name, hash := range map[string]plumbing.Hash{
		"refs/heads/main": merge, "refs/heads/mijn/voorstel": aside, "refs/tags/licht": first, "refs/tags/zwaar": annotated,
		"refs/tags/dubbel": tag(t, repository, plumbing.TagObject, annotated), "refs/remotes/origin/ver": second,
		// Files with these names lie in every .git, and are no references.
		"refs/heads/config": first, "refs/heads/objects": first,
		"refs/tags/boom": repotest.Store(t, repository.Storer, (&object.Tree{}).Encode),
	} {
		repotest.Point(t, repository.Storer, name, hash)
	}
	for name, target := range map[string]string{"HEAD": "refs/heads/main", "refs/remotes/origin/HEAD": "refs/remotes/origin/ver"} {
		if err := repository.Storer.SetReference(plumbing.NewSymbolicReference(plumbing.ReferenceName(name), plumbing.ReferenceName(target))); err != nil {
			t.Fatal(err)
		}
	}
	r := open(t, root)
	none := plumbing.ZeroHash
	hex := second.String()
	for name, want := range map[string]plumbing.Hash{
		"HEAD": merge, "@": merge, "main": merge, "heads/main": merge, "refs/heads/main": merge, "mijn/voorstel": aside,
		"origin/ver": second, "ver": second, "origin": second,
		"licht": first, "zwaar": second, "dubbel": second, "tags/licht": first,
		hex: second, hex[:4]: second, hex[:7]: second, hex[:12]: second, hex[:39]: second, annotated.String(): second,
		"config": first, "objects": first,
		"HEAD~": second, "HEAD~1": second, "HEAD~2": first, "HEAD~0": merge, "HEAD^": second, "HEAD^0": merge, "HEAD^1": second, "HEAD^2": aside,
		"HEAD^^": first, "HEAD~~": first, "main^2~1": first, "@~1": second, "zwaar~": first, hex[:8] + "^": first,
		"": none, "~1": none, "niets": none, "HEAD~3": none, "HEAD^3": none, "HEAD~1^2~1": none, "HEAD~x": none, "HEAD^{commit}": none, "HEAD~99999999999999999999": none,
		hex[:3]: none, hex + "0": none, "zzzz": none, "boom": none, "0000000000000000000000000000000000000000": none, "../../etc/passwd": none, "-n": none,
	} {
		got, err := r.Commit(name)
		switch {
		case want == none && !errors.Is(err, repo.ErrNoRevision):
			t.Errorf("%q: got %v, %v, want ErrNoRevision", name, got, err)
		case want != none && (err != nil || got.Hash != want):
			t.Errorf("%q: got %v, %v, want %s", name, got, err, want)
		}
	}

	// HEAD~1^2~1 of a history in which it stands.
	repotest.Point(t, repository.Storer, "refs/heads/main", commit(t, repository, "daarna", merge))
	if got, err := r.Commit("HEAD~1^2~1"); err != nil || got.Hash != first {
		t.Errorf("HEAD~1^2~1: %v, %v", got, err)
	}
}

// TestAmbiguous makes commits until two begin alike. Four characters of these are no name; one more is, where they differ.
func TestAmbiguous(t *testing.T) {
	root, repository := initialise(t)
	seen := map[string]plumbing.Hash{}
	for i := range 5000 {
		hash := commit(t, repository, fmt.Sprint(i))
		short := hash.String()[:4]
		other, met := seen[short]
		seen[short] = hash
		if !met {
			continue
		}
		r := open(t, root)
		if got, err := r.Commit(short); !errors.Is(err, repo.ErrNoRevision) {
			t.Errorf("%s stands for %s and %s, got %v, %v", short, hash, other, got, err)
		}
		n := 5
		for hash.String()[:n] == other.String()[:n] {
			n++
		}
		for _, want := range []plumbing.Hash{hash, other} {
			if got, err := r.Commit(want.String()[:n]); err != nil || got.Hash != want {
				t.Errorf("%s: %v, %v", want.String()[:n], got, err)
			}
		}
		return
	}
	t.Fatal("no two commits begin alike")
}

func TestOpen(t *testing.T) {
	root, repository := initialise(t)
	main, aside := commit(t, repository, "een"), commit(t, repository, "twee")
	repotest.Point(t, repository.Storer, "refs/heads/master", main)
	inner := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	// Git writes relative paths in a submodule, and with worktree.useRelativePaths.
	relative := filepath.Join(root, "module")
	write(t, filepath.Join(relative, ".git"), "gitdir: ../.git\n")
	for _, c := range []struct {
		root, prefix string
		head         plumbing.Hash
	}{
		{root, ".", main}, {inner, "a/b", main}, {relative, ".", main}, {link(t, root, aside), ".", aside},
	} {
		r := open(t, c.root)
		if r.Prefix != c.prefix {
			t.Errorf("%s: prefix %q, want %q", c.root, r.Prefix, c.prefix)
		}
		if got, err := r.Commit("HEAD"); err != nil || got.Hash != c.head {
			t.Errorf("%s: HEAD is %v, %v, want %s", c.root, got, err, c.head)
		}
		if got, err := r.Commit("master"); err != nil || got.Hash != main {
			t.Errorf("%s: master is %v, %v, want %s", c.root, got, err, main)
		}
	}
	for name, text := range map[string]string{"gone": "gitdir: ../er/niet\n", "no file of git": "onzin\n", "empty": ""} {
		below := filepath.Join(t.TempDir(), "onder")
		write(t, filepath.Join(below, ".git"), text)
		if _, err := repo.Open(below); !errors.Is(err, repo.ErrNoRepository) {
			t.Errorf("%s: %v", name, err)
		}
	}
	bare := t.TempDir()
	if _, err := git.PlainInit(bare, true); err != nil {
		t.Fatal(err)
	}
	if r := open(t, bare); r.Prefix != "." || repo.Top(bare) != bare {
		t.Errorf("bare: %s, %s", r.Prefix, repo.Top(bare))
	}
	if _, err := repo.Open(t.TempDir()); !errors.Is(err, repo.ErrNoRepository) {
		t.Error(err)
	}
}

func TestShallow(t *testing.T) {
	root, repository := initialise(t)
	c := commit(t, repository, "een")
	linked := link(t, root, c)
	for _, at := range []string{root, linked} {
		if open(t, at).Shallow() {
			t.Error(at, "is called shallow")
		}
	}
	write(t, filepath.Join(root, ".git", "shallow"), c.String()+"\n")
	for _, at := range []string{root, linked} {
		if !open(t, at).Shallow() {
			t.Error(at, "is not called shallow")
		}
	}
}

func TestHooksDir(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	settings := map[string]bool{ // whether Git looks in the hooks folder of the repository
		"[core]\n\tbare = false\n":                     true,
		"":                                             true,
		"[core]\n\thooksPath = .githooks\n":            false,
		"[core]\n\tHOOKSPATH=/etc/hooks\n":             false,
		"[core]\r\n\thookspath = x\r\n":                false,
		"[core] hooksPath = .githooks\n":               false, // Git allows a setting behind its section
		"[core]\n\t# hooksPath = .githooks\n":          true,
		"[alias]\n\tx = config core.hooksPath = y\n":   true,
		"[core]\n\tbare = false\n[x]\n\thookspath=y\n": true, // another section
	}
	for _, text := range slices.Sorted(maps.Keys(settings)) {
		root, repository := initialise(t)
		linked := link(t, root, commit(t, repository, "een"))
		write(t, filepath.Join(root, ".git", "config"), text)
		for _, at := range []string{root, linked} {
			dir, used := open(t, at).HooksDir()
			if same, err := filepath.Rel(filepath.Join(root, ".git", "hooks"), dir); err != nil || (same == ".") != used {
				t.Errorf("%q: %s, used %v", text, dir, used)
			}
			if used != settings[text] {
				t.Errorf("%q: used %v, want %v", text, used, settings[text])
			}
		}
	}
}

// TestPackedMeanwhile reads a repository that git puts together in other packs meanwhile, as it does in the background after a fetch.
func TestPackedMeanwhile(t *testing.T) {
	root := t.TempDir()
	remotetest.Git(t, root, "init", "--quiet", "--initial-branch=main")
	var hashes []string
	for i := range 6 {
		write(t, filepath.Join(root, "a.md"), fmt.Sprint(i))
		remotetest.Git(t, root, "add", ".")
		remotetest.Git(t, root, "commit", "--quiet", "-m", "x")
		hashes = append(hashes, remotetest.Git(t, root, "rev-parse", "HEAD:a.md"))
		if i%2 == 0 {
			remotetest.Git(t, root, "repack", "--quiet", "-d")
		}
	}
	shared := filepath.Join(t.TempDir(), "gedeeld")
	remotetest.Git(t, "", "clone", "--quiet", "--shared", root, shared)
	own, borrows := open(t, root), open(t, shared)
	defer own.Close()
	defer borrows.Close()
	read := func(when string, r *repo.Repository, hash string) {
		if _, _, err := repo.Read(r.Store, plumbing.NewHash(hash)); err != nil {
			t.Errorf("%s: %s: %v", when, hash, err)
		}
	}
	read("before", own, hashes[0])
	read("before", borrows, hashes[0])
	remotetest.Git(t, root, "repack", "--quiet", "-a", "-d", "-f")
	remotetest.Git(t, root, "prune-packed", "--quiet")
	for _, hash := range hashes {
		read("after", own, hash)
		read("after", borrows, hash)
	}
	write(t, filepath.Join(root, "a.md"), "nieuw")
	remotetest.Git(t, root, "add", ".")
	remotetest.Git(t, root, "commit", "--quiet", "-m", "x")
	hash := remotetest.Git(t, root, "rev-parse", "HEAD:a.md")
	remotetest.Git(t, root, "repack", "--quiet", "-a", "-d")
	read("new", own, hash)
	if _, _, err := repo.Read(own.Store, plumbing.NewHash("1111111111111111111111111111111111111111")); !errors.Is(err, plumbing.ErrObjectNotFound) {
		t.Error(err)
	}
}
