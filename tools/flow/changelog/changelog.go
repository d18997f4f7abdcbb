// Package changelog finds out when each dilemma changed on the published branch, and what changed: days, events and fields of the definition. It
// leaves out all text of dilemmas and commits, the names of authors, and everything before a dilemma was last published. Of every other page it finds the day
// of its last change.
//
// It follows the first parents of the published branch. So a merge counts on the day of the merge, and the commits of the merged branch don't count. A
// dilemma with another slug is another dilemma, unless the new one has the old address in its aliases. The package reads only objects and references
// of Git.
package changelog

import (
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Event is something that happened to a dilemma. In the catalogue of the site its message is version_ followed by the event.
type Event string

const (
	Published  Event = "published"
	Moved      Event = "moved" // it got another address
	Reviewed   Event = "reviewed"
	Superseded Event = "superseded"
	Withdrawn  Event = "withdrawn"
	Restored   Event = "restored"
	Changed    Event = "changed" // the fields say what
)

// Story and Attachments are used as fields for what is not a field: the Markdown below the front matter, and the other files in the folder of the
// dilemma.
const (
	Story       = "verhaal"
	Attachments = "bijlagen"
)

// Version lists the changes of a dilemma on one day.
type Version struct {
	Date   string   `json:"date"` // yyyy-mm-dd, in the time zone of the committer
	Events []Event  `json:"events"`
	Fields []string `json:"fields"` // paths in the definition, such as canvas.afwegen.keuzes, without duplicates
}

// History is what Git tells of a casebook.
type History struct {
	Versions Book
	Changed  Days
}

// Days holds the day (yyyy-mm-dd) of the last change of every text outside the folder of dilemmas, by its path in the casebook, such as
// content/over/privacy.md: the pages and the data of which pages are made. A file that is not on disk as it was published has none.
type Days map[string]string

// Book holds the versions of every dilemma that is published and not withdrawn, by slug. The versions are in order, the oldest first.
type Book map[string][]Version

var (
	// ErrNoPublished means that there is no repository or no published branch.
	ErrNoPublished = errors.New("no published branch")
	// ErrTruncated means that the clone lacks a part of the history. No versions are better than wrong ones.
	ErrTruncated = errors.New("history is cut off")
)

// Read reads the history of the published branch of the repository around root. The settings are used to find that branch; now decides which
// dilemmas are on the site. The error is ErrNoPublished, ErrTruncated, or one from reading the repository.
func Read(root string, def *canvas.Definition, cfg *settings.Settings, now time.Time) (*History, error) {
	repository, err := repo.Open(root)
	if errors.Is(err, repo.ErrNoRepository) {
		return nil, ErrNoPublished
	}
	if err != nil {
		return nil, err
	}
	defer repository.Close()
	published, err := proposal.FindPublished(repository, cfg)
	if err != nil {
		return nil, err
	}
	head := published.Commit
	if head == nil {
		return nil, ErrNoPublished
	}
	r := &reader{repo: repository, def: def, today: now, texts: map[string]text{}}
	if err := r.walk(head); err != nil {
		return nil, err
	}
	if err := r.readAdded(); err != nil {
		return nil, err
	}
	book, err := r.book()
	return &History{book, r.days(root)}, err
}

// reader reads the versions from one repository.
type reader struct {
	repo  *repo.Repository
	def   *canvas.Definition
	today time.Time
	steps []step          // the newest first
	texts map[string]text // the other texts, by path
	facts map[plumbing.Hash]facts
}

// text is a file that is not a dilemma: its content after its last change, and the day of that.
type text struct {
	hash plumbing.Hash
	day  string
}

// dataDir is the folder of the data of which pages are made.
const dataDir = "data"

// step is a commit that changed the folder of dilemmas.
type step struct {
	day     string
	changes []change
}

// change is an entry of that folder that differs from the one in the commit before. A hash is zero where there is no such entry.
type change struct {
	name          string
	before, after plumbing.Hash
}

// facts are what is remembered of the content of a dilemma.
type facts struct {
	shown, withdrawn bool     // shown: on the site
	aliases          []string // the slugs that it had before
}

// folders are the folders of a commit that matter here. A hash is zero where there is no such folder.
type folders struct {
	content, data, dilemmas plumbing.Hash
	tree                    []byte // the encoded tree of the dilemmas
}

// walk goes back from the head along first parents, and compares the folders in each commit with those in its parent. It keeps the dilemmas of only two
// commits in memory and reads each tree of them once.
func (r *reader) walk(head *object.Commit) error {
	now, err := r.folders(head)
	for c := head; err == nil; {
		var (
			parent *object.Commit
			before folders
		)
		if c.NumParents() > 0 {
			if parent, err = object.GetCommit(r.repo.Store, c.ParentHashes[0]); err != nil {
				return ErrTruncated
			}
			if before, err = r.folders(parent); err != nil {
				return err
			}
		}
		day := c.Committer.When.Format(time.DateOnly)
		if now.dilemmas != before.dilemmas {
			var changes []change
			if changes, err = compare(before.tree, now.tree); err != nil {
				return err
			}
			r.steps = append(r.steps, step{day, changes})
		}
		err = errors.Join(r.addTexts(day, casebook.ContentDir, before.content, now.content), r.addTexts(day, dataDir, before.data, now.data))
		if parent == nil {
			return err
		}
		c, now = parent, before
	}
	return err
}

// folders returns the folders of a commit.
func (r *reader) folders(c *object.Commit) (folders, error) {
	var f folders
	root, err := r.repo.Entry(c.TreeHash, r.repo.Prefix)
	if err != nil || root.Mode != filemode.Dir {
		return f, err
	}
	top, err := r.repo.Tree(root.Hash)
	if err != nil {
		return f, err
	}
	err = repo.Entries(top, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
		switch {
		case mode != filemode.Dir:
		case string(name) == casebook.ContentDir:
			f.content = hash
		case string(name) == dataDir:
			f.data = hash
		}
		return nil
	})
	if err != nil || f.content.IsZero() {
		return f, err
	}
	e, err := r.repo.Entry(f.content, path.Base(casebook.Dir))
	if err != nil || e.Mode != filemode.Dir {
		return f, err
	}
	f.dilemmas = e.Hash
	f.tree, err = r.repo.Tree(e.Hash)
	return f, err
}

