package list

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// clockSkew is how much the clocks of two committers may differ.
const clockSkew = 24 * time.Hour

// branches reads the folder of dilemmas on the branches of a repository. In that folder a dilemma is one entry: its file or its bundle. Comparing the
// hashes of these entries shows whether a dilemma is the same on two branches, so that hardly any file has to be read.
type branches struct {
	repo       *repo.Repository
	folder     string                   // the path of the dilemmas, from the top of the repository
	candidates []plumbing.ReferenceName // the names that the published branch may have
	ref        plumbing.ReferenceName   // of the published branch; empty when there is none
	head       *object.Commit           // of the published branch
	published  map[string]plumbing.Hash // the entries of the folder on that branch, by name

	reached   map[plumbing.Hash]bool // the commits of the published branch that have been visited so far
	queue     []*object.Commit       // those of them whose parents have not been visited; the newest last
	truncated bool                   // whether the clone lacked a commit or tree that was needed
}

// openBranches opens the repository around root and finds the published branch with the settings. When it returns branches together with an error, the
// caller must still close the repository.
func openBranches(root string, cfg *settings.Settings) (*branches, error) {
	repository, err := repo.Open(root)
	if err != nil {
		return nil, err
	}
	b := &branches{repo: repository, folder: path.Join(repository.Prefix, casebook.Dir), published: map[string]plumbing.Hash{}, reached: map[plumbing.Hash]bool{}}
	published, err := proposal.FindPublished(repository, cfg)
	if err != nil {
		return b, err
	}
	b.candidates, b.ref, b.head = published.Refs(), published.Ref, published.Commit
	if b.head == nil {
		return b, nil
	}
	b.markReached(b.head)
	return b, b.entries(b.head, func(name string, hash plumbing.Hash) { b.published[name] = hash })
}

// tree returns the hash of the folder of dilemmas in a commit; zero when there is none.
func (b *branches) tree(c *object.Commit) (plumbing.Hash, error) {
	e, err := b.repo.Entry(c.TreeHash, b.folder)
	if err != nil || e.Mode != filemode.Dir {
		return plumbing.ZeroHash, err
	}
	return e.Hash, nil
}

// entries calls visit for each entry in the folder of a commit that can be a dilemma.
func (b *branches) entries(c *object.Commit, visit func(name string, hash plumbing.Hash)) error {
	tree, err := b.tree(c)
	if err != nil || tree.IsZero() {
		return err
	}
	raw, err := b.repo.Tree(tree, nil)
	if err != nil {
		return err
	}
	return repo.Entries(raw, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
		folder := mode == filemode.Dir
		if _, ok := casebook.SlugIn(string(name), folder); ok && (folder || mode.IsFile() && mode != filemode.Symlink) {
			visit(string(name), hash)
		}
		return nil
	})
}

// dilemma is a dilemma on a branch.
type dilemma struct {
	slug string
	path string        // of its Markdown, from the root of the casebook
	blob plumbing.Hash // of its Markdown
}

// findPage finds the Markdown of an entry in the folder, and reports whether it has any.
func (b *branches) findPage(name string, hash plumbing.Hash) (dilemma, bool) {
	if slug, ok := casebook.SlugIn(name, false); ok {
		return dilemma{slug, casebook.Path(slug), hash}, true
	}
	bundle, err := object.GetTree(b.repo.Store, hash)
	if err != nil {
		return dilemma{}, false
	}
	page, err := bundle.FindEntry(casebook.BundleFile)
	if err != nil {
		return dilemma{}, false
	}
	return dilemma{name, casebook.Places(name)[1], page.Hash}, true
}

// read returns the content of a blob, up to casebook.MaxSize bytes.
func (b *branches) read(hash plumbing.Hash) ([]byte, error) {
	_, text, err := repo.Read(b.repo.Store, hash)
	return text[:min(len(text), casebook.MaxSize)], err
}

// proposed is an entry on a branch that differs from the published branch and was not on that branch when the two parted.
type proposed struct {
	branch string
	name   string
	hash   plumbing.Hash
	since  time.Time // the time of the last commit of the branch
}

