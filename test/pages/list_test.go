package pages_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"golang.org/x/net/html"
	"golang.org/x/text/collate"
	textlanguage "golang.org/x/text/language"
)

// listed is a dilemma as the data of the casebook has it.
type listed struct {
	Slug, Title, Date, Vraag, Status, Bestuurslaag string
	English                                        string `json:"title_en"`
	Leestijd                                       int
	Themas                                         []string
}

// standing returns the dilemmas that are not withdrawn, in the order of the list.
func standing(t *testing.T, public string) []listed {
	t.Helper()
	var index struct{ Dilemmas []listed }
	must.Do(t, json.Unmarshal([]byte(must.Read(t, public, "dilemmas", "index.json")), &index))
	dilemmas := slices.DeleteFunc(index.Dilemmas, func(d listed) bool { return d.Status == "ingetrokken" })
	if len(dilemmas) < 10 {
		t.Fatalf("only %d dilemmas", len(dilemmas))
	}
	return dilemmas
}

// slugs returns the dilemmas to which the cards below a node lead, in their order.
func slugs(root *html.Node) []string {
	var found []string
	for n := range root.Descendants() {
		if class, _ := page.Attr(n, "class"); class == "card__title" {
			href, _ := page.Attr(n.FirstChild, "href")
			found = append(found, strings.Trim(href[strings.LastIndex(strings.TrimSuffix(href, "/"), "/"):], "/"))
		}
	}
	return found
}

// TestCardsTellTheQuestion reads each card of the list: the question and what there is to know before opening; and the script makes the very same card.
func TestCardsTellTheQuestion(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	b := browser.New(t, public)
	const cards = `Object.fromEntries([...document.querySelectorAll("%s .card")].map(c => [c.querySelector("a").pathname, c.innerText]))`
	for _, language := range []string{"", "/en"} {
		b.Open(t, language+"/dilemmas/")
		b.LayOut(t)
		made := browser.Eval[map[string]string](t, b, fmt.Sprintf(cards, "[data-all]"))
		b.Open(t, language+"/dilemmas/?sorteer=oudste")
		b.Wait(t, `!document.querySelector("[data-found]").hidden`)
		if scripted := browser.Eval[map[string]string](t, b, fmt.Sprintf(cards, "[data-found]")); !maps.Equal(made, scripted) {
			t.Errorf("the cards of the page %q and of the script %q", made, scripted)
		}
		for _, d := range standing(t, public) {
			card := made[language+"/dilemmas/"+d.Slug+"/"]
			told := d.Vraag
			if language != "" {
				told = d.English
			}
			if told == "" || !strings.Contains(card, told) || !strings.Contains(card, fmt.Sprintf("%d min", d.Leestijd)) {
				t.Errorf("%s: %q", d.Slug, card)
			}
		}
	}
}

// TestListBeginsInTheFirstScreen opens the list on a laptop and on a phone, with and without script: the first dilemma can be read without scrolling, and on the
// phone the filters are a tap away.
func TestListBeginsInTheFirstScreen(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	for name, prepare := range map[string]func(testing.TB, *browser.Browser){
		"script":         func(testing.TB, *browser.Browser) {},
		"without script": func(t testing.TB, b *browser.Browser) { b.WithoutScript(t) },
	} {
		b := browser.New(t, public)
		prepare(t, b)
		for _, size := range [][2]int64{{1280, 720}, {360, 740}} {
			b.Size(t, size[0], size[1])
			b.Open(t, "/dilemmas/")
			if bottom := browser.Eval[float64](t, b, `document.querySelector(".card__question").getBoundingClientRect().bottom`); bottom > float64(size[1]) {
				t.Errorf("%s: the first question ends at %.0f of %d pixels", name, bottom, size[1])
			}
			const shown = `document.querySelector(".facets").checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })`
			if wide := size[0] > 1000; browser.Eval[bool](t, b, shown) != wide {
				t.Errorf("%s: at %d pixels the filters are shown: %t", name, size[0], !wide)
			} else if !wide {
				b.Click(t, ".filters > summary")
				b.Wait(t, shown)
			}
		}
	}
}

