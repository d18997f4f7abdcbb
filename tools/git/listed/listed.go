// Package listed makes a repository of what the API of a server lists of a proposal: its commits, and the paths of all files in them. The content of a file is
// asked when somebody reads it. All of it is judged, since a server may say anything: each tree and each file must have the hash that it is listed with.
package listed

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

var (
	// ErrListing means that a listing is not one of Git: a hash, a path or a mode that can't be, or a tree that has another hash than it says.
	ErrListing = errors.New("no listing of a repository")
	// ErrContent means that the content of a file is not that of its hash.
	ErrContent = errors.New("another content than was listed")
)

// Proposal is a proposal as an API lists it, with the names that the script of the page gives it (assets/js/proposal/forge.js).
type Proposal struct {
	// Base is the last commit of the branch that the proposal is for, Fork the last one that both have, and Head the last one of the proposal.
	Base string `json:"base"`
	Fork string `json:"fork"`
	Head string `json:"head"`
	// Own are the hashes of the commits of the proposal.
	Own []string `json:"own"`
	// Commits are these, the base, the fork, and all other parents of those of the proposal. What lies before is not known.
	Commits []Commit `json:"commits"`
}

// Commit is a commit, with every file in it.
type Commit struct {
	Hash      string   `json:"hash"`
	Parents   []string `json:"parents"`
	Author    Person   `json:"author"`
	Committer Person   `json:"committer"`
	Message   string   `json:"message"`
	Files     []File   `json:"files"`
}

// Person is who made a commit, and when (RFC 3339).
type Person struct {
	Name string `json:"name"`
	Mail string `json:"mail"`
	Date string `json:"date"`
}

// File is a file or a folder in a commit. Mode is that of Git, in octal. Size is in bytes, or below zero when the API does not say it.
type File struct {
	Path string `json:"path"`
	Mode string `json:"mode"`
	Hash string `json:"hash"`
	Size int64  `json:"size"`
}

