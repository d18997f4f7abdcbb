package repo

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// tables makes the folders of a repository and of a linked worktree with the tables of references in testdata: Git 2.47.3 wrote them, in blocks of 512 bytes, with
// a tag, a reference to another and a branch that was deleted. refs.txt is what `git for-each-ref` and `git rev-parse` said in the worktree.
func tables(t *testing.T) place {
	t.Helper()
	at := place{common: filepath.Join(t.TempDir(), ".git")}
	at.dir = filepath.Join(at.common, "worktrees", "een")
	put(t, filepath.Join(at.common, "config"), "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n")
	for from, to := range map[string]string{"main": at.common, "linked": at.dir} {
		if err := os.CopyFS(filepath.Join(to, "reftable"), os.DirFS(filepath.Join("testdata", "reftable", from))); err != nil {
			t.Fatal(err)
		}
	}
	return at
}

func TestTables(t *testing.T) {
	at := tables(t)
	all, err := openStack(at)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for name, r := range all {
		if r.target != "" {
			got = append(got, "ref: "+r.target+" "+name)
		} else {
			got = append(got, r.hash.String()+" "+name)
		}
	}
	slices.Sort(got)
	text, err := os.ReadFile(filepath.Join("testdata", "reftable", "refs.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(text)), "\n")
	slices.Sort(want)
	if !slices.Equal(got, want) || len(want) < 130 {
		t.Errorf("found wrongly %q, missed %q", without(got, want), without(want, got))
	}
	main := place{dir: at.common, common: at.common}
	if name, ok := main.branch(); !ok || name != "main" {
		t.Errorf("the branch is %q, %v", name, ok)
	}
	if _, ok := at.branch(); ok {
		t.Error("HEAD of the worktree is detached")
	}
	store := &Store{refs: all}
	if _, err := store.Reference("refs/heads/weg"); !errors.Is(err, plumbing.ErrReferenceNotFound) {
		t.Errorf("a branch that was deleted: %v", err)
	}
	ref, err := store.Reference("refs/remotes/origin/HEAD")
	if err != nil || ref.Target() != "refs/remotes/origin/main" {
		t.Error(ref, err)
	}
}

// TestDamagedTables reads every beginning of a table, and tables with a byte changed: it ends with an error or with references, and never otherwise.
func TestDamagedTables(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "reftable", "*", "*.ref"))
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		failed := 0
		for i := range whole {
			if (stack{}).readTable(whole[:i]) != nil {
				failed++
			}
			changed := slices.Clone(whole)
			changed[i] ^= 0xff
			_ = (stack{}).readTable(changed)
		}
		if failed < 90 {
			t.Errorf("%s: of %d bytes only %d beginnings are damaged", file, len(whole), failed)
		}
	}
	at := tables(t)
	put(t, filepath.Join(at.common, "reftable", "tables.list"), "er-niet.ref\n")
	if _, err := openStack(at); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a table that is not there: %v", err)
	}
}

// TestTableLogs finds the two commits that were made, also with a table that begins with logs, and ends on damaged ones.
func TestTableLogs(t *testing.T) {
	at := tables(t)
	var steps, all []string
	at.tableLogs(func(s Step, message string) {
		all = append(all, message)
		if strings.HasPrefix(message, "commit") {
			steps = append(steps, s.Before.String()[:7]+" "+s.After.String()[:7]+" "+strings.TrimSpace(message))
		}
	})
	slices.Sort(steps)
	want := []string{"0000000 bbc3f58 commit (initial): een", "bbc3f58 f9024a0 commit: twee"}
	if got := slices.Compact(steps); !slices.Equal(got, want) {
		t.Errorf("got %q of %q, want %q", got, all, want)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "reftable", "*", "*.ref"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range whole {
			changed := slices.Clone(whole)
			changed[i] ^= 0xff
			_ = readLogs(changed, func(Step, string) {})
			_ = readLogs(whole[:i], func(Step, string) {})
		}
	}
}
