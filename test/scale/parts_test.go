package scale_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/engine"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
)

// large is a book that is large by its settings: its bounds lie far below those of others.
const (
	large  = 100
	bounds = "[params.parts]\nfilters = 30\ncards = 8\nplaces = 40\ndata = 40\nsize = 24\noffline = 40\ncounts = 40\nurls = 100\n"
)

// TestLargeBook builds the site of such a book, and looks at what comes in parts there.
func TestLargeBook(t *testing.T) {
	t.Parallel()
	source := sitebuild.Repository(t)
	must.Do(t, fixture.WriteVaried(source, sitebuild.Definition(t), large))
	sitebuild.Set(t, source, bounds)
	public := sitebuild.BuildWith(t, source, []string{"HUGO_PARAMS_SEARCH=true"}, "--baseURL", sitebuild.Address)
	reader, err := opendata.NewReader(casebook.Open(casebook.DirFS(source)), sitebuild.Definition(t), time.Now())
	must.Do(t, err)
	book, err := reader.Select().Book()
	must.Do(t, err)
	t.Run("data", func(t *testing.T) { data(t, public, book) })
	t.Run("counts", func(t *testing.T) {
		open := regexp.MustCompile(`data-facet="?(\w+)"?[^>]* open`).FindAllStringSubmatch(must.Read(t, public, "zoeken", "index.html"), -1)
		if len(open) != 1 || open[0][1] != "soort" {
			t.Errorf("the search fetches the counts of %q", open)
		}
	})
	t.Run("sitemap", func(t *testing.T) { sitemap(t, public) })
	browser.Each(t, func(t *testing.T, in browser.In) { filters(t, in, public, book) })
}

// part is a file of which a book in parts has more.
type part struct {
	Version  string `json:"versie"`
	Count    int    `json:"aantal"`
	Dilemmas []opendata.Dilemma
	Parts    struct {
		Count   int    `json:"aantal"`
		Address string `json:"adres"`
	} `json:"delen"`
}

// data reads the open data of a large book as its index says: each file follows its schema, and the parts together hold what the command exports as one
// file, once and in order.
func data(t *testing.T, public string, whole *opendata.Book) {
	for _, name := range []string{"index.json", "casusboek.json"} {
		text := must.Read(t, public, "dilemmas", name)
		follows(t, public, "delen", text)
		var index part
		must.Do(t, json.Unmarshal([]byte(text), &index))
		if index.Version != "2.0" || index.Count != large || index.Dilemmas != nil || index.Parts.Count != 5 {
			t.Errorf("%s: %+v", name, index)
		}
		var all []opendata.Dilemma
		for n := index.Parts.Count; n > 0; n-- {
			address := strings.Replace(index.Parts.Address, "{nummer}", strconv.Itoa(n), 1)
			one := must.Read(t, public, strings.TrimPrefix(address, sitebuild.Address))
			follows(t, public, "casusboek", one)
			var p part
			must.Do(t, json.Unmarshal([]byte(one), &p))
			all = append(all, p.Dilemmas...)
		}
		if len(all) != len(whole.Dilemmas) {
			t.Fatalf("%s: %d dilemmas in its parts, and %d in the book", name, len(all), len(whole.Dilemmas))
		}
		for i, d := range all {
			if i > 0 && all[i-1].Date < d.Date {
				t.Errorf("%s: %s of %s stands behind one of %s", name, d.Slug, d.Date, all[i-1].Date)
			}
			at := slices.IndexFunc(whole.Dilemmas, func(other opendata.Dilemma) bool { return other.Slug == d.Slug })
			if at < 0 || whole.Dilemmas[at].Title != d.Title || !slices.Equal(whole.Dilemmas[at].Themes, d.Themes) || (d.Data != nil) != (name == "casusboek.json" && d.Withdrawn == "") {
				t.Errorf("%s: %s is not as the command has it", name, d.Slug)
			}
		}
	}
	if page := must.Read(t, public, "over", "open-data", "index.html"); !strings.Contains(page, "te groot voor één bestand") {
		t.Error("the page on open data does not tell of the parts")
	}
}

// follows holds a text against a schema of the site.
func follows(t *testing.T, public, name, text string) {
	t.Helper()
	c := jsonschema.NewCompiler()
	id := sitebuild.Address + "schema/" + name + ".schema.json"
	files, err := filepath.Glob(filepath.Join(public, "schema", "*.json"))
	must.Do(t, err)
	for _, file := range files {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(must.Read(t, file)))
		must.Do(t, err)
		must.Do(t, c.AddResource(sitebuild.Address+"schema/"+filepath.Base(file), doc))
	}
	schema, err := c.Compile(id)
	must.Do(t, err)
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	must.Do(t, err)
	if err := schema.Validate(value); err != nil {
		t.Errorf("%.80s…: %v", text, err)
	}
}

