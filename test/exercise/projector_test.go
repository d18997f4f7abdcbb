package exercise_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/chromedp/chromedp/kb"
)

const exercise = "/dilemmas/onderzoek-klaar-onderhandeling-niet/oefenen/"

// onScreen returns what the bar of the projector says about the step, and what stands on the screen.
func onScreen(t *testing.T, b *browser.Browser) (step, text string) {
	t.Helper()
	step, _, _ = strings.Cut(browser.Eval[string](t, b, `document.querySelector("[data-where]").textContent`), " · ")
	return step, browser.Eval[string](t, b, `document.querySelector("[data-place]").innerText`)
}

// TestProjector goes through a case to practise with by keyboard and clicker alone.
func TestProjector(t *testing.T) {
	t.Parallel()
	browser.Each(t, throughTheExercise)
}

func throughTheExercise(t *testing.T, in browser.In) {
	judge := axe.Find(t)
	b := in.New(t, sitebuild.Published(t))
	b.Size(t, 1600, 900)
	b.Open(t, exercise)
	b.Wait(t, `document.querySelector("[data-show]").checkVisibility()`)
	browser.Eval[int](t, b, `document.querySelector("[data-show]").focus(), 0`)
	b.Key(t, kb.Enter)
	b.Wait(t, `document.querySelector("[data-projector]").open`)
	if _, text := onScreen(t, b); !strings.Contains(text, "onderzoek") {
		t.Errorf("it begins with %q", text)
	}
	judge.Page(t, b, "projector, the title")
	b.Key(t, kb.PageDown)
	if step, _ := onScreen(t, b); step != "Stap 1 van 5" {
		t.Errorf("after one press: %q", step)
	}
	// The question that all share has a screen of its own, in letters that are larger than those of any answer.
	b.Key(t, "2")
	largest := 0.0
	for range 20 {
		letters := browser.Eval[float64](t, b, `parseFloat(getComputedStyle(document.querySelector("[data-place] dd")).fontSize)`)
		if _, text := onScreen(t, b); strings.Contains(text, "gedeelde vraag") {
			if strings.Contains(text, "Speler") || letters < 1.3*largest {
				t.Errorf("the shared question stands in letters of %g, the players in %g: %q", letters, largest, text)
			}
			break
		}
		largest = max(largest, letters)
		b.Key(t, kb.ArrowRight)
	}
	judge.Page(t, b, "projector, the shared question")
	b.Key(t, kb.ArrowRight)
	// What the group wrote stays closed until it is asked for: its screens come then, and only those of this step.
	screens := func() (n int) {
		where := browser.Eval[string](t, b, `document.querySelector("[data-where]").textContent`)
		_, err := fmt.Sscanf(where[strings.LastIndex(where, " ")+1:], "%d", &n)
		must.Do(t, err)
		return n
	}
	step, asked := onScreen(t, b)
	if closed := screens(); step != "Stap 3 van 5" || !strings.Contains(asked, "Toon wat deze groep opschreef") || strings.Contains(asked, "Voordelen") {
		t.Errorf("%s begins with %q", step, asked)
	} else if b.Key(t, kb.ArrowLeft, "3", kb.PageDown); screens() <= closed {
		t.Error("what was opened has no screens")
	}
	if step, text := onScreen(t, b); step != "Stap 3 van 5" || !strings.Contains(text, "Voordelen") {
		t.Errorf("on %s opened %q", step, text)
	}
	if !browser.Eval[bool](t, b, `document.activeElement.matches("[data-forth]")`) {
		t.Error("the focus went with the button")
	}
	judge.Page(t, b, "projector, an answer")
	for range 40 {
		if step, _ := onScreen(t, b); step != "Stap 3 van 5" {
			break
		}
		b.Key(t, kb.PageDown)
	}
	if step, text := onScreen(t, b); step != "Stap 4 van 5" || !strings.Contains(text, "Toon wat deze groep opschreef") {
		t.Errorf("behind the answer comes %s with %q", step, text)
	}
	// By the button itself.
	b.Click(t, "[data-place] button")
	if step, text := onScreen(t, b); step != "Stap 4 van 5" || strings.Contains(text, "Toon wat deze groep opschreef") {
		t.Errorf("the button leads to %s with %q", step, text)
	}
	// Going back, it is open.
	opened := screens()
	b.Key(t, kb.ArrowLeft, kb.ArrowRight)
	if screens() != opened {
		t.Error("what was open is opened again")
	}
	b.Key(t, kb.End)
	if where, _ := onScreen(t, b); where != "Stap 5 van 5" {
		t.Errorf("End leads to %q", where)
	}
	b.Key(t, ".")
	if browser.Eval[bool](t, b, `document.querySelector("[data-place]").checkVisibility({visibilityProperty: true}) || document.querySelector("[data-head]").checkVisibility({visibilityProperty: true})`) {
		t.Error("the screen is not black")
	}
	b.Key(t, kb.Home)
	if where, _ := onScreen(t, b); !strings.HasPrefix(where, "scherm 1 van") || !browser.Eval[bool](t, b, `document.querySelector("[data-place]").checkVisibility({visibilityProperty: true})`) {
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
	// The notes took a part of the place, so it was laid out anew.
	b.Wait(t, `(() => {
		const place = document.querySelector("[data-place]"), slide = place.firstElementChild.getBoundingClientRect();
		return slide.right <= place.getBoundingClientRect().right && place.scrollWidth <= place.clientWidth && place.scrollHeight <= place.clientHeight;
	})()`)
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
	if _, text := onScreen(t, b); text == "" {
		t.Error("opened again at once, it is empty")
	}
}

// TestProjectorByAddress follows the link of a case to its screen, and goes on by clicker at once: the browser gives nothing the focus then.
func TestProjectorByAddress(t *testing.T) {
	t.Parallel()
	browser.Each(t, projectorByAddress)
}

func projectorByAddress(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Published(t))
	b.Size(t, 1280, 900)
	b.Open(t, exercise+"#kaart")
	b.Wait(t, `document.readyState == "complete" && document.querySelector("[data-projector]").open`)
	browser.Eval[int](t, b, `document.activeElement.blur(), 0`)
	b.Key(t, kb.PageDown)
	if step, _ := onScreen(t, b); step != "Stap 1 van 5" {
		t.Errorf("after one press: %q", step)
	}
}

