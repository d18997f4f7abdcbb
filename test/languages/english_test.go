package languages_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"

	"go.yaml.in/yaml/v4"
	"golang.org/x/net/html"
)

// yamlFile reads a file of the repository.
func yamlFile(t *testing.T, name ...string) map[string]any {
	t.Helper()
	var all map[string]any
	if err := yaml.Unmarshal([]byte(must.Read(t, append([]string{sitebuild.Root}, name...)...)), &all); err != nil {
		t.Fatal(filepath.Join(name...), err)
	}
	return all
}

// texts returns every text in a value of YAML, each below its path; an entry of a list by its key. Of a map it takes only what a reader sees, where
// readable is not nil.
func texts(at string, value any, readable []string) map[string]string {
	all := map[string]string{}
	switch v := value.(type) {
	case map[string]any:
		for key, below := range v {
			if text, ok := below.(string); ok && readable != nil && !slices.Contains(readable, key) && text != "" {
				continue
			}
			maps.Copy(all, texts(at+"/"+key, below, readable))
		}
	case []any:
		for _, entry := range v {
			if m, ok := entry.(map[string]any); ok {
				key, _ := m["key"].(string)
				if key == "" {
					key, _ = m["stap"].(string)
				}
				maps.Copy(all, texts(at+"/"+key, m, readable))
			}
		}
	case string:
		all[at] = v
	}
	return all
}

// shown are the keys of data/ that a page shows.
var shown = []string{"title", "worksheet_title", "question", "second_question", "help", "label", "explanation", "text", "article", "publisher", "notes", "also"}

// translated is the files of data/ that have English, each with its Dutch texts that a page shows.
func translated(t *testing.T) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for _, name := range []string{"canvas", "edities", "herkomsten", "themas", "bestuurslagen", "woo_gronden", "informatiecategorieen", "uitkomsten", "spelers", "wegwijzer", "gespreksleider", "begrippen", "wet"} {
		data := yamlFile(t, "data", name+".yaml")
		if keys, ok := data["front_matter"].([]any); ok {
			for _, key := range keys {
				field := key.(map[string]any)
				// The form shows what a conversation fills in. Of all else only the label is for readers.
				form := field["later"] != true && !slices.Contains([]string{"draft", "editie", "canvas"}, field["key"].(string))
				kept := []string{"key", "label"}
				if form && field["kind"] == "group" {
					kept = append(kept, "fields")
				} else if form {
					kept = append(kept, "help")
				}
				maps.DeleteFunc(field, func(name string, _ any) bool { return !slices.Contains(kept, name) })
			}
		}
		if source, ok := data["source"].(map[string]any); ok {
			delete(source, "title") // the name of the publication
		}
		readable := shown
		if name == "wet" {
			readable = []string{"about", "note", "says", "court", "decides"} // the names of laws are Dutch
		}
		all[name] = texts("", data, readable)
	}
	return all
}

// TestEveryTextIsTranslated compares the Dutch and the English texts of the site, key by key: what one has, the other has.
func TestEveryTextIsTranslated(t *testing.T) {
	t.Parallel()
	same := func(name string, dutch, english map[string]string) {
		t.Helper()
		if len(dutch) == 0 {
			t.Errorf("%s: no texts", name)
		}
		for key, text := range english {
			if _, ok := dutch[key]; !ok || strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is %q in English, and not there in Dutch or empty", name, key, text)
			}
		}
		for key := range dutch {
			if _, ok := english[key]; !ok {
				t.Errorf("%s: %s has no English", name, key)
			}
		}
	}
	same("i18n", texts("", yamlFile(t, "i18n", "nl.yaml"), nil), texts("", yamlFile(t, "i18n", "en.yaml"), nil))
	for name, dutch := range translated(t) {
		same(name, dutch, texts("", yamlFile(t, "data", "en", name+".yaml"), nil))
	}
}

// inTemplate finds the strings that a template asks for: T "key", and T (print "begin_" …).
var inTemplate = regexp.MustCompile(`\bT (?:\(print )?"([a-z0-9_]+)"`)

