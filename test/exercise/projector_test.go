package exercise_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/chromedp/chromedp/kb"
)

const exercise = "/dilemmas/onderzoek-klaar-onderhandeling-niet/oefenen/"

// on returns what the bar of the projector says about the screen, and its first heading.
func onScreen(t *testing.T, b *browser.Browser) (where, heading string) {
	t.Helper()
	return browser.Eval[string](t, b, `document.querySelector("[data-where]").textContent`),
		browser.Eval[string](t, b, `document.querySelector("[data-place] :is(h1, h2)")?.textContent.trim() ?? ""`)
}

// TestProjector goes through a case to practise with by keyboard and clicker alone.
func TestProjector(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	b := browser.New(t, sitebuild.Published(t))
	b.Look(t, 1600, "light")
	b.Open(t, exercise)
	b.Wait(t, `document.querySelector("[data-show]").checkVisibility()`)
	browser.Eval[int](t, b, `document.querySelector("[data-show]").focus(), 0`)
	b.Key(t, kb.Enter)
	b.Wait(t, `document.querySelector("[data-projector]").open`)
	if _, heading := onScreen(t, b); !strings.Contains(heading, "onderzoek") {
		t.Errorf("it begins with %q", heading)
	}
	judge.Page(t, b, "projector, the card")
	b.Key(t, kb.PageDown)
	if where, _ := onScreen(t, b); where != "Stap 2 van 5" {
		t.Errorf("after one press: %q", where)
	}
	// What the group wrote stays closed until it is asked for; only then it goes on.
	b.Key(t, "3")
	opened := `document.querySelector("[data-place] details").open`
	if browser.Eval[bool](t, b, opened) {
		t.Error("the answer is open before anyone asked")
	}
	for range 20 {
		if browser.Eval[bool](t, b, opened) {
			break
		}
		b.Key(t, kb.ArrowRight)
	}
	if where, _ := onScreen(t, b); where != "Stap 3 van 5" || !browser.Eval[bool](t, b, opened) {
		t.Errorf("the answer does not open on %q", where)
	}
	judge.Page(t, b, "projector, an answer")
	for range 40 {
		if where, _ := onScreen(t, b); where != "Stap 3 van 5" {
			break
		}
		b.Key(t, kb.PageDown)
	}
	if where, _ := onScreen(t, b); where != "Stap 4 van 5" {
		t.Errorf("behind the answer comes %q", where)
	}
	b.Key(t, kb.End)
	if where, _ := onScreen(t, b); where != "Stap 5 van 5" {
		t.Errorf("End leads to %q", where)
	}
	b.Key(t, ".")
	if browser.Eval[bool](t, b, `document.querySelector("[data-place]").checkVisibility({visibilityProperty: true})`) {
		t.Error("the screen is not black")
	}
	b.Key(t, kb.Home)
	if where, _ := onScreen(t, b); where != "" || !browser.Eval[bool](t, b, `document.querySelector("[data-place]").checkVisibility({visibilityProperty: true})`) {
		t.Errorf("Home leads to %q", where)
	}
	b.Key(t, "n")
	if !browser.Eval[bool](t, b, `document.querySelector("[data-notes]").checkVisibility()`) {
		t.Error("no notes")
	}
	b.Key(t, "2")
	if got := browser.Eval[string](t, b, `document.querySelector("[data-notes]").innerText`); !strings.Contains(got, "rollen") {
		t.Errorf("the notes say %q", got)
	}
	judge.Page(t, b, "projector, with notes")
	b.Key(t, kb.Escape)
	if browser.Eval[bool](t, b, `document.querySelector("[data-projector]").open`) || !browser.Eval[bool](t, b, `document.activeElement.matches("[data-show]")`) {
		t.Error("Escape does not lead back to the button")
	}
	b.Wait(t, `document.querySelectorAll("[data-place] *").length === 0`)
	// Opened again before the browser has told that it was closed.
	browser.Eval[int](t, b, `(() => {
		const dialog = document.querySelector("[data-projector]");
		const button = document.querySelector("[data-show]");
		button.click();
		dialog.addEventListener("close", () => setTimeout(() => (window.dialogClosed = true)), { once: true });
		dialog.close();
		button.click();
	})(), 0`)
	b.Wait(t, `window.dialogClosed`)
	if _, heading := onScreen(t, b); heading == "" {
		t.Error("opened again at once, it is empty")
	}
}

