package pages_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// TestPagesOfTheDesign asks for every page of the table in the design, and for the words on it that matter most.
func TestPagesOfTheDesign(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
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
		if got := page.Text(root); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
	for _, name := range []string{"404.html", "sitemap.xml", "robots.txt", "dilemmas/index.json", "toegankelijkheid/index.html"} {
		if _, err := os.Stat(filepath.Join(public, name)); err != nil {
			t.Error(err)
		}
	}
}

// TestNotFoundTitle has the page for an address that is not there say so in the language of its site, also in the tab of a browser.
func TestNotFoundTitle(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	for name, want := range map[string]string{"404.html": "Deze pagina is er niet – ", "en/404.html": "This page is not here – "} {
		if text := must.Read(t, public, name); !strings.Contains(text, "<title>"+want) {
			t.Errorf("%s has another title than %q", name, want)
		}
	}
}

// TestEveryPage holds each page to the rules of the site.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	for _, p := range page.All(t, public) {
		if p.Redirect() {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			ids, h1, level := map[string]bool{}, 0, 0
			landmarks := map[string]int{}
			p.Elements(func(n *html.Node) {
				for _, a := range n.Attr {
					if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
						t.Errorf("<%s %s=%q>: no inline style or script", n.Data, a.Key, a.Val)
					}
				}
				if id, ok := page.Attr(n, "id"); ok {
					if ids[id] {
						t.Errorf("id %q twice", id)
					}
					ids[id] = true
				}
				switch n.Data {
				case "html":
					if lang, _ := page.Attr(n, "lang"); lang != "nl" && lang != "en-GB" || (lang == "en-GB") != p.English() {
						t.Errorf("lang is %q", lang)
					}
				case "style":
					t.Error("inline style")
				case "script":
					if _, ok := page.Attr(n, "src"); !ok {
						if kind, _ := page.Attr(n, "type"); kind != "application/json" && kind != "application/ld+json" {
							t.Error("inline script")
						}
					}
				case "h1", "h2", "h3", "h4", "h5", "h6":
					l := int(n.Data[1] - '0')
					if l == 1 {
						h1++
					}
					if l > level+1 {
						t.Errorf("heading %q of level %d after %d", page.Text(n), l, level)
					}
					if page.Text(n) == "" {
						t.Error("empty heading")
					}
					level = l
				case "main", "header", "footer":
					if n.Parent.Data == "body" {
						landmarks[n.Data]++
					}
				case "img":
					if _, ok := page.Attr(n, "alt"); !ok {
						t.Error("image without alt")
					}
				case "th":
					if _, ok := page.Attr(n, "scope"); !ok {
						t.Errorf("th %q without scope", page.Text(n))
					}
				}
			})
			if h1 != 1 {
				t.Errorf("%d h1", h1)
			}
			if landmarks["main"] != 1 {
				t.Errorf("%d main", landmarks["main"])
			}
			checkCSP(t, p)
			checkTargets(t, p, public, ids)
		})
	}
}

func checkCSP(t *testing.T, p page.Document) {
	t.Helper()
	policy := p.Policy()
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
}

// checkTargets follows each address on a page: those of this site must exist, with their fragment, and nothing may be
// loaded from elsewhere.
func checkTargets(t *testing.T, p page.Document, public string, ids map[string]bool) {
	t.Helper()
	p.Elements(func(n *html.Node) {
		for _, key := range []string{"href", "src", "srcset", "action", "data-index", "data-src"} {
			target, ok := page.Attr(n, key)
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
					target = path.Join("/", path.Dir(p.Name), target)
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
	t.Parallel()
	public := sitebuild.Published(t)
	data, err := os.ReadFile(filepath.Join(public, "dilemmas", "onderzoek-klaar-onderhandeling-niet", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	shown := page.Plain(page.Text(root))
	for _, answer := range page.Answers(t, "onderzoek-klaar-onderhandeling-niet") {
		if !strings.Contains(shown, page.Plain(answer)) {
			t.Errorf("the page does not show %q", answer)
		}
	}
	columns, rows := 0, 0
	for n := range root.Descendants() {
		switch scope, _ := page.Attr(n, "scope"); {
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

// TestIndexHoldsEveryDilemma reads the data of the casebook: all but what is withdrawn.
func TestIndexHoldsEveryDilemma(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(sitebuild.Published(t), "dilemmas", "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(data) {
		t.Fatal("index.json is no JSON")
	}
	files, err := filepath.Glob(filepath.Join(sitebuild.Root, "content/dilemmas/[^_]*.md"))
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	book := casebook.Open(casebook.DirFS(sitebuild.Root))
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
	t.Parallel()
	public := sitebuild.Published(t)
	leads := map[string]int{}
	for n := range page.At(t, public, "wegwijzer").Root.Descendants() {
		if class, _ := page.Attr(n, "class"); class != "signpost__answers" {
			continue
		}
		for a := range n.Descendants() {
			href, _ := page.Attr(a, "href")
			address := strings.Trim(strings.TrimPrefix(href, "http://site.test"), "/")
			if a.Data != "a" {
				continue
			}
			section, word, _ := strings.Cut(address, "/")
			leads[section]++
			if section != "handreiking" && !strings.Contains(must.Read(t, public, filepath.FromSlash(address), "index.html"), "/dilemmas/") {
				t.Errorf("%s %s has no dilemmas", section, word)
			}
		}
	}
	if steps := len(sitebuild.Definition(t).Steps); leads["handreiking"] != steps || leads["themas"] < 5 || leads["bestuurslagen"] < 2 {
		t.Errorf("%v, and %d steps", leads, steps)
	}
}

// TestNeighbours follows the links to the dilemmas before and after within a theme: each is of that theme too.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	type neighbour struct{ from, theme, to string }
	var neighbours []neighbour
	links := map[string]map[string]bool{} // what a page links to
	for _, d := range page.All(t, sitebuild.Published(t)) {
		here := "/" + strings.TrimSuffix(d.Name, "index.html")
		links[here] = map[string]bool{}
		for n := range d.Root.Descendants() {
			if href, ok := page.Attr(n, "href"); ok {
				links[here][strings.TrimPrefix(href, "http://site.test")] = true
			}
			if class, _ := page.Attr(n, "class"); class != "neighbours" {
				continue
			}
			theme := ""
			for a := range n.Descendants() {
				href, _ := page.Attr(a, "href")
				switch rel, _ := page.Attr(a, "rel"); {
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
	t.Parallel()
	page.Validate(t, sitebuild.Published(t))
}
