package rules

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// pages knows which addresses the site will have, without running Hugo. They come from the files below content and static, the old addresses
// (aliases) of pages, and the words of the vocabularies. It lists the files once. It reads their content only when a link or an old address needs it.
type pages struct {
	book  *casebook.Book
	def   *canvas.Definition
	today time.Time

	all   func() []string            // the slugs of all dilemmas
	index func() map[string][]string // address → paths of the files with that address
	old   func() map[string][]string // old address → paths of the files that have it as an alias
	used  sync.Map                   // address of a word → bool: whether a published dilemma uses that word

	folders sync.Map // folder → []string: the names in it
}

func newPages(def *canvas.Definition, book *casebook.Book, today time.Time) *pages {
	p := &pages{book: book, def: def, today: today}
	p.index = sync.OnceValue(p.readIndex)
	p.old = sync.OnceValue(p.readAliases)
	p.all = sync.OnceValue(p.listSlugs)
	return p
}

// address returns the address that Hugo gives to the page of a content file: /meedoen/ for content/meedoen/_index.md.
func address(name string) string {
	rest := strings.TrimPrefix(name, casebook.ContentDir)
	dir, base := path.Split(rest)
	switch base {
	case casebook.SectionFile, casebook.BundleFile:
	default:
		dir += strings.TrimSuffix(base, path.Ext(base)) + "/"
	}
	return strings.ToLower(dir)
}

func (p *pages) readIndex() map[string][]string {
	index := map[string][]string{}
	for _, e := range p.book.Pages(casebook.ContentDir) {
		if casebook.Translated(e.Path) {
			continue // dilemmas link to the Dutch page; a site in another language finds its own page from there
		}
		a := address(e.Path)
		index[a] = append(index[a], e.Path)
	}
	for _, r := range Rules {
		index[r.Page()] = nil // generated from data/regels.yaml
	}
	for _, v := range p.def.Vocabularies {
		if v.Path == "" {
			continue
		}
		index["/"+v.Path+"/"] = nil
		for _, w := range v.Terms {
			index[wordAddress(v, w.Key)] = nil
		}
	}
	return index
}

// readAliases reads every page, so it runs only for a link that leads nowhere else. It parses only the pages that contain the word aliases.
func (p *pages) readAliases() map[string][]string {
	var names []string
	for _, files := range p.index() {
		names = append(names, files...)
	}
	slices.Sort(names)
	kept := make([][]string, len(names))
	casebook.Parallel(len(names), func(i int) {
		src, err := fs.ReadFile(p.book.Root(), names[i])
		if err != nil || !bytes.Contains(src, []byte(lifecycle.Aliases)) {
			return
		}
		if aliases := casebook.Parse(names[i], src).Front.Get(lifecycle.Aliases); aliases != nil {
			for _, a := range aliases.Items {
				kept[i] = append(kept[i], normalizeAddress(a.Text))
			}
		}
	})
	old := map[string][]string{}
	for i, addresses := range kept {
		for _, a := range addresses {
			old[a] = append(old[a], names[i])
		}
	}
	return old
}

// wordAddress returns the address of the page of a word of a vocabulary.
func wordAddress(v *canvas.Vocabulary, key string) string {
	return "/" + v.Path + "/" + strings.ToLower(key) + "/"
}

// unused reports whether an address is that of a word that no published dilemma uses. Hugo makes no page for such a word.
func (p *pages) unused(address string) bool {
	for _, v := range p.def.Vocabularies {
		if key, ok := strings.CutPrefix(address, "/"+v.Path+"/"); ok && v.Path != "" && key != "" {
			known, asked := p.used.Load(address)
			if !asked {
				known, _ = p.used.LoadOrStore(address, p.isUsed(v, strings.TrimSuffix(key, "/")))
			}
			return !known.(bool)
		}
	}
	return false
}

// isUsed reports whether a published dilemma has a word of a vocabulary. It parses only the files that contain the word, up to the first match.
func (p *pages) isUsed(v *canvas.Vocabulary, key string) bool {
	for _, e := range p.book.Walk(casebook.Dir) {
		src, err := fs.ReadFile(p.book.Root(), e.Path)
		if err != nil || !bytes.Contains(bytes.ToLower(src), []byte(key)) {
			continue
		}
		front := casebook.Parse(e.Path, src).Front
		if !lifecycle.OnSite(front, p.today) {
			continue
		}
		for _, field := range p.def.Root.Fields {
			value := front.Get(field.Key)
			if field.Vocabulary != v || value == nil {
				continue
			}
			for _, word := range append([]*casebook.Value{value}, value.Items...) {
				if strings.EqualFold(word.Text, key) {
					return true
				}
			}
		}
	}
	return false
}

