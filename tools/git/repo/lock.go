//go:build !js

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
	if err := unlockLeft(name); err != nil {
		return nil, err
	}
	// It gets its name when it is complete, and its text is no temporary file beside it: go-git takes any file below refs for a reference.
	mark := filepath.Join(r.StateDir(), moveDir, "mark")
	if err := r.replace(mark, []byte(lockMark)); err != nil {
		return nil, err
	}
	if err = os.Link(mark, name); err != nil && !errors.Is(err, fs.ErrExist) { // the disk knows no second name
		var f *os.File
		if f, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644); err == nil {
			_, err = f.WriteString(lockMark)
			err = errors.Join(err, f.Close())
		}
	}
	if errors.Is(err, fs.ErrExist) {
		return nil, &LockError{name}
	}
	if err != nil {
		return nil, onDisk(err)
	}
	return func() { _ = os.Remove(name) }, nil
}

// unlockLeft takes a lock away that a killed dilemma left behind, if that is one.
func unlockLeft(name string) error {
	if left, err := os.ReadFile(name); err != nil || string(left) != lockMark {
		return nil
	}
	return onDisk(os.Remove(name))
}

// hold makes this the only move in the repository. The error is whole.ErrBusy, or one of the file system.
func (r *Repository) hold() (release func(), err error) {
	release, err = whole.Hold(filepath.Join(r.StateDir(), moveDir))
	if errors.Is(err, whole.ErrBusy) {
		return nil, err
	}
	return release, onDisk(err)
}

// Settle takes away what a move of a branch left behind that was killed after its last step, before it let others in again. After an earlier step the next move does
// so. The error is whole.ErrBusy while another move goes on, or one of the file system.
func (r *Repository) Settle(branch string) error {
	release, err := r.hold()
	if err != nil {
		return err
	}
	defer release()
	for _, name := range []string{r.at.indexFile(), filepath.Join(r.at.dir, "HEAD"), r.branchFile(branch)} {
		if err := unlockLeft(name + ".lock"); err != nil {
			return err
		}
	}
	if head, err := r.Commit("HEAD"); err != nil || head.Hash != r.towards() {
		return nil
	}
	return r.arrived()
}

// arrived forgets the commit to which a move was going.
func (r *Repository) arrived() error {
	return onDisk(os.Remove(filepath.Join(r.StateDir(), filepath.FromSlash(towards))))
}

// towards returns the commit to which a move was going that did not end; zero when there is none.
func (r *Repository) towards() plumbing.Hash {
	text, err := r.Recall(towards)
	if hash := strings.TrimSpace(string(text)); err == nil && plumbing.IsHash(hash) {
		return plumbing.NewHash(hash)
	}
	return plumbing.ZeroHash
}

// branchFile returns the file of a branch.
func (r *Repository) branchFile(branch string) string {
	return filepath.Join(r.at.common, filepath.FromSlash(plumbing.NewBranchReferenceName(branch).String()))
}

// moveBranch makes a branch that is checked out point to another commit, with its log and that of HEAD, as git does: was is where it pointed, zero when it is new.
// why is what the logs say. The error is a *LockError, a *MeanwhileError, or one of the file system.
func (r *Repository) moveBranch(branch string, was, to plumbing.Hash, why string) error {
	ref := plumbing.NewBranchReferenceName(branch)
	file := r.branchFile(branch)
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
		return &MeanwhileError{ref.String()}
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
	now.Elsewhere = r.elsewhere(now.Branch)
	return now
}

// elsewhere returns the folder of another worktree in which a branch is checked out, or "".
func (r *Repository) elsewhere(branch string) string {
	has := func(dir string) bool {
		other, ok := placed("", dir).branch()
		return ok && other == branch && real(dir) != real(r.at.dir)
	}
	if own := (&Settings{values: r.at.form()}); !own.Bool("core.bare") && has(r.at.common) {
		return filepath.Dir(r.at.common)
	}
	linked, _ := filepath.Glob(filepath.Join(r.at.common, "worktrees", "*"))
	for _, dir := range linked {
		text, err := os.ReadFile(filepath.Join(dir, "gitdir"))
		top := filepath.Dir(string(bytes.TrimSpace(text)))
		if _, gone := os.Stat(top); err == nil && gone == nil && has(dir) {
			return top
		}
	}
	return ""
}
