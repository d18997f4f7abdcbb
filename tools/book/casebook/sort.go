package casebook

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Sort is what a file in a book is to the site. It says which files are published or made pages of, so that none of them is forgotten by who searches
// them; what belongs to no sort is published by nobody (tools/site/hugo).
type Sort int

const (
	// Outside is a file in a folder that the site is not made of.
	Outside Sort = iota
	// Dilemma is a file that must be one. Its name may be wrong.
	Dilemma
	// Attachment is another file in the folder of a dilemma.
	Attachment
	// Page is a page of the handbook, in whatever language.
	Page
	// Source is a file that is published as it is, or of which templates make pages: static files, data, styles, the templates themselves.
	Source
	// Stray is a file that may not stand where it stands: Hugo would make a page of it, publish it or act by it.
	Stray
	// Hidden is a file below content that Hugo passes over because of its name. It is in the repository, not on the site.
	Hidden
)

// Place is why a file is a Stray.
type Place string

const (
	Loose     Place = "loose"     // beside the dilemmas, in no folder of a dilemma
	NoBundle  Place = "no-bundle" // in a folder beside the dilemmas that has no index.md
	Leftover  Place = "leftover"  // what an editor or a system leaves behind
	Markup    Place = "markup"    // a page in another markup than Markdown, or with another ending
	Name      Place = "name"      // a page with a name that is no address
	Special   Place = "special"   // with a name that has a meaning to Hugo
	Section   Place = "section"   // the page of a section, among the dilemmas
	Generator Place = "generator" // a template that makes pages
	Windows   Place = "windows"   // with a name, or in a folder with a name, that Windows does not allow
	NoPage    Place = "no-page"   // another file among the pages of the handbook
	Settings  Place = "settings"  // settings of Hugo outside hugo.toml
	Notation  Place = "notation"  // data in another notation beside the same data in YAML: Hugo would mix the two
)

// Folders are the folders of which the site is made; below each, SortOf has another answer than Outside. Hugo also takes settings from the last: those
// would go before hugo.toml.
var Folders = []string{ContentDir, "static", "assets", dataDir, "i18n", "layouts", settingsDir}

const (
	settingsDir = "config"
	dataDir     = "data"
)

// generators are the templates below content that make pages out of data. Such a template can publish anything, so these are all.
var generators = []string{
	ContentDir + "/spelers/_content.gotmpl", ContentDir + "/meedoen/regels/_content.gotmpl", ContentDir + "/maand/_content.gotmpl",
}

// markups are the endings of what Hugo takes for a page besides Markdown.
var markups = []string{".html", ".htm", ".adoc", ".asciidoc", ".ad", ".org", ".rst", ".pdc", ".pandoc", ".mdown", ".markdown", ".md", ".gotmpl"}

// pageName matches the name of a page of the handbook.
var pageName = lazy.Regexp(`^_?[a-z0-9]+([-_][a-z0-9]+)*(\.[a-z]{2,3})?\.md$`)

// leftovers matches names that editors, systems and version control give to what nobody wrote.
var leftovers = lazy.Regexp(`(?i)^~\$|\.(bak|old|orig|rej|tmp|temp|swp|swo|save|copy|lock)$|^(thumbs\.db|desktop\.ini)$`)

// SortOf returns the sort of a file by its path from the root of the book, and why it is a Stray when it is. Whether a folder is that of a dilemma it
// asks of the book; the file itself need not exist.
func (b *Book) SortOf(name string) (Sort, Place) {
	top, rest, below := strings.Cut(name, "/")
	switch {
	case name == settings.File:
		return Source, ""
	case !below || !slices.Contains(Folders, top):
		return Outside, ""
	case slices.ContainsFunc(strings.Split(rest, "/"), ReservedByWindows) && !isSlugOf(name):
		return Stray, Windows
	case top == settingsDir:
		return Stray, Settings
	case top == dataDir && b.twice(name):
		return Stray, Notation
	case top != ContentDir:
		return Source, ""
	case slices.ContainsFunc(strings.Split(rest, "/"), hidden):
		return Hidden, ""
	case slices.Contains(generators, name):
		return Source, ""
	}
	base := path.Base(name)
	ending := strings.ToLower(path.Ext(base))
	if strings.HasPrefix(name, Dir+"/") && !(IsSection(name) && path.Dir(name) == Dir) {
		return b.sortBesideDilemmas(name, base, ending)
	}
	switch {
	case pageName().MatchString(base) && validFolders(path.Dir(rest)):
		return Page, ""
	case ending == ".gotmpl":
		return Stray, Generator
	case leftovers().MatchString(base):
		return Stray, Leftover
	case path.Ext(base) == ".md":
		return Stray, Name
	case slices.Contains(markups, ending):
		return Stray, Markup
	}
	return Stray, NoPage
}

// isSlugOf reports whether a path is that of a dilemma with a slug, which says itself that its name can't be.
func isSlugOf(name string) bool {
	slug, ok := SlugOf(name)
	return ok && isSlug(slug)
}

// twice reports whether a data file that is not in YAML stands beside one that is, of the product too.
func (b *Book) twice(name string) bool {
	stem, ending := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	if ending == ".yaml" {
		return false
	}
	_, err := fs.Stat(b.root, stem+".yaml")
	return err == nil
}

// sortBesideDilemmas is SortOf for a file below Dir that is not the page of its section.
func (b *Book) sortBesideDilemmas(name, base, ending string) (Sort, Place) {
	folder, _, inFolder := strings.Cut(strings.TrimPrefix(name, Dir+"/"), "/")
	switch {
	case IsSection(name):
		return Stray, Section
	case IsMarkdown(base):
		return Dilemma, ""
	case ending == ".gotmpl":
		return Stray, Generator
	case leftovers().MatchString(base):
		return Stray, Leftover
	case slices.Contains(markups, ending) || strings.HasPrefix(strings.ToLower(base), "index."):
		return Stray, Markup
	case strings.HasPrefix(base, "_") || strings.Contains(base, "._"):
		return Stray, Special
	case !inFolder:
		return Stray, Loose
	case b.Bundle(folder) == "":
		return Stray, NoBundle
	}
	return Attachment, ""
}

// Bundle returns the path of the page in a folder beside the dilemmas, or "" when that is not the folder of a dilemma.
func (b *Book) Bundle(folder string) string {
	page := path.Join(Dir, folder, BundleFile)
	if info, err := fs.Stat(b.root, page); err != nil || !info.Mode().IsRegular() || !ValidSlug(folder) {
		return ""
	}
	return page
}

// BundleOf returns the path of the dilemma of which a path is an attachment, or "" when it is none.
func (b *Book) BundleOf(name string) string {
	rest, beside := strings.CutPrefix(name, Dir+"/")
	folder, _, inFolder := strings.Cut(rest, "/")
	if !beside || !inFolder {
		return ""
	}
	if page := b.Bundle(folder); page != name {
		return page
	}
	return ""
}

// IsLeftover reports whether a name is that of a hidden file, a backup, or what an editor or a system leaves behind.
func IsLeftover(name string) bool { return hidden(name) || leftovers().MatchString(name) }

// hidden reports whether Hugo passes over a file or folder below content because of its name.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") || strings.HasSuffix(name, "~")
}

var folderName = lazy.Regexp(`^[a-z0-9]+([-_][a-z0-9]+)*$`)

// validFolders reports whether all folders of a path can be a part of an address.
func validFolders(dir string) bool {
	return dir == "." || !slices.ContainsFunc(strings.Split(dir, "/"), func(part string) bool { return !folderName().MatchString(part) })
}
