package pages_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"golang.org/x/net/html"
)

// drawings looks at the drawings of the open page: each within its frame, words large enough, and lines that stand out from the page and from the areas that
// they lie on. A canvas tells what a colour is, however it is written.
const drawings = `(() => {
	const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true})
	const light = colour => {
		context.fillStyle = colour
		context.fillRect(0, 0, 1, 1)
		const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
		return 0.2126 * r + 0.7152 * g + 0.0722 * b
	}
	const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05)
	const complaints = []
	for (const svg of document.querySelectorAll("svg.drawing")) {
		const say = (e, what) => complaints.push((svg.parentElement.className || svg.parentElement.innerText.replace(/\s+/g, " ").slice(0, 30)) + ": " + e.outerHTML.slice(0, 80) + ": " + what)
		const frame = svg.viewBox.baseVal, toFrame = svg.getScreenCTM().inverse()
		const grounds = [getComputedStyle(document.documentElement).backgroundColor]
		for (const tint of svg.querySelectorAll(".drawing__tint")) grounds.push(getComputedStyle(tint).fill)
		for (const e of svg.querySelectorAll("path, circle, ellipse, text")) {
			const box = e.getBBox(), style = getComputedStyle(e), matrix = toFrame.multiply(e.getScreenCTM())
			for (const [x, y] of [[box.x, box.y], [box.x + box.width, box.y + box.height]]) {
				const p = new DOMPoint(x, y).matrixTransform(matrix)
				if (p.x < frame.x - 0.01 || p.y < frame.y - 0.01 || p.x > frame.x + frame.width + 0.01 || p.y > frame.y + frame.height + 0.01) say(e, "outside the frame at " + p.x + ", " + p.y)
			}
			if (e.localName == "text") {
				const size = parseFloat(style.fontSize) * e.getScreenCTM().a
				if (size < 12) say(e, size + " px")
				if (contrast(style.fill, grounds[0]) < 4.5) say(e, "contrast " + contrast(style.fill, grounds[0]))
				continue
			}
			const under = e.matches(".drawing__mark") ? [getComputedStyle(svg.querySelector(".drawing__spot")).fill] : grounds
			for (const ground of under) {
				if (contrast(style.stroke, ground) < 3) say(e, "contrast " + contrast(style.stroke, ground) + " with " + ground)
			}
		}
	}
	return complaints
})()`

// TestDrawings holds every drawing to what makes it one of the house: its meaning in words, colours of the theme only, small, and readable at 320 pixels, light and
// dark, in each theme.
func TestDrawings(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	seen, pages := map[string]bool{}, []string{}
	for _, p := range page.All(t, public) {
		fresh := false
		p.Elements(func(svg *html.Node) {
			if class, _ := page.Attr(svg, "class"); svg.Data != "svg" || !slices.Contains(strings.Fields(class), "drawing") {
				return
			}
			var text bytes.Buffer
			must.Do(t, html.Render(&text, svg))
			if !seen[text.String()] {
				seen[text.String()], fresh = true, true
				judgeDrawing(t, p.Name, svg, text.Len())
			}
		})
		if fresh {
			pages = append(pages, p.Address())
		}
	}
	// The room, fifteen signs and two diagrams, of which those with words are there in two languages.
	if len(seen) < 15 || len(pages) < 4 {
		t.Fatalf("%d drawings, on %v", len(seen), pages)
	}
	b := browser.New(t, public)
	themes, err := filepath.Glob(filepath.Join(sitebuild.Root, "assets", "themes", "*.css"))
	must.Do(t, err)
	for _, address := range pages {
		b.Open(t, address)
		for _, theme := range themes {
			b.Adopt(t, must.Read(t, theme))
			for _, scheme := range []string{"light", "dark"} {
				for _, width := range []int64{320, 1920} {
					b.Look(t, width, scheme)
					for _, complaint := range browser.Eval[[]string](t, b, drawings) {
						t.Errorf("%s, %s, %s, %d wide: %s", address, filepath.Base(theme), scheme, width, complaint)
					}
				}
			}
		}
	}
}

// judgeDrawing looks at a drawing as it stands in a page. One without a name stands beside words that say the same.
func judgeDrawing(t *testing.T, where string, svg *html.Node, size int) {
	t.Helper()
	role, _ := page.Attr(svg, "role")
	name, _ := page.Attr(svg, "aria-label")
	hidden, _ := page.Attr(svg, "aria-hidden")
	beside := strings.TrimSpace(strings.Replace(page.Text(svg.Parent), page.Text(svg), "", 1))
	if !(role == "img" && name != "" && hidden == "") && !(hidden == "true" && name == "" && beside != "") {
		t.Errorf("%s: a drawing without a text that says the same: role %q, name %q, hidden %q, beside it %q", where, role, name, hidden, beside)
	}
	if size > 3_000 {
		t.Errorf("%s: a drawing of %d bytes", where, size)
	}
	for n := range svg.Descendants() {
		for _, a := range n.Attr {
			// An id would be there twice when the drawing is.
			if slices.Contains([]string{"style", "fill", "stroke", "color", "stop-color", "id"}, a.Key) {
				t.Errorf("%s: a drawing has %s=%q", where, a.Key, a.Val)
			}
		}
	}
}
