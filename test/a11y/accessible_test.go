package a11y_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAccessible lets axe-core judge the pages that are built, light and dark: every page that has something in it that no page before it had. What it
// leaves out has the same elements, classes and attributes in the same places as pages that were judged, and differs in its words; axe-core could only
// find there what depends on how long they are. With DILEMMA_ALL_PAGES=1 it judges all.
func TestAccessible(t *testing.T) {
	t.Parallel()
	judge, public := axe.Find(t), sitebuild.Published(t)
	pages := slices.DeleteFunc(page.All(t, public), page.Document.Redirect)
	shapes := map[string]map[string]bool{}
	for _, p := range pages {
		shapes[p.Name] = shape(p.Root)
	}
	// The pages with most in them come first: they leave least for others to add.
	slices.SortStableFunc(pages, func(a, b page.Document) int { return cmp.Compare(len(shapes[b.Name]), len(shapes[a.Name])) })
	known, judged := map[string]bool{}, 0
	b := browser.New(t, public)
	for _, p := range pages {
		adds := os.Getenv("DILEMMA_ALL_PAGES") != ""
		for part := range shapes[p.Name] {
			adds = adds || !known[part]
			known[part] = true
		}
		if !adds {
			continue
		}
		judged++
		b.Look(t, 1440, "light")
		b.Open(t, "/"+p.Name)
		judge.Page(t, b, p.Name+", light")
		b.Look(t, 1440, "dark")
		judge.Colours(t, b, p.Name+", dark")
	}
	t.Logf("judged %d pages of %d", judged, len(pages))
}

// TestNarrow judges one page of every kind on a phone and a tablet. 320 wide is also what is left of a screen of 1280 at 400%: all
// must fit without scrolling sideways, with the distances between letters, words and lines that WCAG 1.4.12 lets a reader set, and with
// letters twice as large. Dark, and the colours on a tablet, are left to the width at which all pages are judged.
func TestNarrow(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	b := browser.New(t, sitebuild.Published(t))
	for _, address := range page.Kinds {
		b.Look(t, 768, "light")
		b.Open(t, address)
		b.Fits(t, address+" at 768")
		judge.Sizes(t, b, address+" at 768")
		b.Look(t, 320, "light")
		b.Open(t, address)
		b.Fits(t, address+" at 320")
		judge.Page(t, b, address+" at 320")
		b.Adopt(t, `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
			p { margin-block-end: 2em !important }`)
		b.Look(t, 320, "light")
		b.Fits(t, address+" with room between the letters")
		b.Adopt(t, `html { font-size: 200% !important }`)
		b.Look(t, 640, "light")
		b.Fits(t, address+" with letters twice as large")
	}
}

// TestFocus walks through pages with the tab key.
func TestFocus(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	for _, address := range []string{"/", "/handreiking/verkennen/", "/canvas/", page.Form, "/dilemmas/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/",
		"/dilemmas/onderzoek-klaar-onderhandeling-niet/oefenen/", "/meedoen/insturen/", "/wegwijzer/"} {
		for _, width := range []int64{360, 1440} {
			b.Look(t, width, "light")
			b.Media(t, "prefers-reduced-motion", "reduce") // where a page glides to the focus, the focus is on the screen only later
			b.Open(t, address)
			b.Wait(t, `document.readyState == "complete"`)
			browser.Eval[bool](t, b, `(scrollTo({top: 0, behavior: "instant"}), true)`)
			b.Walk(t, "body", fmt.Sprintf("%s at %d", address, width))
		}
	}
}

