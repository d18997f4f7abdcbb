package data_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/atend"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// hostile is a title that wants out of everything it is written in, with an accent.
const hostile = `=1+1 "</script><!--<script>alert(1)</script> & één, ]]> \`

// dataSite is a casebook with a dilemma in every state, and one with a hostile title, built once for all tests.
func dataSite(t *testing.T) string {
	t.Helper()
	skip.Short(t)
	data.Do(func() {
		public := buildDataSite(t)
		dir, err := os.MkdirTemp("", "dilemma-data-")
		must.Do(t, err)
		atend.Do(func() { _ = os.RemoveAll(dir) })
		must.Do(t, os.CopyFS(dir, os.DirFS(public)))
		data.public = dir
	})
	if data.public == "" {
		t.Fatal("the casebook was not built")
	}
	return data.public
}

var data struct {
	sync.Once
	public string
}

// buildDataSite builds it, with settings in the environment.
func buildDataSite(t *testing.T, env ...string) string {
	t.Helper()
	return sitebuild.BuildWith(t, dataSource(t), env, "--baseURL", dataAddress)
}

// dataSource writes the files of that casebook.
func dataSource(t *testing.T) string {
	t.Helper()
	dir, def := sitebuild.Repository(t), sitebuild.Definition(t)
	config := filepath.Join(dir, "hugo.toml")
	settings := must.Read(t, config)
	published := strings.Replace(settings, "  [params.organisation]\n", "  [params.organisation]\n    tooi = \""+tooi+"\"\n", 1)
	if published == settings {
		t.Fatal("hugo.toml names no publisher")
	}
	must.Write(t, config, published)
	add := func(slug string, n int, front string) {
		text := regexp.MustCompile(`(?m)^(date|herzien_op|themas): .*\n`).ReplaceAllString(fixture.Dilemma(def, n), "")
		text = strings.Replace(text, "draft: false\n", "themas: [timing, privacy]\ndraft: false\n"+front, 1)
		must.Write(t, filepath.Join(dir, filepath.FromSlash(casebook.Path(slug))), text)
	}
	add("gewoon", 1, "date: 2026-01-05\nherzien_op: 2026-03-01\nenglish: {title: An ordinary one}\n")
	add("vervangen", 2, "date: 2025-02-01\nvervangen_door: gewoon\naliases: [/dilemmas/oude-naam/]\n")
	add("ingetrokken", 3, "date: 2025-03-01\ningetrokken: {datum: 2026-02-01, reden: Iemand bleek te herkennen.}\n")
	add("vijandig", 4, "date: 2026-01-04\n")
	name := filepath.Join(dir, filepath.FromSlash(casebook.Path("vijandig")))
	title := "title: '" + hostile + "'"
	text := regexp.MustCompile(`(?m)^title: .*`).ReplaceAllLiteralString(must.Read(t, name), title)
	// It is invented, so nobody read it.
	must.Write(t, name, regexp.MustCompile(`(?m)^tweede_lezer: .*\n`).ReplaceAllString(strings.Replace(text, "herkomst: samengesteld", "herkomst: fictief", 1), ""))
	return dir
}

// tooi is its publisher, as TOOI names it.
const tooi = "https://identifier.overheid.nl/tooi/id/gemeente/gm0363"

// dataAddress is where that casebook stands.
const dataAddress = "https://host.example/pad/"

type entry map[string]any

func entries(t *testing.T, public string) []entry {
	t.Helper()
	var index struct{ Dilemmas []entry }
	if err := json.Unmarshal([]byte(must.Read(t, public, "dilemmas", "index.json")), &index); err != nil {
		t.Fatal(err)
	}
	return index.Dilemmas
}

// compiled returns a schema that a site publishes, by its address there. A schema that it refers to must stand where its address says too.
func compiled(t *testing.T, public, site, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	files, err := filepath.Glob(filepath.Join(public, "schema", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no schemas", err)
	}
	for _, file := range files {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(must.Read(t, file)))
		must.Do(t, err)
		id := site + "schema/" + filepath.Base(file)
		if got := doc.(map[string]any)["$id"]; got != id {
			t.Errorf("%s says that it stands at %v", id, got)
		}
		must.Do(t, c.AddResource(id, doc))
	}
	schema, err := c.Compile(site + "schema/" + name)
	must.Do(t, err)
	return schema
}

// TestCasebookFollowsItsSchema validates the data of this site, and of one with every state, against the published schema.
func TestCasebookFollowsItsSchema(t *testing.T) {
	t.Parallel()
	states := dataSite(t)
	schema := compiled(t, states, dataAddress, "casusboek.schema.json")
	for public, schema := range map[string]*jsonschema.Schema{sitebuild.Published(t): compiled(t, sitebuild.Published(t), sitebuild.Address, "casusboek.schema.json"), states: schema} {
		for _, name := range []string{"index.json", "casusboek.json"} {
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(must.Read(t, public, "dilemmas", name)))
			must.Do(t, err)
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	statuses := map[string]string{}
	for _, e := range entries(t, states) {
		statuses[e["slug"].(string)] = e["status"].(string)
	}
	want := map[string]string{"gewoon": "gepubliceerd", "vervangen": "vervangen", "ingetrokken": "ingetrokken", "vijandig": "gepubliceerd"}
	if !maps.Equal(statuses, want) {
		t.Errorf("%v", statuses)
	}
	var head struct {
		Schema string `json:"$schema"`
	}
	if err := json.Unmarshal([]byte(must.Read(t, states, "dilemmas", "index.json")), &head); err != nil {
		t.Fatal(err)
	}
	if head.Schema != "https://host.example/pad/schema/casusboek.schema.json" {
		t.Errorf("the schema is at %q", head.Schema)
	}

	// The schema refuses what may not get out.
	for name, change := range map[string]func(entry){
		"no title":              func(e entry) { delete(e, "title") },
		"no provenance":         func(e entry) { delete(e, "herkomst") },
		"a moment for a day":    func(e entry) { e["date"] = "2026-01-05T10:00:00Z" },
		"withdrawn, with words": func(e entry) { e["status"], e["ingetrokken_op"] = "ingetrokken", "2026-01-01" },
		"replaced by nothing":   func(e entry) { e["status"] = "vervangen" },
		"an unknown status":     func(e entry) { e["status"] = "weg" },
		"no canvas":             func(e entry) { delete(e, "gegevens") },
		"a bare canvas":         func(e entry) { e["gegevens"] = map[string]any{} },
	} {
		var doc map[string]any
		if err := json.Unmarshal([]byte(must.Read(t, states, "dilemmas", "casusboek.json")), &doc); err != nil {
			t.Fatal(err)
		}
		for _, e := range doc["dilemmas"].([]any) {
			if e := e.(map[string]any); e["slug"] == "gewoon" {
				change(e)
			}
		}
		if schema.Validate(doc) == nil {
			t.Errorf("the schema allows %s", name)
		}
	}
}

// TestFieldsAreDocumented holds the fields of the schema against what is published and against the page that explains them.
func TestFieldsAreDocumented(t *testing.T) {
	t.Parallel()
	var schema struct {
		Defs map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(must.Read(t, sitebuild.Root, "assets", "schema", "casusboek.schema.json")), &schema); err != nil {
		t.Fatal(err)
	}
	fields := slices.Sorted(maps.Keys(schema.Defs["dilemma"].Properties))
	fields = slices.DeleteFunc(fields, func(field string) bool { return field == "gegevens" || field == "verhaal" }) // in the whole casebook only
	published := map[string]bool{}
	public := dataSite(t)
	for _, e := range entries(t, public) {
		for key := range e {
			published[key] = true
		}
	}
	if got := slices.Sorted(maps.Keys(published)); !slices.Equal(got, fields) {
		t.Errorf("the schema has\n%q\nand the data\n%q", fields, got)
	}
	page := must.Read(t, sitebuild.Root, "content", "over", "open-data.md")
	for _, field := range fields {
		if !strings.Contains(page, "\n| `"+field+"` |") {
			t.Errorf("the page on open data lacks %s", field)
		}
	}
	header := slices.Sorted(slices.Values(table(t, public)[0]))
	if !slices.Equal(header, fields) {
		t.Errorf("the header of the CSV is %q", header)
	}
}

func table(t *testing.T, public string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(must.Read(t, public, "dilemmas", "index.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestTableHoldsTheSame reads the CSV back and compares it with the JSON, cell by cell. No cell may be a formula.
func TestTableHoldsTheSame(t *testing.T) {
	t.Parallel()
	states := dataSite(t)
	for _, public := range []string{sitebuild.Published(t), states} {
		rows, all := table(t, public), entries(t, public)
		if len(rows) != len(all)+1 || len(all) == 0 {
			t.Fatalf("%d rows for %d dilemmas", len(rows), len(all))
		}
		for i, row := range rows[1:] {
			for j, cell := range row {
				want := ""
				switch value := all[i][rows[0][j]].(type) {
				case string:
					want = value
				case bool:
					want = strconv.FormatBool(value)
				case float64:
					want = strconv.FormatFloat(value, 'f', -1, 64)
				case []any:
					var words []string
					for _, word := range value {
						words = append(words, word.(string))
					}
					want = strings.Join(words, "|")
				}
				if want != "" && strings.ContainsAny(want[:1], "=+-@\t\r\n") {
					want = "'" + want
				}
				if cell != want {
					t.Errorf("%s of %s is %q in the table and %q in the data", rows[0][j], row[0], cell, want)
				}
			}
		}
	}
	if text := must.Read(t, states, "dilemmas", "index.csv"); !strings.Contains(text, `"'=1+1 `) {
		t.Error("a title that is a formula stays one")
	}
}

