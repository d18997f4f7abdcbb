// Package outgoing lists what a push would publish: everything with text in it that can be reached from one revision and not from another,
// including what was committed and removed again later. It reads objects and references with go-git, and does not need the program git.
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
	// ErrShallow means that the repository is a shallow clone, so that a part of the history can't be read.
	ErrShallow = errors.New("shallow clone")
	// ErrRange means that a range is not written as BASE..HEAD.
	ErrRange = errors.New("no range")
	// ErrMissing means that the repository lacks an object of the range, as a partial clone does.
	ErrMissing = errors.New("missing object")
)

// RevisionError means that one end of a range does not name a commit in this repository.
type RevisionError struct{ Revision string }

func (e *RevisionError) Error() string { return fmt.Sprintf("no such revision: %s", e.Revision) }

// Kind is the kind of an Item.
type Kind uint8

const (
	File     Kind = iota // the content of a file, or the target of a symbolic link
	Path                 // the path of a file
	Message              // the message of a commit
	Tag                  // the message of an annotated tag
	Identity             // "Name <address>" of an author, a committer or a tagger
	Note                 // a note on a commit (git notes)
	Ref                  // the name of the branch or of a tag
)

// Item is one piece of text or one file that a push would publish.
type Item struct {
	Kind Kind
	// Data is the text or the bytes; nil for a file larger than MaxFile.
	Data []byte
	// Path is the path of a File or Path, with forward slashes; of a Ref or Tag the name, and of a Note the short name of its reference.
	Path string
	// Commit is the hash, in hexadecimal, of the first commit of the range that holds the item; of a Tag it is the hash of the tag object. It is
	// empty for a Ref.
	Commit string
	// Hash is the hash of the blob of a File.
	Hash plumbing.Hash
	// Size is the size of a File in bytes.
	Size int64
	// Kept reports whether the last commit of the range still holds the item. If not, only the history does.
	Kept bool
}

// MaxFile is the size in bytes above which the content of a file is not read.
const MaxFile = 64 << 20

// Range is a range of commits.
type Range struct {
	repo    *repo.Repository
	commits []*object.Commit // new ones, the oldest first
	head    *object.Commit
	branch  plumbing.ReferenceName     // the branch that head was named by; empty when it was not named by a branch
	known   *held                      // what the commits just before the range hold
	seen    map[plumbing.Hash]bool     // blobs that were visited
	walked  map[string]bool            // the same for trees, by hash and path: at another path the same tree has other file names
	paths   map[string]map[string]bool // folder → names in it that were visited
	last    map[string][]byte          // folder → the tree that was visited there last
	bases   []*object.Commit
	push    plumbing.Hash // the tag or commit that is pushed (OpenPush); zero for a range
}

// Ends splits a range written as BASE..HEAD or BASE...HEAD; when HEAD is left out it is "HEAD". The error is ErrRange.
func Ends(spec string) (base, head string, err error) {
	base, head, ok := strings.Cut(spec, "..")
	head = strings.TrimPrefix(head, ".")
	if !ok || base == "" {
		return "", "", ErrRange
	}
	return base, cmp.Or(head, "HEAD"), nil
}

// Open opens the range BASE..HEAD, as Ends reads it, of the repository that contains root. The error is repo.ErrNoRepository, ErrShallow,
// ErrRange, ErrMissing or a *RevisionError. The caller closes the range.
func Open(root, spec string) (*Range, error) {
	if _, _, err := Ends(spec); err != nil {
		return nil, err
	}
	repository, err := open(root)
	if err != nil {
		return nil, err
	}
	return OpenIn(repository, spec)
}

// OpenIn does the same in a repository that is open, whatever that lacks before the range. It is closed with the range.
func OpenIn(repository *repo.Repository, spec string) (*Range, error) {
	from, to, err := Ends(spec)
	if err != nil {
		return nil, err
	}
	base, err := repository.Commit(from)
	if err != nil {
		return nil, &RevisionError{from}
	}
	return between(repository, []*object.Commit{base}, to, plumbing.ZeroHash)
}

