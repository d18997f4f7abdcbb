package pages_test

import (
	"encoding/json"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// TestBesideTheCanvas reads on the page of every dilemma what its file has beside the canvas: one fact changed, sources with their address, and on the
// English page the summary. Nothing stands there that the file does not have.
func TestBesideTheCanvas(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	book := casebook.Open(os.DirFS(sitebuild.Root))
	counted := map[string]int{}
	for _, slug := range book.Slugs() {
		f := book.Lookup(slug)
		if lifecycle.IsWithdrawn(f.Front) {
			continue
		}
		p, english := page.At(t, public, "/dilemmas/"+slug+"/"), page.At(t, public, "/en/dilemmas/"+slug+"/")
		for class, key := range map[string]string{"what-if": lifecycle.WhatIf, "sources": lifecycle.Sources} {
			list := lifecycle.Get(f.Front, key)
			section := p.Element(class)
			if (section == nil) != (lifecycle.Entries(list) == 0) {
				t.Errorf("%s: %s on the page: %t", slug, class, section != nil)
			}
			if section == nil {
				continue
			}
			counted[class]++
			text, addresses := unspaced(page.Text(section)), map[string]bool{}
			for n := range section.Descendants() {
				if href, ok := page.Attr(n, "href"); ok {
					addresses[href] = true
				}
			}
			for _, entry := range list.Items {
				for _, pair := range entry.Pairs {
					want := unspaced(pair.Value.Text)
					if pair.Key.Text == "adres" {
						if !addresses[want] {
							t.Errorf("%s: no link to %s", slug, want)
						}
					} else if !strings.Contains(text, want) {
						t.Errorf("%s: %s does not say %q", slug, class, want)
					}
				}
			}
		}
		if summary := lifecycle.Get(f.Front, lifecycle.English).Get(lifecycle.Summary); summary != nil {
			counted["english"]++
			section := english.Element("case__english")
			if section == nil || !strings.Contains(strings.Join(strings.Fields(page.Text(section)), " "), strings.Join(strings.Fields(summary.Text), " ")) {
				t.Errorf("%s: the English page has not the summary", slug)
			}
			if p.Element("case__english") != nil {
				t.Errorf("%s: the Dutch page has the English summary", slug)
			}
		}
	}
	if counted["what-if"] < 5 || counted["sources"] < 3 || counted["english"] < 40 {
		t.Errorf("too few to tell: %v", counted)
	}
}

// unspaced is a text without white space, which stands differently around a link.
func unspaced(s string) string { return strings.Join(strings.Fields(page.Plain(s)), "") }

// TestInventedIsSaid reads page and data of an invented dilemma: both say so, and neither has a reader or a review.
func TestInventedIsSaid(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	var data struct{ Dilemmas []map[string]any }
	if err := json.Unmarshal([]byte(must.Read(t, public, "dilemmas", "index.json")), &data); err != nil {
		t.Fatal(err)
	}
	invented := 0
	for _, d := range data.Dilemmas {
		if d["status"] == "ingetrokken" {
			continue
		}
		if (d["verzonnen"] == true) != (d["herkomst"] == "fictief") || d["verzonnen"] == true && d["herzien_op"] != nil {
			t.Errorf("%s: verzonnen %v, herkomst %v, herzien_op %v", d["slug"], d["verzonnen"], d["herkomst"], d["herzien_op"])
		}
		if d["verzonnen"] != true {
			continue
		}
		invented++
		p := page.At(t, public, "/dilemmas/"+d["slug"].(string)+"/")
		if text := page.Text(p.Element("provenance")); !strings.Contains(text, "verzonnen") || !strings.Contains(text, "geen tweede lezer") {
			t.Errorf("%s: %q", d["slug"], text)
		}
		if text := page.Text(p.Element("colophon")); strings.Contains(text, "Tweede lezer") || strings.Contains(text, "Bekeken op") {
			t.Errorf("%s: %q", d["slug"], text)
		}
	}
	if invented < 30 {
		t.Errorf("%d invented", invented)
	}
}

var (
	provision = regexp.MustCompile(`[Aa]rtikel\s+\d+(?:[.:]\d+)?[a-z]?(?:,\s+\p{L}+\s+lid)?(?:,\s+onder\s+[a-z])?,?\s+van\s+(?:de|het)\s+(?:Woo|Awb|AVG|Gemeentewet)\b`)
	link      = regexp.MustCompile(`(?s)<a [^>]*>.*?</a>`)
	ofScript  = regexp.MustCompile(`(?s)<(?:script|title|template|h[1-6])\b.*?</(?:script|title|template|h[1-6])>|<[^>]*>|<span class="?term__text.*?</span>`)
)

// TestProvisionsLead looks for names of provisions and rulings on every page of the handbook and of the dilemmas that lead nowhere, and at what the links
// of some lead to.
func TestProvisionsLead(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	leads := map[string]string{}
	for _, dir := range []string{"dilemmas", "handreiking", "canvas", "over", "begrippen"} {
		err := filepath.WalkDir(filepath.Join(public, dir), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.Name() != "index.html" || strings.Contains(filepath.ToSlash(file), "/oefenen/") {
				return err
			}
			text := must.Read(t, file)
			if i := strings.Index(text, "<main"); i >= 0 {
				text = text[i:]
			}
			for _, a := range link.FindAllString(text, -1) {
				if name := ofScript.ReplaceAllString(a, ""); strings.HasPrefix(strings.ToLower(name), "artikel") || strings.HasPrefix(name, "ECLI") {
					if m := regexp.MustCompile(`href="?([^" >]+)`).FindStringSubmatch(a); m != nil {
						leads[strings.Join(strings.Fields(name), " ")] = html.UnescapeString(m[1])
					}
				}
			}
			rest := ofScript.ReplaceAllString(link.ReplaceAllString(text, ""), "")
			for _, name := range append(provision.FindAllString(rest, -1), regexp.MustCompile(`ECLI:NL:\w+:\d+:\w+`).FindAllString(rest, -1)...) {
				t.Errorf("%s: %q leads nowhere", strings.TrimPrefix(file, public), name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"artikel 5.1, tweede lid, onder e, van de Woo": "https://wetten.overheid.nl/jci1.3:c:BWBR0045754&artikel=5.1&lid=2&onderdeel=e",
		"artikel 5.2, derde lid, van de Woo":           "https://wetten.overheid.nl/jci1.3:c:BWBR0045754&artikel=5.2&lid=3",
		"ECLI:NL:RVS:2025:4814":                        "https://deeplink.rechtspraak.nl/uitspraak?id=ECLI:NL:RVS:2025:4814",
	} {
		if leads[name] != want {
			t.Errorf("%s leads to %q, want %q", name, leads[name], want)
		}
	}
	if len(leads) < 40 {
		t.Errorf("only %d names lead somewhere", len(leads))
	}
}

// TestMonth takes up the dilemma of the month: what was chosen is closed at first, and the feed leads to a page that stays.
func TestMonth(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	feed := must.Read(t, public, "maand", "index.atom")
	entries := regexp.MustCompile(`(?s)<entry>.*?href="([^"]+)"`).FindAllStringSubmatch(feed, -1)
	if len(entries) == 0 {
		t.Fatalf("no month in\n%s", feed)
	}
	for _, entry := range entries {
		_, path, ok := strings.Cut(entry[1], "/maand/")
		if !ok {
			t.Fatalf("the feed leads to %q", entry[1])
		}
		for _, at := range []string{"/maand/" + path, "/en/month/" + path} {
			p := page.At(t, public, at)
			if p.Element("month__title") == nil || p.Element("month__plan") == nil {
				t.Errorf("%s has no dilemma", at)
			}
		}
	}
	newest := page.Text(page.At(t, public, "/maand/").Element("month__title"))
	_, path, _ := strings.Cut(entries[0][1], "/maand/")
	if other := page.Text(page.At(t, public, "/maand/"+path).Element("month__title")); newest != other {
		t.Errorf("the page shows %q, the newest month is about %q", newest, other)
	}
	if strings.Contains(must.Read(t, public, "maand", "index.html"), "<details open") {
		t.Error("what was chosen is open")
	}
}
