//go:build !js

package repo

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// planner makes the steps of a move.
type planner struct {
	*Move
	now, then          *Converter // how Git converts by the attributes of the working tree as it is, and as it becomes
	fold, links, modes bool       // core.ignoreCase, core.symlinks, core.fileMode
	between            []*object.Commit
	versions           map[string]map[plumbing.Hash]bool // what the commits between have, by path; nil until asked
	byPath             map[string]*step
	dirs               map[string]string          // what stands in the way of a folder, by its path; "" when nothing does
	names              map[string]map[string]bool // the names in a folder of the working tree
	treeFrom, treeTo   plumbing.Hash
}

func (p *planner) plan() error {
	var err error
	if p.treeFrom, err = p.repo.treeOf(p.from); err != nil {
		return err
	}
	if p.treeTo, err = p.repo.treeOf(p.to); err != nil {
		return err
	}
	p.byPath = map[string]*step{}
	if err := p.compare(p.treeFrom, p.treeTo, "", func(name string, from, to side) { p.add(name, from, to) }); err != nil {
		return err
	}
	if err := p.stopped(); err != nil {
		return err
	}
	slices.SortFunc(p.steps, func(a, b *step) int { return strings.Compare(a.Path, b.Path) })
	if err := p.look(); err != nil {
		return err
	}
	// Which conversions come decides what a file must be, so those are first.
	p.then = p.repo.topConverter()
	p.then.instead = map[string][]byte{}
	first := func(s *step) bool { return path.Base(s.Path) == attributesFile }
	for _, s := range p.steps {
		if !first(s) {
			continue
		}
		if err := p.decide(s); err != nil {
			return err
		}
		if s.Kept() {
			continue
		}
		p.then.instead[s.Path] = nil
		if s.to.there() {
			_, data, err := Read(p.repo.Store, s.to.hash)
			if err != nil {
				return err
			}
			p.then.instead[s.Path] = data
		}
	}
	p.then.lines = map[string][]attributes{}
	for _, s := range p.steps {
		if !first(s) {
			if err := p.decide(s); err != nil {
				return err
			}
		}
		if err := p.fill(s); err != nil {
			return err
		}
	}
	return p.fits()
}

func (p *planner) add(name string, from, to side) {
	s := &step{Moved: &Moved{Path: name, Gone: !to.there()}, from: from, to: to}
	p.steps = append(p.steps, s)
	p.byPath[name] = s
}

// stopped adds what a move that was stopped has written and this one would not touch: what it brought and the branch has no more.
func (p *planner) stopped() error {
	earlier := p.repo.towards()
	if earlier == p.to || !slices.ContainsFunc(p.between, func(c *object.Commit) bool { return c.Hash == earlier }) {
		return nil
	}
	tree, err := p.repo.treeOf(earlier)
	if err != nil {
		return err
	}
	return p.compare(p.treeFrom, tree, "", func(name string, from, _ side) {
		if p.byPath[name] == nil {
			p.add(name, from, from)
		}
	})
}

// treeOf returns the tree of a commit; zero, an empty one, for the zero hash.
func (r *Repository) treeOf(commit plumbing.Hash) (plumbing.Hash, error) {
	if commit.IsZero() {
		return plumbing.ZeroHash, nil
	}
	c, err := object.GetCommit(r.Store, commit)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return c.TreeHash, nil
}

