package pages_test

import (
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"golang.org/x/net/html"
)

var (
	tokenSet    = regexp.MustCompile(`(--dilemma-[a-z0-9-]+):`)
	tokenUse    = regexp.MustCompile(`var\((--dilemma-[a-z0-9-]+)`)
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssColour   = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch)a?\(|light-dark\(`)
	cssForPrint = regexp.MustCompile(`(?s)@media print \{.*\n\}`)
)

// TestThemes holds every theme to the same tokens: each is used, and the style sheets use no other and no colour of their own. On paper they may: there
// ink is black.
func TestThemes(t *testing.T) {
	t.Parallel()
	css := func(pattern string) map[string]string {
		files := map[string]string{}
		names, err := filepath.Glob(filepath.Join(sitebuild.Root, "assets", pattern))
		must.Do(t, err)
		for _, name := range names {
			files[filepath.Base(name)] = cssComment.ReplaceAllString(must.Read(t, name), "")
		}
		return files
	}
	used := map[string]bool{}
	sheets, themes := css("css/*.css"), css("themes/*.css")
	if len(sheets) < 5 || len(themes) < 2 {
		t.Fatalf("%d style sheets and %d themes", len(sheets), len(themes))
	}
	for _, files := range []map[string]string{sheets, themes} {
		for _, text := range files {
			for _, m := range tokenUse.FindAllStringSubmatch(text, -1) {
				used[m[1]] = true
			}
		}
	}
	for name, text := range sheets {
		if colour := cssColour.FindString(cssForPrint.ReplaceAllString(text, "")); colour != "" {
			t.Errorf("%s has a colour of its own: %s", name, colour)
		}
	}
	want := slices.Sorted(maps.Keys(used))
	for name, text := range themes {
		set := map[string]bool{}
		for _, m := range tokenSet.FindAllStringSubmatch(text, -1) {
			if set[m[1]] {
				t.Errorf("%s sets %s twice", name, m[1])
			}
			set[m[1]] = true
			if !used[m[1]] {
				t.Errorf("%s sets %s, which nothing uses", name, m[1])
			}
		}
		for _, token := range want {
			if !set[token] {
				t.Errorf("%s does not set %s", name, token)
			}
		}
	}
}

// TestNoShift measures how far a page shifts while it comes in piece by piece and its scripts run: not at all. The faces never come here, for when they do depends on how busy
// the machine is; how little they then move, TestStandIn measures.
func TestNoShift(t *testing.T) {
	t.Parallel()
	b := browser.At(t, browser.ServeSlowly(t, sitebuild.Published(t)))
	browser.Call(t, b, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/fonts/*.woff2", Block: true}}})
	b.Expect(func(complaint string) bool { return strings.Contains(complaint, ".woff2") })
	for _, width := range []int64{360, 1440} {
		b.Look(t, width, "light")
		for _, address := range page.Kinds {
			shift := 0.0
			for range 3 { // on a busy machine the browser now and then shows half a header: that is not of the page, which would shift each time
				b.Open(t, address)
				b.Wait(t, `document.readyState == "complete"`)
				shift = browser.Eval[float64](t, b, `new Promise(done => {
					let sum = 0
					new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value)).observe({type: "layout-shift", buffered: true})
					requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 100)))
				})`)
				if shift == 0 {
					break
				}
			}
			if shift > 0 {
				t.Errorf("%s at %d shifts by %.4f", address, width, shift)
			}
			if browser.Eval[bool](t, b, `[...document.fonts].some(f => f.status == "loaded" && f.family.includes("Newsreader"))`) {
				t.Fatal("a face came after all")
			}
		}
	}
}

// TestWeight adds up what a browser loads for a page that it opens first, compressed: styles and scripts at most 15,000 bytes each, the scripts of the form
// at most 21,000, and a case with all it loads at most 20,000 without the faces and 90,000 with them.
func TestWeight(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	const limit, whole, withFaces = 15_000, 20_000, 90_000
	heaviest, faces := 0, 0
	names, err := filepath.Glob(filepath.Join(public, "fonts", "*.woff2"))
	must.Do(t, err)
	for _, name := range names {
		faces += len(must.Read(t, name))
	}
	for _, p := range page.All(t, public) {
		if p.Redirect() {
			continue
		}
		weights, all := map[string]int{}, page.Compressed(t, filepath.Join(public, p.Name))
		p.Elements(func(n *html.Node) {
			target, _ := page.Attr(n, "src")
			if n.Data == "link" {
				if rel, _ := page.Attr(n, "rel"); rel == "stylesheet" || rel == "icon" {
					target, _ = page.Attr(n, "href")
				}
			}
			if target != "" {
				weight := page.Compressed(t, filepath.Join(public, strings.TrimPrefix(target, "http://site.test")))
				weights[path.Ext(target)] += weight
				all += weight
			}
		})
		if weights[".css"] == 0 || weights[".css"] > limit || weights[".js"] > limit && (!strings.HasSuffix(p.Address(), page.Form) || weights[".js"] > 21_000) {
			t.Errorf("%s loads %v", p.Name, weights)
		}
		if p.IsCase() && !strings.Contains(p.Name, "oefenen") {
			heaviest = max(heaviest, all)
			if faces == 0 || all > whole || all+faces > withFaces {
				t.Errorf("%s takes %d bytes and %d of faces, with %v", p.Name, all, faces, weights)
			}
		}
	}
	t.Logf("the heaviest case takes %d bytes", heaviest)
}
