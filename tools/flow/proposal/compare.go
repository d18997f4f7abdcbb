package proposal

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// Entry is an entry in the folder of dilemmas: the file of one, or its bundle.
type Entry struct {
	Name string
	Hash plumbing.Hash
}

// Page is the Markdown of a dilemma in Git.
type Page struct {
	Slug string
	Path string        // from the root of the casebook
	Blob plumbing.Hash // of the Markdown
}

// FindPage finds the Markdown of an entry, and reports whether it has any.
func FindPage(r *repo.Repository, e Entry) (Page, bool) {
	if slug, ok := casebook.SlugIn(e.Name, false); ok {
		return Page{slug, casebook.Path(slug), e.Hash}, true
	}
	bundle, err := object.GetTree(r.Store, e.Hash)
	if err != nil {
		return Page{}, false
	}
	page, err := bundle.FindEntry(casebook.BundleFile)
	if err != nil {
		return Page{}, false
	}
	return Page{e.Name, casebook.Places(e.Name)[1], page.Hash}, true
}

// comparison compares commits with the published branch, by the folder of dilemmas. In that folder a dilemma is one entry: its file or its bundle. Comparing
// the hashes of these entries shows whether a dilemma is the same in two commits, so that hardly any file has to be read.
type comparison struct {
	repo      *repo.Repository
	folder    string                   // the path of the dilemmas, from the top of the repository
	head      *object.Commit           // of the published branch
	published map[string]plumbing.Hash // the entries of the folder on that branch, by name

	reached   map[plumbing.Hash]bool // the commits of the published branch that have been visited so far
	queue     []*object.Commit       // those of them whose parents have not been visited; the newest last
	truncated bool                   // whether the clone lacked a commit or tree that was needed
}

func newComparison(r *repo.Repository, head *object.Commit) (*comparison, error) {
	c := &comparison{repo: r, folder: path.Join(r.Prefix, casebook.Dir), head: head, published: map[string]plumbing.Hash{}, reached: map[plumbing.Hash]bool{}}
	c.markReached(head)
	listed, err := c.listed(head)
	if err != nil {
		return c, err
	}
	return c, repo.Entries(listed, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
		if isDilemma(mode, name) {
			c.published[string(name)] = hash
		}
		return nil
	})
}

// tree returns the hash of the folder of dilemmas in a commit; zero when there is none.
func (c *comparison) tree(commit *object.Commit) (plumbing.Hash, error) {
	e, err := c.repo.Entry(commit.TreeHash, c.folder)
	if err != nil || e.Mode != filemode.Dir {
		return plumbing.ZeroHash, err
	}
	return e.Hash, nil
}

// isDilemma reports whether an entry in the folder can be a dilemma. It takes far longer than to see that an entry is the same in two commits.
func isDilemma(mode filemode.FileMode, name []byte) bool {
	folder := mode == filemode.Dir
	_, ok := casebook.SlugIn(string(name), folder)
	return ok && (folder || mode.IsFile() && mode != filemode.Symlink)
}

// listed returns the folder of dilemmas in a commit, for repo.Differ; nil when there is none.
func (c *comparison) listed(commit *object.Commit) ([]byte, error) {
	tree, err := c.tree(commit)
	if err != nil || tree.IsZero() {
		return nil, err
	}
	return c.repo.Tree(tree)
}

// verdict is what a commit proposes.
type verdict struct {
	state   State
	entries []Entry // by name; only when it is Open
}

// change is an entry of a commit that differs from the published branch and was not on that branch when the two parted.
type change struct {
	Entry
	commit plumbing.Hash
	base   plumbing.Hash // the entry when the two parted; zero when there was none
	since  time.Time     // the time of the commit
}

// judge tells what each commit proposes. It leaves out those that the clone lacks.
func (c *comparison) judge(commits []plumbing.Hash) map[plumbing.Hash]verdict {
	judged := map[plumbing.Hash]verdict{}
	var all []change
	for _, hash := range commits {
		if _, done := judged[hash]; done {
			continue
		}
		tip, err := object.GetCommit(c.repo.Store, hash)
		if err != nil {
			continue
		}
		state, changes, err := c.changes(tip)
		if err != nil {
			c.truncated = true
		}
		judged[hash] = verdict{state: state}
		all = append(all, changes...)
	}
	for hash, left := range c.unmerged(all) {
		judged[hash] = verdict{Merged, left}
		if len(left) > 0 {
			judged[hash] = verdict{Open, left}
		}
	}
	return judged
}

