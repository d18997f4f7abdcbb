package repo

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// crossroads makes a repository on its first commit, and returns its folder and a second commit, which changes a.md, removes b.md, adds n/n.md and leaves c.md.
func crossroads(t *testing.T) (dir, to string) {
	t.Helper()
	dir = filepath.Join(alone(t), "werk")
	run(t, "", "init", "-q", "-b", "main", dir)
	for _, name := range []string{"a.md", "b.md", "c.md"} {
		put(t, filepath.Join(dir, name), name+"\n")
	}
	return dir, crossed(t, dir, func() {
		put(t, filepath.Join(dir, "a.md"), "nieuw\n")
		put(t, filepath.Join(dir, "n", "n.md"), "erbij\n")
		if err := os.Remove(filepath.Join(dir, "b.md")); err != nil {
			t.Fatal(err)
		}
	})
}

// crossed commits what is there, and then a change, to which it returns from.
func crossed(t *testing.T, dir string, change func()) (to string) {
	t.Helper()
	run(t, dir, "add", "-A")
	run(t, dir, "commit", "-q", "--allow-empty", "-m", "een")
	change()
	run(t, dir, "add", "-A")
	run(t, dir, "commit", "-q", "-m", "twee")
	to = run(t, dir, "rev-parse", "HEAD")
	run(t, dir, "reset", "-q", "--hard", "HEAD~1")
	return to
}

