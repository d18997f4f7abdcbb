// Package page reads the pages of a built site, for tests: their elements, their words and what they say of themselves.
package page

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Form is the address of the form of the canvas, and StandAlone that of the form in one file.
const (
	Form       = "/canvas/invullen/"
	StandAlone = "/canvas/canvas.html"
)

// Kinds is one page of every kind that the site has.
var Kinds = []string{
	"/", "/handreiking/", "/handreiking/verkennen/", "/handreiking/gespreksleider/", "/handreiking/uitnodiging/",
	"/handreiking/deelnemers-kiezen/", "/handreiking/dag-ervoor/", "/handreiking/woorden/",
	"/canvas/", "/canvas/a4/", "/canvas/printset/", "/dilemmas/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/oefenen/", "/themas/",
	"/themas/timing/", "/overzicht/", "/wegwijzer/", "/spelers/", "/spelers/bestuurder/", "/woo-gronden/", "/woo-gronden/5.1.2b/", "/informatiecategorieen/", "/meedoen/",
	"/meedoen/schrijven/", "/meedoen/insturen/", "/meedoen/draaiboek/", "/meedoen/regels/", "/meedoen/regels/canvas-too-few/", "/over/", "/over/toegankelijkheid/", "/begrippen/", "/offline/", "/404.html",
	"/en/", "/en/guide/", "/en/guide/choosing/", "/en/guide/facilitator/", "/en/canvas/", "/en/canvas/a4/", "/en/signpost/", "/en/dilemmas/",
	"/en/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/en/exception-grounds/5.1.2b/", "/en/about/open-data/", "/en/terms/", "/en/404.html",
}

// Document is one page of a built site.
type Document struct {
	Name string // its file, relative to the site
	Root *html.Node
}

// All returns the pages of a site. The form in one file is none: no page looks like it, and TestStandAlone looks at it.
func All(t testing.TB, public string) []Document {
	t.Helper()
	var all []Document
	err := fs.WalkDir(os.DirFS(public), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" || "/"+name == StandAlone {
			return err
		}
		data, err := os.ReadFile(filepath.Join(public, name))
		if err != nil {
			return err
		}
		root, err := html.Parse(bytes.NewReader(data))
		all = append(all, Document{Name: name, Root: root})
		return err
	})
	must.Do(t, err)
	return all
}

// At reads the page at an address of a built site.
func At(t testing.TB, public, address string) Document {
	t.Helper()
	name := filepath.Join(filepath.FromSlash(address), "index.html")
	root, err := html.Parse(strings.NewReader(must.Read(t, public, name)))
	must.Do(t, err)
	return Document{Name: name, Root: root}
}

// Elements calls fn for each element of a page.
func (p Document) Elements(fn func(n *html.Node)) {
	for n := range p.Root.Descendants() {
		if n.Type == html.ElementNode {
			fn(n)
		}
	}
}

// Element returns the first element of a page with this class, or nil.
func (p Document) Element(class string) *html.Node {
	for n := range p.Root.Descendants() {
		if is, _ := Attr(n, "class"); n.Type == html.ElementNode && strings.Contains(" "+is+" ", " "+class+" ") {
			return n
		}
	}
	return nil
}

// Attr returns an attribute of an element, and whether it has that.
func Attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// Text returns the words of an element, with white space where one block ends and the next begins.
func Text(n *html.Node) string {
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

// Plain takes away what typography changes.
func Plain(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00ad", "", "…", "...").Replace(s)), " ")
}

// Redirect reports whether a page only sends on from an old address.
func (p Document) Redirect() bool {
	found := false
	p.Elements(func(n *html.Node) {
		if v, _ := Attr(n, "http-equiv"); strings.EqualFold(v, "refresh") {
			found = true
		}
	})
	return found
}

// Policy returns the Content-Security-Policy that a page says itself.
func (p Document) Policy() string {
	policy := ""
	p.Elements(func(n *html.Node) {
		if v, _ := Attr(n, "http-equiv"); strings.EqualFold(v, "content-security-policy") {
			policy, _ = Attr(n, "content")
		}
	})
	return policy
}

// English reports whether a page belongs to the English site.
func (p Document) English() bool { return strings.HasPrefix(p.Name, "en/") }

// Address is where a page stands on the site.
func (p Document) Address() string {
	return "/" + strings.TrimSuffix(filepath.ToSlash(p.Name), "index.html")
}

// IsCase reports whether a page is that of a dilemma, in whatever language.
func (p Document) IsCase() bool {
	slug, found := strings.CutPrefix(strings.TrimPrefix(p.Address(), "/en"), "/dilemmas/")
	return found && slug != "" && !strings.HasPrefix(slug, "pagina/") && !strings.HasPrefix(slug, "page/")
}

// Exercises are the addresses of the pages to practise with.
func Exercises(t testing.TB, public string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(public, "dilemmas", "*", "oefenen", "index.html"))
	must.Do(t, err)
	var all []string
	for _, f := range files {
		address := "/dilemmas/" + filepath.Base(filepath.Dir(filepath.Dir(f))) + "/oefenen/"
		if At(t, public, address).Element("exercise") != nil { // of what is withdrawn only the reason is left
			all = append(all, address)
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d pages to practise with", len(all))
	}
	return all
}

// Headers reads from _headers what a server sends with every page of a built site.
func Headers(t testing.TB, public string) map[string]string {
	t.Helper()
	all := map[string]string{}
	place := ""
	for line := range strings.Lines(must.Read(t, public, "_headers")) {
		line = strings.TrimSuffix(line, "\n")
		if name, value, found := strings.Cut(strings.TrimSpace(line), ": "); found && place == "/*" {
			all[name] = value
		} else if strings.HasPrefix(line, "/") {
			place = line
		}
	}
	return all
}

// Validate lets html-validate read a page, or every page in a folder.
func Validate(t testing.TB, name string) {
	t.Helper()
	tool := filepath.Join(sitebuild.Root, "node_modules", "html-validate", "bin", "html-validate.mjs")
	if _, err := os.Stat(tool); err != nil {
		skip.Absent(t, "html-validate is not installed: run npm ci (%v)", err)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		skip.Absent(t, "no node: %v", err)
	}
	config := filepath.Join(sitebuild.Root, "test", "internal", "page", "testdata", "htmlvalidate.json")
	out, err := exec.Command(node, tool, "--config", config, "--formatter", "text", name).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Compressed returns how many bytes a file takes on the wire.
func Compressed(t testing.TB, name string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(must.Read(t, name)))
	must.Do(t, err)
	must.Do(t, z.Close())
	return b.Len()
}

// Answers returns every text in the canvas of a dilemma of this repository.
func Answers(t testing.TB, slug string) []string {
	t.Helper()
	file := casebook.Open(casebook.DirFS(sitebuild.Root)).Lookup(slug)
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