// TestChosenFilters takes chosen filters away one by one and all at once, and carries them along to the search.
func TestChosenFilters(t *testing.T) {
	t.Parallel()
	browser.Each(t, chosenFilters)
}

func chosenFilters(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Searchable(t))
	b.Size(t, 1440, 900)
	b.Open(t, "/dilemmas/?themas=timing&themas=privacy&bestuurslaag=gemeente")
	const chips = `[...document.querySelectorAll(".chip")].filter(c => c.checkVisibility()).map(c => c.ariaLabel)`
	b.Wait(t, chips+`.length == 3`)
	if got := browser.Eval[[]string](t, b, chips); !slices.Contains(got, "Verwijder filter: Timing") {
		t.Errorf("%q", got)
	}
	b.Click(t, ".chip")
	b.Wait(t, chips+`.length == 2 && !location.search.includes("privacy")`)
	if !browser.Eval[bool](t, b, `document.activeElement.matches(".chip")`) {
		t.Error("the focus is lost with the filter")
	}
	b.Fill(t, `.search-form input[type="search"]`, "bodem")
	b.Click(t, `.search-form [type="submit"]`)
	b.Wait(t, `location.pathname == "/zoeken/"`)
	query, err := url.ParseQuery(strings.TrimPrefix(browser.Eval[string](t, b, "location.search"), "?"))
	must.Do(t, err)
	if want := (url.Values{"q": {"bodem"}, "soort": {"dilemmas"}, "themas": {"timing"}, "bestuurslaag": {"gemeente"}}); !maps.EqualFunc(query, want, slices.Equal[[]string]) {
		t.Errorf("the search gets %v", query)
	}

	b.Open(t, "/dilemmas/?themas=timing&themas=privacy&sorteer=titel")
	b.Wait(t, chips+`.length == 2`)
	b.Click(t, "[data-clear]")
	b.Wait(t, chips+`.length == 0 && location.search == "?sorteer=titel"`)
}

// TestSort puts the list in each order, keeps that in the address, and goes back.
func TestSort(t *testing.T) {
	t.Parallel()
	browser.Each(t, sortsTheList)
}

func sortsTheList(t *testing.T, in browser.In) {
	public := sitebuild.Published(t)
	b := in.New(t, public)
	b.Open(t, "/dilemmas/")
	newest := standing(t, public)
	const order = `[...document.querySelectorAll("main .card")].filter(c => c.checkVisibility()).map(c => c.querySelector("a").pathname.split("/").at(-2))`
	for value, compare := range map[string]func(a, b listed) int{
		"oudste":   func(a, b listed) int { return strings.Compare(a.Date, b.Date) },
		"leestijd": func(a, b listed) int { return a.Leestijd - b.Leestijd },
	} {
		b.Open(t, "/dilemmas/")
		choose(t, b, value)
		b.Wait(t, `location.search == "?sorteer=`+value+`" && !document.querySelector("[data-found]").hidden`)
		var want []string
		for _, d := range slices.SortedStableFunc(slices.Values(newest), compare) {
			want = append(want, d.Slug)
		}
		if got := browser.Eval[[]string](t, b, order); !slices.Equal(got, want) {
			t.Errorf("%s: %q", value, got)
		}
	}
	b.Open(t, "/dilemmas/?sorteer=titel")
	b.Wait(t, `!document.querySelector("[data-found]").hidden`)
	titles := browser.Eval[[]string](t, b, `[...document.querySelectorAll("[data-found] .card")].map(c => c.querySelector("a").innerText)`)
	if !slices.IsSortedFunc(titles, collate.New(textlanguage.Dutch).CompareString) || len(titles) != len(newest) {
		t.Errorf("by title: %q", titles)
	}
	choose(t, b, "nieuwste")
	b.Wait(t, `location.search == "" && `+order+`[0] == `+fmt.Sprintf("%q", newest[0].Slug))
	b.Open(t, "/dilemmas/?sorteer=toString")
	if got := browser.Eval[string](t, b, order+`[0]`); got != newest[0].Slug {
		t.Errorf("an order that is not there begins with %s", got)
	}
}