// TestProjectorClock lets time go by: the clock tells, keeps counting through a reload, and changes nothing on the screen by itself.
func TestProjectorClock(t *testing.T) {
	t.Parallel()
	browser.Each(t, projectorClock)
}

func projectorClock(t *testing.T, in browser.In) {
	judge := axe.Find(t)
	b := in.New(t, sitebuild.Published(t))
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
	says("stap: nog 20 min")
	says("totaal: nog 60 min")
	later(19)
	says("stap: nog 1 min")
	later(5)
	says("stap: 4 min over tijd")
	b.Wait(t, `document.querySelector("[data-time-status]").textContent === "De tijd voor Verkennen is om."`)
	judge.Page(t, b, "projector, the time is over")
	if where, _ := onScreen(t, b); where != "Stap 2 van 5" {
		t.Errorf("the clock went on to %q", where)
	}
	if got := browser.Eval[string](t, b, `getComputedStyle(document.querySelector("[data-time] span"), "::before").content`); !strings.Contains(got, "●") {
		t.Errorf("the signal is %s, which nobody sees", got)
	}
	// Own minutes, and a reload in the middle of it. The clock of the page is the real one again.
	b.Click(t, "[data-reset]")
	browser.Eval[int](t, b, `(() => { const one = document.querySelectorAll("[data-minutes]")[1]; one.value = "7"; one.dispatchEvent(new Event("change")); })(), 0`)
	b.Click(t, "[data-start]")
	says("stap: nog 7 min")
	later(0)
	browser.Eval[int](t, b, `localStorage.setItem("dilemma.klok", JSON.stringify({ ...JSON.parse(localStorage.getItem("dilemma.klok")), at: performance.timeOrigin + performance.now() - 3 * 60000 })), 0`)
	browser.Eval[int](t, b, `Object.defineProperty(Storage.prototype, "setItem", { value() {} }), 0`)
	open()
	says("stap: nog 4 min")
	// A browser that keeps nothing has a clock all the same.
	browser.Eval[int](t, b, `Object.defineProperty(Storage.prototype, "setItem", { value() { throw new Error("full"); } }), 0`)
	b.Click(t, ".projector__more summary")
	b.Click(t, "[data-reset]")
	b.Click(t, "[data-start]")
	says("stap: nog 7 min")
}