// OpenLast opens the range that holds one commit, in a repository that is open and is closed with the range: the parents of the commit are its bases. It works in a shallow clone too, since the history
// before the parents is not read. The errors are those of Open, except ErrRange and ErrShallow.
func OpenLast(repository *repo.Repository, commit string) (*Range, error) {
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
	return between(repository, parents, commit, plumbing.ZeroHash)
}

// OpenPush opens the range that a push of one object to a remote would publish: the commits that no remote-tracking branch of that remote holds.
// hash names a commit or an annotated tag, in hexadecimal. Tags and notes are in the range only when they are pushed themselves. The errors are
// those of Open.
func OpenPush(root, remote, hash string) (*Range, error) {
	repository, err := open(root)
	if err != nil {
		return nil, err
	}
	bases, err := remoteCommits(repository, "refs/remotes/"+remote+"/")
	if err != nil {
		return nil, err
	}
	return between(repository, bases, hash, plumbing.NewHash(hash))
}

// remoteCommits returns the commits that the references with this prefix point to.
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

func between(repository *repo.Repository, bases []*object.Commit, to string, pushed plumbing.Hash) (*Range, error) {
	head, err := repository.Commit(to)
	if err != nil {
		return nil, &RevisionError{to}
	}
	r := &Range{repo: repository, head: head, bases: bases, push: pushed, branch: branchOf(repository, to), known: newHeld(repository),
		seen: map[plumbing.Hash]bool{}, walked: map[string]bool{}, paths: map[string]map[string]bool{}, last: map[string][]byte{}}
	return r, r.walk()
}

// branchOf returns the full name of the branch that a revision names, or "" when it names something else.
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

// Commits returns the number of commits in the range.
func (r *Range) Commits() int { return len(r.commits) }

// Bases returns the commits where the range begins; none when the whole history is new.
func (r *Range) Bases() []*object.Commit { return r.bases }

// Head returns the last commit of the range.
func (r *Range) Head() *object.Commit { return r.head }

// Repository returns the repository of the range, which is closed with it.
func (r *Range) Repository() *repo.Repository { return r.repo }

// Prefix returns the path in the repository of the folder that it was opened with, or "." for the root.
func (r *Range) Prefix() string { return r.repo.Prefix }

// walk fills r.commits, and r.known with the commits just before the range.
//
// It walks the ancestors of the bases and of the head together, newest commit first by the date of the committer, and ends when only ancestors of
// the bases are left. A commit with a wrong date can make a known commit look new, but not a new one known.
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
			// It was taken for new, but is known. Its ancestors must be walked again if they were visited, as they may have been taken for new too.
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
				continue // the end of a shallow history; the parent of a known commit is known
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
		if err := r.known.add(c.TreeHash, ""); err != nil {
			return err
		}
	}
	return nil
}

// entries calls repo.Entries, and reports a damaged tree as ErrMissing.
func entries(tree []byte, visit func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error) error {
	return damaged(repo.Entries(tree, visit))
}

// damaged returns an error, as ErrMissing when it is that of a damaged tree.
func damaged(err error) error {
	if errors.Is(err, repo.ErrTree) {
		return errors.Join(ErrMissing, err)
	}
	return err
}