// addTexts adds the texts below a folder that changed between two trees, unless a newer commit changed them too. The folder of dilemmas is left out.
func (r *reader) addTexts(day, dir string, older, newer plumbing.Hash) error {
	if older == newer || newer.IsZero() || dir == casebook.Dir {
		return nil
	}
	before := map[string]plumbing.Hash{}
	if !older.IsZero() {
		tree, err := r.repo.Tree(older)
		if err == nil {
			err = repo.Entries(tree, func(_ filemode.FileMode, name []byte, hash plumbing.Hash) error {
				before[string(name)] = hash
				return nil
			})
		}
		if err != nil {
			return err
		}
	}
	tree, err := r.repo.Tree(newer)
	if err != nil {
		return err
	}
	return repo.Entries(tree, func(mode filemode.FileMode, raw []byte, hash plumbing.Hash) error {
		old, name := before[string(raw)], path.Join(dir, string(raw))
		switch {
		case old == hash:
		case mode == filemode.Dir:
			return r.addTexts(day, name, old, hash)
		case path.Ext(name) == ".md" || path.Ext(name) == ".yaml":
			if _, newer := r.texts[name]; !newer {
				r.texts[name] = text{hash, day}
			}
		}
		return nil
	})
}

// days returns the days of the texts that are on disk as they were published: of a text that somebody is working on, no day is right.
func (r *reader) days(root string) Days {
	days := Days{}
	for name, t := range r.texts {
		content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err == nil && plumbing.ComputeHash(plumbing.BlobObject, content) == t.hash {
			days[name] = t.day
		}
	}
	return days
}

// compare returns the entries that can be a dilemma, Markdown files and folders, and differ between two encoded trees, sorted by name.
func compare(older, newer []byte) ([]change, error) {
	var all []change
	err := repo.Differ(older, newer, func(raw []byte, was, is repo.TreeEntry) error {
		c := change{string(raw), hashOf(raw, was), hashOf(raw, is)}
		if c.before != c.after {
			all = append(all, c)
		}
		return nil
	})
	slices.SortFunc(all, func(a, b change) int { return strings.Compare(a.name, b.name) })
	return all, err
}

// hashOf returns the hash of an entry that can be a dilemma; zero of any other.
func hashOf(name []byte, e repo.TreeEntry) plumbing.Hash {
	folder := e.Mode == filemode.Dir
	if _, ok := casebook.SlugIn(string(name), folder); ok && (folder || e.Mode.IsFile() && e.Mode != filemode.Symlink) {
		return e.Hash
	}
	return plumbing.ZeroHash
}