// compare calls visit with each file that two trees have otherwise. It reads only the folders that differ. The error is a *NameError for a name in the second tree that
// no file may have: whoever sent it wants to write elsewhere.
func (p *planner) compare(before, after plumbing.Hash, dir string, visit func(name string, from, to side)) error {
	if before == after {
		return nil
	}
	both := map[string]*[2]side{}
	var names []string
	for i, tree := range []plumbing.Hash{before, after} {
		if tree.IsZero() {
			continue
		}
		data, err := p.repo.Tree(tree)
		if err != nil {
			return err
		}
		err = Entries(data, func(mode filemode.FileMode, raw []byte, hash plumbing.Hash) error {
			name := string(raw)
			if both[name] == nil {
				both[name] = &[2]side{}
				names = append(names, name)
			}
			one := &both[name][i]
			if one.there() || i == 1 && !validName(name) {
				return &NameError{path.Join(dir, name)}
			}
			*one = side{mode, hash}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, name := range names {
		from, to := both[name][0], both[name][1]
		if from == to {
			continue
		}
		name = path.Join(dir, name)
		var folders [2]plumbing.Hash
		for i, s := range []*side{&from, &to} {
			if s.mode == filemode.Dir {
				folders[i], *s = s.hash, side{}
			}
		}
		if from != to {
			visit(name, from, to)
		}
		if err := p.compare(folders[0], folders[1], name, visit); err != nil {
			return err
		}
	}
	return nil
}

// hidden are the letters that macOS leaves out when it compares names. Source: TN1150 of Apple, "Case-Insensitive String Comparison Algorithm".
const hidden = "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"

// validName reports whether a file or folder in a working tree may have this name: one that is no other folder, and not that of Git, however a disk writes that.
func validName(name string) bool {
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\x00") {
		return false
	}
	if runtime.GOOS == "windows" && (strings.ContainsAny(name, `\:*?"<>|`) || !filepath.IsLocal(name)) {
		return false
	}
	known := strings.Map(func(r rune) rune {
		if strings.ContainsRune(hidden, r) {
			return -1
		}
		return r
	}, name)
	known, _, _ = strings.Cut(known, ":") // a stream of Windows
	known, _, _ = strings.Cut(known, `\`)
	known = strings.ToLower(strings.TrimRight(known, ". "))
	return known != ".git" && known != "git~1"
}

// look finds what stands in the index and in the working tree at each path.
func (p *planner) look() error {
	if p.fold {
		if err := p.folded(); err != nil {
			return err
		}
	}
	for _, s := range p.steps {
		if s.from.mode == filemode.Submodule || s.to.mode == filemode.Submodule {
			return &EntryError{s.Path, "submodule"}
		}
		if i, found := p.index.find(s.Path); found {
			s.before = &p.index.entries[i]
			if s.before.skipped() {
				return &EntryError{s.Path, "skip-worktree"}
			}
			if s.before.mode() == filemode.Submodule {
				return &EntryError{s.Path, "submodule"}
			}
		}
		var err error
		if s.under, err = p.blocks(path.Dir(s.Path)); err != nil {
			return err
		}
		if s.under != "" {
			continue
		}
		if s.disk, err = p.read(s.Path); err != nil {
			return err
		}
		// Another file, of which the name differs in capitals alone: it has to go first, or stands in the way.
		if p.fold && s.disk.info != nil {
			exact, other, err := p.listed(s.Path)
			if err != nil {
				return err
			}
			if !exact {
				if gone := p.byPath[other]; gone == nil || gone.to.there() {
					return &BlockedError{s.Path, other}
				}
				s.disk = onTree{}
			}
		}
	}
	return nil
}

// full returns the path in the working tree.
func (r *Repository) full(name string) string {
	return filepath.Join(r.at.top, filepath.FromSlash(name))
}

// read returns what stands at a path.
func (p *planner) read(name string) (t onTree, err error) {
	file := p.repo.full(name)
	if t.info, err = os.Lstat(file); errors.Is(err, fs.ErrNotExist) {
		return onTree{}, nil
	} else if err != nil {
		return onTree{}, err
	}
	switch {
	case t.info.Mode().IsRegular():
		t.data, err = os.ReadFile(file)
	case t.info.Mode()&fs.ModeSymlink != 0:
		var to string
		to, err = os.Readlink(file)
		t.data = []byte(filepath.ToSlash(to))
	}
	return t, err
}

// blocks returns the path of what stands where a folder must be, or "": a file, or a link, which could lead anywhere.
func (p *planner) blocks(dir string) (string, error) {
	if dir == "." {
		return "", nil
	}
	if by, known := p.dirs[dir]; known {
		return by, nil
	}
	by, err := p.blocks(path.Dir(dir))
	if err != nil {
		return "", err
	}
	if by == "" {
		switch info, err := os.Lstat(p.repo.full(dir)); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return "", err
		case !info.IsDir():
			by = dir
		}
	}
	p.dirs[dir] = by
	return by, nil
}

// listed reports whether a folder lists exactly this name, and else the one that it lists in its place.
func (p *planner) listed(name string) (exact bool, other string, err error) {
	dir := path.Dir(name)
	if p.names[dir] == nil {
		p.names[dir] = map[string]bool{}
		entries, err := os.ReadDir(p.repo.full(dir))
		if err != nil {
			return false, "", err
		}
		for _, e := range entries {
			p.names[dir][p.now.Name(e.Name())] = true
		}
	}
	if p.names[dir][path.Base(name)] {
		return true, "", nil
	}
	for other := range p.names[dir] {
		if strings.EqualFold(other, path.Base(name)) {
			return false, path.Join(dir, other), nil
		}
	}
	return true, "", nil // another disk would say
}

// folded returns a *CaseError when two names in the second commit are one on this disk, be they of files or of folders: then a link could take the place of a folder.
func (p *planner) folded() error {
	known := map[string]string{}
	var add func(name string) error
	add = func(name string) error {
		if name == "." {
			return nil
		}
		key := strings.ToLower(name)
		other, there := known[key]
		if there && other != name {
			return &CaseError{name, other}
		}
		if there {
			return nil
		}
		known[key] = name
		return add(path.Dir(name))
	}
	for _, e := range p.index.entries {
		if s := p.byPath[e.name]; s == nil {
			if err := add(e.name); err != nil {
				return err
			}
		}
	}
	for _, s := range p.steps {
		if s.to.there() {
			if err := add(s.Path); err != nil {
				return err
			}
		}
	}
	return nil
}

// decide decides what happens at a path.
func (p *planner) decide(s *step) error {
	if s.to.there() {
		if err := p.repo.Store.HasEncodedObject(s.to.hash); err != nil {
			return err
		}
	}
	staged, err := p.staged(s)
	if err != nil {
		return err
	}
	if staged {
		s.Outcome = Staged
		return nil
	}
	s.setIndex = true
	before := s.before
	if before != nil && before.toAdd() {
		before = nil
	}
	switch {
	case s.under != "" || s.disk.info == nil || s.disk.isFolder():
		s.Outcome, s.write = Came, s.to.there()
		if s.write && s.under == "" && before != nil && !s.disk.isFolder() {
			s.Outcome = Restored
		}
	default:
		as := side{}
		if before != nil {
			as = side{before.mode(), before.hash}
			is, err := p.is(s, p.now, as)
			if err != nil {
				return err
			}
			if is && as != s.to {
				s.Outcome, s.write = Came, true
				if as != s.from {
					s.Outcome = Earlier
				}
				break
			}
		}
		if s.to.there() {
			is, err := p.is(s, p.then, s.to)
			if err != nil {
				return err
			}
			if is {
				s.Outcome = Equal
				return nil
			}
		}
		had, err := p.was(s, as)
		if err != nil {
			return err
		}
		if !had {
			s.Outcome = Differs
			return nil
		}
		s.Outcome, s.write = Earlier, true
	}
	return nil
}

// fill reads what a file becomes in the working tree.
func (p *planner) fill(s *step) error {
	if !s.write || !s.to.there() {
		return nil
	}
	_, data, err := Read(p.repo.Store, s.to.hash)
	if err != nil {
		return err
	}
	if s.data = data; s.to.mode != filemode.Symlink {
		s.data, err = p.then.Checkout(s.Path, data, s.to.hash)
	}
	return err
}

// staged reports whether the user has staged something else than either commit has, or those between.
func (p *planner) staged(s *step) (bool, error) {
	now := side{}
	if s.before != nil && !s.before.toAdd() {
		now = side{s.before.mode(), s.before.hash}
	}
	if now == s.from || now == s.to {
		return false, nil
	}
	had, err := p.had(s.Path) // that it was not there for a while too
	return !had[now.hash], err
}

// is reports whether the file in the working tree is one that Git has: after its conversions, and with the bit that lets it run, where that counts.
func (p *planner) is(s *step, by *Converter, one side) (bool, error) {
	hash, err := p.hashOf(s, by, one)
	if err != nil || hash != one.hash {
		return false, err
	}
	link := s.disk.info.Mode()&fs.ModeSymlink != 0
	if link != (one.mode == filemode.Symlink) && !(one.mode == filemode.Symlink && !p.links) {
		return false, nil
	}
	if link || !p.modes || s.before == nil {
		return true, nil // of a file that Git does not know yet the bit is put right
	}
	return s.disk.info.Mode()&0o100 != 0 == (one.mode == filemode.Executable), nil
}

// hashOf returns the name that Git gives to the file in the working tree, which it may have as like; zero for what is no file.
func (p *planner) hashOf(s *step, by *Converter, like side) (plumbing.Hash, error) {
	switch {
	case s.disk.info.Mode()&fs.ModeSymlink != 0, like.mode == filemode.Symlink && !p.links:
		return plumbing.ComputeHash(plumbing.BlobObject, s.disk.data), nil
	case !s.disk.info.Mode().IsRegular():
		return plumbing.ZeroHash, nil
	}
	var before []byte
	if like.there() && bytes.Contains(s.disk.data, []byte("\r\n")) { // only then it matters what Git has
		var err error
		if _, before, err = Read(p.repo.Store, like.hash); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	data, err := by.Convert(s.Path, s.disk.data, before)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return plumbing.ComputeHash(plumbing.BlobObject, data), nil
}

// was reports whether the file in the working tree is one that the branch had on the way. as is what the index has.
func (p *planner) was(s *step, as side) (bool, error) {
	if as.there() && p.modes && s.disk.info.Mode().IsRegular() && s.disk.info.Mode()&0o100 != 0 != (as.mode == filemode.Executable) {
		return false, nil
	}
	had, err := p.had(s.Path)
	if err != nil || len(had) == 0 {
		return false, err
	}
	hash, err := p.hashOf(s, p.now, as)
	return had[hash] && !hash.IsZero(), err
}

// had returns the versions of a file that the commits between the two have.
func (p *planner) had(name string) (map[plumbing.Hash]bool, error) {
	if p.versions == nil {
		p.versions = map[string]map[plumbing.Hash]bool{}
	}
	if found, known := p.versions[name]; known {
		return found, nil
	}
	found, err := p.repo.Versions(p.between, name)
	p.versions[name] = found
	return found, err
}

// Versions returns the hashes that a file has in some commits: the zero hash where it is not there.
func (r *Repository) Versions(commits []*object.Commit, name string) (map[plumbing.Hash]bool, error) {
	found := map[plumbing.Hash]bool{}
	seen := map[plumbing.Hash]bool{}
	for _, c := range commits {
		dir, err := r.Entry(c.TreeHash, path.Dir(name))
		if err != nil {
			return nil, err
		}
		if seen[dir.Hash] {
			continue
		}
		seen[dir.Hash] = true
		if dir.Mode != filemode.Dir || dir.Hash.IsZero() {
			found[plumbing.ZeroHash] = true
			continue
		}
		e, err := r.Entry(dir.Hash, path.Base(name))
		if err != nil {
			return nil, err
		}
		if e.Mode == filemode.Dir {
			e.Hash = plumbing.ZeroHash
		}
		found[e.Hash] = true
	}
	return found, nil
}

// fits returns a *BlockedError when something that stays stands where a file must come, or in the way of its folder.
func (p *planner) fits() error {
	goes := func(name string) bool {
		s := p.byPath[name]
		return s != nil && s.write && !s.to.there()
	}
	for _, s := range p.steps {
		if !s.write || !s.to.there() {
			continue
		}
		if s.under != "" && !goes(s.under) {
			return &BlockedError{s.Path, s.under}
		}
		if !s.disk.isFolder() {
			continue
		}
		err := filepath.WalkDir(p.repo.full(s.Path), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(p.repo.at.top, file)
			if err == nil && !goes(p.now.Name(filepath.ToSlash(rel))) {
				err = &BlockedError{s.Path, filepath.ToSlash(rel)}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