// TestPreferences looks at one page of every kind as readers set their browser. With colours that the reader chose a background says nothing any more: what
// is current, a warning, a button, a badge and the focus must still be told apart by a line. Nothing moves when the reader wants no movement. And no link in
// running text is given away by its colour alone.
func TestPreferences(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	const line = `(e => { const s = getComputedStyle(e); return s.textDecorationLine.includes("underline") ||
		["Top", "Right", "Bottom", "Left"].some(side => parseFloat(s["border" + side + "Width"]) >= 1 && s["border" + side + "Style"] != "none") })`
	seen, links := map[string]bool{}, 0
	for _, address := range page.Kinds {
		b.Look(t, 1440, "light")
		b.Open(t, address)
		links += browser.Eval[int](t, b, `document.querySelectorAll("main :is(p, dd, td, .text li) a[href]").length`)
		for _, bare := range browser.Eval[[]string](t, b, `[...document.querySelectorAll("main :is(p, dd, td, .text li) a[href]")].filter(e => {
			const s = getComputedStyle(e)
			return !s.textDecorationLine.includes("underline") && parseFloat(s.borderBottomWidth) < 1
		}).map(e => e.innerText)`) {
			t.Errorf("%s: the link %q has no line", address, bare)
		}
		b.Media(t, "forced-colors", "active")
		for _, selector := range []string{".site-nav [aria-current]", ".notice", ".button", ".provenance__badge", ".pagination [aria-current]", ".side-nav [aria-current]", ".case-contents [aria-current]"} {
			found := browser.Eval[[]bool](t, b, fmt.Sprintf(`[...document.querySelectorAll(%q)].map(%s)`, selector, line))
			if len(found) > 0 {
				seen[selector] = true
			}
			if slices.Contains(found, false) {
				t.Errorf("%s: %s shows no line with forced colours", address, selector)
			}
		}
		b.Do(t, chromedp.KeyEvent(kb.Tab))
		if !browser.Eval[bool](t, b, `getComputedStyle(document.activeElement).outlineStyle != "none"`) {
			t.Errorf("%s: the focus does not show with forced colours", address)
		}
		b.Media(t, "prefers-reduced-motion", "reduce")
		for _, moving := range browser.Eval[[]string](t, b, `[document.documentElement, ...document.querySelectorAll("body, body *")].filter(e => {
			const s = getComputedStyle(e)
			return s.scrollBehavior == "smooth" || /[1-9]/.test(s.transitionDuration) || /[1-9]/.test(s.animationDuration)
		}).map(e => e.tagName + "." + e.className)`) {
			t.Errorf("%s: %s moves", address, moving)
		}
	}
	if len(seen) < 4 || links < 50 {
		t.Errorf("only %v and %d links were looked at", seen, links)
	}
}

// tableOf is the dilemma of which the table of players is read.
const tableOf = "onderzoek-klaar-onderhandeling-niet"

// TestTableIsReadInOrder asks the tree that a screen reader gets for the table of players, on a screen where they stand beside each other and on one where they
// stand below each other: the names of the aspects, and then player by player what the group said of each, in the order of the file.
func TestTableIsReadInOrder(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	for _, width := range []int64{360, 1440} {
		b.Look(t, width, "light")
		b.Open(t, "/dilemmas/"+tableOf+"/")
		readInOrder(t, b)
	}
}

func readInOrder(t *testing.T, b *browser.Browser) {
	t.Helper()
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
	start := slices.IndexFunc(rows, func(r []string) bool { return len(r) == 4 })
	if start < 0 || len(rows) < start+5 {
		t.Fatalf("no table of players: %q", rows)
	}
	wants := [][]string{{"columnheader Speler", "columnheader Standpunten en emoties", "columnheader Belangen en waarden", "columnheader Rechten en voorkeuren"}}
	front := casebook.Open(casebook.DirFS(sitebuild.Root)).Lookup(tableOf).Front
	for _, player := range front.Get("canvas").Get("verkennen").Get("spelers").Items {
		want := []string{"rowheader " + player.Get("speler").Text}
		for _, key := range []string{"standpunten_en_emoties", "belangen_en_waarden", "rechten_en_voorkeuren"} {
			want = append(want, "cell "+player.Get(key).Text)
		}
		wants = append(wants, want)
	}
	unspaced := func(s string) string { return strings.Join(strings.Fields(s), "") } // a link in a cell is a text of its own
	for i, want := range wants {
		for j, got := range rows[start+i] {
			if got = entryNumber.ReplaceAllString(got, "rowheader "); unspaced(got) != unspaced(want[j]) {
				t.Errorf("row %d, column %d is %q, not %q", i, j, got, want[j])
			}
		}
	}
}

// entryNumber is what a row of the table says before the player: "Speler A".
var entryNumber = regexp.MustCompile(`^rowheader Speler [A-Z] `)
