// Package changelog tells when the published branch changed each dilemma, and what changed: days, events and the fields of the definition. What
// anybody wrote, in a dilemma or in a commit, and who did so, stays out of it; so does all that came before the last moment at which a dilemma was
// published.
//
// It looks at the commits that the published branch stood at, one after the other: of a merge it takes the day of the merge and nothing of the
// branch that was merged. A dilemma under another slug is another dilemma, unless the new one names the old address in its aliases.
// It reads objects and references of Git only.
package changelog

import (
	"bytes"
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

// Event says what happened to a dilemma on a day. The words are those of the site's catalogue: version_ and the event.
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

// Story and Attachments stand among the fields for what is no field: the text below the canvas, and the files beside the dilemma.
const (
	Story       = "verhaal"
	Attachments = "bijlagen"
)

// Version is what became of a dilemma on one day.
type Version struct {
	Date   string   `json:"date"` // yyyy-mm-dd, in the time zone of who committed
	Events []Event  `json:"events"`
	Fields []string `json:"fields"` // paths as the definition has them, such as canvas.afwegen.keuzes, without double ones
}

// Book holds the versions of every dilemma that is published and not withdrawn, by slug, oldest first.
type Book map[string][]Version

var (
	// ErrNone says that there is no published branch here, so that nothing can be told.
	ErrNone = errors.New("no published branch")
	// ErrCut says that the clone lacks a part of the history. No history is better than a wrong one.
	ErrCut = errors.New("history is cut off")
)

// Read reads the versions from the published branch of the repository around root, which is found with the settings of hugo.toml. Which
// dilemmas are on the site now, the moment decides. The error is ErrNone, ErrCut, or one of the repository.
func Read(root string, def *canvas.Definition, cfg *settings.Settings, now time.Time) (Book, error) {
	repository, err := repo.Open(root)
	if errors.Is(err, repo.ErrNoRepository) {
		return nil, ErrNone
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
		return nil, ErrNone
	}
	r := &reader{repo: repository, def: def, today: now, folder: path.Join(repository.Prefix, casebook.Dir)}
	if err := r.walk(head); err != nil {
		return nil, err
	}
	if err := r.readFirst(); err != nil {
		return nil, err
	}
	return r.book()
}

type reader struct {
	repo   *repo.Repository
	def    *canvas.Definition
	today  time.Time
	folder string // of the dilemmas, from the top of the repository
	steps  []step // newest first
	facts  map[plumbing.Hash]facts
}

// step is a commit that changed the folder of dilemmas.
type step struct {
	day     string
	changes []change
}

// change is a name in that folder that is not the same as in the commit before; a zero hash where there is none.
type change struct {
	name          string
	before, after plumbing.Hash
}

// facts are what is kept of the text of a dilemma.
type facts struct {
	shown, withdrawn bool
	aliases          []string // the slugs that it had
}

// walk goes back from the head along first parents, and compares the folder of each commit with that of the one before. Trees that follow each
// other are alike, so two are kept and each is read once.
func (r *reader) walk(head *object.Commit) error {
	tree, hash, err := r.tree(head)
	for c := head; err == nil; {
		var (
			parent *object.Commit
			older  []byte
			was    plumbing.Hash
		)
		if c.NumParents() > 0 {
			if parent, err = object.GetCommit(r.repo.Store, c.ParentHashes[0]); err != nil {
				return ErrCut
			}
			if older, was, err = r.tree(parent); err != nil {
				return err
			}
		}
		if hash != was {
			var changes []change
			if changes, err = compare(older, tree); err != nil {
				return err
			}
			r.steps = append(r.steps, step{c.Committer.When.Format(time.DateOnly), changes})
		}
		if parent == nil {
			return nil
		}
		c, tree, hash = parent, older, was
	}
	return err
}

// tree returns the bytes and the hash of the folder of dilemmas in a commit; nothing when there is none.
func (r *reader) tree(c *object.Commit) ([]byte, plumbing.Hash, error) {
	e, err := r.repo.Entry(c.TreeHash, r.folder)
	if err != nil || e.Mode != filemode.Dir {
		return nil, plumbing.ZeroHash, err
	}
	raw, err := r.repo.Tree(e.Hash, nil)
	return raw, e.Hash, err
}

// compare lists the names that differ between the bytes of two trees. Most commits change a few files and bring none, so what is the same in both is
// passed over as long as their entries keep step.
func compare(older, newer []byte) ([]change, error) {
	var all []change
	for {
		same := common(older, newer)
		older, newer = older[same:], newer[same:]
		a, b := first(older), first(newer)
		if a == 0 || a != b || !bytes.Equal(older[:a-len(plumbing.ZeroHash)], newer[:b-len(plumbing.ZeroHash)]) {
			break
		}
		before := map[string]plumbing.Hash{}
		err := errors.Join(
			entries(older[:a], func(name string, hash plumbing.Hash) { before[name] = hash }),
			entries(newer[:b], func(name string, hash plumbing.Hash) { all = append(all, change{name, before[name], hash}) }),
		)
		if err != nil {
			return nil, err
		}
		older, newer = older[a:], newer[b:]
	}
	before := map[string]plumbing.Hash{}
	if err := entries(older, func(name string, hash plumbing.Hash) { before[name] = hash }); err != nil {
		return nil, err
	}
	err := entries(newer, func(name string, hash plumbing.Hash) {
		if was := before[name]; was != hash {
			all = append(all, change{name, was, hash})
		}
		delete(before, name)
	})
	for name, was := range before {
		all = append(all, change{name, was, plumbing.ZeroHash})
	}
	slices.SortFunc(all, func(a, b change) int { return strings.Compare(a.name, b.name) })
	return all, err
}

// first returns the length of the first entry of a tree; 0 when there is none.
func first(tree []byte) int {
	end := bytes.IndexByte(tree, 0) + 1 + len(plumbing.ZeroHash)
	if end <= len(plumbing.ZeroHash) || end > len(tree) {
		return 0
	}
	return end
}

// common returns where the first entry begins that is not the same in the bytes of both trees.
func common(a, b []byte) int {
	if bytes.Equal(a, b) {
		return len(a)
	}
	at := 0
	for n := first(a); n > 0 && bytes.HasPrefix(b[at:], a[at:at+n]); n = first(a[at:]) {
		at += n
	}
	return at
}

// entries calls visit with each name that can be a dilemma: a Markdown file, or a folder.
func entries(tree []byte, visit func(name string, hash plumbing.Hash)) error {
	return repo.Entries(tree, func(mode filemode.FileMode, raw []byte, hash plumbing.Hash) error {
		name := string(raw)
		folder := mode == filemode.Dir
		if _, ok := casebook.SlugIn(name, folder); ok && (folder || mode.IsFile() && mode != filemode.Symlink) {
			visit(name, hash)
		}
		return nil
	})
}

// page returns the hash of the Markdown behind a name in the folder; zero when there is none.
func (r *reader) page(name string, hash plumbing.Hash) (plumbing.Hash, error) {
	if _, file := casebook.SlugIn(name, false); hash.IsZero() || file {
		return hash, nil
	}
	e, err := r.repo.Entry(hash, casebook.BundleFile)
	return e.Hash, err
}

// file reads a dilemma.
func (r *reader) file(slug string, page plumbing.Hash) (*casebook.File, error) {
	_, text, err := repo.Read(r.repo.Store, page)
	if err != nil {
		return nil, err
	}
	return casebook.Parse(casebook.Path(slug), text[:min(len(text), casebook.MaxSize)]), nil
}

// slugOf is the slug that a name in the folder gives, be it that of a file or of a folder.
func slugOf(name string) string {
	if slug, file := casebook.SlugIn(name, false); file {
		return slug
	}
	return name
}

// readFirst reads what came new side by side: in a large book that is most of it.
func (r *reader) readFirst() error {
	type unread struct {
		slug string
		page plumbing.Hash
		text []byte
	}
	var all []*unread
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
			_, text, err := repo.Read(r.repo.Store, page)
			if err != nil {
				return err
			}
			r.facts[page] = facts{}
			all = append(all, &unread{slugOf(c.name), page, text[:min(len(text), casebook.MaxSize)]})
		}
	}
	found := make([]facts, len(all))
	casebook.Parallel(len(all), func(i int) {
		found[i] = r.factsOf(casebook.Parse(casebook.Path(all[i].slug), all[i].text))
	})
	for i, u := range all {
		r.facts[u.page] = found[i]
	}
	return nil
}

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