type atomFeed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		Title     string `xml:"title"`
		ID        string `xml:"id"`
		Published string `xml:"published"`
		Updated   string `xml:"updated"`
		Summary   string `xml:"summary"`
		Link      struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

// feed reads a feed and holds it to RFC 4287: what it must have, unique ids, dates, and the newest first.
func feed(t *testing.T, public string, name ...string) atomFeed {
	t.Helper()
	var f atomFeed
	if err := xml.Unmarshal([]byte(must.Read(t, append([]string{public}, name...)...)), &f); err != nil {
		t.Fatal(name, err)
	}
	moment := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Error(name, err)
		}
		return at
	}
	newest := moment(f.Updated)
	if f.Title == "" || f.Author == "" || len(f.Links) != 2 || f.Links[1].Rel != "self" || !strings.HasSuffix(f.Links[1].Href, strings.Join(name, "/")) {
		t.Errorf("%v: %+v", name, f)
	}
	ids, last, updated := map[string]bool{f.ID: true}, time.Now().AddDate(100, 0, 0), time.Time{}
	for _, e := range f.Entries {
		published := moment(e.Published)
		if e.Title == "" || e.Summary == "" || e.Link.Href == "" || ids[e.ID] || !strings.HasPrefix(e.ID, "tag:") || published.After(last) {
			t.Errorf("%v: %+v", name, e)
		}
		ids[e.ID], last = true, published
		if at := moment(e.Updated); at.After(updated) {
			updated = at
		}
	}
	if len(f.Entries) > 0 && !updated.Equal(newest) {
		t.Errorf("%v: updated %s, and its newest entry %s", name, newest, updated)
	}
	return f
}