// normalizeAddress writes an address as Hugo does: in lower case, with a slash at the end.
func normalizeAddress(address string) string {
	return strings.ToLower(strings.TrimSuffix(address, "/")) + "/"
}

// takenBy returns what already has the address that a file wants as an alias: the address itself when it is that of a page, the path of another
// file with the same alias, or "" when the address is free.
func (p *pages) takenBy(address, file string) string {
	address = normalizeAddress(address)
	if _, taken := p.index()[address]; taken {
		return address
	}
	for _, name := range p.old()[address] {
		if name != file {
			return name
		}
	}
	return ""
}

// filesOf returns the paths of the files with the address of a dilemma. More than one is a mistake.
func (p *pages) filesOf(slug string) []string { return p.index()["/dilemmas/"+slug+"/"] }

// slugs returns the slugs of all dilemmas.
func (p *pages) slugs() []string { return p.all() }

func (p *pages) listSlugs() []string {
	var slugs []string
	for _, files := range p.index() {
		for _, name := range files {
			if slug, ok := casebook.SlugOf(name); ok {
				slugs = append(slugs, slug)
			}
		}
	}
	return slugs
}

// find looks up the target of a link in a file, and reports whether it exists. The name is that of the content file, or "" when the target is
// something else. The target must have no query and no fragment.
func (p *pages) find(from, target string) (name string, ok bool) {
	if !strings.HasPrefix(target, "/") {
		return p.findFile(path.Join(path.Dir(from), target))
	}
	if strings.HasSuffix(target, ".md") {
		return p.findFile(path.Join(casebook.ContentDir, target))
	}
	a := normalizeAddress(target)
	if files, ok := p.index()[a]; ok {
		if len(files) > 0 {
			return files[0], true
		}
		return "", !p.unused(a)
	}
	if file := strings.TrimPrefix(path.Clean(target), "/"); p.isFile("static/"+file) || madeByHugo[file] {
		return "", true
	}
	return "", len(p.old()[a]) > 0
}

// madeByHugo are the files that Hugo generates besides the pages, from the root of the site.
var madeByHugo = map[string]bool{
	"sitemap.xml": true, "robots.txt": true, "catalog.jsonld": true, "openapi.json": true, "over/licenties/teksten.txt": true,
	"dilemmas/index.json": true, "dilemmas/casusboek.json": true, "dilemmas/casusboek.xlsx": true, "dilemmas/index.csv": true, "dilemmas/index.atom": true,
	"schema/dilemma.schema.json": true, "schema/casus.schema.json": true, "schema/casusboek.schema.json": true,
	"data/themas.jsonld": true, "data/bestuurslaag.jsonld": true, "data/woo_gronden.jsonld": true, "data/informatiecategorieen.jsonld": true,
	"data/uitkomst.jsonld": true, "data/herkomst.jsonld": true,
}

func (p *pages) findFile(name string) (string, bool) {
	return name, p.isFile(name)
}

func (p *pages) isFile(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	info, err := fs.Stat(p.book.Root(), name)
	return err == nil && info.Mode().IsRegular() && p.spelled(name) == name
}

// spelled returns a path as the folders on it spell its names. The disks of Windows and macOS find a file by other capitals, and that of macOS by an accent
// that is written in another way; on the site it is not found then. Where nothing is called so, the path is returned as it is.
func (p *pages) spelled(name string) string {
	at := "."
	for part := range strings.SplitSeq(name, "/") {
		if real, found := casebook.OnDisk(p.in(at), part); found {
			part = real
		}
		at = path.Join(at, part)
	}
	return at
}

// otherwise returns the name of the file that a link in a file is about, when only its capitals or accents are otherwise than in the link; else "".
func (p *pages) otherwise(from, target string) string {
	name := path.Join(path.Dir(from), target)
	if strings.HasPrefix(target, "/") {
		name = path.Join("static", target)
	}
	if real := p.spelled(name); real != name && p.isFile(real) {
		return path.Base(real)
	}
	return ""
}

// in returns the names in a folder.
func (p *pages) in(dir string) []string {
	known, asked := p.folders.Load(dir)
	if !asked {
		var names []string
		entries, _ := fs.ReadDir(p.book.Root(), dir)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		known, _ = p.folders.LoadOrStore(dir, names)
	}
	return known.([]string)
}