// dilemma is what is known of a dilemma at one moment.
type dilemma struct {
	facts
	page     plumbing.Hash
	versions []Version
}

// book goes through the changes, oldest first.
func (r *reader) book() (Book, error) {
	now := map[string]dilemma{}
	for _, s := range slices.Backward(r.steps) {
		gone := map[string]dilemma{}
		changes := map[string][]change{} // a file that becomes a folder of the same name is one dilemma still
		var slugs []string
		for _, c := range s.changes {
			slug := slugOf(c.name)
			if changes[slug] == nil {
				slugs = append(slugs, slug)
			}
			changes[slug] = append(changes[slug], c)
		}
		var came []string
		for _, slug := range slugs {
			page, err := r.pageAfter(changes[slug])
			if err != nil {
				return nil, err
			}
			was, there := now[slug]
			switch {
			case page.IsZero():
				if there {
					gone[slug] = was
					delete(now, slug)
				}
			case !there:
				known, err := r.factsFor(slug, page)
				if err != nil {
					return nil, err
				}
				now[slug] = dilemma{facts: known, page: page}
				came = append(came, slug)
			case page == was.page:
				// Of a bundle with the same page, the other files changed; a file that became a bundle is as it was.
				if c := changes[slug]; was.shown && len(c) == 1 && !c[0].before.IsZero() {
					was.add(s.day, Changed, Attachments)
					now[slug] = was
				}
			default:
				if now[slug], err = r.next(slug, was, page, s.day); err != nil {
					return nil, err
				}
			}
		}
		for _, slug := range came {
			one := now[slug]
			for _, old := range one.aliases {
				if was := gone[old]; was.shown && one.shown {
					var err error
					if one, err = r.next(slug, was, one.page, s.day); err != nil {
						return nil, err
					}
					one.add(s.day, Moved)
					break
				}
			}
			if one.shown && len(one.versions) == 0 {
				one.add(s.day, Published)
			}
			now[slug] = one
		}
	}
	book := Book{}
	for slug, one := range now {
		if one.shown && !one.withdrawn {
			book[slug] = one.versions
		}
	}
	return book, nil
}

