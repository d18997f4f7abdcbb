package repo

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// LockError means that another program is changing something in the repository: it keeps this file as long as it does. When that program was killed, the file
// stays.
type LockError struct{ Path string }

func (e *LockError) Error() string { return e.Path + " is there" }

// lockMark is what stands in a lock of dilemma. Git asks only whether a lock is there.
const lockMark = "dilemma\n"

// lock takes the lock of a file of Git, FILE.lock. It takes away one of dilemma that is there: the caller holds the folder of dilemma, so whoever left it has been
// killed. The error is a *LockError, or one of the file system.
func (r *Repository) lock(file string) (unlock func(), err error) {
	name := file + ".lock"
	if left, err := os.ReadFile(name); err == nil && string(left) == lockMark {
		if err := os.Remove(name); err != nil {
			return nil, onDisk(err)
		}
	}
	err = whole.Create(name, []byte(lockMark), 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, &LockError{name}
	}
	if err != nil {
		return nil, onDisk(err)
	}
	return func() { _ = os.Remove(name) }, nil
}

// moveBranch makes a branch that is checked out point to another commit, with its log and that of HEAD, as git does: was is where it pointed, zero when it is new.
// why is what the logs say. The error is a *LockError, or one of the file system.
func (r *Repository) moveBranch(branch string, was, to plumbing.Hash, why string) error {
	ref := plumbing.NewBranchReferenceName(branch)
	file := filepath.Join(r.at.common, filepath.FromSlash(ref.String()))
	for _, locked := range []string{filepath.Join(r.at.dir, "HEAD"), file} {
		unlock, err := r.lock(locked)
		if err != nil {
			return err
		}
		defer unlock()
	}
	now, err := r.Store.Reference(ref)
	switch {
	case errors.Is(err, plumbing.ErrReferenceNotFound) && was.IsZero():
	case err != nil:
		return err
	case now.Type() != plumbing.HashReference || now.Hash() != was:
		return &LockError{file}
	}
	for _, log := range []string{filepath.Join(r.at.dir, "logs", "HEAD"), filepath.Join(r.at.common, "logs", filepath.FromSlash(ref.String()))} {
		if err := r.writeLog(log, was, to, why); err != nil {
			return onDisk(err)
		}
	}
	return r.replace(file, []byte(to.String()+"\n"))
}

// writeLog adds a line to the log of a reference, which core.logAllRefUpdates may forbid to begin. The format is that of
// https://git-scm.com/docs/git-update-ref#_logging_updates.
func (r *Repository) writeLog(file string, was, to plumbing.Hash, why string) error {
	s := r.Settings()
	if s.Get("core.logAllRefUpdates") == "" || s.Bool("core.logAllRefUpdates") || strings.EqualFold(s.Get("core.logAllRefUpdates"), "always") {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
	} else if _, err := os.Lstat(file); err != nil {
		return nil
	}
	name, address := s.Get("user.name"), s.Get("user.email")
	if name == "" {
		name = "dilemma"
	}
	now := time.Now()
	line := was.String() + " " + to.String() + " " + plain(name) + " <" + plain(address) + "> " + strconv.FormatInt(now.Unix(), 10) + now.Format(" -0700") + "\t" + why + "\n"
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	return errors.Join(err, f.Sync(), f.Close())
}

// plain returns a name without what ends it in a log.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == '<' || r == '>' {
			return -1
		}
		return r
	}, name)
}

// Keep makes a reference below refs/kept to a commit that no branch leads to any more, so that Git never clears it away, and returns its name. The error is that of
// Point.
func (r *Repository) Keep(commit plumbing.Hash) (string, error) {
	ref := plumbing.ReferenceName("refs/kept/" + commit.String()[:12])
	return ref.String(), r.Point(map[plumbing.ReferenceName]plumbing.Hash{ref: commit})
}

// Standing is how a repository stands: what must be so before a branch can be brought forward in it.
type Standing struct {
	// Branch is the branch that is checked out, which need not have a commit yet; empty when there is none.
	Branch string
	// Bare tells that there is no working tree, Tables that references are kept in tables, and Sparse that a part of the working tree is left out.
	Bare, Tables, Sparse bool
	// Doing is what was begun and not finished: merge, rebase, am, cherry-pick, revert or bisect; or empty.
	Doing string
	// Elsewhere is a linked worktree in which the same branch is checked out; or empty.
	Elsewhere string
}

// doing are the files and folders that tell what was begun. Source: https://git-scm.com/docs/git-status and gitrepository-layout.
var doing = []struct{ name, what string }{
	{"rebase-merge", "rebase"}, {"rebase-apply/applying", "am"}, {"rebase-apply", "rebase"}, {"MERGE_HEAD", "merge"}, {"CHERRY_PICK_HEAD", "cherry-pick"},
	{"REVERT_HEAD", "revert"}, {"sequencer", "cherry-pick"}, {"BISECT_LOG", "bisect"},
}

// Standing tells how the repository stands.
func (r *Repository) Standing() Standing {
	s := r.Settings()
	now := Standing{Bare: r.at.top == r.at.dir || r.at.dir == r.at.common && s.Bool("core.bare"), Tables: r.Store.refs != nil, Sparse: s.Bool("core.sparseCheckout")}
	if branch, ok := r.at.branch(); ok {
		now.Branch = branch
	}
	for _, d := range doing {
		if _, err := os.Lstat(filepath.Join(r.at.dir, filepath.FromSlash(d.name))); err == nil {
			now.Doing = d.what
			break
		}
	}
	others, _ := filepath.Glob(filepath.Join(r.at.common, "worktrees", "*"))
	for _, dir := range append(others, r.at.common) {
		at := placed("", dir)
		if branch, ok := at.branch(); ok && branch == now.Branch && real(dir) != real(r.at.dir) {
			now.Elsewhere = dir
			if text, err := os.ReadFile(filepath.Join(dir, "gitdir")); err == nil {
				now.Elsewhere = filepath.Dir(string(bytes.TrimSpace(text)))
			} else {
				now.Elsewhere = filepath.Dir(dir)
			}
		}
	}
	if now.Elsewhere != "" {
		if own := (&Settings{values: r.at.form()}); own.Bool("core.bare") && real(now.Elsewhere) == real(filepath.Dir(r.at.common)) {
			now.Elsewhere = "" // a bare repository has a HEAD, and no working tree
		}
	}
	return now
}
