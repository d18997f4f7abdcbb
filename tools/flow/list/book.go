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
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Book is the casebook with the state of every dilemma.
type Book struct {
	Dilemmas []*Dilemma // sorted by slug
	// Branch is the published branch, such as origin/main; empty when there is none, and the states come from the files alone.
	Branch string
	// Sought are the names that the published branch can have; none outside a Git repository.
	Sought []string
	// Cut says that the clone lacks a part of the history, so that the branches may not be told of as they are.
	Cut bool
	// Unreadable are the dilemmas whose front matter can't be read, and the folders that can't.
	Unreadable []string
}

// ErrGit says that the published branch can't be read.
var ErrGit = errors.New("unreadable repository")

// Read derives the state of every dilemma in the working tree at root, on the published branch, and on the branches that are not merged in it.
// The settings are those of hugo.toml in the working tree. The error is ErrGit.
func Read(root string, def *canvas.Definition, cfg *settings.Settings, now time.Time) (*Book, error) {
	files := casebook.DirFS(root)
	b := &bookmaker{def: def, today: lifecycle.Day(now), places: map[string]*places{}}
	var (
		wait   sync.WaitGroup
		git    *branches
		failed error
	)
	wait.Go(func() {
		if git, failed = openBranches(root, cfg); failed == nil && git.ref != "" {
			b.proposed, failed = git.proposals()
		}
	})
	b.readFiles(casebook.Open(files))
	wait.Wait()
	if git != nil {
		defer git.repo.Close()
	}
	if failed != nil && !errors.Is(failed, repo.ErrNoRepository) {
		return nil, errors.Join(ErrGit, failed)
	}
	if git != nil {
		for _, name := range git.sought {
			b.book.Sought = append(b.book.Sought, name.Short())
		}
	}
	if git != nil && git.ref != "" {
		b.book.Branch, b.book.Cut = git.ref.Short(), git.cut
		if err := b.addBranches(git); err != nil {
			return nil, errors.Join(ErrGit, err)
		}
	}
	b.derive()
	return &b.book, nil
}

// bookmaker gathers where each dilemma stands.
type bookmaker struct {
	book     Book
	def      *canvas.Definition
	today    time.Time
	places   map[string]*places // by slug
	proposed []proposed
}

// places are where one dilemma stands, and what it says there; nil where it does not stand.
type places struct {
	here      *reading // in the working tree
	published *reading // on the published branch; the same as here when they are
	elsewhere *reading // on another branch; only when it stands nowhere else
	branches  []string
}

// reading is what is kept of a file: a whole book with every word of it takes a gigabyte.
type reading struct {
	Dilemma                  // with what the file tells of it
	readable bool            // whether it has front matter
	names    []plumbing.Hash // that Git can have for its content: as it is, and without line ends of Windows
}

// take reads off what is wanted from a file.
func (b *bookmaker) take(f *casebook.File) *reading {
	r := &reading{Dilemma: Dilemma{Slug: f.Slug, File: f.Path, State: lifecycle.StateOf(f.Front, b.today)}, readable: f.Front != nil}
	r.describe(b.def, f.Front, b.today)
	r.names = append(r.names, plumbing.ComputeHash(plumbing.BlobObject, f.Source))
	if bytes.Contains(f.Source, []byte("\r\n")) {
		r.names = append(r.names, plumbing.ComputeHash(plumbing.BlobObject, bytes.ReplaceAll(f.Source, []byte("\r\n"), []byte("\n"))))
	}
	return r
}

func (b *bookmaker) at(slug string) *places {
	p := b.places[slug]
	if p == nil {
		p = &places{}
		b.places[slug] = p
	}
	return p
}

// readFiles reads the working tree.
func (b *bookmaker) readFiles(book *casebook.Book) {
	var names []string
	for _, e := range book.Walk(casebook.Dir) {
		if _, ok := casebook.SlugOf(e.Path); e.Err == nil && ok {
			names = append(names, e.Path)
		} else if e.Err != nil && !errors.Is(e.Err, fs.ErrNotExist) {
			b.book.Unreadable = append(b.book.Unreadable, e.Path)
		}
	}
	files := make([]*reading, len(names))
	casebook.Parallel(len(names), func(i int) { files[i] = b.take(book.Read(names[i])) })
	for _, f := range files {
		if p := b.at(f.Slug); p.here == nil { // of a file and a bundle with one slug, check tells
			p.here = f
		}
	}
}

// addBranches adds the published branch and the others. What the working tree holds in the same words is not read again.
func (b *bookmaker) addBranches(git *branches) error {
	var texts []unread
	for name, hash := range git.published {
		d, ok := git.open(name, hash)
		if _, twin := git.published[path.Base(casebook.Path(d.slug))]; !ok || twin && d.path != casebook.Path(d.slug) {
			continue
		}
		p := b.at(d.slug)
		if p.here != nil && slices.Contains(p.here.names, d.blob) {
			p.published = p.here
		} else {
			texts = append(texts, unread{d, &p.published})
		}
	}
	if err := b.read(git, texts); err != nil {
		return err
	}
	texts = nil
	for _, change := range b.proposed {
		d, ok := git.open(change.name, change.hash)
		if !ok {
			continue
		}
		p := b.at(d.slug)
		if p.here == nil && p.published == nil && len(p.branches) == 0 {
			texts = append(texts, unread{d, &p.elsewhere})
		}
		if !slices.Contains(p.branches, change.branch) {
			p.branches = append(p.branches, change.branch)
		}
	}
	if err := b.read(git, texts); err != nil {
		b.book.Cut = true // it is a proposal all the same
	}
	return nil
}

// unread is a file on a branch, and where it is wanted.
type unread struct {
	dilemma
	into **reading
}

// read reads files from branches. Git gives them one by one; they are taken apart side by side. One that the clone lacks is read as an empty
// file, and is the error.
func (b *bookmaker) read(git *branches, files []unread) (missing error) {
	texts := make([][]byte, len(files))
	for i, f := range files {
		var err error
		if texts[i], err = git.read(f.blob); err != nil {
			missing = err
		}
	}
	casebook.Parallel(len(files), func(i int) { *files[i].into = b.take(casebook.Parse(files[i].path, texts[i])) })
	return missing
}

// derive makes the dilemmas of the book.
func (b *bookmaker) derive() {
	for _, slug := range slices.Sorted(maps.Keys(b.places)) {
		p := b.places[slug]
		shown := cmp.Or(p.here, p.published, p.elsewhere)
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
		case p.here == nil:
			d.Local = Missing
		case p.published == nil:
			d.Local = New
		case p.published == p.here:
			d.Local = Same
		default:
			d.Local = Changed
		}
		d.Branches = append([]string{}, p.branches...) // an empty array in JSON, not null
		if d.State == lifecycle.Concept && d.InReview() {
			d.State = InReview
		}
		b.book.Dilemmas = append(b.book.Dilemmas, &d)
	}
}
