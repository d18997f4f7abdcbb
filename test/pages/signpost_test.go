package pages_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestSignpostAsks answers the three questions one by one: the focus goes along, the answers stand in the address, and the end has the dilemmas that fit them
// together, the step, and the way to practise. Back takes one answer back.
func TestSignpostAsks(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	b := browser.New(t, public)
	b.Look(t, 1440, "light")
	b.Open(t, "/wegwijzer/")
	const questions = `[...document.querySelectorAll("[data-question]")].filter(q => q.checkVisibility()).map(q => q.dataset.question).join(" ")`
	const focused = ` && document.activeElement.matches("h2") && document.activeElement.checkVisibility()`
	b.Wait(t, questions+` == "themas"`)
	b.Click(t, `[data-answer="relationeel"]`)
	b.Wait(t, questions+` == "bestuurslaag" && location.search == "?themas=relationeel"`+focused)
	b.Click(t, `[data-answer="gemeente"]`)
	b.Wait(t, questions+` == "stap"`+focused)
	b.Do(t, chromedp.NavigateBack())
	b.Wait(t, questions+` == "bestuurslaag" && location.search == "?themas=relationeel"`)
	b.Click(t, `[data-answer="gemeente"]`)
	b.Wait(t, questions+` == "stap"`+focused)
	b.Click(t, `[data-answer="kiezen"]`)
	b.Wait(t, questions+` == "" && location.search == "?themas=relationeel&bestuurslaag=gemeente&stap=kiezen"`+focused)

	themes := []string{"relationeel"}
	for _, term := range sitebuild.Definition(t).Vocabularies["themas"].Terms {
		if term.Broader == "relationeel" {
			themes = append(themes, term.Key)
		}
	}
	var want []string
	for _, d := range standing(t, public) {
		if d.Bestuurslaag == "gemeente" && slices.ContainsFunc(d.Themas, func(theme string) bool { return slices.Contains(themes, theme) }) {
			want = append(want, d.Slug)
		}
	}
	const shown = `[...document.querySelectorAll("[data-end] .card__title a")].map(a => a.pathname.split("/").at(-2))`
	b.Wait(t, shown+`.length > 0`)
	if got := browser.Eval[[]string](t, b, shown); len(want) < 2 || !slices.Equal(got, want[:min(5, len(want))]) {
		t.Errorf("the end has %q and not %q", got, want)
	}
	links := browser.Eval[[]string](t, b, `[...document.querySelectorAll("[data-end] a")].map(a => a.pathname + a.search)`)
	for _, link := range []string{"/handreiking/kiezen/", "/dilemmas/" + want[0] + "/oefenen/", "/dilemmas/?themas=relationeel&bestuurslaag=gemeente"} {
		if !slices.Contains(links, link) {
			t.Errorf("%s is not among %q", link, links)
		}
	}
	for _, link := range links {
		address, _, _ := strings.Cut(link, "?")
		if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(address), "index.html")); err != nil {
			t.Errorf("%s leads nowhere", link)
		}
	}

	// An answer can be changed, and a question passed over.
	b.Click(t, ".chip")
	b.Wait(t, questions+` == "themas" && location.search == "?bestuurslaag=gemeente&stap=kiezen"`+focused)
	b.Click(t, `[data-question="themas"] [data-skip] a`)
	b.Wait(t, questions+` == "" && `+shown+`.length > 0`)
	if got, want := browser.Eval[string](t, b, `document.querySelector("[data-end] h3").textContent`), standing(t, public); !strings.HasPrefix(got, fmt.Sprint(count(want, func(d listed) bool { return d.Bestuurslaag == "gemeente" }))) {
		t.Errorf("with one answer the end says %q", got)
	}
	b.Click(t, "[data-again]")
	b.Wait(t, questions+` == "themas" && location.search == ""`)
}

// TestSignpostWithoutFit finds two answers that no dilemma has together: the end says so, and has those with one of the two.
func TestSignpostWithoutFit(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	dilemmas := standing(t, public)
	theme, layer := "", ""
	for _, term := range sitebuild.Definition(t).Vocabularies["themas"].Terms {
		has := func(d listed) bool { return slices.Contains(d.Themas, term.Key) }
		for _, d := range dilemmas {
			// A word that lies below another has nothing below it.
			if term.Broader != "" && count(dilemmas, has) > 0 && count(dilemmas, func(c listed) bool { return c.Bestuurslaag == d.Bestuurslaag && has(c) }) == 0 {
				theme, layer = term.Key, d.Bestuurslaag
			}
		}
	}
	b := browser.New(t, public)
	b.Open(t, "/wegwijzer/?themas="+theme+"&bestuurslaag="+layer+"&stap=")
	b.Wait(t, `document.querySelectorAll("[data-end] h3").length > 1`)
	said := browser.Eval[string](t, b, `document.querySelector("[data-result]").innerText`)
	for _, n := range []int{
		count(dilemmas, func(d listed) bool { return slices.Contains(d.Themas, theme) }),
		count(dilemmas, func(d listed) bool { return d.Bestuurslaag == layer }),
	} {
		if !strings.Contains(said, fmt.Sprintf(": %d dilemma", n)) {
			t.Errorf("%s and %s: not %d in %q", theme, layer, n, said)
		}
	}
	if !strings.HasPrefix(said, "Geen dilemma past bij beide antwoorden.") {
		t.Errorf("%q", said)
	}
}

// TestSignpostWithoutScript shows all questions at once, each answer a link to its own page, and nothing that does nothing.
func TestSignpostWithoutScript(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.WithoutScript(t)
	b.Open(t, "/wegwijzer/")
	if n := browser.Eval[int](t, b, `[...document.querySelectorAll("[data-question]")].filter(q => q.checkVisibility()).length`); n != 3 {
		t.Errorf("%d questions", n)
	}
	if got := browser.Eval[[]string](t, b, `[...document.querySelectorAll("main :is(button, a[href='#'], .chips, [data-end])")].filter(e => e.checkVisibility()).map(e => e.outerHTML)`); len(got) > 0 {
		t.Errorf("what does nothing: %q", got)
	}
	b.Click(t, `[data-answer="relationeel"]`)
	b.Wait(t, `location.pathname == "/themas/relationeel/"`)
}

// count returns how many dilemmas are such.
func count(dilemmas []listed, such func(listed) bool) int {
	n := 0
	for _, d := range dilemmas {
		if such(d) {
			n++
		}
	}
	return n
}