// TestFeeds reads the feed of the casebook and of the themes.
func TestFeeds(t *testing.T) {
	t.Parallel()
	public := dataSite(t)
	for _, name := range [][]string{{"dilemmas", "index.atom"}, {"themas", "timing", "index.atom"}} {
		f := feed(t, public, name...)
		var ids []string
		for _, e := range f.Entries {
			ids = append(ids, e.ID)
		}
		want := []string{"tag:host.example,2026:/dilemmas/gewoon", "tag:host.example,2026:/dilemmas/vijandig", "tag:host.example,2026:/dilemmas/oude-naam"}
		if !slices.Equal(ids, want) {
			t.Errorf("%v has %q", name, ids)
			continue
		}
		if e := f.Entries[0]; e.Updated != "2026-03-01T00:00:00+01:00" || e.Published != "2026-01-05T00:00:00+01:00" {
			t.Errorf("published %s, updated %s", e.Published, e.Updated)
		}
		if e := f.Entries[1]; e.Title != hostile {
			t.Errorf("the title is %q", e.Title)
		}
	}
	for _, dir := range []string{"dilemmas", "themas/timing"} {
		found := false
		doc, err := html.Parse(strings.NewReader(must.Read(t, public, dir, "index.html")))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			rel, _ := page.Attr(n, "rel")
			kind, _ := page.Attr(n, "type")
			href, _ := page.Attr(n, "href")
			title, _ := page.Attr(n, "title")
			found = found || rel == "alternate" && kind == "application/atom+xml" && href == "/pad/"+dir+"/index.atom" && title != ""
		}
		if !found {
			t.Errorf("%s does not point to its feed", dir)
		}
	}
}