// Items calls visit once for each item in the range: the files and paths of every commit (also those that only a merge commit has), the messages
// and identities, the tags and notes on these commits, and the name of the branch. It leaves out a file when skip reports true for every path
// at which it stands. It stops at the first error of visit and returns it.
func (r *Range) Items(skip func(path string) bool, visit func(Item) error) error {
	kept := newHeld(r.repo)
	if err := kept.add(r.head.TreeHash, ""); err != nil {
		return err
	}
	people, names := map[string]bool{}, map[string]bool{}
	inner := visit
	visit = func(t Item) error {
		if t.Kind == Ref && names[t.Path] {
			return nil // a tag that another tag points to was visited already
		}
		if t.Kind == Ref {
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
		return visit(Item{Kind: Identity, Data: []byte(who), Commit: commit, Kept: true})
	}
	for _, c := range r.commits {
		commit := c.Hash.String()
		if err := visit(Item{Kind: Message, Data: []byte(c.Message), Commit: commit, Kept: true}); err != nil {
			return err
		}
		if c.MergeTag != "" {
			// The commit merges a tag: it holds the message and the tagger of that tag.
			if err := visit(Item{Kind: Message, Data: []byte(c.MergeTag), Commit: commit, Kept: true}); err != nil {
				return err
			}
		}
		if err := identity(c.Author, commit); err != nil {
			return err
		}
		if err := identity(c.Committer, commit); err != nil {
			return err
		}
		if err := r.tree(c.TreeHash, "", commit, kept, skip, visit); err != nil {
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
		return visit(Item{Kind: Ref, Data: []byte(r.branch.Short()), Path: r.branch.Short(), Kept: true})
	}
	return nil
}

// tree visits the paths and blobs of a tree that are not known or visited yet. What is the same as in the tree that was visited last at this path, or that
// was there before the range, was visited or is known.
func (r *Range) tree(hash plumbing.Hash, dir, commit string, kept *held, skip func(string) bool, visit func(Item) error) error {
	key := string(hash[:]) + dir
	if r.walked[key] || r.known.hasTree(hash, dir) {
		return nil
	}
	data, err := raw(r.repo, hash)
	if err != nil {
		return err
	}
	last, visited := r.last[dir]
	if !visited {
		if last, err = r.known.first(dir); err != nil {
			return err
		}
	}
	err = repo.Differ(last, data, func(base []byte, was, is repo.TreeEntry) error {
		if is.Hash.IsZero() {
			return nil
		}
		name := path.Join(dir, string(base))
		isSkipped := skip(name)
		isNew, err := r.isNewName(dir, string(base), was, isSkipped)
		if err != nil {
			return err
		}
		if isNew {
			held, err := kept.hasName(dir, string(base))
			if err != nil {
				return err
			}
			if err := visit(Item{Kind: Path, Data: []byte(name), Path: name, Commit: commit, Kept: held}); err != nil {
				return err
			}
		}
		switch {
		case is.Mode == filemode.Dir:
			return r.tree(is.Hash, name, commit, kept, skip, visit)
		case is.Mode == filemode.Submodule || isSkipped:
			return nil
		}
		isNew, err = r.isNewBlob(is.Hash)
		if err != nil || !isNew {
			return err
		}
		size, content, err := r.read(is.Hash)
		if err != nil {
			return err
		}
		held, err := kept.hasBlob(is.Hash)
		if err != nil {
			return err
		}
		return visit(Item{Kind: File, Data: content, Path: name, Commit: commit, Hash: is.Hash, Size: size, Kept: held})
	})
	if err != nil {
		return damaged(err)
	}
	r.last[dir], r.walked[key] = data, true
	return nil
}

// isNewName reports whether a name in a folder is neither known nor visited, and then counts it as visited; of a file that is skipped it is not asked. What
// was there before tells that it was.
func (r *Range) isNewName(dir, name string, was repo.TreeEntry, isSkipped bool) (bool, error) {
	if !was.Hash.IsZero() || isSkipped || r.paths[dir][name] {
		return false, nil
	}
	known, err := r.known.hasName(dir, name)
	if err != nil || known {
		return false, err
	}
	if r.paths[dir] == nil {
		r.paths[dir] = map[string]bool{}
	}
	r.paths[dir][name] = true
	return true, nil
}

// isNewBlob reports whether a blob is neither known nor visited, and then counts it as visited.
func (r *Range) isNewBlob(hash plumbing.Hash) (bool, error) {
	if r.seen[hash] {
		return false, nil
	}
	r.seen[hash] = true
	known, err := r.known.hasBlob(hash)
	return !known, err
}

// read returns the size of a blob in bytes, and its content, or nil when it is larger than MaxFile.
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

// tags visits the tags on commits of the range: git push --follow-tags pushes them too.
func (r *Range) tags(visit func(Item) error, identity func(object.Signature, string) error) error {
	inRange := map[plumbing.Hash]bool{}
	for _, c := range r.commits {
		inRange[c.Hash] = true
	}
	return r.refs("refs/tags/", func(ref *plumbing.Reference) error {
		target, err := r.tag(ref.Hash(), "", func(Item) error { return nil }, func(object.Signature, string) error { return nil })
		if err != nil || !inRange[target] {
			return err
		}
		if err := visit(Item{Kind: Ref, Data: []byte(ref.Name().Short()), Path: ref.Name().Short(), Kept: true}); err != nil {
			return err
		}
		_, err = r.tag(ref.Hash(), ref.Name().Short(), visit, identity)
		return err
	})
}

// tag visits an annotated tag, and the tags that it points to, and returns the object that the last of them points to. name is the name of its
// reference. For an object that is no tag it returns the hash itself.
func (r *Range) tag(hash plumbing.Hash, name string, visit func(Item) error, identity func(object.Signature, string) error) (plumbing.Hash, error) {
	for tag, err := object.GetTag(r.repo.Store, hash); err == nil; tag, err = object.GetTag(r.repo.Store, hash) {
		if tag.Name != name {
			// The tag object holds the name under which it was made, also when its reference was renamed.
			if err := visit(Item{Kind: Ref, Data: []byte(tag.Name), Path: tag.Name, Kept: true}); err != nil {
				return hash, err
			}
		}
		if name == "" {
			name = tag.Name
		}
		if err := visit(Item{Kind: Tag, Data: []byte(tag.Message), Path: name, Commit: tag.Hash.String(), Kept: true}); err != nil {
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
func (r *Range) notes(visit func(Item) error) error {
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
			// The path of a note is the hash of its commit, which may be spread over folders (ab/cdef…).
			commit := strings.ReplaceAll(f.Name, "/", "")
			if !inRange[commit] {
				return nil
			}
			_, data, err := r.read(f.Hash)
			if err != nil {
				return err
			}
			return visit(Item{Kind: Note, Data: data, Path: ref.Name().Short(), Commit: commit, Kept: true})
		})
	})
}

// refs calls visit with each reference with this prefix that holds a hash.
func (r *Range) refs(prefix string, visit func(*plumbing.Reference) error) error {
	refs, err := r.repo.Store.IterReferences()
	if err != nil {
		return err
	}
	return storer.NewReferenceFilteredIter(func(ref *plumbing.Reference) bool {
		return ref.Type() == plumbing.HashReference && strings.HasPrefix(ref.Name().String(), prefix)
	}, refs).ForEach(visit)
}

// Known returns the blobs that the bases or any of their ancestors hold, and the authors and committers of those commits, as in an Identity. It
// can run at the same time as other methods.
func (r *Range) Known() (files map[plumbing.Hash]bool, people map[string]bool, err error) {
	files, people = map[plumbing.Hash]bool{}, map[string]bool{}
	seen := map[plumbing.Hash]bool{}
	var tree func(hash plumbing.Hash) error
	tree = func(hash plumbing.Hash) error {
		if seen[hash] {
			return nil
		}
		seen[hash] = true
		data, err := raw(r.repo, hash)
		if err != nil {
			return err
		}
		var dirs []plumbing.Hash
		err = entries(data, func(mode filemode.FileMode, _ []byte, entry plumbing.Hash) error {
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
		c, err := object.GetCommit(r.repo.Store, hash)
		if err != nil && r.repo.Shallow() {
			continue // the end of a shallow history; what lies before it counts as new
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

// raw returns the bytes of a tree, and reports a tree that can't be read as ErrMissing.
func raw(repository *repo.Repository, hash plumbing.Hash) ([]byte, error) {
	data, err := repository.Tree(hash)
	if err != nil {
		return nil, errors.Join(ErrMissing, err)
	}
	return data, nil
}

// person writes a signature as an Identity does.
func person(s object.Signature) string {
	return strings.TrimSpace(s.Name) + " <" + strings.TrimSpace(s.Email) + ">"
}

// Place is a blob at a path, with the hash, in hexadecimal, of the commit that added it there.
type Place struct {
	Path   string
	Hash   plumbing.Hash
	Commit string
}

// Removed returns for each place the hash of the first later commit of the range that no longer holds that blob at that path, or "" when there is
// none. It walks the range once, whatever the number of places.
func (r *Range) Removed(places []Place) ([]string, error) {
	removed := make([]string, len(places))
	begin := map[string][]int{}
	for i, p := range places {
		begin[p.Commit] = append(begin[p.Commit], i)
	}
	open := map[string]map[int]bool{}  // folder → indexes of places that are not removed yet
	last := map[string]plumbing.Hash{} // folder → the last tree that held all of them, which need not be read again
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
				// A commit on a parallel branch never had the file: then it does not remove it.
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
