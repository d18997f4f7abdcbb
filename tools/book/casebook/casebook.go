// Package casebook reads the files of the casebook: dilemmas and the pages of the handbook. It splits a file in front matter
// and body, finds the place of every value in it (byte, line and column), and edits files. It knows the form of a file and
// nothing of what a dilemma must contain.
//
// A file is UTF-8. It begins with a line of three dashes, then YAML, then a line of three dashes, then Markdown. What
// differs from that is a Problem of the file, not an error: one broken file does not hide the others.
package casebook

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Dir is the folder of the dilemmas and ContentDir that of all pages, relative to the root of the repository.
const (
	ContentDir = "content"
	Dir        = ContentDir + "/dilemmas"
)

// MaxSize is the largest file that is read, in bytes. A long case is 30 kB.
const MaxSize = 1 << 20

// BundleFile is the name of the page in a Hugo leaf bundle, SectionFile that of the page of a section.
const (
	BundleFile  = "index.md"
	SectionFile = "_index.md"
)

// isSlug reports whether a text is lower-case letters and digits, with single dashes between them.
func isSlug(text string) bool {
	dash := true // the byte before, or the begin
	for _, c := range []byte(text) {
		if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') || c == '-' && dash {
			return false
		}
		dash = c == '-'
	}
	return !dash
}

// ValidSlug reports whether a slug is valid as a file name and an address everywhere: lower-case letters, digits and single dashes, and no Reserved name.
func ValidSlug(slug string) bool { return isSlug(slug) && ReservedSlug(slug) == "" }

// Path returns the path of a new dilemma with this slug.
func Path(slug string) string { return Dir + "/" + slug + ".md" }

// SlugOf returns the slug of the dilemma at a path, and whether the path is that of a dilemma. What Hugo passes over because of its name is none, such as
// the ._NAME.md that macOS puts beside a file on other disks.
func SlugOf(name string) (slug string, ok bool) {
	rest, found := strings.CutPrefix(name, Dir+"/")
	if !found || path.Ext(rest) != ".md" || IsSection(rest) || slices.ContainsFunc(strings.Split(rest, "/"), hidden) {
		return "", false
	}
	if dir, file := path.Split(rest); file == BundleFile && dir != "" {
		slug = strings.TrimSuffix(dir, "/")
	} else {
		slug = strings.TrimSuffix(rest, ".md")
	}
	return slug, !strings.Contains(slug, "/")
}

// untranslated returns the path of the page in the language of the casebook of which a path is a translation, as Hugo defines it: kiezen.md of kiezen.en.md. A
// large book asks it of ten thousands of paths.
func untranslated(name string) (of string, translated bool) {
	stem, isPage := strings.CutSuffix(name, ".md")
	dot := strings.LastIndexByte(stem, '.')
	if !isPage || dot < 0 || len(stem)-dot < 3 || len(stem)-dot > 4 {
		return name, false
	}
	for _, c := range []byte(stem[dot+1:]) {
		if c < 'a' || c > 'z' {
			return name, false
		}
	}
	return stem[:dot] + ".md", true
}

// Translated reports whether a path is that of a page in another language than the casebook: kiezen.en.md beside kiezen.md.
func Translated(name string) bool {
	_, translated := untranslated(name)
	return translated
}

// IsSection reports whether a path is that of the page of a section, in whatever language. A dilemma itself is never translated.
func IsSection(name string) bool {
	of, _ := untranslated(path.Base(name))
	return of == SectionFile
}

// Book is the casebook in a repository.
type Book struct {
	root    fs.FS    // all files, those of the product too
	own     fs.FS    // the files of the repository
	files   sync.Map // path → func() *File
	shared  *Book    // the book that keeps the files of this one; nil for one that keeps its own
	witness Witness  // of what is read of this book; nil for one without
}

// Witness is told what is read of a book (Witnessed), by several goroutines when the book is read by several.
type Witness interface {
	// Depends is told that the content of a file was given, or that it is not there.
	Depends(name string)
	// Parsed is told a file that was read and parsed anew.
	Parsed(f *File)
}

// Witnessed returns the same book with a witness, of which the own files are read by way of another file system, that must hold the same files. What File
// keeps is kept for both.
func (b *Book) Witnessed(own fs.FS, w Witness) *Book {
	seen := b.With(own)
	seen.shared, seen.witness = b, w
	return seen
}

// Open returns the book in the repository with the given root, which may be Layers. It reads nothing yet.
func Open(root fs.FS) *Book {
	own := root
	if layers, ok := root.(Layers); ok {
		own = layers.Own
	}
	return &Book{root: root, own: own}
}

// With returns the book with other files of its own, on the same product.
func (b *Book) With(own fs.FS) *Book {
	if layers, ok := b.root.(Layers); ok {
		return Open(Layers{own, layers.Product})
	}
	return Open(own)
}

// onProduct reports whether the book stands on a product, and so may have no file of its own in a folder.
func (b *Book) onProduct() bool { _, layered := b.root.(Layers); return layered }

// Root returns the file system of the repository, in which the files of the product are too.
func (b *Book) Root() fs.FS { return b.root }

// File is Read with a cache: it reads each file once.
func (b *Book) File(name string) *File {
	if b.shared != nil {
		defer b.witness.Depends(name)
		return b.shared.File(name)
	}
	read, _ := b.files.LoadOrStore(name, sync.OnceValue(func() *File { return b.Read(name) }))
	return read.(func() *File)()
}

// Lookup returns the file of the dilemma with this slug, or nil when there is none.
func (b *Book) Lookup(slug string) *File {
	if name, found := b.PathOf(slug); found {
		return b.File(name)
	}
	return nil
}

