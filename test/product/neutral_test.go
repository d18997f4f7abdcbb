package product_test

import (
	"context"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

const (
	address   = "https://dilemmas.voorbeeldstad.example/boek/"
	mailbox   = "redactie@voorbeeldstad.example"
	statement = "https://www.voorbeeldstad.example/verklaring"
)

// notMinistry is what the pages say of a site that is not of the ministry whose method this is.
var notMinistry = regexp.MustCompile(`(?i)niet van het ministerie|not from the (dutch )?ministry`)

// book is the book of another organisation.
type book struct {
	name      string
	publisher string
	dilemmas  string // "none", "concept" or "published"
	english   bool
	ministry  bool // it is of the ministry whose method this is
	months    bool // it has a plan for the dilemma of the month
}

// TestNeutral builds books as `dilemma init` makes them, with nothing in them, with a concept and with a first dilemma.
func TestNeutral(t *testing.T) {
	t.Parallel()
	for _, b := range []book{
		{name: "none", publisher: "Gemeente Voorbeeldstad", dilemmas: "none", english: true},
		{name: "none in Dutch alone", publisher: "Gemeente Voorbeeldstad", dilemmas: "none"},
		{name: "concept", publisher: "Provincie Voorbeeldland", dilemmas: "concept", english: true},
		{name: "published", publisher: "Gemeente Voorbeeldstad", dilemmas: "published", english: true, months: true},
		{name: "published in Dutch alone", publisher: "Gemeente Voorbeeldstad", dilemmas: "published"},
		{name: "ministry", publisher: "Ministerie van Voorbeelden", dilemmas: "none", english: true, ministry: true},
	} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			dir := b.start(t)
			out, err := sitebuild.Command(t, context.Background(), dir, "check").CombinedOutput()
			if err != nil {
				t.Errorf("check: %v\n%s", err, out)
			}
			public := build(t, dir)
			ours(t, public)
			pages := page.All(t, public)
			b.says(t, public, pages)
			links(t, public, pages)
		})
	}
}

// start makes the book in a new folder.
func (b book) start(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "boek")
	args := []string{"init", dir, "--organisation", b.publisher, "--mailbox", mailbox, "--forge", "https://git.voorbeeldstad.example/boek", "--kind", "forgejo", "--address", address}
	if !b.english {
		args = append(args, "--english=false")
	}
	if out, err := sitebuild.Command(t, context.Background(), filepath.Dir(dir), args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dilemmas := filepath.Join(dir, "content", "dilemmas")
	if b.dilemmas != "concept" {
		must.Do(t, os.RemoveAll(dilemmas))
	}
	if b.dilemmas == "published" {
		must.Do(t, fixture.Write(dir, sitebuild.Definition(t), 1))
	}
	if b.months {
		must.Write(t, filepath.Join(dir, "data", "maand.yaml"), "months:\n  - {key: \"2026-11\", dilemma: "+fixture.Slug(1)+", question: Wat ligt er bij ons klaar?}\n")
	}
	if b.ministry {
		sitebuild.Set(t, dir, "[params.organisation]\nmade_method = true\naccessibility_statement = '"+statement+"'\n")
	}
	return dir
}

// build builds the site of a book as the command does, without its programs and its search, and returns the folder. A warning of Hugo is a failure.
func build(t *testing.T, dir string) string {
	t.Helper()
	public := t.TempDir()
	config, err := sitebuild.Configure(dir, t.TempDir())
	must.Do(t, err)
	out := sitebuild.Hugo(t, dir, nil, "build", "--config", config, "--destination", public, "--printPathWarnings", "--minify", "--noBuildLock")
	if strings.Contains(out, "WARN") {
		t.Error(out)
	}
	return public
}

