// Package outgoing tells what a push would publish: every object that can be reached from one revision and not from another, and all that
// has words in it. What was committed and taken out again is still there. It reads objects and references with go-git, and needs no git.
package outgoing

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

var (
	// ErrShallow says that the history was cut off when the repository was cloned, so that nobody can tell what is in it.
	ErrShallow = errors.New("shallow clone")
	// ErrRange says that a range is not written as BASE..HEAD.
	ErrRange = errors.New("no range")
	// ErrMissing says that the repository lacks an object of the range, as a partial clone does.
	ErrMissing = errors.New("missing object")
)

// RevisionError says that one end of a range is no commit here.
type RevisionError struct{ Revision string }

func (e *RevisionError) Error() string { return fmt.Sprintf("no such revision: %s", e.Revision) }

// Sort is a sort of thing that a push publishes.
type Sort uint8

const (
	File     Sort = iota // the content of a file, or the target of a symbolic link
	Path                 // the name of a file with its folders
	Message              // of a commit
	Tag                  // the message of an annotated tag
	Identity             // "Name <address>" of an author, a committer or the maker of a tag
	Note                 // a note on a commit (git notes)
	Ref                  // the name of the branch or a tag
)

// Thing is one thing that a push would publish.
type Thing struct {
	Sort Sort
	// Data is its text or bytes; nil for a file above MaxFile.
	Data []byte
	// Path is that of a File or Path, with forward slashes; the name of a Ref or Tag, and the reference of a Note.
	Path string
	// Commit is the hash of the first commit of the range that holds it; empty for a Ref; the hash of a Tag itself.
	Commit string
	// Hash is the name by which Git knows the content of a File.
	Hash plumbing.Hash
	// Size is that of a File in bytes.
	Size int64
	// Kept reports that it still stands in the last commit of the range. Where it does not, it is in the history only.
	Kept bool
}

// MaxFile is the size in bytes above which a file is not read.
const MaxFile = 64 << 20

// Range is a range of commits.
type Range struct {
	root    string
	repo    *repo.Repository
	commits []*object.Commit // new ones, the oldest first
	head    *object.Commit
	branch  plumbing.ReferenceName     // of head; empty when it is none
	seen    map[plumbing.Hash]bool     // files that are known, or were visited
	walked  map[string]bool            // trees likewise, by their hash and path: the same tree elsewhere has other names
	paths   map[string]map[string]bool // the names that are known, by their folder
	bases   []*object.Commit
	push    plumbing.Hash // of the tag or commit that is pushed; zero when a range was asked for
}

// Ends takes a range BASE..HEAD apart; HEAD may be left out. The error is ErrRange.
func Ends(spec string) (base, head string, err error) {
	base, head, ok := strings.Cut(spec, "..")
	head = strings.TrimPrefix(head, ".")
	if !ok || base == "" {
		return "", "", ErrRange
	}
	return base, cmp.Or(head, "HEAD"), nil
}

// Open opens the range BASE..HEAD of the repository around root: HEAD may be left out. The error is repo.ErrNoRepository, ErrShallow,
// ErrRange, a *RevisionError, or ErrMissing.
func Open(root, spec string) (*Range, error) {
	from, to, err := Ends(spec)
	if err != nil {
		return nil, err
	}
	repository, err := open(root)
	if err != nil {
		return nil, err
	}
	base, err := repository.Commit(from)
	if err != nil {
		return nil, &RevisionError{from}
	}
	return between(root, repository, []*object.Commit{base}, to, plumbing.ZeroHash)
}

// OpenLast opens the range of one commit, after its parents. What lies before those does not matter, so that the history may have been cut off.
// The errors are those of Open, but for ErrRange and ErrShallow.
func OpenLast(root, commit string) (*Range, error) {
	repository, err := repo.Open(root)
	if err != nil {
		return nil, err
	}
	c, err := repository.Commit(commit)
	if err != nil {
		return nil, &RevisionError{commit}
	}
	var parents []*object.Commit
	for _, hash := range c.ParentHashes {
		p, err := object.GetCommit(repository.Store, hash)
		if err != nil {
			return nil, errors.Join(ErrMissing, err)
		}
		parents = append(parents, p)
	}
	return between(root, repository, parents, commit, plumbing.ZeroHash)
}

