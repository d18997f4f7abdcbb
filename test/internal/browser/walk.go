package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// Walk goes with the tab key through what can be used in a part of the page, from where the focus is before it. Each stop is a place further on, on the
// screen, not covered by something else, and shows that it has the focus; nothing that can be used is passed over, and the last stop lets the focus go.
func (b *Browser) Walk(t testing.TB, within, where string) {
	t.Helper()
	// What is in a closed details, hidden, or taken out of the order is no stop; of radio buttons with one name one is.
	tabbable := fmt.Sprintf(`[...document.querySelector(%q).querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e =>
		!e.disabled && e.tabIndex >= 0 && e.checkVisibility() && getComputedStyle(e).visibility == "visible")`, within)
	Eval[int](t, b, `(window.stops = [], 0)`)
	// How many there are is known at the end: what is laid out anew meanwhile may have others.
	const over = "over"
	for {
		b.tab(t)
		complaint := Eval[string](t, b, fmt.Sprintf(`((within, over) => {
			const e = document.activeElement, last = stops.at(-1), s = getComputedStyle(e)
			if (e == document.body || e == stops[0] && stops.length > 1 || !within.contains(e)) return over
			stops.push(e)
			const name = e.tagName + " " + (e.innerText || e.name || e.id).slice(0, 40) + ": "
			if (e == last) return name + "does not let the focus go"
			if (last && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) return name + "comes back"
			if (s.outlineStyle == "none" || parseFloat(s.outlineWidth) < 2) return name + "does not show the focus"
			const r = e.getClientRects()[0]
			if (!r || r.width < 1 || r.height < 1) return name + "has no size"
			const x = r.left + Math.min(r.width / 2, 20), y = r.top + r.height / 2
			if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return name + "is not on the screen"
			const top = document.elementFromPoint(x, y)
			return top && (e.contains(top) || top.contains(e)) ? "" : name + "is covered by " + (top && top.className)
		})(document.querySelector(%q), %q)`, within, over))
		if complaint == over {
			break
		} else if complaint != "" {
			t.Fatalf("%s: %s", where, complaint)
		}
	}
	if passed := Eval[[]string](t, b, tabbable+`.filter(e => !stops.includes(e)).map(e => e.outerHTML.slice(0, 100))`); len(passed) > 0 {
		t.Errorf("%s: passed over: %s", where, passed)
	}
}

// tab presses the tab key; in a date as often as it has parts.
func (b *Browser) tab(t testing.TB) {
	t.Helper()
	const parts = 4 // day, month, year and the button of the calendar
	for range parts {
		b.Key(t, kb.Tab)
		if !Eval[bool](t, b, `document.activeElement == stops.at(-1) && document.activeElement.type == "date"`) {
			return
		}
	}
}