// TestEveryStringIsUsed looks each string of the catalogue up in the templates.
func TestEveryStringIsUsed(t *testing.T) {
	t.Parallel()
	asked := map[string]bool{}
	for _, dir := range []string{"layouts", "content"} {
		must.Do(t, filepath.WalkDir(filepath.Join(sitebuild.Root, dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || dir == "content" && filepath.Ext(name) != ".gotmpl" {
				return err
			}
			for _, m := range inTemplate.FindAllStringSubmatch(must.Read(t, name), -1) {
				asked[m[1]] = true
			}
			return nil
		}))
	}
	known := yamlFile(t, "i18n", "nl.yaml")
	for key := range known {
		used := asked[key]
		for begin := range asked {
			used = used || strings.HasSuffix(begin, "_") && strings.HasPrefix(key, begin)
		}
		if !used {
			t.Errorf("no template uses %s", key)
		}
	}
	for key := range asked {
		if _, ok := known[key]; !ok && !strings.HasSuffix(key, "_") {
			t.Errorf("%s is not in the catalogue", key)
		}
	}
}

// sentence is a string of the catalogue or of the canvas: how it begins, and the whole as a pattern, in which what a template fills in may be anything.
type sentence struct {
	begin string
	whole *regexp.Regexp
}

func (s sentence) in(text string) bool {
	return strings.Contains(text, s.begin) && s.whole.MatchString(text)
}

// dutchStrings are the strings of the interface and of the canvas that English says otherwise.
func dutchStrings(t *testing.T) map[string]sentence {
	t.Helper()
	dutch, english := texts("", yamlFile(t, "i18n", "nl.yaml"), nil), texts("", yamlFile(t, "i18n", "en.yaml"), nil)
	for name, data := range translated(t) {
		for key, text := range data {
			dutch[name+key] = text
		}
		for key, text := range texts("", yamlFile(t, "data", "en", name+".yaml"), nil) {
			english[name+key] = text
		}
	}
	filled := regexp.MustCompile(`\\\{\\\{.*?\\\}\\\}`)
	sentences := map[string]sentence{}
	for key, text := range dutch {
		text = page.Plain(text)
		if text == page.Plain(english[key]) || len(text) < 4 {
			continue
		}
		pattern := filled.ReplaceAllString(regexp.QuoteMeta(text), ".{1,200}?")
		begin, _, _ := strings.Cut(text, "{{")
		sentences[key] = sentence{begin, regexp.MustCompile(`(^|[^\pL\pN])` + pattern + `($|[^\pL\pN])`)}
	}
	return sentences
}

// address finds addresses of mail and of pages, which are the same in every language.
var address = regexp.MustCompile(`\S+@\S+|https?://\S+`)

// inLanguage returns what a page says in its own language: the text and the attributes that are read out or shown, but for what is marked as of another.
func inLanguage(p page.Document) string {
	var b strings.Builder
	var walk func(n *html.Node, own bool)
	walk = func(n *html.Node, own bool) {
		if lang, marked := page.Attr(n, "lang"); marked {
			own = strings.HasPrefix(lang, "en") == p.English()
		}
		if n.Data == "head" && p.IsCase() || n.Data == "script" || n.Data == "code" {
			return // the title and the description are those of the dilemma
		}
		if n.Type == html.TextNode && own {
			b.WriteString(n.Data)
		}
		for _, a := range n.Attr {
			read := a.Key == "aria-label" || a.Key == "title" || a.Key == "alt" || a.Key == "content" || strings.HasPrefix(a.Key, "data-text")
			if own && read && !strings.HasPrefix(a.Val, "http") {
				b.WriteString("\n" + a.Val + "\n")
			}
		}
		for c := range n.ChildNodes() {
			walk(c, own)
		}
		if n.Type == html.ElementNode {
			b.WriteString(" ")
		}
	}
	walk(p.Root, true)
	return page.Plain(address.ReplaceAllString(b.String(), ""))
}

// TestNoDutchInEnglish looks for the strings of the Dutch site on every English page, outside what is marked as Dutch.
func TestNoDutchInEnglish(t *testing.T) {
	t.Parallel()
	sentences := dutchStrings(t)
	pages, control := 0, map[string]bool{}
	for _, p := range page.All(t, sitebuild.Published(t)) {
		if p.Redirect() {
			continue
		}
		text := inLanguage(p)
		if p.English() {
			pages++
		}
		for key, s := range sentences {
			if !s.in(text) {
				continue
			}
			if p.English() {
				t.Errorf("%s says %s in Dutch: %q", p.Name, key, s.whole.FindString(text))
			}
			control[key] = true
		}
	}
	// That the search finds anything at all, the Dutch pages tell.
	if pages < 40 || len(control) < len(sentences)/2 {
		t.Errorf("%d English pages; of %d strings, only %d are on a page at all", pages, len(sentences), len(control))
	}
}