// OpenPush opens all that a push of the object with this hash to a remote would publish: what none of the branches of that remote, as far as
// they were fetched, holds yet. Tags and notes go along only when they are pushed themselves. The errors are those of Open.
func OpenPush(root, remote, hash string) (*Range, error) {
	repository, err := open(root)
	if err != nil {
		return nil, err
	}
	bases, err := remoteCommits(repository, "refs/remotes/"+remote+"/")
	if err != nil {
		return nil, err
	}
	return between(root, repository, bases, hash, plumbing.NewHash(hash))
}

// remoteCommits returns the commits of the references that begin so.
func remoteCommits(repository *repo.Repository, prefix string) ([]*object.Commit, error) {
	refs, err := repository.Store.IterReferences()
	if err != nil {
		return nil, err
	}
	var commits []*object.Commit
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Type() != plumbing.HashReference || !strings.HasPrefix(ref.Name().String(), prefix) {
			return nil
		}
		if c, err := repository.Commit(ref.Hash().String()); err == nil {
			commits = append(commits, c)
		}
		return nil
	})
	return commits, err
}

func open(root string) (*repo.Repository, error) {
	repository, err := repo.Open(root)
	if err != nil {
		return nil, err
	}
	if repository.Shallow() {
		return nil, ErrShallow
	}
	return repository, nil
}

func between(root string, repository *repo.Repository, bases []*object.Commit, to string, pushed plumbing.Hash) (*Range, error) {
	head, err := repository.Commit(to)
	if err != nil {
		return nil, &RevisionError{to}
	}
	r := &Range{root: root, repo: repository, head: head, bases: bases, push: pushed, branch: branchOf(repository, to), seen: map[plumbing.Hash]bool{}, walked: map[string]bool{}, paths: map[string]map[string]bool{}}
	return r, r.walk()
}

// branchOf returns the branch that a name stands for, or "".
func branchOf(repository *repo.Repository, name string) plumbing.ReferenceName {
	if name == "HEAD" || name == "@" {
		if ref, err := repository.Store.Reference(plumbing.HEAD); err == nil && ref.Type() == plumbing.SymbolicReference {
			return ref.Target()
		}
		return ""
	}
	full := plumbing.NewBranchReferenceName(strings.TrimPrefix(strings.TrimPrefix(name, "refs/"), "heads/"))
	if _, err := repository.Store.Reference(full); err == nil {
		return full
	}
	return ""
}

// Close closes the repository.
func (r *Range) Close() error { return r.repo.Close() }

// Commits returns how many commits the range holds.
func (r *Range) Commits() int { return len(r.commits) }

// Bases returns the commits where the range begins; none when all of the history is new.
func (r *Range) Bases() []*object.Commit { return r.bases }

// Head returns the last commit of the range.
func (r *Range) Head() *object.Commit { return r.head }

// Repository returns the repository of the range, which is closed with it.
func (r *Range) Repository() *repo.Repository { return r.repo }

// Prefix is the path in the repository of the folder in which it was opened.
func (r *Range) Prefix() string { return r.repo.Prefix }

