package site_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// document is one page of the built site.
type document struct {
	name string // its file, relative to the site
	root *html.Node
}

// documents returns the pages of a site. The form in one file is none: no page looks like it, and TestStandAlone looks at it.
func documents(t *testing.T, public string) []document {
	t.Helper()
	var all []document
	err := fs.WalkDir(os.DirFS(public), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" || "/"+name == standAlone {
			return err
		}
		data, err := os.ReadFile(filepath.Join(public, name))
		if err != nil {
			return err
		}
		root, err := html.Parse(bytes.NewReader(data))
		all = append(all, document{name, root})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// elements calls fn for each element of a page.
func (p document) elements(fn func(n *html.Node)) {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode {
			fn(n)
		}
	}
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// text returns the words of an element, with white space where one block ends and the next begins.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" {
			b.WriteString(d.Data)
			switch d.Parent.Data {
			case "a", "em", "strong", "abbr", "span":
			default:
				b.WriteByte(' ')
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// redirect reports whether a page only sends on from an old address.
func (p document) redirect() bool {
	found := false
	p.elements(func(n *html.Node) {
		if v, _ := attr(n, "http-equiv"); strings.EqualFold(v, "refresh") {
			found = true
		}
	})
	return found
}

// TestPagesOfTheDesign asks for every page of the table in the design, and for the words on it that matter most.
func TestPagesOfTheDesign(t *testing.T) {
	public := publicDir(t)
	for address, want := range map[string]string{
		"/":                            "Kennismaken",
		"/handreiking/":                "Afronden",
		"/handreiking/kennismaken/":    "Waarom is het gesprek nú nodig?",
		"/handreiking/verkennen/":      "Wat is de gedeelde vraag?",
		"/handreiking/afwegen/":        "Wat is de conclusie?",
		"/handreiking/kiezen/":         "Hoe nu verder?",
		"/handreiking/afronden/":       "Zijn we tevreden?",
		"/handreiking/eigenaar/":       "dilemma",
		"/handreiking/gespreksleider/": "minuten",
		"/handreiking/deelnemer/":      "gesprek",
		"/handreiking/uitnodiging/":    "[",
		"/canvas/":                     "Waar verlangen ze naar?",
		"/canvas/a4/":                  "Wat heeft wie nodig?",
		"/dilemmas/":                   "Het onderzoek is klaar, de onderhandeling nog niet",
		"/dilemmas/onderzoek-klaar-onderhandeling-niet/": "Fictief",
		"/themas/":                                    "Onderhandeling",
		"/themas/timing/":                             "Timing",
		"/bestuurslagen/gemeente/":                    "Gemeente",
		"/woo-gronden/5.1.2b/":                        "Economische of financiële belangen",
		"/informatiecategorieen/":                     "Klachtoordelen",
		"/informatiecategorieen/onderzoeksrapporten/": "Onderzoeksrapporten",
		"/herkomst/fictief/":                          "verzonnen",
		"/meedoen/":                                   "redactie",
		"/meedoen/schrijven/":                         "dilemma new",
		"/meedoen/regels/":                            "canvas/too-few",
		"/meedoen/regels/file-bom/":                   "byte order mark",
		"/meedoen/anonimiseren/":                      "tweede lezer",
		"/meedoen/inbrenger/":                         "dilemma submit",
		"/meedoen/insturen/":                          "redactie",
		"/meedoen/redactie/":                          "dilemma withdraw",
		"/meedoen/beheerder/":                         "params.dilemma.forge",
		"/meedoen/draaiboek/":                         "72 uur",
		"/meedoen/beoordelen/":                        "toestemming",
		"/over/":                                      "EUPL",
		"/over/toegankelijkheid/":                     "WCAG",
		"/over/privacy/":                              "cookies",
		"/over/open-data/":                            "inleiding",
	} {
		data, err := os.ReadFile(filepath.Join(public, address, "index.html"))
		if err != nil {
			t.Error(err)
			continue
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if got := text(root); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
	for _, name := range []string{"404.html", "sitemap.xml", "robots.txt", "dilemmas/index.json", "toegankelijkheid/index.html"} {
		if _, err := os.Stat(filepath.Join(public, name)); err != nil {
			t.Error(err)
		}
	}
}

// TestEveryPage holds each page to the rules of the site.
func TestEveryPage(t *testing.T) {
	public := publicDir(t)
	for _, p := range documents(t, public) {
		if p.redirect() {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			ids, h1, level := map[string]bool{}, 0, 0
			landmarks := map[string]int{}
			p.elements(func(n *html.Node) {
				for _, a := range n.Attr {
					if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
						t.Errorf("<%s %s=%q>: no inline style or script", n.Data, a.Key, a.Val)
					}
				}
				if id, ok := attr(n, "id"); ok {
					if ids[id] {
						t.Errorf("id %q twice", id)
					}
					ids[id] = true
				}
				switch n.Data {
				case "html":
					if lang, _ := attr(n, "lang"); lang != "nl" && lang != "en-GB" || (lang == "en-GB") != p.english() {
						t.Errorf("lang is %q", lang)
					}
				case "style":
					t.Error("inline style")
				case "script":
					if _, ok := attr(n, "src"); !ok {
						if kind, _ := attr(n, "type"); kind != "application/json" && kind != "application/ld+json" {
							t.Error("inline script")
						}
					}
				case "h1", "h2", "h3", "h4", "h5", "h6":
					l := int(n.Data[1] - '0')
					if l == 1 {
						h1++
					}
					if l > level+1 {
						t.Errorf("heading %q of level %d after %d", text(n), l, level)
					}
					if text(n) == "" {
						t.Error("empty heading")
					}
					level = l
				case "main", "header", "footer":
					if n.Parent.Data == "body" {
						landmarks[n.Data]++
					}
				case "img":
					if _, ok := attr(n, "alt"); !ok {
						t.Error("image without alt")
					}
				case "th":
					if _, ok := attr(n, "scope"); !ok {
						t.Errorf("th %q without scope", text(n))
					}
				}
			})
			if h1 != 1 {
				t.Errorf("%d h1", h1)
			}
			if landmarks["main"] != 1 {
				t.Errorf("%d main", landmarks["main"])
			}
			p.checkCSP(t)
			p.checkTargets(t, public, ids)
		})
	}
}

// policy returns the Content-Security-Policy that a page says itself.
func (p document) policy() string {
	policy := ""
	p.elements(func(n *html.Node) {
		if v, _ := attr(n, "http-equiv"); strings.EqualFold(v, "content-security-policy") {
			policy, _ = attr(n, "content")
		}
	})
	return policy
}

func (p document) checkCSP(t *testing.T) {
	t.Helper()
	policy := p.policy()
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
}

// checkTargets follows each address on a page: those of this site must exist, with their fragment, and nothing may be
// loaded from elsewhere.
func (p document) checkTargets(t *testing.T, public string, ids map[string]bool) {
	t.Helper()
	p.elements(func(n *html.Node) {
		for _, key := range []string{"href", "src", "srcset", "action", "data-index", "data-src"} {
			target, ok := attr(n, key)
			if !ok || target == "" {
				continue
			}
			elsewhere := strings.HasPrefix(target, "http:") || strings.HasPrefix(target, "https:") || strings.HasPrefix(target, "//")
			if rest, here := strings.CutPrefix(target, "http://site.test"); here {
				target, elsewhere = rest, false
			}
			switch {
			case strings.HasPrefix(target, "mailto:"), strings.HasPrefix(target, "data:"):
			case elsewhere:
				if n.Data != "a" {
					t.Errorf("<%s %s=%q> asks another host", n.Data, key, target)
				}
			case strings.HasPrefix(target, "#"):
				if !ids[target[1:]] && target != "#" {
					t.Errorf("%q is not on this page", target)
				}
			default:
				target, _, _ = strings.Cut(target, "#")
				target, _, _ = strings.Cut(target, "?")
				if !strings.HasPrefix(target, "/") {
					target = path.Join("/", path.Dir(p.name), target)
				}
				if strings.HasSuffix(target, "/") || path.Ext(target) == "" {
					target = path.Join(target, "index.html")
				}
				if _, err := os.Stat(filepath.Join(public, target)); err != nil {
					t.Errorf("<%s %s=%q> leads nowhere", n.Data, key, target)
				}
			}
		}
	})
}

// TestCaseShowsTheWholeCanvas reads a case back from the site and looks for every answer that the file holds.
func TestCaseShowsTheWholeCanvas(t *testing.T) {
	public := publicDir(t)
	data, err := os.ReadFile(filepath.Join(public, "dilemmas", "onderzoek-klaar-onderhandeling-niet", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	shown := plain(text(root))
	for _, answer := range answers(t, "onderzoek-klaar-onderhandeling-niet") {
		if !strings.Contains(shown, plain(answer)) {
			t.Errorf("the page does not show %q", answer)
		}
	}
	columns, rows := 0, 0
	for n := range root.Descendants() {
		switch scope, _ := attr(n, "scope"); {
		case n.Data != "th":
		case strings.HasPrefix(scope, "col"):
			columns++
		case strings.HasPrefix(scope, "row"):
			rows++
		}
	}
	if columns < 3 || rows < 3 {
		t.Errorf("%d column headers and %d row headers: the players are no table", columns, rows)
	}
}

// answers returns every text in the canvas of a dilemma.
func answers(t *testing.T, slug string) []string {
	t.Helper()
	file := casebook.Open(casebook.DirFS(root)).Lookup(slug)
	if file == nil || file.Front == nil {
		t.Fatalf("no dilemma %s", slug)
	}
	var all []string
	var collect func(v *casebook.Value)
	collect = func(v *casebook.Value) {
		if v.Kind == casebook.String {
			for line := range strings.SplitSeq(v.Text, "\n\n") {
				all = append(all, line)
			}
		}
		for _, item := range v.Items {
			collect(item)
		}
		for _, p := range v.Pairs {
			collect(p.Value)
		}
	}
	collect(file.Front.Get("canvas"))
	if len(all) < 20 {
		t.Fatalf("only %d answers", len(all))
	}
	return all
}

// plain takes away what typography changes.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00ad", "", "…", "...").Replace(s)), " ")
}

// TestIndexHoldsEveryDilemma reads the data of the casebook: all but what is withdrawn.
func TestIndexHoldsEveryDilemma(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(publicDir(t), "dilemmas", "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(data) {
		t.Fatal("index.json is no JSON")
	}
	files, err := filepath.Glob(filepath.Join(root, "content/dilemmas/[^_]*.md"))
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	book := casebook.Open(casebook.DirFS(root))
	for _, f := range files {
		slug := strings.TrimSuffix(filepath.Base(f), ".md")
		file := book.Lookup(slug)
		if file == nil || file.Front == nil {
			t.Fatalf("no dilemma %s", slug)
		}
		if listed, onSite := bytes.Contains(data, []byte("/dilemmas/"+slug+"/")), lifecycle.OnSite(file.Front, time.Now()); listed != onSite {
			t.Errorf("%s: in index.json %t, on the site %t", slug, listed, onSite)
		}
	}
}

// TestSignpost reads the page for newcomers: every step has an answer that leads to it, and every word leads to a page with dilemmas.
func TestSignpost(t *testing.T) {
	public := publicDir(t)
	var page document
	for _, d := range documents(t, public) {
		if d.name == "wegwijzer/index.html" {
			page = d
		}
	}
	if page.root == nil {
		t.Fatal("there is no such page")
	}
	leads := map[string]int{}
	for n := range page.root.Descendants() {
		if class, _ := attr(n, "class"); class != "signpost__answers" {
			continue
		}
		for a := range n.Descendants() {
			href, _ := attr(a, "href")
			address := strings.Trim(strings.TrimPrefix(href, "http://site.test"), "/")
			if a.Data != "a" {
				continue
			}
			section, word, _ := strings.Cut(address, "/")
			leads[section]++
			if section != "handreiking" && !strings.Contains(read(t, public, filepath.FromSlash(address), "index.html"), "/dilemmas/") {
				t.Errorf("%s %s has no dilemmas", section, word)
			}
		}
	}
	if steps := len(definition(t).Steps); leads["handreiking"] != steps || leads["themas"] < 5 || leads["bestuurslagen"] < 2 {
		t.Errorf("%v, and %d steps", leads, steps)
	}
}

// TestNeighbours follows the links to the dilemmas before and after within a theme: each is of that theme too.
func TestNeighbours(t *testing.T) {
	type neighbour struct{ from, theme, to string }
	var neighbours []neighbour
	links := map[string]map[string]bool{} // what a page links to
	for _, d := range documents(t, publicDir(t)) {
		here := "/" + strings.TrimSuffix(d.name, "index.html")
		links[here] = map[string]bool{}
		for n := range d.root.Descendants() {
			if href, ok := attr(n, "href"); ok {
				links[here][strings.TrimPrefix(href, "http://site.test")] = true
			}
			if class, _ := attr(n, "class"); class != "neighbours" {
				continue
			}
			theme := ""
			for a := range n.Descendants() {
				href, _ := attr(a, "href")
				switch rel, _ := attr(a, "rel"); {
				case a.Data == "a" && rel == "":
					theme = href
				case rel == "next", rel == "prev":
					neighbours = append(neighbours, neighbour{here, theme, href})
				}
			}
		}
	}
	if len(neighbours) < 8 {
		t.Errorf("only %d neighbours", len(neighbours))
	}
	for _, n := range neighbours {
		if n.from == n.to || !links[n.from][n.theme] || !links[n.to][n.theme] {
			t.Errorf("%+v", n)
		}
	}
}

// TestValidHTML lets html-validate read every page.
func TestValidHTML(t *testing.T) {
	validate(t, publicDir(t))
}

// validate lets html-validate read a page, or every page in a folder.
func validate(t *testing.T, name string) {
	t.Helper()
	tool := filepath.Join(root, "node_modules", "html-validate", "bin", "html-validate.mjs")
	if _, err := os.Stat(tool); err != nil {
		skip(t, "html-validate is not installed: run npm ci (%v)", err)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		skip(t, "no node: %v", err)
	}
	config, err := filepath.Abs(filepath.Join("testdata", "htmlvalidate.json"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(node, tool, "--config", config, "--formatter", "text", name).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
