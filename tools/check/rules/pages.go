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

// pages knows which addresses the site has, without Hugo: the files below content and static, the old addresses that
// pages keep, and the words of the vocabularies. It lists the files once, and reads what stands in them
// only when a link or an old address asks for that.
type pages struct {
	book  *casebook.Book
	def   *canvas.Definition
	today time.Time

	index func() map[string][]string // address → files that make it
	old   func() map[string][]string // old address → files that keep it
	used  sync.Map                   // address of a word → whether a published dilemma uses it
}

func newPages(def *canvas.Definition, book *casebook.Book, today time.Time) *pages {
	p := &pages{book: book, def: def, today: today}
	p.index = sync.OnceValue(p.readIndex)
	p.old = sync.OnceValue(p.readAliases)
	return p
}

// address returns where Hugo puts the page of a content file: content/meedoen/_index.md is /meedoen/.
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
	for _, e := range p.book.Walk(casebook.ContentDir) {
		if casebook.Translated(e.Path) {
			continue // a dilemma links to the Dutch page, and each language makes the best of that
		}
		a := address(e.Path)
		index[a] = append(index[a], e.Path)
	}
	for _, r := range Rules {
		index[r.Page()] = nil // made from data/regels.yaml
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

// readAliases reads every page, so it runs only for a link that leads nowhere else. It takes apart those alone in which the key stands.
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
				kept[i] = append(kept[i], normal(a.Text))
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

// wordAddress is the address of the page of a word.
func wordAddress(v *canvas.Vocabulary, key string) string {
	return "/" + v.Path + "/" + strings.ToLower(key) + "/"
}

// unused reports whether an address is that of a word that no published dilemma uses: Hugo makes a page for the others alone.
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

// isUsed looks for a published dilemma with a word, and stops at the first. It takes apart those alone in which the word stands.
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

// normal writes an address as Hugo does: in small letters, with a slash at the end.
func normal(address string) string { return strings.ToLower(strings.TrimSuffix(address, "/")) + "/" }

// holder returns what stands at an address that a file wants for an old one, or nothing: a page, or another file with the
// same old address.
func (p *pages) holder(address, file string) string {
	address = normal(address)
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

// twins returns the files that make the page of a dilemma.
func (p *pages) twins(slug string) []string { return p.index()["/dilemmas/"+slug+"/"] }

// slugs returns the slugs of all dilemmas.
func (p *pages) slugs() []string {
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

// find returns what a link from a file leads to: the content file when the target is one, and whether it exists.
// The target has no query and no fragment.
func (p *pages) find(from, target string) (name string, ok bool) {
	if !strings.HasPrefix(target, "/") {
		return p.findFile(path.Join(path.Dir(from), target))
	}
	if strings.HasSuffix(target, ".md") {
		return p.findFile(path.Join(casebook.ContentDir, target))
	}
	a := normal(target)
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

// madeByHugo are the addresses that the site has besides its pages.
var madeByHugo = map[string]bool{"sitemap.xml": true, "robots.txt": true, "dilemmas/index.json": true, "dilemmas/index.csv": true, "dilemmas/index.atom": true}

func (p *pages) findFile(name string) (string, bool) {
	return name, p.isFile(name)
}

func (p *pages) isFile(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	info, err := fs.Stat(p.book.Root(), name)
	return err == nil && info.Mode().IsRegular()
}