// walk finds the commits of the range, and marks the trees and files that its borders hold already.
//
// Both sides are walked together, the newest commit first; it ends when all that is left is known to the base. A clock that ran wrong can at
// worst make a known commit look new.
func (r *Range) walk() error {
	const (
		new   = 1
		known = 2
	)
	state := map[plumbing.Hash]int{}
	var queue []*object.Commit
	open := 0 // new commits in the queue
	push := func(c *object.Commit, s int) {
		before, met := state[c.Hash]
		if met && (before == known || before == s) {
			return
		}
		state[c.Hash] = s
		if met {
			// New after all known: its ancestors may have been taken for new as well.
			if i := slices.IndexFunc(queue, func(q *object.Commit) bool { return q.Hash == c.Hash }); i >= 0 {
				open--
				return
			}
		}
		if s == new {
			open++
		}
		i, _ := slices.BinarySearchFunc(queue, c, func(a, b *object.Commit) int { return a.Committer.When.Compare(b.Committer.When) })
		queue = slices.Insert(queue, i, c)
	}
	for _, base := range r.bases {
		push(base, known)
	}
	push(r.head, new)
	var order []*object.Commit
	border := map[plumbing.Hash]*object.Commit{}
	for _, base := range r.bases {
		border[base.Hash] = base
	}
	for open > 0 {
		c := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		s := state[c.Hash]
		if s == new {
			open--
			order = append(order, c)
		}
		for _, hash := range c.ParentHashes {
			p, err := object.GetCommit(r.repo.Store, hash)
			if err != nil && s != new {
				continue // where a shallow history is cut off; what lies before a commit that is known, is known
			}
			if err != nil {
				return errors.Join(ErrMissing, err)
			}
			push(p, s)
		}
	}
	for _, c := range slices.Backward(order) {
		if state[c.Hash] == new {
			r.commits = append(r.commits, c)
		}
	}
	for _, c := range r.commits {
		for _, hash := range c.ParentHashes {
			if state[hash] != new && border[hash] == nil {
				p, err := object.GetCommit(r.repo.Store, hash)
				if err != nil {
					return errors.Join(ErrMissing, err)
				}
				border[hash] = p
			}
		}
	}
	for _, c := range border {
		if err := r.mark(c.TreeHash, ""); err != nil {
			return err
		}
	}
	return nil
}

// mark notes a tree and all below it as known.
func (r *Range) mark(hash plumbing.Hash, dir string) error {
	key := string(hash[:]) + dir
	if r.walked[key] {
		return nil
	}
	r.walked[key] = true
	data, err := raw(r.repo, hash, nil)
	if err != nil {
		return err
	}
	names := r.names(dir)
	return entries(data, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
		names[string(name)] = true
		switch mode {
		case filemode.Dir:
			return r.mark(hash, path.Join(dir, string(name)))
		case filemode.Submodule:
		default:
			r.seen[hash] = true
		}
		return nil
	})
}

// names are the names that are known in a folder.
func (r *Range) names(dir string) map[string]bool {
	if r.paths[dir] == nil {
		r.paths[dir] = map[string]bool{}
	}
	return r.paths[dir]
}

// entries is repository.Entries, for which a damaged tree is a missing object.
func entries(tree []byte, visit func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error) error {
	err := repo.Entries(tree, visit)
	if errors.Is(err, repo.ErrTree) {
		return errors.Join(ErrMissing, err)
	}
	return err
}

// Things calls visit with each thing in the range once: the files and names of every commit, also those of merges alone, the messages and
// who made them, tags on these commits, notes on them, and the name of the branch. A file that only stands at paths that skip reports is passed
// over. It stops at the first error of visit.
func (r *Range) Things(skip func(path string) bool, visit func(Thing) error) error {
	kept, err := r.kept()
	if err != nil {
		return err
	}
	people, names := map[string]bool{}, map[string]bool{}
	inner := visit
	visit = func(t Thing) error {
		if t.Sort == Ref && names[t.Path] {
			return nil // a tag that another tag points to
		}
		if t.Sort == Ref {
			names[t.Path] = true
		}
		return inner(t)
	}
	identity := func(s object.Signature, commit string) error {
		who := person(s)
		if people[who] {
			return nil
		}
		people[who] = true
		return visit(Thing{Sort: Identity, Data: []byte(who), Commit: commit, Kept: true})
	}
	for _, c := range r.commits {
		commit := c.Hash.String()
		if err := visit(Thing{Sort: Message, Data: []byte(c.Message), Commit: commit, Kept: true}); err != nil {
			return err
		}
		if c.MergeTag != "" {
			// A tag that was merged: its message and its maker are a part of the commit.
			if err := visit(Thing{Sort: Message, Data: []byte(c.MergeTag), Commit: commit, Kept: true}); err != nil {
				return err
			}
		}
		if err := identity(c.Author, commit); err != nil {
			return err
		}
		if err := identity(c.Committer, commit); err != nil {
			return err
		}
		if _, err := r.tree(c.TreeHash, "", commit, kept, skip, visit); err != nil {
			return err
		}
	}
	if !r.push.IsZero() {
		_, err := r.tag(r.push, "", visit, identity)
		return err
	}
	if err := r.tags(visit, identity); err != nil {
		return err
	}
	if err := r.notes(visit); err != nil {
		return err
	}
	if r.branch != "" && len(r.commits) > 0 {
		return visit(Thing{Sort: Ref, Data: []byte(r.branch.Short()), Path: r.branch.Short(), Kept: true})
	}
	return nil
}

