package a11y_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAccessible lets axe-core judge every page that is built, light and dark.
func TestAccessible(t *testing.T) {
	t.Parallel()
	judge, public := axe.Find(t), sitebuild.Published(t)
	b := browser.New(t, public)
	for _, p := range page.All(t, public) {
		if p.Redirect() {
			continue
		}
		b.Look(t, 1440, "light")
		b.Open(t, "/"+p.Name)
		judge.Page(t, b, p.Name+", light")
		b.Look(t, 1440, "dark")
		judge.Colours(t, b, p.Name+", dark")
	}
}

// TestNarrow judges one page of every kind on a phone and a tablet. 320 wide is also what is left of a screen of 1280 at 400%: all
// must fit without scrolling sideways, with the distances between letters, words and lines that WCAG 1.4.12 lets a reader set, and with
// letters twice as large.
func TestNarrow(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	b := browser.New(t, sitebuild.Published(t))
	for _, address := range page.Kinds {
		for _, width := range []int64{320, 768} {
			where := fmt.Sprintf("%s at %d", address, width)
			b.Look(t, width, "light")
			b.Open(t, address)
			b.Fits(t, where)
			judge.Page(t, b, where)
			b.Look(t, width, "dark")
			judge.Colours(t, b, where+", dark")
		}
		b.Adopt(t, `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
			p { margin-block-end: 2em !important }`)
		b.Look(t, 320, "light")
		b.Fits(t, address+" with room between the letters")
		b.Adopt(t, `html { font-size: 200% !important }`)
		b.Look(t, 640, "light")
		b.Fits(t, address+" with letters twice as large")
	}
}

