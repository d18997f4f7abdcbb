package site_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// axeCore returns the script that judges accessibility.
func axeCore(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join(root, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		skip(t, "axe-core is not installed: run npm ci (%v)", err)
	}
	return string(axe)
}

// judge lets axe-core judge the page as it stands, by its own choice of rules and by the size of targets of WCAG 2.2, which it leaves out.
func (b *browser) judge(t *testing.T, axe, where string) {
	t.Helper()
	b.run(t, axe, where, `rules: {"target-size": {enabled: true}}`)
}

// judgeColours judges a page that was judged before in the other colour scheme: by the rules in which colour has a say.
func (b *browser) judgeColours(t *testing.T, axe, where string) {
	t.Helper()
	b.run(t, axe, where, `runOnly: ["color-contrast", "link-in-text-block"]`)
}

// run runs axe-core with an option that chooses its rules.
func (b *browser) run(t *testing.T, axe, where, rules string) {
	t.Helper()
	b.do(t, chromedp.Evaluate[chromedp.Void]("if (!window.axe) {"+axe+"}; 0"))
	result := eval[string](t, b, `axe.run({resultTypes: ["violations"], `+rules+`}).then(r => JSON.stringify(r.violations.map(v =>
		({id: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary)}))))`)
	var violations []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(result), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		t.Errorf("%s: %s: %s\n  %s", where, v.ID, v.Help, strings.Join(v.Nodes, "\n  "))
	}
}

// TestAccessible lets axe-core judge every page that is built, light and dark.
func TestAccessible(t *testing.T) {
	t.Parallel()
	axe, public := axeCore(t), publicDir(t)
	b := newBrowser(t, public)
	for _, p := range documents(t, public) {
		if p.redirect() {
			continue
		}
		b.look(t, 1440, "light")
		b.open(t, "/"+p.name)
		b.judge(t, axe, p.name+", light")
		b.look(t, 1440, "dark")
		b.judgeColours(t, axe, p.name+", dark")
	}
}

// TestNarrow judges one page of every kind on a phone and a tablet. 320 wide is also what is left of a screen of 1280 at 400%: all
// must fit without scrolling sideways, with the distances between letters, words and lines that WCAG 1.4.12 lets a reader set, and with
// letters twice as large.
func TestNarrow(t *testing.T) {
	axe := axeCore(t)
	b := newBrowser(t, publicDir(t))
	for _, address := range kinds {
		for _, width := range []int64{320, 768} {
			where := fmt.Sprintf("%s at %d", address, width)
			b.look(t, width, "light")
			b.open(t, address)
			b.fits(t, where)
			b.judge(t, axe, where)
			b.look(t, width, "dark")
			b.judgeColours(t, axe, where+", dark")
		}
		b.adopt(t, `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
			p { margin-block-end: 2em !important }`)
		b.look(t, 320, "light")
		b.fits(t, address+" with room between the letters")
		b.adopt(t, `html { font-size: 200% !important }`)
		b.look(t, 640, "light")
		b.fits(t, address+" with letters twice as large")
	}
}

// adopt gives the page a style sheet of the reader's, in place of an earlier one.
func (b *browser) adopt(t *testing.T, css string) {
	t.Helper()
	eval[bool](t, b, fmt.Sprintf(`(() => { const s = new CSSStyleSheet(); s.replaceSync(%q); document.adoptedStyleSheets = [s]; return true })()`, css))
}

// fits fails the test when the page is wider than the screen, or an element hides a part of its text.
func (b *browser) fits(t *testing.T, where string) {
	t.Helper()
	for _, complaint := range eval[[]string](t, b, `(() => {
		const complaints = [], wide = document.documentElement.scrollWidth
		if (wide > innerWidth) complaints.push("the page is " + wide + " wide")
		for (const e of document.querySelectorAll("body *")) {
			const s = getComputedStyle(e)
			if (!e.checkVisibility() || s.position == "absolute" || !["hidden", "clip"].includes(s.overflowY) || !e.innerText) continue
			if (e.scrollHeight > e.clientHeight + 1) complaints.push(e.className + " cuts off: " + e.innerText.slice(0, 40))
		}
		return complaints
	})()`) {
		t.Errorf("%s: %s", where, complaint)
	}
}