// kept returns the files and paths of the last commit: a hash as its bytes, a path as it is.
func (r *Range) kept() (map[string]bool, error) {
	kept := map[string]bool{}
	var walk func(hash plumbing.Hash, dir string) error
	walk = func(hash plumbing.Hash, dir string) error {
		data, err := raw(r.repo, hash, nil)
		if err != nil {
			return err
		}
		return entries(data, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
			full := path.Join(dir, string(name))
			kept[full] = true
			if mode == filemode.Dir {
				return walk(hash, full)
			}
			kept[string(hash[:])] = true
			return nil
		})
	}
	return kept, walk(r.head.TreeHash, "")
}

// tree visits what a tree holds that was not visited before, and reports whether it passed anything over: then the same tree may be visited
// at another path.
func (r *Range) tree(hash plumbing.Hash, dir, commit string, kept map[string]bool, skip func(string) bool, visit func(Thing) error) (skipped bool, err error) {
	key := string(hash[:]) + dir
	if r.walked[key] {
		return false, nil
	}
	data, err := raw(r.repo, hash, nil)
	if err != nil {
		return false, err
	}
	names := r.names(dir)
	err = entries(data, func(mode filemode.FileMode, base []byte, hash plumbing.Hash) error {
		if names[string(base)] && r.seen[hash] {
			return nil // like most
		}
		name := path.Join(dir, string(base))
		isSkipped := skip(name)
		if !names[string(base)] && !isSkipped {
			names[string(base)] = true
			if err := visit(Thing{Sort: Path, Data: []byte(name), Path: name, Commit: commit, Kept: kept[name]}); err != nil {
				return err
			}
		}
		switch {
		case mode == filemode.Dir:
			below, err := r.tree(hash, name, commit, kept, skip, visit)
			skipped = skipped || below
			return err
		case mode == filemode.Submodule || r.seen[hash]:
			return nil
		case isSkipped:
			skipped = true
			return nil
		}
		r.seen[hash] = true
		size, content, err := r.read(hash)
		if err != nil {
			return err
		}
		return visit(Thing{Sort: File, Data: content, Path: name, Commit: commit, Hash: hash, Size: size, Kept: kept[string(hash[:])]})
	})
	if err != nil {
		return false, err
	}
	r.walked[key] = !skipped
	return skipped, nil
}

// read returns the size of a file, and its content when it is not too large.
func (r *Range) read(hash plumbing.Hash) (int64, []byte, error) {
	blob, err := object.GetBlob(r.repo.Store, hash)
	if err != nil {
		return 0, nil, errors.Join(ErrMissing, err)
	}
	if blob.Size > MaxFile {
		return blob.Size, nil, nil
	}
	reader, err := blob.Reader()
	if err != nil {
		return 0, nil, errors.Join(ErrMissing, err)
	}
	defer reader.Close()
	data := make([]byte, blob.Size)
	if _, err := io.ReadFull(reader, data); err != nil {
		return 0, nil, errors.Join(ErrMissing, err)
	}
	return blob.Size, data, nil
}