// PathOf returns the path of the dilemma with this slug, and whether there is one.
func (b *Book) PathOf(slug string) (name string, found bool) {
	if !ValidSlug(slug) {
		return "", false
	}
	for _, name := range Places(slug) {
		if info, err := fs.Stat(b.root, name); err == nil && info.Mode().IsRegular() {
			return name, true
		}
	}
	return "", false
}

// SlugIn returns the slug that a name in Dir gives a dilemma, and whether it can be one at all: a Markdown file, or a folder that may be a bundle.
func SlugIn(name string, folder bool) (slug string, ok bool) {
	if folder {
		return name, !IsMarkdown(name)
	}
	return SlugOf(Dir + "/" + name)
}

// Names returns the two names in Dir that a dilemma with this slug can have: that of its folder, and that of its file.
func Names(slug string) []string { return []string{slug, path.Base(Path(slug))} }

// Places returns the two paths that a dilemma with this slug can have: a file, or a leaf bundle.
func Places(slug string) []string {
	return []string{Path(slug), Dir + "/" + slug + "/" + BundleFile}
}

// Entry is a file or folder that Walk found.
type Entry struct {
	Path string
	// Err is why this file or folder can't be read; nil for a file that can.
	Err error
}

// ErrNotRegular means that a file is a symbolic link, device or pipe. Hugo does not follow symbolic links either.
var ErrNotRegular = errors.New("not a regular file")

// Walk returns every Markdown file of the book's own below dir, sorted by path. What can't be read is in it with its error.
func (b *Book) Walk(dir string) []Entry { return pagesOf(b.Files(dir)) }

// Pages returns every Markdown file below dir, those of the product too, sorted by path. What can't be read is in it with its error.
func (b *Book) Pages(dir string) []Entry { return pagesOf(filesIn(b.root, dir)) }

func pagesOf(all []Entry) []Entry {
	return slices.DeleteFunc(all, func(e Entry) bool { return e.Err == nil && !IsMarkdown(e.Path) })
}

// All returns every file of the book's own of which the site is made, sorted by path: those below Folders, and settings.File. What can't be read is in it with
// its error.
func (b *Book) All() []Entry {
	var entries []Entry
	for _, dir := range Folders {
		if _, err := fs.Stat(b.own, dir); dir == ContentDir && !b.onProduct() || !errors.Is(err, fs.ErrNotExist) {
			entries = append(entries, b.Files(dir)...)
		}
	}
	if _, err := fs.Stat(b.own, settings.File); err == nil {
		entries = append(entries, Entry{settings.File, nil})
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Path < entries[j].Path })
	return entries
}

// Files returns every file of the book's own below dir, sorted by path. What can't be read is in it with its error.
func (b *Book) Files(dir string) []Entry { return filesIn(b.own, dir) }

func filesIn(root fs.FS, dir string) []Entry {
	var entries []Entry
	add := func(name string, err error) { entries = append(entries, Entry{name, err}) }
	var visit func(name string, d fs.DirEntry)
	visit = func(name string, d fs.DirEntry) {
		switch {
		case d.IsDir():
			inside, err := fs.ReadDir(root, name)
			if err != nil {
				add(name, err)
				return
			}
			prefix := name + "/"
			if name == "." {
				prefix = ""
			}
			for _, e := range inside {
				visit(prefix+e.Name(), e)
			}
		case !d.Type().IsRegular():
			add(name, ErrNotRegular)
		default:
			add(name, nil)
		}
	}
	if info, err := fs.Stat(root, dir); err != nil {
		add(dir, err)
	} else {
		visit(dir, fs.FileInfoToDirEntry(info))
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Path < entries[j].Path })
	return entries
}

// IsMarkdown reports whether a name is that of a page.
func IsMarkdown(name string) bool {
	if strings.HasSuffix(name, ".md") { // as nearly all
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// Slugs lists the slugs of all dilemmas, in the order of their paths.
func (b *Book) Slugs() []string {
	var slugs []string
	for _, e := range b.Walk(Dir) {
		if slug, ok := SlugOf(e.Path); ok {
			slugs = append(slugs, slug)
		}
	}
	return slugs
}

// Parallel calls fn for every index below n, on all processors, and returns when all calls have returned.
func Parallel(n int, fn func(int)) {
	if n == 1 { // a new goroutine would only have its stack to make
		fn(0)
		return
	}
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				fn(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

// Read reads and parses one file. It never fails: the Problems of the file say what is wrong with it.
func (b *Book) Read(name string) *File {
	info, err := fs.Stat(b.root, name)
	if err != nil {
		return broken(name, Problem{Kind: Unreadable, Err: err})
	}
	if !info.Mode().IsRegular() {
		return broken(name, Problem{Kind: Unreadable, Err: ErrNotRegular})
	}
	if info.Size() > MaxSize {
		return broken(name, Problem{Kind: TooLarge, Detail: megabytes(info.Size())})
	}
	src, err := fs.ReadFile(b.root, name)
	if err != nil {
		return broken(name, Problem{Kind: Unreadable, Err: err})
	}
	f := Parse(name, src)
	if b.witness != nil {
		b.witness.Parsed(f)
	}
	return f
}

func megabytes(n int64) string {
	return strings.Replace(fmt.Sprintf("%.1f", float64(n)/(1<<20)), ".", ",", 1)
}

func broken(name string, p Problem) *File {
	f := &File{Path: name, Problems: []Problem{p}}
	f.Slug, _ = SlugOf(name)
	return f
}
