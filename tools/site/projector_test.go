package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const exercise = "/dilemmas/onderzoek-klaar-onderhandeling-niet/oefenen/"

// key presses keys, one after another.
func (b *browser) key(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		b.do(t, chromedp.KeyEvent(k))
	}
}

// on returns what the bar of the projector says about the screen, and its first heading.
func (b *browser) onScreen(t *testing.T) (where, heading string) {
	t.Helper()
	return eval[string](t, b, `document.querySelector("[data-where]").textContent`),
		eval[string](t, b, `document.querySelector("[data-place] :is(h1, h2)")?.textContent.trim() ?? ""`)
}

// TestProjector goes through a case to practise with by keyboard and clicker alone.
func TestProjector(t *testing.T) {
	axe := axeCore(t)
	b := newBrowser(t, publicDir(t))
	b.look(t, 1600, "light")
	b.open(t, exercise)
	b.wait(t, `document.querySelector("[data-show]").checkVisibility()`)
	eval[int](t, b, `document.querySelector("[data-show]").focus(), 0`)
	b.key(t, kb.Enter)
	b.wait(t, `document.querySelector("[data-projector]").open`)
	if _, heading := b.onScreen(t); !strings.Contains(heading, "onderzoek") {
		t.Errorf("it begins with %q", heading)
	}
	b.judge(t, axe, "projector, the card")
	b.key(t, kb.PageDown)
	if where, _ := b.onScreen(t); where != "Stap 2 van 5" {
		t.Errorf("after one press: %q", where)
	}
	// What the group wrote stays closed until it is asked for; only then it goes on.
	b.key(t, "3")
	opened := `document.querySelector("[data-place] details").open`
	if eval[bool](t, b, opened) {
		t.Error("the answer is open before anyone asked")
	}
	for range 20 {
		if eval[bool](t, b, opened) {
			break
		}
		b.key(t, kb.ArrowRight)
	}
	if where, _ := b.onScreen(t); where != "Stap 3 van 5" || !eval[bool](t, b, opened) {
		t.Errorf("the answer does not open on %q", where)
	}
	b.judge(t, axe, "projector, an answer")
	for range 40 {
		if where, _ := b.onScreen(t); where != "Stap 3 van 5" {
			break
		}
		b.key(t, kb.PageDown)
	}
	if where, _ := b.onScreen(t); where != "Stap 4 van 5" {
		t.Errorf("behind the answer comes %q", where)
	}
	b.key(t, kb.End)
	if where, _ := b.onScreen(t); where != "Stap 5 van 5" {
		t.Errorf("End leads to %q", where)
	}
	b.key(t, ".")
	if eval[bool](t, b, `document.querySelector("[data-place]").checkVisibility({visibilityProperty: true})`) {
		t.Error("the screen is not black")
	}
	b.key(t, kb.Home)
	if where, _ := b.onScreen(t); where != "" || !eval[bool](t, b, `document.querySelector("[data-place]").checkVisibility({visibilityProperty: true})`) {
		t.Errorf("Home leads to %q", where)
	}
	b.key(t, "n")
	if !eval[bool](t, b, `document.querySelector("[data-notes]").checkVisibility()`) {
		t.Error("no notes")
	}
	b.key(t, "2")
	if got := eval[string](t, b, `document.querySelector("[data-notes]").innerText`); !strings.Contains(got, "rollen") {
		t.Errorf("the notes say %q", got)
	}
	b.judge(t, axe, "projector, with notes")
	b.key(t, kb.Escape)
	if eval[bool](t, b, `document.querySelector("[data-projector]").open`) || !eval[bool](t, b, `document.activeElement.matches("[data-show]")`) {
		t.Error("Escape does not lead back to the button")
	}
	b.wait(t, `document.querySelectorAll("[data-place] *").length === 0`)
	// Opened again before the browser has told that it was closed.
	eval[int](t, b, `(() => {
		const dialog = document.querySelector("[data-projector]");
		const button = document.querySelector("[data-show]");
		button.click();
		dialog.addEventListener("close", () => setTimeout(() => (window.told = true)), { once: true });
		dialog.close();
		button.click();
	})(), 0`)
	b.wait(t, `window.told`)
	if _, heading := b.onScreen(t); heading == "" {
		t.Error("opened again at once, it is empty")
	}
}