// TestSituations brings clones forward that are set up in other ways, or in which something was begun. Each goes on as git does, or stops before anything changed.
func TestSituations(t *testing.T) {
	is := func(target any) func(error) bool { return func(err error) bool { return errors.As(err, target) } }
	var (
		entry   *EntryError
		index   *IndexError
		blocked *BlockedError
		lock    *LockError
		convert *ConvertError
	)
	for _, s := range []struct {
		name    string
		prepare func(t *testing.T, dir string)
		wrong   func(error) bool // nil when it goes on
		status  string           // of git, after it
	}{
		{"index of version 3", func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "later.md"), "later\n")
			run(t, dir, "add", "--intent-to-add", "later.md")
		}, nil, " A later.md"},
		{"index of version 4", func(t *testing.T, dir string) { run(t, dir, "update-index", "--index-version", "4") }, nil, ""},
		{"untracked cache", func(t *testing.T, dir string) {
			run(t, dir, "update-index", "--force-untracked-cache")
			run(t, dir, "status")
		}, nil, ""},
		{"fsmonitor", func(t *testing.T, dir string) { run(t, dir, "update-index", "--fsmonitor") }, nil, ""},
		{"split index", func(t *testing.T, dir string) { run(t, dir, "update-index", "--split-index") }, is(&index), ""},
		{"index without a sum", func(t *testing.T, dir string) {
			file := filepath.Join(dir, ".git", "index")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			clear(data[len(data)-20:])
			put(t, file, string(data))
		}, nil, ""},
		{"assume-unchanged", func(t *testing.T, dir string) { run(t, dir, "update-index", "--assume-unchanged", "a.md", "c.md") }, nil, ""},
		{"assume-unchanged and changed", func(t *testing.T, dir string) {
			run(t, dir, "update-index", "--assume-unchanged", "a.md")
			put(t, filepath.Join(dir, "a.md"), "van mij\n")
		}, nil, " M a.md"},
		{"skip-worktree elsewhere", func(t *testing.T, dir string) { run(t, dir, "update-index", "--skip-worktree", "c.md") }, nil, ""},
		{"skip-worktree", func(t *testing.T, dir string) { run(t, dir, "update-index", "--skip-worktree", "a.md") }, is(&entry), ""},
		{"conflict", func(t *testing.T, dir string) {
			run(t, dir, "branch", "zij")
			put(t, filepath.Join(dir, "a.md"), "wij\n")
			run(t, dir, "commit", "-qam", "wij")
			run(t, dir, "switch", "-q", "zij")
			put(t, filepath.Join(dir, "a.md"), "zij\n")
			run(t, dir, "commit", "-qam", "zij")
			_, _ = tryGit(dir, "-c", "user.name=R", "-c", "user.email=r@example.org", "merge", "main")
		}, is(&entry), "UU a.md"},
		{"lock of the index", func(t *testing.T, dir string) { put(t, filepath.Join(dir, ".git", "index.lock"), "") }, is(&lock), ""},
		{"lock of dilemma that was killed", func(t *testing.T, dir string) {
			for _, name := range []string{"index", "HEAD", "refs/heads/main"} {
				put(t, filepath.Join(dir, ".git", filepath.FromSlash(name)+".lock"), lockMark)
			}
		}, nil, ""},
		{"file where a folder must come", func(t *testing.T, dir string) { put(t, filepath.Join(dir, "n"), "van mij\n") }, is(&blocked), "?? n"},
		{"link where a folder must come", func(t *testing.T, dir string) {
			if err := os.Symlink(t.TempDir(), filepath.Join(dir, "n")); err != nil {
				t.Skip(err)
			}
		}, is(&blocked), "?? n"},
		{"folder where a file must come", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
				t.Fatal(err)
			}
			put(t, filepath.Join(dir, "a.md", "mijn.txt"), "van mij\n")
		}, is(&blocked), " D a.md"},
		{"empty folder where a file must come", func(t *testing.T, dir string) {
			if err := os.MkdirAll(filepath.Join(dir, "n", "n.md", "leeg"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, nil, ""},
		{"read-only file", func(t *testing.T, dir string) {
			if err := os.Chmod(filepath.Join(dir, "a.md"), 0o444); err != nil {
				t.Fatal(err)
			}
		}, nil, ""},
		{"removed file", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
				t.Fatal(err)
			}
		}, nil, ""},
		{"removed and staged", func(t *testing.T, dir string) { run(t, dir, "rm", "-q", "a.md") }, nil, "D  a.md"},
		{"staged as it comes", func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "n", "n.md"), "erbij\n")
			run(t, dir, "add", "n")
		}, nil, ""},
		{"staged as it comes, and changed", func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "n", "n.md"), "erbij\n")
			run(t, dir, "add", "n")
			put(t, filepath.Join(dir, "n", "n.md"), "erbij, en van mij\n")
		}, nil, " M n/n.md"},
		{"untracked, with the bit to run", func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "n", "n.md"), "erbij\n")
			if err := os.Chmod(filepath.Join(dir, "n", "n.md"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, nil, ""},
		{"the bit to run alone", func(t *testing.T, dir string) {
			if runtime.GOOS == "windows" {
				t.Skip("has no such bit")
			}
			if err := os.Chmod(filepath.Join(dir, "a.md"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, nil, " M a.md"},
		{"an ignored file that differs", func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, ".git", "info", "exclude"), "n/\n")
			put(t, filepath.Join(dir, "n", "n.md"), "van mij\n")
		}, nil, " M n/n.md"},
		{"removed there and changed here", func(t *testing.T, dir string) { put(t, filepath.Join(dir, "b.md"), "van mij\n") }, nil, "?? b.md"},
		{"carriage returns here", func(t *testing.T, dir string) {
			run(t, dir, "config", "core.autocrlf", "true")
			put(t, filepath.Join(dir, "n", "n.md"), "erbij\r\n")
		}, nil, ""},
		{"filter", func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, ".git", "info", "attributes"), "*.md filter=lfs\n")
			run(t, dir, "config", "filter.lfs.smudge", "git-lfs smudge")
			run(t, dir, "config", "filter.lfs.clean", "cat")
		}, is(&convert), ""},
		{"references put together", func(t *testing.T, dir string) { run(t, dir, "pack-refs", "--all") }, nil, ""},
		{"no logs", func(t *testing.T, dir string) {
			run(t, dir, "config", "core.logAllRefUpdates", "false")
			if err := os.RemoveAll(filepath.Join(dir, ".git", "logs")); err != nil {
				t.Fatal(err)
			}
		}, nil, ""},
	} {
		t.Run(s.name, func(t *testing.T) {
			dir, to := crossroads(t)
			s.prepare(t, dir)
			before, at := treeOnDisk(t, dir), run(t, dir, "rev-parse", "HEAD")
			index, _ := os.ReadFile(filepath.Join(dir, ".git", "index"))
			_, err := advance(t, dir, to)
			if s.wrong != nil {
				if !s.wrong(err) {
					t.Fatal(err)
				}
				if !maps.Equal(before, treeOnDisk(t, dir)) || run(t, dir, "rev-parse", "HEAD") != at {
					t.Error("something changed")
				}
				if now, _ := os.ReadFile(filepath.Join(dir, ".git", "index")); string(now) != string(index) {
					t.Error("the index changed")
				}
				if left, _ := filepath.Glob(filepath.Join(dir, ".git", "*.lock")); len(left) > 0 && s.name != "lock of the index" {
					t.Error(left)
				}
			} else {
				if err != nil {
					t.Fatal(err)
				}
				if got := run(t, dir, "rev-parse", "HEAD"); got != to {
					t.Error("HEAD is ", got)
				}
				for name, text := range before {
					if strings.Contains(text, "van mij") && treeOnDisk(t, dir)[name] != text {
						t.Error(name, " is lost")
					}
				}
				run(t, dir, "fsck", "--strict", "--no-dangling")
			}
			_ = os.Remove(filepath.Join(dir, ".git", "index.lock"))
			status, _ := tryGit(dir, "status", "--porcelain")
			if got := strings.TrimRight(status, "\n"); got != s.status {
				t.Errorf("status is %q", got)
			}
		})
	}
}

