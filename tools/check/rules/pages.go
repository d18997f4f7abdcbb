package rules

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strconv"
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
	*addresses
	book *casebook.Book
	told func(Question, string) // is told each answer that follows from many files; nil tells nobody
}

// addresses is what pages finds out once, for all checks of a book.
type addresses struct {
	whole *casebook.Book
	def   *canvas.Definition
	today time.Time
	facts func(name string) (Facts, bool) // what is known of a file without reading it; nil when nothing is

	cases func() []casebook.Entry    // the dilemmas of the book's own
	all   func() []string            // the slugs of all dilemmas
	index func() map[string][]string // address → paths of the files with that address
	old   func() map[string][]string // old address → paths of the files that have it as an alias
	used  sync.Map                   // address of a word → bool: whether a published dilemma uses that word

	folders sync.Map // folder → []string: the names in it
}

func newPages(def *canvas.Definition, book *casebook.Book, today time.Time) *pages {
	p := &addresses{whole: book, def: def, today: today}
	p.cases = sync.OnceValue(func() []casebook.Entry { return book.Walk(casebook.Dir) })
	p.index = sync.OnceValue(p.readIndex)
	p.old = sync.OnceValue(p.readAliases)
	p.all = sync.OnceValue(p.listSlugs)
	return &pages{p, book, nil}
}

// Question is what the check of a file asks of many other files at once. Answer gives the same answer again.
type Question struct {
	Kind QuestionKind
	// Of is the address, slug or folder that is asked about, and Name the name in the folder.
	Of, Name string
}

// QuestionKind says what is asked.
type QuestionKind byte

// The kinds of questions. The answers to AtAddress, AllSlugs and InFolder follow from the names of files alone, that to HasArrived from the day alone.
const (
	AtAddress  QuestionKind = iota + 1 // which files have an address
	AllSlugs                           // the slugs of all dilemmas
	InFolder                           // how a folder spells a name
	WasAddress                         // which files had an address before
	UsesWord                           // whether a published dilemma uses the word with an address
	HasArrived                         // whether a day is there
)

// ByName reports whether the answer follows from the names of files alone, and not from what is in them.
func (k QuestionKind) ByName() bool { return k <= InFolder }

// ByDay reports whether the answer follows from the day of the check alone.
func (k QuestionKind) ByDay() bool { return k == HasArrived }

// tell tells an answer to who wants to know.
func (p *pages) tell(kind QuestionKind, of, name string, answer ...string) {
	if p.told != nil {
		p.told(Question{kind, of, name}, strings.Join(answer, "\n"))
	}
}

// Facts are what the checks of other files ask of a page, besides its name.
type Facts struct {
	Aliases []string  // its old addresses, as Hugo writes them
	Words   []string  // the addresses of the words that it uses; none of a concept
	From    time.Time // the day from which it is on the site
}

