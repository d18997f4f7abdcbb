package exercise_test

import (
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// TestExercise practises with a case, without scripts and without a mouse: what a group weighed is closed until it is opened, step by step.
func TestExercise(t *testing.T) {
	t.Parallel()
	const address = "/dilemmas/ziekte-hoort-bij-het-verhaal/"
	b := browser.New(t, sitebuild.Published(t))
	browser.Call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.Look(t, 1440, "light")
	b.Open(t, address)
	b.Click(t, `a[href$="/oefenen/"]`)
	b.Do(t, chromedp.WaitReady(chromedp.CSS(".exercise")))
	shows := func(text string) bool {
		return strings.Contains(browser.Eval[string](t, b, "document.body.innerText"), text)
	}
	for _, open := range []string{"Wat is de conclusie?", "Wat heeft wie nodig?", "Er is geen goed antwoord"} {
		if !shows(open) {
			t.Errorf("%q is not in sight", open)
		}
	}
	front := casebook.Open(casebook.DirFS(sitebuild.Root)).Lookup("ziekte-hoort-bij-het-verhaal").Front.Get("canvas")
	answer := func(step, field string) string {
		line, _, _ := strings.Cut(front.Get(step).Get(field).Text, "\n")
		return line[:40]
	}
	if !shows(answer("kennismaken", "dilemma")) || !shows(answer("verkennen", "gedeelde_vraag")) {
		t.Error("the dilemma or the shared question is closed")
	}
	for step, field := range map[string]string{"afwegen": "conclusie", "kiezen": "keuze", "afronden": "samenvatting"} {
		if shows(answer(step, field)) {
			t.Errorf("%s is open", step)
		}
	}
	if shows("Toch mis ik iets.") {
		t.Error("the commentary is open")
	}
	for range 30 {
		b.Do(t, chromedp.KeyEvent(kb.Tab))
		if browser.Eval[bool](t, b, `document.activeElement.matches("#stap-afwegen summary")`) {
			break
		}
	}
	b.Do(t, chromedp.KeyEvent(kb.Enter))
	if !shows(answer("afwegen", "conclusie")) {
		t.Error("the keyboard does not open step 3")
	}
	if shows(answer("kiezen", "keuze")) {
		t.Error("step 4 opened with step 3")
	}
}

// TestExerciseToWriteIn prints a case to practise with. What is closed has room to write in the form of the worksheet, as large as a hand needs, on one sheet
// for what there is to choose and one for what was chosen.
func TestExerciseToWriteIn(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.Open(t, "/dilemmas/ziekte-hoort-bij-het-verhaal/oefenen/")
	const wide, high = 672, 994 // what the margins leave of A4, in pixels
	b.Size(t, wide, high)
	browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	for _, step := range sitebuild.Definition(t).Steps[2:] {
		type room struct{ Across, Down, Lines, Least, Wide int }
		for i, got := range browser.Eval[[]room](t, b, `[...document.querySelectorAll("#stap-`+step.Key+` .exercise__room")].map((room) => {
			const rows = [...room.querySelectorAll("tbody tr")];
			const high = (elements) => Math.min(...[...elements].map((one) => one.getBoundingClientRect().height));
			const lines = [...room.querySelectorAll("p")].filter((line) => line.checkVisibility());
			return {
				across: rows.length && rows[0].querySelectorAll("td").length, down: rows.length, lines: lines.length,
				least: Math.floor(rows.length ? high(room.querySelectorAll("tbody td")) : high(lines)), wide: Math.floor(room.getBoundingClientRect().right),
			};
		})`) {
			field := step.Fields[i]
			across, down := 0, 0
			switch {
			case field.Kind == canvas.Table && field.Layout == "columns":
				across, down = field.Paper, len(field.Rows)
			case field.Kind == canvas.Table:
				across, down = 1+len(field.Rows), field.Paper
			case got.Lines < 3:
				t.Errorf("%s has %d lines", field.Key, got.Lines)
			}
			if got.Across != across || got.Down != down || got.Least < 30 || got.Wide > wide {
				t.Errorf("%s has room of %+v, and not for %d by %d", field.Key, got, across, down)
			}
		}
	}
	// One sheet for what there is to choose, one for the rest.
	steps := browser.Eval[[]float64](t, b, `["afwegen", "kiezen", "afronden"].map((step) => document.querySelector("#stap-" + step).getBoundingClientRect().height)`)
	if weigh, choose := steps[0], steps[1]+steps[2]+30; min(weigh, choose) < high/2 || max(weigh, choose) > high {
		t.Errorf("the steps are %.0f high, a sheet is %d", steps, high)
	}
}

// TestCard shows every case on a projector, in the font of this machine and in wider and higher ones: the card fits the screen, and can be read.
func TestCard(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	fonts := map[string]string{"this machine": "", "a wide font": "* { letter-spacing: 0.05em !important }", "a high font": ".screen { line-height: 1.5 !important }",
		"a wide and high font": "* { letter-spacing: 0.08em !important } .screen { line-height: 1.5 !important }"}
	for _, address := range page.Exercises(t, sitebuild.Published(t)) {
		b.Open(t, address)
		for _, size := range [][2]int64{{1920, 1080}, {1280, 720}} {
			b.Size(t, size[0], size[1])
			for font, css := range fonts {
				b.Adopt(t, css)
				type card struct{ High, Letters float64 }
				got := browser.Eval[card](t, b, `(() => {
					dispatchEvent(new Event("resize"));
					const card = document.querySelector("#kaart");
					return { high: card.getBoundingClientRect().height, letters: parseFloat(getComputedStyle(card).fontSize) };
				})()`)
				if got.High > float64(size[1]) || got.Letters < 13 {
					t.Errorf("%s in %s is %g high on a screen of %d, with letters of %g", address, font, got.High, size[1], got.Letters)
				}
			}
		}
	}
}