// TestMoveLogs moves a branch, and looks at what git tells of it afterwards.
func TestMoveLogs(t *testing.T) {
	dir, to := crossroads(t)
	from := run(t, dir, "rev-parse", "HEAD")
	run(t, dir, "config", "user.name", "Wim <de> Boer\n")
	if _, err := advance(t, dir, to); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"HEAD", "main"} {
		if got := run(t, dir, "reflog", "-1", "--format=%H %gs %gn", ref); got != to+" dilemma sync: Fast-forward Wim de Boer" {
			t.Error(ref, got)
		}
		if got := run(t, dir, "rev-parse", ref+"@{1}"); got != from {
			t.Error(ref, got)
		}
	}
}

// TestMoveWithoutCommits brings a new repository to its first commit.
func TestMoveWithoutCommits(t *testing.T) {
	from, to := crossroads(t)
	dir := filepath.Join(filepath.Dir(from), "leeg")
	run(t, "", "init", "-q", "-b", "main", dir)
	run(t, dir, "fetch", "-q", from, to)
	put(t, filepath.Join(dir, "a.md"), "nieuw\n")
	put(t, filepath.Join(dir, "c.md"), "van mij\n")
	files, err := advance(t, dir, to)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(files); !strings.Contains(got, "{a.md equal") || !strings.Contains(got, "{c.md differs") {
		t.Error(got)
	}
	if got := run(t, dir, "status", "--porcelain"); got != "M c.md" || run(t, dir, "rev-parse", "HEAD") != to {
		t.Error(got)
	}
}

// TestLinkedWorktree moves a branch in a linked worktree, where the index lies elsewhere, and not one that another worktree has.
func TestLinkedWorktree(t *testing.T) {
	dir, to := crossroads(t)
	run(t, dir, "switch", "-q", "-c", "ander")
	linked := filepath.Join(filepath.Dir(dir), "gekoppeld")
	run(t, dir, "worktree", "add", "-q", linked, "main")
	if _, err := advance(t, linked, to); err != nil {
		t.Fatal(err)
	}
	if got := run(t, linked, "status", "--porcelain"); got != "" || run(t, linked, "rev-parse", "HEAD") != to {
		t.Error(got)
	}
	for place, want := range map[string]string{dir: linked, linked: dir} {
		other := map[string]string{dir: "main", linked: "ander"}[place]
		run(t, place, "checkout", "-q", "--ignore-other-worktrees", other)
		r, err := Open(place)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Standing().Elsewhere; real(got) != real(want) {
			t.Error(got, want)
		}
		r.Close()
		run(t, place, "checkout", "-q", "--ignore-other-worktrees", map[string]string{dir: "ander", linked: "main"}[place])
	}
}