// factsOf returns the facts of a page.
func (p *addresses) factsOf(f *casebook.File) (facts Facts) {
	if aliases := f.Front.Get(lifecycle.Aliases); aliases != nil && bytes.Contains(f.Source, []byte(lifecycle.Aliases)) {
		for _, a := range aliases.Items {
			facts.Aliases = append(facts.Aliases, normalizeAddress(a.Text))
		}
	}
	from, ever := lifecycle.OnSiteFrom(f.Front)
	if facts.From = from; !ever {
		return facts
	}
	for _, field := range p.def.Root.Fields {
		value := f.Front.Get(field.Key)
		if field.Vocabulary == nil || field.Vocabulary.Path == "" || value == nil {
			continue
		}
		for _, word := range append([]*casebook.Value{value}, value.Items...) {
			if text := strings.ToLower(word.Text); text != "" && (bytes.Contains(f.Source, []byte(text)) || bytes.Contains(bytes.ToLower(f.Source), []byte(text))) {
				facts.Words = append(facts.Words, wordAddress(field.Vocabulary, word.Text))
			}
		}
	}
	return facts
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

func (p *addresses) readIndex() map[string][]string {
	pages := p.whole.Pages(casebook.ContentDir)
	index := make(map[string][]string, len(pages)+len(Rules))
	names := make([]string, len(pages)) // of which nearly each is the only one at its address
	for i, e := range pages {
		if casebook.Translated(e.Path) {
			continue // dilemmas link to the Dutch page; a site in another language finds its own page from there
		}
		a := address(e.Path)
		names[i] = e.Path
		if others := index[a]; others != nil {
			index[a] = append(others, e.Path)
		} else {
			index[a] = names[i : i+1 : i+1]
		}
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
func (p *addresses) readAliases() map[string][]string {
	var names []string
	for _, files := range p.index() {
		names = append(names, files...)
	}
	slices.Sort(names)
	kept := make([][]string, len(names))
	casebook.Parallel(len(names), func(i int) {
		facts, _ := p.knownOf(names[i], lifecycle.Aliases)
		kept[i] = facts.Aliases
	})
	old := map[string][]string{}
	for i, addresses := range kept {
		for _, a := range addresses {
			old[a] = append(old[a], names[i])
		}
	}
	return old
}

// knownOf returns the facts of a page, and whether it may have some. It reads the page when they are not known yet, and parses it only when a text, in small
// letters, is in it.
func (p *addresses) knownOf(name, text string) (Facts, bool) {
	if p.facts != nil {
		if facts, known := p.facts(name); known {
			return facts, true
		}
	}
	src, err := fs.ReadFile(p.whole.Root(), name)
	if err != nil || !bytes.Contains(bytes.ToLower(src), []byte(text)) {
		return Facts{}, false
	}
	return p.factsOf(casebook.Parse(name, src)), true
}

// wordAddress returns the address of the page of a word of a vocabulary.
func wordAddress(v *canvas.Vocabulary, key string) string {
	return "/" + v.Path + "/" + strings.ToLower(key) + "/"
}

// unused reports whether an address is that of a word that no published dilemma uses. Hugo makes no page for such a word.
func (p *pages) unused(address string) bool {
	for _, v := range p.def.Vocabularies {
		if key, ok := strings.CutPrefix(address, "/"+v.Path+"/"); ok && v.Path != "" && key != "" {
			used := p.isUsed(address, strings.TrimSuffix(key, "/"))
			p.tell(UsesWord, address, "", strconv.FormatBool(used))
			return !used
		}
	}
	return false
}

// isUsed reports whether a published dilemma has the word with an address. It looks for it once, up to the first that has it.
func (p *addresses) isUsed(address, key string) bool {
	known, asked := p.used.Load(address)
	if !asked {
		used := slices.ContainsFunc(p.cases(), func(e casebook.Entry) bool {
			facts, _ := p.knownOf(e.Path, key)
			return !facts.From.After(p.today) && slices.Contains(facts.Words, address)
		})
		known, _ = p.used.LoadOrStore(address, used)
	}
	return known.(bool)
}

// normalizeAddress writes an address as Hugo does: in lower case, with a slash at the end.
func normalizeAddress(address string) string {
	return strings.ToLower(strings.TrimSuffix(address, "/")) + "/"
}

// takenBy returns what already has the address that a file wants as an alias: the address itself when it is that of a page, the path of another
// file with the same alias, or "" when the address is free.
func (p *pages) takenBy(address, file string) string {
	address = normalizeAddress(address)
	if _, taken := p.at(address); taken {
		return address
	}
	for _, name := range p.had(address) {
		if name != file {
			return name
		}
	}
	return ""
}

// filesOf returns the paths of the files with the address of a dilemma. More than one is a mistake.
func (p *pages) filesOf(slug string) []string {
	files, _ := p.at("/dilemmas/" + slug + "/")
	return files
}

// at returns the paths of the files with an address, and whether the site has that address.
func (p *pages) at(address string) (files []string, ok bool) {
	files, ok = p.index()[address]
	p.tell(AtAddress, address, "", append([]string{strconv.FormatBool(ok)}, files...)...)
	return files, ok
}

// had returns the paths of the files that had an address before.
func (p *pages) had(address string) []string {
	files := p.old()[address]
	p.tell(WasAddress, address, "", files...)
	return files
}

// slugs returns the slugs of all dilemmas.
func (p *pages) slugs() []string {
	slugs := p.all()
	p.tell(AllSlugs, "", "", slugs...)
	return slugs
}

func (p *addresses) listSlugs() []string {
	var slugs []string
	for _, files := range p.index() {
		for _, name := range files {
			if slug, ok := casebook.SlugOf(name); ok {
				slugs = append(slugs, slug)
			}
		}
	}
	slices.Sort(slugs)
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
	if files, ok := p.at(a); ok {
		if len(files) > 0 {
			return files[0], true
		}
		return "", !p.unused(a)
	}
	if file := strings.TrimPrefix(path.Clean(target), "/"); p.isFile("static/"+file) || madeByHugo[file] {
		return "", true
	}
	return "", len(p.had(a)) > 0
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
		at = path.Join(at, p.spelledIn(at, part))
	}
	return at
}

// spelledIn returns a name as a folder spells it, or as it is when nothing there is called so.
func (p *pages) spelledIn(dir, name string) string {
	if real, found := casebook.OnDisk(p.in(dir), name); found {
		p.tell(InFolder, dir, name, real)
		return real
	}
	p.tell(InFolder, dir, name, name)
	return name
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
func (p *addresses) in(dir string) []string {
	known, asked := p.folders.Load(dir)
	if !asked {
		var names []string
		entries, _ := fs.ReadDir(p.whole.Root(), dir)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		known, _ = p.folders.LoadOrStore(dir, names)
	}
	return known.([]string)
}
