package listed_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/listed"
)

const (
	base = "1111111111111111111111111111111111111111"
	head = "2222222222222222222222222222222222222222"
	text = "---\ntitle: Een\n---\n"
)

// proposal is one that adds a file in a folder.
func proposal(t *testing.T) listed.Proposal {
	t.Helper()
	blob := plumbing.ComputeHash(plumbing.BlobObject, []byte(text))
	folder := &plumbing.MemoryObject{}
	if err := (&object.Tree{Entries: []object.TreeEntry{{Name: "een.md", Mode: filemode.Regular, Hash: blob}}}).Encode(folder); err != nil {
		t.Fatal(err)
	}
	who := listed.Person{Name: "Re<dactie\n", Mail: "redactie@example.org", Date: "2026-11-30T10:00:00.5+01:00"}
	before := listed.File{Path: "hugo.toml", Mode: "100644", Hash: blob.String(), Size: int64(len(text))}
	return listed.Proposal{Base: base, Fork: base, Head: head, Own: []string{head}, Commits: []listed.Commit{
		{Hash: base, Parents: []string{strings.Repeat("3", 40)}, Author: who, Committer: who, Message: "begin", Files: []listed.File{before}},
		{Hash: head, Parents: []string{base}, Author: who, Committer: who, Message: "een", Files: []listed.File{
			{Path: "content/een.md", Mode: "100644", Hash: blob.String(), Size: -1}, before, {Path: "content", Mode: "040000", Hash: folder.Hash().String(), Size: -1},
		}},
	}}
}

// TestOpen opens a proposal as a repository, of which a file is asked when it is read and not before.
func TestOpen(t *testing.T) {
	asked := 0
	r, err := listed.Open(proposal(t), func(plumbing.Hash) ([]byte, error) { asked++; return []byte(text), nil })
	if err != nil {
		t.Fatal(err)
	}
	before, err := r.Commit(base)
	if err != nil {
		t.Fatal(err)
	}
	after, err := r.Commit(head)
	if err != nil || after.Hash.String() != head || after.Author.Name != "Redactie" || after.Author.When.IsZero() {
		t.Fatalf("%v: %+v", err, after)
	}
	if before.NumParents() != 0 {
		t.Error("what lies before the proposal is not known")
	}
	span, err := r.Between(before, after)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := span.Changes()
	if err != nil || len(changes) != 1 || changes[0].Path != "content/een.md" || asked != 0 {
		t.Fatalf("%v: %v, and %d files were asked", err, changes, asked)
	}
	for range 2 {
		if got, err := fs.ReadFile(span.After, "content/een.md"); err != nil || string(got) != text || asked != 1 {
			t.Errorf("%v: %q, asked %d times", err, got, asked)
		}
	}
}

// TestJudged gives listings and contents that no server of good will gives.
func TestJudged(t *testing.T) {
	for name, spoil := range map[string]func(*listed.Proposal){
		"a hash":       func(p *listed.Proposal) { p.Commits[0].Hash = "../x" },
		"a parent":     func(p *listed.Proposal) { p.Commits[1].Parents = []string{"x"} },
		"a path up":    func(p *listed.Proposal) { p.Commits[1].Files[0].Path = "../hugo.toml" },
		"a whole path": func(p *listed.Proposal) { p.Commits[1].Files[0].Path = "/hugo.toml" },
		"no path":      func(p *listed.Proposal) { p.Commits[1].Files[0].Path = "" },
		"a mode":       func(p *listed.Proposal) { p.Commits[1].Files[0].Mode = "rwx" },
		"no head":      func(p *listed.Proposal) { p.Head = strings.Repeat("0", 40) },
		"no fork":      func(p *listed.Proposal) { p.Fork = "" },
		"another file": func(p *listed.Proposal) { p.Commits[1].Files[0].Hash = base },
		"no folder":    func(p *listed.Proposal) { p.Commits[1].Files = p.Commits[1].Files[:2] },
		"an empty folder": func(p *listed.Proposal) {
			p.Commits[1].Files = append(p.Commits[1].Files, listed.File{Path: "leeg", Mode: "040000", Hash: base})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := proposal(t)
			p.Commits[1].Files = slices.Clone(p.Commits[1].Files)
			spoil(&p)
			if _, err := listed.Open(p, nil); !errors.Is(err, listed.ErrListing) {
				t.Errorf("the listing is taken: %v", err)
			}
		})
	}
	r, err := listed.Open(proposal(t), func(plumbing.Hash) ([]byte, error) { return []byte("iets anders"), nil })
	if err != nil {
		t.Fatal(err)
	}
	hash := plumbing.ComputeHash(plumbing.BlobObject, []byte(text))
	if _, err := r.Store.EncodedObject(plumbing.BlobObject, hash); !errors.Is(err, listed.ErrContent) {
		t.Errorf("another content is taken: %v", err)
	}
	if _, err := r.Store.EncodedObject(plumbing.BlobObject, plumbing.NewHash(base)); !errors.Is(err, plumbing.ErrObjectNotFound) {
		t.Errorf("what is not listed is there: %v", err)
	}
}
