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

// slack is how much the clocks of two people may differ.
const slack = 24 * time.Hour

// branches reads the folder of dilemmas on the branches of a repository. A dilemma has one name in that folder: that of its file, or of its
// bundle. Whether it is the same on two branches is told by the hash of that name, so that hardly any file is read.
type branches struct {
	repo      *repo.Repository
	folder    string                   // of the dilemmas, from the top of the repository
	sought    []plumbing.ReferenceName // the names that the published branch can have
	ref       plumbing.ReferenceName   // of the published branch; empty when there is none
	head      *object.Commit           // of the published branch
	published map[string]plumbing.Hash // what its folder holds

	reached map[plumbing.Hash]bool // commits of the published branch, as far as they were looked for
	queue   []*object.Commit       // of these, those whose parents were not looked at; the newest last
	cut     bool                   // whether something was sought that the clone does not have
}

// openBranches opens the repository around root. The published branch is found with the settings of hugo.toml.
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
	b.sought, b.ref, b.head = published.Refs(), published.Ref, published.Commit
	if b.head == nil {
		return b, nil
	}
	b.reach(b.head)
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

// entries calls visit with each name in the folder of a commit that can be a dilemma.
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
	path string        // from the root of the casebook
	blob plumbing.Hash // of its Markdown
}

// open finds the Markdown behind a name in the folder, and reports whether there is any.
func (b *branches) open(name string, hash plumbing.Hash) (dilemma, bool) {
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

// read returns the text of a file, as far as a dilemma may be long.
func (b *branches) read(hash plumbing.Hash) ([]byte, error) {
	_, text, err := repo.Read(b.repo.Store, hash)
	return text[:min(len(text), casebook.MaxSize)], err
}

// proposed is a dilemma that a branch holds otherwise than the published branch, and that it did not get from there.
type proposed struct {
	branch string
	name   string
	hash   plumbing.Hash
	since  time.Time // when the branch was last added to
}

// proposals returns what the branches propose, sorted by branch and name.
func (b *branches) proposals() ([]proposed, error) {
	refs, err := b.repo.Store.IterReferences()
	if err != nil {
		return nil, err
	}
	var (
		all   []proposed
		known = map[plumbing.Hash][]proposed{} // many branches are here as well as on the server
	)
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Type() != plumbing.HashReference || !ref.Name().IsBranch() && !ref.Name().IsRemote() {
			return nil
		}
		changes, seen := known[ref.Hash()]
		if !seen {
			tip, err := object.GetCommit(b.repo.Store, ref.Hash())
			if err != nil {
				return nil // a branch of which nothing was fetched
			}
			if changes, err = b.changes(tip); err != nil {
				b.cut = true
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

// changes returns what a branch holds otherwise than the published branch, and than each commit of that branch from which it went its own way.
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
	if len(bases) == 0 && b.cut {
		// Nobody can tell what it changed from what was changed since, so only what is new counts.
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

// bases returns the commits of the published branch from which the commits of a branch went on.
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

// unmerged leaves out what the published branch has held since: a branch whose commits were merged into one, or written anew, has no commit in
// common with it, but the same files.
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
	for c := b.head; len(open) > 0 && !c.Committer.When.Before(since.Add(-slack)); {
		tree, err := b.tree(c)
		if err == nil && tree != last {
			last = tree
			err = b.entries(c, func(name string, hash plumbing.Hash) {
				for _, i := range open[name] {
					if all[i].hash == hash && !c.Committer.When.Before(all[i].since.Add(-slack)) {
						merged[i] = true
					}
				}
			})
		}
		parents := b.parents(c)
		if err != nil || len(parents) == 0 {
			b.cut = b.cut || err != nil
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

// isPublished reports whether a commit is one of the published branch. It looks through that branch from the newest commit down, no further
// than the day of the commit.
func (b *branches) isPublished(c *object.Commit) bool {
	for len(b.queue) > 0 && !b.reached[c.Hash] && !b.queue[len(b.queue)-1].Committer.When.Before(c.Committer.When.Add(-slack)) {
		newest := b.queue[len(b.queue)-1]
		b.queue = b.queue[:len(b.queue)-1]
		for _, p := range b.parents(newest) {
			b.reach(p)
		}
	}
	return b.reached[c.Hash]
}

func (b *branches) reach(c *object.Commit) {
	if b.reached[c.Hash] {
		return
	}
	b.reached[c.Hash] = true
	i, _ := slices.BinarySearchFunc(b.queue, c, func(x, y *object.Commit) int { return x.Committer.When.Compare(y.Committer.When) })
	b.queue = slices.Insert(b.queue, i, c)
}

// parents returns the parents of a commit, as far as the clone goes back.
func (b *branches) parents(c *object.Commit) []*object.Commit {
	var parents []*object.Commit
	for _, hash := range c.ParentHashes {
		p, err := object.GetCommit(b.repo.Store, hash)
		if err != nil {
			b.cut = true
			continue
		}
		parents = append(parents, p)
	}
	return parents
}