// TestFocus walks through pages with the tab key. Each stop is a place further on in the page, on the screen, not covered by something
// else, and shows that it has the focus; nothing that can be used is passed over.
func TestFocus(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	for _, address := range []string{"/", "/handreiking/verkennen/", "/canvas/", "/dilemmas/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/meedoen/insturen/", "/wegwijzer/"} {
		for _, width := range []int64{360, 1440} {
			b.look(t, width, "light")
			b.media(t, "prefers-reduced-motion", "reduce") // where a page glides to the focus, the focus is on the screen only later
			b.open(t, address)
			b.wait(t, `document.readyState == "complete"`)
			// What is in a closed details, hidden, or taken out of the order is no stop; of radio buttons with one name one is.
			const tabbable = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e =>
				!e.disabled && e.tabIndex >= 0 && e.checkVisibility() && getComputedStyle(e).visibility == "visible")`
			want := eval[int](t, b, tabbable+".length")
			eval[bool](t, b, `(window.stops = [], scrollTo({top: 0, behavior: "instant"}), true)`)
			for range want {
				b.do(t, chromedp.KeyEvent(kb.Tab))
				complaint := eval[string](t, b, `(() => {
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
			if passed := eval[[]string](t, b, tabbable+`.filter(e => !stops.includes(e)).map(e => e.outerHTML.slice(0, 100))`); len(passed) > 0 {
				t.Errorf("%s at %d: passed over: %s", address, width, passed)
			}
		}
	}
}

// media makes the browser prefer what a reader may have set.
func (b *browser) media(t *testing.T, name, value string) {
	t.Helper()
	call(t, b, emulation.SetEmulatedMedia,
		emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
}

// TestForcedColours looks with colours that the reader chose, where a background says nothing any more: what is current, a warning, a button, a
// badge and the focus must still be told apart by a line.
func TestForcedColours(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	b.look(t, 1440, "light")
	b.media(t, "forced-colors", "active")
	const line = `(e => { const s = getComputedStyle(e); return s.textDecorationLine.includes("underline") ||
		["Top", "Right", "Bottom", "Left"].some(side => parseFloat(s["border" + side + "Width"]) >= 1 && s["border" + side + "Style"] != "none") })`
	seen := map[string]bool{}
	for _, address := range kinds {
		b.open(t, address)
		for _, selector := range []string{".site-nav [aria-current]", ".notice", ".button", ".provenance__badge", ".pagination [aria-current]", ".steps-bar [aria-current]"} {
			if eval[int](t, b, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)) == 0 {
				continue
			}
			seen[selector] = true
			if !eval[bool](t, b, fmt.Sprintf(`[...document.querySelectorAll(%q)].every(%s)`, selector, line)) {
				t.Errorf("%s: %s shows no line with forced colours", address, selector)
			}
		}
	}
	if len(seen) < 4 {
		t.Errorf("only %v were looked at", seen)
	}
	b.do(t, chromedp.KeyEvent(kb.Tab))
	if !eval[bool](t, b, `getComputedStyle(document.activeElement).outlineStyle != "none"`) {
		t.Error("the focus does not show with forced colours")
	}
}

// TestReducedMotion looks for what moves when the reader wants no movement.
func TestReducedMotion(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	for _, address := range kinds {
		b.media(t, "prefers-reduced-motion", "reduce")
		b.open(t, address)
		for _, moving := range eval[[]string](t, b, `[document.documentElement, ...document.querySelectorAll("body, body *")].filter(e => {
			const s = getComputedStyle(e)
			return s.scrollBehavior == "smooth" || /[1-9]/.test(s.transitionDuration) || /[1-9]/.test(s.animationDuration)
		}).map(e => e.tagName + "." + e.className)`) {
			t.Errorf("%s: %s moves", address, moving)
		}
	}
}

// TestNoColourAlone looks for links in running text that only their colour gives away.
func TestNoColourAlone(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	b.look(t, 1440, "light")
	links := 0
	for _, address := range kinds {
		b.open(t, address)
		links += eval[int](t, b, `document.querySelectorAll("main :is(p, dd, td, .text li) a[href]").length`)
		for _, bare := range eval[[]string](t, b, `[...document.querySelectorAll("main :is(p, dd, td, .text li) a[href]")].filter(e => {
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
	b := newBrowser(t, publicDir(t))
	b.look(t, 1440, "light")
	b.open(t, "/dilemmas/onderzoek-klaar-onderhandeling-niet/")
	tree, err := chromedp.Call(b, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	must(t, err)
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		byID[n.NodeID] = n
	}
	value := func(v *accessibility.Value) string {
		if v == nil {
			return ""
		}
		var s string
		must(t, json.Unmarshal(v.Value, &s))
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