// tags visits the tags on commits of the range: git push --follow-tags takes them along.
func (r *Range) tags(visit func(Thing) error, identity func(object.Signature, string) error) error {
	inRange := map[plumbing.Hash]bool{}
	for _, c := range r.commits {
		inRange[c.Hash] = true
	}
	return r.refs("refs/tags/", func(ref *plumbing.Reference) error {
		target, err := r.tag(ref.Hash(), "", func(Thing) error { return nil }, func(object.Signature, string) error { return nil })
		if err != nil || !inRange[target] {
			return err
		}
		if err := visit(Thing{Sort: Ref, Data: []byte(ref.Name().Short()), Path: ref.Name().Short(), Kept: true}); err != nil {
			return err
		}
		_, err = r.tag(ref.Hash(), ref.Name().Short(), visit, identity)
		return err
	})
}

// tag visits an annotated tag, and the tags that it points to, and returns what they point to in the end.
func (r *Range) tag(hash plumbing.Hash, name string, visit func(Thing) error, identity func(object.Signature, string) error) (plumbing.Hash, error) {
	for tag, err := object.GetTag(r.repo.Store, hash); err == nil; tag, err = object.GetTag(r.repo.Store, hash) {
		if tag.Name != name {
			// The tag itself keeps the name under which it was made.
			if err := visit(Thing{Sort: Ref, Data: []byte(tag.Name), Path: tag.Name, Kept: true}); err != nil {
				return hash, err
			}
		}
		if name == "" {
			name = tag.Name
		}
		if err := visit(Thing{Sort: Tag, Data: []byte(tag.Message), Path: name, Commit: tag.Hash.String(), Kept: true}); err != nil {
			return hash, err
		}
		if err := identity(tag.Tagger, tag.Hash.String()); err != nil {
			return hash, err
		}
		hash = tag.Target
	}
	return hash, nil
}

// notes visits the notes on commits of the range.
func (r *Range) notes(visit func(Thing) error) error {
	inRange := map[string]bool{}
	for _, c := range r.commits {
		inRange[c.Hash.String()] = true
	}
	return r.refs("refs/notes/", func(ref *plumbing.Reference) error {
		c, err := object.GetCommit(r.repo.Store, ref.Hash())
		if err != nil {
			return nil
		}
		tree, err := c.Tree()
		if err != nil {
			return errors.Join(ErrMissing, err)
		}
		return tree.Files().ForEach(func(f *object.File) error {
			// A note is a file with the hash of its commit as name, or as names of folders.
			commit := strings.ReplaceAll(f.Name, "/", "")
			if !inRange[commit] {
				return nil
			}
			_, data, err := r.read(f.Hash)
			if err != nil {
				return err
			}
			return visit(Thing{Sort: Note, Data: data, Path: ref.Name().Short(), Commit: commit, Kept: true})
		})
	})
}

func (r *Range) refs(prefix string, visit func(*plumbing.Reference) error) error {
	refs, err := r.repo.Store.IterReferences()
	if err != nil {
		return err
	}
	return storer.NewReferenceFilteredIter(func(ref *plumbing.Reference) bool {
		return ref.Type() == plumbing.HashReference && strings.HasPrefix(ref.Name().String(), prefix)
	}, refs).ForEach(visit)
}

