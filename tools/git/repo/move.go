//go:build !js

package repo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// This file brings a branch that is checked out to another commit, with its index and its working tree, as `git merge --ff-only` does; but where Git refuses,
// because a file in the working tree is not what Git has of it, this goes on when nothing can be lost: the file is the one that comes, or one that the branch had on
// the way. A file that is anything else stays as it is, and differs from the branch then.
//
// The order is: the working tree, the index, the branch. A file is only replaced or removed when Git has its content, so that whoever stops the process at whatever
// moment leaves every byte of the user in the working tree or in the history. The next move goes on from there: what was written already is the file that comes.

// Outcome is what happens to a file.
type Outcome string

const (
	// Came is a file that the user had not touched: it comes, changes or goes, as Git does it.
	Came Outcome = "came"
	// Equal is a file that the user had already just as it comes.
	Equal Outcome = "equal"
	// Earlier is a file that the user had as the branch had it on the way. It is replaced.
	Earlier Outcome = "earlier"
	// Restored is a file that the user had removed, and that comes back since the branch changed it.
	Restored Outcome = "restored"
	// Differs is a file that is something else, and stays.
	Differs Outcome = "differs"
	// Staged is a file that the user has staged (git add, git rm) as something else. It stays so.
	Staged Outcome = "staged"
)

// Moved is a file that another commit has otherwise, and what happens to it.
type Moved struct {
	Path    string // from the top of the repository
	Outcome Outcome
	// Gone tells that the other commit does not have it.
	Gone bool
}

// Kept reports whether the file stays as the user has it.
func (m Moved) Kept() bool { return m.Outcome == Differs || m.Outcome == Staged }

// BlockedError means that something in the working tree stands where a file must come. By is its path, from the top.
type BlockedError struct{ Path, By string }

func (e *BlockedError) Error() string { return e.By + " stands in the way of " + e.Path }

// NameError means that a commit has a name for a file that is none here, or that would lead elsewhere.
type NameError struct{ Path string }

func (e *NameError) Error() string { return fmt.Sprintf("%q is no name for a file", e.Path) }

// CaseError means that two files of a commit are the same one on this disk, where capitals make no difference.
type CaseError struct{ Path, Other string }

func (e *CaseError) Error() string { return e.Path + " and " + e.Other + " are the same file here" }

// EntryError means that the index has an entry with which nothing can be done here.
type EntryError struct {
	Path string
	// Kind is unmerged, submodule or skip-worktree.
	Kind string
}

func (e *EntryError) Error() string { return e.Path + " is " + e.Kind }

// MeanwhileError means that a file changed while the working tree was being moved.
type MeanwhileError struct{ Path string }

func (e *MeanwhileError) Error() string { return e.Path + " changed meanwhile" }

// Move is the plan to bring the branch that is checked out to another commit.
type Move struct {
	// Files are those that both commits have otherwise, by path.
	Files []Moved

	repo     *Repository
	branch   string
	from, to plumbing.Hash
	index    *gitIndex
	steps    []*step
	release  func()
}

// side is a file at one end; the zero value is none.
type side struct {
	mode filemode.FileMode
	hash plumbing.Hash
}

func (s side) there() bool { return !s.hash.IsZero() }

// step is what happens at one path.
type step struct {
	*Moved
	from, to side
	before   *indexEntry // nil when the index has none
	disk     onTree
	under    string // a file or link that is where a folder above it must be, from the top
	data     []byte // what the file becomes in the working tree
	setIndex bool
	write    bool // the working tree changes
}

// onTree is what stands at a path in the working tree.
type onTree struct {
	info fs.FileInfo // nil when nothing does
	data []byte      // of a file its content, of a link where it leads
}

func (t onTree) isFolder() bool { return t.info != nil && t.info.IsDir() }

// towards is the file below StateDir that names the commit of a move that has begun.
const (
	moveDir = "sync"
	towards = moveDir + "/towards"
)

