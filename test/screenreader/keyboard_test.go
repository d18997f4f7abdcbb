package screenreader_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// look opens a page for a person without a mouse, on a phone or a large screen.
func look(t *testing.T, b *browser.Browser, width int64, address string) {
	t.Helper()
	b.Look(t, width, "light")
	b.Media(t, "prefers-reduced-motion", "reduce")
	b.Open(t, address)
	b.Wait(t, `document.readyState == "complete" && document.fonts.status == "loaded"`)
}

// walkForm walks through the form with all that can be opened open, with entries added and findings at the fields.
func walkForm(t *testing.T) {
	b := browser.New(t, sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address, Programs: true}))
	for _, width := range []int64{360, 1440} {
		look(t, b, width, page.Form)
		formpage.Ready(t, b)
		b.Fill(t, "#veld-kennismaken-dilemma", "Bel Jan Pietersen op 06-12345678")
		browser.Eval[int](t, b, `(document.querySelectorAll("[data-form] details").forEach((e) => (e.open = true)), document.querySelector("[data-add]").click(), 0)`)
		b.Wait(t, `document.querySelector(".form-field__back").checkVisibility() || document.querySelectorAll(".form-field__findings li").length > 1`)
		browser.Eval[int](t, b, `(document.activeElement.blur(), scrollTo(0, 0), document.querySelector("main").focus(), 0)`)
		b.Walk(t, "main", fmt.Sprintf("the form at %d", width))
	}
}

// walkSearch walks from the field through the filters and what was found.
func walkSearch(t *testing.T) {
	b := browser.New(t, sitebuild.Searchable(t))
	for _, width := range []int64{360, 1440} {
		look(t, b, width, "/zoeken/?q=rapport&soort=dilemmas")
		b.Wait(t, `document.querySelector("[data-found] li") != null`)
		browser.Eval[int](t, b, `(document.querySelector("main").focus(), 0)`)
		b.Walk(t, "main", fmt.Sprintf("what was found at %d", width))
	}
}

// walkProjector walks through the projector with its notes and panels open: the focus stays in it, and Escape closes it.
func walkProjector(t *testing.T) {
	b := browser.New(t, sitebuild.Published(t))
	for _, width := range []int64{360, 1440} {
		look(t, b, width, "/dilemmas/onderzoek-klaar-onderhandeling-niet/oefenen/")
		b.Do(t, chromedp.Focus(chromedp.CSS("[data-show]")))
		b.Key(t, " ", "3", "n")
		// The notes take a part of the place, so it is laid out anew.
		b.Wait(t, `((place) => place.firstElementChild.getBoundingClientRect().bottom <= place.getBoundingClientRect().bottom && place.scrollHeight <= place.clientHeight)(document.querySelector("[data-place]")) && document.fonts.status == "loaded"`)
		browser.Eval[int](t, b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))`) // and what watches its size has run
		browser.Eval[int](t, b, `((dialog) => { dialog.tabIndex = -1; dialog.focus(); return 0 })(document.querySelector("[data-projector]"))`)
		b.Walk(t, "[data-projector]", fmt.Sprintf("the projector at %d", width))
		if !browser.Eval[bool](t, b, `document.activeElement == document.body || document.querySelector("[data-projector]").contains(document.activeElement)`) {
			t.Error("the focus leaves the projector")
		}
		b.Key(t, kb.Escape)
		b.Wait(t, `!document.querySelector("[data-projector]").open && document.activeElement.matches("[data-show]")`)
	}
}

// staysInList lets the findings change while the focus is in their list.
func staysInList(t *testing.T) {
	b := browser.New(t, sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address, Programs: true}))
	look(t, b, 1440, page.Form)
	const items = `document.querySelectorAll("[data-findings-list] > li").length`
	b.Fill(t, "#veld-kennismaken-dilemma", "Bel Jan Pietersen op 06-12345678")
	b.Wait(t, items+` == 4 && document.querySelector("[data-findings-list]").textContent.includes("mobiel nummer")`)
	browser.Eval[int](t, b, `(document.querySelectorAll("[data-findings-list] a")[1].focus(), 0)`)
	b.Fill(t, "#veld-afwegen-conclusie", "Mail a.b@voorbeeld.nl")
	b.Wait(t, items+` == 5`)
	if got := browser.Eval[int](t, b, `[...document.querySelectorAll("[data-findings-list] > li")].findIndex((item) => item.contains(document.activeElement))`); got != 1 {
		t.Errorf("the focus goes to item %d", got)
	}
}

// TestKeyboard walks through what is only there after something was done, with the tab key.
func TestKeyboard(t *testing.T) {
	t.Run("form", walkForm)
	t.Run("findings", staysInList)
	t.Run("search", walkSearch)
	t.Run("projector", walkProjector)
}