// proposals returns what the branches propose, sorted by branch and name.
func (b *branches) proposals() ([]proposed, error) {
	refs, err := b.repo.Store.IterReferences()
	if err != nil {
		return nil, err
	}
	var (
		all   []proposed
		known = map[plumbing.Hash][]proposed{} // by commit: many branches exist both here and on the server
	)
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Type() != plumbing.HashReference || !ref.Name().IsBranch() && !ref.Name().IsRemote() {
			return nil
		}
		changes, seen := known[ref.Hash()]
		if !seen {
			tip, err := object.GetCommit(b.repo.Store, ref.Hash())
			if err != nil {
				return nil // a branch whose commits were not fetched
			}
			if changes, err = b.changes(tip); err != nil {
				b.truncated = true
			}
			known[ref.Hash()] = changes
		}
		for _, p := range changes {
			p.branch = ref.Name().Short()
			all = append(all, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	all = b.unmerged(all)
	slices.SortFunc(all, func(x, y proposed) int {
		return strings.Compare(x.branch+"\x00"+x.name, y.branch+"\x00"+y.name)
	})
	return all, nil
}

// changes returns the entries of a branch that differ from those on the published branch, and from those in each commit where the two parted.
func (b *branches) changes(tip *object.Commit) ([]proposed, error) {
	if b.isPublished(tip) {
		return nil, nil
	}
	changed := map[string]plumbing.Hash{}
	err := b.entries(tip, func(name string, hash plumbing.Hash) {
		if b.published[name] != hash {
			changed[name] = hash
		}
	})
	if err != nil || len(changed) == 0 {
		return nil, err
	}
	bases := b.bases(tip)
	if len(bases) == 0 && b.truncated {
		// Without a common commit, a change of the branch can't be told from a later change of the published branch. So only new dilemmas count.
		maps.DeleteFunc(changed, func(name string, _ plumbing.Hash) bool { return !b.published[name].IsZero() })
	}
	for _, base := range bases {
		err := b.entries(base, func(name string, hash plumbing.Hash) {
			if changed[name] == hash {
				delete(changed, name)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	var all []proposed
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		all = append(all, proposed{name: name, hash: changed[name], since: tip.Committer.When})
	}
	return all, nil
}

// bases returns the commits of the published branch that are parents of commits of the branch: there the two parted.
func (b *branches) bases(tip *object.Commit) []*object.Commit {
	var bases []*object.Commit
	seen := map[plumbing.Hash]bool{tip.Hash: true}
	for todo := []*object.Commit{tip}; len(todo) > 0; {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, p := range b.parents(c) {
			switch {
			case seen[p.Hash]:
			case b.isPublished(p):
				bases = append(bases, p)
			default:
				todo = append(todo, p)
			}
			seen[p.Hash] = true
		}
	}
	return bases
}

// unmerged removes the entries that the published branch has held since they were proposed. This catches branches that were squashed or rebased when
// they were merged: their commits are not on the published branch, but their files are.
func (b *branches) unmerged(all []proposed) []proposed {
	open := map[string][]int{} // by name
	var since time.Time
	for i, p := range all {
		open[p.name] = append(open[p.name], i)
		if i == 0 || p.since.Before(since) {
			since = p.since
		}
	}
	merged := map[int]bool{}
	var last plumbing.Hash
	for c := b.head; len(open) > 0 && !c.Committer.When.Before(since.Add(-clockSkew)); {
		tree, err := b.tree(c)
		if err == nil && tree != last {
			last = tree
			err = b.entries(c, func(name string, hash plumbing.Hash) {
				for _, i := range open[name] {
					if all[i].hash == hash && !c.Committer.When.Before(all[i].since.Add(-clockSkew)) {
						merged[i] = true
					}
				}
			})
		}
		parents := b.parents(c)
		if err != nil || len(parents) == 0 {
			b.truncated = b.truncated || err != nil
			break
		}
		c = parents[0]
	}
	var left []proposed
	for i, p := range all {
		if !merged[i] {
			left = append(left, p)
		}
	}
	return left
}

// isPublished reports whether a commit is on the published branch. It visits that branch from the newest commit down, until commits are older than
// the one that it looks for (with clockSkew to spare).
func (b *branches) isPublished(c *object.Commit) bool {
	for len(b.queue) > 0 && !b.reached[c.Hash] && !b.queue[len(b.queue)-1].Committer.When.Before(c.Committer.When.Add(-clockSkew)) {
		newest := b.queue[len(b.queue)-1]
		b.queue = b.queue[:len(b.queue)-1]
		for _, p := range b.parents(newest) {
			b.markReached(p)
		}
	}
	return b.reached[c.Hash]
}

// markReached records a commit of the published branch, and queues it for a visit to its parents.
func (b *branches) markReached(c *object.Commit) {
	if b.reached[c.Hash] {
		return
	}
	b.reached[c.Hash] = true
	i, _ := slices.BinarySearchFunc(b.queue, c, func(x, y *object.Commit) int { return x.Committer.When.Compare(y.Committer.When) })
	b.queue = slices.Insert(b.queue, i, c)
}

// parents returns the parents of a commit that the clone has.
func (b *branches) parents(c *object.Commit) []*object.Commit {
	var parents []*object.Commit
	for _, hash := range c.ParentHashes {
		p, err := object.GetCommit(b.repo.Store, hash)
		if err != nil {
			b.truncated = true
			continue
		}
		parents = append(parents, p)
	}
	return parents
}