// choose chooses an order as a reader does.
func choose(t *testing.T, b *browser.Browser, order string) {
	t.Helper()
	browser.Eval[bool](t, b, fmt.Sprintf(`(select => { select.value = %q; return select.dispatchEvent(new Event("change", { bubbles: true })) })(document.querySelector("[data-sort] select"))`, order))
}

// TestParentsIncludeTheirChildren counts for each word the dilemmas that have it or a word below it, each once: so does its page, its feed, the list of words,
// the facets, and the filter.
func TestParentsIncludeTheirChildren(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	themes := sitebuild.Definition(t).Vocabularies["themas"].Terms
	above := map[string]string{}
	for _, term := range themes {
		above[term.Key] = term.Broader
	}
	want := map[string][]string{}
	for _, d := range standing(t, public) {
		for _, word := range d.Themas {
			for ; word != ""; word = above[word] {
				if !slices.Contains(want[word], d.Slug) {
					want[word] = append(want[word], d.Slug)
				}
			}
		}
	}
	parents := 0
	b := browser.New(t, public)
	b.Look(t, 1440, "light")
	for _, term := range themes {
		if term.Broader != "" || len(want[term.Key]) == 0 {
			continue
		}
		parents++
		d := page.At(t, public, "/themas/"+term.Key+"/")
		if got := slugs(d.Root); !slices.Equal(got, want[term.Key]) {
			t.Errorf("the page of %s has %q and not %q", term.Key, got, want[term.Key])
		}
		children := page.Text(d.Element("narrower"))
		for child, parent := range above {
			if c := page.At(t, public, "/themas/"+child+"/"); parent == term.Key && (!strings.Contains(children, fmt.Sprintf("%d dilemma", len(want[child]))) || !strings.Contains(page.Text(c.Root), "Hoort bij: "+term.Label)) {
				t.Errorf("%s and %s do not name each other, or how many there are: %q", term.Key, child, children)
			}
		}
		var feed struct {
			Entries []struct{} `xml:"entry"`
		}
		must.Do(t, xml.Unmarshal([]byte(must.Read(t, public, "themas", term.Key, "index.atom")), &feed))
		if len(feed.Entries) != len(want[term.Key]) {
			t.Errorf("the feed of %s has %d dilemmas and not %d", term.Key, len(feed.Entries), len(want[term.Key]))
		}
		if got := page.Text(page.At(t, public, "/themas/").Root); !strings.Contains(got, fmt.Sprintf("%s %d dilemma’s", term.Explanation, len(want[term.Key]))) {
			t.Errorf("the list of themes counts otherwise: %s", got)
		}
		b.Open(t, "/dilemmas/?themas="+term.Key)
		b.Wait(t, `!document.querySelector("[data-found]").hidden`)
		if got := browser.Eval[[]string](t, b, `[...document.querySelectorAll("[data-found] .card a")].map(a => a.pathname.split("/").at(-2))`); !slices.Equal(got, want[term.Key]) {
			t.Errorf("the filter %s has %q and not %q", term.Key, got, want[term.Key])
		}
		b.Open(t, "/dilemmas/")
		if got := browser.Eval[string](t, b, fmt.Sprintf(`document.querySelector("input[value=%s]").closest("label").querySelector(".count").textContent`, term.Key)); got != fmt.Sprint(len(want[term.Key])) {
			t.Errorf("the facet counts %s %s, not %d", term.Key, got, len(want[term.Key]))
		}
	}
	if parents < 2 {
		t.Errorf("only %d parents", parents)
	}
}