// page returns the hash of the Markdown of an entry; zero when there is none.
func (r *reader) page(name string, hash plumbing.Hash) (plumbing.Hash, error) {
	if _, file := casebook.SlugIn(name, false); hash.IsZero() || file {
		return hash, nil
	}
	e, err := r.repo.Entry(hash, casebook.BundleFile)
	return e.Hash, err
}

// file reads and parses a dilemma.
func (r *reader) file(slug string, page plumbing.Hash) (*casebook.File, error) {
	_, text, err := repo.Read(r.repo.Store, page)
	if err != nil {
		return nil, err
	}
	return casebook.Parse(casebook.Path(slug), text[:min(len(text), casebook.MaxSize)]), nil
}

// slugOf returns the slug of an entry with this name, whether it is a file or a folder.
func slugOf(name string) string {
	if slug, file := casebook.SlugIn(name, false); file {
		return slug
	}
	return name
}

// readAdded reads the facts of all dilemmas that were added at some time, side by side: in a large book these are most of the files.
func (r *reader) readAdded() error {
	type unread struct {
		slug string
		page plumbing.Hash
	}
	var all []unread
	r.facts = map[plumbing.Hash]facts{}
	for _, s := range r.steps {
		for _, c := range s.changes {
			page, err := r.page(c.name, c.after)
			if err != nil {
				return err
			}
			if _, seen := r.facts[page]; page.IsZero() || seen || !c.before.IsZero() {
				continue
			}
			r.facts[page] = facts{}
			all = append(all, unread{slugOf(c.name), page})
		}
	}
	found, failed := make([]facts, len(all)), make([]error, len(all))
	casebook.Parallel(len(all), func(i int) {
		var f *casebook.File
		if f, failed[i] = r.file(all[i].slug, all[i].page); failed[i] == nil {
			found[i] = r.factsOf(f)
		}
	})
	for i, u := range all {
		if failed[i] != nil {
			return failed[i]
		}
		r.facts[u.page] = found[i]
	}
	return nil
}

// factsOf returns the facts of a parsed dilemma.
func (r *reader) factsOf(f *casebook.File) facts {
	if f.Front == nil {
		return facts{}
	}
	known := facts{shown: lifecycle.OnSite(f.Front, r.today), withdrawn: lifecycle.IsWithdrawn(f.Front)}
	if aliases := lifecycle.Get(f.Front, lifecycle.Aliases); aliases != nil {
		for _, a := range aliases.Items {
			if dir, slug := path.Split(path.Clean(a.Text)); dir == "/dilemmas/" || dir == "" {
				known.aliases = append(known.aliases, slug)
			}
		}
	}
	return known
}

// dilemma is the state of a dilemma at one commit.
type dilemma struct {
	facts
	page     plumbing.Hash
	versions []Version
}

// book goes through the steps from the oldest to the newest, and collects the versions.
func (r *reader) book() (Book, error) {
	now := map[string]dilemma{}
	for _, s := range slices.Backward(r.steps) {
		removed := map[string]dilemma{}
		changes := map[string][]change{} // by slug: a file that becomes a folder with the same name stays one dilemma
		var slugs []string
		for _, c := range s.changes {
			slug := slugOf(c.name)
			if changes[slug] == nil {
				slugs = append(slugs, slug)
			}
			changes[slug] = append(changes[slug], c)
		}
		var added []string
		for _, slug := range slugs {
			page, err := r.pageAfter(changes[slug])
			if err != nil {
				return nil, err
			}
			old, there := now[slug]
			switch {
			case page.IsZero():
				if there {
					removed[slug] = old
					delete(now, slug)
				}
			case !there:
				known, err := r.factsFor(slug, page)
				if err != nil {
					return nil, err
				}
				now[slug] = dilemma{facts: known, page: page}
				added = append(added, slug)
			case page == old.page:
				// In a bundle with the same page, the other files changed. A file that became a bundle did not change.
				if c := changes[slug]; old.shown && len(c) == 1 && !c[0].before.IsZero() {
					old.add(s.day, Changed, Attachments)
					now[slug] = old
				}
			default:
				if now[slug], err = r.update(slug, old, page, s.day); err != nil {
					return nil, err
				}
			}
		}
		for _, slug := range added {
			d := now[slug]
			for _, alias := range d.aliases {
				if old := removed[alias]; old.shown && d.shown {
					var err error
					if d, err = r.update(slug, old, d.page, s.day); err != nil {
						return nil, err
					}
					d.add(s.day, Moved)
					break
				}
			}
			if d.shown && len(d.versions) == 0 {
				d.add(s.day, Published)
			}
			now[slug] = d
		}
	}
	book := Book{}
	for slug, d := range now {
		if d.shown && !d.withdrawn {
			book[slug] = d.versions
		}
	}
	return book, nil
}