// TestHostileNames refuses a commit with names that lead elsewhere: into .git, above the folder, or through a link.
func TestHostileNames(t *testing.T) {
	for _, name := range []string{".git", ".GIT", ".git ", ".git.", ".git::$INDEX_ALLOCATION", "git~1", "GIT~1", ".g\u200cit", "..", ".", ""} {
		if validName(name) {
			t.Errorf("%q", name)
		}
	}
	for _, name := range []string{".gitattributes", "git", "a.git", "...", "é", "git~2", ".gitx"} {
		if !validName(name) {
			t.Errorf("%q", name)
		}
	}
	dir, to := crossroads(t)
	blob := run(t, dir, "rev-parse", to+":a.md")
	mktree := func(text string) string {
		file := filepath.Join(t.TempDir(), "boom")
		put(t, file, text)
		in, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		return runWith(t, dir, in, "hash-object", "-t", "tree", "-w", "--stdin", "--literally")
	}
	raw := func(hash string) string { h := plumbing.NewHash(hash); return string(h[:]) }
	hooks := mktree("100755 post-checkout\x00" + raw(blob))
	git := mktree("40000 hooks\x00" + raw(hooks))
	for _, tree := range []string{
		mktree("40000 .GIT\x00" + raw(git)),
		mktree("40000 ..\x00" + raw(git)),
		mktree("100644 a/b\x00" + raw(blob)),
		mktree("40000 x\x00" + raw(mktree("40000 .git\x00"+raw(git)))),
		mktree("120000 a\x00" + raw(blob) + "40000 a\x00" + raw(hooks)),
	} {
		evil := run(t, dir, "commit-tree", "-p", "HEAD", "-m", "kwaad", tree)
		before := treeOnDisk(t, dir)
		var name *NameError
		if _, err := advance(t, dir, evil); !errors.As(err, &name) {
			t.Errorf("%v", err)
		}
		if !maps.Equal(before, treeOnDisk(t, dir)) {
			t.Error("something changed")
		}
	}
	// A link, and a folder of which the name differs in capitals alone: on a disk where that is one name, the file would go where the link leads.
	link := mktree("40000 A\x00" + raw(hooks) + "120000 a\x00" + raw(blob))
	evil := run(t, dir, "commit-tree", "-p", "HEAD", "-m", "kwaad", link)
	run(t, dir, "config", "core.ignoreCase", "true")
	var folded *CaseError
	if _, err := advance(t, dir, evil); !errors.As(err, &folded) {
		t.Error(err)
	}
}

// TestMeanwhile changes a file between the plan and the move.
func TestMeanwhile(t *testing.T) {
	dir, to := crossroads(t)
	for _, name := range []string{"a.md", "b.md", "n/n.md"} {
		r, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		m, err := r.Move("main", plumbing.NewHash(run(t, dir, "rev-parse", "HEAD")), plumbing.NewHash(to), nil, false)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, filepath.FromSlash(name)), "net getypt\n")
		var meanwhile *MeanwhileError
		if err := m.Run("dilemma sync: Fast-forward"); !errors.As(err, &meanwhile) || meanwhile.Path != name {
			t.Error(name, err)
		}
		m.Close()
		r.Close()
		if text, _ := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); string(text) != "net getypt\n" {
			t.Errorf("%s is %q", name, text)
		}
		run(t, dir, "reset", "-q", "--hard")
		run(t, dir, "clean", "-qfd")
	}
}

// TestDamagedIndex reads indexes that are cut off or changed at every place: it finds an error or an index, and never more.
func TestDamagedIndex(t *testing.T) {
	dir, _ := crossroads(t)
	for _, version := range []string{"2", "4"} {
		run(t, dir, "update-index", "--index-version", version)
		data, err := os.ReadFile(filepath.Join(dir, ".git", "index"))
		if err != nil {
			t.Fatal(err)
		}
		x, err := parseIndex(data)
		if err != nil || len(x.entries) != 3 {
			t.Fatal(err)
		}
		again, err := parseIndex(x.bytes())
		if err != nil || fmt.Sprint(again.entries) != fmt.Sprint(x.entries) {
			t.Error(err)
		}
		for i := range data {
			_, _ = parseIndex(data[:i])
			changed := append([]byte{}, data...)
			changed[i] ^= 0xff
			clear(changed[len(changed)-20:]) // no sum
			_, _ = parseIndex(changed)
		}
	}
}

// TestSettle takes away what is left of a move that was killed when all was done but to let others in again.
func TestSettle(t *testing.T) {
	dir, to := crossroads(t)
	if _, err := advance(t, dir, to); err != nil {
		t.Fatal(err)
	}
	left := []string{"index.lock", "HEAD.lock", "refs/heads/main.lock"}
	for _, name := range left {
		put(t, filepath.Join(dir, ".git", filepath.FromSlash(name)), lockMark)
	}
	put(t, filepath.Join(dir, ".git", "dilemma", "sync", "towards"), to+"\n")
	put(t, filepath.Join(dir, ".git", "refs", "heads", "ander.lock"), "") // of git
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	release, err := r.hold()
	if err != nil {
		t.Fatal(err)
	}
	var disk *DiskError
	if err := r.Settle("main"); !errors.Is(err, whole.ErrBusy) || errors.As(err, &disk) {
		t.Error(err)
	}
	release()
	if err := r.Settle("main"); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(left, "dilemma/sync/towards") {
		if _, err := os.Lstat(filepath.Join(dir, ".git", filepath.FromSlash(name))); err == nil {
			t.Error(name, " is left")
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, ".git", "refs", "heads", "ander.lock")); err != nil {
		t.Error(err)
	}
}
