package review

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/listed"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
)

// listing lists a proposal of a repository, as the API of a server does, and returns how to read its files.
func listing(t *testing.T, root, base, head string) (listed.Proposal, func(plumbing.Hash) ([]byte, error)) {
	t.Helper()
	r, err := git.PlainOpen(root)
	if err != nil {
		t.Fatal(err)
	}
	commit := func(name string) *object.Commit {
		hash, err := r.ResolveRevision(plumbing.Revision(name))
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.CommitObject(*hash)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	onto, last := commit(base), commit(head)
	forks, err := last.MergeBase(onto)
	if err != nil {
		t.Fatal(err)
	}
	p := listed.Proposal{Base: onto.Hash.String(), Fork: forks[0].Hash.String(), Head: last.Hash.String()}
	add := func(c *object.Commit) {
		if slices.ContainsFunc(p.Commits, func(have listed.Commit) bool { return have.Hash == c.Hash.String() }) {
			return
		}
		p.Commits = append(p.Commits, listedCommit(t, c))
	}
	add(onto)
	add(forks[0])
	waiting := []*object.Commit{last}
	for len(waiting) > 0 {
		c := waiting[0]
		waiting = waiting[1:]
		add(c)
		if is, err := c.IsAncestor(onto); err != nil || is {
			continue // a parent that is on the branch already
		}
		p.Own = append(p.Own, c.Hash.String())
		for _, hash := range c.ParentHashes {
			waiting = append(waiting, commit(hash.String()))
		}
	}
	return p, func(hash plumbing.Hash) ([]byte, error) {
		blob, err := r.BlobObject(hash)
		if err != nil {
			return nil, err
		}
		reader, err := blob.Reader()
		if err != nil {
			return nil, err
		}
		return io.ReadAll(reader)
	}
}

func listedCommit(t *testing.T, c *object.Commit) listed.Commit {
	t.Helper()
	person := func(s object.Signature) listed.Person {
		return listed.Person{Name: s.Name, Mail: s.Email, Date: s.When.Format(time.RFC3339)}
	}
	made := listed.Commit{Hash: c.Hash.String(), Author: person(c.Author), Committer: person(c.Committer), Message: c.Message}
	for _, hash := range c.ParentHashes {
		made.Parents = append(made.Parents, hash.String())
	}
	tree, err := c.Tree()
	if err != nil {
		t.Fatal(err)
	}
	walker := object.NewTreeWalker(tree, true, nil)
	defer walker.Close()
	for {
		name, entry, err := walker.Next()
		if err == io.EOF {
			return made
		}
		if err != nil {
			t.Fatal(err)
		}
		made.Files = append(made.Files, listed.File{Path: name, Mode: entry.Mode.String(), Hash: entry.Hash.String(), Size: -1})
	}
}

// TestListedIsTheSame reviews proposals of which a server lists the objects: in each format the review must be that of the clone.
func TestListedIsTheSame(t *testing.T) {
	const other = "content/dilemmas/plein.md"
	named := strings.Replace(park, "Is boos.", "Mevrouw Fenna Zijlstra is boos.", 1)
	concept := strings.Replace(concept, "title: ", "title: Ander ", 1)
	for name, make := range map[string]func(t *testing.T) string{
		"new": func(t *testing.T) string { return proposed(t, nil, map[string]string{file: park}) },
		"changed": func(t *testing.T) string {
			return proposed(t, map[string]string{file: park}, map[string]string{file: named}, "Van mevrouw Fenna Zijlstra")
		},
		"removed, and a page that leads to it": func(t *testing.T) string {
			return proposed(t, map[string]string{file: park, "content/meedoen/a.md": "---\ntitle: A\n---\n[Park](/dilemmas/park/)\n"}, map[string]string{file: ""})
		},
		"with an attachment": func(t *testing.T) string {
			return proposed(t, nil, map[string]string{"content/dilemmas/park/index.md": park, "content/dilemmas/park/brief.txt": "Mevrouw Fenna Zijlstra, 06-12345678"})
		},
		"another standard": func(t *testing.T) string {
			return proposed(t, map[string]string{file: park}, map[string]string{"data/themas.yaml": "- key: niets\n  label: Niets\n"})
		},
		"no dilemma": func(t *testing.T) string { return proposed(t, nil, map[string]string{"README.md": "Bel 06-12345678."}) },
		"nothing":    func(t *testing.T) string { return proposed(t, nil, nil) },
		"withdrawn": func(t *testing.T) string {
			return proposed(t, map[string]string{file: park}, map[string]string{file: "---\ntitle: Het park\ningetrokken: {datum: 2026-11-20, reden: Op verzoek.}\n---\n"})
		},
		"taken away again, beside a branch that went on": func(t *testing.T) string {
			root := proposed(t, map[string]string{other: concept}, map[string]string{file: named})
			grow(t, root, "voorstel", repotest.Files{"content/dilemmas/park.md": park}, "weg")
			grow(t, root, "main", repotest.Files{"content/dilemmas/weg.md": concept, "hugo.toml": "baseURL = \"https://example.org/\"\n"}, "verder")
			grow(t, root, "voorstel", repotest.Files{"content/dilemmas/weg.md": concept}, "erbij", "main")
			grow(t, root, "main", repotest.Files{"content/dilemmas/laatste.md": concept}, "en verder")
			return root
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := make(t)
			p, content := listing(t, root, "main", "voorstel")
			repository, err := listed.Open(p, content)
			if err != nil {
				t.Fatal(err)
			}
			commits, err := outgoing.OpenIn(repository, p.Base+".."+p.Head)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Of(commits, "main..voorstel", false, today)
			if err != nil {
				t.Fatal(err)
			}
			// The name of the branch is in the clone alone.
			want, err := New(root, p.Base+".."+p.Head, false, today)
			if err != nil {
				t.Fatal(err)
			}
			want.spec = got.spec
			for _, format := range Formats {
				if got, want := written(t, got, format), written(t, want, format); got != want {
					t.Errorf("%s of the listing:\n%s\nof the clone:\n%s", format, got, want)
				}
			}
		})
	}
}

// grow adds a commit with other files to a branch, which also merges the branches.
func grow(t *testing.T, root, branch string, files repotest.Files, message string, merged ...string) {
	t.Helper()
	r, err := git.PlainOpen(root)
	if err != nil {
		t.Fatal(err)
	}
	all := repotest.Files{}
	var parents []plumbing.Hash
	for _, name := range append([]string{branch}, merged...) {
		ref, err := r.Reference(plumbing.NewBranchReferenceName(name), true)
		if err != nil {
			t.Fatal(err)
		}
		parents = append(parents, ref.Hash())
		c, err := r.CommitObject(ref.Hash())
		if err != nil {
			t.Fatal(err)
		}
		tree, err := c.Tree()
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Files().ForEach(func(f *object.File) error {
			text, err := f.Contents()
			all[f.Name] = text
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		all[name] = text
	}
	when := time.Unix(int64(1000*len(message)), 0)
	who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: when}
	c := object.Commit{Author: who, Committer: who, Message: message, TreeHash: repotest.Tree(t, r.Storer, all), ParentHashes: parents}
	repotest.Point(t, r.Storer, "refs/heads/"+branch, repotest.Store(t, r.Storer, c.Encode))
}