// TestProjectorNotes opens the notes in a second window, which steers the first, and does without where a browser blocks it.
func TestProjectorNotes(t *testing.T) {
	t.Parallel()
	browser.Each(t, projectorNotes)
}

func projectorNotes(t *testing.T, in browser.In) {
	for _, address := range []string{exercise, page.StandAlone} {
		b := in.New(t, sitebuild.Published(t))
		b.Open(t, address)
		b.Wait(t, `document.querySelector("[data-show]").checkVisibility()`)
		browser.Eval[int](t, b, `(() => { const open = window.open; window.open = (...all) => (window.second = open.apply(window, all)); })(), 0`)
		b.Click(t, "[data-show]")
		b.Key(t, "1", "2")
		b.Click(t, ".projector__more:nth-of-type(2) summary")
		b.Click(t, "[data-second]")
		b.Wait(t, `window.second?.document.body?.innerText.includes("Verkennen")`)
		// Its styles come from the site, a moment later.
		b.Wait(t, `second.getComputedStyle(second.document.querySelector("li")).fontFamily === getComputedStyle(document.body).fontFamily`)
		browser.Eval[int](t, b, `second.document.body.dispatchEvent(new second.KeyboardEvent("keydown", { key: "4", bubbles: true })), 0`)
		if where, _ := onScreen(t, b); where != "Stap 4 van 5" {
			t.Errorf("%s: the second window leads to %q", address, where)
		}
		if got := browser.Eval[string](t, b, `second.document.body.innerText`); !strings.Contains(got, "eigenaar kiest") || !strings.Contains(got, "Hierna: ") {
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
		b.Stop()
	}
}

// TestProjectorKeepsItsPlace makes the window smaller and larger while a text is shown that takes more screens: one keeps looking at the same words, and
// comes back to the same screen.
func TestProjectorKeepsItsPlace(t *testing.T) {
	t.Parallel()
	browser.Each(t, projectorKeepsItsPlace)
}

func projectorKeepsItsPlace(t *testing.T, in browser.In) {
	b := formpage.OpenIn(t, in, sitebuild.Published(t), page.StandAlone)
	var text strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&text, "Dit is zin %d. ", i)
	}
	browser.Eval[int](t, b, `hands.write("canvas.kennismaken.dilemma", `+browser.Literal(text.String())+`), 0`)
	b.Size(t, 1920, 1080)
	browser.Eval[int](t, b, `document.querySelector(".actions [data-show]").click(), 0`)
	b.Wait(t, `document.querySelector("[data-projector]").open`)
	b.Key(t, "1", kb.PageDown, kb.PageDown)
	_, before := onScreen(t, b)
	first := regexp.MustCompile(`zin \d+\.`).FindString(before)
	for _, size := range [][2]int64{{1280, 720}, {1024, 768}, {820, 1180}, {3840, 2160}, {1920, 1080}} {
		b.Size(t, size[0], size[1])
		b.Wait(t, `(() => {
			const place = document.querySelector("[data-place]");
			return place.innerText.includes(`+browser.Literal(first)+`) && place.scrollHeight <= place.clientHeight && place.scrollWidth <= place.clientWidth;
		})()`)
	}
	b.Wait(t, `document.querySelector("[data-place]").innerText === `+browser.Literal(before))
	// Letters of another font take another room.
	b.Adopt(t, `.projector { letter-spacing: 0.1em }`)
	browser.Eval[int](t, b, `document.fonts.dispatchEvent(new Event("loadingdone")), 0`)
	b.Wait(t, `document.querySelector("[data-place]").scrollHeight <= document.querySelector("[data-place]").clientHeight`)
}