// sitemap follows the index of sitemaps: each holds no more addresses than it may, and together they name every dilemma that stands once.
func sitemap(t *testing.T, public string) {
	location := regexp.MustCompile(`<loc>` + sitebuild.Address + `([^<]*)</loc>`)
	found := map[string]int{}
	for _, file := range location.FindAllStringSubmatch(must.Read(t, public, "sitemap.xml"), -1) {
		addresses := location.FindAllStringSubmatch(must.Read(t, public, file[1]), -1)
		if len(addresses) > 100 {
			t.Errorf("%s has %d addresses", file[1], len(addresses))
		}
		for _, a := range addresses {
			found[a[1]]++
		}
	}
	for n := 1; n <= large; n++ {
		want := 1
		if n%89 == 0 { // withdrawn
			want = 0
		}
		if got := found["dilemmas/"+fixture.Slug(n)+"/"]; got != want {
			t.Errorf("dilemma %d stands %d times in the sitemaps", n, got)
		}
	}
}

// firstScreen is the most bytes that the list of dilemmas loads before a reader does anything, compressed, in a book of any size.
const firstScreen = 100_000

// compressed returns the size of a file as it comes over the line.
func compressed(t *testing.T, name string) int {
	t.Helper()
	text := must.Read(t, name)
	if filepath.Ext(name) == ".woff2" {
		return len(text)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	must.Do(t, errors.Join(err, z.Close()))
	return b.Len()
}

// filters chooses words in the casebook and the signpost: what is found is what the data says, and nothing that holds all dilemmas is fetched.
func filters(t *testing.T, in browser.In, public string, whole *opendata.Book) {
	fits := func(theme, layer string) (slugs []string) {
		for _, d := range whole.Dilemmas {
			if d.Withdrawn == "" && slices.Contains(d.Themes, theme) && (layer == "" || d.Layer == layer) {
				slugs = append(slugs, d.Slug)
			}
		}
		slices.Sort(slugs)
		return slugs
	}
	b := in.New(t, public)
	b.Size(t, 1440, 900)
	b.Open(t, "/dilemmas/")
	fetched := func() []string {
		return browser.Eval[[]string](t, b, `performance.getEntriesByType("resource").map(r => new URL(r.name).pathname)`)
	}
	if in.Engine == engine.Chromium {
		for _, address := range []string{"/dilemmas/", "/dilemmas/?themas=timing&bestuurslaag=gemeente"} {
			b.Open(t, address)
			if strings.Contains(address, "?") {
				b.Wait(t, `document.querySelectorAll("[data-found] .card").length > 0`)
			}
			size := compressed(t, filepath.Join(public, "dilemmas", "index.html"))
			for _, name := range fetched() {
				size += compressed(t, filepath.Join(public, filepath.FromSlash(name)))
			}
			if size > firstScreen {
				t.Errorf("the first screen of %s takes %d bytes", address, size)
			}
		}
		b.Open(t, "/dilemmas/")
	}
	b.Click(t, `input[name="themas"][value="timing"]`)
	one := fits("timing", "")
	b.Wait(t, fmt.Sprintf(`document.querySelector("[data-count]").textContent.startsWith("%d ")`, len(one)))
	b.Wait(t, fmt.Sprintf(`document.querySelectorAll("[data-found] .card").length == %d`, min(10, len(one))))
	if !browser.Eval[bool](t, b, `document.querySelector("[data-limits]").checkVisibility()`) {
		t.Error("the page does not say what it can't tell")
	}
	b.Wait(t, `!document.querySelector("[data-more]").hidden`)
	for shown := 10; shown < len(one); shown += 10 {
		b.Click(t, "[data-more]")
		b.Wait(t, fmt.Sprintf(`document.querySelectorAll("[data-found] .card").length == %d`, min(shown+10, len(one))))
	}
	found := browser.Eval[[]string](t, b, `[...document.querySelectorAll("[data-found] .card a")].map(a => a.pathname.split("/")[2])`)
	slices.Sort(found)
	if !slices.Equal(found, one) {
		t.Errorf("found %v, want %v", found, one)
	}
	both := fits("timing", "gemeente")
	b.Click(t, `input[name="bestuurslaag"][value="gemeente"]`)
	b.Wait(t, fmt.Sprintf(`document.querySelector("[data-count]").textContent.startsWith("%d ")`, len(both)))
	if in.Engine == engine.Chromium {
		axe.Find(t).Page(t, b, "the list of a large book")
	}
	b.Open(t, "/dilemmas/?sorteer=oudste")
	b.Wait(t, `document.querySelectorAll("[data-found] .card").length == 10`)
	b.Open(t, "/dilemmas/?sorteer=titel")
	b.Wait(t, `document.querySelector("[data-sort] select").value == "nieuwste"`)

	b.Open(t, "/wegwijzer/?stap=&themas=timing&bestuurslaag=gemeente")
	b.Wait(t, fmt.Sprintf(`document.querySelector("[data-result] h3").textContent.startsWith("%d ")`, len(both)))
	if n := browser.Eval[int](t, b, `document.querySelectorAll("[data-result] .card").length`); n != min(5, len(both)) {
		t.Errorf("the signpost shows %d dilemmas", n)
	}
	if slices.Contains(fetched(), "/dilemmas/index.json") {
		t.Error("all dilemmas were fetched")
	}
}
