package list

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Book is the casebook with the state of every dilemma.
type Book struct {
	Dilemmas []*Dilemma // sorted by slug
	// Branch is the published branch, such as origin/main; empty when there is none, and the states come from the files alone.
	Branch string
	// Remote is the name in Git of the server of that branch.
	Remote string
	// Candidates are the names that the published branch may have; empty outside a Git repository.
	Candidates []string
	// Form is set when the repository is in a form that can't be read here: the states come from the files alone.
	Form *repo.FormError
	// Truncated is set when the clone lacks a part of the history, so that the information on branches may be incomplete.
	Truncated bool
	// Unreadable are the paths of dilemmas whose front matter can't be parsed, and of folders that can't be read.
	Unreadable []string
}

// ErrGit means that the published branch can't be read.
var ErrGit = errors.New("unreadable repository")

// Source tells which proposals there are: proposal.Known, or what asks the server.
type Source func(*repo.Repository, *proposal.Published) (*proposal.Proposals, error)

// Read derives the state of every dilemma in the working tree at root, on the published branch, and in what is proposed. The settings are those of hugo.toml in
// the working tree. The error is ErrGit.
func Read(root string, def *canvas.Definition, cfg *settings.Settings, now time.Time, source Source) (*Book, error) {
	files := casebook.DirFS(root)
	b := &builder{def: def, today: lifecycle.Day(now), copies: map[string]*copies{}}
	var (
		wait   sync.WaitGroup
		git    *branches
		failed error
	)
	wait.Go(func() { git, failed = openBranches(root, cfg, source) })
	b.readWorkingTree(casebook.Open(files))
	wait.Wait()
	if git != nil {
		defer git.repo.Close()
	}
	if errors.As(failed, &b.book.Form) {
		failed = nil
	}
	if failed != nil && !errors.Is(failed, repo.ErrNoRepository) {
		return nil, errors.Join(ErrGit, failed)
	}
	if git != nil {
		for _, name := range git.published.Refs() {
			b.book.Candidates = append(b.book.Candidates, name.Short())
		}
	}
	if git != nil && git.published.Commit != nil {
		b.book.Branch, b.book.Remote, b.book.Truncated = git.published.Ref.Short(), git.proposals.Remote, git.proposals.Truncated
		if err := b.addBranches(git); err != nil {
			return nil, errors.Join(ErrGit, err)
		}
	}
	b.deriveStates()
	return &b.book, nil
}

// builder collects the copies of each dilemma and derives its state from them.
type builder struct {
	book   Book
	def    *canvas.Definition
	today  time.Time
	copies map[string]*copies // by slug
}

// copies are the copies of one dilemma in the working tree and on branches; nil where there is none.
type copies struct {
	local     *summary // in the working tree
	published *summary // on the published branch; the same pointer as local when the contents are equal
	elsewhere *summary // on another branch, only when there is no other copy
	branches  []string // the unmerged branches with a copy that differs from the published one
	proposals []Proposal
}

// summary is what the list needs of a file. Keeping the files themselves would take a gigabyte for a large book.
type summary struct {
	Dilemma                  // the fields that the file decides
	readable bool            // whether its front matter can be parsed
	names    []plumbing.Hash // the hashes that Git may have for its content: as it is, and without Windows line ends
}

// summarize returns the summary of a file.
func (b *builder) summarize(f *casebook.File) *summary {
	r := &summary{Dilemma: Dilemma{Slug: f.Slug, File: f.Path, State: lifecycle.StateOf(f.Front, b.today)}, readable: f.Front != nil}
	r.describe(b.def, f.Front, b.today)
	r.names = append(r.names, repo.BlobHash(f.Source))
	if bytes.Contains(f.Source, []byte("\r\n")) {
		r.names = append(r.names, repo.BlobHash(bytes.ReplaceAll(f.Source, []byte("\r\n"), []byte("\n"))))
	}
	return r
}

// copiesOf returns the copies of the dilemma with this slug, which may be none yet.
func (b *builder) copiesOf(slug string) *copies {
	p := b.copies[slug]
	if p == nil {
		p = &copies{}
		b.copies[slug] = p
	}
	return p
}