// TestFeedsThatAreFullOrEmpty builds a casebook of sixty dilemmas, and one of none.
func TestFeedsThatAreFullOrEmpty(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	if n := len(feed(t, sitebuild.Build(t, dir), "dilemmas", "index.atom").Entries); n != 0 {
		t.Errorf("%d dilemmas of none", n)
	}
	if err := fixture.Write(dir, sitebuild.Definition(t), 60); err != nil {
		t.Fatal(err)
	}
	// The host has changed, and the ids have not.
	sitebuild.Set(t, dir, "[params]\nfirst_host = 'oud.example'\n")
	f := feed(t, sitebuild.Build(t, dir), "dilemmas", "index.atom")
	if len(f.Entries) != 50 || !strings.HasPrefix(f.ID, "tag:oud.example,") || !strings.HasPrefix(f.Entries[0].ID, "tag:oud.example,") {
		t.Errorf("%d dilemmas, %s", len(f.Entries), f.ID)
	}
}

// TestSitemap looks which pages search engines hear of, and when they last changed.
func TestSitemap(t *testing.T) {
	t.Parallel()
	var sitemap struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			Lastmod string `xml:"lastmod"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal([]byte(must.Read(t, dataSite(t), "sitemap.xml")), &sitemap); err != nil {
		t.Fatal(err)
	}
	lastmod := map[string]string{}
	for _, u := range sitemap.URLs {
		lastmod[strings.TrimPrefix(u.Loc, "https://host.example/pad")] = u.Lastmod
	}
	if _, there := lastmod["/dilemmas/ingetrokken/"]; there {
		t.Error("a withdrawn dilemma is in the sitemap")
	}
	if _, there := lastmod["/over/open-data/"]; !there {
		t.Error("a page is not in the sitemap")
	}
	for address, want := range map[string]string{"/dilemmas/gewoon/": "2026-03-01", "/dilemmas/vijandig/": "2026-01-04", "/dilemmas/": "2026-03-01"} {
		if lastmod[address] != want {
			t.Errorf("%s changed last on %q, want %s", address, lastmod[address], want)
		}
	}
}

// TestDiWoo reads the sitemap for the Woo-index. It names each published dilemma with what DiWoo 0.9.8 requires, and is only there when asked for.
func TestDiWoo(t *testing.T) {
	t.Parallel()
	if public := dataSite(t); strings.Contains(must.Read(t, public, "robots.txt"), "diwoo") {
		t.Error("robots.txt names a sitemap that nobody asked for")
	} else if files, _ := filepath.Glob(filepath.Join(public, "*diwoo*")); len(files) > 0 {
		t.Errorf("nobody asked for %s", files)
	}
	const publisher = "https://identifier.overheid.nl/tooi/id/gemeente/gm0000"
	public := buildDataSite(t, "HUGO_PARAMS_DIWOO_PUBLISHER="+publisher, "HUGO_PARAMS_DIWOO_LABEL=Gemeente <Voorbeeld> & Co")
	const index = "sitemapindex-diwoo-infocat018.xml"
	if !strings.Contains(must.Read(t, public, "robots.txt"), "\nSitemap: https://host.example/pad/"+index+"\n") {
		t.Errorf("robots.txt is %s", must.Read(t, public, "robots.txt"))
	}
	var sitemaps struct {
		Loc []string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap>loc"`
	}
	must.Do(t, xml.Unmarshal([]byte(must.Read(t, public, index)), &sitemaps))
	if want := "https://host.example/pad/sitemap-diwoo.xml"; len(sitemaps.Loc) != 1 || sitemaps.Loc[0] != want {
		t.Fatalf("the index names %s, not %s", sitemaps.Loc, want)
	}
	type labelled struct {
		Resource string `xml:"resource,attr"`
		Label    string `xml:",chardata"`
	}
	var sitemap struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			DiWoo struct {
				Publisher labelled  `xml:"publisher"`
				Title     string    `xml:"titelcollectie>officieleTitel"`
				Category  labelled  `xml:"classificatiecollectie>informatiecategorieen>informatiecategorie"`
				Created   string    `xml:"creatiedatum"`
				Act       labelled  `xml:"documenthandelingen>documenthandeling>soortHandeling"`
				At        time.Time `xml:"documenthandelingen>documenthandeling>atTime"`
			} `xml:"https://standaarden.overheid.nl/diwoo/metadata/ Document>DiWoo"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	must.Do(t, xml.Unmarshal([]byte(must.Read(t, public, "sitemap-diwoo.xml")), &sitemap))
	titles := map[string]string{}
	for _, u := range sitemap.URLs {
		d := u.DiWoo
		titles[strings.TrimPrefix(u.Loc, "https://host.example/pad/dilemmas/")] = d.Title
		if (d.Publisher != labelled{publisher, "Gemeente <Voorbeeld> & Co"}) ||
			(d.Category != labelled{"https://identifier.overheid.nl/tooi/def/thes/kern/c_816e508d", "inspanningsverplichting art 3.1 Woo"}) ||
			(d.Act != labelled{"https://identifier.overheid.nl/tooi/def/thes/kern/c_641ecd76", "vaststelling"}) ||
			d.At.Format(time.DateOnly) != d.Created {
			t.Errorf("%+v", u)
		}
	}
	if len(titles) != 3 || titles["vijandig/"] != hostile || titles["gewoon/"] == "" || titles["vervangen/"] == "" {
		t.Errorf("the sitemap holds %q", titles)
	}
}

// TestWhatOthersShow reads the schema.org data and the Open Graph of pages, also of one whose title wants to break out.
func TestWhatOthersShow(t *testing.T) {
	t.Parallel()
	public := dataSite(t)
	for address, want := range map[string]string{"": "WebSite", "dilemmas": "Dataset", "dilemmas/gewoon": "LearningResource", "dilemmas/vijandig": "LearningResource", "dilemmas/ingetrokken": ""} {
		doc, err := html.Parse(strings.NewReader(must.Read(t, public, address, "index.html")))
		if err != nil {
			t.Fatal(err)
		}
		meta, blocks := map[string]string{}, [][]byte{}
		for n := range doc.Descendants() {
			if key, ok := page.Attr(n, "property"); ok {
				meta[key], _ = page.Attr(n, "content")
			}
			if key, ok := page.Attr(n, "name"); ok && n.Data == "meta" {
				meta[key], _ = page.Attr(n, "content")
			}
			if _, outside := page.Attr(n, "src"); n.Data == "script" && !outside {
				kind, _ := page.Attr(n, "type")
				if kind == "application/json" {
					continue // of a script of this site
				}
				if kind != "application/ld+json" {
					t.Errorf("/%s has an inline script", address)
				}
				blocks = append(blocks, []byte(n.FirstChild.Data))
			}
		}
		if want == "" {
			if len(blocks) > 0 || meta["og:title"] != "" || meta["robots"] != "noindex" {
				t.Errorf("a withdrawn dilemma is shared: %v %s", meta, blocks)
			}
			continue
		}
		var thing struct {
			Context             string `json:"@context"`
			Type                string `json:"@type"`
			Name, Genre         string
			Description, URL    string
			License, InLanguage string
			DateModified        string
		}
		if len(blocks) != 1 {
			t.Errorf("/%s has %d blocks of data", address, len(blocks))
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(blocks[0]))
		if err := decoder.Decode(&thing); err != nil || decoder.More() {
			t.Errorf("/%s: %v in %s", address, err, blocks[0])
			continue
		}
		if thing.Context != "https://schema.org" || thing.Type != want || !strings.HasPrefix(thing.URL, "https://host.example/pad/") {
			t.Errorf("/%s: %+v", address, thing)
		}
		if meta["og:url"] != thing.URL || meta["og:description"] != thing.Description || meta["description"] != thing.Description {
			t.Errorf("/%s: %v and %+v", address, meta, thing)
		}
		picture, err := os.Open(filepath.Join(public, filepath.FromSlash(strings.TrimPrefix(meta["og:image"], "https://host.example/pad/"))))
		must.Do(t, err)
		size, err := png.DecodeConfig(picture)
		must.Do(t, err)
		must.Do(t, picture.Close())
		if size.Width != 600 || size.Height != 315 || meta["og:image:width"] != "600" || meta["og:image:height"] != "315" || meta["og:image:alt"] == "" {
			t.Errorf("/%s has a picture of %d by %d: %v", address, size.Width, size.Height, meta)
		}
		if want == "LearningResource" && (thing.Genre == "" || !strings.HasPrefix(thing.Description, thing.Genre+". ")) {
			t.Errorf("/%s does not say where it comes from: %+v", address, thing)
		}
		if address == "dilemmas/vijandig" && (thing.Name != hostile || meta["og:title"] != hostile) {
			t.Errorf("the title is %q and %q", thing.Name, meta["og:title"])
		}
		if address == "dilemmas/gewoon" && thing.DateModified != "2026-03-01" {
			t.Errorf("changed on %q", thing.DateModified)
		}
	}
}