// TestProjectorClock lets time go by: the clock tells, keeps counting through a reload, and changes nothing on the screen by itself.
func TestProjectorClock(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	b := browser.New(t, sitebuild.Published(t))
	const wait = `(minutes) => { const at = Date.now() + minutes * 60000; Date.now = () => at; return 0; }`
	later := func(minutes int) { browser.Eval[int](t, b, fmt.Sprintf("(%s)(%d)", wait, minutes)) }
	says := func(part string) {
		t.Helper()
		b.Wait(t, `document.querySelector("[data-time]").textContent.includes(`+browser.Literal(part)+`)`)
	}
	open := func() {
		b.Open(t, exercise)
		b.Wait(t, `document.querySelector("[data-show]").checkVisibility()`)
		b.Click(t, "[data-show]")
		b.Key(t, "2")
	}
	open()
	b.Click(t, ".projector__more summary")
	judge.Page(t, b, "projector, the clock")
	if got := browser.Eval[string](t, b, `document.querySelector("[data-total]").textContent + document.querySelector(".projector__panel").innerText`); !strings.Contains(got, "120") || !strings.Contains(got, "voorstel van deze site") {
		t.Errorf("the plan says %q", got)
	}
	b.Click(t, `[data-plan="short"]`)
	b.Click(t, "[data-start]")
	says("nog 20 min voor deze stap · nog 60 min in totaal")
	later(19)
	says("nog 1 min voor deze stap")
	later(5)
	says("de tijd voor deze stap is om (4 min erover)")
	b.Wait(t, `document.querySelector("[data-time-status]").textContent === "De tijd voor Verkennen is om."`)
	judge.Page(t, b, "projector, the time is over")
	if where, _ := onScreen(t, b); where != "Stap 2 van 5" {
		t.Errorf("the clock went on to %q", where)
	}
	if got := browser.Eval[string](t, b, `getComputedStyle(document.querySelector("[data-time]"), "::before").content`); !strings.Contains(got, "●") {
		t.Errorf("the signal is %s, which nobody sees", got)
	}
	// Own minutes, and a reload in the middle of it. The clock of the page is the real one again.
	b.Click(t, "[data-reset]")
	browser.Eval[int](t, b, `(() => { const one = document.querySelectorAll("[data-minutes]")[1]; one.value = "7"; one.dispatchEvent(new Event("change")); })(), 0`)
	b.Click(t, "[data-start]")
	says("nog 7 min voor deze stap")
	later(0)
	browser.Eval[int](t, b, `localStorage.setItem("dilemma.klok", JSON.stringify({ ...JSON.parse(localStorage.getItem("dilemma.klok")), at: performance.timeOrigin + performance.now() - 3 * 60000 })), 0`)
	browser.Eval[int](t, b, `Object.defineProperty(Storage.prototype, "setItem", { value() {} }), 0`)
	open()
	says("nog 4 min voor deze stap")
	// A browser that keeps nothing has a clock all the same.
	browser.Eval[int](t, b, `Object.defineProperty(Storage.prototype, "setItem", { value() { throw new Error("full"); } }), 0`)
	b.Click(t, ".projector__more summary")
	b.Click(t, "[data-reset]")
	b.Click(t, "[data-start]")
	says("nog 7 min voor deze stap")
}

// TestProjectorNotes opens the notes in a second window, which steers the first, and does without where a browser blocks it.
func TestProjectorNotes(t *testing.T) {
	t.Parallel()
	for _, address := range []string{exercise, page.StandAlone} {
		b := browser.New(t, sitebuild.Published(t))
		b.Open(t, address)
		b.Wait(t, `document.querySelector("[data-show]").checkVisibility()`)
		browser.Eval[int](t, b, `(() => { const open = window.open; window.open = (...all) => (window.second = open.apply(window, all)); })(), 0`)
		b.Click(t, "[data-show]")
		b.Key(t, "1", "2")
		b.Click(t, ".projector__more:nth-of-type(2) summary")
		b.Click(t, "[data-second]")
		b.Wait(t, `window.second?.document.body?.innerText.includes("Verkennen")`)
		if got := browser.Eval[string](t, b, `second.getComputedStyle(second.document.querySelector("li")).fontFamily`); got != browser.Eval[string](t, b, `getComputedStyle(document.body).fontFamily`) {
			t.Errorf("%s: the second window has no styles: %s", address, got)
		}
		browser.Eval[int](t, b, `second.document.body.dispatchEvent(new second.KeyboardEvent("keydown", { key: "4", bubbles: true })), 0`)
		if where, _ := onScreen(t, b); where != "Stap 4 van 5" {
			t.Errorf("%s: the second window leads to %q", address, where)
		}
		if got := browser.Eval[string](t, b, `second.document.body.innerText`); !strings.Contains(got, "eigenaar kiest") || !strings.Contains(got, "Hierna: Afronden") && !strings.Contains(got, "Hierna: 5 Afronden") {
			t.Errorf("%s: the second window says %q", address, got)
		}
		b.Key(t, kb.Escape)
		b.Wait(t, `second.closed`)
		browser.Eval[int](t, b, `(window.open = () => null), 0`)
		b.Click(t, "[data-show]")
		b.Click(t, "[data-second]")
		b.Wait(t, `document.querySelector("[data-time-status]").textContent.includes("houdt het tweede venster tegen")`)
		if !browser.Eval[bool](t, b, `document.querySelector("[data-notes]").checkVisibility()`) {
			t.Errorf("%s: the notes are nowhere", address)
		}
	}
}