// pageAfter returns the hash of the Markdown of a dilemma after the changes of a commit; zero when there is none.
func (r *reader) pageAfter(changes []change) (plumbing.Hash, error) {
	for _, c := range changes {
		if page, err := r.page(c.name, c.after); err != nil || !page.IsZero() {
			return page, err
		}
	}
	return plumbing.ZeroHash, nil
}

// factsFor returns the facts of a dilemma that was added, which readAdded has mostly read already.
func (r *reader) factsFor(slug string, page plumbing.Hash) (facts, error) {
	if known, ok := r.facts[page]; ok {
		return known, nil
	}
	f, err := r.file(slug, page)
	if err != nil {
		return facts{}, err
	}
	return r.factsOf(f), nil
}

// update returns the dilemma after its Markdown changed on a day, with the events and fields of that change added.
func (r *reader) update(slug string, old dilemma, page plumbing.Hash, day string) (dilemma, error) {
	after, err := r.file(slug, page)
	if err != nil {
		return old, err
	}
	if after.Front == nil {
		return old, nil // Hugo can't build a site with it, so the old page stays
	}
	next := dilemma{facts: r.factsOf(after), page: page}
	if !next.shown || !old.shown {
		if next.shown {
			next.add(day, Published)
		}
		return next, nil // changes before publication stay private
	}
	before, err := r.file(slug, old.page)
	if err != nil {
		return old, err
	}
	next.versions = old.versions
	d := diff.Files(r.def, before, after, r.today)
	for event, ours := range map[diff.Event]Event{diff.Withdrawn: Withdrawn, diff.Restored: Restored, diff.Superseded: Superseded} {
		if d.Has(event) {
			next.add(day, ours)
		}
	}
	if next.withdrawn || old.withdrawn {
		return next, nil // the whole text disappears or comes back
	}
	for _, f := range d.Changes {
		key, _, _ := strings.Cut(f.Path, ".")
		switch {
		case f.Kind == diff.Story:
			next.add(day, Changed, Story)
		case f.Path == lifecycle.ReviewedOn:
			next.add(day, Reviewed)
		case ignoredKeys[key] || !r.isField(f.Path):
		default:
			next.add(day, Changed, f.Path)
		}
	}
	return next, nil
}

// ignoredKeys are the keys that an event already covers, and those that no page shows.
var ignoredKeys = map[string]bool{lifecycle.Aliases: true, lifecycle.ReviewBefore: true, lifecycle.SupersededBy: true, lifecycle.Withdrawal: true, lifecycle.Consent: true}

// isField reports whether a path is that of a field in the definition. Other keys are left out, because they may contain anything.
func (r *reader) isField(name string) bool {
	at := r.def.Root
	for key := range strings.SplitSeq(name, ".") {
		if at = at.Child(key); at == nil {
			return false
		}
	}
	return true
}

// eventOrder is the order of the events of one day.
var eventOrder = []Event{Published, Restored, Withdrawn, Superseded, Moved, Reviewed, Changed}

// add adds an event to the version of a day, which it adds when there is none yet. Days must come in order.
func (s *dilemma) add(day string, event Event, fields ...string) {
	s.versions = slices.Clone(s.versions)
	last := len(s.versions) - 1
	if last < 0 || s.versions[last].Date != day {
		s.versions = append(s.versions, Version{day, []Event{}, []string{}})
		last++
	}
	v := &s.versions[last]
	if slices.Contains(v.Events, Published) && event == Changed {
		return // a new dilemma needs no list of changes
	}
	v.Fields = slices.Clone(v.Fields)
	for _, f := range fields {
		if !slices.Contains(v.Fields, f) {
			v.Fields = append(v.Fields, f)
		}
	}
	if !slices.Contains(v.Events, event) {
		v.Events = append(slices.Clone(v.Events), event)
		slices.SortFunc(v.Events, func(a, b Event) int { return slices.Index(eventOrder, a) - slices.Index(eventOrder, b) })
	}
}

// Write writes the history as JSON to the data folder of a Hugo module. Templates find it as hugo.Data.versies and hugo.Data.wijzigingen.
func (h *History) Write(dir string) error {
	dir = filepath.Join(dir, "data")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, content := range map[string]any{"versies.json": h.Versions, "wijzigingen.json": h.Changed} {
		text, err := json.Marshal(content)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