// changes returns the entries of a commit that differ from those on the published branch, and from those in each commit where the two parted. When there are
// none, it tells why.
func (c *comparison) changes(tip *object.Commit) (State, []change, error) {
	if c.isPublished(tip) {
		return Merged, nil, nil
	}
	changed := map[string]plumbing.Hash{}
	listed, err := c.listed(tip)
	if err != nil {
		return Open, nil, err
	}
	published, err := c.listed(c.head)
	if err != nil {
		return Open, nil, err
	}
	err = repo.Differ(published, listed, func(name []byte, _, is repo.TreeEntry) error {
		if c.published[string(name)] != is.Hash && isDilemma(is.Mode, name) {
			changed[string(name)] = is.Hash
		}
		return nil
	})
	if err != nil {
		return Open, nil, err
	}
	truncated := c.truncated
	bases := c.bases(tip)
	if len(changed) == 0 {
		c.truncated = truncated // nothing depends on it
	}
	if len(bases) == 0 && c.truncated {
		// Without a common commit, a change of the branch can't be told from a later change of the published branch. So only new dilemmas count.
		maps.DeleteFunc(changed, func(name string, _ plumbing.Hash) bool { return !c.published[name].IsZero() })
	}
	folder, err := c.tree(tip)
	if err != nil {
		return Open, nil, err
	}
	before := map[string]plumbing.Hash{}
	state := Merged
	for _, base := range bases {
		if was, err := c.tree(base); err == nil && was == folder {
			state = Other
		}
		if len(changed) == 0 {
			continue
		}
		was, err := c.listed(base)
		if err != nil {
			return Open, nil, err
		}
		differs := map[string]bool{}
		err = repo.Differ(was, listed, func(name []byte, was, is repo.TreeEntry) error {
			if _, there := changed[string(name)]; !there || was.Hash == is.Hash {
				return nil
			}
			if differs[string(name)] = true; !was.Hash.IsZero() {
				before[string(name)] = was.Hash
			}
			return nil
		})
		if err != nil {
			return Open, nil, err
		}
		maps.DeleteFunc(changed, func(name string, _ plumbing.Hash) bool { return !differs[name] })
	}
	var all []change
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		all = append(all, change{Entry{name, changed[name]}, tip.Hash, before[name], tip.Committer.When})
	}
	return state, all, nil
}

// bases returns the commits of the published branch that are parents of commits of the branch: there the two parted.
func (c *comparison) bases(tip *object.Commit) []*object.Commit {
	var bases []*object.Commit
	seen := map[plumbing.Hash]bool{tip.Hash: true}
	for todo := []*object.Commit{tip}; len(todo) > 0; {
		commit := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, p := range c.parents(commit) {
			switch {
			case seen[p.Hash]:
			case c.isPublished(p):
				bases = append(bases, p)
			default:
				todo = append(todo, p)
			}
			seen[p.Hash] = true
		}
	}
	return bases
}

// unmerged returns for each commit those of its changes that the published branch has not held since they were proposed. This catches what was squashed or
// rebased when it was merged: those commits are not on the published branch, but their files are. What the editors published meanwhile counts too: it differs
// in the key draft alone.
func (c *comparison) unmerged(all []change) map[plumbing.Hash][]Entry {
	open := map[string][]int{} // by name
	var since time.Time
	for i, p := range all {
		open[p.Name] = append(open[p.Name], i)
		if i == 0 || p.since.Before(since) {
			since = p.since
		}
	}
	merged := make([]bool, len(all))
	alike := make([][]plumbing.Hash, len(all)) // what the published branch has held instead, and not when the two parted
	var (
		last   plumbing.Hash
		listed []byte // the folder of that
	)
	held := map[string]plumbing.Hash{} // what it holds of those names
	for commit := c.head; len(open) > 0 && !commit.Committer.When.Before(since.Add(-repo.ClockSkew)); {
		tree, err := c.tree(commit)
		if err == nil && tree != last {
			last = tree
			if listed, err = c.follow(commit, listed, open, held); err == nil {
				for name, hash := range held {
					for _, i := range open[name] {
						switch {
						case commit.Committer.When.Before(all[i].since.Add(-repo.ClockSkew)):
						case all[i].Hash == hash:
							merged[i] = true
						case all[i].base != hash && !slices.Contains(alike[i], hash):
							alike[i] = append(alike[i], hash)
						}
					}
				}
			}
		}
		parents := c.parents(commit)
		if err != nil || len(parents) == 0 {
			c.truncated = c.truncated || err != nil
			break
		}
		commit = parents[0]
	}
	left := map[plumbing.Hash][]Entry{}
	for i, p := range all {
		if _, there := left[p.commit]; !there {
			left[p.commit] = nil
		}
		if !merged[i] && !c.isPublishedAs(p, alike[i]) {
			left[p.commit] = append(left[p.commit], p.Entry)
		}
	}
	return left
}