// TestProjectorClock lets time go by: the clock tells, keeps counting through a reload, and changes nothing on the screen by itself.
func TestProjectorClock(t *testing.T) {
	axe := axeCore(t)
	b := newBrowser(t, publicDir(t))
	const wait = `(minutes) => { const at = Date.now() + minutes * 60000; Date.now = () => at; return 0; }`
	later := func(minutes int) { eval[int](t, b, fmt.Sprintf("(%s)(%d)", wait, minutes)) }
	says := func(part string) {
		t.Helper()
		b.wait(t, `document.querySelector("[data-time]").textContent.includes(`+quoted(part)+`)`)
	}
	open := func() {
		b.open(t, exercise)
		b.wait(t, `document.querySelector("[data-show]").checkVisibility()`)
		b.click(t, "[data-show]")
		b.key(t, "2")
	}
	open()
	b.click(t, ".projector__more summary")
	b.judge(t, axe, "projector, the clock")
	if got := eval[string](t, b, `document.querySelector("[data-total]").textContent + document.querySelector(".projector__panel").innerText`); !strings.Contains(got, "120") || !strings.Contains(got, "voorstel van deze site") {
		t.Errorf("the plan says %q", got)
	}
	b.click(t, `[data-plan="short"]`)
	b.click(t, "[data-start]")
	says("nog 20 min voor deze stap · nog 60 min in totaal")
	later(19)
	says("nog 1 min voor deze stap")
	later(5)
	says("de tijd voor deze stap is om (4 min erover)")
	b.wait(t, `document.querySelector("[data-told]").textContent === "De tijd voor Verkennen is om."`)
	b.judge(t, axe, "projector, the time is over")
	if where, _ := b.onScreen(t); where != "Stap 2 van 5" {
		t.Errorf("the clock went on to %q", where)
	}
	if got := eval[string](t, b, `getComputedStyle(document.querySelector("[data-time]"), "::before").content`); !strings.Contains(got, "●") {
		t.Errorf("the signal is %s, which nobody sees", got)
	}
	// Own minutes, and a reload in the middle of it. The clock of the page is the real one again.
	b.click(t, "[data-reset]")
	eval[int](t, b, `(() => { const one = document.querySelectorAll("[data-minutes]")[1]; one.value = "7"; one.dispatchEvent(new Event("change")); })(), 0`)
	b.click(t, "[data-start]")
	says("nog 7 min voor deze stap")
	later(0)
	eval[int](t, b, `localStorage.setItem("dilemma.klok", JSON.stringify({ ...JSON.parse(localStorage.getItem("dilemma.klok")), at: performance.timeOrigin + performance.now() - 3 * 60000 })), 0`)
	eval[int](t, b, `Object.defineProperty(Storage.prototype, "setItem", { value() {} }), 0`)
	open()
	says("nog 4 min voor deze stap")
	// A browser that keeps nothing has a clock all the same.
	eval[int](t, b, `Object.defineProperty(Storage.prototype, "setItem", { value() { throw new Error("full"); } }), 0`)
	b.click(t, ".projector__more summary")
	b.click(t, "[data-reset]")
	b.click(t, "[data-start]")
	says("nog 7 min voor deze stap")
}

// TestProjectorNotes opens the notes in a second window, which steers the first, and does without where a browser blocks it.
func TestProjectorNotes(t *testing.T) {
	for _, address := range []string{exercise, standAlone} {
		b := newBrowser(t, publicDir(t))
		b.open(t, address)
		b.wait(t, `document.querySelector("[data-show]").checkVisibility()`)
		eval[int](t, b, `(() => { const open = window.open; window.open = (...all) => (window.second = open.apply(window, all)); })(), 0`)
		b.click(t, "[data-show]")
		b.key(t, "1", "2")
		b.click(t, ".projector__more:nth-of-type(2) summary")
		b.click(t, "[data-second]")
		b.wait(t, `window.second?.document.body?.innerText.includes("Verkennen")`)
		if got := eval[string](t, b, `second.getComputedStyle(second.document.querySelector("li")).fontFamily`); got != eval[string](t, b, `getComputedStyle(document.body).fontFamily`) {
			t.Errorf("%s: the second window has no styles: %s", address, got)
		}
		eval[int](t, b, `second.document.body.dispatchEvent(new second.KeyboardEvent("keydown", { key: "4", bubbles: true })), 0`)
		if where, _ := b.onScreen(t); where != "Stap 4 van 5" {
			t.Errorf("%s: the second window leads to %q", address, where)
		}
		if got := eval[string](t, b, `second.document.body.innerText`); !strings.Contains(got, "eigenaar kiest") || !strings.Contains(got, "Hierna: Afronden") && !strings.Contains(got, "Hierna: 5 Afronden") {
			t.Errorf("%s: the second window says %q", address, got)
		}
		b.key(t, kb.Escape)
		b.wait(t, `second.closed`)
		eval[int](t, b, `(window.open = () => null), 0`)
		b.click(t, "[data-show]")
		b.click(t, "[data-second]")
		b.wait(t, `document.querySelector("[data-told]").textContent.includes("houdt het tweede venster tegen")`)
		if !eval[bool](t, b, `document.querySelector("[data-notes]").checkVisibility()`) {
			t.Errorf("%s: the notes are nowhere", address)
		}
	}
}

// TestProjectorFits shows a step with little and with very much in it on screens from a tablet to a large projector: nothing is cut off, and what is too
// long can be scrolled.
func TestProjectorFits(t *testing.T) {
	b := newForm(t, standAlone)
	for _, words := range []int{6, 120, 2500} {
		eval[int](t, b, `hands.write("canvas.kennismaken.dilemma", `+quoted(strings.Repeat("lang woord ", words/2))+`), 0`)
		last := 0.0
		for _, size := range [][2]int64{{820, 1180}, {1024, 768}, {1280, 720}, {1920, 1080}, {3840, 2160}} {
			call(t, b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: size[0], Height: size[1], DeviceScaleFactor: 1})
			eval[int](t, b, `document.querySelector(".actions [data-show]").click(), 0`)
			b.key(t, "1")
			type state struct{ Text, Over, Wide, Room float64 }
			got := eval[state](t, b, `(() => {
				const place = document.querySelector("[data-place]");
				return { text: parseFloat(getComputedStyle(place.querySelector(".field p")).fontSize), over: place.scrollHeight - place.clientHeight, wide: place.scrollWidth - place.clientWidth, room: place.tabIndex };
			})()`)
			if got.Wide > 0 || got.Over > 0 && got.Room != 0 || words < 200 && got.Over > 0 || got.Text < 18 {
				t.Errorf("%d words at %v: %+v", words, size, got)
			}
			if size[0] > 1280 && got.Text < last {
				t.Errorf("%d words at %v: the text is %.0f px, smaller than on a smaller screen", words, size, got.Text)
			}
			last = got.Text
			b.key(t, kb.Escape)
		}
	}
}