// Move plans to bring the branch that is checked out from one commit to another; from is zero for a branch without commits. The versions of the way are those of
// the commits between, which lead to the other one. No other move and, unless look, no other program may change anything until Close. The error is a *LockError, an
// *IndexError, a *BlockedError, *NameError, *CaseError, *EntryError, *ConvertError, whole.ErrBusy, plumbing.ErrObjectNotFound, or one of the file system.
func (r *Repository) Move(branch string, from, to plumbing.Hash, between []*object.Commit, look bool) (m *Move, err error) {
	plan := &Move{repo: r, branch: branch, from: from, to: to, release: func() {}}
	if !look {
		hold, err := r.hold()
		if err != nil {
			return nil, err
		}
		plan.release = hold
		unlock, err := r.lock(r.at.indexFile())
		if err != nil {
			hold()
			return nil, err
		}
		plan.release = func() { unlock(); hold() }
	}
	defer func() {
		if err != nil {
			plan.release()
		}
	}()
	if now, err := r.Store.Reference(plumbing.NewBranchReferenceName(branch)); err == nil && now.Hash() != from || err != nil && !from.IsZero() {
		return nil, &MeanwhileError{plumbing.NewBranchReferenceName(branch).String()}
	}
	if plan.index, err = r.at.readIndex(); err != nil {
		return nil, err
	}
	for _, e := range plan.index.entries {
		if e.conflicts() {
			return nil, &EntryError{e.name, "unmerged"}
		}
	}
	p := &planner{Move: plan, now: r.topConverter(), dirs: map[string]string{}, names: map[string]map[string]bool{}, fold: r.Settings().Bool("core.ignoreCase"),
		links: r.isOn("core.symlinks"), modes: r.isOn("core.fileMode"), between: between}
	if err := p.plan(); err != nil {
		return nil, err
	}
	for _, s := range plan.steps {
		plan.Files = append(plan.Files, *s.Moved)
	}
	return plan, nil
}

// Close lets others in again.
func (m *Move) Close() { m.release() }

// isOn reports whether a setting is on that Git takes for on unless it is said otherwise, on a system that has what it is about.
func (r *Repository) isOn(name string) bool {
	s := r.Settings()
	if s.Get(name) == "" {
		return runtime.GOOS != "windows"
	}
	return s.Bool(name)
}

// topConverter is Converter for paths from the top.
func (r *Repository) topConverter() *Converter {
	c := r.Converter()
	c.prefix = ""
	return c
}

// Run does it: the working tree, the index, and the branch with a line in its logs that says why. The error is a *LockError, a *MeanwhileError, or one of the file
// system; then what was not done is done by the next move.
func (m *Move) Run(why string) error {
	r := m.repo
	if err := r.Remember(towards, []byte(m.to.String()+"\n")); err != nil {
		return err
	}
	for _, s := range m.steps { // first what goes: a folder may come in its place
		if s.write && !s.to.there() {
			if err := m.remove(s); err != nil {
				return err
			}
		}
	}
	if err := m.putAll(); err != nil {
		return err
	}
	entries := map[string]*indexEntry{}
	for _, s := range m.steps {
		if !s.setIndex {
			continue
		}
		var e *indexEntry
		if s.to.there() {
			file := r.full(s.Path)
			if s.Outcome == Differs {
				file = "" // Git has to see that it is another one
			}
			e = newEntry(s.Path, s.to.mode, s.to.hash, file)
		}
		entries[s.Path] = e
	}
	m.index.entries = m.index.replace(entries)
	file := r.at.indexFile()
	if err := r.replace(file, m.index.bytes()); err != nil {
		return err
	}
	if !m.from.IsZero() {
		if err := r.replace(filepath.Join(r.at.dir, "ORIG_HEAD"), []byte(m.from.String()+"\n")); err != nil {
			return err
		}
	}
	if err := r.moveBranch(m.branch, m.from, m.to, why); err != nil {
		return err
	}
	return r.arrived()
}

