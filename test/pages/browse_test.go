package pages_test

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"
)

// TestNoOtherHost opens one page of every kind, and one of each folder that the site has: none may ask another host for anything.
func TestNoOtherHost(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	addresses, folders := slices.Clone(page.Kinds), map[string]bool{}
	for _, p := range page.All(t, public) {
		address := "/" + strings.TrimSuffix(p.Name, "index.html")
		if folder := path.Dir(path.Clean(address)); !p.Redirect() && !folders[folder] {
			folders[folder] = true
			addresses = append(addresses, address)
		}
	}
	if len(folders) < 5 {
		t.Fatalf("only %d folders", len(folders))
	}
	b := browser.New(t, public)
	for _, address := range addresses {
		b.Open(t, address)
		if title := browser.Eval[string](t, b, "document.title"); title == "" {
			t.Errorf("%s shows nothing", address)
		}
		if t.Failed() || len(b.Complaints()) > 0 {
			t.Fatalf("%s: %s", address, b.Complaints())
		}
	}
}

// TestFilters combines filters, shares them in the address, and goes back.
func TestFilters(t *testing.T) {
	t.Parallel()
	browser.Each(t, filters)
}

func filters(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Published(t))
	b.Size(t, 1440, 900)
	b.Open(t, "/dilemmas/")
	const shown = `[...document.querySelectorAll("main .card")].filter(c => c.checkVisibility()).length`
	all := browser.Eval[int](t, b, shown)
	if all < 10 {
		t.Fatalf("%d dilemmas", all)
	}
	box := func(facet, word string) string {
		return fmt.Sprintf(`input[name=%q][value=%q]`, facet, word)
	}
	b.Click(t, box("themas", "timing"))
	b.Wait(t, `location.search.includes("themas=timing")`)
	b.Wait(t, shown+" < "+strconv.Itoa(all))
	one := browser.Eval[int](t, b, shown)
	b.Click(t, box("bestuurslaag", "gemeente"))
	b.Wait(t, `location.search.includes("bestuurslaag=gemeente")`)
	b.Wait(t, shown+" < "+strconv.Itoa(one))
	both := browser.Eval[int](t, b, shown)
	if one == 0 || both == 0 {
		t.Errorf("%d, %d and %d dilemmas", all, one, both)
	}

	// The address is the filter: another reader sees the same.
	address := browser.Eval[string](t, b, "location.pathname + location.search")
	b.Open(t, address)
	b.Wait(t, shown+" == "+strconv.Itoa(both))
	if !browser.Eval[bool](t, b, `document.querySelector(`+strconv.Quote(box("themas", "timing"))+`).checked`) {
		t.Error("the box of the shared filter is not checked")
	}

	// Back takes one step back, and a word that does not exist breaks nothing.
	b.Open(t, "/dilemmas/?themas=timing")
	b.Wait(t, shown+" == "+strconv.Itoa(one))
	b.Click(t, box("bestuurslaag", "gemeente"))
	b.Wait(t, shown+" == "+strconv.Itoa(both))
	browser.Eval[int](t, b, `(setTimeout(() => history.back()), 0)`)
	b.Wait(t, shown+" == "+strconv.Itoa(one))
	b.Open(t, "/dilemmas/?themas=bestaat-niet&x=%3Cscript%3E")
	b.Wait(t, shown+" >= 0")
}

// TestFiltersInEnglish filters the same data on the English page: its words are English, and its links stay there.
func TestFiltersInEnglish(t *testing.T) {
	t.Parallel()
	browser.Each(t, filtersInEnglish)
}

func filtersInEnglish(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Published(t))
	b.Size(t, 1440, 900)
	b.Open(t, "/en/dilemmas/")
	b.Click(t, `input[name="themas"][value="timing"]`)
	b.Wait(t, `document.querySelector("[data-count]").textContent.endsWith("dilemmas found")`)
	first := `[...document.querySelectorAll("[data-found] .card")].find(c => c.checkVisibility())`
	if tags := browser.Eval[string](t, b, first+`.querySelector("ul").innerText`); !strings.Contains(tags, "Fictional") {
		t.Errorf("the words of a dilemma that was found: %q", tags)
	}
	if lang := browser.Eval[string](t, b, first+`.querySelector("p").lang + document.querySelector("[data-found] .card").querySelector("a").lang`); lang != "nl" {
		t.Errorf("the text that was found is in %q", lang)
	}
	b.Click(t, `[data-found] a`)
	b.Wait(t, `location.pathname.startsWith("/en/dilemmas/") && document.querySelector("main .notice").innerText.includes("in Dutch")`)
}

// TestKeyboard does without a mouse: the first tab stop skips the menu, and a filter can be set.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	browser.Each(t, keyboard)
}

func keyboard(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Published(t))
	b.Size(t, 1440, 900)
	b.Open(t, "/dilemmas/")
	b.Key(t, kb.Tab, kb.Enter)
	b.Wait(t, `location.hash.length > 1 && document.querySelector(location.hash).tagName == "MAIN"`)
	reached := false
	for i := 0; i < 60 && !reached; i++ {
		b.Key(t, kb.Tab)
		reached = browser.Eval[bool](t, b, `document.activeElement.type == "checkbox"`)
	}
	if !reached {
		t.Fatal("no filter reached with the tab key")
	}
	if !browser.Eval[bool](t, b, `getComputedStyle(document.activeElement).outlineStyle != "none"`) {
		t.Error("the filter with the focus does not show it")
	}
	b.Key(t, " ")
	b.Wait(t, `location.search.length > 1`)
}

// TestWithoutScript turns scripts off: everything can still be read, and the filters are links.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	browser.Call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.Open(t, "/canvas/")
	if browser.Eval[bool](t, b, `document.querySelector("[data-print]").checkVisibility({visibilityProperty: true})`) {
		t.Error("a button that does nothing")
	}
	b.Open(t, "/dilemmas/")
	b.Click(t, ".filters > summary")
	b.Click(t, `main a[href$="/themas/timing/"]`)
	b.Wait(t, `location.pathname.endsWith("/themas/timing/") && document.title.includes("Timing")`)
}