// pageAfter returns the Markdown of a dilemma after the changes of a commit.
func (r *reader) pageAfter(changes []change) (plumbing.Hash, error) {
	for _, c := range changes {
		if page, err := r.page(c.name, c.after); err != nil || !page.IsZero() {
			return page, err
		}
	}
	return plumbing.ZeroHash, nil
}

// factsFor returns the facts of a dilemma that came new.
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

// next tells what became of a dilemma when its Markdown changed.
func (r *reader) next(slug string, was dilemma, page plumbing.Hash, day string) (dilemma, error) {
	after, err := r.file(slug, page)
	if err != nil {
		return was, err
	}
	if after.Front == nil {
		return was, nil // no site can be made of it, so what was there stays
	}
	is := dilemma{facts: r.factsOf(after), page: page}
	if !is.shown || !was.shown {
		if is.shown {
			is.add(day, Published)
		}
		return is, nil // what came before it was published is nobody's business
	}
	before, err := r.file(slug, was.page)
	if err != nil {
		return was, err
	}
	is.versions = was.versions
	d := diff.Files(r.def, before, after, r.today)
	for event, ours := range map[diff.Event]Event{diff.Withdrawn: Withdrawn, diff.Restored: Restored, diff.Superseded: Superseded} {
		if d.Has(event) {
			is.add(day, ours)
		}
	}
	if is.withdrawn || was.withdrawn {
		return is, nil // all of it goes or comes
	}
	for _, f := range d.Changes {
		key, _, _ := strings.Cut(f.Path, ".")
		switch {
		case f.Kind == diff.Story:
			is.add(day, Changed, Story)
		case f.Path == lifecycle.ReviewedOn:
			is.add(day, Reviewed)
		case silent[key] || !r.known(f.Path):
		default:
			is.add(day, Changed, f.Path)
		}
	}
	return is, nil
}

// silent are the keys of which an event tells, and those that no page shows.
var silent = map[string]bool{lifecycle.Aliases: true, lifecycle.ReviewBefore: true, lifecycle.SupersededBy: true, lifecycle.Withdrawal: true, lifecycle.Consent: true}

// known reports whether a path is that of a field in the definition. Another key may say anything.
func (r *reader) known(name string) bool {
	at := r.def.Root
	for key := range strings.SplitSeq(name, ".") {
		if at = at.Child(key); at == nil {
			return false
		}
	}
	return true
}

// order is that in which the events of a day are told.
var order = []Event{Published, Restored, Withdrawn, Superseded, Moved, Reviewed, Changed}

// add adds an event to the day; the days of one dilemma are told once.
func (s *dilemma) add(day string, event Event, fields ...string) {
	s.versions = slices.Clone(s.versions)
	last := len(s.versions) - 1
	if last < 0 || s.versions[last].Date != day {
		s.versions = append(s.versions, Version{day, []Event{}, []string{}})
		last++
	}
	v := &s.versions[last]
	if slices.Contains(v.Events, Published) && event == Changed {
		return // what is new needs no list of changes
	}
	v.Fields = slices.Clone(v.Fields)
	for _, f := range fields {
		if !slices.Contains(v.Fields, f) {
			v.Fields = append(v.Fields, f)
		}
	}
	if !slices.Contains(v.Events, event) {
		v.Events = append(slices.Clone(v.Events), event)
		slices.SortFunc(v.Events, func(a, b Event) int { return slices.Index(order, a) - slices.Index(order, b) })
	}
}

// Write writes the book as data into a folder that Hugo gets as a module: templates find it as hugo.Data.versies.
func (b Book) Write(dir string) error {
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "data", "versies.json"), text, 0o644)
}