// still returns a *MeanwhileError when the file in the working tree is not the one that was looked at.
func (m *Move) still(s *step) error {
	p := planner{Move: m, dirs: map[string]string{}}
	by, err := p.blocks(path.Dir(s.Path))
	if err != nil {
		return err
	}
	if by != "" {
		return &MeanwhileError{by}
	}
	now, err := p.read(s.Path)
	if err != nil {
		return err
	}
	if now.info == nil && (s.disk.info == nil || s.disk.isFolder()) {
		return nil
	}
	if now.info == nil || s.disk.info == nil || now.info.Mode() != s.disk.info.Mode() || !bytes.Equal(now.data, s.disk.data) {
		return &MeanwhileError{s.Path}
	}
	return nil
}

// remove removes a file from the working tree, and the folders that are empty then.
func (m *Move) remove(s *step) error {
	if err := m.still(s); err != nil || s.disk.info == nil {
		return err
	}
	file := m.repo.full(s.Path)
	writable(file, s.disk.info)
	if err := os.Remove(file); err != nil {
		return err
	}
	here, _ := os.Getwd()
	for dir := filepath.Dir(file); dir != m.repo.at.top && !isWithin(dir, here); dir = filepath.Dir(dir) {
		if os.Remove(dir) != nil { // it is not empty
			break
		}
	}
	return nil
}

// writable lets a file be replaced: Windows refuses that of one that is only to be read.
func writable(file string, info fs.FileInfo) {
	if runtime.GOOS == "windows" && info.Mode().IsRegular() && info.Mode().Perm()&0o200 == 0 {
		_ = os.Chmod(file, 0o600)
	}
}

// putAll writes all files that come.
func (m *Move) putAll() error {
	var all []func() error
	for _, s := range m.steps {
		switch {
		case s.write && s.to.there():
			all = append(all, func() error { return m.put(s) })
		case s.Outcome == Equal:
			all = append(all, func() error { return m.mode(s) })
		}
	}
	return together(all)
}

// put writes a file in the working tree.
func (m *Move) put(s *step) error {
	file := m.repo.full(s.Path)
	if s.disk.isFolder() { // with nothing in it but folders
		if err := removeFolders(file); err != nil {
			return err
		}
	}
	if err := m.still(s); err != nil {
		return err
	}
	perm := fs.FileMode(0o666)
	if s.to.mode == filemode.Executable {
		perm = 0o777
	}
	there := s.disk.info != nil && !s.disk.isFolder()
	if s.to.mode == filemode.Symlink && m.repo.isOn("core.symlinks") {
		if there {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.Symlink(filepath.FromSlash(string(s.data)), file)
	}
	write := whole.CreateBy
	if there {
		writable(file, s.disk.info)
		write = whole.Write
	}
	err := write(m.repo.StateDir(), file, s.data, perm)
	if err != nil && !errors.Is(err, fs.ErrExist) { // .git may lie on another disk
		err = write(filepath.Dir(file), file, s.data, perm)
	}
	if errors.Is(err, fs.ErrExist) {
		return &MeanwhileError{s.Path}
	}
	return err
}

// removeFolders removes a folder that holds nothing but folders.
func removeFolders(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := removeFolders(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return os.Remove(dir)
}

// mode puts the bit right that lets a file run.
func (m *Move) mode(s *step) error {
	if !m.repo.isOn("core.fileMode") || !s.disk.info.Mode().IsRegular() {
		return nil
	}
	now := s.disk.info.Mode().Perm()
	want := now &^ 0o111
	if s.to.mode == filemode.Executable {
		want = now | now&0o444>>2
	}
	if now&0o100 != 0 == (s.to.mode == filemode.Executable) || now == want {
		return nil
	}
	return os.Chmod(m.repo.full(s.Path), want)
}