// ours looks in every text of a site for what is of this repository alone: who publishes it, where it stands, and its dilemmas. The schemas are left out: the
// name of a format is the same in every book.
func ours(t *testing.T, public string) {
	t.Helper()
	words := []string{"redactie@example.org", "https://example.org", "Project dilemma", "openbaarheid-schuurt/dilemma"}
	names, err := filepath.Glob(filepath.Join(sitebuild.Root, "content", "dilemmas", "[^_]*"))
	must.Do(t, err)
	for _, name := range names {
		title := regexp.MustCompile(`(?m)^title: *"?(.*?)"?$`).FindStringSubmatch(must.Read(t, name))
		words = append(words, strings.TrimSuffix(filepath.Base(name), ".md"), title[1])
	}
	if len(words) < 20 {
		t.Fatalf("this repository has only %d words of its own", len(words))
	}
	must.Do(t, fs.WalkDir(os.DirFS(public), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "schema/") || slices.Contains([]string{".png", ".woff2", ".pdf"}, path.Ext(name)) {
			return err
		}
		text := page.Plain(html.UnescapeString(must.Read(t, public, name)))
		for _, word := range words {
			if strings.Contains(text, page.Plain(word)) {
				t.Errorf("%s has %q", name, word)
			}
		}
		return nil
	}))
}

// says compares what the pages say with what the book is.
func (b book) says(t *testing.T, public string, pages []page.Document) {
	t.Helper()
	for _, p := range pages {
		if p.Redirect() {
			continue
		}
		if text := page.Text(p.Root); !strings.Contains(text, b.publisher) || !strings.Contains(text, "Redactie") && !strings.Contains(text, "redactie") && !strings.Contains(text, "editors") {
			t.Errorf("%s does not say that it is of %q, or how to reach them", p.Name, b.publisher)
		} else if b.ministry && notMinistry.MatchString(text) {
			t.Errorf("%s says that the ministry is another", p.Name)
		}
	}
	languages := map[string][]string{"": {"", "handreiking", "over"}}
	if b.english {
		languages["en"] = []string{"", "guide", "about"}
	}
	for language, addresses := range languages {
		for _, at := range addresses {
			if text := page.Text(page.At(t, public, path.Join(language, at)).Root); notMinistry.MatchString(text) == b.ministry {
				t.Errorf("/%s/%s says of the ministry: %q", language, at, notMinistry.FindString(text))
			}
		}
	}
	if got := strings.Contains(must.Read(t, public, "over", "toegankelijkheid", "index.html"), statement); got != b.ministry {
		t.Errorf("the page on accessibility leads to the statement: %v", got)
	}
	// Where dilemmas stand, the site says when it has none, and does not lead to what is not there.
	empty := b.dilemmas != "published"
	for _, at := range []string{"dilemmas", "overzicht", "spelers", "wegwijzer"} {
		if got := page.At(t, public, at).Element("notice") != nil; got != empty {
			t.Errorf("/%s/ says that there is no dilemma: %v", at, got)
		}
	}
	if got := page.At(t, public, "dilemmas").Element("card") != nil; got == empty {
		t.Errorf("the list has a card: %v", got)
	}
	for _, at := range []string{"maand", "en/month"} {
		_, err := os.Stat(filepath.Join(public, at))
		if got, want := err == nil, b.months && (b.english || at == "maand"); got != want {
			t.Errorf("the page of the month is at /%s/: %v", at, got)
		}
	}
}

// links follows every link within a site, to the element that it names.
func links(t *testing.T, public string, pages []page.Document) {
	t.Helper()
	base, err := url.Parse(address)
	must.Do(t, err)
	ids := map[string]map[string]bool{}
	for _, p := range pages {
		ids[p.Name] = map[string]bool{}
		p.Elements(func(n *html.Node) {
			if id, ok := page.Attr(n, "id"); ok {
				ids[p.Name][id] = true
			}
		})
	}
	count := 0
	for _, p := range pages {
		p.Elements(func(n *html.Node) {
			for _, key := range []string{"href", "src"} {
				link, ok := page.Attr(n, key)
				if !ok {
					continue
				}
				target, err := base.Parse(path.Dir(p.Name) + "/")
				if err == nil {
					target, err = target.Parse(link)
				}
				if err != nil {
					t.Errorf("%s: %v", p.Name, err)
					continue
				}
				if target.Host != base.Host || target.Scheme != base.Scheme {
					continue
				}
				count++
				name, within := strings.CutPrefix(target.Path, base.Path)
				if name == "" || strings.HasSuffix(name, "/") {
					name += "index.html"
				}
				if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(name))); err != nil || !within {
					t.Errorf("%s: %s leads nowhere", p.Name, link)
				} else if known, ok := ids[name]; ok && target.Fragment != "" && !known[target.Fragment] {
					t.Errorf("%s: %s names no element", p.Name, link)
				}
			}
		})
	}
	if count < 5000 {
		t.Errorf("only %d links within the site", count)
	}
}