// Open returns the repository of a proposal. content gives the bytes of a file by its hash; its errors are those of reading the repository. The error is
// ErrListing.
func Open(p Proposal, content func(plumbing.Hash) ([]byte, error)) (*repo.Repository, error) {
	s := &objects{content: content, held: map[plumbing.Hash]plumbing.EncodedObject{}, sizes: map[plumbing.Hash]int64{}}
	before := earlier(p)
	for _, c := range p.Commits {
		if err := s.addCommit(c, before); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{p.Base, p.Fork, p.Head} {
		if o := s.held[plumbing.NewHash(name)]; o == nil || o.Type() != plumbing.CommitObject {
			return nil, fmt.Errorf("%w: no commit %q", ErrListing, name)
		}
	}
	return repo.Elsewhere(s), nil
}

// earlier returns the parents of the commits that are not of the proposal. Which of these came after which is not listed: the base comes after the fork, and
// the fork after all others.
func earlier(p Proposal) map[string][]string {
	others := []string{}
	for _, c := range p.Commits {
		if c.Hash != p.Base && c.Hash != p.Fork && !slices.Contains(p.Own, c.Hash) {
			others = append(others, c.Hash)
		}
	}
	before := map[string][]string{p.Base: {p.Fork}}
	for _, hash := range others {
		before[hash] = nil
	}
	before[p.Fork] = others
	return before
}

// objects are the objects of the repository: commits and trees as they are listed, and files once they were read.
type objects struct {
	content func(plumbing.Hash) ([]byte, error)

	mu    sync.Mutex
	held  map[plumbing.Hash]plumbing.EncodedObject
	sizes map[plumbing.Hash]int64 // of the files that are listed; below zero when it is not known
}

// named is an object under the hash that it is listed with: of a commit an API does not give all of which Git makes the hash.
type named struct {
	*plumbing.MemoryObject
	hash plumbing.Hash
}

func (o named) Hash() plumbing.Hash { return o.hash }

// hashOf reads a hash.
func hashOf(text string) (plumbing.Hash, error) {
	if !plumbing.IsHash(text) {
		return plumbing.ZeroHash, fmt.Errorf("%w: hash %q", ErrListing, text)
	}
	return plumbing.NewHash(text), nil
}

func (s *objects) addCommit(c Commit, before map[string][]string) error {
	hash, err := hashOf(c.Hash)
	if err != nil {
		return err
	}
	parents, known := before[c.Hash]
	if !known {
		parents = c.Parents
	}
	commit := object.Commit{Author: c.Author.signature(), Committer: c.Committer.signature(), Message: c.Message}
	for _, name := range parents {
		parent, err := hashOf(name)
		if err != nil {
			return err
		}
		commit.ParentHashes = append(commit.ParentHashes, parent)
	}
	if commit.TreeHash, err = s.addTree(c.Files); err != nil {
		return err
	}
	o := &plumbing.MemoryObject{}
	if err := commit.Encode(o); err != nil {
		return errors.Join(ErrListing, err)
	}
	s.held[hash] = named{o, hash}
	return nil
}

// signature returns a person as Git writes one: without what would end the name or the address.
func (p Person) signature() object.Signature {
	when, _ := time.Parse(time.RFC3339, p.Date)
	clean := strings.NewReplacer("\n", " ", "\r", " ", "<", "", ">", "", "\x00", "")
	return object.Signature{Name: clean.Replace(p.Name), Email: clean.Replace(p.Mail), When: when}
}

// addTree makes the trees of a listing, and returns the hash of the root.
func (s *objects) addTree(files []File) (plumbing.Hash, error) {
	folders := map[string][]object.TreeEntry{".": nil}
	says := map[string]plumbing.Hash{}
	for _, f := range files {
		hash, err := hashOf(f.Hash)
		if err != nil {
			return hash, err
		}
		mode, err := filemode.New(f.Mode)
		if err != nil || !fs.ValidPath(f.Path) || f.Path == "." || strings.ContainsRune(f.Path, 0) {
			return hash, fmt.Errorf("%w: %q with mode %q", ErrListing, f.Path, f.Mode)
		}
		dir := path.Dir(f.Path)
		folders[dir] = append(folders[dir], object.TreeEntry{Name: path.Base(f.Path), Mode: mode, Hash: hash})
		switch mode {
		case filemode.Dir:
			says[f.Path] = hash
		case filemode.Submodule:
		default:
			s.sizes[hash] = f.Size
		}
	}
	root := plumbing.ZeroHash
	for dir, entries := range folders {
		hash, err := s.addFolder(entries)
		switch {
		case err != nil:
			return hash, err
		case dir == ".":
			root = hash
		case says[dir] != hash:
			return hash, fmt.Errorf("%w: the folder %q", ErrListing, dir)
		}
		delete(says, dir)
	}
	for dir := range says { // Git keeps no empty folder
		return root, fmt.Errorf("%w: nothing in the folder %q", ErrListing, dir)
	}
	return root, nil
}

// addFolder makes a tree.
func (s *objects) addFolder(entries []object.TreeEntry) (plumbing.Hash, error) {
	// Git takes a folder for a name with a slash behind it.
	name := func(e object.TreeEntry) string {
		if e.Mode == filemode.Dir {
			return e.Name + "/"
		}
		return e.Name
	}
	slices.SortFunc(entries, func(a, b object.TreeEntry) int { return cmp.Compare(name(a), name(b)) })
	tree := object.Tree{Entries: entries}
	o := &plumbing.MemoryObject{}
	if err := tree.Encode(o); err != nil {
		return plumbing.ZeroHash, errors.Join(ErrListing, err)
	}
	hash := o.Hash()
	s.held[hash] = o
	return hash, nil
}

// Object implements repo.Objects.
func (s *objects) Object(hash plumbing.Hash) (plumbing.EncodedObject, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.held[hash]; o != nil {
		return o, nil
	}
	if _, listed := s.sizes[hash]; !listed {
		return nil, plumbing.ErrObjectNotFound
	}
	data, err := s.content(hash)
	if err != nil {
		return nil, err
	}
	o := &plumbing.MemoryObject{}
	o.SetType(plumbing.BlobObject)
	if _, err := o.Write(data); err != nil {
		return nil, err
	}
	if o.Hash() != hash {
		return nil, ErrContent
	}
	s.held[hash], s.sizes[hash] = o, o.Size()
	return o, nil
}

// Size implements repo.Objects.
func (s *objects) Size(hash plumbing.Hash) (int64, error) {
	s.mu.Lock()
	size, listed := s.sizes[hash]
	s.mu.Unlock()
	if listed && size >= 0 {
		return size, nil
	}
	o, err := s.Object(hash)
	if err != nil {
		return 0, err
	}
	return o.Size(), nil
}