// follow notes in held which of the names in open a commit holds as another than the folder that was noted before, and returns its own folder.
func (c *comparison) follow(commit *object.Commit, before []byte, open map[string][]int, held map[string]plumbing.Hash) ([]byte, error) {
	listed, err := c.listed(commit)
	if err != nil {
		return nil, err
	}
	return listed, repo.Differ(before, listed, func(name []byte, _, is repo.TreeEntry) error {
		switch {
		case open[string(name)] == nil:
		case is.Hash.IsZero():
			delete(held, string(name))
		default:
			held[string(name)] = is.Hash
		}
		return nil
	})
}

// isPublishedAs reports whether a change is the same as one of some entries, but for the key draft. A change of that key alone is not.
func (c *comparison) isPublishedAs(p change, others []plumbing.Hash) bool {
	if len(others) == 0 {
		return false
	}
	text, ok := c.withoutDraft(p.Entry)
	if !ok {
		return false
	}
	if before, ok := c.withoutDraft(Entry{p.Name, p.base}); ok && bytes.Equal(before, text) {
		return false
	}
	return slices.ContainsFunc(others, func(hash plumbing.Hash) bool {
		other, ok := c.withoutDraft(Entry{p.Name, hash})
		return ok && bytes.Equal(other, text)
	})
}

// withoutDraft returns the text of a dilemma that is one file, without the line of the key draft.
func (c *comparison) withoutDraft(e Entry) ([]byte, bool) {
	page, ok := FindPage(c.repo, e)
	if !ok || page.Blob != e.Hash || e.Hash.IsZero() {
		return nil, false
	}
	_, text, err := repo.Read(c.repo.Store, page.Blob)
	if err != nil || len(text) > casebook.MaxSize {
		return nil, false
	}
	front := casebook.Parse(page.Path, text).Front
	if front == nil {
		return nil, false
	}
	draft := lifecycle.Get(front, lifecycle.Draft)
	for _, pair := range front.Pairs {
		if pair.Value == draft {
			end := bytes.IndexByte(text[draft.End:], '\n')
			return slices.Concat(text[:pair.Key.Start], text[draft.End+end+1:]), end >= 0
		}
	}
	return text, true
}

// isPublished reports whether a commit is on the published branch. It visits that branch from the newest commit down, until commits are older than
// the one that it looks for (with repo.ClockSkew to spare).
func (c *comparison) isPublished(commit *object.Commit) bool {
	for len(c.queue) > 0 && !c.reached[commit.Hash] && !c.queue[len(c.queue)-1].Committer.When.Before(commit.Committer.When.Add(-repo.ClockSkew)) {
		newest := c.queue[len(c.queue)-1]
		c.queue = c.queue[:len(c.queue)-1]
		for _, p := range c.parents(newest) {
			c.markReached(p)
		}
	}
	return c.reached[commit.Hash]
}

// markReached records a commit of the published branch, and queues it for a visit to its parents.
func (c *comparison) markReached(commit *object.Commit) {
	if c.reached[commit.Hash] {
		return
	}
	c.reached[commit.Hash] = true
	i, _ := slices.BinarySearchFunc(c.queue, commit, func(x, y *object.Commit) int { return x.Committer.When.Compare(y.Committer.When) })
	c.queue = slices.Insert(c.queue, i, commit)
}

// parents returns the parents of a commit that the clone has.
func (c *comparison) parents(commit *object.Commit) []*object.Commit {
	var parents []*object.Commit
	for _, hash := range commit.ParentHashes {
		p, err := object.GetCommit(c.repo.Store, hash)
		if err != nil {
			c.truncated = true
			continue
		}
		parents = append(parents, p)
	}
	return parents
}