// Known returns the files that the bases have held at some time, and the people who made their commits. It opens the repository anew, so
// that it can run beside other methods.
func (r *Range) Known() (files map[plumbing.Hash]bool, people map[string]bool, err error) {
	files, people = map[plumbing.Hash]bool{}, map[string]bool{}
	repository, err := repo.Open(r.root)
	if err != nil {
		return nil, nil, err
	}
	defer repository.Close()
	seen := map[plumbing.Hash]bool{}
	var buf []byte
	var tree func(hash plumbing.Hash) error
	tree = func(hash plumbing.Hash) error {
		if seen[hash] {
			return nil
		}
		seen[hash] = true
		var err error
		if buf, err = raw(repository, hash, buf); err != nil {
			return err
		}
		var dirs []plumbing.Hash
		err = entries(buf, func(mode filemode.FileMode, _ []byte, entry plumbing.Hash) error {
			if mode == filemode.Dir {
				dirs = append(dirs, entry)
			} else {
				files[entry] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, dir := range dirs {
			if err := tree(dir); err != nil {
				return err
			}
		}
		return nil
	}
	var commits []plumbing.Hash
	for _, base := range r.bases {
		commits = append(commits, base.Hash)
	}
	for len(commits) > 0 {
		hash := commits[len(commits)-1]
		commits = commits[:len(commits)-1]
		if seen[hash] {
			continue
		}
		seen[hash] = true
		c, err := object.GetCommit(repository.Store, hash)
		if err != nil && repository.Shallow() {
			continue // here it was cut off; what lies behind counts as new
		}
		if err != nil {
			return nil, nil, errors.Join(ErrMissing, err)
		}
		people[person(c.Author)], people[person(c.Committer)] = true, true
		if err := tree(c.TreeHash); err != nil {
			return nil, nil, err
		}
		commits = append(commits, c.ParentHashes...)
	}
	return files, people, nil
}

// raw is Tree of a repository, for which a tree that can't be read is a missing object.
func raw(repository *repo.Repository, hash plumbing.Hash, buf []byte) ([]byte, error) {
	buf, err := repository.Tree(hash, buf)
	if err != nil {
		return buf, errors.Join(ErrMissing, err)
	}
	return buf, nil
}

func person(s object.Signature) string {
	return strings.TrimSpace(s.Name) + " <" + strings.TrimSpace(s.Email) + ">"
}

// Place is a file at a path, in the commit that brought it there.
type Place struct {
	Path   string
	Hash   plumbing.Hash
	Commit string
}

// Removed returns for each place the first commit of the range after its own that no longer holds that file at that path, or "". It goes through
// the range once, whatever the number of places.
func (r *Range) Removed(places []Place) ([]string, error) {
	removed := make([]string, len(places))
	begin := map[string][]int{}
	for i, p := range places {
		begin[p.Commit] = append(begin[p.Commit], i)
	}
	open := map[string]map[int]bool{} // places not removed yet, by their folder
	last := map[string]plumbing.Hash{}
	for _, c := range r.commits {
		root, err := c.Tree()
		if err != nil {
			return nil, errors.Join(ErrMissing, err)
		}
		for dir, waiting := range open {
			if len(waiting) == 0 {
				continue
			}
			tree := root
			if dir != "." {
				e, err := root.FindEntry(dir)
				if err != nil || e.Mode != filemode.Dir {
					tree = &object.Tree{}
				} else if e.Hash == last[dir] {
					continue
				} else if tree, err = object.GetTree(r.repo.Store, e.Hash); err != nil {
					return nil, errors.Join(ErrMissing, err)
				}
			}
			held := make(map[string]plumbing.Hash, len(tree.Entries))
			for _, e := range tree.Entries {
				held[e.Name] = e.Hash
			}
			all := true
			for i := range waiting {
				if held[path.Base(places[i].Path)] == places[i].Hash {
					continue
				}
				all = false
				// On a branch beside it the file never was.
				if r.parentHolds(c, places[i]) {
					removed[i] = c.Hash.String()
					delete(waiting, i)
				}
			}
			delete(last, dir)
			if all {
				last[dir] = tree.Hash
			}
		}
		for _, i := range begin[c.Hash.String()] {
			dir := path.Dir(places[i].Path)
			if open[dir] == nil {
				open[dir] = map[int]bool{}
			}
			open[dir][i] = true
			delete(last, dir)
		}
	}
	return removed, nil
}

// parentHolds reports whether one of the parents of a commit holds the file at its path.
func (r *Range) parentHolds(c *object.Commit, p Place) bool {
	for _, hash := range c.ParentHashes {
		parent, err := object.GetCommit(r.repo.Store, hash)
		if err != nil {
			continue
		}
		tree, err := parent.Tree()
		if err != nil {
			continue
		}
		if e, err := tree.FindEntry(p.Path); err == nil && e.Hash == p.Hash {
			return true
		}
	}
	return false
}
