package pages_test

import (
	"math"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestFrame holds every kind of page to one frame: the heading begins at the left edge of its column and as far below the way back up, running text has one
// measure, and no two headings in sight say the same one after the other. An exercise begins with the screen of a projector, and on a narrow screen
// what belongs beside a text stands above it.
func TestFrame(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	for _, width := range []int64{360, 1280} {
		b.Look(t, width, "light")
		first := math.NaN()
		for _, address := range page.Kinds {
			if strings.HasSuffix(address, "/oefenen/") {
				continue
			}
			b.Open(t, address)
			frame := browser.Eval[struct {
				Below, Left, Wide float64
				Twice             string
			}](t, b, `(() => {
				const em = parseFloat(getComputedStyle(document.documentElement).fontSize)
				const trail = document.querySelector(".breadcrumb"), heading = document.querySelector("main h1"), column = document.querySelector(".guide__text") ?? trail
				const above = innerWidth < 960 && document.querySelector(".guide__beside")?.getBoundingClientRect().height || 0
				const seen = [...document.querySelectorAll("main :is(h1, h2, h3)")].filter(h => h.checkVisibility({visibilityProperty: true}) && h.getBoundingClientRect().width > 1)
				const twice = seen.find((h, i) => i && h.textContent.trim() == seen[i - 1].textContent.trim())
				const text = [...document.querySelectorAll(".text > p, .lead")].map(p => p.getBoundingClientRect().width / em)
				const [a, b, c] = [trail, heading, column].map(e => e?.getBoundingClientRect())
				return {Below: a && !above ? b.top - a.bottom : -1, Left: a ? b.left - c.left : 0, Wide: Math.max(0, ...text), Twice: twice?.textContent.trim() ?? ""}
			})()`)
			if frame.Below >= 0 {
				if math.IsNaN(first) {
					first = frame.Below
				}
				if math.Abs(frame.Below-first) > 1 {
					t.Errorf("%s at %d: the heading stands %.0f below the way back, elsewhere %.0f", address, width, frame.Below, first)
				}
			}
			if math.Abs(frame.Left) > 1 {
				t.Errorf("%s at %d: the heading stands %.0f to the right of its column", address, width, frame.Left)
			}
			if frame.Wide > 40.5 {
				t.Errorf("%s at %d: a text is %.1f rem wide", address, width, frame.Wide)
			}
			if frame.Twice != "" {
				t.Errorf("%s at %d: two headings say %q", address, width, frame.Twice)
			}
		}
	}
}