// TestFocus walks through pages with the tab key. Each stop is a place further on in the page, on the screen, not covered by something
// else, and shows that it has the focus; nothing that can be used is passed over.
func TestFocus(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	for _, address := range []string{"/", "/handreiking/verkennen/", "/canvas/", "/dilemmas/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/meedoen/insturen/", "/wegwijzer/"} {
		for _, width := range []int64{360, 1440} {
			b.Look(t, width, "light")
			b.Media(t, "prefers-reduced-motion", "reduce") // where a page glides to the focus, the focus is on the screen only later
			b.Open(t, address)
			b.Wait(t, `document.readyState == "complete"`)
			// What is in a closed details, hidden, or taken out of the order is no stop; of radio buttons with one name one is.
			const tabbable = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e =>
				!e.disabled && e.tabIndex >= 0 && e.checkVisibility() && getComputedStyle(e).visibility == "visible")`
			want := browser.Eval[int](t, b, tabbable+".length")
			browser.Eval[bool](t, b, `(window.stops = [], scrollTo({top: 0, behavior: "instant"}), true)`)
			for range want {
				b.Do(t, chromedp.KeyEvent(kb.Tab))
				complaint := browser.Eval[string](t, b, `(() => {
					const e = document.activeElement, last = stops.at(-1), s = getComputedStyle(e)
					if (e == document.body) return "the focus is nowhere after " + stops.length + " stops"
					stops.push(e)
					const name = e.tagName + " " + (e.innerText || e.name || e.id).slice(0, 40) + ": "
					if (last && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) return name + "comes back"
					if (s.outlineStyle == "none" || parseFloat(s.outlineWidth) < 2) return name + "does not show the focus"
					const r = e.getClientRects()[0]
					if (!r || r.width < 1 || r.height < 1) return name + "has no size"
					const x = r.left + Math.min(r.width / 2, 20), y = r.top + r.height / 2
					if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return name + "is not on the screen"
					const top = document.elementFromPoint(x, y)
					return top && (e.contains(top) || top.contains(e)) ? "" : name + "is covered by " + (top && top.className)
				})()`)
				if complaint != "" {
					t.Fatalf("%s at %d: %s", address, width, complaint)
				}
			}
			if passed := browser.Eval[[]string](t, b, tabbable+`.filter(e => !stops.includes(e)).map(e => e.outerHTML.slice(0, 100))`); len(passed) > 0 {
				t.Errorf("%s at %d: passed over: %s", address, width, passed)
			}
		}
	}
}

// TestForcedColours looks with colours that the reader chose, where a background says nothing any more: what is current, a warning, a button, a
// badge and the focus must still be told apart by a line.
func TestForcedColours(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.Look(t, 1440, "light")
	b.Media(t, "forced-colors", "active")
	const line = `(e => { const s = getComputedStyle(e); return s.textDecorationLine.includes("underline") ||
		["Top", "Right", "Bottom", "Left"].some(side => parseFloat(s["border" + side + "Width"]) >= 1 && s["border" + side + "Style"] != "none") })`
	seen := map[string]bool{}
	for _, address := range page.Kinds {
		b.Open(t, address)
		for _, selector := range []string{".site-nav [aria-current]", ".notice", ".button", ".provenance__badge", ".pagination [aria-current]", ".steps-bar [aria-current]"} {
			if browser.Eval[int](t, b, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)) == 0 {
				continue
			}
			seen[selector] = true
			if !browser.Eval[bool](t, b, fmt.Sprintf(`[...document.querySelectorAll(%q)].every(%s)`, selector, line)) {
				t.Errorf("%s: %s shows no line with forced colours", address, selector)
			}
		}
	}
	if len(seen) < 4 {
		t.Errorf("only %v were looked at", seen)
	}
	b.Do(t, chromedp.KeyEvent(kb.Tab))
	if !browser.Eval[bool](t, b, `getComputedStyle(document.activeElement).outlineStyle != "none"`) {
		t.Error("the focus does not show with forced colours")
	}
}

// TestReducedMotion looks for what moves when the reader wants no movement.
func TestReducedMotion(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	for _, address := range page.Kinds {
		b.Media(t, "prefers-reduced-motion", "reduce")
		b.Open(t, address)
		for _, moving := range browser.Eval[[]string](t, b, `[document.documentElement, ...document.querySelectorAll("body, body *")].filter(e => {
			const s = getComputedStyle(e)
			return s.scrollBehavior == "smooth" || /[1-9]/.test(s.transitionDuration) || /[1-9]/.test(s.animationDuration)
		}).map(e => e.tagName + "." + e.className)`) {
			t.Errorf("%s: %s moves", address, moving)
		}
	}
}

// TestNoColourAlone looks for links in running text that only their colour gives away.
func TestNoColourAlone(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.Look(t, 1440, "light")
	links := 0
	for _, address := range page.Kinds {
		b.Open(t, address)
		links += browser.Eval[int](t, b, `document.querySelectorAll("main :is(p, dd, td, .text li) a[href]").length`)
		for _, bare := range browser.Eval[[]string](t, b, `[...document.querySelectorAll("main :is(p, dd, td, .text li) a[href]")].filter(e => {
			const s = getComputedStyle(e)
			return !s.textDecorationLine.includes("underline") && parseFloat(s.borderBottomWidth) < 1
		}).map(e => e.innerText)`) {
			t.Errorf("%s: the link %q has no line", address, bare)
		}
	}
	if links < 50 {
		t.Errorf("only %d links", links)
	}
}

// TestTableIsReadInOrder asks the tree that a screen reader gets for the table of players: the names of the columns, and then row by row the
// aspect and what each player says of it, in the order of the file.
func TestTableIsReadInOrder(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.Look(t, 1440, "light")
	b.Open(t, "/dilemmas/onderzoek-klaar-onderhandeling-niet/")
	tree, err := chromedp.Call(b, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	must.Do(t, err)
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		byID[n.NodeID] = n
	}
	value := func(v *accessibility.Value) string {
		if v == nil {
			return ""
		}
		var s string
		must.Do(t, json.Unmarshal(v.Value, &s))
		return s
	}
	// read gives the roles and words of the cells below a node, row by row.
	var rows [][]string
	var words func(n *accessibility.Node) string
	words = func(n *accessibility.Node) string {
		if value(n.Role) == "StaticText" {
			return value(n.Name)
		}
		var all []string
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				all = append(all, words(child))
			}
		}
		return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
	}
	var walk func(n *accessibility.Node)
	walk = func(n *accessibility.Node) {
		switch role := value(n.Role); role {
		case "row":
			rows = append(rows, nil)
		case "columnheader", "rowheader", "cell", "gridcell":
			if len(rows) > 0 {
				rows[len(rows)-1] = append(rows[len(rows)-1], role+" "+words(n))
			}
			return
		}
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				walk(child)
			}
		}
	}
	walk(tree.Nodes[0])
	start := slices.IndexFunc(rows, func(r []string) bool { return len(r) == 5 })
	if start < 0 || len(rows) < start+4 {
		t.Fatalf("no table of four players: %q", rows)
	}
	for i, want := range [][]string{
		{"", "columnheader Projectleider van de gemeente", "columnheader Planeconoom", "columnheader Volkstuinder naast de werf", "columnheader Ontwikkelaar"},
		{"rowheader Standpunten en emoties", "cell “Ik heb de buurt", "cell “Je speelt ook", "cell “Kan ik mijn sla", "cell Vriendelijk"},
		{"rowheader Belangen en waarden", "cell Wil dat mensen haar", "cell Een slechtere prijs", "cell Wil gezond eten", "cell Zoekt zekerheid"},
		{"rowheader Rechten en voorkeuren", "cell Ze mag zelf niet", "cell Volgens artikel 5.1", "cell Heeft een sterk recht", "cell Een verkoper moet"},
	} {
		for j, got := range rows[start+i] {
			if got = entryNumber.ReplaceAllString(got, "columnheader "); !strings.HasPrefix(got, want[j]) {
				t.Errorf("row %d, column %d is %q, not %q", i, j, got, want[j])
			}
		}
	}
}

// entryNumber is what a column of the table says before the player: "Speler A".
var entryNumber = regexp.MustCompile(`^columnheader Speler [A-Z] `)