// TestDilemmaStaysDutch reads an English case: every answer stands in it, in an element that is marked as Dutch, and a notice says so.
func TestDilemmaStaysDutch(t *testing.T) {
	t.Parallel()
	const slug = "onderzoek-klaar-onderhandeling-niet"
	translated := page.At(t, sitebuild.Published(t), "en/dilemmas/"+slug)
	var dutch strings.Builder
	translated.Elements(func(n *html.Node) {
		if lang, _ := page.Attr(n, "lang"); lang == "nl" {
			dutch.WriteString(page.Text(n) + "\n")
		}
	})
	for _, answer := range page.Answers(t, slug) {
		if !strings.Contains(page.Plain(dutch.String()), page.Plain(answer)) {
			t.Errorf("not marked as Dutch: %q", answer)
		}
	}
	own := inLanguage(translated)
	for _, want := range []string{"This dilemma is in Dutch.", "The rest is not translated.", "The study is finished, the negotiation is not", "What is the shared question?", "Player A", "Fictional", "23 November 2026"} {
		if !strings.Contains(own, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// heads is what a page tells search engines of its addresses.
func heads(p page.Document) (canonical string, alternates map[string]string) {
	alternates = map[string]string{}
	p.Elements(func(n *html.Node) {
		if n.Data != "link" {
			return
		}
		href, _ := page.Attr(n, "href")
		href = strings.TrimPrefix(href, "http://site.test")
		if rel, _ := page.Attr(n, "rel"); rel == "canonical" {
			canonical = href
		} else if lang, ok := page.Attr(n, "hreflang"); ok {
			alternates[lang] = href
		}
	})
	return canonical, alternates
}

// TestLanguages follows the switch on every page: it leads to the same page, which leads back; from a page that is there in one language only, it
// leads to the other home page and says so. Search engines hear of translations only, and of each dilemma once.
func TestLanguages(t *testing.T) {
	t.Parallel()
	pages := map[string]page.Document{}
	for _, p := range page.All(t, sitebuild.Published(t)) {
		if !p.Redirect() {
			pages[p.Address()] = p
		}
	}
	switchOf := func(p page.Document) (href, lang, label string) {
		count := 0
		p.Elements(func(n *html.Node) {
			if class, _ := page.Attr(n, "class"); class != "languages" {
				return
			}
			for a := range n.Descendants() {
				if a.Data == "a" && a.Type == html.ElementNode {
					count++
					href, _ = page.Attr(a, "href")
					lang, _ = page.Attr(a, "lang")
					if to, _ := page.Attr(a, "hreflang"); to != lang {
						t.Errorf("%s: lang %q, hreflang %q", p.Name, lang, to)
					}
					label = page.Text(a)
				}
			}
		})
		if count != 1 {
			t.Errorf("%s: %d links to other languages", p.Name, count)
		}
		return href, lang, label
	}
	kept, home, announced := 0, 0, 0
	for address, p := range pages {
		href, lang, label := switchOf(p)
		other, there := pages[href]
		canonical, alternates := heads(p)
		switch {
		case !there || other.English() == p.English() || (lang == "en") != other.English():
			t.Errorf("%s: the switch leads to %s", address, href)
			continue
		case label == "English" || label == "Nederlands":
			kept++
			if within, exercise := strings.CutSuffix(address, "oefenen/"); exercise {
				if href != "/en"+within {
					t.Errorf("%s: the switch leads to %s", address, href)
				}
				continue // it is there in one language, and asks not to be found
			}
			if back, _, _ := switchOf(other); back != address {
				t.Errorf("%s: the switch leads to %s, and from there to %s", address, href, back)
			}
		case label == "English home page" || label == "Nederlandse startpagina":
			home++
			if href != "/en/" && href != "/" {
				t.Errorf("%s: %q leads to %s", address, label, href)
			}
		default:
			t.Errorf("%s: the switch says %q", address, label)
		}
		if p.English() && label == "Nederlandse startpagina" && !strings.HasSuffix(address, "404.html") {
			t.Errorf("%s has no Dutch page", address)
		}
		if len(alternates) > 0 {
			announced++
			dutch, english := address, href
			if p.English() {
				dutch, english = href, address
			}
			if len(alternates) != 3 || alternates["nl"] != dutch || alternates["en"] != english || alternates["x-default"] != dutch {
				t.Errorf("%s: hreflang %v", address, alternates)
			}
			if _, back := heads(other); !maps.Equal(back, alternates) {
				t.Errorf("%s and %s tell of each other differently", address, href)
			}
		} else if (label == "English" || label == "Nederlands") && !p.IsCase() {
			t.Errorf("%s has a translation and does not tell", address)
		}
		if want := address; p.IsCase() {
			if p.English() {
				want = href
			}
			if len(alternates) > 0 || canonical != want {
				t.Errorf("%s: canonical %s, hreflang %v", address, canonical, alternates)
			}
		}
	}
	if kept < 100 || home < 10 || announced < 100 {
		t.Errorf("%d pages are kept, from %d the switch leads home, %d tell search engines", kept, home, announced)
	}
	sitemap := must.Read(t, sitebuild.Published(t), "sitemap.xml")
	for address, want := range map[string]bool{
		"/": true, "/en/": true, "/en/guide/choosing/": true, "/dilemmas/onderzoek-klaar-onderhandeling-niet/": true,
		"/en/dilemmas/onderzoek-klaar-onderhandeling-niet/": false, "/offline/": false, "/en/offline/": false,
	} {
		if strings.Contains(sitemap, "<loc>http://site.test"+address+"</loc>") != want {
			t.Errorf("%s in the sitemap: want %t", address, want)
		}
	}
}

// outline is the build of a page of the guide: the levels of its headings, how long its lists and tables are, and its sources.
func outline(p page.Document) []string {
	var all []string
	p.Elements(func(n *html.Node) {
		switch href, _ := page.Attr(n, "href"); {
		case !within(n, "main"):
		case n.Data == "h1" || n.Data == "h2" || n.Data == "h3" || n.Data == "li" || n.Data == "tr" || n.Data == "dt" || n.Data == "blockquote":
			all = append(all, n.Data)
		case n.Data == "a" && strings.HasPrefix(href, "http"):
			all = append(all, href)
		}
	})
	return all
}

func within(n *html.Node, name string) bool {
	for ; n != nil; n = n.Parent {
		if n.Data == name {
			return true
		}
	}
	return false
}

// TestGuideIsTheSame compares each page of the guide and of the canvas with its translation: the same headings, lists, tables and sources in the same order.
func TestGuideIsTheSame(t *testing.T) {
	t.Parallel()
	pages, compared := map[string]page.Document{}, 0
	for _, p := range page.All(t, sitebuild.Published(t)) {
		pages[p.Address()] = p
	}
	for address, p := range pages {
		if !strings.HasPrefix(address, "/handreiking/") && !strings.HasPrefix(address, "/canvas/") {
			continue
		}
		_, alternates := heads(p)
		english, there := pages[alternates["en"]]
		if !there {
			t.Errorf("%s is not there in English", address)
			continue
		}
		compared++
		dutch, translation := outline(p), outline(english)
		if address == "/handreiking/brief-2022/" {
			// What the ministry wrote stays in Dutch, so the English page has a part more: a translation, to which the list of contents leads.
			at := slices.Index(translation, "blockquote") + len([]string{"blockquote", "li", "li", "li", "li", "li"})
			translation = slices.Delete(translation, at, at+len([]string{"h2", "blockquote", "li", "li", "li", "li", "li"}))[1:]
		}
		for i := range max(len(dutch), len(translation)) {
			if i >= len(dutch) || i >= len(translation) || dutch[i] != translation[i] {
				t.Errorf("%s and its English differ from part %d on:\n%q\n%q", address, i, dutch[min(i, len(dutch)):], translation[min(i, len(translation)):])
				break
			}
		}
	}
	if compared < 12 {
		t.Errorf("only %d pages", compared)
	}
}

// TestLetterOfTheMinistry compares the letter of 2022 on both pages: the same words, in Dutch, with their source.
func TestLetterOfTheMinistry(t *testing.T) {
	t.Parallel()
	var letters []string
	for _, address := range []string{"/handreiking/brief-2022/", "/en/guide/letter-2022/"} {
		page.At(t, sitebuild.Published(t), address).Elements(func(n *html.Node) {
			if lang, _ := page.Attr(n, "lang"); n.Data == "blockquote" && lang == "nl" {
				letters = append(letters, page.Plain(page.Text(n)))
				if n.Parent.Data != "figure" || !strings.Contains(page.Text(n.Parent), "2022: ") {
					t.Errorf("%s does not say where the letter comes from", address)
				}
			}
		})
	}
	if len(letters) != 2 || letters[0] != letters[1] || !strings.HasPrefix(letters[0], "Beste deelnemer,") || !strings.HasSuffix(letters[0], "Koninkrijksrelaties") {
		t.Errorf("%d letters: %q", len(letters), letters)
	}
}

// TestOnceForAll looks for what must be there once, however many languages there are: below /en/ there are pages and nothing else, and the old address of
// a dilemma leads to the Dutch page.
func TestOnceForAll(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	must.Write(t, filepath.Join(dir, "content", "dilemmas", "nieuw.md"),
		strings.Replace(fixture.Dilemma(sitebuild.Definition(t), 1), "draft: false\n", "draft: false\naliases: [/dilemmas/oud/]\n", 1))
	public := sitebuild.Build(t, dir)
	pages := 0
	err := filepath.WalkDir(filepath.Join(public, "en"), func(name string, d fs.DirEntry, err error) error {
		if base := filepath.Base(name); err == nil && !d.IsDir() {
			pages++
			if base != "index.html" && base != "404.html" {
				t.Error(name)
			}
		}
		return err
	})
	if err != nil || pages < 20 {
		t.Fatal(pages, err)
	}
	for _, name := range []string{"sitemap.xml", "robots.txt", "_headers", "sw.js", "dilemmas/index.json", "dilemmas/index.csv", "dilemmas/index.atom"} {
		if _, err := os.Stat(filepath.Join(public, name)); err != nil {
			t.Error(err)
		}
	}
	if old := must.Read(t, public, "dilemmas", "oud", "index.html"); strings.Contains(old, "/en/") || !strings.Contains(old, "/dilemmas/nieuw/") {
		t.Errorf("the old address leads elsewhere:\n%s", old)
	}
}

// TestWithoutEnglish switches English off, and builds beside it a site that never had any: they are the same, byte for byte. The English
// words of the vocabularies stay: the open data has them in every language, whatever the pages are in.
func TestWithoutEnglish(t *testing.T) {
	t.Parallel()
	off, never := sitebuild.Repository(t), sitebuild.Repository(t)
	for _, dir := range []string{off, never} {
		if err := fixture.Write(dir, sitebuild.Definition(t), 3); err != nil {
			t.Fatal(err)
		}
	}
	config := must.Read(t, off, "hugo.toml")
	switched := strings.Replace(config, "disableLanguages = []", `disableLanguages = ["en"]`, 1)
	if switched == config {
		t.Fatal("hugo.toml has English in another way")
	}
	must.Write(t, filepath.Join(off, "hugo.toml"), switched)
	for _, name := range []string{"hugo.toml", "product/hugo.toml"} {
		config := must.Read(t, never, name)
		less := regexp.MustCompile(`(?s)\n\[languages\.en\].*?\n\n`).ReplaceAllLiteralString(config, "\n\n")
		if less == config || strings.Contains(less, "languages.en") {
			t.Fatalf("%s has English in another way", name)
		}
		must.Write(t, filepath.Join(never, name), less)
	}
	must.Do(t, os.Remove(filepath.Join(never, "i18n", "en.yaml")))
	must.Do(t, filepath.WalkDir(filepath.Join(never, "content"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".en.md") {
			return os.Remove(name)
		}
		return err
	}))
	files := func(public string) map[string]string {
		all := map[string]string{}
		must.Do(t, filepath.WalkDir(public, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				all[strings.TrimPrefix(name, public)] = must.Read(t, name)
			}
			return err
		}))
		return all
	}
	got, want := files(sitebuild.Build(t, off)), files(sitebuild.Build(t, never))
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s differs", name)
		}
	}
	for name, content := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is there", name)
		}
		if strings.HasSuffix(name, ".html") && (strings.Contains(content, "hreflang") || strings.Contains(content, `"languages"`)) {
			t.Errorf("%s knows another language", name)
		}
	}
	if len(want) < 50 {
		t.Errorf("only %d files", len(want))
	}
}