// readWorkingTree reads the working tree.
func (b *builder) readWorkingTree(book *casebook.Book) {
	var names []string
	for _, e := range book.Walk(casebook.Dir) {
		if _, ok := casebook.SlugOf(e.Path); e.Err == nil && ok {
			names = append(names, e.Path)
		} else if e.Err != nil && !errors.Is(e.Err, fs.ErrNotExist) {
			b.book.Unreadable = append(b.book.Unreadable, e.Path)
		}
	}
	files := make([]*summary, len(names))
	casebook.Parallel(len(names), func(i int) { files[i] = b.summarize(book.Read(names[i])) })
	for _, f := range files {
		if p := b.copiesOf(f.Slug); p.local == nil { // check reports a file and a bundle with the same slug
			p.local = f
		}
	}
}

// addBranches adds the copies on the published branch, on the other branches, and in the proposals on the server. A copy that equals the one in the working tree
// is not read again.
func (b *builder) addBranches(git *branches) error {
	published := git.proposals.Published
	var texts []unread
	for name, hash := range published {
		page, ok := proposal.FindPage(git.repo, proposal.Entry{Name: name, Hash: hash})
		if _, twin := published[path.Base(casebook.Path(page.Slug))]; !ok || twin && page.Path != casebook.Path(page.Slug) {
			continue
		}
		p := b.copiesOf(page.Slug)
		if p.local != nil && slices.Contains(p.local.names, page.Blob) {
			p.published = p.local
		} else {
			texts = append(texts, unread{page, &p.published})
		}
	}
	if err := b.readBlobs(git, texts); err != nil {
		return err
	}
	texts = nil
	add := func(entries []proposal.Entry, note func(*copies)) {
		for _, e := range entries {
			page, ok := proposal.FindPage(git.repo, e)
			if !ok {
				continue
			}
			p := b.copiesOf(page.Slug)
			if p.local == nil && p.published == nil && len(p.branches) == 0 && len(p.proposals) == 0 {
				texts = append(texts, unread{page, &p.elsewhere})
			}
			note(p)
		}
	}
	for _, branch := range git.proposals.Branches {
		add(branch.Entries, func(p *copies) {
			if !slices.Contains(p.branches, branch.Name) {
				p.branches = append(p.branches, branch.Name)
			}
		})
	}
	for _, one := range git.proposals.Open {
		if one.Number == 0 {
			continue // its branch is there already
		}
		add(one.Entries, func(p *copies) {
			if n := len(p.proposals); n == 0 || p.proposals[n-1].Ref != one.Ref.String() {
				p.proposals = append(p.proposals, Proposal{one.Number, one.Branch, one.Ref.String(), one.Commit.String(), one.Name()})
			}
		})
	}
	if err := b.readBlobs(git, texts); err != nil {
		b.book.Truncated = true // the proposals are listed all the same
	}
	return nil
}

// unread is a file on a branch that must be read, and where its summary goes.
type unread struct {
	page   proposal.Page
	target **summary
}

// readBlobs reads files from branches, side by side. A file that the clone lacks is taken as empty, and the error of reading it is returned.
func (b *builder) readBlobs(git *branches, files []unread) error {
	missing := make([]error, len(files))
	casebook.Parallel(len(files), func(i int) {
		var text []byte
		text, missing[i] = git.read(files[i].page.Blob)
		*files[i].target = b.summarize(casebook.Parse(files[i].page.Path, text))
	})
	for _, err := range missing {
		if err != nil {
			return err
		}
	}
	return nil
}

// deriveStates fills the dilemmas of the book from their copies.
func (b *builder) deriveStates() {
	for _, slug := range slices.Sorted(maps.Keys(b.copies)) {
		p := b.copies[slug]
		shown := cmp.Or(p.local, p.published, p.elsewhere)
		d := shown.Dilemma
		if !shown.readable {
			b.book.Unreadable = append(b.book.Unreadable, d.File)
			if p.published != nil {
				d = p.published.Dilemma
			}
		}
		switch {
		case b.book.Branch == "":
		case p.published != nil:
			d.State = p.published.State
		default:
			d.State = lifecycle.Concept
		}
		switch {
		case b.book.Branch == "":
		case p.local == nil:
			d.Local = Missing
		case p.published == nil:
			d.Local = New
		case p.published == p.local:
			d.Local = Same
		default:
			d.Local = Changed
		}
		// Empty arrays in JSON, not null.
		d.Branches, d.Proposals = append([]string{}, p.branches...), append([]Proposal{}, p.proposals...)
		if d.State == lifecycle.Concept && d.InReview() {
			d.State = InReview
		}
		b.book.Dilemmas = append(b.book.Dilemmas, &d)
	}
}
